package gateway

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"math"
	mathrand "math/rand/v2"
	"strings"
	"time"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// remote is one client's session at the server behind, as a program sees it that has a call of ours: interp.Host. What is
// not ours runs there, in the client's own session and transaction. It serves while a handler has the server, and keeps
// from one message to the next what the language does.
type remote struct {
	front   *Front
	client  *tds.Conn
	server  *tds.ClientConn
	machine interp.Machine
	options interp.Options // as the client sees them
	behind  interp.Options // as they are at the server
	out     *tds.Response
	router  *frontRouter // nil for the gateway's own session
	mark    string       // of the columns of our own; no client can guess it

	reset    tds.ResetMode // due with the next request
	tran     uint64        // descriptor of the transaction, 0 outside of one
	count    int           // @@TRANCOUNT
	fetched  int           // @@FETCH_STATUS at the server
	doom     *doom         // a transaction that only the client still believes in
	own      bool          // the transaction is the running procedure's own
	tranName string        // of the transaction that a program has begun
	saves    []string      // its savepoints
	lost     error         // what ended a transaction under the running procedure
	database string
	away     bool // in msdb, for a statement of a procedure
	scopes   []remoteScope
	tables   []*remoteTable
	tableID  int

	held      []*tds.EnvChange // that the client is to be told when its response has begun, or behind an error
	holds     bool             // an error has come that the client is not told yet
	caller    *procs.Login     // of this message; nil before it is asked for
	clock     time.Time        // of the server, when it was read
	running   context.Context
	clockRead time.Time
	pending   []procs.Notice // of a transaction that is open
}

// remoteScope is a dynamic text that runs.
type remoteScope struct {
	database string
	as       int      // EXECUTE AS that were made in it
	tables   []string // #tables, which end with it
}

var (
	_ interp.Host   = (*remote)(nil)
	_ interp.Remote = (*remote)(nil)
	_ eval.Session  = (*remote)(nil)
)

func newRemote(f *Front, client *tds.Conn) *remote {
	r := &remote{front: f, client: client}
	b := make([]byte, 8)
	rand.Read(b)
	r.mark = "msxgate_" + hex.EncodeToString(b)
	r.options = interp.DefaultOptions()
	r.machine = interp.Machine{
		Host: r, Remote: r, Options: &r.options, Messages: r.message, Cache: &f.cache, Check: r.check,
		Log: func(e *tds.Error) {
			f.Log.WithField("number", e.Number).WithField("severity", e.Class).Warn(e.Message)
		},
	}
	return r
}

// errNotRunning says that the client's session only describes or parses: what reaches it is the server's alone.
var errNotRunning = errors.New("the session runs nothing")

// serve answers a message. The client's response has begun.
func (r *remote) serve(ctx context.Context, q *tds.Request, out *tds.Response) error {
	r.out, r.running = out, ctx
	defer func() { r.out, r.running = nil, nil }()
	out.SetInTransaction(r.inTransaction)
	out.NoCount(r.options.NoCount)
	err := r.run(ctx, q)
	if told := r.tellHeld(); err == nil {
		err = told
	}
	if end := r.endMessage(context.WithoutCancel(ctx)); err == nil {
		err = end
	}
	if errors.Is(err, tds.ErrCancelled) || err != nil && ctx.Err() != nil && context.Cause(ctx) == tds.ErrCancelled {
		return nil
	}
	return err
}

// inTransaction tells whether the client is in a transaction. Before 7.2 no descriptor tells it.
func (r *remote) inTransaction() bool { return !r.own && (r.tran != 0 || r.count > 0) || r.doom != nil }

func (r *remote) run(ctx context.Context, q *tds.Request) error {
	if q.Batch != nil {
		if done, err := r.unreadable(ctx, q.Batch.Text); done {
			return err
		}
	}
	w := remoteWire{wire{r.out, &r.options, &textSize{s: r}}, r}
	if q.Batch != nil {
		return r.machine.RunText(ctx, q.Batch.Text, w)
	}
	for _, call := range q.RPCs {
		if call.NoExec {
			continue
		}
		cw := &remoteCallWire{callWire{wire: w.wire}, r}
		if err := serveCall(ctx, &r.machine, call, cw, r.out, func() error { return nil }); err != nil {
			return err
		}
	}
	return nil
}

