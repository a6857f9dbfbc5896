package tsql

import "strings"

// tableSources reads what follows FROM.
func (p *parser) tableSources() (list []TableSource) {
	for {
		list = append(list, p.tableSource())
		if !p.accept(tComma) {
			return list
		}
	}
}

// tableSource reads a table with all that is joined to it.
func (p *parser) tableSource() TableSource {
	p.enter()
	left := p.tableItem()
	for p.onJoin() {
		left = p.pivots(p.join(left))
	}
	p.depth--
	return left
}

func (p *parser) onJoin() bool {
	switch p.tok.kw {
	case kwJoin, kwInner, kwLeft, kwRight, kwFull, kwCross:
		return true
	case kwOuter:
		return p.isWord(p.peek(), "APPLY")
	}
	return false
}

// join reads one JOIN or APPLY. Joins may be nested without parentheses: in
// a JOIN b JOIN c ON x ON y the condition x belongs to b and c.
func (p *parser) join(left TableSource) TableSource {
	p.link()
	j := &Join{Kind: p.joinKind(), Left: left}
	j.Right = p.tableItem()
	switch j.Kind {
	case CrossJoin, CrossApply, OuterApply:
	default:
		p.enter()
		for p.onJoin() {
			j.Right = p.join(j.Right)
		}
		p.depth--
		p.expectKw(kwOn)
		j.On = p.condition()
	}
	j.Span = p.span(left.Extent().Start)
	return j
}

func (p *parser) joinKind() JoinKind {
	kind := InnerJoin
	switch k := p.tok.kw; k {
	case kwOuter:
		p.next()
		p.expectWord("APPLY")
		return OuterApply
	case kwCross:
		p.next()
		if p.acceptWord("APPLY") {
			return CrossApply
		}
		p.expectKw(kwJoin)
		return CrossJoin
	case kwInner:
		p.next()
		p.joinHint()
	case kwLeft, kwRight, kwFull:
		kind = map[keyword]JoinKind{kwLeft: LeftJoin, kwRight: RightJoin, kwFull: FullJoin}[k]
		p.next()
		p.acceptKw(kwOuter)
		p.joinHint()
	}
	p.expectKw(kwJoin)
	return kind
}

// joinHint skips HASH, LOOP, MERGE and REMOTE before JOIN.
func (p *parser) joinHint() {
	if p.peek().kw != kwJoin {
		return
	}
	if p.onWord("HASH") || p.onWord("LOOP") || p.on(kwMerge) || p.onWord("REMOTE") {
		p.next()
	}
}

// tableItem reads a table and the PIVOT or UNPIVOT behind it, which may also be behind
// joined tables.
func (p *parser) tableItem() TableSource {
	return p.pivots(p.tablePrimary())
}

func (p *parser) pivots(t TableSource) TableSource {
	for {
		switch p.tok.kw {
		case kwPivot:
			p.link()
			t = p.pivot(t)
		case kwUnpivot:
			p.link()
			t = p.unpivot(t)
		default:
			return t
		}
	}
}

func (p *parser) tablePrimary() TableSource {
	start := p.tok.start
	switch p.tok.kind {
	case tLParen:
		return p.parenTable()
	case tVariable:
		if p.peek().kind == tDot {
			return p.functionTable(start, p.binary(multiply+1))
		}
		return p.tableRef(p.tableAlias)
	case tLBrace:
		return p.outerJoinEscape()
	case tScope:
		p.next()
		if !p.onIdent() || p.peek().kind != tLParen {
			p.fail()
		}
	case tWord:
		if p.tok.kw != notReserved {
			return p.rowset()
		}
	}
	switch next := p.peek(); {
	case next.kind != tLParen:
	case p.onWord("OPENJSON"):
		return p.openJSON()
	case p.onWord("CHANGETABLE"), p.onWord("PREDICT"):
		return p.functionTable(start, p.opaqueRowset())
	}
	return p.namedTable(start)
}

// outerJoinEscape reads {oj tables}, ODBC's form of outer joins.
func (p *parser) outerJoinEscape() TableSource {
	p.next()
	p.expectWord("OJ")
	t := p.tableSource()
	p.expect(tRBrace)
	return t
}

