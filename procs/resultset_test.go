package procs_test

import (
	"database/sql"
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// What procedures of SQL Server answer, a line each: the name, with a number where the shape depends on the arguments, a
// tab, and the columns of each result set; result sets are separated by semicolons.
//
//go:embed testdata/resultsets.tsv
var resultSets string

// shaped are calls that have these shapes. @job is a job of this server, @far one of a target.
var shaped = map[string]string{
	"sp_help_job 0":                                "",
	"sp_help_job 1":                                "@job, @job_aspect = 'JOB'",
	"sp_help_job 2":                                "@job, @job_aspect = 'STEPS'",
	"sp_help_job 3":                                "@job, @job_aspect = 'SCHEDULES'",
	"sp_help_job 4":                                "@job, @job_aspect = 'TARGETS'",
	"sp_help_job 5":                                "@job",
	"sp_help_jobstep 0":                            "@job",
	"sp_help_jobstep 1":                            "@job, @suffix = 1",
	"sp_help_jobschedule":                          "@job",
	"sp_help_schedule":                             "",
	"sp_help_jobs_in_schedule":                     "N'Daily'",
	"sp_help_jobactivity":                          "",
	"sp_help_jobhistory 0":                         "",
	"sp_help_jobhistory 1":                         "@mode = 'FULL'",
	"sp_help_jobhistory 2":                         "@mode = 'SEM'",
	"sp_help_jobhistory 3":                         "@far",
	"sp_help_jobhistory 4":                         "@far, @mode = 'FULL'",
	"sp_help_jobhistory 5":                         "@far, @mode = 'SEM'",
	"sp_help_jobcount":                             "N'Daily'",
	"sp_help_jobsteplog":                           "@job",
	"sp_help_category 0":                           "",
	"sp_help_category 1":                           "@suffix = 1",
	"sp_help_operator":                             "",
	"sp_help_alert 0":                              "",
	"sp_help_alert 1":                              "@legacy_format = 1",
	"sp_help_notification 0":                       "'OPERATORS', N'Alarm', 'ALL', 7",
	"sp_help_notification 1":                       "'ALERTS', N'Ops', 'ALL', 7",
	"sp_help_proxy 0":                              "",
	"sp_help_proxy 1":                              "", // as another caller
	"sp_enum_proxy_for_subsystem":                  "",
	"sp_enum_login_for_proxy":                      "",
	"sp_enum_sqlagent_subsystems":                  "",
	"sp_enlist_tsx 0":                              "2, N'T1', NULL, 0, NULL, NULL, 60, 251660240",
	"sp_enlist_tsx 1":                              "1, N'T2', NULL, 0, NULL, NULL, 60, 251660240",
	"sp_help_targetserver":                         "",
	"sp_help_targetservergroup 0":                  "",
	"sp_help_targetservergroup 1":                  "N'A'",
	"sp_help_downloadlist":                         "",
	"sp_help_jobserver 0":                          "@job",
	"sp_help_jobserver 1":                          "@job, @show_last_run_details = 1",
	"sp_msx_get_account 1":                         "",
	"sp_msx_get_account 0":                         "", // with a credential
	"sp_target_server_summary":                     "",
	"sp_get_proxy_properties":                      "@proxy_name = N'Shell'",
	"sp_help_operator_jobs":                        "N'Ops'",
	"sp_get_job_alerts":                            "@job",
	"sp_get_sqlagent_properties":                   "",
	"sp_multi_server_job_summary":                  "",
	"sp_check_for_owned_jobsteps":                  "N'sa'",
	"sp_get_composite_job_info":                    "",
	"sp_help_jobhistory_full 0":                    "@job, N'J', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 0",
	"sp_help_jobhistory_full 1":                    "@far, N'F', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 1",
	"sp_help_jobhistory_summary 0":                 "@job, N'J', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 0",
	"sp_help_jobhistory_summary 1":                 "@far, N'F', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 1",
	"sp_help_jobhistory_sem 0":                     "@job, N'J', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 0",
	"sp_help_jobhistory_sem 1":                     "@far, N'F', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'FULL', 0, 1",
	"sp_sqlagent_probe_msx":                        "N'T1', N'2026/01/05 09:31:00', 60",
	"sp_sqlagent_refresh_job":                      "@server_name = N'T1'",
	"sp_sqlagent_has_server_access 0":              "N'sa'",
	"sp_sqlagent_has_server_access 1":              "",
	"sp_sqlagent_has_server_access 2":              "N'sa', @is_sysadmin_member = 0",
	"sp_sqlagent_get_startup_info":                 "",
	"sp_agent_get_jobstep":                         "@job",
	"sp_enum_sqlagent_subsystems_internal":         "",
	"sp_generate_target_server_job_assignment_sql": "N'T1'",
}

// forShapes makes what they are about.
const forShapes = `
EXEC sp_add_job @job_name = N'F'
EXEC sp_add_jobserver @job_name = N'F', @server_name = N'T1'
EXEC sp_delete_jobserver @job_name = N'J', @server_name = N'T1'
EXEC sp_add_jobserver @job_name = N'J'
EXEC sp_add_notification N'Alarm', N'Ops', 1`

// around is what some of them need before and after.
var around = map[string][2]string{
	"sp_help_proxy 1": {
		"CREATE LOGIN plain WITH PASSWORD = N'T4rgets!'; USE msdb; CREATE USER plain FOR LOGIN plain; ALTER ROLE SQLAgentUserRole ADD MEMBER plain; EXECUTE AS LOGIN = N'plain';",
		"; REVERT",
	},
	"sp_msx_get_account 0": {"EXEC msdb.dbo.sp_msx_set_account @credential_name = N'Runner';", "; EXEC msdb.dbo.sp_msx_set_account"},
}

// TestResultSetsAreThoseOfSQLServer makes each call and compares the columns that come, with their order, names, types
// and nullability, through the wire.
func TestResultSetsAreThoseOfSQLServer(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlserver", gatewaytest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(forStrings + forShapes); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(resultSets) {
		key, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		args, ok := shaped[key]
		if !ok {
			t.Errorf("no call has the shape %s", key)
			continue
		}
		seen++
		name, _, _ := strings.Cut(key, " ")
		batch := `DECLARE @job uniqueidentifier, @far uniqueidentifier
			SELECT @job = job_id FROM msdb.dbo.sysjobs WHERE name = N'J'
			SELECT @far = job_id FROM msdb.dbo.sysjobs WHERE name = N'F'
			` + around[key][0] + ` EXEC msdb.dbo.` + name + ` ` + args + around[key][1]
		want = strings.ReplaceAll(strings.ReplaceAll(want, " sysname", " nvarchar(128)"), "[] ", "")
		if got := columnsOf(t, db, batch); got != want {
			t.Errorf("%s\n got %s\nwant %s", key, got, want)
		}
	}
	if seen != len(shaped) {
		t.Errorf("%d shapes are expected, and %d calls made", len(shaped), seen)
	}
}

