package tsql

// Inspect calls f for node and then for what is below it, in the order of the source,
// as long as f answers true for the node above. Besides statements, expressions, table
// sources and queries it visits pointers to the parts that have a place in the source: Name,
// TypeName, Top, Over, SelectItem, CTE, ForClause, Option, SetClause, Output, MergeWhen,
// VarDecl, CursorDef, ExecArg, TableDef, ColumnDef, Constraint and ParamDecl.
func Inspect(node Node, f func(Node) bool) {
	inspector(f).visit(node)
}

// Inspect calls f for the statements of the batch and what is below them.
func (p *Program) Inspect(f func(Node) bool) { inspector(f).stmts(p.Stmts) }

type inspector func(Node) bool

// visit goes to a node that is there.
func (f inspector) visit(n Node) {
	if !f(n) {
		return
	}
	switch n := n.(type) {
	case Expr:
		f.exprParts(n)
	case Stmt:
		f.stmtParts(n)
	case TableSource:
		f.tableParts(n)
	case QueryExpr:
		f.queryParts(n)
	default:
		f.otherParts(n)
	}
}

func (f inspector) expr(x Expr) {
	if x != nil {
		f.visit(x)
	}
}

func (f inspector) exprs(list []Expr) {
	for _, x := range list {
		f.expr(x)
	}
}

func (f inspector) query(q *SelectStmt) {
	if q != nil {
		f.visit(q)
	}
}

func (f inspector) stmts(list []Stmt) {
	for _, s := range list {
		f.stmt(s)
	}
}

func (f inspector) stmt(s Stmt) {
	if s != nil {
		f.visit(s)
	}
}

func (f inspector) tables(list []TableSource) {
	for _, t := range list {
		f.table(t)
	}
}

func (f inspector) table(t TableSource) {
	if t != nil {
		f.visit(t)
	}
}

// name goes to a name unless it was left out.
func (f inspector) name(n *Name) {
	if n != nil && n.Object != "" {
		f.visit(n)
	}
}

func (f inspector) typeName(t *TypeName) {
	if !isZeroType(*t) {
		f.visit(t)
	}
}

// visitAll goes to every item of a list of parts.
func visitAll[T any, P interface {
	*T
	Node
}](f inspector, list []T,
) {
	for i := range list {
		f.visit(P(&list[i]))
	}
}

// visitOne goes to a part that may be missing.
func visitOne[T any, P interface {
	*T
	Node
}](f inspector, part P,
) {
	if part != nil {
		f.visit(part)
	}
}

func (f inspector) order(items []OrderItem) {
	for _, item := range items {
		f.expr(item.Expr)
	}
}

func (f inspector) exprParts(x Expr) {
	switch x := x.(type) {
	case *Unary:
		f.expr(x.X)
	case *Binary:
		f.expr(x.X)
		f.expr(x.Y)
	case *Like:
		f.expr(x.X)
		f.expr(x.Pattern)
		f.expr(x.Escape)
	case *Between:
		f.expr(x.X)
		f.expr(x.Lo)
		f.expr(x.Hi)
	case *In:
		f.expr(x.X)
		f.exprs(x.List)
		f.query(x.Query)
	case *IsNull:
		f.expr(x.X)
	case *IsDistinct:
		f.expr(x.X)
		f.expr(x.Y)
	case *Exists:
		f.query(x.Query)
	case *Quantified:
		f.expr(x.X)
		f.query(x.Query)
	case *Subquery:
		f.query(x.Query)
	case *Case:
		f.caseParts(x)
	case *Cast:
		f.expr(x.X)
		f.typeName(&x.Type)
		f.expr(x.Style)
	case *Call:
		f.name(&x.Name)
		f.exprs(x.Args)
		f.order(x.Within)
		visitOne(f, x.Over)
	case *Collate:
		f.expr(x.X)
	case *AtTimeZone:
		f.expr(x.X)
		f.expr(x.Zone)
	case *Method:
		f.expr(x.X)
		f.exprs(x.Args)
	case *NextValue:
		f.name(&x.Sequence)
		visitOne(f, x.Over)
	case *Paren:
		f.expr(x.X)
	}
}

func (f inspector) caseParts(x *Case) {
	f.expr(x.Operand)
	for _, w := range x.Whens {
		f.expr(w.Cond)
		f.expr(w.Then)
	}
	f.expr(x.Else)
}

