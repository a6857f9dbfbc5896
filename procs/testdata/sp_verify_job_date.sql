EXEC msdb.dbo.sp_verify_job_date 20240229
GO
--> return 0
EXEC msdb.dbo.sp_verify_job_date NULL
GO
--> return 0
EXEC msdb.dbo.sp_verify_job_date 20230229
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified 'date' is invalid (valid values are: 19900101..99991231).
--> return 1
EXEC msdb.dbo.sp_verify_job_date 19891231, '@my_date'
GO
--> Msg 14266, Level 16, State 1, Procedure sp_verify_job_date
--> The specified '@my_date' is invalid (valid values are: 19900101..99991231).
--> return 1
