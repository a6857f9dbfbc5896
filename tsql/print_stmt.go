package tsql

import "strings"

// stmts prints statements, each on a line of its own and ended by a semicolon, which a
// label cannot have.
func (p *printer) stmts(list []Stmt) {
	for _, s := range list {
		p.stmt(s)
		if _, ok := s.(*LabelStmt); !ok {
			p.str(";")
		}
		p.str("\n")
	}
}

// String is the text of the batch as Print has it.
func (p *Program) String() string {
	out := &printer{}
	out.stmts(p.Stmts)
	return out.String()
}

func (p *printer) stmt(s Stmt) {
	switch s := s.(type) {
	case *SelectStmt:
		p.query(s)
	case *InsertStmt, *UpdateStmt, *DeleteStmt, *MergeStmt:
		p.dml(s)
	case *TruncateStmt:
		p.str("TRUNCATE TABLE ")
		p.name(s.Table)
	case *InsertBulkStmt:
		p.insertBulk(s)
	case *AdminStmt:
		p.str(s.Text)
	case *OtherStmt:
		p.str(s.Text)
	case *DeclareStmt, *SetStmt, *SetOptionStmt, *UseStmt, *BlockStmt, *IfStmt, *WhileStmt, *BreakStmt, *ContinueStmt,
		*GotoStmt, *LabelStmt, *ReturnStmt, *TryStmt, *ThrowStmt, *RaiserrorStmt, *PrintStmt, *WaitforStmt, *KillStmt:
		p.flow(s)
	case *ExecStmt:
		p.exec(s)
	case *ExecuteAsStmt:
		p.executeAs(s)
	case *BeginTranStmt, *CommitStmt, *RollbackStmt, *SaveTranStmt:
		p.transaction(s)
	case *DeclareCursorStmt, *OpenStmt, *CloseStmt, *DeallocateStmt, *FetchStmt:
		p.cursor(s)
	default:
		p.ddl(s)
	}
}

// ---- data modification

func (p *printer) dml(s Stmt) {
	switch s := s.(type) {
	case *InsertStmt:
		p.insert(s)
	case *UpdateStmt:
		p.update(s)
	case *DeleteStmt:
		p.delete(s)
	case *MergeStmt:
		p.merge(s)
	}
}

func (p *printer) insert(s *InsertStmt) {
	query := s.Query
	var spaces []XMLNamespace
	if query != nil && query.Namespaces != nil {
		// The namespaces of the query stand before the statement.
		q := *query
		query, spaces, q.Namespaces = &q, q.Namespaces, nil
	}
	p.with(s.With, spaces)
	p.str("INSERT ")
	p.topOf(s.Top)
	p.str("INTO ")
	p.tableRef(s.Target)
	p.identList(s.Columns)
	p.outputClause(s.Output)
	p.str(" ")
	switch {
	case s.DefaultValues:
		p.str("DEFAULT VALUES")
	case s.Exec != nil:
		p.exec(s.Exec)
	case query != nil:
		p.query(query)
	default:
		p.str("VALUES ")
		p.rows(s.Rows)
	}
	p.options(s.Options)
}

func (p *printer) topOf(t *Top) {
	if t != nil {
		p.top(t)
		p.str(" ")
	}
}

func (p *printer) update(s *UpdateStmt) {
	p.with(s.With, nil)
	p.str("UPDATE ")
	p.topOf(s.Top)
	p.tableRef(s.Target)
	p.str(" SET ")
	p.setClauses(s.Set)
	p.outputClause(s.Output)
	p.from(s.From)
	p.whereOrCursor(s.Where, s.CurrentOf)
	p.options(s.Options)
}

func (p *printer) delete(s *DeleteStmt) {
	p.with(s.With, nil)
	p.str("DELETE ")
	p.topOf(s.Top)
	p.str("FROM ")
	p.tableRef(s.Target)
	p.outputClause(s.Output)
	p.from(s.From)
	p.whereOrCursor(s.Where, s.CurrentOf)
	p.options(s.Options)
}

