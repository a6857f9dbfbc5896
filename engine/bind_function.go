package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// isVolatile tells whether a built-in function gives another value each time.
func isVolatile(c *tsql.Call) bool {
	switch upper(c.Name.Object) {
	case "NEWID", "NEWSEQUENTIALID", "RAND", "CRYPT_GEN_RANDOM":
		return c.Name.Schema == ""
	}
	return false
}

// function compiles the calls that are the engine's: metadata functions and user-defined ones.
func (b *binder) function(call *tsql.Call, s *scope) (eval.Fn, tds.Type, bool, error) {
	if call.NoParens {
		return nil, tds.Type{}, false, nil
	}
	if call.Name.Schema != "" && !sameName(call.Name.Schema, "sys") {
		fn, typ, err := b.userFunction(call, s)
		return fn, typ, true, err
	}
	if isVolatile(call) {
		b.volatile = true
		return nil, tds.Type{}, false, nil
	}
	name := upper(call.Name.Object)
	if askedThere[name] && !sameName(b.db, b.s.database) && b.asking != call {
		fn, typ, err := b.askThere(call, s)
		return fn, typ, true, err
	}
	if compile := triggerFunction(name); compile != nil {
		fn, typ, err := compile(b, call)
		return fn, typ, true, err
	}
	f, ok := metadataFunctions[name]
	if !ok {
		return nil, tds.Type{}, false, nil
	}
	fn, err := b.metadata(name, f, call, s)
	return fn, f.typ, true, err
}

// askedThere are the functions that answer for the database of the view or function they stand in.
var askedThere = map[string]bool{
	"IS_MEMBER": true, "IS_ROLEMEMBER": true, "USER_NAME": true, "USER_ID": true, "USER": true, "CURRENT_USER": true, "SESSION_USER": true,
	"DATABASE_PRINCIPAL_ID": true,
}

// Elsewhere is what a session's functions also are when they can answer for another database than the current one.
type Elsewhere interface {
	In(database string) eval.Session
}

// askThere compiles a call that is answered for the binder's database instead of the session's.
func (b *binder) askThere(call *tsql.Call, s *scope) (eval.Fn, tds.Type, error) {
	outer := b.asking
	b.asking = call
	fn, typ, err := b.scalar(call, s)
	b.asking = outer
	if err != nil {
		return nil, typ, err
	}
	db := b.db
	return func(f *eval.Frame) (tds.Value, error) {
		there := *f
		if e, ok := f.Sess.(Elsewhere); ok {
			there.Sess = e.In(db)
		}
		return fn(&there)
	}, typ, nil
}

// session is the session a frame belongs to. An expression outside a statement is the compiling session's own.
func (b *binder) session() func(f *eval.Frame) *Session {
	own := b.s
	if !b.outside {
		own = nil
	}
	return func(f *eval.Frame) *Session {
		if x := runOf(f); x != nil {
			return x.s
		}
		return own
	}
}

// metadata compiles a metadata function: 174 when the number of arguments is wrong.
func (b *binder) metadata(name string, m metadataFunction, call *tsql.Call, s *scope) (eval.Fn, error) {
	if len(call.Args) < m.least || len(call.Args) > len(m.args) {
		if m.least == len(m.args) {
			return nil, tds.Errorf(174, 15, "The %s function requires %d argument(s).", lower(name), m.least)
		}
		return nil, tds.Errorf(189, 15, "The %s function requires %d to %d arguments.", lower(name), m.least, len(m.args))
	}
	args := make([]eval.Fn, len(call.Args))
	for i, e := range call.Args {
		fn, err := b.converted(e, s, m.args[i])
		if err != nil {
			return nil, err
		}
		args[i] = fn
	}
	session := b.session()
	return func(f *eval.Frame) (tds.Value, error) {
		values := make([]tds.Value, len(args))
		for i, fn := range args {
			v, err := fn(f)
			if err != nil {
				return nil, err
			}
			values[i] = v
		}
		return m.run(session(f), values)
	}, nil
}

// userFunction compiles a call of a scalar function: 4121, 313, 8144.
func (b *binder) userFunction(call *tsql.Call, s *scope) (eval.Fn, tds.Type, error) {
	m, def, err := b.functionDef(call.Name, "FN")
	if err != nil {
		return nil, tds.Type{}, err
	}
	if def == nil {
		return nil, tds.Type{}, tds.Errorf(4121, 16, "Cannot find either column \"%s\" or the user-defined function or aggregate \"%s\", or the name is ambiguous.", call.Name.Schema, written(call.Name))
	}
	args, err := b.functionArgs(call, def, s)
	if err != nil {
		return nil, tds.Type{}, err
	}
	typ, err := b.typeOf(def.Returns)
	if err != nil {
		return nil, tds.Type{}, err
	}
	b.volatile = true
	session := b.session()
	return func(f *eval.Frame) (tds.Value, error) {
		values, err := callArgs(f, args)
		if err != nil {
			return nil, err
		}
		own := session(f)
		return own.modules.ScalarFunction(frameContext(f), m, values)
	}, typ, nil
}

// functionDef finds a user-defined function of one of some kinds; def is nil when there is none.
func (b *binder) functionDef(name tsql.Name, kinds ...string) (*Module, *tsql.CreateFunctionStmt, error) {
	o, err := b.object(name)
	if err != nil {
		return nil, nil, err
	}
	m, ok := o.(*Module)
	if !ok {
		return nil, nil, nil
	}
	for _, k := range kinds {
		if m.Kind == k {
			def, _ := m.Stmt.(*tsql.CreateFunctionStmt)
			return m, def, nil
		}
	}
	return nil, nil, nil
}

