package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// alterTable is ALTER TABLE, one action at a time.
func (d *definition) alterTable(st *tsql.AlterTableStmt) error {
	t, err := d.table(st.Name)
	if err != nil {
		return err
	}
	switch {
	case len(st.Add) > 0 || len(st.AddCons) > 0:
		return d.addToTable(t, st)
	case len(st.Drop) > 0:
		return d.dropFromTable(t, st.Drop)
	case st.Alter != nil:
		return d.alterColumn(t, st.Alter)
	case st.Triggers:
		return d.switchTriggers(t, st)
	case st.Check != "":
		return d.switchConstraints(t, st)
	}
	return errNotBuilt("this form of ALTER TABLE")
}

// addToTable adds columns and constraints: 4901, 547.
func (d *definition) addToTable(t *Table, st *tsql.AlterTableStmt) error {
	next := t.Clone()
	b := &tableBuilder{s: d.s, t: next, vars: d.vars, place: place{db: t.Database, schema: t.Schema, name: t.Name}}
	for i := range st.Add {
		if err := b.addColumn(&st.Add[i], len(next.Columns)); err != nil {
			return err
		}
	}
	if err := b.bindColumns(); err != nil {
		return err
	}
	for i := range st.Add {
		for j := range st.Add[i].Constraints {
			if err := b.addConstraint(&st.Add[i].Constraints[j], len(t.Columns)+i); err != nil {
				return err
			}
		}
	}
	for i := range st.AddCons {
		if err := b.addConstraint(&st.AddCons[i], -1); err != nil {
			return err
		}
	}
	if err := d.checkReferences(next); err != nil {
		return err
	}
	if st.WithNoCheck {
		next.distrust(len(t.Checks), len(t.ForeignKeys))
	}
	if err := d.fillNew(t, next, len(st.Add) > 0); err != nil {
		return err
	}
	if st.WithNoCheck {
		return nil
	}
	return d.checkRows(next, len(t.Checks), len(t.ForeignKeys))
}

// distrust marks constraints that were added WITH NOCHECK.
func (t *Table) distrust(checks, keys int) {
	for _, c := range t.Checks[checks:] {
		c.NotTrusted = true
	}
	for _, fk := range t.ForeignKeys[keys:] {
		fk.NotTrusted = true
	}
}

// fillNew puts the new definition in place and gives the rows values for the new columns.
func (d *definition) fillNew(t, next *Table, columns bool) error {
	if !columns {
		return d.tx.AlterTable(d.ctx, t, next, nil)
	}
	rules, err := d.s.newBinder(d.vars).rules(next)
	if err != nil {
		return err
	}
	x := &run{ctx: d.ctx, s: d.s, tx: d.tx, view: d.tx.view(), vars: d.vars}
	for i := len(t.Columns); i < len(next.Columns); i++ {
		c := &next.Columns[i]
		if !c.Nullable && c.Default == nil && !c.Identity && c.Formula == nil && c.Type.ID != tds.Timestamp && x.view.Count(t) > 0 {
			return tds.Errorf(4901, 16, "ALTER TABLE only allows columns to be added that can contain nulls, or have a DEFAULT definition specified, or the column being added is an identity or timestamp column, or alternatively if none of the previous conditions are satisfied the table must be empty to allow addition of this column. Column '%s' cannot be added to non-empty table '%s' because it does not satisfy these conditions.", c.Name, t.Name)
		}
	}
	f := rowFrame(x)
	number := int64(0)
	return d.tx.AlterTable(d.ctx, t, next, func(old []tds.Value) ([]tds.Value, error) {
		row := append(make([]tds.Value, 0, len(next.Columns)), old...)
		for i := len(t.Columns); i < len(next.Columns); i++ {
			v, err := newValue(x, f, rules, i, &number)
			if err != nil {
				return nil, err
			}
			row = append(row, v)
		}
		f.Row = row
		for i, fn := range rules.computed {
			if fn != nil && i >= len(t.Columns) {
				v, err := fn(f)
				if err != nil {
					return nil, err
				}
				row[i] = v
			}
		}
		return row, nil
	})
}

