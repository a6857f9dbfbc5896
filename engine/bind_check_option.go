package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// checkOption adds to the rules of the table behind a view what the view's WITH CHECK OPTION asks of a row: 550. A view
// over views has the option when one of them has it, and is refused: their columns need not be the table's.
func (b *binder) checkOption(m *Module, r *tableRules) error {
	st, ok := m.Stmt.(*tsql.CreateViewStmt)
	if !ok {
		return nil
	}
	q, plain := st.Query.Body.(*tsql.QuerySpec)
	var from *tsql.TableRef
	if plain && len(q.From) == 1 {
		from, _ = q.From[0].(*tsql.TableRef)
	}
	if from == nil {
		if st.Check {
			return errNotBuilt("changing rows through view " + m.Name + " WITH CHECK OPTION over more than one table")
		}
		return nil
	}
	in := *b
	in.db = m.Database
	if inner, err := in.viewOf(from); err != nil {
		return err
	} else if inner != nil {
		if st.Check && q.Where != nil {
			return errNotBuilt("changing rows through view " + m.Name + " WITH CHECK OPTION over another view")
		}
		return in.checkOption(inner, r)
	}
	if !st.Check || q.Where == nil {
		return nil
	}
	if hasSubquery(q.Where) {
		return errNotBuilt("changing rows through view " + m.Name + " WITH CHECK OPTION over a subquery")
	}
	at, err := b.within(r.table.Database, r.table.Name)
	if err != nil {
		return err
	}
	s := at.rowScope(r.table)
	if from.Alias != "" {
		s.tables[0].alias = from.Alias
	}
	cond, err := eval.CompileCond(q.Where, s)
	if err != nil {
		return err
	}
	r.options = append(r.options, cond)
	return nil
}

func errCheckOption() error {
	return tds.Errorf(550, 16, "The attempted insert or update failed because the target view either specifies WITH CHECK OPTION or spans a view that specifies WITH CHECK OPTION and one or more rows resulting from the operation did not qualify under the CHECK OPTION constraint.")
}

func hasSubquery(e tsql.Expr) (found bool) {
	tsql.Inspect(e, func(n tsql.Node) bool {
		_, query := n.(*tsql.SelectStmt)
		found = found || query
		return !found
	})
	return found
}
