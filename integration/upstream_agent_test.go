package integration

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/agent"
	"msxgate/tds"
)

// TestUpstreamAgent runs the suite of the agent before another server, which processes of ours stand in for.
func TestUpstreamAgent(t *testing.T) { agentSuite(t, processes{}) }

// agentSuite is what the agent of upstream mode is tested by, whatever makes the servers behind.
func agentSuite(t *testing.T, r rear) {
	for name, test := range map[string]func(*testing.T, rear){
		"local jobs":        localJobs,
		"standby":           standsBy,
		"takeover":          takesOver,
		"kill of the rear":  rearKilled,
		"kills":             enterpriseKilled,
		"random kills":      randomKills,
		"native agent":      besideNative,
		"account":           masterAccount,
		"target beside":     targetBeside,
		"orderly end":       endsInOrder,
		"without the rear":  startsLate,
		"without procedure": nobodyHome,
	} {
		t.Run(name, func(t *testing.T) { t.Parallel(); test(t, r) })
	}
}

// agentFront prepares a gateway with an agent.
func agentFront(t *testing.T, b behind, args ...string) *server {
	t.Helper()
	s := newFront(t, "HQ", b, append([]string{"--procs", "all"}, args...)...)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the log of the gateway at %s:\n%s", s.addr(), s.output())
		}
	})
	return s
}

// addJob adds a local job of one step.
func (s *server) addJob(name, command string) {
	s.t.Helper()
	s.exec(fmt.Sprintf(`EXEC msdb.dbo.sp_add_job @job_name = N'%s', @owner_login_name = N'sa'
		EXEC msdb.dbo.sp_add_jobstep @job_name = N'%[1]s', @step_name = N'One', @command = N'%s'
		EXEC msdb.dbo.sp_add_jobserver @job_name = N'%[1]s'`, name, strings.ReplaceAll(command, "'", "''")))
}

// startJob asks for a run until it is accepted: an agent that is starting or away refuses.
func (s *server) startJob(name string) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := tryExec(s.dsn("msdb"), `EXEC msdb.dbo.sp_start_job N'`+name+`'`)
		if err == nil {
			return
		}
		refused := strings.Contains(err.Error(), "14258") || strings.Contains(err.Error(), "starting") || strings.Contains(err.Error(), "not currently running")
		if !refused || time.Now().After(deadline) {
			s.t.Fatalf("%s: start of %s: %v\n%s", s.name, name, err, s.output())
		}
	}
}

// scheduleSoon gives a job a schedule that makes it due once, in a moment.
func (s *server) scheduleSoon(job string) {
	s.t.Helper()
	at := time.Now().Add(2500 * time.Millisecond) // its fraction is cut off
	s.exec(fmt.Sprintf(`EXEC msdb.dbo.sp_add_jobschedule @job_name = N'%s', @name = N'Soon', @freq_type = 1, @active_start_date = %s, @active_start_time = %d`,
		job, at.Format("20060102"), atoi(at.Format("150405"))))
}

// await waits until the log says something.
func (s *server) awaitLog(text string) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(s.output(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("%s never says %q:\n%s", s.name, text, s.output())
		}
	}
}

const (
	forever   = `WAITFOR DELAY '00:05:00'`
	countRan  = `INSERT INTO msdb.dbo.ran VALUES (1)`
	tableRan  = `CREATE TABLE msdb.dbo.ran (n int)`
	outcomes  = `SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = `
	begunRuns = `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state = 1`
)

// localJobs: a job runs on request, by its schedule, and stops when told.
func localJobs(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.exec(tableRan)
	s := agentFront(t, b)
	s.start()
	s.addJob("Quick", countRan)
	s.exec(`EXEC msdb.dbo.sp_start_job N'Quick'`)
	b.await(1, outcomes+`1`)
	s.scheduleSoon("Quick")
	b.await(2, outcomes+`1`)
	b.await(2, `SELECT COUNT(*) FROM msdb.dbo.ran`)

	s.addJob("Long", forever)
	s.exec(`EXEC msdb.dbo.sp_start_job N'Long'`)
	b.await(1, begunRuns)
	if err := tryExec(s.dsn("msdb"), `EXEC msdb.dbo.sp_start_job N'Long'`); err == nil || !strings.Contains(err.Error(), "already running") {
		t.Errorf("a second start: %v", err)
	}
	s.exec(`EXEC msdb.dbo.sp_stop_job N'Long'`)
	b.await(1, outcomes+`3`)
	if got := b.scalar(`SELECT message FROM msdb.dbo.sysjobhistory WHERE run_status = 3 AND step_id = 0`); !strings.Contains(got, "by User sa") {
		t.Errorf("the outcome says %q", got)
	}
}

