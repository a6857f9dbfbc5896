package engine

import (
	"strings"

	"msxgate/tsql"
)

// formulaText is an expression as definitions are kept and the catalog shows them: in parentheses, columns in brackets,
// numbers in parentheses, functions in small letters, IN and BETWEEN written out. What it does not know is kept as it was
// written.
func formulaText(e tsql.Expr) string {
	if s, ok := catalogText(e, 0); ok {
		return "(" + s + ")"
	}
	s := tsql.Print(e)
	if _, ok := e.(*tsql.Paren); ok {
		return s
	}
	return "(" + s + ")"
}

// catalogOps are the operators with their precedence.
var catalogOps = map[tsql.Op]struct {
	text  string
	level int
}{
	tsql.OpOr: {" OR ", 1}, tsql.OpAnd: {" AND ", 2},
	tsql.OpEq: {"=", 4}, tsql.OpNe: {"<>", 4}, tsql.OpLt: {"<", 4}, tsql.OpLe: {"<=", 4}, tsql.OpGt: {">", 4}, tsql.OpGe: {">=", 4},
	tsql.OpAdd: {"+", 5}, tsql.OpSub: {"-", 5}, tsql.OpMul: {"*", 6}, tsql.OpDiv: {"/", 6}, tsql.OpMod: {"%", 6},
}

// catalogText writes an expression that stands under an operator of some precedence; ok is false for what it does not know.
func catalogText(e tsql.Expr, above int) (s string, ok bool) {
	level := 9
	switch e := e.(type) {
	case *tsql.Paren:
		return catalogText(e.X, above)
	case *tsql.ColumnRef:
		return "[" + strings.ReplaceAll(e.Parts[len(e.Parts)-1], "]", "]]") + "]", true
	case *tsql.Literal:
		return literalText(e)
	case *tsql.Unary:
		l, isLiteral := e.X.(*tsql.Literal)
		if e.Op != tsql.OpNeg || !isLiteral {
			return "", false
		}
		return "(-" + tsql.Print(l) + ")", true
	case *tsql.Call:
		return catalogCall(e)
	case *tsql.IsNull:
		x, ok := catalogText(e.X, 4)
		if e.Not {
			return x + " IS NOT NULL", ok
		}
		s, level = x+" IS NULL", 4
		return s, ok
	case *tsql.Like:
		x, ok1 := catalogText(e.X, 4)
		y, ok2 := catalogText(e.Pattern, 4)
		if e.Not || e.Escape != nil {
			return "", false
		}
		return x + " like " + y, ok1 && ok2
	case *tsql.In:
		s, ok = catalogIn(e)
		level = 1
	case *tsql.Binary:
		op, known := catalogOps[e.Op]
		x, ok1 := catalogText(e.X, op.level)
		y, ok2 := catalogText(e.Y, op.level+1)
		s, ok, level = x+op.text+y, known && ok1 && ok2, op.level
	default:
		return "", false
	}
	if level < above {
		s = "(" + s + ")"
	}
	return s, ok
}

func literalText(e *tsql.Literal) (string, bool) {
	switch e.Value.(type) {
	case nil:
		return "NULL", true
	case string:
		return tsql.Print(e), true
	}
	if e.Type.ID.IsNumeric() {
		return "(" + tsql.Print(e) + ")", true
	}
	return tsql.Print(e), true
}

// catalogIn writes x IN (a, b) as SQL Server does: the last first.
func catalogIn(e *tsql.In) (string, bool) {
	if e.Not || e.Query != nil {
		return "", false
	}
	x, ok := catalogText(e.X, 4)
	var parts []string
	for i := len(e.List) - 1; i >= 0; i-- {
		y, known := catalogText(e.List[i], 5)
		ok = ok && known
		parts = append(parts, x+"="+y)
	}
	return strings.Join(parts, " OR "), ok
}

func catalogCall(e *tsql.Call) (string, bool) {
	if e.Name.Schema != "" || e.Over != nil || e.Distinct || len(e.Within) > 0 || takesDatePart(e) {
		return "", false
	}
	if e.NoParens {
		return "", false
	}
	args := make([]string, len(e.Args))
	for i, a := range e.Args {
		s, ok := catalogText(a, 0)
		if !ok {
			return "", false
		}
		args[i] = s
	}
	return strings.ToLower(e.Name.Object) + "(" + strings.Join(args, ",") + ")", true
}
