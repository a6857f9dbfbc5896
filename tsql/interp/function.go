package interp

import (
	"context"

	"msxgate/tds"
)

// discard is the writer of functions, which have nobody to write to.
type discard struct{}

func (discard) Columns([]tds.Column) error { return nil }
func (discard) Row([]tds.Value) error      { return nil }
func (discard) Message(*tds.Error) error   { return nil }
func (discard) Done(tds.Done) error        { return nil }

// RunFunction computes a scalar function. args are the values of all its parameters, in their
// types. An error ends the statement that called it.
func (m *Machine) RunFunction(ctx context.Context, mod *Module, args []tds.Value) (tds.Value, error) {
	a, err := m.function(ctx, mod, args)
	if err != nil {
		return nil, err
	}
	return a.value, nil
}

// RunTableFunction runs a multi-statement function and returns what Host.DeclareTable made
// for its result.
func (m *Machine) RunTableFunction(ctx context.Context, mod *Module, args []tds.Value) (tds.Value, error) {
	a, err := m.function(ctx, mod, args)
	if err != nil {
		return nil, err
	}
	return a.vars.Values[mod.returnVar], nil
}

func (m *Machine) function(ctx context.Context, mod *Module, args []tds.Value) (*activation, error) {
	if m.nest >= MaxNest {
		return nil, errTooDeep()
	}
	m.nest++
	defer func() { m.nest-- }()
	a := m.enter(ctx, mod.Code, kindFunction, mod.Name, discard{})
	a.vars.ProcID = mod.ID
	copy(a.vars.Values, args)
	err := a.start()
	if err == nil {
		err = a.run()
	}
	a.leave()
	return a, err
}

// RunTrigger runs a trigger; rows is the @@ROWCOUNT of the statement that fired it. out may be
// nil, then the writer of the running statement is used. Any error but RAISERROR's ends the
// batch, and so does a transaction that the trigger has ended (3609). The engine undoes the
// statement and returns the error as it is.
func (m *Machine) RunTrigger(ctx context.Context, mod *Module, rows int64, out tds.Writer) error {
	if m.nest >= MaxNest {
		return errTooDeep()
	}
	if out == nil {
		out = discard{}
		if m.top != nil {
			out = m.top.out
		}
	}
	m.nest++
	defer func() { m.nest-- }()
	before := m.Host.TranCount()
	a := m.enter(ctx, mod.Code, kindTrigger, mod.Name, out)
	a.vars.ProcID = mod.ID
	a.vars.RowCount = rows
	err := a.start()
	if err == nil {
		err = a.run()
	}
	a.leave()
	if err == nil && m.Host.TranCount() < before && m.Host.TranCount() == 0 {
		err = errEndedInTrigger()
	}
	if err != nil {
		m.trigger = true
	}
	return err
}
