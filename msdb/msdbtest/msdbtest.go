// Package msdbtest says what a server must do for the statements of package msdb: an engine of ours or a SQL Server
// passes when Exercise does.
package msdbtest

import (
	"context"
	"database/sql"
	"slices"
	"testing"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Exercise runs the statements of msdb. open gives an empty msdb in which Schema has been run, as a sysadmin sees it, for
// as long as t lasts.
func Exercise(t *testing.T, open func(t *testing.T) msdb.Tx) {
	for name, f := range map[string]func(*testing.T, msdb.Tx){
		"settings":      settings,
		"targetServers": targetServers,
		"groups":        groups,
		"downloads":     downloads,
		"activity":      activity,
		"history":       history,
		"master":        master,
	} {
		t.Run(name, func(t *testing.T) { f(t, open(t)) })
	}
}

var now = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// get is what a function of msdb returns, whose error ends the test.
func get[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		must(t, err)
		return v
	}
}

func number(n int64) sql.Null[int64] { return sql.Null[int64]{V: n, Valid: true} }

func text(s string) sql.Null[string] { return sql.Null[string]{V: s, Valid: true} }

func settings(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	if v := get[sql.Null[string]](t)(msdb.Setting(ctx, tx, "MSXServerName")); v.Valid {
		t.Errorf("a setting that is absent is %q", v.V)
	}
	must(t, msdb.SetSetting(ctx, tx, "MSXServerName", "HQ"))
	must(t, msdb.SetSetting(ctx, tx, "msxservername", "HQ2"))
	if v := get[sql.Null[string]](t)(msdb.Setting(ctx, tx, "MSXServerName")); v.V != "HQ2" {
		t.Errorf("a setting is found in one case only: %q", v.V)
	}
	must(t, msdb.SetSetting(ctx, tx, "MSXServerName", ""))
	if v := get[sql.Null[string]](t)(msdb.Setting(ctx, tx, "MSXServerName")); v.Valid {
		t.Error("an empty setting is no NULL")
	}
	must(t, msdb.SetIntSetting(ctx, tx, "MSXPollInterval", 300))
	if v := get[sql.Null[int64]](t)(msdb.IntSetting(ctx, tx, "MSXPollInterval")); v != number(300) {
		t.Errorf("poll interval is %v", v)
	}
	must(t, msdb.DeleteSetting(ctx, tx, "MSXPollInterval"))
	if v := get[sql.Null[int64]](t)(msdb.IntSetting(ctx, tx, "MSXPollInterval")); v.Valid {
		t.Errorf("a deleted setting is %v", v)
	}
}

// enlist makes a target server and returns its id.
func enlist(t *testing.T, tx msdb.Tx, name string) int64 {
	t.Helper()
	must(t, msdb.InsertTargetServer(t.Context(), tx, &msdb.Enlistment{
		ServerName: name, Location: text("Leeds"), TimeZoneAdjustment: number(-300),
		LocalTime: sql.Null[time.Time]{V: now.Add(-5 * time.Hour), Valid: true}, NTUser: "x", PollInterval: number(60),
	}, now))
	id, ok, err := msdb.TargetServerID(t.Context(), tx, name)
	must(t, err)
	if !ok {
		t.Fatalf("%s is no target server", name)
	}
	return id
}

func targetServers(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	if get[bool](t)(msdb.HasTargetServers(ctx, tx)) {
		t.Error("an empty msdb has target servers")
	}
	id := enlist(t, tx, "T1")
	if flag := get[sql.Null[int64]](t)(msdb.IntSetting(ctx, tx, msdb.SettingMSXServer)); flag != number(1) {
		t.Errorf("MSXServer of a master is %v", flag)
	}
	must(t, msdb.TouchTargetServer(ctx, tx, "t1", now.Add(time.Minute), sql.Null[time.Time]{V: now, Valid: true}, number(120), sql.Null[int64]{}))
	s := get[*msdb.TargetServer](t)(msdb.TargetServerNamed(ctx, tx, "t1"))
	if s == nil || s.ServerID != id || s.PollInterval != 120 || s.TimeZoneAdjustment != -300 || !s.LastPollDate.Equal(now.Add(time.Minute)) || s.Status != 1 {
		t.Errorf("after a poll the server is %+v", s)
	}
	must(t, msdb.DeleteTargetServer(ctx, tx, id))
	if flag := get[sql.Null[int64]](t)(msdb.IntSetting(ctx, tx, msdb.SettingMSXServer)); flag.Valid {
		t.Errorf("MSXServer without targets is %v", flag)
	}
}

