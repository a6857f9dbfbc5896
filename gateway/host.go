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

// Session implements interp.Host.
func (s *session) Session() eval.Session { return s }

// Exec implements interp.Host.
func (s *session) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	switch st := st.(type) {
	case *tsql.SecurityStmt:
		err = s.allOrNothing(ctx, func() error { return s.security(ctx, st, vars) })
	case *tsql.GrantStmt:
		err = s.allOrNothing(ctx, func() error { return s.grant(ctx, st) })
	case *tsql.AdminStmt:
		rows, counted, err = s.admin(ctx, st, vars, out)
	default:
		if orphans := s.orphans(st); orphans != nil {
			err = s.allOrNothing(ctx, func() error { return s.define(ctx, st, orphans) })
			break
		}
		rows, counted, err = s.execute(ctx, st, vars, out)
	}
	return rows, counted, s.settle(err)
}

func (s *session) execute(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	if err := s.checkStatement(st); err != nil {
		return 0, false, err
	}
	if isModule(st) {
		ctx = engine.WithSource(ctx, s.machine.Program().Source)
	}
	here := s.engine.Database()
	rows, counted, err = s.engine.Exec(ctx, st, vars, out)
	if a, ok := st.(*tsql.AlterDatabaseStmt); ok && err == nil && a.Modify != "" && strings.EqualFold(a.Name, here) {
		err = s.engine.Use(a.Modify) // the session stays where it is
	}
	return rows, counted, err
}

// define drops or renames what has entries in the directory, and lets orphans put those right.
func (s *session) define(ctx context.Context, st tsql.Stmt, orphans func(context.Context) error) error {
	if _, _, err := s.execute(ctx, st, nil, discard{}); err != nil {
		return err
	}
	if err := orphans(ctx); err != nil {
		return err
	}
	return s.securityChanged()
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
	if err := s.checkStatement(&tsql.InsertStmt{Span: st.Span, With: st.With, Target: st.Target, Output: st.Output}); err != nil {
		return 0, err
	}
	n, err := s.engine.InsertRows(ctx, st, vars, cols, rows)
	return n, s.settle(err)
}

// DeclareTable implements interp.Host.
func (s *session) DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error {
	return s.engine.DeclareTable(vars, slot, def)
}

// ResolveType implements interp.Host.
func (s *session) ResolveType(name *tsql.Name) (tds.Type, *tsql.TableDef, error) {
	return s.engine.ResolveType(name)
}

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
		var err error
		switch {
		case name == "IDENTITY_INSERT":
			err = s.setIdentityInsert(st)
		case name == "CONTEXT_INFO":
			err = s.setContextInfo(value)
		case name == "LANGUAGE":
			err = s.setLanguage(st.Word, value)
		case st.Word != "":
			err = s.set(name, st.Word)
		case value == nil:
			err = s.set(name, st.On)
		default:
			err = s.set(name, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *session) setIdentityInsert(st *tsql.SetOptionStmt) error {
	if err := s.checkDefinition(*st.Table); err != nil {
		return err
	}
	t, err := s.engine.Table(*st.Table)
	if err != nil {
		return err
	}
	return s.engine.SetIdentityInsert(t, st.On)
}

// setLanguage changes the order of dates and the first day of the week with the language, and tells the client's driver:
// 2740.
func (s *session) setLanguage(word string, value tds.Value) error {
	name, old := word, text(s.settings["LANGUAGE"])
	if name == "" {
		name = text(value)
	}
	if old == "" {
		old = "us_english"
	}
	l, ok := eval.LookupLanguage(name)
	if !ok {
		return tds.Errorf(2740, 16, "SET LANGUAGE failed because '%s' is not an official name or a language alias on this SQL Server.", name)
	}
	for _, o := range []struct {
		name  string
		value tds.Value
	}{{"LANGUAGE", l.Name}, {"LANGID", l.ID}, {"DATEFORMAT", l.DateFormat}, {"DATEFIRST", l.DateFirst}} {
		if err := s.set(o.name, o.value); err != nil {
			return err
		}
	}
	if s.out == nil {
		return nil
	}
	if err := s.out.EnvLanguage(l.Name, old); err != nil {
		return err
	}
	return s.out.Message(&tds.Error{
		Number: 5703, State: 1, Message: fmt.Sprintf("Changed language setting to %s.", l.Name), Server: s.server.Name, Line: 1,
	})
}

// Kill implements interp.Host. The session that is killed sees its connection closed and rolls back.
func (s *session) Kill(_ context.Context, spid int) error {
	switch {
	case !s.sysadmin() && !s.inServerRole("processadmin"):
		return tds.Errorf(6102, 14, "User does not have permission to use the KILL statement.")
	case s.engine.TranCount() > 0:
		return tds.Errorf(6115, 16, "KILL command cannot be used inside user transactions.")
	case spid < 1 || spid > 32767:
		return tds.Errorf(6101, 16, "Session ID %d is not valid.", spid)
	case spid == s.spid:
		return tds.Errorf(6104, 16, "Cannot use KILL to kill your own process.")
	case spid < firstUserSession:
		return tds.Errorf(6107, 14, "Only user processes can be killed.")
	}
	s.server.mu.Lock()
	other := s.server.sessions[spid]
	s.server.mu.Unlock()
	if other == nil || other.conn == nil {
		return tds.Errorf(6106, 16, "Process ID %d is not an active process ID.", spid)
	}
	s.server.Log.WithField("spid", spid).WithField("by", s.spid).Info("Session killed")
	other.conn.Close() //nolint:errcheck // it may have gone by itself
	return nil
}
