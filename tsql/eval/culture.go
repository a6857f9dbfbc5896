package eval

import (
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// culture is what PARSE and FORMAT know of a culture.
type culture struct {
	order          string
	point, group   byte
	date, longDate string // patterns of the standard formats d and D
	time, longTime string // t and T
	currency       string
	trailing       bool // the currency sign follows
}

var cultures = map[string]culture{
	"en-us": {"mdy", '.', ',', "M/d/yyyy", "dddd, MMMM d, yyyy", "h:mm tt", "h:mm:ss tt", "$", false},
	"en-gb": {"dmy", '.', ',', "dd/MM/yyyy", "dd MMMM yyyy", "HH:mm", "HH:mm:ss", "£", false},
	"de-de": {"dmy", ',', '.', "dd.MM.yyyy", "dddd, d. MMMM yyyy", "HH:mm", "HH:mm:ss", "€", true},
	"fr-fr": {"dmy", ',', ' ', "dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "€", true},
	"es-es": {"dmy", ',', '.', "dd/MM/yyyy", "dddd, d 'de' MMMM 'de' yyyy", "H:mm", "H:mm:ss", "€", true},
	"it-it": {"dmy", ',', '.', "dd/MM/yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "€", true},
	"nl-nl": {"dmy", ',', '.', "d-M-yyyy", "dddd d MMMM yyyy", "HH:mm", "HH:mm:ss", "€", false},
	"sv-se": {"ymd", ',', ' ', "yyyy-MM-dd", "'den 'd MMMM yyyy", "HH:mm", "HH:mm:ss", "kr", true},
	"ja-jp": {"ymd", '.', ',', "yyyy/MM/dd", "yyyy年M月d日", "H:mm", "H:mm:ss", "￥", false},
	"zh-cn": {"ymd", '.', ',', "yyyy/M/d", "yyyy年M月d日", "H:mm", "H:mm:ss", "¥", false},
	"iv":    {"mdy", '.', ',', "MM/dd/yyyy", "dddd, dd MMMM yyyy", "HH:mm", "HH:mm:ss", "¤", false},
}

// lookupCulture finds a culture by name; the neutral names stand for their main country.
func lookupCulture(name string) (culture, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	if c, ok := cultures[name]; ok {
		return c, true
	}
	for _, main := range [...]string{"en-us", "de-de", "fr-fr", "es-es", "it-it", "nl-nl", "sv-se", "ja-jp", "zh-cn"} {
		if language, _, _ := strings.Cut(name, "-"); language == main[:2] && (language == name || len(name) == 5) {
			return cultures[main], true
		}
	}
	return culture{}, false
}

// parseCast is PARSE: a string read by the rules of a culture.
func (c *compiler) parseCast(x node, to tds.Type, using tsql.Expr, try bool) (node, error) {
	if !to.ID.IsNumeric() && !to.ID.IsTime() || to.ID == tds.Bit {
		return node{}, tds.Errorf(10761, 15, "Invalid data type %s in function PARSE.", typeLabel(to))
	}
	text, err := c.text(x)
	if err != nil {
		return node{}, err
	}
	name := sessionCulture()
	given := using != nil
	if using != nil {
		if name, err = c.scalar(using); err != nil {
			return node{}, err
		}
		if name, err = c.text(name); err != nil {
			return node{}, err
		}
	}
	return tried(apply2(text, name, to, func(v, name tds.Value) (tds.Value, error) {
		r, err := parseText(v.(string), name.(string), to)
		var e *tds.Error
		if !given && errors.As(err, &e) && e.Number == 9819 {
			err = errParse(v.(string), to, "")
		}
		return r, err
	}), try), nil
}

func parseText(s, name string, to tds.Type) (tds.Value, error) {
	cul, ok := lookupCulture(name)
	if !ok {
		return nil, errCulture(name)
	}
	o := &ConvertOptions{DateFormat: cul.order}
	t := strings.TrimSpace(s)
	if to.ID.IsNumeric() {
		t = strings.ReplaceAll(t, string(cul.group), "")
		t = strings.ReplaceAll(t, string(cul.point), ".")
		if isMoney(to.ID) || isDecimal(to.ID) {
			t = strings.TrimSpace(strings.ReplaceAll(t, cul.currency, ""))
		}
	} else if _, rest, found := strings.Cut(t, ", "); found && isWeekday(t) {
		t = rest
	}
	v, err := Convert(t, tds.TypeNVarChar(4000), to, o)
	if err != nil || t == "" {
		return nil, errParse(s, to, name)
	}
	return v, nil
}

func errParse(s string, to tds.Type, culture string) error {
	return tds.Errorf(9819, 16, "Error converting string value '%s' into data type %s using culture '%s'.", s, typeLabel(to), culture)
}

// languageCultures are the cultures of languages, by their LCIDs.
var languageCultures = map[int64]string{
	1033: "en-US", 2057: "en-GB", 1031: "de-DE", 1036: "fr-FR", 3082: "es-ES", 1040: "it-IT", 1043: "nl-NL", 1053: "sv-SE", 1041: "ja-JP", 2052: "zh-CN",
}

// sessionCulture is the culture of the session's language. That of a language which is not known here is refused by name.
func sessionCulture() node {
	return node{typ: tds.TypeNVarChar(128), fn: func(f *Frame) (tds.Value, error) {
		l := languageOf(f)
		if name := languageCultures[int64(l.LCID)]; name != "" {
			return name, nil
		}
		return l.Name, nil
	}}
}

func isWeekday(s string) bool {
	for _, d := range weekdayNames {
		if strings.HasPrefix(strings.ToLower(s), strings.ToLower(d)) {
			return true
		}
	}
	return false
}

func errCulture(name string) *tds.Error {
	return tds.Errorf(9818, 16, "The culture parameter '%s' provided in the function call is not supported.", name)
}
