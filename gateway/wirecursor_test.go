package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// cursorCall calls a procedure by number and words the answer, rows included.
func (c *rawClient) cursorCall(id uint16, params ...tds.RPCParam) string {
	c.t.Helper()
	if err := c.conn.Send(&tds.Request{RPCs: []*tds.RPCRequest{{ProcID: id, Params: params}}}); err != nil {
		c.t.Fatal(err)
	}
	var parts []string
	for {
		tok, err := c.conn.NextToken()
		if err != nil {
			return strings.Join(parts, " ")
		}
		switch tok := tok.(type) {
		case *tds.ColMetadata:
			parts = append(parts, fmt.Sprintf("%d:%s", len(tok.Columns), tok.Columns[len(tok.Columns)-1].Name))
		case *tds.Row:
			parts = append(parts, strings.ReplaceAll(fmt.Sprint(tok.Values), " ", ","))
		case *tds.Error:
			parts = append(parts, fmt.Sprintf("error=%d", tok.Number))
		case *tds.ReturnValue:
			parts = append(parts, fmt.Sprintf("%d=%v", tok.Ordinal, tok.Value))
		}
	}
}

func number4(v int64) tds.RPCParam { return param("", tds.TypeInt, v) }

// inOut is an OUTPUT parameter that has a value.
func inOut(v int64) tds.RPCParam { return tds.RPCParam{Type: tds.TypeInt, Value: v, Output: true} }

// TestCursorCalls opens, fetches and closes cursors as ODBC does.
func TestCursorCalls(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE TABLE dbo.t (id int PRIMARY KEY, name nvarchar(10))")
	c.batch("INSERT dbo.t VALUES (1, N'a'), (2, N'b'), (3, N'c'), (4, N'd'), (5, N'e')")
	text := tds.TypeNVarChar(4000)
	const query = "SELECT id, name FROM dbo.t ORDER BY id"
	open := func(scroll int64, stmt string, more ...tds.RPCParam) string {
		return c.cursorCall(tds.ProcCursorOpen, append([]tds.RPCParam{output("", tds.TypeInt), param("", text, stmt), inOut(scroll), inOut(4), inOut(0)}, more...)...)
	}
	fetch := func(cursor, kind, row, n int64) string {
		return c.cursorCall(tds.ProcCursorFetch, number4(cursor), number4(kind), number4(row), number4(n))
	}
	for _, test := range []struct{ what, got, want string }{
		{"keyset becomes static", open(1, query), "3:ROWSTAT 0=1 2=8 3=1 4=5"},
		{"next", fetch(1, 2, 0, 2), "3:ROWSTAT [1,a,1] [2,b,1]"},
		{"next again", fetch(1, 2, 0, 2), "3:ROWSTAT [3,c,1] [4,d,1]"},
		{"refresh", fetch(1, 0x80, 0, 2), "3:ROWSTAT [3,c,1] [4,d,1]"},
		{"the rest", fetch(1, 2, 0, 2), "3:ROWSTAT [5,e,1]"},
		{"behind", fetch(1, 2, 0, 2), "3:ROWSTAT"},
		{"prev", fetch(1, 4, 0, 2), "3:ROWSTAT [4,d,1] [5,e,1]"},
		{"last", fetch(1, 8, 0, 1), "3:ROWSTAT [5,e,1]"},
		{"first", fetch(1, 1, 0, 1), "3:ROWSTAT [1,a,1]"},
		{"before", fetch(1, 4, 0, 1), "3:ROWSTAT"},
		{"absolute", fetch(1, 0x10, 4, 1), "3:ROWSTAT [4,d,1]"},
		{"absolute from the end", fetch(1, 0x10, -2, 9), "3:ROWSTAT [4,d,1] [5,e,1]"},
		{"relative", fetch(1, 0x20, -2, 1), "3:ROWSTAT [2,b,1]"},
		{"info", c.cursorCall(tds.ProcCursorFetch, number4(1), number4(0x100), inOut(0), inOut(0)), "2=2 3=5"},
		{"no such type", fetch(1, 0x40, 0, 1), "error=16902"},
		{"negative", fetch(1, 2, 0, -1), "error=16902"},
		{"named", c.cursorCall(tds.ProcCursorOption, number4(1), number4(2), param("", text, "c1")), ""},
		{"asked for its rows", c.cursorCall(tds.ProcCursorOption, number4(1), number4(6), inOut(0)), "2=5"},
		{"text pointers", c.cursorCall(tds.ProcCursorOption, number4(1), number4(1), number4(1)), "error=40004"},
		{"change", c.cursorCall(tds.ProcCursor, number4(1), number4(1), number4(1), param("", text, "")), "error=16929"},
		{"executed", c.cursorCall(tds.ProcExecute, number4(1)), "error=8179"},
		{"close", c.cursorCall(tds.ProcCursorClose, number4(1)), ""},
		{"closed", fetch(1, 2, 0, 1), "error=16909"},
		{"closed twice", c.cursorCall(tds.ProcCursorClose, number4(1)), "error=16909"},
		{"forward only, with a parameter", open(0x1004, "SELECT id FROM dbo.t WHERE id > @a", param("", text, "@a int"), number4(3)), "2:ROWSTAT 0=2 2=4 3=1 4=2"},
		{"forward", fetch(2, 2, 0, 10), "2:ROWSTAT [4,1] [5,1]"},
		{"not backward", fetch(2, 4, 0, 1), "error=16911"},
		{"no SELECT", open(8, "UPDATE dbo.t SET id = 1"), "error=16937"},
		{"an error", open(8, "SELECT * FROM dbo.none"), "error=208"},
		{"not parsed", open(8, "SELECT FROM"), "error=156"},
		{"prepare", c.cursorCall(tds.ProcCursorPrepare, output("", tds.TypeInt), param("", text, "@a int"), param("", text, "SELECT id FROM dbo.t WHERE id = @a"), number4(1), inOut(8), inOut(1)), "0=3 4=8 5=1"},
		{"execute", c.cursorCall(tds.ProcCursorExecute, number4(3), output("", tds.TypeInt), inOut(8), inOut(1), inOut(0), number4(2)), "2:ROWSTAT 1=4 2=8 3=1 4=1"},
		{"what it has", fetch(4, 2, 0, 1), "2:ROWSTAT [2,1]"},
		{"unprepare", c.cursorCall(tds.ProcCursorUnprepare, number4(3)), ""},
		{"unprepared", c.cursorCall(tds.ProcCursorExecute, number4(3), output("", tds.TypeInt)), "error=8179"},
		{"prepare and execute", c.cursorCall(tds.ProcCursorPrepExec, output("", tds.TypeInt), output("", tds.TypeInt), param("", text, ""), param("", text, query), inOut(8), inOut(1), inOut(0)), "3:ROWSTAT 0=6 1=5 4=8 5=1 6=5"},
		{"close all", c.cursorCall(tds.ProcCursorClose, number4(-1)), ""},
		{"all closed", fetch(5, 2, 0, 1), "error=16909"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %s, want %s", test.what, test.got, test.want)
		}
	}
}
