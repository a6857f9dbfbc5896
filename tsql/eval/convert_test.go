package eval

import (
	"math/rand/v2"
	"testing"
	"time"

	"msxgate/tds"
)

func TestFit(t *testing.T) {
	for _, c := range []struct {
		v        tds.Value
		from, to tds.Type
		want     string
	}{
		{"abc", tds.TypeVarChar(10), tds.TypeVarChar(3), "abc"},
		{"abc  ", tds.TypeVarChar(10), tds.TypeVarChar(3), "abc"},
		{"abcd", tds.TypeVarChar(10), tds.TypeVarChar(3), "Msg 8152: String or binary data would be truncated."},
		{"ab", tds.TypeNVarChar(10), tds.Type{ID: tds.Char, Size: 3}, "ab "},
		{"äöü", tds.TypeNVarChar(10), tds.TypeVarChar(3), "äöü"},
		{"🎉", tds.TypeNVarChar(10), tds.TypeNVarChar(1), "Msg 8152: String or binary data would be truncated."},
		{[]byte{1, 2, 3}, tds.TypeVarBinary(10), tds.TypeVarBinary(2), "Msg 8152: String or binary data would be truncated."},
		{[]byte{1, 2, 0}, tds.TypeVarBinary(10), tds.TypeVarBinary(2), "0x0102"},
		{nil, tds.TypeNull, tds.TypeVarChar(2), "NULL"},
		{int64(300), tds.TypeInt, tds.TypeTinyInt, "Msg 220: Arithmetic overflow error for data type tinyint, value = 300."},
		{int64(5), tds.TypeInt, tds.TypeDate, "Msg 206: Operand type clash: int is incompatible with date"},
		{tds.Variant{Type: tds.TypeInt, Value: int64(5)}, tds.TypeVariant, tds.TypeInt, "Msg 257: Implicit conversion from data type sql_variant to int is not allowed. Use the CONVERT function to run this query."},
		{"0x01", tds.TypeVarChar(10), tds.TypeVarBinary(5), "Msg 257: Implicit conversion from data type varchar to varbinary is not allowed. Use the CONVERT function to run this query."},
	} {
		v, err := Fit(c.v, c.from, c.to, nil)
		got := Format(v, c.to)
		if err != nil {
			got = message(err)
		}
		if got != c.want {
			t.Errorf("%v to %v:\n got %s\nwant %s", c.v, c.to, got, c.want)
		}
	}
	v, err := Fit("abcd", tds.TypeVarChar(10), tds.TypeVarChar(3), nil)
	if err == nil || v != "abc" {
		t.Errorf("what fits is %v", v)
	}
	if got := message(Truncation("tempdb.dbo.t", "c", v)); got != "Msg 2628: String or binary data would be truncated in table 'tempdb.dbo.t', column 'c'. Truncated value: 'abc'." {
		t.Error(got)
	}
}

