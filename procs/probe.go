package procs

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var probeProcs = []*Proc{
	define("sp_sqlagent_check_msx_version", checkMSXVersion),
	define("sp_sqlagent_probe_msx", probeMSX),
	define("sp_sqlagent_refresh_job", refreshJob),
	define("sp_maintplan_subplans_by_job", maintplanSubplans),
}

type checkMSXVersionParams struct {
	Required sql.Null[int64] `tsql:"@required_microsoft_version int = NULL"`
}

// oldestMSX is version 7.0.594, the first that could be a master.
const oldestMSX = 7<<24 | 594

// checkMSXVersion tells a target whether this server is new enough to be its master.
func checkMSXVersion(_ context.Context, c *Call, p *checkMSXVersionParams) error {
	v := c.Server.Version
	own := int64(v[0])<<24 | int64(v[1])<<16 | int64(v[2])<<8 | int64(v[3])
	if required := or(p.Required, oldestMSX); own < required {
		return errMSXVersion.With(versionText(own), versionText(required))
	}
	return nil
}

func versionText(v int64) string { return fmt.Sprintf("%d.%d.%d", v>>24&0xFF, v>>16&0xFF, v&0xFFFF) }

type probeMSXParams struct {
	ServerName         string           `tsql:"@server_name sysname"`
	LocalTime          sql.Null[string] `tsql:"@local_time nvarchar(100)"`
	PollInterval       sql.Null[int64]  `tsql:"@poll_interval int"`
	TimeZoneAdjustment sql.Null[int64]  `tsql:"@time_zone_adjustment int = NULL"`
}

type probeRow struct {
	BadEnlistment bool  `col:"[] bit null"`
	Blocking      int64 `col:"[] int null"`
	Pending       int64 `col:"[] int null"`
}

// probeMSX is the heartbeat of a target. The answer says whether the master does not know it, how many instructions
// block it and how many wait.
func probeMSX(ctx context.Context, c *Call, p *probeMSXParams) error {
	name := upper(p.ServerName)
	localTime, err := parseStyle111(p.LocalTime)
	if err != nil {
		return err
	}
	if err := c.raiseStatement(msdb.TouchTargetServer(ctx, c.Tx, name, c.now(), localTime, p.PollInterval, p.TimeZoneAdjustment)); err != nil {
		return err
	}
	_, known, err := msdb.TargetServerID(ctx, c.Tx, name)
	if err != nil {
		return err
	}
	if !known {
		// The DEFECT of a server that was deleted is still to be found.
		if known, err = msdb.HasDefect(ctx, c.Tx, name); err != nil {
			return err
		}
	}
	row := probeRow{BadEnlistment: !known}
	if row.Blocking, row.Pending, err = msdb.CountPending(ctx, c.Tx, name); err != nil {
		return err
	}
	return send(c, []probeRow{row})
}

// parseStyle111 reads yyyy/mm/dd hh:mm:ss, the local time that a target sends; 241 is what CONVERT says of others.
func parseStyle111(s sql.Null[string]) (sql.Null[time.Time], error) {
	if !s.Valid {
		return sql.Null[time.Time]{}, nil
	}
	for _, layout := range []string{"2006/1/2 15:04:05", "2006-1-2 15:04:05", "2006/1/2 15:04:05.999", "2006/1/2"} {
		if t, err := time.Parse(layout, trim(s.V)); err == nil {
			return some(t), nil
		}
	}
	return sql.Null[time.Time]{}, tds.Errorf(241, 16, "Conversion failed when converting date and/or time from character string.")
}

type refreshJobParams struct {
	JobID      sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	ServerName sql.Null[string]   `tsql:"@server_name sysname = NULL"`
}

type refreshJobRow struct {
	JobID                   tds.GUID         `col:"job_id uniqueidentifier null"`
	Name                    string           `col:"name sysname null"`
	Enabled                 int64            `col:"enabled tinyint null"`
	StartStepID             int64            `col:"start_step_id int null"`
	Owner                   sql.Null[string] `col:"owner sysname null"`
	NotifyLevelEventlog     int64            `col:"notify_level_eventlog int null"`
	NotifyLevelEmail        int64            `col:"notify_level_email int null"`
	NotifyLevelNetsend      int64            `col:"notify_level_netsend int null"`
	NotifyLevelPage         int64            `col:"notify_level_page int null"`
	NotifyEmailOperatorID   int64            `col:"notify_email_operator_id int null"`
	NotifyNetsendOperatorID int64            `col:"notify_netsend_operator_id int null"`
	NotifyPageOperatorID    int64            `col:"notify_page_operator_id int null"`
	DeleteLevel             int64            `col:"delete_level int null"`
	HasStep                 int64            `col:"has_step int null"`
	VersionNumber           int64            `col:"version_number int null"`
	LastRunDate             int64            `col:"last_run_date int null"`
	LastRunTime             int64            `col:"last_run_time int null"`
	OriginatingServer       sql.Null[string] `col:"originating_server sysname null"`
	Description             sql.Null[string] `col:"description nvarchar(512) null"`
	AgentAccount            int64            `col:"agent_account int null"`
	IsSystem                int64            `col:"is_system int null"`
}

// refreshJob is how agents read the heads of jobs: a target those that its master has for it, an agent its own. A server
// that is not known has the local jobs.
func refreshJob(ctx context.Context, c *Call, p *refreshJobParams) error {
	var id int64
	if name := c.serverName(p.ServerName); name != c.localName() {
		var err error
		if id, _, err = msdb.TargetServerID(ctx, c.Tx, name); err != nil {
			return err
		}
	}
	jobs, err := msdb.JobHeaders(ctx, c.Tx, id, p.JobID)
	if err != nil {
		return err
	}
	rows := make([]refreshJobRow, len(jobs))
	for i := range jobs {
		j := &jobs[i]
		rows[i] = refreshJobRow{
			JobID: j.JobID, Name: j.Name, Enabled: j.Enabled, StartStepID: j.StartStepID, Owner: c.ownerName(j.OwnerSID),
			NotifyLevelEventlog: j.NotifyLevelEventlog, NotifyLevelEmail: j.NotifyLevelEmail,
			NotifyLevelNetsend: j.NotifyLevelNetsend, NotifyLevelPage: j.NotifyLevelPage,
			NotifyEmailOperatorID: j.NotifyEmailOperatorID, NotifyNetsendOperatorID: j.NotifyNetsendOperatorID,
			NotifyPageOperatorID: j.NotifyPageOperatorID, DeleteLevel: j.DeleteLevel, HasStep: j.HasStep,
			VersionNumber: j.VersionNumber, LastRunDate: j.LastRunDate, LastRunTime: j.LastRunTime,
			OriginatingServer: j.OriginatingServer, Description: j.Description,
		}
		if rows[i].Owner.V == agentAccount {
			rows[i].AgentAccount = 1
		}
	}
	return send(c, rows)
}

type maintplanSubplansParams struct {
	JobID sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier" status:"ignored"`
}

type maintplanSubplanRow struct {
	PlanName    string   `col:"plan_name sysname null"`
	PlanID      tds.GUID `col:"plan_id uniqueidentifier null"`
	SubplanName string   `col:"subplan_name sysname null"`
	SubplanID   tds.GUID `col:"subplan_id uniqueidentifier null"`
}

// maintplanSubplans lists the maintenance plans of a job: there are none here.
func maintplanSubplans(_ context.Context, c *Call, _ *maintplanSubplansParams) error {
	return send(c, []maintplanSubplanRow{})
}
