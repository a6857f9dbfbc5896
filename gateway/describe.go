package gateway

import (
	"context"
	"errors"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// What a batch would answer, told without running it: sp_describe_first_result_set. The batch is walked statement by
// statement; a query is bound by the engine, which tells its columns before its first row, and is left there.

// describeProcs are the procedures that describe batches.
func describeProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_describe_first_result_set", raw: describeFirst},
		{name: "sp_describe_undeclared_parameters", raw: describeParameters},
	}
}

// describeParams are the parameters of both, which take the first two, or all.
var describeParams = []procs.Param{
	{Name: "@tsql", Type: tds.TypeNVarChar(tds.Max)},
	{Name: "@params", Type: tds.TypeNVarChar(tds.Max), Optional: true},
	{Name: "@browse_information_mode", Type: tds.TypeTinyInt, Optional: true, Default: int64(0)},
}

// errorType is error_type of sys.dm_exec_describe_first_result_set, the return status of a call by RPC that fails.
type errorType int32

const (
	describeMisc        errorType = 1
	describeSyntax      errorType = 2
	describeConflict    errorType = 3
	describeDynamic     errorType = 4
	describeExtended    errorType = 7
	describeUndeclared  errorType = 8
	describeRecursion   errorType = 9
	describeTemporary   errorType = 10
	describeUnsupported errorType = 11
)

// describeError is why a batch cannot be described. cause, when there is one, is told before it.
type describeError struct {
	kind  errorType
	cause error
	e     *tds.Error
}

// Error implements error.
func (e *describeError) Error() string { return e.e.Error() }

// describer walks the text of a batch or procedure.
type describer struct {
	ctx   context.Context
	s     *session
	prog  *tsql.Program
	vars  *eval.Vars
	known int    // variables that were declared; behind them those that were not
	proc  string // whose text it is; empty for the batch
	depth int

	browse bool // hidden keys are asked for
}

// shape is a first result set that there may be, and where it comes from.
type shape struct {
	cols []describedColumn
	stmt string
	proc string
}

// paths are the ways through a list of statements.
type paths struct {
	shapes []shape
	falls  bool // there is one to the end without a result set
}

// describeFirst is sp_describe_first_result_set @tsql, @params, @browse_information_mode.
func describeFirst(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_describe_first_result_set"
	return s.describe(ctx, proc, describeParams, c, out, func(d *describer, args []tds.Value) error {
		mode, _ := args[2].(int64)
		if mode < 0 || mode > 2 {
			return tds.Errorf(119, 15, "The value %d of @browse_information_mode is none of 0, 1 and 2.", mode)
		}
		d.browse = mode != 0
		p, err := d.list(d.prog.Stmts)
		if err != nil {
			return err
		}
		cols, err := merge(p.shapes)
		if err != nil {
			return err
		}
		return sendDescribed(s, cols, mode, out)
	})
}

// describe reads the batch and its parameters, and lets f tell what is in it.
func (s *session) describe(ctx context.Context, proc string, params []procs.Param, c *interp.Call, out tds.Writer,
	f func(d *describer, args []tds.Value) error,
) (int32, error) {
	args, _, err := bindArgs(proc, params, c.Args)
	if err != nil {
		return 0, err
	}
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	s.EnterScope() // what the walk makes of tables ends with it
	home := s.engine.Database()
	defer func() {
		s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
		s.LeaveScope()
	}()
	d := &describer{ctx: ctx, s: s, vars: &eval.Vars{}}
	if err = d.read(text(args[0]), text(args[1])); err == nil {
		err = f(d, args)
	}
	return s.undescribed(proc, err, out)
}

// undescribed words why there is no description, and gives the status: what kind of error it was for an RPC, 0 for EXEC.
func (s *session) undescribed(proc string, err error, out tds.Writer) (int32, error) {
	var why *describeError
	if !errors.As(err, &why) {
		var e *tds.Error
		if err == nil || !errors.As(err, &e) {
			return 0, err
		}
		why = notCompiled(describeMisc, err)
	}
	if why.cause != nil {
		for _, e := range messagesOf(why.cause) {
			m := *e
			m.Proc, m.Line = proc, max(e.Line, 1)
			if err := out.Message(&m); err != nil {
				return 0, err
			}
		}
	}
	status := int32(why.kind)
	if p := s.machine.Program(); p != nil && len(p.Stmts) > 0 {
		status = 0
	}
	return status, onLine(inProc(proc, why.e).(*tds.Error))
}

