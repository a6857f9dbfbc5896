package main

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/sirupsen/logrus"
)

// errNativeAgent says that a server has an agent that runs its jobs already.
type errNativeAgent struct{ server, seen string }

func (e *errNativeAgent) Error() string {
	return fmt.Sprintf("SQL Server Agent runs on %s (%s) and would run the same jobs as the agent of msxgate: "+
		"give --agent multiserver-only to leave local jobs to it and run those of a master, --agent off to run none, or stop it", e.server, e.seen)
}

// How a native agent shows. That it is a session of the server's own machine tells it from the agents of targets, which poll
// their master as SQLAgent too, and the name msxgate from ours.
const (
	agentServices = `SELECT TOP (1) servicename, status_desc FROM sys.dm_server_services WHERE servicename LIKE N'SQL Server Agent%' AND status = 4`
	agentSessions = `SELECT TOP (1) program_name, host_name FROM sys.dm_exec_sessions
		WHERE program_name LIKE N'SQLAgent%' AND program_name NOT LIKE N'%msxgate%' AND program_name NOT LIKE N'SQLAgent - TSQL JobStep%'
		AND host_name IN (CONVERT(nvarchar(128), SERVERPROPERTY('MachineName')), CONVERT(nvarchar(128), SERVERPROPERTY('ComputerNamePhysicalNetBIOS')))`
)

// findNativeAgent fails with errNativeAgent when a native agent runs on a server. What the server does not show, or not to this
// login, counts as not there.
func findNativeAgent(ctx context.Context, db *sql.DB, server string, log logrus.FieldLogger) error {
	for _, look := range []string{agentServices, agentSessions} {
		var what, where sql.NullString
		err := db.QueryRowContext(ctx, look).Scan(&what, &where)
		switch {
		case err == nil:
			return &errNativeAgent{server, fmt.Sprintf("%s, %s", what.String, where.String)}
		case err != sql.ErrNoRows && number(err) == 0: //nolint:errorlint // Scan returns it as it is
			return err
		case err != sql.ErrNoRows: //nolint:errorlint // as above
			log.WithError(err).Debug("The server does not tell whether it has an agent of its own")
		}
	}
	return nil
}
