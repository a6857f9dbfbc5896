-- The tables, views, triggers, roles and first rows of SQL Server's msdb. Run once, in an empty msdb, behind gateway.sql.

-- On a target: the master its jobs came from. At most one row; the local server is 0 and stands in the view only.
CREATE TABLE dbo.sysoriginatingservers (
    originating_server_id int NULL DEFAULT 1,
    originating_server    sysname NOT NULL,
    master_server         bit NULL DEFAULT 1,
    CONSTRAINT UQ_sysoriginatingservers_id UNIQUE CLUSTERED (originating_server_id),
    CONSTRAINT UQ_sysoriginatingservers_name UNIQUE NONCLUSTERED (originating_server),
    CONSTRAINT CK_originating_server_id_MustBe_1 CHECK (originating_server_id = 1),
    CONSTRAINT CK_master_server_MustBe_1 CHECK (master_server = 1)
)
GO

-- The name is not unique: jobs of different originating servers may share one.
CREATE TABLE dbo.sysjobs (
    job_id                     uniqueidentifier NOT NULL,
    originating_server_id      int NOT NULL,
    name                       sysname NOT NULL,
    enabled                    tinyint NOT NULL,
    description                nvarchar(512) NULL,
    start_step_id              int NOT NULL,
    category_id                int NOT NULL,
    owner_sid                  varbinary(85) NOT NULL,
    notify_level_eventlog      int NOT NULL,
    notify_level_email         int NOT NULL,
    notify_level_netsend       int NOT NULL,
    notify_level_page          int NOT NULL,
    notify_email_operator_id   int NOT NULL,
    notify_netsend_operator_id int NOT NULL,
    notify_page_operator_id    int NOT NULL,
    delete_level               int NOT NULL,
    date_created               datetime NOT NULL,
    date_modified              datetime NOT NULL,
    version_number             int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobs (job_id)
CREATE INDEX nc1 ON dbo.sysjobs (name)
CREATE INDEX nc3 ON dbo.sysjobs (category_id)
CREATE INDEX nc4 ON dbo.sysjobs (owner_sid)
GO

CREATE TABLE dbo.sysjobsteps (
    job_id                uniqueidentifier NOT NULL,
    step_id               int NOT NULL,
    step_name             sysname NOT NULL,
    subsystem             nvarchar(40) NOT NULL,
    command               nvarchar(max) NULL,
    flags                 int NOT NULL,
    additional_parameters nvarchar(max) NULL,
    cmdexec_success_code  int NOT NULL,
    on_success_action     tinyint NOT NULL,
    on_success_step_id    int NOT NULL,
    on_fail_action        tinyint NOT NULL,
    on_fail_step_id       int NOT NULL,
    server                sysname NULL,
    database_name         sysname NULL,
    database_user_name    sysname NULL,
    retry_attempts        int NOT NULL,
    retry_interval        int NOT NULL,
    os_run_priority       int NOT NULL,
    output_file_name      nvarchar(200) NULL,
    last_run_outcome      int NOT NULL,
    last_run_duration     int NOT NULL,
    last_run_retries      int NOT NULL,
    last_run_date         int NOT NULL,
    last_run_time         int NOT NULL,
    proxy_id              int NULL,
    step_uid              uniqueidentifier NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobsteps (job_id, step_id)
CREATE UNIQUE INDEX nc1 ON dbo.sysjobsteps (job_id, step_name)
CREATE UNIQUE INDEX nc2 ON dbo.sysjobsteps (step_uid)
GO

CREATE TABLE dbo.sysschedules (
    schedule_id            int IDENTITY(1,1) NOT NULL,
    schedule_uid           uniqueidentifier NOT NULL,
    originating_server_id  int NOT NULL,
    name                   sysname NOT NULL,
    owner_sid              varbinary(85) NOT NULL,
    enabled                int NOT NULL,
    freq_type              int NOT NULL,
    freq_interval          int NOT NULL,
    freq_subday_type       int NOT NULL,
    freq_subday_interval   int NOT NULL,
    freq_relative_interval int NOT NULL,
    freq_recurrence_factor int NOT NULL,
    active_start_date      int NOT NULL,
    active_end_date        int NOT NULL,
    active_start_time      int NOT NULL,
    active_end_time        int NOT NULL,
    date_created           datetime NOT NULL DEFAULT GETDATE(),
    date_modified          datetime NOT NULL DEFAULT GETDATE(),
    version_number         int NOT NULL DEFAULT 1,
    CONSTRAINT PK_sysschedules PRIMARY KEY CLUSTERED (schedule_id)
)
GO

CREATE TABLE dbo.sysjobschedules (
    schedule_id   int NULL,
    job_id        uniqueidentifier NULL,
    next_run_date int NOT NULL DEFAULT 0,
    next_run_time int NOT NULL DEFAULT 0,
    CONSTRAINT FK_sysjobschedules_sysschedules FOREIGN KEY (schedule_id) REFERENCES dbo.sysschedules (schedule_id),
    CONSTRAINT FK_sysjobschedules_sysjobs FOREIGN KEY (job_id) REFERENCES dbo.sysjobs (job_id)
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobschedules (job_id, schedule_id)
CREATE INDEX NC_sysjobschedules_schedule_id ON dbo.sysjobschedules (schedule_id)
GO

-- server_id 0 is the local server. Nothing keeps (job_id, server_id) unique but sp_add_jobserver.
CREATE TABLE dbo.sysjobservers (
    job_id               uniqueidentifier NOT NULL,
    server_id            int NOT NULL,
    last_run_outcome     tinyint NOT NULL,
    last_outcome_message nvarchar(4000) NULL,
    last_run_date        int NOT NULL,
    last_run_time        int NOT NULL,
    last_run_duration    int NOT NULL
)
CREATE CLUSTERED INDEX clust ON dbo.sysjobservers (job_id)
CREATE INDEX nc1 ON dbo.sysjobservers (server_id)
GO

-- run_date and run_time are the start; run_duration is HHMMSS, its hours going past 24.
CREATE TABLE dbo.sysjobhistory (
    instance_id         int IDENTITY(1,1) NOT NULL,
    job_id              uniqueidentifier NOT NULL,
    step_id             int NOT NULL,
    step_name           sysname NOT NULL,
    sql_message_id      int NOT NULL,
    sql_severity        int NOT NULL,
    message             nvarchar(4000) NULL,
    run_status          int NOT NULL,
    run_date            int NOT NULL,
    run_time            int NOT NULL,
    run_duration        int NOT NULL,
    operator_id_emailed int NOT NULL,
    operator_id_netsent int NOT NULL,
    operator_id_paged   int NOT NULL,
    retries_attempted   int NOT NULL,
    server              sysname NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobhistory (instance_id)
CREATE INDEX nc1 ON dbo.sysjobhistory (job_id)
GO

-- One row for each start of the agent.
CREATE TABLE dbo.syssessions (
    session_id       int IDENTITY(1,1) NOT NULL,
    agent_start_date datetime NOT NULL,
    CONSTRAINT PK_syssessions PRIMARY KEY CLUSTERED (session_id)
)
CREATE UNIQUE INDEX nonclust ON dbo.syssessions (agent_start_date)
GO

-- One row for each agent start and job.
CREATE TABLE dbo.sysjobactivity (
    session_id              int NOT NULL,
    job_id                  uniqueidentifier NOT NULL,
    run_requested_date      datetime NULL,
    run_requested_source    sysname NULL,
    queued_date             datetime NULL,
    start_execution_date    datetime NULL,
    last_executed_step_id   int NULL,
    last_executed_step_date datetime NULL,
    stop_execution_date     datetime NULL,
    job_history_id          int NULL,
    next_scheduled_run_date datetime NULL,
    CONSTRAINT FK_sysjobactivity_sysjobs FOREIGN KEY (job_id) REFERENCES dbo.sysjobs (job_id) ON DELETE CASCADE,
    CONSTRAINT FK_sysjobactivity_syssessions FOREIGN KEY (session_id) REFERENCES dbo.syssessions (session_id)
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysjobactivity (session_id, job_id)
GO

CREATE TABLE dbo.sysjobstepslogs (
    log_id        int IDENTITY(1,1) NOT NULL,
    log           nvarchar(max) NOT NULL,
    date_created  datetime NOT NULL DEFAULT GETDATE(),
    date_modified datetime NOT NULL DEFAULT GETDATE(),
    log_size      bigint NOT NULL,
    step_uid      uniqueidentifier NOT NULL,
    CONSTRAINT PK_sysjobstepslogs PRIMARY KEY CLUSTERED (log_id),
    CONSTRAINT FK_sysjobstepslogs_sysjobsteps FOREIGN KEY (step_uid) REFERENCES dbo.sysjobsteps (step_uid) ON DELETE CASCADE
)
GO

-- On a master: the servers that enlisted. status is 1; bits 2 (offline) and 4 (blocked) are added when it is read.
CREATE TABLE dbo.systargetservers (
    server_id               int IDENTITY(1,1) NOT NULL,
    server_name             sysname NOT NULL,
    location                nvarchar(200) NULL,
    time_zone_adjustment    int NOT NULL,
    enlist_date             datetime NOT NULL DEFAULT GETDATE(),
    last_poll_date          datetime NOT NULL DEFAULT GETDATE(),
    status                  int NOT NULL DEFAULT 1,
    local_time_at_last_poll datetime NOT NULL,
    enlisted_by_nt_user     nvarchar(100) NOT NULL,
    poll_interval           int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.systargetservers (server_id)
CREATE UNIQUE INDEX nc1 ON dbo.systargetservers (server_name)
GO

CREATE TABLE dbo.systargetservergroups (
    servergroup_id int IDENTITY(1,1) NOT NULL,
    name           sysname NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.systargetservergroups (name)
GO

CREATE TABLE dbo.systargetservergroupmembers (
    servergroup_id int NOT NULL,
    server_id      int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.systargetservergroupmembers (servergroup_id, server_id)
CREATE INDEX nc1 ON dbo.systargetservergroupmembers (server_id)
GO

-- The instructions of a master, in the order of instance_id. error_message not NULL blocks the target.
CREATE TABLE dbo.sysdownloadlist (
    instance_id         int IDENTITY(1,1) NOT NULL,
    source_server       sysname NOT NULL,
    operation_code      tinyint NOT NULL,
    object_type         tinyint NOT NULL,
    object_id           uniqueidentifier NOT NULL,
    target_server       sysname NOT NULL,
    error_message       nvarchar(1024) NULL DEFAULT NULL,
    date_posted         datetime NOT NULL DEFAULT GETDATE(),
    date_downloaded     datetime NULL,
    status              tinyint NOT NULL DEFAULT 0,
    deleted_object_name sysname NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysdownloadlist (instance_id)
CREATE INDEX nc1 ON dbo.sysdownloadlist (target_server)
CREATE INDEX nc2 ON dbo.sysdownloadlist (object_id)
GO

-- Ids below 100 are permanent.
CREATE TABLE dbo.syscategories (
    category_id    int IDENTITY(1,1) NOT NULL,
    category_class int NOT NULL,
    category_type  tinyint NOT NULL,
    name           sysname NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.syscategories (name, category_class)
GO

CREATE TABLE dbo.sysoperators (
    id                        int IDENTITY(1,1) NOT NULL,
    name                      sysname NOT NULL,
    enabled                   tinyint NOT NULL,
    email_address             nvarchar(100) NULL,
    last_email_date           int NOT NULL,
    last_email_time           int NOT NULL,
    pager_address             nvarchar(100) NULL,
    last_pager_date           int NOT NULL,
    last_pager_time           int NOT NULL,
    weekday_pager_start_time  int NOT NULL,
    weekday_pager_end_time    int NOT NULL,
    saturday_pager_start_time int NOT NULL,
    saturday_pager_end_time   int NOT NULL,
    sunday_pager_start_time   int NOT NULL,
    sunday_pager_end_time     int NOT NULL,
    pager_days                tinyint NOT NULL,
    netsend_address           nvarchar(100) NULL,
    last_netsend_date         int NOT NULL,
    last_netsend_time         int NOT NULL,
    category_id               int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX ByName ON dbo.sysoperators (name)
CREATE UNIQUE INDEX ByID ON dbo.sysoperators (id)
GO

CREATE TABLE dbo.sysalerts (
    id                        int IDENTITY(1,1) NOT NULL,
    name                      sysname NOT NULL,
    event_source              nvarchar(100) NOT NULL,
    event_category_id         int NULL,
    event_id                  int NULL,
    message_id                int NOT NULL,
    severity                  int NOT NULL,
    enabled                   tinyint NOT NULL,
    delay_between_responses   int NOT NULL,
    last_occurrence_date      int NOT NULL,
    last_occurrence_time      int NOT NULL,
    last_response_date        int NOT NULL,
    last_response_time        int NOT NULL,
    notification_message      nvarchar(512) NULL,
    include_event_description tinyint NOT NULL,
    database_name             nvarchar(512) NULL,
    event_description_keyword nvarchar(100) NULL,
    occurrence_count          int NOT NULL,
    count_reset_date          int NOT NULL,
    count_reset_time          int NOT NULL,
    job_id                    uniqueidentifier NOT NULL,
    has_notification          int NOT NULL,
    flags                     int NOT NULL,
    performance_condition     nvarchar(512) NULL,
    category_id               int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX ByName ON dbo.sysalerts (name)
CREATE UNIQUE INDEX ByID ON dbo.sysalerts (id)
GO

CREATE TABLE dbo.sysnotifications (
    alert_id            int NOT NULL,
    operator_id         int NOT NULL,
    notification_method tinyint NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX ByAlertIDAndOperatorID ON dbo.sysnotifications (alert_id, operator_id)
GO

CREATE TABLE dbo.sysproxies (
    proxy_id                int IDENTITY(1,1) NOT NULL,
    name                    sysname NOT NULL,
    credential_id           int NOT NULL,
    enabled                 tinyint NOT NULL,
    description             nvarchar(512) NULL,
    user_sid                varbinary(85) NOT NULL,
    credential_date_created datetime NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysproxies (proxy_id)
CREATE UNIQUE INDEX nc1 ON dbo.sysproxies (name)
GO

CREATE TABLE dbo.syssubsystems (
    subsystem_id       int NOT NULL,
    subsystem          nvarchar(40) NOT NULL,
    description_id     int NULL,
    subsystem_dll      nvarchar(255) NULL,
    agent_exe          nvarchar(255) NULL,
    start_entry_point  nvarchar(30) NULL,
    event_entry_point  nvarchar(30) NULL,
    stop_entry_point   nvarchar(30) NULL,
    max_worker_threads int NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.syssubsystems (subsystem_id)
CREATE UNIQUE INDEX nc1 ON dbo.syssubsystems (subsystem)
GO

CREATE TABLE dbo.sysproxylogin (
    proxy_id int NOT NULL,
    sid      varbinary(85) NULL,
    flags    int NOT NULL DEFAULT 0
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysproxylogin (proxy_id, sid, flags)
GO

CREATE TABLE dbo.sysproxysubsystem (
    subsystem_id int NOT NULL,
    proxy_id     int NOT NULL
)
CREATE UNIQUE CLUSTERED INDEX clust ON dbo.sysproxysubsystem (subsystem_id, proxy_id)
GO

-- Task numbers of SQL Server 6.x; kept because scripts delete from it.
CREATE TABLE dbo.systaskids (
    task_id int IDENTITY(1,1) NOT NULL,
    job_id  uniqueidentifier NOT NULL
)
CREATE CLUSTERED INDEX clust ON dbo.systaskids (job_id)
GO

CREATE TABLE dbo.syscachedcredentials (
    login_name         sysname NOT NULL,
    has_server_access  bit NOT NULL DEFAULT 0,
    is_sysadmin_member bit NOT NULL DEFAULT 0,
    cachedate          datetime NOT NULL DEFAULT GETDATE(),
    CONSTRAINT PK_syscachedcredentials PRIMARY KEY CLUSTERED (login_name)
)
GO

-- DateEnlisted stands here while the server is enlisted.
CREATE TABLE dbo.sqlagent_info (
    attribute sysname NOT NULL,
    value     nvarchar(512) NOT NULL
)
GO

-- Names the local server as number 0 beside the master.
CREATE VIEW dbo.sysoriginatingservers_view AS
SELECT 0 AS originating_server_id,
       UPPER(CONVERT(sysname, SERVERPROPERTY(N'ServerName'))) AS originating_server,
       0 AS master_server
UNION ALL
SELECT originating_server_id, originating_server, CONVERT(int, master_server)
FROM dbo.sysoriginatingservers
GO

-- The jobs the caller may see: its own; all for sysadmin and SQLAgentReaderRole; those of target servers for TargetServersRole.
CREATE VIEW dbo.sysjobs_view AS
SELECT j.job_id, o.originating_server, j.name, j.enabled, j.description, j.start_step_id, j.category_id, j.owner_sid,
       j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page,
       j.notify_email_operator_id, j.notify_netsend_operator_id, j.notify_page_operator_id, j.delete_level,
       j.date_created, j.date_modified, j.version_number, j.originating_server_id, o.master_server
FROM dbo.sysjobs AS j
JOIN dbo.sysoriginatingservers_view AS o ON o.originating_server_id = j.originating_server_id
WHERE j.owner_sid = SUSER_SID()
   OR IS_SRVROLEMEMBER(N'sysadmin') = 1
   OR IS_MEMBER(N'SQLAgentReaderRole') = 1
   OR (IS_MEMBER(N'TargetServersRole') = 1
       AND EXISTS (SELECT 1 FROM dbo.sysjobservers AS s WHERE s.job_id = j.job_id AND s.server_id <> 0))
GO

-- The schedules that were made here and that the caller may see.
CREATE VIEW dbo.sysschedules_localserver_view AS
SELECT s.schedule_id, s.schedule_uid, s.originating_server_id, s.name, s.owner_sid, s.enabled,
       s.freq_type, s.freq_interval, s.freq_subday_type, s.freq_subday_interval, s.freq_relative_interval, s.freq_recurrence_factor,
       s.active_start_date, s.active_end_date, s.active_start_time, s.active_end_time,
       s.date_created, s.date_modified, s.version_number, o.originating_server, o.master_server
FROM dbo.sysschedules AS s
JOIN dbo.sysoriginatingservers_view AS o ON o.originating_server_id = s.originating_server_id
WHERE o.master_server = 0
  AND (s.owner_sid = SUSER_SID()
       OR IS_SRVROLEMEMBER(N'sysadmin') = 1
       OR IS_MEMBER(N'SQLAgentReaderRole') = 1)
GO

-- Adds the local server, whose dates are those that clients know it by.
CREATE VIEW dbo.systargetservers_view AS
SELECT server_id, server_name, enlist_date, last_poll_date
FROM dbo.systargetservers
UNION ALL
SELECT 0, CONVERT(sysname, SERVERPROPERTY(N'ServerName')), CONVERT(datetime, N'19981113', 112), CONVERT(datetime, N'19981113', 112)
GO

CREATE VIEW dbo.sysproxyloginsubsystem_view AS
SELECT s.subsystem_id, s.proxy_id, l.sid, l.flags
FROM dbo.sysproxylogin AS l
JOIN dbo.sysproxysubsystem AS s ON s.proxy_id = l.proxy_id
GO

-- No target server is named ALL. MSXServer is set while the server has targets.
CREATE TRIGGER dbo.trig_targetserver_insert ON dbo.systargetservers AFTER INSERT, DELETE AS
BEGIN
    SET NOCOUNT ON
    IF EXISTS (SELECT 1 FROM inserted WHERE server_name = N'ALL')
    BEGIN
        DELETE FROM dbo.systargetservers WHERE server_name = N'ALL'
        RAISERROR (14271, -1, -1, N'ALL')
        RETURN
    END
    IF NOT EXISTS (SELECT 1 FROM dbo.systargetservers)
        DELETE FROM msxgate.registry
        WHERE key_path = N'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent' AND value_name = N'MSXServer'
    ELSE IF NOT EXISTS (SELECT 1 FROM msxgate.registry
                        WHERE key_path = N'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent' AND value_name = N'MSXServer')
        INSERT INTO msxgate.registry (key_path, value_name, type, value)
        VALUES (N'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServer', N'REG_DWORD', N'1')
END
GO

CREATE TRIGGER dbo.trig_sysoriginatingservers_delete ON dbo.sysoriginatingservers AFTER DELETE AS
BEGIN
    SET NOCOUNT ON
    IF EXISTS (SELECT 1 FROM deleted AS d JOIN dbo.sysjobs AS j ON j.originating_server_id = d.originating_server_id)
       OR EXISTS (SELECT 1 FROM deleted AS d JOIN dbo.sysschedules AS s ON s.originating_server_id = d.originating_server_id)
    BEGIN
        RAISERROR (14380, -1, -1)
        ROLLBACK TRANSACTION
    END
END
GO

CREATE TRIGGER dbo.trig_sysjobs_insert_update ON dbo.sysjobs AFTER INSERT, UPDATE AS
BEGIN
    SET NOCOUNT ON
    IF EXISTS (SELECT 1 FROM inserted AS i
               WHERE NOT EXISTS (SELECT 1 FROM dbo.sysoriginatingservers_view AS o
                                 WHERE o.originating_server_id = i.originating_server_id))
    BEGIN
        RAISERROR (14379, -1, -1, N'dbo.sysjobs')
        ROLLBACK TRANSACTION
    END
END
GO

CREATE TRIGGER dbo.trig_sysschedules_insert_update ON dbo.sysschedules AFTER INSERT, UPDATE AS
BEGIN
    SET NOCOUNT ON
    IF EXISTS (SELECT 1 FROM inserted AS i
               WHERE NOT EXISTS (SELECT 1 FROM dbo.sysoriginatingservers_view AS o
                                 WHERE o.originating_server_id = i.originating_server_id))
    BEGIN
        RAISERROR (14379, -1, -1, N'dbo.sysschedules')
        ROLLBACK TRANSACTION
    END
END
GO

-- A notification without a method is none. has_notification sums up the methods of an alert: 1 e-mail, 2 pager, 4 net send.
CREATE TRIGGER dbo.trig_notification_ins_or_upd ON dbo.sysnotifications AFTER INSERT, UPDATE AS
BEGIN
    SET NOCOUNT ON
    DELETE FROM dbo.sysnotifications WHERE notification_method = 0
    UPDATE dbo.sysalerts
    SET has_notification = COALESCE((SELECT MAX(n.notification_method & 1) + MAX(n.notification_method & 2) + MAX(n.notification_method & 4)
                                     FROM dbo.sysnotifications AS n WHERE n.alert_id = sysalerts.id), 0)
    WHERE id IN (SELECT i.alert_id FROM inserted AS i)
END
GO

CREATE TRIGGER dbo.trig_notification_delete ON dbo.sysnotifications AFTER DELETE AS
BEGIN
    SET NOCOUNT ON
    UPDATE dbo.sysalerts
    SET has_notification = COALESCE((SELECT MAX(n.notification_method & 1) + MAX(n.notification_method & 2) + MAX(n.notification_method & 4)
                                     FROM dbo.sysnotifications AS n WHERE n.alert_id = sysalerts.id), 0)
    WHERE id IN (SELECT d.alert_id FROM deleted AS d)
END
GO

-- A date and a time of the agent (YYYYMMDD, HHMMSS) as a datetime.
CREATE FUNCTION dbo.agent_datetime (@date int, @time int) RETURNS datetime AS
BEGIN
    RETURN CONVERT(datetime,
        CONVERT(nvarchar(4), @date / 10000) + N'-' + CONVERT(nvarchar(2), @date % 10000 / 100) + N'-' + CONVERT(nvarchar(2), @date % 100) + N' ' +
        CONVERT(nvarchar(3), @time / 10000) + N':' + CONVERT(nvarchar(2), @time % 10000 / 100) + N':' + CONVERT(nvarchar(2), @time % 100), 120)
END
GO

-- The agent's own account has the sid 0xFFFFFFFF, which no login has.
CREATE FUNCTION dbo.SQLAGENT_SUSER_SNAME (@user_sid varbinary(85)) RETURNS sysname AS
BEGIN
    IF @user_sid = 0xFFFFFFFF
        RETURN N'$(SQLAgentAccount)'
    RETURN SUSER_SNAME(@user_sid)
END
GO

CREATE FUNCTION dbo.SQLAGENT_SUSER_SID (@user_name sysname) RETURNS varbinary(85) AS
BEGIN
    IF @user_name = N'$(SQLAgentAccount)'
        RETURN 0xFFFFFFFF
    RETURN SUSER_SID(@user_name, 0)
END
GO

SET IDENTITY_INSERT dbo.syscategories ON
INSERT INTO dbo.syscategories (category_id, category_class, category_type, name)
VALUES (0, 1, 1, N'[Uncategorized (Local)]'),
       (1, 1, 1, N'Jobs from MSX'),
       (2, 1, 2, N'[Uncategorized (Multi-Server)]'),
       (3, 1, 1, N'Database Maintenance'),
       (5, 1, 1, N'Full-Text'),
       (6, 1, 1, N'Log Shipping'),
       (7, 1, 1, N'Database Engine Tuning Advisor'),
       (8, 1, 1, N'Data Collector'),
       (10, 1, 1, N'REPL-Distribution'),
       (11, 1, 1, N'REPL-Distribution Cleanup'),
       (12, 1, 1, N'REPL-History Cleanup'),
       (13, 1, 1, N'REPL-LogReader'),
       (14, 1, 1, N'REPL-Merge'),
       (15, 1, 1, N'REPL-Snapshot'),
       (16, 1, 1, N'REPL-Checkup'),
       (17, 1, 1, N'REPL-Subscription Cleanup'),
       (18, 1, 1, N'REPL-Alert Response'),
       (19, 1, 1, N'REPL-QueueReader'),
       (20, 2, 3, N'Replication'),
       (98, 2, 3, N'[Uncategorized]'),
       (99, 3, 3, N'[Uncategorized]')
SET IDENTITY_INSERT dbo.syscategories OFF
GO

INSERT INTO dbo.syssubsystems (subsystem_id, subsystem, description_id, subsystem_dll, agent_exe, start_entry_point, event_entry_point, stop_entry_point, max_worker_threads)
VALUES (1, N'TSQL', 14556, N'[Internal]', N'[Internal]', N'[Internal]', N'[Internal]', N'[Internal]', 20),
       (3, N'CmdExec', 14550, N'SQLCMDSS.DLL', NULL, N'CmdExecStart', N'CmdEvent', N'CmdExecStop', 10),
       (4, N'Snapshot', 14551, N'SQLREPSS.DLL', N'SNAPSHOT.EXE', N'ReplStart', N'ReplEvent', N'ReplStop', 100),
       (5, N'LogReader', 14552, N'SQLREPSS.DLL', N'logread.exe', N'ReplStart', N'ReplEvent', N'ReplStop', 25),
       (6, N'Distribution', 14553, N'SQLREPSS.DLL', N'DISTRIB.EXE', N'ReplStart', N'ReplEvent', N'ReplStop', 100),
       (7, N'Merge', 14554, N'SQLREPSS.DLL', N'REPLMERG.EXE', N'ReplStart', N'ReplEvent', N'ReplStop', 100),
       (8, N'QueueReader', 14581, N'SQLREPSS.dll', N'qrdrsvc.exe', N'ReplStart', N'ReplEvent', N'ReplStop', 100),
       (9, N'ANALYSISQUERY', 14513, N'SQLOLAPSS.DLL', NULL, N'OlapStart', N'OlapQueryEvent', N'OlapStop', 100),
       (10, N'ANALYSISCOMMAND', 14514, N'SQLOLAPSS.DLL', NULL, N'OlapStart', N'OlapCommandEvent', N'OlapStop', 100),
       (11, N'SSIS', 14538, N'SQLDTSSS.DLL', N'DTExec.exe', N'DtsStart', N'DtsEvent', N'DtsStop', 100),
       (12, N'PowerShell', 14698, N'SQLPOWERSHELLSS.DLL', N'SQLPS.exe', N'PowerShellStart', N'PowerShellEvent', N'PowerShellStop', 2)
GO

-- What a new server keeps of its history: 1000 rows, 100 of each job.
INSERT INTO msxgate.registry (key_path, value_name, type, value)
VALUES (N'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRows', N'REG_DWORD', N'1000'),
       (N'HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'JobHistoryMaxRowsPerJob', N'REG_DWORD', N'100')
GO

CREATE ROLE SQLAgentUserRole
CREATE ROLE SQLAgentReaderRole
CREATE ROLE SQLAgentOperatorRole
CREATE ROLE TargetServersRole
GO

-- Each role may what the one before may.
ALTER ROLE SQLAgentUserRole ADD MEMBER SQLAgentReaderRole
ALTER ROLE SQLAgentReaderRole ADD MEMBER SQLAgentOperatorRole
GO

GRANT SELECT ON dbo.syscategories TO SQLAgentUserRole
GRANT SELECT ON dbo.sysjobs_view TO SQLAgentUserRole
GRANT SELECT ON dbo.sysschedules_localserver_view TO SQLAgentUserRole
GRANT SELECT ON dbo.sysalerts TO SQLAgentOperatorRole
GRANT SELECT ON dbo.sysoperators TO SQLAgentOperatorRole
GRANT SELECT ON dbo.sysnotifications TO SQLAgentOperatorRole
GO

-- What a polling target may touch of its master.
GRANT SELECT, UPDATE, DELETE ON dbo.sysdownloadlist TO TargetServersRole
GRANT SELECT, UPDATE ON dbo.sysjobservers TO TargetServersRole
GRANT SELECT, UPDATE ON dbo.systargetservers TO TargetServersRole
GRANT SELECT ON dbo.sysjobs TO TargetServersRole
GRANT SELECT ON dbo.sysproxies TO TargetServersRole
GRANT SELECT ON dbo.syssubsystems TO TargetServersRole
GO
