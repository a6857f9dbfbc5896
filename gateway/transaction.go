package gateway

import (
	"context"

	"msxgate/tds"
)

// Begin implements interp.Host.
func (s *session) Begin(ctx context.Context, name string) error {
	if err := s.engine.Begin(ctx, name); err != nil {
		return err
	}
	return s.tell()
}

// Commit implements interp.Host. A commit that fails has rolled back.
func (s *session) Commit(ctx context.Context) error {
	err := s.engine.Commit(ctx)
	s.committed = err == nil && s.engine.TranCount() == 0
	return s.settle(err)
}

// Rollback implements interp.Host.
func (s *session) Rollback(ctx context.Context, name string) error {
	if err := s.engine.Rollback(ctx, name); err != nil {
		return err
	}
	if err := s.refresh(); err != nil {
		return err
	}
	return s.tell()
}

// Save implements interp.Host.
func (s *session) Save(ctx context.Context, name string) error { return s.engine.Save(ctx, name) }

// TranCount implements interp.Host.
func (s *session) TranCount() int { return s.engine.TranCount() }

// Doom implements interp.Host.
func (s *session) Doom() { s.engine.Doom() }

// XactState implements interp.Host.
func (s *session) XactState() int { return s.engine.XactState() }

// settle brings what hangs on the transaction in line after a statement, which may have ended it or undone a part of
// it. It returns the statement's error.
func (s *session) settle(err error) error {
	if err != nil {
		if again := s.refresh(); again != nil {
			s.server.Log.WithError(again).Error("Logins could not be read again")
		}
	}
	if warned := s.warn(); err == nil {
		err = warned
	}
	if told := s.tell(); err == nil {
		return told
	}
	return err
}

// refresh reads again what the transaction has made of the directory, after a part of it may have been undone.
func (s *session) refresh() error {
	if s.local == nil || s.engine.TranCount() == 0 {
		s.local = nil
		return nil
	}
	p, err := s.server.readDirectory(context.Background(), s)
	if err == nil {
		s.local = p
	}
	return err
}

// tell makes the client know the transaction that is open, if it does not: ENVCHANGE begin, commit or rollback. What an
// attention keeps from being told now is told with the next request.
func (s *session) tell() error {
	if s.engine.TranCount() == 0 {
		s.local = nil
	}
	now := s.engine.Descriptor()
	if s.out == nil || now == s.told || s.triggers > 0 {
		return nil
	}
	if s.told != 0 {
		if err := s.tellEnd(); err != nil {
			return err
		}
		s.told, s.committed = 0, false
	}
	if now != 0 {
		if err := s.out.EnvBegin(now); err != nil {
			return err
		}
		s.told, s.committed = now, false
	}
	return nil
}

func (s *session) tellEnd() error {
	if s.committed {
		return s.out.EnvCommit(s.told)
	}
	return s.out.EnvRollback(s.told)
}

// errStaleTransaction is message 3989: the client names a transaction that is no longer.
var errStaleTransaction = tds.Errorf(3989, 16, "New request is not allowed to start because it should come with valid transaction descriptor.")

// statementMark is the savepoint of a statement of ours. No statement can name it.
const statementMark = "\x00statement"

// allOrNothing runs f as one statement: when it fails nothing of it stands, in the open transaction or in its own.
func (s *session) allOrNothing(ctx context.Context, f func() error) error {
	return s.engine.Atomic(ctx, func() error {
		if err := s.engine.Save(ctx, statementMark); err != nil {
			return err
		}
		err := f()
		if err != nil {
			s.engine.Rollback(ctx, statementMark) //nolint:errcheck // the transaction may have ended
		}
		return err
	})
}
