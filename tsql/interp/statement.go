package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// statement carries out a statement that is not control flow. An error it returns is the
// statement's own; what it did before is the host's to undo.
func (a *activation) statement(o *op) error {
	switch st := o.st.(type) {
	case *tsql.DeclareStmt:
		return a.initialise(st)
	case *tsql.SetStmt:
		return a.set(st)
	case *tsql.PrintStmt:
		return a.print(st)
	case *tsql.ExecStmt:
		return a.exec(st)
	case *tsql.InsertStmt:
		if st.Exec != nil {
			return a.insertExec(st)
		}
	case *tsql.RaiserrorStmt:
		return a.raise(st)
	case *tsql.ThrowStmt:
		return a.throw(st)
	case *tsql.SetOptionStmt:
		return a.setOption(st)
	case *tsql.UseStmt:
		return a.quiet(a.m.Host.Use(a.ctx, st.Database))
	case *tsql.WaitforStmt:
		return a.waitfor(st)
	case *tsql.KillStmt:
		return a.kill(st)
	case *tsql.ExecuteAsStmt:
		return a.executeAs(st)
	case *tsql.OtherStmt:
		if a.m.Remote == nil {
			return errNotSupported(st.Name)
		}
	case *tsql.BeginTranStmt, *tsql.CommitStmt, *tsql.RollbackStmt, *tsql.SaveTranStmt:
		return a.transaction(st)
	case *tsql.DeclareCursorStmt, *tsql.OpenStmt, *tsql.FetchStmt, *tsql.CloseStmt, *tsql.DeallocateStmt:
		return a.cursorStmt(st)
	}
	return a.query(o.st)
}

// query hands a statement to the host.
func (a *activation) query(st tsql.Stmt) error {
	if err := refused(st); err != nil {
		return err
	}
	if err := a.implicitTran(st); err != nil {
		return err
	}
	a.m.trigger = false
	a.answer = answer{Writer: a.rowsOnly()}
	rows, counted, err := a.m.Host.Exec(a.ctx, st, a.vars, &a.answer)
	a.sync()
	if err != nil {
		return err
	}
	a.answer.open = false
	if a.m.Options.FmtOnly {
		rows = 0
	}
	a.vars.Error, a.vars.RowCount = 0, 0
	if counted {
		a.vars.RowCount = rows
	}
	if q, ok := st.(*tsql.SelectStmt); ok && assigns(q) {
		// SELECT @v = x ends with a DONE of its own, but has no rows to count.
		return a.done(tds.CmdSelect, 0, false)
	}
	return a.done(command(st), rows, counted)
}

// refused names what no host runs.
func refused(st tsql.Stmt) error {
	switch st := st.(type) {
	case *tsql.UpdateStmt:
		if st.CurrentOf != "" {
			return errOptionNotSupported("WHERE CURRENT OF")
		}
	case *tsql.DeleteStmt:
		if st.CurrentOf != "" {
			return errOptionNotSupported("WHERE CURRENT OF")
		}
	}
	return nil
}

// quiet ends a statement that resets @@ERROR and @@ROWCOUNT and sends nothing.
func (a *activation) quiet(err error) error {
	if err == nil {
		a.vars.Error, a.vars.RowCount = 0, 0
	}
	return err
}

// initialise assigns the values of a DECLARE. One without values is no statement at all.
func (a *activation) initialise(st *tsql.DeclareStmt) error {
	for i := range st.Vars {
		v := &st.Vars[i]
		if v.Value == nil {
			continue
		}
		if err := a.assign(a.vars.Lookup(v.Name), v.Value); err != nil {
			return err
		}
	}
	return nil
}

// assign puts the value of an expression into a variable.
func (a *activation) assign(slot int, e tsql.Expr) error {
	v, err := a.assignable(e, a.vars.Types[slot])
	if err != nil {
		return err
	}
	return a.store(slot, v)
}

// store puts a value into a variable as an assignment of its own.
func (a *activation) store(slot int, v tds.Value) error {
	if valueSize(v) > a.m.limit() {
		return errMemory()
	}
	a.vars.Values[slot] = v
	a.vars.Error, a.vars.RowCount = 0, 1
	return nil
}

func (a *activation) set(st *tsql.SetStmt) error {
	slot := a.vars.Lookup(st.Variable)
	if slot < 0 {
		return errNoVariable(st.Variable, 1)
	}
	if a.vars.Types[slot].ID == tds.CursorType {
		return a.setCursor(slot, st)
	}
	if st.Op == tsql.OpNone {
		return a.assign(slot, st.Value)
	}
	y, yt, err := a.evaluate(st.Value)
	if err != nil {
		return err
	}
	typ := a.vars.Types[slot]
	v, vt, err := eval.Arithmetic(st.Op, a.vars.Values[slot], typ, y, yt)
	if err == nil {
		v, err = a.convert(v, vt, typ)
	}
	if err != nil {
		return err
	}
	return a.store(slot, v)
}

// print sends a text as message 0. NULL and the empty string show as one blank.
func (a *activation) print(st *tsql.PrintStmt) error {
	v, t, err := a.evaluate(st.Value)
	if err != nil {
		return err
	}
	s := " "
	if v != nil {
		if s = eval.Format(v, t); s == "" {
			s = " "
		}
	}
	limit := 8000
	if t.ID.IsUnicode() {
		limit = 4000
	}
	a.vars.Error, a.vars.RowCount = 0, 0
	return a.tell(&tds.Error{State: 1, Message: shorten(s, limit), Proc: a.proc, Line: a.line()})
}

// shorten cuts a text to n UTF-16 code units.
func shorten(s string, n int) string {
	if len(s) <= n {
		return s
	}
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:i]
		}
	}
	return s
}

func (a *activation) kill(st *tsql.KillStmt) error {
	spid, _, err := a.integer(st.Session)
	if err != nil {
		return err
	}
	return a.quiet(a.m.Host.Kill(a.ctx, int(spid)))
}

func (a *activation) executeAs(st *tsql.ExecuteAsStmt) error {
	name := ""
	if st.Name != nil {
		var err error
		if name, err = a.text(st.Name); err != nil {
			return err
		}
	}
	return a.quiet(a.m.Host.ExecuteAs(a.ctx, st, name))
}
