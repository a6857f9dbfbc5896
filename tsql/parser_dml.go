package tsql

// dml reads INSERT, UPDATE, DELETE and MERGE, or one of the statements that begin with
// the same words.
func (p *parser) dml(start Pos) Stmt {
	switch next := p.peek(); {
	case p.on(kwInsert) && next.kw == kwBulk:
		return p.insertBulk()
	case p.on(kwUpdate) && next.kw == kwStatistics:
		return p.updateStatistics(start)
	}
	return p.dmlWith(start, nil)
}

func (p *parser) dmlWith(start Pos, ctes []CTE) Stmt {
	merge := p.on(kwMerge)
	s := p.modification(ctes)
	setStart(s, start)
	if merge && !p.is(tSemicolon) {
		panic(p.fault(p.last.start, 10713, "A MERGE statement must be terminated by a semi-colon (;)."))
	}
	return s
}

// setStart makes a statement begin at the WITH before it.
func setStart(s Stmt, start Pos) {
	switch s := s.(type) {
	case *InsertStmt:
		s.Start = start
	case *UpdateStmt:
		s.Start = start
	case *DeleteStmt:
		s.Start = start
	case *MergeStmt:
		s.Start = start
	}
}

// modification reads a statement that changes rows.
func (p *parser) modification(ctes []CTE) Stmt {
	switch p.tok.kw {
	case kwInsert:
		return p.insert(ctes)
	case kwUpdate:
		return p.update(ctes)
	case kwDelete:
		return p.delete(ctes)
	}
	return p.merge(ctes)
}

