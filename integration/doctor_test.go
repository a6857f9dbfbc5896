package integration

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// commaAddr is the server as -S and --alias name it.
func (s *server) commaAddr() string { return fmt.Sprintf("127.0.0.1,%d", s.port) }

// diagnosis is what `msxgate doctor --json` found, by check.
type diagnosis struct {
	t      testing.TB
	code   int
	text   string
	checks map[string]struct {
		Check, Status, Found, Cause string
		Cure                        []string
	}
}

// doctorOf runs doctor with a data directory, or with whatever else the arguments say.
func doctorOf(t testing.TB, args ...string) *diagnosis {
	t.Helper()
	d := &diagnosis{t: t}
	d.code, d.text = runBinary(t, append([]string{"doctor", "--json", "--timeout", "5s"}, args...)...)
	var report struct {
		Checks []struct {
			Check, Status, Found, Cause string
			Cure                        []string
		}
	}
	if err := json.Unmarshal([]byte(d.text), &report); err != nil {
		t.Fatalf("doctor: %v\n%s", err, d.text)
	}
	d.checks = map[string]struct {
		Check, Status, Found, Cause string
		Cure                        []string
	}{}
	for _, c := range report.Checks {
		d.checks[c.Check] = c
		if c.Status == "FAIL" && c.Cause == "" {
			t.Errorf("%s has no cause: %s", c.Check, c.Found)
		}
	}
	return d
}

