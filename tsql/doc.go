// Package tsql reads T-SQL: a lexer, a recursive-descent parser, the syntax tree and a
// printer. Text goes in, a tree comes out; the package knows no table, no procedure
// and no value. Faults are *tds.Error with SQL Server's numbers (102, 105, 156, ...)
// and the line they stand on.
//
// Start with Parse for a batch, ParseExpr for an expression, and Calls for the names a
// text executes without parsing it.
package tsql
