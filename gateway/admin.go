package gateway

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// admin carries out a statement that looks after the server or its storage. What it would do to a structure that is not
// here (statistics, caches, fragmented pages) is done already.
func (s *session) admin(ctx context.Context, st *tsql.AdminStmt, vars *eval.Vars, out tds.Writer) (rows int64, counted bool, err error) {
	switch st.Verb {
	case "RECONFIGURE":
		return 0, false, s.needServerAdmin("RECONFIGURE")
	case "CHECKPOINT":
		return 0, false, s.needDatabaseAdmin("CHECKPOINT")
	case "UPDATE STATISTICS":
		return 0, false, s.updateStatistics(st)
	case "ALTER INDEX":
		return 0, false, s.alterIndex(st)
	case "ALTER SCHEMA":
		return 0, false, s.transfer(ctx, st)
	}
	run, ok := dbccCommands[st.Command]
	if !ok {
		return 0, false, errNoStatement(st.Verb + " " + st.Command)
	}
	d := &dbcc{s: s, st: st, out: out}
	for _, e := range st.Args {
		v, err := s.value(e, vars)
		if err != nil {
			return 0, false, err
		}
		d.args = append(d.args, v)
	}
	if err := run(ctx, d); err != nil {
		return 0, false, err
	}
	if slices.Contains(st.Options, "NO_INFOMSGS") {
		return d.rows, d.rows > 0, nil
	}
	return d.rows, d.rows > 0, d.say(2528, "DBCC execution completed. If DBCC printed error messages, contact your system administrator.")
}

// errNoStatement is message 40510.
func errNoStatement(name string) *tds.Error {
	return tds.Errorf(40510, 16, "Statement '%s' is not supported in this version of SQL Server.", name)
}

// needServerAdmin is asked before a statement about the whole server.
func (s *session) needServerAdmin(what string) error {
	if s.sysadmin() || s.inServerRole("serveradmin") || s.scope().trusts == trustAll {
		return nil
	}
	return tds.Errorf(5812, 14, "You do not have permission to run the %s statement.", what)
}

// needDatabaseAdmin is asked before a statement about the current database.
func (s *session) needDatabaseAdmin(what string) error {
	a, ok := s.access(s.engine.Database())
	if ok && (a.owner || a.in("db_backupoperator")) {
		return nil
	}
	return errStatementDenied(what, s.engine.Database())
}

// updateStatistics has nothing to do for a table that exists: 2706.
func (s *session) updateStatistics(st *tsql.AdminStmt) error {
	if err := s.checkDefinition(st.Table); err != nil {
		return err
	}
	if v, err := s.function("OBJECT_ID", named(st.Table, s.engine.Database()).quoted()); err == nil && v != nil {
		return nil
	}
	if _, err := s.engine.Table(st.Table); err != nil {
		return tds.Errorf(2706, 11, "Table '%s' does not exist.", st.Table.Object)
	}
	return nil
}

// alterIndex has nothing to do for an index that exists, but for what would switch it off.
func (s *session) alterIndex(st *tsql.AdminStmt) error {
	if err := s.checkDefinition(st.Table); err != nil {
		return err
	}
	if err := s.engine.HasIndex(st.Table, st.Index); err != nil {
		return err
	}
	switch st.Command {
	case "REBUILD", "REORGANIZE":
		return nil
	}
	return errNoStatement("ALTER INDEX ... " + st.Command)
}

// transfer is ALTER SCHEMA ... TRANSFER: the object moves, the permissions on it are gone.
func (s *session) transfer(ctx context.Context, st *tsql.AdminStmt) error {
	if err := s.checkDefinition(st.Table); err != nil {
		return err
	}
	switch st.Command {
	case "", "OBJECT", "TYPE":
	default:
		return errNoStatement("ALTER SCHEMA ... TRANSFER " + st.Command)
	}
	o := named(st.Table, s.engine.Database())
	return s.allOrNothing(ctx, func() error {
		if err := s.engine.Transfer(ctx, st.Table, st.Index, st.Command == "TYPE"); err != nil || !s.principals().mentions(o) {
			return err
		}
		if err := s.forget(ctx, []object{o}); err != nil {
			return err
		}
		return s.securityChanged()
	})
}

