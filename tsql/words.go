package tsql

import "strings"

// Reference is a place of a text that reads what the program around it keeps: a variable, a @@ value, or a function that is
// called without arguments.
type Reference struct {
	Span
	Name string // @x as written, @@ROWCOUNT and ERROR_NUMBER in upper case
}

// References calls f for the variables of a piece of a text, its @@ values, and the functions without arguments that it
// calls, in order. The piece is read by the lexer only, so that it may be any statement.
func References(src string, quoted bool, f func(Reference)) {
	l := &lexer{src: src, quoted: quoted}
	defer func() {
		// A string or comment without end is the parser's to report.
		if r := recover(); r != nil {
			if _, ok := r.(syntaxError); !ok {
				panic(r)
			}
		}
	}()
	before := token{}
	for t := l.at(0); t.kind != tEOF; {
		next := l.at(t.end)
		switch t.kind {
		case tVariable:
			f(Reference{Span{t.start, t.end}, src[t.start:t.end]})
		case tGlobal:
			f(Reference{Span{t.start, t.end}, strings.ToUpper(src[t.start:t.end])})
		case tWord:
			if next.kind != tLParen || before.kind == tDot {
				break
			}
			if end := l.at(next.end); end.kind == tRParen {
				f(Reference{Span{t.start, end.end}, strings.ToUpper(src[t.start:t.end])})
				t, next = end, l.at(end.end)
			}
		}
		before, t = t, next
	}
}

// QuoteString is s as a constant of nvarchar.
func QuoteString(s string) string { return "N" + quoteString(s) }

// QuoteName is s in brackets.
func QuoteName(s string) string { return "[" + strings.ReplaceAll(s, "]", "]]") + "]" }

// ConstantCalls calls f for the calls of a function with one string constant: SERVERPROPERTY(N'Edition'). The text is read
// by the lexer only.
func ConstantCalls(src string, quoted bool, function string, f func(at Span, arg string)) {
	l := &lexer{src: src, quoted: quoted}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(syntaxError); !ok {
				panic(r)
			}
		}
	}()
	for t := l.at(0); t.kind != tEOF; t = l.at(t.end) {
		if t.kind != tWord || !strings.EqualFold(src[t.start:t.end], function) {
			continue
		}
		open := l.at(t.end)
		arg := l.at(open.end)
		end := l.at(arg.end)
		if open.kind != tLParen || arg.kind != tString && arg.kind != tNString || end.kind != tRParen {
			continue
		}
		text := strings.TrimLeft(src[arg.start:arg.end], "Nn")
		f(Span{t.start, end.end}, text[1:len(text)-1])
		t = end
	}
}
