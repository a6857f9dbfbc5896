-- In words: when a schedule runs.
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 1, @active_start_date = 20260131, @active_start_time = 90000, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Once on 20260131 at 90000
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 4, @freq_interval = 3, @freq_subday_type = 1, @active_start_time = 0, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Every day at 0
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 8, @freq_interval = 65, @freq_recurrence_factor = 2, @freq_subday_type = 8, @freq_subday_interval = 6, @active_start_time = 0, @active_end_time = 235959, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Every 2 week(s) on Sunday, Saturday every 6 hour(s) between 0 and 235959
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 16, @freq_interval = 31, @freq_recurrence_factor = 1, @freq_subday_type = 1, @active_start_time = 10000, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Every 1 months(s) on day 31 of that month at 10000
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 32, @freq_interval = 9, @freq_relative_interval = 1, @freq_recurrence_factor = 1, @freq_subday_type = 1, @active_start_time = 10000, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Every 1 months(s) on the first week day of that month at 10000
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 64, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Automatically starts when SQLServerAgent starts.
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @freq_type = 128, @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> Starts whenever the CPU usage has remained below 10 percent for 600 seconds.
--> return 0
DECLARE @d nvarchar(255)
EXEC msdb.dbo.sp_get_schedule_description @schedule_description = @d OUTPUT
SELECT @d AS d
GO
--> d nvarchar(255)
--> (unknown)
--> return 0
