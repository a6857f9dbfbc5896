DECLARE @id int
EXEC msdb.dbo.sp_verify_operator N'Ada', 1, 0, 90000, 180000, 90000, 180000, 90000, 180000, N'[DEFAULT]', @id OUTPUT
SELECT @id AS id
GO
--> id int
--> 99
--> return 0
DECLARE @id int
EXEC msdb.dbo.sp_verify_operator N'Ada', 1, 0, 90000, 180000, 90000, 180000, 90000, 186000, N'[DEFAULT]', @id OUTPUT
GO
--> Msg 14287, Level 16, State 1, Procedure sp_verify_job_time
--> The '@sunday_pager_end_time' supplied has an invalid minute.
--> return 1
