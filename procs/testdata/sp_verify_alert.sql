DECLARE @job_id uniqueidentifier, @job_name sysname, @category_id int, @event_id int
EXEC msdb.dbo.sp_verify_alert NULL, 0, 20, 1, 0, NULL, 5, NULL, NULL, @job_id OUTPUT, @job_name OUTPUT, 0, 0, NULL, NULL, @category_id OUTPUT, 0, 0, NULL, NULL, @event_id OUTPUT
SELECT @category_id AS category_id
GO
--> category_id int
--> 98
--> return 0
DECLARE @job_id uniqueidentifier, @job_name sysname, @category_id int, @event_id int
EXEC msdb.dbo.sp_verify_alert NULL, 0, 20, 1, 0, NULL, 5, NULL, NULL, @job_id OUTPUT, @job_name OUTPUT, -1, 0, NULL, NULL, @category_id OUTPUT, 0, 0, NULL, NULL, @event_id OUTPUT
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_alert
--> The specified '@occurrence_count' is invalid (valid values are: 0..n).
--> return 1
