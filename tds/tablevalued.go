package tds

import "encoding/binary"

// Tokens inside a table-valued parameter (MS-TDS 2.2.5.5.5).
const (
	tvpRow         = 0x01
	tvpEnd         = 0x00
	tvpOrderUnique = 0x10
	tvpColumnOrder = 0x11
	tvpNoColumns   = 0xFFFF

	tvpColumnDefault = 0x0200 // the flag of a column that is left out of the rows
)

// decodeTable reads a table-valued parameter behind its type token; nil for one that is
// left to its default, which is an empty table.
func decodeTable(r *reader, v Version) *Table {
	r.skip(2 * int(r.uint8())) // the database, which must be empty
	schema, name := r.bVarChar(), r.bVarChar()
	t := &Table{TypeName: name}
	if schema != "" {
		t.TypeName = schema + "." + name
	}
	n := int(r.uint16())
	if n == tvpNoColumns {
		n = 0
	}
	infos := make([]typeInfo, 0, min(n, len(r.buf)/6+1))
	var left []bool
	for range n {
		var c Column
		ti, absent := decodeTableColumn(r, v, &c)
		if r.err != nil {
			return nil
		}
		r.charge(160)
		t.Columns, infos, left = append(t.Columns, c), append(infos, ti), append(left, absent)
	}
	decodeTableOrder(r)
	for r.err == nil && r.uint8() == tvpRow {
		if n == 0 {
			r.failf("rows in a table-valued parameter without columns")
			return nil
		}
		r.charge(24 + 16*n)
		if r.err != nil {
			return nil
		}
		row := make([]Value, n)
		for i := range infos {
			if !left[i] {
				row[i] = infos[i].readValue(r, inParam)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if r.err != nil {
		return nil
	}
	return t
}

func decodeTableColumn(r *reader, v Version, c *Column) (ti typeInfo, absent bool) {
	userType := r.uint32()
	flags := r.uint16()
	ti.decode(r, v, userType, inParam)
	c.Name = r.bVarChar()
	c.Type, c.Nullable, c.Identity = ti.typ, flags&colNullable != 0, flags&colIdentity != 0
	return ti, flags&tvpColumnDefault != 0
}

// decodeTableOrder passes over the optional descriptions of order and uniqueness.
func decodeTableOrder(r *reader) {
	for len(r.buf) > 0 && r.err == nil {
		switch r.buf[0] {
		case tvpOrderUnique:
			r.skip(1)
			r.skip(3 * int(r.uint16()))
		case tvpColumnOrder:
			r.skip(1)
			r.skip(2 * int(r.uint16()))
		default:
			if r.uint8() != tvpEnd {
				r.failf("unknown token in a table-valued parameter")
			}
			return
		}
	}
	r.fail(errShort)
}

// encode appends the parameter behind its type token. A nil table is the default.
func (t *Table) encode(dst []byte, v Version) ([]byte, error) {
	if t == nil {
		return append(dst, 0, 0, 0, 0xFF, 0xFF, tvpEnd, tvpEnd), nil
	}
	schema, name := splitName(t.TypeName)
	dst = appendBVarChar(appendBVarChar(append(dst, 0), schema), name)
	if len(t.Columns) == 0 {
		return append(dst, 0xFF, 0xFF, tvpEnd, tvpEnd), nil
	}
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(t.Columns)))
	infos := make([]typeInfo, len(t.Columns))
	for i, c := range t.Columns {
		infos[i] = dialect{version: v, utf8: true}.typeInfoOf(c.Type, true)
		dst = binary.LittleEndian.AppendUint32(dst, c.Type.userType())
		dst = append(dst, colNullable, 0)
		dst = appendBVarChar(infos[i].encode(dst, v), c.Name)
	}
	dst = append(dst, tvpEnd)
	for _, row := range t.Rows {
		dst = append(dst, tvpRow)
		for i := range infos {
			var err error
			if dst, err = infos[i].appendValue(dst, row[i], inParam); err != nil {
				return dst, err
			}
		}
	}
	return append(dst, tvpEnd), nil
}

// splitName splits a name at its last dot.
func splitName(s string) (schema, name string) {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return s[:i], s[i+1:]
		}
	}
	return "", s
}
