package interp

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// cursor is a declared cursor. Its rows are those its query had when it was opened. A
// variable that holds it and the name it was declared with are references; without one
// it is gone.
type cursor struct {
	m       *Machine
	name    string
	def     *tsql.CursorDef
	prog    *tsql.Program // in which it was declared
	vars    *eval.Vars    // as they were at the declaration
	refs    int
	forward bool // FETCH NEXT only
	counted bool // @@CURSOR_ROWS knows: static and keyset cursors
	global  bool
	open    bool
	res     result
	pos     int // index of the current row; -1 before the first
}

func (a *activation) cursorStmt(st tsql.Stmt) error {
	switch st := st.(type) {
	case *tsql.DeclareCursorStmt:
		return a.declareCursor(st)
	case *tsql.OpenStmt:
		return a.open(st)
	case *tsql.FetchStmt:
		return a.fetch(st)
	case *tsql.CloseStmt:
		c, err := a.cursor(st.Cursor, st.Global)
		if err != nil {
			return err
		}
		if !c.open {
			return errNotOpen()
		}
		c.close()
		return a.quiet(nil)
	case *tsql.DeallocateStmt:
		return a.deallocate(st)
	}
	return nil
}

func errNotOpen() *tds.Error { return message(16917, 16, 1, "Cursor is not open.") }

// newCursor makes a cursor of its declaration, with the variables of this moment.
func (a *activation) newCursor(name string, def *tsql.CursorDef) *cursor {
	c := &cursor{m: a.m, name: name, def: def, prog: a.code.prog, pos: -1}
	vars := *a.vars
	vars.Values = append([]tds.Value(nil), a.vars.Values...)
	c.vars = &vars
	var scroll, forward, static, keyset, dynamic bool
	for _, o := range def.Options {
		switch o {
		case "SCROLL":
			scroll = true
		case "FORWARD_ONLY", "FAST_FORWARD":
			forward = true
		case "STATIC", "INSENSITIVE":
			static = true
		case "KEYSET":
			keyset = true
		case "DYNAMIC":
			dynamic = true
		case "GLOBAL":
			c.global = true
		}
	}
	c.counted = static || keyset || (scroll && !dynamic)
	c.forward = forward || !(scroll || static || keyset || dynamic)
	return c
}

func (a *activation) declareCursor(st *tsql.DeclareCursorStmt) error {
	c := a.newCursor(st.Name, &st.Def)
	local := false
	for _, o := range st.Def.Options {
		local = local || o == "LOCAL"
	}
	c.global = !local
	set := &a.cursors
	if c.global {
		set = &a.m.globals
	}
	key := strings.ToLower(st.Name)
	if (*set)[key] != nil {
		return message(16915, 16, 1, "A cursor with the name '%s' already exists.", st.Name)
	}
	if *set == nil {
		*set = map[string]*cursor{}
	}
	(*set)[key] = c
	c.refs = 1
	a.vars.Error, a.vars.RowCount = 0, 1
	return nil
}

// cursor finds a cursor by name or variable: a local one hides a global one.
func (a *activation) cursor(name string, global bool) (*cursor, error) {
	if strings.HasPrefix(name, "@") {
		slot := a.vars.Lookup(name)
		if slot < 0 {
			return nil, errNoVariable(name, 2)
		}
		if c, ok := a.vars.Values[slot].(*cursor); ok {
			return c, nil
		}
		return nil, message(16950, 16, 2, "The variable '%s' does not currently have a cursor allocated to it.", name)
	}
	key := strings.ToLower(name)
	if c := a.cursors[key]; c != nil && !global {
		return c, nil
	}
	if c := a.m.globals[key]; c != nil {
		return c, nil
	}
	return nil, message(16916, 16, 1, "A cursor with the name '%s' does not exist.", name)
}

// open runs the query of a cursor and keeps its rows.
func (a *activation) open(st *tsql.OpenStmt) error {
	c, err := a.cursor(st.Cursor, st.Global)
	if err != nil {
		return err
	}
	if c.open {
		return message(16905, 16, 1, "The cursor is already open.")
	}
	if err := a.implicitTran(st); err != nil {
		return err
	}
	keep := &collector{m: a.m, out: a.out}
	a.m.declared = c.prog
	_, _, err = a.m.Host.Exec(a.ctx, c.def.Query, c.vars, keep)
	a.m.declared = nil
	a.sync()
	if err != nil {
		a.m.drop(keep.results)
		return err
	}
	if len(keep.results) > 0 {
		c.res = keep.results[0]
	}
	c.open, c.pos = true, -1
	a.vars.CursorRows = -1
	if c.counted {
		a.vars.CursorRows = len(c.res.rows)
	}
	a.vars.Error, a.vars.RowCount = 0, 0
	return a.done(tds.CmdOpenCursor, 0, false)
}

func (c *cursor) close() {
	c.m.held -= c.res.size
	c.open, c.res, c.pos = false, result{}, -1
}

// release drops a reference.
func (c *cursor) release() {
	if c.refs--; c.refs <= 0 {
		c.close()
	}
}

