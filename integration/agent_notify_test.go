package integration

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"msxgate/agent"
)

// postOffice is a mail server that takes mail over STARTTLS from who logs in.
type postOffice struct {
	t     testing.TB
	addr  string
	tls   *tls.Config
	plain bool // no STARTTLS is offered
	tlsAt bool // TLS begins with the first byte

	mu   sync.Mutex
	busy int // how many connections are turned away
	got  chan letter
}

// letter is a message that arrived.
type letter struct{ to, subject, body string }

// certified is a certificate for 127.0.0.1, and the roots that verify it.
func certified(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return &tls.Config{Certificates: s.TLS.Certificates}, roots
}

func newPostOffice(t testing.TB, prepare func(*postOffice)) (*postOffice, *agent.Mail) {
	t.Helper()
	conf, roots := certified(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &postOffice{t: t, addr: l.Addr().String(), tls: conf, got: make(chan letter, 16)}
	prepare(o)
	var open sync.WaitGroup
	t.Cleanup(open.Wait)
	t.Cleanup(func() { l.Close() })
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { o.serve(c) })
		}
	})
	return o, &agent.Mail{Server: o.addr, From: "agent@example.org", User: "agent", Password: "M4il!", Roots: roots}
}

func (o *postOffice) serve(c net.Conn) {
	defer func() { c.Close() }()
	secure, known, to := o.tlsAt, false, ""
	if secure {
		c = tls.Server(c, o.tls)
	}
	say := func(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }
	o.mu.Lock()
	turnAway := o.busy > 0
	o.busy--
	o.mu.Unlock()
	if turnAway {
		say("421 busy")
		return
	}
	say("220 office")
	in := bufio.NewReader(c)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		switch verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0]); {
		case verb == "EHLO" && (secure || o.plain):
			say("250-office\r\n250 AUTH PLAIN")
		case verb == "EHLO":
			say("250-office\r\n250 STARTTLS")
		case verb == "STARTTLS":
			say("220 go on")
			c = tls.Server(c, o.tls)
			in, secure = bufio.NewReader(c), true
		case verb == "AUTH":
			word, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "AUTH PLAIN "))
			if known = string(word) == "\x00agent\x00M4il!"; known {
				say("235 welcome")
			} else {
				say("535 who?")
			}
		case verb == "QUIT":
			say("221 bye")
			return
		case verb == "MAIL" && !known:
			say("530 log in")
		case verb == "RCPT":
			to = strings.Trim(strings.TrimPrefix(strings.SplitN(line, " ", 3)[1], "TO:"), "<>")
			say("250 ok")
		case verb == "DATA":
			say("354 go on")
			o.take(in, to)
			say("250 taken")
		default:
			say("250 ok")
		}
	}
}

// take reads a message to the dot that ends it.
func (o *postOffice) take(in *bufio.Reader, to string) {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	m, err := mail.ReadMessage(strings.NewReader(text.String()))
	if err != nil {
		o.t.Error(err)
		return
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		o.t.Error(err)
	}
	o.got <- letter{to, m.Header.Get("Subject"), strings.ReplaceAll(string(body), "\r\n", "\n")}
}

// arrived waits for a message.
func arrived[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case m := <-c:
		return m
	case <-time.After(20 * time.Second):
		t.Fatal("no message arrives")
	}
	panic("unreachable")
}

// nothing checks that no message is there. Deliveries are over when the agent has stopped.
func (r *rig) nothing(o *postOffice) {
	r.t.Helper()
	r.agent.Stop()
	select {
	case m := <-o.got:
		r.t.Errorf("a message nobody wanted: %+v", m)
	default:
	}
}

