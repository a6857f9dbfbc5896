package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// Options are the SET options the interpreter heeds itself, and those that @@OPTIONS
// shows. They belong to the session; the end of a procedure, trigger or dynamic text puts
// them back as they were at its start.
type Options struct {
	NoCount          bool
	XactAbort        bool
	ImplicitTran     bool
	AnsiNulls        bool
	QuotedIdentifier bool
	NoExec           bool
	FmtOnly          bool
	ParseOnly        bool
	RowCount         int64 // SET ROWCOUNT, 0 for none
	ArithAbort       bool
	ConcatNull       bool

	AnsiWarnings        bool
	AnsiPadding         bool
	AnsiNullDefault     bool
	ArithIgnore         bool
	CursorCloseOnCommit bool
	NumericRoundAbort   bool
}

// DefaultOptions are those of a connection made by ODBC or SqlClient: @@OPTIONS is 5432.
func DefaultOptions() Options {
	return Options{AnsiNulls: true, QuotedIdentifier: true, ConcatNull: true, AnsiWarnings: true, AnsiPadding: true, AnsiNullDefault: true}
}

// bits are the options of @@OPTIONS.
func (o *Options) bits(yield func(on *bool, bit int32) bool) {
	for _, b := range [...]struct {
		on  *bool
		bit int32
	}{
		{&o.ImplicitTran, 2},
		{&o.CursorCloseOnCommit, 4},
		{&o.AnsiWarnings, 8},
		{&o.AnsiPadding, 16},
		{&o.AnsiNulls, 32},
		{&o.ArithAbort, 64},
		{&o.ArithIgnore, 128},
		{&o.QuotedIdentifier, 256},
		{&o.NoCount, 512},
		{&o.AnsiNullDefault, 1024},
		{&o.ConcatNull, 4096},
		{&o.NumericRoundAbort, 8192},
		{&o.XactAbort, 16384},
	} {
		if !yield(b.on, b.bit) {
			return
		}
	}
}

// mask is @@OPTIONS.
func (o *Options) mask() int32 {
	m := int32(0)
	o.bits(func(on *bool, bit int32) bool {
		if *on {
			m |= bit
		}
		return true
	})
	return m
}

// bitNames are the names of the options of @@OPTIONS, in the order of the bits.
var bitNames = map[int32]string{
	2: "IMPLICIT_TRANSACTIONS", 4: "CURSOR_CLOSE_ON_COMMIT", 8: "ANSI_WARNINGS", 16: "ANSI_PADDING", 32: "ANSI_NULLS", 64: "ARITHABORT",
	128: "ARITHIGNORE", 256: "QUOTED_IDENTIFIER", 512: "NOCOUNT", 1024: "ANSI_NULL_DFLT_ON", 4096: "CONCAT_NULL_YIELDS_NULL",
	8192: "NUMERIC_ROUNDABORT", 16384: "XACT_ABORT",
}

// Differences calls f with what options of @@OPTIONS are here and are otherwise in other.
func (o *Options) Differences(other *Options, f func(name string, on bool)) {
	was := other.mask()
	o.bits(func(on *bool, bit int32) bool {
		if *on != (was&bit != 0) {
			f(bitNames[bit], *on)
		}
		return true
	})
}

// OptionsOf are the options of a session whose @@OPTIONS is mask.
func OptionsOf(mask int32) Options {
	var o Options
	o.bits(func(on *bool, bit int32) bool {
		*on = mask&bit != 0
		return true
	})
	return o
}

// own are the options that concern nobody but the interpreter.
func (o *Options) own(name string) *bool {
	switch name {
	case "NOCOUNT":
		return &o.NoCount
	case "XACT_ABORT":
		return &o.XactAbort
	case "IMPLICIT_TRANSACTIONS":
		return &o.ImplicitTran
	case "NOEXEC":
		return &o.NoExec
	case "FMTONLY":
		return &o.FmtOnly
	case "PARSEONLY":
		return &o.ParseOnly
	}
	return nil
}

// shared are the options that the host heeds too.
func (o *Options) shared(name string) []*bool {
	switch name {
	case "ANSI_NULLS":
		return []*bool{&o.AnsiNulls}
	case "QUOTED_IDENTIFIER":
		return []*bool{&o.QuotedIdentifier}
	case "ARITHABORT":
		return []*bool{&o.ArithAbort}
	case "ARITHIGNORE":
		return []*bool{&o.ArithIgnore}
	case "CONCAT_NULL_YIELDS_NULL":
		return []*bool{&o.ConcatNull}
	case "ANSI_WARNINGS":
		return []*bool{&o.AnsiWarnings}
	case "ANSI_PADDING":
		return []*bool{&o.AnsiPadding}
	case "ANSI_NULL_DFLT_ON":
		return []*bool{&o.AnsiNullDefault}
	case "CURSOR_CLOSE_ON_COMMIT":
		return []*bool{&o.CursorCloseOnCommit}
	case "NUMERIC_ROUNDABORT":
		return []*bool{&o.NumericRoundAbort}
	case "ANSI_DEFAULTS":
		return []*bool{&o.AnsiNulls, &o.AnsiNullDefault, &o.AnsiPadding, &o.AnsiWarnings, &o.CursorCloseOnCommit, &o.ImplicitTran, &o.QuotedIdentifier}
	}
	return nil
}

// setOption carries out a SET of options. What concerns the host goes to it, with those names only.
func (a *activation) setOption(st *tsql.SetOptionStmt) error {
	var value tds.Value
	if st.Value != nil {
		v, t, err := a.evaluate(st.Value)
		if err != nil {
			return err
		}
		if value = v; len(st.Names) == 1 && st.Names[0] == "ROWCOUNT" {
			if value, err = a.convert(v, t, tds.TypeBigInt); err != nil {
				return err
			}
			a.m.Options.RowCount, _ = value.(int64)
		}
	}
	rest := *st
	rest.Names = nil
	for _, name := range st.Names {
		if own := a.m.Options.own(name); own != nil {
			*own = st.On
			if a.m.Remote == nil || name == "NOEXEC" || name == "FMTONLY" || name == "PARSEONLY" {
				continue
			}
		}
		for _, b := range a.m.Options.shared(name) {
			*b = st.On
		}
		rest.Names = append(rest.Names, name)
	}
	a.sync()
	if len(rest.Names) == 0 {
		return a.quiet(nil)
	}
	return a.quiet(a.m.Host.Set(a.ctx, &rest, value))
}

// skips tells whether SET NOEXEC, PARSEONLY or FMTONLY keeps a statement from running.
func (a *activation) skips(st tsql.Stmt) bool {
	o := a.m.Options
	if !o.NoExec && !o.ParseOnly && !o.FmtOnly {
		return false
	}
	if _, ok := st.(*tsql.SetOptionStmt); ok {
		return false
	}
	if o.NoExec || o.ParseOnly {
		return true
	}
	switch st := st.(type) {
	case *tsql.SelectStmt:
		return returnsInto(st)
	case *tsql.ExecStmt, *tsql.SetStmt, *tsql.DeclareStmt, *tsql.IfStmt, *tsql.ReturnStmt:
		return false
	}
	return true
}