func groups(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	id := enlist(t, tx, "T1")
	must(t, msdb.InsertTargetServerGroup(ctx, tx, text("North")))
	g := get[*msdb.TargetServerGroup](t)(msdb.TargetServerGroupNamed(ctx, tx, "NORTH"))
	if g == nil {
		t.Fatal("a group is found in one case only")
	}
	must(t, msdb.InsertGroupMember(ctx, tx, g.GroupID, id))
	members := get[[]msdb.GroupMember](t)(msdb.GroupMembers(ctx, tx, g.GroupID))
	if !slices.Equal(members, []msdb.GroupMember{{ServerID: id, ServerName: "T1"}}) {
		t.Errorf("members are %v", members)
	}
	must(t, msdb.DeleteTargetServerGroup(ctx, tx, g.GroupID))
	if get[bool](t)(msdb.IsGroupMember(ctx, tx, g.GroupID, id)) {
		t.Error("a group that is gone has a member")
	}
}

// addJob makes a job at servers.
func addJob(t *testing.T, tx msdb.Tx, id tds.GUID, name string, servers ...int64) {
	t.Helper()
	must(t, msdb.InsertJob(t.Context(), tx, &msdb.Job{
		JobID: id, Name: name, Enabled: 1, StartStepID: 1, OwnerSID: []byte{1}, DateCreated: now, DateModified: now, VersionNumber: 1,
	}))
	for _, s := range servers {
		must(t, msdb.InsertJobServer(t.Context(), tx, id, s))
	}
}

func downloads(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	t1, t2 := enlist(t, tx, "T1"), enlist(t, tx, "T2")
	a, b := tds.GUID{1}, tds.GUID{2}
	addJob(t, tx, a, "a", t1, t2)
	addJob(t, tx, b, "b", t1)
	addJob(t, tx, tds.GUID{3}, "local", 0)

	d := &msdb.Download{SourceServer: "HQ", Operation: msdb.OpInsert, DatePosted: now}
	var all sql.Null[string]
	for _, tt := range []struct {
		job    sql.Null[tds.GUID]
		target sql.Null[string]
		want   int64
	}{
		{sql.Null[tds.GUID]{V: a, Valid: true}, all, 2},
		{sql.Null[tds.GUID]{V: a, Valid: true}, text("t2"), 1},
		{sql.Null[tds.GUID]{V: b, Valid: true}, text("T2"), 0},
		{sql.Null[tds.GUID]{}, all, 3},
	} {
		if n := get[int64](t)(msdb.PostJobs(ctx, tx, d, tt.job, tt.target)); n != tt.want {
			t.Errorf("posted %d for %v at %v, want %d", n, tt.job, tt.target, tt.want)
		}
	}
	if n := get[int64](t)(msdb.PostDeleteAll(ctx, tx, d, all)); n != 2 {
		t.Errorf("posted %d DELETEs, want one for each target", n)
	}
	list := get[[]msdb.Download](t)(msdb.Downloads(ctx, tx, &msdb.DownloadFilter{TargetServer: text("T2")}))
	if len(list) != 4 || list[0].ObjectID != a || list[0].JobName != text("a") || list[3].ObjectID != (tds.GUID{}) || list[3].Operation != msdb.OpDelete {
		t.Errorf("instructions of T2 are %+v", list)
	}
	must(t, msdb.MarkDownloaded(ctx, tx, list[0].InstanceID, now))
	must(t, msdb.MarkDownloaded(ctx, tx, list[1].InstanceID, now))
	must(t, msdb.MarkFailed(ctx, tx, list[2].InstanceID, "Proxy not found."))
	blocking, pending, err := msdb.CountPending(ctx, tx, "T2")
	must(t, err)
	if blocking != 1 || pending != 1 {
		t.Errorf("%d block, %d wait", blocking, pending)
	}
	must(t, msdb.LimitDownloaded(ctx, tx, "T2", 1))
	left := get[[]msdb.Download](t)(msdb.Downloads(ctx, tx, &msdb.DownloadFilter{TargetServer: text("T2")}))
	if len(left) != 3 || left[0].InstanceID != list[1].InstanceID {
		t.Errorf("limited to one downloaded: %+v", left)
	}
}

