package interp

import (
	"context"
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// execText carries out EXEC ('...' + @x). NULL pieces count as empty strings.
func (a *activation) execText(st *tsql.ExecStmt) error {
	var b strings.Builder
	for _, e := range st.Text {
		v, t, err := a.evaluate(e)
		if err != nil {
			return err
		}
		if v != nil {
			b.WriteString(eval.Format(v, t))
		}
	}
	if r := a.m.Remote; r != nil && !r.OursText(b.String()) {
		return a.execThere(st)
	}
	if a.m.nest >= MaxNest {
		return errTooDeep()
	}
	code, err := a.m.Cache.text("", b.String(), a.m.Options.QuotedIdentifier)
	if err != nil {
		return a.refuse(err)
	}
	if err := a.enterProc(); err != nil {
		return err
	}
	before := a.m.Host.TranCount()
	if err := a.runAs(st, code); err != nil {
		return err
	}
	if err := a.tranMismatch("", before); err != nil {
		return err
	}
	return a.leaveProc(tds.Done{Cmd: tds.CmdExecute})
}

// execThere has a Remote's server carry out an EXEC whole, and Host.Exec say what it has left in @@ERROR and @@ROWCOUNT.
func (a *activation) execThere(st *tsql.ExecStmt) error {
	if err := a.enterProc(); err != nil {
		return err
	}
	a.m.trigger = false
	a.answer = answer{Writer: a.rowsOnly()}
	_, _, err := a.m.Host.Exec(a.ctx, st, a.vars, &a.answer)
	a.sync()
	if err != nil {
		return err
	}
	a.answer.open = false
	return a.leaveProc(tds.Done{Cmd: tds.CmdExecute, Failed: a.vars.Error == tranMismatch})
}

// runAs runs dynamic text, as another principal when the statement says so.
func (a *activation) runAs(st *tsql.ExecStmt, code *Code) error {
	if st.As != "" {
		as, name := impersonation(st.As)
		if err := a.m.Host.ExecuteAs(a.ctx, as, name); err != nil {
			return err
		}
	}
	a.m.nest++
	_, err := a.m.runText(a.ctx, code, nil, a.out)
	a.m.nest--
	if st.As != "" {
		if back := a.m.Host.ExecuteAs(context.WithoutCancel(a.ctx), &tsql.ExecuteAsStmt{Revert: true}, ""); err == nil {
			err = back
		}
	}
	return err
}

// impersonation reads the AS of EXEC ('...') AS LOGIN = 'x'.
func impersonation(as string) (st *tsql.ExecuteAsStmt, name string) {
	kind, name, _ := strings.Cut(as, " = ")
	name = strings.TrimSuffix(strings.TrimPrefix(name, "'"), "'")
	return &tsql.ExecuteAsStmt{Kind: kind}, strings.ReplaceAll(name, "''", "'")
}

// isExecuteSQL tells whether a name is sp_executesql, which is the interpreter's in every database.
func isExecuteSQL(n *tsql.Name) bool {
	return n.Server == "" && strings.EqualFold(n.Object, "sp_executesql") &&
		(n.Schema == "" || strings.EqualFold(n.Schema, "sys") || strings.EqualFold(n.Schema, "dbo"))
}

// ExecuteSQL runs sp_executesql as a request of its own, whatever c.Proc says: @stmt, @params,
// then values by position or name. It answers as RunCall does.
func (m *Machine) ExecuteSQL(ctx context.Context, c *Call, out tds.Writer) (ret int32, failed bool, err error) {
	c.Proc = tsql.Name{Object: "sp_executesql"}
	return m.RunCall(ctx, c, out)
}

// CallExecuteSQL runs sp_executesql inside Host.Call, for procedures that stand for it: sp_execute and
// sp_prepexec. c.Args are the statement, the declarations, then the values.
func (m *Machine) CallExecuteSQL(ctx context.Context, c *Call, out tds.Writer) (int32, error) {
	if w, ok := out.(*callWriter); ok {
		out = w.Writer
	}
	return m.executeSQL(ctx, c, out)
}

// runsText tells whether the text of a sp_executesql call is the interpreter's to run. In another database it is run by
// Host.Call, which goes there.
func (m *Machine) runsText(c *Call) bool {
	if m.Remote == nil || c.Proc.Database != "" {
		return c.Proc.Database == ""
	}
	text, _, _, err := executeSQLArgs(c.Args)
	return err == nil && m.Remote.OursText(text)
}

// ExecuteSQLText is the text of a sp_executesql call, "" when it has none.
func ExecuteSQLText(c *Call) string {
	text, _, _, _ := executeSQLArgs(c.Args)
	return text
}

// executeSQL runs the text of a sp_executesql call one level below the procedure itself. Its
// status is the last @@ERROR of the text.
func (m *Machine) executeSQL(ctx context.Context, c *Call, out tds.Writer) (int32, error) {
	text, params, values, err := executeSQLArgs(c.Args)
	if err != nil {
		return 0, in("sp_executesql", err)
	}
	code, err := m.Cache.text(params, text, m.Options.QuotedIdentifier)
	if err != nil {
		if err = m.top.refuse(err); asMessage(err) != nil {
			m.finished = true
			return asMessage(err).Number, err
		}
		return 0, err
	}
	if m.nest >= MaxNest {
		return 0, errTooDeep()
	}
	m.nest++
	defer func() { m.nest-- }()
	return m.runText(ctx, code, values, out)
}

// executeSQLArgs takes the statement and the declarations from a call; the rest are values.
func executeSQLArgs(args []Arg) (text, params string, values []Arg, err error) {
	stmt, rest := takeArg(args, "@stmt", "@statement")
	if stmt == nil || !isText(stmt) {
		return "", "", nil, errStatementType()
	}
	decl, values := takeArg(rest, "@params", "@parameters", "@parameter", "@param")
	if decl != nil && !isText(decl) {
		return "", "", nil, errParamsType()
	}
	text, _ = stmt.Value.(string)
	if decl != nil {
		params, _ = decl.Value.(string)
	}
	return text, params, values, nil
}

// takeArg takes the argument of one of the names from a list, or the first one when that has no name.
func takeArg(args []Arg, names ...string) (*Arg, []Arg) {
	if len(args) == 0 {
		return nil, nil
	}
	if args[0].Name == "" {
		return &args[0], args[1:]
	}
	for i := range args {
		for _, name := range names {
			if strings.EqualFold(args[i].Name, name) {
				if i == 0 {
					return &args[0], args[1:]
				}
				rest := append(append([]Arg(nil), args[:i]...), args[i+1:]...)
				return &args[i], rest
			}
		}
	}
	return nil, args
}

func isText(a *Arg) bool { return a.Type.ID.IsUnicode() || a.Type.ID == tds.NullType }

// runText runs dynamic text in a scope of its own.
func (m *Machine) runText(ctx context.Context, code *Code, args []Arg, out tds.Writer) (int32, error) {
	a := m.enter(ctx, code, kindText, "", out)
	err := a.start()
	if err == nil {
		err = a.bindText(code.decls, args)
	}
	if err == nil {
		err = a.run()
	}
	if err == nil {
		a.outputs(code.decls, args)
	}
	m.finished = !neverRan(asMessage(err))
	if errors.Is(err, errScopeEnded) {
		err = nil
	}
	ret := a.vars.Error
	a.leave()
	m.callee = true
	return ret, err
}

func (a *activation) bindText(decls []tsql.ParamDecl, args []Arg) error {
	given, err := match(decls, args, "")
	if err != nil {
		return err
	}
	shown := func() string {
		text := a.code.prog.Source
		if len(decls) > 0 {
			text = "(" + a.code.declared + ")" + text
		}
		return text
	}
	for i := range decls {
		missing := func(p string) *tds.Error { return errMissingSQLArgument(shown(), p) }
		if err := a.bindParam(i, &decls[i], given[i], missing); err != nil {
			return err
		}
	}
	return nil
}

// compileText compiles dynamic text with the parameters its declaration names.
func compileText(declaration, text string, quoted bool) (*Code, error) {
	p, err := tsql.ParseOptions{QuotedIdentifier: quoted}.Parse(text)
	if err != nil {
		return nil, err
	}
	decls, err := parseParams(declaration)
	if err != nil {
		return nil, err
	}
	c := newCompiler(p, kindText)
	c.params(decls)
	c.body(p.Stmts)
	code, err := c.finish()
	if err != nil {
		return nil, err
	}
	code.decls, code.declared = decls, declaration
	return code, nil
}

// parseParams reads a parameter list such as @a int, @b nvarchar(10) OUTPUT.
func parseParams(declaration string) ([]tsql.ParamDecl, error) {
	if strings.TrimSpace(declaration) == "" {
		return nil, nil
	}
	const head, tail = "CREATE PROCEDURE p ", "\nAS RETURN"
	p, err := tsql.Parse(head + declaration + tail)
	if err != nil {
		return nil, err
	}
	create, ok := p.Stmts[0].(*tsql.CreateProcStmt)
	if !ok || len(p.Stmts) != 1 || len(create.Body) != 1 || len(create.With) > 0 {
		return nil, message(102, 15, 1, "Incorrect syntax near '%s'.", clip(declaration, 50))
	}
	return create.Params, nil
}
