package agent

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// tx runs statements on the own server, each in a transaction of its own.
func (a *Agent) tx() msdb.Tx {
	own := a.store()
	if own == nil {
		return noTx{}
	}
	return remoteTx{q: own}
}

// store is msdb of the own server, nil while the agent is stopped.
func (a *Agent) store() *sql.DB {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.own
}

// noTx is the own server of an agent that does not run.
type noTx struct{}

// Query implements msdb.Tx.
func (noTx) Query(context.Context, string, []msdb.Arg, func([]tds.Value) error) error {
	return errNotRunning
}

// Exec implements msdb.Tx.
func (noTx) Exec(context.Context, string, ...msdb.Arg) (int64, error) { return 0, errNotRunning }

// errCommitUnknown heads the error of a commit whose answer did not arrive.
var errCommitUnknown = errors.New("it is not known whether the transaction was committed")

// inTx runs f in one transaction on the own server.
func (a *Agent) inTx(ctx context.Context, f func(msdb.Tx) error) error {
	own := a.store()
	if own == nil {
		return errNotRunning
	}
	tx, err := own.BeginTx(ctx, nil)
	if err != nil {
		return serverError(err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it has nothing to do
	if err := f(remoteTx{q: tx}); err != nil {
		return err
	}
	err = serverError(tx.Commit())
	var raised *tds.Error
	if err != nil && !asError(err, &raised) {
		return fmt.Errorf("%w: %w", errCommitUnknown, err)
	}
	return err
}

// record is inTx for what must not be lost: it tries again for as long as the own server is busy or away. f has to bear being
// called again after a commit of which the answer was lost.
func (a *Agent) record(ctx context.Context, what string, f func(msdb.Tx) error) error {
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, time.Minute) {
		err := a.inTx(ctx, f)
		if err == nil {
			return nil
		}
		if !passing(err) || ctx.Err() != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		a.Log.WithError(err).WithField("what", what).Warn("Own server busy or away; trying again")
		if !a.sleep(ctx, pause) {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
}

// passing tells whether an error may be gone at the next attempt: the server is busy, short of something or out of reach. What
// is wrong with a request itself stays wrong.
func passing(err error) bool {
	var raised *tds.Error
	if asError(err, &raised) {
		switch raised.Number {
		case 1205, 1222, 3960, 22026: // deadlock, lock timeout, snapshot conflict, a master that does not answer
			return true
		}
		return raised.Class >= 17
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, context.DeadlineExceeded)
}
