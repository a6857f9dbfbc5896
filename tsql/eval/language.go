package eval

import (
	"strings"

	"msxgate/tds"
)

// Language is a language that SET LANGUAGE knows, as sys.syslanguages has it.
type Language struct {
	ID          int64
	DateFormat  string
	DateFirst   int64
	Name, Alias string
	LCID        int64
	Months      string // separated by commas, January first
	ShortMonths string
	Days        string // Monday first
}

const (
	englishMonths = "January,February,March,April,May,June,July,August,September,October,November,December"
	englishShort  = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
	englishDays   = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday"
	numberMonths  = "01,02,03,04,05,06,07,08,09,10,11,12"
)

// Languages are the languages in the order of their ids.
var Languages = []Language{
	{0, "mdy", 7, "us_english", "English", 1033, englishMonths, englishShort, englishDays},
	{
		1, "dmy", 1, "Deutsch", "German", 1031, "Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember",
		"Jan,Feb,Mär,Apr,Mai,Jun,Jul,Aug,Sep,Okt,Nov,Dez", "Montag,Dienstag,Mittwoch,Donnerstag,Freitag,Samstag,Sonntag",
	},
	{
		2, "dmy", 1, "Français", "French", 1036, "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre",
		"janv,févr,mars,avr,mai,juin,juil,août,sept,oct,nov,déc", "lundi,mardi,mercredi,jeudi,vendredi,samedi,dimanche",
	},
	{3, "ymd", 7, "日本語", "Japanese", 1041, numberMonths, numberMonths, "月曜日,火曜日,水曜日,木曜日,金曜日,土曜日,日曜日"},
	{
		4, "dmy", 1, "Dansk", "Danish", 1030, "januar,februar,marts,april,maj,juni,juli,august,september,oktober,november,december",
		"jan,feb,mar,apr,maj,jun,jul,aug,sep,okt,nov,dec", "mandag,tirsdag,onsdag,torsdag,fredag,lørdag,søndag",
	},
	{
		5, "dmy", 1, "Español", "Spanish", 3082, "Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,Noviembre,Diciembre",
		"Ene,Feb,Mar,Abr,May,Jun,Jul,Ago,Sep,Oct,Nov,Dic", "Lunes,Martes,Miércoles,Jueves,Viernes,Sábado,Domingo",
	},
	{
		6, "dmy", 1, "Italiano", "Italian", 1040, "gennaio,febbraio,marzo,aprile,maggio,giugno,luglio,agosto,settembre,ottobre,novembre,dicembre",
		"gen,feb,mar,apr,mag,giu,lug,ago,set,ott,nov,dic", "lunedì,martedì,mercoledì,giovedì,venerdì,sabato,domenica",
	},
	{
		7, "dmy", 1, "Nederlands", "Dutch", 1043, "januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december",
		"jan,feb,mrt,apr,mei,jun,jul,aug,sep,okt,nov,dec", "maandag,dinsdag,woensdag,donderdag,vrijdag,zaterdag,zondag",
	},
	{
		8, "dmy", 1, "Norsk", "Norwegian", 2068, "januar,februar,mars,april,mai,juni,juli,august,september,oktober,november,desember",
		"jan,feb,mar,apr,mai,jun,jul,aug,sep,okt,nov,des", "mandag,tirsdag,onsdag,torsdag,fredag,lørdag,søndag",
	},
	{
		9, "dmy", 7, "Português", "Portuguese", 2070, "janeiro,fevereiro,março,abril,maio,junho,julho,agosto,setembro,outubro,novembro,dezembro",
		"jan,fev,mar,abr,mai,jun,jul,ago,set,out,nov,dez", "segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado,domingo",
	},
	{
		10, "dmy", 1, "Suomi", "Finnish", 1035, "tammikuuta,helmikuuta,maaliskuuta,huhtikuuta,toukokuuta,kesäkuuta,heinäkuuta,elokuuta,syyskuuta,lokakuuta,marraskuuta,joulukuuta",
		"tammi,helmi,maalis,huhti,touko,kesä,heinä,elo,syys,loka,marras,joulu", "maanantai,tiistai,keskiviikko,torstai,perjantai,lauantai,sunnuntai",
	},
	{
		11, "ymd", 1, "Svenska", "Swedish", 1053, "januari,februari,mars,april,maj,juni,juli,augusti,september,oktober,november,december",
		"jan,feb,mar,apr,maj,jun,jul,aug,sep,okt,nov,dec", "måndag,tisdag,onsdag,torsdag,fredag,lördag,söndag",
	},
	{23, "dmy", 1, "British", "British English", 2057, englishMonths, englishShort, englishDays},
	{
		27, "dmy", 7, "Português (Brasil)", "Brazilian", 1046, "Janeiro,Fevereiro,Março,Abril,Maio,Junho,Julho,Agosto,Setembro,Outubro,Novembro,Dezembro",
		"Jan,Fev,Mar,Abr,Mai,Jun,Jul,Ago,Set,Out,Nov,Dez", "segunda-feira,terça-feira,quarta-feira,quinta-feira,sexta-feira,sábado,domingo",
	},
	{29, "ymd", 7, "한국어", "Korean", 1042, numberMonths, numberMonths, "월요일,화요일,수요일,목요일,금요일,토요일,일요일"},
	{30, "ymd", 7, "简体中文", "Simplified Chinese", 2052, numberMonths, numberMonths, "星期一,星期二,星期三,星期四,星期五,星期六,星期日"},
}

// LookupLanguage finds a language by its name or alias.
func LookupLanguage(name string) (*Language, bool) {
	name = strings.TrimSpace(name)
	for i := range Languages {
		if l := &Languages[i]; strings.EqualFold(l.Name, name) || strings.EqualFold(l.Alias, name) {
			return l, true
		}
	}
	return nil, false
}

// languageOf is the language of a session.
func languageOf(f *Frame) *Language {
	if f != nil && f.Sess != nil {
		if name, ok := f.Sess.Setting("LANGUAGE").(string); ok {
			if l, ok := LookupLanguage(name); ok {
				return l
			}
		}
	}
	return &Languages[0]
}

// nth is a part of a list separated by commas.
func nth(list string, i int) tds.Value { return strings.Split(list, ",")[i] }
