package agent

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

func TestReplaceTokens(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 3, 7, 0, time.UTC)
	a := &Agent{Name: `HQ\PROD`, Machine: "HQ", Now: func() time.Time { return now }}
	r := &run{job: &msdb.Job{JobID: tds.GUID{0: 0xAB, 15: 1}, Name: "O'Neil [x]"}, began: now.Add(-time.Hour)}
	s := &msdb.JobStep{StepID: 3, StepName: `the "third"`}
	r.entered(3)
	r.entered(3)
	tests := []struct{ in, want, err string }{
		{"PRINT 1", "PRINT 1", ""},
		{"$(ESCAPE_SQUOTE(JOBNAME))", "O''Neil [x]", ""},
		{"$(ESCAPE_RBRACKET(JOBNAME))", "O'Neil [x]]", ""},
		{"$(ESCAPE_DQUOTE(STEPNAME))", `the ""third""`, ""},
		{"$(ESCAPE_NONE(JOBID))", "0xAB000000000000000000000000000001", ""},
		{"$(ESCAPE_NONE(STEPID)) $(ESCAPE_NONE(STEPCT))", "3 2", ""},
		{"$(ESCAPE_NONE(DATE)) $(ESCAPE_NONE(TIME))", "20260105 090307", ""},
		{"$(ESCAPE_NONE(STRTDT)) $(ESCAPE_NONE(STRTTM))", "20260105 080307", ""},
		{"$(ESCAPE_NONE(MACH)) $(ESCAPE_NONE(SRVR)) $(ESCAPE_NONE(INST))", `HQ HQ\PROD PROD`, ""},
		{"$(jobid) $(UNKNOWN) $(ESCAPE_NONE(UNKNOWN)) $(ESCAPE_SQUOTE(A-MSG))", "$(jobid) $(UNKNOWN) $(ESCAPE_NONE(UNKNOWN)) $(ESCAPE_SQUOTE(A-MSG))", ""},
		{"$(JOBID)", "", "Unable to start execution of step 3 (reason: Variable JOBID not found)."},
	}
	for _, test := range tests {
		got, err := a.replaceTokens(r, s, test.in)
		if got != test.want || fmt.Sprint(err) != test.err && test.err != "" || err != nil && test.err == "" {
			t.Errorf("%s: %q %v, want %q %s", test.in, got, err, test.want, test.err)
		}
	}
}

