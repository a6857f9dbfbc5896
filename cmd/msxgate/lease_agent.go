package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/agent"
	"msxgate/procs"
	"msxgate/tds"
)

// sharedAgent is the agent of a server before which several gateways may stand. The one that has the lease runs it. The others
// stand by: they speak for it, and one of them takes over when it ends.
type sharedAgent struct {
	agent   *agent.Agent
	beside  bool // a native agent has the local jobs
	standby agent.Standby
	lease   *sql.DB
	server  string
	log     logrus.FieldLogger

	elsewhere atomic.Bool // another process has the lease
}

const (
	leaseWait  = 2 * time.Second // for the lease, each time
	leasePause = time.Second     // after a failure; it doubles
	mostPause  = 15 * time.Second
	lookEvery  = time.Second // for what others wrote

	standbyConnections = 4
	standbyPatience    = 10 * time.Second // of one question to the server
)

// shareAgent prepares the agent of the server behind. It fails when that has one of its own.
func (n *node) shareAgent(ctx context.Context) (err error) {
	a := n.newAgent()
	s := &sharedAgent{agent: a, beside: n.config.beside, server: a.Name, log: a.Log}
	a.LookInterval, a.MastersOnly = lookEvery, s.beside
	if s.lease, err = n.connect("msdb", "msxgate lease"); err != nil {
		return err
	}
	if s.standby.DB, err = n.connect("msdb", "SQLAgent - msxgate standby"); err != nil {
		return err
	}
	s.standby.DB.SetMaxOpenConns(standbyConnections)
	s.standby.Now, s.standby.NewID = a.Now, a.NewID
	if err := s.alone(ctx); err != nil {
		s.close()
		return err
	}
	n.agent, n.shared = a, s
	return nil
}

func (s *sharedAgent) close() {
	_ = s.lease.Close()
	_ = s.standby.DB.Close()
}

// alone fails when a native agent runs the jobs that ours would run.
func (s *sharedAgent) alone(ctx context.Context) error {
	if s.beside {
		return nil
	}
	return findNativeAgent(ctx, s.lease, s.server, s.log)
}

// run runs the agent whenever this process has the lease, until ctx ends.
func (s *sharedAgent) run(ctx context.Context) error {
	defer s.close()
	for pause := leasePause; ctx.Err() == nil; pause = min(2*pause, mostPause) {
		had, err := s.term(ctx)
		if ctx.Err() != nil {
			break
		}
		if had {
			pause = leasePause
		}
		s.log.WithError(err).Warn("No agent here; it will try again")
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
	return nil
}

// term waits for the lease and runs the agent for as long as this process has it. had tells whether it came to that.
func (s *sharedAgent) term(ctx context.Context) (had bool, err error) {
	defer s.elsewhere.Store(false)
	l, err := openLease(ctx, s.lease)
	if err != nil {
		return false, fmt.Errorf("reach the server: %w", err)
	}
	defer l.close()
	if err := s.await(ctx, l); err != nil {
		return false, fmt.Errorf("wait for the lease of the agent: %w", err)
	}
	if err := s.alone(ctx); err != nil {
		return false, err
	}
	return true, s.serve(ctx, l)
}

// await waits for the lease.
func (s *sharedAgent) await(ctx context.Context, l *lease) error {
	for wait := time.Duration(0); ; wait = leaseWait {
		got, err := l.take(ctx, wait)
		if err != nil {
			return err
		}
		if was := s.elsewhere.Swap(!got); !got && !was {
			s.log.Info("Another gateway runs the agent of this server; standing by")
		}
		if got {
			return nil
		}
	}
}

// serve runs the agent until the lease is lost.
func (s *sharedAgent) serve(ctx context.Context, l *lease) error {
	term, end := context.WithCancelCause(ctx)
	defer end(nil)
	s.agent.Holder = holder(s.agent.Machine)
	over, lost := make(chan struct{}), make(chan error, 1)
	go func() {
		err := l.keep(s.agent.Holder, over, s.log)
		if err != nil {
			end(agent.ErrSuperseded)
		}
		lost <- err
	}()
	err := s.agent.Run(term)
	close(over)
	return errors.Join(err, <-lost)
}

// holder is a name that no other term has: where it runs, for who reads it.
func holder(machine string) string {
	host, err := os.Hostname()
	if err != nil {
		host = machine
	}
	return fmt.Sprintf("%s %d %s", host, os.Getpid(), rand.Text())
}

// settled tells whether it is known where the agent runs.
func (s *sharedAgent) settled() bool { return s.agent.Running() || s.elsewhere.Load() }

// notice passes on what procedures tell the agent. An agent elsewhere sees all but requests in the tables.
func (s *sharedAgent) notice(local func(procs.Notice)) func(procs.Notice) {
	return func(m procs.Notice) {
		if s.agent.Running() {
			local(m)
			return
		}
		go s.request(m)
	}
}

func (s *sharedAgent) request(m procs.Notice) {
	ctx, cancel := context.WithTimeout(context.Background(), standbyPatience)
	defer cancel()
	var err error
	switch {
	case m.Op == 'J' && (m.Action == 'S' || m.Action == 'R'):
		err = s.standby.StartJob(ctx, m.JobID, m.StepID, m.Login)
	case m.Op == 'J' && m.Action == 'C':
		err = s.standby.StopJob(ctx, m.JobID, m.Login)
	case m.Op == 'P':
		err = s.standby.PollNow(ctx)
	}
	if err != nil {
		s.log.WithError(err).WithField("op", string(m.Op)).Warn("Request did not reach the agent")
	}
}

// sharedPort is the shared agent as the procedures see it: wherever it runs.
type sharedPort struct{ *sharedAgent }

var _ procs.Agent = sharedPort{}

// here is the agent's port when this process runs it.
func (p sharedPort) here() (agentPort, bool) { return agentPort{p.agent}, !p.elsewhere.Load() }

// Running implements procs.Agent.
func (p sharedPort) Running() bool { return p.settled() }

// Starting implements procs.Agent.
func (p sharedPort) Starting() bool { return p.agent.Starting() }

// CheckStart implements procs.Agent.
func (p sharedPort) CheckStart(job tds.GUID, name, login string) error {
	if a, ok := p.here(); ok {
		return a.CheckStart(job, name, login)
	}
	ctx, cancel := context.WithTimeout(context.Background(), standbyPatience)
	defer cancel()
	return p.standby.CheckStart(ctx, job, name, login)
}

// CheckStop implements procs.Agent.
func (p sharedPort) CheckStop(job tds.GUID, name, login string) error {
	if a, ok := p.here(); ok {
		return a.CheckStop(job, name, login)
	}
	ctx, cancel := context.WithTimeout(context.Background(), standbyPatience)
	defer cancel()
	return p.standby.CheckStop(ctx, job, name, login)
}

// Jobs implements procs.Agent.
func (p sharedPort) Jobs() []procs.JobState {
	a, ok := p.here()
	if ok {
		return a.Jobs()
	}
	ctx, cancel := context.WithTimeout(context.Background(), standbyPatience)
	defer cancel()
	jobs, err := p.standby.Jobs(ctx)
	if err != nil {
		p.log.WithError(err).Warn("What the agent does is not known")
	}
	return jobStates(jobs)
}

// Enlist implements procs.Agent. It takes no running agent to speak to a master, only one somewhere to do what it says.
func (p sharedPort) Enlist(ctx context.Context, e procs.Enlistment) error {
	if !p.settled() {
		return procs.AgentNotRunning()
	}
	return enlistBy(ctx, p.agent, e)
}
