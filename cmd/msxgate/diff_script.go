package main

import (
	"fmt"
	"slices"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
)

// diffBatch is a batch of the script, made fit to be compared.
type diffBatch struct {
	text    string // kept from ending the transaction, and with the values of OUTPUT variables selected at the end
	source  string // as the script has it
	line    int    // of the script on which it begins
	run     int    // of several that GO n asks for, from 1; 0 when it runs once
	calls   []string
	effects []diffEffect
}

// diffEffect is what a rollback does not undo.
type diffEffect struct {
	line      int // of the script
	what, why string
	never     bool // it is not run at all: it would make all of the script permanent
}

// outputMark begins the names of the columns in which the values of OUTPUT variables come.
const outputMark = "msxgate "

// splitDiff cuts a script into batches. One that runs n times is there n times.
func splitDiff(script string) []*diffBatch {
	var all []*diffBatch
	for _, b := range tsql.SplitBatches(script) {
		one := prepareDiff(b.Text, b.Line)
		for i := range max(b.Count, 1) {
			again := *one
			if b.Count > 1 {
				again.run = i + 1
			}
			if i > 0 {
				again.effects = nil // were told once
			}
			all = append(all, &again)
		}
	}
	return all
}

func prepareDiff(text string, line int) *diffBatch {
	b := &diffBatch{text: text, source: text, line: line}
	for _, n := range tsql.Calls(text) {
		if !slices.Contains(b.calls, n.Object) {
			b.calls = append(b.calls, n.Object)
		}
	}
	prog, err := tsql.Parse(text)
	if err != nil {
		e := diffEffect{line: line, what: "a batch that msxgate cannot read", why: err.Error()}
		// Without a tree it cannot be kept from ending the transaction.
		upper := strings.ToUpper(text)
		e.never = strings.Contains(upper, "COMMIT") || strings.Contains(upper, "ROLLBACK")
		b.effects = append(b.effects, e)
		return b
	}
	r := &diffReader{batch: b, prog: prog, into: map[*tsql.ExecStmt]bool{}}
	prog.Inspect(r.visit)
	b.text = r.rewritten()
	return b
}

// diffReader goes over the tree of a batch.
type diffReader struct {
	batch    *diffBatch
	prog     *tsql.Program
	inserts  []insertion
	execs    []*tsql.ExecStmt        // those that are statements of their own
	into     map[*tsql.ExecStmt]bool // those whose rows an INSERT takes
	foreign  bool                    // something runs that may end the transaction unseen
	declared []string                // variables whose value can be selected
	outputs  []string                // as "@variable AS [msxgate @parameter]"
	module   bool                    // the batch defines a procedure or the like and can hold nothing else
	quoted   bool                    // this is a text inside of the batch: it is not rewritten
}

// insertion is text that is put into a batch.
type insertion struct {
	at   tsql.Pos
	text string
}

// around puts text before and behind a statement.
func (r *diffReader) around(n tsql.Node, before, behind string) {
	s := n.Extent()
	r.inserts = append(r.inserts, insertion{s.Start, before}, insertion{s.End, behind})
}

// reopened is put where a script may have ended its transaction. With implicit transactions on, BEGIN TRANSACTION begins
// two, of which one is ended again.
const reopened = "IF @@TRANCOUNT = 0 BEGIN BEGIN TRANSACTION; IF @@TRANCOUNT > 1 COMMIT TRANSACTION END"

func (r *diffReader) effect(n tsql.Node, what, why string) {
	line := r.batch.line + int(r.prog.Line(n.Extent().Start)) - 1
	if r.quoted {
		line = r.batch.line
	}
	r.batch.effects = append(r.batch.effects, diffEffect{line: line, what: what, why: why})
}

// never is an effect that no option allows.
func (r *diffReader) never(n tsql.Node, what, why string) {
	r.effect(n, what, why)
	r.batch.effects[len(r.batch.effects)-1].never = true
}

const (
	whyUnknown = "what it does is not known before it runs"
	whyKept    = "it is not known to be undone by a rollback"
)

