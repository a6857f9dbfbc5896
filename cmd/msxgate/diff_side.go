package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/gateway"
	"msxgate/tds"
)

// diffDial reaches one of the two sides, without the login.
type diffDial func(ctx context.Context) (net.Conn, *tds.ClientConfig, error)

// diffNative goes straight to the server.
func diffNative(up *gateway.Upstream) diffDial {
	return func(ctx context.Context) (net.Conn, *tds.ClientConfig, error) {
		nc, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", up.Addr())
		cfg := &tds.ClientConfig{Encrypt: up.Encrypt}
		if up.TLS != nil {
			cfg.TLS = up.TLS.Clone()
			if cfg.TLS.ServerName == "" {
				cfg.TLS.ServerName = up.Host
			}
		}
		return nc, cfg, err
	}
}

// diffGateway is our side: a gateway of this process that nobody else reaches, in front of the server.
type diffGateway struct {
	server *gateway.Server
}

func newDiffGateway(up *gateway.Upstream, procedures string, log logrus.FieldLogger) *diffGateway {
	answerProcs(up, procedures, log)
	return &diffGateway{&gateway.Server{Upstream: up, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: log}}
}

// answerProcs has the gateway answer the procedures before the server does. It must create nothing there.
func answerProcs(up *gateway.Upstream, procedures string, log logrus.FieldLogger) {
	up.NewRouter = (&gateway.Front{Upstream: up, Procs: procedures, Log: log}).NewRouter
}

// connect implements diffDial.
func (g *diffGateway) connect(context.Context) (net.Conn, *tds.ClientConfig, error) {
	client, server := net.Pipe()
	go g.server.ServeConn(server)
	return client, &tds.ClientConfig{}, nil
}

func (g *diffGateway) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	g.server.Shutdown(ctx)
}

// diffSide is one of the two conversations.
type diffSide struct {
	name string // native or msxgate
	conn *tds.ClientConn
	stop func() bool

	tran       uint64 // the transaction as the server names it, 0 without one
	rolledBack bool   // the script ended it
	committed  bool
}

// openDiffSide logs in. The connection closes when ctx ends, and what it did is then rolled back.
func openDiffSide(ctx context.Context, name string, dial diffDial, up *gateway.Upstream, database string) (*diffSide, error) {
	nc, cfg, err := dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	host, _ := os.Hostname()
	cfg.Login = tds.Login7{
		PacketSize: 4096, ClientPID: uint32(os.Getpid()), HostName: host, UserName: up.User, Password: up.Password,
		AppName: "msxgate diff", ServerName: up.Host, CltIntName: "msxgate", Database: database,
		OptionFlags1: tds.OptionSetLangWarn | tds.OptionUseDBWarn | tds.OptionInitDBFatal, OptionFlags2: tds.OptionInitLangFatal | tds.OptionODBC,
	}
	conn, err := tds.Dial(ctx, nc, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: log in to %s: %w", name, up, err)
	}
	s := &diffSide{name: name, conn: conn, stop: context.AfterFunc(ctx, func() { nc.Close() })}
	for _, t := range conn.LoginTokens() {
		if e, ok := t.(*tds.EnvChange); ok && e.Type == tds.EnvRouting {
			s.close()
			return nil, fmt.Errorf("%s: %s sends its clients on to another server: name that one", name, up)
		}
	}
	return s, nil
}

func (s *diffSide) close() {
	s.stop()
	_ = s.conn.Close()
}

// send runs a text and returns what came, to the end of the connection if that comes first.
func (s *diffSide) send(text string) ([]tds.Token, error) {
	if err := s.conn.Send(&tds.Request{TranDescriptor: s.tran, Outstanding: 1, Batch: &tds.SQLBatch{Text: text}}); err != nil {
		return nil, err
	}
	var all []tds.Token
	for {
		t, err := s.conn.NextToken()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		if e, ok := t.(*tds.EnvChange); ok {
			s.environment(e)
		}
		all = append(all, t)
	}
}

