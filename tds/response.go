package tds

import (
	"context"
)

// Response writes the answer to one request. It is the Writer that what runs the request
// writes to. It holds the last DONE back until it knows whether more follows.
//
// After an attention every method but Finish returns ErrCancelled.
type Response struct {
	c      *Conn
	ctx    context.Context
	cancel context.CancelCauseFunc
	bulk   *BulkLoad
	err    error // of a write; nothing can be sent any more

	rpc     bool // the request calls procedures
	nested  int  // procedures that a batch, or a procedure, has entered
	noCount bool
	inTran  func() bool
	rows    bool // a result set is open
	fatal   bool // an error came after which the connection is closed

	held    DoneToken // the last DONE, not yet written
	holding bool
}

var _ Writer = (*Response)(nil)

// Respond begins the answer to a request. The context it returns is cancelled, with
// ErrCancelled or ErrClosed as its cause, when an attention comes or the peer goes while
// the request runs. Finish ends the answer.
func (c *Conn) Respond(ctx context.Context, q *Request) (context.Context, *Response) {
	r := &Response{c: c, bulk: q.Bulk, rpc: q.IsRPC()}
	r.ctx, r.cancel = context.WithCancelCause(ctx)
	c.out.begin(PacketTabular, 0)
	c.mu.Lock()
	c.active = r
	cancelled := c.seen > c.acked
	c.mu.Unlock()
	if cancelled {
		r.cancel(ErrCancelled)
	}
	select {
	case <-c.gone:
		r.cancel(ErrClosed)
	default:
	}
	return r.ctx, r
}

// check tells whether the response can go on, and writes the DONE that was held back: more
// follows it.
func (r *Response) check() error {
	switch {
	case r.err != nil:
		return r.err
	case r.ctx.Err() != nil:
		return context.Cause(r.ctx)
	}
	r.release(DoneMore)
	return nil
}

// release appends the DONE that was held back.
func (r *Response) release(more DoneStatus) {
	if !r.holding {
		return
	}
	r.holding = false
	r.held.Status |= more
	_ = r.c.appendToken(&r.held)
}

func (r *Response) hold(t DoneToken) { r.held, r.holding = t, true }

// sent sends the packets that have become full.
func (r *Response) sent(err error) error {
	if err != nil {
		return err
	}
	if r.c.out.len() >= r.c.out.size {
		r.err = r.c.out.flushFull()
	}
	return r.err
}

func (r *Response) token(t Token) error {
	if err := r.check(); err != nil {
		return err
	}
	at := len(r.c.out.buf)
	if err := r.c.appendToken(t); err != nil {
		r.c.out.buf = r.c.out.buf[:at]
		return err
	}
	return r.sent(nil)
}

func (r *Response) dialect() dialect { return dialect{version: r.c.version, utf8: r.c.utf8} }

// Columns begins a result set.
func (r *Response) Columns(cols []Column) error {
	if err := r.check(); err != nil {
		return err
	}
	if r.c.trace != nil {
		r.c.trace.fromServer(&ColMetadata{Columns: cols})
	}
	infos := r.dialect().columnInfosOf(cols, &r.c.cols)
	r.c.out.buf = infos.encode(r.c.out.buf, cols, r.c.version)
	r.rows = true
	return r.sent(nil)
}

// ColumnsWithoutMetadata begins a result set for a client that knows the columns and asked
// not to be told them (RPCNoMetaData).
func (r *Response) ColumnsWithoutMetadata(cols []Column) error {
	if err := r.token(&ColMetadata{None: true}); err != nil {
		return err
	}
	r.dialect().columnInfosOf(cols, &r.c.cols)
	r.rows = true
	return nil
}

// Row adds a row to the result set begun last. A value that is not of its column's type is
// an error, and nothing of the row is sent.
func (r *Response) Row(row []Value) (err error) {
	if err := r.check(); err != nil {
		return err
	}
	if r.c.trace != nil {
		r.c.trace.fromServer(&Row{Values: row})
	}
	r.c.out.buf, err = r.c.cols.encodeRow(r.c.out.buf, row, r.c.version.AtLeast(Version73B))
	return r.sent(err)
}

// Message sends an INFO or ERROR token. A message without a server gets the name of ours.
func (r *Response) Message(m *Error) error {
	if m.Server == "" && r.c.serverName != "" {
		named := *m
		named.Server = r.c.serverName
		m = &named
	}
	r.fatal = r.fatal || m.Class >= 20
	return r.token(m)
}

// Done ends a statement: with DONE in a batch, with DONEINPROC in a procedure, where
// NoCount drops it if the statement has no rows and did not fail.
func (r *Response) Done(d Done) error {
	if err := r.check(); err != nil {
		return err
	}
	rows := r.rows
	r.rows = false
	t := DoneToken{Kind: DoneKindStatement, Cmd: d.Cmd}
	if r.rpc || r.nested > 0 {
		t.Kind = DoneKindInProc
		if r.noCount && !rows && !d.Failed {
			return nil
		}
	}
	t.Status = r.status(d.Failed)
	if d.Counted && !r.noCount {
		t.Status |= DoneCount
		t.Rows = uint64(max(0, d.Rows))
	}
	r.hold(t)
	return nil
}

func (r *Response) status(failed bool) (s DoneStatus) {
	if failed {
		s |= DoneError
	}
	if failed && r.fatal {
		s |= DoneServerErr
	}
	if r.inTran != nil && r.inTran() {
		s |= DoneInXact
	}
	return s
}

// EnterProc tells that what is written from now on comes out of a procedure that the
// request has called with EXEC. LeaveProc ends that.
func (r *Response) EnterProc() { r.nested++ }

