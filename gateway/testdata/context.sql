EXEC sp_set_session_context 'k', N'v'
EXEC sp_set_session_context N'fixed', 5, 1
SELECT SESSION_CONTEXT(N'k') AS k, SESSION_CONTEXT(N'fixed') AS fixed, SESSION_CONTEXT(N'none') AS none
GO
--> k sql_variant | fixed sql_variant | none sql_variant
--> v | 5 | NULL
--> return 0
EXEC sp_set_session_context 'fixed', 6
GO
--> Msg 15664, Level 16, State 1, Procedure sp_set_session_context
--> Cannot set key 'fixed' in the session context. The key has been set as read_only for this session.
--> return 1
SET CONTEXT_INFO 0x0102
GO
SELECT SUBSTRING(CONTEXT_INFO(), 1, 3) AS info, DATALENGTH(CONTEXT_INFO()) AS n
GO
--> info varbinary(3) | n int
--> 0x010200 | 128
SELECT SESSIONPROPERTY('ANSI_NULLS') AS nulls, SESSIONPROPERTY('ARITHABORT') AS arith, SESSIONPROPERTY('nosuch') AS none
GO
--> nulls sql_variant | arith sql_variant | none sql_variant
--> 1 | 0 | NULL
