package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var jobScheduleProcs = []*Proc{
	define("sp_add_jobschedule", addJobschedule),
	define("sp_update_jobschedule", updateJobschedule),
	define("sp_delete_jobschedule", deleteJobschedule),
	define("sp_help_jobschedule", helpJobschedule),
}

type addJobscheduleParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	Name                 sql.Null[string]   `tsql:"@name sysname"`
	Enabled              sql.Null[int64]    `tsql:"@enabled tinyint = 1"`
	FreqType             int64              `tsql:"@freq_type int = 1"`
	FreqInterval         int64              `tsql:"@freq_interval int = 0"`
	FreqSubdayType       int64              `tsql:"@freq_subday_type int = 0"`
	FreqSubdayInterval   int64              `tsql:"@freq_subday_interval int = 0"`
	FreqRelativeInterval int64              `tsql:"@freq_relative_interval int = 0"`
	FreqRecurrenceFactor int64              `tsql:"@freq_recurrence_factor int = 0"`
	ActiveStartDate      sql.Null[int64]    `tsql:"@active_start_date int = NULL"`
	ActiveEndDate        int64              `tsql:"@active_end_date int = 99991231"`
	ActiveStartTime      int64              `tsql:"@active_start_time int = 0"`
	ActiveEndTime        int64              `tsql:"@active_end_time int = 235959"`
	ScheduleID           sql.Null[int64]    `tsql:"@schedule_id int = NULL OUTPUT"`
	AutomaticPost        bool               `tsql:"@automatic_post bit = 1"`
	ScheduleUID          sql.Null[tds.GUID] `tsql:"@schedule_uid uniqueidentifier = NULL OUTPUT"`
}

// addJobschedule adds a schedule for a job and attaches it. The schedule belongs to the owner of the job.
func addJobschedule(ctx context.Context, c *Call, p *addJobscheduleParams) error {
	if err := verifyCallerOf(ctx, c, p.JobID); err != nil {
		return err
	}
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if !c.Login.mayChange(job.OwnerSID) {
		return errNotOwner.With()
	}
	if err := verifyJobprocCaller(c, job); err != nil {
		return err
	}
	add := &addScheduleParams{
		ScheduleName: p.Name, Enabled: p.Enabled, FreqType: p.FreqType, FreqInterval: p.FreqInterval, FreqSubdayType: p.FreqSubdayType,
		FreqSubdayInterval: p.FreqSubdayInterval, FreqRelativeInterval: p.FreqRelativeInterval, FreqRecurrenceFactor: p.FreqRecurrenceFactor,
		ActiveStartDate: p.ActiveStartDate, ActiveEndDate: p.ActiveEndDate, ActiveStartTime: p.ActiveStartTime, ActiveEndTime: p.ActiveEndTime,
		OwnerLoginName: c.ownerName(job.OwnerSID), ScheduleUID: p.ScheduleUID,
	}
	if err := in(c, "sp_add_schedule", func(c *Call) error { return addSchedule(ctx, c, add) }); err != nil {
		return err
	}
	p.ScheduleID, p.ScheduleUID = add.ScheduleID, add.ScheduleUID
	return in(c, "sp_attach_schedule", func(c *Call) error {
		return attachSchedule(ctx, c, &attachScheduleParams{JobID: some(job.JobID), ScheduleID: p.ScheduleID, AutomaticPost: p.AutomaticPost})
	})
}

type updateJobscheduleParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	Name                 string             `tsql:"@name sysname"`
	NewName              sql.Null[string]   `tsql:"@new_name sysname = NULL"`
	Enabled              sql.Null[int64]    `tsql:"@enabled tinyint = NULL"`
	FreqType             sql.Null[int64]    `tsql:"@freq_type int = NULL"`
	FreqInterval         sql.Null[int64]    `tsql:"@freq_interval int = NULL"`
	FreqSubdayType       sql.Null[int64]    `tsql:"@freq_subday_type int = NULL"`
	FreqSubdayInterval   sql.Null[int64]    `tsql:"@freq_subday_interval int = NULL"`
	FreqRelativeInterval sql.Null[int64]    `tsql:"@freq_relative_interval int = NULL"`
	FreqRecurrenceFactor sql.Null[int64]    `tsql:"@freq_recurrence_factor int = NULL"`
	ActiveStartDate      sql.Null[int64]    `tsql:"@active_start_date int = NULL"`
	ActiveEndDate        sql.Null[int64]    `tsql:"@active_end_date int = NULL"`
	ActiveStartTime      sql.Null[int64]    `tsql:"@active_start_time int = NULL"`
	ActiveEndTime        sql.Null[int64]    `tsql:"@active_end_time int = NULL"`
	AutomaticPost        bool               `tsql:"@automatic_post bit = 1"`
}

