package tsql

import (
	"strconv"
	"strings"
)

// definition reads CREATE, ALTER and DROP.
func (p *parser) definition() Stmt {
	start := p.tok.start
	verb := p.tok.kw
	if verb == kwDrop {
		return p.drop()
	}
	altering := Create
	if verb == kwAlter {
		altering = Alter
	}
	p.peek()
	object := p.ahead
	if verb == kwCreate && object.kw == kwOr {
		alter := p.at(object.end)
		if alter.kw == kwAlter {
			altering = CreateOrAlter
			object = p.at(alter.end)
		}
	}
	if s := p.module(start, object, altering); s != nil {
		return s
	}
	if altering == CreateOrAlter {
		p.next()
		p.fail()
	}
	if verb == kwCreate {
		return p.create(start)
	}
	return p.alter(start)
}

// create reads CREATE of what is not a module.
func (p *parser) create(start Pos) Stmt {
	next := p.peek()
	switch next.kw {
	case kwTable:
		return p.createTable(start)
	case kwUnique, kwClustered, kwNonclustered, kwIndex:
		return p.createIndex(start)
	case kwDatabase:
		return p.createDatabase(start)
	case kwUser:
		return p.createUser(start)
	case notReserved:
		switch {
		case p.isWord(next, "TYPE"):
			return p.createType(start)
		case p.isWord(next, "SYNONYM"):
			return p.createSynonym(start)
		case p.isWord(next, "SEQUENCE"):
			return p.sequence(start, Create)
		case p.isWord(next, "LOGIN"), p.isWord(next, "ROLE"), p.isWord(next, "CREDENTIAL"):
			return p.security(start)
		case p.isWord(next, "SERVER") && p.isWord(p.at(next.end), "ROLE"):
			return p.security(start)
		}
	}
	return p.otherDefinition()
}

// alter reads ALTER of what is not a module.
func (p *parser) alter(start Pos) Stmt {
	next := p.peek()
	switch next.kw {
	case kwTable:
		return p.alterTable(start)
	case kwIndex:
		return p.alterIndex(start)
	case kwSchema:
		return p.alterSchema(start)
	case kwDatabase:
		return p.alterDatabase(start)
	case kwUser:
		return p.alterUser(start)
	case kwAuthorization:
		return p.alterAuthorization(start)
	case notReserved:
		switch {
		case p.isWord(next, "SEQUENCE"):
			return p.sequence(start, Alter)
		case p.isWord(next, "LOGIN"), p.isWord(next, "ROLE"), p.isWord(next, "CREDENTIAL"):
			return p.security(start)
		case p.isWord(next, "SERVER") && p.isWord(p.at(next.end), "ROLE"):
			return p.security(start)
		}
	}
	return p.otherDefinition()
}

// ---- tables

// createTable reads CREATE TABLE name (...) and the clauses of storage behind it.
func (p *parser) createTable(start Pos) Stmt {
	p.next()
	p.next()
	s := &CreateTableStmt{Name: p.objectName()}
	if p.on(kwAs) { // AS FILETABLE, AS EDGE
		p.skipRest()
		other := &OtherStmt{Span: p.span(start), Name: "CREATE TABLE AS"}
		other.Text = p.src[start:other.End]
		return other
	}
	at := p.tok.start
	s.Def = p.tableDef()
	s.Def.Span = p.span(at)
	if p.acceptKw(kwAs) {
		if !p.acceptWord("NODE") {
			p.expectWord("EDGE")
		}
	}
	p.storage()
	s.Span = p.span(start)
	return s
}

// storage skips ON filegroup, TEXTIMAGE_ON, FILESTREAM_ON and WITH (...): there is one
// place for all tables.
func (p *parser) storage() {
	for {
		switch {
		case p.on(kwOn), p.onWord("TEXTIMAGE_ON"), p.onWord("FILESTREAM_ON"):
			p.next()
			p.fileGroup()
		case p.on(kwWith) && p.peek().kind == tLParen:
			p.next()
			p.skipParens()
		case p.on(kwWith) && p.peek().kw == kwFillfactor:
			p.next()
			p.next()
			p.expect(tEq)
			p.length()
		default:
			return
		}
	}
}

// fileGroup reads the name of a file group or a partition scheme with its column.
func (p *parser) fileGroup() {
	switch {
	case p.onString(), p.on(kwDefault), p.on(kwPrimary):
		p.next()
		return
	}
	p.ident()
	if p.is(tLParen) {
		p.skipParens()
	}
}

