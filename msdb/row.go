package msdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"msxgate/tds"
)

// arg makes an argument of a Go value. A NULL keeps the type of its sql.Null, so that the
// server need not guess it; a nil []byte is NULL.
func arg(name string, v any) Arg {
	switch v := v.(type) {
	case sql.Null[string]:
		return nullArg(name, v, tds.TypeNVarChar(4000))
	case sql.Null[int64]:
		return nullArg(name, v, tds.TypeInt)
	case sql.Null[bool]:
		return nullArg(name, v, tds.TypeBit)
	case sql.Null[tds.GUID]:
		return nullArg(name, v, tds.TypeGUID)
	case sql.Null[time.Time]:
		return nullArg(name, v, tds.TypeDateTime)
	case []byte:
		if v == nil {
			return Arg{Name: name, Type: tds.TypeVarBinary(8000)}
		}
	}
	return Arg{Name: name, Value: v}
}

func nullArg[T any](name string, v sql.Null[T], t tds.Type) Arg {
	if !v.Valid {
		return Arg{Name: name, Type: t}
	}
	return Arg{Name: name, Value: v.V}
}

// some is the non-NULL v.
func some[T any](v T) sql.Null[T] { return sql.Null[T]{V: v, Valid: true} }

// selectRows runs a query and scans each row into the fields that dst points to, in the order of
// the select list.
func selectRows[T any](ctx context.Context, tx Tx, text string, dst func(*T) []any, args ...Arg) ([]T, error) {
	var out []T
	err := tx.Query(ctx, text, args, func(row []tds.Value) error {
		var t T
		if err := scan(row, dst(&t)); err != nil {
			return err
		}
		out = append(out, t)
		return nil
	})
	return out, err
}

// selectRow is the first row of a query, or nil when there is none.
func selectRow[T any](ctx context.Context, tx Tx, text string, dst func(*T) []any, args ...Arg) (*T, error) {
	rows, err := selectRows(ctx, tx, text, dst, args...)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

// selectColumn is the first column of each row.
func selectColumn[T any](ctx context.Context, tx Tx, text string, args ...Arg) ([]T, error) {
	return selectRows(ctx, tx, text, func(t *T) []any { return []any{t} }, args...)
}

// selectValue is the first column of the first row, or the zero T when there is no row.
func selectValue[T any](ctx context.Context, tx Tx, text string, args ...Arg) (T, error) {
	var zero T
	v, err := selectColumn[T](ctx, tx, text, args...)
	if err != nil || len(v) == 0 {
		return zero, err
	}
	return v[0], nil
}

// selectAny tells whether a query that counts, or selects a 1, finds something.
func selectAny(ctx context.Context, tx Tx, text string, args ...Arg) (bool, error) {
	n, err := selectValue[int64](ctx, tx, text, args...)
	return n > 0, err
}

// exec runs a statement of which nobody needs the row count.
func exec(ctx context.Context, tx Tx, text string, args ...Arg) error {
	_, err := tx.Exec(ctx, text, args...)
	return err
}

var errNull = errors.New("NULL in a column that is never NULL")

func scan(row []tds.Value, dst []any) error {
	if len(row) != len(dst) {
		return fmt.Errorf("%d columns for %d fields", len(row), len(dst))
	}
	for i, v := range row {
		if err := scanValue(v, dst[i]); err != nil {
			return fmt.Errorf("column %d: %w", i+1, err)
		}
	}
	return nil
}

func scanValue(v tds.Value, dst any) error {
	switch d := dst.(type) {
	case *string:
		return assign(v, d)
	case *int64:
		if b, ok := v.(bool); ok {
			*d = 0
			if b {
				*d = 1
			}
			return nil
		}
		return assign(v, d)
	case *bool:
		if n, ok := v.(int64); ok {
			*d = n != 0
			return nil
		}
		return assign(v, d)
	case *[]byte:
		if v == nil {
			*d = nil
			return nil
		}
		return assign(v, d)
	case *tds.GUID:
		return assign(v, d)
	case *time.Time:
		return assign(v, d)
	case *sql.Null[string]:
		return assignNull(v, d)
	case *sql.Null[int64]:
		return assignNull(v, d)
	case *sql.Null[bool]:
		return assignNull(v, d)
	case *sql.Null[tds.GUID]:
		return assignNull(v, d)
	case *sql.Null[time.Time]:
		return assignNull(v, d)
	}
	return fmt.Errorf("no column is read into a %T", dst)
}

func assign[T any](v tds.Value, dst *T) error {
	t, ok := v.(T)
	if !ok {
		if v == nil {
			return errNull
		}
		return fmt.Errorf("a %T where a %T was expected", v, t)
	}
	*dst = t
	return nil
}

func assignNull[T any](v tds.Value, dst *sql.Null[T]) error {
	if v == nil {
		*dst = sql.Null[T]{}
		return nil
	}
	dst.Valid = true
	return scanValue(v, &dst.V)
}

// eachOf runs statements one after the other with those of the arguments that each names.
func eachOf(ctx context.Context, tx Tx, texts []string, args ...Arg) error {
	for _, text := range texts {
		if err := exec(ctx, tx, text, args...); err != nil {
			return err
		}
	}
	return nil
}
