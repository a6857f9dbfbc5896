package engine

import (
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// tableRules is what the executor adds to a row before it is stored, and what it checks. The
// expressions read the row of the table itself.
type tableRules struct {
	table    *Table
	defaults []eval.Fn // by column; nil where there is none
	computed []eval.Fn
	checks   []checkRule
	options  []eval.Cond // WITH CHECK OPTION of the view that the statement changes
	db       string
}

// checkRule is one CHECK constraint.
type checkRule struct {
	check *Check
	cond  eval.Cond
}

// rules compiles the rules of a table.
func (b *binder) rules(t *Table) (*tableRules, error) {
	in, err := b.within(t.Database, t.Name)
	if err != nil {
		return nil, err
	}
	r := &tableRules{table: t, defaults: make([]eval.Fn, len(t.Columns)), computed: make([]eval.Fn, len(t.Columns)), db: t.Database}
	s := in.rowScope(t)
	for i := range t.Columns {
		if err := in.columnRules(r, i, s); err != nil {
			return nil, err
		}
	}
	for _, c := range t.Checks {
		if c.Disabled {
			continue
		}
		cond, err := eval.CompileCond(c.Cond.Expr, s)
		if err != nil {
			return nil, err
		}
		r.checks = append(r.checks, checkRule{c, cond})
	}
	return r, nil
}

func (b *binder) columnRules(r *tableRules, i int, s *scope) (err error) {
	c := &r.table.Columns[i]
	if c.Default != nil {
		if r.defaults[i], err = b.fitted(c.Default.Expr, s, r.table, i); err != nil {
			return err
		}
	}
	if c.Formula != nil {
		r.computed[i], err = b.fitted(c.Formula.Expr, s, r.table, i)
	}
	return err
}

// rowScope is a scope that knows one row of one table.
func (b *binder) rowScope(t *Table) *scope {
	s := b.newScope(b.barrier(nil, &paramSet{}))
	s.clause = clauseCheck
	src := s.lvl.addSource(columnTypes(t), &tableReader{t})
	v := &rangeVar{db: t.Database, schema: t.Schema, object: t.Name, written: t.Name}
	for i := range t.Columns {
		v.cols = append(v.cols, src.column(i, t.Columns[i].Name, t.Columns[i].Nullable, baseColumn{}))
	}
	s.tables = []*rangeVar{v}
	return s
}

// fitted compiles a value for a column.
func (b *binder) fitted(e tsql.Expr, s *scope, t *Table, col int) (eval.Fn, error) {
	fn, typ, err := b.scalar(b.prepare(e, s), s)
	if err != nil {
		return nil, err
	}
	return fit(fn, typ, t, col)
}

// fit converts a value to the type of a column: 2628 when it is too long.
func fit(fn eval.Fn, from tds.Type, t *Table, col int) (eval.Fn, error) {
	want := t.Columns[col].Type
	if sameShape(from, want) {
		return fn, nil
	}
	if err := eval.Convertible(from, want); err != nil {
		return nil, err
	}
	return func(f *eval.Frame) (tds.Value, error) {
		v, err := fn(f)
		if err != nil || v == nil {
			return nil, err
		}
		return fitValue(v, from, t, col, f.Off("ANSI_WARNINGS"))
	}, nil
}

// fitValue converts a value to the type of a column; quiet is ANSI_WARNINGS OFF, under which a text is cut to its length.
func fitValue(v tds.Value, from tds.Type, t *Table, col int, quiet bool) (tds.Value, error) {
	c := &t.Columns[col]
	w, err := eval.Fit(v, from, c.Type, nil)
	var e *tds.Error
	if errors.As(err, &e) && e.Number == 8152 {
		if quiet {
			return w, nil
		}
		return nil, eval.Truncation(t.Database+"."+t.Schema+"."+t.Name, c.Name, w)
	}
	return w, err
}

// finish computes what is computed and checks a row that is about to be stored: 515, 547.
func (r *tableRules) finish(f *eval.Frame, row []tds.Value, verb string) error {
	f.Row = row
	for i, fn := range r.computed {
		if fn == nil {
			continue
		}
		v, err := fn(f)
		if err != nil {
			return err
		}
		row[i] = v
	}
	for i := range r.table.Columns {
		c := &r.table.Columns[i]
		if row[i] == nil && !c.Nullable && !c.Computed {
			return tds.Errorf(515, 16, "Cannot insert the value NULL into column '%s', table '%s.%s.%s'; column does not allow nulls. %s fails.",
				c.Name, r.table.Database, r.table.Schema, r.table.Name, verb)
		}
	}
	for _, c := range r.checks {
		ok, err := c.cond(f)
		if err != nil {
			return err
		}
		if ok == eval.False {
			return r.errCheck(c.check, verb)
		}
	}
	for _, cond := range r.options {
		if ok, err := cond(f); err != nil {
			return err
		} else if ok != eval.True {
			return errCheckOption()
		}
	}
	return nil
}

func (r *tableRules) errCheck(c *Check, verb string) error {
	e := tds.Errorf(547, 16, "The %s statement conflicted with the CHECK constraint \"%s\". The conflict occurred in database \"%s\", table \"%s.%s\"",
		verb, c.Name, r.table.Database, r.table.Schema, r.table.Name)
	if c.Column >= 0 {
		e.Message += ", column '" + r.table.Columns[c.Column].Name + "'"
	}
	e.Message += "."
	e.State = 0
	return e
}

// rowFrame is the frame in which a table's rules run.
func rowFrame(x *run) *eval.Frame { return newFrame(x, nil, nil) }
