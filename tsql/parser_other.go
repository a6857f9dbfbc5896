package tsql

import "strings"

// other reads a statement that is known by its first words only, up to where the next
// statement seems to begin.
func (p *parser) other(words int) *OtherStmt {
	start := p.tok.start
	var name []string
	for ; words > 0 && p.tok.kind == tWord; words-- {
		name = append(name, p.upper(p.tok))
		p.next()
	}
	p.skipRest()
	s := &OtherStmt{Span: p.span(start), Name: strings.Join(name, " ")}
	s.Text = p.src[start:s.End]
	return s
}

// otherTo is other for a statement whose name is known after a look ahead as far as t.
func (p *parser) otherTo(t token, name string) *OtherStmt {
	start := p.tok.start
	for p.tok.start <= t.start {
		p.next()
	}
	p.skipRest()
	s := &OtherStmt{Span: p.span(start), Name: name}
	s.Text = p.src[start:s.End]
	return s
}

// skipRest goes to where a statement of unknown grammar ends.
func (p *parser) skipRest() {
	for !p.atEnd() {
		switch {
		case p.is(tLParen):
			p.skipParens()
		case p.on(kwCase):
			p.skipCase()
		default:
			p.next()
		}
	}
}

// skipCase skips CASE ... END, in which END and ELSE end no statement.
func (p *parser) skipCase() {
	for depth := 0; ; p.next() {
		switch {
		case p.is(tEOF):
			p.fail()
		case p.on(kwCase):
			depth++
		case p.on(kwEnd):
			depth--
			if depth == 0 {
				p.next()
				return
			}
		}
	}
}

// atEnd tells whether a statement of unknown grammar ends before tok, because another
// begins there. Many words begin statements and also occur inside of others.
func (p *parser) atEnd() bool {
	switch p.tok.kind {
	case tEOF, tSemicolon, tRParen:
		return true
	case tWord:
	default:
		return false
	}
	next := p.peek()
	switch p.tok.kw {
	case kwSelect, kwTruncate, kwDeclare, kwUse, kwBegin, kwWhile, kwBreak, kwContinue, kwGoto, kwReturn, kwRaiserror,
		kwPrint, kwWaitfor, kwCommit, kwRollback, kwSave, kwDeallocate, kwFetch, kwKill, kwRevert, kwCreate, kwGrant,
		kwDeny, kwRevoke, kwBackup, kwRestore, kwDbcc, kwCheckpoint, kwReconfigure, kwShutdown, kwEnd, kwElse:
		return true
	case kwIf:
		return next.kw != kwExists || p.at(next.end).kind == tLParen
	case kwInsert, kwDelete:
		return !p.isWord(p.last, "AFTER") && !p.isWord(p.last, "BEFORE")
	case kwBulk:
		return next.kw == kwInsert
	case kwUpdate:
		return isIdent(next) || next.kw == kwTop || next.kw == kwStatistics
	case kwMerge:
		return isIdent(next) && !p.isWord(next, "RANGE") || next.kw == kwInto || next.kw == kwTop
	case kwExec, kwExecute:
		return next.kw != kwAs
	case kwSet:
		return next.kind == tVariable || p.isSetOption(next)
	case kwDrop:
		return p.isDropped(next)
	case kwAlter:
		return next.kw != kwColumn
	case kwOpen, kwClose:
		return isIdent(next) || next.kind == tVariable
	}
	return next.kind == tColon && p.onLabel() || p.onWord("THROW")
}

