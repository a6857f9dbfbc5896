package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// maxNesting is the depth of triggers within triggers.
const maxNesting = 32

// triggersFor lists the triggers of a table for a statement, in order of creation.
func (x *run) triggersFor(id int32, verb string, instead bool) []*Module {
	var out []*Module
	for _, m := range x.s.catalog().Triggers(id) {
		def, ok := m.Stmt.(*tsql.CreateTriggerStmt)
		if !ok || m.Disabled || def.InsteadOf != instead || x.s.running(m) {
			continue
		}
		if verb == "INSERT" && def.Insert || verb == "UPDATE" && def.Update || verb == "DELETE" && def.Delete {
			out = append(out, m)
		}
	}
	return out
}

// running tells whether a trigger is the innermost that runs: it does not fire itself.
func (s *Session) running(m *Module) bool {
	return len(s.triggers) > 0 && s.triggers[len(s.triggers)-1].module == m
}

// insteadOf is the trigger that stands in for a statement, or nil.
func (x *run) insteadOf(t *Table, verb string) *Module {
	if t.Kind != UserTable {
		return nil
	}
	if list := x.triggersFor(t.ID, verb, true); len(list) > 0 {
		return list[0]
	}
	return nil
}

func (c *changes) runInstead() error {
	m := c.x.insteadOf(c.table, c.verb)
	if m == nil {
		return nil
	}
	return c.fire([]*Module{m}, c.list)
}

// runTriggers runs the AFTER triggers.
func (c *changes) runTriggers() error {
	if c.table.Kind != UserTable {
		return nil
	}
	list := c.x.triggersFor(c.table.ID, c.verb, false)
	if len(list) == 0 {
		return nil
	}
	return c.fire(list, c.list)
}

// fire runs triggers with the tables inserted and deleted: 217, 3609.
func (c *changes) fire(list []*Module, rows []rowChange) error {
	s := c.x.s
	if len(s.triggers) >= maxNesting {
		return tds.Errorf(217, 16, "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).")
	}
	inserted, err := c.logicalTable("inserted")
	if err != nil {
		return err
	}
	defer s.ws.Forget(inserted)
	deleted, err := c.logicalTable("deleted")
	if err != nil {
		return err
	}
	defer s.ws.Forget(deleted)
	if err := c.fillLogical(inserted, deleted, rows); err != nil {
		return err
	}
	for _, m := range list {
		s.triggers = append(s.triggers, triggerFrame{module: m, inserted: inserted, deleted: deleted, updated: c.set, table: c.table, verb: c.verb})
		err := s.modules.Trigger(c.x.ctx, m, int64(len(rows)))
		s.triggers = s.triggers[:len(s.triggers)-1]
		if c.x.tx.Ended() {
			if err == nil {
				err = tds.Errorf(3609, 16, "The transaction ended in the trigger. The batch has been aborted.")
			}
			return err
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// logicalTable makes an empty table with the columns of the changed one.
func (c *changes) logicalTable(name string) (*Table, error) {
	t := &Table{Database: c.table.Database, Schema: c.table.Schema, Name: name, Kind: TableVariable}
	for i := range c.table.Columns {
		col := Column{Column: c.table.Columns[i].Column, ID: int32(i + 1)}
		col.Nullable, col.Identity, col.Computed = true, false, false
		if col.Type.ID == tds.Timestamp {
			col.Type = tds.Type{ID: tds.Binary, Size: 8}
		}
		t.Columns = append(t.Columns, col)
	}
	return t, c.x.s.ws.NewVariable(t)
}

func (c *changes) fillLogical(inserted, deleted *Table, rows []rowChange) error {
	v := c.x.tx.view()
	for _, r := range rows {
		if r.new != nil {
			if _, err := v.Insert(c.x.ctx, inserted, r.new); err != nil {
				return err
			}
		}
		if r.old != nil {
			if _, err := v.Insert(c.x.ctx, deleted, r.old); err != nil {
				return err
			}
		}
	}
	return nil
}

// updatedColumn is UPDATE(column) inside a trigger.
func (f *triggerFrame) updatedColumn(name string) (bool, bool) {
	i := f.table.Ordinal(name)
	if i < 0 {
		return false, false
	}
	if f.updated == nil { // an INSERT sets every column
		return f.verb != "DELETE", true
	}
	return f.updated[i], true
}
