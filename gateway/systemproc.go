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

// systemProcs are the system procedures, by lower-case name. sp_executesql is the interpreter's.
type systemProcs map[string]*systemProc

func newSystemProcs() systemProcs {
	all := systemProcs{}
	for _, list := range [][]*systemProc{preparedProcs(), cursorProcs(), bulkProcs(), describeProcs(), principalProcs(), renameProcs(), contextProcs(), appLockProcs(), extendedProcs(), textProcs()} {
		for _, p := range list {
			all[p.name] = p
		}
	}
	return all
}

// lookup finds a system procedure of that name in any database, or nil.
func (all systemProcs) lookup(n *tsql.Name) *systemProc {
	switch strings.ToLower(n.Schema) {
	case "", "dbo", "sys":
		return all[strings.ToLower(n.Object)]
	}
	return nil
}

// callSystem runs a system procedure in the database that its name says.
func (s *session) callSystem(ctx context.Context, p *systemProc, c *interp.Call, out tds.Writer) (int32, error) {
	if p.raw != nil {
		return p.raw(ctx, s, c, out)
	}
	if s.options.FmtOnly {
		return 0, nil // they have no result sets
	}
	args, _, err := bindArgs(p.name, p.params, c.Args)
	if err != nil {
		return 0, err
	}
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	if err := s.allOrNothing(ctx, func() error { return p.run(ctx, s, args, out) }); err != nil {
		return 1, inProc(p.name, err)
	}
	return 0, nil
}

// visit goes into a database until the function it returns is called; an empty name stands for the current one.
func (s *session) visit(database string) (leave func(), err error) {
	home := s.engine.Database()
	if database == "" || strings.EqualFold(database, home) {
		return func() {}, nil
	}
	if _, ok := s.access(database); !ok {
		return nil, s.errNoAccess(database)
	}
	if err := s.engine.Use(database); err != nil {
		return nil, err
	}
	return func() { s.engine.Use(home) }, nil //nolint:errcheck // the database was in use a moment ago
}
