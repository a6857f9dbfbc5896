package tds_test

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"

	"msxgate/tds"
)

// openDriver opens go-mssqldb on a scripted server.
func openDriver(t testing.TB, s *scripted, options string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlserver", fmt.Sprintf("sqlserver://sa:secret@%s?database=msdb&%s", s.addr, options))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestDriverEncryption(t *testing.T) {
	ca := "&certificate=" + url.QueryEscape(startScripted(t, nil).caFile) + "&hostNameInCertificate=localhost"
	tests := []struct {
		policy  tds.Encryption
		noTLS   bool
		options string
		fails   string
	}{
		{tds.EncryptOff, false, "encrypt=disable", ""},
		{tds.EncryptOff, false, "encrypt=false&TrustServerCertificate=true", ""},
		{tds.EncryptOff, false, "encrypt=true" + ca, ""},
		{tds.EncryptOff, false, "encrypt=strict" + ca, ""},
		{tds.EncryptOff, true, "encrypt=false", ""},
		{tds.EncryptOff, true, "encrypt=true", "encrypt"},
		{tds.EncryptOn, false, "encrypt=disable", ""},
		{tds.EncryptOn, false, "encrypt=false" + ca, ""},
		{tds.EncryptRequired, false, "encrypt=false" + ca, ""},
		{tds.EncryptRequired, false, "encrypt=true" + ca, ""},
		{tds.EncryptRequired, false, "encrypt=true&TrustServerCertificate=false", "certificate"},
		{tds.EncryptStrict, false, "encrypt=strict" + ca, ""},
		{tds.EncryptStrict, false, "encrypt=true" + ca, "read"},
		{tds.EncryptOn, false, "encrypt=true&packet size=32767" + ca, ""},
		{tds.EncryptOff, false, "encrypt=disable&packet size=512", ""},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%v %s", test.policy, test.options[:min(15, len(test.options))]), func(t *testing.T) {
			s := startScripted(t, func(s *scripted) {
				s.cfg.Encrypt = test.policy
				if test.noTLS {
					s.cfg.TLS = nil
				}
			})
			var text string
			err := openDriver(t, s, test.options).QueryRow("select 'hi'").Scan(&text)
			switch {
			case test.fails == "" && err != nil:
				t.Fatal(err)
			case test.fails == "" && text != "select 'hi'":
				t.Errorf("got %q", text)
			case test.fails != "" && (err == nil || !strings.Contains(err.Error(), test.fails)):
				t.Errorf("got error %v, want one with %q", err, test.fails)
			}
		})
	}
}

func TestDriverWrongPassword(t *testing.T) {
	s := startScripted(t, nil)
	db, _ := sql.Open("sqlserver", fmt.Sprintf("sqlserver://sa:wrong@%s?encrypt=disable", s.addr))
	defer db.Close()
	var e mssql.Error
	if err := db.Ping(); !errors.As(err, &e) || e.Number != 18456 {
		t.Errorf("got %v", err)
	}
}

func TestDriverTypes(t *testing.T) {
	s := startScripted(t, nil)
	rows, err := openDriver(t, s, "encrypt=disable").Query("select types")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	types, _ := rows.ColumnTypes()
	got := make([]any, len(typeTable))
	ptrs := make([]any, len(typeTable))
	for i := range got {
		ptrs[i] = &got[i]
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	if err := rows.Scan(ptrs...); err != nil {
		t.Fatal(err)
	}
	for i, want := range typeTable {
		if g, w := driverText(got[i]), valueText(want.value); g != w {
			t.Errorf("%v (%s): got %.60s, want %.60s", want.typ, types[i].DatabaseTypeName(), g, w)
		}
	}
	if !rows.Next() {
		t.Fatal(rows.Err())
	}
	_ = rows.Scan(ptrs...)
	for i, v := range got {
		if v != nil {
			t.Errorf("%v: got %v, want NULL", typeTable[i].typ, v)
		}
	}
	if rows.Next() || rows.Err() != nil {
		t.Error("a third row", rows.Err())
	}
}

// driverText and valueText bring what the driver returns and our values to one text.
func driverText(v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []byte:
		return "0x" + hex.EncodeToString(v)
	}
	return fmt.Sprint(v)
}

func valueText(v tds.Value) string {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []byte:
		return "0x" + hex.EncodeToString(v)
	case tds.GUID:
		return "0x" + hex.EncodeToString(v[:])
	case tds.Decimal:
		return "0x" + hex.EncodeToString([]byte(v.String()))
	case tds.Money:
		return "0x" + hex.EncodeToString([]byte(v.String()))
	case tds.Variant:
		return valueText(v.Value)
	}
	return fmt.Sprint(v)
}

func TestDriverProcedure(t *testing.T) {
	s := startScripted(t, nil)
	db := openDriver(t, s, "encrypt=true&TrustServerCertificate=true")
	out, text := int64(21), "in and out ü"
	var status mssql.ReturnStatus
	_, err := db.Exec("msdb.dbo.sp_x", sql.Named("n", sql.Out{Dest: &out, In: true}), sql.Named("s", sql.Out{Dest: &text, In: true}),
		sql.Named("plain", 5), &status)
	if err != nil {
		t.Fatal(err)
	}
	if out != 42 || text != "in and out ü" || status != 3 {
		t.Errorf("got %d %q %d", out, text, status)
	}
}

