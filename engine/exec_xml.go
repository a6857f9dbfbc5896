package engine

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// xmlWriter is a FOR XML clause over the columns of its query.
type xmlWriter struct {
	clause *tsql.ForClause
	cols   []outCol
	paths  []xmlPath // of PATH mode
	tables []string  // of AUTO mode: the element of each column
	row    string    // the element of a row; empty for none
	spaces string    // the declarations of WITH XMLNAMESPACES, which the outermost elements carry
}

// declare takes the namespaces of the query; the last is written first.
func (w *xmlWriter) declare(list []tsql.XMLNamespace) error {
	if len(list) > 0 && w.row == "" && !w.clause.HasRoot {
		return errNotBuilt("WITH XMLNAMESPACES of a FOR XML without an element for its rows")
	}
	for _, n := range list {
		name := "xmlns"
		if n.Prefix != "" {
			name += ":" + n.Prefix
		}
		w.spaces = " " + name + "=\"" + escapeXML(n.URI, true) + "\"" + w.spaces
	}
	return nil
}

// rowTag begins the element of a row.
func (w *xmlWriter) rowTag() string {
	if w.clause.HasRoot {
		return "<" + xmlName(w.row)
	}
	return "<" + xmlName(w.row) + w.spaces
}

// xmlPath is a column name of PATH mode: a/b/@c, text(), comment(), data() or a plain name.
type xmlPath struct {
	steps []string
	attr  string // the attribute, without its @
	text  bool   // the value stands in the element as it is: no name, text(), node(), *
	data  bool   // data(): values in a row are separated by blanks
}

// newXMLWriter checks the clause against the columns: 6809, 6850, 6852.
func newXMLWriter(f *tsql.ForClause, cols []outCol) (*xmlWriter, error) {
	w := &xmlWriter{clause: f, cols: cols, row: "row"}
	if f.HasElement {
		w.row = f.ElementName
	}
	switch f.Mode {
	case "RAW":
		if w.row == "" && !f.Elements {
			return nil, tds.Errorf(6864, 16, "Row tag omission (empty row tag name) cannot be used with attribute-centric FOR XML serialization.")
		}
		return w, w.namedColumns()
	case "PATH":
		for _, c := range cols {
			p, err := parseXMLPath(c.name)
			if err != nil {
				return nil, err
			}
			if p.attr != "" && w.row == "" && len(p.steps) == 0 {
				return nil, tds.Errorf(6864, 16, "Row tag omission (empty row tag name) cannot be used with attribute-centric FOR XML serialization.")
			}
			w.paths = append(w.paths, p)
		}
		return w, nil
	case "AUTO":
		return w, w.autoTables()
	}
	return nil, errNotBuilt("FOR XML " + f.Mode)
}

// namedColumns refuses a column without a name: 6809.
func (w *xmlWriter) namedColumns() error {
	for _, c := range w.cols {
		if c.name == "" {
			return tds.Errorf(6809, 16, "Unnamed tables cannot be used as XML identifiers as well as unnamed columns cannot be used for attribute names. Name unnamed columns/tables using AS in the SELECT statement.")
		}
	}
	return nil
}

// autoTables finds the element of each column, the name of its table: 6800.
func (w *xmlWriter) autoTables() error {
	if err := w.namedColumns(); err != nil {
		return err
	}
	last := ""
	for _, c := range w.cols {
		if c.table != "" {
			last = c.table
		}
		if last == "" {
			return tds.Errorf(6800, 16, "FOR XML AUTO requires at least one table for generating XML tags. Use FOR XML RAW or add a FROM clause with a table name.")
		}
		if n := len(w.tables); n > 0 && w.tables[n-1] != last {
			return errNotBuilt("FOR XML AUTO over more than one table")
		}
		w.tables = append(w.tables, last)
	}
	w.row = last
	return nil
}

