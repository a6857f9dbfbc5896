package engine

import (
	"fmt"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// compileFilters readies the conditions of filtered indexes. SQL Server allows only
// comparisons of columns with constants in them, so no session is needed to run them.
func (t *Table) compileFilters() error {
	for _, ix := range t.Indexes {
		if ix.Filter == nil {
			continue
		}
		cond, err := eval.CompileCond(ix.Filter.Expr, rowScope{table: t})
		if err != nil {
			return err
		}
		ix.keep = func(row []tds.Value) bool {
			truth, err := cond(&eval.Frame{Row: row})
			return err == nil && truth == eval.True
		}
	}
	return nil
}

// rowScope knows the columns of one table and nothing else.
type rowScope struct {
	table *Table
}

// Column finds a column of the table by the last part of its name.
func (s rowScope) Column(ref *tsql.ColumnRef) (eval.Fn, tds.Type, error) {
	name := ref.Parts[len(ref.Parts)-1]
	i := s.table.Ordinal(name)
	if i < 0 {
		return nil, tds.Type{}, tds.Errorf(207, 16, "Invalid column name '%s'.", name)
	}
	return func(f *eval.Frame) (tds.Value, error) { return f.Row[i], nil }, s.table.Columns[i].Type, nil
}

var errFilter = tds.Errorf(10739, 16, "Filtered index: the filter expression may only compare columns of the table with constants.")

// Variable refuses.
func (rowScope) Variable(*tsql.Variable) (eval.Fn, tds.Type, error) {
	return nil, tds.Type{}, errFilter
}

// Subquery refuses.
func (rowScope) Subquery(*tsql.SelectStmt, eval.SubqueryKind) (eval.Query, error) {
	return eval.Query{}, errFilter
}

// Function leaves every call to eval.
func (rowScope) Function(*tsql.Call) (eval.Fn, tds.Type, bool, error) {
	return nil, tds.Type{}, false, nil
}

// Expr knows no other expressions.
func (rowScope) Expr(tsql.Expr) (eval.Fn, tds.Type, bool, error) {
	return nil, tds.Type{}, false, nil
}

// parseFormula reads an expression that the store keeps as text. A condition is one too.
func parseFormula(text string, condition bool) (*Formula, error) {
	if text == "" {
		return nil, nil
	}
	source := "SELECT " + text
	if condition {
		source = "SELECT 1 WHERE " + text
	}
	p, err := tsql.Parse(source)
	if err != nil {
		return nil, fmt.Errorf("stored expression %q: %w", text, err)
	}
	q := p.Stmts[0].(*tsql.SelectStmt).Body.(*tsql.QuerySpec)
	if condition {
		return &Formula{Text: text, Expr: q.Where}, nil
	}
	return &Formula{Text: text, Expr: q.Items[0].Expr}, nil
}
