package gateway

import (
	"slices"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// textSize cuts what SET TEXTSIZE bounds: the large values that a client is sent.
type textSize struct {
	s     eval.Session
	limit int   // bytes; 0 for none
	large []int // columns of the result that are large
	wide  []bool
}

// begin readies it for the rows of a result.
func (t *textSize) begin(cols []tds.Column) {
	t.limit, t.large, t.wide = 0, t.large[:0], t.wide[:0]
	if n, ok := t.s.Setting("TEXTSIZE").(int64); ok && n > 0 && n < 1<<31-1 {
		t.limit = int(n)
	}
	if t.limit == 0 {
		return
	}
	for i, c := range cols {
		switch id := c.Type.ID; {
		case id == tds.Text, id == tds.NText, id == tds.Image,
			c.Type.Size == tds.Max && (id == tds.VarChar || id == tds.NVarChar || id == tds.VarBinary):
			t.large, t.wide = append(t.large, i), append(t.wide, id.IsUnicode())
		}
	}
}

// cut is the row as the client is to have it.
func (t *textSize) cut(row []tds.Value) []tds.Value {
	if len(t.large) == 0 {
		return row
	}
	row = slices.Clone(row)
	for i, col := range t.large {
		switch v := row[col].(type) {
		case string:
			row[col] = cutText(v, t.limit, t.wide[i])
		case []byte:
			row[col] = v[:min(len(v), t.limit)]
		}
	}
	return row
}

// cutText cuts a text to a number of bytes, which are two a character in Unicode.
func cutText(v string, limit int, wide bool) string {
	size := 1
	if wide {
		size = 2
	}
	if len(v) <= limit/size {
		return v
	}
	n := 0
	for i, r := range v {
		n += size
		if wide && r > 0xFFFF {
			n += size
		}
		if n > limit {
			return v[:i]
		}
	}
	return v
}
