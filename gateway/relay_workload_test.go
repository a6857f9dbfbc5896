package gateway_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

// relayWorkload is a client that does all that clients do, chosen by chance and by what the server has answered.
type relayWorkload struct {
	c      *tds.ClientConn
	r      *relayRecorder
	size   int        // of packets
	random *rand.Rand // decides what is done
	race   *rand.Rand // decides when an attention is sent

	descriptor       uint64 // of the open transaction
	prepared, cursor int64  // the handles given last
	what             string // the request under way
	fleeting         bool   // its rows are of this session and moment
	said             []string
}

// relayStep is something that the client does, and how often, in a thousand.
type relayStep struct {
	often int
	do    func(w *relayWorkload, n int) error
}

var relaySteps = []relayStep{
	{400, (*relayWorkload).batch},
	{250, (*relayWorkload).call},
	{80, (*relayWorkload).transaction},
	{60, (*relayWorkload).prepare},
	{60, (*relayWorkload).scroll},
	{40, (*relayWorkload).table},
	{30, (*relayWorkload).bulk},
	{30, (*relayWorkload).cancel},
	{30, (*relayWorkload).cancelAnywhen},
	{18, (*relayWorkload).withdraw},
	{2, (*relayWorkload).large},
}

// step does one thing.
func (w *relayWorkload) step() error {
	at := w.random.IntN(1000)
	n := w.random.IntN(1000)
	for _, s := range relaySteps {
		if at -= s.often; at < 0 {
			return s.do(w, n)
		}
	}
	return nil
}

// relayBatches are texts; a %d is a number below 1000.
var relayBatches = []string{
	"SELECT %d AS a, N'zwölf' AS b, CAST(NULL AS datetime) AS c; PRINT 'x'; SELECT 1/0",
	"SELECT name FROM sys.databases ORDER BY name; RAISERROR('my error %d', 16, 3, 7)",
	"DECLARE @i int = 0; WHILE @i < %d %% 60 BEGIN SET @i += 1; SELECT @i AS i, REPLICATE('y', @i) AS t END",
	"SELECT REPLICATE(CONVERT(varchar(max), 'z'), %d * 100)",
	"SELEC nothing",
	"CREATE TABLE #t (a int, b nvarchar(50)); INSERT #t VALUES (%d, 'x'), (2, NULL); SELECT * FROM #t; DROP TABLE #t",
	"BEGIN TRAN; SELECT @@TRANCOUNT; ROLLBACK; USE msdb; USE master",
	"WAITFOR DELAY '00:00:00.002'; RAISERROR('now', 0, 1) WITH NOWAIT; SELECT SUSER_SNAME(), DB_NAME()",
	"SELECT @@SPID AS spid, SYSDATETIME() AS now",
	"SET NOCOUNT ON; SET DATEFORMAT dmy; SELECT CONVERT(datetime, '01/02/2026') AS d; SET DATEFORMAT mdy; SET NOCOUNT OFF",
	"BEGIN TRY SELECT CAST('no number' AS int) END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_MESSAGE(); THROW END CATCH",
	"SELECT CAST(%d AS sql_variant), CAST(1.5 AS decimal(38, 10)), CAST(0x01FF AS varbinary(5)), NEWID() WHERE 1 = 0",
	"IF OBJECT_ID('tempdb..#kept') IS NULL CREATE TABLE #kept (a int); INSERT #kept VALUES (%d); SELECT COUNT(*) FROM #kept",
	"EXEC sp_executesql N'SELECT @p', N'@p int', @p = %d; EXEC no_such_procedure; SELECT 'after'",
	"PRINT REPLICATE(N'ä', %d)",
	"",
}

func (w *relayWorkload) batch(n int) error {
	text := relayBatches[w.random.IntN(len(relayBatches))]
	if strings.Contains(text, "%d") {
		text = fmt.Sprintf(text, n)
	}
	if n%20 == 0 {
		text = "-- " + strings.Repeat("long ", 20*n) + "\n" + text
	}
	return w.ask(relayBatch(text))
}

func relayText(s string) tds.RPCParam { return tds.RPCParam{Type: tds.TypeNVarChar(tds.Max), Value: s} }

func relayInt(n int64) tds.RPCParam { return tds.RPCParam{Type: tds.TypeInt, Value: n} }

func relayOut(p tds.RPCParam) tds.RPCParam {
	p.Output = true
	return p
}

