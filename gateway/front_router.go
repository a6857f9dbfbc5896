package gateway

import (
	"context"
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// messageLimit bounds a message that is kept while it is looked at.
const messageLimit = 4 << 20

// frontRouter is the Router of one client.
type frontRouter struct {
	front   *Front
	session *remote
	handles map[int64]*prepared // texts that the client has prepared and that call procedures of ours
	handle  int64
}

// NewRouter makes the router of a client: what calls a procedure of ours is answered here, and all else passes.
func (f *Front) NewRouter(client *tds.Conn) Router {
	t := &frontRouter{front: f, handle: firstHandle}
	t.session = newRemote(f, client)
	t.session.router = t
	return t
}

// firstHandle is the lowest handle of a statement that is prepared here. Servers count theirs from 1.
const firstHandle = 0x4D53_0000

// Route implements Router.
func (t *frontRouter) Route(m *Message) (Handler, error) {
	if len(t.session.pending) > 0 {
		return t.watch(m)
	}
	if m.Header().Type == tds.PacketTransMgr {
		return nil, nil
	}
	names := t.front.names()
	hides := t.front.hidesEdition()
	if m.packets.Ends() && !t.concerns(m.First(), names, hides) {
		return nil, nil
	}
	body, ok, err := m.Whole(messageLimit)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return t.long(m, names)
	case !t.concerns(body, names, hides):
		return nil, nil
	}
	q, err := m.Request()
	if err != nil {
		return nil, nil //nolint:nilerr // what cannot be read is the server's to refuse
	}
	if !t.ours(q, names) {
		if hides {
			return edited(q), nil
		}
		return nil, nil
	}
	return func(ctx context.Context, m *Message) error { return t.answer(ctx, m, q) }, nil
}

// errTooLong refuses a message that cannot be kept while it is looked at.
var errTooLong = tds.Errorf(40043, 16, "msxgate: this request has more than %d bytes, and the name of a procedure that msxgate runs is in it. "+
	"Call the procedure in a request of its own.", messageLimit)

// long lets a message pass that is too long to be kept, as long as no name of ours comes up in it.
func (t *frontRouter) long(m *Message, names ourNames) (Handler, error) {
	var tail []byte
	m.watch = func(packets tds.Packets) *tds.Error {
		for p := range packets.All {
			b := append(tail, p.Payload()...)
			if names.inBytes(b) {
				return errTooLong
			}
			tail = append([]byte(nil), b[max(0, len(b)-2*longestName):]...)
		}
		return nil
	}
	if m.watch(m.packets) != nil {
		return m.refuse(errTooLong)
	}
	return nil, nil
}

// concerns tells whether a message may have something that is answered here, by its bytes.
func (t *frontRouter) concerns(b []byte, names ourNames, hides bool) bool {
	return names.inBytes(b) || len(t.handles) > 0 || hides && asksEdition(b)
}

// ours tells whether a request calls a procedure of ours.
func (t *frontRouter) ours(q *tds.Request, names ourNames) bool {
	if q.Batch != nil {
		return names.inText(q.Batch.Text)
	}
	for _, call := range q.RPCs {
		if t.callsOurs(call, names) {
			return true
		}
	}
	return false
}

func (t *frontRouter) callsOurs(q *tds.RPCRequest, names ourNames) bool {
	name := q.Proc
	if q.ProcID == 0 {
		n, err := tsql.ParseProcName(q.Proc)
		if err != nil {
			return false
		}
		name = n.Object
	}
	switch strings.ToLower(name) {
	case "sp_executesql":
		return names.inText(paramText(q, 0))
	case "sp_prepare", "sp_prepexec":
		return names.inText(paramText(q, 2))
	case "sp_execute", "sp_unprepare":
		return t.handles[paramInt(q, 0)] != nil
	case "sp_prepexecrpc", "sp_cursoropen":
		return names.inText(paramText(q, 1))
	case "sp_cursorprepare", "sp_cursorprepexec":
		return names.inText(paramText(q, 2)) || names.inText(paramText(q, 3))
	}
	return names.proc(name) != nil
}

func paramText(q *tds.RPCRequest, i int) string {
	if i >= len(q.Params) {
		return ""
	}
	s, _ := q.Params[i].Value.(string)
	return s
}

func paramInt(q *tds.RPCRequest, i int) int64 {
	if i >= len(q.Params) {
		return 0
	}
	n, _ := q.Params[i].Value.(int64)
	return n
}

