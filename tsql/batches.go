package tsql

import "strings"

// Batch is the text between two GO lines of a script.
type Batch struct {
	Text  string
	Line  int // the line of the script on which the text begins, from 1
	Count int // how often it is to run: the number behind GO, or 1
}

// SplitBatches cuts a script at the lines that hold only GO and perhaps a count, as sqlcmd
// does. GO inside a string, a quoted name or a comment separates nothing. Batches of
// blanks are left out.
func SplitBatches(script string) []Batch {
	s := splitter{src: script, line: 1}
	for s.pos < len(s.src) {
		if end, count, ok := s.separator(); ok {
			s.flush(s.pos, count)
			s.line += strings.Count(s.src[s.from:end], "\n")
			s.pos, s.from = end, end
			continue
		}
		s.skipLine()
	}
	s.flush(len(s.src), 1)
	return s.batches
}

type splitter struct {
	src     string
	pos     int // at the beginning of a line, outside of strings and comments
	from    int // where the batch begins
	line    int // the line of from
	batches []Batch
}

// separator reads a GO line at pos.
func (s *splitter) separator() (end, count int, ok bool) {
	end = len(s.src)
	if i := strings.IndexByte(s.src[s.pos:], '\n'); i >= 0 {
		end = s.pos + i + 1
	}
	line := strings.TrimFunc(s.src[s.pos:end], func(r rune) bool { return r <= ' ' || isBlank(r) })
	if len(line) < 2 || !equalFold(line[:2], "GO") {
		return 0, 0, false
	}
	rest, _, _ := strings.Cut(line[2:], "--")
	if len(line) > 2 && class[line[2]]&isSpace == 0 && !strings.HasPrefix(line[2:], "--") {
		return 0, 0, false
	}
	count, ok = repeatCount(strings.TrimSpace(rest))
	return end, count, ok
}

// repeatCount reads the number behind GO; nothing is once.
func repeatCount(s string) (n int, ok bool) {
	if s == "" {
		return 1, true
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' || n > 1<<24 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// flush ends the batch before end.
func (s *splitter) flush(end, count int) {
	text := s.src[s.from:end]
	if strings.TrimSpace(text) != "" {
		s.batches = append(s.batches, Batch{Text: text, Line: s.line, Count: count})
	}
}

// skipLine goes to the next line that begins outside of strings and comments.
func (s *splitter) skipLine() {
	for s.pos < len(s.src) {
		c := s.src[s.pos]
		s.pos++
		switch c {
		case '\n':
			return
		case '\'', '"':
			s.skipTo(string(c))
		case '[':
			s.skipTo("]")
		case '-':
			if strings.HasPrefix(s.src[s.pos:], "-") {
				s.skipTo("\n")
				return
			}
		case '/':
			if strings.HasPrefix(s.src[s.pos:], "*") {
				s.skipComment()
			}
		}
	}
}

// skipTo goes behind the next end, or to the end of the script.
func (s *splitter) skipTo(end string) {
	i := strings.Index(s.src[s.pos:], end)
	if i < 0 {
		s.pos = len(s.src)
		return
	}
	s.pos += i + len(end)
}

// skipComment goes behind a comment, whose first byte was read already.
func (s *splitter) skipComment() {
	s.pos = commentEnd(s.src, s.pos-1)
	if s.pos < 0 {
		s.pos = len(s.src)
	}
}