// tableDef reads (columns and constraints).
func (p *parser) tableDef() (def TableDef) {
	p.expect(tLParen)
	for {
		p.tableElement(&def)
		if !p.accept(tComma) {
			// A comma before a table constraint may be left out.
			if !p.onConstraint() {
				break
			}
		}
		if p.is(tRParen) && len(def.Columns) > 0 {
			break
		}
	}
	p.expect(tRParen)
	return def
}

// onConstraint tells whether a table constraint begins at tok.
func (p *parser) onConstraint() bool {
	switch p.tok.kw {
	case kwConstraint, kwPrimary, kwUnique, kwForeign, kwReferences, kwCheck, kwIndex:
		return true
	}
	return false
}

func (p *parser) tableElement(def *TableDef) {
	switch {
	case p.onConstraint():
		def.Constraints = append(def.Constraints, p.constraint())
	case p.onWord("PERIOD") && p.peek().kw == kwFor:
		p.next()
		p.next()
		p.expectWord("SYSTEM_TIME")
		p.skipParens()
		def.Temporal = true
	default:
		def.Columns = append(def.Columns, p.columnDef(len(def.Columns)+1))
	}
}

// columnDef reads name type options, or name AS expr.
func (p *parser) columnDef(ordinal int) (c ColumnDef) {
	start := p.tok.start
	isTimestamp := p.onWord("TIMESTAMP")
	c.Name = p.ident()
	switch {
	case p.acceptKw(kwAs):
		c.Computed = p.scalar()
		if p.acceptWord("PERSISTED") {
			c.Persisted = true
		}
	case isTimestamp && !p.onIdent():
		c.Type = systemType("timestamp")
	default:
		c.Type = p.typeName(typeUse{column: c.Name, ordinal: ordinal})
	}
	for p.columnOption(&c) {
	}
	c.Span = p.span(start)
	return c
}

// columnOption reads one option of a column, if there is another.
func (p *parser) columnOption(c *ColumnDef) bool {
	switch p.tok.kw {
	case kwCollate:
		p.next()
		c.Collation = p.collation()
	case kwNull, kwNot:
		return p.nullOption(c)
	case kwIdentity:
		p.next()
		c.Identity = p.identity()
	case kwRowGUIDCol:
		p.next()
		c.RowGUID = true
	case kwDefault:
		p.columnDefault(c)
	case kwConstraint, kwPrimary, kwUnique, kwCheck, kwForeign, kwReferences:
		return p.columnConstraint(c)
	case kwIndex:
		c.Constraints = append(c.Constraints, p.constraint())
	case kwWith:
		if c.Default == nil || p.peek().kw != kwValues {
			return false
		}
		p.next()
		p.expectKw(kwValues)
		c.WithValues = true
	case notReserved:
		return p.columnWord()
	default:
		return false
	}
	return true
}

// columnWord skips options of storage and security.
func (p *parser) columnWord() bool {
	switch {
	case p.acceptWord("SPARSE"), p.acceptWord("FILESTREAM"), p.acceptWord("HIDDEN"):
	case p.acceptWord("COLUMN_SET"):
		p.expectKw(kwFor)
		p.expectWord("ALL_SPARSE_COLUMNS")
	case p.onWord("MASKED") && p.peek().kw == kwWith, p.onWord("ENCRYPTED") && p.peek().kw == kwWith:
		p.next()
		p.next()
		p.skipParens()
	case p.acceptWords("GENERATED", "ALWAYS"):
		p.expectKw(kwAs)
		p.next()
		if !p.acceptWord("START") {
			p.expectKw(kwEnd)
		}
	default:
		return false
	}
	return true
}

// nullOption reads NULL, NOT NULL and NOT FOR REPLICATION.
func (p *parser) nullOption(c *ColumnDef) bool {
	if p.on(kwNot) && p.peek().kw == kwFor {
		p.next()
		p.next()
		p.expectKw(kwReplication)
		return true
	}
	c.Null = p.nullability()
	return true
}

// nullability reads NULL or NOT NULL, if either is there.
func (p *parser) nullability() *bool {
	null := true
	switch {
	case p.acceptKw(kwNot):
		null = false
		p.expectKw(kwNull)
	case !p.acceptKw(kwNull):
		return nil
	}
	return &null
}