func parseXMLPath(name string) (xmlPath, error) {
	var p xmlPath
	if name == "" || name == "*" {
		p.text = true
		return p, nil
	}
	parts := strings.Split(name, "/")
	for i, s := range parts {
		last := i == len(parts)-1
		switch {
		case s == "":
			return p, tds.Errorf(6850, 16, "Column name '%s' contains an invalid XML identifier as required by FOR XML; '/'(0x002F) is the first character at fault.", name)
		case last && strings.HasPrefix(s, "@"):
			p.attr = s[1:]
		case last && (s == "text()" || s == "node()" || s == "*"):
			p.text = true
		case last && s == "data()":
			p.text, p.data = true, true
		case last && (s == "comment()" || s == "processing-instruction()"):
			return p, errNotBuilt(s + " of FOR XML PATH")
		default:
			p.steps = append(p.steps, xmlName(s))
		}
	}
	return p, nil
}

// xmlName writes characters that an XML name may not have as _xHHHH_.
func xmlName(s string) string {
	var w strings.Builder
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7F
		inner := r == '-' || r == '.' || r == ':' || r >= '0' && r <= '9'
		if letter || inner && i > 0 {
			w.WriteRune(r)
			continue
		}
		const digits = "0123456789ABCDEF"
		w.WriteString("_x")
		for shift := 12; shift >= 0; shift -= 4 {
			w.WriteByte(digits[r>>shift&15])
		}
		w.WriteString("_")
	}
	return w.String()
}

func (w *xmlWriter) begin() rowText { return &xmlText{w: w} }

// xmlText is the XML of one execution.
type xmlText struct {
	w    *xmlWriter
	out  strings.Builder
	any  bool
	open []string // elements of PATH mode that are open in the row
	data bool     // the last thing written was a data()
}

func (t *xmlText) size() int { return t.out.Len() }

func (t *xmlText) row(row []tds.Value) error {
	t.any = true
	if t.w.clause.Mode == "PATH" {
		return t.pathRow(row)
	}
	if t.w.clause.Elements {
		return t.elements(row)
	}
	t.out.WriteString(t.w.rowTag())
	for i, v := range row {
		if v == nil {
			continue
		}
		s, err := t.w.text(v, t.w.cols[i].typ)
		if err != nil {
			return err
		}
		t.out.WriteString(" " + xmlName(t.w.cols[i].name) + "=\"")
		t.out.WriteString(escapeXML(s, true))
		t.out.WriteString("\"")
	}
	t.out.WriteString("/>")
	return nil
}

// elements writes a row of RAW or AUTO with ELEMENTS.
func (t *xmlText) elements(row []tds.Value) error {
	name := xmlName(t.w.row)
	if name != "" {
		t.out.WriteString(t.w.rowTag() + ">")
	}
	for i, v := range row {
		if err := t.element(xmlName(t.w.cols[i].name), v, t.w.cols[i].typ); err != nil {
			return err
		}
	}
	if name != "" {
		t.out.WriteString("</" + name + ">")
	}
	return nil
}

func (t *xmlText) element(name string, v tds.Value, typ tds.Type) error {
	if v == nil {
		if t.w.clause.XSINil {
			t.out.WriteString("<" + name + " xsi:nil=\"true\"/>")
		}
		return nil
	}
	s, err := t.w.content(v, typ)
	if err != nil {
		return err
	}
	if s == "" {
		t.out.WriteString("<" + name + "/>")
		return nil
	}
	t.out.WriteString("<" + name + ">" + s + "</" + name + ">")
	return nil
}

// pathRow writes a row of PATH mode.
func (t *xmlText) pathRow(row []tds.Value) error {
	name := xmlName(t.w.row)
	body := strings.Builder{}
	attrs, err := t.pathAttributes(row)
	if err != nil {
		return err
	}
	saved := t.out
	t.out = body
	t.open, t.data = nil, false
	for i, v := range row {
		p := &t.w.paths[i]
		if p.attr != "" && len(p.steps) == 0 {
			continue
		}
		if err := t.pathColumn(i, p, v, row); err != nil {
			return err
		}
	}
	t.closeTo(0)
	text := t.out.String()
	t.out = saved
	switch {
	case name == "":
		t.out.WriteString(text)
	case text == "":
		t.out.WriteString(t.w.rowTag() + attrs + "/>")
	default:
		t.out.WriteString(t.w.rowTag() + attrs + ">" + text + "</" + name + ">")
	}
	return nil
}

