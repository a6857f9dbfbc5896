package tsql

import "strings"

// declare reads DECLARE @v type [= x], ... and DECLARE c CURSOR ...
func (p *parser) declare() Stmt {
	start := p.tok.start
	p.next()
	if p.onIdent() {
		s := &DeclareCursorStmt{Name: p.ident(), Def: p.cursorDef()}
		s.Span = p.span(start)
		return s
	}
	s := &DeclareStmt{}
	for {
		s.Vars = append(s.Vars, p.varDecl(len(s.Vars)+1))
		if !p.accept(tComma) {
			break
		}
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) varDecl(ordinal int) (v VarDecl) {
	start := p.tok.start
	v.Name = p.variable()
	p.acceptKw(kwAs)
	if p.on(kwTable) {
		def := p.tableVariable()
		v.Table = &def
	} else {
		v.Type = p.typeName(typeUse{ordinal: ordinal})
		p.nullability()
		if p.accept(tEq) {
			v.Value = p.scalar()
		}
	}
	v.Span = p.span(start)
	return v
}

// tableVariable reads TABLE (...).
func (p *parser) tableVariable() TableDef {
	start := p.tok.start
	p.next()
	def := p.tableDef()
	def.Span = p.span(start)
	return def
}

// cursorDef reads a cursor in both syntaxes:
//
//	[INSENSITIVE] [SCROLL] CURSOR FOR query [FOR READ ONLY | FOR UPDATE]
//	CURSOR [LOCAL | ...] FOR query [FOR UPDATE [OF columns]]
func (p *parser) cursorDef() (c CursorDef) {
	start := p.tok.start
	for !p.on(kwCursor) {
		c.Options = append(c.Options, p.cursorOption("INSENSITIVE", "SCROLL"))
	}
	p.next()
	for !p.on(kwFor) {
		c.Options = append(c.Options, p.cursorOption("LOCAL", "GLOBAL", "FORWARD_ONLY", "SCROLL", "STATIC", "KEYSET",
			"DYNAMIC", "FAST_FORWARD", "READ_ONLY", "SCROLL_LOCKS", "OPTIMISTIC", "TYPE_WARNING"))
	}
	p.next()
	c.Query = p.query()
	if p.acceptKw(kwFor) {
		p.cursorFor(&c)
	}
	c.Span = p.span(start)
	return c
}

func (p *parser) cursorOption(words ...string) string {
	for _, w := range words {
		if p.acceptWord(w) {
			return w
		}
	}
	p.fail()
	return ""
}

func (p *parser) cursorFor(c *CursorDef) {
	if p.acceptKw(kwRead) {
		p.expectWord("ONLY")
		c.Options = append(c.Options, "READ_ONLY")
		return
	}
	p.expectKw(kwUpdate)
	c.Update = true
	if p.acceptKw(kwOf) {
		for {
			c.Of = append(c.Of, p.column())
			if !p.accept(tComma) {
				return
			}
		}
	}
}

// set reads SET @v = x and SET option value.
func (p *parser) set() Stmt {
	if p.peek().kind != tVariable {
		return p.setOption()
	}
	start := p.tok.start
	p.next()
	s := &SetStmt{Variable: p.variable()}
	if p.accept(tDot) {
		v := &Variable{Span: p.span(start), Name: s.Variable}
		s.Value = p.method(start, v, p.anyIdent())
		s.Span = p.span(start)
		return s
	}
	s.Op = p.assignOp()
	if p.on(kwCursor) && s.Op == OpNone {
		def := p.cursorDef()
		s.Cursor = &def
	} else {
		s.Value = p.scalar()
	}
	s.Span = p.span(start)
	return s
}

// setOption reads the SET statements of the session.
func (p *parser) setOption() Stmt {
	start := p.tok.start
	p.next()
	s := &SetOptionStmt{}
	switch {
	case p.on(kwTran), p.on(kwTransaction):
		p.isolationLevel(s)
	case p.on(kwIdentityInsert):
		p.next()
		table := p.objectName()
		s.Names, s.Table = []string{"IDENTITY_INSERT"}, &table
		s.On = p.onOff()
	case p.on(kwStatistics):
		p.next()
		s.Names = p.optionNames("STATISTICS ")
		s.On = p.onOff()
	case p.on(kwOffsets):
		p.next()
		s.Names = []string{"OFFSETS"}
		s.Word = strings.Join(p.optionNames(""), ", ")
		s.On = p.onOff()
	default:
		s.Names = p.optionNames("")
		p.optionSetting(s)
	}
	s.Span = p.span(start)
	return s
}

// optionNames reads names separated by commas.
func (p *parser) optionNames(prefix string) (names []string) {
	for {
		if p.tok.kind != tWord {
			p.fail()
		}
		names = append(names, prefix+p.upper(p.tok))
		p.next()
		if !p.accept(tComma) {
			return names
		}
	}
}

// onOff reads ON or OFF.
func (p *parser) onOff() bool {
	if p.acceptKw(kwOn) {
		return true
	}
	p.expectKw(kwOff)
	return false
}

// optionSetting reads ON, OFF, a word, or a constant or variable.
func (p *parser) optionSetting(s *SetOptionStmt) {
	switch {
	case p.on(kwOn), p.on(kwOff):
		s.On = p.onOff()
	case p.onString():
		s.Word = p.name(p.tok)
		s.Value = p.literal()
	case p.onIdent():
		s.Word = p.ident()
	default:
		s.Value = p.constant()
	}
}

func (p *parser) isolationLevel(s *SetOptionStmt) {
	s.Names = []string{"TRANSACTION ISOLATION LEVEL"}
	p.next()
	p.expectWord("ISOLATION")
	p.expectWord("LEVEL")
	switch {
	case p.acceptKw(kwRead):
		if p.acceptWord("COMMITTED") {
			s.Word = "READ COMMITTED"
			return
		}
		p.expectWord("UNCOMMITTED")
		s.Word = "READ UNCOMMITTED"
	case p.acceptWord("REPEATABLE"):
		p.expectKw(kwRead)
		s.Word = "REPEATABLE READ"
	case p.acceptWord("SERIALIZABLE"):
		s.Word = "SERIALIZABLE"
	default:
		p.expectWord("SNAPSHOT")
		s.Word = "SNAPSHOT"
	}
}

// begin reads BEGIN ... END, BEGIN TRY, BEGIN TRAN and BEGIN DIALOG.
func (p *parser) begin() Stmt {
	start := p.tok.start
	switch next := p.peek(); {
	case next.kw == kwTran, next.kw == kwTransaction, next.kw == kwDistributed:
		return p.beginTran()
	case p.isWord(next, "TRY"):
		return p.try()
	case p.isWord(next, "DIALOG"), p.isWord(next, "CONVERSATION"):
		return p.other(2)
	}
	body := p.beginBlock()
	return &BlockStmt{Span: p.span(start), Body: body}
}

// beginBlock reads BEGIN [ATOMIC WITH (...)] ... END.
func (p *parser) beginBlock() []Stmt {
	p.expectKw(kwBegin)
	if p.onWord("ATOMIC") && p.peek().kw == kwWith {
		p.next()
		p.next()
		p.skipParens()
	}
	return p.block()
}

// try reads BEGIN TRY ... END TRY BEGIN CATCH ... END CATCH.
func (p *parser) try() Stmt {
	start := p.tok.start
	s := &TryStmt{}
	s.Try = p.tryBlock("TRY")
	if !p.on(kwBegin) || !p.isWord(p.peek(), "CATCH") {
		p.fail()
	}
	s.Catch = p.tryBlock("CATCH")
	s.Span = p.span(start)
	return s
}

// tryBlock reads BEGIN word ... END word, which may be empty.
func (p *parser) tryBlock(word string) []Stmt {
	p.next()
	p.next()
	p.inner++
	scope := p.jumps.enter()
	body := p.statements(func() bool { return p.on(kwEnd) && p.isWord(p.peek(), word) })
	p.jumps.leave(scope)
	p.inner--
	p.next()
	p.next()
	return body
}

func (p *parser) ifStatement() Stmt {
	start := p.tok.start
	p.next()
	s := &IfStmt{Cond: p.condition()}
	s.Then = p.nested()
	end := p.last.end
	if p.is(tSemicolon) && p.peek().kw == kwElse {
		p.next()
	}
	if p.acceptKw(kwElse) {
		s.Else = p.nested()
		end = p.last.end
	}
	s.Span = Span{start, end}
	return s
}

func (p *parser) while() Stmt {
	start := p.tok.start
	p.next()
	s := &WhileStmt{Cond: p.condition()}
	p.loops++
	s.Body = p.nested()
	p.loops--
	s.Span = p.span(start)
	return s
}

// loopExit reads BREAK and CONTINUE.
func (p *parser) loopExit() Stmt {
	start := p.tok.start
	isBreak := p.on(kwBreak)
	switch {
	case p.loops > 0:
	case isBreak:
		panic(p.fault(start, 135, "Cannot use a BREAK statement outside the scope of a WHILE statement."))
	default:
		panic(p.fault(start, 136, "Cannot use a CONTINUE statement outside the scope of a WHILE statement."))
	}
	p.next()
	if isBreak {
		return &BreakStmt{Span: p.span(start)}
	}
	return &ContinueStmt{Span: p.span(start)}
}

func (p *parser) gotoStatement() Stmt {
	start := p.tok.start
	p.next()
	at := p.tok.start
	s := &GotoStmt{Label: p.ident()}
	p.jumps.addGoto(s.Label, at)
	s.Span = p.span(start)
	return s
}

func (p *parser) label() Stmt {
	start := p.tok.start
	s := &LabelStmt{Label: p.ident()}
	p.next()
	s.Span = p.span(start)
	p.jumps.addLabel(s.Label, start)
	return s
}

// returnStatement reads RETURN [x]. What follows may also be the next statement.
func (p *parser) returnStatement() Stmt {
	start := p.tok.start
	p.next()
	s := &ReturnStmt{}
	if p.startsScalar() {
		s.Value = p.scalar()
	}
	s.Span = p.span(start)
	return s
}

// startsScalar tells whether an expression begins at tok.
func (p *parser) startsScalar() bool {
	switch p.tok.kind {
	case tString, tNString, tBinary, tInt, tNumeric, tFloat, tMoney, tVariable, tGlobal,
		tLParen, tLBrace, tPlus, tMinus, tTilde, tQuoted:
		return true
	case tWord:
		switch p.tok.kw {
		case notReserved:
			return !p.onLabel()
		case kwNull, kwCase, kwConvert, kwTryConvert, kwCoalesce, kwNullif, kwLeft, kwRight,
			kwCurrentTimestamp, kwCurrentUser, kwSessionUser, kwSystemUser, kwUser:
			return true
		}
	}
	return false
}

// throw reads THROW [number, message, state].
func (p *parser) throw() Stmt {
	start := p.tok.start
	p.next()
	s := &ThrowStmt{}
	if p.onLiteral() || p.is(tVariable) {
		s.Number = p.constant()
		p.expect(tComma)
		s.Message = p.constant()
		p.expect(tComma)
		s.State = p.constant()
	}
	s.Span = p.span(start)
	return s
}

// raiserror reads RAISERROR (message, severity, state [, args]) [WITH options].
func (p *parser) raiserror() Stmt {
	start := p.tok.start
	p.next()
	s := &RaiserrorStmt{}
	p.expect(tLParen)
	s.Message = p.constant()
	p.expect(tComma)
	s.Severity = p.constant()
	p.expect(tComma)
	s.State = p.constant()
	for p.accept(tComma) {
		s.Args = append(s.Args, p.constant())
	}
	p.expect(tRParen)
	if p.on(kwWith) && p.onRaiserrorOption(p.peek()) {
		p.next()
		for {
			p.raiserrorOption(s)
			if !p.accept(tComma) {
				break
			}
		}
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) onRaiserrorOption(t token) bool {
	return p.isWord(t, "LOG") || p.isWord(t, "NOWAIT") || p.isWord(t, "SETERROR")
}

func (p *parser) raiserrorOption(s *RaiserrorStmt) {
	switch {
	case p.acceptWord("LOG"):
		s.Log = true
	case p.acceptWord("NOWAIT"):
		s.NoWait = true
	default:
		p.expectWord("SETERROR")
		s.SetError = true
	}
}

func (p *parser) waitfor() Stmt {
	if p.peek().kind == tLParen {
		return p.other(1) // WAITFOR (RECEIVE ...)
	}
	start := p.tok.start
	p.next()
	s := &WaitforStmt{}
	switch {
	case p.acceptWord("DELAY"):
		s.Delay = p.constant()
	default:
		p.expectWord("TIME")
		s.Time = p.constant()
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) kill() Stmt {
	if next := p.peek(); p.isWord(next, "STATS") || p.isWord(next, "QUERY") {
		return p.other(1) // KILL STATS JOB, KILL QUERY NOTIFICATION
	}
	start := p.tok.start
	p.next()
	s := &KillStmt{Session: p.constant()}
	if p.on(kwWith) && p.isWord(p.peek(), "STATUSONLY") {
		p.next()
		p.next()
	}
	s.Span = p.span(start)
	return s
}

// ---- EXEC

// exec reads EXEC in all its forms.
func (p *parser) exec() Stmt {
	start := p.tok.start
	if p.peek().kw == kwAs {
		return p.executeAs()
	}
	p.next()
	s := &ExecStmt{}
	if p.is(tLParen) {
		p.execText(s)
		s.Span = p.span(start)
		return s
	}
	if p.is(tVariable) && p.peek().kind == tEq {
		s.ReturnVar = p.variable()
		p.next()
	}
	p.execCall(s)
	s.Span = p.span(start)
	return s
}

// bareExec reads a call without EXEC, which the first statement of a batch may be.
func (p *parser) bareExec() Stmt {
	start := p.tok.start
	s := &ExecStmt{Bare: true}
	p.execCall(s)
	s.Span = p.span(start)
	return s
}

// execCall reads a procedure, its arguments and WITH options.
func (p *parser) execCall(s *ExecStmt) {
	if p.is(tVariable) {
		s.ProcVar = p.variable()
	} else {
		s.Proc = p.procName()
	}
	s.Args = p.execArgs()
	p.execWith(s)
}

// procName reads a name with an optional ;number.
func (p *parser) procName() Name {
	start := p.tok.start
	n := p.objectName()
	if next := p.peek(); p.is(tSemicolon) && next.kind == tInt {
		p.next()
		n.Number = p.length()
		n.Span = p.span(start)
	}
	return n
}

func (p *parser) execArgs() []ExecArg {
	if !p.onExecArg() {
		return nil
	}
	from := len(p.stack.args)
	named := false
	for {
		a := p.execArg()
		if named && a.Name == "" {
			n := len(p.stack.args) - from + 1
			panic(p.fault(a.Start, 119, "Must pass parameter number %d and subsequent parameters as '@name = value'. After the form "+
				"'@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.", n))
		}
		named = a.Name != ""
		p.stack.args = append(p.stack.args, a)
		if !p.accept(tComma) {
			return cut(&p.stack.args, from)
		}
	}
}

// onExecArg tells whether an argument begins at tok.
func (p *parser) onExecArg() bool {
	switch p.tok.kind {
	case tVariable, tGlobal, tMinus, tPlus, tQuoted:
		return true
	case tWord:
		return p.on(kwNull) || p.on(kwDefault) || p.onIdent() && !p.onLabel()
	}
	return p.onLiteral()
}

// execArg reads [@name =] value [OUTPUT].
func (p *parser) execArg() (a ExecArg) {
	start := p.tok.start
	if p.is(tVariable) && p.peek().kind == tEq {
		a.Name = p.variable()
		p.next()
	}
	switch {
	case p.on(kwDefault):
		p.next()
		a.Value = &Default{Span: p.lastSpan()}
	case p.onIdent():
		a.Value = p.wordConstant()
	default:
		a.Value = p.constant()
	}
	if p.acceptWord("OUTPUT") || p.acceptWord("OUT") {
		a.Output = true
	}
	a.Span = p.span(start)
	return a
}

// wordConstant reads a word that stands for itself as a string.
func (p *parser) wordConstant() Expr {
	lit := p.newLiteral()
	lit.Value, lit.Type = p.stringConstant()
	p.next()
	lit.Span = p.lastSpan()
	return lit
}

// execWith reads WITH RECOMPILE and WITH RESULT SETS.
func (p *parser) execWith(s *ExecStmt) {
	next := p.peek()
	if !p.on(kwWith) || !p.isWord(next, "RECOMPILE") && !p.isWord(next, "RESULT") {
		return
	}
	p.next()
	for {
		switch {
		case p.acceptWord("RECOMPILE"):
			s.Recompile = true
		default:
			p.resultSets(s)
		}
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) resultSets(s *ExecStmt) {
	p.expectWord("RESULT")
	p.expectWord("SETS")
	s.ResultSets = true
	if !p.acceptWord("UNDEFINED") && !p.acceptWord("NONE") {
		start := p.tok.start
		p.skipParens()
		s.ResultShape = p.compact(start)
	} else {
		s.ResultShape = p.upper(p.last)
	}
}

// execText reads EXEC ('...' + @x [, args]) [AS ...] [AT server].
func (p *parser) execText(s *ExecStmt) {
	p.expect(tLParen)
	for {
		switch p.tok.kind {
		case tString, tNString, tVariable, tGlobal:
		default:
			p.fail()
		}
		s.Text = append(s.Text, p.primary())
		if !p.accept(tPlus) {
			break
		}
	}
	if p.accept(tComma) {
		s.Args = p.execArgs()
	}
	p.expect(tRParen)
	if p.on(kwAs) {
		s.As = p.execAs()
	}
	if p.acceptWord("AT") {
		if p.onWord("DATA_SOURCE") && isIdent(p.peek()) {
			p.next()
		}
		s.At = p.ident()
	}
	p.execWith(s)
}

// execAs reads AS USER = 'x' and AS LOGIN = 'x'.
func (p *parser) execAs() string {
	p.next()
	kind := p.upper(p.tok)
	if !p.acceptKw(kwUser) {
		p.expectWord("LOGIN")
	}
	p.expect(tEq)
	if !p.onString() {
		p.fail()
	}
	s := kind + " = " + quoteString(p.name(p.tok))
	p.next()
	return s
}

// executeAs reads EXECUTE AS LOGIN = 'x', EXECUTE AS CALLER and the like.
func (p *parser) executeAs() Stmt {
	start := p.tok.start
	p.next()
	p.next()
	s := &ExecuteAsStmt{Kind: p.upper(p.tok)}
	switch {
	case p.acceptKw(kwUser), p.acceptWord("LOGIN"):
		p.expect(tEq)
		s.Name = p.constant()
	case p.acceptWord("CALLER"), p.acceptWord("SELF"), p.acceptWord("OWNER"):
	default:
		p.fail()
	}
	if next := p.peek(); p.on(kwWith) && (p.isWord(next, "NO") || p.isWord(next, "COOKIE")) {
		p.next()
		if p.acceptWord("NO") {
			p.expectKw(kwRevert)
			s.NoRevert = true
		} else {
			p.next()
			p.expectKw(kwInto)
			s.Cookie = p.variable()
		}
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) revert() Stmt {
	start := p.tok.start
	p.next()
	s := &ExecuteAsStmt{Revert: true}
	if p.on(kwWith) && p.isWord(p.peek(), "COOKIE") {
		p.next()
		p.next()
		p.expect(tEq)
		s.Cookie = p.variable()
	}
	s.Span = p.span(start)
	return s
}

// ---- transactions

// beginTran reads BEGIN [DISTRIBUTED] TRAN [name] [WITH MARK ['x']].
func (p *parser) beginTran() Stmt {
	start := p.tok.start
	p.next()
	s := &BeginTranStmt{Distributed: p.acceptKw(kwDistributed)}
	if !p.acceptKw(kwTran) {
		p.expectKw(kwTransaction)
	}
	s.Name, s.NameVar = p.tranName()
	if p.on(kwWith) && p.isWord(p.peek(), "MARK") {
		p.next()
		p.next()
		s.Mark = true
		if p.onString() || p.is(tVariable) {
			p.next()
		}
	}
	s.Span = p.span(start)
	return s
}

// tranName reads the optional name of a transaction, which may be in a variable. A
// longer name than its 32 characters is the executor's to refuse.
func (p *parser) tranName() (name, variable string) {
	switch {
	case p.is(tVariable):
		return "", p.variable()
	case p.onAlias():
		return p.ident(), ""
	}
	return "", ""
}

// commit reads COMMIT [WORK | TRAN [name]].
func (p *parser) commit() Stmt {
	start := p.tok.start
	p.next()
	s := &CommitStmt{}
	s.Name, s.NameVar = p.tranEnd()
	if p.on(kwWith) && p.peek().kind == tLParen {
		p.next()
		p.skipParens() // DELAYED_DURABILITY
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) rollback() Stmt {
	start := p.tok.start
	p.next()
	s := &RollbackStmt{}
	s.Name, s.NameVar = p.tranEnd()
	s.Span = p.span(start)
	return s
}

// tranEnd reads what follows COMMIT and ROLLBACK.
func (p *parser) tranEnd() (name, variable string) {
	switch {
	case p.acceptKw(kwTran), p.acceptKw(kwTransaction):
		return p.tranName()
	default:
		p.acceptWord("WORK")
		return "", ""
	}
}

func (p *parser) saveTran() Stmt {
	start := p.tok.start
	p.next()
	if !p.acceptKw(kwTran) {
		p.expectKw(kwTransaction)
	}
	s := &SaveTranStmt{}
	s.Name, s.NameVar = p.tranName()
	if s.Name == "" && s.NameVar == "" {
		p.fail()
	}
	s.Span = p.span(start)
	return s
}

// ---- cursors

// cursorName reads [GLOBAL] c or @c.
func (p *parser) cursorName() (global bool, name string) {
	if p.is(tVariable) {
		return false, p.variable()
	}
	if p.onWord("GLOBAL") && isIdent(p.peek()) {
		p.next()
		global = true
	}
	return global, p.ident()
}

func (p *parser) open() Stmt {
	start := p.tok.start
	if next := p.peek(); p.isWord(next, "SYMMETRIC") || p.isWord(next, "MASTER") {
		return p.other(3)
	}
	p.next()
	global, name := p.cursorName()
	return &OpenStmt{Span: p.span(start), Cursor: name, Global: global}
}

func (p *parser) closeStatement() Stmt {
	start := p.tok.start
	if next := p.peek(); p.isWord(next, "SYMMETRIC") || p.isWord(next, "MASTER") || next.kw == kwAll {
		return p.other(3)
	}
	p.next()
	global, name := p.cursorName()
	return &CloseStmt{Span: p.span(start), Cursor: name, Global: global}
}

// fetch reads FETCH [[NEXT | ... | ABSOLUTE n] FROM] c [INTO @a, ...].
func (p *parser) fetch() Stmt {
	start := p.tok.start
	p.next()
	s := &FetchStmt{Where: "NEXT"}
	if next := p.peek(); p.tok.kind == tWord && p.onFetchWhere(next) {
		s.Where = p.upper(p.tok)
		p.next()
		if s.Where == "ABSOLUTE" || s.Where == "RELATIVE" {
			s.Offset = p.constant()
		}
		p.expectKw(kwFrom)
	} else {
		p.acceptKw(kwFrom)
	}
	s.Global, s.Cursor = p.cursorName()
	if p.acceptKw(kwInto) {
		for {
			s.Into = append(s.Into, p.variable())
			if !p.accept(tComma) {
				break
			}
		}
	}
	s.Span = p.span(start)
	return s
}

// onFetchWhere tells whether tok says which row to fetch, not from which cursor.
func (p *parser) onFetchWhere(next token) bool {
	switch strings.ToUpper(p.text(p.tok)) {
	case "NEXT", "PRIOR", "FIRST", "LAST":
		return next.kw == kwFrom
	case "ABSOLUTE", "RELATIVE":
		return next.kind == tInt || next.kind == tMinus || next.kind == tPlus || next.kind == tVariable
	}
	return false
}
