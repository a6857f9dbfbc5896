package integration

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport says which packages of the house a package may import. A change here needs its reason in the same commit.
var mayImport = map[string][]string{
	"tds":                 {},
	"tsql":                {"tds"},
	"tsql/eval":           {"tds", "tsql"},
	"tsql/interp":         {"tds", "tsql", "tsql/eval"},
	"engine":              {"tds", "tsql", "tsql/eval"},
	"msdb":                {"tds"},
	"procs":               {"tds", "msdb"},
	"gateway":             {"tds", "tsql", "tsql/eval", "tsql/interp", "engine", "msdb", "procs"},
	"gateway/gatewaytest": {"gateway", "tds", "tsql", "procs"}, // procs: the agent that its gateways have
	"msdb/msdbtest":       {"tds", "msdb"},
	"agent":               {"tds", "tsql", "msdb"}, // tsql: a T-SQL step is split at GO
	"cmd/msxgate":         {"gateway", "agent", "msdb", "procs", "tds", "tsql", "tsql/eval"},
	"integration":         {},

	"integration/clients/denisenkom": {},
}

type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// house lists the packages of the module.
func house(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "msxgate/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImports(t *testing.T) {
	for _, p := range house(t) {
		name := strings.TrimPrefix(p.ImportPath, "msxgate/")
		allowed, ok := mayImport[name]
		if !ok {
			t.Errorf("package %s has no line in the import table", name)
			continue
		}
		for _, i := range p.Imports {
			if dep, ours := strings.CutPrefix(i, "msxgate/"); ours && !slices.Contains(allowed, dep) {
				t.Errorf("%s must not import %s", name, dep)
			}
		}
	}
}

// TestPackageComments wants exactly one package comment in each package.
func TestPackageComments(t *testing.T) {
	for _, p := range house(t) {
		comments := 0
		for _, f := range p.GoFiles {
			ast, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, f), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			if ast.Doc != nil {
				comments++
			}
		}
		if comments != 1 {
			t.Errorf("%s has %d package comments", p.ImportPath, comments)
		}
	}
}
