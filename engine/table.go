package engine

import (
	"strings"
	"sync/atomic"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// RowID identifies a row of a table for its life; scans without an index come in this order.
type RowID int64

// Table is the definition of a table: a user table, a #temp table, a ##temp table or a
// table variable. A definition is immutable once it is created; ALTER TABLE makes a new
// one with the same ID (Clone it, change the copy, hand both to AlterTable). The rows are
// not in it: a view finds them by ID.
type Table struct {
	ID                     int32 // given by CreateTable; negative for #temp tables and table variables
	Database, Schema, Name string
	Columns                []Column
	Indexes                []*Index // the clustered one first
	Checks                 []*Check
	ForeignKeys            []*ForeignKey
	Created, Modified      time.Time
	Kind                   TableKind

	state *tableState // shared by all definitions of this ID
}

// TableKind tells where the rows of a table live.
type TableKind uint8

// The kinds of Table.
const (
	UserTable     TableKind = iota // a table of a database; in tempdb it is not durable, elsewhere it is
	TempTable                      // #t: one session's, transactional, gone with its scope
	TableVariable                  // @t: one session's, not affected by ROLLBACK
)

// tableState is what a table keeps outside transactions.
type tableState struct {
	row  atomic.Int64 // the RowID given last
	last atomic.Int64 // the identity value given last; seed - increment before the first
	used atomic.Bool  // an identity value was given
}

// Column is a column of a Table. The embedded Nullable, Identity and Computed are the
// table's truth.
type Column struct {
	tds.Column
	ID          int32 // column_id: never given twice in a table
	Default     *Formula
	DefaultName string
	DefaultID   int32 // object id of the DEFAULT constraint
	SystemName  bool  // the name of the DEFAULT was made up
	Formula     *Formula
	Persisted   bool
	Seed        int64
	Increment   int64
	RowGUID     bool
	Collation   string // as declared; empty for the database's
	UserType    string // schema-qualified alias type it was declared with, or empty
}

// Formula is an expression of a definition: a default, a check, a computed column, a
// filter. Text is what the catalog shows and the store keeps; Expr is its tree.
type Formula struct {
	Text string
	Expr tsql.Expr
}

// Index is an index of a table, the ones behind PRIMARY KEY and UNIQUE included.
type Index struct {
	ID         int32 // index_id: 1 for the clustered one, from 2 for the others
	ObjectID   int32 // of the constraint, 0 for a plain index
	Name       string
	Unique     bool
	Clustered  bool
	Primary    bool // of PRIMARY KEY
	Constraint bool // of PRIMARY KEY or UNIQUE
	SystemName bool // the name was made up
	Columns    []IndexColumn
	Include    []int    // ordinals of INCLUDE columns; kept for the catalog
	Filter     *Formula // WHERE of a filtered index; rows it is not true for are not in the index

	table *Table
	types []tds.Type // of Columns
	keep  func(row []tds.Value) bool
}

// IndexColumn is a key column of an index: an ordinal into Table.Columns.
type IndexColumn struct {
	Ordinal int
	Desc    bool
}

// Check is a CHECK constraint.
type Check struct {
	ID         int32
	Name       string
	SystemName bool
	Cond       *Formula
	Column     int // ordinal of the column it was declared on, -1 for the table
	Disabled   bool
	NotTrusted bool
}

// ForeignKey is a FOREIGN KEY constraint. It names the referenced table: a definition
// holds no pointer to another, because that one may be replaced.
type ForeignKey struct {
	ID                  int32
	Name                string
	SystemName          bool
	Columns             []int // ordinals here
	RefSchema, RefTable string
	RefColumns          []string
	OnDelete, OnUpdate  string // CASCADE, SET NULL, SET DEFAULT, NO ACTION
	Disabled            bool
	NotTrusted          bool
}

// Ordinal is the position of the column of that name, in any case, or -1.
func (t *Table) Ordinal(name string) int {
	for i := range t.Columns {
		if strings.EqualFold(t.Columns[i].Name, name) {
			return i
		}
	}
	return -1
}

// Identity is the ordinal of the identity column, or -1.
func (t *Table) Identity() int {
	for i := range t.Columns {
		if t.Columns[i].Identity {
			return i
		}
	}
	return -1
}

// PrimaryKey is the index of the primary key, or nil.
func (t *Table) PrimaryKey() *Index {
	for _, ix := range t.Indexes {
		if ix.Primary {
			return ix
		}
	}
	return nil
}

// Index is the index of that name, in any case, or nil.
func (t *Table) Index(name string) *Index {
	for _, ix := range t.Indexes {
		if strings.EqualFold(ix.Name, name) {
			return ix
		}
	}
	return nil
}

// Clone is a copy of the definition that may be changed down to its columns, indexes and
// constraints; formulas are shared.
func (t *Table) Clone() *Table {
	c := *t
	c.Columns = append([]Column(nil), t.Columns...)
	c.Indexes = cloneEach(t.Indexes)
	c.Checks = cloneEach(t.Checks)
	c.ForeignKeys = cloneEach(t.ForeignKeys)
	for _, ix := range c.Indexes {
		ix.Columns = append([]IndexColumn(nil), ix.Columns...)
		ix.Include = append([]int(nil), ix.Include...)
	}
	for _, fk := range c.ForeignKeys {
		fk.Columns = append([]int(nil), fk.Columns...)
	}
	return &c
}

func cloneEach[T any](list []*T) []*T {
	var out []*T
	for _, p := range list {
		c := *p
		out = append(out, &c)
	}
	return out
}

// durable tells whether the rows and the definition are in the file.
func (t *Table) durable() bool { return t.Kind == UserTable && !isTempDB(t.Database) }

// isTempDB tells the database that is made anew at every start.
func isTempDB(database string) bool { return strings.EqualFold(database, "tempdb") }
