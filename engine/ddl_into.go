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
	query, ident := identityItem(st)
	q, err := b.query(query, nil)
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
	if ident != nil {
		c := &t.Columns[ident.at]
		c.Identity, c.Nullable, c.Seed, c.Increment = true, false, ident.seed, ident.increment
	}
	x, err := s.begin(ctx, tx, b.binding, vars)
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
		if ident != nil {
			row[identity] = tx.NextIdentity(t)
		} else if identity >= 0 {
			if n, ok := integerOf(row[identity]); ok {
				tx.ReachIdentity(t, n)
			}
		}
		rows++
		if t.Kind != UserTable {
			if err := s.private(t, rowSize(row)); err != nil {
				return err
			}
		}
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

// newIdentity is IDENTITY(type, seed, increment) in the select list of a SELECT INTO.
type newIdentity struct {
	at              int
	seed, increment int64
}

// identityItem finds IDENTITY() in the select list and puts a number in its place.
func identityItem(st *tsql.SelectStmt) (*tsql.SelectStmt, *newIdentity) {
	spec, ok := st.Body.(*tsql.QuerySpec)
	if !ok {
		return st, nil
	}
	for i, it := range spec.Items {
		call, ok := it.Expr.(*tsql.Call)
		if !ok || !sameName(call.Name.Object, "IDENTITY") || call.Name.Schema != "" || len(call.Args) == 0 {
			if _, star := it.Expr.(*tsql.Star); star {
				return st, nil // its position would not be known
			}
			continue
		}
		ref, ok := call.Args[0].(*tsql.ColumnRef)
		if !ok {
			return st, nil
		}
		id, known := tds.LookupType(ref.Parts[len(ref.Parts)-1])
		if !known || !id.IsInteger() {
			return st, nil
		}
		out := &newIdentity{at: i, seed: 1, increment: 1}
		for j, to := range []*int64{&out.seed, &out.increment} {
			if len(call.Args) > j+1 {
				v, _, _ := eval.Constant(call.Args[j+1], eval.Const{})
				*to, _ = v.(int64)
			}
		}
		zero := &tsql.Literal{Span: it.Span, Value: int64(0), Type: tds.TypeInt}
		changed, query := *spec, *st
		changed.Items = append([]tsql.SelectItem(nil), spec.Items...)
		changed.Items[i].Expr = &tsql.Cast{Span: it.Span, X: zero, Type: tsql.TypeName{Span: it.Span, Type: tds.Type{ID: id}}}
		query.Body = &changed
		return &query, out
	}
	return st, nil
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