func TestAgentMailsOperator(t *testing.T) {
	o, mail := newPostOffice(t, func(o *postOffice) { o.busy = 2 }) // the third attempt is taken
	r := newLocalRig(t)
	r.agent.Mail = mail
	r.start()
	r.on(r.target, `EXEC msdb.dbo.sp_add_operator @name = N'DBA', @email_address = N'dba@example.org; second@example.org'`)
	r.local("J", cmdExec("exit 1", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'J', @notify_level_email = 2, @notify_email_operator_name = N'DBA'`)
	r.run("J")
	const outcome = "The job failed.  The Job was invoked by User dba.  The last step to run was step 1 (s1)."
	got := map[string]letter{}
	for range 2 {
		m := arrived(t, o.got)
		got[m.to] = m
	}
	for _, to := range []string{"dba@example.org", "second@example.org"} {
		want := letter{
			to, `SQL Server Job System: 'J' completed on \\T1`,
			"JOB RUN:\t'J' was run on 2026-01-05 at 09:30:00\nDURATION:\t0 hours, 0 minutes, 0 seconds\nSTATUS: \tFailed\nMESSAGES:\t" + outcome + "\n",
		}
		if got[to] != want {
			t.Errorf("%s\n got %+v\nwant %+v", to, got[to], want)
		}
	}
	r.want(r.target, `SELECT operator_id_emailed, operator_id_paged, message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`, "1|0|"+outcome)
	r.want(r.target, `SELECT last_email_date, last_email_time FROM msdb.dbo.sysoperators`, "20260105|93000")

	// Not on success at this level; not to who is disabled, which the history notes.
	r.local("K", cmdExec("true", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'K', @notify_level_email = 2, @notify_email_operator_name = N'DBA'`)
	r.run("K")
	r.on(r.target, `EXEC msdb.dbo.sp_update_operator @name = N'DBA', @new_name = N'Boss', @enabled = 0`)
	r.run("J")
	r.want(r.target, `SELECT TOP 1 operator_id_emailed, message FROM msdb.dbo.sysjobhistory ORDER BY instance_id DESC`,
		"0|"+outcome+"  NOTE: Failed to notify 'Boss' via email.")
	r.nothing(o)
}

// TestAgentPages pages an operator in his hours, and the fail-safe operator outside of them.
func TestAgentPages(t *testing.T) {
	o, mail := newPostOffice(t, func(*postOffice) {})
	r := newLocalRig(t)
	r.agent.Mail = mail
	r.start()
	r.on(r.target,
		`EXEC msdb.dbo.sp_add_operator @name = N'Pager', @pager_address = N'pager@example.org', @pager_days = 62,
			@weekday_pager_start_time = 220000, @weekday_pager_end_time = 60000`,
		`EXEC msdb.dbo.sp_add_operator @name = N'Safe', @email_address = N'safe@example.org'`)
	r.setting("AlertFailSafeOperator", "REG_SZ", `N'Safe'`)
	r.local("J", cmdExec("true", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'J', @notify_level_page = 3, @notify_page_operator_name = N'Pager'`)
	// Operators, pages and mail: Monday 9:30 is off duty, its night is not; the night of Sunday belongs to Sunday.
	for _, test := range []struct {
		after           time.Duration
		to              string
		emailed, pagers string
	}{
		{0, "safe@example.org", "2", "0"},
		{13 * time.Hour, "pager@example.org", "0", "1"},
		{7 * time.Hour, "pager@example.org", "0", "1"},
		{time.Hour, "safe@example.org", "2", "0"},
		{-24 * time.Hour, "safe@example.org", "2", "0"},
	} {
		r.advance(test.after)
		r.run("J")
		if m := arrived(t, o.got); m.to != test.to {
			t.Errorf("at %v it reaches %s, want %s", r.clock(), m.to, test.to)
		}
		r.want(r.target, `SELECT TOP 1 operator_id_emailed, operator_id_paged FROM msdb.dbo.sysjobhistory ORDER BY instance_id DESC`,
			test.emailed+"|"+test.pagers)
	}
	r.nothing(o)
}

// TestAgentMailsOverTLS speaks TLS to the mail server from the first byte, and through the agent's port for other senders.
func TestAgentMailsOverTLS(t *testing.T) {
	o, mail := newPostOffice(t, func(o *postOffice) { o.tlsAt = true })
	mail.Implicit = true
	r := newLocalRig(t)
	r.agent.Mail = mail
	if err := r.agent.Notify("DBA", "dba@example.org", "hello", "all is well"); err == nil {
		t.Error("an agent that does not run sends mail")
	}
	r.start()
	if err := r.agent.Notify("DBA", "dba@example.org", "hällo", "all is well"); err != nil {
		t.Fatal(err)
	}
	if m := arrived(t, o.got); m != (letter{"dba@example.org", "=?UTF-8?q?h=C3=A4llo?=", "all is well\n"}) {
		t.Errorf("%+v", m)
	}
	if err := r.agent.Notify("DBA", "nobody", "x", "x"); err == nil {
		t.Error("mail to no address")
	}
}

// TestAgentMailFlags is mail as an administrator sets it up, from a job that is started over the wire.
func TestAgentMailFlags(t *testing.T) {
	o, _ := newPostOffice(t, func(*postOffice) {})
	dir := t.TempDir()
	roots, secret := filepath.Join(dir, "roots.pem"), filepath.Join(dir, "secret")
	pemBytes := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.tls.Certificates[0].Certificate[0]})
	if err := errors.Join(os.WriteFile(roots, pemBytes, 0o600), os.WriteFile(secret, []byte("M4il!\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	s := newServer(t, "HQ", "--smtp-server", o.addr, "--smtp-from", "Agent <agent@example.org>", "--smtp-user", "agent", "--smtp-password-file", secret)
	s.env = append(s.env, "SSL_CERT_FILE="+roots)
	s.start()
	s.exec(`EXEC msdb.dbo.sp_add_operator @name = N'DBA', @email_address = N'dba@example.org'`,
		`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa', @notify_level_email = 3, @notify_email_operator_name = N'DBA'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N's1', @command = N'SELECT 1'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'`, `EXEC msdb.dbo.sp_start_job N'J'`)
	if m := arrived(t, o.got); m.to != "dba@example.org" || !strings.Contains(m.body, "STATUS: \tSucceeded\n") {
		t.Errorf("%+v", m)
	}
	s.stop()
	if strings.Contains(s.output(), "M4il!") {
		t.Error("the password stands in the log")
	}
	for _, args := range [][]string{
		{"--smtp-from", "x@example.org"},
		{"--smtp-server", "mail.example.org", "--smtp-from", "x@example.org"},
		{"--smtp-server", "mail.example.org:25"},
	} {
		out, err := exec.Command(binary, append([]string{"serve", "--data", t.TempDir()}, args...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "--smtp-server") {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
}

// TestAgentMailGivesUp tells nobody when the mail server does not answer rightly, and the job does not wait.
func TestAgentMailGivesUp(t *testing.T) {
	o, mail := newPostOffice(t, func(o *postOffice) { o.plain = true }) // no TLS: the password must not travel
	r := newLocalRig(t)
	r.agent.Mail = mail
	r.start()
	r.on(r.target, `EXEC msdb.dbo.sp_add_operator @name = N'DBA', @email_address = N'dba@example.org'`)
	r.local("J", cmdExec("true", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'J', @notify_level_email = 1, @notify_email_operator_name = N'DBA'`)
	r.run("J")
	r.want(r.target, `SELECT run_status, operator_id_emailed FROM msdb.dbo.sysjobhistory WHERE step_id = 0`, "1|1")
	r.nothing(o)
	if !strings.Contains(r.log.String(), "it is given up") || strings.Contains(r.log.String(), "M4il!") {
		t.Error(r.log.String())
	}
}

func TestAgentPostsToHook(t *testing.T) {
	type request struct{ path, kind, text string }
	got := make(chan request, 4)
	answers := make(chan int, 4)
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var m struct{ Text string }
		if err := json.NewDecoder(q.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		got <- request{q.URL.Path, q.Header.Get("Content-Type"), m.Text}
		w.WriteHeader(<-answers)
	}))
	defer s.Close()
	r := newLocalRig(t)
	r.agent.HTTP = s.Client().Transport
	r.start()
	r.on(r.target, `EXEC msdb.dbo.sp_add_operator @name = N'Chat', @email_address = N'`+s.URL+`/T0/s3cret'`)
	r.local("J", cmdExec("true", ""))
	r.on(r.target, `EXEC msdb.dbo.sp_update_job @job_name = N'J', @notify_level_email = 3, @notify_email_operator_name = N'Chat'`)
	answers <- 503
	answers <- 200
	r.run("J")
	for range 2 {
		m := arrived(t, got)
		if m.path != "/T0/s3cret" || m.kind != "application/json" || !strings.HasPrefix(m.text, "SQL Server Job System: 'J' completed on \\\\T1\nJOB RUN:\t'J'") {
			t.Errorf("%+v", m)
		}
	}
	r.agent.Stop()
	if log := r.log.String(); strings.Contains(log, "s3cret") || !strings.Contains(log, "503") || !strings.Contains(log, "Operator notified") {
		t.Error(log)
	}
}

// TestAgentWritesEvents writes what the event log of Windows gets, at the level of the job.
func TestAgentWritesEvents(t *testing.T) {
	r := newLocalRig(t)
	r.start()
	r.local("J", cmdExec("exit 1", "")) // level 2
	r.local("K", cmdExec("true", ""))
	r.run("J")
	r.run("K")
	log := r.log.String()
	if !strings.Contains(log, "SQL Server Scheduled Job 'J' (0x") || !strings.Contains(log, " - Status: Failed - Invoked on: 2026-01-05 09:30:00 - Message: The job failed.") {
		t.Error(log)
	}
	if strings.Contains(log, "Scheduled Job 'K'") {
		t.Error("an event of a success at level 2")
	}
}
