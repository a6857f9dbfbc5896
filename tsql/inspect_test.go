package tsql

import (
	"reflect"
	"slices"
	"testing"
)

func TestInspect(t *testing.T) {
	prog, err := Parse("WITH c AS (SELECT a FROM t1) UPDATE x SET v = (SELECT MAX(b) FROM t2) FROM dbo.t3 AS x JOIN c ON EXISTS (SELECT * FROM f(1))\n" +
		"IF 1 = 1 EXEC p @a = @b ELSE INSERT t4 EXEC q")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	prog.Inspect(func(n Node) bool {
		if name, ok := n.(*Name); ok {
			names = append(names, Print(name))
		}
		return true
	})
	want := []string{"t1", "x", "MAX", "t2", "dbo.t3", "c", "f", "p", "t4", "q"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

// TestInspectMeetsAll: every expression that reflection finds in a tree is visited.
func TestInspectMeetsAll(t *testing.T) {
	for _, test := range parseTests {
		prog, err := Parse(test.src)
		if err != nil {
			continue
		}
		seen := map[Expr]bool{}
		prog.Inspect(func(n Node) bool {
			if x, ok := n.(Expr); ok {
				seen[x] = true
			}
			return true
		})
		for _, x := range expressions(reflect.ValueOf(prog.Stmts), nil) {
			if !seen[x] {
				t.Errorf("%s: %s is not visited", test.name, Print(x))
			}
		}
	}
}

// expressions are all values of type Expr below v.
func expressions(v reflect.Value, list []Expr) []Expr {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return list
		}
		if x, ok := v.Interface().(Expr); ok && v.Kind() == reflect.Interface {
			list = append(list, x)
		}
		return expressions(v.Elem(), list)
	case reflect.Slice:
		for i := range v.Len() {
			list = expressions(v.Index(i), list)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			// A value of a constant is no node, and sets repeat the expressions of GROUP BY.
			if f.IsExported() && f.Name != "Value" || f.Type == reflect.TypeFor[Expr]() {
				list = expressions(v.Field(i), list)
			}
		}
	}
	return list
}

func TestLinesAndText(t *testing.T) {
	prog, err := Parse("SELECT 1\nSELECT\n 2;\n\nEXEC p")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range prog.Stmts {
		got = append(got, prog.Text(s))
	}
	if want := []string{"SELECT 1", "SELECT\n 2", "EXEC p"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for i, want := range []int32{1, 2, 5} {
		if got := prog.Line(prog.Stmts[i].Extent().Start); got != want {
			t.Errorf("statement %d is on line %d, want %d", i, got, want)
		}
	}
	if got := prog.Line(Pos(len(prog.Source))); got != 5 {
		t.Errorf("the end is on line %d, want 5", got)
	}
}