func relayCall(id uint16, params ...tds.RPCParam) *tds.RPCRequest {
	return &tds.RPCRequest{ProcID: id, Params: params}
}

func (w *relayWorkload) call(n int) error {
	switch w.random.IntN(8) {
	case 0:
		return w.calls(relayExecuteSQL(n), relayExecuteSQL(n+1))
	case 1:
		return w.calls(&tds.RPCRequest{Proc: "no_such_procedure"})
	case 2:
		return w.calls(&tds.RPCRequest{Proc: "sp_executesql", Params: []tds.RPCParam{relayText("SELEC")}})
	}
	return w.calls(relayExecuteSQL(n))
}

func relayExecuteSQL(n int) *tds.RPCRequest {
	return relayCall(tds.ProcExecuteSQL,
		relayText("SELECT @b AS b, @a AS a; SET @a = @a * 2; IF @a > 1500 RAISERROR('too much', 11, 1)"), relayText("@a int OUTPUT, @b varbinary(max)"),
		tds.RPCParam{Name: "@a", Output: true, Type: tds.TypeInt, Value: int64(n)},
		tds.RPCParam{Name: "@b", Type: tds.TypeVarBinary(tds.Max), Value: make([]byte, n*20)})
}

// transaction begins one, ends it, begins another, saves, or asks for what there is not.
func (w *relayWorkload) transaction(n int) error {
	m := &tds.TransMgrRequest{Type: tds.TransMgrBegin, Isolation: tds.IsolationReadCommitted}
	switch {
	case n%25 == 0:
		m = &tds.TransMgrRequest{Type: tds.TransMgrGetDTCAddress, Payload: []byte{0, 0}}
	case w.descriptor == 0:
	case n%3 == 0:
		m = &tds.TransMgrRequest{Type: tds.TransMgrSave, Name: "here"}
	case n%7 == 0:
		m = &tds.TransMgrRequest{Type: tds.TransMgrRollback, Name: "here"}
	default:
		m = &tds.TransMgrRequest{Type: tds.TransMgrCommit + tds.TransMgrType(n%2), Begin: n%5 == 0, Isolation: tds.IsolationReadCommitted}
	}
	return w.ask(&tds.Request{TransMgr: m})
}

// prepare prepares a statement, runs the one prepared last, or forgets it.
func (w *relayWorkload) prepare(n int) error {
	a := tds.RPCParam{Name: "@a", Type: tds.TypeInt, Value: int64(n)}
	text := relayText("SELECT @a AS a, @@TRANCOUNT AS t")
	switch handle := relayInt(w.prepared); n % 5 {
	case 0:
		return w.calls(relayCall(tds.ProcPrepare, relayOut(relayInt(0)), relayText("@a int"), text, relayInt(1)))
	case 1:
		return w.calls(relayCall(tds.ProcPrepExec, relayOut(relayInt(0)), relayText("@a int"), text, a))
	case 2:
		return w.calls(relayCall(tds.ProcUnprepare, handle))
	default:
		return w.calls(relayCall(tds.ProcExecute, handle, a))
	}
}

// scroll opens a cursor, fetches from the one opened last, or closes it.
func (w *relayWorkload) scroll(n int) error {
	handle := relayInt(w.cursor)
	switch n % 6 {
	case 0, 1:
		return w.calls(relayCall(tds.ProcCursorOpen, relayOut(relayInt(0)), relayText("SELECT name, database_id FROM sys.databases"),
			relayOut(relayInt(int64(1<<(n%4)))), relayOut(relayInt(1)), relayOut(relayInt(0))))
	case 2:
		return w.calls(relayCall(tds.ProcCursorClose, handle))
	case 3:
		return w.calls(relayCall(tds.ProcCursorOption, handle, relayInt(2), relayText("named")))
	default:
		return w.calls(relayCall(tds.ProcCursorFetch, handle, relayInt(int64(1<<(n/6%5))), relayInt(1), relayInt(int64(1+n%4))))
	}
}

// relayTableType is a table type that the server must have for table.
const relayTableType = "IF TYPE_ID('dbo.pairs') IS NULL EXEC('CREATE TYPE dbo.pairs AS TABLE (a int, b nvarchar(20))')"

