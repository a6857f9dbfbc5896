package gateway

import (
	"context"
	"errors"
	"slices"
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
	ret, err := s.call(ctx, c, out)
	return ret, s.settle(err)
}

func (s *session) call(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	if c.Proc.Server != "" && !strings.EqualFold(c.Proc.Server, s.server.Name) {
		return 0, tds.Errorf(7202, 11, "Could not find server '%s' in sys.servers. Verify that the correct server name was specified.", c.Proc.Server)
	}
	if d := c.Proc.Database; d != "" && !s.engine.HasDatabase(d) {
		return 0, tds.Errorf(911, 16, "Database '%s' does not exist. Make sure that the name is entered correctly.", d)
	}
	if p := s.server.system.lookup(&c.Proc); p != nil {
		return s.callSystem(ctx, p, c, out)
	}
	if isExecuteSQL(&c.Proc) {
		return s.executeSQLThere(ctx, c, out)
	}
	m, err := s.procedure(c.Proc)
	if err != nil {
		return 0, err
	}
	if m != nil {
		return s.callModule(ctx, m, c, out)
	}
	if p := s.lookupOurs(&c.Proc); p != nil {
		if s.options.FmtOnly {
			return s.callFormat(ctx, p, c, out)
		}
		return s.callOurs(ctx, p, c, out)
	}
	return 0, errNoProcedure(&c.Proc)
}

// isExecuteSQL tells the sp_executesql of a database from a procedure of that name.
func isExecuteSQL(n *tsql.Name) bool {
	return strings.EqualFold(n.Object, "sp_executesql") && (n.Schema == "" || strings.EqualFold(n.Schema, "sys") || strings.EqualFold(n.Schema, "dbo"))
}

// executeSQLThere runs sp_executesql in the database that its name says, and comes back.
func (s *session) executeSQLThere(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	return s.machine.CallExecuteSQL(ctx, c, out)
}

// procedure finds a stored procedure, nil when there is none. One of master whose name begins with sp_ answers
// everywhere.
func (s *session) procedure(n tsql.Name) (*engine.Module, error) {
	m, err := s.engine.Procedure(n)
	if m != nil || err != nil || n.Database != "" || len(n.Object) < 3 || !strings.EqualFold(n.Object[:3], "sp_") {
		return m, err
	}
	n.Database = "master"
	return s.engine.Procedure(n)
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
	if !answersTo(p, n, s.engine.Database()) {
		return nil
	}
	return p
}

// answersTo tells whether a procedure of package procs is meant by a name in the current database.
func answersTo(p *procs.Proc, n *tsql.Name, current string) bool {
	switch strings.ToLower(n.Schema) {
	case "", "dbo":
	case "sys":
		if p.Database != "master" {
			return false
		}
	default:
		return false
	}
	database := n.Database
	if database == "" {
		database = current
	}
	return p.Database == "master" || strings.EqualFold(database, p.Database)
}

// callOurs runs a procedure of package procs in the session's transaction, or in one of its own.
func (s *session) callOurs(ctx context.Context, p *procs.Proc, c *interp.Call, out tds.Writer) (int32, error) {
	if err := s.checkOurs(p); err != nil {
		return 0, err
	}
	args, given, err := bindArgs(p.Name, p.Params, positional(p, c.Args))
	if err != nil {
		return 0, err
	}
	if s.options.ImplicitTran && s.engine.TranCount() == 0 && p.Database != "master" {
		// Its first statement begins the transaction.
		if err := s.Begin(ctx, ""); err != nil {
			return 0, err
		}
	}
	var code int32
	var own error // of the procedure, not of its commit
	err = s.engine.Atomic(ctx, func() error {
		code, own = p.Invoke(ctx, s.procCall(c, given, lined{out}), args)
		return own
	})
	if err == nil || own != nil && errors.Is(err, own) {
		returnArgs(p, args, c.Args)
	} else {
		code = 1
	}
	return code, s.explain(ctx, p, err)
}

// lined gives the messages of a procedure a line, as those have that come out of T-SQL.
type lined struct{ tds.Writer }

// Message implements tds.Writer.
func (w lined) Message(e *tds.Error) error { return w.Writer.Message(onLine(e)) }

func onLine(e *tds.Error) *tds.Error {
	if e.Line != 0 || e.Proc == "" {
		return e
	}
	c := *e
	c.Line = 1
	return &c
}

// positional takes the names off the arguments of a procedure that counts them by their place.
func positional(p *procs.Proc, args []interp.Arg) []interp.Arg {
	if !p.Positional {
		return args
	}
	args = slices.Clone(args)
	for i := range args {
		args[i].Name = ""
	}
	return args
}

// explain makes an error for the client of one that is for the operator: the log has it, and the transaction, of which
// nobody knows what it lacks, cannot be committed.
func (s *session) explain(ctx context.Context, p *procs.Proc, err error) error {
	var e *tds.Error
	if errors.As(err, &e) {
		return onLine(e)
	}
	if err == nil || ctx.Err() != nil || errors.Is(err, tds.ErrCancelled) || errors.Is(err, tds.ErrClosed) {
		return err
	}
	s.engine.Doom()
	s.server.Log.WithError(err).WithField("procedure", p.Name).Error("Procedure failed")
	e = tds.Errorf(40001, 16, "msxgate: %s ended with an internal error. The server's log has the details.", p.Name)
	e.Proc = p.Name
	return e
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
			Sysadmin: s.sysadmin(), Owner: a.owner, Roles: roleNames(p, a.roles),
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

func (noAgent) Running() bool                                  { return false }
func (noAgent) Starting() bool                                 { return false }
func (noAgent) CheckStart(tds.GUID, string, string) error      { return procs.AgentNotRunning() }
func (noAgent) CheckStop(tds.GUID, string, string) error       { return procs.AgentNotRunning() }
func (noAgent) Jobs() []procs.JobState                         { return nil }
func (noAgent) Enlist(context.Context, procs.Enlistment) error { return procs.AgentNotRunning() }
