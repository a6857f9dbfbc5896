package eval

import (
	"sync/atomic"
	"unicode/utf8"

	"msxgate/tds"
	"msxgate/tsql"
)

// likePattern is a pattern of LIKE and PATINDEX, read once.
type likePattern struct {
	tokens []likeToken
	level  sensitivity
	broken bool // an unclosed bracket: nothing matches

	// A pattern of ASCII characters with no wildcards but % at its ends.
	plain      bool
	text       string // folded
	head, tail bool   // a % in front, at the end
}

type likeKind uint8

const (
	likeRune likeKind = iota
	likeOne           // _
	likeMany          // %
	likeSet           // [...]
)

type likeToken struct {
	kind likeKind
	r    rune // folded
	set  *likeRunes
}

// likeRunes is the content of brackets.
type likeRunes struct {
	negated bool
	ascii   [utf8.RuneSelf]bool
	ranges  [][2]rune
	sens    sensitivity
}

func (s *likeRunes) holds(r rune) bool {
	if r < utf8.RuneSelf {
		return s.ascii[r] != s.negated
	}
	return s.inRanges(r) != s.negated
}

func (s *likeRunes) inRanges(r rune) bool {
	for _, x := range s.ranges {
		if x[0] == x[1] {
			if foldRune(r, s.sens&sensitivityMask) == foldRune(x[0], s.sens&sensitivityMask) {
				return true
			}
			continue
		}
		c := string(r)
		if compareText(string(x[0]), c, s.sens) <= 0 && compareText(c, string(x[1]), s.sens) <= 0 {
			return true
		}
	}
	return false
}

// newLike reads a pattern; escape is -1 when there is none.
func newLike(pattern string, escape rune, sens sensitivity) *likePattern {
	p := readLike(pattern, escape, sens)
	p.simplify()
	return p
}

// simplify notes that a pattern is plain.
func (p *likePattern) simplify() {
	tokens := p.tokens
	if n := len(tokens); n > 0 && tokens[0].kind == likeMany {
		p.head, tokens = true, tokens[1:]
	}
	if n := len(tokens); n > 0 && tokens[n-1].kind == likeMany {
		p.tail, tokens = true, tokens[:n-1]
	}
	var b []byte
	for _, t := range tokens {
		if t.kind != likeRune || t.r >= utf8.RuneSelf {
			return
		}
		b = append(b, byte(t.r))
	}
	p.plain, p.text = !p.broken, string(b)
}

// matchPlain is match for a plain pattern and an ASCII string.
func (p *likePattern) matchPlain(s string, blanks bool) bool {
	fold := p.level == caseInsensitive || p.level == accentInsensitive
	if p.head && p.tail {
		for i := 0; i+len(p.text) <= len(s); i++ {
			if equalASCII(s[i:i+len(p.text)], p.text, fold) {
				return true
			}
		}
		return false
	}
	if blanks && !p.tail && len(s) > len(p.text) {
		// Trailing blanks may be left over, but not ones that the pattern asks for.
		for len(s) > len(p.text) && s[len(s)-1] == ' ' {
			if p.head && equalASCII(s[len(s)-len(p.text):], p.text, fold) {
				return true
			}
			s = s[:len(s)-1]
		}
	}
	switch {
	case len(s) < len(p.text), !p.head && !p.tail && len(s) != len(p.text):
		return false
	case p.head:
		return equalASCII(s[len(s)-len(p.text):], p.text, fold)
	}
	return equalASCII(s[:len(p.text)], p.text, fold)
}

// equalASCII tells whether s, folded to upper case when fold is set, equals text of the same length.
func equalASCII(s, text string, fold bool) bool {
	for i := range len(text) {
		c := s[i]
		if c == text[i] {
			continue
		}
		if !fold || c < 'a' || c > 'z' || c-('a'-'A') != text[i] {
			return false
		}
	}
	return true
}

