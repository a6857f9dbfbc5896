package engine

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"msxgate/tds"
)

// record is what a transaction has to write, or nil.
func (d *durable) record(tx *txn) *record {
	r := new(record)
	if tx.st.cat != nil {
		r.definitions(tx.e.root.Load().cat, tx.st.cat)
		r.counters = append(r.counters, counter{objectIDCounter, tx.e.objectCounter()})
	}
	r.wholes(tx)
	tx.st.shared.each(func(_ int32, o *overlay) {
		if o.def.durable() {
			r.about(o.def)
			r.rows(o)
		}
	})
	cat := tx.Catalog()
	for id := range tx.counters {
		if s := tx.e.counter(cat, id); s != nil {
			r.counters = append(r.counters, counter{id, s})
		}
	}
	if len(r.steps) == 0 && len(r.counters) == 0 {
		return nil
	}
	return r
}

// counter is the state behind a counter, or nil when its object is gone.
func (e *Engine) counter(cat *catalog, id int32) *tableState {
	if id == rowVersionCounter {
		return &e.rowVersion
	}
	switch o := cat.ByID(id).(type) {
	case *Table:
		return o.state
	case *Sequence:
		return o.state
	}
	return nil
}

func (e *Engine) objectCounter() *tableState {
	s := new(tableState)
	s.last.Store(int64(e.objectID.Load()))
	return s
}

func (r *record) about(t *Table) {
	if r.object == "" {
		r.database, r.object = t.Database, t.Schema+"."+t.Name
	}
}

func (r *record) add(sql string, values ...driver.Value) {
	r.steps = append(r.steps, step{sql: sql, args: arguments(values...)})
}

func (r *record) change(sql string) { r.steps = append(r.steps, step{sql: sql, schema: true}) }

// rows writes the changed rows of a table.
func (r *record) rows(o *overlay) {
	insert := insertSQL(o.def)
	remove := "DELETE FROM " + sqliteTable(o.def) + " WHERE " + rowColumn + " = ?"
	o.rows.Scan(func(id RowID, row []tds.Value) bool {
		if row == nil {
			r.add(remove, int64(id))
		} else {
			r.steps = append(r.steps, step{sql: insert, args: rowArguments(o.def, id, row)})
		}
		return true
	})
}

// wholes writes the tables that the transaction created or altered, unless the file has
// their rows already. The old ones go first: names may have been exchanged.
func (r *record) wholes(tx *txn) {
	var fresh []*tableData
	tx.st.owned.each(func(id int32, data *tableData) {
		t := data.def
		if !t.durable() {
			return
		}
		r.about(t)
		old, _ := tx.e.root.Load().cat.ByID(id).(*Table)
		if old != nil {
			if !data.dirty && createSQL(old) == createSQL(t) {
				return
			}
			r.change("DROP TABLE " + sqliteTable(old))
		}
		fresh = append(fresh, data)
	})
	for _, data := range fresh {
		t := data.def
		insert := insertSQL(t)
		r.change(createSQL(t))
		data.rows.Scan(func(id RowID, row []tds.Value) bool {
			r.steps = append(r.steps, step{sql: insert, args: rowArguments(t, id, row)})
			return true
		})
	}
}

func rowArguments(t *Table, id RowID, row []tds.Value) []driver.NamedValue {
	args := make([]driver.NamedValue, len(row)+1)
	args[0] = driver.NamedValue{Ordinal: 1, Value: int64(id)}
	for i, v := range row {
		args[i+1] = driver.NamedValue{Ordinal: i + 2, Value: encodeValue(v, t.Columns[i].Type)}
	}
	return args
}

// rowColumn is the SQLite column with the RowID. A T-SQL column of that name, or with more
// of the same at its beginning, has one $ more in the file.
const rowColumn = `"$row"`

func sqliteColumn(name string) string {
	if strings.HasSuffix(strings.ToLower(name), "$row") && strings.Trim(name[:len(name)-3], "$") == "" {
		name = "$" + name
	}
	return quote(name)
}

// sqliteTable is the quoted name of a table in the file: database.schema.table, a part in
// brackets where it could be misread.
func sqliteTable(t *Table) string {
	var parts []string
	for _, p := range []string{t.Database, t.Schema, t.Name} {
		if strings.ContainsAny(p, ".[]") || strings.HasPrefix(strings.ToLower(p), "sqlite_") {
			p = "[" + strings.ReplaceAll(p, "]", "]]") + "]"
		}
		parts = append(parts, p)
	}
	return quote(strings.Join(parts, "."))
}

