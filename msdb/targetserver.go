package msdb

import (
	"context"
	"database/sql"
	"time"

	"msxgate/tds"
)

// TargetServer is a row of dbo.systargetservers with what is counted of its instructions.
type TargetServer struct {
	ServerID             int64
	ServerName           string // in upper case
	Location             sql.Null[string]
	TimeZoneAdjustment   int64 // minutes from GMT
	EnlistDate           time.Time
	LastPollDate         time.Time // by the master's clock
	Status               int64     // as stored: 1
	LocalTimeAtLastPoll  time.Time // by the target's clock
	EnlistedByNTUser     string
	PollInterval         int64 // seconds
	UnreadInstructions   int64 // not downloaded yet
	BlockingInstructions int64 // with an error message; any of them blocks the target
}

const targetServerSelect = `SELECT t.server_id, t.server_name, t.location, t.time_zone_adjustment, t.enlist_date, t.last_poll_date, t.status,
	t.local_time_at_last_poll, t.enlisted_by_nt_user, t.poll_interval,
	(SELECT COUNT(*) FROM dbo.sysdownloadlist AS d WHERE d.target_server = t.server_name AND d.status = 0),
	(SELECT COUNT(*) FROM dbo.sysdownloadlist AS d WHERE d.target_server = t.server_name AND d.error_message IS NOT NULL)
	FROM dbo.systargetservers AS t`

func (t *TargetServer) fields() []any {
	return []any{
		&t.ServerID, &t.ServerName, &t.Location, &t.TimeZoneAdjustment, &t.EnlistDate, &t.LastPollDate, &t.Status,
		&t.LocalTimeAtLastPoll, &t.EnlistedByNTUser, &t.PollInterval, &t.UnreadInstructions, &t.BlockingInstructions,
	}
}

// TargetServers are all target servers by name.
func TargetServers(ctx context.Context, tx Tx) ([]TargetServer, error) {
	return selectRows(ctx, tx, targetServerSelect+` ORDER BY t.server_name`, (*TargetServer).fields)
}

// TargetServerNamed is the target server of that name, or nil.
func TargetServerNamed(ctx context.Context, tx Tx, name string) (*TargetServer, error) {
	return selectRow(ctx, tx, targetServerSelect+` WHERE t.server_name = @name`, (*TargetServer).fields, arg("name", name))
}

// HasTargetServers tells whether this server is a master.
func HasTargetServers(ctx context.Context, tx Tx) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.systargetservers`)
}

// TargetServerID is the id of a target server; ok is false when there is none of that name.
func TargetServerID(ctx context.Context, tx Tx, name string) (id int64, ok bool, err error) {
	ids, err := selectColumn[int64](ctx, tx, `SELECT server_id FROM dbo.systargetservers WHERE server_name = @name`, arg("name", name))
	if err != nil || len(ids) == 0 {
		return 0, false, err
	}
	return ids[0], true, nil
}

// Enlistment is what a target server says of itself when it enlists. A value that it did not send is NULL, which the
// table refuses (515).
type Enlistment struct {
	ServerName         string
	Location           sql.Null[string]
	TimeZoneAdjustment sql.Null[int64]
	LocalTime          sql.Null[time.Time]
	NTUser             string
	PollInterval       sql.Null[int64]
}

// InsertTargetServer adds a target server that polled just now.
func InsertTargetServer(ctx context.Context, tx Tx, e *Enlistment, now time.Time) error {
	return exec(ctx, tx, `INSERT INTO dbo.systargetservers (server_name, location, time_zone_adjustment, enlist_date, last_poll_date, status,
		local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
		VALUES (@name, @location, @zone, @now, @now, 1, @local_time, @nt_user, @interval)`,
		arg("name", e.ServerName), arg("location", e.Location), arg("zone", e.TimeZoneAdjustment), arg("now", now),
		arg("local_time", e.LocalTime), arg("nt_user", e.NTUser), arg("interval", e.PollInterval))
}

// UpdateTargetServer refreshes what a target server says of itself. A NULL location keeps the old one.
func UpdateTargetServer(ctx context.Context, tx Tx, e *Enlistment) error {
	return exec(ctx, tx, `UPDATE dbo.systargetservers
		SET location = COALESCE(@location, location), time_zone_adjustment = @zone, poll_interval = @interval
		WHERE server_name = @name`,
		arg("name", e.ServerName), arg("location", e.Location), arg("zone", e.TimeZoneAdjustment), arg("interval", e.PollInterval))
}

// TouchTargetServer records a poll. A NULL time zone keeps the old one.
func TouchTargetServer(ctx context.Context, tx Tx, name string, now time.Time, localTime sql.Null[time.Time], interval, zone sql.Null[int64]) error {
	return exec(ctx, tx, `UPDATE dbo.systargetservers
		SET last_poll_date = @now, local_time_at_last_poll = @local_time, poll_interval = @interval,
		time_zone_adjustment = COALESCE(@zone, time_zone_adjustment)
		WHERE server_name = @name`,
		arg("name", name), arg("now", now), arg("local_time", localTime), arg("interval", interval), arg("zone", zone))
}

// DeleteTargetServer deletes a target server with its memberships in groups and its jobs.
func DeleteTargetServer(ctx context.Context, tx Tx, id int64) error {
	return eachOf(ctx, tx, []string{
		`DELETE FROM dbo.systargetservers WHERE server_id = @server_id`,
		`DELETE FROM dbo.systargetservergroupmembers WHERE server_id = @server_id`,
		`DELETE FROM dbo.sysjobservers WHERE server_id = @server_id`,
	}, arg("server_id", id))
}

// JobsOfServer are the jobs that are targeted at a server: 0 is the local one.
func JobsOfServer(ctx context.Context, tx Tx, id int64) ([]tds.GUID, error) {
	return selectColumn[tds.GUID](ctx, tx, `SELECT job_id FROM dbo.sysjobservers WHERE server_id = @server_id`, arg("server_id", id))
}
