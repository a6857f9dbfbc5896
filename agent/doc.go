// Package agent is the part that SQL Server Agent plays: it enlists its server into a master, polls it, downloads jobs, runs them
// when their schedules or somebody says so, and uploads the outcomes. It talks to its master as any client does, over TDS, and to
// its own server in T-SQL. It knows neither: both may be a SQL Server.
//
// Every run stands in msxgate.run_ledger before it begins, so that no crash makes it happen twice.
package agent