// table sends a table-valued parameter.
func (w *relayWorkload) table(n int) error {
	t := &tds.Table{TypeName: "dbo.pairs", Columns: []tds.Column{
		{Type: tds.TypeInt, Nullable: true}, {Type: tds.TypeNVarChar(20), Nullable: true},
	}}
	for i := range n {
		t.Rows = append(t.Rows, []tds.Value{int64(i), nil})
	}
	if n%10 == 0 {
		t.TypeName = "dbo.nothing"
	}
	return w.calls(relayCall(tds.ProcExecuteSQL, relayText("SELECT COUNT(*), SUM(a), COUNT(b) FROM @t"), relayText("@t dbo.pairs READONLY"),
		tds.RPCParam{Name: "@t", Type: tds.Type{ID: tds.TableType}, Value: t}))
}

// bulk loads rows: good ones, none, one that does not fit, or some that are withdrawn.
func (w *relayWorkload) bulk(n int) error {
	if err := w.ask(relayBatch("IF OBJECT_ID('tempdb..#bulk') IS NULL CREATE TABLE #bulk (a int NOT NULL, b varchar(30))")); err != nil {
		return err
	}
	before := len(w.said)
	if err := w.ask(relayBatch("INSERT BULK #bulk (a int, b varchar(30))")); err != nil {
		return err
	}
	if slices.ContainsFunc(w.said[before:], func(s string) bool { return strings.HasPrefix(s, "Error") }) {
		return nil
	}
	meta := tds.ColMetadata{Columns: []tds.Column{{Name: "a", Type: tds.TypeInt, Nullable: true}, {Name: "b", Type: tds.TypeVarChar(30), Nullable: true}}}
	body, err := meta.Encode(nil, w.c.Version())
	for i := 0; i < n && err == nil; i++ {
		row := tds.Row{Columns: meta.Columns, Values: []tds.Value{int64(i), "row"}}
		if i == 500 && n%4 == 0 {
			row.Values[0] = nil
		}
		body, err = row.Encode(body, w.c.Version())
	}
	if err != nil {
		return err
	}
	if body, err = (&tds.DoneToken{}).Encode(body, w.c.Version()); err != nil {
		return err
	}
	last := tds.StatusEOM
	if n%6 == 0 {
		last |= tds.StatusIgnore
	}
	w.begin(fmt.Sprintf("bulk load of %d rows, %v", n, last))
	if err := w.send(tds.PacketBulkLoad, body, last); err != nil {
		return err
	}
	if err := w.hear(); err != nil {
		return err
	}
	return w.ask(relayBatch("SELECT COUNT(*), MAX(a) FROM #bulk"))
}

// withdraw takes a message back with its last packet.
func (w *relayWorkload) withdraw(n int) error {
	w.begin("a message that is withdrawn")
	if err := w.send(tds.PacketSQLBatch, make([]byte, 100+10*n), tds.StatusEOM|tds.StatusIgnore); err != nil {
		return err
	}
	return w.hear()
}

// send sends a message of at least two packets, if it has two bytes.
func (w *relayWorkload) send(kind tds.PacketType, body []byte, last tds.PacketStatus) error {
	for id := byte(1); ; id++ {
		part := body[:min(w.size-8, max(len(body)/2, 1))]
		body = body[len(part):]
		h := tds.PacketHeader{Type: kind, PacketID: id}
		if len(body) == 0 {
			h.Status = last
		}
		if err := w.c.WritePacket(h, part); err != nil || len(body) == 0 {
			return err
		}
	}
}

// cancel cancels a request of which a part has been answered.
func (w *relayWorkload) cancel(n int) error {
	w.begin("a request that is cancelled")
	text := fmt.Sprintf("SELECT REPLICATE('c', %d); RAISERROR('now', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01'", n)
	if err := w.c.Send(w.inSession(relayBatch(text))); err != nil {
		return err
	}
	for {
		t, err := w.c.NextToken()
		if err != nil {
			return err
		}
		w.note(t)
		if e, ok := t.(*tds.Error); ok && e.Message == "now" {
			break
		}
	}
	if err := w.c.Attention(); err != nil {
		return err
	}
	return w.hearCancelled()
}

// cancelAnywhen cancels a request at any moment: before it begins, while it is answered, or afterwards. What the client
// gets of the answer is a matter of chance; that the attention is answered once, as the last thing, is not.
func (w *relayWorkload) cancelAnywhen(n int) error {
	w.begin("a request that is cancelled at any moment")
	said, headers := len(w.said), len(w.r.headers)
	text := fmt.Sprintf("SELECT REPLICATE(CONVERT(varchar(max), 'c'), %d); SELECT 2", n*n)
	if err := w.c.Send(w.inSession(relayBatch(text))); err != nil {
		return err
	}
	if d := w.race.IntN(1500); d > 300 {
		time.Sleep(time.Duration(d) * time.Microsecond)
	}
	if err := w.c.Attention(); err != nil {
		return err
	}
	if err := w.hearCancelled(); err != nil {
		return err
	}
	w.said, w.r.headers = w.said[:said], w.r.headers[:headers]
	return w.ask(relayBatch("SELECT @@TRANCOUNT"))
}

