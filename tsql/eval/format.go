package eval

import "msxgate/tds"

// Format is the text PRINT, RAISERROR and a client's text output show of a value: its conversion to
// nvarchar; byte strings in hexadecimal, as clients show them.
func Format(v tds.Value, t tds.Type) string {
	switch x := v.(type) {
	case nil:
		return "NULL"
	case string:
		return x
	case []byte:
		return hexText(x, "0x")
	case tds.Variant:
		return Format(x.Value, x.Type)
	}
	s, err := Convert(v, t, tds.TypeNVarChar(tds.Max), &ConvertOptions{Explicit: true})
	if err != nil {
		return ""
	}
	return s.(string)
}
