package msdb

import (
	"context"
	"database/sql"
	"encoding/binary"
	"time"

	"msxgate/tds"
)

var operationNames = [...]string{
	OpInsert: "INSERT", OpUpdate: "UPDATE", OpDelete: "DELETE", OpStart: "START", OpStop: "STOP",
	OpReEnlist: "RE-ENLIST", OpDefect: "DEFECT", OpSyncTime: "SYNC-TIME", OpSetPoll: "SET-POLL",
}

// OperationName is the name under which an operation is posted, or "" for a number that is none.
func OperationName(op int64) string {
	if op < 0 || op >= int64(len(operationNames)) {
		return ""
	}
	return operationNames[op]
}

// ParseOperation reads a name in upper case; 0 is none.
func ParseOperation(name string) int64 {
	for op := OpInsert; op <= OpSetPoll; op++ {
		if operationNames[op] == name {
			return op
		}
	}
	return 0
}

// Object types of an instruction.
const (
	ObjectJob    int64 = 1
	ObjectServer int64 = 2
)

// Download is a row of dbo.sysdownloadlist: an instruction of a master to a target.
type Download struct {
	InstanceID        int64 // instructions are carried out in this order
	SourceServer      string
	Operation         int64
	ObjectType        int64
	ObjectID          tds.GUID // the job; zero for all jobs; EncodeValue's for SYNC-TIME and SET-POLL
	TargetServer      string
	ErrorMessage      sql.Null[string] // why the target could not do it; blocks the target
	DatePosted        time.Time
	DateDownloaded    sql.Null[time.Time]
	Status            int64 // 1 downloaded
	DeletedObjectName sql.Null[string]

	JobName sql.Null[string] // of the job, where the caller may see it
}

const downloadColumns = `d.instance_id, d.source_server, d.operation_code, d.object_type, d.object_id, d.target_server,
	d.error_message, d.date_posted, d.date_downloaded, d.status, d.deleted_object_name`

func (d *Download) fields() []any {
	return []any{
		&d.InstanceID, &d.SourceServer, &d.Operation, &d.ObjectType, &d.ObjectID, &d.TargetServer,
		&d.ErrorMessage, &d.DatePosted, &d.DateDownloaded, &d.Status, &d.DeletedObjectName,
	}
}

func (d *Download) namedFields() []any { return append(d.fields(), &d.JobName) }

// EncodeValue puts a number where an instruction has its object: in the last four bytes, high byte first.
func EncodeValue(n int32) tds.GUID {
	var g tds.GUID
	binary.BigEndian.PutUint32(g[12:], uint32(n))
	return g
}

// DecodeValue reads what EncodeValue wrote.
func DecodeValue(g tds.GUID) int32 { return int32(binary.BigEndian.Uint32(g[12:])) }

// DownloadFilter chooses instructions; what is NULL does not matter.
type DownloadFilter struct {
	JobID        sql.Null[tds.GUID]
	Operation    sql.Null[int64]
	ObjectType   sql.Null[int64]
	TargetServer sql.Null[string]
	HasError     bool // an error message that is not empty
	Status       sql.Null[int64]
	PostedSince  sql.Null[time.Time]
}

// Downloads are the instructions that pass the filter, in their order.
func Downloads(ctx context.Context, tx Tx, f *DownloadFilter) ([]Download, error) {
	return selectRows(ctx, tx, `SELECT `+downloadColumns+`, j.name
		FROM dbo.sysdownloadlist AS d LEFT JOIN dbo.sysjobs_view AS j ON j.job_id = d.object_id
		WHERE (@job_id IS NULL OR d.object_id = @job_id)
		AND (@operation IS NULL OR d.operation_code = @operation)
		AND (@type IS NULL OR d.object_type = @type)
		AND (@target IS NULL OR d.target_server = @target)
		AND (@has_error = 0 OR DATALENGTH(d.error_message) >= 1)
		AND (@status IS NULL OR d.status = @status)
		AND (@since IS NULL OR d.date_posted >= @since)
		ORDER BY d.instance_id`, (*Download).namedFields,
		arg("job_id", f.JobID), arg("operation", f.Operation), arg("type", f.ObjectType), arg("target", f.TargetServer),
		arg("has_error", f.HasError), arg("status", f.Status), arg("since", f.PostedSince))
}

const insertDownload = `INSERT INTO dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server,
	error_message, date_posted, date_downloaded, status, deleted_object_name) `

// InsertDownload posts one instruction.
func InsertDownload(ctx context.Context, tx Tx, d *Download) error {
	return exec(ctx, tx, insertDownload+`VALUES (@source, @operation, @type, @object, @target, NULL, @posted, NULL, 0, @deleted)`,
		arg("source", d.SourceServer), arg("operation", d.Operation), arg("type", d.ObjectType), arg("object", d.ObjectID),
		arg("target", d.TargetServer), arg("posted", d.DatePosted), arg("deleted", d.DeletedObjectName))
}

// PostJobs posts an instruction for each job at each of its targets and returns how many. A NULL job stands for all jobs,
// a NULL target for all targets.
func PostJobs(ctx context.Context, tx Tx, d *Download, job sql.Null[tds.GUID], target sql.Null[string]) (int64, error) {
	return tx.Exec(ctx, insertDownload+`SELECT @source, @operation, 1, s.job_id, t.server_name, NULL, @posted, NULL, 0, @deleted
		FROM dbo.sysjobservers AS s JOIN dbo.systargetservers AS t ON t.server_id = s.server_id
		WHERE (@job_id IS NULL OR s.job_id = @job_id) AND (@target IS NULL OR t.server_name = @target)
		ORDER BY t.server_id, s.job_id`,
		arg("source", d.SourceServer), arg("operation", d.Operation), arg("posted", d.DatePosted), arg("deleted", d.DeletedObjectName),
		arg("job_id", job), arg("target", target))
}

