EXEC msdb.dbo.sp_set_sqlagent_properties @jobhistory_max_rows = 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@jobhistory_max_rows' is invalid (valid values are: -1 [no maximum], 0..n).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @jobhistory_max_rows = 10, @jobhistory_max_rows_per_job = 11
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@jobhistory_max_rows' is invalid (valid values are: 1..10).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @errorlogging_level = 8
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@errorlogging_level' is invalid (valid values are: 1..7).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @monitor_autostart = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@monitor_autostart' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @job_shutdown_timeout = 4
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@job_shutdown_timeout' is invalid (valid values are: 5..600).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @login_timeout = 46
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@login_timeout' is invalid (valid values are: 5..45).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @idle_cpu_percent = 0
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@idle_cpu_percent' is invalid (valid values are: 10..100).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @idle_cpu_duration = 19
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@idle_cpu_duration' is invalid (valid values are: 20..86400).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @oem_errorlog = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified '@oem_errorlog' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @sysadmin_only = 1
GO
--> Msg 14378, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> @sysadmin_only flag is no longer supported by SQLAgent and kept here only for backwards compatibility
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @cpu_poller_enabled = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified 'cpu_poller_enabled' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @alert_replace_runtime_tokens = 2
GO
--> Msg 14266, Level 16, State 1, Procedure sp_set_sqlagent_properties
--> The specified 'alert_replace_runtime_tokens' is invalid (valid values are: 0, 1).
--> return 1
EXEC msdb.dbo.sp_set_sqlagent_properties @auto_start = 1, @jobhistory_max_rows = 500, @jobhistory_max_rows_per_job = 50, @errorlog_file = N'C:\log.txt', @errorlogging_level = 3,
    @error_recipient = N'ops', @job_shutdown_timeout = 20, @login_timeout = 40, @idle_cpu_percent = 5, @idle_cpu_duration = 60, @cpu_poller_enabled = 1
GO
--> return 0
EXEC msdb.dbo.sp_get_sqlagent_properties
GO
--> auto_start int | msx_server_name sysname | sqlagent_type int | startup_account nvarchar(100) | sqlserver_restart int | jobhistory_max_rows int | jobhistory_max_rows_per_job int | errorlog_file nvarchar(255) | errorlogging_level int | error_recipient nvarchar(30) | monitor_autostart int | local_host_server sysname | job_shutdown_timeout int | cmdexec_account varbinary(64) | regular_connections int | host_login_name int | host_login_password int | login_timeout int | idle_cpu_percent int | idle_cpu_duration int | oem_errorlog int | sysadmin_only int | email_profile int | email_save_in_sent_folder int | cpu_poller_enabled int | alert_replace_runtime_tokens int
--> 1 | NULL | 1 | msxgate | 1 | 500 | 50 | C:\log.txt | 3 | ops | 0 | NULL | 20 | NULL | 0 | NULL | NULL | 40 | 5 | 60 | 0 | NULL | NULL | 0 | 1 | 0
--> return 0
