package integration

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"msxgate/agent"
)

// newLocalRig is a rig whose agent runs real steps of local jobs on T1, commands among them.
func newLocalRig(t testing.TB) *rig {
	t.Helper()
	r := newRig(t)
	r.agent.OutputDir = filepath.Join(t.TempDir(), "log")
	r.agent.Alarm = instant
	work := t.TempDir()
	r.agent.Subsystems = map[string]agent.Subsystem{
		"TSQL": &agent.TSQL{Connect: r.connect}, "CMDEXEC": &agent.CmdExec{Dir: work, Grace: 100 * time.Millisecond},
	}
	return r
}

// local makes a job on the target. Each step is the arguments of sp_add_jobstep behind @job_name and @step_name.
func (r *rig) local(name string, steps ...string) {
	r.t.Helper()
	r.on(r.target, `EXEC msdb.dbo.sp_add_job @job_name = N'`+name+`', @owner_login_name = N'sa'`)
	for i, s := range steps {
		r.on(r.target, fmt.Sprintf(`EXEC msdb.dbo.sp_add_jobstep @job_name = N'%s', @step_name = N's%d', %s`, name, i+1, s))
	}
	r.on(r.target, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'`+name+`'`)
}

// launch starts a job of the target.
func (r *rig) launch(name string) {
	r.t.Helper()
	if err := startJob(r.agent.StartJob, r.id(name)); err != nil {
		r.t.Fatal(err)
	}
}

// run starts a job of the target and waits for its end.
func (r *rig) run(name string) {
	r.t.Helper()
	r.launch(name)
	r.settled()
}

func (r *rig) stop(name string) {
	r.t.Helper()
	stopJob(r.agent.StopJob, r.id(name))
}

func (r *rig) id(name string) []byte {
	r.t.Helper()
	var id []byte
	if err := r.target.QueryRow(`SELECT CAST(job_id AS varbinary(16)) FROM msdb.dbo.sysjobs WHERE name = N'` + name + `'`).Scan(&id); err != nil {
		r.t.Fatal(err)
	}
	return id
}

// startJob and stopJob take an id whatever its type is called.
func startJob[ID ~[16]byte](start func(context.Context, ID, int64, string) error, id []byte) error {
	return start(context.Background(), ID(id), 0, "dba")
}

func stopJob[ID ~[16]byte](stop func(ID, string), id []byte) { stop(ID(id), "dba") }

func cmdExec(command, more string) string {
	return `@subsystem = N'CmdExec', @command = N'` + strings.ReplaceAll(command, "'", "''") + `'` + more
}

// lastStep is the newest history row of a step: its status and message.
const lastStep = `SELECT TOP 1 run_status, message FROM msdb.dbo.sysjobhistory WHERE step_id > 0 ORDER BY instance_id DESC`
