EXEC msdb.dbo.sp_add_alert @name = N'Severity 20', @severity = 20
EXEC msdb.dbo.sp_add_alert @name = N'Severity 21', @severity = 21
EXEC msdb.dbo.sp_add_job @job_name = N'Answer'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'Answer'
GO
--> return 0
EXEC msdb.dbo.sp_update_alert @name = N'nope'
GO
--> Msg 14262, Level 16, State 1, Procedure sp_update_alert
--> The specified @name ('nope') does not exist.
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'severity 20', @new_name = N'Fatal', @enabled = 0, @job_name = N'Answer', @delay_between_responses = 60
GO
--> return 0
SELECT name, enabled, delay_between_responses, CASE WHEN job_id = 0x00 THEN 'none' ELSE 'some' END AS job FROM msdb.dbo.sysalerts ORDER BY id
GO
--> name sysname | enabled tinyint | delay_between_responses int | job varchar(4)
--> Fatal | 0 | 60 | some
--> Severity 21 | 1 | 0 | none
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @job_name = N''
GO
--> return 0
SELECT CASE WHEN job_id = 0x00 THEN 'none' ELSE 'some' END AS job FROM msdb.dbo.sysalerts WHERE name = N'Fatal'
GO
--> job varchar(4)
--> none
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @new_name = N'Severity 21'
GO
--> Msg 14261, Level 16, State 1, Procedure sp_verify_alert
--> The specified @name ('Severity 21') already exists.
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @severity = 21
GO
--> Msg 14501, Level 16, State 1, Procedure sp_update_alert
--> An alert ('Severity 21') has already been defined on this condition.
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @message_id = 823
GO
--> Msg 14500, Level 16, State 1, Procedure sp_verify_alert
--> Supply either a non-zero message ID, non-zero severity, non-null performance condition, or non-null WMI namespace and query.
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @occurrence_count = 1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_update_alert
--> The specified '@occurrence_count' is invalid (valid values are: 0).
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @last_response_time = 1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_update_alert
--> The specified '@last_response_time' is invalid (valid values are: 0).
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @count_reset_date = 1
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@count_reset_date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_update_alert @name = N'Fatal', @count_reset_time = 250000
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_time
--> The specified '@count_reset_time' is invalid (valid values are: 000000..235959).
--> return 1
