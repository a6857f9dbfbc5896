package eval

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"

	"msxgate/tds"
	"msxgate/tsql"
)

// NamespaceScope is a Scope that knows the namespaces of WITH XMLNAMESPACES, by prefix.
type NamespaceScope interface {
	Namespaces() map[string]string
}

// method compiles value(), exist(), query() and modify() of xml. nodes() is a table: see Nodes.
func (c *compiler) method(e *tsql.Method) (node, error) {
	x, err := c.xmlOperand(e.X)
	if err != nil {
		return node{}, err
	}
	name := strings.ToLower(e.Name)
	want := 1
	if name == "value" {
		want = 2
	}
	switch name {
	case "value", "exist", "query", "modify":
	case "nodes":
		return node{}, tds.Errorf(227, 15, "\"nodes\" is not a valid function, property, or field.")
	default:
		return node{}, tds.Errorf(227, 15, "\"%s\" is not a valid function, property, or field.", e.Name)
	}
	if len(e.Args) != want {
		return node{}, tds.Errorf(174, 15, "The %s function requires %d argument(s).", name, want)
	}
	if name == "modify" {
		return c.xmlModify(x, e)
	}
	q, err := c.xquery(name, e.Args[0])
	if err != nil {
		return node{}, err
	}
	switch name {
	case "exist":
		return xmlResult(x, tds.TypeBit, q, func(s xqSeq) (tds.Value, error) { return len(s) > 0, nil }), nil
	case "query":
		return xmlResult(x, tds.Type{ID: tds.XML, Size: tds.Max}, q, xmlSerialized), nil
	}
	return c.xmlValue(x, q, e.Args[1])
}

// xmlOperand compiles what a method stands behind: an xml value or a column of nodes().
func (c *compiler) xmlOperand(e tsql.Expr) (node, error) {
	var n node
	var err error
	if ref, ok := unwrapParens(e).(*tsql.ColumnRef); ok {
		fn, t, err := c.scope.Column(ref)
		if err != nil {
			return node{}, err
		}
		n = node{fn: fn, typ: t}
	} else if n, err = c.scalar(e); err != nil {
		return node{}, err
	}
	if n.typ.ID != tds.XML {
		return node{}, tds.Errorf(258, 15, "Cannot call methods on %s.", n.typ.ID)
	}
	return n, nil
}

func unwrapParens(e tsql.Expr) tsql.Expr {
	for {
		p, ok := e.(*tsql.Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}

// xqueryParser is a parser for the text of an argument, which has to be a literal: 8172.
func (c *compiler) xqueryParser(method string, arg tsql.Expr) (*xqParser, error) {
	l, ok := unwrapParens(arg).(*tsql.Literal)
	text, isText := "", false
	if ok {
		text, isText = l.Value.(string)
	}
	if !isText {
		return nil, tds.Errorf(8172, 16, "The argument 1 of the XML data type method \"%s\" must be a string literal.", method)
	}
	p := &xqParser{src: text, method: method, spaces: map[string]string{}, outside: c.fromOutside}
	if s, ok := c.scope.(NamespaceScope); ok {
		for prefix, uri := range s.Namespaces() {
			p.spaces[prefix] = uri
		}
	}
	return p, nil
}

func (c *compiler) xquery(method string, arg tsql.Expr) (xqExpr, error) {
	p, err := c.xqueryParser(method, arg)
	if err != nil {
		return xqExpr{}, err
	}
	return p.query()
}

// fromOutside resolves sql:variable and sql:column.
func (c *compiler) fromOutside(kind, name string) (Fn, tds.Type, error) {
	if kind == "variable" {
		return c.scope.Variable(&tsql.Variable{Name: name})
	}
	parts := strings.Split(strings.NewReplacer("[", "", "]", "").Replace(name), ".")
	return c.scope.Column(&tsql.ColumnRef{Parts: parts})
}

// context is where a query of a value begins: nil for NULL.
func xmlContext(f *Frame, x node) (*xqContext, error) {
	v, err := x.fn(f)
	if v == nil || err != nil {
		return nil, err
	}
	c := &xqContext{frame: f, pos: 1, size: 1}
	switch v := v.(type) {
	case *XMLNode:
		c.item = v.node
	case string:
		root, err := parseXML(v, true)
		if err != nil {
			return nil, err
		}
		c.item = root
	}
	return c, nil
}

func xmlResult(x node, t tds.Type, q xqExpr, result func(xqSeq) (tds.Value, error)) node {
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		c, err := xmlContext(f, x)
		if c == nil || err != nil {
			return nil, err
		}
		s, err := q.eval(c)
		if err != nil {
			return nil, err
		}
		return result(s)
	}}
}

