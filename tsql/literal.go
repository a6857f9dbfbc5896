package tsql

import (
	"encoding/hex"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"msxgate/tds"
)

// onLiteral tells whether tok is a constant.
func (p *parser) onLiteral() bool {
	return p.tok.kind >= tString && p.tok.kind <= tMoney || p.on(kwNull)
}

// literal reads a constant.
func (p *parser) literal() *Literal {
	lit := p.newLiteral()
	switch p.tok.kind {
	case tString, tNString:
		lit.Value, lit.Type = p.stringConstant()
	case tInt:
		lit.Value, lit.Type = p.intConstant()
	case tNumeric:
		lit.Value, lit.Type = p.numericConstant(p.text(p.tok))
	case tFloat:
		lit.Value, lit.Type = p.floatConstant()
	case tMoney:
		lit.Value, lit.Type = p.moneyConstant()
	case tBinary:
		lit.Value, lit.Type = p.binaryConstant()
	default:
		p.expectKw(kwNull)
		lit.Type, lit.Span = tds.TypeNull, p.lastSpan()
		return lit
	}
	p.next()
	lit.Span = p.lastSpan()
	return lit
}

func (p *parser) lastSpan() Span { return Span{p.last.start, p.last.end} }

// newLiteral takes literals from a block: scripts are full of them.
func (p *parser) newLiteral() *Literal {
	if len(p.stack.lits) == cap(p.stack.lits) {
		p.stack.lits = make([]Literal, 0, 16)
	}
	p.stack.lits = append(p.stack.lits, Literal{})
	return &p.stack.lits[len(p.stack.lits)-1]
}

func (p *parser) stringConstant() (tds.Value, tds.Type) {
	s := p.name(p.tok)
	n := max(utf16Len(s), 1)
	if p.tok.kind == tNString {
		return s, tds.TypeNVarChar(sizeOrMax(n, 4000))
	}
	return s, tds.TypeVarChar(sizeOrMax(n, 8000))
}

func sizeOrMax(n, limit int) int {
	if n > limit {
		return tds.Max
	}
	return n
}

// utf16Len is the length of s in UTF-16 code units.
func utf16Len(s string) int {
	n := len(s)
	for i := 0; i < len(s); i++ {
		if s[i] < utf8.RuneSelf {
			continue
		}
		n = 0
		for _, r := range s {
			n++
			if r > 0xFFFF {
				n++
			}
		}
		return n
	}
	return n
}

// intConstant reads an int; one too large for it is a numeric.
func (p *parser) intConstant() (tds.Value, tds.Type) {
	s := p.text(p.tok)
	if n, err := strconv.ParseInt(s, 10, 32); err == nil {
		return n, tds.TypeInt
	}
	return p.numericConstant(s)
}

const maxPrecision = 38

func (p *parser) numericConstant(s string) (tds.Value, tds.Type) {
	digits, scale := s, 0
	if i := strings.IndexByte(s, '.'); i >= 0 {
		digits, scale = s[:i]+s[i+1:], len(s)-i-1
	}
	digits = strings.TrimLeft(digits, "0")
	prec := max(len(digits), scale, 1)
	if prec > maxPrecision {
		panic(p.fault(p.tok.start, 1007,
			"The number '%s' is out of the range for numeric representation (maximum precision 38).", s))
	}
	d := tds.Decimal{Scale: uint8(scale)}
	for i := 0; i < len(digits); i++ {
		var carry, over uint64
		carry, d.Lo = bits.Mul64(d.Lo, 10)
		d.Lo, over = bits.Add64(d.Lo, uint64(digits[i]-'0'), 0)
		d.Hi = d.Hi*10 + carry + over
	}
	return d, tds.Type{ID: tds.NumericType, Prec: uint8(prec), Scale: uint8(scale)}
}

func (p *parser) floatConstant() (tds.Value, tds.Type) {
	s := p.text(p.tok)
	digits := s
	if c := s[len(s)-1]; c < '0' || c > '9' {
		digits += "0" // 1e and 1e+ are 1
	}
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil && math.IsInf(f, 0) {
		panic(p.fault(p.tok.start, 168,
			"The floating point value '%s' is out of the range of computer representation (8 bytes).", s))
	}
	return f, tds.Type{ID: tds.Float}
}

// moneyConstant reads a currency sign and a number of at most four decimals that count.
func (p *parser) moneyConstant() (tds.Value, tds.Type) {
	s := p.text(p.tok)
	_, n := utf8.DecodeRuneInString(s)
	digits := strings.TrimLeft(s[n:], "+-")
	whole, frac, _ := strings.Cut(digits, ".")
	frac += "00000"
	v, err := strconv.ParseInt(whole+frac[:4], 10, 64)
	if whole == "" {
		v, err = strconv.ParseInt(frac[:4], 10, 64)
	}
	if err == nil && frac[4] >= '5' {
		v++
	}
	if err != nil || v < 0 {
		panic(p.fault(p.tok.start, 8115, "Arithmetic overflow error converting expression to data type money."))
	}
	if strings.HasPrefix(s[n:], "-") {
		v = -v
	}
	return tds.Money(v), tds.TypeMoney
}

func (p *parser) binaryConstant() (tds.Value, tds.Type) {
	s := p.text(p.tok)[2:]
	if strings.IndexByte(s, '\\') >= 0 {
		s = joinLines.Replace(s)
	}
	if len(s)%2 == 1 {
		s = "0" + s
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		p.fail()
	}
	return b, tds.TypeVarBinary(sizeOrMax(max(len(b), 1), 8000))
}
