package engine

import (
	"fmt"
	"strings"

	"msxgate/tsql"
)

// exprKey writes an expression so that two expressions with the same key compute the same value:
// how a select list finds the expressions of its GROUP BY. Columns are written as what they resolve to.
func (s *scope) exprKey(e tsql.Expr) string {
	var w strings.Builder
	s.writeKey(&w, e)
	return w.String()
}

func (s *scope) writeKey(w *strings.Builder, e tsql.Expr) {
	e = unparen(e)
	switch e := e.(type) {
	case *tsql.ColumnRef:
		if c, _, err := s.resolve(e); err == nil {
			fmt.Fprintf(w, "#%p", c)
			return
		}
		fmt.Fprintf(w, "?%s", strings.ToUpper(strings.Join(e.Parts, ".")))
	case *tsql.Literal:
		fmt.Fprintf(w, "%T:%v:%v", e.Value, e.Value, e.Type)
	case *tsql.Variable:
		w.WriteString(strings.ToUpper(e.Name))
	case *tsql.GlobalVariable:
		w.WriteString(strings.ToUpper(e.Name))
	case *tsql.Call:
		fmt.Fprintf(w, "%s.%s/%v/%p", upper(e.Name.Schema), upper(e.Name.Object), e.Distinct, e.Over)
		if takesDatePart(e) {
			if part, ok := e.Args[0].(*tsql.ColumnRef); ok {
				w.WriteString(upper(part.Parts[0]))
			}
		}
		s.writeChildren(w, e)
	case *tsql.Unary:
		fmt.Fprintf(w, "u%d", e.Op)
		s.writeChildren(w, e)
	case *tsql.Binary:
		fmt.Fprintf(w, "b%d", e.Op)
		s.writeChildren(w, e)
	case *tsql.Cast:
		fmt.Fprintf(w, "c%d:%v", e.Kind, e.Type.Type)
		s.writeChildren(w, e)
	case *tsql.Case:
		fmt.Fprintf(w, "case%v%v", e.Operand != nil, e.Else != nil)
		s.writeChildren(w, e)
	case *tsql.Collate:
		w.WriteString("collate " + upper(e.Name))
		s.writeChildren(w, e)
	case *tsql.IsNull, *tsql.Like, *tsql.Between, *tsql.In, *tsql.IsDistinct, *tsql.AtTimeZone:
		s.writeOpaque(w, e)
	default: // subqueries and the like are equal to nothing but themselves
		fmt.Fprintf(w, "%p", e)
	}
}

// writeOpaque writes the nodes that are told apart by their kind and their flag alone.
func (s *scope) writeOpaque(w *strings.Builder, e tsql.Expr) {
	not := false
	switch e := e.(type) {
	case *tsql.IsNull:
		not = e.Not
	case *tsql.Like:
		not = e.Not
	case *tsql.Between:
		not = e.Not
	case *tsql.In:
		not = e.Not
		if e.Query != nil {
			fmt.Fprintf(w, "%p", e)
			return
		}
	case *tsql.IsDistinct:
		not = e.Not
	}
	fmt.Fprintf(w, "%T%v", e, not)
	s.writeChildren(w, e)
}

func (s *scope) writeChildren(w *strings.Builder, e tsql.Expr) {
	w.WriteByte('(')
	exprChildren(e, func(p *tsql.Expr) {
		s.writeKey(w, *p)
		w.WriteByte(',')
	})
	w.WriteByte(')')
}

func upper(s string) string { return strings.ToUpper(s) }
