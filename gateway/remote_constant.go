package gateway

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// constant is a value as an expression of T-SQL that has this type and value whatever the session's SET options are.
func constant(v tds.Value, t tds.Type) string {
	if v == nil {
		return "NULL"
	}
	switch v := v.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case string:
		return tsql.QuoteString(v)
	case []byte:
		return "0x" + hex.EncodeToString(v)
	case tds.GUID:
		return "'" + v.String() + "'"
	case float64:
		return strconv.FormatFloat(v, 'e', -1, 64)
	case time.Time:
		return "CONVERT(" + t.String() + ", '" + timeText(v, t) + "', 126)"
	case tds.Money:
		return "CONVERT(money, " + strconv.FormatInt(int64(v), 10) + " / CONVERT(decimal(19, 4), 10000))"
	case tds.Variant:
		return "CONVERT(sql_variant, CONVERT(" + v.Type.String() + ", " + constant(v.Value, v.Type) + "))"
	}
	return eval.Format(v, t)
}

// timeText is a time in ISO 8601.
func timeText(v time.Time, t tds.Type) string {
	digits := ""
	switch t.ID {
	case tds.Date:
		return v.Format("2006-01-02")
	case tds.DateTime:
		digits = ".000"
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		if t.Scale > 0 {
			digits = "." + strings.Repeat("0", int(t.Scale))
		}
	}
	switch t.ID {
	case tds.Time:
		return v.Format("15:04:05" + digits)
	case tds.DateTimeOffset:
		return v.Format("2006-01-02T15:04:05" + digits + "-07:00")
	}
	return v.Format("2006-01-02T15:04:05" + digits)
}