// pathAttributes is the attributes of the row's own element.
func (t *xmlText) pathAttributes(row []tds.Value) (string, error) {
	var w strings.Builder
	for i, v := range row {
		p := &t.w.paths[i]
		if p.attr == "" || len(p.steps) > 0 || v == nil {
			continue
		}
		s, err := t.w.text(v, t.w.cols[i].typ)
		if err != nil {
			return "", err
		}
		w.WriteString(" " + xmlName(p.attr) + "=\"" + escapeXML(s, true) + "\"")
	}
	return w.String(), nil
}

// pathColumn writes one column, keeping open the elements it shares with the one before.
func (t *xmlText) pathColumn(i int, p *xmlPath, v tds.Value, row []tds.Value) error {
	if v == nil {
		if t.w.clause.XSINil && len(p.steps) > 0 && p.attr == "" && !p.text {
			t.openTo(p.steps[:len(p.steps)-1])
			t.out.WriteString("<" + p.steps[len(p.steps)-1] + " xsi:nil=\"true\"/>")
		}
		return nil
	}
	if p.attr != "" {
		return t.pathAttribute(i, p, v)
	}
	s, err := t.w.content(v, t.w.cols[i].typ)
	if err != nil {
		return err
	}
	if p.text {
		t.openTo(p.steps)
		if p.data && t.data {
			t.out.WriteString(" ")
		}
		t.out.WriteString(s)
		t.data = p.data
		return nil
	}
	t.data = false
	parent := p.steps[:len(p.steps)-1]
	t.openTo(parent)
	last := p.steps[len(p.steps)-1]
	if s == "" {
		t.out.WriteString("<" + last + "/>")
		return nil
	}
	if t.continues(i, p, row) {
		t.out.WriteString("<" + last + ">" + s)
		t.open = append(t.open, last)
		return nil
	}
	t.out.WriteString("<" + last + ">" + s + "</" + last + ">")
	return nil
}

// continues tells whether the next column goes on inside the element of this one.
func (t *xmlText) continues(i int, p *xmlPath, row []tds.Value) bool {
	if i+1 >= len(row) || row[i+1] == nil {
		return false
	}
	next := t.w.paths[i+1].steps
	if len(next) <= len(p.steps) {
		return false
	}
	for k := range p.steps {
		if next[k] != p.steps[k] {
			return false
		}
	}
	return true
}

// pathAttribute writes a/b/@c: an element that is opened with its attributes.
func (t *xmlText) pathAttribute(i int, p *xmlPath, v tds.Value) error {
	s, err := t.w.text(v, t.w.cols[i].typ)
	if err != nil {
		return err
	}
	attr := " " + xmlName(p.attr) + "=\"" + escapeXML(s, true) + "\""
	if sameSteps(t.open, p.steps) && strings.HasSuffix(t.out.String(), ">") && t.justOpened() {
		text := t.out.String()
		t.out.Reset()
		t.out.WriteString(text[:len(text)-1] + attr + ">")
		return nil
	}
	t.openTo(p.steps[:len(p.steps)-1])
	last := p.steps[len(p.steps)-1]
	t.out.WriteString("<" + last + attr + ">")
	t.open = append(t.open, last)
	return nil
}

// justOpened tells whether the last thing written is the tag that opens the innermost element.
func (t *xmlText) justOpened() bool {
	text := t.out.String()
	at := strings.LastIndexByte(text, '<')
	return at >= 0 && strings.HasPrefix(text[at+1:], t.open[len(t.open)-1])
}

func sameSteps(a, b []string) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// openTo closes what the steps do not share with the open elements and opens the rest.
func (t *xmlText) openTo(steps []string) {
	common := 0
	for common < len(t.open) && common < len(steps) && t.open[common] == steps[common] {
		common++
	}
	t.closeTo(common)
	for _, s := range steps[common:] {
		t.out.WriteString("<" + s + ">")
		t.open = append(t.open, s)
		t.data = false
	}
}

