package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// funcTable binds a table-valued function in a FROM clause. Its arguments may refer to the tables before it.
func (b *binder) funcTable(t *tsql.FuncTable, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	if m, ok := t.Call.(*tsql.Method); ok {
		return b.nodesTable(t, m, s, nullable)
	}
	call, ok := t.Call.(*tsql.Call)
	if !ok {
		return nil, nil, errNotBuilt("this table source")
	}
	if call.Name.Schema == "" || sameName(call.Name.Schema, "sys") {
		if m := b.listedFunction(call.Name.Object); m != nil {
			return b.inlineFunction(m, m.Stmt.(*tsql.CreateFunctionStmt), t, call, s, nullable)
		}
		return b.builtinTable(t, call, s, nullable)
	}
	m, def, err := b.functionDef(call.Name, "IF", "TF")
	if err != nil {
		return nil, nil, err
	}
	if def == nil {
		return nil, nil, errInvalidObject(written(call.Name))
	}
	if m.Kind == "IF" {
		return b.inlineFunction(m, def, t, call, s, nullable)
	}
	return b.moduleTable(m, def, t, call, s, nullable)
}

// inlineFunction substitutes the query of an inline function, its parameters being the arguments.
func (b *binder) inlineFunction(m *Module, def *tsql.CreateFunctionStmt, t *tsql.FuncTable, call *tsql.Call, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	in, err := b.within(m.Database, m.Name)
	if err != nil {
		return nil, nil, err
	}
	params := &paramSet{}
	for _, p := range def.Params {
		typ, err := b.typeOf(p.Type)
		if err != nil {
			return nil, nil, err
		}
		params.names = append(params.names, p.Name)
		params.vals = append(params.vals, &rangeCol{name: p.Name, typ: typ, col: -1, nullable: true})
	}
	if err := b.bindParams(params, call, def, s); err != nil {
		return nil, nil, err
	}
	q := &storedQuery{
		b: in, outer: in.barrier(s, params), query: def.Inline, columns: t.Columns, alias: t.Alias,
		table: rangeVar{db: m.Database, schema: m.Schema, object: m.Name, written: written(call.Name)},
	}
	return b.queryTable(q, s, nullable)
}

// bindParams compiles the arguments in the caller's scope.
func (b *binder) bindParams(params *paramSet, call *tsql.Call, def *tsql.CreateFunctionStmt, s *scope) error {
	var args []eval.Fn
	refs, _, err := s.lvl.collect(func() (err error) {
		args, err = b.functionArgs(call, def, s)
		return err
	})
	for i := range args {
		params.vals[i].fn, params.vals[i].refs = args[i], refs
	}
	return err
}

