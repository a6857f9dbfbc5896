package engine

import (
	"context"
	"strings"

	"msxgate/tds"
)

// workspace is what a session has for itself: #temp objects and table variables, in the
// state of its last commit, and the transaction it is in.
type workspace struct {
	e     *Engine
	tx    *txn   // nil when no transaction is open
	base  state  // temp, vars and names only
	gen   uint64 // counts the moments at which somebody kept a state
	level int    // of nested procedures: what is created in one is gone when it ends

	globals []int32 // ids of the ##temp tables this session created

	waiting *lockRequest // guarded by locks.mu
	app     *txn         // owns the application locks of the session, nil while there were none
}

// tempName is a #temp object under its name.
type tempName struct {
	level  int
	key    string
	object Object // *Table or *Module
}

func (e *Engine) newWorkspace() *workspace { return &workspace{e: e, gen: 1} }

// state is where the session's own objects are now.
func (ws *workspace) state() *state {
	if ws.tx != nil {
		return &ws.tx.st
	}
	return &ws.base
}

// enter begins a scope: a procedure, a trigger, EXEC of a text.
func (ws *workspace) enter() { ws.level++ }

// leave ends the scope and drops what was created in it, whatever becomes of the
// transaction.
func (ws *workspace) leave() {
	ws.level--
	ws.trim(&ws.base)
	if ws.tx != nil {
		ws.trim(&ws.tx.st)
	}
}

func (ws *workspace) trim(st *state) {
	keep := ws.inScope(st.names)
	if len(keep) == len(st.names) {
		return
	}
	for _, n := range st.names[len(keep):] {
		if t, ok := n.object.(*Table); ok && st.temp.m != nil {
			st.temp.mutable(ws.gen).Delete(t.ID)
		}
	}
	st.names = keep
}

// inScope is the names of the scopes that have not ended. Names are in order of level.
func (ws *workspace) inScope(names []tempName) []tempName {
	n := len(names)
	for n > 0 && names[n-1].level > ws.level {
		n--
	}
	return names[:n:n]
}

// reset drops everything of the session and rolls its transaction back.
func (ws *workspace) reset() {
	if ws.tx != nil {
		ws.tx.rollback()
	}
	if ws.app != nil {
		ws.e.locks.release(ws.app)
		ws.app = nil
	}
	ws.base = state{}
	ws.level = 0
	ws.dropGlobals()
}

// dropGlobals drops the session's ##temp tables. A failure leaves them to the next start:
// tempdb is made anew then.
func (ws *workspace) dropGlobals() {
	ids := ws.globals
	ws.globals = nil
	for _, id := range ids {
		tx := ws.e.begin(ws, ReadCommitted)
		if t, ok := tx.Catalog().ByID(id).(*Table); ok {
			if err := tx.Drop(context.Background(), t); err != nil {
				tx.rollback()
				continue
			}
		}
		_ = tx.commit()
	}
}

// settle is what a committed transaction leaves to its session.
func (ws *workspace) settle(st state) state {
	return state{temp: st.temp, vars: st.vars, names: ws.inScope(st.names)}
}

// Temp is the #temp table or procedure of that name, the innermost first, or nil.
func (ws *workspace) Temp(name string) Object {
	names := ws.state().names
	key := strings.ToLower(name)
	for i := len(names) - 1; i >= 0; i-- {
		if names[i].key == key {
			return names[i].object
		}
	}
	return nil
}

// Temps is all #temp objects of the session.
func (ws *workspace) Temps() []Object {
	var out []Object
	for _, n := range ws.state().names {
		out = append(out, n.object)
	}
	return out
}

// NewVariable makes the rows of a table variable; t is its definition, with Kind
// TableVariable. It needs no transaction and lives until Forget.
func (ws *workspace) NewVariable(t *Table) error {
	if err := ws.adopt(t); err != nil {
		return err
	}
	st := ws.state()
	d := newTableData(t)
	d.gen = ws.gen
	st.vars.mutable(ws.gen).Set(t.ID, d)
	return nil
}

// Forget drops a table variable.
func (ws *workspace) Forget(t *Table) {
	if st := ws.state(); st.vars.m != nil {
		st.vars.mutable(ws.gen).Delete(t.ID)
	}
}

// adopt gives a definition of the session's own an id and a state.
func (ws *workspace) adopt(t *Table) error {
	t.ID = ws.e.tempID.Add(-1)
	t.Created = ws.e.now()
	t.Modified = t.Created
	t.state = newTableState(t)
	t.complete(func() int32 { return ws.e.tempID.Add(-1) })
	t.prepare()
	return t.compileFilters()
}

// addName makes a #temp object known in the present scope: 2714 when the scope has one of
// that name.
func (ws *workspace) addName(o Object) error {
	st := ws.state()
	h := o.Head()
	key := strings.ToLower(h.Name)
	for _, n := range st.names {
		if n.level == ws.level && n.key == key {
			return errExists(h.Name)
		}
	}
	names := st.names[:len(st.names):len(st.names)] // a mark may hold the old ones
	st.names = append(names, tempName{ws.level, key, o})
	return nil
}

// removeName takes a #temp object out of its scope; replace, when not nil, stands in for it.
func (ws *workspace) removeName(o, replace Object) {
	st := ws.state()
	names := make([]tempName, 0, len(st.names))
	for _, n := range st.names {
		if n.object == o {
			if replace == nil {
				continue
			}
			n.object = replace
		}
		names = append(names, n)
	}
	st.names = names
}

func errExists(name string) error {
	e := tds.Errorf(2714, 16, "There is already an object named '%s' in the database.", name)
	e.State = 6
	return e
}
