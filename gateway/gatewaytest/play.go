package gatewaytest

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/tsql"
)

var (
	update = flag.Bool("update", false, "write the answers of the server into the scripts")
	server = flag.String("server", "", "DSN of a server to play the scripts on instead of a gateway in this process")
)

// Target is the DSN that scripts are to be played on: -server, or a fresh gateway.
func Target(t testing.TB) string {
	t.Helper()
	if *server != "" {
		return *server
	}
	return Start(t)
}

// answer marks a line of a script as the server's.
const answer = "--> "

// Play runs the script in a file, batch by batch on one connection, and compares what the server answers with the lines
// that begin with "--> " after each GO. With -update it writes the answers into the file.
func Play(t *testing.T, dsn, path string) {
	t.Helper()
	now := Now
	if *server != "" {
		now = time.Now()
	}
	PlayStory(t, Stage{Now: func() time.Time { return now }, DSN: func(string) string { return dsn }}, path)
}

// LoginPassword is that of every login which a script makes and connects as.
const LoginPassword = "T4rgets!"

// Stage is where a story of several servers plays. In its script a line "--@ NAME" says who takes the batches that
// follow, and "--@ VERB NAME" does something to a server: stop, start, kill. "--@ as LOGIN" and "--@ app NAME" connect
// to the same server as another login, whose password is LoginPassword, and under another application name; "--@ as sa"
// goes back, as "--@ NAME" does.
type Stage struct {
	Now func() time.Time
	DSN func(server string) string
	Do  func(verb, server string) error
}

