package eval

import (
	"encoding/binary"
	"strings"

	"msxgate/tds"
)

// The bits of a collation after its 20 bits of LCID (MS-TDS 2.2.5.1.2). The version stands in
// the highest four bits, the sort id of an SQL_ collation in the fifth byte.
const (
	ignoreCase   = 0x100000
	ignoreAccent = 0x200000
	ignoreKana   = 0x400000
	ignoreWidth  = 0x800000
	binaryOrder  = 0x1000000
	binary2Order = 0x2000000
	utf8Text     = 0x4000000
)

func newCollation(word uint32, sortID byte) (c tds.Collation) {
	binary.LittleEndian.PutUint32(c[:4], word)
	c[4] = sortID
	return c
}

var sqlCollations = []struct {
	name   string
	word   uint32
	sortID byte
}{
	{"SQL_Latin1_General_CP1_CI_AS", 0xD00409, 52},
	{"SQL_Latin1_General_CP1_CS_AS", 0xC00409, 51},
	{"SQL_Latin1_General_Pref_CP1_CI_AS", 0xD00409, 53},
	{"SQL_Latin1_General_CP1_CI_AI", 0xF00409, 54},
	{"SQL_Latin1_General_CP437_BIN", 0x1000409, 30},
	{"SQL_Latin1_General_CP437_BIN2", 0x2000409, 30},
	{"SQL_Latin1_General_CP437_CS_AS", 0xC00409, 31},
	{"SQL_Latin1_General_CP437_CI_AS", 0xD00409, 32},
	{"SQL_Latin1_General_CP437_CI_AI", 0xF00409, 34},
	{"SQL_Latin1_General_CP850_BIN", 0x1000409, 40},
	{"SQL_Latin1_General_CP850_BIN2", 0x2000409, 40},
	{"SQL_Latin1_General_CP850_CS_AS", 0xC00409, 41},
	{"SQL_Latin1_General_CP850_CI_AS", 0xD00409, 42},
	{"SQL_Latin1_General_CP850_CI_AI", 0xF00409, 44},
	{"SQL_Latin1_General_CP1250_CS_AS", 0xC00409, 81},
	{"SQL_Latin1_General_CP1250_CI_AS", 0xD00409, 82},
	{"SQL_Latin1_General_CP1251_CS_AS", 0xC00419, 105},
	{"SQL_Latin1_General_CP1251_CI_AS", 0xD00419, 106},
	{"SQL_Latin1_General_CP1253_CS_AS", 0xC00408, 113},
	{"SQL_Latin1_General_CP1253_CI_AS", 0xD00408, 114},
	{"SQL_Latin1_General_CP1254_CS_AS", 0xC0041F, 129},
	{"SQL_Latin1_General_CP1254_CI_AS", 0xD0041F, 130},
}

// windowsLocales are the locale names of Windows collations. The first name of an LCID is the one
// that NameCollation gives back.
var windowsLocales = []struct {
	name string
	lcid uint32
}{
	{"Latin1_General", 0x409},
	{"Albanian", 0x41C},
	{"Arabic", 0x401},
	{"Chinese_PRC", 0x804},
	{"Chinese_PRC_Stroke", 0x20804},
	{"Chinese_Simplified_Pinyin", 0x804},
	{"Chinese_Taiwan_Stroke", 0x404},
	{"Chinese_Taiwan_Bopomofo", 0x30404},
	{"Croatian", 0x41A},
	{"Cyrillic_General", 0x419},
	{"Czech", 0x405},
	{"Danish_Norwegian", 0x406},
	{"Danish_Greenlandic", 0x406},
	{"Estonian", 0x425},
	{"Finnish_Swedish", 0x40B},
	{"French", 0x40C},
	{"German_PhoneBook", 0x10407},
	{"Greek", 0x408},
	{"Hebrew", 0x40D},
	{"Hungarian", 0x40E},
	{"Hungarian_Technical", 0x1040E},
	{"Icelandic", 0x40F},
	{"Indic_General", 0x439},
	{"Japanese", 0x411},
	{"Japanese_XJIS", 0x411},
	{"Japanese_Unicode", 0x10411},
	{"Korean_Wansung", 0x412},
	{"Korean", 0x412},
	{"Latvian", 0x426},
	{"Lithuanian", 0x427},
	{"Macedonian_FYROM", 0x42F},
	{"Modern_Spanish", 0xC0A},
	{"Norwegian", 0x414},
	{"Persian", 0x429},
	{"Polish", 0x415},
	{"Romanian", 0x418},
	{"Serbian_Latin", 0x81A},
	{"Serbian_Cyrillic", 0xC1A},
	{"Slovak", 0x41B},
	{"Slovenian", 0x424},
	{"Thai", 0x41E},
	{"Traditional_Spanish", 0x40A},
	{"Turkish", 0x41F},
	{"Ukrainian", 0x422},
	{"Vietnamese", 0x42A},
}

// collationVersions are the versions of Windows collations by the suffix that names them.
var collationVersions = []struct {
	suffix string
	bits   uint32
}{{"_160", 4 << 28}, {"_140", 3 << 28}, {"_100", 2 << 28}, {"_90", 1 << 28}, {"", 0}}

