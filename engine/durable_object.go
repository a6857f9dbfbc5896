package engine

import (
	"encoding/json"
	"fmt"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// Definitions in the file. A module or type is kept as its text, everything else as JSON;
// expressions inside are T-SQL text again. What can be derived is not kept.

type storedTable struct {
	Columns     []storedColumn     `json:"columns"`
	Indexes     []storedIndex      `json:"indexes,omitempty"`
	Checks      []storedCheck      `json:"checks,omitempty"`
	ForeignKeys []storedForeignKey `json:"foreign_keys,omitempty"`
}

type storedColumn struct {
	ID          int32  `json:"id"`
	Name        string `json:"name"`
	Type        string `json:"type"`
	Nullable    bool   `json:"nullable,omitempty"`
	Identity    bool   `json:"identity,omitempty"`
	Seed        int64  `json:"seed,omitempty"`
	Increment   int64  `json:"increment,omitempty"`
	Computed    string `json:"computed,omitempty"`
	Persisted   bool   `json:"persisted,omitempty"`
	RowGUID     bool   `json:"rowguid,omitempty"`
	Collation   string `json:"collation,omitempty"`
	UserType    string `json:"user_type,omitempty"`
	Default     string `json:"default,omitempty"`
	DefaultName string `json:"default_name,omitempty"`
	DefaultID   int32  `json:"default_id,omitempty"`
	SystemName  bool   `json:"default_system_named,omitempty"`
}

type storedIndex struct {
	ID         int32         `json:"id"`
	ObjectID   int32         `json:"object_id,omitempty"`
	Name       string        `json:"name"`
	SystemName bool          `json:"system_named,omitempty"`
	Unique     bool          `json:"unique,omitempty"`
	Clustered  bool          `json:"clustered,omitempty"`
	Primary    bool          `json:"primary,omitempty"`
	Constraint bool          `json:"constraint,omitempty"`
	Columns    []IndexColumn `json:"columns"`
	Include    []int         `json:"include,omitempty"`
	Filter     string        `json:"filter,omitempty"`
}

type storedCheck struct {
	ID         int32  `json:"id"`
	Name       string `json:"name"`
	SystemName bool   `json:"system_named,omitempty"`
	Cond       string `json:"condition"`
	Column     int    `json:"column"`
	Disabled   bool   `json:"disabled,omitempty"`
	NotTrusted bool   `json:"not_trusted,omitempty"`
}

type storedForeignKey struct {
	ID         int32    `json:"id"`
	Name       string   `json:"name"`
	SystemName bool     `json:"system_named,omitempty"`
	Columns    []int    `json:"columns"`
	RefSchema  string   `json:"ref_schema"`
	RefTable   string   `json:"ref_table"`
	RefColumns []string `json:"ref_columns"`
	OnDelete   string   `json:"on_delete,omitempty"`
	OnUpdate   string   `json:"on_update,omitempty"`
	Disabled   bool     `json:"disabled,omitempty"`
	NotTrusted bool     `json:"not_trusted,omitempty"`
}

type storedModule struct {
	Parent           int32          `json:"parent,omitempty"`
	Disabled         bool           `json:"disabled,omitempty"`
	QuotedIdentifier bool           `json:"quoted_identifier,omitempty"`
	AnsiNulls        bool           `json:"ansi_nulls,omitempty"`
	Columns          []storedColumn `json:"columns,omitempty"`
}

type storedSequence struct {
	Type      string `json:"type"`
	Start     int64  `json:"start"`
	Increment int64  `json:"increment"`
	Min       int64  `json:"min"`
	Max       int64  `json:"max"`
	Cycle     bool   `json:"cycle,omitempty"`
	Cache     int64  `json:"cache,omitempty"`
}

type storedType struct {
	Base     string `json:"base,omitempty"`
	Nullable bool   `json:"nullable,omitempty"`
}

// encodeObject is the definition and the properties of an object as the file keeps them.
func encodeObject(o Object) (definition, properties string) {
	switch o := o.(type) {
	case *Table:
		return mustJSON(encodeTable(o)), ""
	case *Module:
		return o.Text, mustJSON(storedModule{o.Parent, o.Disabled, o.QuotedIdentifier, o.AnsiNulls, encodeColumns(o.Columns)})
	case *Synonym:
		return mustJSON([]string{o.Target.Server, o.Target.Database, o.Target.Schema, o.Target.Object}), ""
	case *Sequence:
		return mustJSON(storedSequence{typeText(o.Type), o.Start, o.Increment, o.Min, o.Max, o.Cycle, o.Cache}), ""
	case *UserType:
		return o.Text, mustJSON(storedType{typeText(o.Base), o.Nullable})
	}
	return "", ""
}

// mustJSON is for structs of plain fields, which cannot fail.
func mustJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func encodeTable(t *Table) storedTable {
	var s storedTable
	for _, c := range t.Columns {
		s.Columns = append(s.Columns, storedColumn{
			c.ID, c.Name, typeText(c.Type), c.Nullable, c.Identity, c.Seed, c.Increment, c.Formula.text(), c.Persisted, c.RowGUID,
			c.Collation, c.UserType, c.Default.text(), c.DefaultName, c.DefaultID, c.SystemName,
		})
	}
	for _, ix := range t.Indexes {
		s.Indexes = append(s.Indexes, storedIndex{
			ix.ID, ix.ObjectID, ix.Name, ix.SystemName, ix.Unique, ix.Clustered, ix.Primary, ix.Constraint, ix.Columns, ix.Include, ix.Filter.text(),
		})
	}
	for _, c := range t.Checks {
		s.Checks = append(s.Checks, storedCheck{c.ID, c.Name, c.SystemName, c.Cond.text(), c.Column, c.Disabled, c.NotTrusted})
	}
	for _, fk := range t.ForeignKeys {
		s.ForeignKeys = append(s.ForeignKeys, storedForeignKey{
			fk.ID, fk.Name, fk.SystemName, fk.Columns, fk.RefSchema, fk.RefTable, fk.RefColumns, fk.OnDelete, fk.OnUpdate, fk.Disabled, fk.NotTrusted,
		})
	}
	return s
}

func encodeColumns(list []tds.Column) []storedColumn {
	var out []storedColumn
	for _, c := range list {
		out = append(out, storedColumn{Name: c.Name, Type: typeText(c.Type), Nullable: c.Nullable, Identity: c.Identity})
	}
	return out
}

func (f *Formula) text() string {
	if f == nil {
		return ""
	}
	return f.Text
}

// decodeObject is the inverse of encodeObject. A module or type whose text this version
// cannot read is there, without a tree.
func decodeObject(h Head, definition, properties string) (Object, error) {
	switch h.Kind {
	case "U":
		return decodeTable(h, definition)
	case "SN":
		return decodeSynonym(h, definition)
	case "SO":
		return decodeSequence(h, definition)
	case "TT":
		return decodeUserType(h, definition, properties)
	}
	return decodeModule(h, definition, properties)
}

func decodeTable(h Head, definition string) (*Table, error) {
	var s storedTable
	if err := json.Unmarshal([]byte(definition), &s); err != nil {
		return nil, err
	}
	t := &Table{ID: h.ID, Database: h.Database, Schema: h.Schema, Name: h.Name, Created: h.Created, Modified: h.Modified}
	for _, c := range s.Columns {
		column, err := c.decode()
		if err != nil {
			return nil, err
		}
		t.Columns = append(t.Columns, column)
	}
	for _, x := range s.Indexes {
		ix := &Index{
			ID: x.ID, ObjectID: x.ObjectID, Name: x.Name, SystemName: x.SystemName, Unique: x.Unique, Clustered: x.Clustered,
			Primary: x.Primary, Constraint: x.Constraint, Columns: x.Columns, Include: x.Include,
		}
		if err := parseInto(&ix.Filter, x.Filter, true); err != nil {
			return nil, err
		}
		t.Indexes = append(t.Indexes, ix)
	}
	for _, x := range s.Checks {
		c := &Check{ID: x.ID, Name: x.Name, SystemName: x.SystemName, Column: x.Column, Disabled: x.Disabled, NotTrusted: x.NotTrusted}
		if err := parseInto(&c.Cond, x.Cond, true); err != nil {
			return nil, err
		}
		t.Checks = append(t.Checks, c)
	}
	for _, x := range s.ForeignKeys {
		t.ForeignKeys = append(t.ForeignKeys, &ForeignKey{
			ID: x.ID, Name: x.Name, SystemName: x.SystemName, Columns: x.Columns, RefSchema: x.RefSchema, RefTable: x.RefTable,
			RefColumns: x.RefColumns, OnDelete: x.OnDelete, OnUpdate: x.OnUpdate, Disabled: x.Disabled, NotTrusted: x.NotTrusted,
		})
	}
	t.state = newTableState(t)
	t.prepare()
	return t, t.compileFilters()
}

func (s storedColumn) decode() (c Column, err error) {
	c = Column{
		ID: s.ID, Seed: s.Seed, Increment: s.Increment, Persisted: s.Persisted, RowGUID: s.RowGUID, Collation: s.Collation,
		UserType: s.UserType, DefaultName: s.DefaultName, DefaultID: s.DefaultID, SystemName: s.SystemName,
	}
	if c.Column, err = s.column(); err != nil {
		return c, err
	}
	if err = parseInto(&c.Formula, s.Computed, false); err == nil {
		err = parseInto(&c.Default, s.Default, false)
	}
	return c, err
}

func (s storedColumn) column() (tds.Column, error) {
	t, err := parseTypeText(s.Type)
	return tds.Column{Name: s.Name, Type: t, Nullable: s.Nullable, Identity: s.Identity, Computed: s.Computed != ""}, err
}

func parseInto(f **Formula, text string, condition bool) (err error) {
	*f, err = parseFormula(text, condition)
	return err
}

func decodeModule(h Head, text, properties string) (*Module, error) {
	var s storedModule
	if err := json.Unmarshal([]byte(properties), &s); err != nil {
		return nil, err
	}
	m := &Module{
		ID: h.ID, Database: h.Database, Schema: h.Schema, Name: h.Name, Text: text, Kind: h.Kind, Parent: s.Parent, Disabled: s.Disabled,
		QuotedIdentifier: s.QuotedIdentifier, AnsiNulls: s.AnsiNulls, Created: h.Created, Modified: h.Modified,
	}
	for _, c := range s.Columns {
		column, err := c.column()
		if err != nil {
			return nil, err
		}
		m.Columns = append(m.Columns, column)
	}
	if p, err := tsql.Parse(text); err == nil && len(p.Stmts) > 0 {
		m.Program, m.Stmt = p, p.Stmts[0]
	}
	return m, nil
}

func decodeSynonym(h Head, definition string) (*Synonym, error) {
	var parts [4]string
	if err := json.Unmarshal([]byte(definition), &parts); err != nil {
		return nil, err
	}
	target := tsql.Name{Server: parts[0], Database: parts[1], Schema: parts[2], Object: parts[3]}
	return &Synonym{ID: h.ID, Database: h.Database, Schema: h.Schema, Name: h.Name, Target: target, Created: h.Created, Modified: h.Modified}, nil
}

func decodeSequence(h Head, definition string) (*Sequence, error) {
	var s storedSequence
	if err := json.Unmarshal([]byte(definition), &s); err != nil {
		return nil, err
	}
	t, err := parseTypeText(s.Type)
	q := &Sequence{
		ID: h.ID, Database: h.Database, Schema: h.Schema, Name: h.Name, Created: h.Created, Modified: h.Modified,
		Type: t, Start: s.Start, Increment: s.Increment, Min: s.Min, Max: s.Max, Cycle: s.Cycle, Cache: s.Cache, state: new(tableState),
	}
	q.state.last.Store(q.Start - q.Increment)
	return q, err
}

func decodeUserType(h Head, text, properties string) (*UserType, error) {
	var s storedType
	if err := json.Unmarshal([]byte(properties), &s); err != nil {
		return nil, err
	}
	base, err := parseTypeText(s.Base)
	u := &UserType{
		ID: h.ID, Database: h.Database, Schema: h.Schema, Name: h.Name, Created: h.Created, Modified: h.Modified,
		Base: base, Nullable: s.Nullable, Text: text,
	}
	if p, err := tsql.Parse(text); err == nil && len(p.Stmts) > 0 {
		if st, ok := p.Stmts[0].(*tsql.CreateTypeStmt); ok {
			u.Table = st.Table
		}
	}
	return u, err
}

func parseDate(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, fmt.Errorf("date %q: %w", s, err)
	}
	return t.Local(), nil
}
