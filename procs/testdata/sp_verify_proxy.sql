EXEC msdb.dbo.sp_verify_proxy @proxy_name = N'x', @enabled = 1
GO
--> return 0
EXEC msdb.dbo.sp_verify_proxy @proxy_name = N'x', @enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_proxy
--> The specified '@enabled' is invalid (valid values are: 0, 1).
--> return 1
