package interp

import "msxgate/tsql"

// inspect calls visit with n and, as long as visit says true, with all below it, in the order
// of the text. Select items, SET clauses and EXEC arguments are visited as pointers. The bodies
// of modules, blocks and branches are not entered: a statement is inspected by itself.
func inspect(n tsql.Node, visit func(tsql.Node) bool) {
	if n == nil || !visit(n) {
		return
	}
	w := walker(visit)
	switch n := n.(type) {
	case tsql.Expr:
		w.expr(n)
	case tsql.TableSource:
		w.source(n)
	case tsql.QueryExpr:
		w.query(n)
	case tsql.Stmt:
		w.stmt(n)
	}
}

type walker func(tsql.Node) bool

func (w walker) node(n tsql.Node) { inspect(n, w) }

func (w walker) each(list []tsql.Expr) {
	for _, e := range list {
		w.exp(e)
	}
}

// exp inspects an expression that may be missing.
func (w walker) exp(e tsql.Expr) {
	if e != nil {
		inspect(e, w)
	}
}

func (w walker) sel(q *tsql.SelectStmt) {
	if q != nil {
		inspect(q, w)
	}
}

func (w walker) order(list []tsql.OrderItem) {
	for _, o := range list {
		w.exp(o.Expr)
	}
}

func (w walker) over(o *tsql.Over) {
	if o == nil {
		return
	}
	w.each(o.Partition)
	w.order(o.Order)
	if o.Frame != nil {
		w.exp(o.Frame.From.Offset)
		w.exp(o.Frame.To.Offset)
	}
}

func (w walker) expr(e tsql.Expr) {
	switch e := e.(type) {
	case *tsql.Unary:
		w.exp(e.X)
	case *tsql.Binary:
		w.exp(e.X)
		w.exp(e.Y)
	case *tsql.Like:
		w.exp(e.X)
		w.exp(e.Pattern)
		w.exp(e.Escape)
	case *tsql.Between:
		w.exp(e.X)
		w.exp(e.Lo)
		w.exp(e.Hi)
	case *tsql.In:
		w.exp(e.X)
		w.each(e.List)
		w.sel(e.Query)
	case *tsql.IsNull:
		w.exp(e.X)
	case *tsql.IsDistinct:
		w.exp(e.X)
		w.exp(e.Y)
	case *tsql.Exists:
		w.sel(e.Query)
	case *tsql.Quantified:
		w.exp(e.X)
		w.sel(e.Query)
	case *tsql.Subquery:
		w.sel(e.Query)
	case *tsql.Case:
		w.exp(e.Operand)
		for _, when := range e.Whens {
			w.exp(when.Cond)
			w.exp(when.Then)
		}
		w.exp(e.Else)
	case *tsql.Cast:
		w.exp(e.X)
		w.exp(e.Style)
	case *tsql.Call:
		w.each(e.Args)
		w.over(e.Over)
		w.order(e.Within)
	case *tsql.Collate:
		w.exp(e.X)
	case *tsql.AtTimeZone:
		w.exp(e.X)
		w.exp(e.Zone)
	case *tsql.Method:
		w.exp(e.X)
		w.each(e.Args)
	case *tsql.NextValue:
		w.over(e.Over)
	case *tsql.Paren:
		w.exp(e.X)
	}
}

func (w walker) with(list []tsql.CTE) {
	for i := range list {
		w.sel(list[i].Query)
	}
}

func (w walker) top(t *tsql.Top) {
	if t != nil {
		w.exp(t.Count)
	}
}

func (w walker) items(list []tsql.SelectItem) {
	for i := range list {
		if item := &list[i]; w(item) {
			w.exp(item.Expr)
		}
	}
}

func (w walker) from(list []tsql.TableSource) {
	for _, t := range list {
		w.src(t)
	}
}

func (w walker) src(t tsql.TableSource) {
	if t != nil {
		inspect(t, w)
	}
}

func (w walker) ref(t *tsql.TableRef) {
	if t != nil {
		inspect(t, w)
	}
}

func (w walker) query(q tsql.QueryExpr) {
	switch q := q.(type) {
	case *tsql.QuerySpec:
		w.top(q.Top)
		w.items(q.Items)
		w.from(q.From)
		w.exp(q.Where)
		w.each(q.GroupBy)
		for _, set := range q.GroupingSet {
			w.each(set)
		}
		w.exp(q.Having)
	case *tsql.SetOp:
		w.node(q.Left)
		w.node(q.Right)
	case *tsql.ParenQuery:
		w.sel(q.Query)
	}
}

