package engine

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// A key of an index is one byte string, so that the tree compares with one memory
// comparison. Column after column stands 1 for NULL, or 2 and an encoding of the value
// that sorts as the value does and is never the beginning of another; of a descending
// column all bytes are inverted. No column begins with FF: a prefix and FF ends the keys
// that begin with the prefix. The key of an index that is not unique ends with the RowID.
//
// Character and variant columns are encoded for equality only, by eval.AppendKey: the
// order of a collation is eval.Compare's business. A walk that has to come in the order
// of such a column sorts what it found.
const (
	keyNull   = 1
	keyValue  = 2
	afterKeys = "\xff"
)

// prepare completes the parts of a definition that are derived from the others.
func (t *Table) prepare() {
	for _, ix := range t.Indexes {
		ix.table = t
		ix.types = make([]tds.Type, len(ix.Columns))
		for i, c := range ix.Columns {
			ix.types[i] = t.Columns[c.Ordinal].Type
		}
	}
}

// Table is the table the index is of.
func (ix *Index) Table() *Table { return ix.table }

// holds tells whether the row is in the index.
func (ix *Index) holds(row []tds.Value) bool { return ix.keep == nil || ix.keep(row) }

// key is the key of a row.
func (ix *Index) key(row []tds.Value, id RowID) string {
	var room [64]byte
	b := room[:0]
	for i, c := range ix.Columns {
		b = appendColumn(b, row[c.Ordinal], ix.types[i], c.Desc)
	}
	if !ix.Unique {
		b = binary.BigEndian.AppendUint64(b, uint64(id)^1<<63)
	}
	return string(b)
}

// prefix is the beginning of the keys that have these values.
func (ix *Index) prefix(values []tds.Value) string {
	var room [64]byte
	b := room[:0]
	for i, v := range values {
		b = appendColumn(b, v, ix.types[i], ix.Columns[i].Desc)
	}
	return string(b)
}

// span is the keys between two bounds, by bytes.
func (ix *Index) span(lo, hi *Bound) span[string] {
	var s span[string]
	if lo != nil {
		s.from, s.hasFrom = ix.prefix(lo.Key), true
		if !lo.Inclusive {
			s.from += afterKeys
		}
	}
	if hi != nil {
		s.to, s.hasTo = ix.prefix(hi.Key), true
		if hi.Inclusive {
			s.to += afterKeys
		}
	}
	return s
}

// fixed is how many leading columns two bounds tie to one value.
func (ix *Index) fixed(lo, hi *Bound) int {
	if lo == nil || hi == nil {
		return 0
	}
	n := min(len(lo.Key), len(hi.Key))
	if lo == hi {
		return n
	}
	for i := range n {
		if ix.compareColumn(i, lo.Key[i], hi.Key[i]) != 0 {
			return i
		}
	}
	return n
}

// sortedFrom tells whether the bytes of all columns from n on sort as their values do.
func (ix *Index) sortedFrom(n int) bool {
	for _, t := range ix.types[n:] {
		if t.ID.IsCharacter() || t.ID == tds.SQLVariant {
			return false
		}
	}
	return true
}

// compareColumn orders two values of a key column, NULL first; of a descending one the
// other way round.
func (ix *Index) compareColumn(i int, a, b tds.Value) int {
	c := 0
	switch {
	case a == nil && b == nil:
	case a == nil:
		c = -1
	case b == nil:
		c = 1
	default:
		c = eval.Compare(a, b, ix.types[i])
	}
	if ix.Columns[i].Desc {
		return -c
	}
	return c
}

// compareBound orders a row against the prefix that a bound gives.
func (ix *Index) compareBound(row, key []tds.Value) int {
	for i, v := range key {
		if c := ix.compareColumn(i, row[ix.Columns[i].Ordinal], v); c != 0 {
			return c
		}
	}
	return 0
}

func (ix *Index) compareRows(a, b []tds.Value) int {
	for i, c := range ix.Columns {
		if d := ix.compareColumn(i, a[c.Ordinal], b[c.Ordinal]); d != 0 {
			return d
		}
	}
	return 0
}

// within tells whether a row lies between two bounds.
func (ix *Index) within(row []tds.Value, lo, hi *Bound) bool {
	if lo != nil {
		if c := ix.compareBound(row, lo.Key); c < 0 || c == 0 && !lo.Inclusive {
			return false
		}
	}
	if hi != nil {
		if c := ix.compareBound(row, hi.Key); c > 0 || c == 0 && !hi.Inclusive {
			return false
		}
	}
	return true
}