// updateJobschedule changes a schedule that a job uses, by its name; for other jobs that use it too.
func updateJobschedule(ctx context.Context, c *Call, p *updateJobscheduleParams) error {
	p.Name = trim(p.Name)
	clean(&p.NewName)
	job, err := jobOfSchedule(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	s, err := scheduleNamed(ctx, c, job, p.Name, errAmbiguousJobScheduleUpdate, "Schedule Name")
	if err != nil {
		return err
	}
	change := &scheduleChange{
		p.NewName, p.Enabled, p.FreqType, p.FreqInterval, p.FreqSubdayType, p.FreqSubdayInterval, p.FreqRelativeInterval,
		p.FreqRecurrenceFactor, p.ActiveStartDate, p.ActiveEndDate, p.ActiveStartTime, p.ActiveEndTime,
	}
	change.applyTo(s)
	if err := saveSchedule(ctx, c, s); err != nil {
		return err
	}
	if err := msdb.TouchJob(ctx, c.Tx, job.JobID, c.now()); err != nil {
		return err
	}
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err == nil && !local && p.AutomaticPost {
		return postSchedule(ctx, c, s.ScheduleUID)
	}
	if err != nil {
		return err
	}
	return scheduleOfJobChanged(ctx, c, 'U', job, s.ScheduleID, p.AutomaticPost)
}

// jobOfSchedule finds the job whose schedules the caller wants to change, if he may.
func jobOfSchedule(ctx context.Context, c *Call, id sql.Null[tds.GUID], name sql.Null[string]) (*msdb.Job, error) {
	if err := verifyCallerOf(ctx, c, id); err != nil {
		return nil, err
	}
	job, err := verifyJobIdentifiers(ctx, c, id, name)
	if err != nil {
		return nil, err
	}
	return job, mayChangeSteps(c, job)
}

// scheduleNamed is the schedule of that name that the job uses. A name that two of them have is told by the message
// ambiguous, one that no schedule has by the parameter missing.
func scheduleNamed(ctx context.Context, c *Call, job *msdb.Job, name string, ambiguous *message, missing string) (*msdb.Schedule, error) {
	found, err := msdb.VisibleJobSchedulesNamed(ctx, c.Tx, job.JobID, name)
	switch {
	case err != nil:
		return nil, err
	case len(found) > 1:
		return nil, ambiguous.With(name, job.Name)
	case len(found) == 1:
		return &found[0], nil
	}
	elsewhere, err := msdb.VisibleSchedulesNamed(ctx, c.Tx, name)
	if err != nil {
		return nil, err
	}
	if len(elsewhere) > 0 {
		return nil, errScheduleNotOfJob.With(name, job.Name)
	}
	master, err := msdb.MasterJobScheduleExists(ctx, c.Tx, job.JobID, name)
	switch {
	case err != nil:
		return nil, err
	case master && c.Login.Sysadmin && !c.Login.IsAgent():
		return nil, errFromMSX.With()
	}
	return nil, errDoesNotExist.With(missing, name)
}

type deleteJobscheduleParams struct {
	JobID         sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName       sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	Name          string             `tsql:"@name sysname"`
	KeepSchedule  int64              `tsql:"@keep_schedule int = 0"`
	AutomaticPost bool               `tsql:"@automatic_post bit = 1"`
}

// deleteJobschedule takes a schedule, or with the name ALL every schedule, from a job, and deletes it unless it is kept.
func deleteJobschedule(ctx context.Context, c *Call, p *deleteJobscheduleParams) error {
	p.Name = trim(p.Name)
	job, err := jobOfSchedule(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	keepSchedule := p.KeepSchedule != 0
	gone, err := schedulesToDelete(ctx, c, job, p.Name, keepSchedule)
	if err != nil {
		return err
	}
	for _, id := range gone {
		if err := msdb.DetachSchedule(ctx, c.Tx, job.JobID, id); err != nil {
			return err
		}
		if keepSchedule {
			continue
		}
		if err := msdb.DeleteSchedule(ctx, c.Tx, id); err != nil {
			return err
		}
	}
	if err := msdb.TouchJob(ctx, c.Tx, job.JobID, c.now()); err != nil {
		return err
	}
	notified := int64(-1)
	if len(gone) == 1 && !same(p.Name, allSchedules) {
		notified = gone[0]
	}
	return scheduleOfJobChanged(ctx, c, 'D', job, notified, p.AutomaticPost)
}

// allSchedules is the name that no schedule may have.
const allSchedules = "ALL"

// schedulesToDelete are the schedules that a name means, none of which another job may use unless it is kept.
func schedulesToDelete(ctx context.Context, c *Call, job *msdb.Job, name string, keepSchedule bool) ([]int64, error) {
	if same(name, allSchedules) {
		shared, err := msdb.SharesSchedules(ctx, c.Tx, job.JobID)
		switch {
		case err != nil:
			return nil, err
		case shared && !keepSchedule:
			return nil, errSchedulesInUse.With()
		}
		return msdb.JobScheduleIDs(ctx, c.Tx, job.JobID)
	}
	s, err := scheduleNamed(ctx, c, job, name, errAmbiguousJobScheduleDelete, "@name")
	if err != nil {
		return nil, err
	}
	uses, err := msdb.CountScheduleUses(ctx, c.Tx, s.ScheduleID)
	switch {
	case err != nil:
		return nil, err
	case uses > 1 && !keepSchedule:
		return nil, errScheduleInUse.With(s.Name)
	}
	return []int64{s.ScheduleID}, nil
}

type helpJobscheduleParams struct {
	JobID              sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName            sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ScheduleName       sql.Null[string]   `tsql:"@schedule_name sysname = NULL"`
	ScheduleID         sql.Null[int64]    `tsql:"@schedule_id int = NULL"`
	IncludeDescription bool               `tsql:"@include_description bit = 0"`
}

type jobScheduleRow struct {
	ScheduleID           int64            `col:"schedule_id int"`
	ScheduleName         string           `col:"schedule_name sysname"`
	Enabled              int64            `col:"enabled int"`
	FreqType             int64            `col:"freq_type int"`
	FreqInterval         int64            `col:"freq_interval int"`
	FreqSubdayType       int64            `col:"freq_subday_type int"`
	FreqSubdayInterval   int64            `col:"freq_subday_interval int"`
	FreqRelativeInterval int64            `col:"freq_relative_interval int"`
	FreqRecurrenceFactor int64            `col:"freq_recurrence_factor int"`
	ActiveStartDate      int64            `col:"active_start_date int"`
	ActiveEndDate        int64            `col:"active_end_date int"`
	ActiveStartTime      int64            `col:"active_start_time int"`
	ActiveEndTime        int64            `col:"active_end_time int"`
	DateCreated          time.Time        `col:"date_created datetime"`
	Description          sql.Null[string] `col:"schedule_description nvarchar(4000) null"`
	NextRunDate          int64            `col:"next_run_date int"`
	NextRunTime          int64            `col:"next_run_time int"`
	ScheduleUID          tds.GUID         `col:"schedule_uid uniqueidentifier"`
	JobCount             sql.Null[int64]  `col:"job_count int null"`
}

// helpJobschedule lists the schedules of a job, wherever they came from, or one schedule that one job uses.
func helpJobschedule(ctx context.Context, c *Call, p *helpJobscheduleParams) error {
	clean(&p.JobName, &p.ScheduleName)
	jobNamed := p.JobID.Valid || p.JobName.Valid
	if p.ScheduleID.Valid == jobNamed || p.ScheduleID.Valid && p.ScheduleName.Valid {
		return errJobOrSchedule.With()
	}
	jobID, err := jobWithSchedule(ctx, c, p)
	if err != nil {
		return err
	}
	schedule := p.ScheduleID
	if p.ScheduleName.Valid {
		s, err := findSchedule(ctx, c, &scheduleRef{
			name: p.ScheduleName, idParam: "@schedule_id", param: "@schedule_name", job: some(jobID),
		})
		if err != nil {
			return err
		}
		schedule = some(s.ScheduleID)
	}
	links, err := msdb.JobSchedules(ctx, c.Tx, jobID, schedule)
	if err != nil {
		return err
	}
	return sendJobSchedules(c, links, p.IncludeDescription)
}

// jobWithSchedule is the job that is named, or the only one that uses the schedule.
func jobWithSchedule(ctx context.Context, c *Call, p *helpJobscheduleParams) (tds.GUID, error) {
	if !p.ScheduleID.Valid {
		job, err := findJob(ctx, c, &jobRef{id: p.JobID, name: p.JobName, noTest: true})
		if err != nil {
			return tds.GUID{}, err
		}
		return job.JobID, nil
	}
	jobs, err := msdb.JobsOfSchedule(ctx, c.Tx, p.ScheduleID.V)
	switch {
	case err != nil:
		return tds.GUID{}, err
	case len(jobs) > 1:
		return tds.GUID{}, errScheduleUsedByJobs.With(p.ScheduleID)
	case len(jobs) == 0:
		return tds.GUID{}, errDoesNotExist.With("@schedule_id", p.ScheduleID)
	}
	job, err := findJob(ctx, c, &jobRef{id: some(jobs[0]), noTest: true})
	if err != nil {
		return tds.GUID{}, err
	}
	return job.JobID, nil
}

func sendJobSchedules(c *Call, links []msdb.JobSchedule, describeThem bool) error {
	rows := make([]jobScheduleRow, len(links))
	for i, s := range links {
		rows[i] = jobScheduleRow{
			s.ScheduleID, s.Name, s.Enabled, s.FreqType, s.FreqInterval, s.FreqSubdayType, s.FreqSubdayInterval,
			s.FreqRelativeInterval, s.FreqRecurrenceFactor, s.ActiveStartDate, s.ActiveEndDate, s.ActiveStartTime, s.ActiveEndTime,
			s.DateCreated, describe(&s.Schedule, describeThem), s.NextRunDate, s.NextRunTime, s.ScheduleUID, some(s.Jobs),
		}
	}
	return send(c, rows)
}
