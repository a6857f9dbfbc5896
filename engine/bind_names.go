package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// written is a name as it was written, without brackets: for messages.
func written(n tsql.Name) string {
	parts := []string{n.Server, n.Database, n.Schema, n.Object}
	for len(parts) > 1 && parts[0] == "" {
		parts = parts[1:]
	}
	return strings.Join(parts, ".")
}

func joinName(parts []string) string { return strings.Join(parts, ".") }

// place is a name with its database and schema filled in.
type place struct{ db, schema, name string }

// locate fills in the parts that a name leaves out. A name of another server is refused (7202).
func (b *binder) locate(n tsql.Name) (place, error) { return b.s.locate(n, b.db) }

func (s *Session) locate(n tsql.Name, db string) (place, error) {
	if n.Server != "" && !strings.EqualFold(n.Server, s.eval.ServerName()) {
		return place{}, tds.Errorf(7202, 11, "Could not find server '%s' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers.", n.Server)
	}
	p := place{db: n.Database, schema: n.Schema, name: n.Object}
	if p.db == "" {
		p.db = db
	}
	if p.schema == "" {
		p.schema = "dbo"
	}
	return p, nil
}

// isTemp tells whether a name is that of a #temp or ##temp object, which no database qualifies.
func isTemp(name string) bool { return strings.HasPrefix(name, "#") }

// object finds what a name means: a *Table, *Module, *Synonym's target, *Sequence or *Virtual; nil when nothing.
func (b *binder) object(n tsql.Name) (any, error) {
	if isTemp(n.Object) {
		if o := b.s.ws.Temp(n.Object); o != nil {
			return o, nil
		}
		if o := b.s.catalog().Object("tempdb", "dbo", n.Object); o != nil {
			return o, nil
		}
		return nil, nil
	}
	p, err := b.locate(n)
	if err != nil {
		return nil, err
	}
	return b.s.lookup(p, n.Schema == "", 0)
}

// lookup finds the object of a place. Synonyms are followed, and a name without schema may be that of a
// compatibility view.
func (s *Session) lookup(p place, bare bool, depth int) (any, error) {
	if v := s.engine.executor.virtual(p); v != nil {
		return v, nil
	}
	switch o := s.catalog().Object(p.db, p.schema, p.name).(type) {
	case *Synonym:
		if depth > 8 {
			return nil, tds.Errorf(470, 16, "The synonym \"%s\" referenced synonym \"%s\". Synonym chaining is not allowed.", p.name, o.Target.Object)
		}
		next, err := s.locate(o.Target, o.Database)
		if err != nil {
			return nil, err
		}
		return s.lookup(next, o.Target.Schema == "", depth+1)
	case nil:
	default:
		return o, nil
	}
	if bare || strings.EqualFold(p.schema, "dbo") {
		if v := s.engine.executor.compat(p); v != nil {
			return v, nil
		}
	}
	return nil, nil
}
