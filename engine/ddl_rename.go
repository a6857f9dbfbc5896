package engine

import (
	"context"
	"errors"
	"slices"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Renamed is what Rename gave another name.
type Renamed struct {
	Kind tsql.ObjectKind // TABLE for a table whose grants go along, empty for a part of one
	Name tsql.Name       // as it was
}

// Rename is sp_rename: name is an object, or a column, index or constraint behind the name of its table; item is COLUMN,
// INDEX, OBJECT, USERDATATYPE, or empty to find out. 15225, 15248, 15249, 15335, 15336.
func (s *Session) Rename(ctx context.Context, name, newName, item string) (Renamed, error) {
	var done Renamed
	if s.doomed {
		return done, errDoomed()
	}
	var err error
	for range 100 {
		err = s.statement(func(tx *txn) error {
			r := &renaming{definition: definition{s: s, ctx: ctx, tx: tx, vars: &eval.Vars{}}, text: name, to: newName, item: upper(item)}
			err := r.run()
			done = r.done
			return err
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return done, err
}

// renaming is one running sp_rename.
type renaming struct {
	definition
	text string
	to   string
	item string
	done Renamed
}

func (r *renaming) run() error {
	n, ok := splitName(r.text)
	if !ok {
		return tds.Errorf(15253, 11, "Syntax error parsing SQL identifier '%s'.", r.text)
	}
	kinds := map[string][]func(tsql.Name) (bool, error){
		"OBJECT": {r.object, r.constraint}, "COLUMN": {r.column}, "INDEX": {r.index}, "USERDATATYPE": {r.userType},
		"": {r.object, r.constraint, r.userType, r.column, r.index},
	}
	tries, ok := kinds[r.item]
	if !ok {
		return tds.Errorf(15249, 11, "Error: Explicit @objtype '%s' is unrecognized.", r.item)
	}
	for _, try := range tries {
		if found, err := try(n); found || err != nil {
			return err
		}
	}
	if r.item == "COLUMN" || r.item == "INDEX" {
		return tds.Errorf(15248, 11, "Either the parameter @objname is ambiguous or the claimed @objtype (%s) is wrong.", r.item)
	}
	item := r.item
	if item == "" {
		item = "(null)"
	}
	return tds.Errorf(15225, 11, "No item by the name of '%s' could be found in the current database '%s', given that @itemtype was input as '%s'.", r.text, r.s.database, item)
}

func (r *renaming) errTaken(item string) error {
	return tds.Errorf(15335, 11, "Error: The new name '%s' is already in use as a %s name and would cause a duplicate that is not permitted.", r.to, item)
}

// object renames what lives in a schema.
func (r *renaming) object(n tsql.Name) (bool, error) {
	if isTemp(n.Object) {
		return false, nil
	}
	o, err := r.definition.object(n)
	if o == nil || err != nil {
		return false, err
	}
	h := o.Head()
	if _, ok := o.(*Constraint); ok {
		return false, nil
	}
	if _, ok := o.(*UserType); ok {
		return false, nil
	}
	if other := r.tx.Catalog().Object(h.Database, h.Schema, r.to); other != nil && other.Head().ID != h.ID {
		return true, r.errTaken("object")
	}
	r.done = Renamed{Kind: tsql.KindTable, Name: tsql.Name{Database: h.Database, Schema: h.Schema, Object: h.Name}}
	_, err = r.tx.Rename(r.ctx, o, h.Schema, r.to)
	return true, err
}

// constraint renames a constraint, which has a name like an object but is a part of its table.
func (r *renaming) constraint(n tsql.Name) (bool, error) {
	o, err := r.definition.object(tsql.Name{Database: n.Database, Schema: n.Schema, Object: n.Object})
	if err != nil {
		return false, err
	}
	c, ok := o.(*Constraint)
	if !ok {
		return false, nil
	}
	if r.tx.Catalog().Object(c.Database, c.Schema, r.to) != nil && !sameName(c.Name, r.to) {
		return true, r.errTaken("object")
	}
	next := c.Table.Clone()
	for _, ix := range next.Indexes {
		if ix.ObjectID == c.ID {
			ix.Name, ix.SystemName = r.to, false
		}
	}
	for _, k := range next.Checks {
		if k.ID == c.ID {
			k.Name, k.SystemName = r.to, false
		}
	}
	for _, fk := range next.ForeignKeys {
		if fk.ID == c.ID {
			fk.Name, fk.SystemName = r.to, false
		}
	}
	for i := range next.Columns {
		if col := &next.Columns[i]; col.DefaultID == c.ID {
			col.DefaultName, col.SystemName = r.to, false
		}
	}
	return true, r.tx.AlterTable(r.ctx, c.Table, next, nil)
}

// part is the table in whose name stands that of a column or index.
func (r *renaming) part(n tsql.Name) (*Table, error) {
	if n.Schema == "" {
		return nil, nil
	}
	o, err := r.definition.object(tsql.Name{Database: n.Server, Schema: n.Database, Object: n.Schema})
	if err != nil {
		return nil, err
	}
	t, _ := o.(*Table)
	return t, nil
}

func (r *renaming) column(n tsql.Name) (bool, error) {
	t, err := r.part(n)
	if t == nil || err != nil {
		return false, err
	}
	i := t.Ordinal(n.Object)
	if i < 0 {
		return false, nil
	}
	if at := t.Ordinal(r.to); at >= 0 && at != i {
		return true, r.errTaken("COLUMN")
	}
	if t.writtenIn(i) {
		return true, tds.Errorf(15336, 16, "Object '%s' cannot be renamed because the object participates in enforced dependencies.", r.text)
	}
	next := t.Clone()
	next.Columns[i].Name = r.to
	return true, r.tx.AlterTable(r.ctx, t, next, nil)
}

// writtenIn tells whether the text of a check, a computed column or a filter names a column.
func (t *Table) writtenIn(col int) bool {
	name := t.Columns[col].Name
	for _, k := range t.Checks {
		if refersTo(k.Cond.Expr, name) {
			return true
		}
	}
	for i := range t.Columns {
		if f := t.Columns[i].Formula; f != nil && refersTo(f.Expr, name) {
			return true
		}
	}
	for _, ix := range t.Indexes {
		if ix.Filter != nil && refersTo(ix.Filter.Expr, name) {
			return true
		}
	}
	return false
}

func (r *renaming) index(n tsql.Name) (bool, error) {
	t, err := r.part(n)
	if t == nil || err != nil {
		return false, err
	}
	old := t.Index(n.Object)
	if old == nil {
		return false, nil
	}
	if old.Constraint {
		return r.constraint(tsql.Name{Database: t.Database, Schema: t.Schema, Object: old.Name})
	}
	if other := t.Index(r.to); other != nil && other != old {
		return true, r.errTaken("INDEX")
	}
	next := t.Clone()
	next.Index(n.Object).Name = r.to
	return true, r.tx.AlterTable(r.ctx, t, next, nil)
}

func (r *renaming) userType(n tsql.Name) (bool, error) {
	p, err := r.s.locate(n, r.s.database)
	if err != nil {
		return false, err
	}
	u := r.tx.Catalog().Type(p.db, p.schema, p.name)
	if u == nil {
		return false, nil
	}
	if r.tx.Catalog().Type(u.Database, u.Schema, r.to) != nil && !sameName(u.Name, r.to) {
		return true, r.errTaken("USERDATATYPE")
	}
	if _, err = r.tx.Rename(r.ctx, u, u.Schema, r.to); err != nil {
		return true, err
	}
	for _, o := range slices.Collect(r.tx.Catalog().Objects(u.Database)) {
		if t, ok := o.(*Table); ok {
			if err := r.retype(t, u.Schema+"."+u.Name, u.Schema+"."+r.to); err != nil {
				return true, err
			}
		}
	}
	return true, nil
}

// retype follows a renamed type into the columns that were declared with it.
func (r *renaming) retype(t *Table, from, to string) error {
	next, changed := t.Clone(), false
	for i := range next.Columns {
		if c := &next.Columns[i]; sameName(c.UserType, from) {
			c.UserType, changed = to, true
		}
	}
	if !changed {
		return nil
	}
	return r.tx.AlterTable(r.ctx, t, next, nil)
}

// Transfer moves an object, or a type, into another schema of its database: 15151, 15530.
func (s *Session) Transfer(ctx context.Context, name tsql.Name, schema string, isType bool) error {
	if s.doomed {
		return errDoomed()
	}
	var err error
	for range 100 {
		err = s.statement(func(tx *txn) error {
			d := &definition{s: s, ctx: ctx, tx: tx, vars: &eval.Vars{}}
			return d.transfer(name, schema, isType)
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return err
}

func (d *definition) transfer(name tsql.Name, schema string, isType bool) error {
	to := d.tx.Catalog().Schema(d.s.database, schema)
	if to == nil {
		return tds.Errorf(15151, 16, "Cannot alter the schema '%s', because it does not exist or you do not have permission.", schema)
	}
	if isType {
		return errNotBuilt("ALTER SCHEMA ... TRANSFER TYPE")
	}
	o, err := d.object(name)
	if err != nil {
		return err
	}
	_, part := o.(*Constraint)
	if o == nil || part {
		return tds.Errorf(15151, 16, "Cannot find the object '%s', because it does not exist or you do not have permission.", written(name))
	}
	h := o.Head()
	switch {
	case sameName(h.Schema, to.Name):
		return nil
	case d.tx.Catalog().Object(h.Database, to.Name, h.Name) != nil:
		return tds.Errorf(15530, 16, "The object with name \"%s\" already exists.", h.Name)
	}
	if m := d.boundBy(o, ""); m != nil {
		return tds.Errorf(15348, 16, "Cannot transfer a schemabound object.")
	}
	if t, ok := o.(*Table); ok {
		for _, m := range d.tx.Catalog().Triggers(t.ID) {
			if _, err := d.tx.Rename(d.ctx, m, to.Name, m.Name); err != nil {
				return err
			}
		}
	}
	_, err = d.tx.Rename(d.ctx, o, to.Name, h.Name)
	return err
}
