package procs

import (
	"errors"
	"fmt"

	"msxgate/tds"
)

// returned is a failure that was already raised, with the return code of the procedure.
type returned struct{ code int32 }

func (r *returned) Error() string { return fmt.Sprintf("procedure returned %d", r.code) }

// failed is an error to raise together with a return code other than 1.
type failed struct {
	raise *tds.Error
	code  int32
}

func (f *failed) Error() string { return f.raise.Error() }

// fail makes a procedure raise e and return code.
func fail(code int32, e *tds.Error) error { return &failed{e, code} }

// returns makes a procedure return code without raising anything (more).
func returns(code int32) error { return &returned{code} }

// Result splits what a procedure ended with: its return code, the error to raise (nil when there
// is none) and whether the error is the server's to tell at all. An error that is neither is internal.
func Result(err error) (code int32, raise *tds.Error, internal error) {
	var r *returned
	var f *failed
	var e *tds.Error
	switch {
	case err == nil:
		return 0, nil, nil
	case errors.As(err, &r):
		return r.code, nil, nil
	case errors.As(err, &f):
		return f.code, f.raise, nil
	case errors.As(err, &e):
		return 1, e, nil
	}
	return 1, nil, err
}
