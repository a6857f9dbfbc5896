package engine

import (
	"context"

	"github.com/tidwall/btree"

	"msxgate/tds"
)

// Insert, Update, Updates and Delete check unique keys (2627, 2601) only; NOT NULL, CHECK
// and FOREIGN KEY, defaults, identity, computed columns and triggers are the executor's.
// The row is kept and must not be written to afterwards. An error may leave a part done:
// the statement is to be undone to its mark.

// Insert adds a row. A row of the same unique key that another transaction has inserted or
// deleted without having committed is waited for.
func (v view) Insert(ctx context.Context, t *Table, row []tds.Value) (RowID, error) {
	tx := v.tx
	w, err := tx.writer(ctx, t)
	if err != nil {
		return 0, err
	}
	id := RowID(t.state.row.Add(1))
	keys := make([]string, len(t.Indexes))
	for i, ix := range t.Indexes {
		if !ix.holds(row) {
			continue
		}
		keys[i] = ix.key(row, id)
		if err := w.claim(ctx, i, keys[i], row); err != nil {
			return 0, err
		}
	}
	w.setRow(id, row)
	for i, k := range keys {
		if k != "" {
			w.setKey(i, k, id)
		}
	}
	tx.work++
	return id, nil
}

// Update replaces a row.
func (v view) Update(ctx context.Context, t *Table, id RowID, row []tds.Value) error {
	return v.Updates(ctx, t, []RowID{id}, [][]tds.Value{row})
}

// Updates replaces rows as one act: unique keys are checked when all of them are in place,
// so UPDATE t SET id = id + 1 is no violation.
func (v view) Updates(ctx context.Context, t *Table, ids []RowID, rows [][]tds.Value) error {
	w, err := v.tx.writer(ctx, t)
	if err != nil {
		return err
	}
	var moved []move
	for n, id := range ids {
		old, err := w.take(ctx, id)
		if err != nil {
			return err
		}
		m, err := w.moves(ctx, id, old, rows[n])
		if err != nil {
			return err
		}
		moved = append(moved, m...)
		w.setRow(id, rows[n])
		v.tx.work++
	}
	for _, m := range moved {
		if err := w.claim(ctx, m.index, m.key, m.row); err != nil {
			return err
		}
		w.setKey(m.index, m.key, m.id)
	}
	return nil
}

// move is a row that is to stand in an index under another key than before.
type move struct {
	index int
	key   string
	id    RowID
	row   []tds.Value
}

// Delete takes a row away.
func (v view) Delete(ctx context.Context, t *Table, id RowID) error {
	w, err := v.tx.writer(ctx, t)
	if err != nil {
		return err
	}
	old, err := w.take(ctx, id)
	if err != nil {
		return err
	}
	for i, ix := range t.Indexes {
		if ix.holds(old) {
			if err := w.vacate(ctx, i, ix.key(old, id)); err != nil {
				return err
			}
		}
	}
	w.dropRow(id)
	v.tx.work++
	return nil
}

// Lock takes the row lock and returns the row as it is now; ok is false when it is gone.
// The caller re-checks its condition on what comes back.
func (v view) Lock(ctx context.Context, t *Table, id RowID) (row []tds.Value, ok bool, err error) {
	w, err := v.tx.writer(ctx, t)
	if err != nil {
		return nil, false, err
	}
	row, err = w.take(ctx, id)
	if err == errRowGone {
		return nil, false, nil
	}
	return row, err == nil, err
}

// writer changes one table in one transaction. Either data is set, of a table that nobody
// else can see and that needs no locks, or over.
type writer struct {
	tx   *txn
	t    *Table
	data *tableData
	over *overlay
}

func (tx *txn) writer(ctx context.Context, t *Table) (writer, error) {
	w := writer{tx: tx, t: t}
	if tx.ended {
		return w, errEnded
	}
	if w.data = tx.st.direct(t); w.data != nil {
		if w.data.def != t {
			return w, errStale
		}
		w.data = tx.mutable(t, w.data)
		return w, nil
	}
	if t.Kind != UserTable {
		return w, errStale
	}
	if err := tx.writes(ctx, t); err != nil {
		return w, err
	}
	o := tx.st.shared.get(t.ID)
	if o == nil || o.gen < tx.ws.gen {
		if o == nil {
			o = newOverlay(t, tx.ws.gen)
		} else {
			o = o.clone(tx.ws.gen)
		}
		tx.st.shared.mutable(tx.ws.gen).Set(t.ID, o)
	}
	w.over = o
	return w, nil
}

// mutable is the rows of a table of this session's own, safe to write.
func (tx *txn) mutable(t *Table, d *tableData) *tableData {
	if d.gen < tx.ws.gen {
		d = d.clone()
		d.gen = tx.ws.gen
		tx.shelfOf(t).mutable(tx.ws.gen).Set(t.ID, d)
	}
	d.dirty = true
	return d
}

func (tx *txn) shelfOf(t *Table) *shelf[*tableData] {
	switch t.Kind {
	case TempTable:
		return &tx.st.temp
	case TableVariable:
		return &tx.st.vars
	}
	return &tx.st.owned
}

// take locks a row and returns it as it is now.
func (w *writer) take(ctx context.Context, id RowID) ([]tds.Value, error) {
	if w.data != nil {
		row, ok := w.data.rows.Get(id)
		if !ok {
			return nil, errRowGone
		}
		return row, nil
	}
	row, mine := w.over.rows.Get(id)
	if !mine {
		if err := w.tx.lockPart(ctx, w.t, rowLock(w.t, id)); err != nil {
			return nil, err
		}
		if d := w.tx.e.root.Load().table(w.t.ID); d != nil {
			row, _ = d.rows.Get(id)
		}
		if err := w.tx.sees(w.t, id, row); err != nil {
			return nil, err
		}
	}
	if row == nil {
		return nil, errRowGone
	}
	return row, nil
}

