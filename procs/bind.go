package procs

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

// option adjusts a procedure while it is defined.
type option func(*Proc)

// inMaster puts an extended procedure where it lives: database master.
func inMaster(p *Proc) { p.Database = "master" }

// extended marks a procedure whose arguments have no names.
func extended(p *Proc) { p.Positional = true }

// rowCounts is for the few procedures that do not switch NOCOUNT on.
func rowCounts(p *Proc) { p.counted = true }

// partly says what a procedure leaves undone, for `msxgate procs`.
func partly(missing string) option {
	return func(p *Proc) { p.State = "partly: " + missing }
}

// define makes a procedure of fn. P is a struct with one field a parameter, in declared order:
//
//	JobName string             `tsql:"@job_name sysname"`
//	Enabled uint8              `tsql:"@enabled tinyint = 1"`
//	JobID   sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL OUTPUT"`
//	Flag    int64              `tsql:"@error_flag int = 1" status:"ignored"`
//
// A field is a string, bool, integer, float64, tds.GUID, time.Time, []byte, tds.Value or sql.Null of
// one of the first six. NULL becomes the zero value where the field is no sql.Null. A tag that cannot be read panics.
func define[P any](name string, fn func(context.Context, *Call, *P) error, opts ...option) *Proc {
	fields := fieldsOf(reflect.TypeFor[P](), "tsql")
	p := &Proc{Name: name, Database: "msdb", State: "done"}
	for _, f := range fields {
		p.Params = append(p.Params, parseParam(f.tag, f.status))
	}
	p.invoke = func(ctx context.Context, c *Call, args []tds.Value) error {
		var in P
		v := reflect.ValueOf(&in).Elem()
		for i, f := range fields {
			if err := setField(v.Field(f.index), args[i]); err != nil {
				return fmt.Errorf("%s %s: %w", name, p.Params[i].Name, err)
			}
		}
		err := fn(ctx, c, &in)
		for i, f := range fields {
			if p.Params[i].Output {
				args[i] = fieldValue(v.Field(f.index))
			}
		}
		return err
	}
	for _, o := range opts {
		o(p)
	}
	return p
}

// Invoke runs the procedure with one argument for each of Params, in their order and types. The
// values of OUTPUT parameters are written back into args. What the procedure raised on its way went to
// c.Out; the error that ended it is returned: *tds.Error is the client's, with the innermost
// procedure's name in it, any other is internal.
func (p *Proc) Invoke(ctx context.Context, c *Call, args []tds.Value) (code int32, err error) {
	if len(args) != len(p.Params) {
		return 1, fmt.Errorf("%s: %d arguments for %d parameters", p.Name, len(args), len(p.Params))
	}
	run := *c
	run.Name, run.counted = p.Name, p.counted
	code, raise, internal := Result(named(p.invoke(ctx, &run, args), p.Name))
	if raise != nil {
		return code, raise
	}
	return code, internal
}

type field struct {
	index       int
	tag, status string
}

// fieldsOf lists the fields of struct t that bear the tag.
func fieldsOf(t reflect.Type, key string) []field {
	var out []field
	for i := range t.NumField() {
		if tag, ok := t.Field(i).Tag.Lookup(key); ok {
			out = append(out, field{i, tag, t.Field(i).Tag.Get("status")})
		}
	}
	return out
}

// parseParam reads "@name type [= default] [OUTPUT]".
func parseParam(tag, status string) Param {
	decl, output := strings.CutSuffix(tag, " OUTPUT")
	decl, def, optional := strings.Cut(decl, " = ")
	name, typ, ok := strings.Cut(decl, " ")
	if !ok || !strings.HasPrefix(name, "@") {
		panic(fmt.Sprintf("procs: bad parameter tag %q", tag))
	}
	p := Param{Name: name, Type: parseType(typ), Optional: optional, Output: output, Status: status}
	if optional {
		p.Default = parseLiteral(def, p.Type)
	}
	return p
}