// messagesOf are the messages of an error.
func messagesOf(err error) []*tds.Error {
	var list interp.Errors
	if errors.As(err, &list) {
		return list
	}
	var e *tds.Error
	if errors.As(err, &e) {
		return []*tds.Error{e}
	}
	return nil
}

// notCompiled is 11501.
func notCompiled(kind errorType, cause error) *describeError {
	return &describeError{kind, cause, tds.Errorf(11501, 16, "The batch could not be analyzed because of compile errors.")}
}

// read parses a batch and declares its parameters.
func (d *describer) read(source, params string) error {
	var err error
	if d.prog, err = (tsql.ParseOptions{QuotedIdentifier: d.s.options.QuotedIdentifier}).Parse(source); err != nil {
		return notCompiled(describeSyntax, err)
	}
	decls, err := readParams(params)
	if err != nil {
		return notCompiled(describeSyntax, err)
	}
	return d.parameters(decls)
}

// readParams reads the declaration of parameters, as sp_executesql has it.
func readParams(text string) ([]tsql.ParamDecl, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	p, err := tsql.Parse("CREATE PROCEDURE p " + text + "\nAS RETURN")
	if err != nil {
		return nil, err
	}
	create, ok := p.Stmts[0].(*tsql.CreateProcStmt)
	if !ok || len(p.Stmts) != 1 || len(create.With) > 0 {
		return nil, tds.Errorf(102, 15, "Incorrect syntax near '%s'.", text)
	}
	return create.Params, nil
}

func (d *describer) parameters(decls []tsql.ParamDecl) error {
	for i := range decls {
		if err := d.declare(decls[i].Name, &decls[i].Type, nil); err != nil {
			return err
		}
	}
	return nil
}

// declare makes a variable known.
func (d *describer) declare(name string, t *tsql.TypeName, def *tsql.TableDef) error {
	typ := t.Type
	if t.Name != nil {
		var err error
		if typ, def, err = d.s.engine.ResolveType(t.Name); err != nil {
			return notCompiled(describeMisc, err)
		}
	}
	if d.vars.Lookup(name) >= 0 {
		return notCompiled(describeMisc, tds.Errorf(134, 15, "The variable name '%s' has already been declared. "+
			"Variable names must be unique within a query batch or stored procedure.", name))
	}
	if def != nil {
		typ = tds.Type{ID: tds.TableType}
	}
	d.variable(name, typ)
	d.known = len(d.vars.Names)
	if def == nil {
		return nil
	}
	if err := d.s.engine.DeclareTable(d.vars, d.known-1, def); err != nil {
		return notCompiled(describeMisc, err)
	}
	return nil
}

func (d *describer) variable(name string, t tds.Type) {
	d.vars.Names = append(d.vars.Names, name)
	d.vars.Types = append(d.vars.Types, t)
	d.vars.Values = append(d.vars.Values, nil)
}

// list walks statements that follow each other. GOTO is taken to go on: its label is in the list, most often further down.
func (d *describer) list(stmts []tsql.Stmt) (p paths, err error) {
	p.falls = true
	for _, st := range stmts {
		if !p.falls {
			break
		}
		q, err := d.stmt(st)
		if err != nil {
			return p, err
		}
		p.shapes, p.falls = append(p.shapes, q.shapes...), q.falls
	}
	return p, nil
}

