package tsql

import (
	"os"
	"path/filepath"
	"testing"
)

// seeds gives a fuzzer all the texts of the tests.
func seeds(f *testing.F) {
	for _, test := range parseTests {
		f.Add(test.src)
	}
	for _, test := range errorTests {
		if len(test.src) < 1000 {
			f.Add(test.src)
		}
	}
	for _, script := range scripts(f) {
		for _, b := range SplitBatches(script) {
			f.Add(b.Text)
		}
	}
}

// scripts are the texts of testdata.
func scripts(tb testing.TB) (texts []string) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		tb.Fatal("no scripts in testdata: ", err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		texts = append(texts, string(src))
	}
	return texts
}

// FuzzParse: no text makes the parser panic, and what it reads it reads again from what
// is printed.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src string) {
		for _, o := range []ParseOptions{{QuotedIdentifier: true}, {QuotedIdentifier: false}} {
			prog, err := o.Parse(src)
			if err != nil {
				continue
			}
			if d := reparse(o, prog); d != "" {
				t.Errorf("%q: %s", src, d)
			}
			prog.Inspect(func(n Node) bool {
				if s := n.Extent(); s.Start > s.End || int(s.End) > len(src) {
					t.Errorf("%q: %T has the span %v", src, n, s)
				}
				return true
			})
		}
		_, _ = ParseExpr(src)
	})
}

// FuzzLexer: tokens follow each other without end, and none is empty.
func FuzzLexer(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src string) {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(syntaxError); !ok {
					t.Errorf("%q: %v", src, r)
				}
			}
		}()
		l := lexer{src: src, quoted: true}
		for pos := Pos(0); ; {
			tok := l.at(pos)
			if tok.kind == tEOF {
				return
			}
			if tok.start < pos || tok.end <= tok.start || int(tok.end) > len(src) {
				t.Fatalf("%q: token %+v at %d", src, tok, pos)
			}
			l.name(tok)
			pos = tok.end
		}
	})
}

// FuzzCalls: the names that a parsed text executes are among those found without parsing.
func FuzzCalls(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src string) {
		names, dynamic := AppendCalls(nil, src)
		prog, err := Parse(src)
		if err != nil {
			return
		}
		prog.Inspect(func(n Node) bool {
			e, ok := n.(*ExecStmt)
			if !ok {
				return true
			}
			if e.Text != nil || e.ProcVar != "" {
				if !dynamic {
					t.Errorf("%q: %s executes text", src, Print(e))
				}
				return true
			}
			for _, name := range names {
				if printName(name) == printName(e.Proc) {
					return true
				}
			}
			t.Errorf("%q: %s is not in %v", src, Print(e), names)
			return true
		})
	})
}

// FuzzSplitBatches: a script falls into batches that hold nothing else than its text.
func FuzzSplitBatches(f *testing.F) {
	for _, script := range scripts(f) {
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, src string) {
		size := 0
		for _, b := range SplitBatches(src) {
			size += len(b.Text)
			if b.Line < 1 || b.Count < 0 {
				t.Errorf("%q: %+v", src, b)
			}
		}
		if size > len(src) {
			t.Errorf("%q: batches hold %d bytes", src, size)
		}
	})
}