func readLike(pattern string, escape rune, sens sensitivity) *likePattern {
	p := &likePattern{level: sens & sensitivityMask}
	for i := 0; i < len(pattern); {
		r, size := nextRune(pattern[i:])
		i += size
		switch {
		case r == escape:
			if i < len(pattern) {
				r, size = nextRune(pattern[i:])
				i += size
				p.literal(r)
			}
		case r == '%':
			if n := len(p.tokens); n == 0 || p.tokens[n-1].kind != likeMany {
				p.tokens = append(p.tokens, likeToken{kind: likeMany})
			}
		case r == '_':
			p.tokens = append(p.tokens, likeToken{kind: likeOne})
		case r == '[':
			set, n, ok := readSet(pattern[i:], escape, sens)
			if !ok {
				p.broken = true
				return p
			}
			i += n
			p.tokens = append(p.tokens, likeToken{kind: likeSet, set: set})
		default:
			p.literal(r)
		}
	}
	return p
}

func (p *likePattern) literal(r rune) {
	p.tokens = append(p.tokens, likeToken{kind: likeRune, r: foldRune(r, p.level)})
}

// readSet reads what follows a bracket, through its end.
func readSet(s string, escape rune, sens sensitivity) (*likeRunes, int, bool) {
	set := &likeRunes{sens: sens &^ wordSort}
	type item struct {
		r      rune
		dashed bool // an unescaped hyphen
	}
	var items []item
	i, closed := 0, false
	for i < len(s) && !closed {
		r, size := nextRune(s[i:])
		i += size
		switch {
		case r == escape && i < len(s):
			r, size = nextRune(s[i:])
			i += size
			items = append(items, item{r: r})
		case r == ']':
			closed = true
		case r == '^' && i == size && !set.negated:
			set.negated = true
		default:
			items = append(items, item{r, r == '-'})
		}
	}
	if !closed {
		return nil, 0, false
	}
	for k := 0; k < len(items); k++ {
		if k+2 < len(items) && items[k+1].dashed {
			set.ranges = append(set.ranges, [2]rune{items[k].r, items[k+2].r})
			k += 2
			continue
		}
		set.ranges = append(set.ranges, [2]rune{items[k].r, items[k].r})
	}
	for c := range rune(utf8.RuneSelf) {
		set.ascii[c] = set.inRanges(c)
	}
	return set, i, true
}

func (t *likeToken) matches(r rune, level sensitivity) bool {
	switch t.kind {
	case likeRune:
		if r == t.r {
			return true
		}
		if r < utf8.RuneSelf && (r < 'a' || r > 'z') {
			return false
		}
		return foldRune(r, level) == t.r
	case likeSet:
		return t.set.holds(r)
	}
	return true
}

// match tells whether all of s is matched. Trailing blanks of s may be left over when blanks is set,
// as for strings that are not Unicode.
func (p *likePattern) match(s string, blanks bool) bool {
	if p.broken {
		return false
	}
	if p.plain && isASCII(s) {
		return p.matchPlain(s, blanks)
	}
	end := p.run(s, true, blanks)
	return end >= 0
}

// run matches from the start of s and is the offset at which it ended, or -1. With whole, the match has to
// reach the end of s. It goes back to the last % only, which is enough.
func (p *likePattern) run(s string, whole, blanks bool) int {
	i, k := 0, 0
	star, mark := -1, 0
	for {
		if k < len(p.tokens) {
			t := &p.tokens[k]
			if t.kind == likeMany {
				star, mark = k, i
				k++
				continue
			}
			if i < len(s) {
				r, size := nextRune(s[i:])
				if t.matches(r, p.level) {
					i += size
					k++
					continue
				}
			}
		} else if !whole || i == len(s) || blanks && trimRight(s[i:]) == "" {
			return i
		}
		if star < 0 || mark >= len(s) {
			return -1
		}
		_, size := nextRune(s[mark:])
		mark += size
		i, k = mark, star+1
	}
}