func (r *diffReader) visit(n tsql.Node) bool {
	switch n := n.(type) {
	case *tsql.ExecStmt:
		r.exec(n)
	case *tsql.DeclareStmt:
		for _, v := range n.Vars {
			if v.Table == nil && v.Type.Type.ID != tds.CursorType {
				r.declared = append(r.declared, strings.ToLower(v.Name))
			}
		}
	case *tsql.InsertStmt:
		if n.Exec != nil {
			r.into[n.Exec] = true
		}
	case *tsql.CommitStmt:
		// It ends no transaction but those that the script began.
		r.around(n, "BEGIN IF @@TRANCOUNT > 1 ", " ELSE RAISERROR(N'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.', 16, 1) END")
		if r.quoted {
			r.never(n, "COMMIT in a text that is executed", "it could make the script permanent")
		}
	case *tsql.RollbackStmt:
		r.around(n, "BEGIN ", "; "+reopened+" END")
		if r.quoted {
			r.never(n, "ROLLBACK in a text that is executed", "it could make what follows permanent")
		}
	case *tsql.BeginTranStmt:
		if n.Distributed {
			r.never(n, "BEGIN DISTRIBUTED TRANSACTION", "it leaves the transaction that is rolled back")
		}
	case *tsql.SetOptionStmt:
		if slices.Contains(n.Names, "IMPLICIT_TRANSACTIONS") || slices.Contains(n.Names, "ANSI_DEFAULTS") {
			r.never(n, "SET "+strings.Join(n.Names, ", "), "implicit transactions keep what follows a ROLLBACK of the script from being permanent")
		}
	case *tsql.RaiserrorStmt:
		if n.Log {
			r.effect(n, "RAISERROR WITH LOG", "the error log keeps the message, and alerts may fire")
		}
	case *tsql.CreateProcStmt, *tsql.CreateFunctionStmt, *tsql.CreateTriggerStmt, *tsql.CreateViewStmt, *tsql.CreateSchemaStmt:
		r.module = true
	case tsql.Stmt:
		if !rollsBack(n) {
			what, _, _ := strings.Cut(strings.TrimSpace(r.prog.Text(n)), "\n")
			r.effect(n, what, whyKept)
		}
	}
	return true
}

// rollsBack tells whether a rollback undoes all that a statement does. Those that are not listed are not known to be so.
func rollsBack(s tsql.Stmt) bool {
	switch s.(type) {
	case *tsql.SetStmt, *tsql.UseStmt, *tsql.BlockStmt, *tsql.IfStmt, *tsql.WhileStmt, *tsql.BreakStmt, *tsql.ContinueStmt,
		*tsql.GotoStmt, *tsql.LabelStmt, *tsql.ReturnStmt, *tsql.TryStmt, *tsql.ThrowStmt, *tsql.PrintStmt, *tsql.WaitforStmt,
		*tsql.SaveTranStmt, *tsql.DeclareCursorStmt, *tsql.OpenStmt, *tsql.CloseStmt, *tsql.DeallocateStmt,
		*tsql.FetchStmt, *tsql.SelectStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt, *tsql.TruncateStmt,
		*tsql.CreateTableStmt, *tsql.AlterTableStmt, *tsql.DropStmt, *tsql.CreateIndexStmt, *tsql.CreateTypeStmt,
		*tsql.CreateSynonymStmt, *tsql.CreateSequenceStmt, *tsql.SecurityStmt, *tsql.GrantStmt, *tsql.ExecuteAsStmt:
		return true
	}
	return false
}

// exec looks at one EXEC: at what it runs, and at the variables it fills.
func (r *diffReader) exec(n *tsql.ExecStmt) {
	r.fills(n)
	r.foreign = r.foreign || procs.Lookup(n.Proc.Object) == nil
	if !r.into[n] {
		r.execs = append(r.execs, n)
	}
	name := strings.ToLower(n.Proc.Object)
	switch {
	case n.At != "" || n.Proc.Server != "":
		r.effect(n, "a call of another server", whyKept)
	case n.ProcVar != "":
		r.effect(n, "EXEC "+n.ProcVar, whyUnknown)
	case n.Text != nil:
		r.dynamic(n, n.Text)
	case name == "sp_executesql":
		if len(n.Args) > 0 {
			r.dynamic(n, []tsql.Expr{n.Args[0].Value})
		}
	default:
		if why := lastingEffect(name); why != "" {
			r.effect(n, n.Proc.Object, why)
		}
	}
}

// fills notes the variables that take a return code or an OUTPUT value.
func (r *diffReader) fills(n *tsql.ExecStmt) {
	if n.ReturnVar != "" {
		r.output(n.ReturnVar, n.ReturnVar)
	}
	proc := procs.Lookup(n.Proc.Object)
	for i, a := range n.Args {
		v, ok := a.Value.(*tsql.Variable)
		if !ok || !a.Output {
			continue
		}
		name := a.Name
		if name == "" && proc != nil && i < len(proc.Params) {
			name = proc.Params[i].Name
		}
		r.output(v.Name, name)
	}
}

