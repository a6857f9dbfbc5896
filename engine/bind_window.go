package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// windowing is the window functions of a select list. Their values are in registers of the rows' level.
type windowing struct {
	lvl   *level
	calls []*windowCall
}

// windowCall is one window function.
type windowCall struct {
	name      string
	partition []orderKey
	order     []orderKey
	args      []eval.Fn
	argTypes  []tds.Type
	typ       tds.Type
	agg       *aggregation // nil for a ranking or offset function
	frame     *windowFrame
	skipNulls bool
	reg       int
}

// windowFrame is ROWS or RANGE BETWEEN from AND to.
type windowFrame struct {
	rows     bool
	from, to tsql.BoundKind
	fromN    eval.Fn // the offset of PRECEDING and FOLLOWING
	toN      eval.Fn
}

// windowCall compiles a window function: 4108 where none may stand.
func (s *scope) windowCall(call *tsql.Call) (eval.Fn, tds.Type, error) {
	if s.windows == nil {
		if s.clause == clauseWindow || s.clause == clauseAggregate {
			return nil, tds.Type{}, tds.Errorf(4109, 15, "Windowed functions cannot be used in the context of another windowed function or aggregate.")
		}
		return nil, tds.Type{}, tds.Errorf(4108, 15, "Windowed functions can only appear in the SELECT or ORDER BY clauses.")
	}
	in := s.in(clauseWindow)
	in.windows = nil
	w := &windowCall{name: upper(call.Name.Object), skipNulls: call.Nulls == "IGNORE"}
	var err error
	for _, step := range []func(*tsql.Call, *scope) error{s.b.windowOver(w), s.b.windowArgs(w), s.b.windowType(w)} {
		if err = step(call, in); err != nil {
			return nil, tds.Type{}, err
		}
	}
	w.reg = s.windows.lvl.alloc(1)
	s.windows.lvl.extra = true
	s.windows.calls = append(s.windows.calls, w)
	return register(w.reg), w.typ, nil
}

// windowOver compiles PARTITION BY, ORDER BY and the frame: 5308, 5309.
func (b *binder) windowOver(w *windowCall) func(*tsql.Call, *scope) error {
	return func(call *tsql.Call, s *scope) (err error) {
		var parts []tsql.OrderItem
		for _, e := range call.Over.Partition {
			parts = append(parts, tsql.OrderItem{Expr: e})
		}
		if w.partition, err = b.orderKeys(parts, s); err != nil {
			return err
		}
		for _, o := range call.Over.Order {
			if l, ok := unparen(o.Expr).(*tsql.Literal); ok {
				if _, isInt := l.Value.(int64); isInt {
					return tds.Errorf(5308, 16, "Windowed functions, aggregates and NEXT VALUE FOR functions do not support integer indices as ORDER BY clause expressions.")
				}
				return tds.Errorf(5309, 16, "Windowed functions, aggregates and NEXT VALUE FOR functions do not support constants as ORDER BY clause expressions.")
			}
		}
		if w.order, err = b.orderKeys(call.Over.Order, s); err != nil {
			return err
		}
		w.frame, err = b.windowFrame(call.Over.Frame, len(w.order) > 0, s)
		return err
	}
}

// windowFrame compiles a frame; the default is everything up to the current row's peers, or everything.
func (b *binder) windowFrame(f *tsql.Frame, ordered bool, s *scope) (*windowFrame, error) {
	if f == nil {
		w := &windowFrame{from: tsql.UnboundedPreceding, to: tsql.UnboundedFollowing}
		if ordered {
			w.to = tsql.CurrentRow
		}
		return w, nil
	}
	if !ordered {
		return nil, tds.Errorf(10756, 15, "Window frame with ROWS or RANGE must have an ORDER BY clause.")
	}
	w := &windowFrame{rows: !f.Range, from: f.From.Kind, to: f.To.Kind}
	var err error
	if w.fromN, err = b.frameOffset(f.From, f.Range, s); err != nil {
		return nil, err
	}
	w.toN, err = b.frameOffset(f.To, f.Range, s)
	return w, err
}

func (b *binder) frameOffset(bound tsql.Bound, inRange bool, s *scope) (eval.Fn, error) {
	if bound.Offset == nil {
		return nil, nil
	}
	if inRange {
		return nil, tds.Errorf(4194, 16, "RANGE is only supported with UNBOUNDED and CURRENT ROW window frame delimiters.")
	}
	return b.count(bound.Offset, s, false)
}

func (b *binder) windowArgs(w *windowCall) func(*tsql.Call, *scope) error {
	return func(call *tsql.Call, s *scope) (err error) {
		if eval.IsAggregate(w.name) {
			plain := *call
			plain.Over = nil
			if call.Distinct {
				return tds.Errorf(10759, 15, "Use of DISTINCT is not allowed with the OVER clause.")
			}
			if w.agg, err = b.aggregation(&plain, s); err != nil {
				return err
			}
			w.typ = w.agg.typ
			return nil
		}
		if isPercentile(w.name) {
			return b.percentileArgs(w, call, s)
		}
		for _, e := range call.Args {
			fn, typ, err := b.scalar(b.prepare(e, s), s)
			if err != nil {
				return err
			}
			w.args, w.argTypes = append(w.args, fn), append(w.argTypes, typ)
		}
		return nil
	}
}

// windowArity is the number of arguments of the ranking and offset functions.
var windowArity = map[string][2]int{
	"ROW_NUMBER": {0, 0}, "RANK": {0, 0}, "DENSE_RANK": {0, 0}, "PERCENT_RANK": {0, 0}, "CUME_DIST": {0, 0}, "NTILE": {1, 1},
	"LAG": {1, 3}, "LEAD": {1, 3}, "FIRST_VALUE": {1, 1}, "LAST_VALUE": {1, 1},
}

func (b *binder) windowType(w *windowCall) func(*tsql.Call, *scope) error {
	return func(*tsql.Call, *scope) error {
		if w.agg != nil || isPercentile(w.name) {
			return nil
		}
		arity, ok := windowArity[w.name]
		if !ok {
			return tds.Errorf(10762, 15, "msxgate: %s is not a window function", w.name)
		}
		if len(w.args) < arity[0] || len(w.args) > arity[1] {
			return tds.Errorf(174, 15, "The %s function requires %d argument(s).", w.name, arity[0])
		}
		if len(w.order) == 0 {
			return tds.Errorf(4112, 16, "The function '%s' must have an OVER clause with ORDER BY.", w.name)
		}
		switch w.name {
		case "ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE":
			w.typ = tds.TypeBigInt
		case "PERCENT_RANK", "CUME_DIST":
			w.typ = tds.TypeFloat
		default:
			w.typ = w.argTypes[0]
		}
		return w.offsetArgs()
	}
}

// offsetArgs converts the offset and default of LAG and LEAD, and the buckets of NTILE.
func (w *windowCall) offsetArgs() error {
	var err error
	if w.name == "NTILE" {
		w.args[0], err = eval.Converted(w.args[0], w.argTypes[0], tds.TypeBigInt)
		return err
	}
	if len(w.args) > 1 {
		if w.args[1], err = eval.Converted(w.args[1], w.argTypes[1], tds.TypeBigInt); err != nil {
			return err
		}
	}
	if len(w.args) > 2 {
		w.args[2], err = eval.Converted(w.args[2], w.argTypes[2], w.typ)
	}
	return err
}
