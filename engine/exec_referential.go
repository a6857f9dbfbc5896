package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// referential checks the foreign keys of the changed table, and those that point to it, as they stand
// when the statement is done.
func (c *changes) referential() error {
	if c.table.Kind != UserTable || len(c.list) == 0 {
		return nil
	}
	v := c.x.tx.view()
	for _, fk := range c.table.ForeignKeys {
		if fk.Disabled {
			continue
		}
		if err := c.checkParents(fk, v); err != nil {
			return err
		}
	}
	for _, ref := range v.Catalog().References(c.table) {
		if ref.Key.Disabled {
			continue
		}
		if err := c.settleChildren(ref); err != nil {
			return err
		}
	}
	return nil
}

// checkParents looks for the referenced row of each new row: 547.
func (c *changes) checkParents(fk *ForeignKey, v view) error {
	parent := v.Catalog().Table(c.table.Database, fk.RefSchema, fk.RefTable)
	if parent == nil {
		return nil
	}
	cols := ordinals(parent, fk.RefColumns)
	for _, r := range c.list {
		if r.new == nil || r.old != nil && sameKey(r.old, r.new, fk.Columns, c.table) {
			continue
		}
		key, ok := pickKey(r.new, fk.Columns)
		if !ok {
			continue
		}
		id, found, err := findRow(c.x, v, parent, cols, key)
		if err != nil {
			return err
		}
		if !found {
			return c.errForeignKey(fk, parent)
		}
		if parent == c.table {
			continue
		}
		if _, still, err := v.Lock(c.x.ctx, parent, id); err != nil || !still {
			if err != nil {
				return err
			}
			return c.errForeignKey(fk, parent)
		}
	}
	return nil
}

func (c *changes) errForeignKey(fk *ForeignKey, parent *Table) error {
	kind := "FOREIGN KEY"
	if parent.ID == c.table.ID {
		kind = "FOREIGN KEY SAME TABLE"
	}
	return errConflict(c.verb, kind, fk.Name, parent, fk.RefColumns)
}

func errConflict(verb, kind, name string, t *Table, cols []string) *tds.Error {
	e := tds.Errorf(547, 16, "The %s statement conflicted with the %s constraint \"%s\". The conflict occurred in database \"%s\", table \"%s.%s\"",
		verb, kind, name, t.Database, t.Schema, t.Name)
	if len(cols) == 1 {
		e.Message += ", column '" + cols[0] + "'"
	}
	e.Message += "."
	e.State = 0
	return e
}

func ordinals(t *Table, names []string) []int {
	out := make([]int, len(names))
	for i, n := range names {
		out[i] = t.Ordinal(n)
	}
	return out
}

// pickKey takes some columns of a row; ok is false when one is NULL, which refers to nothing.
func pickKey(row []tds.Value, cols []int) ([]tds.Value, bool) {
	key := make([]tds.Value, len(cols))
	for i, c := range cols {
		if row[c] == nil {
			return nil, false
		}
		key[i] = row[c]
	}
	return key, true
}

func sameKey(a, b []tds.Value, cols []int, t *Table) bool {
	for _, c := range cols {
		if compareValues(a[c], b[c], t.Columns[c].Type) != 0 {
			return false
		}
	}
	return true
}

// findRow finds a row by the values of some columns, through an index when one begins with them.
func findRow(x *run, v view, t *Table, cols []int, key []tds.Value) (RowID, bool, error) {
	var at RowID
	found := false
	err := eachMatch(x, v, t, cols, key, func(id RowID, _ []tds.Value) error {
		at, found = id, true
		return errStop
	})
	if err == errStop {
		err = nil
	}
	return at, found, err
}

// eachMatch calls f with the rows whose columns have the values of key.
func eachMatch(x *run, v view, t *Table, cols []int, key []tds.Value, f func(RowID, []tds.Value) error) error {
	rows := v.Scan(t)
	if ix, prefix := indexOn(t, cols, key); ix != nil {
		b := &Bound{Key: prefix, Inclusive: true}
		rows = v.Seek(ix, b, b, false)
	}
	for id, row := range rows {
		if err := x.tick(); err != nil {
			return err
		}
		match := true
		for i, c := range cols {
			match = match && row[c] != nil && eval.Compare(row[c], key[i], t.Columns[c].Type) == 0
		}
		if !match {
			continue
		}
		if err := f(id, row); err != nil {
			return err
		}
	}
	return nil
}

