package gateway

import (
	"context"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// bulkProcs are what SqlBulkCopy asks before a bulk load: how each column of the table is sorted.
func bulkProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_tablecollations_90", raw: tableCollations},
		{name: "sp_tablecollations_100", raw: tableCollations},
	}
}

// collationColumns are those of sp_tablecollations_100.
var collationColumns = []tds.Column{
	required("colid", tds.TypeInt),
	required("name", tds.TypeSysname),
	nullable("tds_collation", tds.Type{ID: tds.Binary, Size: 5}),
	nullable("collation", tds.TypeSysname),
}

// tableCollations is sp_tablecollations_100 @object. SqlBulkCopy puts a dot before a name without a schema. A table that
// there is not has no columns.
func tableCollations(_ context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_tablecollations_100"
	if err := expect(proc, c, "@object"); err != nil {
		return 0, err
	}
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	if err := out.Columns(collationColumns); err != nil {
		return 0, err
	}
	n := int64(0)
	for _, row := range s.collations(strings.TrimLeft(argText(c, 0), ".")) {
		if s.options.FmtOnly {
			break
		}
		n++
		if err := out.Row(row); err != nil {
			return 0, err
		}
	}
	return 0, out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: n, Counted: true})
}

// collations are the columns of a table with what their texts are sorted by.
func (s *session) collations(table string) (rows [][]tds.Value) {
	name, err := tsql.ParseProcName(table)
	if err != nil || s.checkStatement(&tsql.SelectStmt{Body: &tsql.QuerySpec{From: []tsql.TableSource{&tsql.TableRef{Name: *name}}}}) != nil {
		return nil
	}
	t, err := s.engine.Table(*name)
	if err != nil {
		return nil
	}
	for i := range t.Columns {
		col := &t.Columns[i]
		row := []tds.Value{int64(i + 1), col.Name, nil, nil}
		if col.Type.ID.IsCharacter() && col.Type.ID != tds.XML {
			coll := collationOf(col.Type)
			row[2], row[3] = coll[:], eval.NameCollation(coll)
		}
		rows = append(rows, row)
	}
	return rows
}
