package gateway_test

import (
	"testing"

	"msxgate/gateway/gatewaytest"
)

// TestSystemProcedures calls each of them as clients do: the number of its error, and what it answers where that is one
// value.
func TestSystemProcedures(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE TABLE dbo.tab (id int NOT NULL, name nvarchar(20) NULL)", "CREATE PROCEDURE dbo.proc1 AS\nSELECT 1\n",
		"CREATE LOGIN ann WITH PASSWORD = 'x1'", "USE msdb", "CREATE USER ann", "ALTER ROLE SQLAgentUserRole ADD MEMBER ann", "USE master")
	for _, test := range []struct {
		batch string
		want  int32
	}{
		{"EXEC sp_who", 0},
		{"EXEC sp_who 'active'", 0},
		{"EXEC sp_who 'sa'", 0},
		{"EXEC sp_helprole", 0},
		{"EXEC sp_helpsrvrole", 0},
		{"EXEC sp_helpuser", 0},
		{"EXEC sp_helpuser 'nosuch'", 15198},
		{"EXEC msdb..sp_helprolemember 'SQLAgentUserRole'", 0},
		{"EXEC sp_helprolemember 'nosuch'", 15409},
		{"EXEC sp_helpsrvrolemember 'sysadmin'", 0},
		{"EXEC sp_helpsrvrolemember 'nosuch'", 15412},
		{"EXEC sp_databases", 0},
		{"EXEC sp_helpdb", 0},
		{"EXEC sp_helpdb 'msdb'", 0},
		{"EXEC sp_helpdb 'nosuch'", 15010},
		{"EXEC sp_tables", 0},
		{"EXEC sp_columns 'tab'", 0},
		{"EXEC sp_columns @table_name = N'tab', @ODBCVer = 3", 0},
		{"EXEC sp_stored_procedures", 0},
		{"EXEC sp_datatype_info", 0},
		{"EXEC sys.sp_datatype_info_100 12, 3", 0},
		{"exec sp_datatype_info_100 -9, @ODBCVer=3", 0},
		{"exec master.dbo.sp_MSdbuserpriv N'serv'", 0},
		{"EXEC sp_helptext 'proc1'", 0},
		{"EXEC sp_helptext 'tab'", 15197},
		{"EXEC sp_helptext 'nosuch'", 15009},
		{"EXEC sp_configure", 0},
		{"EXEC sp_configure 'Agent XPs'", 0},
		{"EXEC sp_configure 'Agent XPs', 1", 0},
		{"EXEC sp_configure 'Agent XPs', 0", 50000},
		{"EXEC sp_configure 'nosuch'", 15123},
		{"EXEC sp_configure 'show advanced options', 1", 0},
		{"EXEC sp_describe_first_result_set N'SELECT 1'", 0},
		{"EXEC sp_rename 'tab', 'tab2'", 0},
		{"EXEC sp_rename 'tab2.name', 'nick', 'COLUMN'", 0},
		{"EXEC sp_rename 'tab2.name', 'nick', 'COLUMN'", 15248},
		{"EXEC sp_rename 'tab2.nick', 'id', 'COLUMN'", 15335},
		{"EXEC sp_rename 'nosuch', 'x'", 15225},
		{"EXEC sp_rename 'tab2', 'x', 'THING'", 15249},
		{"EXEC sp_who @nosuch = 1", 8145},
		{"EXEC nosuch..sp_who", 911},
		{"EXEC sp_addrolemember 'r'", 201},
	} {
		if got := number(c, test.batch); got != test.want {
			t.Errorf("%s: %d, want %d", test.batch, got, test.want)
		}
	}
	for batch, want := range map[string]string{
		"exec master.dbo.sp_MSdbuserpriv N'serv'": "16383",
		"CREATE TABLE #x (a sysname, b sysname, c varbinary(85) NULL) INSERT #x EXEC msdb..sp_helprolemember 'SQLAgentUserRole' SELECT MAX(b) FROM #x WHERE b = 'ann' DROP TABLE #x": "ann",
		"CREATE TABLE #x (t nvarchar(255)) INSERT #x EXEC sp_helptext 'proc1' SELECT COUNT(*) FROM #x DROP TABLE #x":                                                                 "2",
		"DECLARE @rc int EXEC @rc = sp_helpuser 'nosuch' SELECT @rc":                                                                                                                 "1",
	} {
		rows, err := c.QueryContext(t.Context(), batch)
		if err != nil {
			continue // the last has an error before its row
		}
		got := ""
		for more := true; more; more = rows.NextResultSet() {
			for rows.Next() {
				if err := rows.Scan(&got); err != nil {
					t.Fatal(err)
				}
			}
		}
		rows.Close()
		if got != want {
			t.Errorf("%s: %s, want %s", batch, got, want)
		}
	}
}
