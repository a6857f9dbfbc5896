package procs

import (
	"database/sql"
	"strings"
)

// trim removes blanks, and nothing else, on both sides, as LTRIM and RTRIM do.
func trim(s string) string { return strings.Trim(s, " ") }

// upper is UPPER.
func upper(s string) string { return strings.ToUpper(s) }

// trimNull trims a string; nothing is left of ” and of NULL.
func trimNull(s sql.Null[string]) sql.Null[string] {
	s.V = trim(s.V)
	s.Valid = s.Valid && s.V != ""
	return s
}

// same compares two names as msdb's collation does: without case, and without blanks at the end.
func same(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, " "), strings.TrimRight(b, " "))
}

// some is the non-NULL v.
func some[T any](v T) sql.Null[T] { return sql.Null[T]{V: v, Valid: true} }
