CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Shell', @credential_name = N'Runner'
GO
--> return 0
CREATE TABLE #p (user_domain nvarchar(4000), user_name nvarchar(4000), credential_id int)
INSERT INTO #p EXEC msdb.dbo.sp_get_proxy_properties @proxy_name = N'Shell'
SELECT user_domain, user_name FROM #p
GO
--> user_domain nvarchar(4000) | user_name nvarchar(4000)
-->  | runner
--> return 0
EXEC msdb.dbo.sp_get_proxy_properties @proxy_name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_verify_proxy_identifiers
--> The specified @proxy_name ('nope') does not exist.
--> return 1
