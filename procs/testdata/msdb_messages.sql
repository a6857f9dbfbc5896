-- Messages that guard the tables themselves, or that few callers meet.
INSERT INTO msdb.dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, N'BOSS', 1)
EXEC msdb.dbo.sp_add_job @job_name = N'J'
UPDATE msdb.dbo.sysjobs SET originating_server_id = 1
GO
--> return 0
-- Jobs belong to servers that are known, and those stay while they have jobs.
UPDATE msdb.dbo.sysjobs SET originating_server_id = 7
GO
--> Msg 14379, Level 16, State 1, Procedure trig_sysjobs_insert_update
--> Table 'dbo.sysjobs' foreign key 'originating_server_id' does not have a matching value in the referenced view 'dbo.sysoriginatingservers_view'.
--> Msg 3609, Level 16, State 1
--> The transaction ended in the trigger. The batch has been aborted.
DELETE FROM msdb.dbo.sysoriginatingservers
GO
--> Msg 14380, Level 16, State 1, Procedure trig_sysoriginatingservers_delete
--> Field 'originating_server_id' in table sysoriginatingservers is being referenced by either sysjobs or sysschedules.
--> Msg 3609, Level 16, State 1
--> The transaction ended in the trigger. The batch has been aborted.
SELECT j.originating_server_id, o.originating_server FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysoriginatingservers AS o ON o.originating_server_id = j.originating_server_id
GO
--> originating_server_id int | originating_server sysname
--> 1 | BOSS
-- An agent may not invent a server either.
--@ app SQLAgent - x
EXEC msdb.dbo.sp_add_job @job_name = N'K', @originating_server = N'NOBODY'
GO
--> Msg 14370, Level 16, State 1, Procedure sp_add_job
--> The @originating_server must be either the local server name or the master server (MSX) name for MSX jobs on a target server (TSX).
--> return 1
--@ as sa
-- Sysadmins need no proxy, which is no error when one is granted.
CREATE LOGIN runner WITH PASSWORD = N'T4rgets!'
CREATE LOGIN olga WITH PASSWORD = N'T4rgets!'
ALTER SERVER ROLE sysadmin ADD MEMBER olga
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'P', @credential_name = N'Runner'
EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'olga', @proxy_name = N'P'
GO
--> 'olga' is a member of sysadmin server role and cannot be granted to or revoked from the proxy. Members of sysadmin server role are allowed to use any proxy.
--> return 0
-- Who may notify the agent may not do it about the jobs of others.
CREATE LOGIN bob WITH PASSWORD = N'T4rgets!'
GO
USE msdb
CREATE USER bob FOR LOGIN bob
GRANT EXECUTE ON dbo.sp_sqlagent_notify TO bob
GO
--> Changed database context to 'msdb'.
--@ as bob
USE msdb
DECLARE @id uniqueidentifier = 0x00
EXEC msdb.dbo.sp_sqlagent_notify N'J', @job_id = @id, @action_type = N'D'
GO
--> Changed database context to 'msdb'.
--> Msg 14252, Level 16, State 1, Procedure sp_sqlagent_notify
--> Cannot perform this action on a job you do not own.
--> return 1
EXEC msdb.dbo.sp_sqlagent_notify N'P'
GO
--> Msg 14260, Level 16, State 1, Procedure sp_sqlagent_notify
--> You do not have sufficient permission to run this command. Contact your system administrator.
--> return 1
--@ as sa
-- Words of other messages, and of what the help procedures show.
SELECT n AS number, FORMATMESSAGE(n) AS message
FROM (VALUES (14551), (14552), (14553), (14554), (14581), (14558), (14559), (14565), (14568), (14569)) AS words (n)
GO
--> number int | message nvarchar(2048)
--> 14551 | Replication Snapshot Subsystem
--> 14552 | Replication Transaction-Log Reader Subsystem
--> 14553 | Replication Distribution Subsystem
--> 14554 | Replication Merge Subsystem
--> 14581 | Replication Transaction Queue Reader Subsystem
--> 14558 | (encrypted command)
--> 14559 | (append output file)
--> 14565 | (goto step)
--> 14568 | (above normal)
--> 14569 | (time critical)
