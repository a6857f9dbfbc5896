package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/sirupsen/logrus"
)

// lease is the right to run the agent of a server: a lock at that server, which one connection has at a time and which ends
// with it.
type lease struct {
	db    *sql.DB
	conn  *sql.Conn
	byRow bool // the server has no application locks: the lock is that of a row
}

const (
	leaseBeat    = time.Second     // between two looks whether the connection lives
	leaseSilence = 5 * time.Second // after which it is taken for dead
	leaseRetry   = 100 * time.Millisecond
	mostRetry    = 2 * time.Second
)

// The errors of a server that has no sp_getapplock, and of a lock that another connection has.
const (
	errNoProcedure = 2812
	errLockTimeout = 1222
	errDuplicate   = 2627
)

// openLease connects. Nothing is locked yet.
func openLease(ctx context.Context, db *sql.DB) (*lease, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &lease{db: db, conn: conn}, nil
}

// take waits for that long for the lock, and tells whether it has it.
func (l *lease) take(ctx context.Context, wait time.Duration) (bool, error) {
	if !l.byRow {
		got, err := l.takeApplock(ctx, wait)
		if number(err) != errNoProcedure {
			return got, err
		}
		l.byRow = true
		if err := l.makeRow(ctx); err != nil {
			return false, err
		}
	}
	return l.takeRow(ctx, wait)
}

func (l *lease) takeApplock(ctx context.Context, wait time.Duration) (bool, error) {
	var got sql.NullInt64
	err := l.conn.QueryRowContext(ctx, fmt.Sprintf(`SET NOCOUNT ON; DECLARE @got int;
		EXEC @got = sp_getapplock @Resource = N'msxgate agent', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = %d;
		SELECT @got`, wait.Milliseconds())).Scan(&got)
	switch {
	case err != nil:
		return false, err
	case got.Valid && (got.Int64 >= 0 || got.Int64 == -1): // -1: not in that time
		return got.Int64 >= 0, nil
	}
	return false, fmt.Errorf("sp_getapplock answers %d", got.Int64)
}

// The row whose lock is the lease.
const leaseRow = `key_path = N'msxgate' AND value_name = N'AgentLease'`

func (l *lease) makeRow(ctx context.Context) error {
	_, err := l.conn.ExecContext(ctx, `IF NOT EXISTS (SELECT 1 FROM msdb.msxgate.registry WHERE `+leaseRow+`)
		INSERT INTO msdb.msxgate.registry (key_path, value_name, type, value) VALUES (N'msxgate', N'AgentLease', N'REG_SZ', N'')`)
	if number(err) == errDuplicate {
		return nil // another gateway was quicker
	}
	return err
}

func (l *lease) takeRow(ctx context.Context, wait time.Duration) (bool, error) {
	_, err := l.conn.ExecContext(ctx, fmt.Sprintf(`SET LOCK_TIMEOUT %d; BEGIN TRANSACTION;
		UPDATE msdb.msxgate.registry SET value = value WHERE %s`, wait.Milliseconds(), leaseRow))
	if err == nil {
		return true, nil
	}
	if number(err) != errLockTimeout {
		return false, err
	}
	_, err = l.conn.ExecContext(ctx, `IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION`)
	return false, err
}

func number(err error) int32 {
	var e mssql.Error
	if errors.As(err, &e) {
		return e.Number
	}
	return 0
}

// hold returns when the connection is lost, and with it the lock; or, without an error, when it is told to end.
func (l *lease) hold(end <-chan struct{}) error {
	for {
		if err := l.beat(); err != nil {
			return err
		}
		select {
		case <-end:
			return nil
		case <-time.After(leaseBeat):
		}
	}
}

func (l *lease) beat() error {
	ctx, cancel := context.WithTimeout(context.Background(), leaseSilence)
	defer cancel()
	_, err := l.conn.ExecContext(ctx, `SELECT 1`)
	return err
}

// errLeaseTaken says that another connection has the lock, or had it meanwhile.
var errLeaseTaken = errors.New("another has the lease")

// keep holds the lock for a holder until it is told to end. When the connection is lost it takes the lock anew on another, for as
// long as that takes: while the server is away nobody gets it. errLeaseTaken: somebody else was quicker.
func (l *lease) keep(holder string, end <-chan struct{}, log logrus.FieldLogger) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-end:
			cancel()
		case <-ctx.Done():
		}
	}()
	for {
		err := l.hold(end)
		if err == nil {
			return nil
		}
		log.WithError(err).Warn("The connection with the lease of the agent is lost")
		for pause := leaseRetry; err != nil; pause = min(2*pause, mostRetry) {
			if err = l.retake(ctx, holder); errors.Is(err, errLeaseTaken) {
				return err
			}
			select {
			case <-end:
				return nil
			case <-time.After(pause):
			}
		}
		log.Info("The lease of the agent is held again")
	}
}

// retake takes the lock on another connection, if the agent that started last is still that of this holder.
func (l *lease) retake(ctx context.Context, holder string) error {
	l.close()
	ctx, cancel := context.WithTimeout(ctx, leaseWait+leaseSilence)
	defer cancel()
	var err error
	if l.conn, err = l.db.Conn(ctx); err != nil {
		l.conn = nil
		return err
	}
	got, err := l.take(ctx, leaseWait)
	if err != nil {
		return err
	}
	var last sql.NullString
	if got {
		err = l.conn.QueryRowContext(ctx, `SELECT value FROM msdb.msxgate.registry WHERE key_path = N'msxgate' AND value_name = N'AgentHolder'`).Scan(&last)
	}
	if err == nil && (!got || last.String != holder) {
		err = errLeaseTaken
	}
	return err
}

// close ends the connection, so that the lock is free whatever state it is in.
func (l *lease) close() {
	if l.conn == nil {
		return
	}
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn }) // the pool keeps it otherwise
	_ = l.conn.Close()
}
