package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// Job is a row of dbo.sysjobs, or of dbo.sysjobs_view with where the job came from.
type Job struct {
	JobID                   tds.GUID
	OriginatingServerID     int64 // 0 local, 1 the master
	Name                    string
	Enabled                 int64
	Description             sql.Null[string]
	StartStepID             int64
	CategoryID              int64
	OwnerSID                []byte
	NotifyLevelEventlog     int64
	NotifyLevelEmail        int64
	NotifyLevelNetsend      int64
	NotifyLevelPage         int64
	NotifyEmailOperatorID   int64
	NotifyNetsendOperatorID int64
	NotifyPageOperatorID    int64
	DeleteLevel             int64
	DateCreated             time.Time
	DateModified            time.Time
	VersionNumber           int64

	OriginatingServer sql.Null[string] // of the view only
	FromMaster        bool             // master_server of the view
}

const jobColumns = `j.job_id, j.originating_server_id, j.name, j.enabled, j.description, j.start_step_id, j.category_id, j.owner_sid,
	j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page,
	j.notify_email_operator_id, j.notify_netsend_operator_id, j.notify_page_operator_id, j.delete_level,
	j.date_created, j.date_modified, j.version_number, j.originating_server, j.master_server`

func (j *Job) fields() []any {
	return []any{
		&j.JobID, &j.OriginatingServerID, &j.Name, &j.Enabled, &j.Description, &j.StartStepID, &j.CategoryID, &j.OwnerSID,
		&j.NotifyLevelEventlog, &j.NotifyLevelEmail, &j.NotifyLevelNetsend, &j.NotifyLevelPage,
		&j.NotifyEmailOperatorID, &j.NotifyNetsendOperatorID, &j.NotifyPageOperatorID, &j.DeleteLevel,
		&j.DateCreated, &j.DateModified, &j.VersionNumber, &j.OriginatingServer, &j.FromMaster,
	}
}

// VisibleJob is the job of that id if the caller may see it, else nil.
func VisibleJob(ctx context.Context, tx Tx, id tds.GUID) (*Job, error) {
	return selectRow(ctx, tx, `SELECT `+jobColumns+` FROM dbo.sysjobs_view AS j WHERE j.job_id = @job_id`,
		(*Job).fields, arg("job_id", id))
}

// VisibleJobsNamed are the jobs of that name that the caller may see. Names are not unique: jobs of
// different originating servers may share one.
func VisibleJobsNamed(ctx context.Context, tx Tx, name string) ([]Job, error) {
	return selectRows(ctx, tx, `SELECT `+jobColumns+` FROM dbo.sysjobs_view AS j WHERE j.name = @name`,
		(*Job).fields, arg("name", name))
}

// VisibleJobsFrom are the jobs that came from that server and that the caller may see.
func VisibleJobsFrom(ctx context.Context, tx Tx, server string) ([]Job, error) {
	return selectRows(ctx, tx, `SELECT `+jobColumns+` FROM dbo.sysjobs_view AS j WHERE UPPER(j.originating_server) = @server`,
		(*Job).fields, arg("server", server))
}

// JobNameTaken tells whether a job of that server other than the given one has the name.
func JobNameTaken(ctx context.Context, tx Tx, name, server string, except tds.GUID) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobs AS j
		JOIN dbo.sysoriginatingservers_view AS s ON s.originating_server_id = j.originating_server_id
		WHERE j.name = @name AND s.originating_server = @server AND j.job_id <> @except`,
		arg("name", name), arg("server", server), arg("except", except))
}

// JobsOwnedBy are the ids of all jobs of that owner.
func JobsOwnedBy(ctx context.Context, tx Tx, sid []byte) ([]tds.GUID, error) {
	return selectColumn[tds.GUID](ctx, tx, `SELECT job_id FROM dbo.sysjobs WHERE owner_sid = @sid`, arg("sid", sid))
}

// OwnsRemoteJob tells whether that owner has a job with a remote target.
func OwnsRemoteJob(ctx context.Context, tx Tx, sid []byte) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobs AS j JOIN dbo.sysjobservers AS s ON s.job_id = j.job_id
		WHERE j.owner_sid = @sid AND s.server_id <> 0`, arg("sid", sid))
}

// ReassignJobs gives all jobs of one owner to another.
func ReassignJobs(ctx context.Context, tx Tx, from, to []byte) (int64, error) {
	return tx.Exec(ctx, `UPDATE dbo.sysjobs SET owner_sid = @to WHERE owner_sid = @from`, arg("from", from), arg("to", to))
}

// JobsOfSchedule are the ids of the jobs that use the schedule.
func JobsOfSchedule(ctx context.Context, tx Tx, schedule int64) ([]tds.GUID, error) {
	return selectColumn[tds.GUID](ctx, tx, `SELECT job_id FROM dbo.sysjobschedules WHERE schedule_id = @schedule_id`,
		arg("schedule_id", schedule))
}

