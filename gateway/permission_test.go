package gateway_test

import (
	"testing"

	"msxgate/gateway/gatewaytest"
)

// people makes a database app with tables, views and procedures, and logins with different rights: reader, writer, owner
// (a member of db_owner), nobody (no user in app).
func people(t testing.TB) (addr string) {
	addr = gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c,
		"CREATE DATABASE app", "CREATE DATABASE vault",
		"CREATE LOGIN reader WITH PASSWORD = 'x1'; CREATE LOGIN writer WITH PASSWORD = 'x1'; CREATE LOGIN owner WITH PASSWORD = 'x1'; CREATE LOGIN nobody WITH PASSWORD = 'x1'",
		"USE vault", "CREATE TABLE gold (n int)", "INSERT gold VALUES (7)",
		"USE app", "CREATE SCHEMA other", "CREATE TABLE t (n int)", "CREATE TABLE secret (n int)", "CREATE TABLE other.t (n int)", "CREATE TABLE log (n int)",
		"INSERT t VALUES (1); INSERT secret VALUES (2)",
		"CREATE USER reader; CREATE USER writer; CREATE USER owner",
		"ALTER ROLE db_owner ADD MEMBER owner; ALTER ROLE db_datawriter ADD MEMBER writer",
		"GRANT SELECT ON dbo.t TO reader",
		"CREATE VIEW v AS SELECT n FROM secret", "GRANT SELECT ON v TO reader",
		"CREATE VIEW far AS SELECT n FROM vault.dbo.gold", "GRANT SELECT ON far TO reader",
		"CREATE SYNONYM near FOR dbo.secret", "CREATE SYNONYM away FOR vault.dbo.gold", "GRANT SELECT ON near TO reader", "GRANT SELECT ON away TO reader",
		"CREATE PROCEDURE p AS SELECT n FROM secret", "GRANT EXECUTE ON p TO reader",
		"CREATE PROCEDURE dynamic AS EXEC ('SELECT n FROM secret')", "GRANT EXECUTE ON dynamic TO reader",
		"CREATE PROCEDURE distant AS SELECT n FROM vault.dbo.gold", "GRANT EXECUTE ON distant TO reader",
		"CREATE PROCEDURE hidden AS SELECT 1 AS n",
		"CREATE FUNCTION f() RETURNS int AS BEGIN RETURN (SELECT MAX(n) FROM secret) END",
		"CREATE FUNCTION open_f() RETURNS int AS BEGIN RETURN (SELECT MAX(n) FROM secret) END", "GRANT EXECUTE ON open_f TO reader",
		"CREATE FUNCTION tf() RETURNS TABLE AS RETURN (SELECT n FROM secret)",
		"CREATE FUNCTION open_tf() RETURNS TABLE AS RETURN (SELECT n FROM secret)", "GRANT SELECT ON open_tf TO reader",
		"CREATE FUNCTION far_tf() RETURNS TABLE AS RETURN (SELECT n FROM vault.dbo.gold)", "GRANT SELECT ON far_tf TO reader",
		"CREATE SEQUENCE seq AS int START WITH 1",
	)
	return addr
}

