package gateway_test

import (
	"path/filepath"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// TestScripts plays what administrators run, through the wire; -server plays it on a SQL Server.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".sql"), func(t *testing.T) {
			t.Parallel()
			gatewaytest.Play(t, gatewaytest.Target(t), f)
		})
	}
}

// TestTypesOfOutput gets a value of each type back from sp_executesql by RPC.
func TestTypesOfOutput(t *testing.T) {
	wide := tds.TypeNVarChar(4000)
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	for _, test := range []struct {
		typ         tds.Type
		decl, value string
		want        string
	}{
		{tds.TypeBit, "bit", "1", "true"},
		{tds.Type{ID: tds.TinyInt}, "tinyint", "255", "255"},
		{tds.TypeSmallInt, "smallint", "-2", "-2"},
		{tds.TypeBigInt, "bigint", "9223372036854775807", "9223372036854775807"},
		{tds.TypeDecimal(10, 3), "decimal(10,3)", "1.5", "1.500"},
		{tds.TypeMoney, "money", "1.5", "1.5000"},
		{tds.Type{ID: tds.Float}, "float", "0.5", "0.5"},
		{tds.Type{ID: tds.Real}, "real", "0.25", "0.25"},
		{tds.TypeDateTime, "datetime", "'20200102 03:04:05'", "2020-01-02 03:04:05 +0000 UTC"},
		{tds.TypeDate, "date", "'20200102'", "2020-01-02 00:00:00 +0000 UTC"},
		{tds.Type{ID: tds.DateTime2, Scale: 7}, "datetime2", "'20200102 03:04:05.1234567'", "2020-01-02 03:04:05.1234567 +0000 UTC"},
		{tds.TypeVarChar(5), "varchar(5)", "'abc'", "abc"},
		{tds.TypeNVarChar(tds.Max), "nvarchar(max)", "REPLICATE(N'ab', 3)", "ababab"},
		{tds.TypeVarBinary(8), "varbinary(8)", "0x0102", "[1 2]"},
		{tds.TypeGUID, "uniqueidentifier", "'00000000-0000-0000-0000-000000000001'", "00000000-0000-0000-0000-000000000001"},
		{tds.TypeVariant, "sql_variant", "CAST(5 AS smallint)", "{smallint 5}"},
		{tds.TypeInt, "int", "NULL", "<nil>"},
	} {
		got := c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{ProcID: tds.ProcExecuteSQL, Params: []tds.RPCParam{
			param("", wide, "SET @v = "+test.value), param("", wide, "@v "+test.decl+" OUTPUT"), output("@v", test.typ),
		}}}})
		want := "status 0; value 2 @v " + test.typ.String() + " " + test.want + "; doneproc"
		same(t, test.decl, got, want)
	}
}
