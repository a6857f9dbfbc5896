package msdb

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// carriers are the functions that take the text of a statement, and where among their arguments.
var carriers = map[string]int{
	"Query": 1, "Exec": 1, "exec": 2, "selectRows": 2, "selectRow": 2, "selectColumn": 2, "selectValue": 2, "selectAny": 2, "eachOf": 2,
}

// TestStatementsAreConstant: the text of every statement is a constant of this package, so that no value of a caller can
// be part of one. Where the name of a table or a database has to be, quoteName makes it one word.
func TestStatementsAreConstant(t *testing.T) {
	files, info := checked(t, ".", "msdb")
	seen := 0
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				seen += statementsIn(t, info, fn)
			}
		}
	}
	if seen < 200 {
		t.Errorf("%d statements were looked at", seen)
	}
}

// statementsIn looks at the statements of one function and returns how many there were.
func statementsIn(t *testing.T, info *types.Info, fn *ast.FuncDecl) int {
	t.Helper()
	n := 0
	ast.Inspect(fn.Body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		at, ok := carriers[callee(call)]
		if !ok || len(call.Args) <= at {
			return true
		}
		n++
		if text := call.Args[at]; !constant(info, fn, text) {
			t.Errorf("%s sends %s, which is no constant", fn.Name.Name, types.ExprString(text))
		}
		return true
	})
	return n
}

// callee is the name of the function or method that is called.
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.IndexExpr:
		return callee(&ast.CallExpr{Fun: f.X})
	}
	return ""
}

// constant tells whether an expression is made of constants, of quoteName, of what a function was given to carry on, and
// of variables that are themselves assigned such things only.
func constant(info *types.Info, fn *ast.FuncDecl, e ast.Expr) bool {
	if info.Types[e].Value != nil {
		return true
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return constant(info, fn, e.X) && constant(info, fn, e.Y)
	case *ast.CallExpr:
		return callee(e) == "quoteName"
	case *ast.CompositeLit:
		return all(e.Elts, func(x ast.Expr) bool { return constant(info, fn, x) })
	case *ast.Ident:
		return carried(fn, e) || assigned(info, fn, e)
	}
	return false
}

// carried tells whether a variable is the parameter of a carrier.
func carried(fn *ast.FuncDecl, id *ast.Ident) bool {
	at, ok := carriers[fn.Name.Name]
	var params []string
	for _, f := range fn.Type.Params.List {
		for _, name := range f.Names {
			params = append(params, name.Name)
		}
	}
	return ok && params[at] == id.Name
}

// assigned tells whether a variable of a function gets constants only.
func assigned(info *types.Info, fn *ast.FuncDecl, id *ast.Ident) bool {
	found, good := false, true
	is := func(e ast.Expr) bool { x, ok := e.(*ast.Ident); return ok && x.Name == id.Name }
	ast.Inspect(fn.Body, func(node ast.Node) bool {
		switch s := node.(type) {
		case *ast.AssignStmt:
			for i, l := range s.Lhs {
				if is(l) {
					found, good = true, good && len(s.Lhs) == len(s.Rhs) && constant(info, fn, s.Rhs[i])
				}
			}
		case *ast.RangeStmt:
			if s.Value != nil && is(s.Value) {
				found, good = true, good && constant(info, fn, s.X)
			}
		}
		return true
	})
	return found && good
}

func all(list []ast.Expr, good func(ast.Expr) bool) bool {
	for _, e := range list {
		if !good(e) {
			return false
		}
	}
	return true
}

// TestProceduresSendNothingThemselves: all statements are in this package.
func TestProceduresSendNothingThemselves(t *testing.T) {
	files, _ := checked(t, "../procs", "procs")
	for _, f := range files {
		ast.Inspect(f, func(node ast.Node) bool {
			if sel, ok := node.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Query" || sel.Sel.Name == "Exec") {
				t.Errorf("package procs calls %s", types.ExprString(sel))
			}
			return true
		})
	}
}

// nothing imports nothing: constants of a package are known without what it imports.
type nothing struct{}

var _ types.Importer = nothing{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }

// checked reads the package in a directory, without its tests.
func checked(t *testing.T, dir, name string) ([]*ast.File, *types.Info) {
	t.Helper()
	fset := token.NewFileSet()
	names, err := filepath.Glob(dir + "/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	var files []*ast.File
	for _, n := range names {
		if strings.HasSuffix(n, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, n, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	conf := types.Config{Importer: nothing{}, Error: func(error) {}}
	conf.Check("msxgate/"+name, fset, files, info) //nolint:errcheck // what it cannot import it does not know
	return files, info
}

func TestQuoteName(t *testing.T) {
	for name, want := range map[string]string{"a": "[a]", "a]; DROP TABLE b --": "[a]]; DROP TABLE b --]", "]]": "[]]]]]", "": "[]"} {
		if got := quoteName(name); got != want {
			t.Errorf("%q is quoted as %s", name, got)
		}
	}
}