// standsBy: of two gateways one runs the agent, and what is asked of the other reaches it.
func standsBy(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.exec(tableRan)
	one, two := agentFront(t, b), agentFront(t, b)
	one.start()
	two.start()
	two.awaitLog("standing by")
	if strings.Contains(two.output(), "Agent started") {
		t.Fatal("both run the agent")
	}
	two.addJob("Quick", countRan)
	two.exec(`EXEC msdb.dbo.sp_start_job N'Quick'`)
	b.await(1, outcomes+`1`)
	two.scheduleSoon("Quick")
	b.await(2, outcomes+`1`)
	b.await(2, `SELECT COUNT(*) FROM msdb.dbo.ran`)

	two.addJob("Long", forever)
	two.exec(`EXEC msdb.dbo.sp_start_job N'Long'`)
	b.await(1, begunRuns)
	for _, s := range []*server{one, two} {
		if err := tryExec(s.dsn("msdb"), `EXEC msdb.dbo.sp_start_job N'Long'`); err == nil || !strings.Contains(err.Error(), "already running from a request by User sa") {
			t.Errorf("a second start: %v", err)
		}
		if got := runningJobs(t, s); got != "Long: 1" {
			t.Errorf("running: %s", got)
		}
	}
	two.exec(`EXEC msdb.dbo.sp_stop_job N'Long'`)
	b.await(1, outcomes+`3`)
	if err := tryExec(two.dsn("msdb"), `EXEC msdb.dbo.sp_stop_job N'Long'`); err == nil || !strings.Contains(err.Error(), "not currently running") {
		t.Errorf("a second stop: %v", err)
	}
	b.await(0, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state < 2`)
	b.await(2, `SELECT COUNT(*) FROM msdb.dbo.ran`)
}

// runningJobs are the jobs that a server says are running, and their steps.
func runningJobs(t *testing.T, s *server) string {
	t.Helper()
	c := connTo(t, s)
	execOn(t, c, `CREATE TABLE #e (job_id uniqueidentifier, last_run_date int, last_run_time int, next_run_date int, next_run_time int, next_run_schedule_id int,
		requested_to_run int, request_source int, request_source_id sysname NULL, running int, current_step int, current_retry_attempt int, job_state int)`,
		`INSERT #e EXEC master.dbo.xp_sqlagent_enum_jobs 1, N'sa'`)
	var got sql.NullString
	err := c.QueryRowContext(t.Context(), `SELECT MAX(j.name) + N': ' + CONVERT(nvarchar(10), MAX(e.current_step)) FROM #e AS e JOIN msdb.dbo.sysjobs AS j ON j.job_id = e.job_id
		WHERE e.running = 1`).Scan(&got)
	if err != nil {
		t.Fatal(err)
	}
	return got.String
}

// takesOver: when the gateway that runs the agent is killed another runs it, within seconds. What it ran is lost, what was asked
// for goes on, and nothing runs twice.
func takesOver(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.exec(tableRan)
	one, two := agentFront(t, b), agentFront(t, b)
	one.start()
	two.start()
	one.addJob("Long", countRan+"\n"+forever)
	one.addJob("Quick", countRan)
	one.exec(`EXEC msdb.dbo.sp_start_job N'Long'`)
	b.await(1, `SELECT COUNT(*) FROM msdb.dbo.ran`)
	one.kill()
	killed := time.Now()
	two.startJob("Quick")
	b.await(1, outcomes+`1`)
	if took := time.Since(killed); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	b.await(1, outcomes+`0`)
	if got := b.scalar(`SELECT message FROM msdb.dbo.sysjobhistory WHERE run_status = 0 AND step_id = 0`); !strings.Contains(got, "agent ended while the job was running") {
		t.Errorf("the lost run: %q", got)
	}
	if got := b.scalar(`SELECT COUNT(*) FROM msdb.dbo.ran`); got != "2" {
		t.Errorf("%s runs began, want 2", got)
	}
	one.start()
	one.awaitLog("standing by")
	one.exec(`EXEC msdb.dbo.sp_start_job N'Quick'`)
	b.await(2, outcomes+`1`)
	if got := b.scalar(`SELECT COUNT(*) FROM msdb.dbo.ran`); got != "3" {
		t.Errorf("%s runs began, want 3", got)
	}
}

