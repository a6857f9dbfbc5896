package engine

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"

	"msxgate/tds"
)

// durable is the file of a store: one SQLite database for all of ours, so that a commit
// over several of them is one SQLite transaction. The table dbo.sysjobs of database msdb
// is the SQLite table "msdb.dbo.sysjobs"; what has no dot in its name is the store's own.
// SQLite is a journal here: it is read when the store is opened, and written by commits.
//
// All methods are called with group.mu held, or before the engine is shared.
type durable struct {
	dir   string
	lock  *os.File
	conn  driver.Conn
	stmts map[string]driver.Stmt

	// fault, in tests, is asked before every write and may refuse it.
	fault func(op string) error
}

// record is what one transaction writes to the file.
type record struct {
	steps    []step
	counters []counter
	database string // and object: what a message about a full disk names
	object   string
}

// step is one SQL statement.
type step struct {
	sql    string
	args   []driver.NamedValue
	schema bool // it changes SQLite's schema
}

// counter is an identity, sequence or other counter. Its value is read when it is written:
// commits are written one after the other, so it never goes back.
type counter struct {
	id    int32
	state *tableState
}

// Counters that are no object's.
const (
	rowVersionCounter int32 = 0
	objectIDCounter   int32 = -1
)

const storeSchema = `
CREATE TABLE IF NOT EXISTS msxgate_store (name TEXT PRIMARY KEY, value TEXT);
INSERT OR IGNORE INTO msxgate_store VALUES ('format', '1'), ('refused', '0');
CREATE TABLE IF NOT EXISTS msxgate_databases (id INTEGER PRIMARY KEY, name TEXT, collation TEXT, owner TEXT, created TEXT, options TEXT);
CREATE TABLE IF NOT EXISTS msxgate_schemas (database TEXT, id INTEGER, name TEXT, owner TEXT, PRIMARY KEY (database, id));
CREATE TABLE IF NOT EXISTS msxgate_objects (id INTEGER PRIMARY KEY, kind TEXT, database TEXT, schema TEXT, name TEXT, created TEXT, modified TEXT, definition TEXT, properties TEXT);
CREATE TABLE IF NOT EXISTS msxgate_counters (id INTEGER PRIMARY KEY, value INTEGER, used INTEGER);
`

// openDurable opens the file in dir, which is made when it does not exist.
func openDurable(dir string, sync bool) (*durable, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	lock, err := lockDirectory(dir)
	if err != nil {
		return nil, err
	}
	d := &durable{dir: dir, lock: lock, stmts: map[string]driver.Stmt{}}
	f, err := os.OpenFile(d.path(), os.O_RDWR|os.O_CREATE, 0o600) // SQLite's other files get the same mode
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), lock.Close())
	}
	_ = f.Close()
	if d.conn, err = new(sqlite.Driver).Open(d.path()); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", d.path(), err), lock.Close())
	}
	if err := d.prepareFile(sync); err != nil {
		return nil, errors.Join(fmt.Errorf("store %s: %w", d.path(), err), d.close())
	}
	return d, nil
}

func (d *durable) path() string { return filepath.Join(d.dir, "msxgate.db") }

// prepareFile sets the modes of the connection and makes the store's own tables. A reader
// from outside may hold SQLite's lock for a moment: we wait.
func (d *durable) prepareFile(sync bool) error {
	mode := "OFF"
	if sync {
		mode = "FULL"
	}
	if err := d.exec("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = "+mode+"; PRAGMA temp_store = MEMORY", nil); err != nil {
		return err
	}
	version, err := d.text("SELECT value FROM msxgate_store WHERE name = 'format'")
	switch {
	case err != nil: // a new file, or one that was made half
		return d.exec("BEGIN IMMEDIATE; "+storeSchema+"COMMIT", nil)
	case version != "1":
		return fmt.Errorf("it is of format %q, which this version does not know", version)
	}
	return nil
}

func (d *durable) close() error {
	d.forgetStatements()
	return errors.Join(d.conn.Close(), d.lock.Close())
}

