package agent

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"

	"msxgate/msdb"
	"msxgate/tds"
)

// categoryFromMaster is the category of all downloaded jobs, "Jobs from MSX".
const categoryFromMaster = 1

// originMaster is sysoriginatingservers.originating_server_id of the master.
const originMaster = 1

// header is a row of sp_sqlagent_refresh_job.
type header struct {
	job   msdb.Job
	owner string
	agent bool // owned by $(SQLAgentAccount)
}

// downloadJob fetches a job whole and puts it in the place of the copy that may be here. Local history stays.
func (t *turn) downloadJob(ctx context.Context, id tds.GUID) error {
	h, err := t.fetchHeader(ctx, id)
	if err != nil {
		return err
	}
	if h == nil {
		return nil // deleted on the master since; its DELETE is further down the list
	}
	steps, err := t.fetchSteps(ctx, id)
	if err != nil {
		return err
	}
	schedules, err := t.fetchSchedules(ctx, id)
	if err != nil {
		return err
	}
	defer t.agent.ScheduleChanged()
	return t.agent.inTx(ctx, func(tx msdb.Tx) error {
		if err := t.storeHeader(ctx, tx, h); err != nil {
			return err
		}
		if err := storeSteps(ctx, tx, id, steps); err != nil {
			return err
		}
		return t.storeSchedules(ctx, tx, h.job.OwnerSID, id, schedules)
	})
}

// downloadHeader refreshes the row of sysjobs only, as the instruction UPDATE means.
func (t *turn) downloadHeader(ctx context.Context, id tds.GUID) error {
	known, err := msdb.VisibleJob(ctx, t.agent.tx(), id)
	if err != nil {
		return err
	}
	if known == nil {
		return t.downloadJob(ctx, id)
	}
	h, err := t.fetchHeader(ctx, id)
	if err != nil || h == nil {
		return err
	}
	defer t.agent.ScheduleChanged()
	return t.agent.inTx(ctx, func(tx msdb.Tx) error { return t.storeHeader(ctx, tx, h) })
}

// fetchHeader reads the job's header on the master by ordinals: the names of some columns differ between versions.
// nil means that the job is not targeted at this server.
func (t *turn) fetchHeader(ctx context.Context, id tds.GUID) (*header, error) {
	var h *header
	err := t.tx.Query(ctx, `EXEC dbo.sp_sqlagent_refresh_job @job, @server`,
		[]msdb.Arg{{Name: "job", Value: id}, {Name: "server", Value: t.agent.me()}},
		func(row []tds.Value) error {
			if len(row) < 20 {
				return fmt.Errorf("sp_sqlagent_refresh_job answered %d columns", len(row))
			}
			got, _ := row[0].(tds.GUID)
			if got != id {
				return nil // a newer master adds its own system jobs
			}
			h = readHeader(row)
			return nil
		})
	return h, err
}

func readHeader(row []tds.Value) *header {
	number := func(i int) int64 { return asInt(row[i]) }
	j := msdb.Job{
		OriginatingServerID: originMaster, CategoryID: categoryFromMaster,
		Enabled: number(2), StartStepID: number(3),
		NotifyLevelEventlog: number(5), NotifyLevelEmail: number(6), NotifyLevelNetsend: number(7), NotifyLevelPage: number(8),
		NotifyEmailOperatorID: number(9), NotifyNetsendOperatorID: number(10), NotifyPageOperatorID: number(11),
		DeleteLevel: number(12), VersionNumber: number(14),
	}
	j.JobID, _ = row[0].(tds.GUID)
	j.Name, _ = row[1].(string)
	j.Description = asText(row[18])
	return &header{job: j, owner: asText(row[4]).V, agent: number(19) == 1}
}

func asInt(v tds.Value) int64 {
	switch v := v.(type) {
	case int64:
		return v
	case bool:
		if v {
			return 1
		}
	}
	return 0
}

func asText(v tds.Value) sql.Null[string] {
	s, ok := v.(string)
	return sql.Null[string]{V: s, Valid: ok}
}

// storeHeader writes the row of sysjobs, and the row of sysjobservers that makes the job run here.
func (t *turn) storeHeader(ctx context.Context, tx msdb.Tx, h *header) error {
	j := h.job
	var err error
	if j.OwnerSID, err = t.ownerSID(ctx, tx, h); err != nil {
		return err
	}
	h.job.OwnerSID = j.OwnerSID
	if err := t.mapOperators(ctx, tx, &j); err != nil {
		return err
	}
	known, err := msdb.VisibleJob(ctx, tx, j.JobID)
	if err != nil {
		return err
	}
	j.DateModified = t.agent.Now()
	if known != nil {
		err = msdb.UpdateJob(ctx, tx, &j)
	} else {
		err = msdb.InsertJob(ctx, tx, &j)
	}
	if err != nil {
		return err
	}
	// sp_delete_jobserver may have taken the row of a job that is here.
	if local, err := msdb.IsLocalJob(ctx, tx, j.JobID); err != nil || local {
		return err
	}
	return msdb.InsertJobServer(ctx, tx, j.JobID, 0)
}

