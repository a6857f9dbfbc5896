package gateway

import (
	"context"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// prepared is what stands behind a handle: a statement, as sp_executesql would be given it, a call, or an open cursor.
type prepared struct {
	stmt, params string
	call         *tsql.ExecStmt // of sp_prepexecrpc; its markers are variables
	cursor       *wireCursor    // nil for a statement
}

// preparedProcs are the procedures of prepared statements, and that of the reset which the wire's own has replaced.
func preparedProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_prepare", raw: spPrepare},
		{name: "sp_execute", raw: spExecute},
		{name: "sp_prepexec", raw: spPrepExec},
		{name: "sp_prepexecrpc", raw: spPrepExecRPC},
		{name: "sp_unprepare", raw: spUnprepare},
		{name: "sp_reset_connection", raw: spResetConnection},
	}
}

// spResetConnection resets the session. Inside a procedure it would pull the ground from under it.
func spResetConnection(ctx context.Context, s *session, _ *interp.Call, _ tds.Writer) (int32, error) {
	if len(s.scopes) > 0 {
		return 1, inProc("sp_reset_connection", tds.Errorf(15247, 16, "User does not have permission to perform this action."))
	}
	return 0, s.reset(ctx, false)
}

// errNoHandle is message 8179.
func errNoHandle(handle int64) *tds.Error {
	return tds.Errorf(8179, 16, "Could not find prepared statement with handle %d.", handle)
}

// argText is the text of the argument at a position, by any of its names or by position.
func argText(c *interp.Call, i int) string {
	if i >= len(c.Args) {
		return ""
	}
	return text(c.Args[i].Value)
}

func argInt(c *interp.Call, i int) int64 {
	if i >= len(c.Args) {
		return 0
	}
	n, _ := c.Args[i].Value.(int64)
	return n
}

// keep stores a statement and puts its new handle into the first argument.
func (s *session) keep(c *interp.Call) {
	if s.handles == nil {
		s.handles = map[int64]*prepared{}
	}
	s.handle++
	s.handles[s.handle] = &prepared{params: argText(c, 1), stmt: argText(c, 2)}
	c.Args[0].Value, c.Args[0].ParamType = s.handle, tds.TypeInt
}

// spPrepare is sp_prepare @handle OUTPUT, @params, @stmt, @options. The text is parsed, so that a fault shows now.
func spPrepare(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	if len(c.Args) < 3 {
		return 0, inProc("sp_prepare", tds.Errorf(201, 16, "Procedure or function 'sp_prepare' expects parameter '@stmt', which was not supplied."))
	}
	if _, err := tsql.Parse(argText(c, 2)); err != nil {
		return 0, err
	}
	s.keep(c)
	return 0, nil
}

// spExecute is sp_execute @handle, values.
func spExecute(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	p := s.handles[argInt(c, 0)]
	if p == nil || p.cursor != nil {
		return 0, errNoHandle(argInt(c, 0))
	}
	return s.runPrepared(ctx, p, c, 1, out)
}

// spPrepExec is sp_prepexec @handle OUTPUT, @params, @stmt, values.
func spPrepExec(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	if len(c.Args) < 3 {
		return 0, inProc("sp_prepexec", tds.Errorf(201, 16, "Procedure or function 'sp_prepexec' expects parameter '@stmt', which was not supplied."))
	}
	s.keep(c)
	return s.runPrepared(ctx, s.handles[s.handle], c, 3, out)
}

// spUnprepare is sp_unprepare @handle.
func spUnprepare(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	handle := argInt(c, 0)
	if p := s.handles[handle]; p == nil || p.cursor != nil {
		return 0, errNoHandle(handle)
	}
	delete(s.handles, handle)
	return 0, nil
}

// spPrepExecRPC is sp_prepexecrpc @handle OUTPUT, @call, values: the call is in the form of ODBC, {?=call p (?, 1, ?)}.
func spPrepExecRPC(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_prepexecrpc"
	if err := expect(proc, c, "@handle", "@call"); err != nil {
		return 0, err
	}
	call, err := readCall(argText(c, 1))
	if err != nil {
		return 0, inProc(proc, err)
	}
	p := &prepared{call: call}
	giveInt(c, 0, s.remember(p))
	return s.runPrepared(ctx, p, c, 2, out)
}

