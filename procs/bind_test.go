package procs

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/tds"
)

type bindParams struct {
	Name    string              `tsql:"@name sysname"`
	Enabled uint8               `tsql:"@enabled tinyint = 1"`
	Mode    sql.Null[string]    `tsql:"@mode varchar(7) = 'SUMMARY'"`
	All     bool                `tsql:"@all bit = 1"`
	SID     []byte              `tsql:"@sid varbinary(85) = 0x0102"`
	At      sql.Null[time.Time] `tsql:"@at datetime = NULL"`
	Any     tds.Value           `tsql:"@any sql_variant = NULL"`
	ID      sql.Null[tds.GUID]  `tsql:"@id uniqueidentifier = NULL OUTPUT"`
	Flag    int64               `tsql:"@flag int = 0" status:"ignored"`
}

func TestParams(t *testing.T) {
	p := define("sp_bind", func(context.Context, *Call, *bindParams) error { return nil })
	want := []Param{
		{Name: "@name", Type: tds.TypeSysname},
		{Name: "@enabled", Type: tds.TypeTinyInt, Optional: true, Default: int64(1)},
		{Name: "@mode", Type: tds.TypeVarChar(7), Optional: true, Default: "SUMMARY"},
		{Name: "@all", Type: tds.TypeBit, Optional: true, Default: true},
		{Name: "@sid", Type: tds.TypeVarBinary(85), Optional: true},
		{Name: "@at", Type: tds.TypeDateTime, Optional: true},
		{Name: "@any", Type: tds.TypeVariant, Optional: true},
		{Name: "@id", Type: tds.TypeGUID, Optional: true, Output: true},
		{Name: "@flag", Type: tds.TypeInt, Optional: true, Default: int64(0), Status: "ignored"},
	}
	for i, w := range want {
		got := p.Params[i]
		if b, ok := got.Default.([]byte); ok && string(b) == "\x01\x02" {
			got.Default = nil
		}
		if got != w {
			t.Errorf("parameter %d is %+v, want %+v", i, got, w)
		}
	}
}

func TestInvokeBindsAndReturns(t *testing.T) {
	id := tds.GUID{1}
	p := define("sp_bind", func(_ context.Context, c *Call, p *bindParams) error {
		if p.Name != "x" || p.Enabled != 2 || p.Mode.Valid || p.All || len(p.SID) != 1 || p.At.Valid || p.Any != int64(7) || p.Flag != 0 {
			t.Errorf("bound %+v", p)
		}
		if c.Name != "sp_bind" {
			t.Errorf("running procedure is %q", c.Name)
		}
		p.ID = some(id)
		return returns(3)
	})
	args := []tds.Value{"x", int64(2), nil, false, []byte{9}, nil, int64(7), nil, nil}
	code, err := p.Invoke(t.Context(), testCall(nil), args)
	if code != 3 || err != nil {
		t.Errorf("returned %d, %v", code, err)
	}
	if args[7] != id {
		t.Errorf("output is %v", args[7])
	}
}

func TestInvokeNamesTheInnermostProcedure(t *testing.T) {
	p := define("sp_outer", func(_ context.Context, c *Call, _ *noParams) error {
		return in(c, "sp_inner", func(*Call) error { return fail(12, errEnlistLocal.With()) })
	})
	code, err := p.Invoke(t.Context(), testCall(nil), nil)
	var e *tds.Error
	if !errors.As(err, &e) || e.Proc != "sp_inner" || e.Number != 14297 || code != 12 {
		t.Errorf("returned %d, %+v", code, err)
	}
}

func TestRaise(t *testing.T) {
	out := &recorder{}
	c := testCall(out)
	c.Name = "sp_outer"
	if err := c.Raise(errEnlistLocal.With()); err != nil {
		t.Errorf("Raise returned %v", err)
	}
	if len(out.messages) != 1 || out.messages[0].Proc != "sp_outer" || out.messages[0].Class != 16 {
		t.Errorf("sent %+v", out.messages)
	}
	c.Guarded = true
	if err := c.Raise(errEnlistLocal.With()); err == nil || len(out.messages) != 1 {
		t.Errorf("inside a TRY: returned %v, sent %d messages", err, len(out.messages))
	}
	boom := errors.New("boom")
	if err := c.Raise(boom); !errors.Is(err, boom) {
		t.Errorf("an internal error became %v", err)
	}
}

func TestSend(t *testing.T) {
	type row struct {
		ID   int64            `col:"server_id int"`
		Text sql.Null[string] `col:"[a text] nvarchar(200) null"`
		Bad  bool             `col:"[] bit null"`
	}
	out := &recorder{}
	if err := send(testCall(out), []row{{ID: 1, Bad: true}}); err != nil {
		t.Fatal(err)
	}
	want := []tds.Column{
		{Name: "server_id", Type: tds.TypeInt},
		{Name: "a text", Type: tds.TypeNVarChar(200), Nullable: true},
		{Type: tds.TypeBit, Nullable: true},
	}
	for i, w := range want {
		if out.columns[i] != w {
			t.Errorf("column %d is %+v, want %+v", i, out.columns[i], w)
		}
	}
	if r := out.rows[0]; r[0] != int64(1) || r[1] != nil || r[2] != true {
		t.Errorf("row %v", r)
	}
	if out.done.Counted {
		t.Error("rows are counted under NOCOUNT")
	}
}

func TestLookup(t *testing.T) {
	if p := Lookup("SP_MSX_Enlist"); p == nil || p.Name != "sp_msx_enlist" {
		t.Errorf("found %+v", p)
	}
	if Lookup("sp_nothing") != nil {
		t.Error("found sp_nothing")
	}
	for i, p := range All()[1:] {
		if p.Name < All()[i].Name {
			t.Errorf("%s comes after %s", p.Name, All()[i].Name)
		}
	}
}

// recorder is a tds.Writer that keeps what it is given.
type recorder struct {
	columns  []tds.Column
	rows     [][]tds.Value
	messages []*tds.Error
	done     tds.Done
}

func (r *recorder) Columns(cols []tds.Column) error {
	r.columns = append([]tds.Column(nil), cols...)
	return nil
}

func (r *recorder) Row(row []tds.Value) error {
	r.rows = append(r.rows, append([]tds.Value(nil), row...))
	return nil
}
func (r *recorder) Message(m *tds.Error) error { r.messages = append(r.messages, m); return nil }
func (r *recorder) Done(d tds.Done) error      { r.done = d; return nil }

// testCall is a call by a sysadmin on a server without anything beside it.
func testCall(out tds.Writer) *Call {
	log := logrus.New()
	log.SetLevel(logrus.PanicLevel)
	return &Call{
		Out: out, Login: Login{Name: "sa", SID: []byte{1}, User: "dbo", Sysadmin: true},
		Server: Server{Name: "HQ", Machine: "HQ", Version: [4]byte{16, 0, 0x0F, 0xA0}},
		Now:    func() time.Time { return time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC) }, Log: log,
	}
}