func (p *printer) whereOrCursor(where Expr, cursor string) {
	if cursor != "" {
		p.str(" WHERE CURRENT OF ")
		name, global := strings.CutPrefix(cursor, "GLOBAL ")
		p.cursorName(global, name)
	}
	p.where(where)
}

func (p *printer) setClauses(list []SetClause) {
	p.list(len(list), func(i int) { p.setClause(&list[i]) })
}

func (p *printer) setClause(c *SetClause) {
	if m, ok := c.Value.(*Method); ok && c.Column != nil && m.X == Expr(c.Column) {
		p.column(c.Column.Parts)
		p.str(".")
		p.ident(m.Name)
		p.str("(")
		p.exprs(m.Args)
		p.str(")")
		return
	}
	if c.Variable != "" {
		p.str(c.Variable)
		if c.Column != nil {
			p.str(" = ")
		}
	}
	if c.Column != nil {
		p.column(c.Column.Parts)
	}
	p.assign(c.Op)
	p.expr(c.Value)
}

func (p *printer) outputClause(o *Output) {
	if o != nil {
		p.str(" ")
		p.output(o)
	}
}

func (p *printer) output(o *Output) {
	p.str("OUTPUT ")
	p.selectItems(o.Items)
	if o.Into != nil {
		p.str(" INTO ")
		p.tableRef(o.Into)
		p.identList(o.Columns)
	}
	p.outputClause(o.Next)
}

func (p *printer) merge(s *MergeStmt) {
	p.with(s.With, nil)
	p.str("MERGE ")
	p.topOf(s.Top)
	p.str("INTO ")
	p.tableRef(s.Target)
	p.str(" USING ")
	p.table(s.Using)
	p.str(" ON ")
	p.expr(s.On)
	for i := range s.Whens {
		p.str(" ")
		p.mergeWhen(&s.Whens[i])
	}
	p.outputClause(s.Output)
	p.options(s.Options)
}

var mergeMatches = [...]string{"WHEN MATCHED", "WHEN NOT MATCHED BY TARGET", "WHEN NOT MATCHED BY SOURCE"}

func (p *printer) mergeWhen(w *MergeWhen) {
	p.str(mergeMatches[w.Match])
	if w.And != nil {
		p.str(" AND ")
		p.expr(w.And)
	}
	p.str(" THEN ")
	switch {
	case w.Delete:
		p.str("DELETE")
	case w.Insert && w.Values == nil:
		p.str("INSERT")
		p.identList(w.Columns)
		p.str(" DEFAULT VALUES")
	case w.Insert:
		p.str("INSERT")
		p.identList(w.Columns)
		p.str(" VALUES (")
		p.exprs(w.Values)
		p.str(")")
	default:
		p.str("UPDATE SET ")
		p.setClauses(w.Set)
	}
}

func (p *printer) insertBulk(s *InsertBulkStmt) {
	p.str("INSERT BULK ")
	p.name(s.Table)
	if s.Columns != nil {
		p.str(" (")
		p.list(len(s.Columns), func(i int) { p.columnDef(&s.Columns[i]) })
		p.str(")")
	}
	p.withOptions(s.Options)
}

// withOptions prints WITH (NAME = value, ...).
func (p *printer) withOptions(list []Option) {
	if list != nil {
		p.str(" WITH (")
		p.optionList(list)
		p.str(")")
	}
}

func (p *printer) optionList(list []Option) {
	p.list(len(list), func(i int) { p.option(&list[i]) })
}

func (p *printer) option(o *Option) {
	p.str(o.Name)
	if o.Value != nil {
		p.str(" = ")
		p.optionValue(o.Value)
	}
}

// optionValue prints a constant, or a word without brackets: ON is one.
func (p *printer) optionValue(x Expr) {
	if c, ok := x.(*ColumnRef); ok && len(c.Parts) == 1 && isRegular(c.Parts[0]) {
		p.str(c.Parts[0])
		return
	}
	p.expr(x)
}

