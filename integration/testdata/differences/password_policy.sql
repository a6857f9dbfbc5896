-- SQL Server: CREATE LOGIN checks the password against the policy of Windows unless told CHECK_POLICY = OFF (15116 to 15118).
-- msxgate: the options are taken and not enforced.
-- Why: the policy is that of a Windows domain. Wrong passwords are delayed instead.
CREATE LOGIN weak WITH PASSWORD = N'x', CHECK_POLICY = ON
GO
