package gateway

import (
	"context"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// systemProc is a procedure of the server itself, found by its name in every database.
type systemProc struct {
	name   string
	params []procs.Param
	run    func(ctx context.Context, s *session, args []tds.Value, out tds.Writer) error
	// raw takes the call as it is, for procedures that take any number of values.
	raw func(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error)
}

func sysname(name string) procs.Param { return procs.Param{Name: name, Type: tds.TypeSysname} }

// systemProcs are the system procedures that are built, by lower-case name. sp_executesql is the interpreter's.
var systemProcs = map[string]*systemProc{}

func init() { // a literal would refer to itself through lookupSystem
	for _, p := range []*systemProc{
		{name: "sp_addrolemember", params: []procs.Param{sysname("@rolename"), sysname("@membername")},
			run: func(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
				return s.roleMember(ctx, text(a[0]), text(a[1]), false)
			}},
		{name: "sp_droprolemember", params: []procs.Param{sysname("@rolename"), sysname("@membername")},
			run: func(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
				return s.roleMember(ctx, text(a[0]), text(a[1]), true)
			}},
		{name: "sp_addsrvrolemember", params: []procs.Param{sysname("@loginame"), sysname("@rolename")},
			run: func(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
				return s.serverRoleMember(ctx, text(a[1]), text(a[0]), false)
			}},
		{name: "sp_dropsrvrolemember", params: []procs.Param{sysname("@loginame"), sysname("@rolename")},
			run: func(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
				return s.serverRoleMember(ctx, text(a[1]), text(a[0]), true)
			}},
		{name: "sp_reset_connection", raw: func(ctx context.Context, s *session, _ *interp.Call, _ tds.Writer) (int32, error) {
			return 0, s.reset(ctx, false)
		}},
		{name: "sp_prepare", raw: spPrepare},
		{name: "sp_execute", raw: spExecute},
		{name: "sp_prepexec", raw: spPrepExec},
		{name: "sp_unprepare", raw: spUnprepare},
	} {
		systemProcs[p.name] = p
	}
}

// lookupSystem finds a system procedure of that name, or nil.
func lookupSystem(n *tsql.Name) *systemProc {
	switch strings.ToLower(n.Schema) {
	case "", "dbo", "sys":
		return systemProcs[strings.ToLower(n.Object)]
	}
	return nil
}

func (s *session) callSystem(ctx context.Context, p *systemProc, c *interp.Call, out tds.Writer) (int32, error) {
	if p.raw != nil {
		return p.raw(ctx, s, c, out)
	}
	args, _, err := bindArgs(p.name, p.params, c.Args)
	if err != nil {
		return 0, err
	}
	if err := s.engine.Atomic(ctx, func() error { return p.run(ctx, s, args, out) }); err != nil {
		return 1, inProc(p.name, err)
	}
	return 0, nil
}

func (s *session) roleMember(ctx context.Context, role, member string, drop bool) error {
	if err := s.maySecure("ROLE"); err != nil {
		return err
	}
	return s.changeRole(ctx, role, member, drop)
}

func (s *session) serverRoleMember(ctx context.Context, role, member string, drop bool) error {
	if err := s.maySecure("SERVER ROLE"); err != nil {
		return err
	}
	return s.changeServerRole(ctx, role, member, drop)
}
