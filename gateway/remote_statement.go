package gateway

import (
	"context"
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// shipment is a statement on its way to the server behind: its text as the client wrote it, with parameters where it reads
// what the program keeps.
type shipment struct {
	text    string
	params  []shipParam
	read    []string // parameters of which the value afterwards is wanted
	line    int32    // of the statement in its program; 0: its errors get the running statement's
	batch   bool     // as a text of its own, so that what it makes stays in the session
	inner   bool     // its errors have the lines of a text inside it
	bare    bool     // it must stand alone
	calls   bool     // it runs a procedure or a text, whose statements have ends of their own
	stream  bool     // it may go on after errors, which are reported as they come
	guarded bool     // a TRY of the program waits for its errors
}

// errRefused refuses a piece of a batch of ours.
func errRefused(what string) *tds.Error {
	return tds.Errorf(40040, 16, "msxgate: a batch that calls a procedure that msxgate runs cannot use %s.", what)
}

// ship makes a shipment of the piece of the running program that a node was read from.
func (r *remote) ship(n tsql.Node, vars *eval.Vars) (*shipment, error) {
	p, at := r.machine.Program(), n.Extent()
	return r.shipText(p.Source[at.Start:at.End], p.Line(at.Start), vars)
}

// shipText makes a shipment of a text of the program.
func (r *remote) shipText(src string, line int32, vars *eval.Vars) (*shipment, error) {
	s := &shipment{line: line, guarded: r.machine.Guarded()}
	if r.front.hidesEdition() {
		src = withEdition(src)
	}
	var b strings.Builder
	var fault error
	done := tsql.Pos(0)
	put := func(ref tsql.Reference, text string) {
		b.WriteString(src[done:ref.Start])
		b.WriteString(text)
		done = ref.End
	}
	tsql.References(src, r.options.QuotedIdentifier, func(ref tsql.Reference) {
		if ref.Name[0] != '@' || strings.HasPrefix(ref.Name, "@@") {
			if interp.Own(ref.Name) {
				put(ref, s.param("", ownType(ref.Name), ownValue(ref.Name, vars)))
			}
			return
		}
		slot := vars.Lookup(ref.Name)
		if slot < 0 {
			return // the name of an argument, or the server's to refuse
		}
		switch vars.Types[slot].ID {
		case tds.TableType:
			t, ok := vars.Values[slot].(*remoteTable)
			if !ok {
				fault = errRefused("the table " + ref.Name)
				return
			}
			put(ref, t.name)
		case tds.CursorType:
			fault = errRefused("the cursor variable " + ref.Name + " in a statement of the server's")
		default:
			s.param(ref.Name, vars.Types[slot], vars.Values[slot])
		}
	})
	b.WriteString(src[done:])
	s.text = b.String()
	return s, fault
}

// param adds a parameter once and returns its name; "" makes one of our own.
func (s *shipment) param(name string, t tds.Type, v tds.Value) string {
	if name == "" {
		name = "@msxgate" + strconv.Itoa(len(s.params))
	}
	for i := range s.params {
		if strings.EqualFold(s.params[i].name, name) {
			return name
		}
	}
	s.params = append(s.params, shipParam{name, t, v})
	return name
}

// ownType is the type of what the program keeps.
func ownType(name string) tds.Type {
	switch name {
	case "ERROR_MESSAGE":
		return tds.TypeNVarChar(4000)
	case "ERROR_PROCEDURE":
		return tds.TypeNVarChar(128)
	case "SCOPE_IDENTITY":
		return tds.Type{ID: tds.NumericType, Prec: 38}
	case "XACT_STATE":
		return tds.TypeSmallInt
	case "ROWCOUNT_BIG":
		return tds.TypeBigInt
	}
	return tds.TypeInt
}

// ownValue is what the program keeps.
func ownValue(name string, vars *eval.Vars) tds.Value {
	switch name {
	case "@@ERROR":
		return int64(vars.Error)
	case "@@ROWCOUNT", "ROWCOUNT_BIG":
		return vars.RowCount
	case "@@TRANCOUNT":
		return int64(vars.TranCount)
	case "@@FETCH_STATUS":
		return int64(vars.FetchStatus)
	case "@@CURSOR_ROWS":
		return int64(vars.CursorRows)
	case "@@NESTLEVEL":
		return int64(vars.NestLevel)
	case "@@PROCID":
		return int64(vars.ProcID)
	case "@@OPTIONS":
		return int64(vars.Options)
	case "SCOPE_IDENTITY":
		return vars.ScopeIdent
	case "XACT_STATE":
		return int64(vars.XactState)
	}
	e := vars.Caught
	if e == nil {
		return nil
	}
	switch name {
	case "ERROR_NUMBER":
		return int64(e.Number)
	case "ERROR_SEVERITY":
		return int64(e.Class)
	case "ERROR_STATE":
		return int64(e.State)
	case "ERROR_LINE":
		return int64(e.Line)
	case "ERROR_MESSAGE":
		return e.Message
	}
	if e.Proc == "" {
		return nil
	}
	return e.Proc
}

// Exec implements interp.Host: the statement runs at the server as it was written.
func (r *remote) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	if r.doom != nil && !readsOnly(st) {
		return 0, false, errDoomed()
	}
	s, err := r.ship(st, vars)
	if err != nil {
		return 0, false, err
	}
	s.batch, s.bare = makesTemporary(st), isModule(st)
	if exec, ok := st.(*tsql.ExecStmt); ok {
		s.calls, s.stream, s.inner = true, !s.guarded, len(exec.Text) > 0
	}
	if mayAssign(st) {
		for _, p := range s.params {
			if !strings.HasPrefix(p.name, "@msxgate") {
				s.read = append(s.read, p.name)
			}
		}
	}
	a, err := r.carry(ctx, s, out)
	if n := len(r.scopes); n > 0 && err == nil {
		r.scopes[n-1].tables = append(r.scopes[n-1].tables, temporaryOf(st)...)
	}
	if a != nil {
		a.assign(s, vars)
		vars.Identity = a.identity
		if makesIdentity(st) {
			vars.ScopeIdent = a.scopeIdentity
		}
		if _, ok := st.(*tsql.ExecStmt); ok {
			vars.Error, vars.RowCount = a.number, a.rows
		}
	}
	if changesPrincipal(st) {
		r.caller = nil
	}
	if a == nil {
		return 0, false, err
	}
	return a.rows, a.counted || countsRows(st), err
}

