package procs

import (
	"errors"

	"msxgate/tds"
)

// failedAlone is the error of a statement after which a procedure goes on, or nil: others end more than the statement.
func failedAlone(err error) *tds.Error {
	var e *tds.Error
	if !errors.As(err, &e) || e.Class > 16 || e.Number == 1205 || e.Number == 3609 {
		return nil
	}
	return e
}

// raiseStatement raises the error of a statement that failed alone: the procedure goes on. An error that ended
// more than the statement ends the procedure too.
func (c *Call) raiseStatement(err error) error {
	if e := failedAlone(err); e != nil {
		return c.Raise(e)
	}
	return err
}

// returnError makes the number of the error the return code, as procedures do that end with RETURN @@ERROR.
func returnError(err error) error {
	if e := failedAlone(err); e != nil {
		return fail(e.Number, e)
	}
	return err
}
