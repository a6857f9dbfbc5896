package tds

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestDecimal(t *testing.T) {
	tests := []struct{ in, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"-0.00", "0.00"},
		{"1", "1"},
		{"+12.30", "12.30"},
		{".5", "0.5"},
		{"-.05", "-0.05"},
		{"5.", "5"},
		{"000123.4", "123.4"},
		{"99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
		{"-0.00000000000000000000000000000000000001", "-0.00000000000000000000000000000000000001"},
		{"18446744073709551616", "18446744073709551616"},
		{"999999999999999999999999999999999999999", ""},
		{"1e5", ""},
		{"", ""},
		{"-", ""},
		{"1.2.3", ""},
		{"12a", ""},
	}
	for _, test := range tests {
		d, err := ParseDecimal(test.in)
		switch {
		case test.want == "" && err == nil:
			t.Errorf("%q: %v, want an error", test.in, d)
		case test.want != "" && (err != nil || d.String() != test.want):
			t.Errorf("%q: %v, %v", test.in, d, err)
		}
	}
}

func TestDecimalRescale(t *testing.T) {
	tests := []struct {
		in    string
		scale uint8
		want  string
	}{
		{"1.25", 1, "1.3"},
		{"-1.25", 1, "-1.3"},
		{"1.24", 1, "1.2"},
		{"0.5", 0, "1"},
		{"-0.4", 0, "0"},
		{"99.999", 2, "100.00"},
		{"7", 3, "7.000"},
		{"1234567890123456789012345678901234567", 2, ""},
	}
	for _, test := range tests {
		d, _ := ParseDecimal(test.in)
		got, ok := d.Rescale(test.scale)
		if ok != (test.want != "") || ok && got.String() != test.want {
			t.Errorf("%s to %d: %v, %v", test.in, test.scale, got, ok)
		}
	}
	if n := (Decimal{Lo: 999}).Digits(); n != 3 {
		t.Error(n)
	}
	if d := DecimalOf(math.MinInt64); d.String() != "-9223372036854775808" {
		t.Error(d)
	}
}

func TestMoney(t *testing.T) {
	tests := []struct{ in, want string }{
		{"0", "0.0000"},
		{"12.34", "12.3400"},
		{"-$1,234.56789", "-1234.5679"},
		{"$-5", "-5.0000"},
		{"922337203685477.5807", "922337203685477.5807"},
		{"-922337203685477.5808", "-922337203685477.5808"},
		{"922337203685477.5808", ""},
		{"", "0.0000"},
		{"abc", ""},
		{"--1", ""},
	}
	for _, test := range tests {
		m, err := ParseMoney(test.in)
		if (err != nil) != (test.want == "") || err == nil && m.String() != test.want {
			t.Errorf("%q: %v, %v", test.in, m, err)
		}
	}
}

