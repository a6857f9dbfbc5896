-- What a text may have in it is kept as it is, up to the length of its parameter: quotes, brackets, NUL, U+02BC, tokens,
-- an emoji, half of one, and an emoji that the length cuts in half.
CREATE LOGIN runner WITH PASSWORD = N'Pa55word!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE TABLE #values (id int IDENTITY(1,1), v nvarchar(4000))
INSERT INTO #values (v) VALUES (N'it''s'), (N'a]b[c'), (N'a' + NCHAR(0) + N'b'), (N'a' + NCHAR(700) + N'b'), (REPLICATE(N'x', 4000)),
  (N'$(ESCAPE_NONE(x))'), (N'a' + NCHAR(55357) + NCHAR(56832) + N'b'), (N'a' + NCHAR(55357) + N'b'), (REPLICATE(N'x', 127) + NCHAR(55357) + NCHAR(56832) + N'y')
CREATE TABLE #kept (what sysname, id int, same bit)
DECLARE @i int = 1, @v nvarchar(4000), @name varbinary(max), @long varbinary(max), @job uniqueidentifier
WHILE @i <= 9
BEGIN
  SELECT @v = v, @name = CONVERT(varbinary(max), LEFT(v, 128)), @long = CONVERT(varbinary(max), LEFT(v, 512)) FROM #values WHERE id = @i
  EXEC msdb.dbo.sp_add_job @job_name = @v, @description = @v, @job_id = @job OUTPUT
  EXEC msdb.dbo.sp_add_jobstep @job_id = @job, @step_name = @v, @command = @v, @output_file_name = @v
  EXEC msdb.dbo.sp_add_jobschedule @job_id = @job, @name = @v, @freq_type = 4, @freq_interval = 1
  EXEC msdb.dbo.sp_add_operator @name = @v, @email_address = @v
  EXEC msdb.dbo.sp_add_category @name = @v
  EXEC msdb.dbo.sp_add_targetservergroup @name = @v
  EXEC msdb.dbo.sp_add_alert @name = @v, @message_id = @i, @notification_message = @v
  EXEC msdb.dbo.sp_add_proxy @proxy_name = @v, @credential_name = N'Runner', @description = @v
  INSERT INTO #kept SELECT N'job', @i, CASE WHEN CONVERT(varbinary(max), name) = @name AND CONVERT(varbinary(max), description) = @long THEN 1 ELSE 0 END FROM msdb.dbo.sysjobs WHERE job_id = @job
  INSERT INTO #kept SELECT N'step', @i, CASE WHEN CONVERT(varbinary(max), step_name) = @name AND CONVERT(varbinary(max), command) = CONVERT(varbinary(max), @v)
    AND CONVERT(varbinary(max), output_file_name) = CONVERT(varbinary(max), LEFT(@v, 200)) THEN 1 ELSE 0 END FROM msdb.dbo.sysjobsteps WHERE job_id = @job
  INSERT INTO #kept SELECT N'schedule', @i, CASE WHEN CONVERT(varbinary(max), name) = @name THEN 1 ELSE 0 END FROM msdb.dbo.sysschedules WHERE schedule_id = @i
  INSERT INTO #kept SELECT N'operator', @i, CASE WHEN CONVERT(varbinary(max), name) = @name AND CONVERT(varbinary(max), email_address) = CONVERT(varbinary(max), LEFT(@v, 100)) THEN 1 ELSE 0 END FROM msdb.dbo.sysoperators WHERE id = @i
  INSERT INTO #kept SELECT N'category', @i, CASE WHEN CONVERT(varbinary(max), name) = @name THEN 1 ELSE 0 END FROM msdb.dbo.syscategories WHERE category_id = 99 + @i
  INSERT INTO #kept SELECT N'group', @i, CASE WHEN CONVERT(varbinary(max), name) = @name THEN 1 ELSE 0 END FROM msdb.dbo.systargetservergroups WHERE servergroup_id = @i
  INSERT INTO #kept SELECT N'alert', @i, CASE WHEN CONVERT(varbinary(max), name) = @name AND CONVERT(varbinary(max), notification_message) = @long THEN 1 ELSE 0 END FROM msdb.dbo.sysalerts WHERE id = @i
  INSERT INTO #kept SELECT N'proxy', @i, CASE WHEN CONVERT(varbinary(max), name) = @name AND CONVERT(varbinary(max), description) = @long THEN 1 ELSE 0 END FROM msdb.dbo.sysproxies WHERE proxy_id = @i
  SELECT @i = @i + 1, @job = NULL
END
SELECT what, COUNT(*) AS n FROM #kept WHERE same = 1 GROUP BY what ORDER BY what
SELECT what, id FROM #kept WHERE same = 0 ORDER BY what, id
GO
--> what sysname | n int
--> alert | 9
--> category | 9
--> group | 9
--> job | 9
--> operator | 9
--> proxy | 9
--> schedule | 9
--> step | 9
--> what sysname | id int
--> return 0
-- A message tells no more of a text than 2,047 characters hold.
DECLARE @v nvarchar(4000) = REPLICATE(N'x', 4000)
EXEC msdb.dbo.sp_add_job @job_name = N'J'
BEGIN TRY
  EXEC msdb.dbo.sp_apply_job_to_targets @job_name = N'J', @target_server_groups = @v
END TRY
BEGIN CATCH
  SELECT ERROR_NUMBER() AS number, LEN(ERROR_MESSAGE()) AS length, RIGHT(ERROR_MESSAGE(), 5) AS ends
END CATCH
GO
--> number int | length int | ends nvarchar(5)
--> 14262 | 2047 | xx...
--> return 0
