package agent

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// mayBegin fails when another process has become the agent of this server.
func (a *Agent) mayBegin(ctx context.Context, tx msdb.Tx) error {
	if a.Holder == "" {
		return nil
	}
	holder, err := msdb.AgentHolder(ctx, tx)
	if err == nil && holder != a.Holder {
		err = fmt.Errorf("%w: %s", ErrSuperseded, holder)
	}
	return err
}

var errJobGone = errors.New("the job was deleted before it began")

// recordStart makes the launch durable before the first step begins. It fails when the run was begun already.
func (a *Agent) recordStart(r *run) error {
	tried := false
	return a.record(r.lasting, "start of job "+r.job.Name, func(tx msdb.Tx) error {
		if err := a.mayBegin(r.lasting, tx); err != nil {
			return err
		}
		first, err := msdb.StartRun(r.lasting, tx, r.id, a.Now())
		if err != nil {
			return err
		}
		if !first && !tried {
			return fmt.Errorf("run %s was begun before", r.id)
		}
		tried = true
		if known, err := msdb.VisibleJob(r.lasting, tx, r.job.JobID); err != nil || known == nil {
			return cmp.Or(err, errJobGone)
		}
		if err := a.ensureActivity(r.lasting, tx, r.job.JobID); err != nil {
			return err
		}
		if _, err = tx.Exec(r.lasting, `EXEC dbo.sp_sqlagent_update_jobactivity_requested_date @session_id = @session, @job_id = @job,
			@is_system = 0, @run_requested_source_id = @source`, a.sessionArgs(r, msdb.Arg{Name: "source", Value: r.source})...); err != nil {
			return err
		}
		_, err = tx.Exec(r.lasting, `EXEC dbo.sp_sqlagent_update_jobactivity_start_execution_date @session_id = @session, @job_id = @job,
			@is_system = 0, @begin_execution_date = @date, @begin_execution_time = @time`,
			a.sessionArgs(r, msdb.Arg{Name: "date", Value: dateInt(r.began)}, msdb.Arg{Name: "time", Value: timeInt(r.began)})...)
		return err
	})
}

// ensureActivity gives a job that came after the start of the session its row in sysjobactivity.
func (a *Agent) ensureActivity(ctx context.Context, tx msdb.Tx, job tds.GUID) error {
	known, err := msdb.Activities(ctx, tx, a.sessionID(), sql.Null[tds.GUID]{V: job, Valid: true})
	if err != nil || len(known) > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `EXEC dbo.sp_sqlagent_create_jobactivity @session_id = @session, @job_id = @job`,
		msdb.Arg{Name: "session", Value: a.sessionID()}, msdb.Arg{Name: "job", Value: job})
	var raised *tds.Error
	if asError(err, &raised) && raised.Number == duplicateKey {
		return nil // the scheduler and a starting run met; one of them has made the row
	}
	return err
}

func (a *Agent) sessionArgs(r *run, more ...msdb.Arg) []msdb.Arg {
	return append([]msdb.Arg{{Name: "session", Value: a.sessionID()}, {Name: "job", Value: r.job.JobID}}, more...)
}

// recordStep writes the history row of one attempt, its output into the log table where the step has one, and the last-run
// columns of the step. The run goes on when that fails.
func (a *Agent) recordStep(r *run, s *msdb.JobStep, out Outcome, log *stepLog, status, retries int64, began time.Time) {
	elapsed := durationInt(a.Now().Sub(began))
	err := a.record(r.lasting, "step of job "+r.job.Name, func(tx msdb.Tx) error {
		if err := a.logHistory(r.lasting, tx, r, historyRow{
			step: s.StepID, message: stepMessage(out, s, status, retries), number: out.MessageID, severity: out.Severity,
			status: status, date: dateInt(began), time: timeInt(began), elapsed: elapsed, retries: retries,
		}); err != nil {
			return err
		}
		if err := a.writeLog(r, tx, s, log); err != nil || status == statusRetry {
			return err
		}
		_, err := tx.Exec(r.lasting, `EXEC dbo.sp_sqlagent_set_jobstep_completion_state @job_id = @job, @step_id = @step, @last_run_outcome = @status,
			@last_run_duration = @elapsed, @last_run_retries = @retries, @last_run_date = @date, @last_run_time = @time, @session_id = @session`,
			a.sessionArgs(r, msdb.Arg{Name: "step", Value: s.StepID}, msdb.Arg{Name: "status", Value: status},
				msdb.Arg{Name: "elapsed", Value: elapsed}, msdb.Arg{Name: "retries", Value: retries},
				msdb.Arg{Name: "date", Value: dateInt(began)}, msdb.Arg{Name: "time", Value: timeInt(began)})...)
		return err
	})
	if err != nil {
		a.Log.WithError(err).WithField("step_id", s.StepID).WithField("run_status", status).Error("Step without history")
	}
}

