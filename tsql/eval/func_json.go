package eval

import (
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func (c *compiler) jsonArgs(args []node, function string) error {
	for i := range args {
		var err error
		if args[i], err = c.textArg(args, i, function); err != nil {
			return err
		}
	}
	return nil
}

// bindJSONRead is JSON_VALUE, of scalars, and JSON_QUERY, of objects and arrays.
func bindJSONRead(scalar bool, t tds.Type) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		function := strings.ToLower(call.Name.Object)
		if err := c.jsonArgs(args, function); err != nil {
			return node{}, err
		}
		path := constantNode("$", tds.TypeVarChar(1))
		if len(args) > 1 {
			path = args[1]
		}
		return apply2(args[0], path, t, func(v, p tds.Value) (tds.Value, error) {
			path, err := ParseJSONPath(p.(string))
			if err != nil {
				return nil, err
			}
			return readJSON(v.(string), path, scalar)
		}), nil
	}
}

func readJSON(s string, path *JSONPath, scalar bool) (tds.Value, error) {
	raw, _, found, err := FindJSON(s, path)
	if err != nil {
		return nil, err
	}
	if !found {
		if path.Strict {
			return nil, stated(tds.Errorf(13608, 16, "Property cannot be found on the specified JSON path."), 2)
		}
		return nil, nil
	}
	v, kind := JSONText(raw)
	switch {
	case scalar && kind >= 4:
		if path.Strict {
			return nil, stated(tds.Errorf(13623, 16, "Scalar value cannot be found in the specified JSON path."), 2)
		}
		return nil, nil
	case !scalar && kind < 4:
		if path.Strict {
			return nil, stated(tds.Errorf(13624, 16, "Object or array cannot be found in the specified JSON path."), 2)
		}
		return nil, nil
	case scalar && v != nil && textLen(v.(string), true) > 4000:
		if path.Strict {
			return nil, tds.Errorf(13625, 16, "String value in the specified JSON path would be truncated.")
		}
		return nil, nil
	}
	return v, nil
}

func bindIsJSON(c *compiler, call *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "isjson")
	if err != nil {
		return node{}, err
	}
	kind := ""
	if len(call.Args) > 1 {
		kind = "VALUE"
		if ref, ok := call.Args[1].(*tsql.ColumnRef); ok {
			kind = strings.ToUpper(ref.Parts[len(ref.Parts)-1])
		}
	}
	return apply1(x, tds.TypeInt, func(v tds.Value) (tds.Value, error) {
		s := strings.TrimSpace(v.(string))
		if s == "" || checkJSON(s, kind != "") != nil {
			return int64(0), nil
		}
		_, k := JSONText(s)
		switch kind {
		case "OBJECT":
			return boolInt(k == 5), nil
		case "ARRAY":
			return boolInt(k == 4), nil
		case "SCALAR":
			return boolInt(k == 1 || k == 2), nil
		}
		return int64(1), nil
	}), nil
}

func bindJSONExists(c *compiler, _ *tsql.Call, args []node) (node, error) {
	if err := c.jsonArgs(args, "json_path_exists"); err != nil {
		return node{}, err
	}
	return apply2(args[0], args[1], tds.TypeInt, func(v, p tds.Value) (tds.Value, error) {
		path, err := ParseJSONPath(p.(string))
		if err != nil {
			return nil, err
		}
		_, _, found, err := FindJSON(v.(string), path)
		return boolInt(found && err == nil), nil
	}), nil
}

// jsonLiteral is a SQL value as JSON text.
func jsonLiteral(v tds.Value, t tds.Type, raw bool) string {
	switch x := v.(type) {
	case nil:
		return "null"
	case bool:
		return pick(x, "true", "false")
	case int64, tds.Decimal, tds.Money:
		return Format(v, t)
	case float64:
		return strconv.FormatFloat(x, 'e', 15, 64)
	case string:
		if raw {
			return x
		}
		return `"` + escapeJSON(x) + `"`
	}
	s, err := Convert(v, t, tds.TypeNVarChar(tds.Max), &ConvertOptions{Explicit: true, Styled: t.ID.IsTime(), Style: 126})
	if err != nil {
		return "null"
	}
	return `"` + escapeJSON(s.(string)) + `"`
}

// isJSONExpr tells whether an argument makes JSON, which is then taken as it is and not quoted.
func isJSONExpr(e tsql.Expr) bool {
	call, ok := e.(*tsql.Call)
	if !ok {
		return false
	}
	switch strings.ToUpper(call.Name.Object) {
	case "JSON_QUERY", "JSON_MODIFY", "JSON_OBJECT", "JSON_ARRAY":
		return true
	}
	return false
}

