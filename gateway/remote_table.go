package gateway

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// remoteTable is a table variable: a #table at the server for as long as the message runs. A table variable takes no part
// in transactions, so its rows are kept over a rollback.
type remoteTable struct {
	variable string // with its @
	name     string
	text     string // of its CREATE TABLE
	identity bool

	columns []tds.Column // as they were kept
	rows    [][]tds.Value
}

// DeclareTable implements interp.Host.
func (r *remote) DeclareTable(vars *eval.Vars, slot int, def *tsql.TableDef) error {
	r.tableID++
	t := &remoteTable{variable: vars.Names[slot], name: fmt.Sprintf("[#%s_%d]", r.mark, r.tableID)}
	own := *def
	own.Columns = slices.Clone(def.Columns)
	for i := range own.Columns {
		c := &own.Columns[i]
		t.identity = t.identity || c.Identity != nil
		if c.Type.Type.ID.IsCharacter() && c.Type.Type.ID != tds.XML && c.Collation == "" && c.Computed == nil && c.Type.Name == nil {
			c.Collation = "DATABASE_DEFAULT" // as a variable has it, and a #table would not
		}
	}
	t.text = "CREATE TABLE " + t.name + " (" + strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(tsql.Print(&own)), "("), ")") + ")"
	if err := r.silent(r.running, r.explicit(t.text)); err != nil {
		return err
	}
	r.tables = append(r.tables, t)
	vars.Values[slot] = t
	return nil
}

// dropTables ends the table variables of a message.
func (r *remote) dropTables(ctx context.Context) error {
	if len(r.tables) == 0 {
		return nil
	}
	var b strings.Builder
	for _, t := range r.tables {
		fmt.Fprintf(&b, "IF OBJECT_ID(N'tempdb..%s') IS NOT NULL DROP TABLE %s; ", strings.Trim(t.name, "[]"), t.name)
	}
	r.tables = nil
	return r.silent(ctx, r.explicit(b.String()))
}

// keepTables reads the rows of the table variables before a rollback takes them.
func (r *remote) keepTables(ctx context.Context) error {
	for _, t := range r.tables {
		t.rows = nil
		var f firstFault
		if err := f.or(r.call(ctx, "", need(&r.behind)+"SELECT * FROM "+t.name, nil, func(k tds.Token) error {
			switch k := k.(type) {
			case *tds.ColMetadata:
				t.columns = slices.Clone(k.Columns)
			case *tds.Row:
				t.rows = append(t.rows, slices.Clone(k.Values))
			}
			return f.take(k)
		})); err != nil {
			return err
		}
	}
	return nil
}

// putBack gives the table variables their rows after a rollback.
func (r *remote) putBack(ctx context.Context) error {
	for _, t := range r.tables {
		if t.columns == nil {
			continue
		}
		text := fmt.Sprintf("IF OBJECT_ID(N'tempdb..%s') IS NULL %s", strings.Trim(t.name, "[]"), t.text)
		if err := r.silent(ctx, r.explicit(text)); err != nil {
			return err
		}
		if err := r.query(ctx, need(&r.behind)+"DELETE FROM "+t.name, nil, func([]tds.Value) error { return nil }); err != nil {
			return err
		}
		if err := t.fill(ctx, r); err != nil {
			return err
		}
		t.columns, t.rows = nil, nil
	}
	return nil
}

func (t *remoteTable) fill(ctx context.Context, r *remote) error {
	if len(t.rows) == 0 {
		return nil
	}
	var names []string
	var from []int
	for i, c := range t.columns {
		if c.Computed || c.Type.ID == tds.Timestamp {
			continue
		}
		names, from = append(names, tsql.QuoteName(c.Name)), append(from, i)
	}
	rows := make([][]tds.Value, len(t.rows))
	cols := make([]tds.Column, len(from))
	for i, f := range from {
		cols[i] = t.columns[f]
	}
	for i, row := range t.rows {
		for _, f := range from {
			rows[i] = append(rows[i], row[f])
		}
	}
	head := need(&r.behind) + "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ")"
	if t.identity {
		if err := r.silent(ctx, "SET IDENTITY_INSERT "+t.name+" ON"); err != nil {
			return err
		}
	}
	_, err := r.insertValues(ctx, &shipment{text: head}, cols, rows)
	if t.identity {
		if off := r.silent(ctx, "SET IDENTITY_INSERT "+t.name+" OFF"); err == nil {
			err = off
		}
	}
	return err
}

// InsertRows implements interp.Host.
func (r *remote) InsertRows(ctx context.Context, st *tsql.InsertStmt, vars *eval.Vars, cols []tds.Column, rows [][]tds.Value) (int64, error) {
	if r.doom != nil {
		return 0, errDoomed()
	}
	if st.Exec == nil {
		return 0, errRefused("a table-valued parameter")
	}
	p := r.machine.Program()
	head, err := r.shipText(p.Source[st.Start:st.Exec.Start], p.Line(st.Start), vars)
	if err != nil {
		return 0, err
	}
	return r.insertValues(ctx, head, cols, rows)
}

// How much one INSERT of rows holds.
const (
	maxValueRows   = 1000
	maxValueParams = 2000
)

