-- SQL Server: sp_stop_job @originating_server returns a stray result set of one row for each job, and says "n (of 0)".
-- msxgate: no result sets, and the number of jobs.
-- Why: nothing reads the stray rows, and the count is wrong.
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J'
GO
--> return 0
EXEC msdb.dbo.sp_stop_job @originating_server = N'HQ'
GO
--> 1 (of 1) job(s) stopped successfully.
--> return 0
