package interp

import (
	"context"
	"fmt"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// fakeHost is a database small enough for tests: tables without keys, one FROM item a query,
// WHERE, procedures, scalar functions and AFTER triggers. It records what it is asked to do.
type fakeHost struct {
	m         *Machine
	tables    map[string]*fakeTable
	procs     map[string]*Module
	functions map[string]*Module
	triggers  map[string]*Module // by table
	types     map[string]*tsql.TableDef
	temps     []map[string]bool // #tables by scope
	trans     int
	doomed    bool
	begun     map[string]*fakeTable
	saves     map[string]map[string]*fakeTable
	calls     []string
	database  string
	login     string
}

type fakeTable struct {
	def   *tsql.TableDef
	cols  []tds.Column
	rows  [][]tds.Value
	check tsql.Expr
}

func newFakeHost() *fakeHost {
	h := &fakeHost{
		tables: map[string]*fakeTable{}, procs: map[string]*Module{}, functions: map[string]*Module{}, triggers: map[string]*Module{},
		types: map[string]*tsql.TableDef{}, temps: []map[string]bool{{}}, saves: map[string]map[string]*fakeTable{}, database: "master", login: "sa",
	}
	o := DefaultOptions()
	h.m = &Machine{Host: h, Options: &o, Messages: fakeMessages, Sleep: h.sleep}
	return h
}

func fakeMessages(n int32) (string, uint8, bool) {
	switch n {
	case 14262:
		return "The specified %s ('%s') does not exist.", 16, true
	case 14198:
		return "Only informational %d.", 10, true
	}
	return "", 0, false
}

func (h *fakeHost) note(format string, args ...any) {
	h.calls = append(h.calls, fmt.Sprintf(format, args...))
}

func (h *fakeHost) sleep(ctx context.Context, d time.Duration) error {
	h.note("sleep %s", d)
	return ctx.Err()
}

func key(name string) string { return strings.ToLower(name) }

func (h *fakeHost) EnterScope() { h.temps = append(h.temps, map[string]bool{}) }

func (h *fakeHost) LeaveScope() {
	last := len(h.temps) - 1
	for name := range h.temps[last] {
		delete(h.tables, name)
	}
	h.temps = h.temps[:last]
}

// ---- transactions

func copyTables(from map[string]*fakeTable) map[string]*fakeTable {
	to := map[string]*fakeTable{}
	for name, t := range from {
		c := *t
		c.rows = append([][]tds.Value(nil), t.rows...)
		to[name] = &c
	}
	return to
}

func (h *fakeHost) Begin(_ context.Context, name string) error {
	h.note("begin %s", name)
	if h.trans == 0 {
		h.begun = copyTables(h.tables)
	}
	h.trans++
	return nil
}

func (h *fakeHost) Commit(context.Context) error {
	h.note("commit")
	if h.trans == 0 {
		return message(3902, 16, 1, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.")
	}
	if h.doomed {
		return message(3930, 16, 1, "The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.")
	}
	h.trans--
	return nil
}

func (h *fakeHost) Rollback(_ context.Context, name string) error {
	h.note("rollback %s", name)
	if h.trans == 0 {
		return message(3903, 16, 1, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.")
	}
	if name != "" {
		saved, ok := h.saves[key(name)]
		if !ok {
			return message(6401, 16, 1, "Cannot roll back %s. No transaction or savepoint of that name was found.", name)
		}
		h.tables = copyTables(saved)
		return nil
	}
	h.tables, h.trans, h.doomed = h.begun, 0, false
	return nil
}

func (h *fakeHost) Save(_ context.Context, name string) error {
	h.note("save %s", name)
	if h.trans == 0 {
		return message(628, 16, 0, "Cannot issue SAVE TRANSACTION when there is no active transaction.")
	}
	h.saves[key(name)] = copyTables(h.tables)
	return nil
}

func (h *fakeHost) TranCount() int { return h.trans }
func (h *fakeHost) Doom()          { h.doomed = true; h.note("doom") }

func (h *fakeHost) XactState() int {
	switch {
	case h.trans == 0:
		return 0
	case h.doomed:
		return -1
	}
	return 1
}

// ---- the session

func (h *fakeHost) Use(_ context.Context, database string) error {
	if database == "nosuch" {
		return message(911, 16, 1, "Database '%s' does not exist. Make sure that the name is entered correctly.", database)
	}
	h.database = database
	return nil
}

func (h *fakeHost) Set(_ context.Context, st *tsql.SetOptionStmt, value tds.Value) error {
	h.note("set %s %v %v", strings.Join(st.Names, ","), st.On, value)
	return nil
}

func (h *fakeHost) Kill(_ context.Context, spid int) error {
	h.note("kill %d", spid)
	return nil
}

func (h *fakeHost) ExecuteAs(_ context.Context, st *tsql.ExecuteAsStmt, name string) error {
	h.note("as %s %s revert=%v", st.Kind, name, st.Revert)
	if h.login = name; st.Revert {
		h.login = "sa"
	}
	return nil
}

func (h *fakeHost) Session() eval.Session { return fakeSession{h} }

type fakeSession struct{ h *fakeHost }

func (s fakeSession) Now() time.Time                                  { return time.Date(2024, 3, 1, 10, 0, 0, 0, time.UTC) }
func (s fakeSession) NewID() tds.GUID                                 { return tds.GUID{} }
func (s fakeSession) Rand() float64                                   { return 0.5 }
func (s fakeSession) Login() string                                   { return s.h.login }
func (s fakeSession) LoginSID() []byte                                { return []byte{1} }
func (s fakeSession) User() string                                    { return "dbo" }
func (s fakeSession) HostName() string                                { return "HOST" }
func (s fakeSession) AppName() string                                 { return "test" }
func (s fakeSession) Database() string                                { return s.h.database }
func (s fakeSession) ServerName() string                              { return "SRV" }
func (s fakeSession) SPID() int                                       { return 51 }
func (s fakeSession) IsSrvRoleMember(_, login string) (bool, bool)    { return login == "sa", true }
func (s fakeSession) IsMember(string) (bool, bool)                    { return true, true }
func (s fakeSession) Property(string, ...tds.Value) (tds.Value, bool) { return nil, false }
func (s fakeSession) Setting(string) tds.Value                        { return nil }

// ---- procedures

func (h *fakeHost) Call(ctx context.Context, c *Call, out tds.Writer) (int32, error) {
	switch key(c.Proc.Object) {
	case "native_fails":
		return 1, message(14262, 16, 1, "The specified @name ('x') does not exist.")
	case "native_sends":
		if err := out.Message(message(14262, 16, 1, "The specified @name ('x') does not exist.")); err != nil {
			return 1, err
		}
		return 1, nil
	case "native_answers":
		return 0, h.nativeAnswers(c, out)
	case "native_status":
		return 7, nil
	case "sp_executesql": // of another database
		return h.m.CallExecuteSQL(ctx, c, out)
	case "native_broken":
		return 0, fmt.Errorf("the disk is gone")
	}
	mod := h.procs[key(c.Proc.Object)]
	if mod == nil {
		return 0, errProcedureName(c.Proc.Object)
	}
	return h.m.RunProcedure(ctx, mod, c, out)
}

func (h *fakeHost) nativeAnswers(c *Call, out tds.Writer) error {
	for i := range c.Args {
		if c.Args[i].Output {
			c.Args[i].Value, c.Args[i].ParamType = "42", tds.TypeVarChar(10)
		}
	}
	if err := out.Columns([]tds.Column{{Name: "n", Type: tds.TypeInt}}); err != nil {
		return err
	}
	if err := out.Row([]tds.Value{int64(1)}); err != nil {
		return err
	}
	return out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: 1, Counted: true})
}

// ---- names

func (h *fakeHost) ResolveType(name *tsql.Name) (tds.Type, *tsql.TableDef, error) {
	if key(name.Object) == "flag" {
		return tds.TypeBit, nil, nil
	}
	if def := h.types[key(name.Object)]; def != nil {
		return tableType, def, nil
	}
	return tds.Type{}, nil, message(2715, 16, 3, "Column, parameter, or variable #1: Cannot find data type %s.", name.Object)
}

func (h *fakeHost) DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error {
	vars.Values[slot] = newFakeTable(def)
	return nil
}

func newFakeTable(def *tsql.TableDef) *fakeTable {
	t := &fakeTable{def: def}
	for i := range def.Columns {
		c := &def.Columns[i]
		t.cols = append(t.cols, tds.Column{Name: c.Name, Type: c.Type.Type, Nullable: c.Null == nil || *c.Null})
		for _, k := range c.Constraints {
			if k.Kind == tsql.Check {
				t.check = k.Check
			}
		}
	}
	return t
}

func (h *fakeHost) Scope(vars *eval.Vars) eval.Scope { return &fakeScope{h: h, vars: vars} }

type fakeScope struct {
	h     *fakeHost
	vars  *eval.Vars
	table *fakeTable
}

func (s *fakeScope) Column(ref *tsql.ColumnRef) (eval.Fn, tds.Type, error) {
	name := ref.Parts[len(ref.Parts)-1]
	if s.table != nil {
		for i, c := range s.table.cols {
			if strings.EqualFold(c.Name, name) {
				return func(f *eval.Frame) (tds.Value, error) { return f.Row[i], nil }, c.Type, nil
			}
		}
	}
	return nil, tds.Type{}, message(207, 16, 1, "Invalid column name '%s'.", name)
}

func (s *fakeScope) Variable(v *tsql.Variable) (eval.Fn, tds.Type, error) {
	return eval.VariableFn(s.vars, v.Name)
}

func (s *fakeScope) Subquery(q *tsql.SelectStmt, _ eval.SubqueryKind) (eval.Query, error) {
	sel, err := s.h.plan(q, s.vars)
	if err != nil {
		return eval.Query{}, err
	}
	return eval.Query{Type: sel.cols[0].Type, Rows: func(f *eval.Frame, yield func(tds.Value) bool) error {
		return sel.each(f, func(row []tds.Value) error {
			if !yield(row[0]) {
				return errStop
			}
			return nil
		})
	}}, nil
}

var errStop = fmt.Errorf("stop")

func (s *fakeScope) Function(call *tsql.Call) (eval.Fn, tds.Type, bool, error) {
	if strings.EqualFold(call.Name.Object, "COUNT") {
		return func(f *eval.Frame) (tds.Value, error) { return f.Row[0], nil }, tds.TypeInt, true, nil
	}
	mod := s.h.functions[key(call.Name.Object)]
	if mod == nil {
		return s.h.m.Function(call, s)
	}
	args := make([]eval.Fn, len(call.Args))
	for i, e := range call.Args {
		fn, _, err := eval.Compile(e, s)
		if err != nil {
			return nil, tds.Type{}, true, err
		}
		args[i] = fn
	}
	return func(f *eval.Frame) (tds.Value, error) {
		values := make([]tds.Value, len(args))
		for i, fn := range args {
			v, err := fn(f)
			if err != nil {
				return nil, err
			}
			values[i] = v
		}
		return s.h.m.RunFunction(f.Ctx, mod, values)
	}, mod.returns, true, nil
}

func (s *fakeScope) Expr(tsql.Expr) (eval.Fn, tds.Type, bool, error) {
	return nil, tds.Type{}, false, nil
}

// ---- statements

func (h *fakeHost) table(ref *tsql.TableRef, vars *eval.Vars) (*fakeTable, error) {
	name := ref.Name.Object
	if ref.Variable {
		if t, ok := vars.Values[vars.Lookup(name)].(*fakeTable); ok {
			return t, nil
		}
	} else if t := h.tables[key(name)]; t != nil {
		return t, nil
	}
	return nil, message(208, 16, 1, "Invalid object name '%s'.", name)
}

// selection is a query that is ready to run.
type selection struct {
	h      *fakeHost
	vars   *eval.Vars
	source func(*eval.Vars) (*fakeTable, error)
	items  []eval.Fn
	assign []string
	where  eval.Cond
	count  bool
	cols   []tds.Column
}

func (h *fakeHost) plan(q *tsql.SelectStmt, vars *eval.Vars) (*selection, error) {
	spec, ok := q.Body.(*tsql.QuerySpec)
	if !ok {
		return nil, errNotSupported("UNION")
	}
	sel := &selection{h: h, vars: vars}
	scope := &fakeScope{h: h, vars: vars}
	if len(spec.From) > 0 {
		ref, ok := spec.From[0].(*tsql.TableRef)
		if !ok {
			return nil, errNotSupported("JOIN")
		}
		t, err := h.table(ref, vars)
		if err != nil {
			return nil, err
		}
		scope.table = t
		sel.source = func(vars *eval.Vars) (*fakeTable, error) { return h.table(ref, vars) }
	}
	for i := range spec.Items {
		if err := sel.item(&spec.Items[i], scope); err != nil {
			return nil, err
		}
	}
	if spec.Where != nil {
		cond, err := eval.CompileCond(spec.Where, scope)
		if err != nil {
			return nil, err
		}
		sel.where = cond
	}
	return sel, nil
}

func (sel *selection) item(it *tsql.SelectItem, scope *fakeScope) error {
	if _, star := it.Expr.(*tsql.Star); star {
		if scope.table == nil {
			return message(263, 16, 1, "Must specify table to select from.")
		}
		for i, c := range scope.table.cols {
			sel.items = append(sel.items, func(f *eval.Frame) (tds.Value, error) { return f.Row[i], nil })
			sel.cols = append(sel.cols, c)
		}
		return nil
	}
	if call, ok := it.Expr.(*tsql.Call); ok && strings.EqualFold(call.Name.Object, "COUNT") {
		sel.count = true
	}
	fn, typ, err := eval.Compile(it.Expr, scope)
	if err != nil {
		return err
	}
	name := it.Alias
	if ref, ok := it.Expr.(*tsql.ColumnRef); ok && name == "" {
		name = ref.Parts[len(ref.Parts)-1]
	}
	sel.items = append(sel.items, fn)
	sel.assign = append(sel.assign, it.Assign)
	sel.cols = append(sel.cols, tds.Column{Name: name, Type: typ, Nullable: true})
	return nil
}

func (sel *selection) each(f *eval.Frame, yield func([]tds.Value) error) error {
	rows := [][]tds.Value{nil}
	if sel.source != nil {
		t, err := sel.source(sel.vars)
		if err != nil {
			return err
		}
		rows = t.rows
	}
	n := int64(0)
	for _, row := range rows {
		g := eval.Frame{Ctx: f.Ctx, Row: row, Vars: sel.vars, Sess: f.Sess}
		if sel.where != nil {
			if t, err := sel.where(&g); err != nil || t != eval.True {
				if err != nil {
					return err
				}
				continue
			}
		}
		if n++; sel.count {
			continue
		}
		if err := sel.row(&g, yield); err != nil {
			return stopped(err)
		}
	}
	if sel.count {
		return stopped(sel.row(&eval.Frame{Ctx: f.Ctx, Row: []tds.Value{n}, Vars: sel.vars, Sess: f.Sess}, yield))
	}
	return nil
}

func stopped(err error) error {
	if err == errStop {
		return nil
	}
	return err
}

func (sel *selection) row(g *eval.Frame, yield func([]tds.Value) error) error {
	out := make([]tds.Value, len(sel.items))
	for i, fn := range sel.items {
		v, err := fn(g)
		if err != nil {
			return err
		}
		out[i] = v
	}
	return yield(out)
}

func (h *fakeHost) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (int64, bool, error) {
	frame := &eval.Frame{Ctx: ctx, Vars: vars, Sess: h.Session()}
	switch st := st.(type) {
	case *tsql.SelectStmt:
		return h.selectInto(frame, st, vars, out)
	case *tsql.InsertStmt:
		return h.change(ctx, st.Target, vars, func(t *fakeTable) (int64, error) { return h.insert(frame, st, t, vars) })
	case *tsql.UpdateStmt:
		return h.change(ctx, st.Target, vars, func(t *fakeTable) (int64, error) { return h.update(frame, st, t, vars) })
	case *tsql.DeleteStmt:
		return h.change(ctx, st.Target, vars, func(t *fakeTable) (int64, error) { return h.remove(frame, st, t, vars) })
	case *tsql.CreateTableStmt:
		name := key(st.Name.Object)
		if h.tables[name] != nil {
			return 0, false, message(2714, 16, 6, "There is already an object named '%s' in the database.", st.Name.Object)
		}
		h.tables[name] = newFakeTable(&st.Def)
		if strings.HasPrefix(name, "#") {
			h.temps[len(h.temps)-1][name] = true
		}
		return 0, false, nil
	case *tsql.DropStmt:
		delete(h.tables, key(st.Names[0].Object))
		return 0, false, nil
	case *tsql.CreateTypeStmt:
		h.types[key(st.Name.Object)] = st.Table
		return 0, false, nil
	case *tsql.CreateProcStmt:
		return 0, false, h.module(st, h.procs, st.Name.Object)
	case *tsql.CreateFunctionStmt:
		return 0, false, h.module(st, h.functions, st.Name.Object)
	case *tsql.CreateTriggerStmt:
		return 0, false, h.module(st, h.triggers, st.Table.Object)
	}
	return 0, false, errNotSupported(fmt.Sprintf("%T", st))
}

func (h *fakeHost) module(st tsql.Stmt, into map[string]*Module, name string) error {
	mod, err := CompileModule(h.m.Program(), st)
	if err == nil {
		mod.ID = int32(100 + len(into))
		into[key(name)] = mod
	}
	return err
}

func (h *fakeHost) selectInto(f *eval.Frame, st *tsql.SelectStmt, vars *eval.Vars, out tds.Writer) (int64, bool, error) {
	sel, err := h.plan(st, vars)
	if err != nil {
		return 0, false, err
	}
	assigns := len(sel.assign) > 0 && sel.assign[0] != ""
	if !assigns {
		if err := out.Columns(sel.cols); err != nil {
			return 0, false, err
		}
	}
	n := int64(0)
	err = sel.each(f, func(row []tds.Value) error {
		n++
		if !assigns {
			return out.Row(row)
		}
		for i, name := range sel.assign {
			slot := vars.Lookup(name)
			v, err := eval.Convert(row[i], sel.cols[i].Type, vars.Types[slot], nil)
			if err != nil {
				return err
			}
			vars.Values[slot] = v
		}
		return nil
	})
	return n, true, err
}

// change runs a modification and the trigger of its table; a failure leaves nothing.
func (h *fakeHost) change(ctx context.Context, target *tsql.TableRef, vars *eval.Vars, f func(*fakeTable) (int64, error)) (int64, bool, error) {
	t, err := h.table(target, vars)
	if err != nil {
		return 0, false, err
	}
	if h.doomed && !target.Variable {
		return 0, false, message(3930, 16, 1, "The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.")
	}
	mod := h.triggers[key(target.Name.Object)]
	if mod == nil || h.m.nest > 0 && h.m.top.kind == kindTrigger {
		before := t.rows
		n, err := f(t)
		if err != nil {
			t.rows = before
		}
		return n, true, err
	}
	own := h.trans == 0
	if own {
		h.trans, h.begun = 1, copyTables(h.tables)
	}
	n, err := f(t)
	if err == nil {
		err = h.m.RunTrigger(ctx, mod, n, nil)
	}
	if own && h.trans > 0 {
		if h.trans = 0; err != nil {
			h.tables, h.doomed = h.begun, false
		}
	}
	return n, true, err
}

func (h *fakeHost) store(t *fakeTable, row []tds.Value, types []tds.Type, vars *eval.Vars) error {
	if len(row) != len(t.cols) {
		return message(213, 16, 1, "Column name or number of supplied values does not match table definition.")
	}
	stored := make([]tds.Value, len(row))
	for i, c := range t.cols {
		v, err := eval.Convert(row[i], types[i], c.Type, nil)
		if err != nil {
			return err
		}
		if v == nil && !c.Nullable {
			return message(515, 16, 2, "Cannot insert the value NULL into column '%s'; column does not allow nulls. INSERT fails.", c.Name)
		}
		stored[i] = v
	}
	if t.check != nil {
		cond, err := eval.CompileCond(t.check, &fakeScope{h: h, vars: vars, table: t})
		if err != nil {
			return err
		}
		if ok, err := cond(&eval.Frame{Row: stored, Vars: vars}); err != nil || ok == eval.False {
			return message(547, 16, 0, "The INSERT statement conflicted with the CHECK constraint.")
		}
	}
	t.rows = append(t.rows[:len(t.rows):len(t.rows)], stored)
	return nil
}

func (h *fakeHost) insert(f *eval.Frame, st *tsql.InsertStmt, t *fakeTable, vars *eval.Vars) (int64, error) {
	if st.Query != nil {
		sel, err := h.plan(st.Query, vars)
		if err != nil {
			return 0, err
		}
		n := int64(0)
		return n, sel.each(f, func(row []tds.Value) error {
			n++
			types := make([]tds.Type, len(sel.cols))
			for i := range types {
				types[i] = sel.cols[i].Type
			}
			return h.store(t, row, types, vars)
		})
	}
	for _, list := range st.Rows {
		row, types := make([]tds.Value, len(list)), make([]tds.Type, len(list))
		for i, e := range list {
			fn, typ, err := eval.Compile(e, &fakeScope{h: h, vars: vars})
			if err != nil {
				return 0, err
			}
			if row[i], err = fn(f); err != nil {
				return 0, err
			}
			types[i] = typ
		}
		if err := h.store(t, row, types, vars); err != nil {
			return 0, err
		}
	}
	return int64(len(st.Rows)), nil
}

// matching splits the rows of a table by a condition.
func (h *fakeHost) matching(f *eval.Frame, t *fakeTable, where tsql.Expr, vars *eval.Vars, each func(row []tds.Value, match bool) error) error {
	cond := func(*eval.Frame) (eval.Truth, error) { return eval.True, nil }
	if where != nil {
		var err error
		if cond, err = eval.CompileCond(where, &fakeScope{h: h, vars: vars, table: t}); err != nil {
			return err
		}
	}
	for _, row := range t.rows {
		ok, err := cond(&eval.Frame{Ctx: f.Ctx, Row: row, Vars: vars, Sess: f.Sess})
		if err == nil {
			err = each(row, ok == eval.True)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (h *fakeHost) update(f *eval.Frame, st *tsql.UpdateStmt, t *fakeTable, vars *eval.Vars) (int64, error) {
	var rows [][]tds.Value
	n := int64(0)
	err := h.matching(f, t, st.Where, vars, func(row []tds.Value, match bool) error {
		if match {
			n++
			row = append([]tds.Value(nil), row...)
			for _, s := range st.Set {
				fn, typ, err := eval.Compile(s.Value, &fakeScope{h: h, vars: vars, table: t})
				if err != nil {
					return err
				}
				v, err := fn(&eval.Frame{Ctx: f.Ctx, Row: row, Vars: vars, Sess: f.Sess})
				if err != nil {
					return err
				}
				for i, c := range t.cols {
					if strings.EqualFold(c.Name, s.Column.Parts[0]) {
						if row[i], err = eval.Convert(v, typ, c.Type, nil); err != nil {
							return err
						}
					}
				}
			}
		}
		rows = append(rows, row)
		return nil
	})
	if err == nil {
		t.rows = rows
	}
	return n, err
}

func (h *fakeHost) remove(f *eval.Frame, st *tsql.DeleteStmt, t *fakeTable, vars *eval.Vars) (int64, error) {
	var rows [][]tds.Value
	n := int64(0)
	err := h.matching(f, t, st.Where, vars, func(row []tds.Value, match bool) error {
		if match {
			n++
			return nil
		}
		rows = append(rows, row)
		return nil
	})
	if err == nil {
		t.rows = rows
	}
	return n, err
}

func (h *fakeHost) InsertRows(ctx context.Context, st *tsql.InsertStmt, vars *eval.Vars, cols []tds.Column, rows [][]tds.Value) (int64, error) {
	types := make([]tds.Type, len(cols))
	for i := range cols {
		types[i] = cols[i].Type
	}
	n, _, err := h.change(ctx, st.Target, vars, func(t *fakeTable) (int64, error) {
		for _, row := range rows {
			if err := h.store(t, row, types, vars); err != nil {
				return 0, err
			}
		}
		return int64(len(rows)), nil
	})
	return n, err
}