func activity(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	job := tds.GUID{1}
	addJob(t, tx, job, "a", 0)
	first := get[int64](t)(msdb.InsertSession(ctx, tx, now))
	second := get[int64](t)(msdb.InsertSession(ctx, tx, now))
	if second <= first {
		t.Errorf("session %d follows %d", second, first)
	}
	must(t, msdb.InsertActivity(ctx, tx, second, sql.Null[tds.GUID]{}))
	must(t, msdb.RequestActivity(ctx, tx, second, job, "4", now))
	must(t, msdb.StopActivity(ctx, tx, second, job, now, 7))
	addStep := &msdb.JobStep{JobID: job, StepID: 1, LastRunOutcome: 1}
	must(t, msdb.SetStepOutcome(ctx, tx, addStep))
	must(t, msdb.DeleteJob(ctx, tx, job)) // takes its activity along
}

func history(t *testing.T, tx msdb.Tx) {
	ctx := t.Context()
	a, b := tds.GUID{1}, tds.GUID{2}
	addJob(t, tx, a, "a", 0)
	addJob(t, tx, b, "b", 0)
	for i := range int64(6) {
		h := &msdb.JobHistory{JobID: a, StepName: "(Job outcome)", RunStatus: 1, RunDate: 20260101, RunTime: i, Server: "HQ"}
		if i%2 == 1 {
			h.JobID = b
		}
		if id := get[int64](t)(msdb.InsertHistory(ctx, tx, h, 0, 0, 0)); id != i+1 {
			t.Errorf("row %d has number %d", i+1, id)
		}
	}
	must(t, msdb.LimitJobHistory(ctx, tx, a, 2))
	must(t, msdb.LimitHistory(ctx, tx, 4))
	rows := get[[]msdb.JobHistory](t)(msdb.VisibleHistory(ctx, tx, &msdb.HistoryFilter{OldestFirst: true}))
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.InstanceID)
	}
	if !slices.Equal(ids, []int64{3, 4, 5, 6}) {
		t.Errorf("rows %v are left", ids)
	}
}

func master(t *testing.T, tx msdb.Tx) {
	ctx := context.WithoutCancel(t.Context())
	must(t, msdb.InsertMaster(ctx, tx, "HQ"))
	if err := msdb.InsertMaster(ctx, tx, "HQ2"); err == nil {
		t.Error("a server has two masters")
	}
	must(t, msdb.InsertDateEnlisted(ctx, tx, now))
	if !get[bool](t)(msdb.IsEnlisted(ctx, tx)) {
		t.Error("an enlistment is forgotten")
	}
	job := tds.GUID{1}
	must(t, msdb.InsertJob(ctx, tx, &msdb.Job{
		JobID: job, OriginatingServerID: 1, Name: "a", OwnerSID: []byte{1}, DateCreated: now, DateModified: now,
	}))
	jobs := get[[]tds.GUID](t)(msdb.JobsFromMaster(ctx, tx, "HQ", nil))
	if !slices.Equal(jobs, []tds.GUID{job}) {
		t.Errorf("jobs of the master are %v", jobs)
	}
	must(t, msdb.DeleteMasterJob(ctx, tx, job))
	must(t, msdb.DeleteMasterSchedules(ctx, tx, "HQ"))
	must(t, msdb.DeleteMaster(ctx, tx, "HQ"))
	if name := get[string](t)(msdb.Master(ctx, tx)); name != "" {
		t.Errorf("the master is still %s", name)
	}
}
