-- There are no maintenance plans here.
EXEC msdb.dbo.sp_maintplan_subplans_by_job '11111111-1111-1111-1111-111111111111'
GO
--> plan_name sysname | plan_id uniqueidentifier | subplan_name sysname | subplan_id uniqueidentifier
--> return 0
