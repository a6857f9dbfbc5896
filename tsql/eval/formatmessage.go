package eval

import (
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// maxMessage is the number of characters of a message; a longer one ends in an ellipsis.
const maxMessage = 2047

// FormatMessage puts arguments into the template of RAISERROR, FORMATMESSAGE or a message of the catalog:
// %s %d %i %u %o %x %X with flags - + 0 # and blank, width and precision, * included. Arguments are strings
// and whole numbers; NULL prints as (null). Errors are 2786 and 2787.
func FormatMessage(template string, args []tds.Value) (string, error) {
	w := messageWriter{args: args}
	for i := 0; i < len(template); {
		at := strings.IndexByte(template[i:], '%')
		if at < 0 {
			w.b.WriteString(template[i:])
			break
		}
		w.b.WriteString(template[i : i+at])
		i += at
		n, err := w.directive(template[i:])
		if err != nil {
			return "", err
		}
		i += n
	}
	s := w.b.String()
	if textLen(s, true) > maxMessage {
		s = textCut(s, maxMessage-3, true) + "..."
	}
	return s, nil
}

type messageWriter struct {
	b    strings.Builder
	args []tds.Value
	used int
}

// messageSpec is one directive, read.
type messageSpec struct {
	left, plus, blank, zero, alternate bool
	width, precision                   int
	verb                               byte
}

// directive writes what a % asks for and is the length of the directive.
func (w *messageWriter) directive(s string) (int, error) {
	if len(s) > 1 && s[1] == '%' {
		w.b.WriteByte('%')
		return 2, nil
	}
	spec := messageSpec{precision: -1}
	i := 1
flags:
	for ; i < len(s); i++ {
		switch s[i] {
		case '-':
			spec.left = true
		case '+':
			spec.plus = true
		case ' ':
			spec.blank = true
		case '0':
			spec.zero = true
		case '#':
			spec.alternate = true
		default:
			break flags
		}
	}
	var n int
	spec.width, n = w.size(s[i:])
	i += n
	if i < len(s) && s[i] == '.' {
		i++
		spec.precision, n = w.size(s[i:])
		i += n
	}
	for i < len(s) && (s[i] == 'l' || s[i] == 'h' || s[i] == 'I') {
		if strings.HasPrefix(s[i:], "I64") {
			i += 2
		}
		i++
	}
	if i >= len(s) || !strings.ContainsRune("sdiuoxXp", rune(s[i])) {
		return 0, errMessageSpec(s[:min(i+1, len(s))])
	}
	spec.verb = s[i]
	return i + 1, w.put(&spec)
}

func errMessageSpec(spec string) error {
	return tds.Errorf(2787, 16, "Invalid format specification: '%s'.", spec)
}

// size reads a number, or takes an argument for *.
func (w *messageWriter) size(s string) (value, length int) {
	if s != "" && s[0] == '*' {
		v, _ := w.arg()
		n, _ := v.(int64)
		return int(n), 1
	}
	for length < len(s) && isDigit(s[length]) {
		value = min(value*10+int(s[length]-'0'), 4000)
		length++
	}
	return value, length
}

func (w *messageWriter) arg() (tds.Value, bool) {
	if w.used >= len(w.args) {
		w.used++
		return nil, false
	}
	w.used++
	return w.args[w.used-1], true
}

func (w *messageWriter) put(spec *messageSpec) error {
	v, _ := w.arg()
	bad := func() error {
		return tds.Errorf(2786, 16, "The data type of substitution parameter %d does not match the expected type of the format specification.", w.used)
	}
	text := ""
	switch x := v.(type) {
	case nil:
		text = "(null)"
	case string:
		if spec.verb != 's' {
			return bad()
		}
		text = x
		if spec.precision >= 0 {
			text = textCut(text, spec.precision, true)
		}
	case int64:
		if spec.verb == 's' {
			return bad()
		}
		text = spec.number(x)
	default:
		return bad()
	}
	gap := spec.width - textLen(text, true)
	switch {
	case gap <= 0:
		w.b.WriteString(text)
	case spec.left:
		w.b.WriteString(text)
		w.b.WriteString(strings.Repeat(" ", gap))
	case spec.zero && spec.precision < 0 && v != nil && spec.verb != 's':
		sign := ""
		if text[0] == '-' || text[0] == '+' || text[0] == ' ' {
			sign, text = text[:1], text[1:]
		}
		w.b.WriteString(sign + strings.Repeat("0", gap) + text)
	default:
		w.b.WriteString(strings.Repeat(" ", gap) + text)
	}
	return nil
}

// number prints a number as C does. Unsigned forms of a negative int are those of its 32 bits.
func (s *messageSpec) number(n int64) string {
	u := uint64(n)
	if n < 0 && n >= -1<<31 {
		u = uint64(uint32(n))
	}
	var digits, sign string
	switch s.verb {
	case 'u':
		digits = strconv.FormatUint(u, 10)
	case 'o':
		digits = strconv.FormatUint(u, 8)
		if s.alternate {
			sign = "0"
		}
	case 'x', 'X', 'p':
		digits = strconv.FormatUint(u, 16)
		if s.alternate && n != 0 {
			sign = "0x"
		}
		if s.verb != 'x' {
			digits, sign = strings.ToUpper(digits), strings.ToUpper(sign)
		}
	default:
		digits = strconv.FormatUint(magnitude(n), 10)
		switch {
		case n < 0:
			sign = "-"
		case s.plus:
			sign = "+"
		case s.blank:
			sign = " "
		}
	}
	if gap := s.precision - len(digits); gap > 0 {
		digits = strings.Repeat("0", gap) + digits
	}
	return sign + digits
}

// bindFormatMessage is FORMATMESSAGE with a template. A message number is the owner's, who is asked for
// its text through Session.Property("FORMATMESSAGE", number).
func bindFormatMessage(c *compiler, _ *tsql.Call, args []node) (node, error) {
	t := tds.TypeNVarChar(2048)
	number := args[0].typ.ID.IsInteger()
	for i, a := range args {
		switch id := a.typ.ID; {
		case i == 0 && number, id.IsInteger(), isString(id), id == tds.NullType:
		case id == tds.Bit:
			args[i], _ = c.convert(a, tds.TypeInt, nil)
		default:
			if i == 0 {
				return node{}, errArgumentType(a.typ, 1, "formatmessage")
			}
			return node{}, tds.Errorf(2748, 16, "Cannot specify %s data type (parameter %d) as a substitution parameter.", declaredLabel(a.typ), i+1)
		}
	}
	if !number {
		return applyAll(args, t, func(v []tds.Value) (tds.Value, error) {
			s, ok := v[0].(string)
			if !ok {
				return nil, nil
			}
			return FormatMessage(s, v[1:])
		}), nil
	}
	fns := make([]Fn, len(args))
	for i, a := range args {
		fns[i] = a.fn
	}
	return node{typ: t, fn: func(f *Frame) (tds.Value, error) {
		v := make([]tds.Value, len(fns))
		for i, fn := range fns {
			var err error
			if v[i], err = fn(f); err != nil {
				return nil, err
			}
		}
		if f.Sess == nil || v[0] == nil {
			return nil, nil
		}
		text, _ := f.Sess.Property("FORMATMESSAGE", v[0])
		s, ok := text.(string)
		if !ok {
			return nil, nil
		}
		return FormatMessage(s, v[1:])
	}}, nil
}
