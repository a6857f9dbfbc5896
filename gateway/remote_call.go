package gateway

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// Ours implements interp.Remote.
func (r *remote) Ours(n *tsql.Name) bool { return r.lookup(n) != nil }

// OursText implements interp.Remote.
func (r *remote) OursText(text string) bool { return r.front.names().inText(text) }

// lookup finds a procedure of ours as the current database has it.
func (r *remote) lookup(n *tsql.Name) *procs.Proc {
	p := r.front.names().proc(n.Object)
	if p == nil || n.Server != "" && !strings.EqualFold(n.Server, r.front.facts().Name) {
		return nil
	}
	if !answersTo(p, n, r.database) {
		return nil
	}
	return p
}

// Call implements interp.Host.
func (r *remote) Call(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	if p := r.lookup(&c.Proc); p != nil {
		return r.callOurs(ctx, p, c, out)
	}
	if c.Proc.Database != "" && strings.EqualFold(c.Proc.Object, "sp_executesql") && r.OursText(interp.ExecuteSQLText(c)) {
		return r.executeIn(ctx, c, out)
	}
	if ret, done, err := r.prepared(ctx, c, out); done {
		return ret, err
	}
	return r.callTheirs(ctx, c, out)
}

// executeIn runs a text of sp_executesql in another database.
func (r *remote) executeIn(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	home := r.database
	if err := r.silent(ctx, "USE "+tsql.QuoteName(c.Proc.Database)); err != nil {
		return 0, err
	}
	ret, err := r.machine.CallExecuteSQL(ctx, c, out)
	if back := r.silent(context.WithoutCancel(ctx), "USE "+tsql.QuoteName(home)); err == nil {
		err = back
	}
	return ret, err
}

// callOurs runs a procedure of package procs in the client's transaction, or in one of its own.
func (r *remote) callOurs(ctx context.Context, p *procs.Proc, c *interp.Call, out tds.Writer) (int32, error) {
	who, err := r.login(ctx)
	if err != nil {
		return 0, err
	}
	may, err := r.mayExecute(ctx, p, who)
	switch {
	case err != nil:
		return 0, err
	case !may:
		return 0, errNotExecutable(object{p.Database, "dbo", p.Name})
	}
	args, given, err := bindArgs(p.Name, p.Params, positional(p, c.Args))
	if err != nil {
		return 0, err
	}
	var code int32
	var own error // of the procedure, not of its commit
	run := func(at *remote, tx msdb.Tx) error {
		call := at.procCall(c, who, given, lined{out})
		call.Tx, call.Now = tx, r.Now
		code, own = p.Invoke(ctx, call, args)
		return own
	}
	if who.Sysadmin || who.Owner {
		err = r.atomic(ctx, p.Database == "master", func() error { return run(r, remoteTx{r}) })
	} else {
		err = r.elevated(ctx, p, who, run)
	}
	if err == nil || own != nil && errors.Is(err, own) {
		returnArgs(p, args, c.Args)
	} else {
		code = 1
	}
	return code, r.explain(ctx, p, err)
}

// explain makes an error for the client of one that is for the operator. A connection that is lost ends the client's too.
func (r *remote) explain(ctx context.Context, p *procs.Proc, err error) error {
	var e *tds.Error
	if errors.As(err, &e) {
		return onLine(e)
	}
	if err == nil || ctx.Err() != nil || r.server.Unread() {
		return err
	}
	r.front.Log.WithError(err).WithField("procedure", p.Name).Error("Procedure failed")
	e = tds.Errorf(40001, 16, "msxgate: %s ended with an internal error. The gateway's log has the details.", p.Name)
	e.Proc = p.Name
	return e
}

// procCall is what a procedure of package procs sees of the session.
func (r *remote) procCall(c *interp.Call, who *procs.Login, given []bool, out tds.Writer) *procs.Call {
	f, facts := r.front, r.front.facts()
	return &procs.Call{
		Out: out, Agent: f.agentOf(), NewID: f.newID, Log: f.Log,
		Login: *who,
		Server: procs.Server{
			Name: facts.Name, Machine: facts.Machine, Version: facts.Version, ProductVersion: facts.ProductVersion, Memory: facts.Memory,
		},
		Given: given, Session: remoteSession{r}, Guarded: c.Guarded, Notify: r.notify,
	}
}

// login asks who calls, once a message.
func (r *remote) login(ctx context.Context) (*procs.Login, error) {
	if r.caller != nil {
		return r.caller, nil
	}
	who := &procs.Login{}
	tx := remoteTx{r}
	err := tx.Query(ctx, `SELECT SUSER_SNAME(), SUSER_SID(), USER_NAME(), HOST_NAME(), APP_NAME(), IS_SRVROLEMEMBER(N'sysadmin'), IS_MEMBER(N'db_owner'),
		SYSDATETIMEOFFSET()`,
		nil, func(row []tds.Value) error {
			who.Name, _ = row[0].(string)
			who.SID, _ = row[1].([]byte)
			who.User, _ = row[2].(string)
			who.HostName, _ = row[3].(string)
			who.AppName, _ = row[4].(string)
			who.Sysadmin, who.Owner = clampInt(row[5]) == 1, clampInt(row[6]) == 1
			r.clock, _ = row[7].(time.Time)
			r.clockRead = time.Now()
			return nil
		})
	if err == nil && !who.Sysadmin {
		err = tx.Query(ctx, `SELECT name FROM sys.database_principals WHERE type = 'R' AND IS_MEMBER(name) = 1`, nil, func(row []tds.Value) error {
			name, _ := row[0].(string)
			who.Roles = append(who.Roles, name)
			return nil
		})
	}
	if err != nil {
		return nil, err
	}
	r.caller = who
	return who, nil
}

