package procs

import (
	"context"
	"database/sql"
	"strconv"

	"msxgate/msdb"
)

var agentPropertiesProcs = []*Proc{
	define("sp_get_sqlagent_properties", getAgentProperties),
	define("sp_set_sqlagent_properties", setAgentProperties),
}

type agentPropertiesRow struct {
	AutoStart                 int64            `col:"auto_start int"`
	MSXServerName             sql.Null[string] `col:"msx_server_name sysname null"`
	SQLAgentType              int64            `col:"sqlagent_type int null"`
	StartupAccount            string           `col:"startup_account nvarchar(100) null"`
	SQLServerRestart          int64            `col:"sqlserver_restart int"`
	JobHistoryMaxRows         sql.Null[int64]  `col:"jobhistory_max_rows int null"`
	JobHistoryMaxRowsPerJob   sql.Null[int64]  `col:"jobhistory_max_rows_per_job int null"`
	ErrorLogFile              sql.Null[string] `col:"errorlog_file nvarchar(255) null"`
	ErrorLoggingLevel         int64            `col:"errorlogging_level int"`
	ErrorRecipient            sql.Null[string] `col:"error_recipient nvarchar(30) null"`
	MonitorAutoStart          int64            `col:"monitor_autostart int"`
	LocalHostServer           sql.Null[string] `col:"local_host_server sysname null"`
	JobShutdownTimeout        int64            `col:"job_shutdown_timeout int"`
	CmdExecAccount            []byte           `col:"cmdexec_account varbinary(64) null"`
	RegularConnections        int64            `col:"regular_connections int"`
	HostLoginName             sql.Null[int64]  `col:"host_login_name int null"`
	HostLoginPassword         sql.Null[int64]  `col:"host_login_password int null"`
	LoginTimeout              int64            `col:"login_timeout int"`
	IdleCPUPercent            int64            `col:"idle_cpu_percent int"`
	IdleCPUDuration           int64            `col:"idle_cpu_duration int"`
	OEMErrorLog               int64            `col:"oem_errorlog int"`
	SysadminOnly              sql.Null[int64]  `col:"sysadmin_only int null"`
	EmailProfile              sql.Null[int64]  `col:"email_profile int null"`
	EmailSaveInSentFolder     int64            `col:"email_save_in_sent_folder int"`
	CPUPollerEnabled          int64            `col:"cpu_poller_enabled int"`
	AlertReplaceRuntimeTokens int64            `col:"alert_replace_runtime_tokens int"`
}

// What a server is in multiserver administration (sqlagent_type).
const (
	typeInvalid    = 0 // both master and target
	typeStandalone = 1
	typeTarget     = 2
	typeMaster     = 3
)

// getAgentProperties tells how the agent is set up, and whether the server is a master or a target.
func getAgentProperties(ctx context.Context, c *Call, _ *noParams) error {
	s := settings{ctx: ctx, tx: c.Tx}
	row := agentPropertiesRow{
		AutoStart:                 s.integer("AutoStart", 1),
		MSXServerName:             trimNull(s.text(msdb.SettingMSXServerName)),
		StartupAccount:            "msxgate",
		SQLServerRestart:          s.integer("RestartSQLServer", 1),
		JobHistoryMaxRows:         s.number(msdb.SettingHistoryMaxRows),
		JobHistoryMaxRowsPerJob:   s.number(msdb.SettingHistoryMaxPerJob),
		ErrorLogFile:              s.text("ErrorLogFile"),
		ErrorLoggingLevel:         s.integer("ErrorLoggingLevel", 7),
		ErrorRecipient:            s.text("ErrorMonitor"),
		MonitorAutoStart:          s.integer("MonitorAutoStart", 0),
		LocalHostServer:           s.text("ServerHost"),
		JobShutdownTimeout:        s.integer("JobShutdownTimeout", 15),
		LoginTimeout:              s.integer("LoginTimeout", 30),
		IdleCPUPercent:            s.integer("IdleCPUPercent", 10),
		IdleCPUDuration:           s.integer("IdleCPUDuration", 600),
		OEMErrorLog:               s.integer("OemErrorLog", 0),
		CPUPollerEnabled:          s.integer("CoreEngineMask", 32)&32>>5 ^ 1,
		AlertReplaceRuntimeTokens: s.integer("AlertReplaceRuntimeTokens", 0),
	}
	if s.err != nil {
		return s.err
	}
	isMaster, err := msdb.HasTargetServers(ctx, c.Tx)
	if err != nil {
		return err
	}
	row.SQLAgentType = serverType(isMaster, row.MSXServerName.Valid)
	return send(c, []agentPropertiesRow{row})
}

