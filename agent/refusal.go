package agent

import (
	"msxgate/tds"
)

// refusal is why the agent does not run a job that it was asked to run. It is no fault of the agent or its server, and asking
// again does not help.
type refusal struct {
	why *tds.Error
	// running: the job runs already. Its outcome will tell.
	running bool
}

// Error implements error.
func (r *refusal) Error() string { return r.why.Message }

// Unwrap returns the message for the client.
func (r *refusal) Unwrap() error { return r.why }

func refuse(what, job, by, why string) *refusal {
	return &refusal{why: tds.Errorf(22022, 16, "SQLServerAgent Error: Request to %s job %s (from %s) refused because %s.", what, job, by, why)}
}

func alreadyRunning(job, by, other string) *refusal {
	r := refuse("run", job, by, "the job is already running from a request by "+other)
	r.running = true
	return r
}

// CheckStart returns the error with which a request of that login to run the job would be refused now: 22022.
func (a *Agent) CheckStart(job tds.GUID, name, login string) error {
	if by := a.runningBy(job); by != "" {
		return alreadyRunning(name, "User "+login, by).why
	}
	return nil
}

// CheckStop returns the error with which a request to stop the job would be refused now: 22022.
func (a *Agent) CheckStop(job tds.GUID, name, login string) error {
	if !a.isRunning(job) {
		return refuse("stop", name, "User "+login, "the job is not currently running").why
	}
	return nil
}

// runningBy is who asked for the run of a job that is under way, or empty.
func (a *Agent) runningBy(job tds.GUID) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if r := a.runs[job]; r != nil {
		return r.by
	}
	return ""
}

func (a *Agent) isRunning(job tds.GUID) bool { return a.runningBy(job) != "" }

func (a *Agent) sessionID() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.session
}