// writeLog puts the output of a step into the log table.
func (a *Agent) writeLog(r *run, tx msdb.Tx, s *msdb.JobStep, log *stepLog) error {
	if log == nil || log.table == nil {
		return nil
	}
	behind := int64(0)
	if log.again || s.Flags&flagLogAppend != 0 {
		behind = 1
	}
	_, err := tx.Exec(r.lasting, `EXEC dbo.sp_write_sysjobstep_log @job_id = @job, @step_id = @step, @log_text = @text, @append_to_last = @behind`,
		msdb.Arg{Name: "job", Value: r.job.JobID}, msdb.Arg{Name: "step", Value: s.StepID},
		msdb.Arg{Name: "text", Value: log.table.text()}, msdb.Arg{Name: "behind", Value: behind})
	return err
}

// stepMessage words the history row of a step. Output that is too long is cut, never the words that say how the step ended.
func stepMessage(out Outcome, s *msdb.JobStep, status, retries int64) string {
	end := "The step failed."
	switch {
	case status == statusSucceeded:
		end = "The step succeeded."
	case status == statusCanceled:
		end = "The step was cancelled (stopped) as the result of a stop job request."
	case status == statusFailed && retries > 0:
		end = fmt.Sprintf("NOTE: The step was retried the requested number of times (%d) without succeeding.  ", retries) + end
	}
	m := out.Output
	if out.Executed != "" {
		m = "Executed as user: " + out.Executed + ". " + m
	}
	m = strings.TrimRight(m, " \r\n")
	if m == "" {
		return end
	}
	if !strings.HasSuffix(m, ".") {
		m += "."
	}
	if whole := m + "  " + end; cut(whole, maxMessage) == whole {
		return whole
	}
	return cut(m, maxMessage-len("...  "+end)) + "...  " + end
}

// maxMessage is the length of sysjobhistory.message.
const maxMessage = 4000

// historyRow is what sp_sqlagent_log_jobhistory is told.
type historyRow struct {
	step, number, severity, status, date, time, elapsed, retries int64
	emailed, paged                                               int64 // operators
	message                                                      string
}

func (a *Agent) logHistory(ctx context.Context, tx msdb.Tx, r *run, h historyRow) error {
	_, err := tx.Exec(ctx, `EXEC dbo.sp_sqlagent_log_jobhistory @job_id = @job, @step_id = @step, @sql_message_id = @number, @sql_severity = @severity,
		@message = @message, @run_status = @status, @run_date = @date, @run_time = @time, @run_duration = @elapsed,
		@operator_id_emailed = @emailed, @operator_id_paged = @paged, @retries_attempted = @retries, @server = @server, @session_id = @session`,
		a.sessionArgs(r,
			msdb.Arg{Name: "step", Value: h.step}, msdb.Arg{Name: "number", Value: h.number}, msdb.Arg{Name: "severity", Value: h.severity},
			msdb.Arg{Name: "message", Value: h.message}, msdb.Arg{Name: "status", Value: h.status}, msdb.Arg{Name: "date", Value: h.date},
			msdb.Arg{Name: "time", Value: h.time}, msdb.Arg{Name: "elapsed", Value: h.elapsed}, msdb.Arg{Name: "retries", Value: h.retries},
			msdb.Arg{Name: "emailed", Value: h.emailed}, msdb.Arg{Name: "paged", Value: h.paged}, msdb.Arg{Name: "server", Value: a.Name})...)
	return err
}