func serverType(isMaster, isTarget bool) int64 {
	switch {
	case isMaster && isTarget:
		return typeInvalid
	case isMaster:
		return typeMaster
	case isTarget:
		return typeTarget
	}
	return typeStandalone
}

// settings reads settings of the agent until one fails.
type settings struct {
	ctx context.Context
	tx  msdb.Tx
	err error
}

func (s *settings) text(name string) sql.Null[string] {
	if s.err != nil {
		return sql.Null[string]{}
	}
	var v sql.Null[string]
	v, s.err = msdb.Setting(s.ctx, s.tx, name)
	return v
}

func (s *settings) number(name string) sql.Null[int64] {
	v := s.text(name)
	n, err := strconv.ParseInt(v.V, 10, 64)
	return sql.Null[int64]{V: n, Valid: v.Valid && err == nil}
}

func (s *settings) integer(name string, absent int64) int64 { return or(s.number(name), absent) }

type setAgentPropertiesParams struct {
	AutoStart                 sql.Null[int64]  `tsql:"@auto_start int = NULL"`
	SQLServerRestart          sql.Null[int64]  `tsql:"@sqlserver_restart int = NULL"`
	JobHistoryMaxRows         sql.Null[int64]  `tsql:"@jobhistory_max_rows int = NULL"`
	JobHistoryMaxRowsPerJob   sql.Null[int64]  `tsql:"@jobhistory_max_rows_per_job int = NULL"`
	ErrorLogFile              sql.Null[string] `tsql:"@errorlog_file nvarchar(255) = NULL"`
	ErrorLoggingLevel         sql.Null[int64]  `tsql:"@errorlogging_level int = NULL"`
	ErrorRecipient            sql.Null[string] `tsql:"@error_recipient nvarchar(30) = NULL"`
	MonitorAutoStart          sql.Null[int64]  `tsql:"@monitor_autostart int = NULL"`
	LocalHostServer           sql.Null[string] `tsql:"@local_host_server sysname = NULL"`
	JobShutdownTimeout        sql.Null[int64]  `tsql:"@job_shutdown_timeout int = NULL"`
	CmdExecAccount            []byte           `tsql:"@cmdexec_account varbinary(64) = NULL" status:"ignored"`
	RegularConnections        sql.Null[int64]  `tsql:"@regular_connections int = NULL" status:"ignored"`
	HostLoginName             sql.Null[string] `tsql:"@host_login_name sysname = NULL" status:"ignored"`
	HostLoginPassword         []byte           `tsql:"@host_login_password varbinary(512) = NULL" status:"ignored"`
	LoginTimeout              sql.Null[int64]  `tsql:"@login_timeout int = NULL"`
	IdleCPUPercent            sql.Null[int64]  `tsql:"@idle_cpu_percent int = NULL"`
	IdleCPUDuration           sql.Null[int64]  `tsql:"@idle_cpu_duration int = NULL"`
	OEMErrorLog               sql.Null[int64]  `tsql:"@oem_errorlog int = NULL"`
	SysadminOnly              sql.Null[int64]  `tsql:"@sysadmin_only int = NULL"`
	EmailProfile              sql.Null[string] `tsql:"@email_profile nvarchar(64) = NULL" status:"ignored"`
	EmailSaveInSentFolder     sql.Null[int64]  `tsql:"@email_save_in_sent_folder int = NULL" status:"ignored"`
	CPUPollerEnabled          sql.Null[int64]  `tsql:"@cpu_poller_enabled int = NULL"`
	AlertReplaceRuntimeTokens sql.Null[int64]  `tsql:"@alert_replace_runtime_tokens int = NULL"`
	UseDatabaseMail           sql.Null[int64]  `tsql:"@use_databasemail int = NULL"`
	DatabaseMailProfile       sql.Null[string] `tsql:"@databasemail_profile sysname = NULL"`
}

// setAgentProperties changes settings of the agent. Which master the server has is not among them.
func setAgentProperties(ctx context.Context, c *Call, p *setAgentPropertiesParams) error {
	if err := checkHistoryLimits(ctx, c, p); err != nil {
		return err
	}
	if err := checkAgentProperties(p); err != nil {
		return err
	}
	if err := writeAgentProperties(ctx, c, p); err != nil {
		return err
	}
	if c.Agent.Running() {
		c.Notify(Notice{Op: 'G', Login: c.Login.Name})
	}
	return nil
}

