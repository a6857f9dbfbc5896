package procs

import "database/sql"

// trimEach takes the blanks from both ends of each string. What is left may be empty.
func trimEach(fields ...*sql.Null[string]) {
	for _, f := range fields {
		f.V = trim(f.V)
	}
}

// blankToNull makes NULL of each empty string.
func blankToNull(fields ...*sql.Null[string]) {
	for _, f := range fields {
		if f.V == "" {
			f.Valid = false
		}
	}
}

// clean does both.
func clean(fields ...*sql.Null[string]) {
	trimEach(fields...)
	blankToNull(fields...)
}

// keep leaves what a parameter that is NULL does not change: dst takes v otherwise.
func keep[T any](dst *T, v sql.Null[T]) {
	if v.Valid {
		*dst = v.V
	}
}

// or is v, or def when v is NULL.
func or[T any](v sql.Null[T], def T) T {
	if v.Valid {
		return v.V
	}
	return def
}

// keepText does the same for a text that may be NULL: an empty one clears it.
func keepText(dst *sql.Null[string], v sql.Null[string]) {
	if v.Valid {
		*dst = v
		blankToNull(dst)
	}
}
