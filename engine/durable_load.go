package engine

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"

	"msxgate/tds"
)

// load makes the engine's first root of the file.
func (d *durable) load(e *Engine) error {
	r := e.root.Load()
	r.cat = &catalog{version: e.version.Add(1)}
	if err := d.loadCatalog(r.cat); err != nil {
		return fmt.Errorf("store %s: %w", d.path(), err)
	}
	if err := d.loadCounters(e, r.cat); err != nil {
		return fmt.Errorf("store %s: %w", d.path(), err)
	}
	for _, o := range r.cat.ids.Values() {
		t, ok := o.(*Table)
		if !ok {
			continue
		}
		data, err := d.loadTable(t)
		if err != nil {
			return fmt.Errorf("store %s: table %s: %w", d.path(), sqliteTable(t), err)
		}
		r.data.Set(t.ID, data)
	}
	return nil
}

func (d *durable) loadCatalog(cat *catalog) error {
	err := d.each("SELECT id, name, collation, owner, created, options FROM msxgate_databases", func(row []driver.Value) error {
		created, err := parseDate(row[4].(string))
		if err != nil {
			return err
		}
		db := &Database{ID: int32(row[0].(int64)), Name: row[1].(string), Collation: row[2].(string), Owner: row[3].(string), Created: created}
		cat.databases.Set(catalogKey(db.Name), db)
		return json.Unmarshal([]byte(row[5].(string)), &db.Options)
	})
	if err != nil {
		return err
	}
	err = d.each("SELECT database, id, name, owner FROM msxgate_schemas", func(row []driver.Value) error {
		s := &Schema{Database: row[0].(string), ID: int32(row[1].(int64)), Name: row[2].(string), Owner: row[3].(string)}
		cat.schemas.Set(catalogKey(s.Database, s.Name), s)
		return nil
	})
	if err != nil {
		return err
	}
	return d.eachObject(func(h Head, definition, properties string) error {
		o, err := decodeObject(h, definition, properties)
		if err != nil {
			return fmt.Errorf("object %s.%s.%s: %w", h.Database, h.Schema, h.Name, err)
		}
		cat.put(o)
		return nil
	})
}

func (d *durable) eachObject(f func(h Head, definition, properties string) error) error {
	const query = "SELECT id, kind, database, schema, name, created, modified, definition, properties FROM msxgate_objects"
	return d.each(query, func(row []driver.Value) error {
		h := Head{ID: int32(row[0].(int64)), Kind: row[1].(string), Database: row[2].(string), Schema: row[3].(string), Name: row[4].(string)}
		var err error
		if h.Created, err = parseDate(row[5].(string)); err != nil {
			return err
		}
		if h.Modified, err = parseDate(row[6].(string)); err != nil {
			return err
		}
		return f(h, row[7].(string), row[8].(string))
	})
}

func (d *durable) loadCounters(e *Engine, cat *catalog) error {
	return d.each("SELECT id, value, used FROM msxgate_counters", func(row []driver.Value) error {
		id, value := int32(row[0].(int64)), row[1].(int64)
		if id == objectIDCounter {
			e.objectID.Store(int32(value))
			return nil
		}
		if s := e.counter(cat, id); s != nil {
			s.last.Store(value)
			s.used.Store(row[2] == int64(1))
		}
		return nil
	})
}

// loadTable reads the rows of a table and builds its indexes.
func (d *durable) loadTable(t *Table) (*tableData, error) {
	data := newTableData(t)
	err := d.eachRow(t, func(id RowID, row []tds.Value) error {
		data.rows.Load(id, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if last, _, ok := data.rows.Max(); ok {
		t.state.row.Store(int64(last))
	}
	for i := range t.Indexes {
		if err := data.build(i); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// eachRow reads the rows of a table in RowID order.
func (d *durable) eachRow(t *Table, f func(id RowID, row []tds.Value) error) error {
	columns := []string{rowColumn}
	for _, c := range t.Columns {
		columns = append(columns, sqliteColumn(c.Name))
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM " + sqliteTable(t) + " ORDER BY " + rowColumn
	return d.each(query, func(raw []driver.Value) error {
		row := make([]tds.Value, len(t.Columns))
		for i := range row {
			v, err := decodeValue(raw[i+1], t.Columns[i].Type)
			if err != nil {
				return fmt.Errorf("row %d, column %s: %w", raw[0], t.Columns[i].Name, err)
			}
			row[i] = v
		}
		return f(RowID(raw[0].(int64)), row)
	})
}
