EXEC msdb.dbo.sp_sqlagent_get_startup_info
GO
--> msdb_read_only int | msdb_available int | case_sensitive_server int | max_user_connection sql_variant | sql_server_name sysname | tbu int | platform int | instance_name sysname | is_clustered int | agent_allowed int
--> 0 | 1 | 0 | 0 | HQ | 0 | 1 | MSSQLSERVER | 0 | 1
--> return 0
