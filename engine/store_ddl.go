package engine

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
)

// Definitions change under one lock of the whole engine, held to the end of the
// transaction, so that two transactions never have two futures of the catalog to merge.
// Who only reads or writes rows does not meet it; a table that is altered or dropped is
// locked as a whole besides, which waits for its writers. Readers go on with the
// definition and the rows of their snapshot.

// define readies a catalog for a change. Each change has a copy of its own, so that marks
// and views keep theirs.
func (tx *txn) define(ctx context.Context) (*catalog, error) {
	if err := tx.lock(ctx, lockID{index: wholeSchema}, lockX); err != nil {
		return nil, err
	}
	from := tx.st.cat
	if from == nil {
		from = tx.e.root.Load().cat
	}
	tx.st.cat = from.clone(tx.e.version.Add(1))
	return tx.st.cat, nil
}

// Create adds an object: 2714 when its name is taken, 2760 when its schema does not exist.
// The object is the engine's from then on and has its id and dates. A name that begins
// with # makes a table or module of the session's own.
func (tx *txn) Create(ctx context.Context, o Object) error {
	if tx.ended {
		return errEnded
	}
	if h := o.Head(); strings.HasPrefix(h.Name, "#") && !strings.HasPrefix(h.Name, "##") {
		return tx.createTemp(o)
	}
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	if err := tx.e.identify(o); err != nil {
		return err
	}
	if err := cat.vacant(o, 0); err != nil {
		return err
	}
	cat.put(o)
	if t, ok := o.(*Table); ok {
		tx.own(t, newTableData(t))
		if strings.HasPrefix(t.Name, "##") {
			tx.OnCommit(func() { tx.ws.globals = append(tx.ws.globals, t.ID) })
		}
	}
	return nil
}

func (tx *txn) createTemp(o Object) error {
	switch o := o.(type) {
	case *Table:
		o.Kind = TempTable
		if err := tx.ws.adopt(o); err != nil {
			return err
		}
		if err := tx.ws.addName(o); err != nil {
			return err
		}
		tx.own(o, newTableData(o))
		return nil
	case *Module:
		o.ID = tx.e.tempID.Add(-1)
		o.Created = tx.e.now()
		o.Modified = o.Created
	}
	return tx.ws.addName(o)
}

// own gives a table that nobody else can see its rows.
func (tx *txn) own(t *Table, d *tableData) {
	d.gen = tx.ws.gen
	d.dirty = true
	tx.shelfOf(t).mutable(tx.ws.gen).Set(t.ID, d)
}

// Alter replaces a module, synonym, sequence or type by another of the same name; the id
// and the date of creation stay.
func (tx *txn) Alter(ctx context.Context, old, next Object) error {
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	h := old.Head()
	if cat.ByID(h.ID) != old {
		return errStale
	}
	if err := cat.vacant(next, h.ID); err != nil {
		return err
	}
	now := tx.e.now()
	switch n := next.(type) {
	case *Module:
		n.ID, n.Created, n.Modified = h.ID, h.Created, now
	case *Synonym:
		n.ID, n.Created, n.Modified = h.ID, h.Created, now
	case *UserType:
		n.ID, n.Created, n.Modified = h.ID, h.Created, now
	case *Sequence:
		n.ID, n.Created, n.Modified = h.ID, h.Created, now
		n.state = old.(*Sequence).state
	}
	cat.put(next)
	return nil
}

// Drop takes an object away, a table with its rows, triggers and constraints. Whether
// others still refer to it is the caller's to check.
func (tx *txn) Drop(ctx context.Context, o Object) error {
	if tx.ws.Temp(o.Head().Name) == o {
		tx.ws.removeName(o, nil)
		if t, ok := o.(*Table); ok {
			tx.st.temp.mutable(tx.ws.gen).Delete(t.ID)
		}
		return nil
	}
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	t, isTable := o.(*Table)
	if isTable {
		if err := tx.LockTable(ctx, t, lockX); err != nil {
			return err
		}
		tx.disown(t)
	}
	if cat.ByID(o.Head().ID) != o {
		return errStale
	}
	for _, m := range slices.Clone(cat.Triggers(o.Head().ID)) {
		cat.unlink(m)
	}
	cat.unlink(o)
	return nil
}

// disown forgets what the transaction did to a table.
func (tx *txn) disown(t *Table) {
	if tx.st.owned.get(t.ID) != nil {
		tx.st.owned.mutable(tx.ws.gen).Delete(t.ID)
	}
	if tx.st.shared.get(t.ID) != nil {
		tx.st.shared.mutable(tx.ws.gen).Delete(t.ID)
	}
}

