package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
	"msxgate/tds"
)

var postProcs = []*Proc{
	define("sp_post_msx_operation", postMSXOperation),
}

type postParams struct {
	Operation    sql.Null[string]   `tsql:"@operation varchar(64)"`
	ObjectType   sql.Null[string]   `tsql:"@object_type varchar(64) = 'JOB'"`
	JobID        sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	TargetServer sql.Null[string]   `tsql:"@specific_target_server sysname = NULL"`
	Value        sql.Null[int64]    `tsql:"@value int = NULL"`
	ScheduleUID  sql.Null[tds.GUID] `tsql:"@schedule_uid uniqueidentifier = NULL"`
}

const (
	allOperations    = "INSERT, UPDATE, DELETE, START, STOP, RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL"
	jobOperations    = "INSERT, UPDATE, DELETE, START, STOP"
	serverOperations = "RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL"
)

// postMSXOperation puts instructions into the download list. It does nothing for a caller who is no sysadmin, for
// jobs that are not on target servers, and on a server that has none.
func postMSXOperation(ctx context.Context, c *Call, p *postParams) error {
	target := trimNull(p.TargetServer)
	target.V = upper(target.V)
	if !c.Login.Sysadmin {
		return nil
	}
	op := msdb.ParseOperation(upper(trim(p.Operation.V)))
	objectType := upper(trim(p.ObjectType.V))
	if err := checkPost(p, op, objectType); err != nil {
		return err
	}
	if target.Valid {
		if target.V == c.localName() {
			return nil
		}
		if err := mustBeTarget(ctx, c, "@specific_target_server", target.V); err != nil {
			return err
		}
	}
	isMaster, err := msdb.HasTargetServers(ctx, c.Tx)
	if err != nil || !isMaster {
		return err
	}
	if c.Server.Machine == "" {
		return errNoMachineName.With()
	}
	count, posted, err := postInstructions(ctx, c, p, op, objectType, target)
	if err != nil || !posted {
		return err
	}
	if err := sayPosted(c, p, objectType, target, count); err != nil {
		return err
	}
	if !target.Valid {
		return nil
	}
	// That there is nothing to limit is no failure of the post.
	return c.Raise(limitDownloaded(ctx, c, target.V))
}

func checkPost(p *postParams, op int64, objectType string) error {
	switch {
	case op == 0:
		return errInvalidValue.With("@operation_code", allOperations)
	case p.ObjectType.Valid && objectType != "JOB" && objectType != "SERVER" && objectType != "SCHEDULE":
		return errInvalidValue.With("@object_type", "JOB, SERVER, SCHEDULE")
	case objectType == "JOB" && !p.JobID.Valid:
		return errNoJobID.With()
	case objectType == "SCHEDULE" && !p.ScheduleUID.Valid:
		return errNoScheduleUID.With()
	case op == msdb.OpSetPoll && (!p.Value.Valid || p.Value.V < 10 || p.Value.V > 28800):
		return errInvalidValue.With("@value", "10..28800")
	}
	return nil
}

// postInstructions writes the rows. posted is false when nothing was there to be told of anything; a NULL count
// stands for an object type that is NULL.
func postInstructions(ctx context.Context, c *Call, p *postParams, op int64, objectType string, target sql.Null[string]) (count sql.Null[int64], posted bool, err error) {
	d := &msdb.Download{SourceServer: c.Server.Machine, Operation: op, DatePosted: c.now()}
	count.Valid = true
	switch objectType {
	case "JOB":
		count.V, posted, err = postOfJob(ctx, c, d, p.JobID.V, target)
	case "SCHEDULE":
		count.V, posted, err = postOfSchedule(ctx, c, d, p.ScheduleUID.V, target)
	case "SERVER":
		count.V, err = postToServers(ctx, c, d, p.Value.V, target)
		posted = true
	default:
		return sql.Null[int64]{}, true, nil
	}
	return count, posted, err
}