// JobsNotifying are the jobs that name the operator in one of their three notifications.
func JobsNotifying(ctx context.Context, tx Tx, operator int64) ([]Job, error) {
	return selectRows(ctx, tx, `SELECT `+jobColumns+` FROM dbo.sysjobs_view AS j
		WHERE j.notify_email_operator_id = @operator OR j.notify_netsend_operator_id = @operator OR j.notify_page_operator_id = @operator`,
		(*Job).fields, arg("operator", operator))
}

func (j *Job) args() []Arg {
	return []Arg{
		arg("job_id", j.JobID), arg("originating_server_id", j.OriginatingServerID), arg("name", j.Name), arg("enabled", j.Enabled),
		arg("description", j.Description), arg("start_step_id", j.StartStepID), arg("category_id", j.CategoryID), arg("owner_sid", j.OwnerSID),
		arg("level_eventlog", j.NotifyLevelEventlog), arg("level_email", j.NotifyLevelEmail), arg("level_netsend", j.NotifyLevelNetsend),
		arg("level_page", j.NotifyLevelPage), arg("operator_email", j.NotifyEmailOperatorID), arg("operator_netsend", j.NotifyNetsendOperatorID),
		arg("operator_page", j.NotifyPageOperatorID), arg("delete_level", j.DeleteLevel), arg("modified", j.DateModified),
	}
}

// InsertJob adds the job with version 1.
func InsertJob(ctx context.Context, tx Tx, j *Job) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysjobs (job_id, originating_server_id, name, enabled, description, start_step_id, category_id, owner_sid,
		notify_level_eventlog, notify_level_email, notify_level_netsend, notify_level_page,
		notify_email_operator_id, notify_netsend_operator_id, notify_page_operator_id, delete_level, date_created, date_modified, version_number)
		VALUES (@job_id, @originating_server_id, @name, @enabled, @description, @start_step_id, @category_id, @owner_sid,
		@level_eventlog, @level_email, @level_netsend, @level_page, @operator_email, @operator_netsend, @operator_page, @delete_level,
		@modified, @modified, 1)`, j.args()...)
}

// UpdateJob writes the job and raises its version.
func UpdateJob(ctx context.Context, tx Tx, j *Job) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobs SET originating_server_id = @originating_server_id, name = @name, enabled = @enabled,
		description = @description, start_step_id = @start_step_id, category_id = @category_id, owner_sid = @owner_sid,
		notify_level_eventlog = @level_eventlog, notify_level_email = @level_email, notify_level_netsend = @level_netsend,
		notify_level_page = @level_page, notify_email_operator_id = @operator_email, notify_netsend_operator_id = @operator_netsend,
		notify_page_operator_id = @operator_page, delete_level = @delete_level, date_modified = @modified, version_number = version_number + 1
		WHERE job_id = @job_id`, j.args()...)
}

// TouchJob raises the version of a job whose steps or schedules changed.
func TouchJob(ctx context.Context, tx Tx, id tds.GUID, now time.Time) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobs SET version_number = version_number + 1, date_modified = @now WHERE job_id = @job_id`,
		arg("job_id", id), arg("now", now))
}

// SetJobCategory moves the job to a category. Its version stays.
func SetJobCategory(ctx context.Context, tx Tx, id tds.GUID, category int64) error {
	return exec(ctx, tx, `UPDATE dbo.sysjobs SET category_id = @category_id WHERE job_id = @job_id`,
		arg("job_id", id), arg("category_id", category))
}

// DeleteJob deletes the job with its targets, steps and links to schedules. The schedules and the
// history stay.
func DeleteJob(ctx context.Context, tx Tx, id tds.GUID) error {
	return eachOf(ctx, tx, []string{
		`DELETE FROM dbo.sysjobschedules WHERE job_id = @job_id`,
		`DELETE FROM dbo.sysjobservers WHERE job_id = @job_id`,
		`DELETE FROM dbo.sysjobsteps WHERE job_id = @job_id`,
		`DELETE FROM dbo.sysjobs WHERE job_id = @job_id`,
	}, arg("job_id", id))
}

// DeleteJobTaskID forgets the number under which the job was known as a task.
func DeleteJobTaskID(ctx context.Context, tx Tx, id tds.GUID) error {
	return exec(ctx, tx, `DELETE FROM dbo.systaskids WHERE job_id = @job_id`, arg("job_id", id))
}

// OriginatingServerID is the id under which jobs and schedules of that server are kept: 0 for this one, 1 for the
// master, nothing for any other.
func OriginatingServerID(ctx context.Context, tx Tx, server string) (sql.Null[int64], error) {
	return selectValue[sql.Null[int64]](ctx, tx, `SELECT originating_server_id FROM dbo.sysoriginatingservers_view WHERE originating_server = @server`,
		arg("server", server))
}

// InsertCount puts a count into a table of the caller's that has one column.
func InsertCount(ctx context.Context, tx Tx, table string, count int64) error {
	return exec(ctx, tx, `INSERT INTO `+quoteName(table)+` VALUES (@count)`, arg("count", count))
}
