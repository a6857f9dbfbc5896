-- A master without MSXOperator takes no target, and the target stays as it was.
--@ HQ
EXEC msdb.dbo.sp_delete_operator N'MSXOperator'
GO
--> return 0
DECLARE @rc int
EXEC @rc = msdb.dbo.sp_enlist_tsx 0, N'T9', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240
SELECT @rc AS rc
GO
--> Msg 14363, Level 16, State 1, Procedure sp_enlist_tsx
--> The MSX server is not prepared for enlistments [there must be an operator named 'MSXOperator' defined at the MSX]
--> rc int
--> 9
--> return 9
--@ T1
EXEC msdb.dbo.sp_msx_enlist N'HQ'
GO
--> Msg 14363, Level 16, State 1, Procedure sp_enlist_tsx
--> The MSX server is not prepared for enlistments [there must be an operator named 'MSXOperator' defined at the MSX]
--> return 1
SELECT COUNT(*) AS enlisted FROM msdb.dbo.sqlagent_info
SELECT COUNT(*) AS masters FROM msdb.dbo.sysoriginatingservers
GO
--> enlisted int
--> 0
--> masters int
--> 0
--@ HQ
SELECT COUNT(*) AS targets FROM msdb.dbo.systargetservers
GO
--> targets int
--> 0
