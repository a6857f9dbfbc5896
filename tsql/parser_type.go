package tsql

import (
	"strconv"

	"msxgate/tds"
)

// typeUse says for what a type is read; messages about its size name it.
type typeUse struct {
	cast    bool   // of CAST: a length left out is 30, not 1
	column  string // the column that has the type
	param   string // or the parameter
	ordinal int    // its number among its like, from 1
}

// typeName reads a type. One that is not the system's is kept as a name.
func (p *parser) typeName(use typeUse) TypeName {
	start := p.tok.start
	if name, ok := p.joinedType(); ok {
		return p.facets(start, name, use)
	}
	name := p.objectName()
	if name.Database == "" && (name.Schema == "" || equalFold(name.Schema, "SYS")) {
		if _, ok := tds.LookupType(name.Object); ok {
			return p.facets(start, name.Object, use)
		}
	}
	return TypeName{Span: p.span(start), Name: &name}
}

// joinedType reads the types of several words, which is also where some reserved words
// are types.
func (p *parser) joinedType() (string, bool) {
	switch {
	case p.on(kwNational):
		p.next()
		switch {
		case p.acceptWord("TEXT"):
			return "ntext", true
		case p.acceptWord("CHAR"), p.acceptWord("CHARACTER"):
			return varying(p, "nchar", "nvarchar"), true
		}
		p.fail()
	case p.on(kwDouble):
		p.next()
		p.expectWord("PRECISION")
		return "float", true
	case p.on(kwCursor), p.on(kwTable):
		p.next()
		return p.text(p.last), true
	case p.peek().kw != kwVarying:
	case p.acceptWord("CHAR"), p.acceptWord("CHARACTER"):
		return varying(p, "char", "varchar"), true
	case p.acceptWord("NCHAR"):
		return varying(p, "nchar", "nvarchar"), true
	case p.acceptWord("BINARY"):
		return varying(p, "binary", "varbinary"), true
	}
	return "", false
}

func varying(p *parser, fixed, variable string) string {
	if p.acceptKw(kwVarying) {
		return variable
	}
	return fixed
}

// systemType is the type of that name without facets.
func systemType(name string) TypeName {
	id, _ := tds.LookupType(name)
	t := tds.Type{ID: id, Sysname: len(name) == len("sysname") && id == tds.NVarChar}
	switch id {
	case tds.Char, tds.VarChar, tds.NChar, tds.NVarChar, tds.Binary, tds.VarBinary:
		t.Size = 1
	case tds.DecimalType, tds.NumericType:
		t.Prec = 18
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		t.Scale = 7
	case tds.XML:
		t = tds.TypeXML
	}
	if t.Sysname {
		t = tds.TypeSysname
	}
	return TypeName{Type: t}
}

// facets reads the parentheses that may follow a system type.
func (p *parser) facets(start Pos, name string, use typeUse) TypeName {
	t := systemType(name)
	switch {
	case p.is(tLParen) && t.Type.ID == tds.XML:
		p.skipParens() // the schema collection, which nothing here validates against
	case p.is(tLParen) && !t.Type.Sysname:
		t.Full = true
		p.lengths(&t.Type, name, use)
	case use.cast && t.Type.Size == 1:
		t.Type.Size = 30
	}
	t.Span = p.span(start)
	return t
}

// lengths reads (max), (n) and (p, s).
func (p *parser) lengths(t *tds.Type, name string, use typeUse) {
	at := p.tok.start
	p.next()
	if p.onWord("MAX") {
		switch t.ID {
		case tds.VarChar, tds.NVarChar, tds.VarBinary:
			t.Size = tds.Max
		default:
			p.fail()
		}
		p.next()
		p.expect(tRParen)
		return
	}
	n := p.length()
	scale := -1
	if p.accept(tComma) {
		scale = p.length()
	}
	p.expect(tRParen)
	f := facetChecker{p: p, at: at, name: name, use: use}
	f.set(t, n, scale)
}

// length reads the number of a facet.
func (p *parser) length() int {
	if !p.is(tInt) {
		p.fail()
	}
	n, err := strconv.Atoi(p.text(p.tok))
	if err != nil || n > 1<<31-1 {
		p.fail()
	}
	p.next()
	return n
}

// facetChecker puts facets into a type, and refuses those out of range.
type facetChecker struct {
	p    *parser
	at   Pos
	name string
	use  typeUse
}

func (f *facetChecker) set(t *tds.Type, n, scale int) {
	switch t.ID {
	case tds.DecimalType, tds.NumericType:
		f.decimal(t, n, max(scale, 0))
		return
	}
	if scale >= 0 {
		f.noFacet()
	}
	switch t.ID {
	case tds.Char, tds.VarChar, tds.Binary, tds.VarBinary:
		f.size(t, n, 8000)
	case tds.NChar, tds.NVarChar:
		f.size(t, n, 4000)
	case tds.Float:
		f.float(t, n)
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		if n > 7 {
			f.fail(1002, 15, "Line %d: Specified scale %d is invalid.", f.p.line(f.at), n)
		}
		t.Scale = uint8(n)
	default:
		f.noFacet()
	}
}

func (f *facetChecker) decimal(t *tds.Type, prec, scale int) {
	switch {
	case prec == 0:
		f.zero(prec)
	case prec > maxPrecision:
		f.tooPrecise(prec, maxPrecision)
	case scale > prec && f.use.cast:
		f.fail(192, 15, "The scale must be less than or equal to the precision.")
	case scale > prec:
		f.fail(2751, 16, "Column, parameter, or variable #%d: Specified column scale %d is greater than the specified precision of %d.",
			f.ordinal(), scale, prec)
	}
	t.Prec, t.Scale = uint8(prec), uint8(scale)
}

func (f *facetChecker) size(t *tds.Type, n, limit int) {
	what, name := "type", f.name
	switch {
	case f.use.column != "":
		what, name = "column", f.use.column
	case f.use.param != "":
		what, name = "parameter", f.use.param
	}
	switch {
	case n == 0:
		f.zero(n)
	case n > 8000:
		f.fail(131, 15, "The size (%d) given to the %s '%s' exceeds the maximum allowed for any data type (8000).", n, what, name)
	case n > limit:
		f.fail(2717, 16, "The size (%d) given to the %s '%s' exceeds the maximum allowed (%d).", n, what, name, limit)
	}
	t.Size = int32(n)
}

func (f *facetChecker) float(t *tds.Type, n int) {
	switch {
	case n == 0:
		f.zero(n)
	case n > 53:
		f.tooPrecise(n, 53)
	case n <= 24:
		t.ID = tds.Real
	}
}

func (f *facetChecker) zero(n int) {
	f.fail(1001, 15, "Line %d: Length or precision specification %d is invalid.", f.p.line(f.at), n)
}

func (f *facetChecker) tooPrecise(prec, limit int) {
	f.fail(2750, 16, "Column, parameter, or variable #%d: Specified column precision %d is greater than the maximum precision of %d.",
		f.ordinal(), prec, limit)
}

func (f *facetChecker) noFacet() {
	if f.use.cast {
		f.fail(291, 16, "CAST or CONVERT: invalid attributes specified for type '%s'", f.name)
	}
	f.fail(2716, 16, "Column, parameter, or variable #%d: Cannot specify a column width on data type %s.", f.ordinal(), f.name)
}

func (f *facetChecker) ordinal() int { return max(f.use.ordinal, 1) }

func (f *facetChecker) fail(number int32, class uint8, format string, args ...any) {
	e := f.p.fault(f.at, number, format, args...)
	e.Class = class
	panic(e)
}
