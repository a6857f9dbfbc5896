package eval

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// fixture is a session with a fixed clock.
type fixture struct{ settings map[string]tds.Value }

var testZone = time.FixedZone("", 2*3600)

func (fixture) Now() time.Time                          { return time.Date(2024, 5, 6, 13, 14, 15, 123456700, testZone) }
func (fixture) NewID() tds.GUID                         { return tds.GUID{1, 2, 3} }
func (fixture) Rand() float64                           { return 0.25 }
func (fixture) Login() string                           { return `CORP\alice` }
func (fixture) LoginSID() []byte                        { return []byte{1, 5} }
func (fixture) User() string                            { return "dbo" }
func (fixture) HostName() string                        { return "WS1" }
func (fixture) AppName() string                         { return "test" }
func (fixture) Database() string                        { return "msdb" }
func (fixture) ServerName() string                      { return "HQ" }
func (fixture) SPID() int                               { return 51 }
func (fixture) IsSrvRoleMember(r, _ string) (m, k bool) { return r == "sysadmin", r != "nosuch" }
func (fixture) IsMember(r string) (m, k bool)           { return r == "db_owner", r != "nosuch" }
func (fixture) Property(f string, a ...tds.Value) (tds.Value, bool) {
	if f == "SERVERPROPERTY" && len(a) == 1 && a[0] == tds.Value("EngineEdition") {
		return int64(2), true
	}
	return nil, false
}
func (s fixture) Setting(name string) tds.Value { return s.settings[name] }

// testVars are the variables that test expressions may use.
func testVars() *Vars {
	v := &Vars{RowCount: 3, TranCount: 1, Caught: &tds.Error{Number: 50000, Class: 16, State: 2, Message: "boom", Line: 7}}
	set := func(name string, t tds.Type, x tds.Value) { v.Values[v.Declare(name, t)] = x }
	set("@i", tds.TypeInt, int64(7))
	set("@t", tds.TypeTinyInt, int64(200))
	set("@b", tds.TypeBigInt, int64(5))
	set("@bit", tds.TypeBit, true)
	set("@n", tds.TypeInt, nil)
	set("@s", tds.TypeVarChar(10), "abc")
	set("@ns", tds.TypeNVarChar(10), "Ärger")
	set("@max", tds.TypeNVarChar(tds.Max), "long")
	set("@c", tds.Type{ID: tds.Char, Size: 5}, "ab   ")
	set("@d", tds.TypeDecimal(10, 2), tds.Decimal{Lo: 12345, Scale: 2})
	set("@f", tds.TypeFloat, 1.5)
	set("@m", tds.TypeMoney, tds.Money(123456))
	set("@dt", tds.TypeDateTime, time.Date(2024, 2, 29, 13, 45, 30, 123e6, time.UTC))
	set("@date", tds.TypeDate, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC))
	set("@dt2", tds.Type{ID: tds.DateTime2, Scale: 7}, time.Date(2024, 2, 29, 13, 45, 30, 123456700, time.UTC))
	set("@time", tds.Type{ID: tds.Time, Scale: 7}, time.Date(1, 1, 1, 13, 45, 30, 123456700, time.UTC))
	set("@dto", tds.Type{ID: tds.DateTimeOffset, Scale: 7}, time.Date(2024, 2, 29, 13, 45, 30, 0, time.FixedZone("", 3600)))
	g, _ := tds.ParseGUID("01020304-0506-0708-090A-0B0C0D0E0F10")
	set("@g", tds.TypeGUID, g)
	set("@x", tds.TypeVarBinary(8), []byte{0xAB, 0xCD})
	set("@v", tds.TypeVariant, tds.Variant{Type: tds.TypeInt, Value: int64(4)})
	return v
}

func parseExpr(t testing.TB, src string) tsql.Expr {
	t.Helper()
	e, err := tsql.ParseExpr(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}

// answer evaluates an expression and prints "type: value" or "Msg n: text".
func answer(t testing.TB, src string) string {
	t.Helper()
	vars := testVars()
	fn, typ, err := Compile(parseExpr(t, src), Const{vars})
	if err != nil {
		return message(err)
	}
	f := &Frame{Ctx: context.Background(), Vars: vars, Sess: fixture{}}
	v, err := fn(f)
	if err != nil {
		return message(err)
	}
	return typ.String() + ": " + show(v, typ)
}

func message(err error) string {
	var e *tds.Error
	if errors.As(err, &e) {
		return fmt.Sprintf("Msg %d: %s", e.Number, e.Message)
	}
	return err.Error()
}

func show(v tds.Value, t tds.Type) string {
	switch x := v.(type) {
	case string:
		return "'" + x + "'"
	case tds.Variant:
		return x.Type.String() + " " + show(x.Value, x.Type)
	case tds.Money:
		return x.String()
	case float64:
		return fmt.Sprint(x)
	case time.Time:
		s, _ := timeText(x, t, &ConvertOptions{Style: 121, Styled: true})
		return s
	}
	return Format(v, t)
}

// cases are lines of "expression => answer".
func runCases(t *testing.T, cases string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSpace(cases), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "--") {
			continue
		}
		src, want, ok := strings.Cut(line, " => ")
		if !ok {
			t.Fatalf("no answer in %q", line)
		}
		if got := answer(t, strings.TrimSpace(src)); got != strings.TrimSpace(want) {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
	}
}