// newValue is what a row that exists already gets in a new column.
func newValue(x *run, f *eval.Frame, rules *tableRules, i int, number *int64) (tds.Value, error) {
	c := &rules.table.Columns[i]
	switch {
	case c.Identity:
		n := c.Seed + *number*c.Increment
		*number++
		x.tx.ReachIdentity(rules.table, n)
		return eval.Convert(n, tds.TypeBigInt, c.Type, nil)
	case c.Type.ID == tds.Timestamp:
		return rowVersion(x.tx.NextRowVersion()), nil
	case c.Default != nil && !c.Nullable:
		return rules.defaults[i](f)
	}
	return nil, nil
}

// checkRows checks the rows of a table against constraints that are new: 547.
func (d *definition) checkRows(t *Table, checks, keys int) error {
	rules, err := d.s.newBinder(d.vars).rules(t)
	if err != nil {
		return err
	}
	x := &run{ctx: d.ctx, s: d.s, tx: d.tx, view: d.tx.view(), vars: d.vars}
	f := rowFrame(x)
	c := &changes{x: x, table: t, rules: rules, verb: "ALTER TABLE", frame: f}
	if len(t.Checks) == checks && len(t.ForeignKeys) == keys {
		return nil
	}
	for id, row := range x.view.Scan(t) {
		if err := x.tick(); err != nil {
			return err
		}
		f.Row = row
		for _, k := range rules.checks {
			if !k.isNew(t.Checks[checks:]) {
				continue
			}
			ok, err := k.cond(f)
			if err != nil {
				return err
			}
			if ok == eval.False {
				return rules.errCheck(k.check, c.verb)
			}
		}
		c.list = append(c.list, rowChange{id: id, new: row})
	}
	for _, fk := range t.ForeignKeys[keys:] {
		if err := c.checkParents(fk, x.view); err != nil {
			return err
		}
	}
	return nil
}

func (k *checkRule) isNew(list []*Check) bool {
	for _, c := range list {
		if c == k.check {
			return true
		}
	}
	return false
}

