package gateway

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"msxgate/engine"
	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// Call implements interp.Host: a system procedure, a procedure stored in a database, or one of package procs.
func (s *session) Call(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	if c.Proc.Server != "" {
		return 0, tds.Errorf(7202, 11, "Could not find server '%s' in sys.servers. Verify that the correct server name was specified.", c.Proc.Server)
	}
	if p := lookupSystem(&c.Proc); p != nil {
		return s.callSystem(ctx, p, c, out)
	}
	m, err := s.engine.Procedure(c.Proc)
	if err != nil {
		return 0, err
	}
	if m != nil {
		return s.callModule(ctx, m, c, out)
	}
	if p := s.lookupOurs(&c.Proc); p != nil {
		return s.callOurs(ctx, p, c, out)
	}
	return 0, errNoProcedure(&c.Proc)
}

// errNoProcedure is message 2812.
func errNoProcedure(n *tsql.Name) *tds.Error {
	e := tds.Errorf(2812, 16, "Could not find stored procedure '%s'.", nameText(n))
	e.State = 62
	return e
}

// nameText is a name as it was written, without brackets.
func nameText(n *tsql.Name) string {
	parts := []string{n.Server, n.Database, n.Schema, n.Object}
	for len(parts) > 1 && parts[0] == "" {
		parts = parts[1:]
	}
	return strings.Join(parts, ".")
}

// lookupOurs finds a procedure of package procs. Those of msdb answer in msdb, or by a name that says so; extended
// procedures answer everywhere.
func (s *session) lookupOurs(n *tsql.Name) *procs.Proc {
	p := procs.Lookup(n.Object)
	if p == nil || s.server.plain {
		return nil
	}
	switch strings.ToLower(n.Schema) {
	case "", "dbo":
	case "sys":
		if p.Database != "master" {
			return nil
		}
	default:
		return nil
	}
	database := n.Database
	if database == "" {
		database = s.engine.Database()
	}
	if strings.EqualFold(database, p.Database) || p.Database == "master" && n.Database == "" {
		return p
	}
	return nil
}

// callModule runs a procedure that is stored in a database.
func (s *session) callModule(ctx context.Context, m *engine.Module, c *interp.Call, out tds.Writer) (int32, error) {
	if err := s.checkExecute(m.Database, m.Schema, m.Name); err != nil {
		return 0, err
	}
	code, err := s.server.modules.compile(m)
	if err != nil {
		return 0, err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return 0, err
	}
	defer leave()
	return s.machine.RunProcedure(ctx, code, c, out)
}

// callOurs runs a procedure of package procs in the session's transaction, or in one of its own.
func (s *session) callOurs(ctx context.Context, p *procs.Proc, c *interp.Call, out tds.Writer) (int32, error) {
	if err := s.checkOurs(p); err != nil {
		return 0, err
	}
	if p.Positional {
		for i := range c.Args {
			c.Args[i].Name = ""
		}
	}
	args, given, err := bindArgs(p.Name, p.Params, c.Args)
	if err != nil {
		return 0, err
	}
	var code int32
	var internal error
	err = s.engine.Atomic(ctx, func() error {
		code, err = p.Invoke(ctx, s.procCall(c, given, out), args)
		internal = err
		return err
	})
	if err == nil || errors.Is(err, internal) {
		returnArgs(p.Params, args, c.Args)
	}
	var e *tds.Error
	if err != nil && !errors.As(err, &e) && ctx.Err() == nil && !errors.Is(err, tds.ErrCancelled) && !errors.Is(err, tds.ErrClosed) {
		s.server.Log.WithError(err).WithField("procedure", p.Name).Error("Procedure failed")
		e := tds.Errorf(40001, 16, "msxgate: %s ended with an internal error. The server's log has the details.", p.Name)
		e.Proc = p.Name
		return 1, e
	}
	return code, err
}