func (s *diffSide) environment(e *tds.EnvChange) {
	switch e.Type {
	case tds.EnvBeginTran:
		s.tran = e.Descriptor()
	case tds.EnvCommitTran:
		s.tran, s.committed = 0, true
	case tds.EnvRollbackTran, tds.EnvTranEnded:
		s.tran, s.rolledBack = 0, true
	}
}

// ask runs a text of our own and returns its result sets. An error of the server is an error.
func (s *diffSide) ask(text string) ([]*diffResult, error) {
	tokens, err := s.send(text)
	var results []*diffResult
	for _, t := range tokens {
		switch t := t.(type) {
		case *tds.Error:
			if !t.IsInfo() {
				return nil, fmt.Errorf("%s: %w", s.name, t)
			}
		case *tds.ColMetadata:
			results = append(results, &diffResult{columns: t.Columns})
		case *tds.Row:
			if r := last(results); r != nil {
				r.rows = append(r.rows, t.Values)
			}
		}
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", s.name, err)
	}
	return results, err
}

// lockPatience is how long, in milliseconds, either side waits for a lock that somebody else holds.
const lockPatience = 10000

// begin opens the transaction that is rolled back. With implicit transactions on, what follows a ROLLBACK of the script
// is in a transaction again.
func (s *diffSide) begin() error {
	_, err := s.ask(fmt.Sprintf("SET LOCK_TIMEOUT %d", lockPatience))
	if err == nil {
		err = s.reopen()
	}
	if err == nil {
		_, err = s.ask("SET IMPLICIT_TRANSACTIONS ON")
	}
	if err == nil && s.tran == 0 {
		err = fmt.Errorf("%s: the server began no transaction", s.name)
	}
	return err
}

// reopen begins a transaction where there is none.
func (s *diffSide) reopen() error {
	_, err := s.ask(reopened)
	return err
}

// rollback ends the transaction.
func (s *diffSide) rollback() error {
	_, err := s.ask("IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION")
	return err
}

// principals are the SIDs and credentials that the server has; nil when it does not tell them.
func (s *diffSide) principals() (map[string]bool, error) {
	known := map[string]bool{}
	for _, text := range []string{"SELECT sid FROM master.sys.server_principals", "SELECT CONVERT(bigint, credential_id) AS id FROM master.sys.credentials"} {
		results, err := s.ask(text)
		var refused *tds.Error
		switch {
		case errors.As(err, &refused):
			return nil, nil
		case err != nil:
			return nil, err
		}
		for _, r := range results {
			for _, row := range r.rows {
				known[madeKey(row[0])] = true
			}
		}
	}
	return known, nil
}

// clocks are the server's local time and UTC.
func (s *diffSide) clocks() ([]time.Time, error) {
	results, err := s.ask("SELECT GETDATE() AS a, GETUTCDATE() AS b")
	if err != nil {
		return nil, err
	}
	var all []time.Time
	for _, r := range results {
		for _, row := range r.rows {
			for _, v := range row {
				if t, ok := v.(time.Time); ok {
					all = append(all, t)
				}
			}
		}
	}
	if len(all) != 2 {
		return nil, fmt.Errorf("%s: the server did not say what time it is", s.name)
	}
	return all, nil
}

// diffResult is a result set.
type diffResult struct {
	columns []tds.Column
	rows    [][]tds.Value
	words   []string // the rows as they are compared, when that is known
}

func last(results []*diffResult) *diffResult {
	if len(results) == 0 {
		return nil
	}
	return results[len(results)-1]
}

// diffCount is the number of rows that a statement says it touched.
type diffCount uint64

// diffAnswer is what one side made of a batch.
type diffAnswer struct {
	events     []any // *diffResult, *tds.Error, *tds.ReturnStatus, *tds.ReturnValue, diffCount, in their order
	outputs    *diffResult
	touched    []*diffTouch
	rolledBack bool
	denied     *tds.Error // the tables could not be read after it, under another login perhaps
	ended      bool       // the connection ended in it
	notRun     bool       // ... or before it
}

