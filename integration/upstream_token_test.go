package integration

import (
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/tds"
)

// upstreamTokens compares what comes over the wire, token by token, with what a server says in which procedures and tables
// are in one place. That is so exact that only servers of our own can pass.
func upstreamTokens(t *testing.T, r rear) {
	if _, ok := r.(processes); !ok {
		t.Skip("Docker's servers number, count and word some tokens in ways of their own")
	}
	for _, f := range sqlFiles(t, "testdata/upstream") {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			whole := newServer(t, "HQ", "--agent", "off")
			whole.start()
			want, got := newWire(t, whole), newWire(t, front(t, r.open(t, "HQ")))
			for _, batch := range scriptBatches(t, f) {
				w, g := want.say(batch), got.say(batch)
				if !slices.Equal(w, g) {
					t.Errorf("%s\n got:\n  %s\nwant:\n  %s", batch, strings.Join(g, "\n  "), strings.Join(w, "\n  "))
				}
			}
		})
	}
}

// scriptBatches are the batches of a golden script, without its answers.
func scriptBatches(t *testing.T, file string) []string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	for line := range strings.Lines(string(src)) {
		if !strings.HasPrefix(line, "-->") {
			kept.WriteString(line)
		}
	}
	return batches(kept.String())
}

// wire is a connection whose tokens are read as text.
type wire struct {
	t     *testing.T
	conn  *tds.ClientConn
	trace strings.Builder
	guids map[string]string

	transaction uint64 // the descriptor of the one that is open, or 0
}

func newWire(t *testing.T, s *server) *wire {
	t.Helper()
	w := &wire{t: t, guids: map[string]string{}}
	nc, err := net.Dial("tcp", s.addr())
	if err != nil {
		t.Fatal(err)
	}
	w.conn, err = tds.Dial(t.Context(), nc, &tds.ClientConfig{
		Encrypt: tds.EncryptRequired, TLS: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // its own server
		Login: tds.Login7{UserName: "sa", Password: password, Database: "master", AppName: "wire", PacketSize: 4096},
		Trace: &w.trace,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.conn.Close() })
	return w
}

// say sends a batch and returns the tokens of the answer.
func (w *wire) say(batch string) []string {
	w.t.Helper()
	w.trace.Reset()
	if err := w.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: batch}, TranDescriptor: w.transaction, Outstanding: 1}); err != nil {
		w.t.Fatalf("%s: %v", batch, err)
	}
	for {
		token, err := w.conn.NextToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			w.t.Fatalf("%s: %v", batch, err)
		}
		w.follow(token)
	}
	var tokens []string
	for line := range strings.Lines(w.trace.String()) {
		if text, ok := strings.CutPrefix(line, "-> "); ok {
			tokens = append(tokens, w.mask(strings.TrimSpace(text)))
		}
	}
	return tokens
}

// follow keeps the descriptor of the transaction, as drivers do.
func (w *wire) follow(token tds.Token) {
	e, ok := token.(*tds.EnvChange)
	if !ok {
		return
	}
	switch e.Type {
	case tds.EnvBeginTran:
		w.transaction = e.Descriptor()
	case tds.EnvCommitTran, tds.EnvRollbackTran, tds.EnvTranEnded:
		w.transaction = 0
	}
}

var (
	wireGUID = regexp.MustCompile(`\b[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\b`)
	wireTran = regexp.MustCompile(`^EnvChange (8|9|10|17) (.*)$`)
	wireTime = regexp.MustCompile(`'20(2[1-9]|[3-9]\d)-[^']*'`) // the texts themselves name no moment later than 2020
)

// mask takes out what no two servers say alike.
func (w *wire) mask(token string) string {
	if m := wireTran.FindStringSubmatch(token); m != nil {
		return "EnvChange " + m[1]
	}
	token = wireTime.ReplaceAllString(token, "{time}")
	return wireGUID.ReplaceAllStringFunc(token, func(g string) string {
		if w.guids[g] == "" {
			w.guids[g] = fmt.Sprintf("{%d}", len(w.guids)+1)
		}
		return w.guids[g]
	})
}