// sees refuses, under Snapshot, a row that is not the one the transaction sees (3960).
func (tx *txn) sees(t *Table, id RowID, row []tds.Value) error {
	if tx.iso != Snapshot || tx.base == nil {
		return nil
	}
	var seen []tds.Value
	if d := tx.base.table(t.ID); d != nil {
		seen, _ = d.rows.Get(id)
	}
	if sameRow(seen, row) {
		return nil
	}
	tx.rollback()
	return errUpdateConflict(t)
}

// sameRow tells whether two rows are the same version: rows are never written to.
func sameRow(a, b []tds.Value) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// moves takes a row out of the indexes in which its key changes and says where it goes.
func (w *writer) moves(ctx context.Context, id RowID, old, row []tds.Value) ([]move, error) {
	var out []move
	for i, ix := range w.t.Indexes {
		var from, to string
		if ix.holds(old) {
			from = ix.key(old, id)
		}
		if ix.holds(row) {
			to = ix.key(row, id)
		}
		if from == to {
			continue
		}
		if from != "" {
			if err := w.vacate(ctx, i, from); err != nil {
				return nil, err
			}
		}
		if to != "" {
			out = append(out, move{i, to, id, row})
		}
	}
	return out, nil
}

// claim makes a unique key this transaction's, or says that another row has it.
func (w *writer) claim(ctx context.Context, i int, key string, row []tds.Value) error {
	ix := w.t.Indexes[i]
	if !ix.Unique {
		return nil
	}
	if w.data == nil {
		if err := w.tx.lockPart(ctx, w.t, keyLock(w.t, ix, key)); err != nil {
			return err
		}
	}
	if w.taken(i, key) {
		return errDuplicate(w.t, ix, row)
	}
	if w.tx.iso == Snapshot && w.data == nil && w.tx.base != nil {
		return w.claimSnapshot(i, key)
	}
	return nil
}

// claimSnapshot refuses a key that is free now but that the transaction still sees in use:
// the row under it was deleted behind its back.
func (w *writer) claimSnapshot(i int, key string) error {
	if _, mine := w.over.keys[i].Get(key); mine {
		return nil
	}
	d := w.tx.base.table(w.t.ID)
	if d == nil {
		return nil
	}
	if m := keysOf(d.def, d.keys, w.t.Indexes[i]); m != nil {
		if _, used := m.Get(key); used {
			w.tx.rollback()
			return errUpdateConflict(w.t)
		}
	}
	return nil
}

func (w *writer) taken(i int, key string) bool {
	if w.data != nil {
		_, ok := w.data.keys[i].Get(key)
		return ok
	}
	if id, ok := w.over.keys[i].Get(key); ok {
		return id != gone
	}
	d := w.tx.e.root.Load().table(w.t.ID)
	if d == nil {
		return false
	}
	_, ok := d.keys[i].Get(key)
	return ok
}

// vacate takes a key out of an index. It stays locked: until the transaction ends nobody
// can know whether it is free.
func (w *writer) vacate(ctx context.Context, i int, key string) error {
	if w.data != nil {
		w.data.keys[i].Delete(key)
		return nil
	}
	if ix := w.t.Indexes[i]; ix.Unique {
		if err := w.tx.lockPart(ctx, w.t, keyLock(w.t, ix, key)); err != nil {
			return err
		}
	}
	w.over.keys[i].Set(key, gone)
	return nil
}

func (w *writer) setKey(i int, key string, id RowID) { w.keyMap(i).Set(key, id) }

func (w *writer) keyMap(i int) *btree.Map[string, RowID] {
	if w.data != nil {
		return &w.data.keys[i]
	}
	return &w.over.keys[i]
}

func (w *writer) setRow(id RowID, row []tds.Value) {
	if w.data != nil {
		w.data.rows.Set(id, row)
		return
	}
	w.over.rows.Set(id, row)
}

func (w *writer) dropRow(id RowID) {
	if w.data != nil {
		w.data.rows.Delete(id)
		return
	}
	w.over.rows.Set(id, nil)
}

func errDuplicate(t *Table, ix *Index, row []tds.Value) error {
	object, value := t.Schema+"."+t.Name, ix.describe(row)
	if !ix.Constraint {
		return tds.Errorf(2601, 14, "Cannot insert duplicate key row in object '%s' with unique index '%s'. The duplicate key value is (%s).", object, ix.Name, value)
	}
	kind := "UNIQUE KEY"
	if ix.Primary {
		kind = "PRIMARY KEY"
	}
	return tds.Errorf(2627, 14, "Violation of %s constraint '%s'. Cannot insert duplicate key in object '%s'. The duplicate key value is (%s).", kind, ix.Name, object, value)
}

func errUpdateConflict(t *Table) error {
	e := tds.Errorf(3960, 16, "Snapshot isolation transaction aborted due to update conflict. You cannot use snapshot isolation to access table '%s.%s' directly or indirectly in database '%s' to update, delete, or insert the row that has been modified or deleted by another transaction. Retry the transaction or change the isolation level for the update/delete statement.", t.Schema, t.Name, t.Database)
	e.State = 2
	return e
}

func errSnapshotSchema(t *Table) error {
	return tds.Errorf(3961, 16, "Snapshot isolation transaction failed in database '%s' because the object accessed by the statement has been modified by a DDL statement in another concurrent transaction since the start of this transaction.  It is disallowed because the metadata is not versioned. A concurrent update to metadata can lead to inconsistency if mixed with snapshot isolation.", t.Database)
}

// isNumber tells whether err is a message of that number.
func isNumber(err error, number int32) bool {
	e, ok := err.(*tds.Error)
	return ok && e.Number == number
}
