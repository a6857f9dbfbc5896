package procs

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"msxgate/tds"
)

// send answers with a result set: a row for each element of rows, a column for each field with a tag
//
//	ServerID int64            `col:"server_id int"`
//	Location sql.Null[string] `col:"location nvarchar(200) null"`
//	Bad      bool             `col:"[] bit"`            (no name)
//	SQL      string           `col:"[Run this] nvarchar(4000)"`
func send[R any](c *Call, rows []R) error {
	fields := fieldsOf(reflect.TypeFor[R](), "col")
	cols := make([]tds.Column, len(fields))
	for i, f := range fields {
		cols[i] = parseColumn(f.tag)
	}
	if err := c.Out.Columns(cols); err != nil {
		return err
	}
	for i := range rows {
		v := reflect.ValueOf(&rows[i]).Elem()
		row := make([]tds.Value, len(fields))
		for j, f := range fields {
			row[j] = fieldValue(v.Field(f.index))
		}
		if err := c.Out.Row(row); err != nil {
			return err
		}
	}
	return c.Out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: int64(len(rows)), Counted: c.counted})
}

// parseColumn reads "name type" or "[name with blanks] type", followed by " null" for a nullable column.
func parseColumn(tag string) tds.Column {
	decl, nullable := strings.CutSuffix(tag, " null")
	name, typ, ok := strings.Cut(decl, " ")
	if strings.HasPrefix(decl, "[") {
		name, typ, ok = strings.Cut(decl[1:], "] ")
	}
	if !ok {
		panic(fmt.Sprintf("procs: bad column tag %q", tag))
	}
	return tds.Column{Name: name, Type: parseType(typ), Nullable: nullable}
}

// Info sends a message as information, whatever severity it has of its own. Severity 10 travels as 0.
func (c *Call) Info(e *tds.Error) error {
	m := *e
	m.Class = 0
	if m.Proc == "" {
		m.Proc = c.Name
	}
	return c.Out.Message(&m)
}

// Print sends text as PRINT does.
func (c *Call) Print(text string) error {
	return c.Out.Message(&tds.Error{State: 1, Message: text, Proc: c.Name})
}

// Raise raises an error after which the procedure goes on: it is sent to the client and nil is returned. Inside a
// TRY the error is returned instead, and ends the procedure. So is an error that is not the server's.
func (c *Call) Raise(err error) error {
	_, raise, internal := Result(named(err, c.Name))
	if raise == nil {
		return internal
	}
	if c.Guarded && !raise.IsInfo() {
		return raise
	}
	return c.Out.Message(raise)
}

// in runs the body of the procedure of that name inside the running one, as EXEC does: the errors that
// it ends with, and what it raises on its way, bear its name. A failure of it ends the caller too when the
// caller returns the error, as nearly all do.
func in(c *Call, name string, body func(*Call) error) error {
	inner := *c
	inner.Name = name
	return named(body(&inner), name)
}

// named puts the procedure's name into an error of the server that has none yet.
func named(err error, name string) error {
	var f *failed
	var e *tds.Error
	switch {
	case errors.As(err, &f):
		return &failed{withProc(f.raise, name), f.code}
	case errors.As(err, &e):
		return withProc(e, name)
	}
	return err
}

func withProc(e *tds.Error, name string) *tds.Error {
	if e.Proc != "" {
		return e
	}
	m := *e
	m.Proc = name
	return &m
}
