-- How SMO reads: it never looks at what a procedure returns, but inserts it into a table of exactly that many columns.
EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator'
INSERT INTO msdb.dbo.systargetservers (server_name, location, time_zone_adjustment, local_time_at_last_poll, enlisted_by_nt_user, poll_interval)
VALUES (N'T1', N'Leeds', 0, GETDATE(), N'dba', 60), (N'T2', N'York', 0, GETDATE(), N'dba', 60)
EXEC msdb.dbo.sp_add_targetservergroup @name = N'Branches'
EXEC msdb.dbo.sp_add_targetservergroup @name = N'Depots'
EXEC msdb.dbo.sp_add_targetsvrgrp_member @group_name = N'Branches', @server_name = N'T1'
EXEC msdb.dbo.sp_add_targetsvrgrp_member @group_name = N'Branches', @server_name = N'T2'
EXEC msdb.dbo.sp_add_targetsvrgrp_member @group_name = N'Depots', @server_name = N'T2'
EXEC msdb.dbo.sp_add_job @job_name = N'J'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T1'
EXEC msdb.dbo.sp_add_jobserver @job_name = N'J', @server_name = N'T2'
GO
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.
--> return 0
create table #tmp_sp_help_targetserver (server_id int null, server_name nvarchar(128) null, location nvarchar(200) null, time_zone_adjustment int null,
  enlist_date datetime null, last_poll_date datetime null, status int null, unread_instructions int null, local_time datetime null, enlisted_by_nt_user nvarchar(100) null, poll_interval int null)
insert into #tmp_sp_help_targetserver exec msdb.dbo.sp_help_targetserver
select tts.server_id as [ID], tts.server_name as [Name], tts.location as [Location], tts.status as [Status], tts.unread_instructions as [PendingInstructions]
from #tmp_sp_help_targetserver as tts order by [Name] asc
drop table #tmp_sp_help_targetserver
GO
--> ID int | Name sysname | Location nvarchar(200) | Status int | PendingInstructions int
--> 1 | T1 | Leeds | 1 | 1
--> 2 | T2 | York | 1 | 1
--> return 0
-- The members of every group, by a cursor over the groups.
create table #tmp_sp_help_targetservergroup (servergroup_id int null, name nvarchar(128) null)
insert into #tmp_sp_help_targetservergroup exec msdb..sp_help_targetservergroup
create table #tmp_sp_help_targetservergroup_member (server_id int null, server_name nvarchar(128) null)
create table #members (group_name nvarchar(128) null, server_name nvarchar(128) null)
declare @group nvarchar(128)
declare crs insensitive cursor for select name from #tmp_sp_help_targetservergroup order by name
open crs
fetch crs into @group
while @@fetch_status >= 0
begin
  delete from #tmp_sp_help_targetservergroup_member
  insert into #tmp_sp_help_targetservergroup_member exec msdb.dbo.sp_help_targetservergroup @name = @group
  insert into #members select @group, server_name from #tmp_sp_help_targetservergroup_member
  fetch crs into @group
end
close crs
deallocate crs
select quotename(group_name) as [Group], server_name as [Member] from #members order by group_name, server_name
drop table #members
drop table #tmp_sp_help_targetservergroup_member
drop table #tmp_sp_help_targetservergroup
GO
--> Group nvarchar(258) | Member sysname
--> [Branches] | T1
--> [Branches] | T2
--> [Depots] | T2
--> return 0
-- The servers of every job, with the details of their last runs.
create table #tmp_sp_help_jobserver (server_id int null, server_name nvarchar(128) null, enlist_date datetime null, last_poll_date datetime null,
  last_run_date int null, last_run_time int null, last_run_duration int null, last_run_outcome tinyint null, last_outcome_message nvarchar(4000) null)
declare @job_id uniqueidentifier
declare crs cursor local fast_forward for select sv.job_id from msdb.dbo.sysjobs_view as sv
open crs
fetch crs into @job_id
while @@fetch_status >= 0
begin
  insert into #tmp_sp_help_jobserver exec msdb.dbo.sp_help_jobserver @job_id = @job_id, @show_last_run_details = 1
  fetch crs into @job_id
