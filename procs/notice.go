package procs

import "msxgate/tds"

// notifyJob tells the local agent of a job: I inserted, U updated, D deleted, C to be cancelled. It hears of it
// when the transaction has committed.
func (c *Call) notifyJob(action byte, job tds.GUID) {
	c.Notify(Notice{Op: 'J', Action: action, JobID: job, Login: c.Login.Name})
}

// notifySchedule tells it of a schedule of a job.
func (c *Call) notifySchedule(action byte, job tds.GUID, schedule int64) {
	c.Notify(Notice{Op: 'S', Action: action, JobID: job, Schedule: schedule, Login: c.Login.Name})
}

// notifyAlert tells it of an alert.
func (c *Call) notifyAlert(action byte, alert int64) {
	c.Notify(Notice{Op: 'A', Action: action, Alert: alert, Login: c.Login.Name})
}
