package main

import (
	"fmt"
	"slices"
	"strings"

	"msxgate/tds"
)

// diffTable is a table of msdb whose rows are compared.
type diffTable struct {
	name string
	key  []string
	id   string // its identity column
	ids  string // what other tables, results and parameters call it, between blanks
}

// msdbTables are the tables that the job procedures write.
var msdbTables = []*diffTable{
	{"sysjobs", []string{"job_id"}, "", ""},
	{"sysjobsteps", []string{"job_id", "step_id"}, "", ""},
	{"sysjobservers", []string{"job_id", "server_id"}, "", ""},
	{"sysschedules", []string{"schedule_id"}, "schedule_id", "schedule_id"},
	{"sysjobschedules", []string{"job_id", "schedule_id"}, "", ""},
	{"sysjobhistory", []string{"instance_id"}, "instance_id", "instance_id"},
	{"sysjobactivity", []string{"session_id", "job_id"}, "", ""},
	{"sysjobstepslogs", []string{"log_id"}, "log_id", "log_id"},
	{"syssessions", []string{"session_id"}, "session_id", "session_id"},
	{"sysdownloadlist", []string{"instance_id"}, "instance_id", "instance_id"},
	{"systargetservers", []string{"server_id"}, "server_id", "server_id"},
	{"systargetservergroups", []string{"servergroup_id"}, "servergroup_id", "servergroup_id"},
	{"systargetservergroupmembers", []string{"servergroup_id", "server_id"}, "", ""},
	{"sysoriginatingservers", []string{"originating_server_id"}, "", ""},
	{"syscategories", []string{"category_id"}, "category_id", "category_id"},
	{"sysoperators", []string{"id"}, "id", "id operator_id notify_email_operator_id notify_netsend_operator_id notify_page_operator_id"},
	{"sysalerts", []string{"id"}, "id", "id alert_id"},
	{"sysnotifications", []string{"alert_id", "operator_id"}, "", ""},
	{"sysproxies", []string{"proxy_id"}, "proxy_id", "proxy_id"},
	{"sysproxylogin", []string{"proxy_id", "sid", "flags"}, "", ""},
	{"sysproxysubsystem", []string{"proxy_id", "subsystem_id"}, "", ""},
	{"syssubsystems", []string{"subsystem_id"}, "", ""},
	{"systaskids", []string{"task_id"}, "task_id", "task_id"},
	{"syscachedcredentials", []string{"login_name"}, "", ""},
	{"sqlagent_info", []string{"attribute"}, "", ""},
}

// called tells whether a column or parameter of that name has values of the table's identity column.
func (t *diffTable) called(column string) bool {
	return t.ids != "" && slices.Contains(strings.Fields(t.ids), strings.ToLower(strings.TrimLeft(column, "@")))
}

// diffTables is what stands in the tables.
type diffTables map[*diffTable]*diffResult

// readable finds the tables that can be compared; the notes say why others cannot.
func (s *diffSide) readable(most int, ignored map[string]bool) (tables []*diffTable, notes []string, err error) {
	for _, t := range msdbTables {
		if ignored[t.name] || ignored["touched"] {
			continue
		}
		tokens, err := s.send("SELECT COUNT_BIG(*) AS n FROM msdb.dbo." + t.name)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", s.name, err)
		}
		why := fmt.Sprintf("it has more than %d rows (--max-rows)", most)
		for _, token := range tokens {
			switch token := token.(type) {
			case *tds.Error:
				why = token.Message
			case *tds.Row:
				if n, ok := token.Values[0].(int64); ok && n <= int64(most) {
					why = ""
				}
			}
		}
		if why != "" {
			notes = append(notes, fmt.Sprintf("table %s is not compared: %s", t.name, why))
			continue
		}
		tables = append(tables, t)
	}
	return tables, notes, nil
}

// tables reads all of them.
func (s *diffSide) tables(tables []*diffTable) (diffTables, error) {
	all := diffTables{}
	if len(tables) == 0 {
		return all, nil
	}
	var text strings.Builder
	for _, t := range tables {
		fmt.Fprintf(&text, "SELECT * FROM msdb.dbo.%s\n", t.name)
	}
	results, err := s.ask(text.String())
	if err != nil {
		return nil, fmt.Errorf("read the tables of msdb: %w", err)
	}
	if len(results) != len(tables) {
		return nil, fmt.Errorf("%s: read the tables of msdb: %d results of %d tables", s.name, len(results), len(tables))
	}
	for i, t := range tables {
		all[t] = results[i]
	}
	return all, nil
}

// diffTouch is a row that a batch inserted, updated or deleted.
type diffTouch struct {
	table    *diffTable
	columns  []tds.Column
	old, new []tds.Value // nil of a row that was not, or is no more
}

func (t *diffTouch) verb() string {
	switch {
	case t.old == nil:
		return "inserted"
	case t.new == nil:
		return "deleted"
	}
	return "updated"
}

// touchedBetween compares the tables before and after.
func touchedBetween(tables []*diffTable, before, after diffTables) []*diffTouch {
	var all []*diffTouch
	for _, t := range tables {
		old, now := before[t], after[t]
		rows := keyed(t, old)
		for key, row := range keyed(t, now) {
			was, there := rows[key]
			delete(rows, key)
			if !there || exactRow(was, old.columns) != exactRow(row, now.columns) {
				all = append(all, &diffTouch{table: t, columns: now.columns, old: was, new: row})
			}
		}
		for _, row := range rows {
			all = append(all, &diffTouch{table: t, columns: old.columns, old: row})
		}
	}
	return all
}

// keyed is the rows of a table by their keys. Rows of the same key are told apart by their number.
func keyed(t *diffTable, r *diffResult) map[string][]tds.Value {
	rows := make(map[string][]tds.Value, len(r.rows))
	for _, row := range r.rows {
		var b strings.Builder
		for i, c := range r.columns {
			if slices.Contains(t.key, strings.ToLower(c.Name)) {
				b.WriteString(exactValue(row[i], c.Type) + "\x00")
			}
		}
		key := b.String()
		for n := 2; rows[key] != nil; n++ {
			key = fmt.Sprintf("%s#%d", b.String(), n)
		}
		rows[key] = row
	}
	return rows
}

func exactRow(row []tds.Value, cols []tds.Column) string {
	var b strings.Builder
	for i, v := range row {
		b.WriteString(exactValue(v, cols[i].Type) + "\x00")
	}
	return b.String()
}

// changed names the tables that are not the same in both.
func changed(tables []*diffTable, a, b diffTables) []string {
	var names []string
	for _, t := range tables {
		if a[t] != nil && b[t] != nil && len(touchedBetween([]*diffTable{t}, a, b)) > 0 {
			names = append(names, t.name)
		}
	}
	return names
}