// dbcc is one running DBCC.
type dbcc struct {
	s    *session
	st   *tsql.AdminStmt
	args []tds.Value
	out  tds.Writer
	rows int64
}

// dbccCommands are the commands that are carried out.
var dbccCommands = map[string]func(context.Context, *dbcc) error{
	"CHECKIDENT":       dbccCheckIdent,
	"USEROPTIONS":      dbccUserOptions,
	"TRACEON":          dbccTrace(true),
	"TRACEOFF":         dbccTrace(false),
	"TRACESTATUS":      dbccTraceStatus,
	"FREEPROCCACHE":    dbccNothing("DBCC FREEPROCCACHE"),
	"FREESYSTEMCACHE":  dbccNothing("DBCC FREESYSTEMCACHE"),
	"FREESESSIONCACHE": dbccNothing("DBCC FREESESSIONCACHE"),
	"DROPCLEANBUFFERS": dbccNothing("DBCC DROPCLEANBUFFERS"),
	"UPDATEUSAGE":      dbccOfDatabase,
	"CHECKDB":          dbccCheck,
	"CHECKTABLE":       dbccCheck,
	"CHECKALLOC":       dbccCheck,
	"CHECKCATALOG":     dbccCheck,
	"OPENTRAN":         dbccOpenTran,
}

// say sends an informational message.
func (d *dbcc) say(number int32, format string, args ...any) error {
	return d.out.Message(&tds.Error{Number: number, State: 1, Message: fmt.Sprintf(format, args...), Server: d.s.server.Name, Line: d.line()})
}

func (d *dbcc) line() int32 {
	if p := d.s.machine.Program(); p != nil {
		return p.Line(d.st.Start)
	}
	return 1
}

func (d *dbcc) text(i int) string {
	if i >= len(d.args) {
		return ""
	}
	return spelled(d.args[i])
}

// spelled is a value as a message shows it.
func spelled(v tds.Value) string {
	if v == nil {
		return ""
	}
	return eval.Format(v, eval.TypeOf(v))
}

// dbccNothing is a command that empties what is not here.
func dbccNothing(what string) func(context.Context, *dbcc) error {
	return func(_ context.Context, d *dbcc) error { return d.s.needServerAdmin(what) }
}

// database is the database that the first argument names: a name or an id, 0 for the current one. 2520.
func (d *dbcc) database() (string, error) {
	name := d.s.engine.Database()
	if len(d.args) > 0 {
		switch v := d.args[0].(type) {
		case int64:
			if v == 0 {
				break
			}
			n, err := d.s.function("DB_NAME", v)
			if err != nil || n == nil {
				return "", tds.Errorf(2520, 16, "Could not find database ID %d, name '%d'. The database may be offline. Wait a few minutes and try again.", v, v)
			}
			name = text(n)
		case string:
			name = strings.Trim(v, "[]\"")
		}
	}
	if !d.s.engine.HasDatabase(name) {
		return "", tds.Errorf(2520, 16, "Could not find database '%s'. The database either does not exist, or was dropped before a statement tried to use it. Verify if the database exists by querying the sys.databases catalog view.", name)
	}
	return name, nil
}

// dbccOfDatabase is a command that has nothing to do in a database that exists.
func dbccOfDatabase(_ context.Context, d *dbcc) error {
	if _, err := d.database(); err != nil {
		return err
	}
	return d.s.needDatabaseAdmin("DBCC " + d.st.Command)
}

