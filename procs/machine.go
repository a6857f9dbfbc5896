package procs

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var machineProcs = []*Proc{
	define("xp_msver", msver, inMaster, extended),
	define("xp_getnetname", getNetName, inMaster, extended),
	define("xp_qv", queryValue, inMaster, extended),
	define("xp_sqlagent_enum_jobs", enumJobs, inMaster, extended),
}

type msverParams struct {
	OptionName sql.Null[string] `tsql:"@optname sysname = NULL"`
}

type msverRow struct {
	Index          int64            `col:"Index int"`
	Name           string           `col:"Name nvarchar(128)"`
	InternalValue  sql.Null[int64]  `col:"Internal_Value int null"`
	CharacterValue sql.Null[string] `col:"Character_Value nvarchar(512) null"`
}

// msver describes product and machine, or one property of them.
func msver(_ context.Context, c *Call, p *msverParams) error {
	v := c.Server.Version
	text := func(s string) sql.Null[string] { return some(s) }
	var none sql.Null[int64]
	var null sql.Null[string]
	rows := []msverRow{
		{1, "ProductName", none, text("Microsoft SQL Server")},
		{2, "ProductVersion", some(int64(v[0])<<16 | int64(v[1])), text(c.productVersion())},
		{3, "Language", some(int64(1033)), text("English (United States)")},
		{4, "Platform", none, text("NT x64")},
		{5, "Comments", none, text("SQL")},
		{6, "CompanyName", none, text("Microsoft Corporation")},
		{7, "FileDescription", none, text("SQL Server Windows NT - 64 Bit")},
		{8, "FileVersion", none, text(c.productVersion())},
		{9, "InternalName", none, text("SQLSERVR")},
		{10, "LegalCopyright", none, text("Microsoft Corp. All rights reserved.")},
		{11, "LegalTrademarks", none, text("Microsoft SQL Server is a registered trademark of Microsoft Corporation.")},
		{12, "OriginalFilename", none, text("SQLSERVR.EXE")},
		{13, "PrivateBuild", none, null},
		{14, "SpecialBuild", some(int64(v[2])<<24 | int64(v[3])<<16), null},
		{15, "WindowsVersion", none, text(runtime.GOOS)},
		{16, "ProcessorCount", some(int64(runtime.NumCPU())), text(fmt.Sprint(runtime.NumCPU()))},
		{17, "ProcessorActiveMask", none, text(fmt.Sprintf("%x", uint64(1)<<min(runtime.NumCPU(), 63)-1))},
		{18, "ProcessorType", some(int64(8664)), null},
		{19, "PhysicalMemory", some(c.Server.Memory), text(fmt.Sprintf("%d (%d)", c.Server.Memory, c.Server.Memory<<20))},
		{20, "Product ID", none, null},
	}
	if p.OptionName.Valid {
		rows = slices.DeleteFunc(rows, func(r msverRow) bool { return !same(r.Name, p.OptionName.V) })
	}
	return send(c, rows)
}

type getNetNameParams struct {
	Name sql.Null[string] `tsql:"@netname sysname = NULL OUTPUT"`
}

type netNameRow struct {
	Name string `col:"[Server Net Name] sysname null"`
}

// getNetName is the name of the machine, without that of the instance.
func getNetName(_ context.Context, c *Call, p *getNetNameParams) error {
	p.Name = sql.Null[string]{V: c.Server.Machine, Valid: c.Server.Machine != ""}
	if c.given(0) {
		return nil
	}
	return send(c, []netNameRow{{c.Server.Machine}})
}

type queryValueParams struct {
	Value    sql.Null[string] `tsql:"@value nvarchar(128) = NULL" status:"ignored"`
	Instance sql.Null[string] `tsql:"@instance nvarchar(128) = NULL" status:"ignored"`
}

// queryValue tells clients of features that are installed beside the server: none.
func queryValue(context.Context, *Call, *queryValueParams) error { return nil }

type enumJobsParams struct {
	CanSeeAll sql.Null[int64]    `tsql:"@can_see_all_running_jobs int"`
	JobOwner  sql.Null[string]   `tsql:"@job_owner sysname = NULL"`
	JobID     sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
}

type enumJobsRow struct {
	JobID           tds.GUID         `col:"job_id uniqueidentifier"`
	LastRunDate     int64            `col:"last_run_date int"`
	LastRunTime     int64            `col:"last_run_time int"`
	NextRunDate     int64            `col:"next_run_date int"`
	NextRunTime     int64            `col:"next_run_time int"`
	NextRunSchedule int64            `col:"next_run_schedule_id int"`
	Requested       int64            `col:"requested_to_run int"`
	RequestSource   int64            `col:"request_source int"`
	RequestSourceID sql.Null[string] `col:"request_source_id sysname null"`
	Running         int64            `col:"running int"`
	CurrentStep     int64            `col:"current_step int"`
	RetryAttempt    int64            `col:"current_retry_attempt int"`
	State           int64            `col:"job_state int"`
}

// jobIdle is the state of a job that neither runs nor waits.
const jobIdle = 4

// enumJobs is what the agent knows of the local jobs; of those of one owner, unless the caller may see all.
func enumJobs(ctx context.Context, c *Call, p *enumJobsParams) error {
	var owner []byte
	if p.CanSeeAll.V == 0 {
		owner = c.ownerSID(p.JobOwner.V)
		if owner == nil {
			return send(c, []enumJobsRow{})
		}
	}
	jobs, err := msdb.LocalJobs(ctx, c.Tx, owner, p.JobID)
	if err != nil {
		return err
	}
	rows := make([]enumJobsRow, len(jobs))
	for i, j := range jobs {
		rows[i] = enumJobsRow{
			JobID: j.JobID, LastRunDate: j.LastRunDate, LastRunTime: j.LastRunTime,
			NextRunDate: j.NextRunDate, NextRunTime: j.NextRunTime, NextRunSchedule: j.NextRunSchedule, State: jobIdle,
		}
	}
	for _, s := range c.Agent.Jobs() {
		i := slices.IndexFunc(rows, func(r enumJobsRow) bool { return r.JobID == s.JobID })
		if i >= 0 {
			rows[i].see(&s)
		}
	}
	slices.SortFunc(rows, func(a, b enumJobsRow) int { return cmp.Compare(a.JobID.String(), b.JobID.String()) })
	return send(c, rows)
}

// see takes over what the agent says of the job at this moment.
func (r *enumJobsRow) see(s *JobState) {
	r.Requested, r.Running = number(s.Requested), number(s.Running)
	r.RequestSource, r.CurrentStep, r.RetryAttempt, r.State = s.Source, s.CurrentStep, s.RetryAttempt, s.State
	r.RequestSourceID = trimNull(some(strings.TrimSpace(s.SourceID)))
	if s.NextRunDate != 0 {
		r.NextRunDate, r.NextRunTime, r.NextRunSchedule = s.NextRunDate, s.NextRunTime, s.NextSchedule
	}
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
