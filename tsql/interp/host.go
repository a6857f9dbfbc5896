package interp

import (
	"context"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Host is what a running program needs of its session. All methods are called from the
// goroutine that runs the program. Errors for the client are *tds.Error, or Errors when there
// are several; any other error ends the request. An error whose Line is 0 and whose Proc is
// empty gets the line of the statement and the name of the program it stands in.
type Host interface {
	// Scope resolves names for expressions that stand outside queries; subqueries and functions
	// are the host's to compile.
	Scope(vars *eval.Vars) eval.Scope
	// Session is what functions ask about the session.
	Session() eval.Session

	// Exec runs one statement that is neither control flow nor a call: SELECT (with its
	// assignments to variables), INSERT, UPDATE, DELETE, MERGE, TRUNCATE, definitions, GRANT,
	// logins. A statement that fails leaves nothing of itself. Exec writes Columns and Row but not
	// Done. It returns the rows returned or affected; counted is false for definitions.
	Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error)
	// InsertRows runs an INSERT whose rows came from a call: INSERT t EXEC p.
	InsertRows(ctx context.Context, st *tsql.InsertStmt, vars *eval.Vars, cols []tds.Column, rows [][]tds.Value) (int64, error)
	// Call runs a procedure. ret is its return code, valid also when err is not nil: a procedure that
	// raised an error returns 1. Output arguments are written back into c.Args. The host writes all
	// that the procedure produces, DONEINPROC included, to out, but not its RETURNSTATUS. What
	// Machine.RunProcedure returns is returned as it is; sp_executesql does not come here.
	Call(ctx context.Context, c *Call, out tds.Writer) (ret int32, err error)
	// DeclareTable makes the table of DECLARE @t TABLE and stores it in the variable's slot.
	DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error
	// ResolveType finds a user-defined type: 2715. For a table type def is not nil.
	ResolveType(name *tsql.Name) (t tds.Type, def *tsql.TableDef, err error)

	// EnterScope begins a procedure, dynamic batch or trigger: #tables made inside die in LeaveScope,
	// and options that Set changed are again what they were.
	EnterScope()
	LeaveScope()

	// Transactions. Begin raises TranCount; only the first opens one. Rollback with a name goes
	// back to a savepoint, or to the outermost transaction when that is its name: 6401.
	Begin(ctx context.Context, name string) error
	Commit(ctx context.Context) error                // 3902
	Rollback(ctx context.Context, name string) error // 3903
	Save(ctx context.Context, name string) error     // 628
	TranCount() int
	// Doom marks the open transaction uncommittable: XACT_STATE() is -1, 3930 from then on.
	Doom()
	XactState() int

	Use(ctx context.Context, database string) error // 911, 916
	// Set carries out a SET option that the interpreter does not keep alone. value is nil for ON and OFF.
	Set(ctx context.Context, st *tsql.SetOptionStmt, value tds.Value) error
	// Kill ends another session: 6101, 6106.
	Kill(ctx context.Context, spid int) error
	// ExecuteAs changes the login or user of the session until Revert.
	ExecuteAs(ctx context.Context, st *tsql.ExecuteAsStmt, name string) error
}

// Call is one EXEC, its arguments evaluated.
type Call struct {
	Proc    tsql.Name
	Args    []Arg
	Guarded bool // a TRY is around it, here or in a caller
	Nest    int  // @@NESTLEVEL of the callee, 1 to 32: 217
	Insert  bool // the result is captured by INSERT ... EXEC: a second one inside is 8164
}

// Arg is an argument of a Call. Output asks for the value back: the host replaces Value, in
// the parameter's type ParamType.
type Arg struct {
	Name      string // with its @, or empty for a positional one
	Type      tds.Type
	Value     tds.Value
	Default   bool // the DEFAULT keyword
	Output    bool
	ParamType tds.Type
}