// ---- flow

func (p *printer) flow(s Stmt) {
	switch s := s.(type) {
	case *DeclareStmt:
		p.str("DECLARE ")
		p.list(len(s.Vars), func(i int) { p.varDecl(&s.Vars[i]) })
	case *SetStmt:
		p.set(s)
	case *SetOptionStmt:
		p.setOption(s)
	case *UseStmt:
		p.str("USE ")
		p.ident(s.Database)
	case *BlockStmt:
		p.block(s.Body)
	case *IfStmt:
		p.ifStmt(s)
	case *WhileStmt:
		p.str("WHILE ")
		p.expr(s.Cond)
		p.str("\n")
		p.stmt(s.Body)
	case *BreakStmt:
		p.str("BREAK")
	case *ContinueStmt:
		p.str("CONTINUE")
	case *GotoStmt:
		p.str("GOTO ", s.Label)
	case *LabelStmt:
		p.str(s.Label, ":")
	case *ReturnStmt:
		p.returnStmt(s)
	case *TryStmt:
		p.str("BEGIN TRY\n")
		p.stmts(s.Try)
		p.str("END TRY\nBEGIN CATCH\n")
		p.stmts(s.Catch)
		p.str("END CATCH")
	case *ThrowStmt:
		p.throw(s)
	case *RaiserrorStmt:
		p.raiserror(s)
	case *PrintStmt:
		p.str("PRINT ")
		p.expr(s.Value)
	case *WaitforStmt:
		p.waitfor(s)
	case *KillStmt:
		p.str("KILL ")
		p.expr(s.Session)
	}
}

func (p *printer) block(body []Stmt) {
	p.str("BEGIN\n")
	p.stmts(body)
	p.str("END")
}

func (p *printer) varDecl(v *VarDecl) {
	p.str(v.Name, " ")
	if v.Table != nil {
		p.str("TABLE ")
		p.tableDef(v.Table)
		return
	}
	p.typeName(v.Type, false)
	if v.Value != nil {
		p.str(" = ")
		p.expr(v.Value)
	}
}

func (p *printer) set(s *SetStmt) {
	p.str("SET ")
	if m, ok := s.Value.(*Method); ok && s.Op == OpNone {
		if v, ok := m.X.(*Variable); ok && v.Name == s.Variable && m.Name == "modify" {
			p.expr(m)
			return
		}
	}
	p.str(s.Variable)
	p.assign(s.Op)
	if s.Cursor != nil {
		p.cursorDef(s.Cursor)
		return
	}
	p.expr(s.Value)
}

func (p *printer) setOption(s *SetOptionStmt) {
	p.str("SET ")
	for i, name := range s.Names {
		if i > 0 {
			p.str(", ")
			name = strings.TrimPrefix(name, "STATISTICS ")
		}
		p.str(name)
	}
	p.str(" ")
	switch {
	case s.Table != nil:
		p.name(*s.Table)
		p.str(" ")
		p.onOff(s.On)
	case s.Value != nil:
		p.expr(s.Value)
	case s.Names[0] == "OFFSETS":
		p.str(s.Word, " ")
		p.onOff(s.On)
	case s.Word != "" && strings.HasPrefix(s.Names[0], "TRANSACTION "):
		p.str(s.Word)
	case s.Word != "":
		p.ident(s.Word)
	default:
		p.onOff(s.On)
	}
}

func (p *printer) onOff(on bool) {
	if on {
		p.str("ON")
	} else {
		p.str("OFF")
	}
}

// ifStmt prints IF. Its first branch goes into a block when an ELSE would be taken for
// that of an IF inside it.
func (p *printer) ifStmt(s *IfStmt) {
	p.str("IF ")
	p.expr(s.Cond)
	p.str("\n")
	if s.Else == nil {
		p.stmt(s.Then)
		return
	}
	if endsInIf(s.Then) {
		p.block([]Stmt{s.Then})
	} else {
		p.stmt(s.Then)
	}
	p.str(";\nELSE\n")
	p.stmt(s.Else)
}

