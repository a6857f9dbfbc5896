package gateway

import (
	"context"
	"errors"

	"msxgate/tds"
)

// Serve implements Session.
func (s *session) Serve(ctx context.Context, req *tds.Request, out *tds.Response) error {
	s.out = out
	s.begin()
	defer s.end()
	out.SetInTransaction(func() bool { return s.engine.Descriptor() != 0 })
	out.NoCount(s.options.NoCount)
	if req.Reset != tds.ResetNone {
		// A request that is cancelled at once has reset the session all the same.
		if err := s.reset(context.WithoutCancel(ctx), req.Reset == tds.ResetKeepTran); err != nil {
			return err
		}
	}
	err := s.resetAck(req, out)
	if err == nil {
		err = s.serve(ctx, req, out)
	}
	if warned := s.warn(); err == nil {
		err = warned
	}
	if told := s.tell(); err == nil {
		err = told
	}
	if errors.Is(err, tds.ErrCancelled) || err != nil && ctx.Err() != nil {
		return s.cancelled(ctx)
	}
	return err
}

// resetAck tells that the session has been reset.
func (s *session) resetAck(req *tds.Request, out *tds.Response) error {
	if req.Reset == tds.ResetNone {
		return nil
	}
	return out.EnvResetAck()
}

// cancelled is the end of a request that an attention stopped: the transaction stays open unless XACT_ABORT is on.
func (s *session) cancelled(ctx context.Context) error {
	if s.options.XactAbort && s.engine.TranCount() > 0 {
		return s.engine.Rollback(context.WithoutCancel(ctx), "")
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
	// A request that belongs to no transaction is served in the one that is open: not all clients tell.
	if d := req.TranDescriptor; d != 0 && d != s.engine.Descriptor() && req.Reset == tds.ResetNone {
		return s.refuse(errStaleTransaction, out)
	}
	if req.Bulk == nil {
		s.load = ""
	}
	switch {
	case req.Batch != nil:
		return s.batch(ctx, req.Batch.Text, out)
	case req.RPCs != nil:
		return s.calls(ctx, req.RPCs, out)
	case req.TransMgr != nil:
		return s.transaction(ctx, req.TransMgr, out)
	case req.Bulk != nil:
		return s.bulk(ctx, req.Bulk, out)
	}
	return s.refuse(tds.Errorf(40006, 16, "msxgate: this kind of request is not supported."), out)
}

// refuse answers a request with an error alone.
func (s *session) refuse(e *tds.Error, out *tds.Response) error {
	if err := s.tell(); err != nil {
		return err
	}
	if err := out.Message(e); err != nil {
		return err
	}
	return out.Done(tds.Done{Failed: true})
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
		if err := s.set("TRANSACTION ISOLATION LEVEL", word); err != nil {
			return err
		}
	}
	return s.Begin(ctx, name)
}
