package interp

import (
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// errBudget ends a run whose number of ops is limited.
var errBudget = errors.New("too many operations")

// run executes ops from the current one on until the program ends or an error leaves it.
func (a *activation) run() error {
	for int(a.pc) < len(a.code.ops) {
		if err := a.interrupted(); err != nil {
			return err
		}
		o := &a.code.ops[a.pc]
		if len(a.caught) > o.catch {
			a.uncatch(o.catch)
		}
		next, err := a.step(o)
		if err != nil {
			if next, err = a.failed(o, err); err != nil {
				return err
			}
		}
		if a.returned {
			return nil
		}
		a.pc = next
	}
	return nil
}

// interrupted is the context's error after an attention, which stops between any two ops.
func (a *activation) interrupted() error {
	if a.m.limited {
		if a.m.budget--; a.m.budget < 0 {
			return errBudget
		}
	}
	return a.ctx.Err()
}

func (a *activation) step(o *op) (next int32, err error) {
	next = a.pc + 1
	switch o.kind {
	case opJump:
		return o.to, nil
	case opBranch:
		if a.skips(o.st) {
			return o.past, nil
		}
		ok, err := a.holds(o.cond)
		if err != nil {
			return next, err
		}
		// The condition is a statement of its own for @@ERROR and @@ROWCOUNT.
		a.vars.Error, a.vars.RowCount = 0, 0
		if !ok {
			next = o.to
		}
		return next, nil
	case opReturn:
		return next, a.doReturn(o.st.(*tsql.ReturnStmt))
	}
	if a.skips(o.st) {
		return next, nil
	}
	return next, a.statement(o)
}

// holds evaluates a condition; unknown is false.
func (a *activation) holds(cond tsql.Expr) (bool, error) {
	if r := a.m.Remote; r != nil && !a.own(cond) {
		return r.Holds(a.ctx, cond, a.vars)
	}
	fn, err := a.compileCond(cond)
	if err != nil {
		return false, err
	}
	t, err := fn(&a.frame)
	return t == eval.True, err
}

func (a *activation) doReturn(st *tsql.ReturnStmt) error {
	a.returned = true
	if st.Value == nil {
		return nil
	}
	if a.kind == kindFunction {
		return a.unlessFailed(a.result(st.Value))
	}
	v, err := a.assignable(st.Value, tds.TypeInt)
	if err != nil {
		return a.unlessFailed(err)
	}
	if v == nil {
		return a.tell(a.at(errNullStatus(a.proc), a.line()).(*tds.Error))
	}
	a.status, a.valued = int32(v.(int64)), true
	a.vars.RowCount = 1
	return nil
}

// result computes the value of a function, in the type it returns.
func (a *activation) result(e tsql.Expr) error {
	typ := a.code.returns
	if name := a.code.returnsName; name != nil {
		var err error
		if typ, _, err = a.m.Host.ResolveType(name); err != nil {
			return err
		}
	}
	v, err := a.assignable(e, typ)
	a.value = v
	return err
}

// unlessFailed takes a RETURN back whose value could not be computed.
func (a *activation) unlessFailed(err error) error {
	if err != nil {
		a.returned = false
	}
	return err
}

// line is that of the op that is running.
func (a *activation) line() int32 {
	if int(a.pc) < len(a.code.ops) {
		return a.code.ops[a.pc].line
	}
	return 0
}

// tell sends a message.
func (a *activation) tell(e *tds.Error) error {
	if !e.IsInfo() {
		a.m.errors++
	}
	return a.out.Message(e)
}

// report sends an error and ends its statement.
func (a *activation) report(e *tds.Error, d tds.Done) error {
	if err := a.tell(e); err != nil {
		return err
	}
	d.Failed = true
	return a.out.Done(d)
}

// done ends a statement that was carried out.
func (a *activation) done(cmd tds.Cmd, rows int64, counted bool) error {
	return a.out.Done(tds.Done{Cmd: cmd, Rows: rows, Counted: counted && !a.m.Options.NoCount})
}
