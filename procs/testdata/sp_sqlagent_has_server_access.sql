EXEC msdb.dbo.sp_sqlagent_has_server_access
GO
--> has_server_access bit | is_sysadmin bit | actual_login_name sysname
--> 1 | 1 | sa
--> return 0
EXEC msdb.dbo.sp_sqlagent_has_server_access @login_name = N'nobody'
GO
--> has_server_access bit | is_sysadmin bit | actual_login_name sysname | login_found bit
--> 0 | 0 | (unknown) | 0
--> return 0
CREATE LOGIN plain WITH PASSWORD = N'Pa55word!'
EXEC msdb.dbo.sp_sqlagent_has_server_access @login_name = N'PLAIN'
GO
--> has_server_access bit | is_sysadmin bit | actual_login_name sysname | login_found bit
--> 1 | 0 | plain | 1
--> return 0
-- The answer goes where it is asked for.
DECLARE @is int
SET @is = 0
EXEC msdb.dbo.sp_sqlagent_has_server_access @login_name = N'sa', @is_sysadmin_member = @is OUTPUT
SELECT @is AS is_sysadmin
GO
--> is_sysadmin int
--> 1
--> return 0
EXEC msdb.dbo.sp_sqlagent_has_server_access @job_id = '11111111-1111-1111-1111-111111111111'
GO
--> return 1
