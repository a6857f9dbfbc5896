package gateway_test

import (
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

func param(name string, typ tds.Type, v tds.Value) tds.RPCParam {
	return tds.RPCParam{Name: name, Type: typ, Value: v}
}

func output(name string, typ tds.Type) tds.RPCParam {
	return tds.RPCParam{Name: name, Type: typ, Output: true}
}

// TestRemoteCalls is the end of an RPC: return status, output values, DONEPROC; after errors before the procedure ran
// and in it.
func TestRemoteCalls(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	text := tds.TypeNVarChar(4000)
	c.batch("CREATE PROCEDURE dbo.twice @n int, @out bigint OUTPUT, @why nvarchar(20) = N'none' AS SET NOCOUNT ON; SET @out = 2 * @n; SELECT @why AS why; RETURN 7")
	c.batch("CREATE PROCEDURE dbo.fails @out int OUTPUT AS SET @out = 1; SELECT 1/0; RETURN 3")
	c.batch("CREATE PROCEDURE dbo.tells AS SELECT 1 AS a; UPDATE #none SET n = 1")
	twice := func(name string) *tds.RPCRequest {
		return &tds.RPCRequest{Proc: name, Params: []tds.RPCParam{param("@n", tds.TypeInt, int64(4)), output("@out", tds.TypeInt)}}
	}
	const answer = "doneinproc; status 7; value 1 @out int 8; doneproc"
	for _, name := range []string{"twice", "dbo.twice", "master..twice", "master.dbo.twice", "[master].[dbo].[twice]", "TWICE;1", "HQ.master.dbo.twice"} {
		same(t, name, c.ask(&tds.Request{RPCs: []*tds.RPCRequest{twice(name)}}), answer)
	}
	for _, test := range []struct {
		what string
		call *tds.RPCRequest
		want string
	}{
		{"unknown", &tds.RPCRequest{Proc: "nosuch"}, "error 2812; doneproc error"},
		{"unknown database", &tds.RPCRequest{Proc: "nosuch.dbo.p"}, "error 911; status 0; doneproc error"},
		{"not in this database", &tds.RPCRequest{Proc: "sp_help_job"}, "error 2812; doneproc error"},
		{"no name", &tds.RPCRequest{Proc: "a b c"}, "error 102; doneproc error"},
		{"missing parameter", &tds.RPCRequest{Proc: "twice"}, "error 201; doneproc error"},
		{"unknown parameter", &tds.RPCRequest{Proc: "twice", Params: []tds.RPCParam{param("@x", tds.TypeInt, int64(1))}}, "error 8145; doneproc error"},
		{"missing parameter of ours", &tds.RPCRequest{Proc: "msdb.dbo.sp_add_job"}, "error 201; doneproc error"},
		{"an error of ours", &tds.RPCRequest{Proc: "msdb.dbo.sp_delete_job", Params: []tds.RPCParam{param("@job_name", text, "no such job")}}, "error 14262; status 1; doneproc error"},
		{"an error inside", &tds.RPCRequest{Proc: "fails", Params: []tds.RPCParam{output("", tds.TypeInt)}}, "error 8134; doneinproc error; status 3; value 0  int 1; doneproc error"},
		{"DEFAULT", &tds.RPCRequest{Proc: "twice", Params: []tds.RPCParam{param("", tds.TypeInt, int64(1)), output("", tds.TypeBigInt), {Type: text, Default: true}}}, "doneinproc; status 7; value 1  bigint 2; doneproc"},
		{"by number", &tds.RPCRequest{ProcID: tds.ProcExecuteSQL, Params: []tds.RPCParam{
			param("", text, "SET @b = @a + 1"), param("", text, "@a int, @b int OUTPUT"), param("@a", tds.TypeInt, int64(1)), output("@b", tds.TypeInt),
		}}, "status 0; value 3 @b int 2; doneproc"},
		{"by name", &tds.RPCRequest{Proc: "sp_executesql", Flags: tds.RPCNoMetaData, Params: []tds.RPCParam{param("", text, "SELECT 1 AS n")}}, "doneinproc; status 0; doneproc"},
		{"extended", &tds.RPCRequest{Proc: "xp_getnetname", Params: []tds.RPCParam{output("@name", tds.TypeNVarChar(128))}}, "status 0; value 0 @name nvarchar(128) HQ; doneproc"},
		{"prepare and run", &tds.RPCRequest{ProcID: tds.ProcPrepExec, Params: []tds.RPCParam{
			output("", tds.TypeInt), param("", text, "@a int"), param("", text, "SELECT @a AS a"), param("", tds.TypeInt, int64(5)),
		}}, "doneinproc; status 0; value 0  int 1; doneproc"},
		{"run again", &tds.RPCRequest{ProcID: tds.ProcExecute, Params: []tds.RPCParam{param("", tds.TypeInt, int64(1)), param("", tds.TypeInt, int64(6))}}, "doneinproc; status 0; doneproc"},
		{"drop", &tds.RPCRequest{ProcID: tds.ProcUnprepare, Params: []tds.RPCParam{param("", tds.TypeInt, int64(1))}}, "status 0; doneproc"},
		{"dropped", &tds.RPCRequest{ProcID: tds.ProcExecute, Params: []tds.RPCParam{param("", tds.TypeInt, int64(1))}}, "error 8179; doneproc error"},
	} {
		same(t, test.what, c.ask(&tds.Request{RPCs: []*tds.RPCRequest{test.call}}), test.want)
	}
	same(t, "two in a message", c.ask(&tds.Request{RPCs: []*tds.RPCRequest{twice("twice"), twice("dbo.twice")}}), answer+"; "+answer)
	same(t, "the first unknown", c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{Proc: "nosuch"}, twice("twice")}}), "error 2812; doneproc error; "+answer)
}

// TestOutputTypes: an output value comes in the type that the client declared, unless that would cost a part of it.
func TestOutputTypes(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE PROCEDURE dbo.gives @n int = 5 OUTPUT, @s sysname = N'long enough' OUTPUT AS RETURN")
	ask := func(p tds.RPCParam) string {
		p.Default = true
		return c.ask(&tds.Request{RPCs: []*tds.RPCRequest{{Proc: "gives", Params: []tds.RPCParam{p}}}})[1]
	}
	for _, test := range []struct {
		param tds.RPCParam
		want  string
	}{
		{output("@n", tds.TypeBigInt), "value 0 @n bigint 5"},
		{output("@n", tds.TypeNVarChar(10)), "value 0 @n nvarchar(10) 5"},
		{output("@s", tds.TypeNVarChar(40)), "value 0 @s nvarchar(40) long enough"},
		{output("@s", tds.TypeNVarChar(4)), "value 0 @s nvarchar(128) long enough"},
	} {
		if got := ask(test.param); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