// functionArgs compiles the arguments of a user-defined function, converted to its parameters.
func (b *binder) functionArgs(call *tsql.Call, def *tsql.CreateFunctionStmt, s *scope) ([]eval.Fn, error) {
	switch {
	case len(call.Args) < len(def.Params):
		return nil, tds.Errorf(313, 16, "An insufficient number of arguments were supplied for the procedure or function %s.", written(call.Name))
	case len(call.Args) > len(def.Params):
		return nil, tds.Errorf(8144, 16, "Procedure or function %s has too many arguments specified.", written(call.Name))
	}
	args := make([]eval.Fn, len(call.Args))
	for i, e := range call.Args {
		typ, err := b.typeOf(def.Params[i].Type)
		if err != nil {
			return nil, err
		}
		if _, ok := unparen(e).(*tsql.Default); ok {
			e = def.Params[i].Default
			if e == nil {
				return nil, tds.Errorf(313, 16, "An insufficient number of arguments were supplied for the procedure or function %s.", written(call.Name))
			}
		}
		if typ.ID == tds.TableType {
			return nil, errNotBuilt("a table-valued parameter of a function")
		}
		if args[i], err = b.converted(e, s, typ); err != nil {
			return nil, err
		}
	}
	return args, nil
}

// typeOf resolves a type as written.
func (b *binder) typeOf(t tsql.TypeName) (tds.Type, error) {
	if t.Name == nil {
		return t.Type, nil
	}
	typ, _, err := b.s.ResolveType(t.Name)
	return typ, err
}

func callArgs(f *eval.Frame, args []eval.Fn) ([]tds.Value, error) {
	values := make([]tds.Value, len(args))
	for i, fn := range args {
		v, err := fn(f)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// nextValue compiles NEXT VALUE FOR: 208.
func (b *binder) nextValue(e *tsql.NextValue) (eval.Fn, tds.Type, error) {
	if e.Over != nil {
		return nil, tds.Type{}, errNotBuilt("NEXT VALUE FOR ... OVER")
	}
	o, err := b.object(e.Sequence)
	if err != nil {
		return nil, tds.Type{}, err
	}
	q, ok := o.(*Sequence)
	if !ok {
		return nil, tds.Type{}, errInvalidObject(written(e.Sequence))
	}
	b.volatile = true
	session := b.session()
	return func(f *eval.Frame) (tds.Value, error) {
		x, _ := f.Data.(*run)
		if v, ok := x.drawn(q.ID, e); ok {
			return v, nil
		}
		var v tds.Value
		err := session(f).statement(func(tx *txn) error {
			n, err := tx.NextSequence(q)
			if err != nil {
				return err
			}
			v, err = eval.Convert(n, tds.TypeBigInt, q.Type, nil)
			return err
		})
		if err == nil {
			x.draw(q.ID, e, v)
		}
		return v, err
	}, q.Type, nil
}

// triggerFunction is one of those that mean something inside a trigger only, or nil.
func triggerFunction(name string) func(b *binder, call *tsql.Call) (eval.Fn, tds.Type, error) {
	switch name {
	case "UPDATE":
		return compileUpdate
	case "COLUMNS_UPDATED":
		return compileColumnsUpdated
	case "TRIGGER_NESTLEVEL":
		return compileNestLevel
	}
	return nil
}

// compileUpdate is UPDATE(column): 207 for a column that the trigger's table does not have.
func compileUpdate(b *binder, call *tsql.Call) (eval.Fn, tds.Type, error) {
	if len(b.s.triggers) == 0 || len(call.Args) != 1 {
		return nil, tds.Type{}, tds.Errorf(157, 15, "The UPDATE function can only be used within a trigger.")
	}
	ref, ok := unparen(call.Args[0]).(*tsql.ColumnRef)
	if !ok {
		return nil, tds.Type{}, tds.Errorf(102, 15, "Incorrect syntax near 'UPDATE'.")
	}
	name := ref.Parts[len(ref.Parts)-1]
	if _, known := b.s.triggers[len(b.s.triggers)-1].updatedColumn(name); !known {
		return nil, tds.Type{}, errInvalidColumn(name)
	}
	session := b.session()
	b.transient = true
	return func(f *eval.Frame) (tds.Value, error) {
		s := session(f)
		if len(s.triggers) == 0 {
			return false, nil
		}
		set, _ := s.triggers[len(s.triggers)-1].updatedColumn(name)
		return set, nil
	}, tds.TypeBit, nil
}

// compileColumnsUpdated is COLUMNS_UPDATED(): a bit a column, the lowest bit of the first byte first.
func compileColumnsUpdated(b *binder, _ *tsql.Call) (eval.Fn, tds.Type, error) {
	session := b.session()
	return func(f *eval.Frame) (tds.Value, error) {
		s := session(f)
		if len(s.triggers) == 0 {
			return nil, nil
		}
		t := s.triggers[len(s.triggers)-1]
		out := make([]byte, (len(t.table.Columns)+7)/8)
		for i := range t.table.Columns {
			if set, _ := t.updatedColumn(t.table.Columns[i].Name); set {
				out[i/8] |= 1 << (i % 8)
			}
		}
		return out, nil
	}, tds.TypeVarBinary(128), nil
}

func compileNestLevel(b *binder, _ *tsql.Call) (eval.Fn, tds.Type, error) {
	session := b.session()
	return func(f *eval.Frame) (tds.Value, error) { return int64(len(session(f).triggers)), nil }, tds.TypeInt, nil
}
