package tsql

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestZZSplice(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("ZZ"))
	var srcs [][]string
	add := func(src string) {
		defer func() { recover() }()
		l := lexer{src: src, quoted: true}
		var toks []string
		for pos := Pos(0); ; {
			tok := l.at(pos)
			if tok.kind == tEOF {
				break
			}
			toks = append(toks, l.text(tok))
			pos = tok.end
		}
		srcs = append(srcs, toks)
	}
	for _, x := range parseTests {
		add(x.src)
	}
	for _, s := range scripts(t) {
		for _, b := range SplitBatches(s) {
			add(b.Text)
		}
	}
	seed, _ := strconv.Atoi(os.Getenv("SEED"))
	r := rand.New(rand.NewPCG(uint64(seed), 2))
	ok, bad := 0, 0
	for range n {
		base := srcs[r.IntN(len(srcs))]
		toks := append([]string(nil), base...)
		for range 1 + r.IntN(3) {
			if len(toks) == 0 {
				break
			}
			i := r.IntN(len(toks))
			switch r.IntN(4) {
			case 0:
				toks = append(toks[:i:i], toks[i+1:]...)
			case 1:
				o := srcs[r.IntN(len(srcs))]
				if len(o) == 0 {
					continue
				}
				toks[i] = o[r.IntN(len(o))]
			case 2:
				o := srcs[r.IntN(len(srcs))]
				if len(o) == 0 {
					continue
				}
				j := r.IntN(len(o))
				k := min(len(o), j+1+r.IntN(5))
				toks = append(append(append([]string(nil), toks[:i]...), o[j:k]...), toks[i:]...)
			case 3:
				j := min(len(toks), i+1+r.IntN(4))
				toks = append(append([]string(nil), toks[:i]...), toks[j:]...)
			}
		}
		src := strings.Join(toks, " ")
		prog, err := Parse(src)
		if err != nil {
			continue
		}
		ok++
		if d := reparse(ParseOptions{QuotedIdentifier: true}, prog); d != "" {
			t.Errorf("%s\n----- %s", src, d)
			if bad++; bad > 8 {
				t.Fatal("enough", ok)
			}
		}
	}
	t.Log(ok, "of", n)
}
