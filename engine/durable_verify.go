package engine

import (
	"database/sql/driver"
	"fmt"
	"slices"

	"msxgate/tds"
)

// verify compares the file with memory: nil, or the first difference.
func (e *Engine) verify() error {
	if e.durable == nil {
		return nil
	}
	e.group.mu.Lock()
	defer e.group.mu.Unlock()
	r := e.root.Load()
	if err := e.durable.verifyObjects(r.cat); err != nil {
		return err
	}
	for _, o := range r.cat.ids.Values() {
		if t, ok := o.(*Table); ok && t.durable() {
			if err := e.durable.verifyTable(r.table(t.ID)); err != nil {
				return fmt.Errorf("table %s: %w", sqliteTable(t), err)
			}
		}
	}
	return nil
}

func (d *durable) verifyObjects(cat *catalog) error {
	left := map[int32]bool{}
	for _, o := range cat.ids.Values() {
		if persistent(o) {
			left[o.Head().ID] = true
		}
	}
	err := d.eachObject(func(h Head, definition, properties string) error {
		o := cat.ByID(h.ID)
		if o == nil || !left[h.ID] {
			return fmt.Errorf("object %d is in the file only", h.ID)
		}
		delete(left, h.ID)
		m := o.Head()
		wantDefinition, wantProperties := encodeObject(o)
		if definition != wantDefinition || properties != wantProperties || m.Name != h.Name || m.Schema != h.Schema || m.Database != h.Database || !m.Created.Equal(h.Created) {
			return fmt.Errorf("object %d differs: %q in the file, %q in memory", h.ID, definition, wantDefinition)
		}
		return nil
	})
	for id := range left {
		return fmt.Errorf("object %d is in memory only", id)
	}
	return err
}

func (d *durable) verifyTable(data *tableData) error {
	t, n := data.def, 0
	err := d.eachRow(t, func(id RowID, row []tds.Value) error {
		n++
		have, ok := data.rows.Get(id)
		if !ok {
			return fmt.Errorf("row %d is in the file only", id)
		}
		for i, c := range t.Columns {
			if a, b := encodeValue(row[i], c.Type), encodeValue(have[i], c.Type); !sameEncoded(a, b) {
				return fmt.Errorf("row %d, column %s: %v in the file, %v in memory", id, c.Name, a, b)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if n != data.rows.Len() {
		return fmt.Errorf("%d rows in the file, %d in memory", n, data.rows.Len())
	}
	return data.verifyKeys()
}

func sameEncoded(a, b driver.Value) bool {
	x, isBytes := a.([]byte)
	y, both := b.([]byte)
	if isBytes || both {
		return isBytes && both && slices.Equal(x, y)
	}
	return a == b
}

// verifyKeys compares the indexes with the rows.
func (d *tableData) verifyKeys() error {
	for i, ix := range d.def.Indexes {
		n := 0
		var err error
		d.rows.Scan(func(id RowID, row []tds.Value) bool {
			if ix.holds(row) {
				n++
				if at, ok := d.keys[i].Get(ix.key(row, id)); !ok || at != id {
					err = fmt.Errorf("index %s does not lead to row %d", ix.Name, id)
				}
			}
			return err == nil
		})
		if err != nil {
			return err
		}
		if n != d.keys[i].Len() {
			return fmt.Errorf("index %s has %d keys for %d rows", ix.Name, d.keys[i].Len(), n)
		}
	}
	return nil
}