// dropFromTable drops columns and constraints: 3728, 4924, 5074.
func (d *definition) dropFromTable(t *Table, items []tsql.DropItem) error {
	for _, it := range items {
		var err error
		if it.Constraint {
			t, err = d.dropConstraint(t, it)
		} else {
			t, err = d.dropColumn(t, it)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *definition) dropConstraint(t *Table, it tsql.DropItem) (*Table, error) {
	next := t.Clone()
	if ix := next.Index(it.Name); ix != nil && ix.Constraint {
		for _, r := range d.tx.Catalog().References(t) {
			if keyOfIndex(t, ix, r.Key.RefColumns) {
				return nil, tds.Errorf(3725, 16, "The constraint '%s' is being referenced by table '%s', foreign key constraint '%s'.", ix.Name, r.Table.Name, r.Key.Name)
			}
		}
		next.removeIndex(it.Name)
		return next, d.tx.AlterTable(d.ctx, t, next, nil)
	}
	if next.removeConstraint(it.Name) {
		return next, d.tx.AlterTable(d.ctx, t, next, nil)
	}
	if it.IfExists {
		return t, nil
	}
	return nil, tds.Errorf(3728, 16, "'%s' is not a constraint.", it.Name)
}

func keyOfIndex(t *Table, ix *Index, names []string) bool {
	if len(ix.Columns) != len(names) {
		return false
	}
	for _, c := range ix.Columns {
		found := false
		for _, n := range names {
			found = found || sameName(n, t.Columns[c.Ordinal].Name)
		}
		if !found {
			return false
		}
	}
	return true
}

// removeConstraint takes a CHECK, FOREIGN KEY or DEFAULT away.
func (t *Table) removeConstraint(name string) bool {
	for i, c := range t.Checks {
		if sameName(c.Name, name) {
			t.Checks = append(t.Checks[:i], t.Checks[i+1:]...)
			return true
		}
	}
	for i, fk := range t.ForeignKeys {
		if sameName(fk.Name, name) {
			t.ForeignKeys = append(t.ForeignKeys[:i], t.ForeignKeys[i+1:]...)
			return true
		}
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Default != nil && sameName(c.DefaultName, name) {
			c.Default, c.DefaultName, c.DefaultID = nil, "", 0
			return true
		}
	}
	return false
}

func (d *definition) dropColumn(t *Table, it tsql.DropItem) (*Table, error) {
	i := t.Ordinal(it.Name)
	if i < 0 {
		if it.IfExists {
			return t, nil
		}
		return nil, tds.Errorf(4924, 16, "ALTER TABLE DROP COLUMN failed because column '%s' does not exist in table '%s'.", it.Name, t.Name)
	}
	if len(t.Columns) == 1 {
		return nil, tds.Errorf(4923, 16, "ALTER TABLE DROP COLUMN failed because '%s' is the only data column in table '%s'. A table must have at least one data column.", it.Name, t.Name)
	}
	if kind, name := d.dependent(t, i); name != "" {
		return nil, tds.Errorf(5074, 16, "The %s '%s' is dependent on column '%s'.", kind, name, t.Columns[i].Name)
	}
	next := t.Clone()
	next.Columns = append(next.Columns[:i:i], next.Columns[i+1:]...)
	next.shift(i)
	return next, d.tx.AlterTable(d.ctx, t, next, func(row []tds.Value) ([]tds.Value, error) {
		return append(row[:i:i], row[i+1:]...), nil
	})
}

// shift moves ordinals after a column is gone.
func (t *Table) shift(gone int) {
	move := func(n *int) {
		if *n > gone {
			*n--
		}
	}
	for _, ix := range t.Indexes {
		for i := range ix.Columns {
			move(&ix.Columns[i].Ordinal)
		}
		for i := range ix.Include {
			move(&ix.Include[i])
		}
	}
	for _, fk := range t.ForeignKeys {
		for i := range fk.Columns {
			move(&fk.Columns[i])
		}
	}
	for _, c := range t.Checks {
		move(&c.Column)
	}
}

// dependent finds what depends on a column.
func (d *definition) dependent(t *Table, col int) (kind, name string) {
	c := &t.Columns[col]
	if c.Default != nil {
		return "object", c.DefaultName
	}
	for _, ix := range t.Indexes {
		for _, k := range ix.Columns {
			if k.Ordinal == col {
				if ix.Constraint {
					return "object", ix.Name
				}
				return "index", ix.Name
			}
		}
		for _, k := range ix.Include {
			if k == col {
				return "index", ix.Name
			}
		}
	}
	for _, fk := range t.ForeignKeys {
		for _, k := range fk.Columns {
			if k == col {
				return "object", fk.Name
			}
		}
	}
	for _, k := range t.Checks {
		if refersTo(k.Cond.Expr, c.Name) {
			return "object", k.Name
		}
	}
	for i := range t.Columns {
		if f := t.Columns[i].Formula; f != nil && i != col && refersTo(f.Expr, c.Name) {
			return "column", t.Columns[i].Name
		}
	}
	if m := d.boundBy(t, c.Name); m != nil {
		return "object", m.Name
	}
	return "", ""
}

func refersTo(e tsql.Expr, column string) bool {
	found := false
	walkExpr(e, func(e tsql.Expr) bool {
		if r, ok := e.(*tsql.ColumnRef); ok && sameName(r.Parts[len(r.Parts)-1], column) {
			found = true
		}
		return !found
	})
	return found
}

// alterColumn is ALTER COLUMN: another type, another nullability.
func (d *definition) alterColumn(t *Table, def *tsql.ColumnDef) error {
	i := t.Ordinal(def.Name)
	if i < 0 {
		return tds.Errorf(4924, 16, "ALTER TABLE ALTER COLUMN failed because column '%s' does not exist in table '%s'.", def.Name, t.Name)
	}
	old := t.Columns[i]
	if old.Formula != nil {
		return tds.Errorf(4928, 16, "Cannot alter column '%s' because it is '%s'.", old.Name, "COMPUTED")
	}
	next := t.Clone()
	b := &tableBuilder{s: d.s, t: next, vars: d.vars, place: place{db: t.Database, schema: t.Schema, name: t.Name}}
	c := &next.Columns[i]
	c.UserType = ""
	if err := b.columnType(c, def, i); err != nil {
		return err
	}
	if def.Collation == "" && c.Type.ID.IsCharacter() {
		c.Type.Collation = old.Type.Collation
	}
	if old.Identity {
		c.Nullable = false
	}
	if pk := next.PrimaryKey(); pk != nil && c.Nullable {
		for _, k := range pk.Columns {
			if k.Ordinal == i {
				return tds.Errorf(5074, 16, "The object '%s' is dependent on column '%s'.", pk.Name, old.Name)
			}
		}
	}
	if kind, name := d.dependent(t, i); name != "" && (kind == "column" || old.Type.ID != c.Type.ID) {
		return tds.Errorf(5074, 16, "The %s '%s' is dependent on column '%s'.", kind, name, old.Name)
	}
	if err := eval.Convertible(old.Type, c.Type); err != nil {
		return err
	}
	return d.tx.AlterTable(d.ctx, t, next, func(row []tds.Value) ([]tds.Value, error) {
		v := row[i]
		if v == nil {
			if !c.Nullable {
				return nil, tds.Errorf(515, 16, "Cannot insert the value NULL into column '%s', table '%s.%s.%s'; column does not allow nulls. UPDATE fails.", c.Name, t.Database, t.Schema, t.Name)
			}
			return row, nil
		}
		w, err := fitValue(v, old.Type, next, i, false)
		if err != nil {
			return nil, err
		}
		out := append([]tds.Value(nil), row...)
		out[i] = w
		return out, nil
	})
}

// switchConstraints is CHECK CONSTRAINT and NOCHECK CONSTRAINT: 4917.
func (d *definition) switchConstraints(t *Table, st *tsql.AlterTableStmt) error {
	next := t.Clone()
	off := st.Check == "NOCHECK"
	for _, name := range st.CheckNames {
		found := strings.EqualFold(name, "ALL")
		for _, c := range next.Checks {
			if strings.EqualFold(name, "ALL") || sameName(c.Name, name) {
				c.Disabled, c.NotTrusted, found = off, true, true
			}
		}
		for _, fk := range next.ForeignKeys {
			if strings.EqualFold(name, "ALL") || sameName(fk.Name, name) {
				fk.Disabled, fk.NotTrusted, found = off, true, true
			}
		}
		if !found {
			return tds.Errorf(4917, 16, "Constraint '%s' does not exist.", name)
		}
	}
	return d.tx.AlterTable(d.ctx, t, next, nil)
}

// switchTriggers is ENABLE TRIGGER and DISABLE TRIGGER: 1098.
func (d *definition) switchTriggers(t *Table, st *tsql.AlterTableStmt) error {
	for _, name := range st.CheckNames {
		found := strings.EqualFold(name, "ALL")
		for _, m := range d.tx.Catalog().Triggers(t.ID) {
			if !strings.EqualFold(name, "ALL") && !sameName(m.Name, name) {
				continue
			}
			found = true
			next := *m
			next.Disabled = st.Check == "DISABLE"
			if err := d.tx.Alter(d.ctx, m, &next); err != nil {
				return err
			}
		}
		if !found {
			return tds.Errorf(1098, 15, "The specified event type(s) is/are not valid on the specified target object.")
		}
	}
	return nil
}