end
close crs
deallocate crs
select server_name, last_run_outcome from #tmp_sp_help_jobserver order by server_name
drop table #tmp_sp_help_jobserver
GO
--> server_name sysname | last_run_outcome tinyint
--> T1 | 5
--> T2 | 5
--> return 0
create table #tmp_sp_get_sqlagent_properties (auto_start int null, msx_server_name sysname null, sqlagent_type int null, startup_account nvarchar(255) null,
  sqlserver_restart int null, jobhistory_max_rows int null, jobhistory_max_rows_per_job int null, errorlog_file nvarchar(255) null, errorlogging_level int null,
  error_recipient nvarchar(30) null, monitor_autostart int null, local_host_server sysname null, job_shutdown_timeout int null, cmdexec_account varbinary(64) null,
  regular_connections int null, host_login_name sysname null, host_login_password varbinary(512) null, login_timeout int null, idle_cpu_percent int null,
  idle_cpu_duration int null, oem_errorlog int null, sysadmin_only int null, email_profile nvarchar(64) null, email_save_in_sent_folder int null,
  cpu_poller_enabled int null, alert_replace_runtime_tokens int null)
insert into #tmp_sp_get_sqlagent_properties exec msdb.dbo.sp_get_sqlagent_properties
select tsgsp.sqlagent_type as [JobServerType], tsgsp.msx_server_name as [MsxServerName] from #tmp_sp_get_sqlagent_properties as tsgsp
drop table #tmp_sp_get_sqlagent_properties
GO
--> JobServerType int | MsxServerName sysname
--> 3 | NULL
--> return 0
-- Without a credential sp_msx_get_account returns no result set at all, with one four columns.
create table #tmpMsxAccountName (msx_connection int null, msx_credential_id int null, msx_credential_name nvarchar(128) null, msx_login_name nvarchar(4000) null)
insert into #tmpMsxAccountName exec msdb.dbo.sp_msx_get_account
select count(*) as accounts from #tmpMsxAccountName
drop table #tmpMsxAccountName
GO
--> accounts int
--> 0
--> return 0
CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'targets', SECRET = N'T4rgets!'
EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'
GO
--> return 0
create table #tmpMsxAccountName (msx_connection int null, msx_credential_id int null, msx_credential_name nvarchar(128) null, msx_login_name nvarchar(4000) null)
insert into #tmpMsxAccountName exec msdb.dbo.sp_msx_get_account
select msx_connection, msx_credential_name, msx_login_name from #tmpMsxAccountName
drop table #tmpMsxAccountName
GO
--> msx_connection int | msx_credential_name sysname | msx_login_name nvarchar(4000)
--> 1 | MsxLogin | targets
--> return 0
EXEC msdb.dbo.sp_msx_set_account
GO
--> return 0
create table #tmp_sp_help_jobhistory (instance_id int null, job_id uniqueidentifier null, job_name sysname null, step_id int null, step_name sysname null,
  sql_message_id int null, sql_severity int null, message nvarchar(4000) null, run_status int null, run_date int null, run_time int null, run_duration int null,
  operator_emailed sysname null, operator_netsent sysname null, operator_paged sysname null, retries_attempted int null, server sysname null)
insert into #tmp_sp_help_jobhistory exec msdb.dbo.sp_help_jobhistory @mode = 'FULL'
select count(*) as entries from #tmp_sp_help_jobhistory
drop table #tmp_sp_help_jobhistory
GO
--> entries int
--> 0
--> return 0
create table #tmp_sp_help_category (category_id int null, category_type tinyint null, name sysname null)
insert into #tmp_sp_help_category exec msdb.dbo.sp_help_category @class = 'JOB'
select name from #tmp_sp_help_category where category_type = 2
drop table #tmp_sp_help_category
GO
--> name sysname
--> [Uncategorized (Multi-Server)]
--> return 0
create table #tmp_sp_help_operator (id int null, name nvarchar(128) null, enabled tinyint null, email_address nvarchar(100) null, last_email_date int null, last_email_time int null,
  pager_address nvarchar(100) null, last_pager_date int null, last_pager_time int null, weekday_pager_start_time int null, weekday_pager_end_time int null,
  saturday_pager_start_time int null, saturday_pager_end_time int null, sunday_pager_start_time int null, sunday_pager_end_time int null, pager_days tinyint null,
  netsend_address nvarchar(100) null, last_netsend_date int null, last_netsend_time int null, category_name nvarchar(128) null)
insert into #tmp_sp_help_operator exec msdb.dbo.sp_help_operator
select name, category_name from #tmp_sp_help_operator
drop table #tmp_sp_help_operator
GO
--> name sysname | category_name sysname
--> MSXOperator | [Uncategorized]
--> return 0
declare @v nvarchar(255)
exec master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'AlertForwardingServer', @param = @v OUT, @no_output = N'no_output'
select @v as forwards_to
GO
--> forwards_to nvarchar(255)
--> NULL
--> return 0
-- One column too few or too many is the client's fault.
create table #narrow (server_id int null)
insert into #narrow exec msdb.dbo.sp_help_targetserver
GO
--> Msg 213, Level 16, State 1
--> Column name or number of supplied values does not match table definition.
--> return 0