func (f inspector) queryParts(q QueryExpr) {
	switch q := q.(type) {
	case *QuerySpec:
		visitOne(f, q.Top)
		visitAll(f, q.Items)
		f.name(q.Into)
		f.tables(q.From)
		f.expr(q.Where)
		f.exprs(q.GroupBy)
		f.expr(q.Having)
	case *SetOp:
		f.visit(q.Left)
		f.visit(q.Right)
	case *ParenQuery:
		f.query(q.Query)
	}
}

func (f inspector) tableParts(t TableSource) {
	switch t := t.(type) {
	case *TableRef:
		f.name(&t.Name)
	case *DerivedTable:
		f.query(t.Query)
		f.stmt(t.Modify)
	case *ValuesTable:
		for _, row := range t.Rows {
			f.exprs(row)
		}
	case *FuncTable:
		f.expr(t.Call)
		visitAll(f, t.Schema)
	case *Join:
		f.table(t.Left)
		f.table(t.Right)
		f.expr(t.On)
	case *Pivot:
		f.table(t.Source)
		visitOne(f, t.Aggregate)
		visitOne(f, &t.For)
	case *Unpivot:
		f.table(t.Source)
		visitAll(f, t.In)
	}
}

// otherParts goes on below the nodes that are neither statement, expression, table nor
// query.
func (f inspector) otherParts(n Node) {
	switch n := n.(type) {
	case *Top:
		f.expr(n.Count)
	case *Over:
		f.exprs(n.Partition)
		f.order(n.Order)
		if n.Frame != nil {
			f.expr(n.Frame.From.Offset)
			f.expr(n.Frame.To.Offset)
		}
	case *TypeName:
		f.name(n.Name)
	case *SelectItem:
		f.expr(n.Expr)
	case *CTE:
		f.query(n.Query)
	case *Option:
		f.expr(n.Value)
	case *SetClause:
		visitOne(f, n.Column)
		f.expr(n.Value)
	case *Output:
		visitAll(f, n.Items)
		visitOne(f, n.Into)
		visitOne(f, n.Next)
	case *MergeWhen:
		f.expr(n.And)
		visitAll(f, n.Set)
		f.exprs(n.Values)
	case *VarDecl:
		f.typeName(&n.Type)
		f.expr(n.Value)
		visitOne(f, n.Table)
	case *CursorDef:
		f.query(n.Query)
		visitAll(f, n.Of)
	case *ExecArg:
		f.expr(n.Value)
	case *TableDef:
		visitAll(f, n.Columns)
		visitAll(f, n.Constraints)
	case *ColumnDef:
		f.typeName(&n.Type)
		f.expr(n.Computed)
		f.expr(n.Default)
		visitAll(f, n.Constraints)
	case *Constraint:
		f.expr(n.Check)
		f.expr(n.Default)
		f.name(&n.RefTable)
	case *ParamDecl:
		f.typeName(&n.Type)
		f.expr(n.Default)
	}
}

func (f inspector) stmtParts(s Stmt) {
	switch s := s.(type) {
	case *SelectStmt:
		visitAll(f, s.With)
		f.visit(s.Body)
		f.order(s.OrderBy)
		f.expr(s.Offset)
		f.expr(s.Fetch)
		visitOne(f, s.For)
		visitAll(f, s.Options)
	case *InsertStmt:
		f.insertParts(s)
	case *UpdateStmt:
		visitAll(f, s.With)
		visitOne(f, s.Top)
		visitOne(f, s.Target)
		visitAll(f, s.Set)
		visitOne(f, s.Output)
		f.tables(s.From)
		f.expr(s.Where)
		visitAll(f, s.Options)
	case *DeleteStmt:
		visitAll(f, s.With)
		visitOne(f, s.Top)
		visitOne(f, s.Target)
		visitOne(f, s.Output)
		f.tables(s.From)
		f.expr(s.Where)
		visitAll(f, s.Options)
	case *MergeStmt:
		visitAll(f, s.With)
		visitOne(f, s.Top)
		visitOne(f, s.Target)
		f.table(s.Using)
		f.expr(s.On)
		visitAll(f, s.Whens)
		visitOne(f, s.Output)
		visitAll(f, s.Options)
	case *TruncateStmt:
		f.name(&s.Table)
	case *InsertBulkStmt:
		f.name(&s.Table)
		visitAll(f, s.Columns)
		visitAll(f, s.Options)
	default:
		f.flowParts(s)
	}
}

