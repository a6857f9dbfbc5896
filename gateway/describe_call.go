package gateway

import (
	"context"
	"errors"
	"strings"
	"sync"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
	"msxgate/tsql/interp"
)

// exec describes EXEC.
func (d *describer) exec(st *tsql.ExecStmt) (paths, error) {
	silent := paths{falls: true}
	name := st.Proc
	switch {
	case len(st.Text) > 0 || st.ProcVar != "" || isExecuteSQL(&name):
		return silent, d.undetermined(describeDynamic, 11513, st,
			"contains dynamic SQL.  Consider using the WITH RESULT SETS clause to explicitly describe the result set.")
	case st.At != "" || name.Server != "" && !strings.EqualFold(name.Server, d.s.server.Name):
		return silent, d.unsupported(st)
	case d.depth >= interp.MaxNest:
		return silent, &describeError{describeRecursion, nil, tds.Errorf(217, 16,
			"Maximum stored procedure, function, trigger, or view nesting level exceeded (limit %d).", interp.MaxNest)}
	case name.Database != "" && !d.s.engine.HasDatabase(name.Database):
		return silent, notCompiled(describeMisc, tds.Errorf(911, 16, "Database '%s' does not exist. Make sure that the name is entered correctly.", name.Database))
	}
	if p := d.s.server.system.lookup(&name); p != nil {
		return d.system(st, p)
	}
	m, err := d.s.procedure(name)
	switch {
	case err != nil:
		return silent, notCompiled(describeMisc, err)
	case m != nil:
		if err := d.s.checkExecute(object{m.Database, m.Schema, m.Name}); err != nil {
			return silent, notCompiled(describeMisc, err)
		}
		leave, err := d.s.enterModule(m)
		if err != nil {
			return silent, err
		}
		defer leave()
		create, _ := m.Stmt.(*tsql.CreateProcStmt)
		return d.body(m.Name, m.Database, m.Program, create)
	}
	if p := d.s.lookupOurs(&name); p != nil {
		return d.ours(st, p)
	}
	return silent, notCompiled(describeMisc, errNoProcedure(&name))
}

// body describes the text of a procedure, which uses what is its database's on the owner's rights.
func (d *describer) body(name, trusts string, prog *tsql.Program, create *tsql.CreateProcStmt) (paths, error) {
	if create == nil {
		return paths{}, notCompiled(describeMisc, errNoProcedure(&tsql.Name{Object: name}))
	}
	d.s.entering = trusts
	d.s.EnterScope()
	home := d.s.engine.Database()
	defer func() {
		d.s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
		d.s.LeaveScope()
	}()
	in := &describer{ctx: d.ctx, s: d.s, prog: prog, vars: &eval.Vars{}, proc: name, depth: d.depth + 1, browse: d.browse}
	if err := in.parameters(create.Params); err != nil {
		return paths{}, err
	}
	p, err := in.list(create.Body)
	return paths{p.shapes, true}, err
}

// system describes a procedure of the server's.
func (d *describer) system(st *tsql.ExecStmt, p *systemProc) (paths, error) {
	if create, ok := textSources()[p.name]; ok {
		leave, err := d.s.visit(st.Proc.Database)
		if err != nil {
			return paths{}, notCompiled(describeMisc, err)
		}
		defer leave()
		return d.body(p.name, trustAll, create.prog, create.stmt)
	}
	if p.raw == nil {
		return paths{falls: true}, nil // those of principals and names answer with messages only
	}
	return paths{}, d.extended(st)
}

// extended is 11519 and 11520.
func (d *describer) extended(st *tsql.ExecStmt) error {
	return d.undetermined(describeExtended, 11519, st, "invokes an extended stored procedure.")
}

// textSource is the text of a procedure of system.sql.
type textSource struct {
	prog *tsql.Program
	stmt *tsql.CreateProcStmt
}

// textSources are the procedures of system.sql by their names.
var textSources = sync.OnceValue(func() map[string]textSource {
	all := map[string]textSource{}
	for _, b := range tsql.SplitBatches(systemSource) {
		if prog, err := tsql.Parse(b.Text); err == nil && len(prog.Stmts) > 0 {
			if st, ok := prog.Stmts[0].(*tsql.CreateProcStmt); ok {
				all[strings.ToLower(st.Name.Object)] = textSource{prog, st}
			}
		}
	}
	return all
})

