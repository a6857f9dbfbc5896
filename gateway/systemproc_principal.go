package gateway

import (
	"context"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// optional makes a parameter that may be left out: it is NULL then.
func optional(name string, t tds.Type) procs.Param {
	return procs.Param{Name: name, Type: t, Optional: true}
}

// textArgs gives a procedure the texts of its arguments, empty for NULL.
func textArgs(run func(ctx context.Context, s *session, a []string) error) func(context.Context, *session, []tds.Value, tds.Writer) error {
	return func(ctx context.Context, s *session, args []tds.Value, _ tds.Writer) error {
		a := make([]string, len(args))
		for i, v := range args {
			a[i] = text(v)
		}
		return run(ctx, s, a)
	}
}

// principalProcs are the procedures from before CREATE LOGIN and its kin. They do what these do.
func principalProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_addrolemember", params: []procs.Param{sysname("@rolename"), sysname("@membername")}, run: textArgs(addRoleMember)},
		{name: "sp_droprolemember", params: []procs.Param{sysname("@rolename"), sysname("@membername")}, run: textArgs(dropRoleMember)},
		{name: "sp_addsrvrolemember", params: []procs.Param{sysname("@loginame"), sysname("@rolename")}, run: textArgs(addServerRoleMember)},
		{name: "sp_dropsrvrolemember", params: []procs.Param{sysname("@loginame"), sysname("@rolename")}, run: textArgs(dropServerRoleMember)},
		{name: "sp_addlogin", params: []procs.Param{
			sysname("@loginame"), optional("@passwd", tds.TypeSysname), optional("@defdb", tds.TypeSysname),
			optional("@deflanguage", tds.TypeSysname), optional("@sid", tds.TypeVarBinary(16)), optional("@encryptopt", tds.TypeVarChar(20)),
		}, run: addLogin},
		{name: "sp_droplogin", params: []procs.Param{sysname("@loginame")}, run: textArgs(dropNamed("LOGIN"))},
		{name: "sp_password", params: []procs.Param{
			optional("@old", tds.TypeSysname), sysname("@new"), optional("@loginame", tds.TypeSysname),
		}, run: textArgs(setPassword)},
		{name: "sp_defaultdb", params: []procs.Param{sysname("@loginame"), sysname("@defdb")}, run: textArgs(setDefaultDatabase)},
		{name: "sp_grantdbaccess", params: []procs.Param{sysname("@loginame"), optional("@name_in_db", tds.TypeSysname)}, run: textArgs(addUser)},
		{name: "sp_adduser", params: []procs.Param{
			sysname("@loginame"), optional("@name_in_db", tds.TypeSysname), optional("@grpname", tds.TypeSysname),
		}, run: textArgs(addUser)},
		{name: "sp_revokedbaccess", params: []procs.Param{sysname("@name_in_db")}, run: textArgs(dropNamed("USER"))},
		{name: "sp_dropuser", params: []procs.Param{sysname("@name_in_db")}, run: textArgs(dropNamed("USER"))},
		{name: "sp_addrole", params: []procs.Param{sysname("@rolename"), optional("@ownername", tds.TypeSysname)}, run: textArgs(addRole)},
		{name: "sp_droprole", params: []procs.Param{sysname("@rolename")}, run: textArgs(dropNamed("ROLE"))},
	}
}

func addRoleMember(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "ALTER", Kind: "ROLE", Name: a[0], Action: "ADD MEMBER", Member: a[1]})
}

func dropRoleMember(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "ALTER", Kind: "ROLE", Name: a[0], Action: "DROP MEMBER", Member: a[1]})
}

func addServerRoleMember(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "ALTER", Kind: "SERVER ROLE", Name: a[1], Action: "ADD MEMBER", Member: a[0]})
}

func dropServerRoleMember(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "ALTER", Kind: "SERVER ROLE", Name: a[1], Action: "DROP MEMBER", Member: a[0]})
}

// secure runs a statement that a procedure stands for.
func (s *session) secure(ctx context.Context, st *tsql.SecurityStmt) error {
	return s.security(ctx, st, &eval.Vars{})
}

func dropNamed(kind string) func(context.Context, *session, []string) error {
	return func(ctx context.Context, s *session, a []string) error {
		return s.secure(ctx, &tsql.SecurityStmt{Verb: "DROP", Kind: kind, Name: a[0]})
	}
}

func literal(v tds.Value, t tds.Type) tsql.Expr { return &tsql.Literal{Value: v, Type: t} }

func secretLiteral(text string) tsql.Expr { return literal(text, tds.TypeSysname) }

func addLogin(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
	st := &tsql.SecurityStmt{Verb: "CREATE", Kind: "LOGIN", Name: text(a[0]), Password: secretLiteral(text(a[1]))}
	if name := text(a[2]); name != "" {
		st.Options = append(st.Options, tsql.Option{Name: "DEFAULT_DATABASE", Value: literal(name, tds.TypeSysname)})
	}
	if sid, ok := a[4].([]byte); ok {
		st.Options = append(st.Options, tsql.Option{Name: "SID", Value: literal(sid, tds.TypeVarBinary(16))})
	}
	st.Hashed = text(a[5]) != ""
	return s.secure(ctx, st)
}

func setPassword(ctx context.Context, s *session, a []string) error {
	st := &tsql.SecurityStmt{Verb: "ALTER", Kind: "LOGIN", Name: a[2], Password: secretLiteral(a[1]), OldPass: secretLiteral(a[0])}
	if st.Name == "" {
		st.Name = s.login().name
	}
	return s.secure(ctx, st)
}

func setDefaultDatabase(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "ALTER", Kind: "LOGIN", Name: a[0], Options: []tsql.Option{
		{Name: "DEFAULT_DATABASE", Value: literal(a[1], tds.TypeSysname)},
	}})
}

// addUser is sp_grantdbaccess and sp_adduser, which may name a role besides.
func addUser(ctx context.Context, s *session, a []string) error {
	name := a[1]
	if name == "" {
		name = a[0]
	}
	if err := s.secure(ctx, &tsql.SecurityStmt{Verb: "CREATE", Kind: "USER", Name: name, For: a[0]}); err != nil || len(a) < 3 || a[2] == "" {
		return err
	}
	return addRoleMember(ctx, s, []string{a[2], name})
}

func addRole(ctx context.Context, s *session, a []string) error {
	return s.secure(ctx, &tsql.SecurityStmt{Verb: "CREATE", Kind: "ROLE", Name: a[0]})
}
