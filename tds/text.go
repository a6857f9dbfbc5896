package tds

import (
	"encoding/binary"
	"unicode/utf8"
)

// utf16ToString reads UTF-16LE. An unpaired surrogate becomes the three bytes of its
// generalised UTF-8 form, so that nothing is lost. A last odd byte is dropped.
func utf16ToString(b []byte) string {
	n := len(b) / 2
	ascii := true
	for i := range n {
		if b[2*i+1] != 0 || b[2*i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		dst := make([]byte, n)
		for i := range dst {
			dst[i] = b[2*i]
		}
		return string(dst)
	}
	return string(appendUTF8(make([]byte, 0, n+n/2), b[:2*n]))
}

func appendUTF8(dst, b []byte) []byte {
	for len(b) >= 2 {
		c := rune(binary.LittleEndian.Uint16(b))
		b = b[2:]
		if isHigh(c) && len(b) >= 2 {
			if d := rune(binary.LittleEndian.Uint16(b)); isLow(d) {
				c = 0x10000 + (c-0xD800)<<10 + (d - 0xDC00)
				b = b[2:]
			}
		}
		if isHigh(c) || isLow(c) {
			dst = append(dst, 0xE0|byte(c>>12), 0x80|byte(c>>6)&0x3F, 0x80|byte(c)&0x3F)
			continue
		}
		dst = utf8.AppendRune(dst, c)
	}
	return dst
}

func isHigh(c rune) bool { return c >= 0xD800 && c < 0xDC00 }

func isLow(c rune) bool { return c >= 0xDC00 && c < 0xE000 }

// decodeRune is utf8.DecodeRuneInString that also knows generalised UTF-8 surrogates.
func decodeRune(s string) (rune, int) {
	if len(s) >= 3 && s[0] == 0xED && s[1] >= 0xA0 && s[1] < 0xC0 && s[2]&0xC0 == 0x80 {
		return 0xD000 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// appendUTF16 appends s as UTF-16LE. Bytes that are no UTF-8 become U+FFFD.
func appendUTF16(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			dst = append(dst, c, 0)
			i++
			continue
		}
		c, n := decodeRune(s[i:])
		i += n
		if c >= 0x10000 {
			c -= 0x10000
			hi, lo := 0xD800+c>>10, 0xDC00+c&0x3FF
			dst = append(dst, byte(hi), byte(hi>>8), byte(lo), byte(lo>>8))
			continue
		}
		dst = append(dst, byte(c), byte(c>>8))
	}
	return dst
}

// UTF16Len is the number of UTF-16 code units of s, which is what LEN and the Size of
// nvarchar count.
func UTF16Len(s string) int {
	n := 0
	for i := 0; i < len(s); n++ {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, w := decodeRune(s[i:])
		i += w
		if c >= 0x10000 {
			n++
		}
	}
	return n
}

// truncateUTF16 is the longest beginning of s of at most n code units that does not
// split a character.
func truncateUTF16(s string, n int) string {
	for i := 0; i < len(s); {
		c, w := decodeRune(s[i:])
		units := 1
		if c >= 0x10000 {
			units = 2
		}
		if n -= units; n < 0 {
			return s[:i]
		}
		i += w
	}
	return s
}

// appendBVarChar appends s as B_VARCHAR, cut at 255 code units.
func appendBVarChar(dst []byte, s string) []byte {
	s = truncateUTF16(s, 255)
	at := len(dst)
	dst = appendUTF16(append(dst, 0), s)
	dst[at] = byte((len(dst) - at - 1) / 2)
	return dst
}

// appendUSVarChar appends s as US_VARCHAR, cut so that a token can hold it.
func appendUSVarChar(dst []byte, s string) []byte {
	s = truncateUTF16(s, 0x7000)
	at := len(dst)
	dst = appendUTF16(append(dst, 0, 0), s)
	binary.LittleEndian.PutUint16(dst[at:], uint16((len(dst)-at-2)/2))
	return dst
}
