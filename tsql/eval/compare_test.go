package eval

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"msxgate/tds"
)

func TestCompareText(t *testing.T) {
	cs, _ := LookupCollation("Latin1_General_CS_AS")
	ai, _ := LookupCollation("Latin1_General_CI_AI")
	bin, _ := LookupCollation("Latin1_General_BIN2")
	narrowText, wideText := tds.TypeVarChar(50), tds.TypeNVarChar(50)
	with := func(t tds.Type, c tds.Collation) tds.Type {
		t.Collation = c
		return t
	}
	for _, c := range []struct {
		a, b string
		typ  tds.Type
		want int
	}{
		{"abc", "ABC", narrowText, 0},
		{"abc", "abd", narrowText, -1},
		{"abc", "ab", narrowText, 1},
		{"ab ", "ab", narrowText, 0},
		{"a\t", "a", narrowText, -1},
		{"a", "B", narrowText, -1},
		{"Z", "a", narrowText, 1},
		{"9", "a", narrowText, -1},
		{"_", "9", narrowText, -1},
		{"é", "e", narrowText, 1},
		{"é", "f", narrowText, -1},
		{"É", "é", narrowText, 0},
		{"co-op", "coop", wideText, 1},
		{"co-op", "coops", wideText, -1},
		{"ａｂｃ", "ABC", wideText, 0},
		{"か", "カ", wideText, 0},
		{"Ж", "ж", wideText, 0},
		{"a", "A", with(wideText, cs), -1},
		{"A", "b", with(wideText, cs), -1},
		{"ab", "A", with(wideText, cs), 1},
		{"a", "Á", with(wideText, ai), 0},
		{"a", "A", with(wideText, bin), 1},
		{"a", "a ", with(wideText, bin), 0},
		{"B", "a", with(wideText, bin), -1},
	} {
		if got := sign(Compare(c.a, c.b, c.typ)); got != c.want {
			t.Errorf("%q and %q as %v: %d, want %d", c.a, c.b, c.typ, got, c.want)
		}
		if got := sign(Compare(c.b, c.a, c.typ)); got != -c.want {
			t.Errorf("%q and %q as %v: not antisymmetric", c.b, c.a, c.typ)
		}
		same := bytes.Equal(AppendKey(nil, c.a, c.typ), AppendKey(nil, c.b, c.typ))
		if same != (c.want == 0) {
			t.Errorf("%q and %q as %v: keys equal is %v", c.a, c.b, c.typ, same)
		}
	}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// Random short strings of few characters: Compare is an order and agrees with AppendKey.
func TestCompareIsAnOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aAbB-' éÉ_1ａ")
	random := func() string {
		var b strings.Builder
		for range r.IntN(4) {
			b.WriteRune(alphabet[r.IntN(len(alphabet))])
		}
		return b.String()
	}
	types := []tds.Type{tds.TypeVarChar(9), tds.TypeNVarChar(9)}
	for _, name := range []string{"Latin1_General_CS_AS", "Latin1_General_CI_AI", "Latin1_General_BIN2", "SQL_Latin1_General_CP1_CS_AS"} {
		c, _ := LookupCollation(name)
		u := tds.TypeNVarChar(9)
		u.Collation = c
		types = append(types, u)
	}
	for range 20000 {
		u := types[r.IntN(len(types))]
		a, b, c := random(), random(), random()
		ab, ba := Compare(a, b, u), Compare(b, a, u)
		if sign(ab) != -sign(ba) {
			t.Fatalf("%q %q %v: %d and %d", a, b, u, ab, ba)
		}
		if Compare(b, c, u) <= 0 && ab <= 0 && Compare(a, c, u) > 0 {
			t.Fatalf("%q <= %q <= %q, but not %q <= %q (%v)", a, b, c, a, c, u)
		}
		if bytes.Equal(AppendKey(nil, a, u), AppendKey(nil, b, u)) != (ab == 0) {
			t.Fatalf("%q %q %v: compare %d, keys disagree", a, b, u, ab)
		}
	}
}