// rearKilled: the agent outlives the server behind it and goes on when that is back.
func rearKilled(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.exec(tableRan)
	s := agentFront(t, b)
	s.start()
	s.addJob("Long", countRan+"\n"+forever)
	s.addJob("Quick", countRan)
	s.exec(`EXEC msdb.dbo.sp_start_job N'Long'`)
	b.await(1, `SELECT COUNT(*) FROM msdb.dbo.ran`)
	b.kill()
	s.awaitLog("Own server busy or away")
	b.restart()
	b.await(1, outcomes+`0`)
	s.awaitLog("held again")
	s.startJob("Quick")
	b.await(1, outcomes+`1`)
	if got := b.scalar(`SELECT COUNT(*) FROM msdb.dbo.ran`); got != "2" {
		t.Errorf("%s runs began, want 2", got)
	}
	b.await(0, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state < 2`)
}

// enterpriseKilled kills each gateway and each server of a master and a target while starts are asked for. In the end every
// instruction had one run and every outcome arrived.
func enterpriseKilled(t *testing.T, r rear) {
	rears := map[string]behind{}
	e := newEnterpriseOf(t, 1, func(name string) *server {
		rears[name] = r.open(t, name)
		s := newFront(t, name, rears[name], "--procs", "all")
		if name != "HQ" {
			s.args = append(s.args, "--msx-user", "targets")
			s.env = append(s.env, "MSXGATE_MSX_PASSWORD=T4rgets!")
		}
		return s
	})
	e.enlist()
	e.hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
		EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'WAITFOR DELAY ''00:00:00.1'''
		EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'`)
	target := e.targets[0]
	target.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
	starts := 0
	for _, kill := range []func(){
		func() { target.kill(); target.start() },
		func() { rears["T1"].kill(); rears["T1"].restart() },
		func() { e.hq.kill(); e.hq.start() },
		func() { rears["HQ"].kill(); rears["HQ"].restart() },
	} {
		if e.tryStart() {
			starts++
		}
		e.hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE status = 0 AND operation_code <> 4`)
		kill()
	}
	if e.tryStart() {
		starts++
	}
	e.settle()
	if got := atoi(e.hq.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist WHERE operation_code = 4`)); got < starts || starts < 3 {
		t.Errorf("%d instructions are there of %d acknowledged starts", got, starts)
	}
	e.checkRuns(t)
}

// randomKills kills one of two gateways or the server behind them at random moments while jobs are asked for. Every run that began
// has one outcome, and no more runs began than were asked for.
func randomKills(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.exec(tableRan)
	one, two := agentFront(t, b), agentFront(t, b)
	one.start()
	two.start()
	one.addJob("J", "WAITFOR DELAY '00:00:00.05'\n"+countRan)
	rng := rand.New(rand.NewPCG(3, 4))
	for range rounds(t) {
		for range 3 {
			_ = tryExec([]*server{one, two}[rng.IntN(2)].dsn("msdb"), `EXEC msdb.dbo.sp_start_job N'J'`)
		}
		time.Sleep(time.Duration(rng.IntN(300)) * time.Millisecond)
		switch rng.IntN(3) {
		case 0:
			one.kill()
			one.start()
		case 1:
			two.kill()
			two.start()
		default:
			b.kill()
			b.restart()
		}
	}
	const open = `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state < 2`
	count := func(query string) int { t.Helper(); return atoi(b.scalar(query)) }
	b.await(0, open)
	before := count(outcomes + `1`)
	one.startJob("J")
	b.await(1, fmt.Sprintf(`SELECT CASE WHEN COUNT(*) > %d THEN 1 ELSE 0 END FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = 1`, before))
	b.await(0, open)
	began, ran := count(`SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE started IS NOT NULL`), count(`SELECT COUNT(*) FROM msdb.dbo.ran`)
	ends, good := count(`SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0`), count(`SELECT COUNT(*) FROM msdb.dbo.sysjobhistory WHERE step_id = 0 AND run_status = 1`)
	if ends != began || ran > began || good > ran || good == 0 {
		t.Errorf("%d runs began, %d counted, %d ended, %d of them well", began, ran, ends, good)
	}
	t.Logf("%d runs began, %d counted, %d ended, %d of them well", began, ran, ends, good)
}

