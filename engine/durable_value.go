package engine

import (
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

// Values in the file, lossless and legible:
//
//	bit, the integers       INTEGER
//	float, real             REAL
//	decimal, money          TEXT, "-12.3400"
//	characters, xml         TEXT
//	dates and times         TEXT, "2024-05-01 13:05:07.997", "13:05:07", "... +02:00"
//	uniqueidentifier        TEXT
//	binary                  BLOB
//	sql_variant             TEXT, "decimal(5,2):1.50"; binary in hex, a collation after the type
const (
	dateForm   = "2006-01-02"
	timeForm   = "15:04:05.999999999"
	momentForm = "2006-01-02 15:04:05.999999999"
	offsetForm = "2006-01-02 15:04:05.999999999 -07:00"
)

// encodeValue is the SQLite value of a value of that type.
func encodeValue(v tds.Value, t tds.Type) driver.Value {
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case int64, float64, string:
		return v
	case []byte:
		if len(v) == 0 {
			return "" // the driver makes NULL of an empty BLOB
		}
		return v
	case tds.GUID:
		return v.String()
	case tds.Decimal:
		return v.String()
	case tds.Money:
		return v.String()
	case time.Time:
		return v.Format(formOf(t.ID))
	case tds.Variant:
		return variantText(v)
	}
	return nil
}

func formOf(id tds.TypeID) string {
	switch id {
	case tds.Date:
		return dateForm
	case tds.Time:
		return timeForm
	case tds.DateTimeOffset:
		return offsetForm
	}
	return momentForm
}

// decodeValue is the inverse of encodeValue.
func decodeValue(v driver.Value, t tds.Type) (tds.Value, error) {
	switch {
	case v == nil:
		return nil, nil
	case t.ID.IsInteger():
		return as[int64](v, t)
	case t.ID.IsCharacter():
		return as[string](v, t)
	case t.ID.IsBinary():
		return decodeBytes(v, t)
	case t.ID == tds.Bit:
		n, err := as[int64](v, t)
		return n == int64(1), err
	case t.ID == tds.Float || t.ID == tds.Real:
		return as[float64](v, t)
	}
	s, ok := v.(string)
	if !ok {
		return nil, fmt.Errorf("%v is not a %s", v, t)
	}
	return decodeText(s, t)
}

func as[T tds.Value](v driver.Value, t tds.Type) (tds.Value, error) {
	if x, ok := v.(T); ok {
		return x, nil
	}
	return nil, fmt.Errorf("%v (%T) is not a %s", v, v, t)
}

func decodeBytes(v driver.Value, t tds.Type) (tds.Value, error) {
	if v == "" {
		return []byte{}, nil
	}
	return as[[]byte](v, t)
}

func decodeText(s string, t tds.Type) (tds.Value, error) {
	switch {
	case t.ID.IsTime():
		return decodeTime(s, t)
	case t.ID == tds.UniqueIdentifier:
		return tds.ParseGUID(s)
	case t.ID == tds.DecimalType || t.ID == tds.NumericType:
		return tds.ParseDecimal(s)
	case t.ID == tds.MoneyType || t.ID == tds.SmallMoney:
		return tds.ParseMoney(s)
	case t.ID == tds.SQLVariant:
		return parseVariant(s)
	}
	return nil, fmt.Errorf("a column cannot be of type %s", t)
}

func decodeTime(s string, t tds.Type) (tds.Value, error) {
	x, err := time.Parse(formOf(t.ID), s)
	if err != nil {
		return nil, err
	}
	switch t.ID {
	case tds.Time:
		return x.AddDate(1, 0, 0), nil // a time alone is read into the year 0
	case tds.DateTimeOffset:
		_, offset := x.Zone()
		return x.In(time.FixedZone("", offset)), nil
	}
	return x, nil
}

func variantText(v tds.Variant) string {
	value := ""
	switch x := encodeValue(v.Value, v.Type).(type) {
	case string:
		value = x
	case []byte:
		value = hex.EncodeToString(x)
	case float64:
		value = strconv.FormatFloat(x, 'g', -1, 64)
	case int64:
		value = strconv.FormatInt(x, 10)
	}
	return typeText(v.Type) + ":" + value
}

func parseVariant(s string) (tds.Value, error) {
	declared, value, _ := strings.Cut(s, ":")
	t, err := parseTypeText(declared)
	if err != nil {
		return nil, err
	}
	var x driver.Value = value
	switch {
	case t.ID.IsBinary():
		x, err = hex.DecodeString(value)
		if value == "" {
			x = ""
		}
	case t.ID.IsInteger() || t.ID == tds.Bit:
		x, err = strconv.ParseInt(value, 10, 64)
	case t.ID == tds.Float || t.ID == tds.Real:
		x, err = strconv.ParseFloat(value, 64)
	}
	if err != nil {
		return nil, err
	}
	base, err := decodeValue(x, t)
	return tds.Variant{Type: t, Value: base}, err
}

// typeText is the declaration of a type with its collation: "nvarchar(10) 0904d00034".
func typeText(t tds.Type) string {
	s := t.String()
	if t.ID == tds.NullType {
		s = "null"
	}
	if t.Collation != (tds.Collation{}) {
		s += " " + hex.EncodeToString(t.Collation[:])
	}
	return s
}

// parseTypeText is the inverse of typeText.
func parseTypeText(s string) (t tds.Type, err error) {
	declared, collation, _ := strings.Cut(s, " ")
	if _, err := hex.Decode(t.Collation[:], []byte(collation)); err != nil {
		return t, fmt.Errorf("type %q: %w", s, err)
	}
	if declared == "sysname" {
		sysname := tds.TypeSysname
		sysname.Collation = t.Collation
		return sysname, nil
	}
	name, facets, _ := strings.Cut(strings.TrimSuffix(declared, ")"), "(")
	id, ok := tds.LookupType(name)
	if !ok && name != "null" {
		return t, fmt.Errorf("type %q is unknown", s)
	}
	t.ID = id
	first, second, _ := strings.Cut(facets, ",")
	n, _ := strconv.Atoi(first)
	switch id {
	case tds.DecimalType, tds.NumericType:
		scale, _ := strconv.Atoi(second)
		t.Prec, t.Scale = uint8(n), uint8(scale)
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		t.Scale = uint8(n)
	case tds.Char, tds.VarChar, tds.NChar, tds.NVarChar, tds.Binary, tds.VarBinary:
		t.Size = int32(n)
		if first == "max" {
			t.Size = tds.Max
		}
	case tds.XML:
		t.Size = tds.Max
	}
	return t, nil
}
