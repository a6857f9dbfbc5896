package interp

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
)

// effect is how much of the work an error ends when no TRY takes it.
type effect uint8

const (
	endsStatement effect = iota
	endsScope            // the procedure or dynamic text; its caller goes on
	endsBatch            // everything, and the transaction is rolled back
	endsBatchOnly        // everything, but the transaction stays: THROW
	endsSession
)

// effects lists the errors that do not merely end their statement.
var effects = effectTable(
	// Names and types that could not be resolved when the statement was reached are faults of
	// compilation, which end the scope they stand in.
	endsScope, []int32{
		102, 107, 108, 116, 120, 121, 137, 145, 156, 164, 174, 195, 205, 206, 207, 208, 209, 213, 257, 260, 402, 403, 529,
		1011, 1013, 1087, 2715, 4104, 4121, 4145, 8117, 8118, 8120, 8121, 8155, 8156, 8158, 8159, 10709,
	},
	// Conversions of a value.
	endsBatch, []int32{235, 236, 241, 242, 244, 245, 248, 289, 293, 295, 296, 298, 8114, 8169, 9441, 9451},
	// What a definition finds in its way.
	endsBatch, []int32{
		219, 556, 911, 1505, 1715, 1765, 1768, 1778, 1946, 2714, 3616, 3723, 3726, 3728, 3729, 3732, 4514, 4708, 4712, 4901, 4920,
		8106, 8107, 10610, 11700, 11701, 11702, 11703, 11705, 11706, 11708,
	},
	// Depth, memory, space, deadlocks, triggers and transactions that cannot go on.
	endsBatch, []int32{217, 628, 701, 1105, 1205, 3609, 3623, 3930, 3931, 9002},
	endsSession, []int32{823},
)

// stubborn are the errors that XACT_ABORT leaves as they are.
var stubborn = map[int32]bool{266: true, 2787: true, 3701: true}

func effectTable(pairs ...any) map[int32]effect {
	m := map[int32]effect{}
	for i := 0; i < len(pairs); i += 2 {
		for _, number := range pairs[i+1].([]int32) {
			m[number] = pairs[i].(effect)
		}
	}
	return m
}

// effectOf tells what an error of a statement ends.
func (a *activation) effectOf(st tsql.Stmt, e *tds.Error) effect {
	switch {
	case e.Class >= 20:
		return endsSession
	case a.m.trigger:
		return endsBatch
	case a.storing && e.Number == 213:
		return endsBatch
	}
	strict := a.m.Options.XactAbort || a.kind == kindTrigger
	switch st.(type) {
	case *tsql.RaiserrorStmt:
		if e.Number >= 13000 && e.Number != 18054 {
			return endsStatement
		}
	case *tsql.ThrowStmt:
		if strict {
			return endsBatch
		}
		return endsBatchOnly
	}
	known := effects[e.Number]
	if called(st) && !a.storing {
		switch {
		case e.Number >= 13000:
			// What a procedure raised by number is its RAISERROR.
			return endsStatement
		case known == endsScope, argumentFault(e):
			known = endsStatement
		}
	}
	switch {
	case known != endsStatement:
		return known
	case strict && !stubborn[e.Number], e.Number == 547 && !changes(st) && !called(st):
		return endsBatch
	}
	return endsStatement
}

// called tells whether a statement's error comes out of a call, and so from another scope.
func called(st tsql.Stmt) bool {
	switch st := st.(type) {
	case *tsql.ExecStmt:
		return true
	case *tsql.InsertStmt:
		return st.Exec != nil
	}
	return false
}

// argumentFault tells whether a call was refused because of an argument's type, which ends no
// batch as other conversions do.
func argumentFault(e *tds.Error) bool { return e.Number == 8114 && e.State == 5 && e.Line == 0 }

// failed decides where the program goes after an error: into a CATCH, to the next statement,
// or out with the error it returns.
func (a *activation) failed(o *op, err error) (next int32, out error) {
	if asMessage(err) == nil {
		return 0, a.abandon(err)
	}
	var more Errors
	if errors.As(err, &more) {
		// Of several errors the last is the one that counts.
		err, more = more[len(more)-1], more[:len(more)-1]
	}
	e := asMessage(a.at(err, o.line))
	past := a.pc + 1
	if o.kind == opBranch {
		past = o.past
	}
	if e.IsInfo() {
		return past, a.tell(e)
	}
	eff := a.effectOf(o.st, e)
	var v *Verdict
	if errors.As(err, &v) {
		if a.storing && e.Number == 213 {
			v = nil // the rows did not fit: the batch ends, wherever the statement was refused
		} else {
			eff = v.effect(e)
		}
		if _, ok := o.st.(*tsql.ExecStmt); ok && eff == endsScope {
			eff = endsStatement // the scope was the callee's
		}
	}
	a.m.trigger = false
	a.vars.Error, a.vars.RowCount = e.Number, 0
	a.sync()
	if eff == endsSession {
		return 0, a.die(e)
	}
	a.storing = false
	if o.try >= 0 && eff != endsScope || a.passes(o.st, e) {
		if err := a.cutShort(); err != nil {
			return 0, err
		}
	}
	a.answer.open = false
	if o.try >= 0 && eff != endsScope {
		if v == nil {
			a.doom(eff, e.Number)
		}
		a.catch(e, a.code.ops[a.code.tries[o.try]].catch-1)
		return a.code.tries[o.try], a.unannounce()
	}
	if a.passes(o.st, e) {
		if err := a.unannounce(); err != nil {
			return 0, err
		}
		if v != nil {
			return 0, &Verdict{Err: e, Batch: v.Batch}
		}
		a.doom(eff, e.Number)
		return 0, e
	}
	for _, first := range more {
		if err := a.tell(asMessage(a.at(first, o.line))); err != nil {
			return 0, err
		}
	}
	return past, a.uncaught(o, e, eff, v)
}

