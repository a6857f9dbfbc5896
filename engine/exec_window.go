package engine

import (
	"slices"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// windowRows is the rows of a select list while window functions are computed over them.
type windowRows struct {
	x     *run
	frame *eval.Frame
	rows  [][]tds.Value // snapshots of the frame's row
	at    []int         // the order in which the last function was computed
}

// run gathers the rows of source, computes the window functions and calls emit for each row.
func (w *windowing) run(x *run, outer *eval.Frame, source func(*run, *eval.Frame, func(*eval.Frame) error) error, emit func(*eval.Frame) error) error {
	d := &windowRows{x: x}
	err := source(x, outer, func(f *eval.Frame) error {
		d.frame = f
		row := append([]tds.Value(nil), f.Row...)
		d.rows = append(d.rows, row)
		return x.keep(row)
	})
	if err != nil || len(d.rows) == 0 {
		return err
	}
	saved := d.frame.Row
	defer func() { d.frame.Row = saved }()
	for _, c := range w.calls {
		if err := d.compute(c); err != nil {
			return err
		}
	}
	for _, i := range d.at {
		d.frame.Row = d.rows[i]
		if err := emit(d.frame); err != nil {
			return err
		}
	}
	return nil
}

// compute runs one function over all partitions.
func (d *windowRows) compute(c *windowCall) error {
	keys, err := d.keys(c)
	if err != nil {
		return err
	}
	if d.at == nil {
		d.at = make([]int, len(d.rows))
		for i := range d.at {
			d.at[i] = i
		}
	}
	by := append(slices.Clip(c.partition), c.order...)
	slices.SortStableFunc(d.at, func(i, j int) int { return compareKeys(keys[i], keys[j], by) })
	for from := 0; from < len(d.at); {
		to := from + 1
		for to < len(d.at) && compareKeys(keys[d.at[from]][:len(c.partition)], keys[d.at[to]][:len(c.partition)], c.partition) == 0 {
			to++
		}
		p := &partition{d: d, c: c, at: d.at[from:to], keys: keys}
		if err := p.compute(); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// keys computes the partition and order keys of every row.
func (d *windowRows) keys(c *windowCall) ([][]tds.Value, error) {
	out := make([][]tds.Value, len(d.rows))
	for i, row := range d.rows {
		if err := d.x.tick(); err != nil {
			return nil, err
		}
		d.frame.Row = row
		k := make([]tds.Value, 0, len(c.partition)+len(c.order))
		for _, list := range [][]orderKey{c.partition, c.order} {
			for _, o := range list {
				v, err := o.fn(d.frame)
				if err != nil {
					return nil, err
				}
				k = append(k, v)
			}
		}
		out[i] = k
		if err := d.x.keep(k); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// partition is the rows of one partition in order.
type partition struct {
	d    *windowRows
	c    *windowCall
	at   []int // rows
	keys [][]tds.Value
}

func (p *partition) len() int { return len(p.at) }

// peers tells whether two rows of the partition are equal in ORDER BY.
func (p *partition) peers(i, j int) bool {
	n := len(p.c.partition)
	return compareKeys(p.keys[p.at[i]][n:], p.keys[p.at[j]][n:], p.c.order) == 0
}

func (p *partition) set(i int, v tds.Value) { p.d.rows[p.at[i]][p.c.reg] = v }

// frameAt makes the i-th row of the partition the current one.
func (p *partition) frameAt(i int) *eval.Frame {
	p.d.frame.Row = p.d.rows[p.at[i]]
	return p.d.frame
}

func (p *partition) compute() error {
	switch {
	case p.c.agg != nil:
		return p.aggregate()
	case p.c.name == "LAG" || p.c.name == "LEAD":
		return p.offset()
	case p.c.name == "FIRST_VALUE" || p.c.name == "LAST_VALUE":
		return p.ends()
	case p.c.name == "NTILE":
		return p.ntile()
	case isPercentile(p.c.name):
		return p.percentile()
	}
	p.rank()
	return nil
}

// rank computes ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK and CUME_DIST.
func (p *partition) rank() {
	first, dense := 0, int64(0)
	for i := range p.at {
		if i == 0 || !p.peers(i-1, i) {
			first = i
			dense++
		}
		switch p.c.name {
		case "ROW_NUMBER":
			p.set(i, int64(i+1))
		case "RANK":
			p.set(i, int64(first+1))
		case "DENSE_RANK":
			p.set(i, dense)
		case "PERCENT_RANK":
			v := 0.0
			if p.len() > 1 {
				v = float64(first) / float64(p.len()-1)
			}
			p.set(i, v)
		case "CUME_DIST":
			p.set(i, float64(p.lastPeer(i)+1)/float64(p.len()))
		}
	}
}

func (p *partition) lastPeer(i int) int {
	for i+1 < p.len() && p.peers(i, i+1) {
		i++
	}
	return i
}

func (p *partition) firstPeer(i int) int {
	for i > 0 && p.peers(i-1, i) {
		i--
	}
	return i
}

func (p *partition) ntile() error {
	v, err := p.c.args[0](p.frameAt(0))
	if err != nil {
		return err
	}
	n, ok := v.(int64)
	if !ok || n <= 0 {
		return tds.Errorf(4116, 16, "The function 'NTILE' takes only a positive int or bigint expression as its input.")
	}
	size, extra := int64(p.len())/n, int64(p.len())%n
	tile, left := int64(0), int64(0)
	for i := range p.at {
		if left == 0 {
			tile++
			left = size
			if tile <= extra {
				left++
			}
		}
		p.set(i, tile)
		left--
	}
	return nil
}

// offset computes LAG and LEAD.
func (p *partition) offset() error {
	values, err := p.values(p.c.args[0])
	if err != nil {
		return err
	}
	for i := range p.at {
		if err := p.d.x.tick(); err != nil {
			return err
		}
		v, err := p.offsetValue(values, i)
		if err != nil {
			return err
		}
		p.set(i, v)
	}
	return nil
}

func (p *partition) offsetValue(values []tds.Value, i int) (tds.Value, error) {
	n := int64(1)
	if len(p.c.args) > 1 {
		v, err := p.c.args[1](p.frameAt(i))
		if err != nil {
			return nil, err
		}
		k, ok := v.(int64)
		if !ok || k < 0 {
			return nil, tds.Errorf(8730, 16, "Offset parameter for Lag and Lead functions cannot be a negative value.")
		}
		n = k
	}
	if j := p.hop(values, i, n); j >= 0 && j < p.len() {
		return values[j], nil
	}
	if len(p.c.args) > 2 {
		return p.c.args[2](p.frameAt(i))
	}
	return nil, nil
}

// hop is the row n rows before or after the i-th; it may lie outside the partition.
func (p *partition) hop(values []tds.Value, i int, n int64) int {
	step := 1
	if p.c.name == "LAG" {
		step = -1
	}
	if !p.c.skipNulls {
		return i + step*int(min(n, int64(p.len())))
	}
	for ; n > 0; n-- {
		for i += step; i >= 0 && i < p.len() && values[i] == nil; {
			i += step
		}
	}
	return i
}

// values computes an expression for every row of the partition.
func (p *partition) values(fn eval.Fn) ([]tds.Value, error) {
	out := make([]tds.Value, p.len())
	for i := range out {
		v, err := fn(p.frameAt(i))
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

// ends computes FIRST_VALUE and LAST_VALUE.
func (p *partition) ends() error {
	values, err := p.values(p.c.args[0])
	if err != nil {
		return err
	}
	for i := range p.at {
		lo, hi, err := p.bounds(i)
		if err != nil {
			return err
		}
		p.set(i, p.end(values, lo, hi))
	}
	return nil
}

func (p *partition) end(values []tds.Value, lo, hi int) tds.Value {
	step, i := 1, lo
	if p.c.name == "LAST_VALUE" {
		step, i = -1, hi
	}
	for ; i >= lo && i <= hi; i += step {
		if values[i] != nil || !p.c.skipNulls {
			return values[i]
		}
	}
	return nil
}

// bounds is the frame of the i-th row: lo > hi when it is empty.
func (p *partition) bounds(i int) (lo, hi int, err error) {
	f := p.c.frame
	if lo, err = p.bound(f.from, f.fromN, i, true); err != nil {
		return 0, 0, err
	}
	hi, err = p.bound(f.to, f.toN, i, false)
	return max(lo, 0), min(hi, p.len()-1), err
}

func (p *partition) bound(kind tsql.BoundKind, n eval.Fn, i int, low bool) (int, error) {
	switch kind {
	case tsql.UnboundedPreceding:
		return 0, nil
	case tsql.UnboundedFollowing:
		return p.len() - 1, nil
	case tsql.CurrentRow:
		switch {
		case p.c.frame.rows:
			return i, nil
		case low:
			return p.firstPeer(i), nil
		}
		return p.lastPeer(i), nil
	}
	v, err := n(p.frameAt(i))
	if err != nil {
		return 0, err
	}
	k, _ := v.(int64)
	k = min(k, int64(p.len()))
	if kind == tsql.Preceding {
		return i - int(k), nil
	}
	return i + int(k), nil
}

// aggregate computes an aggregate over each row's frame. A frame that only grows is added to, others are
// computed anew.
func (p *partition) aggregate() error {
	if p.c.frame.from == tsql.UnboundedPreceding {
		return p.running()
	}
	for i := range p.at {
		lo, hi, err := p.bounds(i)
		if err != nil {
			return err
		}
		acc := p.c.agg.begin()
		for j := lo; j <= hi; j++ {
			if err := p.add(acc, j); err != nil {
				return err
			}
		}
		if err := p.result(acc, i); err != nil {
			return err
		}
	}
	return nil
}

func (p *partition) running() error {
	acc := p.c.agg.begin()
	next := 0
	var last tds.Value
	for i := range p.at {
		_, hi, err := p.bounds(i)
		if err != nil {
			return err
		}
		if next <= hi || i == 0 {
			for ; next <= hi; next++ {
				if err := p.add(acc, next); err != nil {
					return err
				}
			}
			if last, err = acc.Result(); err != nil {
				return err
			}
		}
		p.set(i, last)
	}
	return nil
}

func (p *partition) add(acc eval.Aggregate, i int) error {
	if err := p.d.x.tick(); err != nil {
		return err
	}
	return p.c.agg.step(p.frameAt(i), acc)
}

func (p *partition) result(acc eval.Aggregate, i int) error {
	v, err := acc.Result()
	if err == nil {
		p.set(i, v)
	}
	return err
}
