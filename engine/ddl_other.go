package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// createType is CREATE TYPE: an alias or a table type: 219.
func (d *definition) createType(st *tsql.CreateTypeStmt) error {
	p, err := d.place(st.Name)
	if err != nil {
		return err
	}
	if d.tx.Catalog().Type(p.db, p.schema, p.name) != nil {
		return tds.Errorf(219, 16, "The type '%s.%s' already exists, or you do not have permission to create it.", p.schema, p.name)
	}
	u := &UserType{Database: p.db, Schema: p.schema, Name: p.name, Base: st.Base.Type, Nullable: !st.NotNull, Table: st.Table}
	u.Text = tsql.Print(st)
	if st.Table != nil {
		if _, err := d.s.tableFromDef(p, st.Table, d.vars); err != nil {
			return err
		}
	}
	return d.tx.Create(d.ctx, u)
}

func (d *definition) createSchema(st *tsql.CreateSchemaStmt) error {
	return d.tx.CreateSchema(d.ctx, d.s.database, st.Name, st.Owner)
}

func (d *definition) createSynonym(st *tsql.CreateSynonymStmt) error {
	p, err := d.place(st.Name)
	if err != nil {
		return err
	}
	target := st.Target
	if target.Database == "" {
		target.Database = d.s.database
	}
	return d.tx.Create(d.ctx, &Synonym{Database: p.db, Schema: p.schema, Name: p.name, Target: target})
}

// createSequence is CREATE SEQUENCE and ALTER SEQUENCE: 11706, 11702, 11703, 11705.
func (d *definition) createSequence(st *tsql.CreateSequenceStmt) error {
	if st.Alter == tsql.Alter {
		return d.alterSequence(st)
	}
	p, err := d.place(st.Name)
	if err != nil {
		return err
	}
	q := &Sequence{Database: p.db, Schema: p.schema, Name: p.name, Type: tds.TypeBigInt, Increment: 1}
	if st.Type.Type.ID != tds.NullType {
		q.Type = st.Type.Type
	}
	lo, hi, err := sequenceRange(q.Type)
	if err != nil {
		return tds.Errorf(11702, 16, "The sequence object '%s' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, or any user-defined data type that is based on one of the above integer data types.", written(st.Name))
	}
	q.Min, q.Max = lo, hi
	started, err := d.sequenceOptions(q, st.Options)
	if err != nil {
		return err
	}
	if q.Increment == 0 {
		return tds.Errorf(11700, 16, "The increment for sequence object '%s' cannot be zero.", q.Name)
	}
	if !started {
		q.Start = q.Min
		if q.Increment < 0 {
			q.Start = q.Max
		}
	}
	if q.Min > q.Max {
		return tds.Errorf(11705, 16, "The minimum value for sequence object '%s' must be less than its maximum value.", written(st.Name))
	}
	if q.Start < q.Min || q.Start > q.Max {
		return tds.Errorf(11703, 16, "The start value for sequence object '%s' must be between the minimum and maximum value of the sequence object.", written(st.Name))
	}
	return d.tx.Create(d.ctx, q)
}

func sequenceRange(t tds.Type) (lo, hi int64, err error) {
	switch t.ID {
	case tds.TinyInt:
		return 0, 255, nil
	case tds.SmallInt:
		return -1 << 15, 1<<15 - 1, nil
	case tds.Int:
		return -1 << 31, 1<<31 - 1, nil
	case tds.BigInt:
		return -1 << 63, 1<<63 - 1, nil
	case tds.DecimalType, tds.NumericType:
		if t.Scale == 0 {
			hi = 1<<63 - 1
			if t.Prec < 19 {
				hi = 1
				for range t.Prec {
					hi *= 10
				}
				hi--
			}
			return -hi, hi, nil
		}
	}
	return 0, 0, tds.Errorf(11702, 16, "The sequence object '%s' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, or any user-defined data type that is based on one of the above integer data types.", t)
}