// AlterTable replaces a definition by a changed Clone of it. convert makes a row of the new
// layout; nil keeps the rows. Indexes that are new or changed are built: 1505 when a
// unique one cannot be. Names and columns that foreign keys refer to are renamed in them.
func (tx *txn) AlterTable(ctx context.Context, old, next *Table, convert func([]tds.Value) ([]tds.Value, error)) error {
	data, cat, err := tx.alone(ctx, old)
	if err != nil {
		return err
	}
	next.ID, next.state, next.Created, next.Modified = old.ID, old.state, old.Created, tx.e.now()
	if old.Identity() < 0 && next.Identity() >= 0 {
		next.state = newTableState(next)
		next.state.row.Store(old.state.row.Load())
	}
	if cat == nil {
		next.complete(func() int32 { return tx.e.tempID.Add(-1) })
	} else {
		if err := cat.vacant(next, old.ID); err != nil {
			return err
		}
		next.complete(tx.e.nextID)
	}
	next.prepare()
	fresh, err := data.rebuild(next, convert)
	if err != nil {
		return err
	}
	tx.own(next, fresh)
	fresh.dirty = data.dirty || convert != nil
	if cat == nil {
		tx.ws.removeName(old, next)
		return nil
	}
	refs := cat.References(old)
	cat.put(next)
	return tx.renameReferences(ctx, refs, old, next)
}

// alone gives a table to this transaction alone and returns its rows as they are, with the
// catalog to change, which is nil for a table of the session's own.
func (tx *txn) alone(ctx context.Context, t *Table) (*tableData, *catalog, error) {
	if t.Kind != UserTable {
		d := tx.st.direct(t)
		if d == nil || d.def != t {
			return nil, nil, errStale
		}
		return d, nil, nil
	}
	cat, err := tx.define(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := tx.LockTable(ctx, t, lockX); err != nil {
		return nil, nil, err
	}
	if cat.ByID(t.ID) != Object(t) {
		return nil, nil, errStale
	}
	if d := tx.st.owned.get(t.ID); d != nil {
		return d, cat, nil
	}
	d := tx.e.root.Load().table(t.ID).clone()
	d.dirty = false
	if o := tx.st.shared.get(t.ID); o != nil {
		d.apply(o)
		d.dirty = true
		tx.st.shared.mutable(tx.ws.gen).Delete(t.ID)
	}
	return d, cat, nil
}

// renameReferences follows a renamed table or column into the foreign keys that point to it.
func (tx *txn) renameReferences(ctx context.Context, refs []Reference, old, next *Table) error {
	for _, r := range refs {
		from := r.Table
		if from == old {
			from = next
		}
		changed := from.Clone()
		for _, fk := range changed.ForeignKeys {
			if fk.Name == r.Key.Name {
				fk.follow(old, next)
			}
		}
		if !slices.EqualFunc(changed.ForeignKeys, from.ForeignKeys, sameTarget) {
			if err := tx.AlterTable(ctx, from, changed, nil); err != nil {
				return err
			}
			if from == next {
				next = changed
			}
		}
	}
	return nil
}

func (fk *ForeignKey) follow(old, next *Table) {
	fk.RefSchema, fk.RefTable = next.Schema, next.Name
	fk.RefColumns = slices.Clone(fk.RefColumns)
	for i, name := range fk.RefColumns {
		n := old.Ordinal(name)
		if n < 0 {
			continue
		}
		for _, c := range next.Columns {
			if c.ID == old.Columns[n].ID {
				fk.RefColumns[i] = c.Name
			}
		}
	}
}

func sameTarget(a, b *ForeignKey) bool {
	return a.RefSchema == b.RefSchema && a.RefTable == b.RefTable && slices.Equal(a.RefColumns, b.RefColumns)
}

// Truncate takes all rows and the identity counter away.
func (tx *txn) Truncate(ctx context.Context, t *Table) error {
	_, cat, err := tx.alone(ctx, t)
	if err != nil {
		return err
	}
	next := t.Clone()
	next.state = newTableState(next) // a new one, so that a rollback finds the old one untouched
	next.prepare()
	tx.own(next, newTableData(next))
	tx.keep(next)
	if cat == nil {
		tx.ws.removeName(t, next)
		return nil
	}
	cat.put(next)
	return nil
}

// Rename gives an object another schema or name. Constraints and indexes are renamed by
// AlterTable.
func (tx *txn) Rename(ctx context.Context, o Object, schema, name string) (Object, error) {
	if t, ok := o.(*Table); ok {
		next := t.Clone()
		next.Schema, next.Name = schema, name
		return next, tx.AlterTable(ctx, t, next, nil)
	}
	next := withName(o, o.Head().Database, schema, name)
	return next, tx.Alter(ctx, o, next)
}

func withName(o Object, db, schema, name string) Object {
	switch o := o.(type) {
	case *Table:
		c := o.Clone()
		c.Database, c.Schema, c.Name = db, schema, name
		return c
	case *Module:
		c := *o
		c.Database, c.Schema, c.Name = db, schema, name
		return &c
	case *Synonym:
		c := *o
		c.Database, c.Schema, c.Name = db, schema, name
		return &c
	case *Sequence:
		c := *o
		c.Database, c.Schema, c.Name = db, schema, name
		return &c
	case *UserType:
		c := *o
		c.Database, c.Schema, c.Name = db, schema, name
		return &c
	}
	return o
}
