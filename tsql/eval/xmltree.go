package eval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"msxgate/tds"
)

// XML values are kept as text in the form in which SQL Server gives them back: without a declaration, without blanks
// between elements, empty elements closed at once.

type xmlKind uint8

const (
	xmlRoot xmlKind = iota
	xmlElement
	xmlAttr
	xmlText
	xmlComment
	xmlPI
)

// xmlNode is a node of a parsed value.
type xmlNode struct {
	kind     xmlKind
	prefix   string
	name     string // local; the target of a processing instruction
	space    string // namespace
	text     string
	attrs    []*xmlNode
	scope    []xmlName // namespaces that the element declares: prefix and URI
	children []*xmlNode
	parent   *xmlNode
	order    int // in the document
}

type xmlName struct{ prefix, uri string }

// XMLNode is a node that nodes() found: what a column of it holds.
type XMLNode struct{ node *xmlNode }

// NodesType is the type of a column of nodes(), on which nothing works but the methods of xml.
var NodesType = tds.Type{ID: tds.XML, Size: tds.Max, Prec: 1}

// IsNodes tells a column of nodes().
func IsNodes(t tds.Type) bool { return t.ID == tds.XML && t.Prec == 1 }

// xmlReader reads a document or a fragment of one.
type xmlReader struct {
	src   string
	at    int
	order int
	open  []*xmlNode
	keep  bool // blanks between elements
}

// xmlFault is how reading ends at an error.
type xmlFault struct{ err *tds.Error }

func (r *xmlReader) fail(number int32, what string) {
	line, column := 1, 1
	for _, c := range r.src[:min(r.at, len(r.src))] {
		if c == '\n' {
			line, column = line+1, 1
			continue
		}
		column++
	}
	panic(xmlFault{tds.Errorf(number, 16, "XML parsing: line %d, character %d, %s", line, column, what)})
}

// parseXML reads a value; blanks between elements are kept when keep says so.
func parseXML(src string, keep bool) (root *xmlNode, err error) {
	defer func() {
		switch f := recover().(type) {
		case nil:
		case xmlFault:
			err = f.err
		default:
			panic(f)
		}
	}()
	root = &xmlNode{kind: xmlRoot}
	r := &xmlReader{src: strings.TrimPrefix(src, "\ufeff"), open: []*xmlNode{root}, keep: keep}
	r.declaration()
	for r.at < len(r.src) {
		r.item()
	}
	if len(r.open) > 1 {
		r.fail(9400, "unexpected end of input")
	}
	return root, nil
}

// declaration skips <?xml ...?>.
func (r *xmlReader) declaration() {
	rest := r.src[r.at:]
	trimmed := strings.TrimLeft(rest, " \t\r\n")
	if !strings.HasPrefix(trimmed, "<?xml") || len(trimmed) > 5 && !isXMLBlank(trimmed[5]) {
		return
	}
	if len(trimmed) != len(rest) {
		r.at += len(rest) - len(trimmed) + 5
		r.fail(9438, "text/xmldecl not at the beginning of input")
	}
	end := strings.Index(rest, "?>")
	if end < 0 {
		r.at = len(r.src)
		r.fail(9400, "unexpected end of input")
	}
	r.at += end + 2
}

func isXMLBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func (r *xmlReader) top() *xmlNode { return r.open[len(r.open)-1] }

func (r *xmlReader) add(n *xmlNode) {
	r.order++
	n.order, n.parent = r.order, r.top()
	n.parent.children = append(n.parent.children, n)
}

// until takes the text up to a mark, which it skips.
func (r *xmlReader) until(mark string) string {
	end := strings.Index(r.src[r.at:], mark)
	if end < 0 {
		r.at = len(r.src)
		r.fail(9400, "unexpected end of input")
	}
	s := r.src[r.at : r.at+end]
	r.at += end + len(mark)
	return s
}

func (r *xmlReader) item() {
	rest := r.src[r.at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		r.at += 4
		r.add(&xmlNode{kind: xmlComment, text: r.until("-->")})
	case strings.HasPrefix(rest, "<![CDATA["):
		r.at += 9
		r.addText(r.until("]]>"), true)
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		panic(xmlFault{tds.Errorf(6359, 16, "Parsing XML with internal subset DTDs not allowed. Use CONVERT with style option 2 to enable limited internal subset DTD support.")})
	case strings.HasPrefix(rest, "<?"):
		r.at += 2
		target := r.nameToken()
		r.add(&xmlNode{kind: xmlPI, name: target, text: strings.TrimLeft(r.until("?>"), " \t\r\n")})
	case strings.HasPrefix(rest, "</"):
		r.endTag()
	case rest[0] == '<':
		r.startTag()
	default:
		end := strings.IndexByte(rest, '<')
		if end < 0 {
			end = len(rest)
		}
		text := r.decoded(r.at+end, false)
		r.addText(text, r.keep)
	}
}

