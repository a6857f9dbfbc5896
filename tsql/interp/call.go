package interp

import (
	"context"
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// exec carries out EXEC of a procedure or of text.
func (a *activation) exec(st *tsql.ExecStmt) error {
	switch {
	case a.kind == kindFunction:
		return errOnlyFunctions()
	case a.m.Remote != nil && (st.At != "" || st.ResultSets || len(st.Text) > 0 && len(st.Args) > 0):
		return a.execThere(st)
	case st.At != "":
		return errNoServer(st.At)
	case st.ResultSets && st.ResultShape != "UNDEFINED":
		return errOptionNotSupported("WITH RESULT SETS")
	case len(st.Text) > 0 && len(st.Args) > 0:
		return errOptionNotSupported("EXECUTE with parameters")
	}
	if len(st.Text) > 0 {
		return a.execText(st)
	}
	c, err := a.call(st)
	if err != nil {
		return err
	}
	if err := a.enterProc(); err != nil {
		return err
	}
	before := a.m.Host.TranCount()
	ret, err := a.invoke(c)
	a.ended = nil
	if a.m.finished && (err == nil || asMessage(err) != nil) {
		a.ended = &ret
	}
	if err != nil && (a.ended == nil || a.guarded || a.inTry()) {
		return err
	}
	if a.ended != nil {
		if e := a.handBack(st, c, ret); e != nil && err == nil {
			err = e
		}
	}
	if err == nil && c.After == nil {
		err = a.tranMismatch(c.Proc.Object, before)
	}
	if err != nil {
		return err
	}
	return a.leaveProc(tds.Done{Cmd: tds.CmdExecute, Failed: c.After != nil && c.After.Error == tranMismatch})
}

// tranMismatch is the error of an EXEC itself that leaves transactions other than it found.
const tranMismatch = 266

// neverRan tells whether an error kept a procedure from beginning, so that it has no status.
func neverRan(e *tds.Error) bool {
	if e == nil {
		return false
	}
	switch e.Number {
	case 2812, 201, 214, 217, 229, 8143, 8144, 8145, 8146, 8162, 8178, 8164:
		return true
	}
	return argumentFault(e)
}

// call evaluates the name and the arguments of an EXEC.
func (a *activation) call(st *tsql.ExecStmt) (*Call, error) {
	c := &Call{Proc: st.Proc, Guarded: a.guarded || a.inTry(), Insert: a.m.inserting > 0}
	if st.ProcVar != "" {
		name, err := a.procName(st)
		if err != nil {
			return nil, err
		}
		c.Proc = name
	}
	c.Args = make([]Arg, len(st.Args))
	for i := range st.Args {
		from, to := &st.Args[i], &c.Args[i]
		to.Name, to.Output = from.Name, from.Output
		if _, ok := from.Value.(*tsql.Default); ok {
			to.Default = true
			continue
		}
		v, t, err := a.argument(from.Value)
		if err != nil {
			return nil, err
		}
		to.Value, to.Type = v, t
	}
	return c, nil
}

// argument evaluates an argument. Tables and cursors pass as what their variable holds.
func (a *activation) argument(e tsql.Expr) (tds.Value, tds.Type, error) {
	if v, ok := e.(*tsql.Variable); ok {
		if slot := a.vars.Lookup(v.Name); slot >= 0 {
			return a.vars.Values[slot], a.vars.Types[slot], nil
		}
	}
	return a.evaluate(e)
}

// procName reads the name of EXEC @name.
func (a *activation) procName(st *tsql.ExecStmt) (tsql.Name, error) {
	slot := a.vars.Lookup(st.ProcVar)
	text := ""
	if v := a.vars.Values[slot]; v != nil {
		text = eval.Format(v, a.vars.Types[slot])
	}
	p, err := tsql.Parse("EXEC " + text)
	if err == nil && len(p.Stmts) == 1 {
		if e, ok := p.Stmts[0].(*tsql.ExecStmt); ok && e.Proc.Object != "" && len(e.Args) == 0 && e.ReturnVar == "" {
			return e.Proc, nil
		}
	}
	return tsql.Name{}, errProcedureName(clip(text, 500))
}

// invoke runs a procedure one level deeper. Its @@ERROR and @@ROWCOUNT become the caller's.
func (a *activation) invoke(c *Call) (ret int32, err error) {
	m := a.m
	if m.nest >= MaxNest {
		return 0, errTooDeep()
	}
	m.nest++
	defer func() { m.nest-- }()
	c.Nest = m.nest
	m.callee, m.finished, m.trigger = false, false, false
	w := &callWriter{answer: answer{Writer: a.out}, m: m, guarded: c.Guarded}
	if isExecuteSQL(&c.Proc) && m.runsText(c) {
		ret, err = m.executeSQL(a.ctx, c, a.out)
	} else {
		ret, err = m.Host.Call(a.ctx, c, w)
	}
	a.sync()
	if w.open && asMessage(err) != nil {
		// The error cut a result short.
		if err := w.answer.Done(tds.Done{Cmd: tds.CmdSelect, Rows: w.answer.rows, Counted: !m.Options.NoCount}); err != nil {
			return ret, err
		}
	}
	if !m.callee {
		m.finished = m.finished || !neverRan(asMessage(err))
		a.vars.Error = w.last
		if w.counted {
			a.vars.RowCount = w.affected
		}
	}
	if c.After != nil {
		a.vars.Error, a.vars.RowCount = c.After.Error, c.After.RowCount
	}
	m.callee = false
	return ret, err
}

// handBack assigns the return status and the OUTPUT arguments.
func (a *activation) handBack(st *tsql.ExecStmt, c *Call, ret int32) error {
	if st.ReturnVar != "" {
		slot := a.vars.Lookup(st.ReturnVar)
		v, err := a.convert(int64(ret), tds.TypeInt, a.vars.Types[slot])
		if err != nil {
			return err
		}
		a.vars.Values[slot] = v
	}
	for i := range c.Args {
		arg := &c.Args[i]
		v, ok := st.Args[i].Value.(*tsql.Variable)
		if !ok || !arg.Output || arg.ParamType == (tds.Type{}) {
			continue
		}
		slot := a.vars.Lookup(v.Name)
		if arg.ParamType.ID == tds.CursorType {
			a.assignCursor(slot, arg.Value)
			continue
		}
		value, err := a.convert(arg.Value, arg.ParamType, a.vars.Types[slot])
		if err != nil {
			return argumentError(err, arg.ParamType, a.vars.Types[slot])
		}
		a.vars.Values[slot] = value
	}
	return nil
}

// tranMismatch is error 266, which a procedure causes that leaves transactions other than it found.
func (a *activation) tranMismatch(proc string, before int) error {
	after := a.m.Host.TranCount()
	if after == before || a.m.Options.ImplicitTran {
		return nil
	}
	e := errTranCount(before, after)
	e.Proc = proc
	return e
}

// enterProc tells the writer that a procedure begins, which is worth telling when a batch
// called it; leaveProc or a failure ends it.
func (a *activation) enterProc() error {
	a.ended = nil
	w, ok := a.out.(ProcWriter)
	if !ok || a.kind != kindBatch {
		return nil
	}
	a.inCall = true
	return w.EnterProc()
}

// leaveProc ends the statement of a call.
func (a *activation) leaveProc(d tds.Done) error {
	if !a.inCall {
		return a.out.Done(d)
	}
	a.inCall = false
	return a.out.(ProcWriter).LeaveProc(a.ended, d)
}

// request runs a call that is not a statement but a request of its own.
func (a *activation) request(c *Call) (int32, error) {
	before := a.m.Host.TranCount()
	ret, err := a.invoke(c)
	if err == nil && c.After == nil {
		err = a.tranMismatch(c.Proc.Object, before)
	}
	e := asMessage(err)
	if e == nil {
		if errors.Is(err, ErrBatchEnded) {
			err = nil
		}
		return ret, err
	}
	eff := a.effectOf((*tsql.ExecStmt)(nil), e)
	var v *Verdict
	a.m.trigger = false
	a.vars.Error = e.Number
	if !errors.As(err, &v) && (eff == endsSession || eff == endsBatch) {
		if err := a.rollbackAll(); err != nil {
			return ret, err
		}
	}
	if err := a.tell(e); err != nil {
		return ret, err
	}
	if eff == endsSession {
		return ret, ErrSessionEnded
	}
	return ret, nil
}

// RunProcedure runs a stored procedure for Host.Call and answers as Host.Call does: arguments
// are bound to parameters (201, 8144, 8145, 8146, 8162), OUTPUT values put into c.Args. Errors
// that nobody waits for are reported to out and the procedure goes on.
func (m *Machine) RunProcedure(ctx context.Context, mod *Module, c *Call, out tds.Writer) (int32, error) {
	if w, ok := out.(*callWriter); ok {
		out = w.Writer
	}
	a := m.enter(ctx, mod.Code, kindProc, mod.Name, out)
	a.vars.ProcID = mod.ID
	err := a.start()
	if err == nil {
		err = a.bind(mod, c)
	}
	if err == nil {
		err = a.run()
	}
	if err == nil {
		a.outputs(mod.Params, c.Args)
	}
	m.finished = err == nil
	if errors.Is(err, errScopeEnded) {
		err = nil
	}
	ret := a.exitStatus()
	a.leave()
	m.callee = true
	return ret, err
}

// exitStatus is the return status: RETURN's, or what severity an error had that the
// procedure did not answer.
func (a *activation) exitStatus() int32 {
	if !a.valued && a.worst > 10 {
		return 10 - int32(a.worst)
	}
	return a.status
}

// bind gives the parameters their values.
func (a *activation) bind(mod *Module, c *Call) error {
	given, err := match(mod.Params, c.Args, mod.Name)
	if err != nil {
		return in(mod.Name, err)
	}
	for i := range mod.Params {
		if err := a.bindParam(i, &mod.Params[i], given[i], func(p string) *tds.Error { return errMissingArgument(mod.Name, p) }); err != nil {
			return in(mod.Name, err)
		}
	}
	return nil
}

// in says which procedure refused a call; such an error has no line.
func in(proc string, err error) error {
	e := asMessage(err)
	if e == nil || e.Proc != "" {
		return err
	}
	c := *e
	c.Proc = proc
	return &c
}

// match finds the argument of each parameter, nil where there is none.
func match(params []tsql.ParamDecl, args []Arg, proc string) ([]*Arg, error) {
	given := make([]*Arg, len(params))
	if len(params) == 0 && len(args) > 0 {
		return nil, errNoParameters(proc)
	}
	for i := range args {
		slot := i
		if name := args[i].Name; name != "" {
			if slot = findParam(params, name); slot < 0 {
				return nil, errNotAParameter(proc, name)
			}
		}
		if slot >= len(params) {
			return nil, errTooManyArguments(proc)
		}
		if given[slot] != nil {
			return nil, errSuppliedTwice(params[slot].Name)
		}
		given[slot] = &args[i]
	}
	return given, nil
}

func findParam(params []tsql.ParamDecl, name string) int {
	for i := range params {
		if strings.EqualFold(params[i].Name, name) {
			return i
		}
	}
	return -1
}

// bindParam gives one parameter its value: the argument's, or its default.
func (a *activation) bindParam(slot int, p *tsql.ParamDecl, arg *Arg, missing func(string) *tds.Error) error {
	typ := a.vars.Types[slot]
	if arg == nil || arg.Default {
		return a.bindDefault(slot, p, missing)
	}
	if arg.Output && !p.Output {
		return errNotOutput(p.Name)
	}
	if p.ReadOnly || typ.ID == tds.TableType {
		return a.bindTable(slot, p, arg)
	}
	if typ.ID == tds.CursorType {
		a.assignCursor(slot, arg.Value)
		return nil
	}
	v, err := a.convert(arg.Value, arg.Type, typ)
	if err != nil {
		return argumentError(err, arg.Type, typ)
	}
	a.vars.Values[slot] = v
	return nil
}

func (a *activation) bindDefault(slot int, p *tsql.ParamDecl, missing func(string) *tds.Error) error {
	typ := a.vars.Types[slot]
	switch {
	case typ.ID == tds.CursorType:
		return nil
	case p.ReadOnly:
		return a.bindTable(slot, p, &Arg{})
	case p.Default == nil:
		return missing(p.Name)
	}
	v, err := a.assignable(p.Default, typ)
	a.vars.Values[slot] = v
	return err
}

// bindTable gives a table parameter its rows: a caller's table as it is, one from the wire
// row by row.
func (a *activation) bindTable(slot int, p *tsql.ParamDecl, arg *Arg) error {
	if arg.Value != nil && arg.Type.ID != tds.TableType {
		return errClash(arg.Type.ID.String(), p.Type.Name.Object)
	}
	wire, fromWire := arg.Value.(*tds.Table)
	if arg.Value != nil && !fromWire {
		a.vars.Types[slot] = arg.Type
		a.vars.Values[slot] = arg.Value
		return nil
	}
	_, def, err := a.m.Host.ResolveType(p.Type.Name)
	if err != nil {
		return err
	}
	a.vars.Types[slot] = tableType
	if err := a.m.Host.DeclareTable(a.vars, slot, def); err != nil || wire == nil {
		return err
	}
	into := &tsql.InsertStmt{Target: &tsql.TableRef{Name: tsql.Name{Object: p.Name}, Variable: true}}
	_, err = a.m.Host.InsertRows(a.ctx, into, a.vars, wire.Columns, wire.Rows)
	return err
}

// argumentError is what a conversion fault of an argument is reported as.
func argumentError(err error, from, to tds.Type) error {
	e := asMessage(err)
	if e == nil {
		return err
	}
	switch e.Number {
	case 206, 257, 529:
		return err
	}
	return errArgumentType(from.ID.String(), to.ID.String())
}

// outputs writes OUTPUT parameters back into the arguments.
func (a *activation) outputs(params []tsql.ParamDecl, args []Arg) {
	for i := range args {
		slot := i
		if args[i].Name != "" {
			slot = findParam(params, args[i].Name)
		}
		if !args[i].Output || slot < 0 || slot >= len(params) {
			continue
		}
		args[i].Value, args[i].ParamType = a.vars.Values[slot], a.vars.Types[slot]
		if c, ok := args[i].Value.(*cursor); ok {
			c.refs++
		}
	}
}

// callWriter stands between a procedure of the host's own and the client. It notes the last
// error and count, and hands an error to a waiting TRY instead of sending it.
type callWriter struct {
	answer
	m        *Machine
	guarded  bool
	last     int32
	affected int64
	counted  bool
}

func (w *callWriter) Message(e *tds.Error) error {
	if e.IsInfo() {
		return w.Writer.Message(e)
	}
	w.last = e.Number
	if w.guarded && e.Class < 20 {
		return e
	}
	w.m.errors++
	return w.Writer.Message(e)
}

func (w *callWriter) Done(d tds.Done) error {
	if !d.Failed {
		w.last = 0
	}
	w.affected, w.counted = d.Rows, d.Counted
	return w.answer.Done(d)
}