// TestPermissions is what a login with few rights may do, statement by statement: 0, or the number of the refusal.
func TestPermissions(t *testing.T) {
	addr := people(t)
	for who, cases := range map[string][]struct {
		batch string
		want  int32
	}{
		"reader": {
			{"SELECT n FROM t", 0},
			{"SELECT n FROM app.dbo.t", 0},
			{"SELECT n FROM other.t", 229},
			{"SELECT n FROM secret", 229},
			{"SELECT n FROM vault.dbo.gold", 916},
			{"SELECT n FROM v", 0},
			{"SELECT n FROM far", 916},
			{"SELECT n FROM near", 0},
			{"SELECT n FROM away", 916},
			{"SELECT n FROM dbo.tf()", 229},
			{"SELECT n FROM dbo.open_tf()", 0},
			{"SELECT n FROM dbo.far_tf()", 916},
			{"SELECT dbo.f()", 229},
			{"SELECT dbo.open_f()", 0},
			{"DECLARE @n int SET @n = dbo.f()", 229},
			{"DECLARE @n int SET @n = dbo.open_f()", 0},
			{"EXEC p", 0},
			{"EXEC app..p", 0},
			{"EXEC dynamic", 229},
			{"EXEC distant", 916},
			{"EXEC hidden", 229},
			{"SELECT (SELECT MAX(n) FROM secret)", 229},
			{"SELECT n FROM t WHERE n IN (SELECT n FROM secret)", 229},
			{"SELECT n FROM t UNION ALL SELECT n FROM secret", 229},
			{"SELECT x.n FROM t CROSS APPLY (SELECT n FROM secret) AS x", 229},
			{"WITH secret AS (SELECT n FROM t) SELECT n FROM secret", 0},
			{"WITH a AS (SELECT n FROM secret), secret AS (SELECT n FROM t) SELECT n FROM a", 229},
			{"WITH c AS (SELECT n FROM t) DELETE FROM c", 229},
			{"WITH c AS (SELECT n FROM t) UPDATE c SET n = 5", 229},
			{"IF EXISTS (SELECT 1 FROM secret) PRINT 'x'", 229},
			{"DECLARE @n int = (SELECT MAX(n) FROM secret)", 229},
			{"DECLARE @n int SELECT @n = n FROM secret", 229},
			{"WHILE EXISTS (SELECT 1 FROM secret) BREAK", 229},
			{"PRINT (SELECT MAX(n) FROM secret)", 229},
			{"DECLARE c CURSOR LOCAL FOR SELECT n FROM secret OPEN c", 229},
			{"EXEC ('SELECT n FROM secret')", 229},
			{"EXEC sp_executesql N'SELECT n FROM secret'", 229},
			{"DECLARE @x TABLE (n int) INSERT @x SELECT n FROM t", 0},
			{"DECLARE @x TABLE (n int) INSERT @x SELECT n FROM secret", 229},
			{"CREATE TABLE #x (n int) INSERT #x SELECT n FROM t DROP TABLE #x", 0},
			{"CREATE TABLE #y (n int) INSERT #y EXEC p DROP TABLE #y", 0},
			{"INSERT t EXEC p", 229},
			{"SELECT n INTO copied FROM t", 262},
			{"SELECT n INTO #copied FROM t", 0},
			{"INSERT t VALUES (1)", 229},
			{"UPDATE t SET n = 1", 229},
			{"UPDATE x SET n = 1 FROM t AS x", 229},
			{"UPDATE secret SET n = 1 FROM t AS secret", 229},
			{"DELETE t", 229},
			{"DELETE x FROM t AS x", 229},
			{"DELETE d FROM (SELECT n FROM t) AS d", 229},
			{"MERGE t USING (SELECT 1 AS n) AS s ON s.n = t.n WHEN MATCHED THEN DELETE;", 229},
			{"TRUNCATE TABLE t", 262},
			{"CREATE TABLE mine (n int)", 262},
			{"CREATE VIEW mine AS SELECT 1 AS n", 262},
			{"ALTER TABLE t ADD m int", 262},
			{"DROP TABLE t", 262},
			{"CREATE DATABASE mine", 262},
			{"DROP DATABASE vault", 262},
			{"GRANT SELECT ON secret TO reader", 15247},
			{"CREATE LOGIN x WITH PASSWORD = 'x1'", 15247},
			{"CREATE CREDENTIAL x WITH IDENTITY = 'x', SECRET = 'y'", 15247},
			{"ALTER ROLE db_owner ADD MEMBER reader", 15247},
			{"ALTER SERVER ROLE sysadmin ADD MEMBER reader", 15247},
			{"EXEC sp_addsrvrolemember 'reader', 'sysadmin'", 15247},
			{"ALTER LOGIN sa WITH PASSWORD = 'x1'", 15151},
			{"EXECUTE AS LOGIN = 'sa'", 15406},
			{"EXECUTE AS USER = 'dbo'", 15517},
			{"EXECUTE AS USER = 'reader'; REVERT", 0},
			{"KILL 51", 6102},
			{"SELECT NEXT VALUE FOR seq", 229},
			{"USE vault", 916},
			{"SELECT name FROM sys.objects", 0},
			{"SELECT * FROM master.msxgate.logins", 229},
			{"SELECT * FROM msdb.dbo.sysjobs", 229},
			{"EXEC msdb.dbo.sp_add_job @job_name = 'j'", 229},
			{"SELECT n FROM nosuchtable", 229},
		},
		"writer": {
			{"INSERT t VALUES (3)", 0},
			{"INSERT t OUTPUT inserted.n VALUES (3)", 229},
			{"DELETE log", 0},
			{"DELETE log WHERE n = 1", 229},
			{"UPDATE log SET n = 1", 0},
			{"SELECT n FROM t", 229},
		},
		"owner": {
			{"SELECT n FROM secret", 0},
			{"CREATE VIEW peek AS SELECT n FROM vault.dbo.gold", 0},
			{"SELECT n FROM peek", 916},
			{"CREATE PROCEDURE peek_p AS SELECT n FROM vault.dbo.gold", 0},
			{"EXEC peek_p", 916},
			{"CREATE SYNONYM keys FOR master.msxgate.logins", 0},
			{"SELECT * FROM keys", 229},
			{"EXECUTE AS USER = 'reader'; SELECT n FROM t; REVERT", 0},
			{"EXECUTE AS USER = 'reader'; SELECT n FROM secret", 229},
			{"REVERT", 0},
			{"EXECUTE AS USER = 'dbo'", 15517},
			{"ALTER ROLE db_owner ADD MEMBER writer; ALTER ROLE db_owner DROP MEMBER writer", 0},
		},
		"nobody": {
			{"USE app", 916},
			{"SELECT n FROM app.dbo.t", 916},
			{"EXEC app.dbo.p", 916},
			{"SELECT app.dbo.f()", 916},
			{"SELECT name FROM sys.databases", 0},
			{"EXEC xp_getnetname", 0},
			{"EXEC msdb.dbo.sp_help_job", 229},
		},
	} {
		t.Run(who, func(t *testing.T) {
			c := session(t, addr, who, "x1")
			if who != "nobody" {
				do(t, c, "USE app")
			}
			for _, test := range cases {
				if got := number(c, test.batch); got != test.want {
					t.Errorf("%s: %d, want %d", test.batch, got, test.want)
				}
			}
		})
	}
}

