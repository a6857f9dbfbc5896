package tsql

import (
	"strings"

	"msxgate/tds"
)

// adminCommands are the commands of DBCC that a server may run. Others are known by their name only.
var adminCommands = map[string]bool{
	"CHECKIDENT": true, "USEROPTIONS": true, "TRACEON": true, "TRACEOFF": true, "TRACESTATUS": true, "FREEPROCCACHE": true,
	"FREESYSTEMCACHE": true, "FREESESSIONCACHE": true, "DROPCLEANBUFFERS": true, "UPDATEUSAGE": true, "DBREINDEX": true,
	"INDEXDEFRAG": true, "OPENTRAN": true, "CHECKDB": true, "CHECKTABLE": true, "CHECKALLOC": true, "CHECKCATALOG": true,
	"CHECKCONSTRAINTS": true, "INPUTBUFFER": true,
}

// dbcc reads DBCC command [(arguments)] [WITH options].
func (p *parser) dbcc(start Pos) Stmt {
	if next := p.peek(); next.kind != tWord || !adminCommands[p.upper(next)] {
		return p.other(2)
	}
	p.next()
	s := &AdminStmt{Verb: "DBCC", Command: p.upper(p.tok)}
	p.next()
	if p.accept(tLParen) {
		s.Args = p.adminArgs()
	}
	if p.acceptKw(kwWith) {
		for p.tok.kind == tWord && !p.atEnd() {
			s.Options = append(s.Options, p.upper(p.tok))
			p.next()
			if !p.accept(tComma) {
				break
			}
		}
	}
	return p.admin(s, start)
}

// adminArgs reads arguments up to the closing parenthesis. A name is given as its text.
func (p *parser) adminArgs() (list []Expr) {
	for !p.accept(tRParen) {
		list = append(list, p.adminArg())
		if !p.accept(tComma) && !p.is(tRParen) {
			p.fail()
		}
	}
	return list
}

func (p *parser) adminArg() Expr {
	if !p.onIdent() && p.tok.kind != tWord {
		return p.constant()
	}
	start := p.tok.start
	if p.on(kwNull) {
		return p.constant()
	}
	for first := true; first || p.is(tDot); first = false {
		for p.accept(tDot) { //nolint:revive // a..b
		}
		p.anyIdent()
	}
	text := p.src[start:p.last.end]
	return &Literal{Span: p.span(start), Value: text, Type: tds.TypeNVarChar(min(len(text), 4000))}
}

func (p *parser) reconfigure(start Pos) Stmt {
	p.next()
	s := &AdminStmt{Verb: "RECONFIGURE"}
	if p.acceptKw(kwWith) {
		p.expectWord("OVERRIDE")
		s.Options = []string{"OVERRIDE"}
	}
	return p.admin(s, start)
}

func (p *parser) checkpoint(start Pos) Stmt {
	p.next()
	if p.is(tInt) || p.is(tVariable) {
		p.next()
	}
	return p.admin(&AdminStmt{Verb: "CHECKPOINT"}, start)
}

// updateStatistics reads UPDATE STATISTICS table [index | (names)] [WITH options].
func (p *parser) updateStatistics(start Pos) Stmt {
	p.next()
	p.next()
	s := &AdminStmt{Verb: "UPDATE STATISTICS", Table: p.objectName()}
	p.skipRest()
	return p.admin(s, start)
}

// alterIndex reads ALTER INDEX name ON table and what to do.
func (p *parser) alterIndex(start Pos) Stmt {
	p.next()
	p.next()
	s := &AdminStmt{Verb: "ALTER INDEX"}
	if p.acceptKw(kwAll) {
		s.Index = "ALL"
	} else {
		s.Index = p.ident()
	}
	p.expectKw(kwOn)
	s.Table = p.objectName()
	switch {
	case p.on(kwSet), p.onWord("REBUILD"), p.onWord("REORGANIZE"), p.onWord("DISABLE"), p.onWord("RESUME"), p.onWord("PAUSE"), p.onWord("ABORT"):
		s.Command = p.upper(p.tok)
		p.next()
	default:
		p.fail()
	}
	p.skipRest()
	return p.admin(s, start)
}

func (p *parser) admin(s *AdminStmt, start Pos) *AdminStmt {
	s.Span = p.span(start)
	s.Text = p.src[start:s.End]
	return s
}

// alterSchema reads ALTER SCHEMA name TRANSFER [class ::] securable. The name of the schema is the statement's Index, TYPE
// its Command.
func (p *parser) alterSchema(start Pos) Stmt {
	p.next()
	p.next()
	s := &AdminStmt{Verb: "ALTER SCHEMA", Index: p.ident()}
	p.expectWord("TRANSFER")
	class, name := p.securable()
	s.Command, s.Table = strings.ToUpper(class), name
	return p.admin(s, start)
}
