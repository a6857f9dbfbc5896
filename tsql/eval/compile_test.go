package eval

import (
	"strings"
	"testing"

	"msxgate/tds"
	"msxgate/tsql"
)

// tableScope is a Scope with one row of columns and a fixed subquery.
type tableScope struct {
	Const
	names []string
	types []tds.Type
	rows  []tds.Value // of the subquery
	typ   tds.Type
}

func (s tableScope) Column(ref *tsql.ColumnRef) (Fn, tds.Type, error) {
	for i, n := range s.names {
		if equalFold(n, ref.Parts[len(ref.Parts)-1]) {
			return func(f *Frame) (tds.Value, error) { return f.Row[i], nil }, s.types[i], nil
		}
	}
	return s.Const.Column(ref)
}

func (s tableScope) Subquery(*tsql.SelectStmt, SubqueryKind) (Query, error) {
	return Query{Type: s.typ, Rows: func(_ *Frame, yield func(tds.Value) bool) error {
		for _, v := range s.rows {
			if !yield(v) {
				break
			}
		}
		return nil
	}}, nil
}

func TestSubqueries(t *testing.T) {
	for _, c := range []struct {
		src  string
		rows []tds.Value
		want string
	}{
		{"EXISTS (SELECT 1)", []tds.Value{nil}, "T"},
		{"EXISTS (SELECT 1)", nil, "F"},
		{"NOT EXISTS (SELECT 1)", nil, "T"},
		{"2 IN (SELECT 1)", []tds.Value{int64(1), int64(2)}, "T"},
		{"2 IN (SELECT 1)", []tds.Value{int64(1), nil}, "U"},
		{"2 NOT IN (SELECT 1)", []tds.Value{int64(1), nil}, "U"},
		{"2 IN (SELECT 1)", nil, "F"},
		{"NULL IN (SELECT 1)", nil, "F"},
		{"NULL IN (SELECT 1)", []tds.Value{int64(1)}, "U"},
		{"'2' IN (SELECT 1)", []tds.Value{int64(2)}, "T"},
		{"2 > ALL (SELECT 1)", []tds.Value{int64(1), int64(0)}, "T"},
		{"2 > ALL (SELECT 1)", []tds.Value{int64(1), int64(3)}, "F"},
		{"2 > ALL (SELECT 1)", []tds.Value{int64(1), nil}, "U"},
		{"2 > ALL (SELECT 1)", nil, "T"},
		{"2 = ANY (SELECT 1)", []tds.Value{int64(2)}, "T"},
		{"2 < SOME (SELECT 1)", []tds.Value{int64(1)}, "F"},
		{"(SELECT 1) = 2", []tds.Value{int64(2)}, "T"},
		{"(SELECT 1) = 2", nil, "U"},
		{"(SELECT 1) = 2", []tds.Value{int64(2), int64(2)}, "Msg 512"},
	} {
		cond, err := CompileCond(parseCond(t, c.src), tableScope{rows: c.rows, typ: tds.TypeInt})
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		r, err := cond(&Frame{})
		got := map[Truth]string{True: "T", False: "F", Unknown: "U"}[r]
		if err != nil {
			got, _, _ = strings.Cut(message(err), ":")
		}
		if got != c.want {
			t.Errorf("%s of %v: %s, want %s", c.src, c.rows, got, c.want)
		}
	}
}

// parseCond reads a condition, which ParseExpr may not take, as that of an IIF.
func parseCond(t testing.TB, src string) tsql.Expr {
	t.Helper()
	e := parseExpr(t, "IIF("+src+", 1, 0)")
	return e.(*tsql.Call).Args[0]
}

// A chain of a thousand ANDs and a sum of a thousand terms compile and run.
func TestLongChains(t *testing.T) {
	src := "1 = 1" + strings.Repeat(" AND 1 = 1", 1000)
	cond, err := CompileCond(parseCond(t, src), Const{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := cond(foldFrame); r != True || err != nil {
		t.Error(r, err)
	}
	if got := answer(t, "1"+strings.Repeat(" + 1", 1000)); got != "int: 1001" {
		t.Error(got)
	}
}

// Constants are folded, but what fails waits until it is evaluated.
func TestFolding(t *testing.T) {
	for src, want := range map[string]bool{
		"1 + 2 * 3": true, "UPPER('a') + 'b'": true, "1 / 0": false, "GETDATE()": false, "NEWID()": false,
		"CAST('2024-01-02' AS date)": true, "CAST('01/02/2024' AS date)": false, "@i": false, "DATEPART(weekday, '20240101')": false,
	} {
		_, _, ok := Constant(parseExpr(t, src), Const{testVars()})
		if ok != want {
			t.Errorf("%s: constant is %v", src, ok)
		}
	}
}

func TestArithmeticAPI(t *testing.T) {
	v, typ, err := Arithmetic(tsql.OpAdd, "a", tds.TypeVarChar(10), "b", tds.TypeVarChar(5))
	if v != "ab" || typ != tds.TypeVarChar(15) || err != nil {
		t.Error(v, typ, err)
	}
	v, typ, err = Arithmetic(tsql.OpDiv, int64(7), tds.TypeInt, tds.Decimal{Lo: 20, Scale: 1}, tds.TypeDecimal(3, 1))
	if err != nil || Format(v, typ) != "3.500000" {
		t.Error(Format(v, typ), typ, err)
	}
	if v, typ, err = Arithmetic(tsql.OpAdd, nil, tds.TypeNull, int64(1), tds.TypeBigInt); v != nil || typ != tds.TypeBigInt || err != nil {
		t.Error(v, typ, err)
	}
}

func benchScope() (tableScope, *Frame) {
	s := tableScope{
		names: []string{"name", "run_status", "run_date", "category_id"},
		types: []tds.Type{tds.TypeSysname, tds.TypeInt, tds.TypeInt, tds.TypeInt},
	}
	return s, &Frame{Row: []tds.Value{"Nightly backup of Finance", int64(1), int64(20240229), int64(3)}, Vars: &Vars{}, Sess: fixture{}}
}

func benchmarkCond(b *testing.B, src string) {
	s, f := benchScope()
	cond, err := CompileCond(parseCond(b, src), s)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = cond(f)
	}
}

func BenchmarkCondInt(b *testing.B) { benchmarkCond(b, "run_status = 1 AND run_date >= 20240101") }

func BenchmarkCondText(b *testing.B) { benchmarkCond(b, "name = N'nightly BACKUP of finance'") }

func BenchmarkCondInHashed(b *testing.B) { benchmarkCond(b, "category_id IN (1,2,4,5,6,7,8,9,10,3)") }

func BenchmarkLikeContains(b *testing.B) { benchmarkCond(b, "name LIKE N'%fin%'") }

func BenchmarkLikePrefix(b *testing.B) { benchmarkCond(b, "name LIKE N'night%'") }

func BenchmarkCompile(b *testing.B) {
	s, _ := benchScope()
	e := parseExpr(b, "CASE WHEN run_status = 1 THEN N'Succeeded' WHEN name LIKE N'%x%' THEN UPPER(name) + N'!' ELSE CONVERT(nvarchar(30), run_date) END")
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Compile(e, s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCaseAndConvert(b *testing.B) {
	s, f := benchScope()
	fn, _, err := Compile(parseExpr(b, "CASE run_status WHEN 0 THEN 'Failed' WHEN 1 THEN 'Succeeded' ELSE CONVERT(varchar(10), run_date) END"), s)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = fn(f)
	}
}
