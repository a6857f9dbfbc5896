-- SQL Server: an alert on an error or a severity fires when such an error reaches the event log, or is forwarded to another server.
-- msxgate: alerts and the settings of forwarding are kept; alerts never fire and nothing is forwarded.
-- Why: there is no event log that the agent could read.
EXEC msdb.dbo.sp_add_alert @name = N'Trouble', @severity = 19
RAISERROR (N'Trouble', 19, 1) WITH LOG
GO
--> Msg 50000, Level 19, State 1
--> Trouble
--> return 0
SELECT name, occurrence_count FROM msdb.dbo.sysalerts
GO
--> name sysname | occurrence_count int
--> Trouble | 0