// ownerSID maps the owner of a master's job: the login of that name when it is a sysadmin here, else the agent's
// own account.
func (t *turn) ownerSID(ctx context.Context, tx msdb.Tx, h *header) ([]byte, error) {
	sid := []byte(agentAccount)
	if h.agent {
		return sid, nil
	}
	err := tx.Query(ctx, `SELECT SUSER_SID(@login), IS_SRVROLEMEMBER(N'sysadmin', @login)`,
		[]msdb.Arg{{Name: "login", Value: h.owner}}, func(row []tds.Value) error {
			if b, ok := row[0].([]byte); ok && asInt(row[1]) == 1 {
				sid = append([]byte(nil), b...)
			}
			return nil
		})
	return sid, err
}

// mapOperators points the notify ids, which are the master's, at this server's own MSXOperator: no other operator may
// stand on a multiserver job.
func (t *turn) mapOperators(ctx context.Context, tx msdb.Tx, j *msdb.Job) error {
	if j.NotifyEmailOperatorID == 0 && j.NotifyNetsendOperatorID == 0 && j.NotifyPageOperatorID == 0 {
		return nil
	}
	op, err := msdb.OperatorNamed(ctx, tx, "MSXOperator")
	if err != nil {
		return err
	}
	for _, id := range []*int64{&j.NotifyEmailOperatorID, &j.NotifyNetsendOperatorID, &j.NotifyPageOperatorID} {
		switch {
		case *id == 0:
		case op == nil:
			*id = 0
		default:
			*id = op.ID
		}
	}
	return nil
}

