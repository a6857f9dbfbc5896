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
	// Machine.RunProcedure returns is returned as it is. Of sp_executesql only that of another database comes here.
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

// Remote is what a Host also is whose data are on another server, that server doing all but what the program itself can:
// the interpreter has it compute whatever is more than constants, variables and operators on them.
type Remote interface {
	// Value computes an expression, in the type want as an assignment does, or in its own when want is the zero Type.
	Value(ctx context.Context, e tsql.Expr, want tds.Type, vars *eval.Vars) (tds.Value, tds.Type, error)
	// Holds computes a condition; unknown is false.
	Holds(ctx context.Context, cond tsql.Expr, vars *eval.Vars) (bool, error)
	// Convert converts a value as an assignment does.
	Convert(ctx context.Context, v tds.Value, from, to tds.Type) (tds.Value, error)
	// Comparable tells whether the interpreter compares strings as the server does.
	Comparable() bool
	// OursText and Ours tell whether dynamic text, or a procedure, is to be run by the interpreter and Host.Call. What is
	// not goes to the server whole.
	OursText(text string) bool
	Ours(proc *tsql.Name) bool
}

// Verdict is an error of a Remote's server, which has decided itself what it ended.
type Verdict struct {
	Err   error        // a *tds.Error or Errors
	Batch bool         // it ended what was sent; else the statement alone
	Tail  []*tds.Error // messages that came behind the error
}

// Error implements error.
func (v *Verdict) Error() string { return v.Err.Error() }

// Unwrap is the error itself.
func (v *Verdict) Unwrap() error { return v.Err }

// Call is one EXEC, its arguments evaluated.
type Call struct {
	Proc    tsql.Name
	Args    []Arg
	Guarded bool // a TRY is around it, here or in a caller
	Nest    int  // @@NESTLEVEL of the callee, 1 to 32: 217
	Insert  bool // the result is captured by INSERT ... EXEC: a second one inside is 8164

	After *After // set by a host that knows it; else the interpreter counts what was written
}

// After is what a call has left for its caller to read.
type After struct {
	Error    int32 // @@ERROR
	RowCount int64 // @@ROWCOUNT
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
