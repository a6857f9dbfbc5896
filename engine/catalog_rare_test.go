package engine

import (
	"testing"

	"msxgate/tds"
)

// TestRareCatalog: every line has columns with names of their own and a type each, and no view is there twice.
func TestRareCatalog(t *testing.T) {
	seen := map[string]bool{}
	columns := func(name string, cols []tds.Column) {
		if seen[name] || len(cols) == 0 {
			t.Errorf("%s: twice, or without columns", name)
		}
		seen[name] = true
		own := map[string]bool{}
		for _, c := range cols {
			if own[upper(c.Name)] || c.Type.ID == tds.NullType {
				t.Errorf("%s.%s: twice, or of no type", name, c.Name)
			}
			own[upper(c.Name)] = true
		}
	}
	r := rare()
	for _, v := range r.views {
		columns(v.name, viewColumns(v.columns))
	}
	for name, f := range r.functions {
		columns(name, f.cols)
	}
	for _, list := range [][]catalogView{objectViews(), tableViews(), moduleViews(), serverViews(), schemaViews(), compatibilityViews(), emptyViews()} {
		for _, v := range list {
			if v.schema == "" && seen[v.name] {
				t.Errorf("%s has rows elsewhere", v.name)
			}
		}
	}
}
