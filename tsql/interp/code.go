package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Code is a compiled program: a flat list of ops. It is immutable, knows no session, and
// may be run by any number of machines at once.
type Code struct {
	prog        *tsql.Program
	stmts       []tsql.Stmt
	ops         []op
	tries       []int32 // where the CATCH of each TRY begins
	names       []string
	types       []tds.Type
	late        []lateType
	tables      []tableSlot
	params      int // the first slots are parameters
	returns     tds.Type
	returnsName *tsql.Name // of a user-defined type
	// Of dynamic text, its parameters and their declaration as given.
	decls    []tsql.ParamDecl
	declared string
	fixed    map[tsql.Expr]compiled
	conds    map[tsql.Expr]eval.Cond
}

// lateType is a variable whose type the host has to find.
type lateType struct {
	slot int
	name *tsql.Name
	line int32
}

// tableSlot is a table variable.
type tableSlot struct {
	slot int
	def  *tsql.TableDef
	line int32
}

// compiled is an expression that is ready to run.
type compiled struct {
	fn  eval.Fn
	typ tds.Type
}

type opKind uint8

const (
	opStmt   opKind = iota
	opBranch        // goes on when cond is true, else to
	opJump
	opReturn
)

// op is one step of a program. line is that of the statement it was made from.
type op struct {
	kind  opKind
	st    tsql.Stmt
	cond  tsql.Expr
	to    int32
	past  int32 // of opBranch: the end of the whole IF or WHILE, where an error in cond leads
	line  int32
	try   int32 // the TRY block around it, or -1
	catch int   // how many CATCH blocks are around it
	scope int32 // the innermost TRY or CATCH block, for GOTO
}

// Source is the text that was compiled.
func (c *Code) Source() string { return c.prog.Source }

// Statements calls visit with every statement, those inside blocks, branches and TRY
// included, until visit returns false. The bodies of modules that the program creates are not
// part of it.
func (c *Code) Statements(visit func(tsql.Stmt) bool) { walkStatements(c.stmts, visit) }

func walkStatements(list []tsql.Stmt, visit func(tsql.Stmt) bool) bool {
	for _, st := range list {
		if !walkStatement(st, visit) {
			return false
		}
	}
	return true
}

func walkStatement(st tsql.Stmt, visit func(tsql.Stmt) bool) bool {
	if st == nil {
		return true
	}
	if !visit(st) {
		return false
	}
	switch st := st.(type) {
	case *tsql.BlockStmt:
		return walkStatements(st.Body, visit)
	case *tsql.IfStmt:
		return walkStatement(st.Then, visit) && walkStatement(st.Else, visit)
	case *tsql.WhileStmt:
		return walkStatement(st.Body, visit)
	case *tsql.TryStmt:
		return walkStatements(st.Try, visit) && walkStatements(st.Catch, visit)
	}
	return true
}

// Module is a compiled procedure, function or trigger. Its Name is what errors inside it
// report, its ID what @@PROCID says; the owner may set both before the first run.
type Module struct {
	*Code
	Name   string
	ID     int32
	Params []tsql.ParamDecl

	scalar    bool
	returnVar int // slot of a table function's result
}