// dbccCheck compares the file with memory.
func dbccCheck(_ context.Context, d *dbcc) error {
	name := d.s.engine.Database()
	if d.st.Command != "CHECKTABLE" {
		var err error
		if name, err = d.database(); err != nil {
			return err
		}
	} else if n, err := tsql.ParseProcName(d.text(0)); err != nil {
		return err
	} else if _, err := d.s.engine.Table(*n); err != nil {
		return tds.Errorf(2501, 16, "Cannot find a table or object with the name \"%s\". Check the system catalog.", d.text(0))
	}
	if a, ok := d.s.access(name); !ok || !a.owner {
		return tds.Errorf(7983, 14, "User '%s' does not have permission to run DBCC %s for database '%s'.", d.s.login().name, strings.ToLower(d.st.Command), name)
	}
	if err := d.s.engine.Verify(); err != nil {
		return tds.Errorf(8921, 16, "Check terminated. A failure was detected while collecting facts. Possibly tempdb out of space or a system table is inconsistent. msxgate: %v.", err)
	}
	if slices.Contains(d.st.Options, "NO_INFOMSGS") {
		return nil
	}
	if d.st.Command == "CHECKTABLE" {
		return d.say(2593, "DBCC results for '%s'.", d.text(0))
	}
	return d.say(8989, "%s found 0 allocation errors and 0 consistency errors in database '%s'.", d.st.Command, name)
}

// dbccCheckIdent is CHECKIDENT(table [, NORESEED | RESEED [, value]]).
func dbccCheckIdent(ctx context.Context, d *dbcc) error {
	name, err := tsql.ParseProcName(d.text(0))
	if err != nil {
		return tds.Errorf(2501, 16, "Cannot find a table or object with the name \"%s\". Check the system catalog.", d.text(0))
	}
	if err := d.s.checkDefinition(*name); err != nil {
		return err
	}
	ask := strings.EqualFold(d.text(1), "NORESEED")
	var reseed *int64
	if len(d.args) > 2 && d.args[2] != nil {
		n, err := strconv.ParseInt(strings.TrimSuffix(d.text(2), ".0"), 10, 64)
		if err != nil {
			return tds.Errorf(2560, 16, "Parameter 3 is incorrect for this DBCC statement.")
		}
		reseed = &n
	}
	id, err := d.s.engine.CheckIdentity(ctx, *name, ask, reseed)
	if err != nil || slices.Contains(d.st.Options, "NO_INFOMSGS") {
		return err
	}
	shown := func(v tds.Value) string {
		if v == nil {
			return "NULL"
		}
		return spelled(v)
	}
	if reseed != nil {
		return d.say(7998, "Checking identity information: current identity value '%s'.", shown(id.Current))
	}
	return d.say(7998, "Checking identity information: current identity value '%s', current column value '%s'.", shown(id.Current), shown(id.Column))
}

// table sends a result.
func (d *dbcc) table(cols []tds.Column, rows ...[]tds.Value) error {
	if err := d.out.Columns(cols); err != nil {
		return err
	}
	for _, r := range rows {
		if err := d.out.Row(r); err != nil {
			return err
		}
	}
	d.rows = int64(len(rows))
	return nil
}

// dbccUserOptions lists the SET options in force.
func dbccUserOptions(_ context.Context, d *dbcc) error {
	o := &d.s.options
	setting := func(name, standard string) string {
		if v := d.s.Setting(name); v != nil {
			return spelled(v)
		}
		return standard
	}
	rows := [][]tds.Value{
		{"textsize", setting("TEXTSIZE", "2147483647")},
		{"language", setting("LANGUAGE", "us_english")},
		{"dateformat", strings.ToLower(setting("DATEFORMAT", "mdy"))},
		{"datefirst", setting("DATEFIRST", "7")},
		{"lock_timeout", setting("LOCK_TIMEOUT", "-1")},
	}
	for _, f := range []struct {
		name string
		on   bool
	}{
		{"quoted_identifier", o.QuotedIdentifier},
		{"arithabort", o.ArithAbort},
		{"nocount", o.NoCount},
		{"xact_abort", o.XactAbort},
		{"implicit_transactions", o.ImplicitTran},
		{"ansi_null_dflt_on", o.AnsiNullDefault},
		{"ansi_warnings", o.AnsiWarnings},
		{"ansi_padding", o.AnsiPadding},
		{"ansi_nulls", o.AnsiNulls},
		{"concat_null_yields_null", o.ConcatNull},
	} {
		if f.on {
			rows = append(rows, []tds.Value{f.name, "SET"})
		}
	}
	level := strings.ToLower(setting("TRANSACTION ISOLATION LEVEL", "READ COMMITTED"))
	if level == "read committed" {
		level = "read committed snapshot"
	}
	return d.table(columnsNamed("Set Option", tds.TypeNVarChar(128), "Value", tds.TypeNVarChar(46)), append(rows, []tds.Value{"isolation level", level})...)
}