func (f inspector) insertParts(s *InsertStmt) {
	visitAll(f, s.With)
	visitOne(f, s.Top)
	visitOne(f, s.Target)
	visitOne(f, s.Output)
	for _, row := range s.Rows {
		f.exprs(row)
	}
	f.query(s.Query)
	visitOne(f, s.Exec)
	visitAll(f, s.Options)
}

func (f inspector) flowParts(s Stmt) {
	switch s := s.(type) {
	case *DeclareStmt:
		visitAll(f, s.Vars)
	case *SetStmt:
		f.expr(s.Value)
		visitOne(f, s.Cursor)
	case *SetOptionStmt:
		f.name(s.Table)
		f.expr(s.Value)
	case *BlockStmt:
		f.stmts(s.Body)
	case *IfStmt:
		f.expr(s.Cond)
		f.stmt(s.Then)
		f.stmt(s.Else)
	case *WhileStmt:
		f.expr(s.Cond)
		f.stmt(s.Body)
	case *ReturnStmt:
		f.expr(s.Value)
		f.query(s.Query)
	case *TryStmt:
		f.stmts(s.Try)
		f.stmts(s.Catch)
	case *ThrowStmt:
		f.exprs([]Expr{s.Number, s.Message, s.State})
	case *RaiserrorStmt:
		f.exprs([]Expr{s.Message, s.Severity, s.State})
		f.exprs(s.Args)
	case *PrintStmt:
		f.expr(s.Value)
	case *WaitforStmt:
		f.expr(s.Delay)
		f.expr(s.Time)
	case *ExecStmt:
		f.name(&s.Proc)
		f.exprs(s.Text)
		visitAll(f, s.Args)
	case *ExecuteAsStmt:
		f.expr(s.Name)
	case *DeclareCursorStmt:
		visitOne(f, &s.Def)
	case *FetchStmt:
		f.expr(s.Offset)
	case *KillStmt:
		f.expr(s.Session)
	default:
		f.ddlParts(s)
	}
}

func (f inspector) ddlParts(s Stmt) {
	switch s := s.(type) {
	case *CreateTableStmt:
		f.name(&s.Name)
		visitOne(f, &s.Def)
	case *AlterTableStmt:
		f.name(&s.Name)
		visitAll(f, s.Add)
		visitAll(f, s.AddCons)
		visitOne(f, s.Alter)
	case *DropStmt:
		f.dropParts(s)
	case *CreateIndexStmt:
		f.name(&s.Table)
		f.expr(s.Where)
		visitAll(f, s.Options)
	case *CreateViewStmt:
		f.name(&s.Name)
		f.query(s.Query)
	case *CreateProcStmt:
		f.name(&s.Name)
		visitAll(f, s.Params)
		f.stmts(s.Body)
	case *CreateFunctionStmt:
		f.name(&s.Name)
		visitAll(f, s.Params)
		f.typeName(&s.Returns)
		visitOne(f, s.ReturnTable)
		f.query(s.Inline)
		f.stmts(s.Body)
	case *CreateTriggerStmt:
		f.name(&s.Name)
		f.name(&s.Table)
		f.stmts(s.Body)
	case *CreateTypeStmt:
		f.name(&s.Name)
		f.typeName(&s.Base)
		visitOne(f, s.Table)
	case *CreateSynonymStmt:
		f.name(&s.Name)
		f.name(&s.Target)
	case *CreateSequenceStmt:
		f.name(&s.Name)
		f.typeName(&s.Type)
		visitAll(f, s.Options)
	case *AlterDatabaseStmt:
		visitAll(f, s.Options)
	case *SecurityStmt:
		f.exprs([]Expr{s.Password, s.OldPass, s.Identity})
		visitAll(f, s.Options)
	case *GrantStmt:
		f.name(s.On)
	case *AdminStmt:
		f.name(&s.Table)
		f.exprs(s.Args)
	}
}

func (f inspector) dropParts(s *DropStmt) {
	for i := range s.Names {
		f.name(&s.Names[i])
		if i < len(s.Tables) {
			f.name(&s.Tables[i])
		}
	}
	if s.Tables == nil {
		f.name(s.On)
	}
}