// insert reads
//
//	INSERT [TOP (n)] [INTO] target [(columns)] [OUTPUT ...] { VALUES ... | query | EXEC ... | DEFAULT VALUES }
func (p *parser) insert(ctes []CTE) *InsertStmt {
	start := p.tok.start
	p.next()
	s := &InsertStmt{With: ctes}
	if p.on(kwTop) {
		s.Top = p.top()
	}
	p.acceptKw(kwInto)
	s.Target = p.dmlTarget()
	if p.is(tLParen) && !p.startsQuery(p.peek()) && p.peek().kind != tLParen {
		s.Columns = p.identNodes()
	}
	s.Output = p.output()
	p.insertSource(s)
	if s.Options == nil {
		s.Options = p.options()
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) insertSource(s *InsertStmt) {
	switch p.tok.kw {
	case kwValues:
		p.next()
		s.Rows = p.valueRows()
	case kwDefault:
		p.next()
		p.expectKw(kwValues)
		s.DefaultValues = true
	case kwExec, kwExecute:
		e, ok := p.exec().(*ExecStmt)
		if !ok {
			p.failAt(p.last)
		}
		s.Exec = e
	default:
		if !p.is(tLParen) && !p.startsQuery(p.tok) {
			p.fail()
		}
		s.Query = p.query()
		s.Options, s.Query.Options = s.Query.Options, nil
	}
}

// dmlTarget reads the table that is changed, with its hints.
func (p *parser) dmlTarget() *TableRef {
	start := p.tok.start
	switch p.tok.kw {
	case kwOpenQuery, kwOpenRowset, kwOpenDatasource:
		c := p.opaqueRowset()
		return &TableRef{Span: p.span(start), Name: c.Name}
	}
	return p.tableRef(nil)
}

// valueRows reads (a, b), (c, d), ...
func (p *parser) valueRows() (rows [][]Expr) {
	for {
		p.expect(tLParen)
		rows = append(rows, p.values())
		p.expect(tRParen)
		if !p.accept(tComma) {
			return rows
		}
	}
}

func (p *parser) values() []Expr {
	from := len(p.stack.exprs)
	for {
		x := p.valueOrDefault()
		p.stack.exprs = append(p.stack.exprs, x)
		if !p.accept(tComma) {
			return cut(&p.stack.exprs, from)
		}
	}
}

func (p *parser) valueOrDefault() Expr {
	if p.acceptKw(kwDefault) {
		return &Default{Span: p.lastSpan()}
	}
	return p.scalar()
}

// output reads OUTPUT items [INTO target [(columns)]], twice if need be.
func (p *parser) output() *Output {
	if !p.onWord("OUTPUT") {
		return nil
	}
	start := p.tok.start
	p.next()
	o := &Output{Items: p.selectItems()}
	if p.acceptKw(kwInto) {
		o.Into = p.target(p.tok.start)
		if p.is(tLParen) && !p.startsQuery(p.peek()) {
			o.Columns = p.identNodes()
		}
		o.Next = p.output()
	}
	o.Span = p.span(start)
	return o
}

// update reads UPDATE [TOP (n)] target SET ... [OUTPUT ...] [FROM ...] [WHERE ...].
func (p *parser) update(ctes []CTE) *UpdateStmt {
	start := p.tok.start
	p.next()
	s := &UpdateStmt{With: ctes}
	if p.on(kwTop) {
		s.Top = p.top()
	}
	s.Target = p.dmlTarget()
	p.expectKw(kwSet)
	s.Set = p.setClauses()
	s.Output = p.output()
	if p.acceptKw(kwFrom) {
		s.From = p.tableSources()
	}
	s.Where, s.CurrentOf = p.whereOrCursor()
	s.Options = p.options()
	s.Span = p.span(start)
	return s
}

// whereOrCursor reads WHERE condition or WHERE CURRENT OF cursor.
func (p *parser) whereOrCursor() (where Expr, cursor string) {
	if !p.acceptKw(kwWhere) {
		return nil, ""
	}
	if p.acceptKw(kwCurrent) {
		p.expectKw(kwOf)
		global, name := p.cursorName()
		if global {
			name = "GLOBAL " + name
		}
		return nil, name
	}
	return p.condition(), ""
}

func (p *parser) setClauses() (list []SetClause) {
	for {
		list = append(list, p.setClause())
		if !p.accept(tComma) {
			return list
		}
	}
}

// setClause reads column = x, @v = x, @v = column = x and column.WRITE(...).
func (p *parser) setClause() (c SetClause) {
	start := p.tok.start
	if p.is(tVariable) {
		c.Variable = p.variable()
		c.Op = p.assignOp()
		if c.Op != OpNone || !p.onColumnAssign() {
			c.Value = p.scalar()
			c.Span = p.span(start)
			return c
		}
	}
	column := p.column()
	c.Column = &column
	if p.is(tLParen) && len(column.Parts) > 1 {
		last := len(column.Parts) - 1
		name := column.Parts[last]
		column.Parts = column.Parts[:last]
		c.Value = p.method(start, c.Column, name)
	} else {
		c.Op = p.assignOp()
		c.Value = p.valueOrDefault()
	}
	c.Span = p.span(start)
	return c
}

// onColumnAssign looks ahead for column = behind @v =.
func (p *parser) onColumnAssign() bool {
	t := p.tok
	for isIdent(t) {
		t = p.at(t.end)
		switch t.kind {
		case tDot:
			t = p.at(t.end)
		case tEq, tAssign:
			return true
		default:
			return false
		}
	}
	return false
}

// delete reads DELETE [TOP (n)] [FROM] target [OUTPUT ...] [FROM ...] [WHERE ...].
func (p *parser) delete(ctes []CTE) *DeleteStmt {
	start := p.tok.start
	p.next()
	s := &DeleteStmt{With: ctes}
	if p.on(kwTop) {
		s.Top = p.top()
	}
	p.acceptKw(kwFrom)
	s.Target = p.dmlTarget()
	s.Output = p.output()
	if p.acceptKw(kwFrom) {
		s.From = p.tableSources()
	}
	s.Where, s.CurrentOf = p.whereOrCursor()
	s.Options = p.options()
	s.Span = p.span(start)
	return s
}

// merge reads MERGE [TOP (n)] [INTO] target USING source ON condition WHEN ...
func (p *parser) merge(ctes []CTE) *MergeStmt {
	start := p.tok.start
	p.next()
	s := &MergeStmt{With: ctes}
	if p.on(kwTop) {
		s.Top = p.top()
	}
	p.acceptKw(kwInto)
	s.Target = p.tableRef(p.mergeAlias)
	p.expectWord("USING")
	s.Using = p.tableSource()
	p.expectKw(kwOn)
	s.On = p.condition()
	for p.on(kwWhen) {
		s.Whens = append(s.Whens, p.mergeWhen())
	}
	if s.Whens == nil {
		p.fail()
	}
	s.Output = p.output()
	s.Options = p.options()
	s.Span = p.span(start)
	return s
}

// mergeAlias reads [AS] alias before USING.
func (p *parser) mergeAlias() string {
	if p.acceptKw(kwAs) || p.onIdent() && !p.onWord("USING") {
		return p.ident()
	}
	return ""
}

func (p *parser) mergeWhen() (w MergeWhen) {
	start := p.tok.start
	p.next()
	not := p.acceptKw(kwNot)
	p.expectWord("MATCHED")
	if not {
		w.Match = NotMatchedByTarget
	}
	if not && p.acceptKw(kwBy) {
		switch {
		case p.acceptWord("SOURCE"):
			w.Match = NotMatchedBySource
		default:
			p.expectWord("TARGET")
		}
	}
	if p.acceptKw(kwAnd) {
		w.And = p.condition()
	}
	p.expectKw(kwThen)
	p.mergeAction(&w)
	w.Span = p.span(start)
	return w
}

func (p *parser) mergeAction(w *MergeWhen) {
	switch {
	case w.Match == NotMatchedByTarget:
		p.expectKw(kwInsert)
		w.Insert = true
		if p.is(tLParen) {
			w.Columns = p.identNodes()
		}
		if p.acceptKw(kwDefault) {
			p.expectKw(kwValues)
			return
		}
		p.expectKw(kwValues)
		p.expect(tLParen)
		w.Values = p.values()
		p.expect(tRParen)
	case p.acceptKw(kwDelete):
		w.Delete = true
	default:
		p.expectKw(kwUpdate)
		p.expectKw(kwSet)
		w.Set = p.setClauses()
	}
}

func (p *parser) truncate() Stmt {
	start := p.tok.start
	p.next()
	p.expectKw(kwTable)
	s := &TruncateStmt{Table: p.objectName()}
	if p.on(kwWith) && p.peek().kind == tLParen {
		p.next()
		p.skipParens() // the partitions: a table here has one
	}
	s.Span = p.span(start)
	return s
}

// insertBulk reads INSERT BULK table (columns) [WITH (options)], which drivers send before
// a bulk load.
func (p *parser) insertBulk() *InsertBulkStmt {
	start := p.tok.start
	p.next()
	p.next()
	s := &InsertBulkStmt{Table: p.objectName()}
	if p.accept(tLParen) {
		for {
			s.Columns = append(s.Columns, p.bulkColumn(len(s.Columns)+1))
			if !p.accept(tComma) {
				break
			}
		}
		p.expect(tRParen)
	}
	if p.acceptKw(kwWith) {
		p.expect(tLParen)
		for {
			s.Options = append(s.Options, p.bulkOption())
			if !p.accept(tComma) {
				break
			}
		}
		p.expect(tRParen)
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) bulkColumn(ordinal int) (c ColumnDef) {
	start := p.tok.start
	c.Name = p.ident()
	c.Type = p.typeName(typeUse{column: c.Name, ordinal: ordinal})
	if p.acceptKw(kwCollate) {
		c.Collation = p.collation()
	}
	c.Null = p.nullability()
	c.Span = p.span(start)
	return c
}

// bulkOption reads CHECK_CONSTRAINTS, ROWS_PER_BATCH = n or ORDER (columns).
func (p *parser) bulkOption() (o Option) {
	start := p.tok.start
	if p.tok.kind != tWord {
		p.fail()
	}
	o.Name = p.upper(p.tok)
	p.next()
	switch {
	case p.is(tLParen):
		p.skipParens()
	case p.accept(tEq):
		o.Value = p.optionValue()
	}
	o.Span = p.span(start)
	return o
}