func (t *xmlText) closeTo(n int) {
	for len(t.open) > n {
		t.out.WriteString("</" + t.open[len(t.open)-1] + ">")
		t.open = t.open[:len(t.open)-1]
		t.data = false
	}
}

func (t *xmlText) end() (tds.Value, error) {
	if !t.any && !t.w.clause.HasRoot {
		return nil, nil
	}
	text := t.out.String()
	if t.w.clause.HasRoot {
		root := t.w.clause.Root
		if root == "" {
			root = "root"
		}
		root = xmlName(root)
		space := t.w.spaces
		if t.w.clause.XSINil {
			space += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
		}
		if text == "" {
			return "<" + root + space + "/>", nil
		}
		return "<" + root + space + ">" + text + "</" + root + ">", nil
	}
	return text, nil
}

// content is a value inside an element: xml stands as it is.
func (w *xmlWriter) content(v tds.Value, typ tds.Type) (string, error) {
	s, err := w.text(v, typ)
	if err != nil || typ.ID == tds.XML {
		return s, err
	}
	return escapeXML(s, false), nil
}

func (w *xmlWriter) text(v tds.Value, typ tds.Type) (string, error) { return markupText(v, typ) }

// markupText is a value as XML writes it.
func markupText(v tds.Value, typ tds.Type) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case bool:
		if v {
			return "1", nil
		}
		return "0", nil
	case []byte:
		return base64.StdEncoding.EncodeToString(v), nil
	case time.Time:
		return isoTime(v, typ), nil
	case tds.Variant:
		return markupText(v.Value, v.Type)
	}
	s, err := eval.Convert(v, typ, tds.TypeNVarChar(tds.Max), &eval.ConvertOptions{Explicit: true, Style: xmlStyle(typ), Styled: xmlStyle(typ) != 0})
	if err != nil {
		return "", err
	}
	text, _ := s.(string)
	return text, nil
}

// xmlStyle is the CONVERT style whose text XML wants: money with four digits, float with all.
func xmlStyle(typ tds.Type) int {
	switch typ.ID {
	case tds.MoneyType, tds.SmallMoney:
		return 2
	case tds.Float, tds.Real:
		return 2
	}
	return 0
}

// isoTime writes a time as ISO 8601, without trailing zeros of the fraction.
func isoTime(t time.Time, typ tds.Type) string {
	switch typ.ID {
	case tds.Date:
		return t.Format("2006-01-02")
	case tds.Time:
		return trimFraction(t, "15:04:05", typ.Scale)
	case tds.DateTimeOffset:
		zone := t.Format("-07:00")
		if zone == "+00:00" {
			zone = "Z"
		}
		return trimFraction(t, "2006-01-02T15:04:05", typ.Scale) + zone
	case tds.DateTime:
		return trimFraction(t, "2006-01-02T15:04:05", 3)
	case tds.SmallDateTime:
		return t.Format("2006-01-02T15:04:05")
	}
	return trimFraction(t, "2006-01-02T15:04:05", typ.Scale)
}

func trimFraction(t time.Time, layout string, scale uint8) string {
	s := t.Format(layout)
	if t.Nanosecond() == 0 || scale == 0 {
		return s
	}
	f := t.Format(".000000000")[:1+int(scale)]
	f = strings.TrimRight(f, "0")
	if f == "." {
		return s
	}
	return s + f
}

// escapeXML writes the characters XML gives a meaning as entities.
func escapeXML(s string, attribute bool) string {
	if !strings.ContainsAny(s, "<>&\"\r\n\t\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f") {
		return s
	}
	var w strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '&':
			w.WriteString("&amp;")
		case r == '"' && attribute:
			w.WriteString("&quot;")
		case r == '\r':
			w.WriteString("&#x0D;")
		case r == '\n' && attribute:
			w.WriteString("&#x0A;")
		case r == '\t' && attribute:
			w.WriteString("&#x09;")
		case r < 0x20 && r != '\n' && r != '\t':
			w.WriteString("&#x" + strings.ToUpper(hex.EncodeToString([]byte{byte(r)})) + ";")
		default:
			w.WriteRune(r)
		}
	}
	return w.String()
}
