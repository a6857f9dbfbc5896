package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// aggregation is one aggregate of a grouped query.
type aggregation struct {
	start func() eval.Aggregate
	arg   eval.Fn  // nil for COUNT(*)
	typ   tds.Type // of the result
	sep   eval.Fn  // of STRING_AGG
	order []orderKey
	reg   int
}

// orderKey is an expression rows are ordered by.
type orderKey struct {
	fn   eval.Fn
	typ  tds.Type
	desc bool
}

// isAggregate tells whether a call is an aggregate that is not a window function.
func isAggregate(c *tsql.Call) bool {
	if c.Over != nil || c.Name.Schema != "" || c.NoParens {
		return false
	}
	return eval.IsAggregate(c.Name.Object)
}

// aggregateCall compiles an aggregate: its value is in a register of the group's frame.
func (s *scope) aggregateCall(call *tsql.Call) (eval.Fn, tds.Type, error) {
	if s.group == nil {
		return nil, tds.Type{}, s.errAggregate()
	}
	g := s.group
	a, err := g.b.aggregation(call, g.src.in(clauseAggregate))
	if err != nil {
		return nil, tds.Type{}, err
	}
	a.reg = g.lvl.alloc(1)
	g.aggs = append(g.aggs, a)
	return register(a.reg), a.typ, nil
}

// errAggregate says why an aggregate may not stand here.
func (s *scope) errAggregate() error {
	switch s.clause {
	case clauseOn:
		return tds.Errorf(1015, 15, "An aggregate cannot appear in an ON clause unless it is in a subquery contained in a HAVING clause or select list, and the column being aggregated is an outer reference.")
	case clauseGroupBy:
		return tds.Errorf(144, 15, "Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause.")
	case clauseAggregate:
		return tds.Errorf(130, 15, "Cannot perform an aggregate function on an expression containing an aggregate or a subquery.")
	case clauseSet:
		return tds.Errorf(157, 15, "An aggregate may not appear in the set list of an UPDATE statement.")
	case clauseOutput:
		return tds.Errorf(158, 15, "An aggregate may not appear in the OUTPUT clause.")
	}
	return tds.Errorf(147, 15, "An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference.")
}

// aggregation compiles the arguments of an aggregate in the scope of the rows.
func (b *binder) aggregation(call *tsql.Call, s *scope) (*aggregation, error) {
	name := upper(call.Name.Object)
	a := &aggregation{}
	want := 1
	if name == "STRING_AGG" {
		want = 2
	}
	if len(call.Args) != want {
		return nil, tds.Errorf(174, 15, "The %s function requires %d argument(s).", strings.ToLower(name), want)
	}
	var err error
	if _, star := call.Args[0].(*tsql.Star); star {
		return a, a.overRows(name)
	}
	var typ tds.Type
	if a.arg, typ, err = b.scalar(b.prepare(call.Args[0], s), s); err != nil {
		return nil, err
	}
	if want == 2 {
		if a.sep, err = b.converted(call.Args[1], s, tds.TypeNVarChar(4000)); err != nil {
			return nil, err
		}
	}
	if a.start, a.typ, err = eval.AggregateMaker(name, typ, call.Distinct); err != nil {
		return nil, err
	}
	a.order, err = b.orderKeys(call.Within, s)
	return a, err
}

// overRows makes COUNT(*) or COUNT_BIG(*).
func (a *aggregation) overRows(name string) (err error) {
	if name != "COUNT" && name != "COUNT_BIG" {
		return tds.Errorf(102, 15, "Incorrect syntax near '*'.")
	}
	a.start, a.typ, err = eval.AggregateMaker("COUNT(*)", tds.TypeInt, false)
	if name == "COUNT_BIG" {
		a.typ = tds.TypeBigInt
	}
	return err
}

func (b *binder) orderKeys(list []tsql.OrderItem, s *scope) ([]orderKey, error) {
	var out []orderKey
	for _, o := range list {
		fn, typ, err := b.scalar(b.prepare(o.Expr, s), s)
		if err != nil {
			return nil, err
		}
		if err := sortable(typ); err != nil {
			return nil, err
		}
		out = append(out, orderKey{fn: fn, typ: typ, desc: o.Desc})
	}
	return out, nil
}

// begin makes the state of the aggregate in a new group.
func (a *aggregation) begin() eval.Aggregate {
	if a.sep != nil {
		return &joinedText{a: a, in: a.start()}
	}
	return a.start()
}

// step adds the current row to a state.
func (a *aggregation) step(f *eval.Frame, acc eval.Aggregate) error {
	if a.arg == nil {
		return acc.Add(nil)
	}
	v, err := a.arg(f)
	if err != nil {
		return err
	}
	if j, ok := acc.(*joinedText); ok {
		return j.addRow(f, v)
	}
	if v == nil {
		if x := runOf(f); x != nil {
			x.nulls = true
		}
	}
	return acc.Add(v)
}
