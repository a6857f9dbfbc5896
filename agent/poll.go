package agent

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// Poll is one turn: it tells the master that this target lives, carries out what the master asks, and delivers the
// outcomes of runs. Without a master it does nothing.
func (a *Agent) Poll(ctx context.Context) error {
	if !a.Running() {
		return errNotRunning
	}
	a.polls.Lock()
	defer a.polls.Unlock()
	name, err := masterName(ctx, a.tx())
	if err != nil || name == "" {
		return err
	}
	err = a.pollMaster(ctx, name)
	a.mu.Lock()
	a.away = err != nil
	a.mu.Unlock()
	return err
}

func (a *Agent) pollMaster(ctx context.Context, name string) error {
	db, err := a.connectMaster(ctx, a.tx(), name, appPoll)
	if err != nil {
		return err
	}
	defer db.Close()
	t := &turn{agent: a, master: name, tx: remoteTx{q: db, limit: masterLimit}}
	answer, err := t.probe(ctx)
	if err != nil {
		return err
	}
	if answer.unknown {
		a.Log.WithField("master", name).Warn("The master does not know this target: enlist it again, or defect with @forced_defection = 1")
		return nil
	}
	if answer.blocking > 0 {
		a.Log.WithField("master", name).Warn("An instruction with an error blocks further downloads")
	} else if answer.pending > 0 {
		if err := t.download(ctx); err != nil {
			return err
		}
	}
	return t.upload(ctx)
}

// deliver has an outcome uploaded now, or, while the master is away, at the next poll.
func (a *Agent) deliver() {
	a.mu.Lock()
	away := a.away
	a.mu.Unlock()
	if !away {
		a.PollNow()
	}
}

// masterName is the master this server is enlisted into, or empty.
func masterName(ctx context.Context, tx msdb.Tx) (string, error) {
	v, err := msdb.Setting(ctx, tx, msdb.SettingMSXServerName)
	return strings.ToUpper(strings.TrimSpace(v.V)), err
}

// me is the name under which the master knows this server.
func (a *Agent) me() string { return strings.ToUpper(a.Name) }

// turn is one poll under way.
type turn struct {
	agent    *Agent
	master   string
	tx       msdb.Tx // on the master
	defected bool    // by one of the instructions of this turn
}

// heartbeat is the answer of sp_sqlagent_probe_msx.
type heartbeat struct {
	unknown           bool
	blocking, pending int64
}

func (t *turn) probe(ctx context.Context) (heartbeat, error) {
	a := t.agent
	interval, err := a.pollInterval(ctx)
	if err != nil {
		return heartbeat{}, err
	}
	now := a.Now()
	var h heartbeat
	err = t.tx.Query(ctx, `EXEC dbo.sp_sqlagent_probe_msx @server, @local_time, @interval, @zone`, []msdb.Arg{
		{Name: "server", Value: a.me()},
		{Name: "local_time", Value: now.Format("2006/01/02 15:04:05")},
		{Name: "interval", Value: int64(interval / time.Second)},
		{Name: "zone", Value: zoneMinutes(now)},
	}, func(row []tds.Value) error {
		h.unknown, _ = row[0].(bool)
		h.blocking, _ = row[1].(int64)
		h.pending, _ = row[2].(int64)
		return nil
	})
	return h, err
}

// zoneMinutes is the offset of the server's clock from UTC in minutes.
func zoneMinutes(now time.Time) int64 {
	_, offset := now.Zone()
	return int64(offset / 60)
}

// download carries out the pending instructions in their order. The first that fails is marked and ends the turn.
func (t *turn) download(ctx context.Context) error {
	list, err := msdb.PendingInstructions(ctx, t.tx, t.agent.me())
	if err != nil {
		return err
	}
	for i := range list {
		in := &list[i]
		log := t.agent.Log.WithField("instance_id", in.ID).WithField("operation_code", in.Operation)
		if err := t.apply(ctx, in); err != nil {
			// What may pass must not block the target: the next poll tries again.
			if ctx.Err() != nil || passing(err) {
				return fmt.Errorf("instruction %d: %w", in.ID, err)
			}
			log.WithError(err).Warn("Instruction failed")
			return msdb.MarkFailed(ctx, t.tx, in.ID, cut(messageOf(err), 1024))
		}
		if t.defected {
			return nil
		}
		if err := msdb.MarkDownloaded(ctx, t.tx, in.ID, t.agent.Now()); err != nil {
			return err
		}
		log.Debug("Instruction carried out")
	}
	// Return code 1 only says that no row was left to limit.
	_, err = t.tx.Exec(ctx, `EXEC dbo.sp_downloaded_row_limiter @server`, msdb.Arg{Name: "server", Value: t.agent.me()})
	return err
}

func messageOf(err error) string {
	var e *tds.Error
	if asError(err, &e) {
		return e.Message
	}
	return err.Error()
}

