package interp

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Compile flattens a batch. What SQL Server finds before it runs anything of a batch is an
// error here: 132, 133, 134, 135, 136, 137, 178, 1026, 1087, 10704. The error is a *tds.Error,
// or Errors when there are several.
func Compile(p *tsql.Program) (*Code, error) {
	c := newCompiler(p, kindBatch)
	c.body(p.Stmts)
	return c.finish()
}

// compiler makes the ops of one program.
type compiler struct {
	code   *Code
	kind   kind
	labels map[string]label
	gotos  []jump
	loops  []*loop
	try    int32
	catch  int
	scope  int32
	scopes []int32 // the parent of each TRY or CATCH block
	vars   map[string]int
	errs   Errors
}

type label struct{ at, scope int32 }

// jump is a GOTO whose label may follow later.
type jump struct {
	op int
	st *tsql.GotoStmt
}

// loop is a WHILE that is being compiled, with its BREAKs.
type loop struct {
	start  int32
	breaks []int
}

func newCompiler(p *tsql.Program, k kind) *compiler {
	return &compiler{
		code: &Code{prog: p, fixed: map[tsql.Expr]compiled{}, conds: map[tsql.Expr]eval.Cond{}},
		kind: k, labels: map[string]label{}, try: -1, scopes: []int32{-1}, vars: map[string]int{},
	}
}

func (c *compiler) body(list []tsql.Stmt) {
	c.code.stmts = list
	c.list(list)
	for _, g := range c.gotos {
		c.link(g)
	}
}

func (c *compiler) finish() (*Code, error) {
	switch len(c.errs) {
	case 0:
		c.precompile()
		return c.code, nil
	case 1:
		return nil, c.errs[0]
	}
	return nil, c.errs
}

func (c *compiler) line(n tsql.Node) int32 { return int32(c.code.prog.Line(n.Extent().Start)) }

func (c *compiler) fault(n tsql.Node, e *tds.Error) {
	e.Line = c.line(n)
	c.errs = append(c.errs, e)
}

func (c *compiler) here() int32 { return int32(len(c.code.ops)) }

func (c *compiler) emit(k opKind, st tsql.Stmt) int {
	c.code.ops = append(c.code.ops, op{kind: k, st: st, line: c.line(st), try: c.try, catch: c.catch, scope: c.scope})
	return len(c.code.ops) - 1
}

func (c *compiler) list(list []tsql.Stmt) {
	for _, st := range list {
		c.stmt(st)
	}
}

func (c *compiler) stmt(st tsql.Stmt) {
	switch st := st.(type) {
	case *tsql.BlockStmt:
		c.list(st.Body)
	case *tsql.IfStmt:
		c.ifStmt(st)
	case *tsql.WhileStmt:
		c.whileStmt(st)
	case *tsql.TryStmt:
		c.tryStmt(st)
	case *tsql.BreakStmt:
		if len(c.loops) == 0 {
			c.fault(st, errBreak())
			return
		}
		l := c.loops[len(c.loops)-1]
		l.breaks = append(l.breaks, c.emit(opJump, st))
	case *tsql.ContinueStmt:
		if len(c.loops) == 0 {
			c.fault(st, errContinue())
			return
		}
		c.code.ops[c.emit(opJump, st)].to = c.loops[len(c.loops)-1].start
	case *tsql.GotoStmt:
		c.gotos = append(c.gotos, jump{c.emit(opJump, st), st})
	case *tsql.LabelStmt:
		c.label(st)
	case *tsql.ReturnStmt:
		if st.Value != nil && (c.kind == kindBatch || c.kind == kindText || c.kind == kindTrigger) {
			c.fault(st, errReturnValue())
		}
		c.check(st)
		c.emit(opReturn, st)
	default:
		c.leaf(st)
	}
}

// leaf compiles a statement that does not steer the flow.
func (c *compiler) leaf(st tsql.Stmt) {
	switch st := st.(type) {
	case *tsql.DeclareStmt:
		c.declare(st)
		return
	case *tsql.ThrowStmt:
		if st.Number == nil && c.catch == 0 {
			c.fault(st, errRethrowOutsideCatch())
		}
	case *tsql.CreateProcStmt, *tsql.CreateFunctionStmt, *tsql.CreateTriggerStmt:
		c.module(st)
		c.emit(opStmt, st)
		return
	}
	c.check(st)
	if c.kind == kindFunction {
		c.checkEffects(st)
	}
	c.emit(opStmt, st)
}

// module reports the faults of a module where it is created.
func (c *compiler) module(st tsql.Stmt) {
	if _, err := CompileModule(c.code.prog, st); err != nil {
		if list, other := faults(err); other == nil {
			c.errs = append(c.errs, list...)
		}
	}
}