// namedTable reads a table, view or table-valued function.
func (p *parser) namedTable(start Pos) TableSource {
	t := p.target(start)
	if p.is(tLParen) && !p.onHint(p.peek()) {
		if x, ok := p.nodes(start, t.Name); ok {
			return p.functionTable(start, x)
		}
		return p.functionTable(start, p.call(start, t.Name))
	}
	return p.tableTail(start, t, p.tableAlias)
}

// nodes makes t.c.nodes(...) of a name that is followed by a parenthesis.
func (p *parser) nodes(start Pos, n Name) (Expr, bool) {
	var parts []string
	for _, part := range []string{n.Server, n.Database, n.Schema, n.Object} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return p.columnMethod(start, parts)
}

// target reads the name of a table or table variable.
func (p *parser) target(start Pos) *TableRef {
	t := &TableRef{}
	if p.is(tVariable) {
		name := p.variable()
		t.Name, t.Variable = Name{Span: p.lastSpan(), Object: name}, true
	} else {
		t.Name = p.objectName()
	}
	t.Span = p.span(start)
	return t
}

// tableRef reads a table with its hints and, where alias reads one, its alias.
func (p *parser) tableRef(alias func() string) *TableRef {
	start := p.tok.start
	return p.tableTail(start, p.target(start), alias)
}

// tableTail reads what follows a table's name. A hint may stand before the alias or
// behind it.
func (p *parser) tableTail(start Pos, t *TableRef, alias func() string) *TableRef {
	if p.on(kwFor) && p.isWord(p.peek(), "SYSTEM_TIME") {
		t.Temporal = p.systemTime()
	}
	p.tableHints(t)
	if alias != nil {
		t.Alias = alias()
	}
	if p.on(kwTablesample) {
		p.tableSample(t)
	}
	p.tableHints(t)
	t.Span = p.span(start)
	return t
}

// tableAlias reads [AS] alias.
func (p *parser) tableAlias() string {
	if p.acceptKw(kwAs) || p.onAlias() {
		return p.ident()
	}
	return ""
}

// systemTime reads FOR SYSTEM_TIME ... as text.
func (p *parser) systemTime() string {
	p.next()
	p.next()
	start := p.tok.start
	switch {
	case p.acceptKw(kwAll):
	case p.acceptKw(kwAs):
		p.expectKw(kwOf)
		p.scalar()
	case p.acceptKw(kwFrom):
		p.scalar()
		p.expectKw(kwTo)
		p.scalar()
	case p.acceptKw(kwBetween):
		p.scalar()
		p.expectKw(kwAnd)
		p.scalar()
	case p.acceptWord("CONTAINED"):
		p.expectKw(kwIn)
		p.skipParens()
	default:
		p.fail()
	}
	return p.compact(start)
}

// tableSample keeps TABLESAMPLE as a hint: a sample may be the whole table.
func (p *parser) tableSample(t *TableRef) {
	p.next()
	p.acceptWord("SYSTEM")
	p.skipParens()
	if p.onWord("REPEATABLE") && p.peek().kind == tLParen {
		p.next()
		p.skipParens()
	}
	t.Hints = append(t.Hints, "TABLESAMPLE")
}

// tableHints reads WITH (hints), or (hints) in the form of old.
func (p *parser) tableHints(t *TableRef) {
	switch {
	case p.on(kwWith):
		next := p.peek()
		if next.kind != tLParen {
			if isIdent(next) && t.Hints == nil {
				panic(p.fault(next.start, 336, "Incorrect syntax near '%s'. If this is intended to be a common table expression, "+
					"you need to explicitly terminate the previous statement with a semi-colon.", p.name(next)))
			}
			return
		}
		p.next()
	case p.is(tLParen) && p.onHint(p.peek()):
	default:
		return
	}
	p.next()
	for {
		t.Hints = append(t.Hints, p.tableHint())
		if !p.accept(tComma) && p.is(tRParen) {
			break
		}
	}
	p.next()
}

// tableHint reads NOLOCK, INDEX(i), INDEX = i and the like as one word.
func (p *parser) tableHint() string {
	if p.tok.kind != tWord {
		p.fail()
	}
	hint := p.upper(p.tok)
	p.next()
	start := p.tok.start
	switch {
	case p.is(tLParen):
		p.skipParens()
	case p.accept(tEq):
		if p.is(tLParen) {
			p.skipParens()
			break
		}
		p.next()
	default:
		return hint
	}
	return hint + p.words(start)
}

