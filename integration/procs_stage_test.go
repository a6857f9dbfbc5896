package integration

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
)

// onStage makes what the table of calls is about: a master with two targets, jobs here, there, nowhere and from a master,
// and one of everything else.
const onStage = `USE msdb
INSERT INTO dbo.systargetservers (server_name, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', 0, GETDATE(), N'dba', 60), (N'T2', 0, GETDATE(), N'dba', 60)
INSERT INTO dbo.sysoriginatingservers (originating_server) VALUES (N'BOSS')
INSERT INTO dbo.syssessions (agent_start_date) VALUES (GETDATE())
CREATE LOGIN runner WITH PASSWORD = N'` + gatewaytest.LoginPassword + `'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC sp_add_operator @name = N'MSXOperator'
EXEC sp_add_operator @name = N'Ops', @email_address = N'ops@example.org'
EXEC sp_add_operator @name = N'Other'
EXEC sp_add_category @name = N'Own'
EXEC sp_add_targetservergroup N'A'
EXEC sp_add_targetsvrgrp_member N'A', N'T1'
EXEC sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
EXEC sp_add_proxy @proxy_name = N'Idle', @credential_name = N'Runner'
EXEC sp_grant_proxy_to_subsystem @proxy_name = N'Shell', @subsystem_name = N'SSIS'
EXEC sp_grant_proxy_to_subsystem @proxy_name = N'Idle', @subsystem_name = N'SSIS'
EXEC sp_grant_login_to_proxy @login_name = N'runner', @proxy_name = N'Shell'
EXEC sp_add_schedule @schedule_name = N'Spare', @freq_type = 4, @freq_interval = 1
EXEC sp_add_job @job_name = N'Nowhere'
EXEC sp_add_job @job_name = N'Runners', @owner_login_name = N'runner'
EXEC sp_add_job @job_name = N'Everywhere'
EXEC sp_add_jobstep @job_name = N'Everywhere', @step_name = N'One', @command = N'SELECT 1'
EXEC sp_add_jobschedule @job_name = N'Everywhere', @name = N'Shared', @freq_type = 4, @freq_interval = 1
EXEC sp_add_jobserver @job_name = N'Everywhere', @server_name = N'T1'
EXEC sp_add_job @job_name = N'Here', @notify_level_email = 2, @notify_email_operator_name = N'Ops'
EXEC sp_add_jobstep @job_name = N'Here', @step_name = N'One', @subsystem = N'SSIS', @command = N'x', @proxy_name = N'Shell', @flags = 8
EXEC sp_add_jobschedule @job_name = N'Here', @name = N'Daily', @freq_type = 4, @freq_interval = 1
EXEC sp_add_jobserver @job_name = N'Here'
DECLARE @here uniqueidentifier = (SELECT job_id FROM dbo.sysjobs WHERE name = N'Here')
EXEC sp_sqlagent_create_jobactivity 1, @here
EXEC sp_sqlagent_log_jobhistory @here, 1, 0, 0, N'done', 1, 20260104, 93000, 12, 0, 0, 0, 0
EXEC sp_sqlagent_log_jobhistory @here, 0, 0, 0, N'done', 1, 20260104, 93000, 12, 0, 0, 0, 0
EXEC sp_write_sysjobstep_log @here, 1, N'done'
EXEC sp_add_alert @name = N'Severity 20', @severity = 20, @job_name = N'Here'
EXEC sp_add_notification N'Severity 20', N'Ops', 1
INSERT INTO dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, status)
VALUES (N'HQ', 4, 1, @here, N'T1', 1)
EXEC sp_set_sqlagent_properties @jobhistory_max_rows = 2, @jobhistory_max_rows_per_job = 1
EXEC sp_add_alert @name = N'Severity 19', @severity = 19
UPDATE dbo.sysalerts SET job_id = '3A5F6B60-0000-4000-8000-000000000001' WHERE name = N'Severity 19'
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'DownloadedMaxRows', N'REG_DWORD', 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'x', N'REG_SZ', N'a'`

