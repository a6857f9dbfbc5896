package integration

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
)

// twoGateways stand before one server: what one writes the other sees, and both may write at once.
func twoGateways(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	one, two := front(t, b), front(t, b)
	one.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J'`)
	two.exec(`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'`,
		`EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'`)
	one.exec(`EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 1, @command = N'SELECT 2'`)
	for _, s := range []interface{ scalar(query string) string }{one, two, b} {
		if got := s.scalar(`SELECT command FROM msdb.dbo.sysjobsteps`); got != "SELECT 2" {
			t.Errorf("the step is %q", got)
		}
	}
	const each = 20
	errs := make(chan error)
	for i, s := range []*server{one, two} {
		go func() { errs <- addGroups(s.dsn("master"), i, each) }()
	}
	for range 2 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := b.scalar(`SELECT COUNT(DISTINCT servergroup_id) FROM msdb.dbo.systargetservergroups`); atoi(got) != 2*each {
		t.Errorf("%s groups, want %d", got, 2*each)
	}
	two.exec(`EXEC msdb.dbo.sp_delete_job @job_name = N'J'`)
	if got := b.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobs`); got != "0" {
		t.Errorf("%s jobs are left", got)
	}
}

// addGroups adds n groups, whose names begin with a number.
func addGroups(dsn string, number, n int) error {
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for i := range n {
		if _, err := db.Exec("msdb.dbo.sp_add_targetservergroup", sql.Named("name", fmt.Sprintf("%d of %d", i, number))); err != nil {
			return err
		}
	}
	return nil
}

// upstreamStories plays the stories of a master and two targets where each is a gateway with an agent before a server of its
// own.
func upstreamStories(t *testing.T, r rear) {
	for _, f := range sqlFiles(t, "testdata") {
		t.Run(strings.TrimPrefix(f, "testdata/"), func(t *testing.T) {
			t.Parallel()
			if updating() {
				t.Skip("answers are recorded where procedures and tables are in one place")
			}
			e := newEnterpriseOf(t, 2, func(name string) *server {
				s := newFront(t, name, r.open(t, name), "--procs", "all", "--agent", "on")
				if name != "HQ" { // a server behind does not tell the secret of its credential
					s.args = append(s.args, "--msx-user", "targets")
					s.env = append(s.env, "MSXGATE_MSX_PASSWORD=T4rgets!")
				}
				return s
			})
			gatewaytest.PlayStory(t, gatewaytest.Stage{
				Now: time.Now,
				DSN: func(name string) string { return e.server(name).dsn("msdb") },
				Do:  e.do,
			}, asSA(t, f))
		})
	}
}

// asSA is a story whose steps run as the login that the gateways have behind.
func asSA(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), filepath.Base(file))
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(text), "##msxgate_agent##", "sa")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// autoProcedures: before a server that has job procedures of its own, only those of multiserver administration are ours.
// The stand-in for one without a container is a gateway that has ours; it is told apart by its log and by what it lets pass.
func autoProcedures(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	if !b.hasProcedures() {
		b = standIns{}.open(t, "HQ")
	}
	s := newFront(t, "HQ", b, "--procs", "auto", "--agent", "off")
	s.start()
	s.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'dba@example.org'`)
	enlist := `EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', 0, '20260105 09:30:00', N'dba', 60, 251660240`
	if err := tryExec(s.dsn("msdb"), enlist); err != nil {
		t.Errorf("enlisting at the gateway: %v", err)
	}
	if got := b.scalar(`SELECT location FROM msdb.dbo.systargetservers WHERE server_name = N'T1'`); got != "Leeds" {
		t.Errorf("behind, T1 is at %q", got)
	}
	// A job goes to both: the job itself is the server's, its target ours, in one transaction.
	s.exec(`BEGIN TRANSACTION
		EXEC msdb.dbo.sp_add_job @job_name = N'J'
		EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
		ROLLBACK
		EXEC msdb.dbo.sp_add_job @job_name = N'K'
		EXEC msdb.dbo.sp_add_jobserver @job_name = N'K', @server_name = N'T1'`)
	if got := b.scalar(`SELECT MAX(j.name) + N' at ' + MAX(d.target_server) FROM msdb.dbo.sysjobs AS j
		JOIN msdb.dbo.sysdownloadlist AS d ON d.object_id = j.job_id`); got != "K at T1" {
		t.Errorf("behind: %q", got)
	}
	s.exec(`EXEC msdb.dbo.sp_msx_set_account`)
	if err := tryExec(s.dsn("msdb"), `EXEC msdb.dbo.sp_no_such_procedure`); err == nil || !strings.Contains(err.Error(), "2812") && !strings.Contains(err.Error(), "sp_no_such_procedure") {
		t.Errorf("a procedure that nobody has: %v", err)
	}
}

// tryExec runs a batch on a connection of its own.
func tryExec(dsn, batch string) error {
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(batch)
	return err
}