// besideNative: where a native agent runs, ours runs only beside it, and leaves local jobs alone.
func besideNative(t *testing.T, r rear) {
	if _, ok := r.(processes); !ok {
		t.Skip("the native agent of this test is a session that calls itself one")
	}
	b := r.open(t, "HQ")
	native := sessionCalled(t, b, "SQLAgent - Generic Refresher", b.scalar(`SELECT CONVERT(nvarchar(128), SERVERPROPERTY('MachineName'))`))
	s := agentFront(t, b, "--agent", "on")
	out, err := exec.Command(binary, append([]string{"serve", "--data", s.dir, "--listen", s.addr()}, s.args...)...).CombinedOutput()
	if err == nil {
		t.Fatal("it runs beside a native agent")
	}
	for _, want := range []string{"SQL Server Agent runs on HQ", "Generic Refresher", "--agent multiserver-only", "--agent off"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if strings.Contains(string(out), password) {
		t.Errorf("the password is in:\n%s", out)
	}
	s.args = append(s.args, "--agent", "multiserver-only")
	s.start()
	s.addJob("Local", forever)
	s.exec(`EXEC msdb.dbo.sp_start_job N'Local'`)
	b.await(1, `SELECT COUNT(*) FROM msdb.msxgate.run_ledger WHERE state = 3`)
	s.exec(`EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Local', @name = N'Daily', @freq_type = 4, @freq_interval = 1`)
	if got := b.scalar(`SELECT MAX(next_run_date) FROM msdb.dbo.sysjobschedules`); got != "0" {
		t.Errorf("a local schedule was planned for %s", got)
	}
	s.kill()

	// A target's agent that polls from another machine is none of this server.
	native.Close()
	sessionCalled(t, b, "SQLAgent - Generic Refresher", "ELSEWHERE")
	s.args = append(s.args, "--agent", "on")
	s.start()
}

// sessionCalled opens a session at a server behind and keeps it.
func sessionCalled(t *testing.T, b behind, app, machine string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", b.dsn("master")+"&app+name="+url.QueryEscape(app)+"&workstation+id="+url.QueryEscape(machine))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Ping(); err != nil {
		t.Fatal(err)
	}
	return db
}

// masterAccount: without the login for the master an enlistment says what is missing, and with a wrong one that it is wrong.
func masterAccount(t *testing.T, r rear) {
	hq, b := r.open(t, "HQ"), r.open(t, "T1")
	master := agentFront(t, hq)
	master.start()
	master.exec(`EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'dba@example.org'`,
		`CREATE LOGIN targets WITH PASSWORD = N'T4rgets!'`, `CREATE USER targets FOR LOGIN targets`, `ALTER ROLE TargetServersRole ADD MEMBER targets`)
	target := newFront(t, "T1", b, "--procs", "all", "--alias", fmt.Sprintf("HQ=127.0.0.1,%d", master.port))
	enlist := func(want string) {
		t.Helper()
		err := tryExec(target.dsn("msdb"), `EXEC msdb.dbo.sp_msx_enlist N'HQ', N'Leeds'`)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("enlisting: %v, want %q", err, want)
		}
	}
	target.start()
	target.trust(master)
	enlist("--msx-user")
	target.exec(`CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'T4rgets!'`, `EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'`)
	enlist("keeps the secrets of its credentials to itself: give the login for the master by --msx-user")
	target.exec(`EXEC msdb.dbo.sp_msx_set_account`)
	target.stop()
	target.args = append(target.args, "--msx-user", "targets", "--msx-password", "wrong")
	target.start()
	enlist("Login failed for user 'targets'")
	target.stop()
	target.args[len(target.args)-1] = "T4rgets!"
	target.start()
	enlist("")
	hq.await(1, `SELECT COUNT(*) FROM msdb.dbo.systargetservers WHERE server_name = N'T1'`)
}

