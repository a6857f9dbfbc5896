package engine

import (
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// tableRef binds a name in a FROM clause.
func (b *binder) tableRef(t *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	if err := checkHints(t.Hints); err != nil {
		return nil, nil, err
	}
	if slices.Contains(t.Hints, "TABLESAMPLE") {
		o, err := b.object(t.Name)
		if err != nil {
			return nil, nil, err
		}
		if _, stored := o.(*Table); !stored || t.Variable {
			return nil, nil, tds.Errorf(494, 16, "The TABLESAMPLE clause can only be used with local tables.")
		}
	}
	if t.Temporal != "" {
		p, err := b.s.locate(t.Name, b.db)
		if err != nil {
			return nil, nil, err
		}
		return nil, nil, tds.Errorf(13544, 16, "Temporal FOR SYSTEM_TIME clause can only be used with system-versioned tables. '%s.%s.%s' is not a system-versioned table.", p.db, p.schema, p.name)
	}
	if t.Variable {
		return b.tableVariable(t, s, nullable)
	}
	if t.Name.Schema == "" && t.Name.Database == "" {
		if def := b.cte(t.Name.Object); def != nil {
			return b.cteRef(def, t, s, nullable)
		}
		if tab := b.s.triggerTable(t.Name.Object); tab != nil {
			b.transient = true
			return b.storedTable(tab, t, s, nullable)
		}
	}
	o, err := b.object(t.Name)
	if err != nil {
		return nil, nil, err
	}
	switch o := o.(type) {
	case *Table:
		return b.storedTable(o, t, s, nullable)
	case *Virtual:
		return b.virtualTable(o, t, s, nullable)
	case *Module:
		return b.moduleRef(o, t, s, nullable)
	}
	return nil, nil, errInvalidObject(written(t.Name))
}

func (b *binder) moduleRef(m *Module, t *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	switch m.Kind {
	case "V":
		return b.view(m, t, s, nullable)
	case "IF", "TF":
		return nil, nil, tds.Errorf(216, 16, "Parameters were not supplied for the function '%s'.", written(t.Name))
	case "P":
		return nil, nil, tds.Errorf(2809, 16, "The request for procedure '%s' failed because '%s' is a procedure object.", t.Name.Object, t.Name.Object)
	}
	return nil, nil, errInvalidObject(written(t.Name))
}

// storedTable makes a source of a table.
func (b *binder) storedTable(t *Table, ref *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	if len(s.lvl.sources) >= maxSources {
		return nil, nil, tds.Errorf(106, 15, "Too many table names in the query. The maximum allowable is %d.", maxSources)
	}
	b.dependOn(t, ref.Hints)
	src := s.lvl.addSource(columnTypes(t), &tableReader{t})
	src.table = t
	v := &rangeVar{alias: ref.Alias, db: t.Database, schema: t.Schema, object: ref.Name.Object, written: written(ref.Name)}
	if v.object == "" {
		v.object = t.Name
	}
	for i := range t.Columns {
		c := &t.Columns[i]
		v.cols = append(v.cols, src.column(i, c.Name, c.Nullable || nullable, baseColumn{identity: c.Identity, computed: c.Computed}))
	}
	return &leaf{src}, []*rangeVar{v}, b.unsteadyColumns(t, v, s)
}

// unsteadyColumns computes those computed columns anew whose value depends on more than their row.
func (b *binder) unsteadyColumns(t *Table, v *rangeVar, s *scope) error {
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Formula == nil || c.Persisted || !unsteady(c.Formula.Expr) {
			continue
		}
		in, err := b.within(t.Database, t.Name)
		if err != nil {
			return err
		}
		row := &scope{b: in, id: in.slot(), lvl: s.lvl, parent: in.barrier(nil, &paramSet{}), tables: []*rangeVar{v}, clause: clauseCheck}
		row.bound = map[*tsql.ColumnRef]*rangeCol{}
		refs, _, err := s.lvl.collect(func() (err error) {
			v.cols[i].fn, err = in.fitted(c.Formula.Expr, row, t, i)
			return err
		})
		if err != nil {
			return err
		}
		v.cols[i].src, v.cols[i].col, v.cols[i].refs = nil, -1, refs
	}
	return nil
}

// unsteady tells whether an expression has functions that look at more than their arguments.
func unsteady(e tsql.Expr) bool {
	found := false
	walkExpr(e, func(e tsql.Expr) bool {
		switch e := e.(type) {
		case *tsql.GlobalVariable:
			found = true
		case *tsql.Call:
			found = found || e.Name.Schema != "" || unsteadyCalls[upper(e.Name.Object)] || metadataFunctions[upper(e.Name.Object)].run != nil
		}
		return !found
	})
	return found
}