func (c *compiler) ifStmt(st *tsql.IfStmt) {
	c.check(st)
	branch := c.emit(opBranch, st)
	c.code.ops[branch].cond = st.Cond
	c.stmt(st.Then)
	c.code.ops[branch].to = c.here()
	if st.Else != nil {
		over := c.emit(opJump, st)
		c.code.ops[branch].to = c.here()
		c.stmt(st.Else)
		c.code.ops[over].to = c.here()
	}
	c.code.ops[branch].past = c.here()
}

func (c *compiler) whileStmt(st *tsql.WhileStmt) {
	c.check(st)
	l := &loop{start: c.here()}
	c.loops = append(c.loops, l)
	branch := c.emit(opBranch, st)
	c.code.ops[branch].cond = st.Cond
	c.stmt(st.Body)
	c.code.ops[c.emit(opJump, st)].to = l.start
	c.loops = c.loops[:len(c.loops)-1]
	end := c.here()
	c.code.ops[branch].to, c.code.ops[branch].past = end, end
	for _, b := range l.breaks {
		c.code.ops[b].to = end
	}
}

func (c *compiler) tryStmt(st *tsql.TryStmt) {
	outerTry, outerScope := c.try, c.scope
	c.code.tries = append(c.code.tries, 0)
	c.try = int32(len(c.code.tries) - 1)
	mine := c.try
	c.open()
	c.list(st.Try)
	c.scope = outerScope
	c.try = outerTry
	over := c.emit(opJump, st)
	c.code.tries[mine] = c.here()
	c.open()
	c.catch++
	c.list(st.Catch)
	// An empty CATCH needs a place to arrive at.
	c.code.ops[c.emit(opJump, st)].to = c.here()
	c.catch--
	c.scope = outerScope
	c.code.ops[over].to = c.here()
}

// open begins a block that GOTO cannot enter.
func (c *compiler) open() {
	c.scopes = append(c.scopes, c.scope)
	c.scope = int32(len(c.scopes) - 1)
}

// label names the next op. Labels are compared without case.
func (c *compiler) label(st *tsql.LabelStmt) {
	key := strings.ToLower(st.Label)
	if _, ok := c.labels[key]; ok {
		c.fault(st, errDuplicateLabel(st.Label))
		return
	}
	c.labels[key] = label{c.here(), c.scope}
}

func (c *compiler) link(g jump) {
	l, ok := c.labels[strings.ToLower(g.st.Label)]
	if !ok {
		c.fault(g.st, errNoLabel(g.st.Label))
		return
	}
	o := &c.code.ops[g.op]
	o.to = l.at
	for s := o.scope; s != l.scope; s = c.scopes[s] {
		if c.scopes[s] < 0 {
			c.fault(g.st, errGotoIntoTry())
			return
		}
	}
}

// precompile compiles the expressions that need nothing of a session. One that fails is left
// to the run, which then reports the fault when the statement is reached.
func (c *compiler) precompile() {
	if len(c.code.late) > 0 {
		return
	}
	scope := eval.Const{Vars: &eval.Vars{Names: c.code.names, Types: c.code.types}}
	fix := func(e tsql.Expr) {
		if e == nil || !pure(e) {
			return
		}
		if fn, typ, err := eval.Compile(e, scope); err == nil {
			c.code.fixed[e] = compiled{fn, typ}
		}
	}
	for i := range c.code.ops {
		o := &c.code.ops[i]
		if o.cond != nil {
			if pure(o.cond) {
				if cond, err := eval.CompileCond(o.cond, scope); err == nil {
					c.code.conds[o.cond] = cond
				}
			}
			continue
		}
		operands(o.st, fix)
	}
}

// operands calls f with the expressions of a statement that the interpreter evaluates.
func operands(st tsql.Stmt, f func(tsql.Expr)) {
	switch st := st.(type) {
	case *tsql.DeclareStmt:
		for i := range st.Vars {
			f(st.Vars[i].Value)
		}
	case *tsql.SetStmt:
		f(st.Value)
	case *tsql.ReturnStmt:
		f(st.Value)
	case *tsql.PrintStmt:
		f(st.Value)
	case *tsql.ThrowStmt:
		f(st.Number)
		f(st.Message)
		f(st.State)
	case *tsql.RaiserrorStmt:
		f(st.Message)
		f(st.Severity)
		f(st.State)
		for _, e := range st.Args {
			f(e)
		}
	case *tsql.ExecStmt:
		for i := range st.Args {
			f(st.Args[i].Value)
		}
		for _, e := range st.Text {
			f(e)
		}
	case *tsql.InsertStmt:
		if st.Exec != nil {
			operands(st.Exec, f)
		}
	}
}
