package eval

import (
	"math/rand/v2"
	"testing"
)

// Plain patterns are matched by a way of their own, which has to agree with the general one.
func TestPlainPatterns(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	random := func(alphabet string, most int) string {
		b := make([]byte, r.IntN(most))
		for i := range b {
			b[i] = alphabet[r.IntN(len(alphabet))]
		}
		return string(b)
	}
	plain := 0
	for range 8000 {
		pattern, s := random("aAb %", 6), random("aAb ", 7)
		for _, sens := range []sensitivity{caseInsensitive, caseSensitive, codePointSensitive} {
			for _, blanks := range []bool{false, true} {
				p := newLike(pattern, -1, sens)
				got := p.match(s, blanks)
				if p.plain {
					plain++
				}
				p.plain = false
				if want := p.match(s, blanks); got != want {
					t.Fatalf("%q LIKE %q (%d, %v): %v, want %v", s, pattern, sens, blanks, got, want)
				}
			}
		}
	}
	if plain == 0 {
		t.Error("no pattern was plain")
	}
}