// parseType reads a type as T-SQL declares it.
func parseType(s string) tds.Type {
	if s == "sysname" {
		return tds.TypeSysname
	}
	name, size, sized := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	id, ok := tds.LookupType(name)
	if !ok {
		panic(fmt.Sprintf("procs: unknown type %q", s))
	}
	t := tds.Type{ID: id}
	switch {
	case size == "max":
		t.Size = tds.Max
	case sized:
		n, err := strconv.Atoi(size)
		if err != nil {
			panic(fmt.Sprintf("procs: bad size in %q", s))
		}
		t.Size = int32(n)
	}
	return t
}

// parseLiteral reads the default of a parameter: NULL, a number, 'text' or 0x.. bytes.
func parseLiteral(s string, t tds.Type) tds.Value {
	switch {
	case s == "NULL":
		return nil
	case strings.HasPrefix(s, "'"):
		return strings.ReplaceAll(strings.Trim(s, "'"), "''", "'")
	case strings.HasPrefix(s, "0x"):
		b, err := hex.DecodeString(s[2:])
		if err != nil {
			panic(fmt.Sprintf("procs: bad default %q", s))
		}
		return b
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("procs: bad default %q", s))
	}
	if t.ID == tds.Bit {
		return n != 0
	}
	return n
}

// setField stores a value of T-SQL in a field of a parameter struct.
func setField(f reflect.Value, v tds.Value) error {
	switch d := f.Addr().Interface().(type) {
	case *tds.Value:
		*d = v
	case *sql.Null[string]:
		return setNull(d, v)
	case *sql.Null[bool]:
		return setNull(d, v)
	case *sql.Null[int64]:
		return setNull(d, v)
	case *sql.Null[float64]:
		return setNull(d, v)
	case *sql.Null[tds.GUID]:
		return setNull(d, v)
	case *sql.Null[time.Time]:
		return setNull(d, v)
	case *sql.Null[uint8]:
		var n sql.Null[int64]
		err := setNull(&n, v)
		d.V, d.Valid = uint8(n.V), n.Valid
		return err
	default:
		return setPlain(f, v)
	}
	return nil
}

func setNull[T any](d *sql.Null[T], v tds.Value) error {
	if v == nil {
		*d = sql.Null[T]{}
		return nil
	}
	x, ok := v.(T)
	if !ok {
		return fmt.Errorf("%T given for %T", v, d.V)
	}
	*d = sql.Null[T]{V: x, Valid: true}
	return nil
}

func setPlain(f reflect.Value, v tds.Value) error {
	if v == nil {
		f.SetZero()
		return nil
	}
	if n, ok := v.(int64); ok {
		switch f.Kind() {
		case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
			f.SetInt(n)
			return nil
		case reflect.Uint8:
			f.SetUint(uint64(n))
			return nil
		}
	}
	x := reflect.ValueOf(v)
	if x.Type() != f.Type() {
		return fmt.Errorf("%T given for %s", v, f.Type())
	}
	f.Set(x)
	return nil
}

// fieldValue is the T-SQL value of a field, nil for NULL.
func fieldValue(f reflect.Value) tds.Value {
	switch d := f.Interface().(type) {
	case nil:
		return nil
	case sql.Null[string]:
		return nullValue(d)
	case sql.Null[bool]:
		return nullValue(d)
	case sql.Null[int64]:
		return nullValue(d)
	case sql.Null[float64]:
		return nullValue(d)
	case sql.Null[tds.GUID]:
		return nullValue(d)
	case sql.Null[time.Time]:
		return nullValue(d)
	case sql.Null[uint8]:
		return nullValue(sql.Null[int64]{V: int64(d.V), Valid: d.Valid})
	case []byte:
		if d == nil {
			return nil
		}
		return d
	}
	switch f.Kind() {
	case reflect.Int, reflect.Int16, reflect.Int32, reflect.Int64:
		return f.Int()
	case reflect.Uint8:
		return int64(f.Uint())
	}
	return f.Interface()
}

func nullValue[T any](n sql.Null[T]) tds.Value {
	if !n.Valid {
		return nil
	}
	return n.V
}