// read sorts what came.
func (a *diffAnswer) read(tokens []tds.Token) {
	var open *diffResult
	for _, t := range tokens {
		switch t := t.(type) {
		case *tds.ColMetadata:
			open = &diffResult{columns: t.Columns}
			if isOutputs(t.Columns) {
				a.outputs = open
				continue
			}
			a.events = append(a.events, open)
		case *tds.Row:
			if open != nil {
				open.rows = append(open.rows, t.Values)
			}
		case *tds.Error, *tds.ReturnStatus, *tds.ReturnValue:
			a.events = append(a.events, t)
		case *tds.DoneToken:
			if t.Status&tds.DoneCount != 0 && (open == nil || open != a.outputs) {
				a.events = append(a.events, diffCount(t.Rows))
			}
			open = nil
		}
	}
}

// isOutputs tells whether a result set is the one that a batch was given to show its variables.
func isOutputs(cols []tds.Column) bool {
	for _, c := range cols {
		if !strings.HasPrefix(c.Name, outputMark+"@") {
			return false
		}
	}
	return len(cols) > 0
}

// diffPlay is all that one side made of a script.
type diffPlay struct {
	answers []*diffAnswer
	known   map[string]bool // SIDs and credentials of the server; nil when it does not tell them
	before  diffTables
	after   diffTables  // the rollback; nil when the connection ended before
	clocks  []time.Time // local and UTC, before and after
	notes   []string
}

// play runs the script in a transaction and rolls it back.
func (s *diffSide) play(script []*diffBatch, tables []*diffTable) (*diffPlay, error) {
	p := &diffPlay{}
	if err := s.begin(); err != nil {
		return nil, err
	}
	var err error
	if p.clocks, err = s.clocks(); err != nil {
		return nil, err
	}
	if p.before, err = s.tables(tables); err != nil {
		return nil, err
	}
	if p.known, err = s.principals(); err != nil {
		return nil, err
	}
	now := p.before
	for i, b := range script {
		a, next, err := s.batch(b, tables, now)
		switch {
		case err != nil:
			return nil, fmt.Errorf("batch at line %d: %w", b.line, err)
		case a.denied != nil:
			p.notes = append(p.notes, fmt.Sprintf("%s: what the batch at line %d touched shows with a later one: %s", s.name, b.line, a.denied.Message))
		case a.rolledBack:
			p.notes = append(p.notes, fmt.Sprintf("%s: the batch at line %d rolled its transaction back, and with it the batches before", s.name, b.line))
		}
		p.answers, now = append(p.answers, a), next
		if a.ended {
			p.notes = append(p.notes, fmt.Sprintf("%s: the connection ended in the batch at line %d", s.name, b.line))
			for range script[i+1:] {
				p.answers = append(p.answers, &diffAnswer{notRun: true})
			}
			p.clocks = append(p.clocks, p.clocks[0].Add(time.Minute), p.clocks[1].Add(time.Minute))
			return p, nil
		}
	}
	if err := s.rollback(); err != nil {
		return nil, err
	}
	after, err := s.clocks()
	if err != nil {
		return nil, err
	}
	p.clocks = append(p.clocks, after...)
	p.after, err = s.tables(tables)
	return p, err
}

// batch runs one batch and looks at what it touched.
func (s *diffSide) batch(b *diffBatch, tables []*diffTable, before diffTables) (*diffAnswer, diffTables, error) {
	a := &diffAnswer{}
	s.rolledBack, s.committed = false, false
	tokens, err := s.send(b.text)
	if err != nil {
		err = fmt.Errorf("%s: %w", s.name, err)
	}
	a.read(tokens)
	a.rolledBack = s.rolledBack
	if s.committed {
		return nil, nil, fmt.Errorf("%s: it committed: what the script did so far stays on the server", s.name)
	}
	if err == nil {
		err = s.reopen() // a server may end the connection behind its answer
	}
	switch {
	case isGone(err):
		a.ended = true
		return a, before, nil
	case err != nil:
		return nil, nil, err
	}
	after, err := s.tables(tables)
	switch {
	case errors.As(err, &a.denied):
		return a, before, nil
	case err != nil:
		return nil, nil, err
	}
	a.touched = touchedBetween(tables, before, after)
	return a, after, nil
}

// isGone tells whether the connection has ended, and not by a fault of the protocol.
func isGone(err error) bool {
	for _, e := range []error{io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