// procCall is what a procedure of package procs sees of the session.
func (s *session) procCall(c *interp.Call, given []bool, out tds.Writer) *procs.Call {
	b, l := s.server, s.login()
	a, _ := s.access("msdb")
	p := s.principals()
	b.mu.Lock()
	agent := b.agent
	b.mu.Unlock()
	if agent == nil {
		agent = noAgent{}
	}
	return &procs.Call{
		Tx: engineTx{s}, Out: out, Agent: agent, Now: b.Now, NewID: b.NewID, Log: b.Log.WithField("spid", s.spid),
		Login: procs.Login{
			Name: l.name, SID: l.sid, User: a.user, HostName: s.who.host, AppName: s.who.app,
			Sysadmin: p.sysadmin(l.name), Owner: a.owner, Roles: roleNames(p, a.roles),
		},
		Server: procs.Server{
			Name: b.Name, Machine: b.Machine, Version: ProductVersion, ProductVersion: eval.ProductVersion, Memory: memoryMB(),
		},
		Given:   given,
		Session: procSession{s}, Guarded: c.Guarded,
		Notify: func(n procs.Notice) { s.engine.OnCommit(func() { b.notify(n) }) },
	}
}

// roleNames gives the roles of msdb the case in which they were created.
func roleNames(p *principals, roles []string) []string {
	d := p.databases["msdb"]
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = r
		if d != nil && d.users[r] != nil {
			out[i] = d.users[r].name
		}
	}
	return out
}

func (b *Embedded) notify(n procs.Notice) {
	b.mu.Lock()
	f := b.onNotice
	b.mu.Unlock()
	if f != nil {
		f(n)
	}
}

// engineTx is the msdb.Tx of a procedure: statements run compiled, from the engine's plan cache.
type engineTx struct{ s *session }

var _ msdb.Tx = engineTx{}

// Query implements msdb.Tx.
func (t engineTx) Query(ctx context.Context, text string, args []msdb.Arg, row func([]tds.Value) error) error {
	_, err := t.run(ctx, text, args, rowFunc(row))
	return err
}

// Exec implements msdb.Tx.
func (t engineTx) Exec(ctx context.Context, text string, args ...msdb.Arg) (int64, error) {
	return t.run(ctx, text, args, discard{})
}

// run executes in msdb, whatever database the caller is in.
func (t engineTx) run(ctx context.Context, text string, args []msdb.Arg, out tds.Writer) (int64, error) {
	list := make([]engine.Param, len(args))
	for i, a := range args {
		list[i] = param(a.Name, a.Value, a.Type)
	}
	home := t.s.engine.Database()
	if home != "msdb" {
		if err := t.s.engine.Use("msdb"); err != nil {
			return 0, err
		}
		defer t.s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
	}
	return t.s.engine.Run(ctx, text, list, out)
}

// procSession answers what procedures ask about principals and databases.
type procSession struct{ s *session }

var _ procs.Session = procSession{}

// SIDOf implements procs.Session.
func (p procSession) SIDOf(name string) ([]byte, bool) {
	l := p.s.principals().login(name)
	if l == nil {
		return nil, false
	}
	return l.sid, true
}

// LoginOf implements procs.Session.
func (p procSession) LoginOf(sid []byte) (string, bool) {
	l := p.s.principals().bySID[string(sid)]
	if l == nil {
		return "", false
	}
	return l.name, true
}

// IsSysadmin implements procs.Session.
func (p procSession) IsSysadmin(login string) bool { return p.s.principals().sysadmin(login) }

// DatabaseExists implements procs.Session.
func (p procSession) DatabaseExists(name string) bool { return p.s.engine.HasDatabase(name) }

// CredentialID implements procs.Session.
func (p procSession) CredentialID(name string) (int64, bool) {
	c, ok := p.s.principals().credentialNamed(name)
	return c.id, ok
}

// CredentialName implements procs.Session.
func (p procSession) CredentialName(id int64) (name, identity string, ok bool) {
	c, ok := p.s.principals().credentialByID(id)
	return c.name, c.identity, ok
}

// noAgent stands where no agent runs beside the gateway.
type noAgent struct{}

var _ procs.Agent = noAgent{}

var errNotRunning = tds.Errorf(22022, 16, "SQLServerAgent is not currently running so it cannot be notified of this action.")

func (noAgent) Running() bool                                  { return false }
func (noAgent) Starting() bool                                 { return false }
func (noAgent) CheckStart(tds.GUID, string, string) error      { return errNotRunning }
func (noAgent) CheckStop(tds.GUID, string, string) error       { return errNotRunning }
func (noAgent) Jobs() []procs.JobState                         { return nil }
func (noAgent) Enlist(context.Context, procs.Enlistment) error { return errNotRunning }

