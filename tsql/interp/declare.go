package interp

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// declare gives the variables of a DECLARE their slots. A variable is known from its
// declaration to the end of the text, wherever the flow goes, but not in the DECLARE itself.
func (c *compiler) declare(st *tsql.DeclareStmt) {
	assigns := false
	for i := range st.Vars {
		if v := st.Vars[i].Value; v != nil {
			c.checkNode(v)
			assigns = true
		}
	}
	for i := range st.Vars {
		v := &st.Vars[i]
		c.variable(v, v.Name, v.Type, v.Table)
	}
	if assigns {
		c.emit(opStmt, st)
	}
}

// variable adds a variable and returns its slot.
func (c *compiler) variable(n tsql.Node, name string, t tsql.TypeName, table *tsql.TableDef) int {
	key := strings.ToLower(name)
	if slot, ok := c.vars[key]; ok {
		c.fault(n, errDuplicateVariable(name))
		return slot
	}
	slot := len(c.code.names)
	c.vars[key] = slot
	typ := t.Type
	if table != nil {
		typ = tds.Type{ID: tds.TableType}
		c.code.tables = append(c.code.tables, tableSlot{slot, table, c.line(n)})
	} else if t.Name != nil {
		c.code.late = append(c.code.late, lateType{slot, t.Name, c.line(n)})
	}
	c.code.names = append(c.code.names, name)
	c.code.types = append(c.code.types, typ)
	return slot
}

// check reports variables of a statement that were not declared.
func (c *compiler) check(st tsql.Stmt) {
	switch st := st.(type) {
	case *tsql.SetStmt:
		c.need(st, st.Variable, 1)
	case *tsql.FetchStmt:
		c.needCursor(st, st.Cursor)
		for _, name := range st.Into {
			c.need(st, name, 1)
		}
	case *tsql.OpenStmt:
		c.needCursor(st, st.Cursor)
	case *tsql.CloseStmt:
		c.needCursor(st, st.Cursor)
	case *tsql.DeallocateStmt:
		c.needCursor(st, st.Cursor)
	case *tsql.BeginTranStmt:
		c.need(st, st.NameVar, 2)
	case *tsql.CommitStmt:
		c.need(st, st.NameVar, 2)
	case *tsql.RollbackStmt:
		c.need(st, st.NameVar, 2)
	case *tsql.SaveTranStmt:
		c.need(st, st.NameVar, 2)
	}
	c.checkNode(st)
}

func (c *compiler) needCursor(n tsql.Node, name string) {
	if strings.HasPrefix(name, "@") {
		c.need(n, name, 2)
	}
}

func (c *compiler) need(n tsql.Node, name string, state uint8) {
	if name == "" {
		return
	}
	if _, ok := c.vars[strings.ToLower(name)]; !ok {
		c.fault(n, errNoVariable(name, state))
	}
}

func (c *compiler) checkNode(n tsql.Node) {
	inspect(n, func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.Variable:
			c.need(n, n.Name, 2)
		case *tsql.SelectItem:
			c.need(n, n.Assign, 1)
		case *tsql.SetClause:
			c.need(n, n.Variable, 1)
		case *tsql.TableRef:
			if _, ok := c.vars[strings.ToLower(n.Name.Object)]; n.Variable && !ok {
				c.fault(n, errNoTableVariable(n.Name.Object))
			}
		case *tsql.ExecStmt:
			c.checkExec(n)
		}
		return true
	})
}

// checkExec reports what a call gets wrong whatever it calls.
func (c *compiler) checkExec(st *tsql.ExecStmt) {
	c.need(st, st.ReturnVar, 1)
	c.need(st, st.ProcVar, 2)
	named := false
	for i := range st.Args {
		arg := &st.Args[i]
		if named && arg.Name == "" {
			c.fault(st, errPositionalAfterNamed(i+1))
			return
		}
		named = named || arg.Name != ""
		if _, variable := arg.Value.(*tsql.Variable); arg.Output && !variable {
			c.fault(st, errOutputConstant())
		}
	}
}
