package engine

import (
	"fmt"
	"slices"
	"strings"

	"msxgate/tds"
)

// Object ids look as SQL Server's do: each is a fixed step from the one before, modulo a
// prime, so that they neither repeat nor come near those of system objects.
const (
	firstObjectID = 581577110
	objectIDStep  = 16000057
	objectIDPrime = 2147483647
)

func (e *Engine) nextID() int32 {
	for {
		last := e.objectID.Load()
		next := int32((int64(last) + objectIDStep) % objectIDPrime)
		if e.objectID.CompareAndSwap(last, next) && next > 10000 {
			return next
		}
	}
}

// identify gives a new object its id, its dates and what else it has for life.
func (e *Engine) identify(o Object) error {
	id, now := e.nextID(), e.now()
	switch o := o.(type) {
	case *Table:
		o.ID, o.Created, o.Modified = id, now, now
		o.state = newTableState(o)
		o.complete(e.nextID)
		o.prepare()
		return o.compileFilters()
	case *Module:
		o.ID, o.Created, o.Modified = id, now, now
	case *Synonym:
		o.ID, o.Created, o.Modified = id, now, now
	case *UserType:
		o.ID, o.Created, o.Modified = id, now, now
	case *Sequence:
		o.ID, o.Created, o.Modified = id, now, now
		o.state = new(tableState)
		o.state.last.Store(o.Start - o.Increment)
	}
	return nil
}

func newTableState(t *Table) *tableState {
	s := new(tableState)
	if i := t.Identity(); i >= 0 {
		s.last.Store(t.Columns[i].Seed - t.Columns[i].Increment)
	}
	return s
}

// complete gives ids and made-up names to columns, indexes and constraints that have none.
func (t *Table) complete(next func() int32) {
	var column int32
	for i := range t.Columns {
		column = max(column, t.Columns[i].ID)
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.ID == 0 {
			column++
			c.ID = column
		}
		if c.Default == nil {
			c.DefaultID, c.DefaultName = 0, ""
		} else if c.DefaultID == 0 {
			c.DefaultID = next()
		}
		if c.Default != nil && c.DefaultName == "" {
			c.DefaultName, c.SystemName = madeUpName("DF", t.Name, c.Name, c.DefaultID), true
		}
	}
	t.completeIndexes(next)
	for _, c := range t.Checks {
		if c.ID == 0 {
			c.ID = next()
		}
		if c.Name == "" {
			c.Name, c.SystemName = madeUpName("CK", t.Name, t.columnName(c.Column), c.ID), true
		}
	}
	for _, fk := range t.ForeignKeys {
		if fk.ID == 0 {
			fk.ID = next()
		}
		if fk.Name == "" {
			fk.Name, fk.SystemName = madeUpName("FK", t.Name, t.columnName(fk.Columns[0]), fk.ID), true
		}
	}
}

func (t *Table) completeIndexes(next func() int32) {
	slices.SortStableFunc(t.Indexes, func(a, b *Index) int {
		switch {
		case a.Clustered == b.Clustered:
			return 0
		case a.Clustered:
			return -1
		}
		return 1
	})
	last := int32(1) // 1 is the clustered one's
	for _, ix := range t.Indexes {
		last = max(last, ix.ID)
	}
	for _, ix := range t.Indexes {
		switch {
		case ix.ID != 0:
		case ix.Clustered:
			ix.ID = 1
		default:
			last++
			ix.ID = last
		}
		if ix.Constraint && ix.ObjectID == 0 {
			ix.ObjectID = next()
		}
		if ix.Name == "" {
			ix.SystemName = true
			kind := "UQ"
			if ix.Primary {
				kind = "PK"
			}
			ix.Name = fmt.Sprintf("%s__%.8s__%08X%08X", kind, t.Name, uint32(t.ID), uint32(ix.ObjectID))
		}
	}
}

// columnName is the name of a column, or nothing for -1.
func (t *Table) columnName(i int) string {
	if i < 0 {
		return ""
	}
	return t.Columns[i].Name
}

// madeUpName is the form of names SQL Server gives: DF__table__colum__0123ABCD.
func madeUpName(kind, table, column string, id int32) string {
	if column == "" {
		return fmt.Sprintf("%s__%.9s__%08X", kind, table, uint32(id))
	}
	return fmt.Sprintf("%s__%.9s__%.5s__%08X", kind, table, column, uint32(id))
}

// constraints is the catalog objects of a table's constraints.
func (t *Table) constraints() []*Constraint {
	var out []*Constraint
	add := func(id int32, name, kind string) {
		out = append(out, &Constraint{ID: id, Database: t.Database, Schema: t.Schema, Name: name, Kind: kind, Table: t, Created: t.Created})
	}
	for _, ix := range t.Indexes {
		switch {
		case ix.Primary:
			add(ix.ObjectID, ix.Name, "PK")
		case ix.Constraint:
			add(ix.ObjectID, ix.Name, "UQ")
		}
	}
	for _, c := range t.Checks {
		add(c.ID, c.Name, "C")
	}
	for _, fk := range t.ForeignKeys {
		add(fk.ID, fk.Name, "F")
	}
	for _, c := range t.Columns {
		if c.Default != nil {
			add(c.DefaultID, c.DefaultName, "D")
		}
	}
	return out
}

func (c *catalog) clone(version uint64) *catalog {
	return &catalog{
		version:   version,
		databases: *c.databases.IsoCopy(),
		schemas:   *c.schemas.IsoCopy(),
		objects:   *c.objects.IsoCopy(),
		types:     *c.types.IsoCopy(),
		ids:       *c.ids.IsoCopy(),
		triggers:  *c.triggers.IsoCopy(),
	}
}

