package procs

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
)

// What procedures of SQL Server take, a line each: the name, a tab, the parameters.
//
//go:embed testdata/signatures.tsv
var signatures string

// beyond are procedures whose parameters no catalog tells.
var beyond = map[string]string{
	"sp_generate_server_description": "a helper of enlisting",
	"sp_maintplan_subplans_by_job":   "of maintenance plans",
}

func tabbed(text string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(text) {
		name, facts, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		m[name] = facts
	}
	return m
}

func TestParametersAreThoseOfSQLServer(t *testing.T) {
	for name, want := range tabbed(signatures) {
		p := Lookup(name)
		if p == nil {
			t.Errorf("%s is missing", name)
			continue
		}
		if got := declaration(p); got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
	known := tabbed(signatures)
	for _, p := range All() {
		if _, ok := known[p.Name]; !ok && !p.Positional && beyond[p.Name] == "" {
			t.Errorf("nothing says what %s takes", p.Name)
		}
	}
}

func declaration(p *Proc) string {
	var params []string
	for _, q := range p.Params {
		s := q.Name + " " + q.Type.String()
		if q.Optional {
			s += " = " + literal(q.Default)
		}
		if q.Output {
			s += " OUTPUT"
		}
		params = append(params, s)
	}
	return strings.Join(params, ", ")
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case string:
		return "'" + v + "'"
	}
	return fmt.Sprint(v)
}