type foundRow struct {
	id  RowID
	row []tds.Value
}

// inOrder sorts rows as the index orders them.
func (ix *Index) inOrder(rows []foundRow, desc bool) {
	slices.SortStableFunc(rows, func(a, b foundRow) int { return ix.compareRows(a.row, b.row) })
	if desc {
		slices.Reverse(rows)
	}
}

// describe prints the key of a row as messages do.
func (ix *Index) describe(row []tds.Value) string {
	var parts []string
	for i, c := range ix.Columns {
		text := "<NULL>"
		if v := row[c.Ordinal]; v != nil {
			text = eval.Format(v, ix.types[i])
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func appendColumn(b []byte, v tds.Value, t tds.Type, desc bool) []byte {
	start := len(b)
	if v == nil {
		b = append(b, keyNull)
	} else {
		b = appendSorted(append(b, keyValue), v, t)
	}
	if desc {
		for i := start; i < len(b); i++ {
			b[i] = ^b[i]
		}
	}
	return b
}

func appendSorted(b []byte, v tds.Value, t tds.Type) []byte {
	switch v := v.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(b, uint64(v)^1<<63)
	case bool:
		if v {
			return append(b, 1)
		}
		return append(b, 0)
	case tds.GUID:
		return append(append(append(append(append(b, v[10:]...), v[8:10]...), v[6:8]...), v[4:6]...), v[:4]...)
	case time.Time:
		b = binary.BigEndian.AppendUint64(b, uint64(v.Unix())^1<<63)
		return binary.BigEndian.AppendUint32(b, uint32(v.Nanosecond()))
	case tds.Money:
		return binary.BigEndian.AppendUint64(b, uint64(v)^1<<63)
	case tds.Decimal:
		return appendSortedDecimal(b, v)
	case float64:
		return appendSortedFloat(b, v)
	case []byte:
		return appendSortedBytes(b, v)
	}
	return eval.AppendKey(b, v, t)
}

func appendSortedFloat(b []byte, f float64) []byte {
	if f == 0 {
		f = 0 // minus zero is zero
	}
	u := math.Float64bits(f)
	if u>>63 != 0 {
		u = ^u
	} else {
		u |= 1 << 63
	}
	return binary.BigEndian.AppendUint64(b, u)
}

// appendSortedBytes ends the bytes with 0 1, after 0 inside became 0 2. Trailing zeros do
// not count in a comparison.
func appendSortedBytes(b, v []byte) []byte {
	for len(v) > 0 && v[len(v)-1] == 0 {
		v = v[:len(v)-1]
	}
	for _, c := range v {
		b = append(b, c)
		if c == 0 {
			b = append(b, 2)
		}
	}
	return append(b, 0, 1)
}

// appendSortedDecimal writes the value at scale 38, in 256 bits, so that the scale it came
// with does not matter.
func appendSortedDecimal(b []byte, d tds.Decimal) []byte {
	ph, pl := powerOfTen(38 - min(int(d.Scale), 38))
	h0, l0 := bits.Mul64(d.Lo, pl)
	h1, l1 := bits.Mul64(d.Lo, ph)
	h2, l2 := bits.Mul64(d.Hi, pl)
	h3, l3 := bits.Mul64(d.Hi, ph)
	w1, c1 := bits.Add64(h0, l1, 0)
	w2, c2 := bits.Add64(h1, h2, c1)
	w3, _ := bits.Add64(h3, 0, c2)
	w1, c1 = bits.Add64(w1, l2, 0)
	w2, c2 = bits.Add64(w2, l3, c1)
	w3 += c2
	sign, mask := byte(1), uint64(0)
	if d.Neg {
		sign, mask = 0, math.MaxUint64
	}
	b = append(b, sign)
	for _, w := range [...]uint64{w3, w2, w1, l0} {
		b = binary.BigEndian.AppendUint64(b, w^mask)
	}
	return b
}

func powerOfTen(n int) (hi, lo uint64) {
	lo = 1
	for range n {
		h, l := bits.Mul64(lo, 10)
		hi, lo = hi*10+h, l
	}
	return hi, lo
}