// addText adds characters; blanks alone between tags do not count unless they are kept.
func (r *xmlReader) addText(text string, always bool) {
	if text == "" {
		return
	}
	list := r.top().children
	if n := len(list); n > 0 && list[n-1].kind == xmlText {
		list[n-1].text += text
		return
	}
	if !always && strings.Trim(text, " \t\r\n") == "" && !strings.Contains(r.src[max(0, r.at-6):r.at], ";") {
		return
	}
	r.add(&xmlNode{kind: xmlText, text: text})
}

// decoded is the text up to a place, entities resolved.
func (r *xmlReader) decoded(end int, attr bool) string {
	var b strings.Builder
	for r.at < end {
		c := r.src[r.at]
		switch {
		case c == '&':
			r.at++
			semi := strings.IndexByte(r.src[r.at:end], ';')
			if semi < 0 {
				r.at = end
				r.fail(9411, "semicolon expected")
			}
			b.WriteString(r.entity(r.src[r.at : r.at+semi]))
			r.at += semi + 1
		case c == '<' && attr:
			r.fail(9420, "illegal xml character")
		case c == '\r':
			b.WriteByte('\n')
			r.at++
			if r.at < end && r.src[r.at] == '\n' {
				r.at++
			}
		case c < ' ' && c != '\t' && c != '\n':
			r.fail(9420, "illegal xml character")
		default:
			b.WriteByte(c)
			r.at++
		}
	}
	return b.String()
}

func (r *xmlReader) entity(name string) string {
	switch name {
	case "lt":
		return "<"
	case "gt":
		return ">"
	case "amp":
		return "&"
	case "quot":
		return `"`
	case "apos":
		return "'"
	}
	digits, base := strings.TrimPrefix(name, "#"), 10
	if digits == name {
		r.fail(9448, "well formed check: undeclared entity")
	}
	if strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n := rune(0)
	for _, d := range digits {
		v := strings.IndexRune("0123456789abcdef", unicode.ToLower(d))
		if v < 0 || v >= base || n > utf8.MaxRune {
			r.fail(9415, "decimal digit expected")
		}
		n = n*rune(base) + rune(v)
	}
	if digits == "" || n < ' ' && n != '\t' && n != '\n' && n != '\r' {
		r.fail(9420, "illegal xml character")
	}
	return string(n)
}

// nameToken reads a name with its colon.
func (r *xmlReader) nameToken() string {
	start := r.at
	for r.at < len(r.src) {
		c, size := utf8.DecodeRuneInString(r.src[r.at:])
		ok := unicode.IsLetter(c) || c == '_' || c == ':'
		if r.at > start {
			ok = ok || unicode.IsDigit(c) || c == '-' || c == '.' || c == 0xB7 || unicode.Is(unicode.Mn, c)
		}
		if !ok {
			break
		}
		r.at += size
	}
	switch {
	case r.at >= len(r.src):
		r.fail(9400, "unexpected end of input")
	case r.at == start:
		r.fail(9455, "illegal qualified name character")
	}
	return r.src[start:r.at]
}

func splitXMLName(s string) (prefix, name string) {
	if p, n, ok := strings.Cut(s, ":"); ok {
		return p, n
	}
	return "", s
}

func (r *xmlReader) blanks() bool {
	start := r.at
	for r.at < len(r.src) && isXMLBlank(r.src[r.at]) {
		r.at++
	}
	return r.at > start
}

func (r *xmlReader) startTag() {
	r.at++
	n := &xmlNode{kind: xmlElement}
	n.prefix, n.name = splitXMLName(r.nameToken())
	r.add(n)
	r.open = append(r.open, n)
	for {
		blank := r.blanks()
		rest := r.src[r.at:]
		switch {
		case rest == "":
			r.fail(9400, "unexpected end of input")
		case strings.HasPrefix(rest, "/>"):
			r.at += 2
			r.bindNames(n)
			r.open = r.open[:len(r.open)-1]
			return
		case rest[0] == '>':
			r.at++
			r.bindNames(n)
			return
		case !blank:
			r.fail(9410, "whitespace expected")
		}
		r.attribute(n)
	}
}

func (r *xmlReader) attribute(n *xmlNode) {
	if c := r.src[r.at]; c == '<' || c == '=' || c == '"' {
		r.fail(9455, "illegal qualified name character")
	}
	full := r.nameToken()
	r.blanks()
	if r.at >= len(r.src) || r.src[r.at] != '=' {
		r.fail(9412, "equal expected")
	}
	r.at++
	r.blanks()
	if r.at >= len(r.src) || r.src[r.at] != '"' && r.src[r.at] != '\'' {
		r.fail(9413, "A string literal was expected")
	}
	quote := r.src[r.at]
	r.at++
	end := strings.IndexByte(r.src[r.at:], quote)
	if end < 0 {
		r.at = len(r.src)
		r.fail(9400, "unexpected end of input")
	}
	value := r.decoded(r.at+end, true)
	r.at++
	prefix, name := splitXMLName(full)
	if full == "xmlns" || prefix == "xmlns" {
		if full == "xmlns" {
			name = ""
		}
		n.scope = append(n.scope, xmlName{name, value})
		return
	}
	for _, a := range n.attrs {
		if a.prefix == prefix && a.name == name {
			r.fail(9437, "duplicate attribute")
		}
	}
	r.order++
	n.attrs = append(n.attrs, &xmlNode{kind: xmlAttr, prefix: prefix, name: name, text: value, parent: n, order: r.order})
}

