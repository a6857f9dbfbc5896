DECLARE @sid varbinary(85) = SUSER_SID(N'sa'), @interval int = 1, @st int, @si int, @ri int, @rf int, @sd int, @stime int, @ed int, @etime int
EXEC msdb.dbo.sp_verify_schedule NULL, N'Daily', 1, 4, @interval OUTPUT, @st OUTPUT, @si OUTPUT, @ri OUTPUT, @rf OUTPUT, @sd OUTPUT, @stime OUTPUT, @ed OUTPUT, @etime OUTPUT, @sid
SELECT @interval AS interval, @st AS subday, @sd AS start_date, @stime AS start_time, @ed AS end_date, @etime AS end_time
GO
--> interval int | subday int | start_date int | start_time int | end_date int | end_time int
--> 1 | 1 | {today} | 0 | 99991231 | 235959
--> return 0
DECLARE @sid varbinary(85), @interval int = 1, @st int, @si int, @ri int, @rf int, @sd int, @stime int, @ed int, @etime int
EXEC msdb.dbo.sp_verify_schedule NULL, N'Daily', 1, 4, @interval OUTPUT, @st OUTPUT, @si OUTPUT, @ri OUTPUT, @rf OUTPUT, @sd OUTPUT, @stime OUTPUT, @ed OUTPUT, @etime OUTPUT, @sid
GO
--> Msg 14234, Level 16, State 1, Procedure sp_verify_schedule
--> The specified '@owner_login_name' is invalid (valid values are returned by sp_helplogins [excluding Windows NT groups]).
--> return 1
