package eval

import (
	"errors"

	"msxgate/tds"
)

// The SET options that change what an expression is, as far as Session.Setting tells them. They are asked for at run time,
// where a value is NULL or cannot be had: a program may change them between two statements.

// Warner is a Session that takes warnings of expressions: 3606 and 3607.
type Warner interface{ Warn(number int32) }

// Off tells whether an option is off that is on by default.
func (f *Frame) Off(option string) bool {
	if f == nil || f.Sess == nil {
		return false
	}
	on, ok := f.Sess.Setting(option).(bool)
	return ok && !on
}

// forgive tells whether an arithmetic error makes a NULL: neither ARITHABORT nor ANSI_WARNINGS is on. The client is warned
// unless ARITHIGNORE is.
func forgive(f *Frame, err error) bool {
	var e *tds.Error
	if !errors.As(err, &e) {
		return false
	}
	warning := int32(3606)
	switch e.Number {
	case 8134:
		warning = 3607
	case 220, 232, 8115:
	default:
		return false
	}
	if !f.Off("ANSI_WARNINGS") {
		return false
	}
	if on, _ := f.Sess.Setting("ARITHABORT").(bool); on {
		return false
	}
	if ignore, _ := f.Sess.Setting("ARITHIGNORE").(bool); !ignore {
		if w, ok := f.Sess.(Warner); ok {
			w.Warn(warning)
		}
	}
	return true
}

// forgiving makes NULL of a value that cannot be computed, where the session wants that.
func forgiving(fn Fn) Fn {
	return func(f *Frame) (tds.Value, error) {
		v, err := fn(f)
		if err != nil && forgive(f, err) {
			return nil, nil
		}
		return v, err
	}
}

// literalNulls is a comparison for = or <> one of whose sides is a variable or the word NULL: with ANSI_NULLS off two NULLs
// are equal.
func literalNulls(equal bool, x, y Fn, cond Cond) Cond {
	return func(f *Frame) (Truth, error) {
		t, err := cond(f)
		if t != Unknown || err != nil || !f.Off("ANSI_NULLS") {
			return t, err
		}
		a, err := x(f)
		if err != nil {
			return Unknown, err
		}
		b, err := y(f)
		if err != nil {
			return Unknown, err
		}
		return truthOf((a == nil && b == nil) == equal), nil
	}
}
