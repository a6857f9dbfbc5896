package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

type attachScheduleParams struct {
	JobID         sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName       sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ScheduleID    sql.Null[int64]    `tsql:"@schedule_id int = NULL"`
	ScheduleName  sql.Null[string]   `tsql:"@schedule_name sysname = NULL"`
	AutomaticPost bool               `tsql:"@automatic_post bit = 1"`
}

// attachSchedule makes a job use a schedule. Whoever owns the job may do that with any schedule that he sees.
func attachSchedule(ctx context.Context, c *Call, p *attachScheduleParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if err := verifyJobprocCaller(c, job); err != nil {
		return err
	}
	s, err := verifyScheduleIdentifiers(ctx, c, p.ScheduleID, p.ScheduleName)
	if err != nil {
		return err
	}
	if !c.Login.mayChange(job.OwnerSID) {
		return errScheduleNotAttached.With()
	}
	attached, err := msdb.ScheduleIsAttached(ctx, c.Tx, job.JobID, s.ScheduleID)
	if err != nil || attached {
		return err
	}
	if err := msdb.AttachSchedule(ctx, c.Tx, job.JobID, s.ScheduleID); err != nil {
		return err
	}
	return scheduleOfJobChanged(ctx, c, 'I', job, s.ScheduleID, p.AutomaticPost)
}

// scheduleOfJobChanged tells whom it concerns that the schedules of a job changed: the local agent, or its targets, or on
// demand nobody but the caller.
func scheduleOfJobChanged(ctx context.Context, c *Call, action byte, job *msdb.Job, schedule int64, automatic bool) error {
	local, err := msdb.IsLocalJob(ctx, c.Tx, job.JobID)
	if err != nil {
		return err
	}
	if local {
		c.notifySchedule(action, job.JobID, schedule)
		return nil
	}
	remote, err := msdb.IsRemoteJob(ctx, c.Tx, job.JobID)
	switch {
	case err != nil || !remote:
		return err
	case automatic:
		return postJob(ctx, c, "INSERT", job.JobID)
	}
	return c.Info(infoNotDownloaded.With("INSERT", "sp_post_msx_operation"))
}

type detachScheduleParams struct {
	JobID                sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName              sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	ScheduleID           sql.Null[int64]    `tsql:"@schedule_id int = NULL"`
	ScheduleName         sql.Null[string]   `tsql:"@schedule_name sysname = NULL"`
	DeleteUnusedSchedule bool               `tsql:"@delete_unused_schedule bit = 0"`
	AutomaticPost        bool               `tsql:"@automatic_post bit = 1"`
}

// detachSchedule ends the use of a schedule by a job.
func detachSchedule(ctx context.Context, c *Call, p *detachScheduleParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	if err := verifyJobprocCaller(c, job); err != nil {
		return err
	}
	s, err := findSchedule(ctx, c, &scheduleRef{
		id: p.ScheduleID, name: p.ScheduleName, idParam: "@schedule_id", param: "@schedule_name", job: some(job.JobID),
	})
	if err != nil {
		return err
	}
	attached, err := msdb.ScheduleIsAttached(ctx, c.Tx, job.JobID, s.ScheduleID)
	switch {
	case err != nil:
		return err
	case !attached:
		if err := c.Info(errScheduleNotOfJob.With(s.Name, job.Name)); err != nil {
			return err
		}
		return returns(1)
	case !c.Login.mayChange(job.OwnerSID):
		return errCannotDetach.With()
	case p.DeleteUnusedSchedule && !c.Login.mayChange(s.OwnerSID):
		return errNotYourSchedule.With()
	}
	if err := msdb.DetachSchedule(ctx, c.Tx, job.JobID, s.ScheduleID); err != nil {
		return err
	}
	if p.DeleteUnusedSchedule {
		if err := msdb.DeleteUnusedSchedule(ctx, c.Tx, s.ScheduleID); err != nil {
			return err
		}
	}
	if err := msdb.TouchJob(ctx, c.Tx, job.JobID, c.now()); err != nil {
		return err
	}
	return scheduleOfJobChanged(ctx, c, 'D', job, s.ScheduleID, p.AutomaticPost)
}
