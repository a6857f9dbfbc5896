package integration

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/procs"
	"msxgate/tds"
)

// listener is an agent that takes every request, enlists anywhere and counts what it is told.
type listener struct {
	starting, away bool // in its start phase; not there

	mu   sync.Mutex
	told int
}

var _ procs.Agent = &listener{}

func (l *listener) Running() bool                                  { return !l.away }
func (l *listener) Starting() bool                                 { return l.starting }
func (l *listener) Jobs() []procs.JobState                         { return nil }
func (l *listener) Enlist(context.Context, procs.Enlistment) error { return nil }
func (l *listener) CheckStart(tds.GUID, string, string) error      { return l.here() }
func (l *listener) CheckStop(tds.GUID, string, string) error       { return l.here() }

func (l *listener) here() error {
	if l.away {
		return procs.AgentNotRunning()
	}
	return nil
}

func (l *listener) hear(procs.Notice) { l.mu.Lock(); l.told++; l.mu.Unlock() }

// heard tells whether it was told something since it was asked last.
func (l *listener) heard() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := l.told
	l.told = 0
	return n > 0
}

// startWith runs a gateway with an agent.
func startWith(t *testing.T, l *listener) string {
	t.Helper()
	b := gatewaytest.Open(t)
	b.SetAgent(l, l.hear)
	return gatewaytest.DSN(gatewaytest.Serve(t, b), "sa", gatewaytest.Password)
}

// notAsked are procedures that never ask whether the agent starts, although the catalog has a way from them to the question.
var notAsked = map[string]string{
	"sp_help_jobstep": "it finds the job without asking", "sp_help_jobschedule": "it finds the job without asking",
	"sp_help_jobsteplog": "it finds the job without asking", "sp_delete_jobsteplog": "it finds the job without asking",
	"sp_agent_get_jobstep":     "it is sp_help_jobstep for agents",
	"sp_write_sysjobstep_log":  "it asks sp_delete_jobsteplog, which does not",
	"sp_msx_enlist":            "it deletes jobs and operators of an old master only",
	"sp_msx_defect":            "it deletes jobs and operators of the master only",
	"sp_delete_all_msx_jobs":   "it has the jobs already",
	"sp_delete_job_references": "it has the alerts already",
}

// ofJobs are calls with a job that the table has without one.
var ofJobs = []string{
	"sp_help_jobactivity @job_name = N'Here'", "sp_help_jobhistory @job_name = N'Here'", "sp_help_downloadlist @job_name = N'Here'",
	"sp_multi_server_job_summary @job_name = N'Here'",
	"sp_verify_alert NULL, 0, 21, 1, 0, NULL, 5, NULL, NULL, NULL, N'Here', 0, 0, NULL, NULL, NULL, 0, 0, NULL, NULL, NULL",
}

// TestStartingAgent: while the agent starts, whatever finds a job by its name or id is refused with 14258. These are the
// procedures of which the catalog says so.
func TestStartingAgent(t *testing.T) {
	t.Parallel()
	agent := &listener{}
	s := newStage(t, startWith(t, agent))
	agent.starting = true
	refused := map[string]bool{}
	ask := func(call string) {
		name, _, _ := strings.Cut(call, " ")
		refused[name] = refused[name] || undone(t, s.sa, s.text("sa", call)) == 14258
	}
	for _, c := range calls {
		ask(c.call)
	}
	for _, call := range ofJobs {
		ask(call)
	}
	facts, err := os.ReadFile(scripts + "raises.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(facts)) {
		name, rest, _ := strings.Cut(line, "\t")
		says := strings.Contains(rest, "14258")
		if why := notAsked[name]; says != refused[name] && why == "" || says == refused[name] && why != "" {
			t.Errorf("%s is refused: %v, the catalog says %v, %s", name, refused[name], says, why)
		}
		delete(refused, name)
	}
	for name, is := range refused {
		if is {
			t.Errorf("%s is refused, of which the catalog says nothing", name)
		}
	}
}

// TestAbsentAgent: without an agent nothing is started or stopped here, and nobody can be told on purpose (22022). What is
// changed is changed without it.
func TestAbsentAgent(t *testing.T) {
	t.Parallel()
	agent := &listener{}
	s := newStage(t, startWith(t, agent))
	agent.away = true
	var refused []string
	for _, c := range calls {
		if undone(t, s.sa, s.text("sa", c.call)) == 22022 {
			refused = append(refused, c.call)
		}
	}
	want := []string{
		`sp_start_job N'Here'`, `sp_start_job @job_id = '{Own}'`, `sp_start_job @job_id = '{Theirs}'`,
		`sp_stop_job N'Here'`, `sp_stop_job @job_id = '{Theirs}'`, `sp_cycle_agent_errorlog`,
		`sp_sqlagent_notify N'P'`, `sp_sqlagent_notify N'J', '{Here}', NULL, NULL, N'U'`,
		`xp_msx_enlist 2, N'BOSS', N'dba', NULL, 0, N'20260105 09:30:00', 60`,
		`xp_sqlagent_notify N'J', '{Here}', NULL, NULL, N'U', N'dba', 1, 0, NULL, NULL`,
	}
	if !slices.Equal(refused, want) {
		t.Errorf("without an agent 22022 ends %q", refused)
	}
}

func changesNeedNoAgent(t *testing.T) {
	s := newStage(t, startWith(t, &listener{away: true}))
	for _, call := range []string{
		`sp_add_jobserver @job_name = N'Nowhere'`, `sp_update_job @job_name = N'Here', @enabled = 0`, `sp_update_schedule @name = N'Daily', @enabled = 0`,
		`sp_update_alert @name = N'Severity 20', @enabled = 0`,
	} {
		if end := undone(t, s.sa, s.text("sa", call)); end != 0 {
			t.Errorf("%s ends with %d without an agent", call, end)
		}
	}
}
