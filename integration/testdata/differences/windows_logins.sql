-- SQL Server: a proxy runs as the Windows account that its credential names, and Windows users log in.
-- msxgate: the identity of a credential is a login of this server; there are no Windows logins.
-- Why: there is no Windows. What a proxy may do is what the login may.
CREATE LOGIN [CORP\ada] FROM WINDOWS
GO
--> Msg 15401, Level 16, State 1
--> Windows NT user or group 'CORP\ada' not found. Check the name again.
CREATE LOGIN runner WITH PASSWORD = N'T4rgets!'
CREATE CREDENTIAL Runner WITH IDENTITY = N'runner', SECRET = N'x'
CREATE CREDENTIAL Stranger WITH IDENTITY = N'CORP\ada', SECRET = N'x'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Runner', @credential_name = N'Runner'
EXEC msdb.dbo.sp_add_proxy @proxy_name = N'Stranger', @credential_name = N'Stranger'
GO
--> Msg 14529, Level 16, State 1, Procedure sp_add_proxy
--> Proxy "CORP\ada" is not a valid Windows user.
--> return 1
