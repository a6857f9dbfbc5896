package gateway

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// Serve implements Session.
func (s *session) Serve(ctx context.Context, req *tds.Request, out *tds.Response) error {
	s.out = out
	s.begin()
	defer s.end()
	out.SetInTransaction(func() bool { return s.engine.TranCount() > 0 })
	out.NoCount(s.options.NoCount)
	if req.Reset != tds.ResetNone {
		if err := s.reset(ctx, req.Reset == tds.ResetKeepTran); err != nil {
			return err
		}
		if err := out.EnvResetAck(); err != nil {
			return err
		}
	}
	err := s.serve(ctx, req, out)
	if errors.Is(err, tds.ErrCancelled) || err != nil && ctx.Err() != nil {
		return s.cancelled(ctx)
	}
	return err
}

// cancelled is the end of a request that an attention stopped: the transaction stays open unless XACT_ABORT is on.
func (s *session) cancelled(ctx context.Context) error {
	if s.options.XactAbort && s.engine.TranCount() > 0 {
		return s.Rollback(context.WithoutCancel(ctx), "")
	}
	return nil
}

func (s *session) begin() {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.running, s.last = true, s.server.Now()
}

func (s *session) end() {
	s.out = nil
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.running, s.databaseID, s.open = false, s.engine.DatabaseID(), int64(s.engine.TranCount())
}

func (s *session) serve(ctx context.Context, req *tds.Request, out *tds.Response) error {
	switch {
	case req.Batch != nil:
		return s.machine.RunText(ctx, req.Batch.Text, wire{out})
	case req.RPCs != nil:
		for _, r := range req.RPCs {
			if r.NoExec {
				continue
			}
			if err := s.rpc(ctx, r, out); err != nil {
				return err
			}
		}
		return nil
	case req.TransMgr != nil:
		return s.transaction(ctx, req.TransMgr, out)
	case req.Bulk != nil:
		return s.bulk(ctx, req.Bulk, out)
	}
	return errNotAnswered
}

// rpc runs one remote procedure call: results, RETURNSTATUS, RETURNVALUEs, DONEPROC.
func (s *session) rpc(ctx context.Context, r *tds.RPCRequest, out *tds.Response) error {
	c, err := rpcCall(r)
	if err != nil {
		var e *tds.Error
		if errors.As(err, &e) {
			if err := out.Message(e); err != nil {
				return err
			}
			return out.DoneProc(true)
		}
		return err
	}
	out.EnterProc()
	ret, failed, err := s.machine.RunCall(ctx, c, wire{out})
	out.LeaveProc()
	if err != nil {
		return err
	}
	if err := out.ReturnStatus(ret); err != nil {
		return err
	}
	for i := range c.Args {
		a := &c.Args[i]
		if !a.Output || a.ParamType == (tds.Type{}) || a.ParamType.ID == tds.CursorType {
			continue
		}
		if err := out.ReturnValue(uint16(i), a.Name, a.ParamType, a.Value); err != nil {
			return err
		}
	}
	return out.DoneProc(failed)
}

// specialProcs are the procedures that have a number on the wire.
var specialProcs = map[uint16]string{
	tds.ProcCursor: "sp_cursor", tds.ProcCursorOpen: "sp_cursoropen", tds.ProcCursorPrepare: "sp_cursorprepare",
	tds.ProcCursorExecute: "sp_cursorexecute", tds.ProcCursorPrepExec: "sp_cursorprepexec", tds.ProcCursorUnprepare: "sp_cursorunprepare",
	tds.ProcCursorFetch: "sp_cursorfetch", tds.ProcCursorOption: "sp_cursoroption", tds.ProcCursorClose: "sp_cursorclose",
	tds.ProcExecuteSQL: "sp_executesql", tds.ProcPrepare: "sp_prepare", tds.ProcExecute: "sp_execute",
	tds.ProcPrepExec: "sp_prepexec", tds.ProcPrepExecRPC: "sp_prepexecrpc", tds.ProcUnprepare: "sp_unprepare",
}

// rpcCall is the call a message asks for.
func rpcCall(r *tds.RPCRequest) (*interp.Call, error) {
	c := &interp.Call{Args: make([]interp.Arg, len(r.Params))}
	if r.ProcID != 0 {
		name, ok := specialProcs[r.ProcID]
		if !ok {
			return nil, tds.Errorf(2812, 16, "Could not find stored procedure '#%d'.", r.ProcID)
		}
		c.Proc = tsql.Name{Schema: "sys", Object: name}
	} else {
		name, err := tsql.ParseProcName(r.Proc)
		if err != nil {
			return nil, err
		}
		c.Proc = *name
	}
	for i := range r.Params {
		p := &r.Params[i]
		c.Args[i] = interp.Arg{Name: p.Name, Type: p.Type, Value: p.Value, Default: p.Default, Output: p.Output}
	}
	return c, nil
}

// transaction answers a transaction manager request. Distributed transactions are refused.
func (s *session) transaction(ctx context.Context, m *tds.TransMgrRequest, out *tds.Response) error {
	err := s.manage(ctx, m)
	var e *tds.Error
	switch {
	case errors.As(err, &e):
		if err := out.Message(e); err != nil {
			return err
		}
		return out.Done(tds.Done{Failed: true})
	case err != nil:
		return err
	}
	return out.Done(tds.Done{Cmd: transactionCmd(m.Type)})
}

func transactionCmd(t tds.TransMgrType) tds.Cmd {
	if t == tds.TransMgrBegin {
		return tds.CmdBegin
	}
	return tds.CmdEndXact
}

func (s *session) manage(ctx context.Context, m *tds.TransMgrRequest) error {
	switch m.Type {
	case tds.TransMgrBegin:
		return s.beginIsolated(ctx, m.Isolation, m.Name)
	case tds.TransMgrCommit:
		if err := s.Commit(ctx); err != nil {
			return err
		}
	case tds.TransMgrRollback:
		if err := s.Rollback(ctx, m.Name); err != nil {
			return err
		}
	case tds.TransMgrSave:
		return s.Save(ctx, m.Name)
	default:
		return tds.Errorf(40003, 16, "msxgate: distributed transactions are not supported.")
	}
	if m.Begin {
		return s.beginIsolated(ctx, m.Isolation, m.BeginName)
	}
	return nil
}

// isolationWords are the isolation levels of a transaction manager request.
var isolationWords = map[tds.Isolation]string{
	tds.IsolationReadUncommitted: "READ UNCOMMITTED", tds.IsolationReadCommitted: "READ COMMITTED",
	tds.IsolationRepeatableRead: "REPEATABLE READ", tds.IsolationSerializable: "SERIALIZABLE", tds.IsolationSnapshot: "SNAPSHOT",
}

func (s *session) beginIsolated(ctx context.Context, level tds.Isolation, name string) error {
	if word, ok := isolationWords[level]; ok {
		if err := s.engine.Set("TRANSACTION ISOLATION LEVEL", word); err != nil {
			return err
		}
	}
	return s.Begin(ctx, name)
}

// bulk answers a bulk load, which needs an INSERT BULK statement before it.
func (s *session) bulk(_ context.Context, _ *tds.BulkLoad, out *tds.Response) error {
	if err := out.Message(tds.Errorf(40004, 16, "msxgate: bulk load is not supported.")); err != nil {
		return err
	}
	return out.Done(tds.Done{Failed: true})
}
