package interp

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

type kind uint8

const (
	kindBatch kind = iota
	kindProc
	kindText // EXEC ('...') and sp_executesql
	kindFunction
	kindTrigger
)

// activation is one run of a program: its variables, its place, and what is caught.
type activation struct {
	m      *Machine
	ctx    context.Context
	code   *Code
	kind   kind
	proc   string
	out    tds.Writer
	parent *activation
	vars   *eval.Vars
	frame  eval.Frame
	scope  eval.Scope

	pc       int32
	guarded  bool // a TRY of a caller is waiting for errors
	caught   []*tds.Error
	outer    *tds.Error // what the caller has caught
	cursors  map[string]*cursor
	cache    map[tsql.Expr]compiled
	conds    map[tsql.Expr]eval.Cond
	status   int32
	returned bool
	value    tds.Value // of a function's RETURN
	worst    uint8     // highest severity that nobody caught
	saved    Options
	inCall   bool   // a procedure was announced to the writer and has not ended
	ended    *int32 // its return status, when it has one
	answer   answer // of the query that is running
	valued   bool   // RETURN gave the status
	storing  bool   // the rows of INSERT ... EXEC are being stored
}

// errScopeEnded ends a procedure, dynamic text or batch after an error that was reported.
var errScopeEnded = errors.New("the scope was ended by an error")

// enter puts an activation on the stack. What the session keeps comes with it.
func (m *Machine) enter(ctx context.Context, code *Code, k kind, proc string, out tds.Writer) *activation {
	a := &activation{m: m, ctx: ctx, code: code, kind: k, proc: proc, out: out, parent: m.top, saved: *m.Options}
	n := len(code.names)
	a.vars = &eval.Vars{Names: code.names[:n:n], Types: code.types[:n:n], Values: make([]tds.Value, n), NestLevel: m.nest}
	a.frame = eval.Frame{Ctx: ctx, Vars: a.vars, Sess: m.Host.Session()}
	a.inherit()
	if k != kindBatch && k != kindFunction {
		m.Host.EnterScope()
	}
	m.top = a
	a.sync()
	return a
}

// inherit takes over the @@ values of the caller.
func (a *activation) inherit() {
	from := &a.m.state
	if p := a.parent; p != nil {
		from = p.vars
		a.outer = from.Caught
		a.guarded = p.guarded || p.inTry()
	}
	carry(a.vars, from)
	a.vars.Caught = a.outer
	switch {
	case a.kind == kindProc || a.kind == kindText:
		a.vars.Error = 0
	case a.parent == nil:
		a.vars.ScopeIdent = from.ScopeIdent
	}
}

// carry copies the @@ values that are the session's.
func carry(to, from *eval.Vars) {
	to.Error, to.RowCount = from.Error, from.RowCount
	to.FetchStatus, to.CursorRows = from.FetchStatus, from.CursorRows
	to.Identity = from.Identity
}

// inTry tells whether the op that is running stands in a TRY block of its own program.
func (a *activation) inTry() bool {
	return int(a.pc) < len(a.code.ops) && a.code.ops[a.pc].try >= 0
}

// leave takes the activation off the stack and hands its @@ values back.
func (a *activation) leave() {
	a.releaseCursors()
	m := a.m
	m.top = a.parent
	to := &m.state
	if a.parent != nil {
		to = a.parent.vars
	}
	switch a.kind {
	case kindFunction:
	case kindTrigger:
		to.Identity, to.FetchStatus = a.vars.Identity, a.vars.FetchStatus
	default:
		carry(to, a.vars)
		if a.parent == nil {
			to.ScopeIdent = a.vars.ScopeIdent
		}
	}
	if a.kind != kindBatch && a.kind != kindFunction {
		*m.Options = a.saved
		m.Host.LeaveScope()
	}
	if a.parent != nil {
		a.parent.sync()
	}
}

// sync refreshes the @@ values that the host and the options determine.
func (a *activation) sync() {
	a.vars.TranCount = a.m.Host.TranCount()
	a.vars.XactState = a.m.Host.XactState()
	a.vars.Options = a.m.Options.mask()
}

// start makes what has to be there before the first op: types, tables, the host's consent.
func (a *activation) start() error {
	if a.m.Check != nil && a.code != emptyCode {
		if err := a.m.Check(a.code); err != nil {
			return a.refuse(err)
		}
	}
	for _, t := range a.code.late {
		typ, def, err := a.m.Host.ResolveType(t.name)
		if err == nil {
			err = a.resolved(t.slot, typ, def)
		}
		if err != nil {
			return a.at(err, t.line)
		}
	}
	for _, t := range a.code.tables {
		if err := a.m.Host.DeclareTable(a.vars, t.slot, t.def); err != nil {
			return a.at(err, t.line)
		}
	}
	return nil
}

// refuse reports all but the last fault of a program that may not run and returns that one.
func (a *activation) refuse(err error) error {
	list, err := faults(err)
	if err != nil {
		return err
	}
	last := len(list) - 1
	if !a.guarded {
		for _, e := range list[:last] {
			if err := a.tell(e); err != nil {
				return err
			}
		}
	}
	return list[last]
}

// resolved gives a variable the type the host found. Its declarations are shared with other
// runs, so they are copied first.
func (a *activation) resolved(slot int, typ tds.Type, def *tsql.TableDef) error {
	a.vars.Types = append([]tds.Type(nil), a.vars.Types...)
	a.vars.Types[slot] = typ
	if def == nil || slot < a.code.params {
		return nil
	}
	a.vars.Types[slot] = tds.Type{ID: tds.TableType}
	return a.m.Host.DeclareTable(a.vars, slot, def)
}

// at gives a message its line and procedure when it has none. The host may share its errors,
// so a copy is changed.
func (a *activation) at(err error, line int32) error {
	e := asMessage(err)
	if e == nil || e.Line != 0 || e.Proc != "" {
		return err
	}
	c := *e
	c.Line, c.Proc = line, a.proc
	return &c
}