// effect is what the server says an error has ended. Faults of compilation end the scope they stand in, which may be one
// of the interpreter's.
func (v *Verdict) effect(e *tds.Error) effect {
	switch {
	case e.Class >= 20:
		return endsSession
	case !v.Batch:
		return endsStatement
	case effects[e.Number] == endsScope:
		return endsScope
	}
	return endsBatch
}

// cutShort ends the result set that an error interrupted and that nobody will call failed.
func (a *activation) cutShort() error {
	if !a.answer.open {
		return nil
	}
	return a.done(tds.CmdSelect, a.answer.rows, true)
}

// unannounce closes, for the writer, a call whose error is not reported here.
func (a *activation) unannounce() error {
	if !a.inCall {
		return nil
	}
	a.ended = nil
	return a.leaveProc(tds.Done{Cmd: tds.CmdExecute})
}

// abandon closes a call that something else than a message has ended. When that is the end
// of the batch the writer still listens.
func (a *activation) abandon(err error) error {
	if a.inCall && errors.Is(err, ErrBatchEnded) {
		a.ended = nil
		if err := a.leaveProc(tds.Done{Cmd: tds.CmdExecute, Failed: true}); err != nil {
			return err
		}
	}
	return err
}

// passes tells whether an error goes to the caller unsaid: to its TRY, or to the statement that
// runs a function or trigger.
func (a *activation) passes(st tsql.Stmt, e *tds.Error) bool {
	if a.guarded || a.kind == kindFunction {
		return true
	}
	if a.kind != kindTrigger {
		return false
	}
	_, raised := st.(*tsql.RaiserrorStmt)
	return !raised || e.Number < 13000
}

// doom makes the transaction uncommittable after an error that would have ended the batch, and
// after any under XACT_ABORT, RAISERROR's included.
func (a *activation) doom(eff effect, number int32) {
	if a.m.Host.TranCount() > 0 && (eff == endsBatch || a.m.Options.XactAbort || number == 266) {
		a.m.Host.Doom()
		a.sync()
	}
}

// uncaught reports an error and ends what it ends.
func (a *activation) uncaught(o *op, e *tds.Error, eff effect, v *Verdict) error {
	a.worst = max(a.worst, e.Class)
	d := tds.Done{Cmd: command(o.st), Failed: true}
	if err := a.tell(e); err != nil {
		return err
	}
	if v != nil {
		for _, m := range v.Tail {
			if err := a.tell(m); err != nil {
				return err
			}
		}
	}
	switch eff {
	case endsStatement:
		if changes(o.st) && v == nil && e.Number < 40000 {
			if err := a.tell(a.at(msgTerminated(), o.line).(*tds.Error)); err != nil {
				return err
			}
		}
		return a.leaveProc(d)
	case endsScope:
		if err := a.leaveProc(d); err != nil {
			return err
		}
		return errScopeEnded
	case endsBatch:
		if v != nil {
			break // what it ended of the transaction has ended
		}
		if err := a.rollbackAll(); err != nil {
			return err
		}
	}
	if err := a.leaveProc(d); err != nil {
		return err
	}
	return ErrBatchEnded
}

// rollbackAll undoes the open transaction of a batch that an error ends.
func (a *activation) rollbackAll() error {
	if a.m.Host.TranCount() == 0 {
		return nil
	}
	err := a.m.Host.Rollback(context.WithoutCancel(a.ctx), "")
	a.sync()
	return err
}

// die reports an error after which there is no session.
func (a *activation) die(e *tds.Error) error {
	if err := a.rollbackAll(); err != nil {
		return err
	}
	if err := a.report(e, tds.Done{Failed: true}); err != nil {
		return err
	}
	return ErrSessionEnded
}

// changes tells whether a failure of the statement is followed by 3621.
func changes(st tsql.Stmt) bool {
	switch st := st.(type) {
	case *tsql.InsertStmt:
		return st.Exec == nil
	case *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt:
		return true
	}
	return false
}

// command is the kind of a statement that its DONE tells.
func command(st tsql.Stmt) tds.Cmd {
	switch st.(type) {
	case *tsql.SelectStmt:
		return tds.CmdSelect
	case *tsql.InsertStmt:
		return tds.CmdInsert
	case *tsql.UpdateStmt:
		return tds.CmdUpdate
	case *tsql.DeleteStmt:
		return tds.CmdDelete
	case *tsql.MergeStmt:
		return tds.CmdMerge
	case *tsql.ExecStmt:
		return tds.CmdExecute
	case *tsql.BeginTranStmt:
		return tds.CmdBegin
	case *tsql.CommitStmt, *tsql.RollbackStmt:
		return tds.CmdEndXact
	case *tsql.OpenStmt:
		return tds.CmdOpenCursor
	}
	return tds.CmdNone
}