// hearCancelled reads up to the answer of an attention.
func (w *relayWorkload) hearCancelled() error {
	for range 2 {
		before := len(w.said)
		ts, err := relayTokens(w.c)
		if err != nil {
			return err
		}
		for i, t := range ts {
			w.note(t)
			if d, ok := t.(*tds.DoneToken); ok && d.Status&tds.DoneAttention != 0 {
				if i != len(ts)-1 {
					return fmt.Errorf("tokens behind the answer of an attention: %v", w.said[before:])
				}
				return nil
			}
		}
	}
	return fmt.Errorf("the attention was not answered: %v", w.said[max(len(w.said)-20, 0):])
}

// large is a result of 10 MB.
func (w *relayWorkload) large(n int) error {
	return w.ask(relayBatch(fmt.Sprintf("SELECT REPLICATE(CONVERT(varchar(max), 'q'), 10000000), %d", n)))
}

func (w *relayWorkload) calls(list ...*tds.RPCRequest) error { return w.ask(&tds.Request{RPCs: list}) }

// inSession gives a request the transaction of the session, and now and then resets the latter.
func (w *relayWorkload) inSession(q *tds.Request) *tds.Request {
	q.TranDescriptor, q.Outstanding = w.descriptor, 1
	switch w.random.IntN(24) {
	case 0:
		if w.descriptor == 0 {
			q.Reset = tds.ResetSession
		}
	case 1:
		q.Reset = tds.ResetKeepTran
	}
	return q
}

// ask sends a request and notes its answer.
func (w *relayWorkload) ask(q *tds.Request) error {
	what := q.String()
	w.begin(what[:min(len(what), 300)])
	w.fleeting = strings.Contains(what, "@@SPID")
	if err := w.c.Send(w.inSession(q)); err != nil {
		return err
	}
	return w.hear()
}

func (w *relayWorkload) begin(what string) {
	w.what, w.fleeting = what, false
	w.said = append(w.said, "request "+what)
}

func (w *relayWorkload) hear() error {
	ts, err := relayTokens(w.c)
	for _, t := range ts {
		w.note(t)
	}
	w.said = append(w.said, w.r.headers...)
	w.r.headers = w.r.headers[:0]
	return err
}

// note notes a token and what it tells about the session.
func (w *relayWorkload) note(t tds.Token) {
	if _, ok := t.(*tds.Row); ok && w.fleeting {
		w.said = append(w.said, "Row of this session and moment")
		return
	}
	w.said = append(w.said, relayDescribe(t))
	switch t := t.(type) {
	case *tds.EnvChange:
		switch t.Type {
		case tds.EnvBeginTran:
			w.descriptor = t.Descriptor()
		case tds.EnvCommitTran, tds.EnvRollbackTran, tds.EnvTranEnded:
			w.descriptor = 0
		}
	case *tds.ReturnValue:
		n, ok := t.Value.(int64)
		switch {
		case !ok || t.Ordinal != 0:
		case strings.Contains(w.what, "sp_prep"):
			w.prepared = n
		case strings.Contains(w.what, "sp_cursoropen"):
			w.cursor = n
		}
	}
}

// relayPlay runs a workload and returns the conversation, as the client sees it.
func relayPlay(t *testing.T, addr string, seed uint64, size uint32, steps int) []string {
	t.Helper()
	r := &relayRecorder{Conn: relayTCP(t, addr)}
	c, err := tds.Dial(t.Context(), r, &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: relayPassword, PacketSize: size}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	w := &relayWorkload{
		c: c, r: r, size: int(size), random: rand.New(rand.NewPCG(seed, 1)), race: rand.New(rand.NewPCG(rand.Uint64(), 1)),
	}
	for _, l := range c.LoginTokens() {
		w.note(l)
	}
	for i := range steps {
		if err := w.step(); err != nil {
			t.Fatalf("seed %d, step %d, %s: %v", seed, i, w.what, err)
		}
	}
	return append(w.said, r.headers...)
}
