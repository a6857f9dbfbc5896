package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// nullable tells whether an expression can be NULL, as far as SQL Server's metadata says so: most
// expressions can, whatever their operands.
func (s *scope) nullable(e tsql.Expr) bool {
	switch e := unparen(e).(type) {
	case *tsql.Literal:
		return e.Value == nil
	case *tsql.ColumnRef:
		return s.columnNullable(e)
	case *tsql.Cast:
		return e.Kind != tsql.CastCast && e.Kind != tsql.CastConvert || s.nullable(e.X)
	case *tsql.Case:
		return s.caseNullable(e)
	case *tsql.Call:
		return s.callNullable(e)
	case *tsql.Collate:
		return s.nullable(e.X)
	}
	return true
}

func (s *scope) columnNullable(ref *tsql.ColumnRef) bool {
	c, at, err := s.resolve(ref)
	if err != nil {
		return true
	}
	if at.group != nil && !c.final {
		k, err := at.group.column(c, at.clause)
		if err != nil {
			return true
		}
		return k.nullable || len(at.group.sets) > 1
	}
	return c.nullable
}

func (s *scope) caseNullable(e *tsql.Case) bool {
	if e.Else == nil {
		return true
	}
	for _, w := range e.Whens {
		if s.nullable(w.Then) {
			return true
		}
	}
	return s.nullable(e.Else)
}

// notNull lists the functions whose result is never NULL.
var notNull = map[string]bool{
	"GETDATE": true, "GETUTCDATE": true, "SYSDATETIME": true, "SYSUTCDATETIME": true, "SYSDATETIMEOFFSET": true, "NEWID": true,
	"CURRENT_TIMESTAMP": true, "ROW_NUMBER": false, "CONCAT": true, "CONCAT_WS": true, "GROUPING": true, "COUNT_BIG": false,
}

func (s *scope) callNullable(e *tsql.Call) bool {
	name := upper(e.Name.Object)
	switch {
	case e.Name.Schema != "":
		return true
	case notNull[name]:
		return false
	case name == "ISNULL" && len(e.Args) == 2:
		return s.nullable(e.Args[0]) && s.nullable(e.Args[1])
	case name == "IIF" && len(e.Args) == 3:
		return s.nullable(e.Args[1]) || s.nullable(e.Args[2])
	}
	return true
}

// shown is the type under which a column is sent: an untyped NULL is an int.
func shown(t tds.Type) tds.Type {
	if t.ID == tds.NullType {
		return tds.TypeInt
	}
	return t
}
