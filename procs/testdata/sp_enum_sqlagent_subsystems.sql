EXEC msdb.dbo.sp_enum_sqlagent_subsystems
GO
--> subsystem nvarchar(40) | description nvarchar(4000) | subsystem_dll nvarchar(255) | agent_exe nvarchar(255) | start_entry_point nvarchar(30) | event_entry_point nvarchar(30) | stop_entry_point nvarchar(30) | max_worker_threads int | subsystem_id int
--> ANALYSISCOMMAND | Analysis command subsystem | SQLOLAPSS.DLL | NULL | OlapStart | OlapCommandEvent | OlapStop | 100 | 10
--> ANALYSISQUERY | Analysis query subsystem | SQLOLAPSS.DLL | NULL | OlapStart | OlapQueryEvent | OlapStop | 100 | 9
--> CmdExec | Command-Line Subsystem | SQLCMDSS.DLL | NULL | CmdExecStart | CmdEvent | CmdExecStop | 10 | 3
--> PowerShell | PowerShell Subsystem | SQLPOWERSHELLSS.DLL | SQLPS.exe | PowerShellStart | PowerShellEvent | PowerShellStop | 2 | 12
--> SSIS | SSIS package execution subsystem | SQLDTSSS.DLL | DTExec.exe | DtsStart | DtsEvent | DtsStop | 100 | 11
--> TSQL | Transact-SQL Subsystem | [Internal] | [Internal] | [Internal] | [Internal] | [Internal] | 20 | 1
--> return 0
SELECT subsystem_id, subsystem FROM msdb.dbo.syssubsystems ORDER BY subsystem_id
GO
--> subsystem_id int | subsystem nvarchar(40)
--> 1 | TSQL
--> 3 | CmdExec
--> 4 | Snapshot
--> 5 | LogReader
--> 6 | Distribution
--> 7 | Merge
--> 8 | QueueReader
--> 9 | ANALYSISQUERY
--> 10 | ANALYSISCOMMAND
--> 11 | SSIS
--> 12 | PowerShell