// bindArgs puts arguments in the order and the types of parameters, and says which were given: 8144, 8145, 8143, 8162, 201,
// 8114.
func bindArgs(proc string, params []procs.Param, args []interp.Arg) (values []tds.Value, was []bool, err error) {
	given := make([]*interp.Arg, len(params))
	for i := range args {
		slot := i
		if name := args[i].Name; name != "" {
			if slot = paramIndex(params, name); slot < 0 {
				return nil, nil, inProc(proc, tds.Errorf(8145, 16, "%s is not a parameter for procedure %s.", name, proc))
			}
		}
		switch {
		case slot >= len(params):
			return nil, nil, inProc(proc, tds.Errorf(8144, 16, "Procedure or function %s has too many arguments specified.", proc))
		case given[slot] != nil:
			return nil, nil, inProc(proc, tds.Errorf(8143, 16, "Parameter '%s' was supplied multiple times.", params[slot].Name))
		case args[i].Output && !params[slot].Output:
			return nil, nil, inProc(proc, tds.Errorf(8162, 16, "The formal parameter \"%s\" was not declared as an OUTPUT parameter, "+
				"but the actual parameter passed in requested output.", params[slot].Name))
		}
		given[slot] = &args[i]
	}
	values, was = make([]tds.Value, len(params)), make([]bool, len(params))
	for i := range params {
		was[i] = given[i] != nil
		if values[i], err = bindArg(proc, &params[i], given[i]); err != nil {
			return nil, nil, inProc(proc, err)
		}
	}
	return values, was, nil
}

func bindArg(proc string, p *procs.Param, a *interp.Arg) (tds.Value, error) {
	if a == nil || a.Default {
		if !p.Optional {
			e := tds.Errorf(201, 16, "Procedure or function '%s' expects parameter '%s', which was not supplied.", proc, p.Name)
			e.State = 4
			return nil, e
		}
		return p.Default, nil
	}
	if p.Status == "unimplemented" {
		return nil, tds.Errorf(40002, 16, "msxgate: parameter %s of %s is not supported.", p.Name, proc)
	}
	v, err := eval.Convert(a.Value, a.Type, p.Type, nil)
	if err != nil {
		e := tds.Errorf(8114, 16, "Error converting data type %s to %s.", a.Type.ID, p.Type.ID)
		e.State = 5
		return nil, e
	}
	return v, nil
}

func paramIndex(params []procs.Param, name string) int {
	for i := range params {
		if strings.EqualFold(params[i].Name, name) {
			return i
		}
	}
	return -1
}

func inProc(proc string, err error) error {
	var e *tds.Error
	if errors.As(err, &e) && e.Proc == "" {
		c := *e
		c.Proc = proc
		return &c
	}
	return err
}

// returnArgs writes the values of OUTPUT parameters back into the arguments.
func returnArgs(params []procs.Param, values []tds.Value, args []interp.Arg) {
	for i := range args {
		slot := i
		if args[i].Name != "" {
			slot = paramIndex(params, args[i].Name)
		}
		if args[i].Output && slot >= 0 && slot < len(params) {
			args[i].Value, args[i].ParamType = values[slot], params[slot].Type
		}
	}
}

// enterModule begins the statements of a stored module, in its database; the function it returns ends them.
func (s *session) enterModule(m *engine.Module) (leave func(), err error) {
	home := s.engine.Database()
	if err := s.engine.Use(m.Database); err != nil {
		return nil, err
	}
	s.chain = append(s.chain, m.Database)
	return func() {
		s.chain = s.chain[:len(s.chain)-1]
		s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
	}, nil
}

// Trigger implements engine.Modules.
func (s *session) Trigger(ctx context.Context, m *engine.Module, rows int64) error {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return err
	}
	defer leave()
	return s.machine.RunTrigger(ctx, code, rows, nil)
}

// ScalarFunction implements engine.Modules.
func (s *session) ScalarFunction(ctx context.Context, m *engine.Module, args []tds.Value) (tds.Value, error) {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return nil, err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.machine.RunFunction(ctx, code, args)
}

// TableFunction implements engine.Modules.
func (s *session) TableFunction(ctx context.Context, m *engine.Module, args []tds.Value) (*engine.Table, error) {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return nil, err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return nil, err
	}
	defer leave()
	v, err := s.machine.RunTableFunction(ctx, code, args)
	if err != nil {
		return nil, err
	}
	t, ok := v.(*engine.Table)
	if !ok {
		return nil, fmt.Errorf("function %s returned a %T", m.Name, v)
	}
	return t, nil
}