// columnsOf runs a batch and words the columns of its result sets.
func columnsOf(t *testing.T, db *sql.DB, batch string) string {
	t.Helper()
	rows, err := db.Query(batch)
	if err != nil {
		t.Errorf("%s: %v", batch, err)
		return ""
	}
	defer rows.Close()
	var sets []string
	for {
		types, err := rows.ColumnTypes()
		if err != nil {
			t.Errorf("%s: %v", batch, err)
		}
		var cols []string
		for _, c := range types {
			cols = append(cols, columnText(c))
		}
		if cols != nil {
			sets = append(sets, strings.Join(cols, ", "))
		}
		for rows.Next() { //nolint:revive // the driver finds the next result set only behind the rows of this one
		}
		if !rows.NextResultSet() {
			return strings.Join(sets, "; ")
		}
	}
}

func columnText(c *sql.ColumnType) string {
	typ := strings.ToLower(c.DatabaseTypeName())
	switch n, _ := c.Length(); {
	case typ == "sql_variant":
	case n > 8000:
		typ += "(max)"
	case strings.HasSuffix(typ, "char") || strings.HasSuffix(typ, "binary"):
		typ += fmt.Sprintf("(%d)", n)
	}
	name := c.Name()
	if strings.Contains(name, " ") {
		name = "[" + name + "]"
	}
	text := strings.TrimSpace(name + " " + typ)
	if null, ok := c.Nullable(); ok && null {
		text += " null"
	}
	return text
}