// targetBeside: before a server that has job procedures of its own, the agent runs what comes from the master.
func targetBeside(t *testing.T, r rear) {
	b := r.open(t, "T1")
	if !b.hasProcedures() {
		b = standIns{}.open(t, "T1")
	}
	e := newEnterpriseOf(t, 1, func(name string) *server {
		if name == "HQ" {
			return newServer(t, name)
		}
		s := newFront(t, name, b, "--procs", "auto", "--agent", "multiserver-only", "--msx-user", "targets")
		s.env = append(s.env, "MSXGATE_MSX_PASSWORD=T4rgets!")
		return s
	})
	e.enlist()
	e.hq.exec(`EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'
		EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'
		EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
		EXEC msdb.dbo.sp_start_job N'J'`)
	e.hq.await(1, `SELECT COUNT(*) FROM msdb.dbo.sysjobservers WHERE last_run_outcome = 1`)
	b.await(1, outcomes+`1`)
	e.targets[0].exec(`EXEC msdb.dbo.sp_msx_defect`)
	e.hq.await(0, `SELECT COUNT(*) FROM msdb.dbo.systargetservers`)
	b.await(0, `SELECT COUNT(*) FROM msdb.dbo.sysjobs`)
}

// endsInOrder: SIGTERM stops what runs and records it, and then lets another gateway take over.
func endsInOrder(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	one, two := agentFront(t, b), agentFront(t, b)
	one.start()
	two.start()
	one.addJob("Long", forever)
	one.exec(`EXEC msdb.dbo.sp_start_job N'Long'`)
	b.await(1, begunRuns)
	one.stop()
	if got := b.scalar(`SELECT message FROM msdb.dbo.sysjobhistory WHERE step_id = 0`); !strings.Contains(got, "Shutdown Sequence 0") {
		t.Errorf("the outcome is %q", got)
	}
	if log := one.output(); !strings.Contains(log[strings.Index(log, "Shutting down"):], "Agent stopped") {
		t.Errorf("the agent was not stopped in order:\n%s", log)
	}
	two.awaitLog("Agent started")
	one.start()
	one.awaitLog("standing by")
	one.stop()
}

