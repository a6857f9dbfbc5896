-- What sp_enum_sqlagent_subsystems lists, on demand after the table has been made anew. Threads that somebody set stay.
EXEC msdb.dbo.sp_verify_subsystems
UPDATE msdb.dbo.syssubsystems SET max_worker_threads = 7 WHERE subsystem = N'TSQL'
DELETE FROM msdb.dbo.syssubsystems WHERE subsystem = N'SSIS'
GO
--> return 0
EXEC msdb.dbo.sp_enum_sqlagent_subsystems_internal @syssubsytems_refresh_needed = 1
GO
--> subsystem nvarchar(40) | description nvarchar(4000) | subsystem_dll nvarchar(255) | agent_exe nvarchar(255) | start_entry_point nvarchar(30) | event_entry_point nvarchar(30) | stop_entry_point nvarchar(30) | max_worker_threads int | subsystem_id int
--> ANALYSISCOMMAND | Analysis command subsystem | SQLOLAPSS.DLL | NULL | OlapStart | OlapCommandEvent | OlapStop | 100 | 10
--> ANALYSISQUERY | Analysis query subsystem | SQLOLAPSS.DLL | NULL | OlapStart | OlapQueryEvent | OlapStop | 100 | 9
--> CmdExec | Command-Line Subsystem | SQLCMDSS.DLL | NULL | CmdExecStart | CmdEvent | CmdExecStop | 10 | 3
--> PowerShell | PowerShell Subsystem | SQLPOWERSHELLSS.DLL | SQLPS.exe | PowerShellStart | PowerShellEvent | PowerShellStop | 2 | 12
--> SSIS | SSIS package execution subsystem | SQLDTSSS.DLL | DTExec.exe | DtsStart | DtsEvent | DtsStop | 100 | 11
--> TSQL | Transact-SQL Subsystem | [Internal] | [Internal] | [Internal] | [Internal] | [Internal] | 7 | 1
--> return 0
