package engine

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// statement is a compiled statement.
type statement interface {
	exec(x *run, out tds.Writer) (rows int64, counted bool, err error)
}

// prepared is a compiled statement with what it depends on.
type prepared struct {
	stmt    statement
	deps    *binding
	version uint64
	db      string
}

// Exec runs one statement. It writes Columns and Row to out, not Done, and returns the rows returned
// or affected; counted is false for definitions.
func (s *Session) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	if vars == nil {
		vars = &eval.Vars{}
	}
	switch st := st.(type) {
	case *tsql.SelectStmt:
		if into(st) != nil {
			return s.selectInto(ctx, st, vars)
		}
	case *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt:
		if s.doomed {
			return 0, false, errDoomed()
		}
	default:
		return 0, false, s.define(ctx, st, vars)
	}
	return s.execute(ctx, vars, out, func() (*prepared, error) { return s.plan(st, vars) })
}

// execute runs a compiled statement; when a definition changed under it, it is compiled and run again.
func (s *Session) execute(ctx context.Context, vars *eval.Vars, out tds.Writer, plan func() (*prepared, error)) (rows int64, counted bool, err error) {
	for range 100 {
		err = s.statement(func(tx *txn) error {
			p, err := plan()
			if err != nil {
				return err
			}
			x, err := s.begin(ctx, tx, p.deps, vars)
			if err != nil {
				return err
			}
			if rows, counted, err = p.stmt.exec(x, out); err == nil && x.nulls && !s.quiet {
				err = out.Message(&tds.Error{Number: 8153, State: 1, Message: "Warning: Null value is eliminated by an aggregate or other SET operation.", Server: s.eval.ServerName()})
			}
			return err
		})
		if !errors.Is(err, errStale) {
			break
		}
	}
	return rows, counted, err
}

// begin takes the locks a plan asks for and the view it reads. errStale says that a table is no longer as
// the plan knows it.
func (s *Session) begin(ctx context.Context, tx *txn, deps *binding, vars *eval.Vars) (*run, error) {
	for _, r := range deps.reads {
		if r.lock != 0 {
			if err := tx.LockTable(ctx, r.table, r.lock); err != nil {
				return nil, err
			}
		}
		if err := tx.Share(ctx, r.table); err != nil {
			return nil, err
		}
	}
	x := &run{ctx: ctx, s: s, tx: tx, view: tx.view(), vars: vars, kept: make([]any, deps.slots)}
	for _, r := range deps.reads {
		if x.view.Catalog().ByID(r.table.ID) == Object(r.table) {
			continue
		}
		if tx.iso == Snapshot {
			return nil, errSnapshotSchema(r.table)
		}
		return nil, errStale
	}
	return x, nil
}

// Param is a parameter of Run.
type Param struct {
	Name  string // with its @
	Type  tds.Type
	Value tds.Value
}

// Run executes a text of one statement with parameters, through the plan cache.
func (s *Session) Run(ctx context.Context, text string, params []Param, out tds.Writer) (rows int64, err error) {
	vars := &eval.Vars{
		Names: make([]string, len(params)), Types: make([]tds.Type, len(params)), Values: make([]tds.Value, len(params)),
	}
	for i, p := range params {
		vars.Names[i], vars.Types[i], vars.Values[i] = p.Name, p.Type, p.Value
	}
	st, err := s.engine.executor.parse(text)
	if err != nil {
		return 0, err
	}
	rows, _, err = s.Exec(ctx, st, vars, out)
	return rows, err
}

// plan compiles a statement or finds it compiled.
func (s *Session) plan(st tsql.Stmt, vars *eval.Vars) (*prepared, error) {
	cache := &s.engine.executor.plans
	version := s.catalog().Version()
	if p := cache.find(st, s, version, vars); p != nil {
		return p, nil
	}
	b := s.newBinder(vars)
	stmt, err := b.statement(st)
	if err != nil {
		return nil, err
	}
	p := &prepared{stmt: stmt, deps: b.binding, version: version, db: s.database}
	if !b.transient {
		cache.add(st, p)
	}
	return p, nil
}

// statement compiles a statement that reads or changes rows.
func (b *binder) statement(st tsql.Stmt) (statement, error) {
	switch st := st.(type) {
	case *tsql.SelectStmt:
		return b.selectStatement(st)
	case *tsql.InsertStmt:
		return b.insert(st)
	case *tsql.UpdateStmt:
		return b.update(st)
	case *tsql.DeleteStmt:
		return b.delete(st)
	case *tsql.MergeStmt:
		return b.mergeStmt(st)
	}
	return nil, errNotBuilt("this statement")
}

// selectStatement is a SELECT whose rows go to the client, or into variables.
type selectStatement struct {
	query *boundQuery
	cols  []tds.Column
}

func (b *binder) selectStatement(st *tsql.SelectStmt) (statement, error) {
	if err := b.options(st.Options); err != nil {
		return nil, err
	}
	q, err := b.query(st, nil)
	if err != nil {
		return nil, err
	}
	return &selectStatement{query: q, cols: columnsOf(q.cols)}, nil
}

// columnsOf describes output columns to a client.
func columnsOf(cols []outCol) []tds.Column {
	out := make([]tds.Column, len(cols))
	for i, c := range cols {
		out[i] = tds.Column{
			Name: c.name, Type: shown(c.typ), Nullable: c.nullable || c.typ.ID == tds.NullType,
			Identity: c.base.identity, Computed: c.base.computed,
		}
	}
	return out
}

func (q *selectStatement) exec(x *run, out tds.Writer) (rows int64, counted bool, err error) {
	if !q.query.assigns {
		if err := out.Columns(q.cols); err != nil {
			return 0, false, err
		}
	}
	limit := x.s.rowCount
	err = q.query.plan.rows(x, nil, func(row []tds.Value) error {
		if q.query.text && row[0] == nil {
			return nil
		}
		rows++
		if !q.query.assigns {
			if err := out.Row(row); err != nil {
				return err
			}
		}
		if rows == limit {
			return errStop
		}
		return nil
	})
	if err == errStop {
		err = nil
	}
	return rows, true, err
}

// options reads the query hints that change something: MAXRECURSION.
func (b *binder) options(list []tsql.Option) error {
	for _, o := range list {
		if o.Name != "MAXRECURSION" {
			continue
		}
		v, _, ok := eval.Constant(o.Value, &eval.Const{})
		n, isInt := v.(int64)
		if !ok || !isInt || n < 0 || n > 32767 {
			return tds.Errorf(310, 15, "The value specified for the MAXRECURSION option exceeds the allowed maximum of 32767.")
		}
		b.maxRecursion = int(n)
	}
	return nil
}

// into is the INTO of a SELECT, or nil.
func into(st *tsql.SelectStmt) *tsql.Name {
	q := st.Body
	for {
		switch n := q.(type) {
		case *tsql.QuerySpec:
			return n.Into
		case *tsql.SetOp:
			q = n.Left
		case *tsql.ParenQuery:
			q = n.Query.Body
		default:
			return nil
		}
	}
}