// identity reads [(seed, increment)].
func (p *parser) identity() *Identity {
	id := &Identity{Seed: 1, Increment: 1}
	if p.accept(tLParen) {
		id.Seed = p.integer()
		p.expect(tComma)
		id.Increment = p.integer()
		p.expect(tRParen)
	}
	return id
}

// integer reads a whole number with an optional sign.
func (p *parser) integer() int64 {
	sign := ""
	switch {
	case p.accept(tMinus):
		sign = "-"
	default:
		p.accept(tPlus)
	}
	if !p.is(tInt) {
		p.fail()
	}
	n, err := strconv.ParseInt(sign+p.text(p.tok), 10, 64)
	if err != nil {
		p.fail()
	}
	p.next()
	return n
}

func (p *parser) columnDefault(c *ColumnDef) {
	p.next()
	c.Default = p.scalar()
	p.defaultFor(c)
}

// defaultFor lets a column repeat its own name: DEFAULT x FOR c.
func (p *parser) defaultFor(c *ColumnDef) {
	if p.on(kwFor) && strings.EqualFold(p.name(p.peek()), c.Name) {
		p.next()
		p.next()
	}
}

// columnConstraint reads a constraint of a column. One that has columns of its own is
// the table's, with the comma before it left out.
func (p *parser) columnConstraint(c *ColumnDef) bool {
	if p.on(kwConstraint) {
		name := p.peek()
		switch after := p.at(name.end); after.kw {
		case kwDefault:
			p.next()
			c.DefaultName = p.ident()
			p.columnDefault(c)
			return true
		case kwNull, kwNot:
			p.next()
			p.next()
			return p.nullOption(c)
		}
	}
	if p.onTableConstraint() {
		return false
	}
	c.Constraints = append(c.Constraints, p.constraint())
	return true
}

// onTableConstraint looks ahead for a key with a list of columns.
func (p *parser) onTableConstraint() bool {
	t := p.tok
	if t.kw == kwConstraint {
		t = p.at(p.at(t.end).end)
	}
	switch t.kw {
	case kwForeign:
		// A column may say FOREIGN KEY REFERENCES t.
		key := p.at(t.end)
		return p.at(key.end).kind == tLParen
	case kwPrimary:
		t = p.at(t.end)
	case kwUnique:
	default:
		return false
	}
	for t = p.at(t.end); t.kw == kwClustered || t.kw == kwNonclustered; {
		t = p.at(t.end)
	}
	return t.kind == tLParen
}

// constraint reads [CONSTRAINT name] and one constraint, of a table or of a column.
func (p *parser) constraint() (c Constraint) {
	start := p.tok.start
	if p.acceptKw(kwConstraint) {
		c.Name = p.ident()
	}
	switch p.tok.kw {
	case kwPrimary:
		p.next()
		p.expectKw(kwKey)
		c.Kind, c.Clustered = PrimaryKey, true
		p.key(&c)
	case kwUnique:
		p.next()
		c.Kind = Unique
		p.key(&c)
	case kwForeign:
		p.next()
		p.expectKw(kwKey)
		if p.is(tLParen) {
			c.Columns = p.indexColumns()
		}
		p.references(&c)
	case kwReferences:
		p.references(&c)
	case kwCheck:
		p.next()
		p.notForReplication()
		c.Kind = Check
		p.expect(tLParen)
		c.Check = p.condition()
		p.expect(tRParen)
		p.notForReplication()
	case kwDefault:
		p.defaultConstraint(&c)
	case kwIndex:
		p.inlineIndex(&c)
	default:
		p.fail()
	}
	c.Span = p.span(start)
	return c
}

// key reads what follows PRIMARY KEY and UNIQUE.
func (p *parser) key(c *Constraint) {
	switch {
	case p.acceptKw(kwClustered):
		c.Clustered = true
	case p.acceptKw(kwNonclustered):
		c.Clustered = false
	}
	if p.acceptWord("HASH") {
		c.Clustered = false
	}
	p.acceptWord("COLUMNSTORE")
	if p.is(tLParen) {
		c.Columns = p.indexColumns()
	}
	p.keyStorage()
}

// keyStorage skips the storage clauses of a key.
func (p *parser) keyStorage() {
	p.storage()
	p.notForReplication()
	p.notEnforced()
}

func (p *parser) notEnforced() {
	if p.on(kwNot) && p.isWord(p.peek(), "ENFORCED") {
		p.next()
		p.next()
	}
}

