package gateway

import (
	"encoding/binary"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// describedColumn is a column of a result set that was not sent.
type describedColumn struct {
	tds.Column
	unnamed    bool // its name depends on the way that the batch takes
	hidden     bool
	source     source
	ordered    int // its place in ORDER BY, from 1
	descending bool
	orderings  int // columns in ORDER BY
}

// source is the column of a table that a result column is; the zero value for an expression.
type source struct {
	database, schema, table, column string
	identity, computed, timestamp   bool
	unique                          bool // part of a unique key
}

func (c *source) known() bool { return c.column != "" }

// nullable is a column of a described result that may be NULL; required is one that may not.
func nullable(name string, t tds.Type) tds.Column {
	return tds.Column{Name: name, Type: t, Nullable: true}
}

func required(name string, t tds.Type) tds.Column { return tds.Column{Name: name, Type: t} }

// describedColumns are the columns of sp_describe_first_result_set.
var describedColumns = []tds.Column{
	required("is_hidden", tds.TypeBit),
	required("column_ordinal", tds.TypeInt),
	nullable("name", tds.TypeSysname),
	required("is_nullable", tds.TypeBit),
	required("system_type_id", tds.TypeInt),
	nullable("system_type_name", tds.TypeNVarChar(256)),
	required("max_length", tds.TypeSmallInt),
	required("precision", tds.TypeTinyInt),
	required("scale", tds.TypeTinyInt),
	nullable("collation_name", tds.TypeSysname),
	nullable("user_type_id", tds.TypeInt),
	nullable("user_type_database", tds.TypeSysname),
	nullable("user_type_schema", tds.TypeSysname),
	nullable("user_type_name", tds.TypeSysname),
	nullable("assembly_qualified_type_name", tds.TypeNVarChar(4000)),
	nullable("xml_collection_id", tds.TypeInt),
	nullable("xml_collection_database", tds.TypeSysname),
	nullable("xml_collection_schema", tds.TypeSysname),
	nullable("xml_collection_name", tds.TypeSysname),
	required("is_xml_document", tds.TypeBit),
	required("is_case_sensitive", tds.TypeBit),
	required("is_fixed_length_clr_type", tds.TypeBit),
	nullable("source_server", tds.TypeSysname),
	nullable("source_database", tds.TypeSysname),
	nullable("source_schema", tds.TypeSysname),
	nullable("source_table", tds.TypeSysname),
	nullable("source_column", tds.TypeSysname),
	nullable("is_identity_column", tds.TypeBit),
	nullable("is_part_of_unique_key", tds.TypeBit),
	nullable("is_updateable", tds.TypeBit),
	nullable("is_computed_column", tds.TypeBit),
	nullable("is_sparse_column_set", tds.TypeBit),
	nullable("ordinal_in_order_by_list", tds.TypeSmallInt),
	nullable("order_by_list_length", tds.TypeSmallInt),
	nullable("order_by_is_descending", tds.TypeSmallInt),
	required("tds_type_id", tds.TypeInt),
	required("tds_length", tds.TypeInt),
	nullable("tds_collation_id", tds.TypeInt),
	nullable("tds_collation_sort_id", tds.TypeTinyInt),
}

// sendDescribed answers with a row for each column.
func sendDescribed(s *session, cols []describedColumn, mode int64, out tds.Writer) error {
	if err := out.Columns(describedColumns); err != nil {
		return err
	}
	n := int64(0)
	for i := range cols {
		if cols[i].hidden && mode == 0 {
			continue
		}
		n++
		if err := out.Row(cols[i].row(s, n, mode)); err != nil {
			return err
		}
	}
	return out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: n, Counted: true})
}

// row is the column as sp_describe_first_result_set tells it.
func (c *describedColumn) row(s *session, ordinal, mode int64) []tds.Value {
	t := factsOf(c.Type, c.Nullable)
	row := []tds.Value{c.hidden, ordinal, c.name(), c.Nullable, t.id, t.name, t.length, t.prec, t.scale}
	row = append(row, t.collation(), nil, nil, nil, nil, nil, nil, nil, nil, nil, false, t.caseSensitive(), false)
	if c.Type.Sysname {
		copy(row[10:], []tds.Value{int64(256), s.engine.Database(), "sys", "sysname"})
	}
	row = append(row, nil)
	src, unique := &c.source, tds.Value(nil)
	if mode == 0 || !src.known() {
		row = append(row, nil, nil, nil, nil)
	} else {
		row = append(row, src.database, src.schema, src.table, src.column)
	}
	if mode != 0 {
		unique = src.unique
	}
	row = append(row, c.Identity || src.identity, unique, src.known() && !src.identity && !src.computed && !src.timestamp, src.computed, false)
	place, length, descending := tds.Value(nil), tds.Value(nil), tds.Value(nil)
	if c.orderings > 0 {
		length = int64(c.orderings)
	}
	if c.ordered > 0 {
		place, descending = int64(c.ordered), flag(c.descending)
	}
	row = append(row, place, length, descending)
	row = append(row, t.tdsID, t.tdsLength)
	if c.Type.ID.IsCharacter() && c.Type.ID != tds.XML {
		coll := collationOf(c.Type)
		return append(row, int64(int32(binary.LittleEndian.Uint32(coll[:4]))), int64(coll[4]))
	}
	return append(row, nil, nil)
}

func (c *describedColumn) name() tds.Value {
	if c.unnamed || c.Name == "" {
		return nil
	}
	return c.Name
}

