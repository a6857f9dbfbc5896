EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_alert @name = N'Severity 21', @severity = 21
EXEC msdb.dbo.sp_add_job @job_name = N'Answer'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Answer'
GO
EXEC msdb.dbo.sp_update_alert @name = N'nope'
GO
EXEC msdb.dbo.sp_update_alert @name = N'severity 20', @new_name = N'Fatal', @enabled = 0, @job_name = N'Answer', @delay_between_responses = 60
GO
SELECT name, enabled, delay_between_responses, CASE WHEN job_id = 0x00 THEN 'none' ELSE 'some' END AS job FROM msdb.dbo.sysalerts ORDER BY id
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @job_name = N''
GO
SELECT CASE WHEN job_id = 0x00 THEN 'none' ELSE 'some' END AS job FROM msdb.dbo.sysalerts WHERE name = N'Fatal'
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @new_name = N'Severity 21'
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @severity = 21
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @message_id = 823
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @occurrence_count = 1
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @last_response_time = 1
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @count_reset_date = 1
GO
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @count_reset_time = 250000
GO