// apply carries out one instruction. Each is safe to repeat: the master may not have heard of the first time.
func (t *turn) apply(ctx context.Context, in *msdb.Instruction) error {
	a := t.agent
	switch in.Operation {
	case msdb.OpInsert:
		return t.downloadJob(ctx, in.ObjectID)
	case msdb.OpUpdate:
		return t.downloadHeader(ctx, in.ObjectID)
	case msdb.OpDelete:
		return t.deleteJob(ctx, in.ObjectID)
	case msdb.OpStart:
		return t.startJob(ctx, in)
	case msdb.OpStop:
		a.StopJob(in.ObjectID, t.master)
		return nil
	case msdb.OpReEnlist:
		return t.reenlist(ctx)
	case msdb.OpDefect:
		return t.defect(ctx)
	case msdb.OpSyncTime:
		a.Log.WithField("difference_minutes", encodedInt(in.ObjectID)).
			Info("The master asked for its time; the clock of this server is left to NTP")
		return nil
	case msdb.OpSetPoll:
		return t.setPoll(ctx, int64(encodedInt(in.ObjectID)))
	}
	return fmt.Errorf("operation code %d is not known", in.Operation)
}

// encodedInt is the integer in the object_id of SYNC-TIME and SET-POLL: the last four bytes, big-endian.
func encodedInt(id tds.GUID) int32 { return int32(binary.BigEndian.Uint32(id[12:])) }

// startJob starts a job on the master's word, once for each instruction however often it is read.
func (t *turn) startJob(ctx context.Context, in *msdb.Instruction) error {
	a := t.agent
	a.asks.Lock()
	defer a.asks.Unlock()
	l, err := msdb.InstructedRun(ctx, a.tx(), in.ID, in.Posted)
	if err != nil {
		return err
	}
	if l == nil {
		l = &msdb.LedgerRun{
			RunID: a.NewID(), JobID: in.ObjectID, Source: sourceUser, RequestedBy: "User " + t.master,
			Instruction: sql.Null[int64]{V: in.ID, Valid: true}, Posted: sql.Null[time.Time]{V: in.Posted, Valid: true},
			Created: a.Now(),
		}
		if err := msdb.InsertRun(ctx, a.tx(), l); err != nil {
			return err
		}
	}
	if l.State != msdb.RunPending || a.has(l) {
		return nil
	}
	err = a.launch(ctx, l)
	var no *refusal
	if asError(err, &no) {
		// It must not block the instructions that follow.
		a.Log.WithError(err).WithField("job_id", l.JobID.String()).Warn("Job not started")
		return nil
	}
	if errors.Is(err, errStopping) {
		return nil // the next start of the agent begins it
	}
	return err
}

// has tells whether a run is under way, its start perhaps not recorded yet.
func (a *Agent) has(l *msdb.LedgerRun) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	r := a.runs[l.JobID]
	return r != nil && r.id == l.RunID
}

// deleteJob deletes one job of the master, or all of them when the id is zero.
func (t *turn) deleteJob(ctx context.Context, job tds.GUID) error {
	if !job.IsZero() {
		return deleteJob(ctx, t.agent.tx(), job)
	}
	_, err := t.agent.tx().Exec(ctx, `EXEC dbo.sp_delete_all_msx_jobs @msx_server = @master`, msdb.Arg{Name: "master", Value: t.master})
	return err
}

// defect ends the enlistment. The master forgets this target and the instruction with it, so nothing is left to be marked.
func (t *turn) defect(ctx context.Context) error {
	err := t.agent.inTx(ctx, func(tx msdb.Tx) error {
		if _, err := tx.Exec(ctx, `EXEC dbo.sp_msx_defect`); err != nil {
			return err
		}
		return msdb.DropOutcomes(ctx, tx)
	})
	t.defected = err == nil
	return err
}

// The range of SET-POLL, in seconds.
const minPoll, maxPoll = 10, 28800

func (t *turn) setPoll(ctx context.Context, seconds int64) error {
	if seconds < minPoll || seconds > maxPoll {
		return fmt.Errorf("a poll interval of %d seconds is not within %d..%d", seconds, minPoll, maxPoll)
	}
	return msdb.SetIntSetting(ctx, t.agent.tx(), msdb.SettingMSXPollInterval, seconds)
}

// upload delivers spooled outcomes in their order. An outcome stays in the outbox until the master has stored it; a second
// delivery after a crash writes the same values again.
func (t *turn) upload(ctx context.Context) error {
	if t.defected {
		return nil
	}
	out, err := msdb.SpooledOutcomes(ctx, t.agent.tx())
	if err != nil {
		return err
	}
	for i := range out {
		o := &out[i]
		known, err := msdb.ReportOutcome(ctx, t.tx, t.agent.me(), o)
		if err != nil {
			return fmt.Errorf("upload outcome %d: %w", o.Sequence, err)
		}
		if !known {
			t.agent.Log.WithField("job_id", o.JobID.String()).Warn("The master does not expect an outcome of this job any more")
		}
		if err := msdb.DropOutcome(ctx, t.agent.tx(), o.Sequence); err != nil {
			return err
		}
	}
	return nil
}