// byAgent is what only an agent may make: a job from a master.
const byAgent = `DECLARE @id uniqueidentifier = '6F9619FF-8B86-D011-B42D-00C04FC964FF'
EXEC msdb.dbo.sp_add_job @job_name = N'Theirs', @job_id = @id OUTPUT, @originating_server = N'BOSS'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Theirs'`

// stage is a gateway on which the calls of the table can be made.
type stage struct {
	dsn   string
	sa    *sql.DB
	names map[string]string // what {Here} and such stand for in a call
}

// newStage starts one.
func newStage(t *testing.T, dsn string) *stage {
	t.Helper()
	s := &stage{dsn: dsn, sa: openDSN(t, dsn), names: map[string]string{}}
	if _, err := s.sa.Exec(onStage); err != nil {
		t.Fatal(err)
	}
	if _, err := openDSN(t, dsn+"&app+name=SQLAgent+-+x").Exec(byAgent); err != nil {
		t.Fatal(err)
	}
	s.own(t, "sa", "sa")
	rows, err := s.sa.Query(`SELECT name, CONVERT(nvarchar(36), job_id) FROM msdb.dbo.sysjobs
		UNION SELECT name, CONVERT(nvarchar(36), schedule_id) FROM msdb.dbo.sysschedules`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, id string
		if err := rows.Scan(&name, &id); err != nil {
			t.Fatal(err)
		}
		s.names[name] = id
	}
	return s
}

// own makes the job that {Own} stands for in the calls of a login.
func (s *stage) own(t *testing.T, who, login string) {
	t.Helper()
	var id string
	err := s.sa.QueryRow(`EXEC msdb.dbo.sp_add_job @job_name = @p1, @owner_login_name = @p2
		EXEC msdb.dbo.sp_add_jobserver @job_name = @p1
		SELECT CONVERT(nvarchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = @p1`, "Own of "+who, login).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	s.names["Own of "+who] = id
}

var standsFor = regexp.MustCompile(`\{(\w+)\}`)

// text is a call as it is sent for a caller.
func (s *stage) text(who, call string) string {
	call = standsFor.ReplaceAllStringFunc(call, func(name string) string {
		if name == "{Own}" {
			return s.names["Own of "+who]
		}
		return s.names[name[1:len(name)-1]]
	})
	database := "msdb"
	if strings.HasPrefix(call, "xp_") {
		database = "master"
	}
	text := "EXEC " + database + ".dbo." + call
	if strings.Contains(call, "#owned") {
		text = "CREATE TABLE #owned (jobs int) " + text
	}
	return text
}

// caller makes a login and connects as it: a user of msdb in the role of its name, or without a user at all.
func (s *stage) caller(t *testing.T, who string) *sql.DB {
	t.Helper()
	if who == "sa" {
		return s.sa
	}
	batch := `CREATE LOGIN [in ` + who + `] WITH PASSWORD = N'` + gatewaytest.LoginPassword + `'`
	if who != "nobody" {
		batch += `; USE msdb; CREATE USER [in ` + who + `] FOR LOGIN [in ` + who + `]; ALTER ROLE ` + who + ` ADD MEMBER [in ` + who + `]`
	}
	if _, err := s.sa.Exec(batch); err != nil {
		t.Fatal(err)
	}
	s.own(t, who, "in "+who)
	u, err := url.Parse(s.dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("in "+who, gatewaytest.LoginPassword)
	return openDSN(t, u.String())
}

// querier is a connection, or a transaction on one.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// endOf runs a batch and returns the number of its last error.
func endOf(t *testing.T, q querier, batch string) int32 {
	t.Helper()
	_, err := q.ExecContext(t.Context(), batch)
	var e mssql.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Number
	}
	t.Fatalf("%s: %v", batch, err)
	return 0
}

// undone runs a batch within a transaction that is rolled back.
func undone(t *testing.T, db *sql.DB, batch string) int32 {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	return endOf(t, tx, batch)
}
