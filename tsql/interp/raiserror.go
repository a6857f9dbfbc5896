package interp

import (
	"fmt"
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// raise carries out RAISERROR. Severities up to 10 only send a message; above, the statement fails.
func (a *activation) raise(st *tsql.RaiserrorStmt) error {
	e, err := a.raised(st)
	if err != nil {
		return err
	}
	if e.Class > 18 {
		if err := a.mayRaise(st); err != nil {
			return err
		}
	}
	if st.Log && a.m.Log != nil {
		a.m.Log(e)
	}
	if e.Class > 10 {
		if e.Class >= 20 {
			err = a.tell(a.at(message(2745, 16, 2, "Process ID %d has raised user error %d, severity %d. SQL Server is terminating this process.", a.frame.Sess.SPID(), e.Number, e.Class), a.line()).(*tds.Error))
		}
		if err == nil {
			err = e
		}
		return err
	}
	// Severity 10 travels as 0.
	if e.Class == 10 {
		e.Class = 0
	}
	e.Line, e.Proc = a.line(), a.proc
	a.vars.Error, a.vars.RowCount = 0, 0
	if st.SetError {
		a.vars.Error = e.Number
	}
	if err := a.tell(e); err != nil {
		return err
	}
	if w, ok := a.out.(Flusher); ok && st.NoWait {
		return w.Flush()
	}
	return nil
}

// mayRaise checks the rights for severities 19 to 25.
func (a *activation) mayRaise(st *tsql.RaiserrorStmt) error {
	member, _ := a.frame.Sess.IsSrvRoleMember("sysadmin", a.frame.Sess.Login())
	if st.Log && member {
		return nil
	}
	return message(2754, 16, 1, "Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.")
}

// raised makes the message of a RAISERROR.
func (a *activation) raised(st *tsql.RaiserrorStmt) (*tds.Error, error) {
	v, t, err := a.evaluate(st.Message)
	if err != nil {
		return nil, err
	}
	severity, _, err := a.integer(st.Severity)
	if err != nil {
		return nil, err
	}
	state, _, err := a.integer(st.State)
	if err != nil {
		return nil, err
	}
	e := &tds.Error{Number: 50000, Class: uint8(min(max(severity, 0), 25)), State: 1}
	if state >= 0 {
		e.State = uint8(min(state, 255))
	}
	format, err := a.messageText(e, v, t, severity, state)
	if err != nil {
		return nil, err
	}
	args, err := a.substitutions(st.Args)
	if err != nil {
		return nil, err
	}
	text, err := formatMessage(format, args)
	if err != nil {
		return nil, err
	}
	e.Message = cut(text)
	return e, nil
}

// messageText is the text to be formatted; a number is looked up in sys.messages, and its
// severity there counts when the statement says -1.
func (a *activation) messageText(e *tds.Error, v tds.Value, t tds.Type, severity, state int64) (string, error) {
	if !t.ID.IsInteger() && t.ID != tds.Bit {
		if v == nil {
			return "", nil
		}
		return eval.Format(v, t), nil
	}
	n, _ := v.(int64)
	if n < 13000 || n == 50000 || n > 1<<31-1 {
		return "", message(2732, 16, 1, "Error number %d is invalid. The number must be from 13000 through 2147483647 and it cannot be 50000.", n)
	}
	e.Number = int32(n)
	if a.m.Messages != nil {
		if text, class, ok := a.m.Messages(e.Number); ok {
			if severity < 0 {
				e.Class = class
			}
			return text, nil
		}
	}
	return "", message(18054, 16, 1, "Error %d, severity %d, state %d was raised, but no message with that error number was found in sys.messages. If error is larger than 50000, make sure the user-defined message is added using sp_addmessage.", n, severity, state)
}

// substitution is an argument of RAISERROR: NULL, an integer or a string.
type substitution struct {
	value tds.Value
	typ   tds.Type
}

func (a *activation) substitutions(list []tsql.Expr) ([]substitution, error) {
	if len(list) > 20 {
		return nil, message(2747, 16, 1, "Too many substitution parameters for RAISERROR. Cannot exceed 20 substitution parameters.")
	}
	args := make([]substitution, len(list))
	for i, e := range list {
		v, t, err := a.evaluate(e)
		if err != nil {
			return nil, err
		}
		switch {
		case t.ID.IsInteger(), t.ID == tds.NullType, t.ID.IsBinary():
		case t.ID.IsCharacter() && t.ID != tds.XML && t.ID != tds.Text && t.ID != tds.NText:
		default:
			return nil, message(2748, 16, 1, "Cannot specify %s data type (parameter %d) as a substitution parameter.", t.ID, i+1)
		}
		args[i] = substitution{v, t}
	}
	return args, nil
}

// cut keeps a message within 2,047 characters.
func cut(s string) string {
	if len(s) <= 2047 || len([]rune(s)) <= 2047 {
		return s
	}
	return shorten(s, 2044) + "..."
}

// FormatMessage fills a message of sys.messages with values, as RAISERROR does: strings for
// %s, int64 for %d, nil for NULL.
func FormatMessage(format string, values ...tds.Value) (string, error) {
	args := make([]substitution, len(values))
	for i, v := range values {
		args[i] = substitution{v, tds.TypeNVarChar(tds.Max)}
		if _, ok := v.(int64); ok {
			args[i].typ = tds.TypeInt
		}
	}
	return formatMessage(format, args)
}

// formatMessage fills in %[flags][width][.precision][size]type.
func formatMessage(format string, args []substitution) (string, error) {
	if !strings.Contains(format, "%") {
		return format, nil
	}
	f := &formatter{rest: format, args: args}
	for f.rest != "" {
		i := strings.IndexByte(f.rest, '%')
		if i < 0 {
			f.out.WriteString(f.rest)
			break
		}
		f.out.WriteString(f.rest[:i])
		f.rest = f.rest[i:]
		if err := f.directive(); err != nil {
			return "", err
		}
	}
	return f.out.String(), nil
}

type formatter struct {
	rest string
	out  strings.Builder
	args []substitution
	used int
}

// directive is one % specification.
type directive struct {
	minus, zero, plus, blank, hash bool
	width, precision               int
	long                           bool // I64
}

func (f *formatter) directive() error {
	start := f.rest
	f.rest = f.rest[1:]
	if strings.HasPrefix(f.rest, "%") {
		f.rest = f.rest[1:]
		f.out.WriteByte('%')
		return nil
	}
	d := directive{precision: -1}
	f.flags(&d)
	var err error
	if d.width, err = f.number(); err != nil {
		return err
	}
	if strings.HasPrefix(f.rest, ".") {
		f.rest = f.rest[1:]
		if d.precision, err = f.number(); err != nil {
			return err
		}
	}
	switch {
	case strings.HasPrefix(f.rest, "I64"):
		d.long, f.rest = true, f.rest[3:]
	case strings.HasPrefix(f.rest, "l"), strings.HasPrefix(f.rest, "h"):
		f.rest = f.rest[1:]
	}
	if f.rest == "" || !strings.Contains("dioxXus", f.rest[:1]) {
		return message(2787, 16, 1, "Invalid format specification: '%s'.", clip(start[:len(start)-max(len(f.rest)-1, 0)], 50))
	}
	verb := f.rest[0]
	f.rest = f.rest[1:]
	return f.write(&d, verb)
}

func (f *formatter) flags(d *directive) {
	for f.rest != "" {
		switch f.rest[0] {
		case '-':
			d.minus = true
		case '+':
			d.plus = true
		case '0':
			d.zero = true
		case '#':
			d.hash = true
		case ' ':
			d.blank = true
		default:
			return
		}
		f.rest = f.rest[1:]
	}
}

// number reads a width or precision; * takes it from the arguments.
func (f *formatter) number() (int, error) {
	if strings.HasPrefix(f.rest, "*") {
		f.rest = f.rest[1:]
		arg, ok := f.next()
		if n, isInt := arg.value.(int64); ok && isInt {
			return int(min(max(n, 0), 2047)), nil
		}
		return 0, f.mismatch()
	}
	n := 0
	for f.rest != "" && f.rest[0] >= '0' && f.rest[0] <= '9' {
		n = min(n*10+int(f.rest[0]-'0'), 2047)
		f.rest = f.rest[1:]
	}
	return n, nil
}

func (f *formatter) next() (substitution, bool) {
	if f.used >= len(f.args) {
		f.used++
		return substitution{}, false
	}
	f.used++
	return f.args[f.used-1], true
}

func (f *formatter) mismatch() *tds.Error {
	return message(2786, 16, 1, "The data type of substitution parameter %d does not match the expected type of the format specification.", f.used)
}

// write formats one argument. NULL and an argument that is missing show as (null).
func (f *formatter) write(d *directive, verb byte) error {
	arg, ok := f.next()
	if !ok || arg.value == nil {
		f.pad(d, "(null)")
		return nil
	}
	if verb == 's' {
		s, isText := arg.value.(string)
		if !isText {
			return f.mismatch()
		}
		if d.precision >= 0 {
			s = shorten(s, d.precision)
		}
		f.pad(d, s)
		return nil
	}
	n, isInt := arg.value.(int64)
	if !isInt || (arg.typ.ID == tds.BigInt && !d.long) {
		return f.mismatch()
	}
	f.pad(d, d.integer(verb, n))
	return nil
}

// integer formats a number as C's printf does.
func (d *directive) integer(verb byte, n int64) string {
	u := uint64(n)
	if !d.long {
		u = uint64(uint32(n))
	}
	sign, digits := "", ""
	switch verb {
	case 'd', 'i':
		digits = strings.TrimPrefix(strconv.FormatInt(n, 10), "-")
		switch {
		case n < 0:
			sign = "-"
		case d.plus:
			sign = "+"
		case d.blank:
			sign = " "
		}
	case 'u':
		digits = strconv.FormatUint(u, 10)
	case 'o':
		digits = strconv.FormatUint(u, 8)
		if d.hash {
			sign = "0"
		}
	case 'x':
		digits = strconv.FormatUint(u, 16)
		if d.hash && n != 0 {
			sign = "0x"
		}
	case 'X':
		digits = fmt.Sprintf("%X", u)
		if d.hash && n != 0 {
			sign = "0X"
		}
	}
	fill := d.precision - len(digits)
	if d.precision < 0 && d.zero && !d.minus {
		fill = d.width - len(sign) - len(digits)
	}
	if fill > 0 {
		digits = strings.Repeat("0", fill) + digits
	}
	return sign + digits
}

func (f *formatter) pad(d *directive, s string) {
	fill := ""
	if n := d.width - len([]rune(s)); n > 0 {
		fill = strings.Repeat(" ", n)
	}
	if d.minus {
		f.out.WriteString(s + fill)
		return
	}
	f.out.WriteString(fill + s)
}
