package gateway

import (
	"errors"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// bindArgs puts arguments in the order and the types of parameters, and says which were given: 8144, 8145, 8143, 8162, 201,
// 8114.
func bindArgs(proc string, params []procs.Param, args []interp.Arg) (values []tds.Value, was []bool, err error) {
	given := make([]*interp.Arg, len(params))
	for i := range args {
		slot := i
		if name := args[i].Name; name != "" {
			if slot = paramIndex(params, name); slot < 0 {
				return nil, nil, inProc(proc, tds.Errorf(8145, 16, "%s is not a parameter for procedure %s.", name, proc))
			}
		}
		switch {
		case slot >= len(params):
			return nil, nil, inProc(proc, tds.Errorf(8144, 16, "Procedure or function %s has too many arguments specified.", proc))
		case given[slot] != nil:
			return nil, nil, inProc(proc, tds.Errorf(8143, 16, "Parameter '%s' was supplied multiple times.", params[slot].Name))
		case args[i].Output && !params[slot].Output:
			return nil, nil, inProc(proc, tds.Errorf(8162, 16, "The formal parameter \"%s\" was not declared as an OUTPUT parameter, "+
				"but the actual parameter passed in requested output.", params[slot].Name))
		}
		given[slot] = &args[i]
	}
	values, was = make([]tds.Value, len(params)), make([]bool, len(params))
	for i := range params {
		was[i] = given[i] != nil
		if values[i], err = bindArg(proc, &params[i], given[i]); err != nil {
			return nil, nil, inProc(proc, err)
		}
	}
	return values, was, nil
}

func bindArg(proc string, p *procs.Param, a *interp.Arg) (tds.Value, error) {
	if a == nil || a.Default {
		if !p.Optional {
			e := tds.Errorf(201, 16, "Procedure or function '%s' expects parameter '%s', which was not supplied.", proc, p.Name)
			e.State = 4
			return nil, e
		}
		return p.Default, nil
	}
	if p.Status == "unimplemented" {
		return nil, tds.Errorf(40002, 16, "msxgate: parameter %s of %s is not supported.", p.Name, proc)
	}
	v, err := eval.Convert(a.Value, a.Type, p.Type, nil)
	if err != nil {
		e := tds.Errorf(8114, 16, "Error converting data type %s to %s.", a.Type.ID, p.Type.ID)
		e.State = 5
		return nil, e
	}
	return v, nil
}

func paramIndex(params []procs.Param, name string) int {
	for i := range params {
		if strings.EqualFold(params[i].Name, name) {
			return i
		}
	}
	return -1
}

func inProc(proc string, err error) error {
	var e *tds.Error
	if errors.As(err, &e) && e.Proc == "" {
		c := *e
		c.Proc = proc
		return &c
	}
	return err
}

// returnArgs writes the values of OUTPUT parameters back into the arguments.
func returnArgs(p *procs.Proc, values []tds.Value, args []interp.Arg) {
	for i := range args {
		slot := i
		if args[i].Name != "" && !p.Positional {
			slot = paramIndex(p.Params, args[i].Name)
		}
		if args[i].Output && slot >= 0 && slot < len(p.Params) {
			args[i].Value, args[i].ParamType = values[slot], p.Params[slot].Type
		}
	}
}