var unsteadyCalls = map[string]bool{
	"GETDATE": true, "GETUTCDATE": true, "SYSDATETIME": true, "SYSUTCDATETIME": true, "SYSDATETIMEOFFSET": true, "CURRENT_TIMESTAMP": true,
	"NEWID": true, "RAND": true, "SUSER_SNAME": true, "SUSER_NAME": true, "USER_NAME": true, "CURRENT_USER": true, "SESSION_USER": true, "SYSTEM_USER": true,
	"USER": true, "HOST_NAME": true, "APP_NAME": true, "ORIGINAL_LOGIN": true, "SERVERPROPERTY": true, "SESSION_CONTEXT": true, "CONTEXT_INFO": true,
}

func columnTypes(t *Table) []tds.Type {
	types := make([]tds.Type, len(t.Columns))
	for i := range t.Columns {
		types[i] = t.Columns[i].Type
	}
	return types
}

func (b *binder) virtualTable(o *Virtual, ref *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	types := make([]tds.Type, len(o.Columns))
	for i, c := range o.Columns {
		types[i] = c.Type
	}
	v := &rangeVar{alias: ref.Alias, schema: o.Schema, object: o.Name, db: ref.Name.Database, written: written(ref.Name)}
	if v.db == "" {
		v.db = b.db
	}
	src := s.lvl.addSource(types, &virtualReader{o, v.db})
	if ref.Name.Schema == "" || strings.EqualFold(ref.Name.Schema, "dbo") {
		v.schema = "dbo"
	}
	for i, c := range o.Columns {
		v.cols = append(v.cols, src.column(i, c.Name, c.Nullable || nullable, baseColumn{identity: c.Identity}))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// view binds a view's text where its name stands.
func (b *binder) view(m *Module, ref *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	def, ok := m.Stmt.(*tsql.CreateViewStmt)
	if !ok {
		return nil, nil, errInvalidObject(written(ref.Name))
	}
	in, err := b.within(m.Database, m.Name)
	if err != nil {
		return nil, nil, err
	}
	q := &storedQuery{
		b: in, outer: in.barrier(s, &paramSet{}), query: def.Query, columns: def.Columns, alias: ref.Alias,
		table: rangeVar{db: m.Database, schema: m.Schema, object: m.Name, written: written(ref.Name), view: m},
	}
	return b.queryTable(q, s, nullable)
}

// tableVariable binds @t: its definition is the one the variable holds now.
func (b *binder) tableVariable(ref *tsql.TableRef, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	t, err := b.variableTable(ref.Name.Object)
	if err != nil {
		return nil, nil, err
	}
	return b.storedTable(t, ref, s, nullable)
}

// variableTable is the table a variable holds: 1087.
func (b *binding) variableTable(name string) (*Table, error) {
	if !strings.HasPrefix(name, "@") {
		name = "@" + name
	}
	slot := b.vars.Lookup(name)
	if slot < 0 {
		return nil, tds.Errorf(1087, 15, "Must declare the table variable \"%s\".", name)
	}
	t, ok := b.vars.Values[slot].(*Table)
	if !ok {
		return nil, tds.Errorf(1087, 15, "Must declare the table variable \"%s\".", name)
	}
	b.tables = append(b.tables, variableUse{slot: slot, name: b.vars.Names[slot], table: t})
	return t, nil
}

// dependOn notes a table that the plan reads.
func (b *binding) dependOn(t *Table, hints []string) {
	switch t.Kind {
	case TempTable:
		b.temps = append(b.temps, t)
	case UserTable:
		b.reads = append(b.reads, tableUse{table: t, lock: hintLock(hints)})
	}
}

// tableUse is a table that a plan reads, and the lock its hints ask for.
type tableUse struct {
	table *Table
	lock  lockMode // 0 for none
}

// variableUse is a table variable that a plan reads or writes.
type variableUse struct {
	slot  int
	name  string
	table *Table
}

// hintLock is what table hints ask of the lock table.
func hintLock(hints []string) lockMode {
	var mode lockMode
	for _, h := range hints {
		switch h {
		case "TABLOCK":
			mode = mode.with(lockS)
		case "TABLOCKX":
			mode = mode.with(lockX)
		case "HOLDLOCK", "SERIALIZABLE", "REPEATABLEREAD":
			mode = mode.with(lockS)
		case "XLOCK":
			mode = mode.with(lockX)
		case "UPDLOCK":
			mode = mode.with(lockSIX)
		}
	}
	return mode
}

var knownHints = map[string]bool{
	"NOLOCK": true, "READUNCOMMITTED": true, "READCOMMITTED": true, "READCOMMITTEDLOCK": true, "READPAST": true, "ROWLOCK": true,
	"PAGLOCK": true, "TABLOCK": true, "TABLOCKX": true, "UPDLOCK": true, "XLOCK": true, "HOLDLOCK": true, "SERIALIZABLE": true,
	"REPEATABLEREAD": true, "SNAPSHOT": true, "NOWAIT": true, "NOEXPAND": true, "FORCESEEK": true, "FORCESCAN": true,
	"TABLESAMPLE":  true, // a sample may be the whole table
	"KEEPIDENTITY": true, "KEEPDEFAULTS": true, "IGNORE_CONSTRAINTS": true, "IGNORE_TRIGGERS": true, "FASTFIRSTROW": true,
}

// checkHints refuses a word that is no table hint: 321.
func checkHints(hints []string) error {
	for _, h := range hints {
		word, _, _ := strings.Cut(h, "(")
		word = strings.TrimSpace(word)
		word, _, _ = strings.Cut(word, " ")
		if !knownHints[word] && word != "INDEX" && word != "SPATIAL_WINDOW_MAX_CELLS" {
			return tds.Errorf(321, 15, "\"%s\" is not a recognized table hints option. If it is intended as a parameter to a table-valued function or to the CHANGETABLE function, ensure that your database compatibility mode is set to 90.", strings.ToLower(h))
		}
	}
	return nil
}

// valuesTable binds (VALUES (...), ...) alias (columns).
func (b *binder) valuesTable(t *tsql.ValuesTable, outer, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	q := &storedQuery{b: b, outer: outer, columns: t.Columns, alias: t.Alias}
	var bound *boundQuery
	refs, out, err := s.lvl.collect(func() (err error) {
		bound, err = b.valuesQuery(t.Rows, q.inner(s))
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	names, err := q.names(len(bound.cols), func(int) string { return "" })
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addQuery(bound, refs, out)
	v := &rangeVar{alias: t.Alias}
	for i, c := range bound.cols {
		v.cols = append(v.cols, src.column(i, names[i], c.nullable || nullable, baseColumn{computed: true}))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// valuesPlan gives the rows of a table value constructor.
type valuesPlan struct {
	lvl  *level
	list [][]eval.Fn
}

// valuesQuery binds the rows of a table value constructor: 10709 when they differ in length.
func (b *binder) valuesQuery(rows [][]tsql.Expr, parent *scope) (*boundQuery, error) {
	s := b.newScope(parent)
	types := make([][]tds.Type, len(rows))
	fns := make([][]eval.Fn, len(rows))
	for i, row := range rows {
		if len(row) != len(rows[0]) {
			return nil, tds.Errorf(10709, 16, "The number of columns for each row in a table value constructor must be the same.")
		}
		for _, e := range row {
			fn, typ, err := b.scalar(b.prepare(e, s), s)
			if err != nil {
				return nil, err
			}
			fns[i], types[i] = append(fns[i], fn), append(types[i], typ)
		}
	}
	out := &boundQuery{plan: &valuesPlan{lvl: s.lvl, list: fns}}
	for c := range rows[0] {
		col, err := b.unifyColumn(rows, types, fns, c, s)
		if err != nil {
			return nil, err
		}
		out.cols = append(out.cols, col)
	}
	out.correlated = s.lvl.escaped
	return out, nil
}

// unifyColumn gives the c-th column of all rows one type.
func (b *binder) unifyColumn(rows [][]tsql.Expr, types [][]tds.Type, fns [][]eval.Fn, c int, s *scope) (outCol, error) {
	col := outCol{typ: types[0][c], base: baseColumn{computed: true}}
	for i := range rows {
		t, err := eval.Common(col.typ, types[i][c])
		if err != nil {
			return col, err
		}
		col.typ = t
		col.nullable = col.nullable || s.nullable(rows[i][c])
	}
	for i := range rows {
		fn, err := eval.Converted(fns[i][c], types[i][c], col.typ)
		if err != nil {
			return col, err
		}
		fns[i][c] = fn
	}
	return col, nil
}

func (p *valuesPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	f := newFrame(x, p.lvl, outer)
	for _, fns := range p.list {
		row := make([]tds.Value, len(fns))
		for i, fn := range fns {
			v, err := fn(f)
			if err != nil {
				return err
			}
			row[i] = v
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}