// indexOn finds an index whose first key columns are among cols, and the key in its order.
func indexOn(t *Table, cols []int, key []tds.Value) (best *Index, prefix []tds.Value) {
	for _, ix := range t.Indexes {
		if ix.Filter != nil {
			continue
		}
		var p []tds.Value
		for _, k := range ix.Columns {
			at := -1
			for i, c := range cols {
				if c == k.Ordinal {
					at = i
				}
			}
			if at < 0 {
				break
			}
			p = append(p, key[at])
		}
		if len(p) > len(prefix) {
			best, prefix = ix, p
		}
	}
	return best, prefix
}

// settleChildren does what a foreign key says about rows whose parent is gone or has another key.
func (c *changes) settleChildren(ref Reference) error {
	cols := ordinals(c.table, ref.Key.RefColumns)
	for _, r := range c.list {
		if r.old == nil || r.new != nil && sameKey(r.old, r.new, cols, c.table) {
			continue
		}
		key, ok := pickKey(r.old, cols)
		if !ok {
			continue
		}
		v := c.x.tx.view()
		if _, replaced, err := findRow(c.x, v, c.table, cols, key); err != nil || replaced {
			if err != nil {
				return err
			}
			continue
		}
		action := ref.Key.OnDelete
		if r.new != nil {
			action = ref.Key.OnUpdate
		}
		if err := c.settle(ref, v, key, action, r); err != nil {
			return err
		}
	}
	return nil
}

func (c *changes) settle(ref Reference, v view, key []tds.Value, action string, parent rowChange) error {
	switch action {
	case "CASCADE", "SET NULL", "SET DEFAULT":
		return c.cascade(ref, v, key, action, parent)
	}
	_, found, err := findRow(c.x, v, ref.Table, ref.Key.Columns, key)
	if err != nil || !found {
		return err
	}
	kind := "REFERENCE"
	if ref.Table.ID == c.table.ID {
		kind = "SAME TABLE REFERENCE"
	}
	names := make([]string, len(ref.Key.Columns))
	for i, col := range ref.Key.Columns {
		names[i] = ref.Table.Columns[col].Name
	}
	return errConflict(c.verb, kind, ref.Key.Name, ref.Table, names)
}

// cascade deletes or changes the children, which in turn may have children and triggers.
func (c *changes) cascade(ref Reference, v view, key []tds.Value, action string, parent rowChange) error {
	x := *c.x
	x.view = v
	verb := "UPDATE"
	if action == "CASCADE" && parent.new == nil {
		verb = "DELETE"
	}
	rules, err := x.s.newBinder(nil).rules(ref.Table)
	if err != nil {
		return err
	}
	child, err := x.change(ref.Table, rules, verb)
	if err != nil {
		return err
	}
	child.verb = verb
	err = eachMatch(&x, v, ref.Table, ref.Key.Columns, key, func(id RowID, _ []tds.Value) error {
		old, ok, err := v.Lock(x.ctx, ref.Table, id)
		if err != nil || !ok {
			return err
		}
		if verb == "DELETE" {
			return child.note(rowChange{id: id, old: old}, nil)
		}
		row, err := c.childRow(child, ref, old, action, parent)
		if err != nil {
			return err
		}
		return child.note(rowChange{id: id, old: old, new: row}, nil)
	})
	if err != nil || len(child.list) == 0 {
		return err
	}
	if err := child.store(); err != nil {
		return err
	}
	return child.afterwards()
}

// childRow is a child after its parent's key has changed or gone.
func (c *changes) childRow(child *changes, ref Reference, old []tds.Value, action string, parent rowChange) ([]tds.Value, error) {
	row := append([]tds.Value(nil), old...)
	refCols := ordinals(c.table, ref.Key.RefColumns)
	for i, col := range ref.Key.Columns {
		switch action {
		case "CASCADE":
			row[col] = parent.new[refCols[i]]
		case "SET NULL":
			row[col] = nil
		case "SET DEFAULT":
			row[col] = nil
			if fn := child.rules.defaults[col]; fn != nil {
				v, err := fn(child.frame)
				if err != nil {
					return nil, err
				}
				row[col] = v
			}
		}
	}
	return row, child.rules.finish(child.frame, row, "UPDATE")
}
