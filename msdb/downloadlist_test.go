package msdb

import "testing"

func TestEncodeValue(t *testing.T) {
	for _, tt := range []struct {
		n    int32
		want string
	}{
		{300, "00000000-0000-0000-0000-00000000012C"},
		{60, "00000000-0000-0000-0000-00000000003C"},
		{28800, "00000000-0000-0000-0000-000000007080"},
		{330, "00000000-0000-0000-0000-00000000014A"},
		{-60, "00000000-0000-0000-0000-0000FFFFFFC4"},
		{-480, "00000000-0000-0000-0000-0000FFFFFE20"},
	} {
		g := EncodeValue(tt.n)
		if g.String() != tt.want {
			t.Errorf("%d is %s, want %s", tt.n, g, tt.want)
		}
		if back := DecodeValue(g); back != tt.n {
			t.Errorf("%s is %d, want %d", g, back, tt.n)
		}
	}
}

func TestOperationNames(t *testing.T) {
	for op := OpInsert; op <= OpSetPoll; op++ {
		if got := ParseOperation(OperationName(op)); got != op {
			t.Errorf("operation %d is %q, read back as %d", op, OperationName(op), got)
		}
	}
	for _, name := range []string{"", "insert", "FOO"} {
		if got := ParseOperation(name); got != 0 {
			t.Errorf("%q is operation %d", name, got)
		}
	}
	for _, op := range []int64{-1, 0, 10} {
		if got := OperationName(op); got != "" {
			t.Errorf("%d is operation %q", op, got)
		}
	}
}

func TestDateTime(t *testing.T) {
	got := DateTime(20240131, 90503)
	if !got.Valid || got.V.Format("2006-01-02 15:04:05") != "2024-01-31 09:05:03" {
		t.Errorf("got %v", got)
	}
	for _, date := range []int64{0, 20240230, 20241301} {
		if got := DateTime(date, 0); got.Valid {
			t.Errorf("%d is %v", date, got.V)
		}
	}
}
