-- SQL Server: an error within a procedure of msdb has the line of its RAISERROR there.
-- msxgate: its line is 1.
-- Why: these procedures are not written in T-SQL and have no lines.
BEGIN TRY
  EXEC msdb.dbo.sp_add_jobserver @job_name = N'nope'
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, ERROR_PROCEDURE() AS [procedure], ERROR_LINE() AS line
END CATCH
GO
--> number int | procedure sysname | line int
--> 14262 | sp_verify_job_identifiers | 1
--> return 0
