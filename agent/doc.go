// Package agent is the part that SQL Server Agent plays: it enlists its server into a master,
// polls it, downloads jobs, runs steps and schedules, and uploads outcomes. It talks to its
// master as any client does, over TDS, and to its own server in T-SQL through DB.
package agent
