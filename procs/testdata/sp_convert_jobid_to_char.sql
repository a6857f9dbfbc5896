DECLARE @c nvarchar(34)
EXEC msdb.dbo.sp_convert_jobid_to_char '00010203-0405-0607-0809-0A0B0C0D0E0F', @c OUTPUT
SELECT @c AS c
GO
--> c nvarchar(34)
--> 0x030201000504070608090A0B0C0D0E0F
--> return 0
