package tsql

import (
	"encoding/hex"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

func itoa(n int) string { return strconv.Itoa(n) }

func int64String(n int64) string { return strconv.FormatInt(n, 10) }

// isZeroType tells whether no type was written.
func isZeroType(t TypeName) bool { return t.Name == nil && t.Type == tds.Type{} }

// The levels of expressions, from what binds least.
const (
	levelOr = iota + 1
	levelAnd
	levelNot
	levelTest
	levelAdd
	levelMul
	levelSign
	levelPrimary
)

func levelOf(x Expr) int {
	switch x := x.(type) {
	case *Binary:
		return levelOfOp(x.Op)
	case *Unary:
		if x.Op == OpNot {
			return levelNot
		}
		return levelSign
	case *Like, *Between, *In, *IsNull, *IsDistinct, *Exists, *Quantified:
		return levelTest
	case *Literal:
		if isNegative(x.Value) {
			return levelSign
		}
	}
	return levelPrimary
}

func levelOfOp(op Op) int {
	switch op {
	case OpOr:
		return levelOr
	case OpAnd:
		return levelAnd
	case OpAdd, OpSub, OpBitAnd, OpBitOr, OpBitXor:
		return levelAdd
	case OpMul, OpDiv, OpMod:
		return levelMul
	}
	return levelTest
}

var opNames = [...]string{
	OpAdd: "+", OpSub: "-", OpMul: "*", OpDiv: "/", OpMod: "%", OpBitAnd: "&", OpBitOr: "|", OpBitXor: "^", OpBitNot: "~",
	OpNeg: "-", OpPlus: "+", OpNot: "NOT", OpAnd: "AND", OpOr: "OR", OpEq: "=", OpNe: "<>", OpLt: "<", OpLe: "<=", OpGt: ">", OpGe: ">=",
}

// String is the operator as T-SQL writes it.
func (op Op) String() string { return opNames[op] }

// operand prints x, in parentheses if it binds less than level.
func (p *printer) operand(x Expr, level int) {
	p.wrapped(x, levelOf(x) < level)
}

func (p *printer) wrapped(x Expr, wrap bool) {
	if wrap {
		p.str("(")
	}
	p.expr(x)
	if wrap {
		p.str(")")
	}
}

func (p *printer) exprs(list []Expr) {
	p.list(len(list), func(i int) { p.expr(list[i]) })
}

func (p *printer) expr(x Expr) {
	switch x := x.(type) {
	case *Literal:
		p.literal(x)
	case *Variable:
		p.str(x.Name)
	case *GlobalVariable:
		p.str(x.Name)
	case *ColumnRef:
		p.column(x.Parts)
	case *Star:
		p.star(x)
	case *Unary:
		p.unary(x)
	case *Binary:
		p.binary(x)
	case *Like:
		p.like(x)
	case *Between:
		p.test(x.X, x.Not, " BETWEEN ")
		p.operand(x.Lo, levelAdd)
		p.str(" AND ")
		p.operand(x.Hi, levelAdd)
	case *In:
		p.in(x)
	case *IsNull:
		p.isTest(x.X, x.Not, "NULL")
	case *IsDistinct:
		p.isTest(x.X, x.Not, "DISTINCT FROM ")
		p.operand(x.Y, levelAdd)
	case *Exists:
		p.str("EXISTS ")
		p.parenQuery(x.Query)
	case *Quantified:
		p.quantified(x)
	case *Subquery:
		p.parenQuery(x.Query)
	case *Case:
		p.caseExpr(x)
	case *Cast:
		p.cast(x)
	case *Call:
		p.call(x)
	case *Collate:
		p.operand(x.X, levelPrimary)
		p.str(" COLLATE ")
		p.collation(x.Name)
	case *AtTimeZone:
		p.operand(x.X, levelPrimary)
		p.str(" AT TIME ZONE ")
		p.wrapped(x.Zone, isPostfix(x.Zone))
	case *Method:
		p.method(x)
	case *NextValue:
		p.str("NEXT VALUE FOR ")
		p.name(x.Sequence)
		p.overClause(x.Over)
	case *Default:
		p.str("DEFAULT")
	case *Paren:
		p.str("(")
		p.expr(x.X)
		p.str(")")
	}
}

// isPostfix tells whether x cannot stand behind AT TIME ZONE as it is.
func isPostfix(x Expr) bool {
	switch x.(type) {
	case *Collate, *AtTimeZone, *Method:
		return true
	}
	return levelOf(x) < levelPrimary
}

func (p *printer) star(x *Star) {
	for _, q := range x.Qualifier {
		if q != "" {
			p.ident(q)
		}
		p.str(".")
	}
	p.str("*")
}

// unary prints a sign, ~ or NOT. Two signs are kept apart, for -- begins a comment.
func (p *printer) unary(x *Unary) {
	switch x.Op {
	case OpNot:
		p.str("NOT ")
		p.operand(x.X, levelNot)
	case OpBitNot:
		p.str("~")
		p.operand(x.X, levelSign)
	default:
		p.str(x.Op.String())
		if beginsInSign(x.X) {
			p.str(" ")
		}
		p.operand(x.X, levelMul)
	}
}

func (p *printer) binary(x *Binary) {
	level := levelOfOp(x.Op)
	left, right := level, level+1
	if level == levelTest {
		left = levelAdd
	}
	p.wrapped(x.X, levelOf(x.X) < left || level == levelMul && endsInSign(x.X))
	p.str(" ", x.Op.String(), " ")
	p.operand(x.Y, right)
}

// beginsInSign tells whether x, as an operand of a sign, begins with another.
func beginsInSign(x Expr) bool {
	for levelOf(x) >= levelMul {
		switch y := x.(type) {
		case *Binary:
			x = y.X
		case *Unary:
			return y.Op != OpBitNot
		default:
			return levelOf(x) == levelSign
		}
	}
	return false
}

// endsInSign tells whether x ends in an operand with a sign, which would draw what is
// multiplied with x under the sign.
func endsInSign(x Expr) bool {
	for {
		switch y := x.(type) {
		case *Literal:
			return isNegative(y.Value)
		case *Unary:
			if y.Op != OpBitNot {
				return true
			}
			x = y.X
		case *Binary:
			x = y.Y
		default:
			return false
		}
	}
}

// test prints the left operand and the name of a predicate.
func (p *printer) test(x Expr, not bool, name string) {
	p.operand(x, levelAdd)
	if not {
		p.str(" NOT")
	}
	p.str(name)
}

func (p *printer) isTest(x Expr, not bool, what string) {
	p.operand(x, levelAdd)
	p.str(" IS ")
	if not {
		p.str("NOT ")
	}
	p.str(what)
}

func (p *printer) like(x *Like) {
	p.test(x.X, x.Not, " LIKE ")
	p.operand(x.Pattern, levelAdd)
	if x.Escape != nil {
		p.str(" ESCAPE ")
		p.operand(x.Escape, levelAdd)
	}
}

func (p *printer) in(x *In) {
	p.test(x.X, x.Not, " IN ")
	if x.Query != nil {
		p.parenQuery(x.Query)
		return
	}
	p.str("(")
	p.exprs(x.List)
	p.str(")")
}

func (p *printer) quantified(x *Quantified) {
	p.operand(x.X, levelAdd)
	p.str(" ", x.Op.String())
	if x.All {
		p.str(" ALL ")
	} else {
		p.str(" ANY ")
	}
	p.parenQuery(x.Query)
}

func (p *printer) caseExpr(x *Case) {
	p.str("CASE")
	if x.Operand != nil {
		p.str(" ")
		p.expr(x.Operand)
	}
	for _, w := range x.Whens {
		p.str(" WHEN ")
		p.expr(w.Cond)
		p.str(" THEN ")
		p.expr(w.Then)
	}
	if x.Else != nil {
		p.str(" ELSE ")
		p.expr(x.Else)
	}
	p.str(" END")
}

var castNames = [...]string{"CAST", "CONVERT", "TRY_CAST", "TRY_CONVERT", "PARSE", "TRY_PARSE"}

func (p *printer) cast(x *Cast) {
	p.str(castNames[x.Kind], "(")
	if x.Kind == CastConvert || x.Kind == CastTryConvert {
		p.typeName(x.Type, true)
		p.str(", ")
		p.expr(x.X)
		if x.Style != nil {
			p.str(", ")
			p.expr(x.Style)
		}
	} else {
		p.expr(x.X)
		p.str(" AS ")
		p.typeName(x.Type, true)
		if x.Style != nil {
			p.str(" USING ")
			p.expr(x.Style)
		}
	}
	p.str(")")
}

func (p *printer) collation(name string) {
	if strings.EqualFold(name, "DATABASE_DEFAULT") || strings.EqualFold(name, "CATALOG_DEFAULT") {
		p.str(name)
		return
	}
	p.ident(name)
}

func (p *printer) method(x *Method) {
	p.wrapped(x.X, !hasMethods(x.X) || levelOf(x.X) < levelPrimary)
	p.str(".")
	p.ident(x.Name)
	p.str("(")
	p.exprs(x.Args)
	p.str(")")
}

// call prints a function. Those with a grammar of their own are printed in it when they
// came from it.
func (p *printer) call(x *Call) {
	special := x.Name.Schema == "" && isSimple(x)
	switch name := x.Name.Object; {
	case x.NoParens:
		p.str(name)
		return
	case special && strings.EqualFold(name, "TRIM") && len(x.Args) == 2:
		p.str(name, "(")
		p.expr(x.Args[1])
		p.str(" FROM ")
		p.expr(x.Args[0])
		p.str(")")
		return
	case special && strings.EqualFold(name, "JSON_OBJECT") && len(x.Args)%2 == 0:
		p.jsonObject(x)
		return
	case special && len(x.Args) > 2 && isTest(name) && len(name) == len("CONTAINS"):
		p.fulltext(x)
		return
	}
	p.callName(x, special)
	p.str("(")
	if x.Distinct {
		p.str("DISTINCT ")
	}
	p.exprs(x.Args)
	if x.Nulls == "ABSENT" || x.Nulls == "NULL" {
		p.str(" ", x.Nulls, " ON NULL")
	}
	p.str(")")
	p.callSuffix(x)
}

// isSimple tells whether a call has nothing but scalar arguments.
func isSimple(x *Call) bool {
	for _, a := range x.Args {
		switch a.(type) {
		case *Star, *Default:
			return false
		}
	}
	return !x.Distinct && x.Over == nil && x.Within == nil && x.Nulls != "IGNORE" && x.Nulls != "RESPECT"
}

// callName prints a function's name. A reserved word is one of the language's functions;
// the name of a function with a grammar of its own is in brackets if the call does not
// follow that grammar.
func (p *printer) callName(x *Call, special bool) {
	name := x.Name.Object
	if x.Name.Schema != "" || x.Name.Database != "" {
		p.name(x.Name)
		return
	}
	switch lookupKeyword(name) {
	case kwCoalesce, kwNullif, kwLeft, kwRight, kwIdentity, kwUpdate, kwOpenXML, kwOpenQuery, kwOpenRowset, kwOpenDatasource,
		kwContainsTable, kwFreetextTable, kwSemanticKeyPhraseTable, kwSemanticSimilarityDetailsTable, kwSemanticSimilarityTable:
		p.str(name)
		return
	case kwContains, kwFreetext:
		if len(x.Args) > 0 {
			p.str(name)
			return
		}
	}
	if schema, method, ok := strings.Cut(name, "::"); ok && isRegular(method) {
		p.column(strings.Split(schema, "."))
		p.str("::")
		p.ident(method)
		return
	}
	switch strings.ToUpper(name) {
	case "IIF":
		if special && len(x.Args) == 3 && isCondition(x.Args[0]) {
			p.str(name)
			return
		}
		p.quoted(name)
	case "TRIM", "JSON_OBJECT":
		if special && len(x.Args) == 1 {
			p.str(name)
			return
		}
		p.quoted(name)
	default:
		p.ident(name)
	}
}

func (p *printer) jsonObject(x *Call) {
	p.str(x.Name.Object, "(")
	p.list(len(x.Args)/2, func(i int) {
		p.expr(x.Args[2*i])
		p.str(": ")
		p.expr(x.Args[2*i+1])
	})
	if x.Nulls != "" {
		p.str(" ", x.Nulls, " ON NULL")
	}
	p.str(")")
}

// fulltext prints CONTAINS((a, b), 'x', LANGUAGE 1033).
func (p *printer) fulltext(x *Call) {
	last := len(x.Args) - 1
	p.str(x.Name.Object, "(")
	if l, ok := x.Args[last].(*Literal); ok && l.Type.ID == tds.Int {
		p.columnsAndSearch(x.Args[:last])
		p.str(", LANGUAGE ")
		p.expr(l)
	} else {
		p.columnsAndSearch(x.Args)
	}
	p.str(")")
}

func (p *printer) columnsAndSearch(args []Expr) {
	last := len(args) - 1
	p.str("(")
	p.exprs(args[:last])
	p.str("), ")
	p.expr(args[last])
}

func (p *printer) callSuffix(x *Call) {
	if x.Within != nil {
		p.str(" WITHIN GROUP (")
		p.orderBy(x.Within)
		p.str(")")
	}
	if x.Nulls == "IGNORE" || x.Nulls == "RESPECT" {
		p.str(" ", x.Nulls, " NULLS")
	}
	p.overClause(x.Over)
}

func (p *printer) overClause(o *Over) {
	if o != nil {
		p.str(" ")
		p.over(o)
	}
}

func (p *printer) over(o *Over) {
	p.str("OVER (")
	sep := ""
	if o.Partition != nil {
		p.str("PARTITION BY ")
		p.exprs(o.Partition)
		sep = " "
	}
	if o.Order != nil {
		p.str(sep)
		p.orderBy(o.Order)
		sep = " "
	}
	if o.Frame != nil {
		p.str(sep)
		p.frame(o.Frame)
	}
	p.str(")")
}

func (p *printer) frame(f *Frame) {
	if f.Range {
		p.str("RANGE BETWEEN ")
	} else {
		p.str("ROWS BETWEEN ")
	}
	p.bound(f.From)
	p.str(" AND ")
	p.bound(f.To)
}

var boundNames = [...]string{"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW", " FOLLOWING", "UNBOUNDED FOLLOWING"}

func (p *printer) bound(b Bound) {
	if b.Offset != nil {
		p.expr(b.Offset)
	}
	p.str(boundNames[b.Kind])
}

// ---- constants

// literal prints a constant. One whose type is not what its text would have is cast.
func (p *printer) literal(x *Literal) {
	text, natural := constantText(x.Value, x.Type)
	if x.Type == natural || x.Type == (tds.Type{}) || x.Value == nil && x.Type.ID == tds.NullType {
		p.str(text)
		return
	}
	p.str("CAST(", text, " AS ", x.Type.String(), ")")
}

// constantText is a constant for a value, and the type that the constant has.
func constantText(v tds.Value, t tds.Type) (string, tds.Type) {
	switch v := v.(type) {
	case bool:
		if v {
			return "1", tds.TypeInt
		}
		return "0", tds.TypeInt
	case int64:
		return intText(v)
	case tds.Decimal:
		return decimalText(v)
	case tds.Money:
		return moneyText(v), tds.TypeMoney
	case float64:
		return strings.ToLower(strconv.FormatFloat(v, 'E', -1, 64)), tds.Type{ID: tds.Float}
	case string:
		return stringText(v, t)
	case []byte:
		return "0x" + strings.ToUpper(hex.EncodeToString(v)), tds.TypeVarBinary(sizeOrMax(max(len(v), 1), 8000))
	case tds.GUID:
		return quoteString(v.String()), tds.Type{}
	case time.Time:
		return quoteString(timeText(v, t)), tds.Type{}
	case tds.Variant:
		inner := &printer{}
		inner.literal(&Literal{Value: v.Value, Type: v.Type})
		return inner.String(), tds.Type{}
	}
	return "NULL", tds.TypeNull
}

func intText(n int64) (string, tds.Type) {
	s := strconv.FormatInt(n, 10)
	if n == int64(int32(n)) && n >= 0 {
		return s, tds.TypeInt
	}
	return s, tds.Type{}
}

func decimalText(d tds.Decimal) (string, tds.Type) {
	n := new(big.Int).SetUint64(d.Hi)
	n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(d.Lo))
	s := n.String()
	if pad := int(d.Scale) - len(s); pad >= 0 {
		s = strings.Repeat("0", pad+1) + s
	}
	point := len(s) - int(d.Scale)
	digits := strings.TrimLeft(s, "0")
	t := tds.Type{ID: tds.NumericType, Prec: uint8(max(len(digits), int(d.Scale), 1)), Scale: d.Scale}
	if d.Scale > 0 || d.Hi == 0 && d.Lo <= math.MaxInt32 {
		s = s[:point] + "." + s[point:]
	}
	if d.Neg {
		return "-" + s, tds.Type{}
	}
	return s, t
}

