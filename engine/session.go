package engine

import (
	"context"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Modules runs code that the engine only stores: triggers and functions.
type Modules interface {
	// Trigger runs one trigger after (or instead of) a statement that changed that many rows; inserted and
	// deleted are readable as tables.
	Trigger(ctx context.Context, m *Module, rows int64) error
	// ScalarFunction computes a user-defined scalar function.
	ScalarFunction(ctx context.Context, m *Module, args []tds.Value) (tds.Value, error)
	// TableFunction fills the return table of a multi-statement function.
	TableFunction(ctx context.Context, m *Module, args []tds.Value) (*Table, error)
}

// Session is a session of an Engine: its database, its transaction, its temporary objects. One goroutine
// uses it at a time; triggers and functions come back into it from inside a statement.
type Session struct {
	engine   *Engine
	eval     eval.Session
	modules  Modules
	ws       *workspace
	database string

	tranCount int    // BEGINs that are open
	tranName  string // of the outermost
	saves     []savepoint
	auto      bool // the open transaction is a statement's own, or Atomic's
	doomed    bool

	iso            isolation
	lockTimeout    time.Duration
	priority       int
	rowCount       int64  // SET ROWCOUNT
	quiet          bool   // ANSI_WARNINGS OFF
	identityInsert *Table // SET IDENTITY_INSERT t ON

	sizes map[int32]int64 // bytes in #temp tables and table variables
	held  int64           // their sum, as far as known

	triggers []triggerFrame // those that run, innermost last
}

// savepoint is SAVE TRANSACTION name.
type savepoint struct {
	name string
	at   mark
}

// triggerFrame is a running trigger: the tables it knows as inserted and deleted.
type triggerFrame struct {
	module            *Module
	table             *Table // that it is on
	inserted, deleted *Table
	verb              string
	updated           []bool // columns an UPDATE set, for UPDATE(c)
}

// NewSession starts a session in database master.
func (e *Engine) NewSession(s eval.Session, m Modules) *Session {
	return &Session{engine: e, eval: s, modules: m, ws: e.newWorkspace(), database: "master", lockTimeout: -1}
}

// Database is the name of the current database.
func (s *Session) Database() string { return s.database }

// Use changes the current database: 911.
func (s *Session) Use(name string) error {
	d := s.catalog().Database(name)
	if d == nil {
		return tds.Errorf(911, 16, "Database '%s' does not exist. Make sure that the name is entered correctly.", name)
	}
	s.database = d.Name
	return nil
}

// catalog is the definitions the session sees now.
func (s *Session) catalog() *catalog {
	if s.ws.tx != nil {
		return s.ws.tx.Catalog()
	}
	return s.engine.root.Load().cat
}

// triggerTable is what inserted and deleted mean inside a trigger, or nil.
func (s *Session) triggerTable(name string) *Table {
	if len(s.triggers) == 0 {
		return nil
	}
	t := s.triggers[len(s.triggers)-1]
	switch {
	case strings.EqualFold(name, "inserted"):
		return t.inserted
	case strings.EqualFold(name, "deleted"):
		return t.deleted
	}
	return nil
}

// Scope resolves names for expressions that stand outside queries.
func (s *Session) Scope(vars *eval.Vars) eval.Scope {
	b := s.newBinder(vars)
	b.outside = true
	return b.plainScope()
}

// plainScope is the scope of an expression outside a query.
func (b *binder) plainScope() *scope {
	return &scope{b: b, id: b.slot(), clause: clausePlain, bound: map[*tsql.ColumnRef]*rangeCol{}, lvl: newLevel(nil)}
}

// DeclareTable makes the table of DECLARE @t TABLE and stores it in the variable's slot.
func (s *Session) DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error {
	if old, ok := vars.Values[slot].(*Table); ok {
		s.ws.Forget(old)
	}
	t, err := s.tableFromDef(place{db: "tempdb", schema: "dbo", name: vars.Names[slot]}, def, vars)
	if err != nil {
		return err
	}
	t.Kind = TableVariable
	if err := s.ws.NewVariable(t); err != nil {
		return err
	}
	vars.Values[slot] = t
	return nil
}

// Procedure finds a stored procedure: nil, nil when there is none.
func (s *Session) Procedure(name tsql.Name) (*Module, error) {
	o, err := s.newBinder(nil).object(name)
	if err != nil {
		return nil, err
	}
	if m, ok := o.(*Module); ok && m.Kind == "P" {
		return m, nil
	}
	return nil, nil
}

// EnterScope begins a procedure, dynamic batch or trigger: #tables made inside die in LeaveScope.
func (s *Session) EnterScope() { s.ws.enter() }

// LeaveScope ends what EnterScope began.
func (s *Session) LeaveScope() { s.ws.leave() }

// Reset makes the session as new: sp_reset_connection.
func (s *Session) Reset() {
	s.ws.reset()
	*s = *s.engine.sessionLike(s)
}

func (e *Engine) sessionLike(s *Session) *Session {
	n := e.NewSession(s.eval, s.modules)
	n.ws = s.ws
	return n
}

// Close ends the session and rolls back what is open.
func (s *Session) Close() {
	s.ws.reset()
	s.tranCount = 0
}

// ResolveType finds a user-defined type: 2715.
func (s *Session) ResolveType(name *tsql.Name) (tds.Type, *tsql.TableDef, error) {
	u, err := s.userType(name)
	if err != nil {
		return tds.Type{}, nil, err
	}
	if u.Table != nil {
		return tds.Type{ID: tds.TableType}, u.Table, nil
	}
	return u.Base, nil, nil
}

func (s *Session) userType(name *tsql.Name) (*UserType, error) {
	p, err := s.locate(*name, s.database)
	if err != nil {
		return nil, err
	}
	if u := s.catalog().Type(p.db, p.schema, p.name); u != nil {
		return u, nil
	}
	return nil, tds.Errorf(2715, 16, "Column, parameter, or variable #%d: Cannot find data type %s.", 1, written(*name))
}

// private counts the rows of the session's own tables: 701 beyond the bound.
func (s *Session) private(t *Table, bytes int64) error {
	if s.sizes == nil {
		s.sizes = map[int32]int64{}
	}
	s.sizes[t.ID] += bytes
	s.held += bytes
	if s.held <= sessionMemory {
		return nil
	}
	s.sweep()
	if s.held > sessionMemory {
		return errMemory()
	}
	return nil
}

// sweep forgets the tables that are gone.
func (s *Session) sweep() {
	st := s.ws.state()
	s.held = 0
	for id, n := range s.sizes {
		if st.temp.get(id) == nil && st.vars.get(id) == nil {
			delete(s.sizes, id)
			continue
		}
		s.held += n
	}
}
