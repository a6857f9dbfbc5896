package tds

import "fmt"

// Row is a row of the result set described last, sent as ROW or NBCROW (MS-TDS 2.2.7.17,
// 2.2.7.15). Encode needs Columns; a row that was read has none.
type Row struct {
	Values  []Value
	Columns []Column
}

// Encode appends the token.
func (t *Row) Encode(dst []byte, v Version) ([]byte, error) {
	if len(t.Values) != len(t.Columns) {
		return dst, fmt.Errorf("tds: a row of %d values for %d columns", len(t.Values), len(t.Columns))
	}
	d := dialect{version: v, utf8: true}
	return d.columnInfosOf(t.Columns, nil).encodeRow(dst, t.Values, v.AtLeast(Version73B))
}

// encodeRow appends a row; as NBCROW, where a bitmap tells the NULLs, when that is allowed
// and shorter. On an error dst comes back as it was.
func (c *columnInfos) encodeRow(dst []byte, row []Value, nbc bool) ([]byte, error) {
	if len(row) != len(c.infos) {
		return dst, fmt.Errorf("tds: a row of %d values for %d columns", len(row), len(c.infos))
	}
	at := len(dst)
	var bitmap []byte
	if nbc && c.savesBytes(row) {
		dst = append(dst, tokenNBCRow)
		for range c.nulls {
			dst = append(dst, 0)
		}
		bitmap = dst[at+1:]
	} else {
		dst = append(dst, tokenRow)
	}
	for i, v := range row {
		if v == nil && bitmap != nil {
			dst[at+1+i/8] |= 1 << (i % 8)
			continue
		}
		var err error
		if dst, err = c.infos[i].appendValue(dst, v, inColumn); err != nil {
			return dst[:at], fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return dst, nil
}

func (c *columnInfos) savesBytes(row []Value) bool {
	saved := 0
	for i, v := range row {
		if v == nil {
			saved += c.infos[i].nullSize()
		}
	}
	return saved > c.nulls
}

// row reads ROW or NBCROW.
func (r *tokenReader) row(kind byte) Token {
	if r.columns == nil || len(r.columns.infos) == 0 {
		r.failf("a row without COLMETADATA")
		return nil
	}
	var bitmap []byte
	if kind == tokenNBCRow {
		bitmap = r.copied(r.columns.nulls)
	}
	if r.err != nil {
		return nil
	}
	values := make([]Value, len(r.columns.infos))
	for i := range r.columns.infos {
		if bitmap == nil || bitmap[i/8]&(1<<(i%8)) == 0 {
			values[i] = r.columns.infos[i].readValue(&r.reader, inColumn)
		}
		if r.err != nil {
			return nil
		}
	}
	return &Row{Values: values}
}

// String is the row as a trace prints it.
func (t *Row) String() string { return "Row " + traceValues(t.Values) }
