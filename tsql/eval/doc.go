// Package eval computes T-SQL values: types, conversion, collation, operators and
// functions. Compile turns an expression into a closure and its static type, because the
// type of every column is sent before the first row is read; the closure then runs once a
// row. The package knows no table: names are resolved by the Scope it is given.
package eval
