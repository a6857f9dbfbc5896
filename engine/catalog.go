package engine

import (
	"iter"
	"strings"
	"time"

	"github.com/tidwall/btree"

	"msxgate/tds"
	"msxgate/tsql"
)

// Database is a database: master, tempdb, model, msdb and what CREATE DATABASE made.
type Database struct {
	ID        int32
	Name      string
	Collation string
	Owner     string
	Created   time.Time
	Options   map[string]string // ALTER DATABASE SET, by name in upper case
}

// Schema is a schema of a database.
type Schema struct {
	ID       int32
	Database string
	Name     string
	Owner    string
}

// Object is what lives in a schema under a name: *Table, *Module, *Synonym, *Sequence,
// *UserType or, as a child of a table, *Constraint.
type Object interface{ Head() Head }

// Head is what all objects have in common.
type Head struct {
	ID                     int32
	Database, Schema, Name string
	Kind                   string // sys.objects.type without its blank: U, V, P, FN, IF, TF, TR, SN, SO, PK, UQ, C, F, D; TT for types
	Parent                 int32  // of constraints and triggers, else 0
	Created, Modified      time.Time
}

// Module is a stored procedure, function, trigger or view: its text and its tree.
type Module struct {
	ID                     int32
	Database, Schema, Name string
	Text                   string
	Stmt                   tsql.Stmt // *CreateProcStmt, *CreateFunctionStmt, *CreateTriggerStmt, *CreateViewStmt
	Program                *tsql.Program

	Kind              string // P, FN, IF, TF, TR, V
	Parent            int32  // the object a trigger is on
	Disabled          bool   // of a trigger
	QuotedIdentifier  bool   // the setting it was created under
	AnsiNulls         bool
	Created, Modified time.Time
	Columns           []tds.Column // of a view, as bound when it was created; may be empty
}

// Synonym is another name for an object, which need not exist.
type Synonym struct {
	ID                     int32
	Database, Schema, Name string
	Target                 tsql.Name
	Created, Modified      time.Time
}

// Sequence is a sequence object. Its current value is kept outside transactions.
type Sequence struct {
	ID                     int32
	Database, Schema, Name string
	Type                   tds.Type
	Start, Increment       int64
	Min, Max               int64
	Cycle                  bool
	Cache                  int64
	Created, Modified      time.Time

	state *tableState
}

// UserType is an alias type (Table nil) or a table type.
type UserType struct {
	ID                     int32
	Database, Schema, Name string
	Base                   tds.Type
	Nullable               bool
	Table                  *tsql.TableDef
	Text                   string // CREATE TYPE as written
	Created, Modified      time.Time
}

// Constraint is the catalog's object for a constraint of a table.
type Constraint struct {
	ID                     int32
	Database, Schema, Name string
	Kind                   string // PK, UQ, C, F, D
	Table                  *Table
	Created                time.Time
}

// Head is the common part.
func (t *Table) Head() Head {
	return Head{t.ID, t.Database, t.Schema, t.Name, "U", 0, t.Created, t.Modified}
}

// Head is the common part.
func (m *Module) Head() Head {
	return Head{m.ID, m.Database, m.Schema, m.Name, m.Kind, m.Parent, m.Created, m.Modified}
}

// Head is the common part.
func (s *Synonym) Head() Head {
	return Head{s.ID, s.Database, s.Schema, s.Name, "SN", 0, s.Created, s.Modified}
}

// Head is the common part.
func (s *Sequence) Head() Head {
	return Head{s.ID, s.Database, s.Schema, s.Name, "SO", 0, s.Created, s.Modified}
}

// Head is the common part.
func (u *UserType) Head() Head {
	return Head{u.ID, u.Database, u.Schema, u.Name, "TT", 0, u.Created, u.Modified}
}

// Head is the common part.
func (c *Constraint) Head() Head {
	return Head{c.ID, c.Database, c.Schema, c.Name, c.Kind, c.Table.ID, c.Created, c.Created}
}

