DECLARE @sid varbinary(85) = SUSER_SID(N'sa'), @email int = 2, @netsend int = 0, @page int = 0, @category int, @e int, @n int, @p int, @server sysname
EXEC msdb.dbo.sp_verify_job NULL, N'Load', 1, 1, N'[DEFAULT]', @sid OUTPUT, 2, @email OUTPUT, @netsend OUTPUT, @page OUTPUT, NULL, NULL, NULL, 0, @category OUTPUT, @e OUTPUT, @n OUTPUT, @p OUTPUT, @server OUTPUT
SELECT @email AS email, @category AS category, @e AS operator, @server AS server
GO
--> email int | category int | operator int | server sysname
--> 0 | 0 | 0 | HQ
--> return 0
DECLARE @sid varbinary(85) = SUSER_SID(N'sa'), @email int = 2, @netsend int = 0, @page int = 0, @category int, @e int, @n int, @p int, @server sysname
EXEC msdb.dbo.sp_verify_job NULL, N'Load', 7, 1, NULL, @sid OUTPUT, 2, @email OUTPUT, @netsend OUTPUT, @page OUTPUT, NULL, NULL, NULL, 0, @category OUTPUT, @e OUTPUT, @n OUTPUT, @p OUTPUT, @server OUTPUT
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
