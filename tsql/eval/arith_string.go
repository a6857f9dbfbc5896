package eval

import (
	"msxgate/tds"
)

// bindConcat adds lengths; the result ends at 8000 or 4000 unless an operand is (max).
func bindConcat(xt, yt tds.Type) operation {
	t := commonString(xt, yt)
	if t.Size != tds.Max {
		most := int32(8000)
		if t.ID.IsUnicode() {
			most = 4000
		}
		t.Size = min(xt.Size+yt.Size, most)
		t.Size = max(t.Size, 1)
	}
	t.Sysname = false
	wide, size := t.ID.IsUnicode(), int(t.Size)
	mayCut := size > 0 && int(xt.Size)+int(yt.Size) > size
	x, y := concatOperand(xt, t), concatOperand(yt, t)
	return operation{x, y, t, func(a, b tds.Value) (tds.Value, error) {
		s := joinText(a.(string), b.(string))
		if mayCut {
			s = textCut(s, size, wide)
		}
		return s, nil
	}}
}

// concatOperand is the operand's own length in the result's character set.
func concatOperand(t, result tds.Type) tds.Type {
	if t.ID.IsUnicode() == result.ID.IsUnicode() {
		return t
	}
	t.ID = tds.NVarChar
	return t
}

func bindByteConcat(xt, yt tds.Type) operation {
	t := commonBytes(xt, yt)
	if t.Size != tds.Max {
		t.Size = min(xt.Size+yt.Size, 8000)
	}
	return operation{xt, yt, t, func(a, b tds.Value) (tds.Value, error) {
		x, y := a.([]byte), b.([]byte)
		r := make([]byte, 0, len(x)+len(y))
		r = append(append(r, x...), y...)
		if t.Size > 0 && len(r) > int(t.Size) {
			r = r[:t.Size]
		}
		return r, nil
	}}
}
