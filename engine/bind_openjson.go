package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// openJSON is OPENJSON(text [, path]) [WITH (...)].
func (b *binder) openJSON(t *tsql.FuncTable, call *tsql.Call, s *scope) (*tableFunction, error) {
	if len(call.Args) < 1 || len(call.Args) > 2 {
		return nil, tds.Errorf(189, 15, "The openjson function requires 1 to 2 arguments.")
	}
	f := &tableFunction{}
	for _, e := range call.Args {
		fn, err := b.converted(e, s, tds.TypeNVarChar(tds.Max))
		if err != nil {
			return nil, err
		}
		f.args = append(f.args, fn)
	}
	if t.Schema == nil {
		f.cols = []tds.Column{
			{Name: "key", Type: tds.TypeNVarChar(4000)}, {Name: "value", Type: tds.TypeNVarChar(tds.Max), Nullable: true}, {Name: "type", Type: tds.TypeTinyInt},
		}
		f.rows = jsonRows
		return f, nil
	}
	paths, err := jsonColumns(t, f)
	if err != nil {
		return nil, err
	}
	f.rows = func(args []tds.Value, yield func(row ...tds.Value) error) error {
		return jsonTable(f, paths, args, yield)
	}
	return f, nil
}

// jsonColumn is a column of the WITH clause.
type jsonColumn struct {
	path *eval.JSONPath
	json bool // AS JSON: the text itself
}

func jsonColumns(t *tsql.FuncTable, f *tableFunction) ([]jsonColumn, error) {
	var out []jsonColumn
	for i := range t.Schema {
		def := &t.Schema[i]
		f.cols = append(f.cols, tds.Column{Name: def.Name, Type: def.Type.Type, Nullable: true})
		c := jsonColumn{path: &eval.JSONPath{Steps: []eval.JSONStep{{Key: def.Name, Index: -1}}}}
		if l, ok := def.Default.(*tsql.Literal); ok {
			text, _ := l.Value.(string)
			p, err := eval.ParseJSONPath(text)
			if err != nil {
				return nil, err
			}
			c.path = p
		}
		c.json = def.Type.Type.ID == tds.NVarChar && def.Type.Type.Size == tds.Max
		out = append(out, c)
	}
	return out, nil
}

// jsonBase is the text OPENJSON opens: what the path points to; empty when there is nothing.
func jsonBase(args []tds.Value) (string, error) {
	text, ok := args[0].(string)
	if !ok {
		return "", nil
	}
	path := &eval.JSONPath{}
	if len(args) > 1 {
		p, ok := args[1].(string)
		if !ok {
			return "", nil
		}
		var err error
		if path, err = eval.ParseJSONPath(p); err != nil {
			return "", err
		}
	}
	raw, _, found, err := eval.FindJSON(text, path)
	if err != nil {
		return "", err
	}
	if !found {
		if path.Strict {
			return "", tds.Errorf(13608, 16, "Property cannot be found on the specified JSON path.")
		}
		return "", nil
	}
	return raw, nil
}

func jsonRows(args []tds.Value, yield func(row ...tds.Value) error) error {
	raw, err := jsonBase(args)
	if err != nil || raw == "" {
		return err
	}
	keys, values, err := eval.JSONEntries(raw)
	if err != nil {
		return err
	}
	for i, k := range keys {
		v, kind := eval.JSONText(values[i])
		if err := yield(k, v, int64(kind)); err != nil {
			return err
		}
	}
	return nil
}

// jsonTable gives a row for an object, or a row for each element of an array.
func jsonTable(f *tableFunction, cols []jsonColumn, args []tds.Value, yield func(row ...tds.Value) error) error {
	raw, err := jsonBase(args)
	if err != nil || raw == "" {
		return err
	}
	rows := []string{raw}
	if raw[0] == '[' {
		if _, rows, err = eval.JSONEntries(raw); err != nil {
			return err
		}
	}
	for _, text := range rows {
		row := make([]tds.Value, len(cols))
		for i, c := range cols {
			if row[i], err = c.value(text, f.cols[i].Type); err != nil {
				return err
			}
		}
		if err := yield(row...); err != nil {
			return err
		}
	}
	return nil
}

func (c *jsonColumn) value(text string, typ tds.Type) (tds.Value, error) {
	if text == "" || text[0] != '{' && text[0] != '[' {
		return nil, nil
	}
	raw, _, found, err := eval.FindJSON(text, c.path)
	if err != nil {
		return nil, err
	}
	if !found {
		if c.path.Strict {
			return nil, tds.Errorf(13608, 16, "Property cannot be found on the specified JSON path.")
		}
		return nil, nil
	}
	v, kind := eval.JSONText(raw)
	if v == nil || kind >= 4 && !c.json {
		return nil, nil
	}
	return eval.Convert(v, tds.TypeNVarChar(tds.Max), typ, nil)
}