// endsInIf tells whether s ends in an IF without ELSE.
func endsInIf(s Stmt) bool {
	for {
		switch t := s.(type) {
		case *IfStmt:
			if t.Else == nil {
				return true
			}
			s = t.Else
		case *WhileStmt:
			s = t.Body
		default:
			return false
		}
	}
}

func (p *printer) returnStmt(s *ReturnStmt) {
	p.str("RETURN")
	if s.Value != nil {
		p.str(" ")
		p.expr(s.Value)
	}
	if s.Query != nil {
		p.str(" ")
		p.parenQuery(s.Query)
	}
}

func (p *printer) throw(s *ThrowStmt) {
	p.str("THROW")
	if s.Number != nil {
		p.str(" ")
		p.exprs([]Expr{s.Number, s.Message, s.State})
	}
}

func (p *printer) raiserror(s *RaiserrorStmt) {
	p.str("RAISERROR (")
	p.exprs(append([]Expr{s.Message, s.Severity, s.State}, s.Args...))
	p.str(")")
	sep := " WITH "
	for _, o := range []struct {
		on   bool
		name string
	}{{s.Log, "LOG"}, {s.NoWait, "NOWAIT"}, {s.SetError, "SETERROR"}} {
		if o.on {
			p.str(sep, o.name)
			sep = ", "
		}
	}
}

func (p *printer) waitfor(s *WaitforStmt) {
	if s.Delay != nil {
		p.str("WAITFOR DELAY ")
		p.expr(s.Delay)
		return
	}
	p.str("WAITFOR TIME ")
	p.expr(s.Time)
}

// ---- EXEC

func (p *printer) exec(s *ExecStmt) {
	if s.Bare {
		p.bareName(s.Proc)
		p.execArgs(s.Args)
		p.execWith(s)
		return
	}
	p.str("EXEC ")
	if s.Text != nil {
		p.execText(s)
		p.execWith(s)
		return
	}
	if s.ReturnVar != "" {
		p.str(s.ReturnVar, " = ")
	}
	if s.ProcVar != "" {
		p.str(s.ProcVar)
	} else {
		p.name(s.Proc)
	}
	p.execArgs(s.Args)
	p.execWith(s)
}

// bareName prints the name of a procedure in brackets, for without EXEC a word might
// begin another statement.
func (p *printer) bareName(n Name) {
	parts := []*string{&n.Server, &n.Database, &n.Schema, &n.Object}
	for len(*parts[0]) == 0 {
		parts = parts[1:]
	}
	p.quoted(*parts[0])
	for _, part := range parts[1:] {
		p.str(".")
		if *part != "" {
			p.ident(*part)
		}
	}
	if n.Number > 0 {
		p.str(";", itoa(n.Number))
	}
}

func (p *printer) execArgs(args []ExecArg) {
	if args != nil {
		p.str(" ")
		p.list(len(args), func(i int) { p.execArg(&args[i]) })
	}
}

func (p *printer) execArg(a *ExecArg) {
	if a.Name != "" {
		p.str(a.Name, " = ")
	}
	p.expr(a.Value)
	if a.Output {
		p.str(" OUTPUT")
	}
}

func (p *printer) execWith(s *ExecStmt) {
	sep := " WITH "
	if s.Recompile {
		p.str(sep, "RECOMPILE")
		sep = ", "
	}
	if s.ResultSets {
		p.str(sep, "RESULT SETS ", s.ResultShape)
	}
}

func (p *printer) execText(s *ExecStmt) {
	p.str("(")
	for i, x := range s.Text {
		if i > 0 {
			p.str(" + ")
		}
		p.expr(x)
	}
	if s.Args != nil {
		p.str(",")
		p.execArgs(s.Args)
	}
	p.str(")")
	if s.As != "" {
		p.str(" AS ", s.As)
	}
	if s.At != "" {
		p.str(" AT ")
		p.ident(s.At)
	}
}

