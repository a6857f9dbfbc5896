package gateway

import (
	"context"
	"errors"
	"io"
	"strings"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// A bulk load is two requests: a batch that says INSERT BULK, which is checked and remembered, and the message of the rows
// (MS-TDS 2.2.6.1), for which the same statement runs again, with the rows at hand. So errors, counts, triggers and
// transactions are those of any statement.

// isInsertBulk tells whether a batch may have an INSERT BULK in it.
func isInsertBulk(text string) bool {
	const word = "bulk"
	for i := 0; i+len(word) <= len(text); i++ {
		if (text[i] == 'b' || text[i] == 'B') && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// batch runs a batch, in which INSERT BULK announces rows.
func (s *session) batch(ctx context.Context, text string, out *tds.Response) error {
	if !isInsertBulk(text) {
		return s.machine.RunText(ctx, text, s.wire(out))
	}
	return s.withHost(bulkHost{session: s}, func() error { return s.machine.RunText(ctx, text, s.wire(out)) })
}

// bulk takes the rows that an INSERT BULK has announced.
func (s *session) bulk(ctx context.Context, rows *tds.BulkLoad, out *tds.Response) error {
	announced := s.load
	if announced == "" {
		return s.refuse(tds.Errorf(40004, 16, "msxgate: a bulk load that no INSERT BULK has announced is not supported; neither are WRITETEXT BULK and UPDATETEXT BULK."), out)
	}
	s.load = ""
	err := s.withHost(bulkHost{session: s, rows: rows}, func() error {
		return s.machine.RunText(ctx, announced, bulkWire{s.wire(out)})
	})
	if errors.Is(err, tds.ErrCancelled) && ctx.Err() == nil {
		// The client withdrew the message. It is owed a DONE, and no acknowledgement.
		if err := s.cancelled(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		return out.Done(tds.Done{Cmd: tds.CmdBulkInsert, Failed: true})
	}
	return err
}

// withHost runs f with another host of the interpreter's.
func (s *session) withHost(h interp.Host, f func() error) error {
	was := s.machine.Host
	s.machine.Host = h
	defer func() { s.machine.Host = was }()
	return f()
}

// bulkWire is the answer to a bulk load.
type bulkWire struct{ wire }

// Done implements tds.Writer.
func (w bulkWire) Done(d tds.Done) error {
	d.Cmd = tds.CmdBulkInsert
	return w.wire.Done(d)
}

// Message implements tds.Writer: what a row is refused for is followed by 3621, as it is after an INSERT.
func (w bulkWire) Message(e *tds.Error) error {
	if err := w.wire.Message(e); err != nil {
		return err
	}
	switch e.Number {
	case 515, 547, 2601, 2627, 2628, 8152:
		return w.wire.Message(&tds.Error{Number: 3621, Message: "The statement has been terminated.", Line: e.Line})
	}
	return nil
}

// bulkHost is the session with INSERT BULK.
type bulkHost struct {
	*session
	rows *tds.BulkLoad // nil in the batch
}

var _ interp.Host = bulkHost{}

// Exec implements interp.Host.
func (h bulkHost) Exec(ctx context.Context, st tsql.Stmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	insert, ok := st.(*tsql.InsertBulkStmt)
	switch {
	case !ok:
		return h.session.Exec(ctx, st, vars, out)
	case len(h.scopes) > 0:
		return 0, false, tds.Errorf(4805, 16, "The front-end tool you are using does not support bulk load from host. Use the supported tools for this command.")
	case h.rows == nil:
		return 0, false, h.announce(insert)
	}
	n, err := h.take(ctx, insert, vars)
	return n, true, h.settle(err)
}

// announce checks an INSERT BULK and remembers it.
func (h bulkHost) announce(st *tsql.InsertBulkStmt) error {
	if _, err := h.bind(st); err != nil {
		return err
	}
	h.session.load = h.machine.Program().Source[st.Start:st.End]
	return nil
}

// load is an INSERT BULK, bound to its table.
type load struct {
	s      *session
	table  *engine.Table
	name   tsql.Name // of the table, in full
	insert *tsql.InsertStmt
	cols   []loadColumn
	given  []tds.Column // the columns as rows are handed to the engine

	keepNulls, keepIdentity bool
	check, fire             bool
}

// loadColumn is a column of the stream.
type loadColumn struct {
	from  tds.Type       // as INSERT BULK declares it
	to    *engine.Column // it goes into
	none  eval.Fn        // what stands in for NULL, or nil
	noneT tds.Type
}

// bind binds an INSERT BULK and checks what it needs: 207, 208, 229, 264, 271, 273, 1088.
func (h bulkHost) bind(st *tsql.InsertBulkStmt) (*load, error) {
	l := &load{s: h.session, insert: &tsql.InsertStmt{Span: st.Span, Target: &tsql.TableRef{Span: st.Span, Name: st.Table}}}
	if err := l.options(st.Options); err != nil {
		return nil, err
	}
	if err := h.checkStatement(l.insert); err != nil {
		return nil, err
	}
	var err error
	if l.table, err = h.table(st.Table); err != nil {
		return nil, err
	}
	l.name = tsql.Name{Database: l.table.Database, Schema: l.table.Schema, Object: l.table.Name}
	if l.table.Kind != engine.UserTable {
		l.name = st.Table
	}
	if len(st.Columns) == 0 {
		return nil, tds.Errorf(40004, 16, "msxgate: INSERT BULK without a list of columns is not supported.")
	}
	for i := range st.Columns {
		if err := l.column(&st.Columns[i]); err != nil {
			return nil, err
		}
	}
	return l, l.mayAlter()
}

// table finds the table of a load: 208. Views and synonyms are refused.
func (h bulkHost) table(n tsql.Name) (*engine.Table, error) {
	t, err := h.engine.Table(n)
	var e *tds.Error
	if !errors.As(err, &e) || e.Number != 1088 {
		return t, err
	}
	for _, kind := range []string{"V", "SN"} {
		if h.objectID(named(n, h.engine.Database()), kind) != nil {
			return nil, tds.Errorf(40004, 16, "msxgate: INSERT BULK into a view or synonym is not supported.")
		}
	}
	return nil, tds.Errorf(208, 16, "Invalid object name '%s'.", nameText(&n))
}

// options reads WITH (...). What only says how fast a load is to be has no effect.
func (l *load) options(list []tsql.Option) error {
	for _, o := range list {
		switch o.Name {
		case "CHECK_CONSTRAINTS":
			l.check = true
		case "FIRE_TRIGGERS":
			l.fire = true
		case "KEEP_NULLS", "KEEPNULLS":
			l.keepNulls = true
		case "TABLOCK", "ORDER", "ROWS_PER_BATCH", "KILOBYTES_PER_BATCH", "KEEP_IDENTITY", "KEEPIDENTITY":
		default:
			return tds.Errorf(40004, 16, "msxgate: INSERT BULK with option %s is not supported.", o.Name)
		}
	}
	return nil
}

func (l *load) column(def *tsql.ColumnDef) error {
	i := l.table.Ordinal(def.Name)
	if i < 0 {
		return tds.Errorf(207, 16, "Invalid column name '%s'.", def.Name)
	}
	c := loadColumn{from: def.Type.Type, to: &l.table.Columns[i]}
	for _, other := range l.cols {
		if other.to == c.to {
			return tds.Errorf(264, 16, "The column name '%s' is specified more than once in the SET clause or column list of an INSERT.", c.to.Name)
		}
	}
	switch {
	case c.to.Formula != nil:
		return tds.Errorf(271, 16, "The column \"%s\" cannot be modified because it is either a computed column or is the result of a UNION operator.", c.to.Name)
	case c.to.Type.ID == tds.Timestamp:
		return tds.Errorf(273, 16, "Cannot insert an explicit value into a timestamp column. Use INSERT with a column list to exclude the timestamp column, or insert a DEFAULT into the timestamp column.")
	}
	l.keepIdentity = l.keepIdentity || c.to.Identity
	if def.Type.Name != nil {
		var err error
		if c.from, _, err = l.s.engine.ResolveType(def.Type.Name); err != nil {
			return err
		}
	}
	if err := eval.Convertible(c.from, c.to.Type); err != nil {
		return err
	}
	c.from = unpadded(c.from)
	if c.to.Default != nil && !l.keepNulls {
		if err := l.standIn(&c); err != nil {
			return err
		}
	}
	l.cols = append(l.cols, c)
	l.given = append(l.given, tds.Column{Name: c.to.Name, Type: c.to.Type, Nullable: true})
	l.insert.Columns = append(l.insert.Columns, tsql.Ident{Name: c.to.Name})
	return nil
}

// unpadded is a type whose values need not have their full length: clients leave the padding to the server.
func unpadded(t tds.Type) tds.Type {
	switch t.ID {
	case tds.Char:
		t.ID = tds.VarChar
	case tds.NChar:
		t.ID = tds.NVarChar
	case tds.Binary:
		t.ID = tds.VarBinary
	}
	return t
}

// standIn compiles the default of a column, as its database understands it.
func (l *load) standIn(c *loadColumn) error {
	home := l.s.engine.Database()
	if err := l.s.engine.Use(l.table.Database); err != nil {
		return err
	}
	defer l.s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
	var err error
	c.none, c.noneT, err = eval.Compile(c.to.Default.Expr, l.s.engine.Scope(&eval.Vars{}))
	return err
}

// mayAlter checks what a load needs beside INSERT: who has constraints or triggers passed over, or gives identity values,
// must be able to alter the table. 1088.
func (l *load) mayAlter() error {
	passes := l.keepIdentity || !l.check && len(l.constraints()) > 0
	if !passes && !l.fire {
		triggers, err := l.triggers()
		if err != nil {
			return err
		}
		passes = len(triggers) > 0
	}
	if !passes || l.s.sysadmin() || l.s.checkDefinition(l.name) == nil {
		return nil
	}
	return tds.Errorf(1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", nameText(&l.name))
}

// constraints are the CHECK and FOREIGN KEY constraints that hold.
func (l *load) constraints() (names []string) {
	for _, c := range l.table.Checks {
		if !c.Disabled {
			names = append(names, c.Name)
		}
	}
	for _, fk := range l.table.ForeignKeys {
		if !fk.Disabled {
			names = append(names, fk.Name)
		}
	}
	return names
}

// triggers are the triggers that are on.
func (l *load) triggers() (names []string, err error) {
	if l.table.Kind != engine.UserTable {
		return nil, nil
	}
	query := "SELECT t.name FROM " + bracketed(l.table.Database) + ".sys.triggers AS t WHERE t.parent_id = @id AND t.is_disabled = 0"
	_, err = l.s.engine.Run(context.Background(), query, params([]any{"id", int64(l.table.ID)}), rowFunc(func(row []tds.Value) error {
		names = append(names, text(row[0]))
		return nil
	}))
	return names, err
}

// take runs the load as one statement.
func (h bulkHost) take(ctx context.Context, st *tsql.InsertBulkStmt, vars *eval.Vars) (n int64, err error) {
	l, err := h.bind(st)
	if err != nil {
		return 0, err
	}
	if h.options.ImplicitTran && h.engine.TranCount() == 0 {
		if err := h.Begin(ctx, ""); err != nil {
			return 0, err
		}
	}
	err = h.allOrNothing(ctx, func() error {
		return l.prepared(ctx, vars, func() error {
			n, err = l.run(ctx, h.rows, vars)
			return err
		})
	})
	return n, err
}

// prepared runs f with the constraints and triggers off that the load passes over, and with what else of the session stands
// in its way. Constraints are not trusted afterwards, as SQL Server has it.
func (l *load) prepared(ctx context.Context, vars *eval.Vars, f func() error) error {
	if limit, ok := l.s.settings["ROWCOUNT"].(int64); ok && limit > 0 {
		if err := l.s.engine.Set("ROWCOUNT", int64(0)); err != nil {
			return err
		}
		defer l.s.engine.Set("ROWCOUNT", limit) //nolint:errcheck // it was in force before
	}
	if l.keepIdentity && !l.insertsIdentity(ctx, vars) {
		if err := l.s.engine.SetIdentityInsert(l.table, true); err != nil {
			return err
		}
		defer l.s.engine.SetIdentityInsert(l.table, false) //nolint:errcheck // it was off before
	}
	constraints, triggers, err := l.passedOver()
	if err != nil {
		return err
	}
	if err := l.alter(ctx, "NOCHECK", constraints, "DISABLE", triggers); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err // which undoes the rest
	}
	return l.alter(ctx, "CHECK", constraints, "ENABLE", triggers)
}

func (l *load) passedOver() (constraints, triggers []string, err error) {
	if !l.check {
		constraints = l.constraints()
	}
	if !l.fire {
		triggers, err = l.triggers()
	}
	return constraints, triggers, err
}

func (l *load) alter(ctx context.Context, verb string, constraints []string, triggerVerb string, triggers []string) error {
	for _, st := range []*tsql.AlterTableStmt{
		{Name: l.name, Check: verb, CheckNames: constraints},
		{Name: l.name, Check: triggerVerb, CheckNames: triggers, Triggers: true},
	} {
		if len(st.CheckNames) == 0 {
			continue
		}
		if _, _, err := l.s.engine.Exec(ctx, st, nil, discard{}); err != nil {
			return err
		}
	}
	return nil
}

// insertsIdentity tells whether IDENTITY_INSERT is on for the table. The engine is asked to insert rows of no columns, which
// it refuses for that (213) when it would have taken the identity, and for the identity (544) otherwise.
func (l *load) insertsIdentity(ctx context.Context, vars *eval.Vars) bool {
	_, err := l.s.engine.InsertRows(ctx, l.insert, vars, nil, nil)
	var e *tds.Error
	return errors.As(err, &e) && e.Number == 213
}

// The size of the parts in which rows are handed to the engine: rows and bytes.
const (
	loadRows  = 1000
	loadBytes = 4 << 20
)

// run reads the rows and stores them, a part at a time; all at once where the engine must see all of them to fire a
// trigger or to check a table that refers to itself.
func (l *load) run(ctx context.Context, rows *tds.BulkLoad, vars *eval.Vars) (n int64, err error) {
	whole, err := l.whole()
	if err != nil {
		return 0, err
	}
	var part [][]tds.Value
	var size int64
	store := func() error {
		if len(part) == 0 {
			return nil
		}
		_, err := l.s.engine.InsertRows(ctx, l.insert, vars, l.given, part)
		n += int64(len(part))
		part, size = nil, 0
		return err
	}
	for {
		row, err := l.next(ctx, rows)
		if err == io.EOF {
			return n, store()
		}
		if err != nil {
			return 0, err
		}
		part = append(part, row)
		size += rowBytes(row)
		switch {
		case whole && size > l.s.memory():
			return 0, errNoMemory()
		case !whole && (len(part) == loadRows || size > loadBytes):
			if err := store(); err != nil {
				return 0, err
			}
		}
	}
}

func (l *load) whole() (bool, error) {
	if l.check {
		for _, fk := range l.table.ForeignKeys {
			if strings.EqualFold(fk.RefTable, l.table.Name) && strings.EqualFold(fk.RefSchema, l.table.Schema) {
				return true, nil
			}
		}
	}
	if !l.fire {
		return false, nil
	}
	triggers, err := l.triggers()
	return len(triggers) > 0, err
}

// next reads a row and gives its values the types of the table: 4804, 4815, 4816, 2628 and what conversions say.
func (l *load) next(ctx context.Context, rows *tds.BulkLoad) ([]tds.Value, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	first := rows.Columns == nil
	row, err := rows.Next()
	if first && rows.Columns != nil {
		if err := l.match(rows.Columns); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, streamError(rows, err)
	}
	for i := range row {
		if row[i], err = l.fit(i, row[i]); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// streamError words what is wrong with a stream. What is wrong with the connection stays as it is.
func streamError(rows *tds.BulkLoad, err error) error {
	var column *tds.BulkColumnError
	var broken *tds.ProtocolError
	switch {
	case err == tds.ErrBulkShort:
		return tds.Errorf(4804, 16, "While reading current row from host, a premature end-of-message was encountered--an incoming data stream was interrupted when the server expected to see more data. The host program may have terminated. Ensure that you are using a supported client application programming interface (API).")
	case errors.As(err, &column) && rows.Columns == nil:
		return errColumnType(column.Column)
	case errors.As(err, &column):
		return errColumnLength(column.Column)
	case errors.As(err, &broken):
		return tds.Errorf(4002, 16, "The incoming tabular data stream (TDS) protocol stream is incorrect. The stream ended unexpectedly.")
	}
	return err
}

func errColumnLength(column int) *tds.Error {
	return tds.Errorf(4815, 16, "Received an invalid column length from the bcp client for colid %d.", column)
}

func errColumnType(column int) *tds.Error {
	return tds.Errorf(4816, 16, "Invalid column type from bcp client for colid %d.", column)
}

// match compares the columns that came with those that were announced.
func (l *load) match(came []tds.Column) error {
	for i := range max(len(came), len(l.cols)) {
		if i >= len(came) || i >= len(l.cols) || family(came[i].Type) != family(l.cols[i].from) {
			return errColumnType(i + 1)
		}
	}
	return nil
}

// family is the type that stands for all those that travel alike.
func family(t tds.Type) tds.TypeID {
	switch t.ID {
	case tds.NumericType:
		return tds.DecimalType
	case tds.Char, tds.Text:
		return tds.VarChar
	case tds.NChar, tds.NText, tds.XML:
		return tds.NVarChar
	case tds.Binary, tds.Image, tds.Timestamp:
		return tds.VarBinary
	}
	return t.ID
}

// fit gives a value the type of its column: the default stands in for NULL, and what is longer than was announced is 4815.
func (l *load) fit(i int, v tds.Value) (tds.Value, error) {
	c := &l.cols[i]
	from := c.from
	switch {
	case v == nil && c.none == nil:
		return nil, nil
	case v == nil:
		var err error
		if v, err = c.none(&eval.Frame{Ctx: context.Background(), Vars: &eval.Vars{}, Sess: l.s}); err != nil {
			return nil, err
		}
		from = c.noneT
	case from.Size > 0 && eval.Truncated(v, from):
		return nil, errColumnLength(i + 1)
	}
	w, err := eval.Fit(v, from, c.to.Type, nil)
	var e *tds.Error
	if errors.As(err, &e) && e.Number == 8152 {
		return nil, eval.Truncation(l.table.Database+"."+l.table.Schema+"."+l.table.Name, c.to.Name, w)
	}
	return w, err
}
