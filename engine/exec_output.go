package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// row computes the OUTPUT row of a change in the statement's frame.
func (p *outputPlan) row(x *run, f *eval.Frame, r rowChange) ([]tds.Value, error) {
	if p.own {
		f = newFrame(x, p.lvl, nil)
	}
	p.set(f, p.inserted, r.new)
	p.set(f, p.deleted, r.old)
	if p.action >= 0 {
		f.Row[p.action] = r.action()
	}
	out := make([]tds.Value, len(p.exprs))
	for i, fn := range p.exprs {
		v, err := fn(f)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (p *outputPlan) set(f *eval.Frame, reg int, row []tds.Value) {
	if reg < 0 {
		return
	}
	if row == nil {
		clear(f.Row[reg : reg+p.width])
		return
	}
	copy(f.Row[reg:reg+p.width], row)
}

func (r rowChange) action() tds.Value {
	switch {
	case r.old == nil:
		return "INSERT"
	case r.new == nil:
		return "DELETE"
	}
	return "UPDATE"
}

// sendOutput gives the OUTPUT rows to the client, or to the table of INTO.
func (c *changes) sendOutput(out tds.Writer) error {
	switch {
	case c.output == nil:
		return nil
	case c.output.into != nil:
		return c.storeOutput()
	}
	if err := out.Columns(columnsOf(c.output.cols)); err != nil {
		return err
	}
	for _, row := range c.out {
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) storeOutput() error {
	in := *c.output.into
	in.query = rowList(c.out)
	x := *c.x
	x.view = c.x.tx.view()
	ch, err := x.change(in.table, in.rules, "INSERT")
	if err != nil {
		return err
	}
	identity := c.x.vars.ScopeIdent
	if err := in.eachRow(&x, ch.insert); err != nil {
		return err
	}
	c.x.vars.ScopeIdent = identity
	return ch.afterwards()
}

// rowList is rows that are there already.
type rowList [][]tds.Value

func (l rowList) rows(_ *run, _ *eval.Frame, yield func([]tds.Value) error) error {
	for _, row := range l {
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}