// columnsNamed makes columns of names and types in turn.
func columnsNamed(list ...any) (cols []tds.Column) {
	for i := 0; i < len(list); i += 2 {
		cols = append(cols, tds.Column{Name: list[i].(string), Type: list[i+1].(tds.Type), Nullable: true})
	}
	return cols
}

// dbccTrace is TRACEON and TRACEOFF. The flags steer what is not here; they are kept for TRACESTATUS.
func dbccTrace(on bool) func(context.Context, *dbcc) error {
	return func(_ context.Context, d *dbcc) error {
		if err := d.s.needServerAdmin("DBCC " + d.st.Command); err != nil {
			return err
		}
		flags := d.flags()
		if slices.Contains(flags, -1) {
			return d.s.server.traceFlags(flags, on)
		}
		for _, f := range flags {
			d.s.trace = withFlag(d.s.trace, f, on)
		}
		return nil
	}
}

func (d *dbcc) flags() (list []int64) {
	for _, v := range d.args {
		if n, ok := v.(int64); ok {
			list = append(list, n)
		}
	}
	return list
}

// withFlag is a sorted list of flags with or without one.
func withFlag(list []int64, flag int64, on bool) []int64 {
	i, has := slices.BinarySearch(list, flag)
	switch {
	case has && !on:
		return slices.Delete(slices.Clone(list), i, i+1)
	case !has && on:
		return slices.Insert(slices.Clone(list), i, flag)
	}
	return list
}

// traceFlags switches flags of the whole server.
func (b *Embedded) traceFlags(flags []int64, on bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range flags {
		if f >= 0 {
			b.trace = withFlag(b.trace, f, on)
		}
	}
	return nil
}

// dbccTraceStatus lists the flags that are asked for, or those that are on.
func dbccTraceStatus(_ context.Context, d *dbcc) error {
	d.s.server.mu.Lock()
	global := d.s.server.trace
	d.s.server.mu.Unlock()
	asked := slices.DeleteFunc(d.flags(), func(n int64) bool { return n < 0 })
	if len(asked) == 0 {
		asked = slices.Compact(slices.Sorted(slices.Values(slices.Concat(global, d.s.trace))))
	}
	bit := func(on bool) int64 {
		if on {
			return 1
		}
		return 0
	}
	rows := make([][]tds.Value, 0, len(asked))
	for _, f := range asked {
		g, own := slices.Contains(global, f), slices.Contains(d.s.trace, f)
		rows = append(rows, []tds.Value{f, bit(g || own), bit(g), bit(own)})
	}
	return d.table(columnsNamed("TraceFlag", tds.TypeSmallInt, "Status", tds.TypeSmallInt, "Global", tds.TypeSmallInt, "Session", tds.TypeSmallInt), rows...)
}

// dbccOpenTran tells the session of the database that has been in a transaction for longest.
func dbccOpenTran(_ context.Context, d *dbcc) error {
	if _, err := d.database(); err != nil {
		return err
	}
	if d.s.engine.TranCount() > 0 {
		return errNoStatement("DBCC OPENTRAN")
	}
	for _, other := range d.s.server.snapshot(d.s.engine) {
		d.s.server.mu.Lock()
		open := other.open
		d.s.server.mu.Unlock()
		if open > 0 {
			return errNoStatement("DBCC OPENTRAN")
		}
	}
	return d.say(7968, "No active open transactions.")
}
