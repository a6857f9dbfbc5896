package tsql

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"msxgate/tds"
)

// generator makes random trees.
type generator struct {
	*rand.Rand
	fuel int
}

// spend tells whether the tree may still grow.
func (g *generator) spend() bool {
	g.fuel--
	return g.fuel > 0
}

func (g *generator) coin() bool { return g.IntN(2) == 0 }

func pick[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

func (g *generator) ident() string {
	return pick(g, "a", "b1", "select", "x y", "a]b", "nolock", "é", "next", "#t", "rollup", "output", "$x")
}

func (g *generator) literal() Expr {
	switch g.IntN(8) {
	case 0:
		return &Literal{Value: int64(g.IntN(1000)), Type: tds.TypeInt}
	case 1:
		return &Literal{Value: "it's\\\n", Type: tds.TypeVarChar(6)}
	case 2:
		return &Literal{Value: "é", Type: tds.TypeNVarChar(1)}
	case 3:
		return &Literal{Value: 1.5e10, Type: tds.Type{ID: tds.Float}}
	case 4:
		return &Literal{Value: tds.Decimal{Lo: 1234, Scale: 2}, Type: tds.Type{ID: tds.NumericType, Prec: 4, Scale: 2}}
	case 5:
		return &Literal{Value: tds.Money(12345), Type: tds.TypeMoney}
	case 6:
		return &Literal{Value: []byte{0, 255}, Type: tds.TypeVarBinary(2)}
	}
	return &Literal{Type: tds.TypeNull}
}

func (g *generator) scalar() Expr {
	if !g.spend() {
		return g.literal()
	}
	switch g.IntN(14) {
	case 0, 1:
		return &Binary{Op: Op(g.IntN(int(OpBitXor))) + OpAdd, X: g.scalar(), Y: g.scalar()}
	case 2:
		return &Unary{Op: pick(g, OpNeg, OpPlus, OpBitNot), X: g.scalar()}
	case 3:
		return &Variable{Name: "@" + pick(g, "v", "w#")}
	case 4:
		return &ColumnRef{Parts: []string{g.ident(), g.ident()}}
	case 5:
		return &Call{Name: Name{Schema: "dbo", Object: g.ident()}, Args: g.scalars()}
	case 6:
		c := &Case{Whens: []When{{Cond: g.condition(), Then: g.scalar()}}}
		if g.coin() {
			c.Operand, c.Whens[0].Cond = g.scalar(), g.scalar()
		}
		return c
	case 7:
		return &Cast{X: g.scalar(), Type: TypeName{Type: tds.TypeNVarChar(30)}, Kind: CastKind(g.IntN(4))}
	case 8:
		return &Collate{X: g.scalar(), Name: "Latin1_General_BIN"}
	case 9:
		return &AtTimeZone{X: g.scalar(), Zone: g.scalar()}
	case 10:
		return &Subquery{Query: g.query()}
	case 11:
		return &Call{Name: Name{Object: "SUM"}, Args: g.scalars()[:1], Over: &Over{Partition: g.scalars(), Order: []OrderItem{{g.scalar(), g.coin()}}}}
	case 12:
		return &Method{X: g.scalar(), Name: "query", Args: g.scalars()}
	}
	return g.literal()
}

func (g *generator) scalars() []Expr {
	list := []Expr{g.scalar()}
	for g.coin() && g.spend() {
		list = append(list, g.scalar())
	}
	return list
}

func (g *generator) condition() Expr {
	if !g.spend() {
		return &IsNull{X: g.literal(), Not: g.coin()}
	}
	switch g.IntN(8) {
	case 0, 1:
		return &Binary{Op: pick(g, OpAnd, OpOr), X: g.condition(), Y: g.condition()}
	case 2:
		return &Unary{Op: OpNot, X: g.condition()}
	case 3:
		return &Like{X: g.scalar(), Pattern: g.scalar(), Escape: g.scalar(), Not: g.coin()}
	case 4:
		return &Between{X: g.scalar(), Lo: g.scalar(), Hi: g.scalar(), Not: g.coin()}
	case 5:
		return &In{X: g.scalar(), List: append(g.scalars(), g.literal()), Not: g.coin()}
	case 6:
		return &Quantified{Op: pick(g, OpEq, OpLt), X: g.scalar(), All: g.coin(), Query: g.query()}
	}
	return &Binary{Op: Op(g.IntN(6)) + OpEq, X: g.scalar(), Y: g.scalar()}
}

func (g *generator) query() *SelectStmt {
	q := &SelectStmt{Body: g.queryExpr()}
	if g.coin() {
		q.OrderBy = []OrderItem{{g.scalar(), g.coin()}}
	}
	return q
}

func (g *generator) queryExpr() QueryExpr {
	if g.spend() && g.IntN(4) == 0 {
		op := SetOpKind(g.IntN(3))
		return &SetOp{Op: op, All: op == Union && g.coin(), Left: g.queryExpr(), Right: g.queryExpr()}
	}
	q := &QuerySpec{Distinct: g.coin(), Items: []SelectItem{{Expr: g.scalar(), Alias: g.ident()}, {Expr: &Star{}}}}
	if g.spend() && g.coin() {
		q.From = []TableSource{g.table()}
		q.Where = g.condition()
	}
	return q
}

func (g *generator) table() TableSource {
	if g.spend() {
		switch g.IntN(4) {
		case 0:
			return &Join{Kind: JoinKind(g.IntN(4)), Left: g.table(), Right: g.table(), On: g.condition()}
		case 1:
			return &DerivedTable{Query: g.query(), Alias: g.ident()}
		case 2:
			return &FuncTable{Call: &Call{Name: Name{Object: g.ident()}, Args: g.scalars()}, Alias: g.ident()}
		}
	}
	return &TableRef{Name: Name{Database: "db", Object: g.ident()}, Alias: g.ident(), Hints: []string{"NOLOCK"}}
}

func (g *generator) stmt() Stmt {
	if !g.spend() {
		return &ReturnStmt{}
	}
	switch g.IntN(8) {
	case 0:
		s := &IfStmt{Cond: g.condition(), Then: g.stmt()}
		if g.coin() {
			s.Else = g.stmt()
		}
		return s
	case 1:
		return &WhileStmt{Cond: g.condition(), Body: g.stmt()}
	case 2:
		return &BlockStmt{Body: []Stmt{g.stmt(), g.stmt()}}
	case 3:
		return &TryStmt{Try: []Stmt{g.stmt()}, Catch: []Stmt{&ThrowStmt{}}}
	case 4:
		return &SetStmt{Variable: "@v", Op: pick(g, OpNone, OpAdd, OpBitXor), Value: g.scalar()}
	case 5:
		return &UpdateStmt{Target: &TableRef{Name: Name{Object: g.ident()}}, Set: []SetClause{{Column: &ColumnRef{Parts: []string{g.ident()}}, Value: g.scalar()}}, Where: g.condition()}
	case 6:
		return &ExecStmt{ReturnVar: "@rc", Proc: Name{Object: g.ident()}, Args: []ExecArg{{Name: "@a", Value: g.literal()}}}
	}
	return g.query()
}

// TestPrintSplicedTexts: what the parser reads of texts into which pieces of others were
// put is printed so that it parses to the same.
func TestPrintSplicedTexts(t *testing.T) {
	texts := tokenTexts(t)
	g := &generator{Rand: rand.New(rand.NewPCG(1, 1))}
	for range 5000 {
		words := slices.Clone(pick(g, texts...))
		for range 1 + g.IntN(3) {
			i := g.IntN(len(words))
			j := min(len(words), i+g.IntN(4))
			piece := pick(g, texts...)
			k := g.IntN(len(piece))
			words = slices.Replace(words, i, j, piece[k:min(len(piece), k+g.IntN(5))]...)
			if len(words) == 0 {
				words = []string{";"}
			}
		}
		prog, err := Parse(strings.Join(words, " "))
		if err != nil {
			continue
		}
		if d := reparse(ParseOptions{QuotedIdentifier: true}, prog); d != "" {
			t.Errorf("%s: %s", strings.Join(words, " "), d)
		}
	}
}

// tokenTexts are the texts of the tests as lists of tokens.
func tokenTexts(t *testing.T) (texts [][]string) {
	srcs := make([]string, 0, len(parseTests))
	for _, test := range parseTests {
		srcs = append(srcs, test.src)
	}
	for _, src := range append(srcs, scripts(t)...) {
		l := lexer{src: src, quoted: true}
		var words []string
		for tok := l.at(0); tok.kind != tEOF; tok = l.at(tok.end) {
			words = append(words, l.text(tok))
		}
		if words != nil {
			texts = append(texts, words)
		}
	}
	return texts
}

// TestPrintRandomTrees: trees as no text makes them, with operands that need parentheses,
// are printed so that they parse to themselves and the parentheses.
func TestPrintRandomTrees(t *testing.T) {
	for seed := range uint64(3000) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 0)), fuel: 40}
		want := &Program{Stmts: []Stmt{g.stmt()}}
		text := want.String()
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, text)
		}
		if d := difference(bare(want), bare(got)); d != "" {
			t.Fatalf("seed %d: %s in\n%s", seed, d, text)
		}
	}
}

// bare is the text of a program in a form that says what belongs together without
// parentheses for it.
func bare(p *Program) string {
	var b strings.Builder
	p.Inspect(func(n Node) bool {
		switch n := n.(type) {
		case *Paren, *ParenQuery, *BlockStmt:
			return true
		case *SelectStmt:
			// A query in parentheses inside a set operation is one without anything around it.
			if n.OrderBy == nil {
				return true
			}
			b.WriteString("ORDERED ")
		case *Binary:
			b.WriteString(n.Op.String() + " ")
		case *Unary:
			b.WriteString(n.Op.String() + "1 ")
		case *SetOp:
			b.WriteString(setOpNames[n.Op])
		case *Join:
			b.WriteString(joinNames[n.Kind])
		case *Literal, *ColumnRef, *Variable, *TableRef, *Name, *ThrowStmt, *ReturnStmt:
			b.WriteString(Print(n) + " ")
		default:
			b.WriteString(strings.TrimPrefix(typeOf(n), "*tsql.") + " ")
		}
		return true
	})
	return b.String()
}