func TestDriverParameters(t *testing.T) {
	s := startScripted(t, nil)
	db := openDriver(t, s, "encrypt=disable")
	args := []any{
		int64(-5), true, 2.5, "wide ü", mssql.VarChar("narrow"), mssql.NChar("n"),
		[]byte{1, 2},
		when, mssql.DateTime1(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)),
		mssql.DateTimeOffset(when), strings.Repeat("x", 9000), mssql.VarCharMax("vmax"), mssql.NVarCharMax("nmax"), nil, mssql.UniqueIdentifier(guid),
	}
	marks := make([]string, len(args))
	got, ptrs := make([]any, len(args)), make([]any, len(args))
	for i := range args {
		marks[i], ptrs[i] = fmt.Sprintf("@p%d", i+1), &got[i]
	}
	if err := db.QueryRow("select echo", args...).Scan(ptrs...); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"-5", "true", "2.5", "wide ü", "narrow", "n", "0x0102", "2024-02-29T23:59:58.1234567Z", "2020-01-02T03:04:05Z",
		"2024-02-29T23:59:58.1234567Z", strings.Repeat("x", 9000), "vmax", "nmax", "<nil>",
	}
	for i, w := range want {
		if g := driverText(got[i]); g != w {
			t.Errorf("parameter %d (%T): got %.60s, want %.60s", i+1, args[i], g, w)
		}
	}
}

func TestDriverTableValuedParameter(t *testing.T) {
	s := startScripted(t, nil)
	type row struct {
		N int64
		S string
		B *bool
	}
	yes := true
	tvp := mssql.TVP{TypeName: "dbo.pairs", Value: []row{{1, "one", nil}, {2, "two", &yes}}}
	var status mssql.ReturnStatus
	if _, err := openDriver(t, s, "encrypt=disable").Exec("sp_tvp", sql.Named("t", tvp), &status); err != nil {
		t.Fatal(err)
	}
	if status != 1 {
		t.Errorf("got status %d", status)
	}
}

func TestDriverTransaction(t *testing.T) {
	s := startScripted(t, nil)
	db := openDriver(t, s, "encrypt=disable")
	for _, commit := range []bool{true, false} {
		tx, err := db.BeginTx(context.Background(), &sql.TxOptions{Isolation: sql.LevelSerializable})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec("insert something"); err != nil {
			t.Fatal(err)
		}
		end := tx.Rollback
		if commit {
			end = tx.Commit
		}
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	if s.resets.Load() == 0 {
		t.Error("the pooled connection was never reset")
	}
}

func TestDriverCancel(t *testing.T) {
	s := startScripted(t, nil)
	db := openDriver(t, s, "encrypt=true&TrustServerCertificate=true")
	db.SetMaxOpenConns(1)
	for _, query := range []string{"select wait", "select forever", "select wait"} {
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		rows, err := db.QueryContext(ctx, query)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
			_ = rows.Close()
		}
		cancel()
		if err == nil {
			t.Errorf("%s: no error", query)
		}
		var text string
		if err := db.QueryRow("still here").Scan(&text); err != nil || text != "still here" {
			t.Errorf("after %s: %q, %v", query, text, err)
		}
	}
	if n := s.cancels.Load(); n != 3 {
		t.Errorf("%d requests were cancelled, want 3", n)
	}
}

func TestDriverError(t *testing.T) {
	s := startScripted(t, nil)
	_, err := openDriver(t, s, "encrypt=disable").Exec("select fail")
	var e mssql.Error
	if !errors.As(err, &e) || e.Number != 14262 || e.LineNo != 42 || e.ProcName != "sp_x" || e.ServerName != "SCRIPTED" || e.Class != 16 {
		t.Errorf("got %#v", err)
	}
}

func TestDriverManyRows(t *testing.T) {
	s := startScripted(t, nil)
	rows, err := openDriver(t, s, "encrypt=disable&packet size=1000").Query("select many")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var i int
		var text string
		if err := rows.Scan(&i, &text); err != nil || i != n {
			t.Fatal(i, n, err)
		}
	}
	if n != 5000 || rows.Err() != nil {
		t.Error(n, rows.Err())
	}
}

func TestDriverBulkCopy(t *testing.T) {
	s := startScripted(t, nil)
	db := openDriver(t, s, "encrypt=disable")
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	stmt, err := tx.Prepare(mssql.CopyIn("t", mssql.BulkOptions{}, "n", "s"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2000 {
		if _, err := stmt.Exec(i, "some text that fills packets"); err != nil {
			t.Fatal(err)
		}
	}
	result, err := stmt.Exec()
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := result.RowsAffected(); n != 2000 {
		t.Errorf("%d rows", n)
	}
	_ = tx.Commit()
}
