package procs

import (
	_ "embed"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// What procedures of SQL Server take and answer, a line each: the name, a tab, the parameters or columns.
var (
	//go:embed testdata/signatures.tsv
	signatures string
	//go:embed testdata/resultsets.tsv
	resultSets string
)

func tabbed(text string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(text) {
		name, facts, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		m[name] = facts
	}
	return m
}

func TestParametersAreThoseOfSQLServer(t *testing.T) {
	for name, want := range tabbed(signatures) {
		p := Lookup(name)
		if p == nil {
			t.Errorf("%s is missing", name)
			continue
		}
		if got := declaration(p); got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
}

func declaration(p *Proc) string {
	var params []string
	for _, q := range p.Params {
		s := q.Name + " " + q.Type.String()
		if q.Optional {
			s += " = " + literal(q.Default)
		}
		if q.Output {
			s += " OUTPUT"
		}
		params = append(params, s)
	}
	return strings.Join(params, ", ")
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case string:
		return "'" + v + "'"
	}
	return fmt.Sprint(v)
}

func TestResultSetsAreThoseOfSQLServer(t *testing.T) {
	want := tabbed(resultSets)
	for name, row := range map[string]any{
		"sp_get_composite_job_info":    compositeJobRow{},
		"sp_help_jobstep 0":            jobStepRow{},
		"sp_help_jobstep 1":            suffixedStepRow{},
		"sp_help_jobschedule":          jobScheduleRow{},
		"sp_help_schedule":             scheduleRow{},
		"sp_help_jobcount":             jobCountRow{},
		"sp_help_jobserver 0":          jobServerRow{},
		"sp_help_jobserver 1":          jobServerDetailRow{},
		"sp_help_jobactivity":          activityRow{},
		"sp_help_jobhistory_full 0":    historyFullRow{},
		"sp_help_jobhistory_full 1":    targetFullRow{},
		"sp_help_jobhistory_summary 0": historySummaryRow{},
		"sp_help_jobhistory_summary 1": targetSummaryRow{},
		"sp_help_jobhistory_sem 0":     historySemRow{},
		"sp_help_jobhistory_sem 1":     targetSemRow{},
		"sp_help_jobsteplog":           jobStepLogRow{},
		"sp_check_for_owned_jobsteps":  ownedStepRow{},
		"sp_help_category 0":           categoryRow{},
		"sp_help_category 1":           suffixedCategoryRow{},
		"sp_help_operator":             operatorRow{},
		"sp_help_operator_jobs":        operatorJobRow{},
		"sp_help_alert 0":              alertRow{},
		"sp_help_alert 1":              legacyAlertRow{},
		"sp_get_job_alerts":            jobAlertRow{},
		"sp_help_proxy 0":              proxyRow{},
		"sp_help_proxy 1":              ownProxyRow{},
		"sp_get_proxy_properties":      proxyPropertiesRow{},
		"sp_enum_proxy_for_subsystem":  proxySubsystemRow{},
		"sp_enum_login_for_proxy":      proxyLoginRow{},
		"sp_enum_sqlagent_subsystems":  subsystemRow{},
	} {
		var cols []string
		for _, f := range fieldsOf(reflect.TypeOf(row), "col") {
			cols = append(cols, f.tag)
		}
		if got := strings.Join(cols, ", "); got != want[name] {
			t.Errorf("%s\n got %s\nwant %s", name, got, want[name])
		}
	}
}