// assign stores the values of variables that a statement may have assigned.
func (a *answerBehind) assign(s *shipment, vars *eval.Vars) {
	for i, name := range s.read {
		if slot := vars.Lookup(name); slot >= 0 && i < len(a.values) {
			vars.Values[slot] = a.values[i]
		}
	}
}

// Value implements interp.Remote.
func (r *remote) Value(ctx context.Context, e tsql.Expr, want tds.Type, vars *eval.Vars) (tds.Value, tds.Type, error) {
	s, err := r.ship(e, vars)
	if err != nil {
		return nil, tds.Type{}, err
	}
	return r.compute(ctx, s, want)
}

// Holds implements interp.Remote.
func (r *remote) Holds(ctx context.Context, cond tsql.Expr, vars *eval.Vars) (bool, error) {
	s, err := r.ship(cond, vars)
	if err != nil {
		return false, err
	}
	s.text = "CASE WHEN " + s.text + "\nTHEN 1 ELSE 0 END"
	v, _, err := r.compute(ctx, s, tds.Type{})
	n, _ := v.(int64)
	return n == 1, err
}

// Convert implements interp.Remote.
func (r *remote) Convert(ctx context.Context, v tds.Value, from, to tds.Type) (tds.Value, error) {
	s := &shipment{line: r.machine.Line(), guarded: r.machine.Guarded()}
	s.text = s.param("@msxgate_v", from, v)
	v, _, err := r.compute(ctx, s, to)
	return v, err
}

