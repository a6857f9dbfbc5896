/* What administrators keep in a drawer. */
SET NOCOUNT ON;
IF OBJECT_ID('tempdb..#failed') IS NOT NULL DROP TABLE #failed;
GO
;WITH last_run AS
(
	SELECT h.job_id, h.run_status, h.message,
	       ROW_NUMBER() OVER (PARTITION BY h.job_id ORDER BY h.run_date DESC, h.run_time DESC) AS rn,
	       SUM(CASE WHEN h.run_status = 0 THEN 1 END) OVER (PARTITION BY h.job_id) AS failures
	FROM msdb..sysjobhistory AS h WITH (NOLOCK)
	WHERE h.step_id = 0 AND msdb.dbo.agent_datetime(h.run_date, h.run_time) >= DATEADD(dd, -7, GETDATE())
)
SELECT j.name, l.message, l.failures,
       STUFF((SELECT N', ' + s.step_name FROM msdb.dbo.sysjobsteps s WHERE s.job_id = j.job_id ORDER BY s.step_id FOR XML PATH(N''), TYPE).value('.', 'nvarchar(max)'), 1, 2, N'') AS steps
INTO #failed
FROM last_run AS l
	JOIN msdb..sysjobs AS j ON j.job_id = l.job_id
	LEFT JOIN msdb..syscategories c ON c.category_id = j.category_id
WHERE l.rn = 1 AND l.run_status NOT IN (1, 4)
GROUP BY j.name, l.message, l.failures, j.job_id
HAVING COUNT(*) > 0
OPTION (MAXDOP 1, RECOMPILE);
GO
IF EXISTS (SELECT * FROM sys.objects WHERE object_id = OBJECT_ID(N'[dbo].[usp_KillIdle]') AND type in (N'P', N'PC'))
	DROP PROCEDURE [dbo].[usp_KillIdle]
GO
CREATE PROCEDURE [dbo].[usp_KillIdle]
	@minutes int = 60,
	@login sysname = NULL,
	@killed int = 0 OUTPUT
WITH EXECUTE AS OWNER
AS
BEGIN
	SET NOCOUNT, XACT_ABORT ON
	DECLARE @sql nvarchar(max) = N'', @spid smallint
	BEGIN TRY
		DECLARE idle INSENSITIVE CURSOR FOR
			SELECT spid FROM master..sysprocesses
			WHERE status = 'sleeping' AND last_batch < DATEADD(mi, -@minutes, GETDATE()) AND (@login IS NULL OR loginame = @login)
			FOR READ ONLY
		OPEN idle
		WHILE 1 = 1
		BEGIN
			FETCH NEXT FROM idle INTO @spid
			IF @@FETCH_STATUS <> 0 BREAK
			SET @sql = N'KILL ' + CAST(@spid AS nvarchar(10))
			EXEC (@sql)
			SELECT @killed += 1
		END
		CLOSE idle; DEALLOCATE idle
	END TRY
	BEGIN CATCH
		IF @@TRANCOUNT > 0 ROLLBACK
		DECLARE @m nvarchar(2048) = ERROR_MESSAGE(), @s int = ERROR_SEVERITY()
		RAISERROR (N'%s', @s, 1, @m) WITH NOWAIT
		RETURN -1
	END CATCH
	RETURN (0)
END
GO
CREATE TABLE dbo.JobAudit
(
	AuditId bigint IDENTITY(1, 1) NOT NULL CONSTRAINT PK_JobAudit PRIMARY KEY CLUSTERED,
	JobId uniqueidentifier NOT NULL,
	ChangedAt datetime2(3) NOT NULL CONSTRAINT DF_JobAudit_At DEFAULT (SYSUTCDATETIME()),
	ChangedBy sysname NOT NULL DEFAULT SUSER_SNAME(),
	What char(1) NOT NULL CHECK (What IN ('I', 'U', 'D')),
	Seconds AS DATEDIFF(ss, ChangedAt, SYSUTCDATETIME())
) ON [PRIMARY]
CREATE NONCLUSTERED INDEX IX_JobAudit_Job ON dbo.JobAudit (JobId, ChangedAt DESC) INCLUDE (What) WITH (FILLFACTOR = 90)
GO
CREATE OR ALTER TRIGGER dbo.tr_Jobs ON dbo.Jobs AFTER INSERT, UPDATE, DELETE
AS
SET NOCOUNT ON;
MERGE dbo.JobAudit AS t
USING (SELECT COALESCE(i.job_id, d.job_id) AS job_id, CASE WHEN d.job_id IS NULL THEN 'I' WHEN i.job_id IS NULL THEN 'D' ELSE 'U' END AS what
       FROM inserted i FULL OUTER JOIN deleted d ON d.job_id = i.job_id) AS s
ON t.JobId = s.job_id AND t.What = s.what
WHEN MATCHED THEN UPDATE SET ChangedAt = SYSUTCDATETIME()
WHEN NOT MATCHED THEN INSERT (JobId, What) VALUES (s.job_id, s.what);
GO
BACKUP DATABASE [msdb] TO DISK = N'msdb.bak' WITH INIT, COMPRESSION, STATS = 10
EXEC sp_configure 'show advanced options', 1; RECONFIGURE WITH OVERRIDE;
EXEC sp_MSforeachdb 'USE [?]; DBCC CHECKDB WITH NO_INFOMSGS'
ALTER DATABASE [Accounts] SET SINGLE_USER WITH ROLLBACK IMMEDIATE
CREATE LOGIN [CORP\agent] FROM WINDOWS WITH DEFAULT_DATABASE = [msdb]
GRANT EXECUTE ON OBJECT::dbo.usp_KillIdle TO [CORP\agent]
GO