func bindJSONModify(c *compiler, call *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "json_modify")
	if err != nil {
		return node{}, err
	}
	path, err := c.textArg(args, 1, "json_modify")
	if err != nil {
		return node{}, err
	}
	raw := isJSONExpr(call.Args[2])
	t := args[2].typ
	return applyAll([]node{x, path, args[2]}, maxText, func(v []tds.Value) (tds.Value, error) {
		if v[0] == nil || v[1] == nil {
			return nil, nil
		}
		p, err := ParseJSONPath(v[1].(string))
		if err != nil {
			return nil, err
		}
		s := v[0].(string)
		if err := checkJSON(s, false); err != nil {
			return nil, err
		}
		return modifyJSON(s, p, v[2], jsonLiteral(v[2], t, raw))
	}), nil
}

var maxText = tds.TypeNVarChar(tds.Max)

// modifyJSON replaces, adds, appends or, when the value is NULL in lax mode, removes.
func modifyJSON(s string, p *JSONPath, v tds.Value, text string) (tds.Value, error) {
	raw, at, found, err := FindJSON(s, p)
	switch {
	case err != nil:
		return nil, err
	case found && p.Append:
		body := strings.TrimRight(strings.TrimSuffix(raw, "]"), " \t\r\n")
		if raw == "" || raw[0] != '[' {
			return s, nil
		}
		return s[:at] + body + pick(body == "[", "", ",") + text + "]" + s[at+len(raw):], nil
	case found && v == nil && !p.Strict && len(p.Steps) > 0:
		if p.Steps[len(p.Steps)-1].Index >= 0 {
			return s[:at] + "null" + s[at+len(raw):], nil
		}
		return removeMember(s, p, at, len(raw)), nil
	case found:
		return s[:at] + text + s[at+len(raw):], nil
	case p.Strict:
		return nil, stated(tds.Errorf(13608, 16, "Property cannot be found on the specified JSON path."), 2)
	case v == nil || len(p.Steps) == 0:
		return s, nil
	}
	last := p.Steps[len(p.Steps)-1]
	parent := &JSONPath{Steps: p.Steps[:len(p.Steps)-1]}
	raw, at, found, err = FindJSON(s, parent)
	if err != nil || !found {
		return s, err
	}
	if p.Append {
		text = "[" + text + "]"
	}
	end := at + len(raw) - 1
	body := strings.TrimRight(s[:end], " \t\r\n")
	comma := pick(body[len(body)-1] == '{' || body[len(body)-1] == '[', "", ",")
	switch {
	case raw[0] == '{' && last.Index < 0:
		return body + comma + `"` + escapeJSON(last.Key) + `":` + text + s[end:], nil
	case raw[0] == '[' && last.Index >= 0:
		return body + comma + text + s[end:], nil
	}
	return s, nil
}

// removeMember cuts a member of an object, its key and one comma.
func removeMember(s string, p *JSONPath, at, length int) string {
	parent := &JSONPath{Steps: p.Steps[:len(p.Steps)-1]}
	_, open, _, _ := FindJSON(s, parent)
	// The key begins after the last member that ends before at.
	j := jsonScanner{s: s, i: open}
	from := open + 1
	_ = j.object(0, func(_, raw string, start int) bool {
		if start < at {
			from = start + len(raw)
		}
		return start < at
	})
	end := at + length
	if s[from-1] != '{' || from != open+1 {
		return s[:from] + s[end:]
	}
	rest := strings.TrimLeft(s[end:], " \t\r\n")
	rest = strings.TrimPrefix(rest, ",")
	return s[:from] + strings.TrimLeft(rest, " \t\r\n")
}

func bindJSONArray(_ *compiler, call *tsql.Call, args []node) (node, error) {
	types, raw := jsonArgTypes(call, args)
	keepNull := call.Nulls == "NULL"
	return applyAll(args, maxText, func(v []tds.Value) (tds.Value, error) {
		var b strings.Builder
		b.WriteByte('[')
		for i, x := range v {
			if x == nil && !keepNull {
				continue
			}
			if b.Len() > 1 {
				b.WriteByte(',')
			}
			b.WriteString(jsonLiteral(x, types[i], raw[i]))
		}
		b.WriteByte(']')
		return b.String(), nil
	}), nil
}

func jsonArgTypes(call *tsql.Call, args []node) ([]tds.Type, []bool) {
	types, raw := make([]tds.Type, len(args)), make([]bool, len(args))
	for i, a := range args {
		types[i], raw[i] = a.typ, isJSONExpr(call.Args[i])
	}
	return types, raw
}

func bindJSONObject(c *compiler, call *tsql.Call, args []node) (node, error) {
	types, raw := jsonArgTypes(call, args)
	for i := 0; i < len(args); i += 2 {
		var err error
		if args[i], err = c.text(args[i]); err != nil {
			return node{}, err
		}
	}
	skipNull := call.Nulls == "ABSENT"
	return applyAll(args, maxText, func(v []tds.Value) (tds.Value, error) {
		var b strings.Builder
		b.WriteByte('{')
		for i := 0; i+1 < len(v); i += 2 {
			if v[i+1] == nil && skipNull || v[i] == nil {
				continue
			}
			if b.Len() > 1 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + escapeJSON(v[i].(string)) + `":` + jsonLiteral(v[i+1], types[i+1], raw[i+1]))
		}
		b.WriteByte('}')
		return b.String(), nil
	}), nil
}
