-- Standalone, target, master, and what cannot be.
EXEC msdb.dbo.sp_get_sqlagent_properties
GO
--> auto_start int | msx_server_name sysname | sqlagent_type int | startup_account nvarchar(100) | sqlserver_restart int | jobhistory_max_rows int | jobhistory_max_rows_per_job int | errorlog_file nvarchar(255) | errorlogging_level int | error_recipient nvarchar(30) | monitor_autostart int | local_host_server sysname | job_shutdown_timeout int | cmdexec_account varbinary(64) | regular_connections int | host_login_name int | host_login_password int | login_timeout int | idle_cpu_percent int | idle_cpu_duration int | oem_errorlog int | sysadmin_only int | email_profile int | email_save_in_sent_folder int | cpu_poller_enabled int | alert_replace_runtime_tokens int
--> 1 | NULL | 1 | msxgate | 1 | 1000 | 100 | NULL | 7 | NULL | 0 | NULL | 15 | NULL | 0 | NULL | NULL | 30 | 10 | 600 | 0 | NULL | NULL | 0 | 0 | 0
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'MASTER1'
EXEC msdb.dbo.sp_get_sqlagent_properties
GO
--> auto_start int | msx_server_name sysname | sqlagent_type int | startup_account nvarchar(100) | sqlserver_restart int | jobhistory_max_rows int | jobhistory_max_rows_per_job int | errorlog_file nvarchar(255) | errorlogging_level int | error_recipient nvarchar(30) | monitor_autostart int | local_host_server sysname | job_shutdown_timeout int | cmdexec_account varbinary(64) | regular_connections int | host_login_name int | host_login_password int | login_timeout int | idle_cpu_percent int | idle_cpu_duration int | oem_errorlog int | sysadmin_only int | email_profile int | email_save_in_sent_folder int | cpu_poller_enabled int | alert_replace_runtime_tokens int
--> 1 | MASTER1 | 2 | msxgate | 1 | 1000 | 100 | NULL | 7 | NULL | 0 | NULL | 15 | NULL | 0 | NULL | NULL | 30 | 10 | 600 | 0 | NULL | NULL | 0 | 0 | 0
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N''
GO
--> return 0
-- A master and a target.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
GO
--> return 0
EXEC msdb.dbo.sp_enlist_tsx 0, N'T1', N'Leeds', -300, '20260105 04:30:00', N'CORP\dba', 60, 251660240
GO
--> id int | name sysname | enabled tinyint | email_address nvarchar(100) | pager_address nvarchar(100) | netsend_address nvarchar(100) | weekday_pager_start_time int | weekday_pager_end_time int | saturday_pager_start_time int | saturday_pager_end_time int | sunday_pager_start_time int | sunday_pager_end_time int | pager_days tinyint
--> 1 | MSXOperator | 1 | NULL | NULL | NULL | 90000 | 180000 | 90000 | 180000 | 90000 | 180000 | 0
--> return 0
EXEC msdb.dbo.sp_get_sqlagent_properties
GO
--> auto_start int | msx_server_name sysname | sqlagent_type int | startup_account nvarchar(100) | sqlserver_restart int | jobhistory_max_rows int | jobhistory_max_rows_per_job int | errorlog_file nvarchar(255) | errorlogging_level int | error_recipient nvarchar(30) | monitor_autostart int | local_host_server sysname | job_shutdown_timeout int | cmdexec_account varbinary(64) | regular_connections int | host_login_name int | host_login_password int | login_timeout int | idle_cpu_percent int | idle_cpu_duration int | oem_errorlog int | sysadmin_only int | email_profile int | email_save_in_sent_folder int | cpu_poller_enabled int | alert_replace_runtime_tokens int
--> 1 | NULL | 3 | msxgate | 1 | 1000 | 100 | NULL | 7 | NULL | 0 | NULL | 15 | NULL | 0 | NULL | NULL | 30 | 10 | 600 | 0 | NULL | NULL | 0 | 0 | 0
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N'MASTER1'
EXEC msdb.dbo.sp_get_sqlagent_properties
GO
--> auto_start int | msx_server_name sysname | sqlagent_type int | startup_account nvarchar(100) | sqlserver_restart int | jobhistory_max_rows int | jobhistory_max_rows_per_job int | errorlog_file nvarchar(255) | errorlogging_level int | error_recipient nvarchar(30) | monitor_autostart int | local_host_server sysname | job_shutdown_timeout int | cmdexec_account varbinary(64) | regular_connections int | host_login_name int | host_login_password int | login_timeout int | idle_cpu_percent int | idle_cpu_duration int | oem_errorlog int | sysadmin_only int | email_profile int | email_save_in_sent_folder int | cpu_poller_enabled int | alert_replace_runtime_tokens int
--> 1 | MASTER1 | 0 | msxgate | 1 | 1000 | 100 | NULL | 7 | NULL | 0 | NULL | 15 | NULL | 0 | NULL | NULL | 30 | 10 | 600 | 0 | NULL | NULL | 0 | 0 | 0
--> return 0
