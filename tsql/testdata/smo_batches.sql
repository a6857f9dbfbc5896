-- Batches in the form management tools send.
DECLARE @edition sysname;
SET @edition = cast(SERVERPROPERTY(N'EDITION') as sysname);
SELECT case when @edition = N'SQL Azure' then 2 else 1 end as 'DatabaseEngineType',
SERVERPROPERTY('EngineEdition') AS DatabaseEngineEdition,
SERVERPROPERTY('ProductVersion') AS ProductVersion,
@@MICROSOFTVERSION AS MicrosoftVersion,
case when serverproperty('EngineEdition') = 12 then 1 when serverproperty('EngineEdition') = 11 and @@version like 'Microsoft Azure SQL Data Warehouse%' then 1 else 0 end as IsFabricServer;
select host_platform from sys.dm_os_host_info
if @edition = N'SQL Azure' 
	select 'TCP' as ConnectionProtocol
else
	exec ('select CONVERT(nvarchar(40),CONNECTIONPROPERTY(''net_transport'')) as ConnectionProtocol')
GO
SET ROWCOUNT 0 SET TEXTSIZE 2147483647 SET NOCOUNT OFF SET CONCAT_NULL_YIELDS_NULL ON SET ARITHABORT ON SET LOCK_TIMEOUT -1 SET QUERY_GOVERNOR_COST_LIMIT 0 SET DEADLOCK_PRIORITY NORMAL SET TRANSACTION ISOLATION LEVEL READ COMMITTED SET ANSI_NULLS ON SET ANSI_NULL_DFLT_ON ON SET ANSI_PADDING ON SET ANSI_WARNINGS ON SET CURSOR_CLOSE_ON_COMMIT OFF SET IMPLICIT_TRANSACTIONS OFF SET QUOTED_IDENTIFIER ON
GO
create table #tmp_jobs (job_id uniqueidentifier null, name sysname collate database_default null, step int null)
declare @job_id uniqueidentifier, @is_sysadmin int
select @is_sysadmin = isnull(is_srvrolemember(N'sysadmin'), 0)
declare crs cursor local fast_forward
for ( select sv.job_id from msdb.dbo.sysjobs_view sv where (sv.name = N'Ship ledger' and sv.category_id = 2) )
open crs
fetch crs into @job_id
while @@fetch_status >= 0
begin
	insert into #tmp_jobs(job_id, name, step)
		exec msdb.dbo.sp_help_jobstep @job_id = @job_id
	fetch crs into @job_id
end
close crs
deallocate crs
SELECT
tj.name AS [Name],
CAST(CASE tj.step WHEN 1 THEN 1 ELSE 0 END AS bit) AS [IsFirst],
'Server[@Name=' + quotename(CAST(serverproperty(N'Servername') AS sysname),'''') + ']' + '/JobServer' AS [Urn],
ISNULL((SELECT TOP 1 c.name FROM msdb.dbo.syscategories AS c WHERE c.category_id = sv.category_id), N'') AS [Category]
FROM
msdb.dbo.sysjobs_view AS sv
LEFT OUTER JOIN #tmp_jobs AS tj ON tj.job_id = sv.job_id
CROSS APPLY (VALUES (1, N'one'), (2, N'two')) v(id, word)
WHERE
(sv.category_id&~4 = @_msparam_0) AND NOT (sv.enabled | 2) = 3
ORDER BY
[Name] ASC
drop table #tmp_jobs
GO
exec sp_executesql N'SELECT s.name FROM msdb.dbo.sysschedules AS s WHERE s.schedule_id=@_msparam_0',N'@_msparam_0 nvarchar(4000)',@_msparam_0=N'12'
GO
declare @HkeyLocal nvarchar(18), @value int
select @HkeyLocal=N'HKEY_LOCAL_MACHINE'
exec master.dbo.xp_instance_regread @HkeyLocal, N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'UseDatabaseMail', @param = @value OUT, @no_output = N'no_output'
if SERVERPROPERTY('EngineEdition') = 8
begin
	select top 1 reserved_storage_mb from master.sys.server_resource_stats order by start_time desc
end
GO 2
