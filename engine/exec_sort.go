package engine

import (
	"math"
	"slices"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// limits is TOP, OFFSET and FETCH with their numbers known.
type limits struct {
	limited bool
	take    int64
	skip    int64
	percent float64 // TOP n PERCENT, when take is not known before the rows are
}

func (l limits) none() bool { return l.limited && l.take <= 0 && l.percent == 0 }

func (p *selectPlan) limits(x *run, outer *eval.Frame) (limits, error) {
	var l limits
	f := newFrame(x, nil, outer)
	if p.top != nil {
		v, err := p.top(f)
		if err != nil {
			return l, err
		}
		if err := l.setTop(v, p.percent); err != nil {
			return l, err
		}
	}
	return l, l.setOffset(p, f)
}

func (l *limits) setTop(v tds.Value, percent bool) error {
	l.limited = true
	if percent {
		f, _ := v.(float64)
		if v == nil || f < 0 || f > 100 {
			return tds.Errorf(1031, 15, "Percent values must be between 0 and 100.")
		}
		l.percent = f
		return nil
	}
	n, ok := v.(int64)
	if ok && n < 0 {
		return errNegativeTop()
	}
	if !ok {
		return tds.Errorf(1060, 15, "The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer.")
	}
	l.take = n
	return nil
}

func (l *limits) setOffset(p *selectPlan, f *eval.Frame) error {
	if p.offset == nil {
		return nil
	}
	v, err := p.offset(f)
	if err != nil {
		return err
	}
	n, ok := v.(int64)
	if !ok || n < 0 {
		return tds.Errorf(10742, 15, "The offset specified in a OFFSET clause may not be negative.")
	}
	l.skip = n
	if p.fetch == nil {
		return nil
	}
	if v, err = p.fetch(f); err != nil {
		return err
	}
	if n, ok = v.(int64); !ok || n <= 0 {
		return tds.Errorf(10744, 15, "The number of rows provided for a FETCH clause must be greater then zero.")
	}
	l.limited, l.take = true, n
	return nil
}

// cut takes the rows that TOP, OFFSET and FETCH leave of a sorted list.
func (l limits) cut(rows [][]tds.Value, order []sortKey, ties bool) [][]tds.Value {
	if l.percent > 0 {
		l.take = int64(math.Ceil(float64(len(rows)) * l.percent / 100))
	}
	rows = rows[min(l.skip, int64(len(rows))):]
	if !l.limited || l.take >= int64(len(rows)) {
		return rows
	}
	n := l.take
	if ties && n > 0 {
		for n < int64(len(rows)) && compareRows(rows[n-1], rows[n], order) == 0 {
			n++
		}
	}
	return rows[:n]
}

// sortBuffer is rows that wait to be sorted.
type sortBuffer struct{ rows [][]tds.Value }

func (b *sortBuffer) sort(keys []sortKey) {
	if len(keys) == 0 {
		return
	}
	items := make([]sortItem, len(b.rows))
	for i, row := range b.rows {
		items[i] = sortItem{row, i}
	}
	slices.SortFunc(items, func(x, y sortItem) int {
		if c := compareRows(x.row, y.row, keys); c != 0 {
			return c
		}
		return x.seq - y.seq
	})
	for i := range items {
		b.rows[i] = items[i].row
	}
}

// sortItem is a row with its place before the sort: equal rows keep their order.
type sortItem struct {
	row []tds.Value
	seq int
}

// sorted gathers the rows, sorts them and gives what the limits leave.
func (p *selectPlan) sorted(x *run, outer *eval.Frame, lim limits, yield func([]tds.Value) error) error {
	var buf sortBuffer
	keep := func(row []tds.Value) error {
		row = append([]tds.Value(nil), row...)
		buf.rows = append(buf.rows, row)
		return x.keep(row)
	}
	if p.distinct {
		keep = p.unique(x, keep)
	}
	if n := lim.skip + lim.take; lim.limited && lim.percent == 0 && !p.ties && n <= topHeap {
		return p.topSorted(x, outer, lim, int(n), yield)
	}
	if err := p.project(x, outer, keep); err != nil {
		return err
	}
	buf.sort(p.order)
	return p.give(lim.cut(buf.rows, p.order, p.ties), yield)
}

func (p *selectPlan) give(rows [][]tds.Value, yield func([]tds.Value) error) error {
	for _, row := range rows {
		if err := yield(row[:p.visible]); err != nil {
			return err
		}
	}
	return nil
}

// topHeap is the number of rows up to which TOP keeps only the best while it reads.
const topHeap = 4096

// topSorted keeps the first n rows in order while it reads.
func (p *selectPlan) topSorted(x *run, outer *eval.Frame, lim limits, n int, yield func([]tds.Value) error) error {
	var best [][]tds.Value
	keep := func(row []tds.Value) error {
		if len(best) == n && compareRows(row, best[n-1], p.order) >= 0 {
			return nil
		}
		at, _ := slices.BinarySearchFunc(best, row, func(a, b []tds.Value) int {
			if compareRows(a, b, p.order) > 0 {
				return 1
			}
			return -1 // equal rows stay in the order they came in
		})
		var copied []tds.Value
		if len(best) == n {
			copied = best[n-1]
			best = best[:n-1]
		} else {
			copied = make([]tds.Value, len(row))
			if err := x.keep(row); err != nil {
				return err
			}
		}
		copy(copied, row)
		best = slices.Insert(best, at, copied)
		return nil
	}
	if p.distinct {
		keep = p.unique(x, keep)
	}
	if err := p.project(x, outer, keep); err != nil {
		return err
	}
	return p.give(lim.cut(best, p.order, false), yield)
}

// unique lets each row pass once.
func (p *selectPlan) unique(x *run, yield func([]tds.Value) error) func([]tds.Value) error {
	seen := rowSet{types: p.types}
	return func(row []tds.Value) error {
		fresh, err := seen.add(x, row[:p.visible])
		if err != nil || !fresh {
			return err
		}
		return yield(row)
	}
}

// rowSet tells rows that it has seen, NULL being equal to NULL.
type rowSet struct {
	types []tds.Type
	seen  map[string]int
}

func (s *rowSet) key(x *run, row []tds.Value) []byte {
	key := x.key[:0]
	for i, t := range s.types {
		key = eval.AppendKey(key, row[i], t)
	}
	x.key = key
	return key
}

func (s *rowSet) add(x *run, row []tds.Value) (fresh bool, err error) {
	key := s.key(x, row)
	if _, ok := s.seen[string(key)]; ok {
		return false, nil
	}
	if s.seen == nil {
		s.seen = map[string]int{}
	}
	s.seen[string(key)] = 1
	return true, x.charge(int64(64 + len(key)))
}

func errNegativeTop() error {
	return tds.Errorf(127, 15, "A TOP N or FETCH rowcount value may not be negative.")
}