// write makes one SQLite transaction of the records. An error is a message for the client
// and means that the file is as it was.
func (d *durable) write(recs []*record) error {
	err := d.transact(recs)
	if err == nil {
		return nil
	}
	_ = d.exec("ROLLBACK", nil) // SQLite may have done so itself
	// A commit whose flush failed may stand in the log, unseen until the next start would
	// replay it. Whatever is written next takes its place.
	_ = d.exec("UPDATE msxgate_store SET value = value + 1 WHERE name = 'refused'", nil)
	return d.refusal(err, recs[0])
}

func (d *durable) transact(recs []*record) error {
	if err := d.attempt("begin", step{sql: "BEGIN IMMEDIATE"}); err != nil {
		return err
	}
	for _, r := range recs {
		for _, s := range r.steps {
			if err := d.attempt("write", s); err != nil {
				return err
			}
		}
		for _, c := range r.counters {
			if err := d.attempt("write", c.step()); err != nil {
				return err
			}
		}
	}
	return d.attempt("commit", step{sql: "COMMIT"})
}

func (c counter) step() step {
	used := int64(0)
	if c.state.used.Load() {
		used = 1
	}
	return step{sql: "INSERT OR REPLACE INTO msxgate_counters VALUES (?, ?, ?)", args: arguments(int64(c.id), c.state.last.Load(), used)}
}

func (d *durable) attempt(op string, s step) error {
	if d.fault != nil {
		if err := d.fault(op); err != nil {
			return err
		}
	}
	if s.schema {
		d.forgetStatements()
		return d.exec(s.sql, s.args)
	}
	return d.run(s.sql, s.args)
}

// run executes a statement that will come again.
func (d *durable) run(sql string, args []driver.NamedValue) error {
	st := d.stmts[sql]
	if st == nil {
		var err error
		if st, err = d.conn.Prepare(sql); err != nil {
			return err
		}
		d.stmts[sql] = st
	}
	_, err := st.(driver.StmtExecContext).ExecContext(context.Background(), args)
	return err
}

func (d *durable) exec(sql string, args []driver.NamedValue) error {
	_, err := d.conn.(driver.ExecerContext).ExecContext(context.Background(), sql, args)
	return err
}

func (d *durable) forgetStatements() {
	for _, st := range d.stmts {
		_ = st.Close() // it reports the last execution's error again
	}
	clear(d.stmts)
}

// each calls f with the rows of a query. The slice is used again for the next row.
func (d *durable) each(sql string, f func(row []driver.Value) error) error {
	rows, err := d.conn.(driver.QueryerContext).QueryContext(context.Background(), sql, nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	row := make([]driver.Value, len(rows.Columns()))
	for {
		if err := rows.Next(row); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
}

func (d *durable) text(sql string) (s string, err error) {
	err = d.each(sql, func(row []driver.Value) error {
		s, _ = row[0].(string)
		return nil
	})
	return s, err
}

func arguments(values ...driver.Value) []driver.NamedValue {
	out := make([]driver.NamedValue, len(values))
	for i, v := range values {
		out[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
	}
	return out
}

// sqliteFull is SQLITE_FULL: the disk, or the size allowed to the file, is used up.
const sqliteFull = 13

// refusal is what the client of a transaction that could not be written is told.
func (d *durable) refusal(err error, r *record) error {
	var failed *sqlite.Error
	full := errors.As(err, &failed) && failed.Code()&0xff == sqliteFull
	if full || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		e := tds.Errorf(1105, 17, "Could not allocate space for object '%s' in database '%s' because the 'PRIMARY' filegroup is full. Create disk space by deleting unneeded files, dropping objects in the filegroup, adding additional files to the filegroup, or setting autogrowth on for existing files in the filegroup.", r.object, r.database)
		e.State = 2
		return e
	}
	e := tds.Errorf(823, 24, "The operating system returned error %v to SQL Server during a write in file '%s'. Additional messages in the SQL Server error log and operating system error log may provide more detail. This is a severe system-level error condition that threatens database integrity and must be corrected immediately.", err, d.path())
	e.State = 2
	return e
}