// unreadable answers a batch that cannot be parsed here: with what is wrong with it by the server's own word, or with a
// refusal when the server finds nothing wrong.
func (r *remote) unreadable(ctx context.Context, text string) (done bool, err error) {
	own := r.machine.Parse(text)
	if own == nil {
		return false, nil
	}
	if err := r.silent(ctx, "SET PARSEONLY ON"); err != nil {
		return true, err
	}
	faults, runs := 0, false
	err = r.batch(ctx, "SELECT 1", func(t tds.Token) error {
		_, row := t.(*tds.Row)
		runs = runs || row
		return nil
	})
	if err == nil && !runs { // else the option is nothing to the server, and the text would run
		err = r.batch(ctx, text, func(t tds.Token) error {
			if e, ok := t.(*tds.Error); ok {
				if !e.IsInfo() {
					faults++
				}
				return r.out.Message(e)
			}
			return nil
		})
	}
	if off := r.silent(context.WithoutCancel(ctx), "SET PARSEONLY OFF"); err == nil {
		err = off
	}
	if err == nil && faults == 0 {
		err = r.out.Message(tds.Errorf(40044, 16, "msxgate: this batch has a call of a procedure that msxgate runs, and syntax that msxgate does not know: %v. "+
			"Nothing of it has run.", own))
	}
	if err != nil {
		return true, err
	}
	return true, r.out.Done(tds.Done{Failed: true})
}

// remoteWire is the client's response. What the server said behind an error is told behind it.
type remoteWire struct {
	wire
	r *remote
}

// Done implements tds.Writer.
func (w remoteWire) Done(d tds.Done) error {
	if err := w.r.tellHeld(); err != nil {
		return err
	}
	return w.wire.Done(d)
}

// LeaveProc implements interp.ProcWriter.
func (w remoteWire) LeaveProc(status *int32, d tds.Done) error {
	if err := w.r.tellHeld(); err != nil {
		return err
	}
	return w.wire.LeaveProc(status, d)
}

// remoteCallWire is that of a call.
type remoteCallWire struct {
	callWire
	r *remote
}

// Done implements tds.Writer.
func (w *remoteCallWire) Done(d tds.Done) error {
	if err := w.r.tellHeld(); err != nil {
		return err
	}
	return w.callWire.Done(d)
}

// begin asks how the session stands: its last request brings the client's own bits with it.
func (r *remote) begin(ctx context.Context, q *tds.Request) error {
	r.reset, r.tran, r.doom = q.Reset, q.TranDescriptor, nil
	if q.Reset != tds.ResetNone {
		r.machine.Reset()
	}
	r.held, r.count, r.tables, r.scopes, r.caller, r.lost = nil, 0, nil, nil, nil, nil
	return r.probe(ctx)
}

// tellHeld tells the client what has changed before its response began.
func (r *remote) tellHeld() error {
	r.holds = false
	for _, e := range r.held {
		if err := r.out.EnvChange(e); err != nil {
			return err
		}
	}
	r.held = nil
	return nil
}

// refuse answers a message that could not begin.
func (r *remote) refuse(err error) error {
	var e *tds.Error
	if !errors.As(err, &e) {
		return err
	}
	if err := r.tellHeld(); err != nil {
		return err
	}
	if err := r.out.Message(e); err != nil {
		return err
	}
	return r.out.Done(tds.Done{Failed: true})
}

// endMessage takes away what the message has left in the session that is not the client's.
func (r *remote) endMessage(ctx context.Context) error {
	if r.server.Unread() {
		return nil // the connection is lost
	}
	err := r.dropTables(ctx)
	for _, o := range []struct {
		name string
		on   bool
	}{{"FMTONLY", r.options.FmtOnly}, {"NOEXEC", r.options.NoExec}, {"PARSEONLY", r.options.ParseOnly}} {
		if o.on && err == nil {
			err = r.silent(ctx, "SET "+o.name+" ON")
		}
	}
	r.flushNotices()
	return err
}

