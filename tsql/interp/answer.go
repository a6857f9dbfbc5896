package interp

import "msxgate/tds"

// answer passes what a query writes and knows whether a result set was begun, which an
// error then has to end.
type answer struct {
	tds.Writer
	open bool
	rows int64
}

func (w *answer) Columns(cols []tds.Column) error {
	w.open, w.rows = true, 0
	return w.Writer.Columns(cols)
}

func (w *answer) Row(row []tds.Value) error {
	w.rows++
	return w.Writer.Row(row)
}

func (w *answer) Done(d tds.Done) error {
	w.open = false
	return w.Writer.Done(d)
}

// metadataOnly passes the columns of a result, not its rows: SET FMTONLY ON.
type metadataOnly struct{ tds.Writer }

func (metadataOnly) Row([]tds.Value) error { return nil }

// rowsOnly is where a query writes to.
func (a *activation) rowsOnly() tds.Writer {
	if a.m.Options.FmtOnly {
		return metadataOnly{a.out}
	}
	return a.out
}
