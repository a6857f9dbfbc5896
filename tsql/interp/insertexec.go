package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// result is one result set.
type result struct {
	cols []tds.Column
	rows [][]tds.Value
	size int64
}

// collector keeps result sets instead of sending them. Messages pass.
type collector struct {
	m       *Machine
	out     tds.Writer
	results []result
}

func (c *collector) Columns(cols []tds.Column) error {
	c.results = append(c.results, result{cols: append([]tds.Column(nil), cols...)})
	return nil
}

func (c *collector) Row(row []tds.Value) error {
	r := &c.results[len(c.results)-1]
	n := rowSize(row)
	if err := c.m.hold(n); err != nil {
		return err
	}
	r.size += n
	r.rows = append(r.rows, append([]tds.Value(nil), row...))
	return nil
}

func (c *collector) Message(e *tds.Error) error { return c.out.Message(e) }
func (c *collector) Done(tds.Done) error        { return nil }

// insertExec carries out INSERT t EXEC p: all result sets of the call go into the table.
func (a *activation) insertExec(st *tsql.InsertStmt) error {
	if a.m.inserting > 0 {
		return errNestedInsertExec()
	}
	if a.m.Remote != nil {
		if whole, err := a.foreign(st.Exec); err != nil || whole {
			if err == nil {
				err = a.query(st)
			}
			return err
		}
	}
	if err := a.implicitTran(st); err != nil {
		return err
	}
	results, err := a.capture(st.Exec)
	defer a.m.drop(results)
	if err != nil {
		return err
	}
	a.storing = true
	total := int64(0)
	for _, r := range results {
		n, err := a.m.Host.InsertRows(a.ctx, st, a.vars, r.cols, r.rows)
		a.sync()
		if err != nil {
			return err
		}
		total += n
	}
	a.storing = false
	a.vars.Error, a.vars.RowCount = 0, total
	return a.done(tds.CmdInsert, total, true)
}

// foreign tells whether a call is the server's to run, together with the INSERT around it.
func (a *activation) foreign(st *tsql.ExecStmt) (bool, error) {
	r := a.m.Remote
	if len(st.Text) > 0 {
		text := ""
		for _, e := range st.Text {
			piece, err := a.text(e)
			if err != nil {
				return false, err
			}
			text += piece
		}
		return st.At != "" || !r.OursText(text), nil
	}
	name := st.Proc
	if st.ProcVar != "" {
		var err error
		if name, err = a.procName(st); err != nil {
			return false, err
		}
	}
	if !isExecuteSQL(&name) {
		return !r.Ours(&name), nil
	}
	c, err := a.call(st)
	return err == nil && !r.OursText(ExecuteSQLText(c)), err
}

// drop forgets results that were kept.
func (m *Machine) drop(results []result) {
	for i := range results {
		m.held -= results[i].size
	}
}

// capture runs a call and returns its result sets.
func (a *activation) capture(st *tsql.ExecStmt) ([]result, error) {
	out := a.out
	c := &collector{m: a.m, out: out}
	a.out = c
	a.m.inserting++
	err := a.exec(st)
	a.m.inserting--
	a.out = out
	a.inCall = false
	return c.results, err
}
