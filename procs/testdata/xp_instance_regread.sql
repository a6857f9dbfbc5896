-- A value that is not there: NULL, and a word unless it is not wanted.
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXPollInterval', @v OUTPUT
SELECT @v AS v
GO
--> RegQueryValueEx() returned error 2, 'The system cannot find the file specified.'
--> v int
--> NULL
--> return 0
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXPollInterval', @param = @v OUT, @no_output = N'no_output'
SELECT @v AS v
GO
--> v int
--> NULL
--> return 0
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', @v OUTPUT, N'no_output'
SELECT @v AS v
GO
--> v int
--> 1000
--> return 0
-- A text that is empty reads as NULL.
EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', N'REG_SZ', N''
DECLARE @v nvarchar(128)
SET @v = N'old'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', @v OUTPUT
SELECT @v AS v
GO
--> v sysname
--> NULL
--> return 0
-- What the operating system knows.
DECLARE @v int
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SYSTEM\CurrentControlSet\Control\TimeZoneInformation', N'Bias', @v OUTPUT
SELECT @v AS bias
GO
--> bias int
--> 0
--> return 0
