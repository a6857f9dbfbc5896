EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
DECLARE @name sysname = N' LOAD ', @id uniqueidentifier, @sid varbinary(85)
EXEC msdb.dbo.sp_verify_job_identifiers '@job_name', '@job_id', @name OUTPUT, @id OUTPUT, 'TEST', @sid OUTPUT
SELECT @name AS name, SUSER_SNAME(@sid) AS owner, CASE WHEN @id IS NULL THEN 'none' ELSE 'some' END AS id
GO
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', NULL, NULL
GO
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', N'nope', NULL
GO
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', NULL, '3A5F6B60-0000-4000-8000-000000000001'
GO
-- Two jobs of one name: one of them came from a master.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
EXEC msdb.dbo.sp_add_job @job_name = N'Load'
GO
EXEC msdb.dbo.sp_verify_job_identifiers '@n', '@i', N'Load', NULL
GO
