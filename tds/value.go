package tds

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// Value is a T-SQL value: nil for NULL, or one of these Go types.
//
//	bool       bit
//	int64      tinyint, smallint, int, bigint
//	Decimal    decimal, numeric
//	Money      money, smallmoney
//	float64    float, real
//	time.Time  date, time, datetime, datetime2, datetimeoffset, smalldatetime
//	string     char, varchar, nchar, nvarchar, text, ntext, xml
//	[]byte     binary, varbinary, image, timestamp
//	GUID       uniqueidentifier
//	Variant    sql_variant
//	*Table     a table-valued parameter
//
// Times are UTC wall-clock times that carry no zone, except datetimeoffset, whose
// location is a fixed zone. A time has the date 0001-01-01. Strings are UTF-8; an
// unpaired surrogate of UTF-16 is kept in the three bytes of its generalised UTF-8
// form, so every nvarchar value survives. The Type that stands beside a value is static;
// a value alone does not tell int from bigint. Values are immutable: nobody writes into
// a []byte or a Table that was handed over as a Value.
type Value any

// Variant is the content of a sql_variant: a base type and a value of it, never nil.
type Variant struct {
	Type  Type
	Value Value
}

// Table is the value of a table-valued parameter.
type Table struct {
	TypeName string // schema-qualified name of the table type, as sent
	Columns  []Column
	Rows     [][]Value
}

// Money is money and smallmoney in units of 1/10000.
type Money int64

// Decimal is decimal and numeric: (-1)^Neg x Coef / 10^Scale, at most 38 digits. The
// precision is the Type's. Zero is never negative.
type Decimal struct {
	Hi, Lo uint64 // the magnitude, 128 bits
	Scale  uint8
	Neg    bool
}

// GUID is a uniqueidentifier in storage order: the first three groups little-endian,
// as on the wire and as binary(16) (MS-DTYP 2.3.4.2).
type GUID [16]byte

// ParseGUID reads the 36-character form, in any case, with or without braces.
func ParseGUID(s string) (GUID, error) {
	var g GUID
	t := s
	if len(t) == 38 && t[0] == '{' && t[37] == '}' {
		t = t[1:37]
	}
	if len(t) != 36 || t[8] != '-' || t[13] != '-' || t[18] != '-' || t[23] != '-' {
		return g, fmt.Errorf("%q is not a uniqueidentifier", s)
	}
	b, err := hex.DecodeString(strings.ReplaceAll(t, "-", ""))
	if err != nil || len(b) != 16 {
		return g, fmt.Errorf("%q is not a uniqueidentifier", s)
	}
	copy(g[:], b)
	g.swap()
	return g, nil
}

func (g *GUID) swap() {
	binary.LittleEndian.PutUint32(g[0:], binary.BigEndian.Uint32(g[0:]))
	binary.LittleEndian.PutUint16(g[4:], binary.BigEndian.Uint16(g[4:]))
	binary.LittleEndian.PutUint16(g[6:], binary.BigEndian.Uint16(g[6:]))
}

// String is the 36-character form in upper case, as SQL Server prints it.
func (g GUID) String() string {
	g.swap()
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", g[0:4], g[4:6], g[6:8], g[8:10], g[10:16]))
}

// IsZero tells whether all bytes are zero, which msdb reads as "all jobs".
func (g GUID) IsZero() bool { return g == GUID{} }
