package engine

import (
	"math"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// exec implements statement.
func (p *modifyStatement) exec(x *run, out tds.Writer) (int64, bool, error) {
	c, err := x.change(p.table, p.rules, p.verb)
	if err != nil {
		return 0, false, err
	}
	c.output, c.set = p.output, p.marks
	limit, err := p.limit(x)
	if err != nil {
		return 0, false, err
	}
	if limit != 0 {
		if err := p.gather(x, c, limit); err != nil {
			return 0, false, err
		}
	}
	if err := c.store(); err != nil {
		return 0, false, err
	}
	return c.finish(out)
}

// limit is the number of rows that TOP or SET ROWCOUNT allows, -1 for all.
func (p *modifyStatement) limit(x *run) (int64, error) {
	limit := int64(-1)
	if x.s.rowCount > 0 {
		limit = x.s.rowCount
	}
	if p.top == nil {
		return limit, nil
	}
	v, err := p.top(newFrame(x, nil, nil))
	if err != nil {
		return 0, err
	}
	if f, ok := v.(float64); ok && p.percent {
		n := x.view.Count(p.table)
		return int64(math.Ceil(float64(n) * f / 100)), nil
	}
	n, ok := v.(int64)
	if ok && n < 0 {
		return 0, errNegativeTop()
	}
	if !ok {
		return 0, tds.Errorf(1060, 15, "The number of rows provided for a TOP or FETCH clauses row count parameter must be an integer.")
	}
	return n, nil
}

// gather finds the rows, locks them, and computes what becomes of them. A row that several rows of a join
// match is changed once.
func (p *modifyStatement) gather(x *run, c *changes, limit int64) error {
	f := newFrame(x, p.lvl, nil)
	seen := map[RowID]bool{}
	err := p.from.run(x, f, func() error {
		t, err := p.found(x, f, c)
		if err != nil || t.row == nil || seen[t.id] {
			return err
		}
		ok, err := p.hold(x, f, &t)
		if err != nil || !ok {
			return err
		}
		seen[t.id] = true
		r := rowChange{id: t.id, old: t.row}
		if p.verb == "UPDATE" {
			if r.new, err = p.changed(c, f, t.row); err != nil {
				return err
			}
		}
		if err := c.note(r, f); err != nil {
			return err
		}
		if int64(len(c.list)) == limit {
			return errStop
		}
		return nil
	})
	if err == errStop {
		return nil
	}
	return err
}

// found is the target's row that the FROM clause has come to.
func (p *modifyStatement) found(x *run, f *eval.Frame, c *changes) (target, error) {
	switch {
	case p.viewRow != nil:
		row, err := callArgs(f, p.viewRow)
		return target{id: RowID(len(c.list) + 1), row: row}, err
	case p.rowReg < 0:
		return *x.target(1), nil
	}
	n, ok := f.Row[p.rowReg].(int64)
	if !ok {
		return target{}, nil
	}
	row, _ := x.view.Get(p.table, RowID(n))
	return target{id: RowID(n), row: row}, nil
}

// hold locks a row. When it is no longer as it was read, the conditions are checked again on what it is now.
func (p *modifyStatement) hold(x *run, f *eval.Frame, t *target) (bool, error) {
	if p.viewRow != nil {
		return true, nil
	}
	row, ok, err := x.view.Lock(x.ctx, p.table, t.id)
	if err != nil || !ok {
		return false, err
	}
	if sameRow(row, t.row) {
		return true, nil
	}
	if p.rowReg >= 0 { // the query has to be asked again
		return false, errStale
	}
	t.row = row
	p.load.load(x, f, t.id, row)
	return p.check.pass(f)
}

// changed computes the row after an UPDATE: all values are read before any is set.
func (p *modifyStatement) changed(c *changes, f *eval.Frame, old []tds.Value) ([]tds.Value, error) {
	row := append([]tds.Value(nil), old...)
	for _, s := range p.set {
		v, err := s.fn(f)
		if err != nil {
			return nil, err
		}
		if s.col >= 0 {
			row[s.col] = v
		}
		if s.slot < 0 {
			continue
		}
		if s.toVar != nil {
			if v, err = s.toVar(&eval.Frame{Row: []tds.Value{v}}); err != nil {
				return nil, err
			}
		}
		c.x.vars.Values[s.slot] = v
	}
	for i := range p.table.Columns {
		if p.table.Columns[i].Type.ID == tds.Timestamp {
			row[i] = rowVersion(c.x.tx.NextRowVersion())
		}
	}
	if c.instead {
		return row, nil
	}
	return row, c.rules.finish(c.frame, row, p.verb)
}