// xmlSerialized is the result of query(): 2396 for an attribute that stands alone.
func xmlSerialized(s xqSeq) (tds.Value, error) {
	var b strings.Builder
	atomic := false
	for _, it := range s {
		n, ok := it.(*xmlNode)
		if !ok {
			if atomic {
				b.WriteByte(' ')
			}
			xmlTextEscapes.WriteString(&b, xqString(it)) //nolint:errcheck // a Builder does not fail
			atomic = true
			continue
		}
		if atomic = false; n.kind == xmlAttr {
			return nil, errXQuery(2396, "query", "Attribute may not appear outside of an element")
		}
		n.write(&b, true)
	}
	return b.String(), nil
}

// xmlValue is value(): its query gives one item at most (2389), converted to a type that is named.
func (c *compiler) xmlValue(x node, q xqExpr, name tsql.Expr) (node, error) {
	if !q.single {
		kind := "xdt:untypedAtomic *"
		return node{}, errXQuery(2389, "value", "'value()' requires a singleton (or empty sequence), found operand of type '%s'", kind)
	}
	l, ok := unwrapParens(name).(*tsql.Literal)
	text, isText := "", false
	if ok {
		text, isText = l.Value.(string)
	}
	if !isText {
		return node{}, tds.Errorf(8172, 16, "The argument 2 of the XML data type method \"value\" must be a string literal.")
	}
	e, err := tsql.ParseExpr("CAST(NULL AS " + text + ")")
	cast, ok := e.(*tsql.Cast)
	if err != nil || !ok {
		return node{}, tds.Errorf(9501, 16, "XQuery: Unable to resolve sql:variable('%s'). The variable must be declared as a scalar TSQL variable.", text)
	}
	to := cast.Type.Type
	if cast.Type.Name != nil {
		if to, err = c.namedType(cast.Type.Name); err != nil {
			return node{}, err
		}
	}
	switch to.ID {
	case tds.XML, tds.Text, tds.NText, tds.Image, tds.SQLVariant, tds.Timestamp:
		return node{}, tds.Errorf(9500, 16, "The data type '%s' used in the VALUE method is invalid.", to.ID)
	}
	if (isString(to.ID) || isByteString(to.ID)) && to.Size == 0 {
		to.Size = 1
	}
	return xmlResult(x, to, q, func(s xqSeq) (tds.Value, error) {
		if len(s) == 0 {
			return nil, nil
		}
		return xmlScalar(s[0], to)
	}), nil
}

// xmlScalar is an item as a value of a type.
func xmlScalar(it xqItem, to tds.Type) (tds.Value, error) {
	o := &ConvertOptions{Explicit: true}
	text := xqString(it)
	switch v := it.(type) {
	case int64:
		return Convert(v, tds.TypeBigInt, to, o)
	case float64:
		if to.ID.IsNumeric() {
			return Convert(v, tds.Type{ID: tds.Float}, to, o)
		}
	case bool:
		if to.ID == tds.Bit || to.ID.IsNumeric() {
			return Convert(v, tds.TypeBit, to, o)
		}
	}
	if text == "" && !isString(to.ID) {
		if _, untyped := it.(*xmlNode); untyped && (to.ID.IsNumeric() || to.ID.IsTime()) {
			return zeroOfEmpty(to, o)
		}
	}
	switch {
	case to.ID.IsTime():
		text = strings.TrimSpace(text)
	case to.ID == tds.Bit:
		text = strings.TrimSpace(text)
	case isByteString(to.ID):
		return fromBase64(text, to)
	case to.ID.IsNumeric():
		text = strings.TrimSpace(text)
		if isDecimal(to.ID) && strings.ContainsAny(text, "eE") {
			return Convert(text, textType(text), to, o)
		}
	}
	return Convert(text, textType(text), to, o)
}