func TestGUID(t *testing.T) {
	g, err := ParseGUID("{6f9619ff-8b86-d011-b42d-00c04fc964ff}")
	if err != nil || g.String() != "6F9619FF-8B86-D011-B42D-00C04FC964FF" || g[0] != 0xFF || g[15] != 0xFF {
		t.Error(g, err)
	}
	for _, bad := range []string{"", "6F9619FF8B86D011B42D00C04FC964FF", "6F9619FF-8B86-D011-B42D-00C04FC964F", "6F9619FF-8B86-D011-B42D-00C04FC964FZ"} {
		if _, err := ParseGUID(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestText(t *testing.T) {
	for _, s := range []string{"", "plain", "ünï", "日本", "😀", "a\xed\xa0\x80", "\xed\xb0\x80b", "\x00", strings.Repeat("é", 300)} {
		if got := utf16ToString(appendUTF16(nil, s)); got != s {
			t.Errorf("%q became %q", s, got)
		}
		if got, want := UTF16Len(s), len(appendUTF16(nil, s))/2; got != want {
			t.Errorf("length of %q: %d, want %d", s, got, want)
		}
	}
	if got := utf16ToString(appendUTF16(nil, "bad \xff")); got != "bad \uFFFD" {
		t.Errorf("%q", got)
	}
	if got := truncateUTF16("ab😀", 3); got != "ab" {
		t.Errorf("%q", got)
	}
	for b := range 256 {
		s := CodePageString([]byte{byte(b)})
		if got := CodePageBytes(s); len(got) != 1 || got[0] != byte(b) {
			t.Errorf("byte %02X: %q, %X", b, s, got)
		}
	}
	if got := string(CodePageBytes("€ż😀")); got != "\x80???" {
		t.Errorf("%q", got)
	}
}

// Values that a type rounds or refuses.
func TestAppendValue(t *testing.T) {
	day := func(h, m, s, ns int) time.Time { return time.Date(2024, 12, 31, h, m, s, ns, time.UTC) }
	tests := []struct {
		typ   Type
		value Value
		want  Value // nil: an error
	}{
		{TypeDateTime, day(1, 2, 3, 4e6), day(1, 2, 3, 3e6)},
		{TypeDateTime, day(23, 59, 59, 999e6), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)},
		{TypeDateTime, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), nil},
		{Type{ID: SmallDateTime}, day(23, 59, 30, 0), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Type{ID: SmallDateTime}, time.Date(1899, 1, 1, 0, 0, 0, 0, time.UTC), nil},
		{Type{ID: DateTime2, Scale: 1}, day(1, 2, 3, 55e6), day(1, 2, 3, 1e8)},
		{Type{ID: Time, Scale: 0}, time.Date(1, 1, 1, 23, 59, 59, 6e8, time.UTC), time.Date(1, 1, 1, 23, 59, 59, 0, time.UTC)},
		{TypeDecimal(4, 1), Decimal{Lo: 12345, Scale: 2}, Decimal{Lo: 1235, Scale: 1}},
		{TypeDecimal(4, 1), Decimal{Lo: 10000}, nil},
		{TypeTinyInt, int64(256), nil},
		{TypeTinyInt, int64(-1), nil},
		{TypeSmallInt, int64(40000), nil},
		{TypeInt, int64(1) << 31, nil},
		{TypeInt, "text", nil},
		{TypeInt, 1, nil},
		{TypeBit, int64(1), nil},
		{Type{ID: SmallMoney}, Money(1) << 40, nil},
		{TypeVarChar(3), "abcd", nil},
		{TypeNVarChar(3), "ab😀", nil},
		{TypeVarBinary(2), []byte{1, 2, 3}, nil},
		{Type{ID: NChar, Size: 3}, "a", "a  "},
		{Type{ID: Binary, Size: 3}, []byte{1}, []byte{1, 0, 0}},
		{TypeVarChar(Max), 5, nil},
		{TypeVariant, int64(1), nil},
		{TypeVariant, Variant{TypeVarChar(Max), "x"}, nil},
		{TypeVariant, Variant{TypeNVarChar(5), "xyz"}, Variant{Type{ID: NVarChar, Size: 5, Collation: DefaultCollation}, "xyz"}},
		{TypeVariant, Variant{TypeDate, day(0, 0, 0, 0)}, Variant{TypeDate, day(0, 0, 0, 0)}},
		{TypeVariant, Variant{TypeDecimal(5, 2), Decimal{Lo: 7, Scale: 2}}, Variant{TypeDecimal(5, 2), Decimal{Lo: 7, Scale: 2}}},
		{TypeVariant, Variant{TypeGUID, GUID{9}}, Variant{TypeGUID, GUID{9}}},
		{TypeVariant, Variant{TypeMoney, Money(7)}, Variant{TypeMoney, Money(7)}},
		{TypeVariant, Variant{TypeVarBinary(3), []byte{1}}, Variant{TypeVarBinary(3), []byte{1}}},
		{TypeNull, int64(5), int64(5)},
	}
	for _, test := range tests {
		ti := dialect{version: Version74}.typeInfoOf(test.typ, true)
		b, err := ti.appendValue(nil, test.value, inColumn)
		if test.want == nil {
			if err == nil {
				t.Errorf("%v %v was taken", test.typ, test.value)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		r := &reader{buf: b}
		ti.typ = ti.language(0)
		if got := ti.readValue(r, inColumn); !reflect.DeepEqual(got, test.want) || r.err != nil || len(r.buf) > 0 {
			t.Errorf("%v %v: got %v, want %v (%v)", test.typ, test.value, got, test.want, r.err)
		}
	}
}

func TestNullNotNullable(t *testing.T) {
	ti := dialect{version: Version74}.typeInfoOf(TypeInt, false)
	if _, err := ti.appendValue(nil, nil, inColumn); err == nil {
		t.Error("NULL in an int that is not nullable")
	}
}

// A value is read as it arrives, from packets of one byte too, and a length that is not
// met allocates nothing.
func TestLengthsThatLie(t *testing.T) {
	tests := map[string][]byte{
		"varbinary(max)": {0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2},
		"image":          {16, 1, 2, 3},
	}
	for name, b := range tests {
		ti := dialect{version: Version74}.typeInfoOf(TypeVarBinary(Max), true)
		if name == "image" {
			ti = dialect{version: Version74}.typeInfoOf(Type{ID: Image}, true)
		}
		n := testing.AllocsPerRun(1, func() {
			r := &reader{buf: b}
			if ti.readValue(r, inColumn); r.err == nil {
				t.Errorf("%s: no error", name)
			}
		})
		if n > 10 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func TestVersions(t *testing.T) {
	order := []Version{Version70, Version71, Version72, Version73A, Version73B, Version74, Version80}
	for i, a := range order {
		for j, b := range order {
			if got := a.AtLeast(b); got != (i >= j) {
				t.Errorf("%v at least %v: %v", a, b, got)
			}
		}
		if versionFromAck(a.ack()) != a {
			t.Errorf("%v is acknowledged as %X", a, a.ack())
		}
	}
	if Version80.negotiate(false) != Version74 || Version80.negotiate(true) != Version80 || Version(0x75000000).negotiate(false) != Version74 {
		t.Error("negotiation")
	}
	if Version(0x04020000).IsKnown() {
		t.Error("4.2 is not known")
	}
}

func BenchmarkRow(b *testing.B) {
	cols := []Column{
		{Name: "job_id", Type: TypeGUID},
		{Name: "name", Type: TypeSysname},
		{Name: "enabled", Type: TypeTinyInt},
		{Name: "date_created", Type: TypeDateTime},
		{Name: "description", Type: TypeNVarChar(512), Nullable: true},
	}
	row := []Value{GUID{1}, "a job of some name", int64(1), time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC), nil}
	infos := dialect{version: Version74}.columnInfosOf(cols, nil)
	var dst []byte
	b.ReportAllocs()
	for b.Loop() {
		var err error
		if dst, err = infos.encodeRow(dst[:0], row, true); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(dst)))
}
