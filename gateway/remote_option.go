package gateway

import (
	"context"
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// Set implements interp.Host: options are the server's, which has all statements but ours to run under them.
func (r *remote) Set(ctx context.Context, st *tsql.SetOptionStmt, value tds.Value) error {
	text := ""
	switch {
	case st.Value != nil:
		text = "SET " + strings.Join(st.Names, ", ") + " " + constant(value, naturalType(value))
	case st.Word != "" || st.Table != nil:
		p, at := r.machine.Program(), st.Extent()
		text = p.Source[at.Start:at.End]
	default:
		text = "SET " + strings.Join(st.Names, ", ") + onOff(st.On)
	}
	_, err := r.carry(ctx, &shipment{text: text, batch: true, guarded: r.machine.Guarded()}, infoOnly{r})
	if err == nil {
		r.behind = r.options
	}
	return err
}

func onOff(on bool) string {
	if on {
		return " ON"
	}
	return " OFF"
}

// restoreOptions is the text that makes the options of the server those of the program again.
func (r *remote) restoreOptions() string {
	text := ""
	r.options.Differences(&r.behind, func(name string, on bool) { text += "SET " + name + onOff(on) + "; " })
	r.behind = r.options
	return text
}

// Kill implements interp.Host.
func (r *remote) Kill(ctx context.Context, spid int) error {
	_, err := r.carry(ctx, &shipment{text: "KILL " + strconv.Itoa(spid), batch: true, bare: true}, infoOnly{r})
	return err
}

// ExecuteAs implements interp.Host.
func (r *remote) ExecuteAs(ctx context.Context, st *tsql.ExecuteAsStmt, name string) error {
	text := "REVERT"
	if !st.Revert {
		text = "EXECUTE AS " + st.Kind
		if st.Kind != "CALLER" {
			text += " = " + tsql.QuoteString(name)
		}
	}
	r.caller = nil
	_, err := r.carry(ctx, &shipment{text: text, batch: true, guarded: r.machine.Guarded()}, infoOnly{r})
	if n := len(r.scopes); err == nil && n > 0 {
		if st.Revert {
			r.scopes[n-1].as = max(0, r.scopes[n-1].as-1)
		} else {
			r.scopes[n-1].as++
		}
	}
	return err
}

// need are the options under which the SQL of the procedures runs, and what makes them so where the session has others.
// They are set inside sp_executesql and so are the client's again when it ends.
func need(o *interp.Options) string {
	text := "SET ROWCOUNT 0; "
	for _, n := range []struct {
		name     string
		is, want bool
	}{
		{"ANSI_NULLS", o.AnsiNulls, true},
		{"ANSI_WARNINGS", o.AnsiWarnings, true},
		{"ANSI_PADDING", o.AnsiPadding, true},
		{"CONCAT_NULL_YIELDS_NULL", o.ConcatNull, true},
		{"NUMERIC_ROUNDABORT", o.NumericRoundAbort, false},
		{"XACT_ABORT", o.XactAbort, false},
		{"IMPLICIT_TRANSACTIONS", o.ImplicitTran, false},
	} {
		if n.is != n.want {
			text += "SET " + n.name + onOff(n.want) + "; "
		}
	}
	return text
}
