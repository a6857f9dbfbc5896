package interp

import (
	"fmt"

	"msxgate/tds"
	"msxgate/tsql"
)

// CompileModule compiles the body of a CREATE (or ALTER) PROCEDURE, FUNCTION or TRIGGER of p.
// Its parameters are the first variables. Functions are refused what has effects (443, 444, 455).
// An inline table function has no body to run and gives an empty one.
func CompileModule(p *tsql.Program, st tsql.Stmt) (*Module, error) {
	m := &Module{}
	var c *compiler
	var body []tsql.Stmt
	switch st := st.(type) {
	case *tsql.CreateProcStmt:
		c, body = newCompiler(p, kindProc), st.Body
		m.Name, m.Params = st.Name.Object, st.Params
	case *tsql.CreateFunctionStmt:
		c, body = newCompiler(p, kindFunction), st.Body
		m.Name, m.Params = st.Name.Object, st.Params
	case *tsql.CreateTriggerStmt:
		c, body = newCompiler(p, kindTrigger), st.Body
		m.Name = st.Name.Object
	default:
		return nil, fmt.Errorf("interp: a %T is not a module", st)
	}
	c.params(m.Params)
	if f, ok := st.(*tsql.CreateFunctionStmt); ok {
		c.function(m, f)
	}
	c.body(body)
	code, err := c.finish()
	if list, ok := err.(Errors); ok {
		return nil, named(list, m.Name)
	}
	if e := asMessage(err); e != nil {
		return nil, named(Errors{e}, m.Name)[0]
	}
	m.Code = code
	return m, nil
}

func named(list Errors, proc string) Errors {
	for _, e := range list {
		e.Proc = proc
	}
	return list
}

func (c *compiler) params(list []tsql.ParamDecl) {
	for i := range list {
		c.variable(&list[i], list[i].Name, list[i].Type, nil)
	}
	c.code.params = len(list)
}

func (c *compiler) function(m *Module, st *tsql.CreateFunctionStmt) {
	if st.Inline != nil {
		return
	}
	if st.ReturnTable != nil {
		m.returnVar = c.variable(st, st.ReturnVar, tsql.TypeName{}, st.ReturnTable)
	} else {
		m.scalar = true
		c.code.returns, c.code.returnsName = st.Returns.Type, st.Returns.Name
	}
	if !endsInReturn(st.Body) {
		c.fault(st, errLastReturn())
	}
}

// endsInReturn tells whether the last statement of a function, in or out of BEGIN END, is RETURN.
func endsInReturn(list []tsql.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch last := list[len(list)-1].(type) {
	case *tsql.ReturnStmt:
		return true
	case *tsql.BlockStmt:
		return endsInReturn(last.Body)
	}
	return false
}

// checkEffects refuses statements that a function must not contain.
func (c *compiler) checkEffects(st tsql.Stmt) {
	if what := sideEffect(st); what != "" {
		c.fault(st, errSideEffect(what))
		return
	}
	if q, ok := st.(*tsql.SelectStmt); ok && !assigns(q) {
		c.fault(st, errSelectInFunction())
	}
}

func sideEffect(st tsql.Stmt) string {
	switch st := st.(type) {
	case *tsql.PrintStmt:
		return "PRINT"
	case *tsql.RaiserrorStmt:
		return "RAISERROR"
	case *tsql.ThrowStmt:
		return "THROW"
	case *tsql.BeginTranStmt:
		return "BEGIN TRANSACTION"
	case *tsql.CommitStmt:
		return "COMMIT TRANSACTION"
	case *tsql.RollbackStmt:
		return "ROLLBACK TRANSACTION"
	case *tsql.SaveTranStmt:
		return "SAVEPOINT"
	case *tsql.SetOptionStmt:
		return "SET OPTION"
	case *tsql.UseStmt:
		return "USE DATABASE"
	case *tsql.WaitforStmt:
		return "WAITFOR"
	case *tsql.KillStmt:
		return "KILL"
	case *tsql.InsertStmt:
		if st.Exec != nil {
			return "INSERT EXEC"
		}
		return modifies("INSERT", st.Target)
	case *tsql.UpdateStmt:
		if len(st.From) > 0 {
			return ""
		}
		return modifies("UPDATE", st.Target)
	case *tsql.DeleteStmt:
		if len(st.From) > 0 {
			return ""
		}
		return modifies("DELETE", st.Target)
	case *tsql.ExecStmt:
		if len(st.Text) > 0 {
			return "EXECUTE STRING"
		}
	}
	return ""
}

// modifies names a change of something else than a table variable.
func modifies(verb string, t *tsql.TableRef) string {
	if t == nil || t.Variable {
		return ""
	}
	return verb
}

// assigns tells whether a SELECT assigns variables instead of returning rows.
func assigns(st *tsql.SelectStmt) bool {
	q, ok := st.Body.(*tsql.QuerySpec)
	return ok && len(q.Items) > 0 && q.Items[0].Assign != ""
}

// returnsInto tells whether a SELECT makes a table instead of returning rows.
func returnsInto(st *tsql.SelectStmt) bool {
	q, ok := st.Body.(*tsql.QuerySpec)
	return ok && q.Into != nil
}

// reads tells whether a SELECT reads a table.
func reads(st *tsql.SelectStmt) bool {
	q, ok := st.Body.(*tsql.QuerySpec)
	return !ok || len(q.From) > 0
}

var tableType = tds.Type{ID: tds.TableType}
