package engine

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

//go:embed catalog_rare.txt
var rareSource string

// rareFunction is a table-valued function that has no rows here.
type rareFunction struct {
	most int // arguments
	cols []tds.Column
}

type rareCatalog struct {
	views     []catalogView
	functions map[string]rareFunction // by name in upper case
}

// rare reads catalog_rare.txt, once for all engines.
var rare = sync.OnceValue(func() rareCatalog {
	r := rareCatalog{functions: map[string]rareFunction{}}
	for line := range strings.Lines(rareSource) {
		name, columns, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		if f, most, ok := strings.Cut(strings.TrimSuffix(name, ")"), "("); ok {
			n, _ := strconv.Atoi(most)
			r.functions[upper(f)] = rareFunction{n, viewColumns(columns)}
			continue
		}
		r.views = append(r.views, catalogView{name: name, columns: columns})
	}
	return r
})

// rareTable binds a table-valued function of catalog_rare.txt; ok is false when it is none: 8144.
func (b *binder) rareTable(call *tsql.Call, s *scope) (f *tableFunction, ok bool, err error) {
	r, ok := rare().functions[upper(call.Name.Object)]
	if !ok {
		return nil, false, nil
	}
	if len(call.Args) > r.most {
		return nil, true, tds.Errorf(8144, 16, "Procedure or function %s has too many arguments specified.", written(call.Name))
	}
	f = &tableFunction{cols: r.cols, rows: func([]tds.Value, func(...tds.Value) error) error { return nil }}
	for _, a := range call.Args {
		if ref, isName := a.(*tsql.ColumnRef); isName && len(ref.Parts) == 1 && sameName(ref.Parts[0], "DEFAULT") {
			continue
		}
		var fn eval.Fn
		if fn, _, err = b.scalar(a, s); err != nil {
			return nil, true, err
		}
		f.args = append(f.args, fn)
	}
	return f, true, nil
}
