package engine

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
)

// CreateDatabase makes an empty database: 1801 when there is one of that name.
func (tx *txn) CreateDatabase(ctx context.Context, name, collation string) (*Database, error) {
	cat, err := tx.define(ctx)
	if err != nil {
		return nil, err
	}
	if cat.Database(name) != nil {
		e := tds.Errorf(1801, 16, "Database '%s' already exists. Choose a different database name.", name)
		e.State = 3
		return nil, e
	}
	db := &Database{Name: name, Collation: collation, Owner: "sa", Created: tx.e.now(), ID: 1}
	for _, d := range cat.Databases() { // in order of id: the lowest free one
		if d.ID == db.ID {
			db.ID++
		}
	}
	cat.databases.Set(catalogKey(name), db)
	for _, s := range firstSchemas {
		s.Database, s.Owner = name, s.Name
		cat.schemas.Set(catalogKey(name, s.Name), &s)
	}
	return db, nil
}

var firstSchemas = []Schema{
	{ID: 1, Name: "dbo"},
	{ID: 2, Name: "guest"},
	{ID: 3, Name: "INFORMATION_SCHEMA"},
	{ID: 4, Name: "sys"},
	{ID: 16384, Name: "db_owner"},
	{ID: 16385, Name: "db_accessadmin"},
	{ID: 16386, Name: "db_securityadmin"},
	{ID: 16387, Name: "db_ddladmin"},
	{ID: 16389, Name: "db_backupoperator"},
	{ID: 16390, Name: "db_datareader"},
	{ID: 16391, Name: "db_datawriter"},
	{ID: 16392, Name: "db_denydatareader"},
	{ID: 16393, Name: "db_denydatawriter"},
}

// AlterDatabase replaces the properties of a database; a new name moves its objects along.
func (tx *txn) AlterDatabase(ctx context.Context, old, next *Database) error {
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	next.ID, next.Created = old.ID, old.Created
	if strings.EqualFold(old.Name, next.Name) && old.Name == next.Name {
		cat.databases.Set(catalogKey(next.Name), next)
		return nil
	}
	cat.databases.Delete(catalogKey(old.Name))
	cat.databases.Set(catalogKey(next.Name), next)
	for _, s := range cat.Schemas(old.Name) {
		c := *s
		c.Database = next.Name
		cat.schemas.Delete(catalogKey(old.Name, s.Name))
		cat.schemas.Set(catalogKey(next.Name, s.Name), &c)
	}
	for _, o := range slices.Collect(cat.Objects(old.Name)) {
		if err := tx.moveObject(ctx, o, next.Name); err != nil {
			return err
		}
	}
	return nil
}

func (tx *txn) moveObject(ctx context.Context, o Object, db string) error {
	h := o.Head()
	next := withName(o, db, h.Schema, h.Name)
	switch next := next.(type) {
	case *Constraint: // comes with its table
		return nil
	case *Table:
		return tx.AlterTable(ctx, o.(*Table), next, nil)
	}
	return tx.Alter(ctx, o, next)
}

// DropDatabase takes a database and all that is in it away.
func (tx *txn) DropDatabase(ctx context.Context, db *Database) error {
	if _, err := tx.define(ctx); err != nil {
		return err
	}
	for _, o := range slices.Collect(tx.st.cat.Objects(db.Name)) {
		if tx.st.cat.ByID(o.Head().ID) != o {
			continue // gone with another
		}
		if err := tx.Drop(ctx, o); err != nil {
			return err
		}
	}
	cat := tx.st.cat
	for _, s := range cat.Schemas(db.Name) {
		cat.schemas.Delete(catalogKey(db.Name, s.Name))
	}
	cat.databases.Delete(catalogKey(db.Name))
	return nil
}

// CreateSchema adds a schema: 2714 when the database has one of that name.
func (tx *txn) CreateSchema(ctx context.Context, db, name, owner string) error {
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	if cat.Schema(db, name) != nil {
		return errExists(name)
	}
	s := &Schema{ID: 5, Database: db, Name: name, Owner: owner}
	for _, o := range cat.Schemas(db) {
		if o.ID >= s.ID && o.ID < 16384 {
			s.ID = o.ID + 1
		}
	}
	cat.schemas.Set(catalogKey(db, name), s)
	return nil
}

// DropSchema takes a schema away: 3729 when there is something in it.
func (tx *txn) DropSchema(ctx context.Context, s *Schema) error {
	cat, err := tx.define(ctx)
	if err != nil {
		return err
	}
	for o := range cat.Objects(s.Database) {
		if strings.EqualFold(o.Head().Schema, s.Name) {
			return tds.Errorf(3729, 16, "Cannot drop schema '%s' because it is being referenced by object '%s'.", s.Name, o.Head().Name)
		}
	}
	cat.schemas.Delete(catalogKey(s.Database, s.Name))
	return nil
}
