package procs

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var startupProcs = []*Proc{
	define("sp_sqlagent_get_startup_info", getStartupInfo),
	define("sp_sqlagent_has_server_access", hasServerAccess),
	define("sp_generate_server_description", generateServerDescription),
	define("sp_set_local_time", setLocalTime),
}

type startupInfoRow struct {
	MsdbReadOnly        int64     `col:"msdb_read_only int"`
	MsdbAvailable       int64     `col:"msdb_available int"`
	CaseSensitiveServer int64     `col:"case_sensitive_server int"`
	MaxUserConnection   tds.Value `col:"max_user_connection sql_variant null"`
	SQLServerName       string    `col:"sql_server_name sysname null"`
	TBU                 int64     `col:"tbu int"`
	Platform            int64     `col:"platform int null"`
	InstanceName        string    `col:"instance_name sysname"`
	IsClustered         int64     `col:"is_clustered int null"`
	AgentAllowed        int64     `col:"agent_allowed int null"`
}

// getStartupInfo is the first thing an agent asks of its server.
func getStartupInfo(_ context.Context, c *Call, _ *noParams) error {
	instance := "MSSQLSERVER"
	if _, name, ok := strings.Cut(c.Server.Name, `\`); ok {
		instance = name
	}
	return send(c, []startupInfoRow{{
		MsdbAvailable: 1, MaxUserConnection: tds.Variant{Type: tds.TypeInt, Value: int64(0)},
		SQLServerName: c.Server.Name, Platform: 1, InstanceName: instance, AgentAllowed: 1,
	}})
}

type hasServerAccessParams struct {
	LoginName        sql.Null[string]   `tsql:"@login_name sysname = NULL"`
	JobID            sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	IsSysadminMember sql.Null[int64]    `tsql:"@is_sysadmin_member int = NULL OUTPUT"`
}

type serverAccessRow struct {
	HasServerAccess bool   `col:"has_server_access bit null"`
	IsSysadmin      bool   `col:"is_sysadmin bit null"`
	ActualLoginName string `col:"actual_login_name sysname null"`
}

type loginAccessRow struct {
	HasServerAccess bool   `col:"has_server_access bit null"`
	IsSysadmin      bool   `col:"is_sysadmin bit null"`
	ActualLoginName string `col:"actual_login_name sysname null"`
	LoginFound      bool   `col:"login_found bit null"`
}

// hasServerAccess tells whether a login, or the owner of a job, may log in and is a sysadmin. A caller that passes the output
// parameter with a value gets its answer there, and no row.
func hasServerAccess(ctx context.Context, c *Call, p *hasServerAccessParams) error {
	login := p.LoginName
	if p.JobID.Valid {
		job, err := msdb.VisibleJob(ctx, c.Tx, p.JobID.V)
		if err != nil {
			return err
		}
		if job == nil {
			return returns(1)
		}
		login = c.ownerName(job.OwnerSID)
		login.Valid = true
	}
	row := loginAccessRow{HasServerAccess: true, IsSysadmin: c.Login.Sysadmin, ActualLoginName: c.Login.Name, LoginFound: true}
	if login.Valid && !same(login.V, c.Login.Name) {
		row = c.accessOf(login.V)
	}
	switch {
	case p.IsSysadminMember.Valid:
		p.IsSysadminMember.V = 0
		if row.IsSysadmin {
			p.IsSysadminMember.V = 1
		}
		return nil
	case !login.Valid:
		return send(c, []serverAccessRow{{row.HasServerAccess, row.IsSysadmin, row.ActualLoginName}})
	}
	return send(c, []loginAccessRow{row})
}

func (c *Call) accessOf(login string) loginAccessRow {
	if login == agentAccount {
		return loginAccessRow{HasServerAccess: true, IsSysadmin: true, ActualLoginName: login, LoginFound: true}
	}
	sid, ok := c.Session.SIDOf(login)
	if !ok {
		return loginAccessRow{ActualLoginName: textUnknown.Text()}
	}
	name, ok := c.Session.LoginOf(sid)
	if !ok {
		name = login
	}
	return loginAccessRow{HasServerAccess: true, IsSysadmin: c.Session.IsSysadmin(name), ActualLoginName: name, LoginFound: true}
}

type serverDescriptionParams struct {
	Description sql.Null[string] `tsql:"@description nvarchar(100) = NULL OUTPUT"`
	ResultSet   bool             `tsql:"@result_set bit = 0"`
}

type serverDescriptionRow struct {
	Description string `col:"[] nvarchar(100) null"`
}

// generateServerDescription describes the server in a line, for the location of a target that gives none.
func generateServerDescription(_ context.Context, c *Call, p *serverDescriptionParams) error {
	p.Description = some(serverDescription(c))
	if !p.ResultSet {
		return nil
	}
	return send(c, []serverDescriptionRow{{p.Description.V}})
}

func serverDescription(c *Call) string {
	memory := textUnknown.Text()
	if c.Server.Memory > 0 {
		memory = fmt.Sprint(c.Server.Memory)
	}
	return firstChars(fmt.Sprintf("Microsoft SQL Server %s / %s / %d %s CPU(s) / %s MB RAM.",
		c.productVersion(), runtime.GOOS, runtime.NumCPU(), runtime.GOARCH, memory), 100)
}

// productVersion is SERVERPROPERTY('ProductVersion').
func (c *Call) productVersion() string {
	if c.Server.ProductVersion != "" {
		return c.Server.ProductVersion
	}
	v := c.Server.Version
	return fmt.Sprintf("%d.%d.%d.0", v[0], v[1], int(v[2])<<8|int(v[3]))
}

type setLocalTimeParams struct {
	ServerName sql.Null[string] `tsql:"@server_name sysname = NULL" status:"ignored"`
	Adjustment sql.Null[int64]  `tsql:"@adjustment_in_minutes int = 0" status:"ignored"`
}

// setLocalTime leaves the clock alone: it is the operating system's to set.
func setLocalTime(_ context.Context, c *Call, p *setLocalTimeParams) error {
	c.Log.WithField("server", p.ServerName.V).Info("Clock not set: it is kept by the operating system")
	return nil
}