// onHint tells whether a token behind a parenthesis is a table hint.
func (p *parser) onHint(t token) bool {
	switch {
	case t.kw == kwHoldlock, t.kw == kwIndex:
		return true
	case t.kind != tWord || t.kw != notReserved:
		return false
	}
	switch s := p.text(t); len(s) {
	case 5:
		return equalFold(s, "XLOCK")
	case 6:
		return equalFold(s, "NOLOCK") || equalFold(s, "NOWAIT")
	case 7:
		return equalFold(s, "UPDLOCK") || equalFold(s, "TABLOCK") || equalFold(s, "PAGLOCK") || equalFold(s, "ROWLOCK")
	case 8:
		return equalFold(s, "TABLOCKX") || equalFold(s, "READPAST") || equalFold(s, "SNAPSHOT") || equalFold(s, "NOEXPAND")
	case 12:
		return equalFold(s, "SERIALIZABLE") || equalFold(s, "FASTFIRSTROW")
	case 13:
		return equalFold(s, "READCOMMITTED")
	case 14:
		return equalFold(s, "REPEATABLEREAD")
	case 15:
		return equalFold(s, "READUNCOMMITTED")
	}
	return false
}

// parenTable reads (query) alias, (VALUES ...) alias, and tables joined in parentheses.
func (p *parser) parenTable() TableSource {
	start := p.tok.start
	switch next := p.peek(); {
	case p.startsQuery(next):
		return p.derivedTable(start, nil)
	case next.kw == kwValues:
		return p.valuesTable()
	case next.kw == kwInsert, next.kw == kwUpdate, next.kw == kwDelete, next.kw == kwMerge:
		return p.modifiedTable()
	}
	p.enter()
	p.next()
	t := p.tableSource()
	p.depth--
	if d, ok := t.(*DerivedTable); ok && d.Alias == "" && p.onSetOp() {
		// It was the first query of ((SELECT ...) UNION ...) alias.
		return p.derivedTable(start, &ParenQuery{Span: d.Span, Query: d.Query})
	}
	p.expect(tRParen)
	if d, ok := t.(*DerivedTable); ok && d.Alias == "" {
		d.Alias, d.Columns = p.derivedAlias()
		d.Span = p.span(start)
	}
	return t
}

// derivedTable reads (query) alias, or goes on with its set operations after the first
// operand.
func (p *parser) derivedTable(start Pos, first QueryExpr) *DerivedTable {
	d := &DerivedTable{}
	if first != nil {
		d.Query = p.queryFrom(first)
		p.expect(tRParen)
	} else {
		d.Query = p.parenQuery()
	}
	if !p.onSetOp() {
		d.Alias, d.Columns = p.derivedAlias()
	}
	d.Span = p.span(start)
	return d
}

// derivedAlias reads [AS] alias [(columns)].
func (p *parser) derivedAlias() (alias string, columns []string) {
	alias = p.tableAlias()
	if alias != "" && p.is(tLParen) && !p.onHint(p.peek()) {
		columns = p.identList()
	}
	return alias, columns
}

// valuesTable reads (VALUES (...), ...) alias (columns).
func (p *parser) valuesTable() *ValuesTable {
	start := p.tok.start
	p.next()
	p.next()
	v := &ValuesTable{Rows: p.valueRows()}
	p.expect(tRParen)
	v.Alias, v.Columns = p.derivedAlias()
	v.Span = p.span(start)
	return v
}

// modifiedTable reads (INSERT | UPDATE | DELETE | MERGE ... OUTPUT ...) alias.
func (p *parser) modifiedTable() *DerivedTable {
	start := p.tok.start
	p.next()
	d := &DerivedTable{Modify: p.modification(nil)}
	p.expect(tRParen)
	d.Alias, d.Columns = p.derivedAlias()
	d.Span = p.span(start)
	return d
}