// The session's DATEFORMAT is heeded at run time, by datetime for four-digit years too.
func TestDateFormat(t *testing.T) {
	for _, c := range []struct{ src, format, want string }{
		{"CAST('01/02/2024' AS datetime)", "mdy", "2024-01-02"},
		{"CAST('01/02/2024' AS datetime)", "dmy", "2024-02-01"},
		{"CAST('01/02/03' AS date)", "ymd", "2001-02-03"},
		{"CAST('2024-01-02' AS datetime)", "dmy", "2024-02-01"},
		{"CAST('2024-01-02' AS date)", "dmy", "2024-01-02"},
		{"CAST('2024-01-02T00:00:00' AS datetime)", "dmy", "2024-01-02"},
		{"CAST('20240102' AS datetime)", "dmy", "2024-01-02"},
		{"CONVERT(datetime, '01/02/2024', 101)", "dmy", "2024-01-02"},
	} {
		fn, _, err := Compile(parseExpr(t, c.src), Const{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := fn(&Frame{Sess: fixture{map[string]tds.Value{"DATEFORMAT": c.format}}})
		if err != nil {
			t.Errorf("%s under %s: %v", c.src, c.format, err)
			continue
		}
		if got := v.(time.Time).Format("2006-01-02"); got != c.want {
			t.Errorf("%s under %s is %s, want %s", c.src, c.format, got, c.want)
		}
	}
}

func TestDateFirst(t *testing.T) {
	fn, _, err := Compile(parseExpr(t, "DATEPART(weekday, '2024-02-29')"), Const{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := fn(&Frame{Sess: fixture{map[string]tds.Value{"DATEFIRST": int64(1)}}})
	if err != nil || v != int64(4) {
		t.Errorf("Thursday is day %v of a week that begins on Monday (%v)", v, err)
	}
}

// What a value is converted to and back from is the value.
func TestRoundTrips(t *testing.T) {
	explicit := &ConvertOptions{Explicit: true}
	g, _ := tds.ParseGUID("01020304-0506-0708-090A-0B0C0D0E0F10")
	d := time.Date(2024, 2, 29, 13, 45, 30, 123456700, time.UTC)
	for _, c := range []struct {
		v   tds.Value
		typ tds.Type
	}{
		{int64(-5), tds.TypeInt},
		{int64(1) << 40, tds.TypeBigInt},
		{true, tds.TypeBit},
		{tds.Decimal{Lo: 12345, Scale: 2, Neg: true}, tds.TypeDecimal(10, 2)},
		{tds.Money(123450000), tds.TypeMoney},
		{g, tds.TypeGUID},
		{dayOf(d), tds.TypeDate},
		{zeroDay.Add(d.Sub(dayOf(d))), tds.Type{ID: tds.Time, Scale: 7}},
		{d, tds.Type{ID: tds.DateTime2, Scale: 7}},
		{roundLegacy(d), tds.TypeDateTime},
		{d.In(time.FixedZone("", -5400)), tds.Type{ID: tds.DateTimeOffset, Scale: 7}},
	} {
		for _, via := range []tds.Type{tds.TypeVarBinary(50), tds.TypeVariant, tds.TypeVarChar(50)} {
			if via.ID == tds.VarChar && c.typ.ID == tds.DateTime {
				continue // its default style shows minutes
			}
			w, err := Convert(c.v, c.typ, via, explicit)
			if err != nil {
				t.Errorf("%v to %v: %v", c.typ, via, err)
				continue
			}
			back, err := Convert(w, via, c.typ, explicit)
			if err != nil {
				t.Errorf("%v from %v %v: %v", c.typ, via, w, err)
				continue
			}
			if Compare(c.v, back, c.typ) != 0 {
				t.Errorf("%v %v came back from %v as %v", c.typ, c.v, via, back)
			}
		}
	}
}

// Every pair of types converts or refuses; nothing panics, whatever the text.
func TestConvertNeverPanics(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	texts := []string{
		"", " ", "-", "+", ".", "1", "-1.5e3", "$1", "2024-02-29", "12:00", "1:2:3:4", "Jan", "1 Jan", "Jan 1 24", "T", "Z", "+01:00",
		"2024-02-29T25:00", "0x", "0xZZ", "99999999999999999999999999999999999999999", "1/2/", "//", "24/", "12 PM AM", "é", "\xed\xa0\x80",
	}
	pieces := "0123456789-/.: TZAPMJan+,"
	for range 400 {
		b := make([]byte, r.IntN(14))
		for i := range b {
			b[i] = pieces[r.IntN(len(pieces))]
		}
		texts = append(texts, string(b))
	}
	for id := tds.Bit; id <= tds.Timestamp; id++ {
		to := tds.Type{ID: id, Size: 5, Prec: 10, Scale: 3}
		if id == tds.XML {
			to.Size = tds.Max
		}
		for _, s := range texts {
			v, err := Convert(s, tds.TypeNVarChar(50), to, &ConvertOptions{Explicit: true})
			if err != nil || v == nil {
				continue
			}
			for back := tds.Bit; back <= tds.Timestamp; back++ {
				_, _ = Convert(v, to, tds.Type{ID: back, Size: 4, Prec: 5, Scale: 1}, &ConvertOptions{Explicit: true})
			}
		}
	}
}

func TestCommon(t *testing.T) {
	for _, c := range []struct {
		a, b tds.Type
		want string
	}{
		{tds.TypeInt, tds.TypeBigInt, "bigint"},
		{tds.TypeInt, tds.TypeVarChar(5), "int"},
		{tds.TypeNull, tds.TypeVarChar(5), "varchar(5)"},
		{tds.TypeVarChar(5), tds.TypeNVarChar(3), "nvarchar(5)"},
		{tds.TypeVarChar(8000), tds.TypeNVarChar(3), "nvarchar(4000)"},
		{tds.TypeVarChar(5), tds.TypeVarChar(tds.Max), "varchar(max)"},
		{tds.Type{ID: tds.Char, Size: 3}, tds.Type{ID: tds.Char, Size: 5}, "char(5)"},
		{tds.Type{ID: tds.Char, Size: 3}, tds.TypeVarChar(2), "varchar(3)"},
		{tds.TypeSysname, tds.TypeVarChar(5), "nvarchar(128)"},
		{tds.TypeDecimal(10, 2), tds.TypeInt, "decimal(12,2)"},
		{tds.TypeDecimal(38, 10), tds.TypeDecimal(38, 2), "decimal(38,2)"},
		{tds.TypeMoney, tds.TypeDecimal(5, 1), "decimal(19,4)"},
		{tds.TypeFloat, tds.TypeDecimal(5, 1), "float"},
		{tds.TypeDate, tds.TypeDateTime, "datetime"},
		{tds.TypeDateTime, tds.Type{ID: tds.DateTime2, Scale: 0}, "datetime2(3)"},
		{tds.TypeGUID, tds.TypeNVarChar(36), "uniqueidentifier"},
		{tds.TypeGUID, tds.Type{ID: tds.Binary, Size: 16}, "uniqueidentifier"},
		{tds.TypeVariant, tds.TypeInt, "sql_variant"},
		{tds.TypeDate, tds.TypeInt, "Msg 206: Operand type clash: int is incompatible with date"},
		{tds.TypeGUID, tds.TypeInt, "Msg 206: Operand type clash: uniqueidentifier is incompatible with int"},
		{tds.TypeDate, tds.Type{ID: tds.Time}, "Msg 206: Operand type clash: time is incompatible with date"},
	} {
		u, err := Common(c.a, c.b)
		got := u.String()
		if err != nil {
			got = message(err)
		}
		if got != c.want {
			t.Errorf("%v and %v: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestFormatText(t *testing.T) {
	d := time.Date(2024, 2, 9, 3, 4, 5, 0, time.UTC)
	for _, c := range []struct {
		v    tds.Value
		typ  tds.Type
		want string
	}{
		{nil, tds.TypeInt, "NULL"},
		{true, tds.TypeBit, "1"},
		{d, tds.TypeDateTime, "Feb  9 2024  3:04AM"},
		{tds.Money(123456), tds.TypeMoney, "12.35"},
		{[]byte{0xAB}, tds.TypeVarBinary(1), "0xAB"},
		{tds.Variant{Type: tds.TypeInt, Value: int64(5)}, tds.TypeVariant, "5"},
	} {
		if got := Format(c.v, c.typ); got != c.want {
			t.Errorf("%v: %q, want %q", c.v, got, c.want)
		}
	}
}

func TestDecimals(t *testing.T) {
	for _, c := range []struct {
		text  string
		scale uint8
		want  string
	}{
		{"1.005", 2, "1.01"},
		{"-1.005", 2, "-1.01"},
		{"0.004", 2, "0.00"},
		{"-0.004", 2, "0.00"},
		{"12345678901234567890123456789012345678", 0, "12345678901234567890123456789012345678"},
		{"1e5", 0, "100000"},
		{"1.5e-3", 6, "0.001500"},
		{"0.123456789012345678901234567890123456789", 38, "0.12345678901234567890123456789012345679"},
	} {
		d, ok := ParseDecimal(c.text, c.scale)
		if got := d.String(); !ok || got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
	big, _ := ParseDecimal("12345678901234567890.5", 1)
	product, ok := mulDecimals(big, big, 2)
	if got := product.String(); ok || got == "" {
		t.Errorf("a product of 40 digits fits: %s", got)
	}
	third, ok := divDecimals(tds.DecimalOf(1), tds.DecimalOf(3), 30)
	if got := third.String(); !ok || got != "0.333333333333333333333333333333" {
		t.Error(got)
	}
	sum, ok := addDecimals(big, negate(big), 1)
	if !ok || sum != (tds.Decimal{Scale: 1}) {
		t.Errorf("x - x is %v", sum)
	}
}

func TestText(t *testing.T) {
	s := "a🎉b"
	if got := textSlice(s, 1, 1, true) + "|" + textSlice(s, 2, 2, true); got != "\xed\xa0\xbc|\xed\xbe\x89b" {
		t.Errorf("halves of a pair: %q", got)
	}
	if got := joinText(textSlice(s, 0, 2, true), textSlice(s, 2, 9, true)); got != s {
		t.Errorf("halves that meet: %q", got)
	}
	if got := utf16Text(appendUTF16(nil, s)); got != s {
		t.Errorf("through UTF-16: %q", got)
	}
	if got := toCodePage("€Ж🎉ő"); got != "€???o" {
		t.Errorf("in the code page: %q", got)
	}
}

func BenchmarkConvertIntText(b *testing.B) {
	b.ReportAllocs()
	to := tds.TypeNVarChar(20)
	for b.Loop() {
		_, _ = Convert(int64(12345), tds.TypeInt, to, nil)
	}
}

func BenchmarkConvertTextInt(b *testing.B) {
	b.ReportAllocs()
	from := tds.TypeNVarChar(20)
	var v tds.Value = "12345"
	for b.Loop() {
		_, _ = Convert(v, from, tds.TypeInt, nil)
	}
}

func BenchmarkConvertTextDateTime(b *testing.B) {
	b.ReportAllocs()
	from := tds.TypeNVarChar(30)
	var v tds.Value = "2024-02-29 13:45:30.123"
	for b.Loop() {
		_, _ = Convert(v, from, tds.TypeDateTime, nil)
	}
}
