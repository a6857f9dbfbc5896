package engine

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// What looks after storage here: identities can be set anew, the file compared with memory, constraints checked again.

// administer runs a function in a transaction as a statement of its own.
func (s *Session) administer(ctx context.Context, f func(d *definition) error) error {
	if s.doomed {
		return errDoomed()
	}
	var err error
	for range 100 {
		err = s.statement(func(tx *txn) error { return f(&definition{s: s, ctx: ctx, tx: tx, vars: &eval.Vars{}}) })
		if !errors.Is(err, errStale) {
			break
		}
	}
	return err
}

// Identity is what DBCC CHECKIDENT tells: the value given out last and the one that reaches furthest in the column. NULL
// when there is none.
type Identity struct{ Current, Column tds.Value }

// CheckIdentity is DBCC CHECKIDENT: it tells the identity of a table and, unless only asked, sets it: to reseed, or to what
// the column has when that is further. 2501, 7997.
func (s *Session) CheckIdentity(ctx context.Context, name tsql.Name, ask bool, reseed *int64) (id Identity, err error) {
	err = s.administer(ctx, func(d *definition) error {
		o, err := d.object(name)
		if err != nil {
			return err
		}
		t, ok := o.(*Table)
		switch {
		case !ok:
			return errNoTableNamed(name)
		case t.Identity() < 0:
			return tds.Errorf(7997, 16, "'%s' does not contain an identity column.", t.Name)
		}
		id = d.identityOf(t)
		switch {
		case ask:
		case reseed != nil:
			d.tx.SetIdentity(t, *reseed)
		case id.Column != nil:
			furthest, _ := id.Column.(int64)
			d.tx.ReachIdentity(t, furthest)
		}
		return nil
	})
	return id, err
}

// errNoTableNamed is message 2501.
func errNoTableNamed(name tsql.Name) *tds.Error {
	e := tds.Errorf(2501, 16, "Cannot find a table or object with the name \"%s\". Check the system catalog.", written(name))
	e.State = 45
	return e
}

func (d *definition) identityOf(t *Table) (id Identity) {
	col := t.Identity()
	c := &t.Columns[col]
	if t.state.used.Load() {
		id.Current = t.LastIdentity()
	}
	for _, row := range d.tx.view().Scan(t) {
		n, ok := wholeOf(row[col], c.Type)
		if !ok {
			continue
		}
		if last, seen := id.Column.(int64); !seen || c.Increment > 0 && n > last || c.Increment < 0 && n < last {
			id.Column = n
		}
	}
	return id
}

// wholeOf is the value of an identity column, which may be a decimal one.
func wholeOf(v tds.Value, t tds.Type) (int64, bool) {
	if v == nil {
		return 0, false
	}
	w, err := eval.Convert(v, t, tds.TypeBigInt, nil)
	if err != nil {
		return 0, false
	}
	n, ok := w.(int64)
	return n, ok
}

// Verify compares the file with memory: nil, or the first difference. It is what DBCC CHECKDB can be here.
func (s *Session) Verify() error { return s.engine.verify() }

// HasIndex tells whether a table or a view has an index of that name, or any when the name is ALL: 1088, 2727.
func (s *Session) HasIndex(name tsql.Name, index string) error {
	t, err := s.Table(name)
	if err != nil {
		return tds.Errorf(1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", written(name))
	}
	if !sameName(index, "ALL") && t.Index(index) == nil {
		return tds.Errorf(2727, 11, "Cannot find index '%s'.", index)
	}
	return nil
}
