package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
)

// driver opens go-mssqldb on a gateway of this process.
func driver(t *testing.T) *sql.DB {
	t.Helper()
	return openDSN(t, gatewaytest.Start(t))
}

func openDSN(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestDriverEncrypts connects in every way in which the driver encrypts, or does not.
func TestDriverEncrypts(t *testing.T) {
	t.Parallel()
	s := newServer(t, "HQ")
	s.start()
	client := newServer(t, "CLIENT")
	client.trust(s)
	found, err := filepath.Glob(filepath.Join(client.dir, "*", "*.pem"))
	if err != nil || len(found) != 1 {
		t.Fatal("the trusted authority is in", found, err)
	}
	ca := "&certificate=" + url.QueryEscape(found[0])
	for _, options := range []string{
		"encrypt=disable", "encrypt=false&trustServerCertificate=true", "encrypt=true&trustServerCertificate=true", "encrypt=true" + ca, "encrypt=strict" + ca,
	} {
		db := openDSN(t, fmt.Sprintf("sqlserver://sa:%s@%s?database=msdb&%s", password, s.addr(), options))
		var server string
		if err := db.QueryRow(`SELECT @@SERVERNAME`).Scan(&server); err != nil || server != "HQ" {
			t.Errorf("%s: %q, %v", options, server, err)
		}
	}
	for _, options := range []string{"encrypt=true", "encrypt=strict"} {
		if err := openDSN(t, fmt.Sprintf("sqlserver://sa:%s@%s?%s", password, s.addr(), options)).Ping(); err == nil {
			t.Errorf("%s: a certificate that nobody vouches for is believed", options)
		}
	}
}

// TestDriverCalls calls a procedure as an RPC: parameters by name, an OUTPUT parameter, the return code.
func TestDriverCalls(t *testing.T) {
	t.Parallel()
	db := driver(t)
	var id []byte
	status := mssql.ReturnStatus(99)
	_, err := db.Exec("msdb.dbo.sp_add_job", sql.Named("job_name", "J"), sql.Named("enabled", 0), sql.Named("job_id", sql.Out{Dest: &id}), &status)
	if err != nil || status != 0 {
		t.Fatal(status, err)
	}
	var enabled int
	if err := db.QueryRow(`SELECT enabled FROM msdb.dbo.sysjobs WHERE job_id = @p1`, id).Scan(&enabled); err != nil || enabled != 0 {
		t.Error(id, enabled, err)
	}
	_, err = db.Exec("msdb.dbo.sp_delete_jobserver", sql.Named("job_name", "J"), sql.Named("server_name", "HQ"), &status)
	var e mssql.Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if e.Number != 14270 || e.Class != 16 || e.State != 1 || e.ProcName != "sp_delete_jobserver" || e.ServerName != "HQ" || e.LineNo < 1 ||
		e.Message != "Job 'J' is not currently targeted at server 'HQ'." || status != 1 {
		t.Errorf("%#v, return code %d", e, status)
	}
}

// TestDriverReadsLines: an error says on which line of its batch it was.
func TestDriverReadsLines(t *testing.T) {
	t.Parallel()
	_, err := driver(t).Exec("SELECT 1\n\nSELECT * FROM msdb.dbo.nothing")
	var e mssql.Error
	if !errors.As(err, &e) || e.Number != 208 || e.LineNo != 3 {
		t.Errorf("%+v", err)
	}
}

// TestDriverCancels: a query that its client gives up ends, and the session goes on.
func TestDriverCancels(t *testing.T) {
	t.Parallel()
	conn, err := driver(t).Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(t.Context(), `CREATE TABLE #kept (n int)`); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if err := cancelOnNotice(t.Context(), conn, `RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'`); !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled query ended with %v", err)
	}
	if took := time.Since(begun); took > 30*time.Second {
		t.Errorf("it went on for %v", took)
	}
	var n int
	if err := conn.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM #kept`).Scan(&n); err != nil || n != 0 {
		t.Error(n, err)
	}
}

// cancelOnNotice runs a batch, cancels it when its first message arrives, and returns how it ended.
func cancelOnNotice(ctx context.Context, conn *sql.Conn, batch string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var messages sqlexp.ReturnMessage
	rows, err := conn.QueryContext(ctx, batch, &messages)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		switch m := messages.Message(ctx).(type) {
		case sqlexp.MsgNotice:
			cancel()
		case sqlexp.MsgError:
			return m.Error
		case sqlexp.MsgNextResultSet:
			if !rows.NextResultSet() {
				return errors.Join(rows.Err(), ctx.Err())
			}
		}
	}
}

// TestRollbackTakesInstructionsBack: what targets were told within a transaction of the driver is undone with it.
func TestRollbackTakesInstructionsBack(t *testing.T) {
	t.Parallel()
	db := driver(t)
	if _, err := db.Exec(`INSERT INTO msdb.dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
		VALUES (N'T1', 0, GETDATE(), N'dba', 60)`); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{`EXEC msdb.dbo.sp_add_job @job_name = N'J'`, `EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'`} {
		if _, err := tx.Exec(call); err != nil {
			t.Fatal(err)
		}
	}
	const instructions = `SELECT COUNT(*) FROM msdb.dbo.sysdownloadlist`
	var within, after int
	if err := tx.QueryRow(instructions).Scan(&within); err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow(instructions).Scan(&after); err != nil || within != 1 || after != 0 {
		t.Errorf("%d instructions within the transaction, %d after it (%v)", within, after, err)
	}
}

// TestDriverResets: a connection that comes from the pool again is as new.
func TestDriverResets(t *testing.T) {
	t.Parallel()
	db := driver(t)
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`USE msdb; CREATE TABLE #mine (n int); SET LOCK_TIMEOUT 5; BEGIN TRANSACTION; INSERT INTO #mine VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	var database string
	var table sql.NullInt64
	var timeout, depth int
	err := db.QueryRow(`SELECT DB_NAME(), OBJECT_ID(N'tempdb..#mine'), @@LOCK_TIMEOUT, @@TRANCOUNT`).Scan(&database, &table, &timeout, &depth)
	if err != nil || database != "master" || table.Valid || timeout != -1 || depth != 0 {
		t.Errorf("in %s, #mine is %v, lock timeout %d, %d transactions (%v)", database, table, timeout, depth, err)
	}
}