// answer runs a request of ours.
func (t *frontRouter) answer(ctx context.Context, m *Message, q *tds.Request) error {
	r := t.session
	r.server = m.Server()
	if q.Reset != tds.ResetNone {
		t.handles = nil
	}
	// What resets the session is done although the client may have cancelled.
	err := r.begin(context.WithoutCancel(ctx), q)
	if err == nil {
		err = t.front.learn(context.WithoutCancel(ctx), r)
	}
	if errors.Is(err, errNotRunning) {
		return m.forward()
	}
	ctx, out := m.Client().Respond(ctx, q)
	r.out = out
	if err == nil {
		err = r.tellHeld()
	}
	if err == nil {
		err = r.serve(ctx, q, out)
	} else {
		err = r.refuse(err)
	}
	if errors.Is(err, interp.ErrSessionEnded) {
		err = out.Abort(tds.Errorf(596, 21, "Cannot continue the execution because the session is in the kill state."))
		if err == nil {
			err = errSessionEnded
		}
		return err
	}
	if finish := out.Finish(); err == nil {
		err = finish
	}
	return err
}

// errSessionEnded closes a connection whose session has ended.
var errSessionEnded = errors.New("the session was ended by an error")

// watch lets a message pass whose answer may end a transaction with notices for the agent, and looks afterwards whether
// it has.
func (t *frontRouter) watch(m *Message) (Handler, error) {
	if _, ok, err := m.Whole(messageLimit); err != nil || !ok {
		return nil, err
	}
	q, err := m.Request()
	if err == nil && q.TransMgr == nil && t.ours(q, t.front.names()) {
		return func(ctx context.Context, m *Message) error { return t.answer(ctx, m, q) }, nil
	}
	return func(ctx context.Context, m *Message) error {
		if err := m.forward(); err != nil {
			return err
		}
		r := t.session
		r.server, r.tran, r.reset = m.Server(), 0, tds.ResetNone
		if err == nil && q.TransMgr == nil {
			r.tran = q.TranDescriptor
		}
		// A descriptor that is not valid any more tells it as well.
		if err := r.refresh(context.WithoutCancel(ctx)); err != nil {
			var e *tds.Error
			if !errors.As(err, &e) {
				return err
			}
			r.count = 0
		}
		r.flushNotices()
		return nil
	}, nil
}

// prepared runs the procedures of prepared statements whose text calls ours. done is false for all others.
func (r *remote) prepared(ctx context.Context, c *interp.Call, out tds.Writer) (ret int32, done bool, err error) {
	t := r.router
	if t == nil {
		return 0, false, nil
	}
	switch strings.ToLower(c.Proc.Object) {
	case "sp_prepare":
		if !t.front.names().inText(argText(c, 2)) {
			return 0, false, nil
		}
		if _, err := tsql.Parse(argText(c, 2)); err != nil {
			return 0, true, err
		}
		t.keep(c)
		return 0, true, nil
	case "sp_prepexec":
		if !t.front.names().inText(argText(c, 2)) {
			return 0, false, nil
		}
		t.keep(c)
		ret, err = r.runPrepared(ctx, t.handles[t.handle], c, 3, out)
		return ret, true, err
	case "sp_execute":
		p := t.handles[argInt(c, 0)]
		if p == nil {
			return 0, false, nil
		}
		ret, err = r.runPrepared(ctx, p, c, 1, out)
		return ret, true, err
	case "sp_unprepare":
		if t.handles[argInt(c, 0)] == nil {
			return 0, false, nil
		}
		delete(t.handles, argInt(c, 0))
		return 0, true, nil
	case "sp_prepexecrpc", "sp_cursoropen", "sp_cursorprepare", "sp_cursorprepexec":
		for i := range c.Args {
			if t.front.names().inText(argText(c, i)) {
				return 0, true, tds.Errorf(40041, 16, "msxgate: %s of a text that calls a procedure that msxgate runs is not supported. Execute the text without a server cursor.", c.Proc.Object)
			}
		}
	}
	return 0, false, nil
}

// keep stores a statement and puts its new handle into the first argument.
func (t *frontRouter) keep(c *interp.Call) {
	if t.handles == nil {
		t.handles = map[int64]*prepared{}
	}
	t.handle++
	t.handles[t.handle] = &prepared{params: argText(c, 1), stmt: argText(c, 2)}
	c.Args[0].Value, c.Args[0].ParamType = t.handle, tds.TypeInt
}

func (r *remote) runPrepared(ctx context.Context, p *prepared, c *interp.Call, first int, out tds.Writer) (int32, error) {
	return callPrepared(ctx, &r.machine, p, c, first, out)
}