// PlayStory runs a script on several servers, as Play does on one.
func PlayStory(t *testing.T, stage Stage, path string) {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	p := &player{ctx: ctx, stage: stage, conns: map[caller]*sql.Conn{}}
	defer p.close()
	var out strings.Builder
	for _, b := range readScript(string(src)) {
		got := b.text
		if b.run {
			lines := p.run(b)
			if !equal(lines, b.want) && !*update {
				t.Errorf("%s:%d:\n%s\n got:\n%s\nwant:\n%s", path, b.line, strings.TrimSpace(b.sql), indent(lines), indent(b.want))
			}
			for _, l := range lines {
				got += strings.TrimRight(answer+l, " ") + "\n"
			}
		}
		out.WriteString(got)
	}
	if *update && out.String() != string(src) {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// section is a batch of a script with its GO, or what follows the last one.
type section struct {
	text string // as it stands, without the answers
	sql  string
	want []string
	run  bool
	line int

	directive []string // of a "--@ " line: a server, or a verb and what it is about
}

// directive marks a line that is for the player.
const directive = "--@ "

// readScript cuts a script at its GO lines and directives and takes the answers out.
func readScript(src string) []section {
	var all []section
	cur := section{line: 1}
	for i, l := range strings.SplitAfter(src, "\n") {
		text := strings.TrimRight(l, "\r\n")
		switch {
		case strings.HasPrefix(text+" ", answer):
			if n := len(all); n > 0 {
				all[n-1].want = append(all[n-1].want, strings.TrimPrefix(strings.TrimPrefix(text, "-->"), " "))
			}
		case strings.HasPrefix(text, directive):
			cur.text += l
			all = append(all, section{text: cur.text, directive: strings.Fields(text)[1:], run: true, line: i + 1})
			cur = section{line: i + 2}
		case strings.EqualFold(strings.TrimSpace(text), "GO"):
			cur.text += l
			cur.run = strings.TrimSpace(cur.sql) != ""
			all = append(all, cur)
			cur = section{line: i + 2}
		default:
			cur.text += l
			cur.sql += l
		}
	}
	return append(all, cur)
}

func equal(a, b []string) bool { return strings.Join(a, "\n") == strings.Join(b, "\n") }

func indent(lines []string) string { return "  " + strings.Join(lines, "\n  ") }

// caller is one end of a conversation: which server, as whom (sa when empty), under which application name.
type caller struct {
	server, login, app string
}

// player runs batches and words what comes back.
type player struct {
	ctx   context.Context
	stage Stage
	now   caller // whose batches follow
	conns map[caller]*sql.Conn
	dbs   []*sql.DB
	guids map[string]string
	lines []string
}

// run runs a batch or a directive and returns the answer.
func (p *player) run(b section) []string {
	p.lines = nil
	if len(b.directive) == 0 {
		return p.batch(b.sql)
	}
	if err := p.direct(b.directive[0], strings.Join(b.directive[1:], " ")); err != nil {
		p.say("%v", err)
	}
	return p.lines
}

// direct follows a directive: a server's name alone, or a verb and what it is about.
func (p *player) direct(verb, about string) error {
	switch {
	case about == "":
		p.now = caller{server: verb}
	case verb == "as" && about == "sa":
		p.now = caller{server: p.now.server}
	case verb == "as":
		p.now.login = about
	case verb == "app":
		p.now.app = about
	default:
		p.drop(about)
		return p.stage.Do(verb, about)
	}
	return nil
}

// conn is the connection of the current caller.
func (p *player) conn() (*sql.Conn, error) {
	if c := p.conns[p.now]; c != nil {
		return c, nil
	}
	dsn, err := p.now.dsn(p.stage.DSN(p.now.server))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		return nil, err
	}
	p.dbs = append(p.dbs, db)
	c, err := db.Conn(p.ctx)
	if err != nil {
		return nil, err
	}
	p.conns[p.now] = c
	return c, nil
}

// dsn is how the caller connects where sa would by the given DSN.
func (c caller) dsn(sa string) (string, error) {
	u, err := url.Parse(sa)
	if err != nil {
		return "", err
	}
	if c.login != "" {
		u.User = url.UserPassword(c.login, LoginPassword)
	}
	if c.app != "" {
		q := u.Query()
		q.Set("app name", c.app)
		u.RawQuery = q.Encode()
	}
	return u.String(), nil
}

// drop closes the connections to a server that is about to go.
func (p *player) drop(server string) {
	for who, c := range p.conns {
		if who.server == server {
			c.Close()
			delete(p.conns, who)
		}
	}
}

func (p *player) close() {
	for who := range p.conns {
		p.drop(who.server)
	}
	for _, db := range p.dbs {
		db.Close()
	}
}

func (p *player) say(format string, args ...any) {
	for _, l := range strings.Split(fmt.Sprintf(format, args...), "\n") {
		p.lines = append(p.lines, strings.TrimRight(l, " \r"))
	}
}

// batch returns the answer to one batch, a line each: column heads, rows, messages, the return code of EXEC.
func (p *player) batch(text string) []string {
	var status mssql.ReturnStatus
	var msgs sqlexp.ReturnMessage
	conn, err := p.conn()
	if err != nil {
		p.fault(err)
		return p.lines
	}
	rows, err := conn.QueryContext(p.ctx, text, &msgs, &status)
	if err != nil {
		p.fault(err)
		return p.lines
	}
	for more := true; more; {
		switch m := msgs.Message(p.ctx).(type) {
		case sqlexp.MsgNotice:
			p.notice(m.Message)
		case sqlexp.MsgError:
			p.fault(m.Error)
		case sqlexp.MsgNext:
			p.rows(rows)
		case sqlexp.MsgNextResultSet:
			more = rows.NextResultSet()
		}
	}
	rows.Close()
	if err := p.ctx.Err(); err != nil {
		p.fault(err)
	}
	if len(tsql.Calls(text)) > 0 { // the driver says 0 where no procedure has returned
		p.say("return %d", int32(status))
	}
	return p.lines
}

func (p *player) notice(m fmt.Stringer) {
	text := m.String()
	if e, ok := m.(mssql.Error); ok {
		text = e.Message
	}
	p.say("%s", p.mask(text))
}

func (p *player) fault(err error) {
	var e mssql.Error
	if !errors.As(err, &e) {
		p.say("%v", err)
		return
	}
	where := ""
	if e.ProcName != "" {
		where = ", Procedure " + e.ProcName
	}
	p.say("Msg %d, Level %d, State %d%s", e.Number, e.Class, e.State, where)
	p.say("%s", p.mask(e.Message))
}

func (p *player) rows(rows *sql.Rows) {
	types, err := rows.ColumnTypes()
	if err != nil {
		p.fault(err)
		return
	}
	heads := make([]string, len(types))
	vals, dst := make([]any, len(types)), make([]any, len(types))
	for i, t := range types {
		heads[i] = strings.TrimSpace(t.Name() + " " + typeName(t))
		dst[i] = &vals[i]
	}
	p.say("%s", strings.Join(heads, " | "))
	for rows.Next() {
		if err := rows.Scan(dst...); err != nil {
			p.fault(err)
			return
		}
		cells := make([]string, len(vals))
		for i, v := range vals {
			cells[i] = p.cell(v, types[i].DatabaseTypeName())
		}
		p.say("%s", strings.Join(cells, " | "))
	}
}

// typeName is the declaration of a column's type, as far as the wire tells it. sysname travels as nvarchar(128).
func typeName(t *sql.ColumnType) string {
	name := strings.ToLower(t.DatabaseTypeName())
	switch name {
	case "varchar", "nvarchar", "char", "nchar", "varbinary", "binary":
		n, _ := t.Length()
		switch {
		case n > 8000:
			return name + "(max)"
		case name == "nvarchar" && n == 128:
			return "sysname"
		}
		return fmt.Sprintf("%s(%d)", name, n)
	case "decimal", "numeric":
		prec, scale, _ := t.DecimalSize()
		return fmt.Sprintf("%s(%d,%d)", name, prec, scale)
	}
	return name
}

// cell is a value as text. Moments near now print as {now}, today's date as an int as {today}.
func (p *player) cell(v any, typ string) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case time.Time:
		if typ == "DATETIME" && v.Sub(p.wall()).Abs() < 10*time.Minute {
			return "{now}"
		}
		if typ == "DATE" {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02 15:04:05.000")
	case bool:
		if v {
			return "1"
		}
		return "0"
	case int64:
		if now := p.stage.Now(); v == int64(now.Year()*10000+int(now.Month())*100+now.Day()) {
			return "{today}"
		}
	case []byte:
		switch typ {
		case "UNIQUEIDENTIFIER":
			var u mssql.UniqueIdentifier
			if err := u.Scan(v); err == nil {
				return p.mask(u.String())
			}
		case "DECIMAL", "MONEY", "SMALLMONEY":
			return string(v)
		}
		return fmt.Sprintf("0x%X", v)
	}
	return p.mask(fmt.Sprint(v))
}

// wall is the server's wall clock as the driver hands it over: without a zone.
func (p *player) wall() time.Time {
	now := p.stage.Now()
	return time.Date(now.Year(), now.Month(), now.Day(), now.Hour(), now.Minute(), now.Second(), 0, time.UTC)
}