// startsLate: a gateway does not start without its server, and says so.
func startsLate(t *testing.T, r rear) {
	b := r.open(t, "HQ")
	b.kill()
	s := agentFront(t, b)
	out, err := exec.Command(binary, append([]string{"serve", "--data", s.dir, "--listen", s.addr()}, s.args...)...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "reach sqlserver://127.0.0.1") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestAgentLooks: what another process leaves in the tables reaches the agent, once.
func TestAgentLooks(t *testing.T) {
	r := newRig(t)
	r.agent.Holder = "one"
	r.start()
	r.on(r.target, `EXEC msdb.dbo.sp_add_job @job_name = N'J', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'J'`, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'`)
	var id mssql.UniqueIdentifier
	if err := r.target.QueryRow(`SELECT job_id FROM msdb.dbo.sysjobs`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	job := tds.GUID{}
	copyGUID(job[:], id)
	db, err := r.connect("msdb", "SQLAgent - msxgate standby")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	standby := &agent.Standby{DB: db, Now: r.clock, NewID: r.agent.NewID}
	hold := make(chan struct{})
	r.steps.setHold(hold)
	ask := func() {
		t.Helper()
		if err := standby.StartJob(t.Context(), job, 0, "clerk"); err != nil {
			t.Fatal(err)
		}
	}
	look := func() {
		t.Helper()
		if err := r.agent.Look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ask()
	if err := standby.CheckStart(t.Context(), job, "J", "sa"); err == nil || !strings.Contains(err.Error(), "from a request by User clerk") {
		t.Errorf("a start while one is asked for: %v", err)
	}
	look()
	look()
	r.begun("J")
	if jobs, err := standby.Jobs(t.Context()); err != nil || len(jobs) != 1 || jobs[0].JobID != job || jobs[0].SourceID != "clerk" {
		t.Errorf("running: %v %v", jobs, err)
	}
	if err := standby.StopJob(t.Context(), job, "clerk"); err != nil {
		t.Fatal(err)
	}
	look()
	r.settled()
	r.want(r.target, `SELECT run_status FROM msdb.dbo.sysjobhistory WHERE step_id = 0`, "3")

	// An agent that has been replaced begins nothing, and leaves what was asked for to its successor.
	r.steps.setHold(nil)
	r.on(r.target, `UPDATE msdb.msxgate.registry SET value = N'two' WHERE value_name = N'AgentHolder'`)
	ask()
	look()
	r.settled()
	r.begun("J")
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger ORDER BY created, state`, "0\n2")
	r.agent.Stop()
	r.start() // and is the one that may, again
	r.settled()
	r.begun("J J")
	r.want(r.target, `SELECT state FROM msdb.msxgate.run_ledger`, "2\n2")
}

// TestAgentTSQLCut: a step whose connection is lost fails, at once.
func TestAgentTSQLCut(t *testing.T) {
	r := newRig(t)
	sub := &agent.TSQL{Connect: r.connect}
	done := make(chan agent.Outcome, 1)
	go func() {
		out, _ := sub.Run(t.Context(), agent.Step{Command: forever})
		done <- out
	}()
	for r.read(r.target, `SELECT COUNT(*) FROM msdb.sys.dm_exec_sessions WHERE program_name LIKE N'SQLAgent - TSQL JobStep%'`) == "0" {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // into the WAITFOR, most likely; the test holds either way
	r.line.cut()
	if out := <-done; out.Succeeded || out.Output == "" {
		t.Errorf("%+v", out)
	}
}

// TestAgentMastersOnly: beside another agent ours runs what came from the master, and leaves local jobs alone.
func TestAgentMastersOnly(t *testing.T) {
	r := newRig(t)
	r.agent.MastersOnly = true
	const schedule = `EXEC msdb.dbo.sp_add_jobschedule @job_name = N'%s', @name = N'Minutely', @freq_type = 4, @freq_interval = 1, @freq_subday_type = 4, @freq_subday_interval = 1`
	r.on(r.target, `INSERT INTO msdb.dbo.syssessions (agent_start_date) VALUES ('20260101')`,
		`EXEC msdb.dbo.sp_add_job @job_name = N'Local', @owner_login_name = N'sa'`,
		`EXEC msdb.dbo.sp_add_jobstep @job_name = N'Local', @step_name = N'One', @command = N'Local'`, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'Local'`,
		fmt.Sprintf(schedule, "Local"))
	r.start()
	r.addJob("J")
	r.on(r.master, fmt.Sprintf(schedule, "J"))
	r.poll()
	r.schedule()
	r.want(r.target, `SELECT j.name, CASE l.next_run_date WHEN 0 THEN 0 ELSE 1 END FROM msdb.dbo.sysjobschedules AS l
		JOIN msdb.dbo.sysjobs AS j ON j.job_id = l.job_id ORDER BY j.name`, "J|1\nLocal|0")
	r.advance(time.Minute)
	r.schedule()
	r.settled()
	r.begun("J")
	r.want(r.target, `SELECT COUNT(*) FROM msdb.dbo.syssessions`, "1")
}

func copyGUID(dst []byte, id mssql.UniqueIdentifier) {
	for i, at := range []int{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15} {
		dst[i] = id[at]
	}
}

// nobodyHome: without an agent anywhere sp_start_job says so.
func nobodyHome(t *testing.T, r rear) {
	s := front(t, r.open(t, "HQ"))
	s.addJob("Quick", "SELECT 1")
	if err := tryExec(s.dsn("msdb"), `EXEC msdb.dbo.sp_start_job N'Quick'`); err == nil || !strings.Contains(err.Error(), "not currently running") {
		t.Errorf("a start without an agent: %v", err)
	}
}