func postOfJob(ctx context.Context, c *Call, d *msdb.Download, id tds.GUID, target sql.Null[string]) (count int64, posted bool, err error) {
	var job *msdb.Job
	if !id.IsZero() {
		if job, err = msdb.VisibleJob(ctx, c.Tx, id); err != nil {
			return 0, false, err
		}
		if job == nil {
			return 0, false, errDoesNotExist.With("@job_id", id)
		}
		remote, err := msdb.IsRemoteJob(ctx, c.Tx, id)
		if err != nil || !remote {
			return 0, false, err
		}
	}
	if d.Operation > msdb.OpStop {
		return 0, false, errInvalidValue.With("@operation_code", jobOperations)
	}
	switch {
	case job == nil && d.Operation == msdb.OpDelete:
		count, err = msdb.PostDeleteAll(ctx, c.Tx, d, target)
	case job == nil:
		count, err = msdb.PostJobs(ctx, c.Tx, d, sql.Null[tds.GUID]{}, target)
	default:
		if d.Operation == msdb.OpDelete {
			d.DeletedObjectName = some(job.Name)
		}
		count, err = msdb.PostJobs(ctx, c.Tx, d, some(id), target)
	}
	return count, true, err
}

// postOfSchedule has every job that uses the schedule fetched anew.
func postOfSchedule(ctx context.Context, c *Call, d *msdb.Download, uid tds.GUID, target sql.Null[string]) (count int64, posted bool, err error) {
	schedule, found, err := msdb.VisibleScheduleUID(ctx, c.Tx, uid)
	if err != nil {
		return 0, false, err
	}
	if !found {
		return 0, false, errDoesNotExist.With("@schedule_uid", uid)
	}
	remote, err := msdb.HasRemoteJobs(ctx, c.Tx, schedule)
	if err != nil || !remote {
		return 0, false, err
	}
	if d.Operation > msdb.OpDelete {
		return 0, false, errInvalidValue.With("@operation_code", "UPDATE, DELETE")
	}
	count, err = msdb.PostScheduleJobs(ctx, c.Tx, d, schedule, target)
	return count, true, err
}

func postToServers(ctx context.Context, c *Call, d *msdb.Download, value int64, target sql.Null[string]) (int64, error) {
	if d.Operation < msdb.OpReEnlist {
		return 0, errInvalidValue.With("@operation_code", serverOperations)
	}
	servers, err := msdb.TargetServers(ctx, c.Tx)
	if err != nil {
		return 0, err
	}
	d.ObjectType = msdb.ObjectServer
	var count int64
	for i := range servers {
		s := &servers[i]
		if target.Valid && !same(s.ServerName, target.V) {
			continue
		}
		switch d.Operation {
		case msdb.OpSetPoll:
			d.ObjectID = msdb.EncodeValue(int32(value))
		case msdb.OpSyncTime:
			d.ObjectID = msdb.EncodeValue(int32(s.TimeZoneAdjustment - timeZone(c.Now())))
		}
		d.TargetServer = s.ServerName
		if err := msdb.InsertDownload(ctx, c.Tx, d); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

func sayPosted(c *Call, p *postParams, objectType string, target sql.Null[string], count sql.Null[int64]) error {
	if objectType == "JOB" && p.JobID.V.IsZero() && target.Valid && count.V == 0 {
		return c.Info(infoNotInvolved.With("@specific_target_server", target.V))
	}
	return c.Info(infoPosted.With(count, upper(trim(p.Operation.V))))
}

// post runs sp_post_msx_operation for another procedure.
func post(ctx context.Context, c *Call, p *postParams) error {
	return in(c, "sp_post_msx_operation", func(c *Call) error { return postMSXOperation(ctx, c, p) })
}

// postJob tells the targets of a job to do something with it.
func postJob(ctx context.Context, c *Call, operation string, job tds.GUID) error {
	return postJobTo(ctx, c, operation, job, sql.Null[string]{})
}

// postJobTo tells one of them, or all when the target is NULL.
func postJobTo(ctx context.Context, c *Call, operation string, job tds.GUID, target sql.Null[string]) error {
	return post(ctx, c, &postParams{Operation: some(operation), ObjectType: some("JOB"), JobID: some(job), TargetServer: target})
}

// postSchedule has the jobs that use a schedule fetched anew by their targets.
func postSchedule(ctx context.Context, c *Call, uid tds.GUID) error {
	return post(ctx, c, &postParams{Operation: some("INSERT"), ObjectType: some("SCHEDULE"), ScheduleUID: some(uid)})
}

// postServer tells a target server, or all when it is NULL, to do something with itself.
func postServer(ctx context.Context, c *Call, operation string, target sql.Null[string]) error {
	return post(ctx, c, &postParams{Operation: some(operation), ObjectType: some("SERVER"), TargetServer: target})
}
