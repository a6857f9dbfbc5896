-- SQL Server: a name of four parts reaches a linked server.
-- msxgate: there are no linked servers (7202).
-- Why: what runs elsewhere is what jobs and targets are for.
SELECT name FROM OTHER.master.sys.databases
GO
--> Msg 7202, Level 11, State 1
--> Could not find server 'OTHER' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers.
EXEC OTHER.msdb.dbo.sp_help_job
GO
--> Msg 7202, Level 11, State 1
--> Could not find server 'OTHER' in sys.servers. Verify that the correct server name was specified.
--> return 0
