package agent

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"strings"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/tds"
	"msxgate/tsql"
)

// TSQL runs T-SQL steps on the agent's own server.
type TSQL struct {
	// Connect opens connections to the own server, as Agent.Connect does.
	Connect func(database, app string) (*sql.DB, error)
}

// Run implements Subsystem. The step succeeds when no error above severity 10 reaches the client.
func (t *TSQL) Run(ctx context.Context, s Step) (Outcome, error) {
	app := fmt.Sprintf("SQLAgent - TSQL JobStep (Job 0x%X : Step %d)", s.JobID[:], s.StepID)
	database := s.Database
	if database == "" {
		database = "master"
	}
	db, err := t.Connect(database, app)
	if err != nil {
		return Outcome{}, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return failedWith(serverError(err)), nil
	}
	defer conn.Close()

	p := transcript{log: s.Log, results: s.Flags&(flagResults|flagAllHistory) != 0}
	out := Outcome{Executed: t.become(ctx, conn, s, &p)}
	for _, b := range tsql.SplitBatches(s.Command) {
		// A batch that fails is the last.
		for n := 0; n < b.Count && !p.failed && ctx.Err() == nil; n++ {
			p.batch(ctx, conn, b.Text)
		}
	}
	out.Succeeded = !p.failed && ctx.Err() == nil
	out.Output, out.MessageID, out.Severity = p.text.String(), p.number, p.severity
	return out, nil
}

// become takes on the identity the step runs under and returns its name.
func (t *TSQL) become(ctx context.Context, conn *sql.Conn, s Step, p *transcript) string {
	switch {
	case s.Owner != "":
		p.batch(ctx, conn, "EXECUTE AS LOGIN = N'"+strings.ReplaceAll(s.Owner, "'", "''")+"'")
	case s.User != "":
		p.batch(ctx, conn, "EXECUTE AS USER = N'"+strings.ReplaceAll(s.User, "'", "''")+"'")
	}
	var name string
	if !p.failed {
		if err := conn.QueryRowContext(ctx, "SELECT SUSER_SNAME()").Scan(&name); err != nil {
			p.fail(serverError(err))
		}
	}
	return name
}

func failedWith(err error) Outcome {
	var p transcript
	p.fail(err)
	return Outcome{Output: p.text.String(), MessageID: p.number, Severity: p.severity}
}

// transcript collects what a step says, in the form of a history row.
type transcript struct {
	text     strings.Builder
	log      io.Writer // takes everything, result rows too; nil: not wanted
	results  bool      // result rows belong to the text
	failed   bool
	number   int64
	severity int64
}

// batch runs one batch and drains all it returns.
func (p *transcript) batch(ctx context.Context, conn *sql.Conn, text string) {
	var msgs sqlexp.ReturnMessage
	rows, err := conn.QueryContext(ctx, text, &msgs)
	if err != nil {
		p.fail(serverError(err))
		return
	}
	defer rows.Close()
	// The driver tells of a lost connection in the rows and not in the messages, so that the rows are read beside.
	sets := &resultSets{rows: rows, wanted: p.results || p.log != nil, heads: make(chan bool, 64)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sets.read(ctx)
		_ = sqlexp.ReturnMessageEnqueue(ctx, &msgs, lastMessage{})
	}()
	var said []func() // behind a set that is still read
	for more := true; more && ctx.Err() == nil; {
		switch m := msgs.Message(ctx).(type) {
		case sqlexp.MsgNotice:
			said = append(said, func() { p.notice(m.Message) })
		case sqlexp.MsgError:
			said = append(said, func() { p.fail(serverError(m.Error)) })
		case sqlexp.MsgNext:
			n := sets.next(ctx, true)
			said = append(said, func() { p.rows(sets.text(n)) })
		case sqlexp.MsgNextResultSet:
			sets.next(ctx, false)
		case lastMessage:
			more = false
		}
		if sets.whole() {
			said = p.say(said)
		}
	}
	<-ended
	p.say(said)
	if err := rows.Err(); err != nil && !p.failed {
		p.fail(serverError(err))
	}
}

// say adds what was said and returns nothing that is left.
func (p *transcript) say(said []func()) []func() {
	for _, f := range said {
		f()
	}
	return said[:0]
}

// rows adds a result set, as text.
func (p *transcript) rows(text string) {
	if text == "" {
		return
	}
	if p.log != nil {
		_, _ = io.WriteString(p.log, text+"\n")
	}
	if p.results {
		p.keep(text)
	}
}

// lastMessage follows the messages of a batch.
type lastMessage struct{}

func (p *transcript) notice(m fmt.Stringer) {
	number := int32(0)
	text := m.String()
	if e, ok := m.(mssql.Error); ok {
		number, text = e.Number, e.Message
	}
	p.add(fmt.Sprintf("%s [SQLSTATE 01000] (Message %d)", text, number))
}

func (p *transcript) fail(err error) {
	p.failed = true
	var e *tds.Error
	if !asError(err, &e) {
		p.add(err.Error())
		return
	}
	p.number, p.severity = int64(e.Number), max(p.severity, int64(e.Class))
	p.add(fmt.Sprintf("%s [SQLSTATE 42000] (Error %d)", e.Message, e.Number))
}

func (p *transcript) add(s string) {
	if p.log != nil {
		_, _ = io.WriteString(p.log, s+"\n")
	}
	p.keep(s)
}

func (p *transcript) keep(s string) {
	if p.text.Len() > maxOutput {
		return
	}
	if p.text.Len() > 0 {
		p.text.WriteString("  ")
	}
	p.text.WriteString(s)
}
