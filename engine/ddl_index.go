package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// createIndex is CREATE INDEX: 1088, 1902, 1911, 1913.
func (d *definition) createIndex(st *tsql.CreateIndexStmt) error {
	o, err := d.object(st.Table)
	if err != nil {
		return err
	}
	t, ok := o.(*Table)
	if !ok {
		if m, isView := o.(*Module); isView && m.Kind == "V" {
			return errNotBuilt("an index on a view")
		}
		return tds.Errorf(1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", written(st.Table))
	}
	dropExisting := hasOption(st.Options, "DROP_EXISTING")
	next := t.Clone()
	if old := next.Index(st.Name); old != nil {
		if !dropExisting {
			return tds.Errorf(1913, 16, "The operation failed because an index or statistics with name '%s' already exists on table '%s'.", st.Name, written(st.Table))
		}
		next.removeIndex(st.Name)
	}
	ix, err := d.newIndex(st, next)
	if err != nil {
		return err
	}
	next.Indexes = append(next.Indexes, ix)
	return d.tx.AlterTable(d.ctx, t, next, nil)
}

func hasOption(list []tsql.Option, name string) bool {
	for _, o := range list {
		if o.Name == name {
			return true
		}
	}
	return false
}

func (d *definition) newIndex(st *tsql.CreateIndexStmt, t *Table) (*Index, error) {
	ix := &Index{Name: st.Name, Unique: st.Unique, Clustered: st.Clustered}
	if st.Clustered {
		for _, other := range t.Indexes {
			if other.Clustered {
				return nil, tds.Errorf(1902, 16, "Cannot create more than one clustered index on table '%s'. Drop the existing clustered index '%s' before creating another.", written(st.Table), other.Name)
			}
		}
	}
	for _, c := range st.Columns {
		i := t.Ordinal(c.Name)
		if i < 0 {
			return nil, errNoColumn(c.Name)
		}
		if err := indexable(t, i); err != nil {
			return nil, err
		}
		for _, k := range ix.Columns {
			if k.Ordinal == i {
				return nil, tds.Errorf(1909, 16, "Cannot use duplicate column names in index. Column name '%s' listed more than once.", c.Name)
			}
		}
		ix.Columns = append(ix.Columns, IndexColumn{Ordinal: i, Desc: c.Desc})
	}
	for _, name := range st.Include {
		i := t.Ordinal(name)
		if i < 0 {
			return nil, errNoColumn(name)
		}
		ix.Include = append(ix.Include, i)
	}
	if st.Where != nil {
		b := d.s.newBinder(&eval.Vars{})
		if _, err := eval.CompileCond(st.Where, b.rowScope(t)); err != nil {
			return nil, err
		}
		ix.Filter = &Formula{Text: formulaText(st.Where), Expr: st.Where}
	}
	return ix, nil
}

func errNoColumn(name string) *tds.Error {
	return tds.Errorf(1911, 16, "Column name '%s' does not exist in the target table or view.", name)
}