// zeroOfEmpty is what an empty text converts to.
func zeroOfEmpty(to tds.Type, o *ConvertOptions) (tds.Value, error) {
	return Convert("", tds.TypeNVarChar(tds.Max), to, o)
}

// Nodes compiles x.nodes('...'): rows calls yield with a node for each that is found.
func Nodes(e *tsql.Method, s Scope) (rows func(f *Frame, yield func(tds.Value) error) error, err error) {
	c := compiler{scope: s}
	x, err := c.xmlOperand(e.X)
	if err != nil {
		return nil, err
	}
	if len(e.Args) != 1 {
		return nil, tds.Errorf(174, 15, "The nodes function requires 1 argument(s).")
	}
	q, err := c.xquery("nodes", e.Args[0])
	if err != nil {
		return nil, err
	}
	if q.atomic {
		return nil, errXQuery(2374, "nodes", "A node or set of nodes is required for %s", "'nodes()'")
	}
	return func(f *Frame, yield func(tds.Value) error) error {
		c, err := xmlContext(f, x)
		if c == nil || err != nil {
			return err
		}
		found, err := q.eval(c)
		if err != nil {
			return err
		}
		for _, it := range found {
			if n, ok := it.(*xmlNode); ok {
				if err := yield(&XMLNode{n}); err != nil {
					return err
				}
			}
		}
		return nil
	}, nil
}

// xmlModify is modify(): the value after a change.
func (c *compiler) xmlModify(x node, e *tsql.Method) (node, error) {
	p, err := c.xqueryParser("modify", e.Args[0])
	if err != nil {
		return node{}, err
	}
	change, err := p.change()
	if err != nil {
		return node{}, err
	}
	return node{typ: tds.Type{ID: tds.XML, Size: tds.Max}, fn: func(f *Frame) (tds.Value, error) {
		ctx, err := xmlContext(f, x)
		if err != nil {
			return nil, err
		}
		if ctx == nil {
			return nil, tds.Errorf(5302, 16, "Mutator 'modify()' on '%s' cannot be called on a null value.", nameOfOperand(e.X))
		}
		if err := change(ctx); err != nil {
			return nil, err
		}
		var b strings.Builder
		ctx.item.(*xmlNode).root().write(&b, false)
		return b.String(), nil
	}}, nil
}

func nameOfOperand(e tsql.Expr) string {
	switch e := unwrapParens(e).(type) {
	case *tsql.Variable:
		return e.Name
	case *tsql.ColumnRef:
		return e.Parts[len(e.Parts)-1]
	}
	return "xml"
}

// errNodesColumn is message 493.
func errNodesColumn(ref *tsql.ColumnRef) *tds.Error {
	return tds.Errorf(493, 16, "The column '%s' that was returned from the nodes() method cannot be used directly. It can only be used with one of the four XML data type methods, exist(), nodes(), query(), and value(), or in IS NULL and IS NOT NULL checks.",
		ref.Parts[len(ref.Parts)-1])
}

// fromBase64 reads the bytes of a text as xs:base64Binary has them: NULL when it is none.
func fromBase64(text string, to tds.Type) (tds.Value, error) {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, nil //nolint:nilerr // what is no such text has no value
	}
	return Convert(b, tds.TypeVarBinary(tds.Max), to, &ConvertOptions{Explicit: true})
}

// toXML reads a text as an xml value. Style 1 keeps blanks between elements.
func toXML(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	if from.ID == tds.XML {
		return v, nil
	}
	if b, ok := v.([]byte); ok {
		return normalXML(xmlBytes(b), c.Style&1 != 0)
	}
	s, err := toText(v, from, to, c)
	if err != nil || s == nil {
		return nil, err
	}
	return normalXML(s.(string), c.Style&1 != 0)
}

// xmlBytes is the text in bytes: UTF-16 when they begin as such, else UTF-8.
func xmlBytes(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xFF && b[1] == 0xFE:
		b = b[2:]
	case len(b) >= 2 && b[1] == 0:
	default:
		return strings.ToValidUTF8(string(b), "?")
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}

// textType is the type of a text as messages name it: nvarchar, as long as that holds it.
func textType(s string) tds.Type {
	if n := textLen(s, true); n <= 8000 {
		return tds.TypeNVarChar(max(1, n/2))
	}
	return tds.TypeNVarChar(tds.Max)
}
