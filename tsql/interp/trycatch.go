package interp

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// catch makes e what ERROR_NUMBER() and its kin report, in a CATCH block that has depth
// others around it.
func (a *activation) catch(e *tds.Error, depth int) {
	a.uncatch(depth)
	a.caught = append(a.caught, e)
	a.vars.Caught = e
}

// uncatch leaves all CATCH blocks but depth of them; the error of the block around is current
// again, or that of the caller.
func (a *activation) uncatch(depth int) {
	if depth < len(a.caught) {
		a.caught = a.caught[:depth]
	}
	a.vars.Caught = a.outer
	if n := len(a.caught); n > 0 {
		a.vars.Caught = a.caught[n-1]
	}
}

// throw raises the error of a THROW; without operands, the one that was caught, as it was.
func (a *activation) throw(st *tsql.ThrowStmt) error {
	if st.Number == nil {
		if len(a.caught) == 0 {
			return errRethrowOutsideCatch()
		}
		e := *a.caught[len(a.caught)-1]
		return &e
	}
	number, err := a.assignable(st.Number, tds.TypeInt)
	if err != nil {
		return err
	}
	text, err := a.text(st.Message)
	if err != nil {
		return err
	}
	state, _, err := a.integer(st.State)
	if err != nil {
		return err
	}
	n, _ := number.(int64)
	if n < 50000 {
		return message(35100, 16, 10, "Error number %d in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.", n)
	}
	return message(int32(n), 16, uint8(min(max(state, 0), 255)), "%s", cut(text))
}
