EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
DECLARE @name sysname = N' LOAD ', @id uniqueidentifier, @sid varbinary(85)
EXEC msdb.dbo.sp_verify_job_identifiers '@job_name', '@job_id', @name OUTPUT, @id OUTPUT, 'TEST', @sid OUTPUT
SELECT @name AS name, SUSER_SNAME(@sid) AS owner, CASE WHEN @id IS NULL THEN 'none' ELSE 'some' END AS id
GO
--> name sysname | owner sysname | id varchar(4)
--> Load | sa | some
--> return 0
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', NULL, NULL
GO
--> Msg 14294, Level 16, State 1, Procedure sp_verify_job_identifiers
--> Supply either @i or @n to identify the job.
--> return 1
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', N'nope', NULL
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', NULL, '3A5F6B60-0000-4000-8000-000000000001'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_job_identifiers
--> The specified @job_id ('{1}') does not exist.
--> return 1
-- Two jobs of one name: one of them came from a master.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
--> return 0
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', N'Load', NULL
GO
--> Msg 14293, Level 16, State 1, Procedure sp_verify_job_identifiers
--> There are two or more jobs named 'Load'. Specify @job_id instead of @job_name to uniquely identify the job.
--> return 1
