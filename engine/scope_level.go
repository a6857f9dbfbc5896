package engine

import (
	"context"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// maxSources is the number of tables one FROM clause may name, SQL Server's own limit.
const maxSources = 256

// sourceSet is a set of sources of one level.
type sourceSet [maxSources / 64]uint64

func oneSource(i int) sourceSet {
	var b sourceSet
	b[i/64] = 1 << (i % 64)
	return b
}

func (b sourceSet) or(c sourceSet) sourceSet {
	for i := range b {
		b[i] |= c[i]
	}
	return b
}

func (b sourceSet) has(c sourceSet) bool {
	for i := range b {
		if c[i]&^b[i] != 0 {
			return false
		}
	}
	return true
}

func (b sourceSet) meets(c sourceSet) bool {
	for i := range b {
		if b[i]&c[i] != 0 {
			return true
		}
	}
	return false
}

func (b sourceSet) empty() bool { return b == sourceSet{} }

// level is one frame at run time: the registers that the sources of a FROM clause, or the keys
// and aggregates of a GROUP BY, put their values into. Views and derived tables that are merged
// into their query share its level.
type level struct {
	parent  *level
	width   int
	sources []*source
	refs    sourceSet // sources that were referred to since the caller last cleared it
	escaped bool      // something inside refers to a level further out
	extra   bool      // registers beyond the sources': window functions
}

func newLevel(parent *level) *level { return &level{parent: parent} }

// alloc gives out n registers and returns the first.
func (l *level) alloc(n int) int {
	r := l.width
	l.width += n
	return r
}

// collect runs f and returns the sources of l that were referred to meanwhile, and whether an
// enclosing query was.
func (l *level) collect(f func() error) (refs sourceSet, outer bool, err error) {
	saved, escaped := l.refs, l.escaped
	l.refs, l.escaped = sourceSet{}, false
	err = f()
	refs, outer = l.refs, l.escaped
	l.refs, l.escaped = saved.or(refs), escaped || outer
	return refs, outer, err
}

// direct tells whether the frame's row may be the stored row itself: one table and no other register.
func (l *level) direct() bool {
	return len(l.sources) == 1 && !l.extra && l.sources[0].stored() && l.width == len(l.sources[0].cols)
}

// hops is the number of frames between a level and one of its ancestors; every level that is
// left on the way is marked as correlated.
func (l *level) hops(to *level) int {
	n := 0
	for m := l; m != to; m = m.parent {
		m.escaped = true
		n++
	}
	return n
}

// outward makes a function of an outer level readable n frames further in.
func outward(fn eval.Fn, n int) eval.Fn {
	switch n {
	case 0:
		return fn
	case 1:
		return func(f *eval.Frame) (tds.Value, error) { return fn(f.Outer) }
	}
	return func(f *eval.Frame) (tds.Value, error) {
		for range n {
			f = f.Outer
		}
		return fn(f)
	}
}

// register reads a register of the own frame.
func register(r int) eval.Fn {
	return func(f *eval.Frame) (tds.Value, error) { return f.Row[r], nil }
}

// newFrame makes the frame of a level for one execution.
func newFrame(x *run, l *level, outer *eval.Frame) *eval.Frame {
	f := &eval.Frame{Ctx: x.ctx, Outer: outer, Vars: x.vars, Sess: x.s.eval, Data: x}
	if l != nil && l.width > 0 {
		f.Row = make([]tds.Value, l.width)
	}
	return f
}

// runOf is the running statement a frame belongs to.
func runOf(f *eval.Frame) *run {
	if x, ok := f.Data.(*run); ok {
		return x
	}
	return nil
}

func frameContext(f *eval.Frame) context.Context {
	if f.Ctx != nil {
		return f.Ctx
	}
	return context.Background()
}
