-- What msxgate adds to msdb. Run once.

-- What Windows keeps in the registry, and what msxgate adds, has a schema of its own.
CREATE SCHEMA msxgate
GO

-- Registry values. value is text whatever the type says; REG_DWORD is a decimal number.
CREATE TABLE msxgate.registry (
    key_path   nvarchar(256) NOT NULL,
    value_name nvarchar(128) NOT NULL,
    type       nvarchar(16) NOT NULL,
    value      nvarchar(4000) NULL,
    CONSTRAINT PK_registry PRIMARY KEY CLUSTERED (key_path, value_name)
)
GO

-- Where the server of a name listens: host, host\instance or host,port.
CREATE TABLE msxgate.server_alias (
    alias   sysname NOT NULL,
    address nvarchar(260) NOT NULL,
    CONSTRAINT PK_server_alias PRIMARY KEY CLUSTERED (alias)
)
GO

-- On a target: outcomes of jobs from the master, in the order in which they are to be delivered. A row is written in the
-- transaction that ends the run and deleted when the master has stored it, so none is lost while the master is away.
CREATE TABLE msxgate.outbox (
    sequence     bigint IDENTITY(1,1) NOT NULL,
    job_id       uniqueidentifier NOT NULL,
    outcome      int NOT NULL,
    message      nvarchar(4000) NOT NULL,
    run_date     int NOT NULL,
    run_time     int NOT NULL,
    run_duration int NOT NULL,
    CONSTRAINT PK_outbox PRIMARY KEY CLUSTERED (sequence)
)
GO

-- Every run that was asked for, written before its first step starts. source is run_requested_source of sysjobactivity: 1
-- scheduler, 3 start of the agent, 4 user. instruction_id and instruction_posted are the sysdownloadlist row that asked for
-- the run, scheduled_at is the local time at which a schedule made it due: a job runs once for each. state: 0 pending,
-- 1 started, 2 finished, 3 lost (the agent ended before the run did, or the run was refused). stop_requested_by is who asked,
-- by another gateway than that of the agent, for the run to be stopped.
CREATE TABLE msxgate.run_ledger (
    run_id             uniqueidentifier NOT NULL,
    job_id             uniqueidentifier NOT NULL,
    start_step         int NOT NULL,
    source             int NOT NULL,
    requested_by       nvarchar(300) NOT NULL,
    instruction_id     int NULL,
    instruction_posted datetime NULL,
    scheduled_at       datetime NULL,
    state              int NOT NULL,
    created            datetime NOT NULL,
    started            datetime NULL,
    finished           datetime NULL,
    stop_requested_by  nvarchar(300) NULL,
    CONSTRAINT PK_run_ledger PRIMARY KEY CLUSTERED (run_id)
)
CREATE INDEX nc1 ON msxgate.run_ledger (instruction_id)
CREATE INDEX nc2 ON msxgate.run_ledger (state)
CREATE INDEX nc3 ON msxgate.run_ledger (job_id, scheduled_at)
GO