// output has the value of a variable selected at the end, under the name of the parameter that filled it.
func (r *diffReader) output(variable, name string) {
	if r.quoted || !slices.Contains(r.declared, strings.ToLower(variable)) {
		return
	}
	if name == "" {
		name = variable
	}
	if !strings.EqualFold(name, variable) {
		name = variable + " " + name
	}
	for _, o := range r.outputs {
		if first, _, _ := strings.Cut(o, " "); strings.EqualFold(first, variable) {
			return
		}
	}
	r.outputs = append(r.outputs, fmt.Sprintf("%s AS %s", variable, bracket(outputMark+name)))
}

func bracket(s string) string { return "[" + strings.ReplaceAll(s, "]", "]]") + "]" }

// dynamic looks into a text that is executed, when it is all there.
func (r *diffReader) dynamic(n tsql.Node, parts []tsql.Expr) {
	var text strings.Builder
	for _, x := range parts {
		l, ok := x.(*tsql.Literal)
		s, isText := "", false
		if ok {
			s, isText = l.Value.(string)
		}
		if !isText {
			r.effect(n, "a text that is made and executed", whyUnknown)
			return
		}
		text.WriteString(s)
	}
	prog, err := tsql.Parse(text.String())
	if err != nil {
		r.effect(n, "a text that is executed and cannot be read", err.Error())
		return
	}
	line := r.batch.line
	defer func() { r.batch.line = line }()
	if !r.quoted {
		r.batch.line += int(r.prog.Line(n.Extent().Start)) - 1
	}
	prog.Inspect((&diffReader{batch: r.batch, prog: prog, into: map[*tsql.ExecStmt]bool{}, quoted: true}).visit)
}

// rewritten is the text to run: one that stays in its transaction.
func (r *diffReader) rewritten() string {
	for _, n := range r.execs {
		switch {
		case !r.foreign:
		case n.Bare:
			r.around(n, "EXEC ", "") // the transaction is ours, still
		default:
			r.around(n, "BEGIN "+reopened+"; ", " END")
		}
	}
	src := r.prog.Source
	slices.SortStableFunc(r.inserts, func(a, b insertion) int { return int(b.at - a.at) })
	for _, in := range r.inserts {
		src = src[:in.at] + in.text + src[in.at:]
	}
	if len(r.outputs) > 0 && !r.module {
		src += "\n;SELECT " + strings.Join(r.outputs, ", ")
	}
	return src
}

// lastingEffect says what a procedure does that a rollback does not undo, or nothing. The name is in lower case.
func lastingEffect(name string) string {
	const (
		whyStart    = "SQL Server Agent is told at once and acts at once"
		whyForget   = "SQL Server Agent is told at once and forgets the job, which the rollback brings back only in the tables"
		whyMaster   = "another server is told"
		whyRegistry = "it writes the registry"
		whyMail     = "it sends a message"
		whyLog      = "it closes the error log"
	)
	switch name {
	case "sp_start_job", "sp_stop_job", "sp_sqlagent_notify", "xp_sqlagent_notify":
		return whyStart
	case "sp_delete_job", "sp_delete_all_msx_jobs", "sp_delete_jobserver", "sp_manage_jobs_by_login", "sp_remove_job_from_targets":
		return whyForget
	case "sp_msx_enlist", "sp_msx_defect", "xp_msx_enlist":
		return whyMaster
	case "sp_set_sqlagent_properties", "sp_msx_set_account", "xp_regwrite", "xp_regdeletevalue", "xp_instance_regwrite", "xp_instance_regdeletevalue":
		return whyRegistry
	case "sp_notify_operator", "sp_send_dbmail":
		return whyMail
	case "sp_cycle_agent_errorlog", "sp_cycle_errorlog":
		return whyLog
	case "sp_configure", "sp_set_local_time", "sp_addlinkedserver", "sp_dropserver", "sp_addserver", "sp_serveroption", "sp_addlinkedsrvlogin", "sp_droplinkedsrvlogin":
		return whyKept
	case "xp_getnetname", "xp_instance_regread", "xp_instance_regenumvalues", "xp_regread", "xp_msver", "xp_qv", "xp_sqlagent_enum_jobs",
		"xp_sqlagent_is_starting", "xp_logininfo", "xp_enumgroups", "xp_loginconfig", "xp_fixeddrives", "xp_fileexist", "xp_sprintf", "xp_sscanf":
		return "" // they only read
	}
	if strings.HasPrefix(name, "xp_") || strings.HasPrefix(name, "sp_oa") {
		return "an extended procedure, " + whyKept
	}
	return ""
}
