-- A target enlists, repeats it, and is refused what a target, a master and a server of its own may not do.
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'hq', N'Leeds'
GO
--> Server enlisted into MSX 'HQ'.
--> return 0
SELECT originating_server_id, originating_server, master_server FROM msdb.dbo.sysoriginatingservers
SELECT attribute FROM msdb.dbo.sqlagent_info
SELECT name, email_address FROM msdb.dbo.sysoperators
GO
--> originating_server_id int | originating_server sysname | master_server bit
--> 1 | HQ | 1
--> attribute sysname
--> DateEnlisted
--> name sysname | email_address nvarchar(100)
--> MSXOperator | dba@example.org
DECLARE @master nvarchar(128)
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', @master OUTPUT
SELECT @master AS msx
GO
--> msx sysname
--> HQ
--> return 0
CREATE TABLE #p (auto_start int, msx_server_name sysname NULL, sqlagent_type int, startup_account nvarchar(100) NULL, sqlserver_restart int,
  jobhistory_max_rows int, jobhistory_max_rows_per_job int, errorlog_file nvarchar(255) NULL, errorlogging_level int, error_recipient nvarchar(30) NULL,
  monitor_autostart int, local_host_server sysname NULL, job_shutdown_timeout int, cmdexec_account varbinary(64) NULL, regular_connections int,
  host_login_name sysname NULL, host_login_password varbinary(512) NULL, login_timeout int, idle_cpu_percent int, idle_cpu_duration int,
  oem_errorlog int, sysadmin_only int NULL, email_profile nvarchar(64) NULL, email_save_in_sent_folder int, cpu_poller_enabled int, alert_replace_runtime_tokens int)
INSERT #p EXEC msdb.dbo.sp_get_sqlagent_properties
SELECT msx_server_name, sqlagent_type FROM #p
DROP TABLE #p
GO
--> msx_server_name sysname | sqlagent_type int
--> HQ | 2
--> return 0
--@ HQ
SELECT server_name, location, status, poll_interval, enlisted_by_nt_user FROM msdb.dbo.systargetservers
GO
--> server_name sysname | location nvarchar(200) | status int | poll_interval int | enlisted_by_nt_user nvarchar(100)
--> T1 | Leeds | 1 | 60 | sa
SELECT enlist_date INTO #first FROM msdb.dbo.systargetservers
CREATE TABLE #p (auto_start int, msx_server_name sysname NULL, sqlagent_type int, startup_account nvarchar(100) NULL, sqlserver_restart int,
  jobhistory_max_rows int, jobhistory_max_rows_per_job int, errorlog_file nvarchar(255) NULL, errorlogging_level int, error_recipient nvarchar(30) NULL,
  monitor_autostart int, local_host_server sysname NULL, job_shutdown_timeout int, cmdexec_account varbinary(64) NULL, regular_connections int,
  host_login_name sysname NULL, host_login_password varbinary(512) NULL, login_timeout int, idle_cpu_percent int, idle_cpu_duration int,
  oem_errorlog int, sysadmin_only int NULL, email_profile nvarchar(64) NULL, email_save_in_sent_folder int, cpu_poller_enabled int, alert_replace_runtime_tokens int)
INSERT #p EXEC msdb.dbo.sp_get_sqlagent_properties
SELECT msx_server_name, sqlagent_type FROM #p
GO
--> msx_server_name sysname | sqlagent_type int
--> NULL | 3
--> return 0
--@ T1
-- The same again: no message, the new location on the master, and a NULL location leaves it.
EXEC msdb.dbo.sp_msx_enlist N'hq', N'York'
GO
--> return 0
EXEC msdb.dbo.sp_msx_enlist N'hq'
GO
--> return 0
--@ HQ
SELECT t.location, DATEDIFF(ms, f.enlist_date, t.enlist_date) AS later FROM msdb.dbo.systargetservers AS t CROSS JOIN #first AS f
GO
--> location nvarchar(200) | later int
--> York | 0
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'OTHER'
GO
--> Msg 14296, Level 16, State 1, Procedure sp_msx_enlist
--> This server is already enlisted into MSX 'HQ'.
--> return 1
--@ HQ
EXEC msdb.dbo.sp_msx_enlist N'X'
GO
--> Msg 14299, Level 16, State 1, Procedure sp_msx_enlist
--> Server 'HQ' is an MSX. Cannot enlist one MSX into another MSX.
--> return 1
--@ T2
EXEC msdb.dbo.sp_msx_enlist N'T2'
GO
--> Msg 14297, Level 16, State 1, Procedure sp_msx_enlist
--> Cannot enlist into the local machine.
--> return 1
-- A master that cannot be reached changes nothing here.
EXEC msdb.dbo.sp_msx_enlist N'127.0.0.1,1'
GO
--> Msg 22026, Level 16, State 1, Procedure xp_msx_enlist
--> The enlist operation failed (reason: Unable to connect to MSX '127.0.0.1,1'. (unable to open tcp connection with host '127.0.0.1:1': dial tcp 127.0.0.1:1: connect: connection refused))
--> return 1
SELECT COUNT(*) AS enlisted FROM msdb.dbo.sqlagent_info
GO
--> enlisted int
--> 0
--@ HQ
-- Who is not enlisted cannot renew it, and need not defect.
DECLARE @rc int
EXEC @rc = msdb.dbo.sp_enlist_tsx 2, N'NOBODY', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240
SELECT @rc AS rc
GO
--> Msg 14364, Level 16, State 1, Procedure sp_enlist_tsx
--> The TSX server is not currently enlisted
--> rc int
--> 11
--> return 11
EXEC msdb.dbo.sp_enlist_tsx 1, N'NOBODY', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240
GO
--> return 0