func TestCompareOthers(t *testing.T) {
	g1, _ := tds.ParseGUID("FFFFFFFF-FFFF-FFFF-FFFF-000000000001")
	g2, _ := tds.ParseGUID("00000000-0000-0000-0000-000000000002")
	variant := func(t tds.Type, v tds.Value) tds.Value { return tds.Variant{Type: t, Value: v} }
	zone := time.FixedZone("", 3600)
	for _, c := range []struct {
		a, b tds.Value
		typ  tds.Type
		want int
	}{
		{int64(1), int64(2), tds.TypeInt, -1},
		{false, true, tds.TypeBit, -1},
		{tds.Decimal{Lo: 10, Scale: 1}, tds.Decimal{Lo: 1}, tds.TypeDecimal(5, 1), 0},
		{tds.Decimal{Lo: 1, Neg: true}, tds.Decimal{Lo: 1}, tds.TypeDecimal(5, 0), -1},
		{1.0, 0.5, tds.TypeFloat, 1},
		{tds.Money(1), tds.Money(1), tds.TypeMoney, 0},
		{[]byte{1}, []byte{1, 0}, tds.TypeVarBinary(5), 0},
		{[]byte{1, 1}, []byte{1}, tds.TypeVarBinary(5), 1},
		{g1, g2, tds.TypeGUID, -1},
		{
			time.Date(2024, 1, 1, 1, 0, 0, 0, zone), time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
			tds.Type{ID: tds.DateTimeOffset},
			0,
		},
		{variant(tds.TypeInt, int64(1)), variant(tds.TypeDecimal(3, 1), tds.Decimal{Lo: 10, Scale: 1}), tds.TypeVariant, 0},
		{variant(tds.TypeInt, int64(9)), variant(tds.TypeVarChar(1), "1"), tds.TypeVariant, 1},
		{variant(tds.TypeVarChar(1), "a"), variant(tds.TypeNVarChar(1), "A"), tds.TypeVariant, 0},
	} {
		if got := sign(Compare(c.a, c.b, c.typ)); got != c.want {
			t.Errorf("%v and %v: %d, want %d", c.a, c.b, got, c.want)
		}
		same := bytes.Equal(AppendKey(nil, c.a, c.typ), AppendKey(nil, c.b, c.typ))
		if same != (c.want == 0) {
			t.Errorf("%v and %v: keys equal is %v", c.a, c.b, same)
		}
	}
	if bytes.Equal(AppendKey(nil, nil, tds.TypeInt), AppendKey(nil, int64(0), tds.TypeInt)) {
		t.Error("NULL has the key of 0")
	}
}

// Two columns in one key are not mixed up.
func TestKeysAreSeparate(t *testing.T) {
	u := tds.TypeVarChar(9)
	key := func(a, b string) string { return string(AppendKey(AppendKey(nil, a, u), b, u)) }
	if key("a", "bc") == key("ab", "c") || key("a\x00", "b") == key("a", "\x00b") {
		t.Error("keys of two columns collide")
	}
}

func TestCollationNames(t *testing.T) {
	for _, name := range []string{
		"SQL_Latin1_General_CP1_CI_AS", "SQL_Latin1_General_CP1_CS_AS", "Latin1_General_CI_AS", "Latin1_General_CS_AS_KS_WS",
		"Latin1_General_BIN", "Latin1_General_BIN2", "Latin1_General_100_CI_AI", "Latin1_General_100_CI_AS_SC_UTF8", "French_CI_AI",
		"Japanese_CI_AS", "Turkish_CI_AS", "Latin1_General_100_BIN2_UTF8", "German_PhoneBook_CI_AS",
	} {
		c, ok := LookupCollation(strings.ToLower(name))
		if !ok {
			t.Errorf("%s is not known", name)
			continue
		}
		if got := NameCollation(c); got != name {
			t.Errorf("%s came back as %s", name, got)
		}
	}
	if c, _ := LookupCollation("SQL_Latin1_General_CP1_CI_AS"); c != tds.DefaultCollation {
		t.Errorf("the default collation is %x", c)
	}
	if _, ok := LookupCollation("nosuch_CI_AS"); ok {
		t.Error("a collation that does not exist was found")
	}
	if NameCollation(tds.Collation{}) != "SQL_Latin1_General_CP1_CI_AS" {
		t.Error("the zero collation has another name")
	}
}

func BenchmarkCompareASCII(b *testing.B) {
	u := tds.TypeNVarChar(50)
	var x, y tds.Value = "sp_help_targetserver", "SP_HELP_TARGETSERVERGROUP"
	b.ReportAllocs()
	for b.Loop() {
		Compare(x, y, u)
	}
}

func BenchmarkCompareInt(b *testing.B) {
	var x, y tds.Value = int64(5000), int64(6000)
	b.ReportAllocs()
	for b.Loop() {
		Compare(x, y, tds.TypeInt)
	}
}

func BenchmarkAppendKey(b *testing.B) {
	u := tds.TypeNVarChar(50)
	var buf [64]byte
	var x tds.Value = "sp_help_targetserver"
	b.ReportAllocs()
	for b.Loop() {
		AppendKey(buf[:0], x, u)
	}
}