// bindNames gives an element and its attributes their namespaces.
func (r *xmlReader) bindNames(n *xmlNode) {
	resolve := func(prefix string) string {
		uri, ok := n.uriOf(prefix)
		if !ok {
			r.fail(9459, "undeclared prefix")
		}
		return uri
	}
	n.space = resolve(n.prefix)
	for _, a := range n.attrs {
		if a.prefix != "" {
			a.space = resolve(a.prefix)
		}
	}
}

// uriOf is the namespace of a prefix at an element.
func (n *xmlNode) uriOf(prefix string) (string, bool) {
	if prefix == "xml" {
		return "http://www.w3.org/XML/1998/namespace", true
	}
	for ; n != nil; n = n.parent {
		for _, s := range n.scope {
			if s.prefix == prefix {
				return s.uri, true
			}
		}
	}
	return "", prefix == ""
}

func (r *xmlReader) endTag() {
	r.at += 2
	full := r.nameToken()
	r.blanks()
	if r.at >= len(r.src) {
		r.fail(9400, "unexpected end of input")
	}
	n := r.top()
	if n.kind != xmlElement || n.qualified() != full {
		r.fail(9436, "end tag does not match start tag")
	}
	if r.src[r.at] != '>' {
		r.fail(9433, "'>' expected")
	}
	r.at++
	r.open = r.open[:len(r.open)-1]
}

func (n *xmlNode) qualified() string {
	if n.prefix != "" {
		return n.prefix + ":" + n.name
	}
	return n.name
}

// value is the string value of a node.
func (n *xmlNode) value() string {
	switch n.kind {
	case xmlRoot, xmlElement:
		var b strings.Builder
		n.gather(&b)
		return b.String()
	}
	return n.text
}

func (n *xmlNode) gather(b *strings.Builder) {
	for _, c := range n.children {
		switch c.kind {
		case xmlText:
			b.WriteString(c.text)
		case xmlElement:
			c.gather(b)
		}
	}
}

// root is the document a node is in.
func (n *xmlNode) root() *xmlNode {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

var (
	xmlTextEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#x0D;")
	xmlAttrEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#x0A;", "\r", "&#x0D;", "\t", "&#x09;")
)

// write adds the text of a node. top says that it is written alone: namespaces in sight that it uses are declared then.
func (n *xmlNode) write(b *strings.Builder, top bool) {
	switch n.kind {
	case xmlRoot:
		for _, c := range n.children {
			c.write(b, top)
		}
	case xmlText:
		xmlTextEscapes.WriteString(b, n.text) //nolint:errcheck // a Builder does not fail
	case xmlComment:
		b.WriteString("<!--" + n.text + "-->")
	case xmlPI:
		b.WriteString("<?" + n.name)
		if n.text != "" {
			b.WriteString(" " + n.text)
		}
		b.WriteString("?>")
	case xmlAttr:
		b.WriteString(n.qualified() + `="`)
		xmlAttrEscapes.WriteString(b, n.text) //nolint:errcheck // a Builder does not fail
		b.WriteString(`"`)
	case xmlElement:
		n.writeElement(b, top)
	}
}

func (n *xmlNode) writeElement(b *strings.Builder, top bool) {
	b.WriteString("<" + n.qualified())
	for _, s := range n.scopeToWrite(top) {
		name := "xmlns"
		if s.prefix != "" {
			name += ":" + s.prefix
		}
		b.WriteString(" " + name + `="`)
		xmlAttrEscapes.WriteString(b, s.uri) //nolint:errcheck // a Builder does not fail
		b.WriteString(`"`)
	}
	for _, a := range n.attrs {
		b.WriteByte(' ')
		a.write(b, false)
	}
	if len(n.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, c := range n.children {
		c.write(b, false)
	}
	b.WriteString("</" + n.qualified() + ">")
}

// scopeToWrite is the namespaces that an element declares, and those of the elements around it when it stands alone.
func (n *xmlNode) scopeToWrite(top bool) []xmlName {
	list := n.scope
	if !top {
		return list
	}
	seen := map[string]bool{}
	for _, s := range list {
		seen[s.prefix] = true
	}
	for p := n.parent; p != nil; p = p.parent {
		for _, s := range p.scope {
			if !seen[s.prefix] && s.uri != "" {
				list = append(list[:len(list):len(list)], s)
			}
			seen[s.prefix] = true
		}
	}
	return list
}

// normalXML is a text in the form in which an xml value is kept.
func normalXML(src string, keep bool) (string, error) {
	if !strings.ContainsAny(src, "<&\r") { // characters alone
		if strings.Trim(src, " \t\n") == "" && !keep {
			return "", nil
		}
		if !strings.ContainsFunc(src, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c == '>' }) {
			return src, nil
		}
	}
	root, err := parseXML(src, keep)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	root.write(&b, false)
	return b.String(), nil
}