func (p *parser) notForReplication() {
	if p.on(kwNot) && p.peek().kw == kwFor {
		p.next()
		p.next()
		p.expectKw(kwReplication)
	}
}

// indexColumns reads (a [ASC | DESC], ...).
func (p *parser) indexColumns() (list []IndexColumn) {
	p.expect(tLParen)
	for {
		c := IndexColumn{Name: p.ident()}
		if p.acceptKw(kwDesc) {
			c.Desc = true
		} else {
			p.acceptKw(kwAsc)
		}
		list = append(list, c)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRParen)
	return list
}

// references reads REFERENCES table [(columns)] [ON DELETE x] [ON UPDATE x].
func (p *parser) references(c *Constraint) {
	c.Kind = ForeignKey
	p.expectKw(kwReferences)
	c.RefTable = p.objectName()
	if p.is(tLParen) {
		c.RefColumns = p.identList()
	}
	for p.on(kwOn) && (p.peek().kw == kwDelete || p.peek().kw == kwUpdate) {
		p.next()
		isDelete := p.on(kwDelete)
		p.next()
		if action := p.referentialAction(); isDelete {
			c.OnDelete = action
		} else {
			c.OnUpdate = action
		}
	}
	p.notForReplication()
	p.notEnforced()
}

func (p *parser) referentialAction() string {
	switch {
	case p.acceptKw(kwCascade):
		return "CASCADE"
	case p.acceptWords("NO", "ACTION"):
		return "NO ACTION"
	}
	p.expectKw(kwSet)
	if p.acceptKw(kwNull) {
		return "SET NULL"
	}
	p.expectKw(kwDefault)
	return "SET DEFAULT"
}

// defaultConstraint reads DEFAULT x FOR column [WITH VALUES].
func (p *parser) defaultConstraint(c *Constraint) {
	p.next()
	c.Kind = DefaultConstraint
	c.Default = p.scalar()
	p.expectKw(kwFor)
	c.For = p.ident()
	if p.on(kwWith) && p.peek().kw == kwValues {
		p.next()
		p.next()
	}
}

// inlineIndex reads INDEX name [UNIQUE] [CLUSTERED] (columns) inside a table.
func (p *parser) inlineIndex(c *Constraint) {
	p.next()
	c.Kind, c.Name = InlineIndex, p.ident()
	c.Unique = p.acceptKw(kwUnique)
	p.key(c)
	if p.acceptWord("INCLUDE") {
		p.identList()
	}
	if p.acceptKw(kwWhere) {
		p.condition()
	}
	p.keyStorage()
}

// alterTable reads ALTER TABLE name action.
func (p *parser) alterTable(start Pos) Stmt {
	if s := p.storageAlter(); s != nil {
		return s
	}
	p.next()
	p.next()
	s := &AlterTableStmt{Name: p.objectName()}
	if p.acceptKw(kwWith) {
		s.WithNoCheck = p.acceptKw(kwNocheck)
		if !s.WithNoCheck {
			p.expectKw(kwCheck)
		}
	}
	switch {
	case p.acceptKw(kwAdd):
		p.alterAdd(s)
	case p.acceptKw(kwDrop):
		p.alterDrop(s)
	case p.acceptKw(kwAlter):
		p.expectKw(kwColumn)
		p.alterColumn(s)
	default:
		p.alterCheck(s)
	}
	s.Span = p.span(start)
	return s
}

// storageAlter reads ALTER TABLE of what is about storage, by its name only.
func (p *parser) storageAlter() Stmt {
	t := p.at(p.peek().end)
	for isIdent(t) || t.kind == tDot {
		if after := p.at(t.end); t.kind != tDot && after.kind != tDot {
			t = after
			break
		}
		t = p.at(t.end)
	}
	name := ""
	switch {
	case p.isWord(t, "SWITCH"), p.isWord(t, "REBUILD"), p.isWord(t, "SPLIT"), t.kw == kwMerge:
		name = strings.ToUpper(p.text(t))
	case (t.kw == kwAlter || t.kw == kwDrop) && p.at(t.end).kw == kwIndex:
		name = strings.ToUpper(p.text(t)) + " INDEX"
	case (t.kw == kwAdd || t.kw == kwDrop) && p.isWord(p.at(t.end), "PERIOD"):
		name = strings.ToUpper(p.text(t)) + " PERIOD"
	case t.kw == kwSet && p.at(t.end).kind == tLParen:
		name = "SET"
	case p.isWord(t, "ENABLE"), p.isWord(t, "DISABLE"):
		next := p.at(t.end)
		if next.kw == kwTrigger {
			return nil
		}
		name = strings.ToUpper(p.text(t))
	default:
		return nil
	}
	return p.otherTo(t, "ALTER TABLE "+name)
}