// deallocate takes a name or variable off its cursor.
func (a *activation) deallocate(st *tsql.DeallocateStmt) error {
	c, err := a.cursor(st.Cursor, st.Global)
	if err != nil {
		return err
	}
	key := strings.ToLower(st.Cursor)
	switch {
	case strings.HasPrefix(st.Cursor, "@"):
		a.vars.Values[a.vars.Lookup(st.Cursor)] = nil
	case a.cursors[key] == c:
		delete(a.cursors, key)
	default:
		delete(a.m.globals, key)
	}
	c.release()
	return a.quiet(nil)
}

// setCursor carries out SET @c = CURSOR ..., SET @c = name and SET @c = @other.
func (a *activation) setCursor(slot int, st *tsql.SetStmt) error {
	var c *cursor
	switch v := st.Value.(type) {
	case nil:
		c = a.newCursor(st.Variable, st.Cursor)
	case *tsql.ColumnRef:
		named, err := a.cursor(v.Parts[len(v.Parts)-1], false)
		if err != nil {
			return err
		}
		c = named
	case *tsql.Variable:
		from := a.vars.Lookup(v.Name)
		if from < 0 || a.vars.Types[from].ID != tds.CursorType {
			return errClash(a.vars.Types[max(from, 0)].ID.String(), "cursor")
		}
		c, _ = a.vars.Values[from].(*cursor)
	default:
		return message(16948, 16, 1, "The variable '%s' is not a cursor variable, but it is used in a place where a cursor variable is expected.", st.Variable)
	}
	if c != nil {
		c.refs++
	}
	a.assignCursor(slot, c)
	a.vars.Error, a.vars.RowCount = 0, 1
	return nil
}

// assignCursor puts a cursor that was counted for it into a variable, in place of the one it had.
func (a *activation) assignCursor(slot int, v tds.Value) {
	if old, ok := a.vars.Values[slot].(*cursor); ok && old != nil {
		old.release()
	}
	if c, ok := v.(*cursor); !ok || c == nil {
		v = nil
	}
	a.vars.Values[slot] = v
}

// releaseCursors ends the references of a program that ends.
func (a *activation) releaseCursors() {
	for _, c := range a.cursors {
		c.release()
	}
	for slot := range a.vars.Values {
		if c, ok := a.vars.Values[slot].(*cursor); ok {
			c.release()
		}
	}
}

// closeCursors closes every open cursor: SET CURSOR_CLOSE_ON_COMMIT ON.
func (m *Machine) closeCursors() {
	for _, c := range m.globals {
		c.close()
	}
	for a := m.top; a != nil; a = a.parent {
		for _, c := range a.cursors {
			c.close()
		}
		for _, v := range a.vars.Values {
			if c, ok := v.(*cursor); ok {
				c.close()
			}
		}
	}
}

// CursorStatus is CURSOR_STATUS(kind, name) in the running program: 1 open with rows, 0 open
// and empty, -1 closed, -2 no cursor in the variable, -3 no such cursor.
func (m *Machine) CursorStatus(kind, name string) int {
	a := m.top
	if a == nil {
		return -3
	}
	var c *cursor
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "local":
		c = a.cursors[strings.ToLower(name)]
	case "global":
		c = m.globals[strings.ToLower(name)]
	case "variable":
		slot := a.vars.Lookup(name)
		if slot < 0 || a.vars.Types[slot].ID != tds.CursorType {
			return -3
		}
		if c, _ = a.vars.Values[slot].(*cursor); c == nil {
			return -2
		}
	}
	switch {
	case c == nil:
		return -3
	case !c.open:
		return -1
	case len(c.res.rows) == 0 && c.counted:
		return 0
	}
	return 1
}

// cursorScope adds CURSOR_STATUS to the host's functions.
type cursorScope struct {
	eval.Scope
	m *Machine
}

func (s *cursorScope) Function(call *tsql.Call) (eval.Fn, tds.Type, bool, error) {
	if fn, typ, ok, err := s.m.Function(call, s); ok {
		return fn, typ, ok, err
	}
	return s.Scope.Function(call)
}

// Function compiles the functions that are the interpreter's: CURSOR_STATUS. A host asks it
// for the calls in its queries, as eval.Scope's Function is asked.
func (m *Machine) Function(call *tsql.Call, s eval.Scope) (fn eval.Fn, typ tds.Type, ok bool, err error) {
	if !strings.EqualFold(call.Name.Object, "CURSOR_STATUS") || len(call.Args) != 2 {
		return nil, tds.Type{}, false, nil
	}
	var args [2]eval.Fn
	for i, e := range call.Args {
		if args[i], _, err = eval.Compile(e, s); err != nil {
			return nil, tds.Type{}, true, err
		}
	}
	return func(f *eval.Frame) (tds.Value, error) {
		var texts [2]string
		for i, arg := range args {
			v, err := arg(f)
			if err != nil {
				return nil, err
			}
			texts[i], _ = v.(string)
		}
		return int64(m.CursorStatus(texts[0], texts[1])), nil
	}, tds.TypeSmallInt, true, nil
}
