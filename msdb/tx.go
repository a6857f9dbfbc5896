package msdb

import (
	"context"
	_ "embed"

	"msxgate/tds"
)

// The T-SQL that makes msdb, in batches separated by GO: JobSchema the tables, keys, views, triggers, roles and first rows
// that a SQL Server has itself, GatewaySchema what msxgate adds, in the schema of its name.
var (
	//go:embed gateway.sql
	GatewaySchema string
	//go:embed schema.sql
	JobSchema string
)

// Schema makes all of msdb.
func Schema() string { return GatewaySchema + JobSchema }

// Tx runs T-SQL inside a transaction of the session it came from. Statements name objects of
// msdb with their schema (dbo.sysjobs) and refer to arguments as @name. Errors of the server are
// *tds.Error.
type Tx interface {
	// Query runs one statement and calls row for each row it returns. The slice is valid during the
	// call only, and row must not use the Tx. An error of row ends the query and is returned.
	Query(ctx context.Context, sql string, args []Arg, row func([]tds.Value) error) error
	// Exec runs one statement and returns the number of rows it affected.
	Exec(ctx context.Context, sql string, args ...Arg) (int64, error)
}

// Arg is an argument of a statement. Its name has no @. The zero Type stands for the natural
// type of the value: int64 int or bigint by size, string nvarchar, []byte varbinary, bool bit,
// tds.GUID uniqueidentifier, time.Time datetime, float64 float. A NULL whose type matters
// (varbinary, uniqueidentifier) names it.
type Arg struct {
	Name  string
	Value tds.Value
	Type  tds.Type
}