// LeaveProc is the end of EnterProc.
func (r *Response) LeaveProc() { r.nested-- }

// NoCount is SET NOCOUNT: ON drops the counts of rows.
func (r *Response) NoCount(on bool) { r.noCount = on }

// SetInTransaction says how to find out, at the end of each statement, whether a
// transaction is open.
func (r *Response) SetInTransaction(f func() bool) { r.inTran = f }

// ReturnStatus sends the return code of a procedure that the client called, by RPC or by
// EXEC in a batch. That of a procedure called by a procedure is not the client's to know,
// and is dropped.
func (r *Response) ReturnStatus(code int32) error {
	if r.nested > 0 {
		return r.check()
	}
	return r.token(&ReturnStatus{code})
}

// ReturnValue sends the value of an OUTPUT parameter of an RPC. ordinal counts the
// parameters of the call from 0.
func (r *Response) ReturnValue(ordinal uint16, name string, t Type, v Value) error {
	if err := r.check(); err != nil {
		return err
	}
	m := &ReturnValue{Ordinal: ordinal, Name: name, Type: t, Value: v}
	at := len(r.c.out.buf)
	dst, err := m.encode(r.c.out.buf, r.dialect())
	if err != nil {
		r.c.out.buf = r.c.out.buf[:at]
		return err
	}
	r.c.trace.fromServer(m)
	r.c.out.buf = dst
	return r.sent(nil)
}

// DoneProc ends a procedure that the client called, by RPC or by EXEC in a batch. One that
// a procedure called ends with DONEINPROC.
func (r *Response) DoneProc(failed bool) error {
	if r.nested > 0 {
		return r.Done(Done{Cmd: CmdExecute, Failed: failed})
	}
	if err := r.check(); err != nil {
		return err
	}
	r.rows = false
	r.hold(DoneToken{Kind: DoneKindProc, Cmd: CmdExecute, Status: r.status(failed)})
	return nil
}

// EnvChange tells of a change in the session.
func (r *Response) EnvChange(e *EnvChange) error { return r.token(e) }

// EnvDatabase tells that the current database has changed.
func (r *Response) EnvDatabase(newName, oldName string) error {
	return r.token(EnvText(EnvDatabase, newName, oldName))
}

// EnvLanguage tells that the language has changed.
func (r *Response) EnvLanguage(newName, oldName string) error {
	return r.token(EnvText(EnvLanguage, newName, oldName))
}

// EnvBegin tells that a transaction has begun. Its descriptor, which is not 0, stands in
// the requests of the client until it ends. Before 7.2 there are no descriptors.
func (r *Response) EnvBegin(descriptor uint64) error { return r.envTran(EnvBeginTran, descriptor) }

// EnvCommit tells that a transaction was committed.
func (r *Response) EnvCommit(descriptor uint64) error { return r.envTran(EnvCommitTran, descriptor) }

// EnvRollback tells that a transaction was rolled back.
func (r *Response) EnvRollback(descriptor uint64) error {
	return r.envTran(EnvRollbackTran, descriptor)
}

func (r *Response) envTran(t EnvType, descriptor uint64) error {
	if !r.c.version.AtLeast(Version72) {
		return r.check()
	}
	return r.token(EnvDescriptor(t, descriptor))
}

// EnvResetAck tells that the session was reset, as the request wanted.
func (r *Response) EnvResetAck() error { return r.token(&EnvChange{Type: EnvResetAck}) }

// Flush sends what was written so far, as RAISERROR WITH NOWAIT wants it.
func (r *Response) Flush() error {
	if err := r.check(); err != nil {
		return err
	}
	r.err = r.c.out.flushAll()
	return r.err
}

// Finish ends the response and sends what is left of it. If an attention came, the
// response is cut short, and the acknowledgement follows as a message of its own: SQL
// Server does so, and there are clients that look for it nowhere else.
func (r *Response) Finish() error {
	attention := r.end()
	if r.bulk != nil {
		if err := r.bulk.discard(); err != nil {
			return err
		}
	}
	if r.err != nil {
		return r.err
	}
	if attention {
		r.release(DoneMore)
		r.hold(DoneToken{Kind: DoneKindStatement, Status: DoneError | r.status(false)})
	}
	r.close()
	r.release(0)
	if r.err = r.c.out.finish(); r.err == nil && attention {
		r.err = r.c.sendDone(DoneToken{Kind: DoneKindStatement, Status: DoneAttention | r.status(false)})
	}
	return r.err
}

// close makes sure that the token that ends the response is one that may.
func (r *Response) close() {
	switch {
	case r.holding && r.held.Kind != DoneKindInProc:
		return
	case r.holding:
		r.release(DoneMore)
	}
	kind := DoneKindStatement
	if r.rpc {
		kind = DoneKindProc
	}
	r.hold(DoneToken{Kind: kind, Status: r.status(false)})
}

// end stops listening for attentions, and tells whether one came that is to be answered.
func (r *Response) end() (attention bool) {
	c := r.c
	c.mu.Lock()
	c.active = nil
	if attention = c.seen > c.acked; attention {
		c.acked++
	}
	c.mu.Unlock()
	r.cancel(context.Canceled)
	return attention
}

// Abort ends the response, whatever became of it, with an error after which the caller
// closes the connection.
func (r *Response) Abort(m *Error) error {
	r.end()
	if r.err != nil {
		return r.err
	}
	r.release(DoneMore)
	_ = r.c.appendToken(m)
	_ = r.c.appendToken(&DoneToken{Kind: DoneKindStatement, Status: DoneError | DoneServerErr})
	r.err = r.c.out.finish()
	return r.err
}
