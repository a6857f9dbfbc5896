// Command denisenkom does with the legacy driver github.com/denisenkom/go-mssqldb what upstream_client_test.go wants of every
// client, and prints what came of it.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	mssql "github.com/denisenkom/go-mssqldb"
)

func main() {
	if err := run(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, host, port, password string) error {
	db, err := sql.Open("sqlserver", fmt.Sprintf("server=%s;port=%s;user id=sa;password=%s;database=master;encrypt=true;TrustServerCertificate=true",
		host, port, password))
	if err != nil {
		return err
	}
	defer db.Close()
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context, *sql.Conn) error{prepared, calls, transactions, cancelled} {
		if err := step(ctx, c); err != nil {
			return err
		}
	}
	c.Close() // the driver has given it up
	if c, err = db.Conn(ctx); err != nil {
		return err
	}
	defer c.Close()
	groups, err := texts(ctx, c, `EXEC msdb.dbo.sp_help_targetservergroup`)
	fmt.Println("left", strings.Join(groups, " "))
	return err
}

func prepared(ctx context.Context, c *sql.Conn) error {
	if _, err := c.ExecContext(ctx, `CREATE TABLE #kept (id int, name sysname)`); err != nil {
		return err
	}
	stmt, err := c.PrepareContext(ctx, `EXEC msdb.dbo.sp_add_targetservergroup @p1`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, name := range []string{"p1", "p2", "p3"} {
		if _, err := stmt.ExecContext(ctx, name); err != nil {
			return err
		}
	}
	if _, err := c.ExecContext(ctx, `INSERT INTO #kept EXEC msdb.dbo.sp_help_targetservergroup`); err != nil {
		return err
	}
	names, err := texts(ctx, c, `SELECT name FROM #kept ORDER BY id`)
	fmt.Println("prepared", strings.Join(names, " "))
	return err
}

// texts are the last column of a query.
func texts(ctx context.Context, c *sql.Conn, query string) ([]string, error) {
	rows, err := c.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all []string
	for rows.Next() {
		dst := make([]any, len(columns))
		for i := range dst {
			dst[i] = new(sql.NullString)
		}
		if err := rows.Scan(dst...); err != nil {
			return nil, err
		}
		all = append(all, dst[len(dst)-1].(*sql.NullString).String)
	}
	return all, rows.Err()
}

func calls(ctx context.Context, c *sql.Conn) error {
	var id []byte
	status := mssql.ReturnStatus(99)
	if _, err := c.ExecContext(ctx, "msdb.dbo.sp_add_job", sql.Named("job_name", "J"), sql.Named("job_id", sql.Out{Dest: &id}), &status); err != nil {
		return err
	}
	fmt.Println("rpc", status, len(id) == 16)
	var e mssql.Error
	_, err := c.ExecContext(ctx, "msdb.dbo.sp_delete_targetservergroup", sql.Named("name", "nope"), &status)
	if !errors.As(err, &e) {
		return fmt.Errorf("a group that is not there: %w", err)
	}
	fmt.Println("error", e.Number, e.ProcName, status)
	_, err = c.ExecContext(ctx, "EXEC msdb.dbo.sp_add_targetservergroup N'zero'\n\nSELECT 1/0")
	if !errors.As(err, &e) {
		return fmt.Errorf("a division by zero: %w", err)
	}
	fmt.Println("line", e.Number, e.LineNo)
	return nil
}

func transactions(ctx context.Context, c *sql.Conn) error {
	for _, end := range []struct {
		name string
		end  func(*sql.Tx) error
	}{{"undone", (*sql.Tx).Rollback}, {"done", (*sql.Tx).Commit}} {
		tx, err := c.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `EXEC msdb.dbo.sp_add_targetservergroup @p1`, end.name); err != nil {
			return err
		}
		if err := end.end(tx); err != nil {
			return err
		}
	}
	return nil
}

func cancelled(ctx context.Context, c *sql.Conn) error {
	hasty, cancel := context.WithTimeout(ctx, 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err := c.ExecContext(hasty, `EXEC msdb.dbo.sp_add_targetservergroup N'cancelled'; WAITFOR DELAY '00:01:00'`)
	fmt.Println("cancelled", err != nil && time.Since(begun) < 30*time.Second)
	return nil
}
