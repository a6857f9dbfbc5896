-- An alert whose job is gone is left without one.
EXEC msdb.dbo.sp_add_job @job_name = N'Answer'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Answer'
EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20, @job_name = N'Answer'
UPDATE msdb.dbo.sysalerts SET job_id = '3A5F6B60-0000-4000-8000-000000000001'
GO
--> return 0
EXEC msdb.dbo.sp_delete_job_references
GO
--> return 0
SELECT name, job_id FROM msdb.dbo.sysalerts
GO
--> name sysname | job_id uniqueidentifier
--> Severity 20 | 00000000-0000-0000-0000-000000000000
