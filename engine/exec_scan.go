package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// node puts rows into the registers of a frame, one after the other, and calls yield for each.
type node interface {
	run(x *run, f *eval.Frame, yield func() error) error
}

// filter is conditions that all have to be true.
type filter []eval.Cond

func (c filter) pass(f *eval.Frame) (bool, error) {
	for _, cond := range c {
		t, err := cond(f)
		if err != nil || t != eval.True {
			return false, err
		}
	}
	return true, nil
}

// loader copies a source's row into the registers.
type loader struct {
	src    *source
	direct bool // the stored row is the frame's row
	off    int
	used   []int
}

func newLoader(src *source) loader {
	return loader{src: src, direct: src.lvl.direct(), off: src.off, used: src.usedColumns()}
}

func (l *loader) load(x *run, f *eval.Frame, id RowID, row []tds.Value) {
	if l.src.target > 0 {
		*x.target(l.src.target) = target{id, row}
	}
	if l.direct {
		f.Row = row
		return
	}
	if l.src.rowReg > 0 {
		f.Row[l.src.rowReg-1] = int64(id)
	}
	for _, c := range l.used {
		f.Row[l.off+c] = row[c]
	}
}

// clear makes the source's columns NULL.
func (l *loader) clear(x *run, f *eval.Frame) {
	if l.src.target > 0 {
		*x.target(l.src.target) = target{}
	}
	if l.direct {
		f.Row = make([]tds.Value, len(l.src.cols))
		return
	}
	for _, c := range l.used {
		f.Row[l.off+c] = nil
	}
}

// scanNode reads a source from end to end.
type scanNode struct {
	loader
	where filter
}

func (n *scanNode) run(x *run, f *eval.Frame, yield func() error) error {
	return n.src.reader.read(x, f, func(id RowID, row []tds.Value) error {
		n.load(x, f, id, row)
		ok, err := n.where.pass(f)
		if err != nil || !ok {
			return err
		}
		return yield()
	})
}

// seekNode reads the part of a table that an index finds by equality on its first columns, and a
// range on the next.
type seekNode struct {
	loader
	table  *Table
	index  *Index
	equal  []seekKey
	lo, hi *seekKey // range on the column after the equal ones
	where  filter
}

// seekKey is a key column's value, converted to the domain of the column.
type seekKey struct {
	fn eval.Fn
	op tsql.Op
}

func (n *seekNode) run(x *run, f *eval.Frame, yield func() error) error {
	lo, hi, ok, err := n.bounds(f)
	if err != nil || !ok {
		return err
	}
	for id, row := range x.view.Seek(n.index, lo, hi, false) {
		if err := x.tick(); err != nil {
			return err
		}
		n.load(x, f, id, row)
		ok, err := n.where.pass(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}

// bounds computes the keys; ok is false when one is NULL, which equals nothing.
func (n *seekNode) bounds(f *eval.Frame) (lo, hi *Bound, ok bool, err error) {
	key := make([]tds.Value, len(n.equal), len(n.equal)+1)
	for i, k := range n.equal {
		if key[i], err = k.fn(f); err != nil || key[i] == nil {
			return nil, nil, false, err
		}
	}
	if len(key) > 0 {
		b := &Bound{Key: key, Inclusive: true}
		lo, hi = b, b
	}
	if n.lo != nil {
		if lo, ok, err = n.lo.bound(f, key); !ok {
			return nil, nil, false, err
		}
	}
	if n.hi != nil {
		if hi, ok, err = n.hi.bound(f, key); !ok {
			return nil, nil, false, err
		}
	}
	return lo, hi, true, nil
}

func (k *seekKey) bound(f *eval.Frame, prefix []tds.Value) (*Bound, bool, error) {
	v, err := k.fn(f)
	if err != nil || v == nil {
		return nil, false, err
	}
	key := append(prefix[:len(prefix):len(prefix)], v)
	return &Bound{Key: key, Inclusive: k.op == tsql.OpGe || k.op == tsql.OpLe}, true, nil
}

// guardNode runs its input only when conditions hold that do not depend on it.
type guardNode struct {
	where filter
	in    node
}

func (n *guardNode) run(x *run, f *eval.Frame, yield func() error) error {
	ok, err := n.where.pass(f)
	if err != nil || !ok {
		return err
	}
	return n.in.run(x, f, yield)
}

// filterNode drops rows.
type filterNode struct {
	in    node
	where filter
}

func (n *filterNode) run(x *run, f *eval.Frame, yield func() error) error {
	return n.in.run(x, f, func() error {
		ok, err := n.where.pass(f)
		if err != nil || !ok {
			return err
		}
		return yield()
	})
}

// onceNode is a query without FROM: one row of nothing.
type onceNode struct{}

func (onceNode) run(_ *run, _ *eval.Frame, yield func() error) error { return yield() }
