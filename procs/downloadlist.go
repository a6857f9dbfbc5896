package procs

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var downloadListProcs = []*Proc{
	define("sp_help_downloadlist", helpDownloadList),
	define("sp_downloaded_row_limiter", downloadedRowLimiter),
}

type helpDownloadListParams struct {
	JobID        sql.Null[tds.GUID]  `tsql:"@job_id uniqueidentifier = NULL"`
	JobName      sql.Null[string]    `tsql:"@job_name sysname = NULL"`
	Operation    sql.Null[string]    `tsql:"@operation varchar(64) = NULL"`
	ObjectType   sql.Null[string]    `tsql:"@object_type varchar(64) = NULL"`
	ObjectName   sql.Null[string]    `tsql:"@object_name sysname = NULL"`
	TargetServer sql.Null[string]    `tsql:"@target_server sysname = NULL"`
	HasError     sql.Null[int64]     `tsql:"@has_error tinyint = NULL"`
	Status       sql.Null[int64]     `tsql:"@status tinyint = NULL"`
	DatePosted   sql.Null[time.Time] `tsql:"@date_posted datetime = NULL"`
}

type downloadRow struct {
	InstanceID     int64               `col:"instance_id int"`
	SourceServer   string              `col:"source_server sysname"`
	OperationCode  string              `col:"operation_code nvarchar(4000) null"`
	ObjectName     string              `col:"object_name nvarchar(4000) null"`
	ObjectID       tds.GUID            `col:"object_id uniqueidentifier null"`
	TargetServer   string              `col:"target_server sysname"`
	ErrorMessage   sql.Null[string]    `col:"error_message nvarchar(1024) null"`
	DatePosted     time.Time           `col:"date_posted datetime"`
	DateDownloaded sql.Null[time.Time] `col:"date_downloaded datetime null"`
	Status         int64               `col:"status tinyint"`
}

// helpDownloadList lists instructions. An object name is asked for, but does not choose.
func helpDownloadList(ctx context.Context, c *Call, p *helpDownloadListParams) error {
	clean(&p.Operation, &p.ObjectType, &p.ObjectName, &p.TargetServer)
	f := msdb.DownloadFilter{Status: p.Status, PostedSince: p.DatePosted, HasError: p.HasError.Valid}
	if p.JobID.Valid || p.JobName.Valid {
		job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
		if err != nil {
			return err
		}
		f.JobID = some(job.JobID)
	}
	if p.Operation.Valid {
		f.Operation = some(msdb.ParseOperation(upper(p.Operation.V)))
		if f.Operation.V == 0 {
			return errInvalidValue.With("@operation_code", allOperations)
		}
	}
	if p.ObjectType.Valid {
		switch upper(p.ObjectType.V) {
		case "JOB":
			f.ObjectType = some(msdb.ObjectJob)
		case "SERVER":
			f.ObjectType = some(msdb.ObjectServer)
		default:
			return errInvalidValue.With("@object_type", "JOB, SERVER")
		}
	}
	if p.ObjectType.Valid != p.ObjectName.Valid {
		return errTypeAndName.With()
	}
	if p.TargetServer.Valid {
		f.TargetServer = some(upper(p.TargetServer.V))
		if err := mustBeTarget(ctx, c, "@target_server", f.TargetServer.V); err != nil {
			return err
		}
	}
	switch {
	case p.HasError.Valid && p.HasError.V != 1:
		return errInvalidValue.With("@has_error", "1, NULL")
	case p.Status.Valid && p.Status.V > 1:
		return errInvalidValue.With("@status", "0, 1")
	}
	list, err := msdb.Downloads(ctx, c.Tx, &f)
	if err != nil {
		return err
	}
	rows := make([]downloadRow, len(list))
	for i := range list {
		d := &list[i]
		rows[i] = downloadRow{
			d.InstanceID, d.SourceServer, operationText(d.Operation), objectName(d), d.ObjectID, d.TargetServer,
			d.ErrorMessage, d.DatePosted, d.DateDownloaded, d.Status,
		}
	}
	return send(c, rows)
}

// operationText is a number with its name.
func operationText(op int64) string {
	name := textUnknown.Text()
	if n := msdb.OperationName(op); n != "" {
		name = "(" + n + ")"
	}
	return fmt.Sprintf("%d %s", op, name)
}

// objectName is what an instruction is about: a job, which may be gone by now, or the target itself.
func objectName(d *msdb.Download) string {
	switch ofJob := d.Operation >= msdb.OpInsert && d.Operation <= msdb.OpStop; {
	case d.JobName.Valid:
		return d.JobName.V
	case ofJob && d.ObjectID.IsZero():
		return textAllJobs.Text()
	case d.Operation == msdb.OpDelete && d.DeletedObjectName.Valid:
		return d.DeletedObjectName.V
	case ofJob:
		return textJob.Text()
	case msdb.OperationName(d.Operation) != "":
		return d.TargetServer
	}
	return textUnknown.Text()
}

type downloadedRowLimiterParams struct {
	ServerName sql.Null[string] `tsql:"@server_name sysname"`
}

// downloadedRowLimiter forgets old downloaded instructions of a target.
func downloadedRowLimiter(ctx context.Context, c *Call, p *downloadedRowLimiterParams) error {
	if !p.ServerName.Valid {
		return returns(1)
	}
	return limitDownloaded(ctx, c, trim(p.ServerName.V))
}

// limitDownloaded keeps as many downloaded instructions of a target as DownloadedMaxRows says. It returns 1 when
// there is none at all.
func limitDownloaded(ctx context.Context, c *Call, target string) error {
	found, err := msdb.HasDownloads(ctx, c.Tx, target)
	if err != nil {
		return err
	}
	if !found {
		return returns(1)
	}
	keep, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingDownloadedMaxRows)
	if err != nil || !keep.Valid || keep.V == -1 {
		return err
	}
	if keep.V < -1 {
		keep.V = 100
		if err := msdb.SetIntSetting(ctx, c.Tx, msdb.SettingDownloadedMaxRows, keep.V); err != nil {
			return err
		}
	}
	return msdb.LimitDownloaded(ctx, c.Tx, target, keep.V)
}