// vacant refuses an object whose schema does not exist (2760), or whose name, or the name
// of one of its constraints, is taken by others than the object self.
func (c *catalog) vacant(o Object, self int32) error {
	h := o.Head()
	if c.Schema(h.Database, h.Schema) == nil {
		return tds.Errorf(2760, 16, "The specified schema name \"%s\" either does not exist or you do not have permission to use it.", h.Schema)
	}
	if _, isType := o.(*UserType); isType {
		if u := c.Type(h.Database, h.Schema, h.Name); u != nil && u.ID != self {
			return tds.Errorf(219, 16, "The type '%s.%s' already exists, or you do not have permission to create it.", h.Schema, h.Name)
		}
		return nil
	}
	if x := c.Object(h.Database, h.Schema, h.Name); x != nil && x.Head().ID != self {
		return errExists(h.Name)
	}
	t, ok := o.(*Table)
	if !ok {
		return nil
	}
	seen := map[string]bool{catalogKey(t.Name): true}
	for _, k := range t.constraints() {
		x := c.Object(h.Database, h.Schema, k.Name)
		if x != nil && x.Head().Parent != t.ID || seen[catalogKey(k.Name)] && k.Name != "" {
			return errExists(k.Name)
		}
		seen[catalogKey(k.Name)] = true
	}
	return nil
}

// put adds an object, or replaces the one of the same id.
func (c *catalog) put(o Object) {
	h := o.Head()
	if old := c.ByID(h.ID); old != nil {
		c.unlink(old)
	}
	c.ids.Set(h.ID, o)
	if u, ok := o.(*UserType); ok {
		c.types.Set(catalogKey(h.Database, h.Schema, h.Name), u)
		return
	}
	c.objects.Set(catalogKey(h.Database, h.Schema, h.Name), o)
	switch o := o.(type) {
	case *Table:
		for _, k := range o.constraints() {
			c.put(k)
		}
	case *Module:
		if o.Kind == "TR" {
			list := append(slices.Clone(c.Triggers(o.Parent)), o)
			slices.SortFunc(list, func(a, b *Module) int { return a.Created.Compare(b.Created) })
			c.triggers.Set(o.Parent, list)
		}
	}
}

// unlink takes an object out of all maps, a table with its constraints.
func (c *catalog) unlink(o Object) {
	h := o.Head()
	c.ids.Delete(h.ID)
	if _, ok := o.(*UserType); ok {
		c.types.Delete(catalogKey(h.Database, h.Schema, h.Name))
		return
	}
	c.objects.Delete(catalogKey(h.Database, h.Schema, h.Name))
	switch o := o.(type) {
	case *Table:
		for _, k := range o.constraints() {
			c.unlink(k)
		}
	case *Module:
		if o.Kind == "TR" {
			list := slices.DeleteFunc(slices.Clone(c.Triggers(o.Parent)), func(m *Module) bool { return m.ID == o.ID })
			c.triggers.Set(o.Parent, list)
		}
	}
}

// rebuild makes the rows of a changed definition: converted, and with the indexes it has.
func (d *tableData) rebuild(next *Table, convert func([]tds.Value) ([]tds.Value, error)) (*tableData, error) {
	if err := next.compileFilters(); err != nil {
		return nil, err
	}
	out := newTableData(next)
	if convert == nil {
		out.rows = *d.rows.IsoCopy()
	} else if err := d.convert(out, convert); err != nil {
		return nil, err
	}
	for i, ix := range next.Indexes {
		if j := d.same(ix); j >= 0 && convert == nil {
			out.keys[i] = *d.keys[j].IsoCopy()
			continue
		}
		if err := out.build(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (d *tableData) convert(out *tableData, convert func([]tds.Value) ([]tds.Value, error)) (err error) {
	d.rows.Scan(func(id RowID, row []tds.Value) bool {
		if row, err = convert(row); err == nil {
			out.rows.Load(id, row)
		}
		return err == nil
	})
	return err
}

// same is the position of an index with the same keys, or -1.
func (d *tableData) same(ix *Index) int {
	return slices.IndexFunc(d.def.Indexes, func(o *Index) bool {
		return o.ID == ix.ID && o.Unique == ix.Unique && slices.Equal(o.Columns, ix.Columns) &&
			slices.Equal(o.types, ix.types) && (o.Filter == nil) == (ix.Filter == nil) &&
			(o.Filter == nil || o.Filter.Text == ix.Filter.Text)
	})
}

// build makes the keys of an index of the rows: 1505 when a unique one has duplicates.
func (d *tableData) build(i int) error {
	ix := d.def.Indexes[i]
	type entry struct {
		key string
		id  RowID
	}
	entries := make([]entry, 0, d.rows.Len())
	d.rows.Scan(func(id RowID, row []tds.Value) bool {
		if ix.holds(row) {
			entries = append(entries, entry{ix.key(row, id), id})
		}
		return true
	})
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	for n, e := range entries {
		if n > 0 && e.key == entries[n-1].key {
			row, _ := d.rows.Get(e.id)
			return tds.Errorf(1505, 16, "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name '%s.%s' and the index name '%s'. The duplicate key value is (%s).",
				d.def.Schema, d.def.Name, ix.Name, ix.describe(row))
		}
		d.keys[i].Load(e.key, e.id)
	}
	return nil
}