func moneyText(m tds.Money) string {
	sign, n := "", uint64(m)
	if m < 0 {
		sign, n = "-", -n
	}
	frac := strconv.FormatUint(n%10000, 10)
	return "$" + sign + strconv.FormatUint(n/10000, 10) + "." + strings.Repeat("0", 4-len(frac)) + frac
}

func stringText(s string, t tds.Type) (string, tds.Type) {
	n := max(utf16Len(s), 1)
	if t.ID.IsUnicode() {
		return "N" + quoteString(s), tds.TypeNVarChar(sizeOrMax(n, 4000))
	}
	return quoteString(s), tds.TypeVarChar(sizeOrMax(n, 8000))
}

func timeText(v time.Time, t tds.Type) string {
	switch t.ID {
	case tds.Date:
		return v.Format("2006-01-02")
	case tds.Time:
		return v.Format("15:04:05.0000000")
	case tds.DateTime, tds.SmallDateTime:
		return v.Format("2006-01-02T15:04:05.000")
	case tds.DateTimeOffset:
		return v.Format("2006-01-02T15:04:05.0000000-07:00")
	}
	return v.Format("2006-01-02T15:04:05.0000000")
}

func isNegative(v tds.Value) bool {
	switch v := v.(type) {
	case int64:
		return v < 0
	case float64:
		return v < 0
	case tds.Decimal:
		return v.Neg
	}
	return false
}

// typeName prints a type. A length that was left out is left out again when what it
// means is the same.
func (p *printer) typeName(t TypeName, cast bool) {
	if t.Name != nil {
		p.name(*t.Name)
		return
	}
	implied := int32(1)
	if cast {
		implied = 30
	}
	id := t.Type.ID
	switch {
	case t.Type.Sysname:
		p.str("sysname")
	case id == tds.Real && t.Full:
		p.str("float(24)")
	case id == tds.Float && t.Full:
		p.str("float(53)")
	case (id.IsCharacter() || id.IsBinary()) && !t.Full && t.Type.Size == implied,
		(id == tds.DecimalType || id == tds.NumericType) && !t.Full && t.Type.Prec == 18 && t.Type.Scale == 0,
		(id == tds.Time || id == tds.DateTime2 || id == tds.DateTimeOffset) && !t.Full && t.Type.Scale == 7:
		p.str(id.String())
	default:
		p.str(t.Type.String())
	}
}