// quote makes an SQLite identifier. SQL text ends at U+0000.
func quote(name string) string {
	return `"` + strings.NewReplacer(`"`, `""`, "\x00", "\u2400").Replace(name) + `"`
}

func insertSQL(t *Table) string {
	return "INSERT OR REPLACE INTO " + sqliteTable(t) + " VALUES (?" + strings.Repeat(", ?", len(t.Columns)) + ")"
}

func createSQL(t *Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (%s INTEGER PRIMARY KEY", sqliteTable(t), rowColumn)
	for _, c := range t.Columns {
		fmt.Fprintf(&b, ", %s%s /* %s */", sqliteColumn(c.Name), sqliteAffinity(c.Type.ID), c.Type)
	}
	b.WriteString(")")
	return b.String()
}

// sqliteAffinity is the declared type of a column. Floats have none: an affinity would
// turn -0.0 into 0.
func sqliteAffinity(id tds.TypeID) string {
	switch {
	case id.IsInteger() || id == tds.Bit:
		return " INTEGER"
	case id.IsBinary():
		return " BLOB"
	case id == tds.Float || id == tds.Real:
		return ""
	}
	return " TEXT"
}

// definitions writes what differs between two catalogs. Tables that are gone are dropped;
// new and changed ones are written as a whole elsewhere.
func (r *record) definitions(old, next *catalog) {
	for _, d := range old.databases.Values() {
		if n := next.Database(d.Name); n == nil || n.ID != d.ID {
			r.add("DELETE FROM msxgate_databases WHERE id = ?", int64(d.ID))
		}
	}
	for _, d := range next.databases.Values() {
		if old.Database(d.Name) != d && !isTempDB(d.Name) {
			r.steps = append(r.steps, databaseStep(d))
		}
	}
	r.schemas(old, next)
	for _, o := range old.ids.Values() {
		if next.ByID(o.Head().ID) == nil && persistent(o) {
			r.dropped(o)
		}
	}
	for _, o := range next.ids.Values() {
		if old.ByID(o.Head().ID) != o && persistent(o) {
			r.steps = append(r.steps, objectStep(o))
		}
	}
}

func (r *record) schemas(old, next *catalog) {
	for _, s := range old.schemas.Values() {
		if next.Schema(s.Database, s.Name) != s {
			r.add("DELETE FROM msxgate_schemas WHERE database = ? AND id = ?", s.Database, int64(s.ID))
		}
	}
	for _, s := range next.schemas.Values() {
		if old.Schema(s.Database, s.Name) != s && !isTempDB(s.Database) {
			r.add("INSERT OR REPLACE INTO msxgate_schemas VALUES (?, ?, ?, ?)", s.Database, int64(s.ID), s.Name, s.Owner)
		}
	}
}

func (r *record) dropped(o Object) {
	id := int64(o.Head().ID)
	r.add("DELETE FROM msxgate_objects WHERE id = ?", id)
	r.add("DELETE FROM msxgate_counters WHERE id = ?", id)
	if t, ok := o.(*Table); ok {
		r.about(t)
		r.change("DROP TABLE " + sqliteTable(t))
	}
}

// persistent tells whether the definition of an object is in the file for itself.
// Constraints are part of their tables, and tempdb is made anew at every start.
func persistent(o Object) bool {
	_, part := o.(*Constraint)
	return !part && !isTempDB(o.Head().Database)
}

func databaseStep(d *Database) step {
	options, _ := json.Marshal(d.Options) // a map of strings
	return step{
		sql:  "INSERT OR REPLACE INTO msxgate_databases VALUES (?, ?, ?, ?, ?, ?)",
		args: arguments(int64(d.ID), d.Name, d.Collation, d.Owner, d.Created.Format(time.RFC3339Nano), string(options)),
	}
}

func objectStep(o Object) step {
	h := o.Head()
	definition, properties := encodeObject(o)
	return step{
		sql: "INSERT OR REPLACE INTO msxgate_objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		args: arguments(int64(h.ID), h.Kind, h.Database, h.Schema, h.Name,
			h.Created.Format(time.RFC3339Nano), h.Modified.Format(time.RFC3339Nano), definition, properties),
	}
}
