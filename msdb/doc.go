// Package msdb holds the tables of multiserver administration: their schema as T-SQL, the
// rows as Go structs, and every statement the procedures run on them. All SQL text of the
// house stands here, written once in plain T-SQL that the embedded engine, SQL Server and
// Babelfish understand alike; time and GUIDs are passed in as parameters.
//
// The package knows no engine, no procedure and no session. Functions take a Tx that
// somebody else opened and will end.
package msdb