// recordOutcome stores the outcome of a run in one transaction: the history row, the job's server row, the end
// of the ledger entry and, for a master's job, the outcome to upload. A job that deletes itself goes with it. Then those are told
// who want to know.
func (a *Agent) recordOutcome(r *run, res result) error {
	doomed := atLevel(r.job.DeleteLevel, res.status)
	var news *told
	store := func(tx msdb.Tx) error {
		t, err := a.storeOutcome(r.lasting, tx, r, msdb.RunFinished, res)
		if t != nil {
			news = t
		}
		if err != nil || !doomed {
			return err
		}
		return deleteJob(r.lasting, tx, r.job.JobID)
	}
	err := a.record(r.lasting, "outcome of job "+r.job.Name, store)
	if err != nil && doomed && r.lasting.Err() == nil {
		a.Log.WithError(err).WithField("job", r.job.Name).Warn("Job could not delete itself")
		doomed = false
		err = a.record(r.lasting, "outcome of job "+r.job.Name, store)
	}
	if err != nil {
		return err
	}
	a.announce(r, res, news)
	if r.job.FromMaster {
		a.deliver()
	}
	return nil
}

// announce tells the log and the operators of an outcome that is stored.
func (a *Agent) announce(r *run, res result, news *told) {
	if news == nil {
		return
	}
	res.message += news.note
	a.logEvent(r, res)
	if err := a.deliverAll(news.posts); err != nil {
		a.Log.WithError(err).WithField("job", r.job.Name).Error("Operators not notified")
	}
}

// storeOutcome writes how a run ended and returns whom to tell, nil when that was stored before: then only the answer to the
// commit was lost.
func (a *Agent) storeOutcome(ctx context.Context, tx msdb.Tx, r *run, state int64, res result) (*told, error) {
	first, err := msdb.EndRun(ctx, tx, r.id, state, a.Now())
	if err != nil || !first {
		return nil, err
	}
	news, err := a.tell(ctx, tx, r, res)
	if err != nil {
		return nil, err
	}
	res.message = cut(res.message, maxMessage-len(news.note)) + news.note
	if err := a.logHistory(ctx, tx, r, historyRow{
		status: res.status, message: res.message, date: res.date, time: res.time, elapsed: res.elapsed, emailed: news.emailed, paged: news.paged,
	}); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `EXEC dbo.sp_sqlagent_set_job_completion_state @job_id = @job, @last_run_outcome = @status, @last_outcome_message = @message,
		@last_run_date = @date, @last_run_time = @time, @last_run_duration = @elapsed`,
		msdb.Arg{Name: "job", Value: r.job.JobID}, msdb.Arg{Name: "status", Value: res.status}, msdb.Arg{Name: "message", Value: res.message},
		msdb.Arg{Name: "date", Value: res.date}, msdb.Arg{Name: "time", Value: res.time}, msdb.Arg{Name: "elapsed", Value: res.elapsed})
	if err != nil || !r.job.FromMaster {
		return news, err
	}
	// A server that defected meanwhile has nobody to tell.
	if master, err := masterName(ctx, tx); err != nil || master == "" {
		return news, err
	}
	return news, msdb.SpoolOutcome(ctx, tx, &msdb.Outcome{
		JobID: r.job.JobID, Outcome: res.status, Message: res.message, Date: res.date, Time: res.time, Duration: res.elapsed,
	})
}

// atLevel tells whether a level of a job (delete_level, notify_level_...) names an outcome: 1 success, 2 failure, 3 always. A run
// that was stopped did not succeed.
func atLevel(level, status int64) bool {
	switch level {
	case 1:
		return status == statusSucceeded
	case 2:
		return status != statusSucceeded
	}
	return level == 3
}

// deleteJob deletes a job. One that is gone is no error.
func deleteJob(ctx context.Context, tx msdb.Tx, job tds.GUID) error {
	known, err := msdb.VisibleJob(ctx, tx, job)
	if err != nil || known == nil {
		return err
	}
	_, err = tx.Exec(ctx, `EXEC dbo.sp_delete_job @job_id = @job`, msdb.Arg{Name: "job", Value: job})
	return err
}
