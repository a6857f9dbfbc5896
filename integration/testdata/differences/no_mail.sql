-- SQL Server: sp_notify_operator sends a mail through Database Mail, and jobs and alerts tell operators by mail and pager.
-- msxgate: jobs tell operators by SMTP or a webhook, by settings of `serve`; there is no Database Mail, and sp_notify_operator refuses after its checks.
-- Why: what cannot be sent must not look sent.
EXEC msdb.dbo.sp_add_operator @name = N'Ada', @email_address = N'ada@example.org'
GO
--> return 0
EXEC msdb.dbo.sp_notify_operator @name = N'Ada', @subject = N'Hello', @body = N'x'
GO
--> Msg 14636, Level 16, State 1, Procedure sp_send_dbmail
--> No global profile is configured. Specify a profile name in the @profile_name parameter.
--> return 1