func flag(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

func collationOf(t tds.Type) tds.Collation {
	if t.Collation == (tds.Collation{}) {
		return tds.DefaultCollation
	}
	return t.Collation
}

// typeFacts are what the catalog and the wire say of a type.
type typeFacts struct {
	typ                 tds.Type
	id                  int64 // system_type_id
	name                string
	length, prec, scale int64
	tdsID, tdsLength    int64
}

func (t *typeFacts) collation() tds.Value {
	if !t.typ.ID.IsCharacter() || t.typ.ID == tds.XML {
		return nil
	}
	return eval.NameCollation(t.typ.Collation)
}

func (t *typeFacts) caseSensitive() bool {
	return t.typ.ID == tds.XML || t.typ.ID.IsCharacter() && eval.IsCaseSensitive(t.typ.Collation)
}

// fixedFacts are types without facets: system_type_id, bytes, precision, scale, and the type of the wire that may be NULL.
var fixedFacts = map[tds.TypeID]struct {
	id, length, prec, scale, wire int64
}{
	tds.NullType: {56, 4, 10, 0, 38}, tds.Bit: {104, 1, 1, 0, 104}, tds.TinyInt: {48, 1, 3, 0, 38}, tds.SmallInt: {52, 2, 5, 0, 38},
	tds.Int: {56, 4, 10, 0, 38}, tds.BigInt: {127, 8, 19, 0, 38}, tds.MoneyType: {60, 8, 19, 4, 110}, tds.SmallMoney: {122, 4, 10, 4, 110},
	tds.Float: {62, 8, 53, 0, 109}, tds.Real: {59, 4, 24, 0, 109}, tds.DateTime: {61, 8, 23, 3, 111}, tds.SmallDateTime: {58, 4, 16, 0, 111},
	tds.Date: {40, 3, 10, 0, 40}, tds.UniqueIdentifier: {36, 16, 0, 0, 36}, tds.Timestamp: {189, 8, 0, 0, 173},
	tds.SQLVariant: {98, 8016, 0, 0, 98}, tds.XML: {241, -1, 0, 0, 241}, tds.Text: {35, 16, 0, 0, 35}, tds.NText: {99, 16, 0, 0, 99},
	tds.Image: {34, 16, 0, 0, 34},
}

// sizedTypes are the ids of the types that have a length, which are those of the wire too.
var sizedTypes = map[tds.TypeID]int64{
	tds.Char: 175, tds.VarChar: 167, tds.NChar: 239, tds.NVarChar: 231, tds.Binary: 173, tds.VarBinary: 165,
}

// factsOf looks a type up.
func factsOf(typ tds.Type, null bool) *typeFacts {
	t := &typeFacts{typ: typ, name: typ.String()}
	if typ.Sysname {
		t.name = "nvarchar(128)"
	}
	if id, ok := sizedTypes[typ.ID]; ok {
		t.id, t.tdsID, t.length = id, id, int64(typ.Size)
		switch {
		case typ.Size == tds.Max:
			t.tdsLength = 65535
			return t
		case typ.ID.IsUnicode():
			t.length *= 2
		}
		t.tdsLength = t.length
		return t
	}
	switch typ.ID {
	case tds.DecimalType, tds.NumericType:
		return t.decimal()
	case tds.Time:
		return t.fraction(41, 3, 8)
	case tds.DateTime2:
		return t.fraction(42, 6, 19)
	case tds.DateTimeOffset:
		return t.fraction(43, 8, 26)
	}
	f := fixedFacts[typ.ID]
	t.id, t.length, t.prec, t.scale, t.tdsID, t.tdsLength = f.id, f.length, f.prec, f.scale, f.wire, f.length
	switch typ.ID {
	case tds.Bit:
		t.tdsID = pickID(null, 104, 50)
	case tds.TinyInt, tds.SmallInt, tds.Int, tds.BigInt, tds.MoneyType, tds.SmallMoney, tds.Float, tds.Real, tds.DateTime, tds.SmallDateTime:
		t.tdsID = pickID(null, f.wire, f.id)
	case tds.SQLVariant:
		t.tdsLength = 8009
	case tds.XML:
		t.tdsLength = 8100
	case tds.Text, tds.Image:
		t.tdsLength = 1<<31 - 1
	case tds.NText:
		t.tdsLength = 1<<31 - 2
	}
	return t
}

func pickID(null bool, nullable, fixed int64) int64 {
	if null {
		return nullable
	}
	return fixed
}

func (t *typeFacts) decimal() *typeFacts {
	t.id, t.prec, t.scale, t.tdsLength = 106, int64(t.typ.Prec), int64(t.typ.Scale), 17
	if t.typ.ID == tds.NumericType {
		t.id = 108
	}
	t.tdsID = t.id
	switch {
	case t.prec <= 9:
		t.length = 5
	case t.prec <= 19:
		t.length = 9
	case t.prec <= 28:
		t.length = 13
	default:
		t.length = 17
	}
	return t
}

// fraction are the types of time with digits of a second: bytes and precision without any are given.
func (t *typeFacts) fraction(id, length, prec int64) *typeFacts {
	t.id, t.tdsID, t.length, t.prec, t.scale = id, id, length, prec, int64(t.typ.Scale)
	switch {
	case t.scale > 4:
		t.length += 2
	case t.scale > 2:
		t.length++
	}
	if t.scale > 0 {
		t.prec += 1 + t.scale
	}
	t.tdsLength = t.length
	return t
}
