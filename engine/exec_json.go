package engine

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// jsonWriter is a FOR JSON clause over the columns of its query.
type jsonWriter struct {
	clause *tsql.ForClause
	cols   []outCol
	paths  [][]string
}

// newJSONWriter checks the columns: 13605.
func newJSONWriter(f *tsql.ForClause, cols []outCol) (*jsonWriter, error) {
	w := &jsonWriter{clause: f, cols: cols}
	last := ""
	for _, c := range cols {
		if c.name == "" {
			return nil, tds.Errorf(13605, 16, "Column expressions and data sources without names or aliases cannot be formatted as JSON text using FOR JSON clause. Add alias to the unnamed column or table.")
		}
		path := []string{c.name}
		if f.Mode == "PATH" {
			path = strings.Split(c.name, ".")
		}
		if f.Mode == "AUTO" && c.table != "" {
			if last != "" && c.table != last {
				return nil, errNotBuilt("FOR JSON AUTO over more than one table")
			}
			last = c.table
		}
		w.paths = append(w.paths, path)
	}
	return w, nil
}

func (w *jsonWriter) begin() rowText { return &jsonText{w: w} }

// jsonText is the JSON of one execution.
type jsonText struct {
	w    *jsonWriter
	out  strings.Builder
	rows int
}

func (t *jsonText) size() int { return t.out.Len() }

func (t *jsonText) row(row []tds.Value) error {
	if t.rows > 0 {
		t.out.WriteString(",")
	}
	t.rows++
	t.out.WriteString("{")
	var open []string
	first := true
	for i, v := range row {
		if v == nil && !t.w.clause.IncludeNulls {
			continue
		}
		path := t.w.paths[i]
		common := 0
		for common < len(open) && common < len(path)-1 && open[common] == path[common] {
			common++
		}
		for ; len(open) > common; open = open[:len(open)-1] {
			t.out.WriteString("}")
			first = false
		}
		if !first {
			t.out.WriteString(",")
		}
		for _, s := range path[common : len(path)-1] {
			t.out.WriteString(jsonString(s) + ":{")
			open = append(open, s)
		}
		text, err := jsonValue(v, t.w.cols[i])
		if err != nil {
			return err
		}
		t.out.WriteString(jsonString(path[len(path)-1]) + ":" + text)
		first = false
	}
	t.out.WriteString(strings.Repeat("}", len(open)+1))
	return nil
}

func (t *jsonText) end() (tds.Value, error) {
	f := t.w.clause
	if t.rows == 0 && !f.HasRoot {
		return nil, nil
	}
	text := t.out.String()
	if !f.NoWrapper {
		text = "[" + text + "]"
	}
	if f.HasRoot {
		root := f.Root
		if root == "" {
			root = "root"
		}
		text = "{" + jsonString(root) + ":" + text + "}"
	}
	return text, nil
}

// jsonValue writes a value; the text of an inner FOR JSON stands as it is.
func jsonValue(v tds.Value, c outCol) (string, error) {
	switch v := v.(type) {
	case nil:
		return "null", nil
	case bool:
		if v {
			return "true", nil
		}
		return "false", nil
	case string:
		if c.json {
			return v, nil
		}
		return jsonString(v), nil
	case []byte:
		return jsonString(base64.StdEncoding.EncodeToString(v)), nil
	case time.Time:
		return jsonString(isoTime(v, c.typ)), nil
	case tds.GUID:
		return jsonString(v.String()), nil
	case tds.Variant:
		return jsonValue(v.Value, outCol{typ: v.Type})
	}
	s, err := eval.Convert(v, c.typ, tds.TypeNVarChar(tds.Max), &eval.ConvertOptions{Explicit: true, Style: xmlStyle(c.typ), Styled: xmlStyle(c.typ) != 0})
	if err != nil {
		return "", err
	}
	return s.(string), nil
}

// jsonString quotes a string; SQL Server escapes the slash too.
func jsonString(s string) string {
	var w strings.Builder
	e := json.NewEncoder(&w)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""`
	}
	return strings.ReplaceAll(strings.TrimSuffix(w.String(), "\n"), "/", `\/`)
}
