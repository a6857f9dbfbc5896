package engine

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// selectInto is SELECT ... INTO: it makes a table of the query's columns and fills it.
func (s *Session) selectInto(ctx context.Context, st *tsql.SelectStmt, vars *eval.Vars) (rows int64, counted bool, err error) {
	if s.doomed {
		return 0, false, errDoomed()
	}
	for range 100 {
		err = s.statement(func(tx *txn) error {
			rows, err = s.makeInto(ctx, tx, st, vars)
			return err
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return rows, true, err
}

func (s *Session) makeInto(ctx context.Context, tx *txn, st *tsql.SelectStmt, vars *eval.Vars) (int64, error) {
	b := s.newBinder(vars)
	if err := b.options(st.Options); err != nil {
		return 0, err
	}
	q, err := b.query(st, nil)
	if err != nil {
		return 0, err
	}
	d := &definition{s: s, ctx: ctx, tx: tx, vars: vars}
	p, err := d.place(*into(st))
	if err != nil {
		return 0, err
	}
	t, err := intoTable(p, q.cols)
	if err != nil {
		return 0, err
	}
	x, err := s.begin(ctx, tx, &prepared{deps: b.binding}, vars)
	if err != nil {
		return 0, err
	}
	if err := tx.Create(ctx, t); err != nil {
		return 0, err
	}
	rows := int64(0)
	identity := t.Identity()
	err = q.plan.rows(x, nil, func(row []tds.Value) error {
		row = append([]tds.Value(nil), row...)
		if identity >= 0 {
			if n, ok := integerOf(row[identity]); ok {
				tx.ReachIdentity(t, n)
			}
		}
		rows++
		_, err := x.view.Insert(ctx, t, row)
		if err == nil && rows == s.rowCount {
			return errStop
		}
		return err
	})
	if err == errStop {
		err = nil
	}
	return rows, err
}

// intoTable is the table that SELECT INTO makes: 1038, 2705.
func intoTable(p place, cols []outCol) (*Table, error) {
	t := &Table{Database: p.db, Schema: p.schema, Name: p.name}
	identities := 0
	for _, c := range cols {
		if c.base.identity {
			identities++
		}
	}
	for _, c := range cols {
		if c.name == "" {
			return nil, tds.Errorf(1038, 15, "An object or column name is missing or empty. For SELECT INTO statements, verify each column has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed. Change the alias to a valid name.")
		}
		if t.Ordinal(c.name) >= 0 {
			return nil, tds.Errorf(2705, 16, "Column names in each table must be unique. Column name '%s' in table '%s' is specified more than once.", c.name, p.name)
		}
		col := Column{Column: tds.Column{Name: c.name, Type: shown(c.typ), Nullable: c.nullable}}
		if c.base.identity && identities == 1 {
			col.Identity, col.Seed, col.Increment = true, 1, 1
		}
		if col.Type.ID == tds.VarChar || col.Type.ID == tds.NVarChar {
			if col.Type.Size == 0 {
				col.Type.Size = 1
			}
		}
		t.Columns = append(t.Columns, col)
	}
	return t, nil
}

// InsertRows runs an INSERT whose rows came from a call: 213.
func (s *Session) InsertRows(ctx context.Context, st *tsql.InsertStmt, vars *eval.Vars, cols []tds.Column, rows [][]tds.Value) (n int64, err error) {
	if s.doomed {
		return 0, errDoomed()
	}
	n, _, err = s.execute(ctx, vars, nil, func() (*prepared, error) {
		b := s.newBinder(vars)
		p, err := b.insertTarget(st)
		if err != nil {
			return nil, err
		}
		if len(cols) != len(p.into) {
			return nil, tds.Errorf(213, 16, "Column name or number of supplied values does not match table definition.")
		}
		for i, c := range cols {
			if err := eval.Convertible(c.Type, p.table.Columns[p.into[i]].Type); err != nil {
				return nil, err
			}
			p.from = append(p.from, c.Type)
		}
		p.query = rowList(rows)
		return &prepared{stmt: p, deps: b.binding}, nil
	})
	return n, err
}