// likeCache keeps the pattern read last, for patterns that are not constant but seldom change.
type likeCache struct{ last atomic.Pointer[cachedLike] }

type cachedLike struct {
	text    string
	escape  rune
	pattern *likePattern
}

func (c *likeCache) get(text string, escape rune, sens sensitivity) *likePattern {
	if l := c.last.Load(); l != nil && l.text == text && l.escape == escape {
		return l.pattern
	}
	p := newLike(text, escape, sens)
	c.last.Store(&cachedLike{text, escape, p})
	return p
}

func (c *compiler) like(e *tsql.Like) (Cond, error) {
	x, err := c.likeOperand(e.X, 1)
	if err != nil {
		return nil, err
	}
	pattern, err := c.likeOperand(e.Pattern, 2)
	if err != nil {
		return nil, err
	}
	escape := constantNode("", tds.TypeNVarChar(1))
	if e.Escape != nil {
		if escape, err = c.likeOperand(e.Escape, 3); err != nil {
			return nil, err
		}
	}
	coll, _, err := mergeCollations(x, pattern, "like")
	if err != nil {
		return nil, err
	}
	t := x.typ
	t.Collation = coll
	sens := sensitivityOf(t)
	blanks := !x.typ.ID.IsUnicode() && !pattern.typ.ID.IsUnicode()
	cond := likeFn(x.fn, pattern, escape, sens, blanks)
	if e.Not {
		return not(cond), nil
	}
	return cond, nil
}

// likeOperand compiles an operand of LIKE as a string.
func (c *compiler) likeOperand(e tsql.Expr, position int) (node, error) {
	n, err := c.scalar(e)
	if err != nil {
		return node{}, err
	}
	switch {
	case isString(n.typ.ID):
		return n, nil
	case n.typ.ID == tds.NullType:
		return c.convert(n, tds.TypeVarChar(1), nil)
	case n.typ.ID == tds.Text:
		return c.convert(n, tds.TypeVarChar(tds.Max), nil)
	case n.typ.ID == tds.NText:
		return c.convert(n, tds.TypeNVarChar(tds.Max), nil)
	case n.typ.ID == tds.XML || n.typ.ID == tds.SQLVariant || n.typ.ID == tds.Image:
		return node{}, errArgumentType(n.typ, position, "like")
	}
	return c.text(n)
}

func likeFn(x Fn, pattern, escape node, sens sensitivity, blanks bool) Cond {
	if pattern.constant && escape.constant {
		if pattern.value == nil || escape.value == nil {
			return constantCond(Unknown)
		}
		esc, err := escapeRune(escape.value.(string))
		if err != nil {
			return func(*Frame) (Truth, error) { return Unknown, err }
		}
		p := newLike(pattern.value.(string), esc, sens)
		return func(f *Frame) (Truth, error) {
			v, err := x(f)
			if v == nil || err != nil {
				return Unknown, err
			}
			return truthOf(p.match(v.(string), blanks)), nil
		}
	}
	cache := new(likeCache)
	fp, fe := pattern.fn, escape.fn
	return func(f *Frame) (Truth, error) {
		v, err := x(f)
		if err != nil {
			return Unknown, err
		}
		pv, err := fp(f)
		if err != nil {
			return Unknown, err
		}
		ev, err := fe(f)
		if v == nil || pv == nil || ev == nil || err != nil {
			return Unknown, err
		}
		esc, err := escapeRune(ev.(string))
		if err != nil {
			return Unknown, err
		}
		return truthOf(cache.get(pv.(string), esc, sens).match(v.(string), blanks)), nil
	}
}

// escapeRune is the character of ESCAPE, or -1 for the empty string: 506.
func escapeRune(s string) (rune, error) {
	if s == "" {
		return -1, nil
	}
	r, size := nextRune(s)
	if size != len(s) {
		return -1, tds.Errorf(506, 16, "The invalid escape character \"%s\" was specified in a LIKE predicate.", s)
	}
	return r, nil
}
