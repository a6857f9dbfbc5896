package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// fetch carries out FETCH. Past either end it succeeds with @@FETCH_STATUS -1.
func (a *activation) fetch(st *tsql.FetchStmt) error {
	c, err := a.cursor(st.Cursor, st.Global)
	if err != nil {
		return err
	}
	if !c.open {
		return errNotOpen()
	}
	if len(st.Into) > 0 && len(st.Into) != len(c.res.cols) {
		return message(16924, 16, 1, "Cursorfetch: The number of variables declared in the INTO list must match that of selected columns.")
	}
	if err := a.implicitTran(st); err != nil {
		return err
	}
	if err := a.move(c, st); err != nil {
		return err
	}
	found := c.pos >= 0 && c.pos < len(c.res.rows)
	a.vars.FetchStatus = -1
	if found {
		a.vars.FetchStatus = 0
	}
	if len(st.Into) == 0 {
		return a.sendRow(c, found)
	}
	if found {
		if err := a.into(c, st.Into); err != nil {
			a.vars.FetchStatus = -1
			return err
		}
	}
	a.vars.Error, a.vars.RowCount = 0, int64(a.vars.FetchStatus+1)
	return nil
}

// move goes to the row that a FETCH names.
func (a *activation) move(c *cursor, st *tsql.FetchStmt) error {
	n := len(c.res.rows)
	if c.forward && st.Where != "" && st.Where != "NEXT" {
		return message(16911, 16, 1, "fetch: The fetch type %s cannot be used with forward only cursors.", st.Where)
	}
	to := c.pos + 1
	switch st.Where {
	case "PRIOR":
		to = c.pos - 1
	case "FIRST":
		to = 0
	case "LAST":
		to = n - 1
	case "ABSOLUTE", "RELATIVE":
		k, _, err := a.integer(st.Offset)
		if err != nil {
			return err
		}
		k = min(max(k, int64(-n)-1), int64(n)+1)
		switch {
		case st.Where == "RELATIVE":
			to = c.pos + int(k)
		case k < 0:
			to = n + int(k)
		default:
			to = int(k) - 1
		}
	}
	c.pos = min(max(to, -1), n)
	return nil
}

// into assigns the current row to variables.
func (a *activation) into(c *cursor, names []string) error {
	row := c.res.rows[c.pos]
	for i, name := range names {
		slot := a.vars.Lookup(name)
		if slot < 0 {
			return errNoVariable(name, 1)
		}
		v, err := a.convert(row[i], c.res.cols[i].Type, a.vars.Types[slot])
		if err != nil {
			if e := asMessage(err); e != nil && (e.Number == 206 || e.Number == 257) {
				return message(16922, 16, 1, "Cursor Fetch: Implicit conversion from data type %s to %s is not allowed.", c.res.cols[i].Type.ID, a.vars.Types[slot].ID)
			}
			return err
		}
		a.vars.Values[slot] = v
	}
	return nil
}

// sendRow answers a FETCH without INTO with a result of one row or none.
func (a *activation) sendRow(c *cursor, found bool) error {
	if err := a.out.Columns(c.res.cols); err != nil {
		return err
	}
	rows := int64(0)
	if found {
		rows = 1
		if err := a.out.Row(c.res.rows[c.pos]); err != nil {
			return err
		}
	}
	a.vars.Error, a.vars.RowCount = 0, rows
	return a.done(tds.CmdSelect, rows, true)
}