// alterAdd reads columns and constraints in any mixture.
func (p *parser) alterAdd(s *AlterTableStmt) {
	for {
		switch {
		case p.onConstraint(), p.on(kwDefault):
			s.AddCons = append(s.AddCons, p.constraint())
		case p.onWord("PERIOD") && p.peek().kw == kwFor:
			p.next()
			p.next()
			p.next()
			p.skipParens()
		default:
			s.Add = append(s.Add, p.columnDef(len(s.Add)+1))
		}
		if !p.accept(tComma) {
			return
		}
	}
}

// alterDrop reads COLUMN a, b and CONSTRAINT c, d; the word stays in force until another.
func (p *parser) alterDrop(s *AlterTableStmt) {
	constraint := true
	for {
		switch {
		case p.acceptKw(kwColumn):
			constraint = false
		case p.acceptKw(kwConstraint):
			constraint = true
		}
		d := DropItem{Constraint: constraint, IfExists: p.ifExists()}
		d.Name = p.ident()
		if p.on(kwWith) && p.peek().kind == tLParen {
			p.next()
			p.skipParens()
		}
		s.Drop = append(s.Drop, d)
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) alterColumn(s *AlterTableStmt) {
	start := p.tok.start
	c := &ColumnDef{Name: p.ident()}
	s.Alter = c
	switch {
	case p.on(kwAdd), p.on(kwDrop):
		adding := p.on(kwAdd)
		p.next()
		switch {
		case p.acceptKw(kwRowGUIDCol):
			c.RowGUID = adding
		case p.acceptWord("PERSISTED"):
			c.Persisted = adding
		case p.onWord("MASKED"):
			p.next()
			if p.acceptKw(kwWith) {
				p.skipParens()
			}
		case p.on(kwNot):
			p.notForReplication()
		default:
			if !p.acceptWord("SPARSE") {
				p.expectWord("HIDDEN")
			}
		}
		if p.on(kwWith) && p.peek().kind == tLParen {
			p.next()
			p.skipParens()
		}
	default:
		c.Type = p.typeName(typeUse{column: c.Name, ordinal: 1})
		for p.columnOption(c) {
		}
		if p.on(kwWith) && p.peek().kind == tLParen {
			p.next()
			p.skipParens()
		}
	}
	c.Span = p.span(start)
}

// alterCheck reads CHECK | NOCHECK CONSTRAINT names and ENABLE | DISABLE TRIGGER names.
func (p *parser) alterCheck(s *AlterTableStmt) {
	s.Check = p.upper(p.tok)
	switch {
	case p.acceptKw(kwCheck), p.acceptKw(kwNocheck):
		p.expectKw(kwConstraint)
	case p.acceptWord("ENABLE"), p.acceptWord("DISABLE"):
		p.expectKw(kwTrigger)
		s.Triggers = true
	default:
		p.fail()
	}
	if p.acceptKw(kwAll) {
		s.CheckNames = []string{"ALL"}
		return
	}
	for {
		s.CheckNames = append(s.CheckNames, p.ident())
		if !p.accept(tComma) {
			return
		}
	}
}

// switchTrigger reads ENABLE TRIGGER names ON table.
func (p *parser) switchTrigger() Stmt {
	start := p.tok.start
	s := &AlterTableStmt{Check: p.upper(p.tok), Triggers: true}
	p.next()
	p.next()
	if p.acceptKw(kwAll) {
		s.CheckNames = []string{"ALL"}
	} else {
		for {
			s.CheckNames = append(s.CheckNames, p.objectName().Object)
			if !p.accept(tComma) {
				break
			}
		}
	}
	p.expectKw(kwOn)
	if p.on(kwAll) || p.on(kwDatabase) {
		if p.acceptKw(kwAll) {
			p.expectWord("SERVER")
		} else {
			p.next()
		}
		other := &OtherStmt{Span: p.span(start), Name: s.Check + " TRIGGER"}
		other.Text = p.src[start:other.End]
		return other
	}
	s.Name = p.objectName()
	s.Span = p.span(start)
	return s
}

// ---- indexes

// createIndex reads CREATE [UNIQUE] [CLUSTERED | NONCLUSTERED] INDEX name ON table (columns).
func (p *parser) createIndex(start Pos) Stmt {
	t := p.peek()
	for t.kw == kwUnique || t.kw == kwClustered || t.kw == kwNonclustered {
		t = p.at(t.end)
	}
	if p.isWord(t, "COLUMNSTORE") {
		s := p.other(1)
		s.Name = "CREATE COLUMNSTORE INDEX"
		return s
	}
	p.next()
	s := &CreateIndexStmt{}
	s.Unique = p.acceptKw(kwUnique)
	s.Clustered = p.acceptKw(kwClustered)
	if !s.Clustered {
		p.acceptKw(kwNonclustered)
	}
	p.expectKw(kwIndex)
	s.Name = p.ident()
	p.expectKw(kwOn)
	s.Table = p.objectName()
	s.Columns = p.indexColumns()
	if p.acceptWord("INCLUDE") {
		s.Include = p.identList()
	}
	if p.acceptKw(kwWhere) {
		s.Where = p.condition()
	}
	p.indexTail(s)
	s.Span = p.span(start)
	return s
}

// indexTail reads WITH options and ON filegroup.
func (p *parser) indexTail(s *CreateIndexStmt) {
	for {
		switch next := p.peek(); {
		case p.on(kwWith) && next.kind == tLParen:
			p.next()
			p.next()
			s.Options = append(s.Options, p.optionList()...)
			p.expect(tRParen)
		case p.on(kwWith) && next.kind == tWord && next.kw != kwCheck && p.onIndexOption(next):
			p.next()
			s.Options = append(s.Options, p.optionList()...)
		case p.on(kwOn), p.onWord("FILESTREAM_ON"):
			p.next()
			p.fileGroup()
		default:
			return
		}
	}
}

// onIndexOption tells whether an option in the form of old follows WITH.
func (p *parser) onIndexOption(t token) bool {
	return t.kw == kwFillfactor || p.isWord(t, "PAD_INDEX") || p.isWord(t, "DROP_EXISTING") ||
		p.isWord(t, "IGNORE_DUP_KEY") || p.isWord(t, "STATISTICS_NORECOMPUTE") || p.isWord(t, "SORT_IN_TEMPDB")
}

// optionList reads NAME = value, NAME, ...
func (p *parser) optionList() (list []Option) {
	for {
		list = append(list, p.option())
		if !p.accept(tComma) {
			return list
		}
	}
}

// option reads NAME [= value].
func (p *parser) option() (o Option) {
	start := p.tok.start
	if p.tok.kind != tWord {
		p.fail()
	}
	o.Name = p.upper(p.tok)
	p.next()
	if p.accept(tEq) {
		o.Value = p.optionValue()
		if p.on(kwOn) && p.isWord(p.peek(), "PARTITIONS") {
			p.next()
			p.next()
			p.skipParens()
		}
	}
	o.Span = p.span(start)
	return o
}

// optionValue reads a constant, a variable, or a word, which is given as a ColumnRef.
func (p *parser) optionValue() Expr {
	if p.onLiteral() || p.is(tVariable) || p.is(tMinus) {
		x := p.constant()
		_ = p.acceptWord("MINUTES") || p.acceptWord("SECONDS")
		return x
	}
	name := p.anyIdent()
	x := &ColumnRef{Span: p.lastSpan(), Parts: []string{name}}
	if p.is(tLParen) { // WAIT_AT_LOW_PRIORITY (...) and the like
		p.skipParens()
	}
	return x
}

// ---- other objects

// drop reads DROP kind [IF EXISTS] names.
func (p *parser) drop() Stmt {
	start := p.tok.start
	kind, ok := p.dropKind(p.peek())
	if !ok {
		return p.dropSecurity(start)
	}
	p.next()
	p.next()
	s := &DropStmt{Kind: kind, IfExists: p.ifExists()}
	for {
		s.Names = append(s.Names, p.objectName())
		if kind == KindIndex {
			s.Tables = append(s.Tables, p.indexTable())
		}
		if !p.accept(tComma) {
			break
		}
	}
	for i := range s.Tables {
		if s.On == nil && s.Tables[i].Object != "" {
			s.On = &s.Tables[i]
		}
	}
	if kind == KindTrigger && p.on(kwOn) {
		return p.dropServerTrigger(start)
	}
	s.Span = p.span(start)
	return s
}

// indexTable reads ON table behind an index, if it is there.
func (p *parser) indexTable() (table Name) {
	if p.acceptKw(kwOn) {
		table = p.objectName()
	}
	p.storage()
	return table
}

// dropServerTrigger reads ON DATABASE and ON ALL SERVER behind DROP TRIGGER.
func (p *parser) dropServerTrigger(start Pos) Stmt {
	p.next()
	if p.acceptKw(kwAll) {
		p.expectWord("SERVER")
	} else {
		p.expectKw(kwDatabase)
	}
	s := &OtherStmt{Span: p.span(start), Name: "DROP TRIGGER"}
	s.Text = p.src[start:s.End]
	return s
}

func (p *parser) dropKind(t token) (ObjectKind, bool) {
	switch t.kw {
	case kwTable:
		return KindTable, true
	case kwView:
		return KindView, true
	case kwProc, kwProcedure:
		return KindProc, true
	case kwFunction:
		return KindFunction, true
	case kwTrigger:
		return KindTrigger, true
	case kwIndex:
		return KindIndex, true
	case kwSchema:
		return KindSchema, true
	case kwDatabase:
		// DROP DATABASE AUDIT SPECIFICATION and SCOPED CREDENTIAL are others.
		after := p.at(t.end)
		return KindDatabase, !p.isWord(after, "AUDIT") && !p.isWord(after, "SCOPED") && !p.isWord(after, "ENCRYPTION")
	case kwStatistics:
		return KindStatistic, true
	}
	switch {
	case p.isWord(t, "TYPE"):
		return KindType, true
	case p.isWord(t, "SYNONYM"):
		return KindSynonym, true
	case p.isWord(t, "SEQUENCE"):
		return KindSequence, true
	}
	return "", false
}

func (p *parser) ifExists() bool {
	if p.on(kwIf) && p.peek().kw == kwExists {
		p.next()
		p.next()
		return true
	}
	return false
}

// createType reads CREATE TYPE name FROM base and CREATE TYPE name AS TABLE (...).
func (p *parser) createType(start Pos) Stmt {
	if after := p.at(p.peek().end); isIdent(after) {
		// EXTERNAL NAME makes it a type of an assembly.
		t := p.at(after.end)
		for t.kind == tDot || isIdent(t) {
			t = p.at(t.end)
		}
		if t.kw == kwExternal {
			return p.other(2)
		}
	}
	p.next()
	p.next()
	s := &CreateTypeStmt{Name: p.objectName()}
	switch {
	case p.acceptKw(kwFrom):
		s.Base = p.typeName(typeUse{})
		if null := p.nullability(); null != nil {
			s.NotNull = !*null
		}
	default:
		p.expectKw(kwAs)
		if !p.on(kwTable) {
			p.fail()
		}
		def := p.tableVariable()
		s.Table = &def
		p.storage()
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) createSynonym(start Pos) Stmt {
	p.next()
	p.next()
	s := &CreateSynonymStmt{Name: p.objectName()}
	p.expectKw(kwFor)
	s.Target = p.objectName()
	s.Span = p.span(start)
	return s
}

// sequence reads CREATE and ALTER SEQUENCE name [AS type] [options].
func (p *parser) sequence(start Pos, altering Altering) Stmt {
	p.next()
	p.next()
	s := &CreateSequenceStmt{Name: p.objectName(), Alter: altering}
	for {
		o, ok := p.sequenceOption()
		if !ok {
			if p.on(kwAs) && isZeroType(s.Type) {
				p.next()
				s.Type = p.typeName(typeUse{})
				continue
			}
			break
		}
		s.Options = append(s.Options, o)
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) sequenceOption() (o Option, ok bool) {
	start := p.tok.start
	next := p.peek()
	switch {
	case (p.onWord("START") || p.onWord("RESTART")) && next.kw == kwWith,
		p.onWord("INCREMENT") && next.kw == kwBy,
		p.onWord("NO") && (p.isWord(next, "MINVALUE") || p.isWord(next, "MAXVALUE") || p.isWord(next, "CYCLE") || p.isWord(next, "CACHE")):
		o.Name = p.upper(p.tok) + " " + p.upper(next)
		p.next()
	case p.onWord("MINVALUE"), p.onWord("MAXVALUE"), p.onWord("CYCLE"), p.onWord("CACHE"), p.onWord("RESTART"):
		o.Name = p.upper(p.tok)
	default:
		return o, false
	}
	p.next()
	if p.is(tInt) || p.is(tMinus) || p.is(tPlus) {
		o.Value = p.constant()
	}
	o.Span = p.span(start)
	return o, true
}

// createDatabase reads CREATE DATABASE name; of what follows only the collation counts.
func (p *parser) createDatabase(start Pos) Stmt {
	if next := p.at(p.peek().end); p.isWord(next, "AUDIT") || p.isWord(next, "SCOPED") || p.isWord(next, "ENCRYPTION") {
		return p.other(3)
	}
	p.next()
	p.next()
	s := &CreateDatabaseStmt{Name: p.ident()}
	for !p.atEnd() {
		switch {
		case p.is(tLParen):
			p.skipParens()
		case p.acceptKw(kwCollate):
			s.Collation = p.collation()
		default:
			p.next()
		}
	}
	s.Span = p.span(start)
	return s
}

// alterDatabase reads ALTER DATABASE name SET options, MODIFY NAME and the rest.
func (p *parser) alterDatabase(start Pos) Stmt {
	next := p.at(p.peek().end)
	after := p.at(next.end)
	switch {
	case p.isWord(next, "AUDIT"), p.isWord(next, "SCOPED"), p.isWord(next, "ENCRYPTION"):
		return p.other(3)
	case !isIdent(next) && next.kw != kwCurrent:
		p.next()
		p.next()
		p.fail()
	case after.kw == kwAdd, p.isWord(after, "REMOVE"), p.isWord(after, "MODIFY") && !p.isWord(p.at(after.end), "NAME"):
		return p.otherTo(after, "ALTER DATABASE "+strings.ToUpper(p.text(after)))
	}
	p.next()
	p.next()
	s := &AlterDatabaseStmt{}
	if p.acceptKw(kwCurrent) {
		s.Name = "CURRENT"
	} else {
		s.Name = p.ident()
	}
	switch {
	case p.acceptWord("MODIFY"):
		p.expectWord("NAME")
		p.expect(tEq)
		s.Modify = p.ident()
	case p.acceptKw(kwCollate):
		at := p.last.start
		c := &ColumnRef{Parts: []string{p.collation()}}
		c.Span = p.lastSpan()
		s.Options = []Option{{Span: p.span(at), Name: "COLLATE", Value: c}}
	default:
		p.expectKw(kwSet)
		p.databaseOptions(s)
	}
	s.Span = p.span(start)
	return s
}

// databaseOptions reads RECOVERY SIMPLE, COMPATIBILITY_LEVEL = 150, ... [WITH ROLLBACK
// IMMEDIATE]. The words of an option are its name; a value after = is its value.
func (p *parser) databaseOptions(s *AlterDatabaseStmt) {
	for {
		s.Options = append(s.Options, p.databaseOption())
		if !p.accept(tComma) {
			break
		}
	}
	next := p.peek()
	if p.on(kwWith) && (next.kw == kwRollback || p.isWord(next, "NO_WAIT")) {
		start := p.tok.start
		p.next()
		p.next()
		if p.last.kw == kwRollback {
			for p.onWord("IMMEDIATE") || p.onWord("AFTER") || p.onWord("SECONDS") || p.is(tInt) {
				p.next()
			}
		}
		s.Options = append(s.Options, Option{Span: p.span(start), Name: p.words(start)})
	}
}

func (p *parser) databaseOption() (o Option) {
	start := p.tok.start
	if p.tok.kind != tWord {
		p.fail()
	}
	p.ident()
	for p.on(kwOn) || p.on(kwOff) || p.on(kwAll) || p.on(kwGroup) || p.is(tInt) || p.onDatabaseWord() {
		p.next()
	}
	o.Name = p.words(start)
	switch {
	case p.accept(tEq):
		if p.is(tLParen) {
			p.skipParens()
			break
		}
		o.Value = p.optionValue()
		if p.is(tLParen) {
			p.skipParens()
		}
	case p.is(tLParen):
		p.skipParens()
	}
	o.Span = p.span(start)
	return o
}

// onDatabaseWord tells whether tok is the second word of a database option.
func (p *parser) onDatabaseWord() bool {
	switch p.last.kw {
	case kwOn, kwOff:
		return false
	}
	return p.on(kwFull) || p.onIdent() && !p.onLabel() && p.tok.kind == tWord && !p.onWord("THROW")
}
