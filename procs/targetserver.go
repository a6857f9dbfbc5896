package procs

import (
	"context"
	"database/sql"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

var targetServerProcs = []*Proc{
	define("sp_help_targetserver", helpTargetServer),
	define("sp_delete_targetserver", deleteTargetServer),
	define("sp_resync_targetserver", resyncTargetServer),
	define("sp_target_server_summary", targetServerSummary),
}

// mustBeTarget raises 14262, naming the parameter, unless the server is a target.
func mustBeTarget(ctx context.Context, c *Call, param, server string) error {
	_, found, err := msdb.TargetServerID(ctx, c.Tx, server)
	if err == nil && !found {
		err = errDoesNotExist.With(param, server)
	}
	return err
}

type helpTargetServerParams struct {
	ServerName sql.Null[string] `tsql:"@server_name sysname = NULL"`
}

type targetServerRow struct {
	ServerID           int64            `col:"server_id int"`
	ServerName         string           `col:"server_name sysname"`
	Location           sql.Null[string] `col:"location nvarchar(200) null"`
	TimeZoneAdjustment int64            `col:"time_zone_adjustment int"`
	EnlistDate         time.Time        `col:"enlist_date datetime"`
	LastPollDate       time.Time        `col:"last_poll_date datetime"`
	Status             int64            `col:"status int null"`
	UnreadInstructions int64            `col:"unread_instructions int"`
	LocalTime          time.Time        `col:"local_time datetime null"`
	EnlistedByNTUser   string           `col:"enlisted_by_nt_user nvarchar(100)"`
	PollInterval       int64            `col:"poll_interval int"`
}

// helpTargetServer lists target servers, or one.
func helpTargetServer(ctx context.Context, c *Call, p *helpTargetServerParams) error {
	servers, err := targetServersNamed(ctx, c, p.ServerName)
	if err != nil {
		return err
	}
	rows := make([]targetServerRow, len(servers))
	for i := range servers {
		s := &servers[i]
		rows[i] = targetServerRow{
			s.ServerID, s.ServerName, s.Location, s.TimeZoneAdjustment, s.EnlistDate, s.LastPollDate, c.status(s),
			s.UnreadInstructions, c.localTime(s), s.EnlistedByNTUser, s.PollInterval,
		}
	}
	return send(c, rows)
}

// targetServersNamed are the target server of that name, which must exist, or all for NULL.
func targetServersNamed(ctx context.Context, c *Call, name sql.Null[string]) ([]msdb.TargetServer, error) {
	if !name.Valid {
		return msdb.TargetServers(ctx, c.Tx)
	}
	name.V = upper(trim(name.V))
	s, err := msdb.TargetServerNamed(ctx, c.Tx, name.V)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return nil, errDoesNotExist.With("@server_name", name)
	}
	return []msdb.TargetServer{*s}, nil
}

// The bits of systargetservers.status that are added when it is read.
const (
	statusOffline = 2 // not heard of for more than three poll intervals
	statusBlocked = 4 // an instruction failed
)

func (c *Call) status(s *msdb.TargetServer) int64 {
	status := s.Status
	if secondsBetween(s.LastPollDate, c.now()) > 3*s.PollInterval {
		status |= statusOffline
	}
	if s.BlockingInstructions > 0 {
		status |= statusBlocked
	}
	return status
}

// localTime is what the target's clock shows now, if it still goes.
func (c *Call) localTime(s *msdb.TargetServer) time.Time {
	return s.LocalTimeAtLastPoll.Add(time.Duration(secondsBetween(s.LastPollDate, c.now())) * time.Second)
}

// secondsBetween counts the changes of the second, as DATEDIFF does.
func secondsBetween(from, to time.Time) int64 {
	return int64(to.Truncate(time.Second).Sub(from.Truncate(time.Second)) / time.Second)
}

type deleteTargetServerParams struct {
	ServerName        sql.Null[string] `tsql:"@server_name sysname"`
	ClearDownloadList bool             `tsql:"@clear_downloadlist bit = 1"`
	PostDefection     bool             `tsql:"@post_defection bit = 1"`
}

// deleteTargetServer removes a target server. The DEFECT that it leaves is all the target will find.
func deleteTargetServer(ctx context.Context, c *Call, p *deleteTargetServerParams) error {
	name := upper(trim(p.ServerName.V))
	id, found, err := msdb.TargetServerID(ctx, c.Tx, name)
	if err != nil {
		return err
	}
	if !found {
		return errDoesNotExist.With("@server_name", sql.Null[string]{V: name, Valid: p.ServerName.Valid})
	}
	if p.ClearDownloadList {
		if err := msdb.DeleteDownloads(ctx, c.Tx, name); err != nil {
			return err
		}
	}
	if p.PostDefection {
		if err := postServer(ctx, c, "DEFECT", some(name)); err != nil {
			return err
		}
	}
	return msdb.DeleteTargetServer(ctx, c.Tx, id)
}

type resyncTargetServerParams struct {
	ServerName sql.Null[string] `tsql:"@server_name sysname"`
}

// resyncTargetServer has a target server, or ALL, delete its jobs and fetch them anew.
func resyncTargetServer(ctx context.Context, c *Call, p *resyncTargetServerParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	target := sql.Null[string]{V: trim(p.ServerName.V), Valid: p.ServerName.Valid}
	if same(target.V, "ALL") {
		target = sql.Null[string]{}
		if err := msdb.DeleteAllDownloads(ctx, c.Tx); err != nil {
			return err
		}
	} else {
		_, found, err := msdb.TargetServerID(ctx, c.Tx, target.V)
		if err != nil {
			return err
		}
		if !found {
			return errDoesNotExist.With("@server_name", target)
		}
		if err := msdb.DeleteDownloads(ctx, c.Tx, target.V); err != nil {
			return err
		}
	}
	var allJobs tds.GUID
	if err := postJobTo(ctx, c, "DELETE", allJobs, target); err != nil {
		return err
	}
	return postJobTo(ctx, c, "INSERT", allJobs, target)
}

type targetServerSummaryParams struct {
	TargetServer sql.Null[string] `tsql:"@target_server sysname = NULL"`
}

type targetServerSummaryRow struct {
	ServerID           int64     `col:"server_id int"`
	ServerName         string    `col:"server_name sysname"`
	LocalTime          time.Time `col:"local_time datetime null"`
	LastPollDate       time.Time `col:"last_poll_date datetime"`
	UnreadInstructions int64     `col:"unread_instructions int null"`
	Blocked            int64     `col:"blocked int null"` // how many instructions block it
	PollInterval       int64     `col:"poll_interval int"`
}

// targetServerSummary lists target servers, or one; none when there is none of that name.
func targetServerSummary(ctx context.Context, c *Call, p *targetServerSummaryParams) error {
	servers, err := msdb.TargetServers(ctx, c.Tx)
	if err != nil {
		return err
	}
	rows := make([]targetServerSummaryRow, 0, len(servers))
	for i := range servers {
		s := &servers[i]
		if p.TargetServer.Valid && !same(s.ServerName, p.TargetServer.V) {
			continue
		}
		rows = append(rows, targetServerSummaryRow{
			s.ServerID, s.ServerName, c.localTime(s), s.LastPollDate, s.UnreadInstructions, s.BlockingInstructions, s.PollInterval,
		})
	}
	return send(c, rows)
}
