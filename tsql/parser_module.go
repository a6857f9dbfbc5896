package tsql

// module reads CREATE and ALTER of what must be alone in its batch, or nothing if object,
// the word behind CREATE or ALTER, is no such thing.
func (p *parser) module(start Pos, object token, altering Altering) Stmt {
	var read func(Pos, Altering) Stmt
	name := "CREATE "
	if altering == Alter {
		name = "ALTER "
	}
	switch object.kw {
	case kwProc, kwProcedure:
		read, name = p.procedure, "CREATE/ALTER PROCEDURE"
	case kwView:
		read, name = p.view, name+"VIEW"
	case kwFunction:
		read, name = p.function, name+"FUNCTION"
	case kwTrigger:
		read, name = p.trigger, name+"TRIGGER"
	case kwSchema:
		if altering != Create {
			return nil
		}
		read, name = p.schema, name+"SCHEMA"
	default:
		return nil
	}
	switch {
	case p.isFirst():
	case p.inner > 0:
		p.failAt(object)
	default:
		panic(p.fault(start, 111, "'%s' must be the first statement in a query batch.", name))
	}
	for p.tok.start != object.start {
		p.next()
	}
	p.next()
	return read(start, altering)
}

// body reads the statements of a module, which are all that is left of the batch.
func (p *parser) body() []Stmt {
	p.inner++
	body := p.statements(func() bool { return p.is(tEOF) })
	p.inner--
	if body == nil {
		p.fail()
	}
	return body
}

// procedure reads name [parameters] [WITH options] [FOR REPLICATION] AS body.
func (p *parser) procedure(start Pos, altering Altering) Stmt {
	s := &CreateProcStmt{Name: p.procName(), Alter: altering}
	if p.accept(tLParen) {
		s.Params = p.params()
		p.expect(tRParen)
	} else if p.is(tVariable) {
		s.Params = p.params()
	}
	s.With = p.moduleOptions()
	if p.acceptKw(kwFor) {
		p.expectKw(kwReplication)
	}
	p.expectKw(kwAs)
	if p.on(kwExternal) {
		return p.rest(start, moduleVerb(altering)+" PROCEDURE")
	}
	s.Body = p.body()
	s.Span = p.span(start)
	return s
}

func moduleVerb(altering Altering) string {
	if altering == Alter {
		return "ALTER"
	}
	return "CREATE"
}

func (p *parser) params() (list []ParamDecl) {
	for {
		list = append(list, p.param(len(list)+1))
		if !p.accept(tComma) {
			return list
		}
	}
}

// param reads @p [AS] type [VARYING] [NULL | NOT NULL] [= default] [OUTPUT] [READONLY].
func (p *parser) param(ordinal int) (d ParamDecl) {
	start := p.tok.start
	d.Name = p.variable()
	p.acceptKw(kwAs)
	d.Type = p.typeName(typeUse{param: d.Name, ordinal: ordinal})
	d.Varying = p.acceptKw(kwVarying)
	p.nullability()
	if p.accept(tEq) {
		if p.onIdent() {
			d.Default = p.wordConstant()
		} else {
			d.Default = p.constant()
		}
	}
	for {
		switch {
		case p.acceptWord("OUTPUT"), p.acceptWord("OUT"):
			d.Output = true
		case p.acceptWord("READONLY"):
			d.ReadOnly = true
		default:
			d.Span = p.span(start)
			return d
		}
	}
}

// moduleOptions reads WITH RECOMPILE, EXECUTE AS OWNER, ...
func (p *parser) moduleOptions() (list []string) {
	if !p.acceptKw(kwWith) {
		return nil
	}
	for {
		list = append(list, p.moduleOption())
		if !p.accept(tComma) {
			return list
		}
	}
}

func (p *parser) moduleOption() string {
	start := p.tok.start
	switch {
	case p.acceptKw(kwExec), p.acceptKw(kwExecute):
		p.expectKw(kwAs)
		if p.onString() {
			who := p.name(p.tok)
			p.next()
			return "EXECUTE AS " + quoteString(who)
		}
		who := p.upper(p.tok)
		p.anyIdent()
		return "EXECUTE AS " + who
	case p.acceptWord("RETURNS"), p.acceptWord("CALLED"):
		// RETURNS NULL ON NULL INPUT
		for p.on(kwNull) || p.on(kwOn) || p.onWord("INPUT") {
			p.next()
		}
	case p.acceptWord("INLINE"):
		p.expect(tEq)
		p.onOff()
	case p.onIdent():
		p.next()
	default:
		p.fail()
	}
	return p.words(start)
}