// TestDenyAndGrant: a denial wins over every grant and over db_owner, but not over the owner.
func TestDenyAndGrant(t *testing.T) {
	addr := people(t)
	c, reader, owner := sa(t, addr), session(t, addr, "reader", "x1"), session(t, addr, "owner", "x1")
	do(t, c, "USE app")
	do(t, reader, "USE app")
	do(t, owner, "USE app")
	expect := func(what string, got, want int32) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	do(t, c, "GRANT SELECT ON SCHEMA::dbo TO reader")
	expect("schema", number(reader, "SELECT n FROM secret"), 0)
	expect("other schema", number(reader, "SELECT n FROM other.t"), 229)
	do(t, c, "DENY SELECT ON secret TO public")
	expect("denied to public", number(reader, "SELECT n FROM secret"), 229)
	expect("member of db_owner", number(owner, "SELECT n FROM secret"), 229)
	expect("dbo", number(c, "SELECT n FROM secret"), 0)
	do(t, c, "REVOKE SELECT ON secret FROM public", "CREATE ROLE r", "ALTER ROLE r ADD MEMBER reader", "GRANT SELECT TO r")
	expect("by role, on the database", number(reader, "SELECT n FROM other.t"), 0)
	do(t, c, "DROP TABLE secret", "CREATE TABLE secret (n int)")
	do(t, c, "DENY SELECT ON t TO reader", "DROP TABLE t", "CREATE TABLE t (n int)")
	expect("the denial went with the table", number(reader, "SELECT n FROM t"), 0)
	expect("columns", number(c, "GRANT SELECT (n) ON t TO reader"), 40033)
	expect("nothing there", number(c, "GRANT SELECT ON nothing TO reader"), 15151)
	expect("nobody there", number(c, "GRANT SELECT ON t TO stranger"), 15151)
	do(t, c, "USE master", "DROP DATABASE app", "CREATE DATABASE app")
	expect("old users of a new database", number(session(t, addr, "reader", "x1"), "USE app"), 916)
}

// TestScopes: what a procedure or a dynamic text changes of the session ends with it.
func TestScopes(t *testing.T) {
	addr := people(t)
	c := sa(t, addr)
	do(t, c, "USE app", "CREATE PROCEDURE become AS EXECUTE AS LOGIN = 'reader'; SET LOCK_TIMEOUT 5; SET DATEFIRST 3",
		"CREATE PROCEDURE back AS REVERT")
	do(t, c, "EXEC become")
	if got := value(t, c, "SELECT SUSER_SNAME() + '/' + CAST(@@LOCK_TIMEOUT AS varchar) + '/' + CAST(@@DATEFIRST AS varchar)"); got != "sa/-1/7" {
		t.Error("after a procedure:", got)
	}
	do(t, c, "EXECUTE AS LOGIN = 'owner'", "EXEC app.dbo.back")
	if got := value(t, c, "SELECT SUSER_SNAME()"); got != "owner" {
		t.Error("a procedure reverts what its caller has done:", got)
	}
	do(t, c, "REVERT", "EXEC ('USE msdb; EXECUTE AS LOGIN = ''reader''')")
	if got := value(t, c, "SELECT DB_NAME() + '/' + SUSER_SNAME()"); got != "app/sa" {
		t.Error("after a dynamic text:", got)
	}
	do(t, c, "CREATE USER lonely WITHOUT LOGIN", "GRANT SELECT ON t TO lonely", "EXECUTE AS USER = 'lonely'")
	if got := value(t, c, "SELECT USER_NAME() + CAST(IS_SRVROLEMEMBER('sysadmin') AS varchar) FROM t"); got != "lonely0" {
		t.Error("as a user without a login:", got)
	}
	if n := number(c, "SELECT n FROM secret"); n != 229 {
		t.Error("as a user without a login:", n)
	}
}
