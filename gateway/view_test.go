package gateway_test

import (
	"context"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// TestResultTypes is the types in which clients read what they ask at their connect.
func TestResultTypes(t *testing.T) {
	c := sa(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	for _, test := range []struct{ query, want string }{
		{"SELECT SERVERPROPERTY('Edition')", "SQL_VARIANT"},
		{"SELECT SERVERPROPERTY('EngineEdition')", "SQL_VARIANT"},
		{"SELECT CAST(SERVERPROPERTY('EngineEdition') AS int)", "INT"},
		{"SELECT SUSER_SNAME()", "NVARCHAR"},
		{"SELECT SUSER_SID()", "VARBINARY"},
		{"SELECT IS_SRVROLEMEMBER('sysadmin')", "INT"},
		{"SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')", "INT"},
		{"SELECT CONNECTIONPROPERTY('net_transport')", "SQL_VARIANT"},
		{"SELECT session_id FROM sys.dm_exec_sessions", "SMALLINT"},
		{"SELECT login_time FROM sys.dm_exec_sessions", "DATETIME"},
		{"SELECT name FROM sys.server_principals", "NVARCHAR"},
		{"SELECT sid FROM sys.server_principals", "VARBINARY"},
		{"SELECT type FROM sys.database_principals", "CHAR"},
	} {
		rows, err := c.QueryContext(context.Background(), test.query)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		types, err := rows.ColumnTypes()
		if err != nil || types[0].DatabaseTypeName() != test.want {
			t.Errorf("%s: %v, %v, want %s", test.query, types[0].DatabaseTypeName(), err, test.want)
		}
		rows.Close()
	}
	for query, want := range map[string]string{
		"SELECT SERVERPROPERTY('Edition')":                                                             "Standard Edition (64-bit)",
		"SELECT SERVERPROPERTY('ServerName')":                                                          "HQ",
		"SELECT SERVERPROPERTY('nosuch')":                                                              "<nil>",
		"SELECT SQL_VARIANT_PROPERTY(SERVERPROPERTY('EngineEdition'), 'BaseType')":                     "int",
		"SELECT SQL_VARIANT_PROPERTY(SERVERPROPERTY('ProductVersion'), 'BaseType')":                    "nvarchar",
		"SELECT encrypt_option + net_transport FROM sys.dm_exec_connections WHERE session_id = @@SPID": "FALSETCP",
	} {
		if got := value(t, c, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// TestVisibility: who has no rights sees no more of logins, credentials and sessions than its own.
func TestVisibility(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE LOGIN ann WITH PASSWORD = 'x1'; CREATE LOGIN bob WITH PASSWORD = 'x1'", "CREATE CREDENTIAL k WITH IDENTITY = 'i', SECRET = 's'")
	ann := session(t, addr, "ann", "x1")
	for query, want := range map[string][2]string{
		"SELECT COUNT(*) FROM sys.sql_logins":                                                        {"3", "2"},
		"SELECT COUNT(*) FROM sys.credentials":                                                       {"1", "0"},
		"SELECT COUNT(*) FROM sys.dm_exec_sessions":                                                  {"2", "1"},
		"SELECT COUNT(*) FROM sys.dm_exec_connections":                                               {"2", "1"},
		"SELECT COUNT(*) FROM sys.server_principals WHERE name LIKE '##%'":                           {"0", "0"},
		"SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE session_id = @@SPID AND status = 'running'": {"1", "1"},
	} {
		for i, s := range []string{value(t, c, query), value(t, ann, query)} {
			if s != want[i] {
				t.Errorf("%s: %s, want %s", query, s, want[i])
			}
		}
	}
}