// ours describes a procedure of package procs, whose results are known only to itself: one that only reads runs, with NULL
// for what is not a constant, until it names its columns. Of the others, those that answer are refused (11527), and the
// rest send none.
func (d *describer) ours(st *tsql.ExecStmt, p *procs.Proc) (paths, error) {
	silent := paths{falls: true}
	if err := d.s.checkOurs(p); err != nil {
		return silent, notCompiled(describeMisc, err)
	}
	switch {
	case p.Database == "master":
		return silent, d.extended(st)
	case answersAndWrites[p.Name]:
		return silent, d.unsupported(st)
	case !onlyReads(p.Name):
		return silent, nil
	case d.shapedBy(st, p):
		return silent, d.unsupported(st)
	}
	c := &interp.Call{Proc: st.Proc}
	for i := range st.Args {
		c.Args = append(c.Args, constantArg(&st.Args[i]))
	}
	cols, err := d.s.rehearse(d.ctx, p, c)
	switch {
	case errors.Is(err, errNothing):
		return silent, nil
	case err != nil:
		return silent, notCompiled(describeMisc, err)
	}
	list := make([]describedColumn, len(cols))
	for i, col := range cols {
		list[i] = describedColumn{Column: col}
	}
	return paths{shapes: []shape{{list, d.source(st), d.proc}}, falls: true}, nil
}

// constantArg is an argument as far as it is known without running anything: a constant, or NULL.
func constantArg(from *tsql.ExecArg) interp.Arg {
	a := interp.Arg{Name: from.Name, Output: from.Output, Type: tds.TypeNull}
	if _, ok := from.Value.(*tsql.Default); ok {
		a.Default = true
		return a
	}
	if v, t, ok := eval.Constant(from.Value, &eval.Const{}); ok {
		a.Value, a.Type = v, t
	}
	return a
}

// onlyReads tells from the name of a procedure of ours that it changes nothing.
func onlyReads(name string) bool {
	for _, prefix := range []string{"sp_help_", "sp_get_", "sp_enum_", "sp_agent_get_", "sp_generate_", "sp_check_for_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "sp_multi_server_job_summary", "sp_target_server_summary", "sp_msx_get_account", "sp_maintplan_subplans_by_job",
		"sp_sqlagent_get_startup_info", "sp_sqlagent_has_server_access":
		return true
	}
	return false
}

// shapedBy tells whether the columns may depend on an argument that is not known: any but the one that says which job,
// schedule or server is meant.
func (d *describer) shapedBy(st *tsql.ExecStmt, p *procs.Proc) bool {
	for i := range st.Args {
		if a := constantArg(&st.Args[i]); a.Default || a.Type != tds.TypeNull {
			continue
		}
		if l, ok := st.Args[i].Value.(*tsql.Literal); ok && l.Value == nil {
			continue
		}
		slot := i
		if st.Args[i].Name != "" {
			slot = paramIndex(p.Params, st.Args[i].Name)
		}
		if slot < 0 || slot >= len(p.Params) || p.Name == "sp_help_jobhistory_sem" {
			return true
		}
		if name := p.Params[slot].Name; !strings.HasSuffix(name, "_id") && !strings.HasSuffix(name, "name") && !p.Params[slot].Output {
			return true
		}
	}
	return false
}

// answersAndWrites are the procedures of ours that have a result and change something.
var answersAndWrites = map[string]bool{"sp_enlist_tsx": true, "sp_sqlagent_probe_msx": true, "sp_sqlagent_refresh_job": true}

// rehearse runs a procedure of ours until it names its columns, and takes back what it may have done: errNothing when it
// comes to its end. The agent hears nothing of it.
func (s *session) rehearse(ctx context.Context, p *procs.Proc, c *interp.Call) ([]tds.Column, error) {
	args, given, err := bindArgs(p.Name, p.Params, positional(p, c.Args))
	if err != nil {
		return nil, err
	}
	var w columnsOnly
	call := s.procCall(c, given, &w)
	call.Agent, call.Notify = noAgent{}, func(procs.Notice) {}
	err = s.allOrNothing(ctx, func() error {
		if _, err := p.Invoke(ctx, call, args); err != nil {
			return err
		}
		return errNothing
	})
	if w.got {
		return w.cols, nil
	}
	return nil, err
}

// callFormat is a call while SET FMTONLY is ON: of a procedure of ours the columns alone, of one of the server's that is no
// text, nothing.
func (s *session) callFormat(ctx context.Context, p *procs.Proc, c *interp.Call, out tds.Writer) (int32, error) {
	if err := s.checkOurs(p); err != nil {
		return 0, err
	}
	if !onlyReads(p.Name) && !answersAndWrites[p.Name] && p.Database != "master" {
		return 0, nil
	}
	cols, err := s.rehearse(ctx, p, c)
	switch {
	case errors.Is(err, errNothing):
		return 0, nil
	case err != nil:
		return 1, s.explain(ctx, p, err)
	}
	if err := out.Columns(cols); err != nil {
		return 0, err
	}
	return 0, out.Done(tds.Done{Cmd: tds.CmdSelect, Counted: true})
}