// callTheirs runs a procedure of the server's.
func (r *remote) callTheirs(ctx context.Context, c *interp.Call, out tds.Writer) (int32, error) {
	if r.doom != nil {
		return 0, errDoomed()
	}
	s := &shipment{guarded: c.Guarded, calls: true, stream: !c.Guarded, inner: strings.EqualFold(c.Proc.Object, "sp_executesql")}
	status := s.param("@msxgate_status", tds.TypeInt, nil)
	s.read = append(s.read, status)
	var b strings.Builder
	b.WriteString("EXEC " + status + " = " + tsql.Print(&c.Proc))
	var outputs []int
	for i, comma := 0, ""; i < len(c.Args); i++ {
		a := &c.Args[i]
		if a.Default && a.Name != "" {
			continue // which is the same
		}
		b.WriteString(comma + " ")
		comma = ","
		if a.Name != "" {
			b.WriteString(a.Name + " = ")
		}
		switch {
		case a.Default:
			b.WriteString("DEFAULT")
			continue
		case a.Type.ID == tds.TableType || a.Type.ID == tds.CursorType:
			return 0, errRefused("a table or cursor as an argument of " + c.Proc.Object)
		}
		name := s.param("@msxgate_p"+strconv.Itoa(i), a.Type, a.Value)
		b.WriteString(name)
		if a.Output {
			b.WriteString(" OUTPUT")
			s.read, outputs = append(s.read, name), append(outputs, i)
		}
	}
	s.text = b.String()
	r.caller = nil // the procedure may change what the caller may do
	answer, err := r.carry(ctx, s, out)
	if answer == nil || len(answer.values) < 1 {
		return 1, err
	}
	c.After = &interp.After{Error: answer.number, RowCount: answer.rows}
	for i, at := range outputs {
		c.Args[at].Value, c.Args[at].ParamType = answer.values[i+1], c.Args[at].Type
	}
	return int32(clampInt(answer.values[0])), err
}

// remoteSession answers what procedures ask about principals and databases.
type remoteSession struct{ r *remote }

var _ procs.Session = remoteSession{}

// one asks for one row of values.
func (s remoteSession) one(text, name string, v tds.Value) (row []tds.Value) {
	p := param(name, v, tds.Type{})
	err := s.r.query(s.r.running, text, []shipParam{{p.Name, p.Type, p.Value}}, func(values []tds.Value) error {
		row = append([]tds.Value(nil), values...)
		return nil
	})
	if err != nil {
		s.r.front.Log.WithError(err).Warn("The server behind does not tell about its principals")
	}
	return row
}

// SIDOf implements procs.Session.
func (s remoteSession) SIDOf(login string) ([]byte, bool) {
	row := s.one(`SELECT SUSER_SID(@name)`, "name", login)
	if len(row) == 0 {
		return nil, false
	}
	sid, ok := row[0].([]byte)
	return sid, ok
}

// LoginOf implements procs.Session.
func (s remoteSession) LoginOf(sid []byte) (string, bool) {
	row := s.one(`SELECT SUSER_SNAME(@sid)`, "sid", sid)
	if len(row) == 0 {
		return "", false
	}
	name, ok := row[0].(string)
	return name, ok
}

// IsSysadmin implements procs.Session.
func (s remoteSession) IsSysadmin(login string) bool {
	row := s.one(`SELECT IS_SRVROLEMEMBER(N'sysadmin', @name)`, "name", login)
	return len(row) == 1 && clampInt(row[0]) == 1
}

// DatabaseExists implements procs.Session.
func (s remoteSession) DatabaseExists(name string) bool {
	row := s.one(`SELECT DB_ID(@name)`, "name", name)
	return len(row) == 1 && row[0] != nil
}

// CredentialID implements procs.Session.
func (s remoteSession) CredentialID(name string) (int64, bool) {
	row := s.one(`SELECT credential_id FROM master.sys.credentials WHERE name = @name`, "name", name)
	if len(row) == 0 {
		return 0, false
	}
	id, ok := row[0].(int64)
	return id, ok
}

// CredentialName implements procs.Session.
func (s remoteSession) CredentialName(id int64) (name, identity string, ok bool) {
	row := s.one(`SELECT name, credential_identity FROM master.sys.credentials WHERE credential_id = @id`, "id", id)
	if len(row) < 2 {
		return "", "", false
	}
	name, ok = row[0].(string)
	identity, _ = row[1].(string)
	return name, identity, ok
}
