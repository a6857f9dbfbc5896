package interp

import (
	"context"
	"errors"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// MaxNest is the highest @@NESTLEVEL: a call beyond it is error 217.
const MaxNest = 32

// Machine runs programs for one session: batches, and through Host.Call the procedures,
// functions and triggers they reach. It keeps what the language keeps from one batch to the
// next: options, global cursors, @@ERROR, @@ROWCOUNT, @@FETCH_STATUS. It is for one goroutine.
// Host and Options must be set; the rest may be nil.
type Machine struct {
	Host    Host
	Options *Options

	// Messages is the text and severity of a message of sys.messages, for RAISERROR by number.
	Messages func(number int32) (text string, class uint8, ok bool)
	// Log takes what RAISERROR ... WITH LOG writes to the error log.
	Log func(*tds.Error)
	// Check may veto a program before anything of it runs. Its error is reported as the
	// program's own. It is asked for batches, dynamic text and modules.
	Check func(*Code) error
	// Cache keeps compiled dynamic text; it may be shared by sessions.
	Cache *Cache
	// Sleep waits for WAITFOR; nil waits on a timer. It returns early with the context's error.
	Sleep func(ctx context.Context, d time.Duration) error
	// Memory bounds the bytes of what cursors and INSERT ... EXEC keep, and of one variable: 701.
	// 0 stands for 256 MB.
	Memory int64
	// Remote is the Host again when its data are on another server, else nil.
	Remote Remote

	top       *activation
	nest      int
	inserting int // INSERT ... EXEC statements that are running
	globals   map[string]*cursor
	state     eval.Vars // what outlives a batch; no variables
	finished  bool      // the call that ended last has a return status
	callee    bool      // the call that ended last ran in an activation of this machine
	errors    int       // that were reported
	trigger   bool      // the error that is being returned left a trigger
	budget    int       // ops left to run, when limited
	limited   bool
	held      int64 // bytes counted against Memory

	declared *tsql.Program // where the cursor stands that is being opened
}

// ProcWriter is what a Writer also is when it shows a client where the procedures that a
// batch calls begin and end: after EnterProc a Done is a DONEINPROC, LeaveProc answers
// RETURNSTATUS (when status is not nil) and DONEPROC. Calls inside procedures, and all calls
// to a plain Writer, end with Done{Cmd: CmdExecute} instead.
type ProcWriter interface {
	tds.Writer
	EnterProc() error
	LeaveProc(status *int32, d tds.Done) error
}

// Flusher is what a Writer also is when RAISERROR ... WITH NOWAIT can make it send what it holds.
type Flusher interface{ Flush() error }

// RunText parses, compiles and runs a batch. Faults of the text are reported to out.
func (m *Machine) RunText(ctx context.Context, src string, out tds.Writer) error {
	code, err := m.Cache.batch(src, m.Options.QuotedIdentifier)
	if err != nil {
		return m.reject(err, out)
	}
	return m.RunBatch(ctx, code, out)
}

// RunBatch runs a batch and reports its errors to out. It returns nil when the batch came to
// its end, whatever errors it had, ErrSessionEnded when the connection has to be closed, and
// otherwise the error of the context, of out, or of the host.
func (m *Machine) RunBatch(ctx context.Context, code *Code, out tds.Writer) error {
	a := m.enter(ctx, code, kindBatch, "", out)
	err := a.start()
	if err == nil {
		err = a.run()
	}
	a.leave()
	return m.finish(ctx, m.settle(a, err), out)
}

// RunCall runs a procedure as a request of its own, as an RPC does. ret is its return status;
// failed tells that an error was reported. err is as RunBatch's. The caller has EnterProc and
// LeaveProc to itself.
func (m *Machine) RunCall(ctx context.Context, c *Call, out tds.Writer) (ret int32, failed bool, err error) {
	before := m.errors
	a := m.enter(ctx, emptyCode, kindBatch, "", out)
	ret, err = a.request(c)
	a.leave()
	err = m.finish(ctx, m.settle(a, err), out)
	return ret, m.errors > before, err
}

// settle turns the end of a program into what the request's end has to know.
func (m *Machine) settle(a *activation, err error) error {
	if errors.Is(err, errScopeEnded) || errors.Is(err, ErrBatchEnded) {
		return nil
	}
	if e := asMessage(err); e != nil {
		return a.report(e, tds.Done{Failed: true})
	}
	return err
}

// finish ends a request: a doomed transaction does not outlive it, nor does any when the
// request was cancelled under XACT_ABORT.
func (m *Machine) finish(ctx context.Context, err error, out tds.Writer) error {
	cancelled := err != nil && ctx.Err() != nil && m.Options.XactAbort
	if m.Host.TranCount() == 0 || m.Host.XactState() >= 0 && !cancelled {
		return err
	}
	if back := m.Host.Rollback(context.WithoutCancel(ctx), ""); back != nil {
		return errors.Join(err, back)
	}
	if err != nil {
		return err
	}
	m.state.Error = 3998
	m.errors++
	e := errUncommittable()
	e.Line = 1
	if err := out.Message(e); err != nil {
		return err
	}
	return out.Done(tds.Done{Failed: true})
}

// reject reports why a program cannot run.
func (m *Machine) reject(err error, out tds.Writer) error {
	list, err := faults(err)
	if err != nil {
		return err
	}
	for _, e := range list {
		m.state.Error = e.Number
		if err := out.Message(e); err != nil {
			return err
		}
	}
	m.state.RowCount = 0
	return out.Done(tds.Done{Failed: true})
}

// faults are the messages of an error of Parse, Compile or Check; other errors come back.
func faults(err error) ([]*tds.Error, error) {
	var list Errors
	if errors.As(err, &list) {
		return list, nil
	}
	if e := asMessage(err); e != nil {
		return []*tds.Error{e}, nil
	}
	return nil, err
}

// asMessage is the message for the client that err is, or nil.
func asMessage(err error) *tds.Error {
	var e *tds.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Reset forgets what the session has in the language: cursors, @@ERROR and its kin. Options
// are the owner's to reset.
func (m *Machine) Reset() {
	for _, c := range m.globals {
		c.release()
	}
	m.globals = nil
	m.state = eval.Vars{}
}

var emptyCode = &Code{prog: &tsql.Program{}}

// Program is the program that is running, or nil; of a cursor's query, the one that declared it. A host that stores a
// module finds the text of its CREATE here.
func (m *Machine) Program() *tsql.Program {
	switch {
	case m.declared != nil:
		return m.declared
	case m.top == nil:
		return nil
	}
	return m.top.code.prog
}

// Guarded tells whether a TRY waits for the errors of the statement that is running.
func (m *Machine) Guarded() bool { return m.top != nil && (m.top.guarded || m.top.inTry()) }

// Resume sets what the language keeps of the last request, for a session whose other requests this machine has not run.
func (m *Machine) Resume(number int32, rows int64, scopeIdentity, identity tds.Value) {
	m.state.Error, m.state.RowCount = number, rows
	m.state.ScopeIdent, m.state.Identity = scopeIdentity, identity
}

// Fetched sets @@FETCH_STATUS, as another request has left it.
func (m *Machine) Fetched(status int) { m.state.FetchStatus = status }

// Line is the line of the statement that is running.
func (m *Machine) Line() int32 {
	if m.top == nil {
		return 0
	}
	return m.top.line()
}

// Parse tells what is wrong with a batch that cannot be parsed.
func (m *Machine) Parse(src string) error {
	if _, err := m.Cache.batch(src, m.Options.QuotedIdentifier); err == nil {
		return nil
	}
	_, err := tsql.ParseOptions{QuotedIdentifier: m.Options.QuotedIdentifier}.Parse(src)
	return err
}
