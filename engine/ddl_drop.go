package engine

import (
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// drop is DROP kind [IF EXISTS] names: 3701, 3705 and the errors of each kind.
func (d *definition) drop(st *tsql.DropStmt) error {
	for _, n := range st.Names {
		if err := d.dropOne(st, n); err != nil {
			return err
		}
	}
	return nil
}

func (d *definition) dropOne(st *tsql.DropStmt, n tsql.Name) error {
	switch st.Kind {
	case tsql.KindIndex:
		return d.dropIndex(st, n)
	case tsql.KindType:
		return d.dropType(st, n)
	case tsql.KindSchema:
		return d.dropSchema(st, n)
	case tsql.KindDatabase:
		return d.dropDatabase(st, n)
	case tsql.KindStatistic:
		return errNotBuilt("DROP STATISTICS")
	}
	o, err := d.object(n)
	if err != nil {
		return err
	}
	if o == nil && st.Kind == tsql.KindTrigger {
		o = d.triggerNamed(n)
	}
	if o == nil {
		if st.IfExists {
			return nil
		}
		return errCannotDrop(st.Kind, n)
	}
	if !dropsKind(st.Kind, o) {
		return tds.Errorf(3705, 16, "Cannot use DROP %s with '%s' because '%s' is a %s. Use DROP %s.", st.Kind, written(n), written(n), strings.ToLower(kindWord(o)), kindWord(o))
	}
	if t, ok := o.(*Table); ok {
		if err := d.unreferenced(t, n); err != nil {
			return err
		}
	}
	if err := d.unbound("DROP "+string(st.Kind), o, n); err != nil {
		return err
	}
	return d.tx.Drop(d.ctx, o)
}

// triggerNamed finds a trigger by its bare name in any schema: it lies in that of its table.
func (d *definition) triggerNamed(n tsql.Name) Object {
	if n.Schema != "" {
		return nil
	}
	for _, o := range slices.Collect(d.tx.Catalog().Objects(d.s.database)) {
		if m, ok := o.(*Module); ok && m.Kind == "TR" && sameName(m.Name, n.Object) {
			return m
		}
	}
	return nil
}

func errCannotDrop(kind tsql.ObjectKind, n tsql.Name) *tds.Error {
	words := map[tsql.ObjectKind]string{
		tsql.KindTable: "table", tsql.KindView: "view", tsql.KindProc: "procedure", tsql.KindFunction: "function",
		tsql.KindTrigger: "trigger", tsql.KindSynonym: "synonym", tsql.KindSequence: "sequence object",
	}
	e := tds.Errorf(3701, 11, "Cannot drop the %s '%s', because it does not exist or you do not have permission.", words[kind], written(n))
	e.State = 5
	return e
}

func dropsKind(kind tsql.ObjectKind, o Object) bool {
	return kindWord(o) == string(kind)
}

// kindWord is the word by which DROP knows an object.
func kindWord(o Object) string {
	switch o := o.(type) {
	case *Table:
		return "TABLE"
	case *Synonym:
		return "SYNONYM"
	case *Sequence:
		return "SEQUENCE"
	case *Module:
		switch o.Kind {
		case "V":
			return "VIEW"
		case "P":
			return "PROCEDURE"
		case "TR":
			return "TRIGGER"
		}
		return "FUNCTION"
	}
	return "CONSTRAINT"
}

// unreferenced refuses to drop a table that a foreign key of another points to: 3726.
func (d *definition) unreferenced(t *Table, n tsql.Name) error {
	if t.Kind == TempTable {
		return nil
	}
	for _, r := range d.tx.Catalog().References(t) {
		if r.Table.ID != t.ID {
			return tds.Errorf(3726, 16, "Could not drop object '%s' because it is referenced by a FOREIGN KEY constraint.", written(n))
		}
	}
	return nil
}

// dropIndex is DROP INDEX i ON t, or DROP INDEX t.i: 3701, 3723.
func (d *definition) dropIndex(st *tsql.DropStmt, n tsql.Name) error {
	on := tsql.Name{Database: n.Server, Schema: n.Database, Object: n.Schema}
	if st.On != nil {
		on = *st.On
	}
	missing := tds.Errorf(3701, 11, "Cannot drop the index '%s.%s', because it does not exist or you do not have permission.", written(on), n.Object)
	o, err := d.object(on)
	if err != nil {
		return err
	}
	t, ok := o.(*Table)
	if !ok || t.Index(n.Object) == nil {
		if st.IfExists {
			return nil
		}
		return missing
	}
	ix := t.Index(n.Object)
	if ix.Constraint {
		kind := "UNIQUE KEY"
		if ix.Primary {
			kind = "PRIMARY KEY"
		}
		return tds.Errorf(3723, 16, "An explicit DROP INDEX is not allowed on index '%s.%s'. It is being used for %s constraint enforcement.", written(on), ix.Name, kind)
	}
	next := t.Clone()
	next.removeIndex(ix.Name)
	return d.tx.AlterTable(d.ctx, t, next, nil)
}

func (t *Table) removeIndex(name string) {
	for i, ix := range t.Indexes {
		if sameName(ix.Name, name) {
			t.Indexes = append(t.Indexes[:i], t.Indexes[i+1:]...)
			return
		}
	}
}

// dropType is DROP TYPE: 218, 3732.
func (d *definition) dropType(st *tsql.DropStmt, n tsql.Name) error {
	p, err := d.s.locate(n, d.s.database)
	if err != nil {
		return err
	}
	u := d.tx.Catalog().Type(p.db, p.schema, p.name)
	if u == nil {
		if st.IfExists {
			return nil
		}
		return tds.Errorf(218, 16, "Could not find the type '%s'. Either it does not exist or you do not have the necessary permission.", written(n))
	}
	if user := d.typeUser(u); user != "" {
		return tds.Errorf(3732, 16, "Cannot drop type '%s' because it is being referenced by object '%s'. There may be other objects that reference this type.", written(n), user)
	}
	for _, o := range slices.Collect(d.tx.Catalog().Objects(p.db)) {
		t, ok := o.(*Table)
		if !ok {
			continue
		}
		for i := range t.Columns {
			if sameName(t.Columns[i].UserType, u.Schema+"."+u.Name) {
				return tds.Errorf(3732, 16, "Cannot drop type '%s' because it is being referenced by object '%s'. There may be other objects that reference this type.", written(n), t.Name)
			}
		}
	}
	return d.tx.Drop(d.ctx, u)
}

// dropSchema is DROP SCHEMA: 15151, 3729.
func (d *definition) dropSchema(st *tsql.DropStmt, n tsql.Name) error {
	s := d.tx.Catalog().Schema(d.s.database, n.Object)
	switch {
	case s == nil && st.IfExists:
		return nil
	case s == nil:
		return tds.Errorf(15151, 16, "Cannot drop the schema '%s', because it does not exist or you do not have permission.", n.Object)
	case s.ID < 5 || s.ID >= 16384:
		return tds.Errorf(15150, 16, "Cannot drop the schema '%s'.", n.Object)
	}
	for _, o := range slices.Collect(d.tx.Catalog().Objects(s.Database)) {
		if sameName(o.Head().Schema, s.Name) {
			return tds.Errorf(3729, 16, "Cannot drop schema '%s' because it is being referenced by object '%s'.", s.Name, o.Head().Name)
		}
	}
	return d.tx.DropSchema(d.ctx, s)
}

// dropDatabase is DROP DATABASE: 3701, 3702, 3708.
func (d *definition) dropDatabase(st *tsql.DropStmt, n tsql.Name) error {
	db := d.tx.Catalog().Database(n.Object)
	switch {
	case db == nil && st.IfExists:
		return nil
	case db == nil:
		return tds.Errorf(3701, 11, "Cannot drop the database '%s', because it does not exist or you do not have permission.", n.Object)
	case db.ID <= 4:
		return tds.Errorf(3708, 16, "Cannot drop the database '%s' because it is a system database.", db.Name)
	case sameName(db.Name, d.s.database):
		return tds.Errorf(3702, 16, "Cannot drop database \"%s\" because it is currently in use.", db.Name)
	}
	return d.tx.DropDatabase(d.ctx, db)
}