// PostScheduleJobs posts an INSERT for each job that uses a schedule, at each of its targets, and returns how many.
func PostScheduleJobs(ctx context.Context, tx Tx, d *Download, schedule int64, target sql.Null[string]) (int64, error) {
	return tx.Exec(ctx, insertDownload+`SELECT @source, 1, 1, s.job_id, t.server_name, NULL, @posted, NULL, 0, NULL
		FROM dbo.sysjobschedules AS u JOIN dbo.sysjobservers AS s ON s.job_id = u.job_id
		JOIN dbo.systargetservers AS t ON t.server_id = s.server_id
		WHERE u.schedule_id = @schedule_id AND (@target IS NULL OR t.server_name = @target)
		ORDER BY t.server_id, s.job_id`,
		arg("source", d.SourceServer), arg("posted", d.DatePosted), arg("schedule_id", schedule), arg("target", target))
}

// VisibleScheduleUID is the id of the schedule of that uid; ok is false unless it was made here and the caller may see it.
func VisibleScheduleUID(ctx context.Context, tx Tx, uid tds.GUID) (id int64, ok bool, err error) {
	ids, err := selectColumn[int64](ctx, tx, `SELECT schedule_id FROM dbo.sysschedules_localserver_view AS s WHERE schedule_uid = @uid`, arg("uid", uid))
	if err != nil || len(ids) == 0 {
		return 0, false, err
	}
	return ids[0], true, nil
}

// HasRemoteJobs tells whether a schedule is used by a job that is targeted at a target server.
func HasRemoteJobs(ctx context.Context, tx Tx, schedule int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysjobschedules AS u JOIN dbo.sysjobservers AS s ON s.job_id = u.job_id
		WHERE u.schedule_id = @schedule_id AND s.server_id <> 0`, arg("schedule_id", schedule))
}

// PostDeleteAll posts one DELETE of all jobs for each target that has jobs, and returns how many.
func PostDeleteAll(ctx context.Context, tx Tx, d *Download, target sql.Null[string]) (int64, error) {
	return tx.Exec(ctx, insertDownload+`SELECT @source, 3, 1, @object, t.server_name, NULL, @posted, NULL, 0, NULL
		FROM dbo.systargetservers AS t
		WHERE (@target IS NULL OR t.server_name = @target)
		AND EXISTS (SELECT 1 FROM dbo.sysjobservers AS s WHERE s.server_id = t.server_id)
		ORDER BY t.server_id`,
		arg("source", d.SourceServer), arg("object", tds.GUID{}), arg("posted", d.DatePosted), arg("target", target))
}

// DeleteDownloads deletes the instructions of a target.
func DeleteDownloads(ctx context.Context, tx Tx, target string) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysdownloadlist WHERE target_server = @target`, arg("target", target))
}

// DeleteAllDownloads empties the download list.
func DeleteAllDownloads(ctx context.Context, tx Tx) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysdownloadlist`)
}

// DeletePendingDownloads deletes what was posted for a job and not downloaded yet, but for its DELETE.
func DeletePendingDownloads(ctx context.Context, tx Tx, job tds.GUID) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysdownloadlist WHERE object_id = @job_id AND operation_code <> 3 AND status = 0`, arg("job_id", job))
}

// HasDownloads tells whether there is any instruction of a target.
func HasDownloads(ctx context.Context, tx Tx, target string) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysdownloadlist WHERE target_server = @target`, arg("target", target))
}

// HasDefect tells whether a target has a DEFECT to find, downloaded or not.
func HasDefect(ctx context.Context, tx Tx, target string) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysdownloadlist WHERE target_server = @target AND operation_code = 7 AND object_type = 2`,
		arg("target", target))
}

// CountPending counts the instructions of a target that block it, and those that wait for it.
func CountPending(ctx context.Context, tx Tx, target string) (blocking, pending int64, err error) {
	blocking, err = selectValue[int64](ctx, tx, `SELECT COUNT(*) FROM dbo.sysdownloadlist WHERE target_server = @target AND error_message IS NOT NULL`,
		arg("target", target))
	if err != nil {
		return 0, 0, err
	}
	pending, err = selectValue[int64](ctx, tx, `SELECT COUNT(*) FROM dbo.sysdownloadlist WHERE target_server = @target AND error_message IS NULL AND status = 0`,
		arg("target", target))
	return blocking, pending, err
}

// LimitDownloaded deletes all but the newest downloaded instructions of a target.
func LimitDownloaded(ctx context.Context, tx Tx, target string, keep int64) error {
	ids, err := selectColumn[int64](ctx, tx, `SELECT instance_id FROM dbo.sysdownloadlist WHERE target_server = @target AND status = 1
		ORDER BY instance_id DESC`, arg("target", target))
	if err != nil || int64(len(ids)) <= keep {
		return err
	}
	return exec(ctx, tx, `DELETE FROM dbo.sysdownloadlist WHERE target_server = @target AND status = 1 AND instance_id <= @last`,
		arg("target", target), arg("last", ids[keep]))
}
