DECLARE @id int
EXEC msdb.dbo.sp_verify_operator N'Ada', 1, 0, 90000, 180000, 90000, 180000, 90000, 180000, N'[DEFAULT]', @id OUTPUT
SELECT @id AS id
GO
DECLARE @id int
EXEC msdb.dbo.sp_verify_operator N'Ada', 1, 0, 90000, 180000, 90000, 180000, 90000, 186000, N'[DEFAULT]', @id OUTPUT
GO
