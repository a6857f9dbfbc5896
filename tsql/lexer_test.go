package tsql

import (
	"strings"
	"testing"
)

func TestLexer(t *testing.T) {
	tests := []struct {
		src  string
		kind kind
		name string
	}{
		{"[a]]b]", tQuoted, "a]b"},
		{`"a""b"`, tQuoted, `a"b`},
		{"'a''b'", tString, "a'b"},
		{"N'a''b'", tNString, "a'b"},
		{"n''", tNString, ""},
		{"0x1fz", tBinary, "0x1f"},
		{"0x", tBinary, "0x"},
		{"1.", tNumeric, "1."},
		{".5", tNumeric, ".5"},
		{"1e3", tFloat, "1e3"},
		{"1.5E-3x", tFloat, "1.5E-3"},
		{"1e", tFloat, "1e"},
		{"12abc", tInt, "12"},
		{"$1.5", tMoney, "$1.5"},
		{"$-2", tMoney, "$-2"},
		{"£3", tMoney, "£3"},
		{"$", tMoney, "$"},
		{"$action", tPseudo, "$action"},
		{"@v+1", tVariable, "@v"},
		{"@", tVariable, "@"},
		{"@@ROWCOUNT", tGlobal, "@@ROWCOUNT"},
		{"##t.a", tWord, "##t"},
		{"a$b#c@d e", tWord, "a$b#c@d"},
		{"größe-1", tWord, "größe"},
		{"/* /* */ -- */ x", tWord, "x"},
		{"-- c\r\nx", tWord, "x"},
		{"\ufeff\u00a0x", tWord, "x"},
		{"!=", tNe, "!="},
		{"!<", tGe, "!<"},
		{"!>", tLe, "!>"},
		{"<>", tNe, "<>"},
		{"<=1", tLe, "<="},
		{">=", tGe, ">="},
		{"+=", tAssign, "+="},
		{"::", tScope, "::"},
		{":", tColon, ":"},
		{"?", tBad, "?"},
		{"\u20ac", tMoney, "\u20ac"},
		{"\u2260", tBad, "\u2260"},
		{"  ", tEOF, ""},
	}
	for _, test := range tests {
		l := lexer{src: test.src, quoted: true}
		tok := l.at(0)
		if tok.kind != test.kind || l.name(tok) != test.name {
			t.Errorf("%q: kind %d %q, want %d %q", test.src, tok.kind, l.name(tok), test.kind, test.name)
		}
	}
}

func TestQuotedIdentifierOff(t *testing.T) {
	prog, err := ParseOptions{}.Parse(`SELECT "a""b", [c]`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := prog.String(), "SELECT 'a\"b', c;\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestKeywords(t *testing.T) {
	for k := kwAdd; int(k) < len(keywords); k++ {
		if keywords[k] == "" {
			t.Errorf("keyword %d has no text", k)
			continue
		}
		for _, s := range []string{keywords[k], strings.ToLower(keywords[k])} {
			if got := lookupKeyword(s); got != k {
				t.Errorf("lookupKeyword(%s) = %d, want %d", s, got, k)
			}
		}
		if got := lookupKeyword(keywords[k] + "X"); got != notReserved {
			t.Errorf("lookupKeyword(%sX) = %v", keywords[k], got)
		}
	}
}