// sequenceOptions reads START WITH and the rest; started tells whether a start was given.
func (d *definition) sequenceOptions(q *Sequence, list []tsql.Option) (started bool, err error) {
	for _, o := range list {
		var n int64
		if o.Value != nil {
			v, typ, ok := eval.Constant(o.Value, eval.Const{})
			if !ok {
				return false, tds.Errorf(102, 15, "Incorrect syntax near '%s'.", o.Name)
			}
			w, err := eval.Convert(v, typ, tds.TypeBigInt, nil)
			if err != nil {
				return false, err
			}
			n, _ = w.(int64)
		}
		switch o.Name {
		case "START WITH", "START":
			q.Start, started = n, true
		case "INCREMENT BY", "INCREMENT":
			q.Increment = n
		case "MINVALUE":
			q.Min = n
		case "MAXVALUE":
			q.Max = n
		case "CYCLE":
			q.Cycle = true
		case "NO CYCLE":
			q.Cycle = false
		case "CACHE":
			q.Cache = n
		}
	}
	return started, nil
}

func (d *definition) alterSequence(st *tsql.CreateSequenceStmt) error {
	o, err := d.object(st.Name)
	if err != nil {
		return err
	}
	old, ok := o.(*Sequence)
	if !ok {
		return tds.Errorf(15151, 16, "Cannot alter the sequence '%s', because it does not exist or you do not have permission.", st.Name.Object)
	}
	next := *old
	if _, err := d.sequenceOptions(&next, st.Options); err != nil {
		return err
	}
	if err := d.tx.Alter(d.ctx, old, &next); err != nil {
		return err
	}
	for _, o := range st.Options {
		if !strings.HasPrefix(o.Name, "RESTART") {
			continue
		}
		at := next.Start
		if o.Value != nil {
			v, typ, _ := eval.Constant(o.Value, eval.Const{})
			w, err := eval.Convert(v, typ, tds.TypeBigInt, nil)
			if err != nil {
				return err
			}
			at, _ = w.(int64)
		}
		d.tx.RestartSequence(&next, at)
	}
	return nil
}

// createDatabase is CREATE DATABASE: 226 inside a transaction.
func (d *definition) createDatabase(st *tsql.CreateDatabaseStmt) error {
	if d.s.tranCount > 0 {
		return tds.Errorf(226, 16, "CREATE DATABASE statement not allowed within multi-statement transaction.")
	}
	collation := st.Collation
	if collation == "" {
		collation = "SQL_Latin1_General_CP1_CI_AS"
	}
	if _, ok := eval.LookupCollation(collation); !ok {
		return tds.Errorf(448, 16, "Invalid collation '%s'.", collation)
	}
	_, err := d.tx.CreateDatabase(d.ctx, st.Name, collation)
	return err
}

// alterDatabase keeps options as text, and renames.
func (d *definition) alterDatabase(st *tsql.AlterDatabaseStmt) error {
	name := st.Name
	if name == "" || sameName(name, "CURRENT") {
		name = d.s.database
	}
	db := d.tx.Catalog().Database(name)
	if db == nil {
		return tds.Errorf(5011, 14, "User does not have permission to alter database '%s', the database does not exist, or the database is not in a state that allows access checks.", name)
	}
	next := *db
	next.Options = map[string]string{}
	for k, v := range db.Options {
		next.Options[k] = v
	}
	for _, o := range st.Options {
		text := ""
		if o.Value != nil {
			if v, typ, ok := eval.Constant(o.Value, eval.Const{}); ok {
				text = eval.Format(v, typ)
			}
		}
		next.Options[o.Name] = text
	}
	if st.Modify != "" {
		if d.tx.Catalog().Database(st.Modify) != nil {
			return tds.Errorf(1801, 16, "Database '%s' already exists. Choose a different database name.", st.Modify)
		}
		next.Name = st.Modify
	}
	return d.tx.AlterDatabase(d.ctx, db, &next)
}