func (w walker) source(t tsql.TableSource) {
	switch t := t.(type) {
	case *tsql.DerivedTable:
		w.sel(t.Query)
		if t.Modify != nil {
			w.node(t.Modify)
		}
	case *tsql.ValuesTable:
		for _, row := range t.Rows {
			w.each(row)
		}
	case *tsql.FuncTable:
		w.exp(t.Call)
	case *tsql.Join:
		w.src(t.Left)
		w.src(t.Right)
		w.exp(t.On)
	case *tsql.Pivot:
		w.src(t.Source)
		if t.Aggregate != nil {
			w.exp(t.Aggregate)
		}
	case *tsql.Unpivot:
		w.src(t.Source)
	}
}

func (w walker) output(o *tsql.Output) {
	if o != nil {
		w.items(o.Items)
		w.ref(o.Into)
		w.output(o.Next)
	}
}

func (w walker) set(list []tsql.SetClause) {
	for i := range list {
		if s := &list[i]; w(s) {
			w.exp(s.Value)
		}
	}
}

func (w walker) stmt(st tsql.Stmt) {
	switch st := st.(type) {
	case *tsql.SelectStmt:
		w.selectParts(st)
	case *tsql.InsertStmt:
		w.with(st.With)
		w.top(st.Top)
		w.ref(st.Target)
		w.output(st.Output)
		for _, row := range st.Rows {
			w.each(row)
		}
		w.sel(st.Query)
		if st.Exec != nil {
			w.node(st.Exec)
		}
	case *tsql.UpdateStmt:
		w.with(st.With)
		w.top(st.Top)
		w.ref(st.Target)
		w.set(st.Set)
		w.output(st.Output)
		w.from(st.From)
		w.exp(st.Where)
	case *tsql.DeleteStmt:
		w.with(st.With)
		w.top(st.Top)
		w.ref(st.Target)
		w.output(st.Output)
		w.from(st.From)
		w.exp(st.Where)
	case *tsql.MergeStmt:
		w.merge(st)
	default:
		w.procedural(st)
	}
}

func (w walker) selectParts(st *tsql.SelectStmt) {
	w.with(st.With)
	if st.Body != nil {
		w.node(st.Body)
	}
	w.order(st.OrderBy)
	w.exp(st.Offset)
	w.exp(st.Fetch)
}

func (w walker) merge(st *tsql.MergeStmt) {
	w.with(st.With)
	w.top(st.Top)
	w.ref(st.Target)
	w.src(st.Using)
	w.exp(st.On)
	for i := range st.Whens {
		w.exp(st.Whens[i].And)
		w.set(st.Whens[i].Set)
		w.each(st.Whens[i].Values)
	}
	w.output(st.Output)
}

func (w walker) procedural(st tsql.Stmt) {
	switch st := st.(type) {
	case *tsql.DeclareStmt:
		for i := range st.Vars {
			w.exp(st.Vars[i].Value)
		}
	case *tsql.SetStmt:
		w.exp(st.Value)
		if st.Cursor != nil {
			w.sel(st.Cursor.Query)
		}
	case *tsql.SetOptionStmt:
		w.exp(st.Value)
	case *tsql.IfStmt:
		w.exp(st.Cond)
	case *tsql.WhileStmt:
		w.exp(st.Cond)
	case *tsql.ReturnStmt:
		w.exp(st.Value)
		w.sel(st.Query)
	case *tsql.ThrowStmt:
		w.exp(st.Number)
		w.exp(st.Message)
		w.exp(st.State)
	case *tsql.RaiserrorStmt:
		w.exp(st.Message)
		w.exp(st.Severity)
		w.exp(st.State)
		w.each(st.Args)
	case *tsql.PrintStmt:
		w.exp(st.Value)
	case *tsql.WaitforStmt:
		w.exp(st.Delay)
		w.exp(st.Time)
	case *tsql.ExecStmt:
		w.each(st.Text)
		for i := range st.Args {
			if arg := &st.Args[i]; w(arg) {
				w.exp(arg.Value)
			}
		}
	case *tsql.DeclareCursorStmt:
		w.sel(st.Def.Query)
	case *tsql.FetchStmt:
		w.exp(st.Offset)
	case *tsql.KillStmt:
		w.exp(st.Session)
	case *tsql.ExecuteAsStmt:
		w.exp(st.Name)
	}
}