// insertValues sends rows behind the head of an INSERT. Either all are inserted or none.
func (r *remote) insertValues(ctx context.Context, head *shipment, cols []tds.Column, rows [][]tds.Value) (int64, error) {
	if len(cols) == 0 {
		return 0, nil
	}
	per := max(1, min(maxValueRows, (maxValueParams-len(head.params))/len(cols)))
	if len(rows) <= per {
		return r.insertSome(ctx, head, cols, rows)
	}
	undo, err := r.markInsert(ctx)
	if err != nil {
		return 0, err
	}
	total := int64(0)
	for chunk := range slices.Chunk(rows, per) {
		n, err := r.insertSome(ctx, head, cols, chunk)
		if err != nil {
			if back := undo(true); back != nil {
				return 0, back
			}
			return 0, err
		}
		total += n
	}
	return total, undo(false)
}

// markInsert makes several INSERTs one: in a transaction of their own, or from a savepoint on.
func (r *remote) markInsert(ctx context.Context) (end func(failed bool) error, err error) {
	if r.count == 0 {
		if err := r.beginOwn(ctx); err != nil {
			return nil, err
		}
		return func(failed bool) error { return r.endOwn(context.WithoutCancel(ctx), !failed) }, nil
	}
	name := tsql.QuoteName(r.mark)[:20] + "]"
	if err := r.silent(ctx, "SAVE TRANSACTION "+name); err != nil {
		return nil, err
	}
	return func(failed bool) error {
		if !failed || r.count == 0 {
			return nil
		}
		return r.silent(context.WithoutCancel(ctx), "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION "+name)
	}, nil
}

func (r *remote) insertSome(ctx context.Context, head *shipment, cols []tds.Column, rows [][]tds.Value) (int64, error) {
	s := &shipment{params: slices.Clone(head.params), line: head.line, guarded: r.machine.Guarded()}
	var b strings.Builder
	b.WriteString(head.text)
	put := func(row []tds.Value) {
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			b.WriteString(s.param("", columnType(cols[j].Type), v))
		}
	}
	if len(rows) == 0 {
		// The server refuses what it would of any row: the table, the number of columns, their types.
		b.WriteString(" SELECT ")
		put(make([]tds.Value, len(cols)))
		b.WriteString(" WHERE 1 = 0")
	}
	for i, row := range rows {
		if i == 0 {
			b.WriteString(" VALUES (")
		} else {
			b.WriteString(", (")
		}
		put(row)
		b.WriteString(")")
	}
	s.text = b.String()
	a, err := r.carry(ctx, s, infoOnly{r})
	if err != nil {
		return 0, err
	}
	return a.rows, nil
}

// columnType is the type by which a value of a column is passed on.
func columnType(t tds.Type) tds.Type {
	switch t.ID {
	case tds.Text:
		return tds.TypeVarChar(tds.Max)
	case tds.NText:
		return tds.TypeNVarChar(tds.Max)
	case tds.Image:
		return tds.TypeVarBinary(tds.Max)
	case tds.Timestamp:
		return tds.Type{ID: tds.Binary, Size: 8}
	}
	return t
}

// ResolveType implements interp.Host: a type of the current database that stands for a system type.
func (r *remote) ResolveType(name *tsql.Name) (tds.Type, *tsql.TableDef, error) {
	var found tds.Type
	table, known := false, false
	err := r.query(r.running, `SELECT b.name, t.max_length, t.precision, t.scale, t.is_table_type FROM sys.types AS t
		JOIN sys.schemas AS s ON s.schema_id = t.schema_id
		LEFT JOIN sys.types AS b ON b.user_type_id = t.system_type_id
		WHERE t.name = @name AND s.name = @schema`,
		[]shipParam{{"@name", tds.TypeSysname, name.Object}, {"@schema", tds.TypeSysname, orDefault(name.Schema, "dbo")}},
		func(row []tds.Value) error {
			base, _ := row[0].(string)
			id, ok := tds.LookupType(base)
			table, _ = row[4].(bool)
			known = ok || table
			found = sizedType(id, clampInt(row[1]), clampInt(row[2]), clampInt(row[3]))
			return nil
		})
	switch {
	case err != nil:
		return tds.Type{}, nil, err
	case table:
		return tds.Type{}, nil, errRefused("variables of the table type " + name.Object)
	case !known:
		return tds.Type{}, nil, tds.Errorf(2715, 16, "Column, parameter, or variable #1: Cannot find data type %s.", name.Object)
	}
	return found, nil, nil
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// sizedType is a type from its row in sys.types; size counts bytes.
func sizedType(id tds.TypeID, size, prec, scale int) tds.Type {
	t := tds.Type{ID: id}
	switch id {
	case tds.NChar, tds.NVarChar:
		t.Size = int32(size)
		if size > 0 {
			t.Size = int32(size / 2)
		}
	case tds.Char, tds.VarChar, tds.Binary, tds.VarBinary:
		t.Size = int32(size)
	case tds.DecimalType, tds.NumericType:
		t.Prec, t.Scale = uint8(prec), uint8(scale)
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		t.Scale = uint8(scale)
	case tds.XML:
		t.Size = tds.Max
	}
	return t
}