// LookupCollation is the collation of that name, in any case. database_default and catalog_default
// are the zero Collation.
func LookupCollation(name string) (tds.Collation, bool) {
	if equalFold(name, "database_default") || equalFold(name, "catalog_default") {
		return tds.Collation{}, true
	}
	for _, c := range sqlCollations {
		if equalFold(c.name, name) {
			return newCollation(c.word, c.sortID), true
		}
	}
	upper := strings.ToUpper(name)
	for _, l := range windowsLocales {
		rest, ok := strings.CutPrefix(upper, strings.ToUpper(l.name))
		if !ok {
			continue
		}
		for _, v := range collationVersions {
			if options, ok := strings.CutPrefix(rest, v.suffix); ok {
				if flags, ok := collationFlags(options); ok {
					return newCollation(l.lcid|flags|v.bits, 0), true
				}
			}
		}
	}
	return tds.Collation{}, false
}

// collationFlags reads the options of a Windows collation name: _BIN2, or _CI_AS with _KS, _WS, _SC,
// _VSS and _UTF8.
func collationFlags(options string) (uint32, bool) {
	switch options {
	case "_BIN":
		return binaryOrder, true
	case "_BIN2":
		return binary2Order, true
	case "_BIN2_UTF8":
		return binary2Order | utf8Text, true
	}
	words := strings.Split(options, "_")
	if len(words) < 3 || words[0] != "" {
		return 0, false
	}
	flags := uint32(ignoreKana | ignoreWidth)
	switch words[1] {
	case "CI":
		flags |= ignoreCase
	case "CS":
	default:
		return 0, false
	}
	switch words[2] {
	case "AI":
		flags |= ignoreAccent
	case "AS":
	default:
		return 0, false
	}
	for _, w := range words[3:] {
		switch w {
		case "KS":
			flags &^= ignoreKana
		case "WS":
			flags &^= ignoreWidth
		case "SC", "VSS":
		case "UTF8":
			flags |= utf8Text
		default:
			return 0, false
		}
	}
	return flags, true
}

// NameCollation is the name of a collation; the zero Collation is the server's default.
func NameCollation(c tds.Collation) string {
	if c == (tds.Collation{}) {
		c = tds.DefaultCollation
	}
	word := binary.LittleEndian.Uint32(c[:4])
	for _, s := range sqlCollations {
		if c[4] == s.sortID && word == s.word {
			return s.name
		}
	}
	name := "Latin1_General"
	for _, l := range windowsLocales {
		if l.lcid == word&0xFFFFF {
			name = l.name
			break
		}
	}
	for _, v := range collationVersions {
		if v.bits == word&0xF0000000 {
			name += v.suffix
		}
	}
	return name + flagNames(word)
}

func flagNames(word uint32) string {
	s := ""
	switch {
	case word&binary2Order != 0:
		s = "_BIN2"
	case word&binaryOrder != 0:
		s = "_BIN"
	default:
		s = pick(word&ignoreCase != 0, "_CI", "_CS") + pick(word&ignoreAccent != 0, "_AI", "_AS") +
			pick(word&ignoreKana != 0, "", "_KS") + pick(word&ignoreWidth != 0, "", "_WS")
	}
	if word&utf8Text != 0 {
		if word&binary2Order == 0 {
			s += "_SC"
		}
		s += "_UTF8"
	}
	return s
}

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

// sensitivity is what a comparison looks at.
type sensitivity uint8

const (
	caseInsensitive sensitivity = iota
	caseSensitive
	accentInsensitive  // and case
	caseOnlySensitive  // case, not accents
	codePointSensitive // BIN, BIN2
	sensitivityMask    = 7
	wordSort           = 8 // hyphen and apostrophe count last, as in Unicode strings
	defaultSensitivity = caseInsensitive
)

// sensitivityOf is how strings of a type are compared.
func sensitivityOf(t tds.Type) sensitivity {
	s := defaultSensitivity
	if t.Collation != (tds.Collation{}) && t.Collation != tds.DefaultCollation {
		s = collationSensitivity(t.Collation)
	}
	if t.ID.IsUnicode() || t.Collation != (tds.Collation{}) && t.Collation[4] == 0 {
		s |= wordSort
	}
	return s
}

func collationSensitivity(c tds.Collation) sensitivity {
	word := binary.LittleEndian.Uint32(c[:4])
	switch {
	case word&(binaryOrder|binary2Order) != 0:
		return codePointSensitive
	case word&(ignoreCase|ignoreAccent) == ignoreCase|ignoreAccent:
		return accentInsensitive
	case word&ignoreCase != 0:
		return caseInsensitive
	case word&ignoreAccent != 0:
		return caseOnlySensitive
	}
	return caseSensitive
}

// IsCaseSensitive tells whether names or values under the collation differ by case.
func IsCaseSensitive(c tds.Collation) bool {
	switch collationSensitivity(c) {
	case caseSensitive, caseOnlySensitive, codePointSensitive:
		return c != tds.Collation{}
	}
	return false
}