// catalog is one state of all definitions. Published ones are immutable; a transaction
// that changes definitions works on its own copy. Names are looked up in any case.
type catalog struct {
	version   uint64 // never the same for two different states, uncommitted ones included
	databases btree.Map[string, *Database]
	schemas   btree.Map[string, *Schema]
	objects   btree.Map[string, Object]
	types     btree.Map[string, *UserType] // a name space of their own
	ids       btree.Map[int32, Object]
	triggers  btree.Map[int32, []*Module] // by the object they are on
}

// catalogKey joins the parts of a name; U+0000 cannot be in one.
func catalogKey(parts ...string) string { return strings.ToLower(strings.Join(parts, "\x00")) }

// Version changes with every change of a definition: plans made for another are stale.
func (c *catalog) Version() uint64 { return c.version }

// Database is the database of that name, or nil.
func (c *catalog) Database(name string) *Database {
	d, _ := c.databases.Get(catalogKey(name))
	return d
}

// Databases is all databases by id.
func (c *catalog) Databases() []*Database { return sortedByID(c.databases.Values()) }

// Schema is the schema of that name, or nil.
func (c *catalog) Schema(db, name string) *Schema {
	s, _ := c.schemas.Get(catalogKey(db, name))
	return s
}

// Schemas is all schemas of a database, by name.
func (c *catalog) Schemas(db string) []*Schema {
	var out []*Schema
	from := catalogKey(db, "")
	c.schemas.Ascend(from, func(k string, s *Schema) bool {
		if !strings.HasPrefix(k, from) {
			return false
		}
		out = append(out, s)
		return true
	})
	return out
}

// Object is the table, module, synonym, sequence or constraint of that name, or nil.
func (c *catalog) Object(db, schema, name string) Object {
	o, _ := c.objects.Get(catalogKey(db, schema, name))
	return o
}

// Table is the user table of that name, or nil.
func (c *catalog) Table(db, schema, name string) *Table {
	t, _ := c.Object(db, schema, name).(*Table)
	return t
}

// Module is the procedure, function, view or trigger of that name, or nil.
func (c *catalog) Module(db, schema, name string) *Module {
	m, _ := c.Object(db, schema, name).(*Module)
	return m
}

// Type is the alias or table type of that name, or nil.
func (c *catalog) Type(db, schema, name string) *UserType {
	u, _ := c.types.Get(catalogKey(db, schema, name))
	return u
}

// ByID is the object with that id, or nil. Ids are unique over all databases.
func (c *catalog) ByID(id int32) Object {
	o, _ := c.ids.Get(id)
	return o
}

// Triggers is the triggers of a table or view in order of creation.
func (c *catalog) Triggers(id int32) []*Module {
	m, _ := c.triggers.Get(id)
	return m
}

// Objects walks the objects of a database by schema and name, types included.
func (c *catalog) Objects(db string) iter.Seq[Object] {
	return func(yield func(Object) bool) {
		from := catalogKey(db, "")
		more := true
		c.objects.Ascend(from, func(k string, o Object) bool {
			if !strings.HasPrefix(k, from) {
				return false
			}
			more = yield(o)
			return more
		})
		if !more {
			return
		}
		c.types.Ascend(from, func(k string, u *UserType) bool {
			return strings.HasPrefix(k, from) && yield(u)
		})
	}
}

// Reference is a foreign key seen from the table it points to.
type Reference struct {
	Table *Table
	Key   *ForeignKey
}

// References is the foreign keys that point to t, its own included.
func (c *catalog) References(t *Table) []Reference {
	var out []Reference
	for o := range c.Objects(t.Database) {
		from, ok := o.(*Table)
		if !ok {
			continue
		}
		for _, fk := range from.ForeignKeys {
			if strings.EqualFold(fk.RefSchema, t.Schema) && strings.EqualFold(fk.RefTable, t.Name) {
				out = append(out, Reference{from, fk})
			}
		}
	}
	return out
}

func sortedByID(list []*Database) []*Database {
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].ID < list[j-1].ID; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	return list
}
