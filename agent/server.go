package agent

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/msdb"
	"msxgate/tds"
)

// querier is what *sql.Conn, *sql.Tx and *sql.DB have in common.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// remoteTx is a msdb.Tx over a connection to a server, own or master. Statements travel as
// sp_executesql with parameters.
type remoteTx struct {
	q     querier
	limit time.Duration // of a statement and its rows; 0 is none
}

var _ msdb.Tx = remoteTx{}

// Query implements msdb.Tx.
func (r remoteTx) Query(ctx context.Context, text string, args []msdb.Arg, row func([]tds.Value) error) error {
	ctx, cancel := r.within(ctx)
	defer cancel()
	rows, err := r.q.QueryContext(ctx, text, driverArgs(args)...)
	if err != nil {
		return serverError(err)
	}
	defer rows.Close()
	return eachRow(rows, row)
}

// Exec implements msdb.Tx.
func (r remoteTx) Exec(ctx context.Context, text string, args ...msdb.Arg) (int64, error) {
	ctx, cancel := r.within(ctx)
	defer cancel()
	res, err := r.q.ExecContext(ctx, text, driverArgs(args)...)
	if err != nil {
		return 0, serverError(err)
	}
	return res.RowsAffected()
}

func (r remoteTx) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if r.limit == 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, r.limit)
}

// eachRow calls f for each row of the first result set that has columns.
func eachRow(rows *sql.Rows, f func([]tds.Value) error) error {
	types, err := rows.ColumnTypes()
	if err != nil {
		return serverError(err)
	}
	raw := make([]any, len(types))
	dst := make([]any, len(types))
	for i := range raw {
		dst[i] = &raw[i]
	}
	vals := make([]tds.Value, len(types))
	for rows.Next() {
		if err := rows.Scan(dst...); err != nil {
			return fmt.Errorf("read a row: %w", err)
		}
		for i, v := range raw {
			if vals[i], err = fromDriver(v, types[i].DatabaseTypeName()); err != nil {
				return err
			}
		}
		if err := f(vals); err != nil {
			return err
		}
	}
	return serverError(rows.Err())
}

// fromDriver turns what go-mssqldb scans into the house's values.
func fromDriver(v any, typ string) (tds.Value, error) {
	switch v := v.(type) {
	case []byte:
		if typ != "UNIQUEIDENTIFIER" {
			return append([]byte(nil), v...), nil
		}
		var g tds.GUID
		if copy(g[:], v) != len(g) {
			return nil, fmt.Errorf("uniqueidentifier of %d bytes", len(v))
		}
		return g, nil
	case nil, bool, int64, float64, string, time.Time:
		return v, nil
	}
	return nil, fmt.Errorf("a value of type %T for %s", v, typ)
}

func driverArgs(args []msdb.Arg) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = sql.Named(a.Name, toDriver(a))
	}
	return out
}

// toDriver keeps the wire type of a value equal to its column's: a datetime must not travel as
// datetimeoffset, nor a NULL uniqueidentifier as nvarchar.
func toDriver(a msdb.Arg) any {
	switch v := a.Value.(type) {
	case tds.GUID:
		return guidParam(v)
	case time.Time:
		return mssql.DateTime1(v)
	case nil:
		if a.Type.ID == tds.VarBinary || a.Type.ID == tds.UniqueIdentifier {
			return []byte(nil)
		}
		return nil
	}
	return a.Value
}

// guidParam is a uniqueidentifier as go-mssqldb sends it: its own order is the reverse in the
// first three groups.
func guidParam(g tds.GUID) mssql.UniqueIdentifier {
	var u mssql.UniqueIdentifier
	copy(u[:], g[:])
	u[0], u[1], u[2], u[3] = g[3], g[2], g[1], g[0]
	u[4], u[5] = g[5], g[4]
	u[6], u[7] = g[7], g[6]
	return u
}

// serverError turns the driver's error into a *tds.Error when a server raised it.
func serverError(err error) error {
	var e mssql.Error
	if !errors.As(err, &e) {
		return err
	}
	if len(e.All) > 0 {
		e = e.All[0]
	}
	return &tds.Error{
		Number: e.Number, State: e.State, Class: e.Class, Message: e.Message,
		Server: e.ServerName, Proc: e.ProcName, Line: e.LineNo,
	}
}