// compute has the server compute the expression that a shipment holds, as a value of the type that is wanted, if any is.
func (r *remote) compute(ctx context.Context, s *shipment, want tds.Type) (tds.Value, tds.Type, error) {
	if want == (tds.Type{}) {
		s.text = "SELECT " + s.text + "\nAS [" + r.mark + "v]"
	} else {
		name := s.param("@msxgate_r", want, nil)
		s.text, s.read = "SET "+name+" = "+s.text, []string{name}
	}
	a, err := r.carry(ctx, s, infoOnly{r})
	switch {
	case err != nil:
		return nil, want, err
	case want == (tds.Type{}):
		return a.value, a.typ, nil
	case len(a.values) != 1:
		return nil, want, errRefused("an expression that ends its batch")
	}
	return a.values[0], want, nil
}

// countsRows tells whether a statement has a count of rows.
func countsRows(st tsql.Stmt) bool {
	switch st.(type) {
	case *tsql.SelectStmt, *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt:
		return true
	}
	return false
}

// makesIdentity tells whether SCOPE_IDENTITY() may be another after a statement.
func makesIdentity(st tsql.Stmt) bool {
	switch st.(type) {
	case *tsql.InsertStmt, *tsql.MergeStmt:
		return true
	}
	return false
}

// mayAssign tells whether a statement may assign variables.
func mayAssign(st tsql.Stmt) bool {
	switch st := st.(type) {
	case *tsql.SelectStmt:
		assigns := false
		tsql.Inspect(st, func(n tsql.Node) bool {
			if i, ok := n.(*tsql.SelectItem); ok && i.Assign != "" {
				assigns = true
			}
			return !assigns
		})
		return assigns
	case *tsql.UpdateStmt:
		for i := range st.Set {
			if st.Set[i].Variable != "" {
				return true
			}
		}
		return false
	case *tsql.InsertStmt:
		return st.Exec != nil
	case *tsql.ExecStmt, *tsql.OtherStmt:
		return true
	}
	return false
}

// makesTemporary tells whether a statement leaves something in the session that would die with a text inside
// sp_executesql: #tables above all.
func makesTemporary(st tsql.Stmt) bool {
	switch st.(type) {
	case *tsql.SelectStmt:
		return intoOf(st) != nil
	case *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt, *tsql.ExecStmt:
		return false
	}
	return true
}

// intoOf is the table that SELECT INTO makes, or nil.
func intoOf(st tsql.Stmt) *tsql.Name {
	var into *tsql.Name
	tsql.Inspect(st, func(n tsql.Node) bool {
		if q, ok := n.(*tsql.QuerySpec); ok && q.Into != nil {
			into = q.Into
		}
		return into == nil
	})
	return into
}

// temporaryOf are the #tables that a statement has made.
func temporaryOf(st tsql.Stmt) []string {
	var made *tsql.Name
	switch st := st.(type) {
	case *tsql.CreateTableStmt:
		made = &st.Name
	case *tsql.SelectStmt:
		made = intoOf(st)
	}
	if made == nil || !strings.HasPrefix(made.Object, "#") || strings.HasPrefix(made.Object, "##") {
		return nil
	}
	return []string{made.Object}
}

// readsOnly tells whether a statement only reads.
func readsOnly(st tsql.Stmt) bool {
	_, ok := st.(*tsql.SelectStmt)
	return ok && !makesTemporary(st)
}

// changesPrincipal tells whether a statement may change what the caller may do.
func changesPrincipal(st tsql.Stmt) bool {
	switch st.(type) {
	case *tsql.SecurityStmt, *tsql.GrantStmt, *tsql.ExecuteAsStmt, *tsql.ExecStmt, *tsql.OtherStmt:
		return true
	}
	return false
}
