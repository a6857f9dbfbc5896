package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// testLogin is what a session's functions see in tests.
type testLogin struct{ s *Session }

func (*testLogin) Now() time.Time                                  { return time.Date(2024, 5, 17, 13, 14, 15, 0, time.UTC) }
func (*testLogin) NewID() tds.GUID                                 { return tds.GUID{1} }
func (*testLogin) Rand() float64                                   { return 0.5 }
func (*testLogin) Login() string                                   { return "sa" }
func (*testLogin) LoginSID() []byte                                { return []byte{1} }
func (*testLogin) User() string                                    { return "dbo" }
func (*testLogin) HostName() string                                { return "host" }
func (*testLogin) AppName() string                                 { return "app" }
func (l *testLogin) Database() string                              { return l.s.Database() }
func (*testLogin) ServerName() string                              { return "HQ" }
func (*testLogin) SPID() int                                       { return 51 }
func (*testLogin) IsSrvRoleMember(_, _ string) (bool, bool)        { return true, true }
func (*testLogin) IsMember(string) (bool, bool)                    { return true, true }
func (*testLogin) Property(string, ...tds.Value) (tds.Value, bool) { return nil, false }
func (*testLogin) Setting(string) tds.Value                        { return nil }

// testSession opens an engine in memory and a session in database db with a login of its own.
func testSession(t testing.TB) *Session {
	t.Helper()
	e, err := Open("", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e.testSession()
}

func (e *Engine) testSession() *Session {
	login := &testLogin{}
	m := &testModules{}
	login.s = e.NewSession(login, m)
	m.s = login.s
	return login.s
}

// script runs T-SQL on a session and writes down what a client would see.
type script struct {
	s     *Session
	vars  *eval.Vars
	out   strings.Builder
	cols  []tds.Column
	quiet bool
}

func (w *script) Columns(cols []tds.Column) error {
	w.cols = cols
	for i, c := range cols {
		if i > 0 {
			w.out.WriteString(" | ")
		}
		name := c.Name
		if name == "" {
			name = "-"
		}
		fmt.Fprintf(&w.out, "%s %s", name, c.Type)
		if !c.Nullable {
			w.out.WriteString("!")
		}
	}
	w.out.WriteString("\n")
	return nil
}

func (w *script) Row(row []tds.Value) error {
	for i, v := range row {
		if i > 0 {
			w.out.WriteString(" | ")
		}
		if v == nil {
			w.out.WriteString("NULL")
			continue
		}
		w.out.WriteString(eval.Format(v, w.cols[i].Type))
	}
	w.out.WriteString("\n")
	return nil
}

func (w *script) Message(m *tds.Error) error { return nil }
func (w *script) Done(tds.Done) error        { return nil }

// run runs batches separated by GO.
func (w *script) run(text string) string {
	w.out.Reset()
	for _, batch := range regexp.MustCompile(`(?m)^\s*GO\s*$`).Split(text, -1) {
		w.vars = &eval.Vars{}
		prog, err := tsql.Parse(batch)
		if err == nil {
			err = w.stmts(prog.Stmts)
		}
		if err != nil {
			w.error(err)
		}
	}
	return w.out.String()
}

func (w *script) error(err error) {
	var e *tds.Error
	if errors.As(err, &e) {
		fmt.Fprintf(&w.out, "Msg %d: %s\n", e.Number, e.Message)
		return
	}
	fmt.Fprintf(&w.out, "error: %v\n", err)
}

func (w *script) stmts(list []tsql.Stmt) error {
	for _, st := range list {
		if err := w.stmt(st); err != nil {
			var e *tds.Error
			if !errors.As(err, &e) || w.quiet { // a module ends with its first error
				return err
			}
			w.error(err)
		}
	}
	return nil
}

func (w *script) stmt(st tsql.Stmt) error {
	ctx := context.Background()
	switch st := st.(type) {
	case *tsql.BlockStmt:
		return w.stmts(st.Body)
	case *tsql.DeclareStmt:
		return w.declare(st)
	case *tsql.SetStmt:
		return w.set(st.Variable, st.Value)
	case *tsql.IfStmt:
		cond, err := eval.CompileCond(st.Cond, w.s.Scope(w.vars))
		if err != nil {
			return err
		}
		ok, err := cond(w.frame())
		if err != nil {
			return err
		}
		if ok == eval.True {
			return w.stmt(st.Then)
		}
		if st.Else != nil {
			return w.stmt(st.Else)
		}
		return nil
	case *tsql.PrintStmt:
		v, typ, err := w.value(st.Value)
		if err == nil {
			fmt.Fprintln(&w.out, eval.Format(v, typ))
		}
		return err
	case *tsql.UseStmt:
		return w.s.Use(st.Database)
	case *tsql.BeginTranStmt:
		return w.s.Begin(ctx, st.Name)
	case *tsql.CommitStmt:
		return w.s.Commit(ctx)
	case *tsql.RollbackStmt:
		return w.s.Rollback(ctx, st.Name)
	case *tsql.SaveTranStmt:
		return w.s.Save(ctx, st.Name)
	case *tsql.ReturnStmt:
		return nil
	}
	rows, counted, err := w.s.Exec(ctx, st, w.vars, w)
	if err != nil {
		return err
	}
	w.vars.RowCount = rows
	if counted && !w.quiet {
		if _, ok := st.(*tsql.SelectStmt); !ok {
			fmt.Fprintf(&w.out, "(%d)\n", rows)
		}
	}
	return nil
}

func (w *script) frame() *eval.Frame { return &eval.Frame{Vars: w.vars, Sess: w.s.eval} }

func (w *script) value(e tsql.Expr) (tds.Value, tds.Type, error) {
	fn, typ, err := eval.Compile(e, w.s.Scope(w.vars))
	if err != nil {
		return nil, typ, err
	}
	v, err := fn(w.frame())
	return v, typ, err
}

func (w *script) declare(st *tsql.DeclareStmt) error {
	for _, v := range st.Vars {
		if v.Table != nil {
			slot := w.vars.Declare(v.Name, tds.Type{ID: tds.TableType})
			if err := w.s.DeclareTable(w.vars, slot, v.Table); err != nil {
				return err
			}
			continue
		}
		typ := v.Type.Type
		if v.Type.Name != nil {
			base, def, err := w.s.ResolveType(v.Type.Name)
			if err != nil {
				return err
			}
			if def != nil {
				slot := w.vars.Declare(v.Name, base)
				if err := w.s.DeclareTable(w.vars, slot, def); err != nil {
					return err
				}
				continue
			}
			typ = base
		}
		w.vars.Declare(v.Name, typ)
		if v.Value != nil {
			if err := w.set(v.Name, v.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *script) set(name string, e tsql.Expr) error {
	v, typ, err := w.value(e)
	if err != nil {
		return err
	}
	slot := w.vars.Lookup(name)
	if w.vars.Values[slot], err = eval.Convert(v, typ, w.vars.Types[slot], nil); err != nil {
		return err
	}
	return nil
}

// testModules runs the statements of a module one after the other.
type testModules struct{ s *Session }

func (m *testModules) run(params []tsql.ParamDecl, args []tds.Value, body []tsql.Stmt, declare func(*script) error) (*script, error) {
	w := &script{s: m.s, vars: &eval.Vars{}, quiet: true}
	for i, p := range params {
		slot := w.vars.Declare(p.Name, p.Type.Type)
		w.vars.Values[slot] = args[i]
	}
	if declare != nil {
		if err := declare(w); err != nil {
			return nil, err
		}
	}
	m.s.EnterScope()
	defer m.s.LeaveScope()
	for _, st := range body {
		if err := w.stmt(st); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (m *testModules) Trigger(_ context.Context, mod *Module, _ int64) error {
	_, err := m.run(nil, nil, mod.Stmt.(*tsql.CreateTriggerStmt).Body, nil)
	return err
}

func (m *testModules) ScalarFunction(_ context.Context, mod *Module, args []tds.Value) (tds.Value, error) {
	def := mod.Stmt.(*tsql.CreateFunctionStmt)
	body := def.Body
	for len(body) == 1 {
		block, ok := body[0].(*tsql.BlockStmt)
		if !ok {
			break
		}
		body = block.Body
	}
	ret := body[len(body)-1].(*tsql.ReturnStmt)
	w, err := m.run(def.Params, args, body, nil)
	if err != nil {
		return nil, err
	}
	v, typ, err := w.value(ret.Value)
	if err != nil {
		return nil, err
	}
	return eval.Convert(v, typ, def.Returns.Type, nil)
}

func (m *testModules) TableFunction(_ context.Context, mod *Module, args []tds.Value) (*Table, error) {
	def := mod.Stmt.(*tsql.CreateFunctionStmt)
	w, err := m.run(def.Params, args, def.Body, func(w *script) error {
		slot := w.vars.Declare(def.ReturnVar, tds.Type{ID: tds.TableType})
		return w.s.DeclareTable(w.vars, slot, def.ReturnTable)
	})
	if err != nil {
		return nil, err
	}
	return w.vars.Values[w.vars.Lookup(def.ReturnVar)].(*Table), nil
}

// scripts runs a table of scripts, each in an engine of its own.
func scripts(t *testing.T, tests [][2]string) {
	t.Helper()
	for _, tt := range tests {
		t.Run("", func(t *testing.T) {
			s := testSession(t)
			if err := s.Use("tempdb"); err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSpace((&script{s: s}).run(tt[0]))
			if want := unindent(tt[1]); got != want {
				t.Errorf("%s\n--- got\n%s\n--- want\n%s", tt[0], got, want)
			}
		})
	}
}

// unindent trims the blanks around every line.
func unindent(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}
