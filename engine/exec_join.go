package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// loopNode runs inner for every row of outer.
type loopNode struct{ outer, inner node }

func (n *loopNode) run(x *run, f *eval.Frame, yield func() error) error {
	return n.outer.run(x, f, func() error {
		if err := x.tick(); err != nil {
			return err
		}
		return n.inner.run(x, f, yield)
	})
}

// leftNode is loopNode that yields a row of NULLs where inner has none.
type leftNode struct {
	outer, inner node
	missing      []loader // the sources of inner
}

func (n *leftNode) run(x *run, f *eval.Frame, yield func() error) error {
	matched := false
	hit := func() error {
		matched = true
		return yield()
	}
	return n.outer.run(x, f, func() error {
		matched = false
		if err := n.inner.run(x, f, hit); err != nil || matched {
			return err
		}
		for i := range n.missing {
			n.missing[i].clear(x, f)
		}
		return yield()
	})
}

// fullNode is a FULL JOIN: every row of left with its matches in right, then the rows of right that matched nothing.
type fullNode struct {
	left, right       node
	leftSrc, rightSrc []loader
	on                filter
}

func (n *fullNode) run(x *run, f *eval.Frame, yield func() error) error {
	right, err := collectRows(x, f, n.right, n.rightSrc)
	if err != nil {
		return err
	}
	matched := make([]bool, len(right))
	if err := n.runLeft(x, f, right, matched, yield); err != nil {
		return err
	}
	for i := range n.leftSrc {
		n.leftSrc[i].clear(x, f)
	}
	for i, row := range right {
		if matched[i] {
			continue
		}
		restore(f, n.rightSrc, row)
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}

func (n *fullNode) runLeft(x *run, f *eval.Frame, right [][]tds.Value, matched []bool, yield func() error) error {
	return n.left.run(x, f, func() error {
		any := false
		for i, row := range right {
			if err := x.tick(); err != nil {
				return err
			}
			restore(f, n.rightSrc, row)
			ok, err := n.on.pass(f)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			any, matched[i] = true, true
			if err := yield(); err != nil {
				return err
			}
		}
		if any {
			return nil
		}
		for i := range n.rightSrc {
			n.rightSrc[i].clear(x, f)
		}
		return yield()
	})
}

// collectRows keeps the registers of some sources for every row of a node.
func collectRows(x *run, f *eval.Frame, n node, srcs []loader) ([][]tds.Value, error) {
	var out [][]tds.Value
	err := n.run(x, f, func() error {
		row := capture(f, srcs)
		out = append(out, row)
		return x.keep(row)
	})
	return out, err
}

func capture(f *eval.Frame, srcs []loader) []tds.Value {
	var row []tds.Value
	for i := range srcs {
		for _, c := range srcs[i].used {
			row = append(row, f.Row[srcs[i].off+c])
		}
	}
	return row
}

func restore(f *eval.Frame, srcs []loader, row []tds.Value) {
	k := 0
	for i := range srcs {
		for _, c := range srcs[i].used {
			f.Row[srcs[i].off+c] = row[k]
			k++
		}
	}
}