// check refuses, before anything of it runs, a program that cannot run faithfully.
func (r *remote) check(c *interp.Code) error {
	var fault error
	c.Statements(func(st tsql.Stmt) bool {
		what := ""
		switch st := st.(type) {
		case *tsql.UpdateStmt:
			if st.CurrentOf != "" {
				what = "UPDATE ... WHERE CURRENT OF: cursors are the gateway's own here"
			}
		case *tsql.DeleteStmt:
			if st.CurrentOf != "" {
				what = "DELETE ... WHERE CURRENT OF: cursors are the gateway's own here"
			}
		case *tsql.BeginTranStmt:
			if st.Distributed {
				what = "BEGIN DISTRIBUTED TRANSACTION"
			}
		case *tsql.SetOptionStmt:
			if len(r.scopes) > 0 && (st.Word != "" || st.Value != nil) {
				what = "SET " + st.Names[0] + " in dynamic text: it could not be undone at its end"
			}
		}
		if what != "" {
			e := tds.Errorf(40040, 16, "msxgate: this batch has a call of a procedure that msxgate runs, and with it cannot run %s. Nothing of the batch has run; "+
				"send the statement in a batch of its own.", what)
			e.Line = int32(strings.Count(c.Source()[:st.Extent().Start], "\n")) + 1
			fault = e
		}
		return fault == nil
	})
	return fault
}

// message finds the text of a message for RAISERROR: msdb's, or one that was added to the server.
func (r *remote) message(number int32) (text string, class uint8, ok bool) {
	if text, class, ok = message(number); ok || r.running == nil {
		return text, class, ok
	}
	err := r.query(r.running, `SELECT text, severity FROM sys.messages WHERE message_id = @number AND language_id = 1033`,
		[]shipParam{{"@number", tds.TypeInt, int64(number)}}, func(row []tds.Value) error {
			text, _ = row[0].(string)
			n, _ := row[1].(int64)
			class, ok = uint8(n), true
			return nil
		})
	return text, class, ok && err == nil
}

// What the interpreter computes itself asks for nothing of the session; these are here for what does.

// Scope implements interp.Host.
func (r *remote) Scope(vars *eval.Vars) eval.Scope { return eval.Const{Vars: vars} }

// Session implements interp.Host.
func (r *remote) Session() eval.Session { return r }

// Comparable implements interp.Remote.
func (r *remote) Comparable() bool { return r.front.comparable() }

// Now implements eval.Session: the clock of the server, in its zone, as it was asked for in this message.
func (r *remote) Now() time.Time {
	if r.front.Now != nil || r.clock.IsZero() {
		return r.front.now()
	}
	return r.clock.Add(time.Since(r.clockRead))
}

// NewID implements eval.Session.
func (r *remote) NewID() tds.GUID { return r.front.newID() }

// Rand implements eval.Session.
func (r *remote) Rand() float64 { return mathrand.Float64() }

// Login implements eval.Session.
func (r *remote) Login() string { return "" }

// LoginSID implements eval.Session.
func (r *remote) LoginSID() []byte { return nil }

// User implements eval.Session.
func (r *remote) User() string { return "" }

// HostName implements eval.Session.
func (r *remote) HostName() string { return "" }

// AppName implements eval.Session.
func (r *remote) AppName() string { return "" }

// Database implements eval.Session.
func (r *remote) Database() string { return r.database }

// ServerName implements eval.Session.
func (r *remote) ServerName() string { return r.front.facts().Name }

// SPID implements eval.Session.
func (r *remote) SPID() int { return 0 }

// IsSrvRoleMember implements eval.Session.
func (r *remote) IsSrvRoleMember(string, string) (member, known bool) { return false, false }

// IsMember implements eval.Session.
func (r *remote) IsMember(string) (member, known bool) { return false, false }

// Property implements eval.Session.
func (r *remote) Property(string, ...tds.Value) (tds.Value, bool) { return nil, false }

// Setting implements eval.Session.
func (r *remote) Setting(name string) tds.Value {
	switch name {
	case "ANSI_NULLS":
		return r.options.AnsiNulls
	case "ANSI_WARNINGS":
		return r.options.AnsiWarnings
	case "ARITHABORT":
		return r.options.ArithAbort
	case "ARITHIGNORE":
		return r.options.ArithIgnore
	case "CONCAT_NULL_YIELDS_NULL":
		return r.options.ConcatNull
	}
	return nil
}

// clampInt is n as an int.
func clampInt(v tds.Value) int {
	n, _ := v.(int64)
	return int(min(max(n, math.MinInt32), math.MaxInt32))
}
