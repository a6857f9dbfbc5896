package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// selectPlan runs one SELECT block: tables, groups, windows, the list, DISTINCT, ORDER BY, TOP.
type selectPlan struct {
	in      *level // of the tables
	list    *level // of the select list: in, or that of the groups
	from    node
	group   *grouping // nil without groups
	having  filter
	windows *windowing // nil without window functions
	exprs   []eval.Fn  // the output columns, then hidden ones for ORDER BY
	visible int
	types   []tds.Type // of the visible ones
	assign  []assignment

	distinct      bool
	order         []sortKey
	top           eval.Fn // nil without TOP
	percent, ties bool
	offset, fetch eval.Fn
}

// assignment is @v = expr of a SELECT.
type assignment struct {
	slot int
	fn   eval.Fn
	typ  tds.Type
}

// rows implements rowPlan.
func (p *selectPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	defer x.release(x.memory)
	if len(p.assign) > 0 {
		return p.runAssign(x, outer, yield)
	}
	lim, err := p.limits(x, outer)
	if err != nil || lim.none() {
		return err
	}
	if len(p.order) > 0 || p.percent {
		return p.sorted(x, outer, lim, yield)
	}
	return p.streamed(x, outer, lim, yield)
}

// project calls emit with each row of the list, hidden columns included. The row is overwritten by the next.
func (p *selectPlan) project(x *run, outer *eval.Frame, emit func(row []tds.Value) error) error {
	row := make([]tds.Value, len(p.exprs))
	return p.frames(x, outer, func(f *eval.Frame) error {
		for i, fn := range p.exprs {
			v, err := fn(f)
			if err != nil {
				return err
			}
			row[i] = v
		}
		return emit(row)
	})
}

// frames calls emit with the frame of each row of the select list.
func (p *selectPlan) frames(x *run, outer *eval.Frame, emit func(f *eval.Frame) error) error {
	if p.windows != nil {
		return p.windows.run(x, outer, p.grouped, emit)
	}
	return p.grouped(x, outer, emit)
}

// grouped calls emit with the frame of each group that passes HAVING, or of each row without groups.
func (p *selectPlan) grouped(x *run, outer *eval.Frame, emit func(f *eval.Frame) error) error {
	f := newFrame(x, p.in, outer)
	if p.group == nil {
		return p.from.run(x, f, func() error { return emit(f) })
	}
	return p.group.run(x, f, p.from, func(g *eval.Frame) error {
		ok, err := p.having.pass(g)
		if err != nil || !ok {
			return err
		}
		return emit(g)
	})
}

// streamed gives rows as they come, between OFFSET and TOP.
func (p *selectPlan) streamed(x *run, outer *eval.Frame, lim limits, yield func([]tds.Value) error) error {
	done := false
	give := func(row []tds.Value) error {
		if lim.skip > 0 {
			lim.skip--
			return nil
		}
		if err := yield(row[:p.visible]); err != nil || !lim.limited {
			return err
		}
		if lim.take--; lim.take == 0 {
			done = true
			return errStop
		}
		return nil
	}
	if p.distinct {
		give = p.unique(x, give)
	}
	err := p.project(x, outer, give)
	if done && err == errStop {
		return nil
	}
	return err
}

// runAssign evaluates the assignments of every row in the rows' order. The variables keep their values
// when there is no row. The rows it gives are empty: they are only counted.
func (p *selectPlan) runAssign(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	lim, err := p.limits(x, outer)
	if err != nil || lim.none() {
		return err
	}
	each := func(f *eval.Frame) error {
		for _, a := range p.assign {
			v, err := a.fn(f)
			if err != nil {
				return err
			}
			x.vars.Values[a.slot] = v
		}
		return yield(nil)
	}
	if len(p.order) > 0 {
		return p.assignSorted(x, outer, lim, each)
	}
	done := false
	err = p.frames(x, outer, func(f *eval.Frame) error {
		if lim.skip > 0 {
			lim.skip--
			return nil
		}
		if err := each(f); err != nil || !lim.limited {
			return err
		}
		if lim.take--; lim.take == 0 {
			done = true
			return errStop
		}
		return nil
	})
	if done && err == errStop {
		return nil
	}
	return err
}

// assignSorted sorts the rows before the first assignment is made.
func (p *selectPlan) assignSorted(x *run, outer *eval.Frame, lim limits, each func(f *eval.Frame) error) error {
	var buf sortBuffer
	var last *eval.Frame
	err := p.frames(x, outer, func(f *eval.Frame) error {
		last = f
		row := make([]tds.Value, len(p.exprs), len(p.exprs)+len(f.Row))
		for i, fn := range p.exprs {
			v, err := fn(f)
			if err != nil {
				return err
			}
			row[i] = v
		}
		row = append(row, f.Row...)
		buf.rows = append(buf.rows, row)
		return x.keep(row)
	})
	if err != nil {
		return err
	}
	buf.sort(p.order)
	for _, row := range lim.cut(buf.rows, p.order, p.ties) {
		last.Row = row[len(p.exprs):]
		if err := each(last); err != nil {
			return err
		}
	}
	return nil
}