// setOptions are the words that may follow SET in a statement of its own.
var setOptions = map[string]bool{
	"ANSI_DEFAULTS": true, "ANSI_NULLS": true, "ANSI_NULL_DFLT_OFF": true, "ANSI_NULL_DFLT_ON": true, "ANSI_PADDING": true,
	"ANSI_WARNINGS": true, "ARITHABORT": true, "ARITHIGNORE": true, "CONCAT_NULL_YIELDS_NULL": true, "CONTEXT_INFO": true,
	"CURSOR_CLOSE_ON_COMMIT": true, "DATEFIRST": true, "DATEFORMAT": true, "DEADLOCK_PRIORITY": true, "FIPS_FLAGGER": true,
	"FMTONLY": true, "FORCEPLAN": true, "IDENTITY_INSERT": true, "IMPLICIT_TRANSACTIONS": true, "LANGUAGE": true,
	"LOCK_TIMEOUT": true, "NOCOUNT": true, "NOEXEC": true, "NUMERIC_ROUNDABORT": true, "OFFSETS": true, "PARSEONLY": true,
	"QUERY_GOVERNOR_COST_LIMIT": true, "QUOTED_IDENTIFIER": true, "REMOTE_PROC_TRANSACTIONS": true, "ROWCOUNT": true,
	"SHOWPLAN_ALL": true, "SHOWPLAN_TEXT": true, "SHOWPLAN_XML": true, "STATISTICS": true, "TEXTSIZE": true, "TRAN": true,
	"TRANSACTION": true, "XACT_ABORT": true,
}

func (p *parser) isSetOption(t token) bool { return t.kind == tWord && setOptions[p.upper(t)] }

// isDropped tells whether a statement DROP may go on with t. Inside of others something
// without a name of its own is dropped: a target, a file, a value.
func (p *parser) isDropped(t token) bool {
	if _, ok := p.dropKind(t); ok {
		return true
	}
	switch t.kw {
	case kwUser, kwDefault, kwRule:
		return true
	}
	if t.kind != tWord {
		return false
	}
	switch p.upper(t) {
	case "LOGIN", "ROLE", "CREDENTIAL", "SERVER", "FULLTEXT", "PARTITION", "CERTIFICATE", "SYMMETRIC", "ASYMMETRIC", "MASTER",
		"QUEUE", "SERVICE", "ASSEMBLY", "ENDPOINT", "AVAILABILITY", "MESSAGE", "CONTRACT", "ROUTE", "APPLICATION", "SECURITY":
		return true
	case "EVENT":
		after := p.at(t.end)
		return p.isWord(after, "SESSION") || p.isWord(after, "NOTIFICATION")
	}
	return false
}

// rest takes the whole rest of the batch as a statement known only by its name.
func (p *parser) rest(start Pos, name string) *OtherStmt {
	s := &OtherStmt{Span: p.span(start), Name: name}
	for !p.is(tEOF) {
		if !p.is(tSemicolon) {
			s.End = p.tok.end
		}
		p.next()
	}
	s.Text = p.src[start:s.End]
	return s
}

// otherDefinition reads a CREATE, ALTER or DROP that is known only by the words it begins
// with. What is no such word is a syntax error there.
func (p *parser) otherDefinition() Stmt {
	next := p.peek()
	second := ""
	if next.kind == tWord {
		second = strings.ToUpper(p.text(next))
	}
	switch second {
	case "SERVER", "DATABASE", "EVENT", "XML", "SPATIAL", "FULLTEXT", "COLUMNSTORE", "PARTITION", "MESSAGE", "REMOTE",
		"BROKER", "APPLICATION", "SYMMETRIC", "ASYMMETRIC", "MASTER", "COLUMN", "CRYPTOGRAPHIC", "AVAILABILITY",
		"RESOURCE", "WORKLOAD", "COUNTER", "EXTERNAL", "SECURITY", "SEARCH", "SELECTIVE", "PRIMARY", "SERVICE":
		return p.other(3)
	case "STATISTICS", "RULE", "DEFAULT", "ASSEMBLY", "AGGREGATE", "CERTIFICATE", "ENDPOINT", "QUEUE", "ROUTE",
		"CONTRACT", "INDEX", "SCHEMA", "SIGNATURE", "SENSITIVITY", "TYPE", "TRIGGER", "VIEW":
		return p.other(2)
	}
	p.next()
	p.fail()
	return nil
}
