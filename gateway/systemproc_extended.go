package gateway

import (
	"context"
	_ "embed"
	"iter"
	"strings"

	"msxgate/engine"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// Extended properties: texts about databases, schemas, objects and their parts, which only people and tools read.

//go:embed extended.sql
var extendedSchema string

var extendedColumns = columns("class tinyint, class_desc nvarchar(60)?, major_id int, minor_id int, name sysname, value sql_variant?")

func extendedProcs() []*systemProc {
	levels := func(first ...procs.Param) []procs.Param {
		for _, n := range []string{"0", "1", "2"} {
			first = append(first, optional("@level"+n+"type", tds.TypeVarChar(128)), optional("@level"+n+"name", tds.TypeSysname))
		}
		return first
	}
	value := optional("@value", tds.TypeVariant)
	return []*systemProc{
		{name: "sp_addextendedproperty", params: levels(sysname("@name"), value), run: addExtended},
		{name: "sp_updateextendedproperty", params: levels(sysname("@name"), value), run: updateExtended},
		{name: "sp_dropextendedproperty", params: levels(sysname("@name")), run: dropExtended},
	}
}

// extendedPlace is what a property is about.
type extendedPlace struct {
	class, major, minor int64
	text                string // as messages name it
}

var extendedClasses = map[int64]string{
	0: "DATABASE", 1: "OBJECT_OR_COLUMN", 2: "PARAMETER", 3: "SCHEMA", 4: "DATABASE_PRINCIPAL", 6: "TYPE", 7: "INDEX",
}

// extendedKinds are the types of object that level 1 knows.
var extendedKinds = map[string]string{
	"TABLE": "U", "VIEW": "V", "PROCEDURE": "P", "FUNCTION": "FN IF TF", "SYNONYM": "SN", "SEQUENCE": "SO",
}

// extended finds what the levels name: 15600, 15135.
func (s *session) extended(proc string, a []tds.Value) (p extendedPlace, err error) {
	wrong := tds.Errorf(15600, 15, "An invalid parameter or option was specified for procedure 'sys.%s'.", proc)
	type0, name0, type1, name1, type2, name2 := strings.ToUpper(text(a[0])), text(a[1]), strings.ToUpper(text(a[2])), text(a[3]), strings.ToUpper(text(a[4])), text(a[5])
	if type0 == "" != (name0 == "") || type1 == "" != (name1 == "") || type2 == "" != (name2 == "") || type0 == "" && type1 != "" || type1 == "" && type2 != "" {
		return p, wrong
	}
	names := []string{name0, name1, name2}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	p.text = strings.Join(names, ".")
	missing := tds.Errorf(15135, 16, "Object is invalid. Extended properties are not permitted on '%s', or the object does not exist.", p.text)
	if type0 == "" {
		p.text = "object specified"
		return p, nil
	}
	find := func(class int64, text string) (extendedPlace, error) {
		found := false
		_, err := s.engine.Run(context.Background(), text, params([]any{"schema", name0, "name", name1, "part", name2}), rowFunc(func(row []tds.Value) error {
			p.class, found = class, true
			p.major, _ = row[0].(int64)
			p.minor, _ = row[1].(int64)
			return nil
		}))
		if err == nil && !found {
			err = missing
		}
		return p, err
	}
	switch {
	case type0 == "USER" && type1 == "":
		return find(4, `SELECT principal_id, 0 FROM sys.database_principals WHERE name = @schema`)
	case type0 != "SCHEMA" && type0 != "USER":
		return p, wrong
	case type1 == "":
		return find(3, `SELECT schema_id, 0 FROM sys.schemas WHERE name = @schema`)
	case type1 == "TYPE" && type2 == "":
		return find(6, `SELECT user_type_id, 0 FROM sys.types WHERE name = @name AND schema_id = SCHEMA_ID(@schema)`)
	case extendedKinds[type1] == "":
		return p, wrong
	}
	object := `FROM sys.objects AS o WHERE o.name = @name AND o.schema_id = SCHEMA_ID(@schema) AND o.type IN ('` + strings.ReplaceAll(extendedKinds[type1], " ", "', '") + `')`
	switch type2 {
	case "":
		return find(1, `SELECT o.object_id, 0 `+object)
	case "COLUMN":
		return find(1, `SELECT c.object_id, c.column_id FROM sys.columns AS c WHERE c.name = @part AND c.object_id IN (SELECT o.object_id `+object+`)`)
	case "INDEX":
		return find(7, `SELECT c.object_id, c.index_id FROM sys.indexes AS c WHERE c.name = @part AND c.object_id IN (SELECT o.object_id `+object+`)`)
	case "PARAMETER":
		return find(2, `SELECT c.object_id, c.parameter_id FROM sys.parameters AS c WHERE c.name = @part AND c.object_id IN (SELECT o.object_id `+object+`)`)
	case "CONSTRAINT", "TRIGGER":
		return find(1, `SELECT c.object_id, 0 FROM sys.objects AS c WHERE c.name = @part AND c.parent_object_id IN (SELECT o.object_id `+object+`)`)
	}
	return p, wrong
}

// changeExtended runs statements about one property, which is there or is not, as want says.
func changeExtended(ctx context.Context, s *session, proc, name string, levels []tds.Value, value tds.Value, want bool, texts ...string) error {
	p, err := s.extended(proc, levels)
	if err != nil {
		return err
	}
	if a, ok := s.access(s.engine.Database()); !ok || !a.owner && !a.in("db_ddladmin") {
		return tds.Errorf(15135, 16, "Object is invalid. Extended properties are not permitted on '%s', or the object does not exist.", p.text)
	}
	args := []any{"database", s.engine.Database(), "class", p.class, "major", p.major, "minor", p.minor, "name", name}
	there := false
	if _, err := s.engine.Run(ctx, `SELECT 1 FROM master.msxgate.extended_properties WHERE database_name = @database AND class = @class
		AND major_id = @major AND minor_id = @minor AND name = @name`, params(args), rowFunc(func([]tds.Value) error { there = true; return nil })); err != nil {
		return err
	}
	switch {
	case there && !want:
		return tds.Errorf(15233, 16, "Property cannot be added. Property '%s' already exists for '%s'.", name, p.text)
	case !there && want:
		return tds.Errorf(15217, 16, "Property cannot be updated or deleted. Property '%s' does not exist for '%s'.", name, p.text)
	}
	list := append(params(args), engine.Param{Name: "@value", Type: tds.TypeVariant, Value: eval.AsVariant(value)})
	for _, text := range texts {
		if _, err := s.engine.Run(ctx, text, list, discard{}); err != nil {
			return err
		}
	}
	return nil
}

func addExtended(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
	return changeExtended(ctx, s, "sp_addextendedproperty", text(a[0]), a[2:], a[1], false,
		`INSERT INTO master.msxgate.extended_properties (database_name, class, major_id, minor_id, name, value) VALUES (@database, @class, @major, @minor, @name, @value)`)
}

func updateExtended(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
	return changeExtended(ctx, s, "sp_updateextendedproperty", text(a[0]), a[2:], a[1], true,
		`UPDATE master.msxgate.extended_properties SET value = @value WHERE database_name = @database AND class = @class AND major_id = @major AND minor_id = @minor AND name = @name`)
}

func dropExtended(ctx context.Context, s *session, a []tds.Value, _ tds.Writer) error {
	return changeExtended(ctx, s, "sp_dropextendedproperty", text(a[0]), a[1:], nil, true,
		`DELETE FROM master.msxgate.extended_properties WHERE database_name = @database AND class = @class AND major_id = @major AND minor_id = @minor AND name = @name`)
}

// extendedRows are the properties of a database whose objects are there.
func (b *Embedded) extendedRows(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		s := b.sessionOf(e)
		var rows [][]tds.Value
		_, err := e.Run(context.Background(), `SELECT p.class, p.major_id, p.minor_id, p.name, p.value FROM master.msxgate.extended_properties AS p
			WHERE p.database_name = @database AND (p.class NOT IN (1, 2, 7) OR OBJECT_NAME(p.major_id) IS NOT NULL) ORDER BY 1, 2, 3, 4`,
			params([]any{"database", e.Database()}), rowFunc(func(row []tds.Value) error {
				class, _ := row[0].(int64)
				rows = append(rows, []tds.Value{class, extendedClasses[class], row[1], row[2], row[3], row[4]})
				return nil
			}))
		if err != nil {
			s.server.Log.WithError(err).Error("Extended properties could not be read")
		}
		for _, row := range rows {
			if !yield(row) {
				return
			}
		}
	}
}
