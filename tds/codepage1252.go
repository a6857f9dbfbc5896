package tds

import "unicode/utf8"

// codePage1252 has the characters of Windows code page 1252 from 0x80 to 0x9F; the five
// holes keep their C1 control, as Windows does.
var codePage1252 = [32]rune{
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
}

var codePage1252Bytes = func() map[rune]byte {
	m := make(map[rune]byte, len(codePage1252))
	for i, c := range codePage1252 {
		m[c] = byte(0x80 + i)
	}
	return m
}()

// appendCodePage appends s in code page 1252. What the page lacks becomes '?', each
// UTF-16 code unit of it one.
func appendCodePage(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			dst = append(dst, s[i])
			i++
			continue
		}
		c, n := decodeRune(s[i:])
		i += n
		if c >= 0xA0 && c <= 0xFF {
			dst = append(dst, byte(c))
			continue
		}
		b, ok := codePage1252Bytes[c]
		switch {
		case ok:
			dst = append(dst, b)
		case c >= 0x10000:
			dst = append(dst, '?', '?')
		default:
			dst = append(dst, '?')
		}
	}
	return dst
}

// CodePageBytes is s as a varchar of the default collation holds it: one byte a
// character, '?' for what code page 1252 lacks.
func CodePageBytes(s string) []byte { return appendCodePage(make([]byte, 0, len(s)), s) }

// CodePageString is the inverse of CodePageBytes.
func CodePageString(b []byte) string {
	i := 0
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	if i == len(b) {
		return string(b)
	}
	dst := append(make([]byte, 0, len(b)+len(b)/4), b[:i]...)
	for _, c := range b[i:] {
		r := rune(c)
		if c >= 0x80 && c < 0xA0 {
			r = codePage1252[c-0x80]
		}
		dst = utf8.AppendRune(dst, r)
	}
	return string(dst)
}

// IsUTF8 tells whether varchar of the collation is stored as UTF-8 (MS-TDS 2.2.5.1.2).
func (c Collation) IsUTF8() bool { return c[3]&0x04 != 0 }

// orDefault is the collation, or the server's default for the zero value.
func (c Collation) orDefault() Collation {
	if c == (Collation{}) {
		return DefaultCollation
	}
	return c
}

func (c Collation) appendString(dst []byte, s string) []byte {
	if c.IsUTF8() {
		return append(dst, s...)
	}
	return appendCodePage(dst, s)
}

func (c Collation) string(b []byte) string {
	if c.IsUTF8() {
		return string(b)
	}
	return CodePageString(b)
}
