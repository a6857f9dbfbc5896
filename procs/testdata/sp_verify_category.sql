DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'job', 'multi-server', N'x', @class OUTPUT, @type OUTPUT
SELECT @class AS class, @type AS type
GO
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'FOO', NULL, NULL, @class OUTPUT, @type OUTPUT
GO
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'JOB', NULL, N'[DEFAULT]', @class OUTPUT, @type OUTPUT
GO
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'ALERT', 'LOCAL', NULL, @class OUTPUT, @type OUTPUT
GO