// stmt walks a statement.
func (d *describer) stmt(st tsql.Stmt) (paths, error) {
	silent := paths{falls: true}
	switch st := st.(type) {
	case *tsql.BlockStmt:
		return d.list(st.Body)
	case *tsql.IfStmt:
		return d.branches(st)
	case *tsql.WhileStmt:
		p, err := d.stmt(st.Body)
		p.falls = true
		return p, err
	case *tsql.TryStmt:
		return d.try(st)
	case *tsql.ReturnStmt, *tsql.ThrowStmt:
		return paths{}, nil
	case *tsql.DeclareStmt:
		for i := range st.Vars {
			if err := d.declare(st.Vars[i].Name, &st.Vars[i].Type, st.Vars[i].Table); err != nil {
				return silent, err
			}
		}
	case *tsql.UseStmt:
		return silent, d.s.engine.Use(st.Database)
	case *tsql.ExecStmt:
		return d.exec(st)
	case *tsql.FetchStmt:
		if len(st.Into) == 0 {
			return silent, d.unsupported(st)
		}
	case *tsql.AdminStmt:
		if st.Verb == "DBCC" {
			return silent, d.unsupported(st)
		}
	case *tsql.SelectStmt, *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt:
		return d.query(st)
	}
	return silent, nil
}

// branches walks IF: both ways.
func (d *describer) branches(st *tsql.IfStmt) (paths, error) {
	p, err := d.stmt(st.Then)
	if err != nil {
		return p, err
	}
	if st.Else == nil {
		p.falls = true
		return p, nil
	}
	q, err := d.stmt(st.Else)
	return paths{append(p.shapes, q.shapes...), p.falls || q.falls}, err
}

// try walks TRY, and CATCH where TRY may end without a result set.
func (d *describer) try(st *tsql.TryStmt) (paths, error) {
	p, err := d.list(st.Try)
	if err != nil || !p.falls {
		return p, err
	}
	q, err := d.list(st.Catch)
	return paths{append(p.shapes, q.shapes...), true}, err
}

// merge makes one of the first result sets that there may be: 11509 to 11512 where their columns are of different types.
// A column with several names has none; it is nullable when one of them is.
func merge(shapes []shape) ([]describedColumn, error) {
	if len(shapes) == 0 {
		return nil, nil
	}
	first := shapes[0]
	for _, other := range shapes[1:] {
		if len(other.cols) != len(first.cols) {
			return nil, incompatible(&first, &other)
		}
		for i := range other.cols {
			a, b := &first.cols[i], &other.cols[i]
			if a.Type != b.Type {
				return nil, incompatible(&first, &other)
			}
			if a.Name != b.Name {
				a.Name, a.unnamed = "", true
			}
			a.Nullable = a.Nullable || b.Nullable
			if a.source != b.source {
				a.source = source{}
			}
		}
	}
	return first.cols, nil
}

func incompatible(a, b *shape) error {
	number := int32(11509)
	where := func(s *shape) string {
		if s.proc == "" {
			return "'" + s.stmt + "'"
		}
		return "'" + s.stmt + "' in procedure '" + s.proc + "'"
	}
	switch {
	case a.proc != "" && b.proc != "":
		number = 11512
	case a.proc != "":
		number = 11511
	case b.proc != "":
		number = 11510
	}
	return &describeError{describeConflict, nil, tds.Errorf(number, 16,
		"The metadata could not be determined because the statement %s is not compatible with the statement %s.", where(a), where(b))}
}

// undetermined is a message of the family that has a number for statements of the batch and the next for those of a
// procedure.
func (d *describer) undetermined(kind errorType, number int32, st tsql.Node, why string) error {
	in := ""
	if d.proc != "" {
		number, in = number+1, " in procedure '"+d.proc+"'"
	}
	return &describeError{kind, nil, tds.Errorf(number, 16, "The metadata could not be determined because statement '%s'%s %s", d.source(st), in, why)}
}

// unsupported is 11527 and 11528.
func (d *describer) unsupported(st tsql.Node) error {
	return d.undetermined(describeUnsupported, 11527, st, "does not support metadata discovery.")
}

// source is a statement as it was written.
func (d *describer) source(n tsql.Node) string {
	at := n.Extent()
	s := strings.TrimRight(strings.TrimSpace(d.prog.Source[at.Start:at.End]), ";")
	if r := []rune(s); len(r) > 128 {
		return string(r[:128])
	}
	return s
}