// faults are texts in which something fails after a call of ours, and where: the number of the error and its line.
var faults = []struct {
	text   string
	number int32
	line   int32
	proc   string
}{
	{"EXEC msdb.dbo.sp_add_targetservergroup N'A'\n\nSELECT 1/0", 8134, 3, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'B'\nSELECT 1,\n  2,\n  1/0 AS third", 8134, 2, ""},
	{"-- first\nEXEC msdb.dbo.sp_add_targetservergroup N'C'\nSELECT *\nFROM msdb.dbo.nothing", 208, 3, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'D'\n/* a\ncomment */ RAISERROR (N'here', 16, 1)", 50000, 3, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'E';\n\n\nTHROW 50001, N'here', 1", 50001, 4, ""},
	{"DECLARE @n int\nEXEC msdb.dbo.sp_add_targetservergroup N'F'\nIF 1 = 1\nBEGIN\n  SET @n = CONVERT(int, N'x')\nEND", 245, 5, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'G'\nEXEC (N'\n\nSELECT 1/0')", 8134, 3, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'H'\nSELECT 1 AS one\nSELEC 2", 102, 3, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'I'\nSELECT no_such_column\nFROM msdb.dbo.sysjobs", 207, 2, ""},
	{"\n\nEXEC msdb.dbo.sp_no_such_procedure\nEXEC msdb.dbo.sp_add_targetservergroup N'J'", 2812, 3, ""},
	{"SELECT 1 AS one\nEXEC msdb.dbo.sp_delete_targetservergroup N'nope'", 14262, 0, "sp_delete_targetservergroup"},
	{"CREATE TABLE #t (n int PRIMARY KEY)\nINSERT INTO #t VALUES (1)\nEXEC msdb.dbo.sp_add_targetservergroup N'K'\nINSERT INTO #t\nVALUES (1)", 2627, 4, ""},
	{"EXEC msdb.dbo.sp_add_targetservergroup N'L'\nWHILE 1 = 1\nBEGIN\n  COMMIT\n  BREAK\nEND", 3902, 4, ""},
}

// upstreamLines: an error carries the line of the client's own batch, whoever ran the statement. The line of an error inside
// of ours is its procedure's own and not looked at.
func upstreamLines(t *testing.T, r rear) {
	db := front(t, r.open(t, "HQ")).openDatabase("master")
	for _, f := range faults {
		_, err := db.Exec(f.text)
		var e mssql.Error
		if !errors.As(err, &e) {
			t.Errorf("%s\nended with %v", f.text, err)
			continue
		}
		if len(e.All) > 0 {
			e = e.All[0]
		}
		if e.Number != f.number || e.ProcName != f.proc || f.line > 0 && e.LineNo != f.line || e.ServerName != "HQ" {
			t.Errorf("%s\nended with Msg %d, line %d, procedure %q, server %q; want %d, line %d, %q", f.text, e.Number, e.LineNo, e.ProcName, e.ServerName, f.number, f.line, f.proc)
		}
	}
}

// upstreamResets: a connection that comes from the pool again is as new, whoever of the two changed its session, and the
// reset may come with a batch of ours or of theirs.
func upstreamResets(t *testing.T, r rear) {
	db := front(t, r.open(t, "HQ")).openDatabase("master")
	db.SetMaxOpenConns(1)
	const dirty = `EXEC msdb.dbo.sp_add_targetservergroup N'A'; USE msdb; CREATE TABLE #mine (n int); SET LOCK_TIMEOUT 5; SET DATEFORMAT dmy
		DECLARE kept CURSOR GLOBAL FOR SELECT 1 AS one; OPEN kept
		BEGIN TRANSACTION; EXEC msdb.dbo.sp_add_targetservergroup N'B'; INSERT INTO #mine VALUES (1)`
	const state = `SELECT CONCAT(DB_NAME(), N' ', CASE WHEN OBJECT_ID(N'tempdb..#mine') IS NULL THEN N'none' ELSE N'mine' END, N' ', @@LOCK_TIMEOUT, N' ',
		@@TRANCOUNT, N' ', CONVERT(nvarchar(10), CONVERT(date, N'05/06/2026'), 120), N' ', (SELECT COUNT(*) FROM msdb.dbo.systargetservergroups))`
	for name, check := range map[string]string{
		"theirs": state,
		"ours":   `DECLARE @rc int; EXEC @rc = msdb.dbo.sp_delete_targetservergroup N'A'; EXEC msdb.dbo.sp_add_targetservergroup N'A'; ` + state,
	} {
		if _, err := db.Exec(dirty); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got sql.NullString
		if err := db.QueryRow(check).Scan(&got); err != nil || got.String != "master none -1 0 2026-05-06 1" {
			t.Errorf("%s: the next one finds %q (%v)", name, got.String, err)
		}
		if _, err := db.Exec(`FETCH NEXT FROM kept`); err == nil || !strings.Contains(err.Error(), "kept") {
			t.Errorf("%s: the cursor: %v", name, err)
		}
		if _, err := db.Exec(`EXEC msdb.dbo.sp_delete_targetservergroup N'A'`); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
