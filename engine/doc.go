// Package engine is the embedded database: typed tables in memory with ordered indexes,
// transactions with row locks and read-committed snapshots, durable commits, and the
// binder and executor for T-SQL queries.
//
// It knows no wire, no procedure and nothing of msdb. Open a directory, make a Session, and
// Exec statements of package tsql on it.
package engine
