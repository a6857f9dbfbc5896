DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'job', 'multi-server', N'x', @class OUTPUT, @type OUTPUT
SELECT @class AS class, @type AS type
GO
--> class int | type int
--> 1 | 2
--> return 0
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'FOO', NULL, NULL, @class OUTPUT, @type OUTPUT
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).
--> return 1
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'JOB', NULL, N'[DEFAULT]', @class OUTPUT, @type OUTPUT
GO
--> Msg 14200, Level 16, State 1, Procedure sp_verify_category
--> The specified '@name' is invalid.
--> return 1
DECLARE @class int, @type int
EXEC msdb.dbo.sp_verify_category 'ALERT', 'LOCAL', NULL, @class OUTPUT, @type OUTPUT
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_category
--> The specified '@type' is invalid (valid values are: NONE).
--> return 1