// functionTable reads what follows a table-valued function.
func (p *parser) functionTable(start Pos, call Expr) *FuncTable {
	f := &FuncTable{Call: call}
	if c, ok := call.(*Call); ok && strings.EqualFold(c.Name.Object, "OPENXML") && p.on(kwWith) {
		f.Schema = p.rowsetSchema()
	}
	f.Alias, f.Columns = p.derivedAlias()
	f.Span = p.span(start)
	return f
}

// openJSON reads OPENJSON(x [, path]) [WITH (columns)].
func (p *parser) openJSON() *FuncTable {
	start := p.tok.start
	p.next()
	f := &FuncTable{Call: p.call(start, p.wordName())}
	if p.on(kwWith) && p.peek().kind == tLParen {
		f.Schema = p.rowsetSchema()
	}
	f.Alias, f.Columns = p.derivedAlias()
	f.Span = p.span(start)
	return f
}

// rowsetSchema reads WITH (name type ['path'] [AS JSON], ...).
func (p *parser) rowsetSchema() (columns []ColumnDef) {
	p.next()
	p.expect(tLParen)
	for {
		start := p.tok.start
		c := ColumnDef{Name: p.ident()}
		c.Type = p.typeName(typeUse{column: c.Name, ordinal: len(columns) + 1})
		if p.acceptKw(kwCollate) {
			c.Collation = p.collation()
		}
		if p.onString() {
			c.Default = p.literal()
		}
		if p.acceptKw(kwAs) {
			p.expectWord("JSON")
			c.AsJSON = true
		}
		c.Span = p.span(start)
		columns = append(columns, c)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return columns
}

// rowset reads the functions whose names are reserved words.
func (p *parser) rowset() TableSource {
	start := p.tok.start
	switch p.tok.kw {
	case kwOpenXML:
		p.next()
		return p.functionTable(start, p.call(start, p.wordName()))
	case kwOpenQuery:
		p.next()
		c := &Call{Name: p.wordName()}
		p.expect(tLParen)
		c.Args = p.scalars()
		p.expect(tRParen)
		c.Span = p.span(start)
		return p.functionTable(start, c)
	case kwOpenRowset, kwOpenDatasource, kwContainsTable, kwFreetextTable,
		kwSemanticKeyPhraseTable, kwSemanticSimilarityDetailsTable, kwSemanticSimilarityTable:
		return p.functionTable(start, p.opaqueRowset())
	}
	p.fail()
	return nil
}

// opaqueRowset reads a function over data that is elsewhere; it is refused by its name,
// so its arguments are skipped.
func (p *parser) opaqueRowset() *Call {
	start := p.tok.start
	p.next()
	c := &Call{Name: p.wordName()}
	p.skipParens()
	for p.accept(tDot) {
		if p.onIdent() {
			p.next()
		}
	}
	if p.on(kwWith) && p.peek().kind == tLParen {
		p.next()
		p.skipParens()
	}
	c.Span = p.span(start)
	return c
}

// pivot reads PIVOT (aggregate FOR column IN ([a], [b])) alias.
func (p *parser) pivot(source TableSource) *Pivot {
	t := &Pivot{Source: source}
	p.next()
	p.expect(tLParen)
	start := p.tok.start
	name := p.objectName()
	t.Aggregate = p.call(start, name)
	p.expectKw(kwFor)
	t.For = p.column()
	p.expectKw(kwIn)
	t.In = p.identList()
	p.expect(tRParen)
	t.Alias = p.tableAlias()
	t.Span = p.span(source.Extent().Start)
	return t
}

// unpivot reads UNPIVOT (value FOR name IN (a, b)) alias.
func (p *parser) unpivot(source TableSource) *Unpivot {
	t := &Unpivot{Source: source}
	p.next()
	p.expect(tLParen)
	t.Value = p.ident()
	p.expectKw(kwFor)
	t.For = p.ident()
	p.expectKw(kwIn)
	p.expect(tLParen)
	for {
		t.In = append(t.In, p.column())
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	p.expect(tRParen)
	t.Alias = p.tableAlias()
	t.Span = p.span(source.Extent().Start)
	return t
}

// column reads a column's name.
func (p *parser) column() ColumnRef {
	start := p.tok.start
	parts := p.columnParts()
	return ColumnRef{Span: p.span(start), Parts: parts}
}