// readCall reads a call in the form of ODBC.
func readCall(text string) (*tsql.ExecStmt, error) {
	body := strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(body, "{"); ok {
		body = strings.TrimSpace(strings.TrimSuffix(rest, "}"))
	}
	if rest, ok := strings.CutPrefix(body, "?"); ok { // the return status, which the client is sent anyway
		body = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), "="))
	}
	if len(body) > 5 && strings.EqualFold(body[:4], "call") && strings.TrimLeft(body[4:5], " \t\r\n") == "" {
		body = body[5:]
	}
	name, args := body, ""
	if i := strings.IndexByte(body, '('); i >= 0 && strings.HasSuffix(body, ")") {
		name, args = body[:i], body[i+1:len(body)-1]
	}
	prog, err := tsql.Parse("EXEC " + name + " " + marked(args))
	if err != nil {
		return nil, err
	}
	if st, ok := prog.Stmts[0].(*tsql.ExecStmt); ok && len(prog.Stmts) == 1 && st.Proc.Object != "" {
		return st, nil
	}
	return nil, tds.Errorf(102, 15, "Incorrect syntax near '%s'.", text)
}

// marker is the variable that stands for a ? in a call.
const marker = "@msxgate_marker"

// marked puts variables in the place of the markers.
func marked(args string) string {
	var b strings.Builder
	quoted := false
	for _, r := range args {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == '?' && !quoted:
			b.WriteString(marker)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// runCall runs a prepared call with the values from argument first on.
func (s *session) runCall(ctx context.Context, st *tsql.ExecStmt, c *interp.Call, first int, out tds.Writer) (int32, error) {
	inner := &interp.Call{Proc: st.Proc, Guarded: c.Guarded, Nest: c.Nest, Insert: c.Insert}
	var at []int // the arguments of c that those of inner are; -1 for constants
	next := first
	for i := range st.Args {
		if v, ok := st.Args[i].Value.(*tsql.Variable); ok && v.Name == marker {
			if next >= len(c.Args) {
				return 0, inProc("sp_prepexecrpc", tds.Errorf(8178, 16, "The parameterized query '%s' expects the parameter %d, which was not supplied.", nameText(&st.Proc), i+1))
			}
			a := c.Args[next]
			a.Name = st.Args[i].Name
			inner.Args, at = append(inner.Args, a), append(at, next)
			next++
			continue
		}
		inner.Args, at = append(inner.Args, constantArg(&st.Args[i])), append(at, -1)
	}
	ret, err := s.call(ctx, inner, out)
	for i, from := range at {
		if from >= 0 {
			c.Args[from].Value, c.Args[from].ParamType = inner.Args[i].Value, inner.Args[i].ParamType
		}
	}
	return ret, err
}

func (s *session) runPrepared(ctx context.Context, p *prepared, c *interp.Call, first int, out tds.Writer) (int32, error) {
	if p.call != nil {
		return s.runCall(ctx, p.call, c, first, out)
	}
	return callPrepared(ctx, &s.machine, p, c, first, out)
}

// callPrepared runs a prepared statement with the values from argument first on.
func callPrepared(ctx context.Context, m *interp.Machine, p *prepared, c *interp.Call, first int, out tds.Writer) (int32, error) {
	text := tds.TypeNVarChar(tds.Max)
	inner := &interp.Call{Proc: c.Proc, Guarded: c.Guarded, Nest: c.Nest, Insert: c.Insert}
	inner.Args = append(inner.Args, interp.Arg{Type: text, Value: p.stmt})
	if p.params != "" || len(c.Args) > first {
		inner.Args = append(inner.Args, interp.Arg{Type: text, Value: p.params})
	}
	fixed := len(inner.Args)
	inner.Args = append(inner.Args, c.Args[first:]...)
	ret, err := m.CallExecuteSQL(ctx, inner, out)
	copy(c.Args[first:], inner.Args[fixed:])
	return ret, err
}