// moduleTable calls a multi-statement function for each row before it.
func (b *binder) moduleTable(m *Module, def *tsql.CreateFunctionStmt, t *tsql.FuncTable, call *tsql.Call, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	r := &moduleReader{module: m}
	refs, outer, err := s.lvl.collect(func() (err error) {
		r.args, err = b.functionArgs(call, def, s)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	shape, err := b.s.tableFromDef(place{db: m.Database, schema: m.Schema, name: m.Name}, def.ReturnTable, &eval.Vars{})
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addSource(columnTypes(shape), r)
	src.deps, src.outer = refs, outer
	v := &rangeVar{alias: t.Alias, db: m.Database, schema: m.Schema, object: m.Name, written: written(call.Name)}
	names := make([]string, len(shape.Columns))
	for i := range shape.Columns {
		names[i] = shape.Columns[i].Name
		if i < len(t.Columns) {
			names[i] = t.Columns[i]
		}
		v.cols = append(v.cols, src.column(i, names[i], shape.Columns[i].Nullable || nullable, baseColumn{}))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// moduleReader reads the table that a multi-statement function returns.
type moduleReader struct {
	module *Module
	args   []eval.Fn
}

func (r *moduleReader) stable() bool { return false }

func (r *moduleReader) read(x *run, f *eval.Frame, yield func(RowID, []tds.Value) error) error {
	args, err := callArgs(f, r.args)
	if err != nil {
		return err
	}
	t, err := x.s.modules.TableFunction(x.ctx, r.module, args)
	if err != nil {
		return err
	}
	defer x.s.ws.Forget(t)
	for id, row := range x.tx.view().Scan(t) {
		if err := x.tick(); err != nil {
			return err
		}
		if err := yield(id, row); err != nil {
			return err
		}
	}
	return nil
}

// builtinTable binds a table-valued function of the language: 208 for one that does not exist.
func (b *binder) builtinTable(t *tsql.FuncTable, call *tsql.Call, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	name := upper(call.Name.Object)
	var f *tableFunction
	refs, outer, err := s.lvl.collect(func() (err error) {
		if r, ok, rerr := b.rareTable(call, s); ok {
			f = r
			return rerr
		}
		switch {
		case name == "STRING_SPLIT":
			f, err = b.stringSplit(call, s)
		case name == "GENERATE_SERIES":
			f, err = b.generateSeries(call, s)
		case name == "OPENJSON":
			f, err = b.openJSON(t, call, s)
		case strings.HasPrefix(name, "FN_") || strings.HasPrefix(name, "DM_") || strings.HasPrefix(name, "OPEN") || name == "CHANGETABLE" || strings.HasSuffix(name, "TABLE"):
			err = errNotBuilt(written(call.Name))
		default:
			err = errInvalidObject(written(call.Name))
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addSource(f.types(), f)
	src.deps, src.outer = refs, outer
	v := &rangeVar{alias: t.Alias, object: call.Name.Object, written: written(call.Name)}
	for i, c := range f.cols {
		name := c.Name
		if i < len(t.Columns) {
			name = t.Columns[i]
		}
		v.cols = append(v.cols, src.column(i, name, c.Nullable || nullable, baseColumn{computed: true}))
	}
	return &leaf{src}, []*rangeVar{v}, nil
}

// nodesTable binds x.nodes('...') AS t(c), a row for each node.
func (b *binder) nodesTable(t *tsql.FuncTable, m *tsql.Method, s *scope, nullable bool) (fromNode, []*rangeVar, error) {
	if !strings.EqualFold(m.Name, "nodes") || len(t.Columns) != 1 {
		return nil, nil, tds.Errorf(208, 16, "Invalid object name '%s'.", m.Name)
	}
	r := &nodesReader{}
	refs, outer, err := s.lvl.collect(func() (err error) {
		r.rows, err = eval.Nodes(m, s)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	src := s.lvl.addSource([]tds.Type{eval.NodesType}, r)
	src.deps, src.outer = refs, outer
	v := &rangeVar{alias: t.Alias, object: t.Alias, written: t.Alias}
	v.cols = append(v.cols, src.column(0, t.Columns[0], nullable, baseColumn{computed: true}))
	return &leaf{src}, []*rangeVar{v}, nil
}

// nodesReader reads the nodes that a query finds.
type nodesReader struct {
	rows func(f *eval.Frame, yield func(tds.Value) error) error
}

func (r *nodesReader) stable() bool { return true }

func (r *nodesReader) read(x *run, f *eval.Frame, yield func(RowID, []tds.Value) error) error {
	return r.rows(f, func(v tds.Value) error {
		if err := x.tick(); err != nil {
			return err
		}
		return yield(0, []tds.Value{v})
	})
}

// tableFunction is a table-valued function with its arguments.
type tableFunction struct {
	cols []tds.Column
	args []eval.Fn
	rows func(args []tds.Value, yield func(row ...tds.Value) error) error
}

func (t *tableFunction) types() []tds.Type {
	out := make([]tds.Type, len(t.cols))
	for i, c := range t.cols {
		out[i] = c.Type
	}
	return out
}

func (t *tableFunction) stable() bool { return true }

func (t *tableFunction) read(x *run, f *eval.Frame, yield func(RowID, []tds.Value) error) error {
	args, err := callArgs(f, t.args)
	if err != nil {
		return err
	}
	return t.rows(args, func(row ...tds.Value) error {
		if err := x.tick(); err != nil {
			return err
		}
		return yield(0, row)
	})
}

// stringSplit is STRING_SPLIT(text, separator [, enable_ordinal]).
func (b *binder) stringSplit(call *tsql.Call, s *scope) (*tableFunction, error) {
	if len(call.Args) < 2 || len(call.Args) > 3 {
		return nil, tds.Errorf(189, 15, "The string_split function requires 2 to 3 arguments.")
	}
	text, typ, err := b.scalar(b.prepare(call.Args[0], s), s)
	if err != nil {
		return nil, err
	}
	if !typ.ID.IsCharacter() && typ.ID != tds.NullType {
		return nil, tds.Errorf(8116, 16, "Argument data type %s is invalid for argument 1 of string_split function.", typ.ID)
	}
	out := tds.Type{ID: tds.VarChar, Size: typ.Size, Collation: typ.Collation}
	if typ.ID.IsUnicode() {
		out.ID = tds.NVarChar
	}
	if out.Size == 0 {
		out.Size = 1
	}
	sep, err := b.converted(call.Args[1], s, tds.TypeNVarChar(4000))
	if err != nil {
		return nil, err
	}
	f := &tableFunction{cols: []tds.Column{{Name: "value", Type: out, Nullable: true}}, args: []eval.Fn{text, sep}}
	ordinals := false
	if len(call.Args) == 3 {
		v, _, _ := eval.Constant(call.Args[2], eval.Const{})
		n, _ := v.(int64)
		ordinals = n == 1
	}
	if ordinals {
		f.cols = append(f.cols, tds.Column{Name: "ordinal", Type: tds.TypeBigInt})
	}
	f.rows = func(args []tds.Value, yield func(row ...tds.Value) error) error {
		return splitText(args, ordinals, yield)
	}
	return f, nil
}

func splitText(args []tds.Value, ordinals bool, yield func(row ...tds.Value) error) error {
	text, ok := args[0].(string)
	sep, _ := args[1].(string)
	if len([]rune(sep)) != 1 {
		return tds.Errorf(214, 11, "Procedure expects parameter 'separator' of type 'nchar(1)/nvarchar(1)'.")
	}
	if !ok {
		return nil
	}
	for i, part := range strings.Split(text, sep) {
		row := []tds.Value{part}
		if ordinals {
			row = append(row, int64(i+1))
		}
		if err := yield(row...); err != nil {
			return err
		}
	}
	return nil
}

// generateSeries is GENERATE_SERIES(start, stop [, step]) over whole numbers.
func (b *binder) generateSeries(call *tsql.Call, s *scope) (*tableFunction, error) {
	if len(call.Args) < 2 || len(call.Args) > 3 {
		return nil, tds.Errorf(189, 15, "The generate_series function requires 2 to 3 arguments.")
	}
	f := &tableFunction{}
	for _, e := range call.Args {
		fn, typ, err := b.scalar(b.prepare(e, s), s)
		if err != nil {
			return nil, err
		}
		if !typ.ID.IsInteger() {
			return nil, errNotBuilt("GENERATE_SERIES over " + typ.ID.String())
		}
		if f.cols == nil {
			f.cols = []tds.Column{{Name: "value", Type: typ}}
		}
		f.args = append(f.args, fn)
	}
	f.rows = func(args []tds.Value, yield func(row ...tds.Value) error) error {
		start, ok1 := numberArg(args, 0)
		stop, ok2 := numberArg(args, 1)
		if !ok1 || !ok2 {
			return nil
		}
		step := int64(1)
		if start > stop {
			step = -1
		}
		if len(args) > 2 {
			if step, ok1 = numberArg(args, 2); !ok1 {
				return nil
			}
		}
		if step == 0 {
			return tds.Errorf(4199, 16, "Argument value 0 is invalid for argument 3 of generate_series function.")
		}
		for n := start; step > 0 && n <= stop || step < 0 && n >= stop; n += step {
			if err := yield(n); err != nil {
				return err
			}
		}
		return nil
	}
	return f, nil
}
