package tds

import (
	"fmt"
	"strings"
)

// TypeID names a T-SQL data type. It is the type of the language, not the token of
// the wire: int is Int whether it travels as INT4TYPE or INTNTYPE.
type TypeID uint8

// The T-SQL data types. The order has no meaning; precedence is tsql/eval's.
const (
	NullType TypeID = iota // the type of an untyped NULL; travels as int
	Bit
	TinyInt
	SmallInt
	Int
	BigInt
	DecimalType // decimal(p,s)
	NumericType // numeric(p,s), the same in all but its name
	MoneyType
	SmallMoney
	Float // float(53)
	Real  // float(24)
	Date
	Time
	DateTime
	DateTime2
	DateTimeOffset
	SmallDateTime
	Char
	VarChar
	NChar
	NVarChar
	Text
	NText
	Binary
	VarBinary
	Image
	UniqueIdentifier
	XML
	SQLVariant
	Timestamp // rowversion
	TableType // a table-valued parameter
	CursorType
)

// Max is the Size of varchar(max), nvarchar(max), varbinary(max) and xml.
const Max = -1

// Type is a T-SQL data type with its facets.
//
// Size is the declared length: bytes for char, varchar, binary and varbinary, UTF-16
// code units for nchar and nvarchar, Max for the (max) types; 0 elsewhere.
// Prec and Scale are those of decimal and numeric; Scale alone is the fractional
// seconds digits (0 to 7) of time, datetime2 and datetimeoffset.
type Type struct {
	ID        TypeID
	Prec      uint8
	Scale     uint8
	Sysname   bool // nvarchar(128) declared as sysname (UserType 256)
	Size      int32
	Collation Collation // character types only; the zero value is the database default
}

// Collation is a collation as it travels: LCID, flags, version and sort id (MS-TDS
// 2.2.5.1.2). The zero value stands for the default of the server.
type Collation [5]byte

// DefaultCollation is SQL_Latin1_General_CP1_CI_AS.
var DefaultCollation = Collation{0x09, 0x04, 0xD0, 0x00, 0x34}

// The types that need no facets, and the usual shapes of the others.
var (
	TypeBit      = Type{ID: Bit}
	TypeTinyInt  = Type{ID: TinyInt}
	TypeSmallInt = Type{ID: SmallInt}
	TypeInt      = Type{ID: Int}
	TypeBigInt   = Type{ID: BigInt}
	TypeFloat    = Type{ID: Float}
	TypeReal     = Type{ID: Real}
	TypeMoney    = Type{ID: MoneyType}
	TypeDate     = Type{ID: Date}
	TypeDateTime = Type{ID: DateTime}
	TypeGUID     = Type{ID: UniqueIdentifier}
	TypeSysname  = Type{ID: NVarChar, Size: 128, Sysname: true}
	TypeVariant  = Type{ID: SQLVariant}
	TypeXML      = Type{ID: XML, Size: Max}
	TypeNull     = Type{ID: NullType}
)

// TypeNVarChar is nvarchar(n), or nvarchar(max) when n is Max.
func TypeNVarChar(n int) Type { return Type{ID: NVarChar, Size: int32(n)} }

// TypeVarChar is varchar(n), or varchar(max) when n is Max.
func TypeVarChar(n int) Type { return Type{ID: VarChar, Size: int32(n)} }

// TypeVarBinary is varbinary(n), or varbinary(max) when n is Max.
func TypeVarBinary(n int) Type { return Type{ID: VarBinary, Size: int32(n)} }

// TypeDecimal is decimal(prec, scale).
func TypeDecimal(prec, scale int) Type {
	return Type{ID: DecimalType, Prec: uint8(prec), Scale: uint8(scale)}
}