func checkHistoryLimits(ctx context.Context, c *Call, p *setAgentPropertiesParams) error {
	if n := p.JobHistoryMaxRows; n.Valid && (n.V < -1 || n.V == 0) {
		return errInvalidValue.With("@jobhistory_max_rows", textNoMaximum.Text())
	}
	if !p.JobHistoryMaxRowsPerJob.Valid {
		return nil
	}
	total := p.JobHistoryMaxRows
	if !total.Valid {
		var err error
		if total, err = msdb.IntSetting(ctx, c.Tx, msdb.SettingHistoryMaxRows); err != nil {
			return err
		}
	}
	if !total.Valid || total.V == -1 {
		return nil
	}
	return between(p.JobHistoryMaxRowsPerJob.V, "@jobhistory_max_rows", 1, total.V)
}

func checkAgentProperties(p *setAgentPropertiesParams) error {
	for _, r := range []struct {
		value     sql.Null[int64]
		name      string
		low, high int64
		text      string
	}{
		{p.ErrorLoggingLevel, "@errorlogging_level", 1, 7, "1..7"},
		{p.MonitorAutoStart, "@monitor_autostart", 0, 1, "0, 1"},
		{p.JobShutdownTimeout, "@job_shutdown_timeout", 5, 600, "5..600"},
		{p.LoginTimeout, "@login_timeout", 5, 45, "5..45"},
		{p.IdleCPUPercent, "@idle_cpu_percent", 1, 100, "10..100"},
		{p.IdleCPUDuration, "@idle_cpu_duration", 20, 86400, "20..86400"},
		{p.OEMErrorLog, "@oem_errorlog", 0, 1, "0, 1"},
	} {
		if r.value.Valid && (r.value.V < r.low || r.value.V > r.high) {
			return errInvalidValue.With(r.name, r.text)
		}
	}
	if p.SysadminOnly.Valid {
		return errSysadminOnly.With()
	}
	if n := p.CPUPollerEnabled; n.Valid && n.V != 0 && n.V != 1 {
		return errInvalidValue.With("cpu_poller_enabled", "0, 1")
	}
	if n := p.AlertReplaceRuntimeTokens; n.Valid && n.V != 0 && n.V != 1 {
		return errInvalidValue.With("alert_replace_runtime_tokens", "0, 1")
	}
	return nil
}

func writeAgentProperties(ctx context.Context, c *Call, p *setAgentPropertiesParams) error {
	for name, v := range map[string]sql.Null[int64]{
		"AutoStart": p.AutoStart, "RestartSQLServer": p.SQLServerRestart,
		msdb.SettingHistoryMaxRows: p.JobHistoryMaxRows, msdb.SettingHistoryMaxPerJob: p.JobHistoryMaxRowsPerJob,
		"ErrorLoggingLevel": p.ErrorLoggingLevel, "MonitorAutoStart": p.MonitorAutoStart, "JobShutdownTimeout": p.JobShutdownTimeout,
		"LoginTimeout": p.LoginTimeout, "IdleCPUPercent": p.IdleCPUPercent, "IdleCPUDuration": p.IdleCPUDuration,
		"OemErrorLog": p.OEMErrorLog, "CoreEngineMask": coreEngineMask(p.CPUPollerEnabled),
		"AlertReplaceRuntimeTokens": p.AlertReplaceRuntimeTokens, "UseDatabaseMail": p.UseDatabaseMail,
	} {
		if !v.Valid {
			continue
		}
		if err := msdb.SetIntSetting(ctx, c.Tx, name, v.V); err != nil {
			return err
		}
	}
	for name, v := range map[string]sql.Null[string]{
		"ErrorLogFile": p.ErrorLogFile, "ErrorMonitor": p.ErrorRecipient, "ServerHost": p.LocalHostServer, "DatabaseMailProfile": p.DatabaseMailProfile,
	} {
		if !v.Valid {
			continue
		}
		if err := msdb.SetSetting(ctx, c.Tx, name, v.V); err != nil {
			return err
		}
	}
	return nil
}

// coreEngineMask has bit 32 where the idle time of the processor is not watched.
func coreEngineMask(poller sql.Null[int64]) sql.Null[int64] {
	if poller.Valid {
		poller.V = (1 - poller.V) * 32
	}
	return poller
}
