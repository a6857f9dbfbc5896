package procs_test

import (
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
	"msxgate/procs"
	"msxgate/tds"
)

// nasty are values that a text may have, as expressions of T-SQL. Each begins with the mark.
var nasty = []struct{ name, expr string }{
	{"quote", `N'Zq9''; DROP TABLE dbo.sysjobs --'`},
	{"bracket", `N'Zq9]; DROP TABLE dbo.sysjobs --'`},
	{"NUL", `N'Zq9' + NCHAR(0) + N'x'`},
	{"U+02BC", `N'Zq9' + NCHAR(700) + N'; DROP TABLE dbo.sysjobs --'`},
	{"4000 characters", `N'Zq9' + REPLICATE(N'~', 3997)`},
	{"token", `N'Zq9$(ESCAPE_NONE(x))'`},
	{"emoji", `N'Zq9' + NCHAR(55357) + NCHAR(56832) + N'x'`},
	{"lone surrogate", `N'Zq9' + NCHAR(55357) + N'x'`},
}

const mark = "Zq9"

// usual are values with which a procedure comes far, by the name of the parameter.
var usual = map[string]string{
	"@job_name": "N'J'", "@server_name": "N'T1'", "@schedule_name": "N'Daily'", "@operator_name": "N'Ops'", "@alert_name": "N'Alarm'",
	"@proxy_name": "N'Shell'", "@subsystem": "N'TSQL'", "@subsystem_name": "N'SSIS'", "@step_name": "N'One'", "@step_id": "1", "@class": "'JOB'", "@login_name": "N'sa'",
	"@group_name": "N'A'", "@category_name": "N'Own'", "@operation": "'INSERT'", "@action": "'REASSIGN'", "@current_owner_login_name": "N'sa'",
	"@new_owner_login_name": "N'sa'", "@object_type": "'JOB'", "@op_type": "N'J'", "@action_type": "N'U'", "@freq_type": "4", "@freq_interval": "1",
	"@name_of_name_parameter": "'@n'", "@name_of_id_parameter": "'@i'", "@target_servers": "N'T1'", "@credential_name": "N'Runner'", "@enabled": "1",
	"@run_date": "20260105", "@run_status": "1", "@notification_method": "1", "@ServerName": "N'T1'", "@NTUserName": "N'dba'", "@PollInterval": "60",
	"@TSX_Version": "251660240", "@enum_type": "'ACTUAL'", "@mode": "'FULL'", "@table_name": "N'#owned'", "@database_name": "N'msdb'", "@name": "N'Ops'",
}

const forStrings = `USE msdb
INSERT INTO dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60)
CREATE LOGIN runner WITH PASSWORD = N'T4rgets!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC sp_add_operator @name = N'MSXOperator'
EXEC sp_add_operator @name = N'Ops'
EXEC sp_add_category @name = N'Own'
EXEC sp_add_targetservergroup N'A'
EXEC sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC sp_add_job @job_name = N'J'
EXEC sp_add_jobstep @job_name = N'J', @step_name = N'One', @command = N'SELECT 1'
EXEC sp_add_jobschedule @job_name = N'J', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC sp_add_alert @name = N'Alarm', @severity = 20
INSERT INTO dbo.syssessions (agent_start_date) VALUES (GETDATE())`

// isText tells a parameter that takes a text.
func isText(p *procs.Param) bool {
	switch p.Type.ID {
	case tds.Char, tds.VarChar, tds.NChar, tds.NVarChar:
		return true
	}
	return false
}

// callWith is a call in which a parameter has @v, those that must be given have a value, and so have those that help.
func callWith(p *procs.Proc, q *procs.Param) string {
	var args []string
	for i := range p.Params {
		o := &p.Params[i]
		value, helps := usual[o.Name]
		switch {
		case o.Name == q.Name:
			value = "@v"
		case o.Optional && (!helps || o.Name != "@job_name" && o.Name != "@step_name" && o.Name != "@proxy_name"):
			continue
		case helps:
		case isText(o):
			value = "N'x'"
		case o.Type.ID == tds.UniqueIdentifier:
			value = "@job"
		default:
			value = "NULL"
		}
		if p.Positional {
			args = append(args, value)
		} else {
			args = append(args, o.Name+" = "+value)
		}
	}
	return "EXEC " + p.Database + ".dbo." + p.Name + " " + strings.Join(args, ", ")
}

// TestStrings gives every text parameter of every procedure every nasty value. No statement that a procedure sends has
// the value in its text, nothing ends with an internal error, and what an error tells of the value is as long as the
// parameter lets it be.
func TestStrings(t *testing.T) {
	pool, err := sql.Open("sqlserver", gatewaytest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	db, err := pool.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), forStrings); err != nil {
		t.Fatal(err)
	}
	var statements atomic.Int64
	overheard := func(text string) {
		statements.Add(1)
		if strings.Contains(text, mark) {
			t.Errorf("a procedure sends %s", text)
		}
	}
	procs.Overheard.Store(&overheard)
	defer procs.Overheard.Store(nil)
	params := 0
	for _, p := range procs.All() {
		for i := range p.Params {
			if isText(&p.Params[i]) {
				params++
				for _, v := range nasty {
					feed(t, db, callWith(p, &p.Params[i]), v.name, v.expr, &p.Params[i])
				}
			}
		}
	}
	if params < 300 || statements.Load() < 3000 {
		t.Errorf("%d parameters, %d statements", params, statements.Load())
	}
}

// feed makes a call and undoes it.
func feed(t *testing.T, db *sql.Conn, call, name, expr string, q *procs.Param) {
	t.Helper()
	_, err := db.ExecContext(t.Context(), `DECLARE @v nvarchar(4000) = `+expr+`, @job uniqueidentifier = (SELECT job_id FROM msdb.dbo.sysjobs)
		CREATE TABLE #owned (jobs int)
		BEGIN TRANSACTION
		`+call)
	var e mssql.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("%s with %s: %v", call, name, err)
	}
	for _, m := range e.All {
		if strings.Contains(m.Message, "internal error") || m.Number >= 40000 && m.Number < 41000 || m.Class > 16 {
			t.Errorf("%s with %s: %d %s", call, name, m.Number, m.Message)
		}
		tail := strings.Count(m.Message, "~")
		if size := int(q.Type.Size); name == "4000 characters" && tail > 0 && tail != min(size, 4000)-len(mark) && tail < 2000 {
			t.Errorf("%s tells %d characters of a value of %d: %d %.80s", call, tail+len(mark), size, m.Number, m.Message)
		}
	}
	if _, err := db.ExecContext(t.Context(), `IF @@TRANCOUNT > 0 ROLLBACK; DROP TABLE #owned`); err != nil {
		t.Fatalf("after %s with %s: %v", call, name, err)
	}
}