var typeNames = [...]string{
	"int", "bit", "tinyint", "smallint", "int", "bigint", "decimal", "numeric", "money", "smallmoney", "float", "real",
	"date", "time", "datetime", "datetime2", "datetimeoffset", "smalldatetime", "char", "varchar", "nchar", "nvarchar",
	"text", "ntext", "binary", "varbinary", "image", "uniqueidentifier", "xml", "sql_variant", "timestamp", "table", "cursor",
}

// String is the bare name of the type, as messages print it: "nvarchar", "int".
func (id TypeID) String() string {
	if int(id) < len(typeNames) {
		return typeNames[id]
	}
	return fmt.Sprintf("type %d", uint8(id))
}

// String is the declaration of the type: "nvarchar(128)", "decimal(18,2)", "sysname".
func (t Type) String() string {
	switch t.ID {
	case DecimalType, NumericType:
		return fmt.Sprintf("%s(%d,%d)", t.ID, t.Prec, t.Scale)
	case Time, DateTime2, DateTimeOffset:
		return fmt.Sprintf("%s(%d)", t.ID, t.Scale)
	case Char, VarChar, NChar, NVarChar, Binary, VarBinary:
		switch {
		case t.Sysname:
			return "sysname"
		case t.Size == Max:
			return t.ID.String() + "(max)"
		}
		return fmt.Sprintf("%s(%d)", t.ID, t.Size)
	}
	return t.ID.String()
}

// LookupType is the TypeID a T-SQL type name stands for, in any case. Synonyms of the
// language count: integer, dec, character varying, national char, rowversion and so on
// are the parser's to join into one name with single blanks.
func LookupType(name string) (TypeID, bool) {
	id, ok := typeByName[strings.ToLower(name)]
	return id, ok
}

var typeByName = map[string]TypeID{
	"bit": Bit, "tinyint": TinyInt, "smallint": SmallInt, "int": Int, "integer": Int, "bigint": BigInt,
	"decimal": DecimalType, "dec": DecimalType, "numeric": NumericType, "money": MoneyType, "smallmoney": SmallMoney,
	"float": Float, "double precision": Float, "real": Real, "date": Date, "time": Time, "datetime": DateTime,
	"datetime2": DateTime2, "datetimeoffset": DateTimeOffset, "smalldatetime": SmallDateTime,
	"char": Char, "character": Char, "varchar": VarChar, "char varying": VarChar, "character varying": VarChar,
	"nchar": NChar, "national char": NChar, "national character": NChar,
	"nvarchar": NVarChar, "national char varying": NVarChar, "national character varying": NVarChar,
	"text": Text, "ntext": NText, "national text": NText, "binary": Binary, "varbinary": VarBinary, "binary varying": VarBinary,
	"image": Image, "uniqueidentifier": UniqueIdentifier, "xml": XML, "sql_variant": SQLVariant,
	"timestamp": Timestamp, "rowversion": Timestamp, "sysname": NVarChar, "cursor": CursorType, "table": TableType,
}

// IsCharacter tells whether values of the type are strings, xml included.
func (id TypeID) IsCharacter() bool {
	switch id {
	case Char, VarChar, NChar, NVarChar, Text, NText, XML:
		return true
	}
	return false
}

// IsUnicode tells whether the type's strings travel as UTF-16.
func (id TypeID) IsUnicode() bool { return id == NChar || id == NVarChar || id == NText || id == XML }

// IsBinary tells whether values of the type are byte strings.
func (id TypeID) IsBinary() bool {
	return id == Binary || id == VarBinary || id == Image || id == Timestamp
}

// IsInteger tells whether the type is tinyint, smallint, int or bigint. bit is not.
func (id TypeID) IsInteger() bool { return id >= TinyInt && id <= BigInt }

// IsNumeric tells whether the type takes part in arithmetic, bit included.
func (id TypeID) IsNumeric() bool { return id >= Bit && id <= Real }

// IsTime tells whether values of the type are time.Time.
func (id TypeID) IsTime() bool { return id >= Date && id <= SmallDateTime }
