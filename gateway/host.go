package gateway

import (
	"context"
	"fmt"
	"strings"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// What programs need: session as interp.Host. The engine does the work; permissions, logins and the news for the client's
// driver are added here.

// Scope implements interp.Host.
func (s *session) Scope(vars *eval.Vars) eval.Scope { return s.engine.Scope(vars) }

// Session implements interp.Host.
func (s *session) Session() eval.Session { return s }

// Exec implements interp.Host.
func (s *session) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (int64, bool, error) {
	switch st := st.(type) {
	case *tsql.SecurityStmt:
		return 0, false, s.engine.Atomic(ctx, func() error { return s.security(ctx, st, vars) })
	case *tsql.GrantStmt:
		return 0, false, s.engine.Atomic(ctx, func() error { return s.grant(ctx, st) })
	}
	if err := s.checkStatement(st); err != nil {
		return 0, false, err
	}
	if isModule(st) {
		ctx = engine.WithSource(ctx, s.machine.Program().Source)
	}
	return s.engine.Exec(ctx, st, vars, out)
}

// isModule tells whether a statement defines a module, which is stored as it was written.
func isModule(st tsql.Stmt) bool {
	switch st.(type) {
	case *tsql.CreateProcStmt, *tsql.CreateFunctionStmt, *tsql.CreateTriggerStmt, *tsql.CreateViewStmt:
		return true
	}
	return false
}

// InsertRows implements interp.Host.
func (s *session) InsertRows(ctx context.Context, st *tsql.InsertStmt, vars *eval.Vars, cols []tds.Column, rows [][]tds.Value) (int64, error) {
	if err := s.checkStatement(&tsql.InsertStmt{Span: st.Span, Target: st.Target}); err != nil {
		return 0, err
	}
	return s.engine.InsertRows(ctx, st, vars, cols, rows)
}

// DeclareTable implements interp.Host.
func (s *session) DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error {
	return s.engine.DeclareTable(vars, slot, def)
}

// ResolveType implements interp.Host.
func (s *session) ResolveType(name *tsql.Name) (tds.Type, *tsql.TableDef, error) {
	return s.engine.ResolveType(name)
}

// EnterScope implements interp.Host.
func (s *session) EnterScope() { s.engine.EnterScope() }

// LeaveScope implements interp.Host.
func (s *session) LeaveScope() { s.engine.LeaveScope() }

// Begin implements interp.Host.
func (s *session) Begin(ctx context.Context, name string) error {
	first := s.engine.TranCount() == 0
	if err := s.engine.Begin(ctx, name); err != nil {
		return err
	}
	if first && s.out != nil {
		return s.out.EnvBegin(s.engine.Descriptor())
	}
	return nil
}

// Commit implements interp.Host.
func (s *session) Commit(ctx context.Context) error {
	descriptor := s.engine.Descriptor()
	if err := s.engine.Commit(ctx); err != nil {
		s.ended(descriptor)
		return err
	}
	if s.engine.TranCount() == 0 {
		s.local = nil
		if s.out != nil {
			return s.out.EnvCommit(descriptor)
		}
	}
	return nil
}

// Rollback implements interp.Host.
func (s *session) Rollback(ctx context.Context, name string) error {
	descriptor := s.engine.Descriptor()
	if err := s.engine.Rollback(ctx, name); err != nil {
		return err
	}
	s.local = nil
	s.ended(descriptor)
	return nil
}

// ended tells the client that the transaction it knew is gone, if it is.
func (s *session) ended(descriptor uint64) {
	if descriptor == 0 || s.engine.TranCount() > 0 {
		return
	}
	s.local = nil
	if s.out != nil {
		s.out.EnvRollback(descriptor) //nolint:errcheck // the next write meets the same error
	}
}

// Save implements interp.Host.
func (s *session) Save(ctx context.Context, name string) error { return s.engine.Save(ctx, name) }

// TranCount implements interp.Host.
func (s *session) TranCount() int { return s.engine.TranCount() }

// Doom implements interp.Host.
func (s *session) Doom() { s.engine.Doom() }

// XactState implements interp.Host.
func (s *session) XactState() int { return s.engine.XactState() }

// Use implements interp.Host.
func (s *session) Use(_ context.Context, database string) error {
	old := s.engine.Database()
	if _, ok := s.access(database); !ok && s.engine.HasDatabase(database) {
		return s.errNoAccess(database)
	}
	if err := s.engine.Use(database); err != nil {
		return err
	}
	if s.out == nil {
		return nil
	}
	name := s.engine.Database()
	if err := s.out.EnvDatabase(name, old); err != nil {
		return err
	}
	return s.out.Message(&tds.Error{
		Number: 5701, State: 2, Message: fmt.Sprintf("Changed database context to '%s'.", name), Server: s.server.Name, Line: 1,
	})
}

// Set implements interp.Host. Options that only steer a real optimizer or a display are accepted without effect.
func (s *session) Set(_ context.Context, st *tsql.SetOptionStmt, value tds.Value) error {
	for _, name := range st.Names {
		v := value
		switch {
		case st.Word != "":
			v = st.Word
		case value == nil && st.Table != nil:
			v = st.Table.Object
		case value == nil:
			v = st.On
		}
		if name == "IDENTITY_INSERT" {
			t, err := s.engine.Table(*st.Table)
			if err != nil {
				return err
			}
			if err := s.engine.SetIdentityInsert(t, st.On); err != nil {
				return err
			}
			continue
		}
		s.keepSetting(name, v)
		if err := s.engine.Set(name, v); err != nil {
			return err
		}
	}
	return nil
}

// keepSetting remembers the options that functions ask for.
func (s *session) keepSetting(name string, v tds.Value) {
	switch name {
	case "DATEFIRST", "DATEFORMAT", "LANGUAGE", "LOCK_TIMEOUT", "TEXTSIZE":
		if s.settings == nil {
			s.settings = map[string]tds.Value{}
		}
		s.settings[name] = v
	}
}

// Kill implements interp.Host.
func (s *session) Kill(_ context.Context, spid int) error {
	if !s.principals().sysadmin(s.login().name) {
		return tds.Errorf(6102, 14, "User does not have permission to use the KILL statement.")
	}
	if spid == s.spid {
		return tds.Errorf(6104, 16, "Cannot use KILL to kill your own process.")
	}
	s.server.mu.Lock()
	other := s.server.sessions[spid]
	s.server.mu.Unlock()
	if other == nil || other.conn == nil {
		return tds.Errorf(6106, 16, "Process ID %d is not an active process ID.", spid)
	}
	return other.conn.Close()
}

// ExecuteAs implements interp.Host. A sysadmin may become anybody; others only themselves.
func (s *session) ExecuteAs(_ context.Context, st *tsql.ExecuteAsStmt, name string) error {
	if st.Revert {
		if n := len(s.as); n > 0 {
			s.as = s.as[:n-1]
		}
		return nil
	}
	target := name
	switch strings.ToUpper(st.Kind) {
	case "USER":
		l, err := s.loginOfUser(name)
		if err != nil {
			return err
		}
		target = l
	case "LOGIN":
	case "CALLER", "SELF", "OWNER":
		target = s.login().name
	}
	l := s.principals().login(target)
	may := l != nil && (s.principals().sysadmin(s.login().name) || strings.EqualFold(l.name, s.login().name))
	if !may {
		return tds.Errorf(15406, 16, "Cannot execute as the server principal because the principal \"%s\" does not exist, this type of principal "+
			"cannot be impersonated, or you do not have permission.", name)
	}
	s.as = append(s.as, l.name)
	return nil
}

// loginOfUser is the login behind a user of the current database.
func (s *session) loginOfUser(name string) (string, error) {
	if strings.EqualFold(name, "dbo") {
		return "sa", nil
	}
	if u := s.databaseUser(s.engine.Database(), name); u != nil {
		if l := s.principals().bySID[string(u.sid)]; l != nil {
			return l.name, nil
		}
	}
	return "", tds.Errorf(15517, 16, "Cannot execute as the database principal because the principal \"%s\" does not exist, this type of principal "+
		"cannot be impersonated, or you do not have permission.", name)
}