// runBinary runs msxgate to its end; its standard error is logged.
func runBinary(t testing.TB, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if errs.Len() > 0 {
		t.Logf("%v: %s", args, errs.String())
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// want wants a check to end so, with all of the texts in what it says.
func (d *diagnosis) want(check, status string, texts ...string) {
	d.t.Helper()
	c := d.checks[check]
	all := c.Found + "\n" + c.Cause + "\n" + strings.Join(c.Cure, "\n")
	if c.Status != status {
		d.t.Errorf("%s is %q, want %q:\n%s", check, c.Status, status, d.text)
		return
	}
	for _, text := range texts {
		if !strings.Contains(all, text) {
			d.t.Errorf("%s does not say %q:\n%s", check, text, all)
		}
	}
}

// wantOnly wants one FAIL, this one, and the exit code that goes with it.
func (d *diagnosis) wantOnly(check string, texts ...string) {
	d.t.Helper()
	d.want(check, "FAIL", texts...)
	for name, c := range d.checks {
		if c.Status == "FAIL" && name != check {
			d.t.Errorf("%s failed too: %s", name, c.Found)
		}
	}
	if d.code != 2 {
		d.t.Errorf("exit code %d", d.code)
	}
}

// wantHealthy wants neither a FAIL nor anything skipped.
func (d *diagnosis) wantHealthy() {
	d.t.Helper()
	for name, c := range d.checks {
		if c.Status == "FAIL" || c.Status == "skipped" {
			d.t.Errorf("%s is %s: %s", name, c.Status, c.Found)
		}
	}
	if d.code != 0 {
		d.t.Errorf("exit code %d:\n%s", d.code, d.text)
	}
}

// TestDoctorRoad makes every fault of the road to the master.
func TestDoctorRoad(t *testing.T) {
	t.Parallel()
	e := newEnterprise(t, 1)
	hq, t1 := e.hq, e.targets[0]
	to := func(address string) string { return "--alias=HQ=" + address }
	// road is doctor on T1's store, on its road to an address.
	road := func(t *testing.T, address string, more ...string) *diagnosis {
		t.Helper()
		return doctorOf(t, append([]string{"--data", t1.dir, "--master", "HQ", to(address)}, more...)...)
	}
	web := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(web.Close)

	t.Run("all is well", func(t *testing.T) {
		d := road(t, hq.commaAddr())
		d.wantHealthy()
		d.want("enlistment", "ok", "the name T1 is free")
		d.want("target", "ok", "is T1")
		d = doctorOf(t, "-S", t1.commaAddr(), "-P", password, "--data", t1.dir, "--master", "HQ", to(hq.commaAddr()), "--msx-password", "T4rgets!")
		d.wantHealthy()
		d.want("account", "ok", "targets", "MsxLogin")
		d.want("prelogin", "ok", "7.x", "strict")
	})
	t.Run("no password", func(t *testing.T) {
		d := doctorOf(t, "-S", t1.commaAddr(), "-P", password, "--data", t1.dir, "--master", "HQ", to(hq.commaAddr()))
		d.want("account", "skipped", "no password", "--msx-password-file")
		d.want("login", "skipped")
		if d.code != 1 {
			t.Errorf("exit code %d", d.code)
		}
	})
	t.Run("text", func(t *testing.T) {
		code, out := runBinary(t, "doctor", "--data", t1.dir, "--master", "HQ", to("no-such-host.invalid,1433"))
		if code != 2 || !strings.Contains(out, "\nFAIL     dns ") || !strings.Contains(out, "cause: ") || !strings.Contains(out, "cure:  ") ||
			!strings.Contains(out, "\nskipped  tcp ") || !strings.Contains(out, "1 FAIL") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
	t.Run("target not there", func(t *testing.T) {
		d := doctorOf(t, "-S", fmt.Sprintf("127.0.0.1,%d", freePort(t)), "--data", t1.dir, "--master", "HQ", to(hq.commaAddr()))
		d.wantOnly("target", "msxgate serve")
		d.want("certificate name", "ok") // the road is walked as far as it goes without
	})
	t.Run("target refuses", func(t *testing.T) {
		doctorOf(t, "-S", t1.commaAddr(), "-P", "wrong", "--data", t1.dir, "--master", "HQ", to(hq.commaAddr())).wantOnly("target", "18456")
	})
	t.Run("no store", func(t *testing.T) {
		doctorOf(t, "--data", t.TempDir()).want("target", "FAIL", "no store")
	})
	t.Run("no master", func(t *testing.T) {
		doctorOf(t, "--data", t1.dir).wantOnly("master name", "--master NAME")
	})
	t.Run("own name", func(t *testing.T) {
		doctorOf(t, "--data", t1.dir, "--master", "t1", "--alias=T1="+hq.commaAddr()).want("own role", "FAIL", "14297")
	})
	t.Run("address", func(t *testing.T) {
		road(t, "hq,none").wantOnly("address", "no port after the comma")
	})
	t.Run("dns", func(t *testing.T) {
		d := road(t, "no-such-host.invalid,1433")
		d.wantOnly("dns", "no-such-host.invalid", "--alias HQ=")
		d.want("tcp", "skipped")
		d.want("jobs", "skipped")
	})
	t.Run("alias in msdb", func(t *testing.T) {
		t1.exec(`INSERT INTO msdb.msxgate.server_alias (alias, address) VALUES (N'HQ', N'` + hq.commaAddr() + `')`)
		defer t1.exec(`DELETE FROM msdb.msxgate.server_alias`)
		d := doctorOf(t, "--data", t1.dir, "--master", "HQ")
		d.wantHealthy()
		d.want("address", "ok", "msxgate.server_alias")
	})
	t.Run("tcp", func(t *testing.T) {
		road(t, fmt.Sprintf("127.0.0.1,%d", freePort(t))).wantOnly("tcp", "nothing listens", "--listen")
	})
	t.Run("web server", func(t *testing.T) {
		road(t, strings.ReplaceAll(web.Listener.Addr().String(), ":", ","), "--timeout", "2s").wantOnly("prelogin", "a web server answers")
	})
	t.Run("closes at once", func(t *testing.T) {
		road(t, listen(t, "127.0.0.1:0", func(c net.Conn) { c.Close() })).wantOnly("prelogin", "closed without an answer")
	})
	t.Run("says nothing", func(t *testing.T) {
		d := road(t, listen(t, "127.0.0.1:0", func(c net.Conn) { io.Copy(io.Discard, c) }), "--timeout", "2s")
		d.wantOnly("prelogin", "no answer to PRELOGIN in time")
	})
	t.Run("untrusted", func(t *testing.T) {
		d := doctorOf(t, "-S", t1.commaAddr(), "-P", password, "--data", t.TempDir(), "--master", "HQ", to(hq.commaAddr()), "--msx-password", "T4rgets!")
		d.wantOnly("certificate chain", "unknown authority", "msxgate trust --data", "SHA-256")
		d.want("certificate dates", "ok")
		d.want("login", "skipped") // the password does not go there
	})
	t.Run("wrong name", func(t *testing.T) {
		l := listen(t, "127.0.0.2:0", func(c net.Conn) { forward(c, hq.addr()) })
		road(t, l).wantOnly("certificate name", "it is not for 127.0.0.2", "127.0.0.1", "--cert-host 127.0.0.2")
	})
	t.Run("channel", func(t *testing.T) {
		channel := func(v string) {
			t1.exec(`EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', ` + v)
		}
		defer channel("2")
		channel("1")
		d := doctorOf(t, "-S", t1.commaAddr(), "-P", password, "--data", t.TempDir(), "--master", "HQ", to(hq.commaAddr()), "--msx-password", "T4rgets!")
		d.wantHealthy()
		d.want("channel", "warn", "any certificate")
		d.want("certificate chain", "warn", "not looked at")
		channel("0")
		d = road(t, hq.commaAddr())
		d.wantHealthy()
		d.want("channel", "warn", "no encryption")
	})
	t.Run("login", func(t *testing.T) {
		road(t, hq.commaAddr(), "--msx-password", "wrong").wantOnly("login", "18456", "ALTER CREDENTIAL MsxLogin WITH IDENTITY = N'targets'")
		hq.exec(`ALTER LOGIN targets DISABLE`)
		defer hq.exec(`ALTER LOGIN targets ENABLE`)
		road(t, hq.commaAddr()).wantOnly("login", "disabled")
	})
	t.Run("membership", func(t *testing.T) {
		hq.exec(`CREATE LOGIN outsider WITH PASSWORD = N'Outs1der!'`, `CREATE LOGIN [a stranger] WITH PASSWORD = N'Strang3r!'`, `CREATE USER [a stranger] FOR LOGIN [a stranger]`,
			`CREATE LOGIN lame WITH PASSWORD = N'Lam3lame!'`, `CREATE USER lame FOR LOGIN lame`, `ALTER ROLE TargetServersRole ADD MEMBER lame`,
			`DENY UPDATE ON dbo.sysdownloadlist TO lame`)
		as := func(login, password string) *diagnosis {
			return road(t, hq.commaAddr(), "--msx-user", login, "--msx-password", password)
		}
		as("outsider", "Outs1der!").wantOnly("role", "outsider is user guest", "15003", "CREATE USER outsider")
		as("a stranger", "Strang3r!").wantOnly("role", "15003", "ADD MEMBER [a stranger]")
		as("lame", "Lam3lame!").wantOnly("rights", "UPDATE on sysdownloadlist")
		d := as("sa", password)
		d.wantHealthy()
		d.want("role", "warn", "sysadmin")
	})
	t.Run("no MSXOperator", func(t *testing.T) {
		hq.exec(`EXEC msdb.dbo.sp_delete_operator N'MSXOperator'`)
		defer hq.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'`)
		road(t, hq.commaAddr()).wantOnly("MSXOperator", "14363", "sp_add_operator")
	})
	t.Run("expired", func(t *testing.T) {
		dir := t.TempDir()
		expiredCertificate(t, dir)
		old := newServer(t, "OLD", "--tls-cert", filepath.Join(dir, "cert.pem"), "--tls-key", filepath.Join(dir, "key.pem"))
		old.start()
		if err := os.Mkdir(filepath.Join(dir, "trust"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(dir, "ca.pem"), filepath.Join(dir, "trust", "ca.pem")); err != nil {
			t.Fatal(err)
		}
		d := doctorOf(t, "-S", t1.commaAddr(), "-P", password, "--data", dir, "--master", "OLD", "--alias=OLD="+old.commaAddr(), "--msx-password", "T4rgets!")
		d.wantOnly("certificate dates", "expired on", "--tls-cert")
		d.want("certificate chain", "ok")
		// The same server as a target that was not prepared.
		doctorOf(t, "-S", old.commaAddr(), "-P", password, "--data", t1.dir, "--master", "HQ", to(hq.commaAddr())).wantOnly("account", "sp_msx_set_account")
	})
}

// TestDoctorEnlistment makes the faults that only two servers together have, and mends them with `msxgate targets reconcile`.
func TestDoctorEnlistment(t *testing.T) {
	t.Parallel()
	e := newEnterprise(t, 2)
	e.enlist()
	hq, t1, t2 := e.hq, e.targets[0], e.targets[1]
	alias := "--alias=HQ=" + hq.commaAddr()
	doctor := func(s *server, more ...string) *diagnosis {
		t.Helper()
		return doctorOf(t, append([]string{"--data", s.dir, alias}, more...)...)
	}
	// reconcile runs the command on a server and wants an exit code and texts.
	reconcile := func(s *server, code int, args []string, texts ...string) {
		t.Helper()
		got, out := runBinary(t, append([]string{"targets", "reconcile", "-S", s.commaAddr(), "-P", password, "--data", s.dir, alias, "--msx-password", "T4rgets!"}, args...)...)
		if got != code {
			t.Errorf("reconcile %v on %s: exit code %d, want %d:\n%s", args, s.name, got, code, out)
		}
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("reconcile %v on %s does not say %q:\n%s", args, s.name, text, out)
			}
		}
	}
	hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'Nightly'`, `EXEC msdb.dbo.sp_add_jobstep @job_name = N'Nightly', @step_name = N'one', @command = N'SELECT 1'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly', @server_name = N'T1'`, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly', @server_name = N'T2'`)
	for _, s := range e.targets {
		s.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	}
	hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`)

	d := doctor(t1)
	d.wantHealthy()
	d.want("enlistment", "ok", "last poll")
	d.want("instructions", "ok", "none pending")
	d.want("jobs", "ok", "1 on both")
	reconcile(t1, 0, nil, "nothing to mend")
	reconcile(hq, 0, nil, "HQ is a master. Targets: 2.", "All have polled within 7 days")

	// Levels and names.
	doctor(t1, "--master", "OTHER").want("own role", "FAIL", "14296")
	doctorOf(t, "--data", hq.dir, "--master", "T1", "--alias=T1="+t1.commaAddr()).want("own role", "FAIL", "14299")
	third := newServer(t, "T1")
	third.start()
	third.trust(hq)
	third.trust(t1)
	third.trust(t2)
	asThird := func(master string, at *server, user, secret string) *diagnosis {
		return doctorOf(t, "--data", third.dir, "--master", master, "--alias="+master+"="+at.commaAddr(), "--msx-user", user, "--msx-password", secret)
	}
	asThird("HQ", hq, "targets", "T4rgets!").wantOnly("enlistment", "another server polls under the name T1", "--server-name")
	asThird("MAIN", t1, "sa", password).want("hierarchy", "FAIL", "14297")
	asThird("MAIN", t2, "sa", password).want("hierarchy", "FAIL", "14360")

	// An instruction that failed blocks those behind it. The target leaves it alone.
	hq.exec(`INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, error_message)
		VALUES (N'HQ', 1, 1, NEWID(), N'T1', N'Proxy not found.')`)
	doctor(t1).wantOnly("instructions", "blocked", "Proxy not found.", "DELETE FROM msdb.dbo.sysdownloadlist WHERE instance_id = ", "sp_resync_targetserver N'T1'")
	hq.exec(`DELETE FROM msdb.dbo.sysdownloadlist WHERE error_message IS NOT NULL`)

	// A job that the master took away without a word; then all of them.
	hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'Weekly'`, `EXEC msdb.dbo.sp_add_jobstep @job_name = N'Weekly', @step_name = N'one', @command = N'SELECT 1'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'Weekly', @server_name = N'T2'`)
	t2.await(2, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`)
	hq.exec(`DELETE FROM msdb.dbo.sysjobservers WHERE server_id = (SELECT server_id FROM msdb.dbo.systargetservers WHERE server_name = N'T2')
		AND job_id = (SELECT job_id FROM msdb.dbo.sysjobs WHERE name = N'Nightly')`)
	doctor(t2).want("jobs", "warn", "on the target only: 'Nightly'", "sp_resync_targetserver N'T2'")
	reconcile(t2, 1, []string{"--apply"}, "Nightly", "sp_resync_targetserver N'T2'")
	hq.exec(`EXEC msdb.dbo.sp_resync_targetserver N'T2'`)
	t2.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0`)
	doctor(t2).wantHealthy()
	hq.exec(`DELETE FROM msdb.dbo.sysjobservers WHERE server_id = (SELECT server_id FROM msdb.dbo.systargetservers WHERE server_name = N'T2')`)
	doctor(t2).want("jobs", "warn", "'Weekly'", "no job for this target", "sp_msx_defect")
	reconcile(t2, 1, nil, "sp_msx_enlist N'HQ'")
	t2.exec(`EXEC msdb.dbo.sp_msx_defect`, `EXEC msdb.dbo.sp_msx_enlist N'HQ'`)
	doctor(t2).wantHealthy()

	// A target that its master has lost, as after a restore of msdb.
	hq.exec(`DELETE FROM msdb.dbo.systargetservers WHERE server_name = N'T1'`)
	doctor(t1).wantOnly("enlistment", "14364", "sp_msx_defect @forced_defection = 1")
	reconcile(t1, 1, nil, "does not know T1 (14364)", "Nightly", "would run: EXEC msdb.dbo.sp_msx_defect @forced_defection = 1")
	if got := t1.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobs`); got != "1" {
		t.Errorf("a dry run left %s jobs", got)
	}
	reconcile(t1, 0, []string{"--apply"}, "running:", "done")
	if got := t1.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobs`); got != "0" {
		t.Errorf("%s jobs are left", got)
	}
	reconcile(t1, 0, nil, "nothing to mend")

	// Jobs of a master on a server that knows of no enlistment.
	t1.exec(`EXEC msdb.dbo.sp_msx_enlist N'HQ'`)
	hq.exec(`DELETE FROM msdb.dbo.sysjobservers WHERE server_id NOT IN (SELECT server_id FROM msdb.dbo.systargetservers)`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'Nightly', @server_name = N'T1'`)
	t1.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	t1.exec(`EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N''`)
	doctor(t1).want("own role", "warn", "jobs of master HQ are left: 1")
	reconcile(t1, 1, nil, "would run: EXEC msdb.dbo.sp_delete_all_msx_jobs @msx_server = N'HQ'")
	reconcile(t1, 0, []string{"--apply"}, "done")
	if got := t1.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobs`); got != "0" {
		t.Errorf("%s jobs are left", got)
	}

	// Stale rows of the master: T1 is gone, T2 lives.
	t1.stop()
	hq.exec(`UPDATE msdb.dbo.systargetservers SET last_poll_date = DATEADD(day, -30, GETDATE()) WHERE server_name = N'T1'`)
	asThird("HQ", hq, "targets", "T4rgets!").want("enlistment", "warn", "still has a target T1", "sp_delete_targetserver @server_name = N'T1', @post_defection = 0")
	reconcile(hq, 1, nil, "T1", "30", "--remove NAME --apply")
	reconcile(hq, 1, []string{"--apply"}, "--remove NAME --apply")
	reconcile(hq, 1, []string{"--remove", "t1"}, "would run: EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T1', @post_defection = 0")
	reconcile(hq, 2, []string{"--remove", "T1,T2", "--apply"}, "T2 has polled within 7 days: not removed")
	if got := hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.systargetservers`); got != "2" {
		t.Errorf("%s targets, although one was refused", got)
	}
	reconcile(hq, 0, []string{"--remove", "T1", "--apply"}, "done")
	if got := hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.systargetservers`); got != "1" {
		t.Errorf("%s targets are left", got)
	}

	// A target whose agent stands still, seen from its store; and a master that is gone.
	t2.stop()
	hq.exec(`UPDATE msdb.dbo.systargetservers SET last_poll_date = DATEADD(minute, -5, GETDATE())`)
	doctor(t2).wantOnly("enlistment", "offline (status 2)", "--agent on")
	t2.start()
	hq.stop()
	reconcile(t2, 2, []string{"--apply"}, "The master cannot be asked: tcp", "--master-gone")
	reconcile(t2, 1, []string{"--master-gone"}, "would run: EXEC msdb.dbo.sp_msx_defect @forced_defection = 1")
	reconcile(t2, 0, []string{"--master-gone", "--apply"}, "done")
}

// TestDoctorChangesNothing compares both servers, and the files of the target, before and after.
func TestDoctorChangesNothing(t *testing.T) {
	t.Parallel()
	e := newEnterprise(t, 1)
	e.enlist()
	hq, t1 := e.hq, e.targets[0]
	t1.stop()
	hq.stop()
	hq.args = append(hq.args, "--agent", "off")
	hq.start()
	hq.exec(`UPDATE msdb.dbo.systargetservers SET poll_interval = 600`) // so that it does not go offline here
	look := func() string {
		var b strings.Builder
		for _, table := range []string{"systargetservers", "sysdownloadlist", "sysjobservers", "sysjobs", "sysoperators", "syssessions"} {
			fmt.Fprintln(&b, table, rowsOf(t, hq, "SELECT * FROM msdb.dbo."+table))
		}
		filepath.WalkDir(t1.dir, func(path string, f fs.DirEntry, err error) error {
			if err == nil && !f.IsDir() {
				text, err := os.ReadFile(path)
				fmt.Fprintf(&b, "%s %x %v\n", path, sha256.Sum256(text), err)
			}
			return nil
		})
		return b.String()
	}
	before := look()
	d := doctorOf(t, "--data", t1.dir, "--alias=HQ="+hq.commaAddr())
	d.want("MSXOperator", "ok")
	d.want("jobs", "ok")
	if after := look(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// rowsOf prints what a query returns.
func rowsOf(t testing.TB, s *server, query string) string {
	t.Helper()
	rows, err := s.open().Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	values, dst := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dst[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dst...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&b, values...)
	}
	return b.String()
}

// listen serves connections with f until the test ends, and returns the address as host,port.
func listen(t *testing.T, addr string, f func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		t.Skip(err) // 127.0.0.2 is not everywhere
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f(c)
		}
	}()
	return strings.ReplaceAll(l.Addr().String(), ":", ",")
}

// forward joins a connection with a new one to addr.
func forward(c net.Conn, addr string) {
	defer c.Close()
	to, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	defer to.Close()
	go func() {
		io.Copy(to, c)
		to.Close()
	}()
	io.Copy(c, to)
}

// expiredCertificate writes ca.pem, and cert.pem and key.pem of a server whose certificate was good until yesterday.
func expiredCertificate(t *testing.T, dir string) {
	t.Helper()
	now := time.Now()
	make := func(template, parent *x509.Certificate, signer *ecdsa.PrivateKey) ([]byte, *ecdsa.PrivateKey) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if parent == nil {
			parent, signer = template, key
		}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
		if err != nil {
			t.Fatal(err)
		}
		return der, key
	}
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "old CA"}, NotBefore: now.AddDate(-2, 0, 0), NotAfter: now.AddDate(2, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	caDER, caKey := make(ca, nil, nil)
	der, key := make(&x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "OLD"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(0, 0, -1),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, ca, caKey)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, blocks ...[]byte) {
		var text []byte
		for _, b := range blocks {
			text = append(text, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b})...)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("ca.pem", "CERTIFICATE", caDER)
	write("cert.pem", "CERTIFICATE", der, caDER)
	write("key.pem", "PRIVATE KEY", keyDER)
}

// TestDoctorUpstream walks between two gateways that stand before other servers.
func TestDoctorUpstream(t *testing.T) {
	t.Parallel()
	hq := newFront(t, "HQ", processes{}.open(t, "HQ"), "--procs", "all", "--agent", "off")
	hq.start()
	hq.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'`, `CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'`,
		`CREATE USER targets FOR LOGIN targets`, `ALTER ROLE TargetServersRole ADD MEMBER targets`)
	login := []string{"--alias", "HQ=" + hq.commaAddr(), "--msx-user", "targets", "--msx-password", "T4rgets!"}
	t1 := newFront(t, "T1", processes{}.open(t, "T1"), append([]string{"--procs", "all"}, login...)...)
	t1.start()
	t1.trust(hq)
	walk := func() *diagnosis {
		t.Helper()
		d := doctorOf(t, append([]string{"-S", t1.commaAddr(), "-P", password, "--data", t1.dir, "--master", "HQ"}, login...)...)
		d.wantHealthy()
		return d
	}
	walk().want("enlistment", "ok", "is free")
	t1.exec(`EXEC msdb.dbo.sp_msx_enlist N'HQ'`)
	walk().want("jobs", "ok")
	doctorOf(t, "--data", t1.dir, "--master", "HQ", "--alias", "HQ="+hq.commaAddr()).wantOnly("target", "no store", "-S HOST,PORT")
	hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J'`) // what the doctor tries there leaves the sessions in order
}
