// Package interp runs T-SQL: variables, control flow, errors and transactions of a batch,
// procedure, function or trigger. A program is flattened to a list of ops in which GOTO,
// IF, WHILE and TRY are jumps. Whatever needs data or other modules it asks of its Host, so
// that one interpreter serves the embedded engine and a real SQL Server alike.
package interp
