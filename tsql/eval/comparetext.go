package eval

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The weights of ASCII. Code page strings sort punctuation by code, then digits, then letters;
// Unicode strings sort it as Windows does and leave hyphen and apostrophe (weight 0) to the end.
var (
	codePageWeights = asciiWeights(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "")
	wordWeights     = asciiWeights(" _,;:!?.\"()[]{}@*/\\&#%`^+<=>|~$", "-'")
)

const lastPunctuation = 0x7E

func asciiWeights(punctuation, ignored string) (w [128]byte) {
	for i := range 32 {
		w[i] = byte(i + 1)
	}
	w[127] = 33
	next := byte(34)
	for i := range len(punctuation) {
		w[punctuation[i]] = next
		next++
	}
	next = lastPunctuation + 1
	for c := byte('0'); c <= '9'; c++ {
		w[c] = next
		next++
	}
	for c := byte('A'); c <= 'Z'; c++ {
		w[c], w[c+'a'-'A'] = next, next
		next++
	}
	for i := range len(ignored) {
		w[ignored[i]] = 0
	}
	return w
}

// compareText orders two strings; trailing blanks do not count.
func compareText(a, b string, s sensitivity) int {
	a, b = trimRight(a), trimRight(b)
	if a == b {
		return 0
	}
	if s&sensitivityMask == codePointSensitive {
		return compareCodePoints(a, b)
	}
	weights := &codePageWeights
	if s&wordSort != 0 {
		weights = &wordWeights
	}
	n := min(len(a), len(b))
	tie := 0
	for i := range n {
		x, y := a[i], b[i]
		if x == y {
			continue
		}
		if x >= utf8.RuneSelf || y >= utf8.RuneSelf {
			return compareRunes(a, b, s, weights)
		}
		wx, wy := weights[x], weights[y]
		if wx == 0 || wy == 0 {
			return compareRunes(a, b, s, weights)
		}
		if wx != wy {
			return int(wx) - int(wy)
		}
		if tie == 0 {
			tie = int(y) - int(x) // lower case goes first
		}
	}
	rest, sign := a[n:], 1
	if len(b) > n {
		rest, sign = b[n:], -1
	}
	for i := range len(rest) {
		if rest[i] >= utf8.RuneSelf || weights[rest[i]] == 0 {
			return compareRunes(a, b, s, weights)
		}
		if d := int(weights[rest[i]]) - int(weights[' ']); d != 0 {
			return sign * d
		}
	}
	switch s & sensitivityMask {
	case caseSensitive, caseOnlySensitive:
		return tie
	}
	return 0
}

// compareCodePoints orders as BIN2 does; the shorter string is padded with blanks.
func compareCodePoints(a, b string) int {
	n := min(len(a), len(b))
	if c := strings.Compare(a[:n], b[:n]); c != 0 {
		return c
	}
	for i := n; i < len(a); i++ {
		if a[i] != ' ' {
			return int(a[i]) - ' '
		}
	}
	for i := n; i < len(b); i++ {
		if b[i] != ' ' {
			return ' ' - int(b[i])
		}
	}
	return 0
}

// element is what one character brings to a comparison.
type element struct {
	primary uint32
	accent  rune
	upper   bool
	ignored rune // of hyphen and apostrophe in a word sort
}

func elementOf(r rune, weights *[128]byte) element {
	r = narrow(r)
	if r < utf8.RuneSelf {
		w := weights[r]
		if w == 0 {
			return element{ignored: r}
		}
		return element{primary: uint32(w) << 24, upper: r >= 'A' && r <= 'Z'}
	}
	u := unicode.ToUpper(r)
	if b, ok := baseLetter(u); ok {
		return element{primary: uint32(weights[b]) << 24, accent: u, upper: u == r}
	}
	if !unicode.IsLetter(r) && r < 0xD800 {
		return element{primary: lastPunctuation<<24 | uint32(r), upper: true}
	}
	return element{primary: 0xFF<<24 | uint32(u), upper: u == r && unicode.ToLower(r) != r}
}

// narrow maps full-width letters to ASCII and hiragana to katakana.
func narrow(r rune) rune {
	switch {
	case r < 0x3041:
	case r <= 0x3096:
		return r + 0x60
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFF01 + 0x21
	}
	return r
}

func compareRunes(a, b string, s sensitivity, weights *[128]byte) int {
	var accent, letterCase, special int
	pad := element{primary: uint32(weights[' ']) << 24}
	for len(a) > 0 || len(b) > 0 {
		x, y := pad, pad
		na, nb := 0, 0
		if len(a) > 0 {
			var r rune
			r, na = nextRune(a)
			x = elementOf(r, weights)
		}
		if len(b) > 0 {
			var r rune
			r, nb = nextRune(b)
			y = elementOf(r, weights)
		}
		if x.ignored != 0 || y.ignored != 0 {
			switch {
			case x.ignored != 0 && y.ignored != 0:
				special = firstOf(special, int(x.ignored-y.ignored))
				a, b = a[na:], b[nb:]
			case x.ignored != 0:
				special = firstOf(special, 1)
				a = a[na:]
			default:
				special = firstOf(special, -1)
				b = b[nb:]
			}
			continue
		}
		a, b = a[na:], b[nb:]
		if x.primary != y.primary {
			return cmp.Compare(x.primary, y.primary)
		}
		accent = firstOf(accent, int(x.accent-y.accent))
		if x.upper != y.upper {
			letterCase = firstOf(letterCase, boolSign(x.upper))
		}
	}
	level := s & sensitivityMask
	if accent != 0 && level != accentInsensitive && level != caseOnlySensitive {
		return accent
	}
	if letterCase != 0 && (level == caseSensitive || level == caseOnlySensitive) {
		return letterCase
	}
	return special
}

func firstOf(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

func boolSign(b bool) int {
	if b {
		return 1
	}
	return -1
}

// foldRune maps characters that a comparison does not tell apart to one of them.
func foldRune(r rune, level sensitivity) rune {
	if level == codePointSensitive {
		return r
	}
	r = narrow(r)
	if r >= utf8.RuneSelf && (level == accentInsensitive || level == caseOnlySensitive) {
		r, _ = baseLetter(r)
	}
	if level == caseInsensitive || level == accentInsensitive {
		if r < utf8.RuneSelf {
			if r >= 'a' && r <= 'z' {
				r -= 'a' - 'A'
			}
			return r
		}
		return unicode.ToUpper(r)
	}
	return r
}

// appendFolded appends the text by which equal strings are equal, trailing blanks cut.
func appendFolded(dst []byte, s string, level sensitivity) []byte {
	s = trimRight(s)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= 'a' && c <= 'z' && (level == caseInsensitive || level == accentInsensitive) {
				c -= 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := nextRune(s[i:])
		dst = appendUnit(dst, foldRune(r, level))
		i += size
	}
	return dst
}
