package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// binder turns the tree of a statement into a plan: names become tables and registers, every
// column gets its type. Copies of a binder for a view's or a CTE's body share the binding.
type binder struct {
	*binding
	db     string            // the database of names that name none
	ctes   *cteDef           // those in sight, innermost first
	spaces map[string]string // WITH XMLNAMESPACES, by prefix
	path   []string          // views and functions being opened, against views that contain themselves

	rowTarget string // the query in FROM whose rows a statement changes; it has to say which stored rows they are
	passRow   bool   // the next block to be bound is that query
}

// binding is what one statement's binders gather: what the plan depends on.
type binding struct {
	s        *Session
	vars     *eval.Vars
	uses     []varUse // variables the plan reads or writes
	temps    []*Table // #temp tables the plan was bound to
	tables   []variableUse
	reads    []tableUse
	volatile bool // NEWID() and the like were compiled since the flag was last cleared
	assigns  bool // the statement assigns variables row by row
	slots    int  // ids given out to nodes that keep state in a run

	asking         *tsql.Call // that is compiled for another database, see askThere
	transient      bool       // the plan is good for this execution only
	nullsEqual     bool       // ANSI_NULLS is off: an index has no key for a variable that is NULL
	outside        bool       // expressions outside a statement are compiled
	identityInsert *bool      // IDENTITY_INSERT of identityTable when the plan was made
	identityTable  int32

	subqueries   map[subqueryKey]*subqueryEntry
	maxRecursion int // of OPTION (MAXRECURSION n)
}

// varUse is a variable as the plan found it.
type varUse struct {
	slot int
	name string
	typ  tds.Type
}

func (s *Session) newBinder(vars *eval.Vars) *binder {
	return &binder{db: s.database, binding: &binding{
		s: s, vars: vars, maxRecursion: 100, subqueries: map[subqueryKey]*subqueryEntry{}, nullsEqual: s.off("ANSI_NULLS"),
	}}
}

// within is the binder of a stored text: names count from its own database, and no CTE of the caller is in sight.
func (b *binder) within(db, object string) (*binder, error) {
	if len(b.path) >= 32 {
		return nil, tds.Errorf(217, 16, "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).")
	}
	c := *b
	c.db = db
	c.ctes = nil
	c.path = append(b.path[:len(b.path):len(b.path)], object)
	return &c, nil
}

// slot gives out the id of a piece of run state.
func (b *binding) slot() int {
	b.slots++
	return b.slots - 1
}

// touch notes that a column is read.
func (b *binding) touch(c *rangeCol) {
	if c.src != nil && c.col >= 0 {
		c.src.used[c.col] = true
	}
}

// barrier is the scope in which a stored text is bound: it hides the caller's columns, and the
// caller's variables but for the parameters.
func (b *binder) barrier(parent *scope, params *paramSet) *scope {
	s := &scope{b: b, id: b.slot(), params: params}
	if parent != nil {
		s.lvl = parent.lvl
	}
	return s
}

// paramSet holds the parameters of an inline function during its substitution.
type paramSet struct {
	names []string
	vals  []*rangeCol
}

func (p *paramSet) lookup(name string) *rangeCol {
	for i, n := range p.names {
		if strings.EqualFold(n, name) {
			return p.vals[i]
		}
	}
	return nil
}

// variable resolves @v: a parameter of the function that is being substituted, or a variable of the batch.
func (s *scope) variable(v *tsql.Variable) (eval.Fn, tds.Type, error) {
	for t := s; t != nil; t = t.parent {
		if t.params == nil {
			continue
		}
		c := t.params.lookup(v.Name)
		if c == nil {
			return nil, tds.Type{}, errUndeclared(v.Name)
		}
		n := 0
		if s.lvl != nil {
			n = s.lvl.hops(t.lvl)
		}
		if t.lvl != nil {
			t.lvl.refs = t.lvl.refs.or(c.refs)
		}
		return outward(c.fn, n), c.typ, nil
	}
	return s.b.batchVariable(v.Name)
}

func (b *binding) batchVariable(name string) (eval.Fn, tds.Type, error) {
	slot, err := b.variableSlot(name)
	if err != nil {
		return nil, tds.Type{}, err
	}
	return func(f *eval.Frame) (tds.Value, error) { return f.Vars.Values[slot], nil }, b.vars.Types[slot], nil
}

// variableSlot finds a variable and notes that the plan depends on it.
func (b *binding) variableSlot(name string) (int, error) {
	slot := b.vars.Lookup(name)
	if slot < 0 {
		return 0, errUndeclared(name)
	}
	b.uses = append(b.uses, varUse{slot: slot, name: b.vars.Names[slot], typ: b.vars.Types[slot]})
	return slot, nil
}

func errUndeclared(name string) *tds.Error {
	return tds.Errorf(137, 15, "Must declare the scalar variable \"%s\".", name)
}

// scalar compiles an expression.
func (b *binder) scalar(e tsql.Expr, s *scope) (eval.Fn, tds.Type, error) { return eval.Compile(e, s) }

// converted compiles an expression for a place of type want.
func (b *binder) converted(e tsql.Expr, s *scope, want tds.Type) (eval.Fn, error) {
	return eval.CompileAs(b.prepare(e, s), s, want)
}

// convertFn wraps a function so that its value has type want.
func convertFn(fn eval.Fn, from, want tds.Type) eval.Fn {
	if sameShape(from, want) {
		return fn
	}
	return func(f *eval.Frame) (tds.Value, error) {
		v, err := fn(f)
		if err != nil || v == nil {
			return nil, err
		}
		return eval.Convert(v, from, want, nil)
	}
}

// sameShape tells whether every value of from is a value of want as it stands.
func sameShape(from, want tds.Type) bool {
	if from.ID == tds.NullType {
		return true
	}
	switch {
	case from.ID != want.ID:
		return from.ID == tds.DecimalType && want.ID == tds.NumericType && from.Prec == want.Prec && from.Scale == want.Scale
	case from.ID == tds.Char || from.ID == tds.NChar || from.ID == tds.Binary:
		return from.Size == want.Size
	case from.ID == tds.DecimalType || from.ID == tds.NumericType:
		return from.Prec == want.Prec && from.Scale == want.Scale
	case from.ID == tds.Time || from.ID == tds.DateTime2 || from.ID == tds.DateTimeOffset:
		return from.Scale <= want.Scale
	}
	return want.Size == tds.Max || from.Size != tds.Max && from.Size <= want.Size
}

// off tells whether a SET option is off that is on by default.
func (s *Session) off(option string) bool {
	on, ok := s.eval.Setting(option).(bool)
	return ok && !on
}
