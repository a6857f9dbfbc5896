package engine

import (
	"context"
	"errors"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// definition is one running definition statement.
type definition struct {
	s    *Session
	ctx  context.Context
	tx   *txn
	vars *eval.Vars
}

// define runs a statement that changes definitions.
func (s *Session) define(ctx context.Context, st tsql.Stmt, vars *eval.Vars) error {
	if s.doomed {
		return errDoomed()
	}
	var err error
	for range 100 {
		err = s.statement(func(tx *txn) error {
			d := &definition{s: s, ctx: ctx, tx: tx, vars: vars}
			return d.run(st)
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return err
}

func (d *definition) run(st tsql.Stmt) error {
	switch st := st.(type) {
	case *tsql.CreateTableStmt:
		return d.createTable(st)
	case *tsql.AlterTableStmt:
		return d.alterTable(st)
	case *tsql.DropStmt:
		return d.drop(st)
	case *tsql.CreateIndexStmt:
		return d.createIndex(st)
	case *tsql.TruncateStmt:
		return d.truncate(st)
	case *tsql.CreateViewStmt:
		return d.createView(st)
	case *tsql.CreateProcStmt:
		return d.createProcedure(st)
	case *tsql.CreateFunctionStmt:
		return d.createFunction(st)
	case *tsql.CreateTriggerStmt:
		return d.createTrigger(st)
	case *tsql.CreateTypeStmt:
		return d.createType(st)
	case *tsql.CreateSchemaStmt:
		return d.createSchema(st)
	case *tsql.CreateSynonymStmt:
		return d.createSynonym(st)
	case *tsql.CreateSequenceStmt:
		return d.createSequence(st)
	case *tsql.CreateDatabaseStmt:
		return d.createDatabase(st)
	case *tsql.AlterDatabaseStmt:
		return d.alterDatabase(st)
	case *tsql.SetOptionStmt:
		return d.identityInsert(st)
	}
	return refused(st)
}

// refused is the answer to a statement that the engine does not run.
func refused(st tsql.Stmt) error {
	switch st := st.(type) {
	case *tsql.SecurityStmt:
		return errNotBuilt(st.Verb + " " + st.Kind)
	case *tsql.GrantStmt:
		return errNotBuilt(st.Verb)
	case *tsql.ExecuteAsStmt:
		return errNotBuilt("EXECUTE AS")
	case *tsql.OtherStmt:
		return errNotBuilt(st.Name)
	}
	return errNotBuilt("this statement")
}

// place locates the name of an object that is to be made: 2760, 911.
func (d *definition) place(n tsql.Name) (place, error) {
	if isTemp(n.Object) {
		return place{db: "tempdb", schema: "dbo", name: n.Object}, nil
	}
	p, err := d.s.locate(n, d.s.database)
	if err != nil {
		return p, err
	}
	db := d.tx.Catalog().Database(p.db)
	if db == nil {
		return p, tds.Errorf(911, 16, "Database '%s' does not exist. Make sure that the name is entered correctly.", p.db)
	}
	p.db = db.Name
	schema := d.tx.Catalog().Schema(p.db, p.schema)
	if schema == nil {
		return p, tds.Errorf(2760, 16, "The specified schema name \"%s\" either does not exist or you do not have permission to use it.", p.schema)
	}
	p.schema = schema.Name
	return p, nil
}

// object finds an existing object by its name: nil when there is none.
func (d *definition) object(n tsql.Name) (Object, error) {
	if isTemp(n.Object) {
		if o := d.s.ws.Temp(n.Object); o != nil {
			return o, nil
		}
		return d.tx.Catalog().Object("tempdb", "dbo", n.Object), nil
	}
	p, err := d.s.locate(n, d.s.database)
	if err != nil {
		return nil, err
	}
	return d.tx.Catalog().Object(p.db, p.schema, p.name), nil
}

// table finds an existing table: 4902.
func (d *definition) table(n tsql.Name) (*Table, error) {
	o, err := d.object(n)
	if err != nil {
		return nil, err
	}
	if t, ok := o.(*Table); ok {
		return t, nil
	}
	return nil, tds.Errorf(4902, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", written(n))
}

// identityInsert is SET IDENTITY_INSERT.
func (d *definition) identityInsert(st *tsql.SetOptionStmt) error {
	if len(st.Names) != 1 || st.Names[0] != "IDENTITY_INSERT" || st.Table == nil {
		return errNotBuilt("SET " + strings.Join(st.Names, ", "))
	}
	o, err := d.object(*st.Table)
	if err != nil {
		return err
	}
	t, ok := o.(*Table)
	if !ok {
		return tds.Errorf(1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", written(*st.Table))
	}
	return d.s.SetIdentityInsert(t, st.On)
}

func (d *definition) truncate(st *tsql.TruncateStmt) error {
	o, err := d.object(st.Table)
	if err != nil {
		return err
	}
	t, ok := o.(*Table)
	if !ok {
		return tds.Errorf(4701, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", st.Table.Object)
	}
	for _, r := range d.tx.Catalog().References(t) {
		if r.Table.ID != t.ID {
			return tds.Errorf(4712, 16, "Cannot truncate table '%s' because it is being referenced by a FOREIGN KEY constraint.", written(st.Table))
		}
	}
	return d.tx.Truncate(d.ctx, t)
}