// fetchSteps reads the steps with sp_help_jobstep and finds the local proxy of each that needs one.
func (t *turn) fetchSteps(ctx context.Context, id tds.GUID) ([]msdb.JobStep, error) {
	var steps []msdb.JobStep
	err := t.tx.Query(ctx, `EXEC dbo.sp_help_jobstep @job_id = @job`, []msdb.Arg{{Name: "job", Value: id}}, func(row []tds.Value) error {
		if len(row) < 23 {
			return fmt.Errorf("sp_help_jobstep answered %d columns", len(row))
		}
		steps = append(steps, readStep(id, row))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range steps {
		s := &steps[i]
		s.StepUID = sql.Null[tds.GUID]{V: t.agent.NewID(), Valid: true}
		if s.ProxyID.Valid {
			if s.ProxyID.V, err = t.localProxy(ctx, s.ProxyID.V); err != nil {
				return nil, err
			}
		}
	}
	return steps, nil
}

func readStep(job tds.GUID, row []tds.Value) msdb.JobStep {
	number := func(i int) int64 { return asInt(row[i]) }
	s := msdb.JobStep{
		JobID: job, StepID: number(0), StepName: asText(row[1]).V, Subsystem: asText(row[2]).V, Command: asText(row[3]),
		Flags: number(4), CmdexecSuccessCode: number(5), OnSuccessAction: number(6), OnSuccessStepID: number(7),
		OnFailAction: number(8), OnFailStepID: number(9), Server: asText(row[10]), DatabaseName: asText(row[11]),
		DatabaseUserName: asText(row[12]), RetryAttempts: number(13), RetryInterval: number(14), OSRunPriority: number(15),
		OutputFileName: asText(row[16]),
	}
	if id, ok := row[22].(int64); ok {
		s.ProxyID = sql.Null[int64]{V: id, Valid: true}
	}
	return s
}

// What the master reads of a step that needs a proxy which this server has not.
const (
	errProxyMatching agentError = "The job step requires a proxy account, however proxy matching is disabled on the target server."
	errProxyNotFound agentError = "Proxy not found."
)

// localProxy is the id of the local proxy that has the name of the master's proxy.
func (t *turn) localProxy(ctx context.Context, masterID int64) (int64, error) {
	allowed, err := msdb.IntSetting(ctx, t.agent.tx(), "AllowDownloadedJobsToMatchProxyName")
	if err != nil {
		return 0, err
	}
	if allowed.V != 1 {
		return 0, errProxyMatching
	}
	theirs, err := msdb.ProxyByID(ctx, t.tx, masterID)
	if err != nil {
		return 0, err
	}
	if theirs == nil {
		return 0, errProxyNotFound
	}
	ours, err := msdb.ProxyNamed(ctx, t.agent.tx(), theirs.Name)
	if err != nil {
		return 0, err
	}
	if ours == nil {
		return 0, errProxyNotFound
	}
	return ours.ProxyID, nil
}

func storeSteps(ctx context.Context, tx msdb.Tx, job tds.GUID, steps []msdb.JobStep) error {
	if err := msdb.DeleteJobSteps(ctx, tx, job); err != nil {
		return err
	}
	for i := range steps {
		if err := msdb.InsertJobStep(ctx, tx, &steps[i]); err != nil {
			return err
		}
	}
	return nil
}

// fetchSchedules reads the schedules with sp_help_jobschedule.
func (t *turn) fetchSchedules(ctx context.Context, id tds.GUID) ([]msdb.Schedule, error) {
	var out []msdb.Schedule
	err := t.tx.Query(ctx, `EXEC dbo.sp_help_jobschedule @job_id = @job`, []msdb.Arg{{Name: "job", Value: id}}, func(row []tds.Value) error {
		if len(row) < 18 {
			return fmt.Errorf("sp_help_jobschedule answered %d columns", len(row))
		}
		out = append(out, readSchedule(row))
		return nil
	})
	return out, err
}

func readSchedule(row []tds.Value) msdb.Schedule {
	number := func(i int) int64 { return asInt(row[i]) }
	s := msdb.Schedule{
		OriginatingServerID: originMaster, Name: asText(row[1]).V, Enabled: number(2), FreqType: number(3), FreqInterval: number(4),
		FreqSubdayType: number(5), FreqSubdayInterval: number(6), FreqRelativeInterval: number(7), FreqRecurrenceFactor: number(8),
		ActiveStartDate: number(9), ActiveEndDate: number(10), ActiveStartTime: number(11), ActiveEndTime: number(12),
		VersionNumber: 1,
	}
	s.ScheduleUID, _ = row[17].(tds.GUID)
	return s
}

// storeSchedules makes the job's schedules those of the master. A schedule that no job uses any more goes.
func (t *turn) storeSchedules(ctx context.Context, tx msdb.Tx, owner []byte, job tds.GUID, schedules []msdb.Schedule) error {
	old, err := msdb.SchedulesOf(ctx, tx, job)
	if err != nil {
		return err
	}
	kept := map[tds.GUID]bool{}
	for i := range schedules {
		kept[schedules[i].ScheduleUID] = true
		if err := t.storeSchedule(ctx, tx, owner, job, schedules[i]); err != nil {
			return err
		}
	}
	for i := range old {
		if kept[old[i].ScheduleUID] {
			continue
		}
		if err := msdb.DetachSchedule(ctx, tx, job, old[i].ScheduleID); err != nil {
			return err
		}
		if err := dropUnused(ctx, tx, &old[i]); err != nil {
			return err
		}
	}
	return nil
}

// storeSchedule adds or updates a schedule and attaches it. One that is as it was keeps its date of modification, from which
// "every n weeks" counts.
func (t *turn) storeSchedule(ctx context.Context, tx msdb.Tx, owner []byte, job tds.GUID, s msdb.Schedule) error {
	s.OwnerSID, s.DateModified = owner, t.agent.Now()
	known, err := msdb.ScheduleByUID(ctx, tx, s.ScheduleUID)
	if err != nil {
		return err
	}
	switch {
	case known == nil:
		err = msdb.InsertSchedule(ctx, tx, &s)
	case !sameSchedule(known, &s):
		s.ScheduleID = known.ScheduleID
		err = msdb.UpdateSchedule(ctx, tx, &s)
	default:
		s.ScheduleID = known.ScheduleID
	}
	if err != nil {
		return err
	}
	if attached, err := msdb.ScheduleIsAttached(ctx, tx, job, s.ScheduleID); err != nil || attached {
		return err
	}
	return msdb.AttachSchedule(ctx, tx, job, s.ScheduleID)
}

func sameSchedule(x, y *msdb.Schedule) bool {
	tx, ty := timingOf(x), timingOf(y)
	tx.modified = ty.modified
	return tx == ty && x.Name == y.Name && x.Enabled == y.Enabled && bytes.Equal(x.OwnerSID, y.OwnerSID)
}

func dropUnused(ctx context.Context, tx msdb.Tx, s *msdb.Schedule) error {
	uses, err := msdb.CountScheduleUses(ctx, tx, s.ScheduleID)
	if err != nil || uses > 0 || s.OriginatingServerID != originMaster {
		return err
	}
	return msdb.DeleteSchedule(ctx, tx, s.ScheduleID)
}