func TestDurationInt(t *testing.T) {
	for d, want := range map[time.Duration]int64{
		0: 0, -time.Hour: 0, 1499 * time.Millisecond: 1, 59 * time.Second: 59, 61 * time.Second: 101,
		time.Hour + 2*time.Minute + 3*time.Second: 10203, 120 * time.Hour: 1200000,
	} {
		if got := durationInt(d); got != want {
			t.Errorf("%v: %d, want %d", d, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		s    string
		n    int
		want string
	}{
		{"", 0, ""},
		{"abc", 3, "abc"},
		{"abc", 2, "ab"},
		{"äöü", 2, "äö"},
		{"a😀b", 3, "a😀"},
		{"a😀b", 2, "a"}, // two UTF-16 code units, never one of them
	}
	for _, test := range tests {
		if got := cut(test.s, test.n); got != test.want {
			t.Errorf("%q to %d: %q, want %q", test.s, test.n, got, test.want)
		}
	}
}

func TestStepMessage(t *testing.T) {
	long := strings.Repeat("x", 5000)
	tests := []struct {
		out     Outcome
		status  int64
		retries int64
		want    string
	}{
		{Outcome{}, statusSucceeded, 0, "The step succeeded."},
		{
			Outcome{Executed: "sa", Output: "hello [SQLSTATE 01000] (Message 0)"},
			statusSucceeded, 0,
			"Executed as user: sa. hello [SQLSTATE 01000] (Message 0).  The step succeeded.",
		},
		{Outcome{Output: "Gone.\r\n"}, statusFailed, 0, "Gone.  The step failed."},
		{Outcome{Output: "Gone."}, statusRetry, 1, "Gone.  The step failed."},
		{
			Outcome{Output: "Gone."},
			statusFailed, 2,
			"Gone.  NOTE: The step was retried the requested number of times (2) without succeeding.  The step failed.",
		},
		{Outcome{}, statusCanceled, 0, "The step was cancelled (stopped) as the result of a stop job request."},
		{Outcome{Output: long}, statusFailed, 0, long[:4000-len("...  The step failed.")] + "...  The step failed."},
	}
	for _, test := range tests {
		if got := stepMessage(test.out, &msdb.JobStep{}, test.status, test.retries); got != test.want {
			t.Errorf("%+v: %q\nwant %q", test, got, test.want)
		}
	}
}

func TestResultOf(t *testing.T) {
	now := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	a := &Agent{Now: func() time.Time { return now }}
	steps := []msdb.JobStep{{StepID: 1, StepName: "One"}, {StepID: 2, StepName: "Two"}}
	tests := []struct {
		status  int64
		start   int64
		stopped string
		want    string
	}{
		{statusSucceeded, 1, "", "The job succeeded.  The Job was invoked by Schedule 7 (Nightly).  The last step to run was step 2 (Two)."},
		{
			statusFailed, 2, "", "The job failed.  The Job was invoked by Schedule 7 (Nightly).  The last step to run was step 2 (Two)." +
				"  The job was requested to start at step 2 (Two).",
		},
		{
			statusCanceled, 1, "Shutdown Sequence 0", "The job was stopped prior to completion by Shutdown Sequence 0.  " +
				"The Job was invoked by Schedule 7 (Nightly).  The last step to run was step 2 (Two).",
		},
	}
	for _, test := range tests {
		r := &run{
			job: &msdb.Job{StartStepID: 1}, steps: steps, start: test.start, by: "Schedule 7 (Nightly)", stoppedBy: test.stopped,
			began: now.Add(-3723 * time.Second),
		}
		got := a.resultOf(r, test.status, &steps[1], "")
		if got.message != test.want || got.date != 20260105 || got.time != 82757 || got.elapsed != 10203 {
			t.Errorf("%+v\nwant %s", got, test.want)
		}
	}
}

func TestParseAddress(t *testing.T) {
	tests := []struct {
		in   string
		want address
		err  bool
	}{
		{"HQ", address{host: "hq", port: 1433}, false},
		{"tcp:hq.example.org, 1533", address{host: "hq.example.org", port: 1533}, false},
		{`HQ\PROD`, address{host: "hq", instance: "prod"}, false},
		{`HQ\PROD,1533`, address{host: "hq", port: 1533}, false},
		{".", address{host: "localhost", port: 1433}, false},
		{`(local)\SQL`, address{host: "localhost", instance: "sql"}, false},
		{"::1,1433", address{host: "::1", port: 1433}, false},
		{"HQ,", address{}, true},
		{"HQ,0", address{}, true},
		{"HQ,70000", address{}, true},
		{",1433", address{}, true},
		{" ", address{}, true},
	}
	for _, test := range tests {
		got, err := parseAddress(test.in)
		if (err != nil) != test.err || err == nil && got != test.want {
			t.Errorf("%q: %+v %v, want %+v", test.in, got, err, test.want)
		}
	}
}

func TestEncodedInt(t *testing.T) {
	for want, tail := range map[int32][4]byte{300: {0, 0, 1, 0x2C}, 28800: {0, 0, 0x70, 0x80}, -60: {0xFF, 0xFF, 0xFF, 0xC4}} {
		var id tds.GUID
		copy(id[12:], tail[:])
		if got := encodedInt(id); got != want {
			t.Errorf("%x: %d, want %d", id, got, want)
		}
	}
}

func TestAtLevel(t *testing.T) {
	for level, want := range map[int64][3]bool{0: {}, 1: {false, true, false}, 2: {true, false, true}, 3: {true, true, true}} {
		got := [3]bool{atLevel(level, statusFailed), atLevel(level, statusSucceeded), atLevel(level, statusCanceled)}
		if got != want {
			t.Errorf("level %d: %v, want %v", level, got, want)
		}
	}
}

func TestPassing(t *testing.T) {
	tests := []struct {
		err  error
		want bool
	}{
		{tds.Errorf(1205, 13, "deadlock"), true},
		{fmt.Errorf("x: %w", tds.Errorf(1222, 16, "lock timeout")), true},
		{tds.Errorf(1105, 17, "disk full"), true},
		{tds.Errorf(14262, 16, "does not exist"), false},
		{driver.ErrBadConn, true},
		{context.DeadlineExceeded, true},
		{errProxyNotFound, false},
		{errors.New("sp_help_jobstep answered 3 columns"), false},
	}
	for _, test := range tests {
		if got := passing(test.err); got != test.want {
			t.Errorf("%v: %v", test.err, got)
		}
	}
}
