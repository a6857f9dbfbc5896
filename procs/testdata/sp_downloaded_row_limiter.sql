-- A server of which nothing is known: 1, and no word.
EXEC msdb.dbo.sp_downloaded_row_limiter N'nope'
GO
--> return 1
EXEC msdb.dbo.sp_downloaded_row_limiter NULL
GO
--> return 1
INSERT INTO msdb.dbo.sysdownloadlist (source_server, operation_code, object_type, object_id, target_server, status)
VALUES (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 0), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 1), (N'HQ', 1, 1, 0x00000000000000000000000000000000, N'T1', 0)
GO
-- No limit is set.
EXEC msdb.dbo.sp_downloaded_row_limiter N'T1'
GO
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'DownloadedMaxRows', N'REG_DWORD', 2
EXEC msdb.dbo.sp_downloaded_row_limiter N't1'
GO
--> return 0
-- The two newest of those that were downloaded stay, and all that were not.
SELECT instance_id, status FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> instance_id int | status tinyint
--> 3 | 0
--> 5 | 1
--> 6 | 1
--> 7 | 0
-- A limit that makes no sense is mended.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'DownloadedMaxRows', N'REG_DWORD', -5
EXEC msdb.dbo.sp_downloaded_row_limiter N'T1'
DECLARE @n int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'DownloadedMaxRows', @n OUTPUT
SELECT @n AS rows
GO
--> rows int
--> 100
--> return 0
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'DownloadedMaxRows', N'REG_DWORD', 0
EXEC msdb.dbo.sp_downloaded_row_limiter N'T1'
GO
--> return 0
SELECT instance_id, status FROM msdb.dbo.sysdownloadlist ORDER BY instance_id
GO
--> instance_id int | status tinyint
--> 3 | 0
--> 7 | 0
