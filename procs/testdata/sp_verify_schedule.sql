DECLARE @sid varbinary(85) = SUSER_SID(N'sa'), @interval int = 1, @st int, @si int, @ri int, @rf int, @sd int, @stime int, @ed int, @etime int
EXEC msdb.dbo.sp_verify_schedule NULL, N'Daily', 1, 4, @interval OUTPUT, @st OUTPUT, @si OUTPUT, @ri OUTPUT, @rf OUTPUT, @sd OUTPUT, @stime OUTPUT, @ed OUTPUT, @etime OUTPUT, @sid
SELECT @interval AS interval, @st AS subday, @sd AS start_date, @stime AS start_time, @ed AS end_date, @etime AS end_time
GO
DECLARE @sid varbinary(85), @interval int = 1, @st int, @si int, @ri int, @rf int, @sd int, @stime int, @ed int, @etime int
EXEC msdb.dbo.sp_verify_schedule NULL, N'Daily', 1, 4, @interval OUTPUT, @st OUTPUT, @si OUTPUT, @ri OUTPUT, @rf OUTPUT, @sd OUTPUT, @stime OUTPUT, @ed OUTPUT, @etime OUTPUT, @sid
GO
