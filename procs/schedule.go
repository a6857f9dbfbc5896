package procs

import (
	"cmp"
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

var scheduleProcs = []*Proc{
	define("sp_add_schedule", addSchedule),
	define("sp_update_schedule", updateSchedule),
	define("sp_delete_schedule", deleteSchedule),
	define("sp_attach_schedule", attachSchedule),
	define("sp_detach_schedule", detachSchedule),
	define("sp_help_schedule", helpSchedule),
	define("sp_help_jobs_in_schedule", helpJobsInSchedule),
	define("sp_help_jobcount", helpJobcount),
	define("sp_get_schedule_description", getScheduleDescription),
}

type addScheduleParams struct {
	ScheduleName         sql.Null[string]   `tsql:"@schedule_name sysname"`
	Enabled              sql.Null[int64]    `tsql:"@enabled tinyint = 1"`
	FreqType             int64              `tsql:"@freq_type int = 0"`
	FreqInterval         int64              `tsql:"@freq_interval int = 0"`
	FreqSubdayType       int64              `tsql:"@freq_subday_type int = 0"`
	FreqSubdayInterval   int64              `tsql:"@freq_subday_interval int = 0"`
	FreqRelativeInterval int64              `tsql:"@freq_relative_interval int = 0"`
	FreqRecurrenceFactor int64              `tsql:"@freq_recurrence_factor int = 0"`
	ActiveStartDate      sql.Null[int64]    `tsql:"@active_start_date int = NULL"`
	ActiveEndDate        int64              `tsql:"@active_end_date int = 99991231"`
	ActiveStartTime      int64              `tsql:"@active_start_time int = 0"`
	ActiveEndTime        int64              `tsql:"@active_end_time int = 235959"`
	OwnerLoginName       sql.Null[string]   `tsql:"@owner_login_name sysname = NULL"`
	ScheduleUID          sql.Null[tds.GUID] `tsql:"@schedule_uid uniqueidentifier = NULL OUTPUT"`
	ScheduleID           sql.Null[int64]    `tsql:"@schedule_id int = NULL OUTPUT"`
	OriginatingServer    sql.Null[string]   `tsql:"@originating_server sysname = NULL"`
}

// addSchedule adds a schedule that no job uses yet. Under a unique id that exists already, the existing one is changed for all
// the jobs that use it: that is how scripts which are run again keep their schedules.
func addSchedule(ctx context.Context, c *Call, p *addScheduleParams) error {
	p.ScheduleID = some(int64(0))
	clean(&p.OwnerLoginName)
	owner := c.Login.SID
	if p.OwnerLoginName.Valid {
		if owner = c.ownerSID(p.OwnerLoginName.V); owner == nil {
			return errDoesNotExist.With("@owner_login_name", p.OwnerLoginName)
		}
	}
	s := &msdb.Schedule{
		Name: p.ScheduleName.V, OwnerSID: owner, Enabled: p.Enabled.V, FreqType: p.FreqType, FreqInterval: p.FreqInterval,
		FreqSubdayType: p.FreqSubdayType, FreqSubdayInterval: p.FreqSubdayInterval, FreqRelativeInterval: p.FreqRelativeInterval,
		FreqRecurrenceFactor: p.FreqRecurrenceFactor, ActiveStartDate: p.ActiveStartDate.V, ActiveEndDate: p.ActiveEndDate,
		ActiveStartTime: p.ActiveStartTime, ActiveEndTime: p.ActiveEndTime, DateModified: c.now(),
	}
	if err := verifySchedule(c, s, true); err != nil {
		return err
	}
	origin, err := scheduleOrigin(ctx, c, p.OriginatingServer)
	if err != nil {
		return err
	}
	s.OriginatingServerID = origin
	if !p.ScheduleUID.Valid {
		p.ScheduleUID = some(c.NewID())
	} else if !p.ScheduleUID.V.IsZero() {
		known, err := msdb.ScheduleByUID(ctx, c.Tx, p.ScheduleUID.V)
		if err != nil {
			return err
		}
		if known != nil {
			s.ScheduleUID, p.ScheduleID = known.ScheduleUID, some(known.ScheduleID)
			return msdb.ResetSchedule(ctx, c.Tx, s)
		}
	}
	if err := cmp.Or(notNull(p.ScheduleName, "name", "sysschedules"), notNull(p.Enabled, "enabled", "sysschedules")); err != nil {
		return err
	}
	s.ScheduleUID = p.ScheduleUID.V
	if err := msdb.InsertSchedule(ctx, c.Tx, s); err != nil {
		return err
	}
	p.ScheduleID = some(s.ScheduleID)
	return nil
}

// scheduleOrigin is the id of the server that a schedule comes from. Only the agent may say that it is another than this one.
func scheduleOrigin(ctx context.Context, c *Call, server sql.Null[string]) (int64, error) {
	server = trimNull(server)
	if !server.Valid || !c.Login.IsAgent() {
		return 0, nil
	}
	id, err := msdb.OriginatingServerID(ctx, c.Tx, c.serverName(server))
	if err == nil && !id.Valid {
		err = errUnknownOriginatingServer.With()
	}
	return id.V, err
}

type updateScheduleParams struct {
	ScheduleID           sql.Null[int64]  `tsql:"@schedule_id int = NULL"`
	Name                 sql.Null[string] `tsql:"@name sysname = NULL"`
	NewName              sql.Null[string] `tsql:"@new_name sysname = NULL"`
	Enabled              sql.Null[int64]  `tsql:"@enabled tinyint = NULL"`
	FreqType             sql.Null[int64]  `tsql:"@freq_type int = NULL"`
	FreqInterval         sql.Null[int64]  `tsql:"@freq_interval int = NULL"`
	FreqSubdayType       sql.Null[int64]  `tsql:"@freq_subday_type int = NULL"`
	FreqSubdayInterval   sql.Null[int64]  `tsql:"@freq_subday_interval int = NULL"`
	FreqRelativeInterval sql.Null[int64]  `tsql:"@freq_relative_interval int = NULL"`
	FreqRecurrenceFactor sql.Null[int64]  `tsql:"@freq_recurrence_factor int = NULL"`
	ActiveStartDate      sql.Null[int64]  `tsql:"@active_start_date int = NULL"`
	ActiveEndDate        sql.Null[int64]  `tsql:"@active_end_date int = NULL"`
	ActiveStartTime      sql.Null[int64]  `tsql:"@active_start_time int = NULL"`
	ActiveEndTime        sql.Null[int64]  `tsql:"@active_end_time int = NULL"`
	OwnerLoginName       sql.Null[string] `tsql:"@owner_login_name sysname = NULL"`
	AutomaticPost        bool             `tsql:"@automatic_post bit = 1"`
}

// updateSchedule changes what it is given of a schedule, for all jobs that use it.
func updateSchedule(ctx context.Context, c *Call, p *updateScheduleParams) error {
	clean(&p.NewName, &p.OwnerLoginName)
	var owner []byte
	if p.OwnerLoginName.Valid {
		if owner = c.ownerSID(p.OwnerLoginName.V); owner == nil {
			return errDoesNotExist.With("@owner_login_name", p.OwnerLoginName)
		}
	}
	s, err := findSchedule(ctx, c, &scheduleRef{id: p.ScheduleID, name: p.Name, idParam: "@schedule_id", param: "@name"})
	if err != nil {
		return err
	}
	change := &scheduleChange{
		p.NewName, p.Enabled, p.FreqType, p.FreqInterval, p.FreqSubdayType, p.FreqSubdayInterval, p.FreqRelativeInterval,
		p.FreqRecurrenceFactor, p.ActiveStartDate, p.ActiveEndDate, p.ActiveStartTime, p.ActiveEndTime,
	}
	if !c.Login.mayChange(s.OwnerSID) && !(change.onlyEnabled() && owner == nil && c.Login.InRole(roleOperator)) {
		return errNotYourSchedule.With()
	}
	change.applyTo(s)
	if owner != nil {
		s.OwnerSID = owner
	}
	if err := saveSchedule(ctx, c, s); err != nil {
		return err
	}
	if err := notifyScheduleUsers(ctx, c, 'U', s.ScheduleID); err != nil || !p.AutomaticPost {
		return err
	}
	return postSchedule(ctx, c, s.ScheduleUID)
}

// scheduleChange is what is to be changed of a schedule; what is NULL stays.
type scheduleChange struct {
	name                                                sql.Null[string]
	enabled, kind, interval, subdayType, subdayInterval sql.Null[int64]
	relativeInterval, recurrenceFactor                  sql.Null[int64]
	startDate, endDate, startTime, endTime              sql.Null[int64]
}

func (ch *scheduleChange) onlyEnabled() bool {
	other := *ch
	other.enabled = sql.Null[int64]{}
	return ch.enabled.Valid && other == scheduleChange{}
}

func (ch *scheduleChange) applyTo(s *msdb.Schedule) {
	keep(&s.Name, ch.name)
	keep(&s.Enabled, ch.enabled)
	keep(&s.FreqType, ch.kind)
	keep(&s.FreqInterval, ch.interval)
	keep(&s.FreqSubdayType, ch.subdayType)
	keep(&s.FreqSubdayInterval, ch.subdayInterval)
	keep(&s.FreqRelativeInterval, ch.relativeInterval)
	keep(&s.FreqRecurrenceFactor, ch.recurrenceFactor)
	keep(&s.ActiveStartDate, ch.startDate)
	keep(&s.ActiveEndDate, ch.endDate)
	keep(&s.ActiveStartTime, ch.startTime)
	keep(&s.ActiveEndTime, ch.endTime)
}

// saveSchedule writes a changed schedule if it is valid.
func saveSchedule(ctx context.Context, c *Call, s *msdb.Schedule) error {
	if err := verifySchedule(c, s, false); err != nil {
		return err
	}
	s.DateModified = c.now()
	return msdb.UpdateSchedule(ctx, c.Tx, s)
}

// notifyScheduleUsers tells the local agent of a schedule when a local job uses it.
func notifyScheduleUsers(ctx context.Context, c *Call, action byte, schedule int64) error {
	jobs, err := msdb.JobsOfSchedule(ctx, c.Tx, schedule)
	if err != nil {
		return err
	}
	for _, id := range jobs {
		local, err := msdb.IsLocalJob(ctx, c.Tx, id)
		if err != nil {
			return err
		}
		if local {
			c.notifySchedule(action, tds.GUID{}, schedule)
			return nil
		}
	}
	return nil
}

type deleteScheduleParams struct {
	ScheduleID    sql.Null[int64]  `tsql:"@schedule_id int = NULL"`
	ScheduleName  sql.Null[string] `tsql:"@schedule_name sysname = NULL"`
	ForceDelete   bool             `tsql:"@force_delete bit = 0"`
	AutomaticPost bool             `tsql:"@automatic_post bit = 1"`
}

// deleteSchedule deletes a schedule that no job uses, or by force any.
func deleteSchedule(ctx context.Context, c *Call, p *deleteScheduleParams) error {
	s, err := verifyScheduleIdentifiers(ctx, c, p.ScheduleID, p.ScheduleName)
	if err != nil {
		return err
	}
	if !c.Login.mayChange(s.OwnerSID) {
		return errNotYourSchedule.With()
	}
	jobs, err := msdb.JobsOfSchedule(ctx, c.Tx, s.ScheduleID)
	switch {
	case err != nil:
		return err
	case len(jobs) > 0 && !p.ForceDelete:
		return errScheduleNotDeleted.With()
	}
	if err := notifyScheduleUsers(ctx, c, 'D', s.ScheduleID); err != nil {
		return err
	}
	if err := msdb.DetachFromAll(ctx, c.Tx, s.ScheduleID); err != nil {
		return err
	}
	if err := msdb.DeleteSchedule(ctx, c.Tx, s.ScheduleID); err != nil {
		return err
	}
	return postScheduleGone(ctx, c, jobs, p.AutomaticPost)
}

// postScheduleGone has the targets of jobs fetch them without a schedule that was deleted. SQL Server looks for
// the schedule when it is gone already and tells them nothing, so that they go on running it.
func postScheduleGone(ctx context.Context, c *Call, jobs []tds.GUID, automatic bool) error {
	warned := false
	for _, id := range jobs {
		remote, err := msdb.IsRemoteJob(ctx, c.Tx, id)
		switch {
		case err != nil:
			return err
		case remote && automatic:
			err = postJob(ctx, c, "INSERT", id)
		case remote && !warned:
			warned = true
			err = c.Info(infoNotDownloaded.With("INSERT", "sp_post_msx_operation"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
