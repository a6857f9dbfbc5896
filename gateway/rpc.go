package gateway

import (
	"context"
	"errors"
	"reflect"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// calls runs the calls of a message in turn.
func (s *session) calls(ctx context.Context, list []*tds.RPCRequest, out *tds.Response) error {
	for _, r := range list {
		if r.NoExec {
			continue
		}
		if err := s.rpc(ctx, r, out); err != nil {
			return err
		}
	}
	return nil
}

// rpc runs one remote procedure call: results, RETURNSTATUS, RETURNVALUEs, DONEPROC. Columns are told even to a client
// that asks for none (fNoMetaData): SqlClient sets the bit always, and means those that it has been told already.
func (s *session) rpc(ctx context.Context, r *tds.RPCRequest, out *tds.Response) error {
	return serveCall(ctx, &s.machine, r, &callWire{wire: s.wire(out)}, out, s.tell)
}

// serveCall runs a call of a message and answers it on w, which is over out. What settle tells stands before its status.
func serveCall(ctx context.Context, m *interp.Machine, r *tds.RPCRequest, w callWriter, out *tds.Response, settle func() error) error {
	c, err := rpcCall(r)
	if err != nil {
		return refuseCall(err, out)
	}
	out.EnterProc()
	ret, failed, err := m.RunCall(ctx, c, w)
	out.LeaveProc()
	if err != nil {
		return err
	}
	if err := settle(); err != nil {
		return err
	}
	if w.began(failed) {
		if err := out.ReturnStatus(ret); err != nil {
			return err
		}
		if err := returnValues(c, r, out); err != nil {
			return err
		}
	}
	return out.DoneProc(failed)
}

// callWriter is the answer to a call.
type callWriter interface {
	tds.Writer
	began(failed bool) bool
}

// refuseCall answers a call whose procedure cannot even be named.
func refuseCall(err error, out *tds.Response) error {
	var e *tds.Error
	if !errors.As(err, &e) {
		return err
	}
	if err := out.Message(e); err != nil {
		return err
	}
	return out.DoneProc(true)
}

// callWire is the client's response to a call. It notes whether the procedure got as far as to begin.
type callWire struct {
	wire
	active bool  // something else than a message was written
	last   int32 // number of the last error
}

// Columns implements tds.Writer.
func (w *callWire) Columns(cols []tds.Column) error {
	w.active = true
	return w.wire.Columns(cols)
}

// Done implements tds.Writer.
func (w *callWire) Done(d tds.Done) error {
	w.active = true
	return w.wire.Done(d)
}

// Message implements tds.Writer.
func (w *callWire) Message(e *tds.Error) error {
	if !e.IsInfo() {
		w.last = e.Number
	}
	return w.wire.Message(e)
}

// began tells whether the procedure began: one that was not found, not permitted or not given its parameters has no
// return status.
func (w *callWire) began(failed bool) bool {
	if !failed || w.active {
		return true
	}
	switch w.last {
	case 201, 214, 229, 916, 2812, 8114, 8143, 8144, 8145, 8146, 8162, 8178, 8179:
		return false
	}
	return true
}

// returnValues sends the OUTPUT parameters.
func returnValues(c *interp.Call, r *tds.RPCRequest, out *tds.Response) error {
	for i := range c.Args {
		a := &c.Args[i]
		if !a.Output || a.ParamType == (tds.Type{}) || a.ParamType.ID == tds.CursorType {
			continue
		}
		v, t := returnType(a, r.Params[i].Type)
		if err := out.ReturnValue(uint16(i), r.Params[i].Name, t, v); err != nil {
			return err
		}
	}
	return nil
}

// returnType gives an OUTPUT value the type that the client gave the parameter. A value that would not survive that, a
// text that is longer above all, keeps its own.
func returnType(a *interp.Arg, want tds.Type) (tds.Value, tds.Type) {
	if want == a.ParamType || want.ID == tds.NullType || want.ID == tds.TableType {
		return a.Value, a.ParamType
	}
	v, err := eval.Convert(a.Value, a.ParamType, want, nil)
	if err != nil {
		return a.Value, a.ParamType
	}
	if back, err := eval.Convert(v, want, a.ParamType, nil); err != nil || !reflect.DeepEqual(back, a.Value) {
		return a.Value, a.ParamType
	}
	return v, want
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