func (p *printer) executeAs(s *ExecuteAsStmt) {
	if s.Revert {
		p.str("REVERT")
		if s.Cookie != "" {
			p.str(" WITH COOKIE = ", s.Cookie)
		}
		return
	}
	p.str("EXECUTE AS ", s.Kind)
	if s.Name != nil {
		p.str(" = ")
		p.expr(s.Name)
	}
	switch {
	case s.NoRevert:
		p.str(" WITH NO REVERT")
	case s.Cookie != "":
		p.str(" WITH COOKIE INTO ", s.Cookie)
	}
}

// ---- transactions and cursors

func (p *printer) transaction(s Stmt) {
	switch s := s.(type) {
	case *BeginTranStmt:
		p.str("BEGIN ")
		if s.Distributed {
			p.str("DISTRIBUTED ")
		}
		p.str("TRANSACTION")
		p.tranName(s.Name, s.NameVar)
		if s.Mark {
			p.str(" WITH MARK")
		}
	case *CommitStmt:
		p.str("COMMIT TRANSACTION")
		p.tranName(s.Name, s.NameVar)
	case *RollbackStmt:
		p.str("ROLLBACK TRANSACTION")
		p.tranName(s.Name, s.NameVar)
	case *SaveTranStmt:
		p.str("SAVE TRANSACTION")
		p.tranName(s.Name, s.NameVar)
	}
}

func (p *printer) tranName(name, variable string) {
	switch {
	case variable != "":
		p.str(" ", variable)
	case name != "":
		p.str(" ")
		p.ident(name)
	}
}

func (p *printer) cursor(s Stmt) {
	switch s := s.(type) {
	case *DeclareCursorStmt:
		p.str("DECLARE ")
		p.ident(s.Name)
		p.str(" ")
		p.cursorDef(&s.Def)
	case *OpenStmt:
		p.str("OPEN ")
		p.cursorName(s.Global, s.Cursor)
	case *CloseStmt:
		p.str("CLOSE ")
		p.cursorName(s.Global, s.Cursor)
	case *DeallocateStmt:
		p.str("DEALLOCATE ")
		p.cursorName(s.Global, s.Cursor)
	case *FetchStmt:
		p.fetch(s)
	}
}

func (p *printer) cursorName(global bool, name string) {
	if global {
		p.str("GLOBAL ")
	}
	if strings.HasPrefix(name, "@") {
		p.str(name)
		return
	}
	p.ident(name)
}

// cursorDef prints a cursor in the syntax its options belong to.
func (p *printer) cursorDef(c *CursorDef) {
	options := c.Options
	standard := len(options) > 0 && options[0] == "INSENSITIVE"
	for standard && len(options) > 0 && options[0] != "READ_ONLY" {
		p.str(options[0], " ")
		options = options[1:]
	}
	p.str("CURSOR ")
	readOnly := standard && len(options) == 1
	for _, o := range options {
		if !readOnly {
			p.str(o, " ")
		}
	}
	p.str("FOR ")
	p.query(c.Query)
	if readOnly {
		p.str(" FOR READ ONLY")
	}
	if c.Update {
		p.str(" FOR UPDATE")
		if c.Of != nil {
			p.str(" OF ")
			p.list(len(c.Of), func(i int) { p.column(c.Of[i].Parts) })
		}
	}
}

func (p *printer) fetch(s *FetchStmt) {
	p.str("FETCH ", s.Where)
	if s.Offset != nil {
		p.str(" ")
		p.expr(s.Offset)
	}
	p.str(" FROM ")
	p.cursorName(s.Global, s.Cursor)
	if s.Into != nil {
		p.str(" INTO ", strings.Join(s.Into, ", "))
	}
}