// view reads name [(columns)] [WITH options] AS query [WITH CHECK OPTION].
func (p *parser) view(start Pos, altering Altering) Stmt {
	s := &CreateViewStmt{Name: p.objectName(), Alter: altering}
	if p.is(tLParen) {
		s.Columns = p.identList()
	}
	s.With = p.moduleOptions()
	p.expectKw(kwAs)
	s.Query = p.query()
	if p.on(kwWith) && p.peek().kw == kwCheck {
		p.next()
		p.next()
		p.expectKw(kwOption)
		s.Check = true
	}
	s.Span = p.span(start)
	p.endOfModule()
	return s
}

// endOfModule refuses what follows a module that is not a procedure.
func (p *parser) endOfModule() {
	for p.accept(tSemicolon) {
	}
	if !p.is(tEOF) {
		p.fail()
	}
}

// function reads name (parameters) RETURNS ..., whose form tells the kind of function.
func (p *parser) function(start Pos, altering Altering) Stmt {
	s := &CreateFunctionStmt{Name: p.objectName(), Alter: altering}
	p.expect(tLParen)
	if !p.is(tRParen) {
		s.Params = p.params()
	}
	p.expect(tRParen)
	p.expectWord("RETURNS")
	inline := false
	switch {
	case p.is(tVariable):
		s.ReturnVar = p.variable()
		if !p.on(kwTable) {
			p.fail()
		}
		def := p.tableVariable()
		s.ReturnTable = &def
	case p.on(kwTable):
		p.next()
		inline = true
		if p.is(tLParen) { // the table of an assembly's function
			p.skipParens()
		}
	default:
		s.Returns = p.typeName(typeUse{})
	}
	s.With = p.moduleOptions()
	if p.on(kwOrder) && p.peek().kind == tLParen {
		p.next()
		p.skipParens()
	}
	p.acceptKw(kwAs)
	switch {
	case p.on(kwExternal):
		return p.rest(start, moduleVerb(altering)+" FUNCTION")
	case inline:
		s.Inline = p.inlineBody()
	default:
		s.Body = p.beginBlock()
	}
	s.Span = p.span(start)
	p.endOfModule()
	return s
}

// inlineBody reads RETURN query, which may be in parentheses.
func (p *parser) inlineBody() *SelectStmt {
	p.expectKw(kwReturn)
	q := p.query()
	for {
		inner, ok := q.Body.(*ParenQuery)
		if !ok || q.OrderBy != nil || q.For != nil {
			return q
		}
		q = inner.Query
	}
}

// trigger reads name ON table [WITH options] AFTER | INSTEAD OF events AS body.
func (p *parser) trigger(start Pos, altering Altering) Stmt {
	s := &CreateTriggerStmt{Name: p.objectName(), Alter: altering}
	p.expectKw(kwOn)
	if p.on(kwDatabase) || p.on(kwAll) {
		return p.rest(start, moduleVerb(altering)+" TRIGGER")
	}
	s.Table = p.objectName()
	s.With = p.moduleOptions()
	switch {
	case p.acceptKw(kwFor), p.acceptWord("AFTER"):
	default:
		p.expectWord("INSTEAD")
		p.expectKw(kwOf)
		s.InsteadOf = true
	}
	for {
		p.triggerEvent(s)
		if !p.accept(tComma) {
			break
		}
	}
	if p.on(kwWith) && p.isWord(p.peek(), "APPEND") {
		p.next()
		p.next()
	}
	p.notForReplication()
	p.expectKw(kwAs)
	if p.on(kwExternal) {
		return p.rest(start, moduleVerb(altering)+" TRIGGER")
	}
	s.Body = p.body()
	s.Span = p.span(start)
	return s
}

func (p *parser) triggerEvent(s *CreateTriggerStmt) {
	switch {
	case p.acceptKw(kwInsert):
		s.Insert = true
	case p.acceptKw(kwUpdate):
		s.Update = true
	default:
		p.expectKw(kwDelete)
		s.Delete = true
	}
}

// schema reads [name] [AUTHORIZATION owner]; a schema's elements are refused by name.
func (p *parser) schema(start Pos, _ Altering) Stmt {
	s := &CreateSchemaStmt{}
	if p.onIdent() {
		s.Name = p.ident()
	}
	if p.acceptKw(kwAuthorization) {
		s.Owner = p.principal()
	}
	if s.Name == "" {
		s.Name = s.Owner
	}
	if s.Name == "" {
		p.fail()
	}
	s.Span = p.span(start)
	if p.on(kwCreate) || p.on(kwGrant) || p.on(kwDeny) || p.on(kwRevoke) {
		return p.rest(start, "CREATE SCHEMA ELEMENT")
	}
	p.endOfModule()
	return s
}
