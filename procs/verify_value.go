package procs

import (
	"database/sql"
	"fmt"
	"slices"
	"strconv"
)

// oneOf raises 14266 unless the value is one of those; text is how the message lists them.
func oneOf(value int64, param, text string, values ...int64) error {
	if slices.Contains(values, value) {
		return nil
	}
	return errInvalidValue.With(param, text)
}

// between raises 14266 unless the value lies in the range.
func between(value int64, param string, low, high int64) error {
	if low <= value && value <= high {
		return nil
	}
	return errInvalidValue.With(param, fmt.Sprintf("%d..%d", low, high))
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// notNull is what a table says to a NULL in a column that has none.
func notNull[T any](value sql.Null[T], column, table string) error {
	if value.Valid {
		return nil
	}
	e := errNullColumn.With(column, "msdb.dbo."+table)
	e.State = 2
	return e
}
