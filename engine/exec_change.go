package engine

import (
	"encoding/binary"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// changes is what one statement does to one table: the rows it puts in place of others, and what follows
// from that: foreign keys, triggers, output.
type changes struct {
	x        *run
	table    *Table
	rules    *tableRules
	verb     string // INSERT, UPDATE, DELETE, MERGE
	frame    *eval.Frame
	list     []rowChange
	output   *outputPlan
	outFrame *eval.Frame   // in which an INSERT of MERGE computes its OUTPUT
	out      [][]tds.Value // of OUTPUT, sent when all has gone well
	set      []bool        // columns that an UPDATE sets
	instead  bool          // an INSTEAD OF trigger takes the rows
}

// rowChange is one row before and after: old is nil for an INSERT, new for a DELETE.
type rowChange struct {
	id       RowID
	old, new []tds.Value
}

func (x *run) change(t *Table, r *tableRules, verb string) (*changes, error) {
	c := &changes{x: x, table: t, rules: r, verb: verb, frame: rowFrame(x)}
	c.instead = x.insteadOf(t, verb) != nil
	return c, nil
}

// insert completes a row and stores it. given tells which columns have a value from the statement.
func (c *changes) insert(row []tds.Value, given []bool) error {
	if err := c.x.tick(); err != nil {
		return err
	}
	if err := c.fill(row, given); err != nil {
		return err
	}
	if c.instead {
		return c.note(rowChange{new: row}, c.outFrame)
	}
	if err := c.rules.finish(c.frame, row, c.verb); err != nil {
		return err
	}
	id, err := c.x.view.Insert(c.x.ctx, c.table, row)
	if err != nil {
		return err
	}
	return c.note(rowChange{id: id, new: row}, c.outFrame)
}

// fill puts defaults, the identity and the row version into a new row.
func (c *changes) fill(row []tds.Value, given []bool) error {
	for i := range c.table.Columns {
		col := &c.table.Columns[i]
		switch {
		case col.Identity:
			if err := c.identity(row, given, i); err != nil {
				return err
			}
		case col.Type.ID == tds.Timestamp:
			row[i] = rowVersion(c.x.tx.NextRowVersion())
		case given[i] || c.rules.defaults[i] == nil:
		default:
			v, err := c.rules.defaults[i](c.frame)
			if err != nil {
				return err
			}
			row[i] = v
		}
	}
	return nil
}

func (c *changes) identity(row []tds.Value, given []bool, i int) error {
	col := &c.table.Columns[i]
	if given[i] && row[i] != nil {
		n, ok := integerOf(row[i])
		if ok {
			c.x.tx.ReachIdentity(c.table, n)
		}
	} else if c.instead {
		row[i] = zeroOf(col.Type)
		return nil
	} else {
		n := c.x.tx.NextIdentity(c.table)
		v, err := eval.Convert(n, tds.TypeBigInt, col.Type, nil)
		if err != nil {
			return tds.Errorf(8115, 16, "Arithmetic overflow error converting IDENTITY to data type %s.", col.Type.ID)
		}
		row[i] = v
	}
	ident, err := eval.Convert(row[i], col.Type, tds.TypeDecimal(38, 0), nil)
	if err != nil {
		return err
	}
	c.x.vars.Identity, c.x.vars.ScopeIdent = ident, ident
	return nil
}

func integerOf(v tds.Value) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case tds.Decimal:
		if v.Hi != 0 || v.Scale != 0 || v.Lo > 1<<63-1 {
			return 0, false
		}
		if v.Neg {
			return -int64(v.Lo), true
		}
		return int64(v.Lo), true
	}
	return 0, false
}

func zeroOf(t tds.Type) tds.Value {
	v, err := eval.Convert(int64(0), tds.TypeInt, t, nil)
	if err != nil {
		return nil
	}
	return v
}

func rowVersion(n uint64) tds.Value { return binary.BigEndian.AppendUint64(nil, n) }

// note remembers a change and computes its OUTPUT row in frame f.
func (c *changes) note(r rowChange, f *eval.Frame) error {
	if err := c.x.charge(96); err != nil {
		return err
	}
	if c.table.Kind != UserTable {
		if err := c.x.s.private(c.table, rowSize(r.new)-rowSize(r.old)); err != nil {
			return err
		}
	}
	c.list = append(c.list, r)
	if c.output == nil {
		return nil
	}
	row, err := c.output.row(c.x, f, r)
	if err != nil {
		return err
	}
	c.out = append(c.out, row)
	return c.x.keep(row)
}

// finish does what comes after the rows: referential integrity, output, triggers.
func (c *changes) finish(out tds.Writer) (rows int64, counted bool, err error) {
	if err := c.afterwards(); err != nil {
		return 0, false, err
	}
	return int64(len(c.list)), true, c.sendOutput(out)
}

// afterwards checks foreign keys and runs triggers.
func (c *changes) afterwards() error {
	if c.instead {
		return c.runInstead()
	}
	if err := c.referential(); err != nil {
		return err
	}
	return c.runTriggers()
}

// store writes the changes of an UPDATE or DELETE at once.
func (c *changes) store() error {
	if c.instead {
		return nil
	}
	var ids []RowID
	var rows [][]tds.Value
	for _, r := range c.list {
		if r.new == nil {
			if err := c.x.view.Delete(c.x.ctx, c.table, r.id); err != nil {
				return err
			}
			continue
		}
		if r.old != nil {
			ids, rows = append(ids, r.id), append(rows, r.new)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return c.x.view.Updates(c.x.ctx, c.table, ids, rows)
}
