package eval

import (
	"strings"
	"unicode/utf8"
)

// Strings are UTF-8 in which an unpaired UTF-16 surrogate is kept as the three bytes of its
// code. nvarchar counts UTF-16 code units, varchar counts characters of its code page.

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// nextRune decodes the first rune of s, surrogates included.
func nextRune(s string) (rune, int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	if s[0] == 0xED && len(s) >= 3 && s[1] >= 0xA0 && s[1] < 0xC0 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// appendUnit appends a UTF-16 code unit or a rune, surrogates included.
func appendUnit(b []byte, r rune) []byte {
	if r >= 0xD800 && r < 0xE000 {
		return append(b, 0xED, 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return utf8.AppendRune(b, r)
}

// textLen counts UTF-16 code units when wide, characters otherwise.
func textLen(s string, wide bool) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			n++
			continue
		}
		r, size := nextRune(s[i:])
		i += size
		n++
		if wide && r >= 0x10000 {
			n++
		}
	}
	return n
}

// textOffset is the byte offset of unit n, and whether that unit is the second half of a
// surrogate pair; then the offset is that of the pair.
func textOffset(s string, n int, wide bool) (int, bool) {
	i := 0
	for n > 0 && i < len(s) {
		if s[i] < utf8.RuneSelf {
			i++
			n--
			continue
		}
		r, size := nextRune(s[i:])
		if wide && r >= 0x10000 {
			if n == 1 {
				return i, true
			}
			n--
		}
		i += size
		n--
	}
	return i, false
}

// textSlice is the part of s that begins at unit start (from 0) and is n units long.
func textSlice(s string, start, n int, wide bool) string {
	if n <= 0 || start >= len(s) {
		return ""
	}
	if n > len(s) {
		n = len(s)
	}
	if isASCII(s) {
		return s[start:min(start+n, len(s))]
	}
	from, halfFrom := textOffset(s, start, wide)
	rest := s[from:]
	var head []byte
	if halfFrom {
		r, size := utf8.DecodeRuneInString(rest)
		head = appendUnit(nil, 0xDC00|(r-0x10000)&0x3FF)
		rest = rest[size:]
		n--
	}
	to, halfTo := textOffset(rest, n, wide)
	if !halfFrom && !halfTo {
		return rest[:to]
	}
	head = append(head, rest[:to]...)
	if halfTo {
		r, _ := utf8.DecodeRuneInString(rest[to:])
		head = appendUnit(head, 0xD800|(r-0x10000)>>10)
	}
	return string(head)
}

// textCut is the first n units of s. It is s itself when s is short enough.
func textCut(s string, n int, wide bool) string {
	if len(s) <= n {
		return s
	}
	return textSlice(s, 0, n, wide)
}

// joinText concatenates two strings; surrogate halves that meet become one character.
func joinText(a, b string) string {
	if len(a) >= 3 && len(b) >= 3 && a[len(a)-3] == 0xED && b[0] == 0xED {
		hi, _ := nextRune(a[len(a)-3:])
		lo, _ := nextRune(b)
		if hi >= 0xD800 && hi < 0xDC00 && lo >= 0xDC00 && lo < 0xE000 {
			return a[:len(a)-3] + string(rune(0x10000+(hi-0xD800)<<10+(lo-0xDC00))) + b[3:]
		}
	}
	return a + b
}

// appendUTF16 appends s in UTF-16 little-endian.
func appendUTF16(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		i += size
		if r >= 0x10000 {
			hi, lo := 0xD800|(r-0x10000)>>10, 0xDC00|(r-0x10000)&0x3FF
			b = append(b, byte(hi), byte(hi>>8), byte(lo), byte(lo>>8))
			continue
		}
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// utf16Text reads UTF-16 little-endian; an odd last byte is dropped.
func utf16Text(b []byte) string {
	out := make([]byte, 0, len(b))
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(b[i]) | rune(b[i+1])<<8
		if r >= 0xD800 && r < 0xDC00 && i+3 < len(b) {
			if lo := rune(b[i+2]) | rune(b[i+3])<<8; lo >= 0xDC00 && lo < 0xE000 {
				r = 0x10000 + (r-0xD800)<<10 + (lo - 0xDC00)
				i += 2
			}
		}
		out = appendUnit(out, r)
	}
	return string(out)
}

// The characters of code page 1252 at 0x80 to 0x9F; the five undefined bytes stand for themselves.
var cp1252High = [32]rune{
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
}

// codePageByte is the byte of r in code page 1252.
func codePageByte(r rune) (byte, bool) {
	if r < 0x80 || r >= 0xA0 && r < 0x100 {
		return byte(r), true
	}
	for i, h := range cp1252High {
		if h == r {
			return byte(0x80 + i), true
		}
	}
	// The letters of Latin Extended-A fall back to their base, as the code page's best fit does.
	if r >= 0x100 && r < 0x180 {
		b, _ := baseLetter(r)
		return byte(b), true
	}
	if r >= 0xFF01 && r <= 0xFF5E {
		return byte(r - 0xFF01 + 0x21), true
	}
	return '?', false
}

func codePageRune(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		return cp1252High[b-0x80]
	}
	return rune(b)
}

// toCodePage replaces what code page 1252 cannot hold, as an assignment to varchar does.
func toCodePage(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		i += size
		c, ok := codePageByte(r)
		switch {
		case ok:
			b.WriteRune(codePageRune(c))
		case r >= 0x10000:
			b.WriteString("??")
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

// codePageBytes is s in code page 1252.
func codePageBytes(s string) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := nextRune(s[i:])
		i += size
		c, _ := codePageByte(r)
		b = append(b, c)
		if r >= 0x10000 {
			b = append(b, '?')
		}
	}
	return b
}

func codePageText(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(codePageRune(c))
	}
	return s.String()
}

// trimRight drops trailing blanks (U+0020 only).
func trimRight(s string) string {
	n := len(s)
	for n > 0 && s[n-1] == ' ' {
		n--
	}
	return s[:n]
}

// latinBase holds the base letters of U+00C0 to U+017F; '.' where there is none.
const latinBase = "AAAAAA.CEEEEIIII.NOOOOO.OUUUUY.." +
	"aaaaaa.ceeeeiiii.nooooo.ouuuuy.y" +
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKk.LlLlLlL" +
	"lLlNnNnNn...OoOoOo..RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz."

// baseLetter strips the accent of a Latin letter; ok tells whether there was one.
func baseLetter(r rune) (rune, bool) {
	if r >= 0xC0 && r < 0x180 {
		if b := latinBase[r-0xC0]; b != '.' {
			return rune(b), true
		}
	}
	return r, false
}
