package eval

import (
	"context"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// Fn computes a value in a frame. Errors are *tds.Error: 8134, 8115, 245, ...
type Fn func(f *Frame) (tds.Value, error)

// Frame is what a compiled expression reads while it runs.
type Frame struct {
	Ctx   context.Context
	Row   []tds.Value // the current row of the query the expression stands in
	Outer *Frame      // the frame of the enclosing query, for correlated references
	Vars  *Vars       // local variables and @@ values of the batch; shared, never nil when a variable is compiled
	Sess  Session     // what functions ask about the session
	Data  any         // the owner's own state: the engine keeps its statement here
}

// Scope resolves the names of an expression while it is compiled. A method that does not
// know a name returns SQL Server's own error (207, 4104, 137, 195, ...).
type Scope interface {
	// Column resolves a column reference: 207, 209 or 4104.
	Column(ref *tsql.ColumnRef) (Fn, tds.Type, error)
	// Variable resolves @v: 137.
	Variable(v *tsql.Variable) (Fn, tds.Type, error)
	// Subquery compiles a query inside the expression.
	Subquery(q *tsql.SelectStmt, kind SubqueryKind) (Query, error)
	// Function is asked before the built-in functions: aggregates, window functions, sequence
	// values, user-defined functions and metadata functions are the owner's. ok is false when
	// the owner leaves the call to this package.
	Function(call *tsql.Call) (fn Fn, typ tds.Type, ok bool, err error)
	// Expr is asked for node kinds this package cannot compile alone: NextValue, Method, Quantified is
	// not among them.
	Expr(e tsql.Expr) (fn Fn, typ tds.Type, ok bool, err error)
}

// SubqueryKind tells how a subquery is used.
type SubqueryKind uint8

// The uses of a subquery.
const (
	ScalarSubquery SubqueryKind = iota // one column, at most one row: 116, 512
	ExistsSubquery                     // rows or none
	ListSubquery                       // IN, ANY, ALL: one column (116)
)

// Query is a compiled subquery.
type Query struct {
	Type tds.Type // of its first column
	// Rows calls yield with the first column of each row until yield returns false. For
	// ExistsSubquery the value is meaningless.
	Rows func(f *Frame, yield func(tds.Value) bool) error
}

// Session is what functions ask about the session they run in. Times are the server's local
// wall clock as SQL Server's are.
type Session interface {
	Now() time.Time // local time with its zone
	NewID() tds.GUID
	Rand() float64
	Login() string      // SUSER_SNAME(), ORIGINAL_LOGIN()
	LoginSID() []byte   // SUSER_SID()
	User() string       // USER_NAME(), CURRENT_USER
	HostName() string   // HOST_NAME()
	AppName() string    // APP_NAME(), PROGRAM_NAME()
	Database() string   // DB_NAME()
	ServerName() string // @@SERVERNAME
	SPID() int          // @@SPID
	IsSrvRoleMember(role, login string) (member, known bool)
	IsMember(role string) (member, known bool)
	Property(function string, args ...tds.Value) (v tds.Value, ok bool) // SERVERPROPERTY, CONNECTIONPROPERTY, LOGINPROPERTY ...; function in upper case
	Setting(name string) tds.Value                                      // SET options that functions heed: DATEFIRST, DATEFORMAT, LANGUAGE, LOCK_TIMEOUT, TEXTSIZE
}

// Vars holds the local variables of a batch or procedure and the @@ values the language
// keeps for it. Slots are given out at compile time.
type Vars struct {
	Names  []string // with their @, as declared
	Types  []tds.Type
	Values []tds.Value

	Error       int32      // @@ERROR
	RowCount    int64      // @@ROWCOUNT
	TranCount   int        // @@TRANCOUNT
	FetchStatus int        // @@FETCH_STATUS
	CursorRows  int        // @@CURSOR_ROWS
	ProcID      int32      // @@PROCID
	NestLevel   int        // @@NESTLEVEL
	Options     int32      // @@OPTIONS
	XactState   int        // XACT_STATE()
	Identity    tds.Value  // @@IDENTITY, numeric(38,0)
	ScopeIdent  tds.Value  // SCOPE_IDENTITY()
	Caught      *tds.Error // what ERROR_NUMBER() and its kin report; nil outside CATCH
}

// Lookup is the slot of a variable by its name, in any case, or -1.
func (v *Vars) Lookup(name string) int {
	if v == nil {
		return -1
	}
	for i, n := range v.Names {
		if equalFold(n, name) {
			return i
		}
	}
	return -1
}

// Declare adds a variable that is NULL and returns its slot.
func (v *Vars) Declare(name string, t tds.Type) int {
	v.Names = append(v.Names, name)
	v.Types = append(v.Types, t)
	v.Values = append(v.Values, nil)
	return len(v.Names) - 1
}
