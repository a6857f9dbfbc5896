package gateway_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// bulkMessage is the message of a bulk load in packets of at most size bytes of payload.
func bulkMessage(t testing.TB, cols []tds.Column, rows ...[]tds.Value) []byte {
	t.Helper()
	b, err := (&tds.ColMetadata{Columns: cols}).Encode(nil, tds.Version74)
	for _, row := range rows {
		if err == nil {
			b, err = (&tds.Row{Values: row, Columns: cols}).Encode(b, tds.Version74)
		}
	}
	if err == nil {
		b, err = (&tds.DoneToken{Kind: tds.DoneKindStatement}).Encode(b, tds.Version74)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// send sends a part of a message of rows. The last one has the status EOM.
func (c *rawClient) send(b []byte, last tds.PacketStatus) {
	c.t.Helper()
	const size = 4000
	for len(b) > size {
		c.packet(b[:size], 0)
		b = b[size:]
	}
	c.packet(b, last)
}

func (c *rawClient) packet(b []byte, s tds.PacketStatus) {
	c.t.Helper()
	if err := c.conn.WritePacket(tds.PacketHeader{Type: tds.PacketBulkLoad, Status: s}, b); err != nil {
		c.t.Fatal(err)
	}
}

// load announces rows and sends them.
func (c *rawClient) load(statement string, b []byte) string {
	c.t.Helper()
	if got := strings.Join(c.batch(statement), "; "); got != "done" {
		return got
	}
	c.send(b, tds.StatusEOM)
	return strings.Join(c.answer(), "; ")
}

func (c *rawClient) count(table string) string {
	c.t.Helper()
	return c.scalar("SELECT COUNT(*) FROM " + table)
}

// scalar is the first value that a batch answers with.
func (c *rawClient) scalar(batch string) string {
	c.t.Helper()
	if err := c.conn.Send(&tds.Request{Batch: &tds.SQLBatch{Text: batch}}); err != nil {
		c.t.Fatal(err)
	}
	got := "none"
	for {
		tok, err := c.conn.NextToken()
		if err != nil {
			return got
		}
		switch tok := tok.(type) {
		case *tds.Row:
			got = fmt.Sprint(tok.Values[0])
		case *tds.Error:
			if tok.Class > 10 {
				got = tok.Error()
			}
		}
	}
}

var bulkColumns = []tds.Column{{Name: "id", Type: tds.TypeInt, Nullable: true}, {Name: "name", Type: tds.TypeNVarChar(10), Nullable: true}}

const bulkStatement = "insert bulk dbo.t (id int, name nvarchar(10))"

// TestBulkErrors: what is wrong has SQL Server's number, leaves no row, and the session goes on.
func TestBulkErrors(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY, name nvarchar(10) NULL, n AS id + 1, v rowversion)")
	c.batch("CREATE VIEW dbo.seen AS SELECT id FROM dbo.t")
	one := func(v ...tds.Value) []byte { return bulkMessage(t, bulkColumns, []tds.Value{int64(1), "a"}, v) }
	long := []tds.Column{bulkColumns[0], {Name: "name", Type: tds.TypeNVarChar(30), Nullable: true}}
	whole := one(int64(2), "b")
	for _, test := range []struct {
		what, statement string
		message         []byte
		want            string
	}{
		{"no table", "insert bulk dbo.none (id int)", nil, "error 208; done error"},
		{"a view", "insert bulk dbo.seen (id int)", nil, "error 40004; done error"},
		{"no column", "insert bulk dbo.t (nope int)", nil, "error 207; done error"},
		{"twice", "insert bulk dbo.t (id int, id int)", nil, "error 264; done error"},
		{"computed", "insert bulk dbo.t (n int)", nil, "error 271; done error"},
		{"rowversion", "insert bulk dbo.t (v binary(8))", nil, "error 273; done error"},
		{"no conversion", "insert bulk dbo.t (id uniqueidentifier)", nil, "error 206; done error"},
		{"unknown option", "insert bulk dbo.t (id int) with (WHATEVER)", nil, "error 40004; done error"},
		{"no columns", "insert bulk dbo.t", nil, "error 40004; done error"},
		{"NULL", bulkStatement, one(nil, "b"), "error 515; done error"},
		{"duplicate", bulkStatement, one(int64(1), "b"), "error 2627; done error"},
		{"too long", bulkStatement, bulkMessage(t, long, []tds.Value{int64(1), "eleven char"}), "error 4815; done error"},
		{"truncated", "insert bulk dbo.t (id int, name nvarchar(30))", bulkMessage(t, long, []tds.Value{int64(1), "eleven char"}), "error 2628; done error"},
		{"wrong type", "insert bulk dbo.t (id bigint, name nvarchar(10))", one(int64(2), "b"), "error 4816; done error"},
		{"a column short", "insert bulk dbo.t (id int)", one(int64(2), "b"), "error 4816; done error"},
		{"not a number", "insert bulk dbo.t (id nvarchar(10))", bulkMessage(t, bulkColumns[1:], []tds.Value{"1"}, []tds.Value{"x"}), "error 245; done error"},
		{"no columns came", bulkStatement, nil, "error 4804; done error"},
		{"cut in a row", bulkStatement, whole[:len(whole)-15], "error 4804; done error"},
		{"unknown type", bulkStatement, append([]byte{0x81, 1, 0, 0, 0, 0, 0, 0, 0}, 0x99), "error 4816; done error"},
		{"no token", bulkStatement, append(append([]byte{}, whole[:len(whole)-13]...), 0x42), "error 4002; done error"},
	} {
		if got := c.load(test.statement, test.message); got != test.want {
			t.Errorf("%s: %s, want %s", test.what, got, test.want)
		}
		if got := c.count("dbo.t"); got != "0" {
			t.Fatalf("%s: %s rows", test.what, got)
		}
	}
	c.send(whole, tds.StatusEOM)
	same(t, "not announced", c.answer(), "error 40004; done error")
	same(t, "announced", c.batch(bulkStatement), "done")
	c.batch("SELECT 1")
	c.send(whole, tds.StatusEOM)
	same(t, "forgotten", c.answer(), "error 40004; done error")
	same(t, "in dynamic text", c.batch("EXEC('"+bulkStatement+"')"), "error 4805; doneinproc error; doneproc")
	if got := c.load(bulkStatement, whole[:len(whole)-13]); got != "done" {
		t.Errorf("at last, without DONE: %s", got)
	}
	if got := c.load(bulkStatement, bulkMessage(t, bulkColumns)); got != "done" || c.count("dbo.t") != "2" {
		t.Errorf("no rows: %s", got)
	}
}

// TestBulkTransactions: a load is in the client's transaction or in its own, and a failure undoes the statement only.
func TestBulkTransactions(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	c.batch("CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY, name nvarchar(10) NULL)")
	row := func(ids ...int64) []byte {
		var rows [][]tds.Value
		for _, id := range ids {
			rows = append(rows, []tds.Value{id, nil})
		}
		return bulkMessage(t, bulkColumns, rows...)
	}
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	c.batch("BEGIN TRAN INSERT dbo.t VALUES (10, NULL)")
	expect("inside", c.loadInside(bulkStatement, row(1, 2)), "done inxact")
	expect("failed inside", c.loadInside(bulkStatement, row(3, 1)), "error 2627; done error inxact")
	expect("what stands", c.count("dbo.t"), "3")
	c.batch("ROLLBACK")
	expect("rolled back", c.count("dbo.t"), "0")
	c.batch("SET XACT_ABORT ON BEGIN TRAN INSERT dbo.t VALUES (10, NULL)")
	expect("XACT_ABORT", c.loadInside(bulkStatement, row(10)), "error 2627; rollback; done error")
	c.batch("SET XACT_ABORT OFF SET IMPLICIT_TRANSACTIONS ON")
	expect("implicit", c.load(bulkStatement, row(1)), "begin; done inxact")
	c.batch("ROLLBACK SET IMPLICIT_TRANSACTIONS OFF")
	expect("implicit, rolled back", c.count("dbo.t"), "0")
	c.batch("SET ROWCOUNT 2")
	expect("ROWCOUNT", c.load(bulkStatement, row(1, 2, 3, 4)), "done")
	expect("ROWCOUNT cuts nothing", c.scalar("SET ROWCOUNT 0 SELECT COUNT(*) FROM dbo.t"), "4")
	expect("@@ROWCOUNT", c.load("insert bulk dbo.t (id int, name nvarchar(10))", row(5, 6)), "done")
	expect("@@ROWCOUNT", c.scalar("SELECT @@ROWCOUNT"), "2")
}

// loadInside is load in a transaction.
func (c *rawClient) loadInside(statement string, b []byte) string {
	c.t.Helper()
	if got := strings.Join(c.batch(statement), "; "); got != "done inxact" {
		return got
	}
	c.send(b, tds.StatusEOM)
	return strings.Join(c.answer(), "; ")
}

// TestBulkOptions: defaults, identities, constraints and triggers as the options say.
func TestBulkOptions(t *testing.T) {
	c := raw(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	for _, b := range []string{
		"CREATE TABLE dbo.p (id int PRIMARY KEY)",
		"CREATE TABLE dbo.log (n int, s int)",
		"CREATE TABLE dbo.t (k int IDENTITY(5, 5), id int NULL CONSTRAINT pos CHECK (id > 0) CONSTRAINT fk REFERENCES dbo.p (id), name nvarchar(10) NULL DEFAULT N'none')",
		"CREATE TRIGGER dbo.tr ON dbo.t AFTER INSERT AS INSERT dbo.log SELECT COUNT(*), SUM(id) FROM inserted",
		"CREATE TABLE dbo.tree (id int PRIMARY KEY, up int NULL REFERENCES dbo.tree (id))",
		"INSERT dbo.p VALUES (1), (2)",
	} {
		c.batch(b)
	}
	rows := bulkMessage(t, bulkColumns, []tds.Value{int64(1), "a"}, []tds.Value{int64(2), nil})
	bad := bulkMessage(t, bulkColumns, []tds.Value{int64(1), "a"}, []tds.Value{int64(-7), "b"})
	orphan := bulkMessage(t, bulkColumns, []tds.Value{int64(7), "b"})
	expect := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	const rest = "(id int, name nvarchar(10)) with "
	expect("checked", c.load("insert bulk t "+rest+"(CHECK_CONSTRAINTS)", bad), "error 547; done error")
	expect("references checked", c.load("insert bulk t "+rest+"(CHECK_CONSTRAINTS, TABLOCK)", orphan), "error 547; done error")
	expect("trusted so far", c.scalar("SELECT SUM(0 + is_not_trusted) FROM sys.check_constraints WHERE name = 'pos'"), "0")
	expect("unchecked", c.load("insert bulk t "+rest+"(ROWS_PER_BATCH = 10, ORDER(id ASC), KILOBYTES_PER_BATCH = 3)", bad), "done")
	expect("what came", c.scalar("SELECT MIN(id) FROM dbo.t"), "-7")
	expect("no longer trusted", c.scalar("SELECT CONCAT(is_not_trusted, is_disabled) FROM sys.check_constraints WHERE name = 'pos'"), "10")
	expect("on again", strings.Join(c.batch("INSERT dbo.t (id) VALUES (-1)"), "; "), "error 547; done error")
	expect("no trigger", c.count("dbo.log"), "0")
	expect("trigger on again", c.scalar("SELECT is_disabled FROM sys.triggers WHERE name = 'tr'"), "false")
	c.batch("TRUNCATE TABLE dbo.t")
	expect("fired", c.load("insert bulk t "+rest+"(FIRE_TRIGGERS, CHECK_CONSTRAINTS)", rows), "done; done")
	expect("once for all", c.scalar("SELECT CONCAT(COUNT(*), ' ', MAX(n), ' ', MAX(s)) FROM dbo.log"), "1 2 3")
	expect("defaults", c.scalar("SELECT name FROM dbo.t WHERE id = 2"), "none")
	expect("identities", c.scalar("SELECT CONCAT(MIN(k), ' ', MAX(k)) FROM dbo.t"), "5 10")
	c.batch("TRUNCATE TABLE dbo.t")
	expect("keep nulls", c.load("insert bulk t "+rest+"(KEEP_NULLS)", rows), "done")
	expect("NULL", c.scalar("SELECT COUNT(*) FROM dbo.t WHERE name IS NULL"), "1")
	keys := bulkMessage(t, []tds.Column{{Name: "k", Type: tds.TypeInt}}, []tds.Value{int64(77)})
	expect("keep identity", c.load("insert bulk t (k int)", keys), "done")
	expect("kept", c.scalar("SELECT MAX(k) FROM dbo.t"), "77")
	expect("IDENTITY_INSERT is off again", strings.Join(c.batch("INSERT dbo.t (k) VALUES (78)"), "; "), "error 544; done error")
	c.batch("SET IDENTITY_INSERT dbo.t ON")
	expect("with IDENTITY_INSERT", c.load("insert bulk t (k int)", keys), "done")
	expect("IDENTITY_INSERT is on still", strings.Join(c.batch("INSERT dbo.t (k) VALUES (79)"), "; "), "done; done")
	c.batch("SET IDENTITY_INSERT dbo.t OFF")
	tree := bulkMessage(t, []tds.Column{{Name: "id", Type: tds.TypeInt}, {Name: "up", Type: tds.TypeInt, Nullable: true}}, []tds.Value{int64(1), int64(2)}, []tds.Value{int64(2), nil})
	expect("a child before its parent", c.load("insert bulk tree (id int, up int) with (CHECK_CONSTRAINTS)", tree), "done")
	c.batch("CREATE TABLE #t (id int, name nvarchar(10) DEFAULT 'x')")
	expect("#temp", c.load("insert bulk #t (id int, name nvarchar(10))", rows), "done")
	expect("#temp rows", c.scalar("SELECT CONCAT(COUNT(*), MAX(name)) FROM #t"), "2x")
	c.batch("CREATE TRIGGER dbo.io ON dbo.p INSTEAD OF INSERT AS INSERT dbo.log VALUES (0, 0)")
	ids := bulkMessage(t, bulkColumns[:1], []tds.Value{int64(31)})
	expect("past INSTEAD OF", c.load("insert bulk dbo.p (id int)", ids), "done")
	expect("stored", c.scalar("SELECT COUNT(*) FROM dbo.p WHERE id = 31"), "1")
	expect("INSTEAD OF", c.load("insert bulk dbo.p (id int) with (fire_triggers)", bulkMessage(t, bulkColumns[:1], []tds.Value{int64(32)})), "done; done")
	expect("not stored", c.scalar("SELECT COUNT(*) FROM dbo.p WHERE id = 32"), "0")
}

// TestBulkRights: INSERT is needed, and the right to alter for what is passed over.
func TestBulkRights(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE LOGIN ann WITH PASSWORD = 'x1'", "USE msdb", "CREATE USER ann", "CREATE TABLE dbo.plain (id int)",
		"CREATE TABLE dbo.checked (id int CHECK (id > 0))", "CREATE TABLE dbo.keyed (id int IDENTITY)", "GRANT INSERT ON dbo.plain TO ann", "GRANT INSERT ON dbo.checked TO ann", "GRANT INSERT ON dbo.keyed TO ann")
	nc, err := dialRaw(addr, "ann", "x1")
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	ann := &rawClient{t, nc}
	ids := bulkMessage(t, bulkColumns[:1], []tds.Value{int64(1)})
	for _, test := range []struct{ statement, want string }{
		{"insert bulk msdb.dbo.sysjobs (enabled int)", "error 229; done error"},
		{"insert bulk msdb.dbo.plain (id int)", "done"},
		{"insert bulk msdb.dbo.checked (id int)", "error 1088; done error"},
		{"insert bulk msdb.dbo.checked (id int) with (check_constraints)", "done"},
		{"insert bulk msdb.dbo.keyed (id int)", "error 1088; done error"},
	} {
		if got := ann.load(test.statement, ids); got != test.want {
			t.Errorf("%s: %s, want %s", test.statement, got, test.want)
		}
	}
	do(t, c, "USE msdb")
	if got := value(t, c, "SELECT CONCAT((SELECT COUNT(*) FROM plain), (SELECT COUNT(*) FROM checked), (SELECT COUNT(*) FROM keyed))"); got != "110" {
		t.Errorf("rows %s", got)
	}
}

// TestBulkGivenUp: a load that the client withdraws, interrupts or does not live to end leaves nothing.
func TestBulkGivenUp(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := raw(t, addr)
	c.batch("CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY, name nvarchar(10) NULL)")
	var rows [][]tds.Value
	for i := range 5000 {
		rows = append(rows, []tds.Value{int64(i), "name"})
	}
	message := bulkMessage(t, bulkColumns, rows...)
	half := message[:len(message)/2]
	begun := func(c *rawClient) {
		t.Helper()
		same(t, "announced", c.batch(bulkStatement), "done")
		c.send(half, 0)
	}
	begun(c)
	c.packet(nil, tds.StatusEOM|tds.StatusIgnore)
	same(t, "withdrawn", c.answer(), "done error")
	if got := c.count("dbo.t"); got != "0" {
		t.Errorf("withdrawn: %s rows", got)
	}
	begun(c)
	if err := c.conn.Attention(); err != nil {
		t.Fatal(err)
	}
	if last := c.untilAttention(); last != "done attention" {
		t.Errorf("interrupted: %s", last)
	}
	if got := c.count("dbo.t"); got != "0" {
		t.Errorf("interrupted: %s rows", got)
	}
	other := raw(t, addr)
	begun(other)
	other.conn.Close()
	cut := time.Now()
	for c.scalar("SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE session_id > 51") != "0" {
		if time.Since(cut) > 5*time.Second {
			t.Fatal("the session stays")
		}
	}
	if got := c.count("dbo.t"); got != "0" {
		t.Errorf("cut: %s rows", got)
	}
	same(t, "announced", c.batch(bulkStatement), "done")
	c.send(message, tds.StatusEOM)
	same(t, "whole", c.answer(), "done")
	if got := c.count("dbo.t"); got != "5000" {
		t.Errorf("whole: %s rows", got)
	}
}

// untilAttention reads up to the acknowledgement of an attention.
func (c *rawClient) untilAttention() string {
	for {
		for _, line := range c.answer() {
			if strings.HasPrefix(line, "done attention") {
				return line
			}
		}
	}
}

// TestBulkCopyIn loads many rows of many types with go-mssqldb, and compares what comes back.
func TestBulkCopyIn(t *testing.T) {
	ctx := context.Background()
	c := sa(t, gatewaytest.Serve(t, gatewaytest.Open(t)))
	do(t, c, `CREATE TABLE dbo.wide (id bigint NOT NULL, b bit NULL, d decimal(20, 4) NULL, m money NULL, f float NULL, r real NULL, dt datetime NULL, d2 datetime2(3) NULL,
		o datetimeoffset NULL, da date NULL, ti time(2) NULL, c char(4) NULL, v varchar(max) NULL, n nvarchar(max) NULL, x varbinary(max) NULL, g uniqueidentifier NULL, s smallint NULL)`)
	names := []string{"id", "b", "d", "m", "f", "r", "dt", "d2", "o", "da", "ti", "c", "v", "n", "x", "g", "s"}
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, mssql.CopyIn("dbo.wide", mssql.BulkOptions{Tablock: true}, names...))
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2024, 2, 29, 12, 30, 45, 120e6, time.UTC)
	guid := []byte{0xFF, 0x19, 0x96, 0x6F, 0x86, 0x8B, 0x11, 0xD0, 0xB4, 0x2D, 0, 0xC0, 0x4F, 0xC9, 0x64, 0xFF}
	const rows = 2500
	for i := range rows {
		long := strings.Repeat("ä", i)
		if _, err := stmt.ExecContext(ctx, int64(i)<<33, i%2 == 0, "123.4567", "9.99", 1.5, float32(2.5), when, when, when.In(time.FixedZone("", 7200)), when, when,
			"ab", strings.Repeat("x", i), long, []byte(long), guid, int64(i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := stmt.ExecContext(ctx, append([]any{int64(-1)}, make([]any, len(names)-1)...)...); err != nil {
		t.Fatal(err)
	}
	result, err := stmt.ExecContext(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := result.RowsAffected(); n != rows+1 {
		t.Errorf("%d rows", n)
	}
	if err := stmt.Close(); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"SELECT CONCAT(COUNT(*), ' ', COUNT(n), ' ', SUM(CAST(LEN(n) AS bigint)), ' ', SUM(CAST(DATALENGTH(x) AS bigint))) FROM dbo.wide": fmt.Sprintf("2501 2500 %d %d", rows*(rows-1)/2, rows*(rows-1)),
		"SELECT CONCAT(id, b, d, ' ', m, f, r, c, '|', g, s) FROM dbo.wide WHERE s = 2":                                                   "171798691841123.4567 9.991.52.5ab  |6F9619FF-8B86-D011-B42D-00C04FC964FF2",
		"SELECT CONCAT(CONVERT(varchar, dt, 121), ' ', d2, ' ', o, ' ', da, ' ', ti, v) FROM dbo.wide WHERE s = 2":                        "2024-02-29 12:30:45.120 2024-02-29 12:30:45.120 2024-02-29 14:30:45.1200000 +02:00 2024-02-29 12:30:45.12xx",
	} {
		if got := value(t, c, query); got != want {
			t.Errorf("%s\n got %s\nwant %s", query, got, want)
		}
	}
	if _, err := c.ExecContext(ctx, "SELECT * FROM dbo.none"); !errors.As(err, new(mssql.Error)) {
		t.Errorf("afterwards: %v", err)
	}
}

// TestBulkAsSqlClient is what SqlBulkCopy does: it asks for the collations of the table, and counts the rows of its DONE in
// four bytes.
func TestBulkAsSqlClient(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := raw(t, addr)
	c.batch("CREATE TABLE dbo.sorted (id int NOT NULL, name nvarchar(20) COLLATE Latin1_General_CS_AS NULL, price decimal(12,2) NULL)")
	conn := sa(t, addr)
	do(t, conn, "CREATE TABLE #c (colid int, name sysname, tds_collation binary(5), collation sysname NULL)", "INSERT #c EXEC ..sp_tablecollations_100 N'.[sorted]'")
	if got := value(t, conn, "SELECT STRING_AGG(CONCAT(colid, ' ', name, ' ', ISNULL(collation, '-')), ', ') FROM #c"); got != "1 id -, 2 name Latin1_General_CS_AS, 3 price -" {
		t.Error(got)
	}
	if got := value(t, conn, "SELECT CONVERT(varchar(12), tds_collation, 1) FROM #c WHERE colid = 2"); got != "0x0904C00000" {
		t.Error(got)
	}
	do(t, conn, "TRUNCATE TABLE #c", "INSERT #c EXEC ..sp_tablecollations_100 N'nothing'")
	if got := value(t, conn, "SELECT COUNT(*) FROM #c"); got != "0" {
		t.Errorf("a table that there is not has %s columns", got)
	}
	cols := []tds.Column{{Name: "id", Type: tds.TypeInt}, {Name: "price", Type: tds.TypeDecimal(12, 2), Nullable: true}}
	message := bulkMessage(t, cols, []tds.Value{int64(1), nil}, []tds.Value{int64(2), tds.DecimalOf(5)})
	if got := c.load("INSERT BULK dbo.sorted (id int, price decimal(12,2))", message[:len(message)-4]); got != "done" {
		t.Error(got)
	}
	if got := value(t, conn, "SELECT CONCAT(COUNT(*), ' ', SUM(price)) FROM dbo.sorted"); got != "2 5.00" {
		t.Error(got)
	}
}
