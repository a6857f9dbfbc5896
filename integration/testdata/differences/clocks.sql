-- SQL Server: sp_set_local_time, which a SYNC-TIME instruction runs, sets the clock of the computer from another.
-- msxgate: it does nothing and succeeds.
-- Why: clocks are kept by NTP, and setting them needs rights that a gateway should not have.
EXEC msdb.dbo.sp_set_local_time N'BOSS', 5
GO
--> return 0
