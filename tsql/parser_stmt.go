package tsql

// batch reads the statements of a batch.
func (p *parser) batch() []Stmt {
	stmts := p.statements(func() bool { return p.is(tEOF) })
	p.jumps.check(p)
	return stmts
}

// statements reads statements up to where end says, each with the semicolons that may
// follow it.
func (p *parser) statements(end func() bool) []Stmt {
	from := len(p.stack.stmts)
	terminated := true
	for {
		for p.accept(tSemicolon) {
			terminated = true
		}
		if end() {
			return cut(&p.stack.stmts, from)
		}
		if p.on(kwWith) && !terminated {
			panic(p.fault(p.tok.start, 319, "Incorrect syntax near the keyword 'with'. If this statement is a common table expression, "+
				"an xmlnamespaces clause or a change tracking context clause, the previous statement must be terminated with a semicolon."))
		}
		s := p.statement()
		_, label := s.(*LabelStmt)
		terminated = label
		p.stack.stmts = append(p.stack.stmts, s)
	}
}

// isFirst tells whether tok begins the first statement of the batch.
func (p *parser) isFirst() bool { return p.inner == 0 && len(p.stack.stmts) == 0 }

// nested reads the one statement that IF, ELSE and WHILE take.
func (p *parser) nested() Stmt {
	p.inner++
	s := p.statement()
	p.inner--
	return s
}

// block reads the statements of BEGIN ... END, which are at least one.
func (p *parser) block() []Stmt {
	p.inner++
	body := p.statements(func() bool { return p.on(kwEnd) && !p.isWord(p.peek(), "CONVERSATION") })
	p.inner--
	if body == nil {
		p.fail()
	}
	p.expectKw(kwEnd)
	return body
}

// statement reads one statement, without the semicolon behind it.
func (p *parser) statement() Stmt {
	p.enter()
	chain := p.chain
	p.chain = 0
	s := p.statementAt(p.tok.start)
	p.chain = chain
	p.depth--
	return s
}

func (p *parser) statementAt(start Pos) Stmt {
	switch p.tok.kind {
	case tLParen:
		return p.query()
	case tQuoted:
		if p.isFirst() {
			return p.bareExec()
		}
	case tWord:
		if p.tok.kw == notReserved {
			return p.wordStatement()
		}
		return p.keywordStatement(start)
	}
	p.fail()
	return nil
}

// wordStatement reads a statement that begins with a word which is not reserved.
func (p *parser) wordStatement() Stmt {
	next := p.peek()
	switch {
	case next.kind == tColon:
		return p.label()
	case p.onWord("THROW"):
		return p.throw()
	case (p.onWord("ENABLE") || p.onWord("DISABLE")) && next.kw == kwTrigger:
		return p.switchTrigger()
	case p.onWord("SEND"), p.onWord("RECEIVE"), p.onWord("MOVE"):
		if next.kw == kwOn || next.kw == kwTop || next.kind == tStar || p.isWord(next, "CONVERSATION") {
			return p.other(1)
		}
	case p.onWord("GET") && p.isWord(next, "CONVERSATION"):
		return p.other(2)
	}
	if p.isFirst() {
		return p.bareExec()
	}
	p.fail()
	return nil
}

// keywordStatement reads a statement that begins with a reserved word.
func (p *parser) keywordStatement(start Pos) Stmt {
	switch p.tok.kw {
	case kwSelect:
		return p.query()
	case kwWith:
		return p.withStatement()
	case kwInsert, kwUpdate, kwDelete, kwMerge:
		return p.dml(start)
	case kwTruncate:
		return p.truncate()
	case kwDeclare:
		return p.declare()
	case kwSet:
		return p.set()
	case kwUse:
		p.next()
		name := p.ident()
		return &UseStmt{Span: p.span(start), Database: name}
	case kwBegin:
		return p.begin()
	case kwIf:
		return p.ifStatement()
	case kwWhile:
		return p.while()
	case kwBreak, kwContinue:
		return p.loopExit()
	case kwGoto:
		return p.gotoStatement()
	case kwReturn:
		return p.returnStatement()
	case kwRaiserror:
		return p.raiserror()
	case kwPrint:
		p.next()
		x := p.scalar()
		return &PrintStmt{Span: p.span(start), Value: x}
	case kwWaitfor:
		return p.waitfor()
	case kwExec, kwExecute:
		return p.exec()
	case kwCommit:
		return p.commit()
	case kwRollback:
		return p.rollback()
	case kwSave:
		return p.saveTran()
	case kwOpen:
		return p.open()
	case kwClose:
		return p.closeStatement()
	case kwDeallocate:
		p.next()
		global, name := p.cursorName()
		return &DeallocateStmt{Span: p.span(start), Cursor: name, Global: global}
	case kwFetch:
		return p.fetch()
	case kwKill:
		return p.kill()
	case kwRevert:
		return p.revert()
	case kwCreate, kwAlter, kwDrop:
		return p.definition()
	case kwGrant, kwDeny, kwRevoke:
		return p.grant()
	case kwDbcc:
		return p.dbcc(start)
	case kwReconfigure:
		return p.reconfigure(start)
	case kwCheckpoint:
		return p.checkpoint(start)
	case kwBackup, kwRestore, kwBulk, kwDump, kwLoad:
		return p.other(2)
	case kwShutdown, kwReadtext, kwWritetext, kwUpdatetext, kwSetuser, kwLineno, kwDisk:
		return p.other(1)
	case kwAdd:
		if next := p.peek(); p.isWord(next, "SIGNATURE") || p.isWord(next, "COUNTER") || p.isWord(next, "SENSITIVITY") {
			return p.other(2)
		}
	case kwEnd:
		if p.isWord(p.peek(), "CONVERSATION") {
			return p.other(2)
		}
	}
	p.fail()
	return nil
}

// withStatement reads WITH ctes and the query or change that uses them.
func (p *parser) withStatement() Stmt {
	start := p.tok.start
	var ctes []CTE
	var spaces []XMLNamespace
	p.with(&ctes, &spaces)
	switch p.tok.kw {
	case kwInsert, kwUpdate, kwDelete, kwMerge:
		s := p.dmlWith(start, ctes)
		if i, ok := s.(*InsertStmt); ok && i.Query != nil {
			i.Query.Namespaces = spaces
		}
		return s
	}
	q := p.query()
	q.With, q.Namespaces, q.Span = ctes, spaces, p.span(start)
	return q
}
