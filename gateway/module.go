package gateway

import (
	"context"
	"fmt"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql/interp"
)

// callModule runs a procedure that is stored in a database.
func (s *session) callModule(ctx context.Context, m *engine.Module, c *interp.Call, out tds.Writer) (int32, error) {
	if err := s.checkExecute(object{m.Database, m.Schema, m.Name}); err != nil {
		return 0, err
	}
	code, err := s.server.modules.compile(m)
	if err != nil {
		return 0, err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return 0, err
	}
	defer leave()
	return s.machine.RunProcedure(ctx, code, c, out)
}

// Trigger implements engine.Modules.
func (s *session) Trigger(ctx context.Context, m *engine.Module, rows int64) error {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return err
	}
	leave, err := s.enterModule(m)
	if err != nil {
		return err
	}
	s.triggers++
	defer func() {
		s.triggers--
		leave()
	}()
	return s.machine.RunTrigger(ctx, code, rows, nil)
}

// ScalarFunction implements engine.Modules.
func (s *session) ScalarFunction(ctx context.Context, m *engine.Module, args []tds.Value) (tds.Value, error) {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return nil, err
	}
	leave, err := s.enterFunction(m)
	if err != nil {
		return nil, err
	}
	defer leave()
	return s.machine.RunFunction(ctx, code, args)
}

// TableFunction implements engine.Modules.
func (s *session) TableFunction(ctx context.Context, m *engine.Module, args []tds.Value) (*engine.Table, error) {
	code, err := s.server.modules.compile(m)
	if err != nil {
		return nil, err
	}
	leave, err := s.enterFunction(m)
	if err != nil {
		return nil, err
	}
	defer leave()
	v, err := s.machine.RunTableFunction(ctx, code, args)
	if err != nil {
		return nil, err
	}
	t, ok := v.(*engine.Table)
	if !ok {
		return nil, fmt.Errorf("function %s returned a %T", m.Name, v)
	}
	return t, nil
}
