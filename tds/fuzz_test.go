package tds

import (
	"bytes"
	"io"
	"reflect"
	"testing"
	"time"
)

// Every decoder takes any bytes: it must not panic, and what it has understood must come
// back when it is encoded and decoded again.

var fuzzVersions = []Version{Version70, Version71, Version72, Version73A, Version73B, Version74, Version80}

func fuzzVersion(n byte) Version { return fuzzVersions[int(n)%len(fuzzVersions)] }

func FuzzPreLogin(f *testing.F) {
	f.Add([]byte{0xFF})
	f.Add((&PreLogin{[]PreLoginOption{{PreLoginVersion, make([]byte, 6)}, {PreLoginEncryption, []byte{1}}, {PreLoginThreadID, nil}}}).Encode(nil))
	f.Fuzz(func(t *testing.T, src []byte) {
		var a, b PreLogin
		if a.Decode(src) != nil {
			return
		}
		if a.String() == "" || len(src) > 1<<12 {
			return
		}
		if err := b.Decode(a.Encode(nil)); err != nil || a.String() != b.String() {
			t.Errorf("%v became %v, %v", &a, &b, err)
		}
	})
}

func FuzzLogin7(f *testing.F) {
	f.Add((&Login7{TDSVersion: Version70, UserName: "u"}).Encode(nil))
	f.Add((&Login7{
		TDSVersion: Version74, UserName: "sa", Password: "p", HostName: "h", Database: "d", SSPI: []byte{1, 2}, OptionFlags3: 0x10,
		Features: []Feature{{FeatureUTF8, []byte{1}}, {FeatureSessionRecovery, []byte{}}},
	}).Encode(nil))
	f.Fuzz(func(t *testing.T, src []byte) {
		var a, b Login7
		if a.Decode(src) != nil || !a.TDSVersion.AtLeast(Version72) || len(src) > 1<<12 {
			return
		}
		if err := b.Decode(a.Encode(nil)); err != nil || b.UserName != truncateUTF16(a.UserName, 128) || b.Password != a.Password || !bytes.Equal(a.SSPI, b.SSPI) {
			t.Errorf("%v became %v, %v", &a, &b, err)
		}
		_ = a.String()
	})
}

func FuzzSQLBatch(f *testing.F) {
	for i, v := range fuzzVersions {
		f.Add(byte(i), (&SQLBatch{Transaction{7, 1}, "select N'\xed\xa0\x80😀'"}).Encode(nil, v))
	}
	f.Fuzz(func(t *testing.T, n byte, src []byte) {
		var a, b SQLBatch
		v := fuzzVersion(n)
		if a.Decode(src, v) != nil {
			return
		}
		a.Outstanding = 1
		if err := b.Decode(a.Encode(nil, v), v); err != nil || a.Text != b.Text || a.Descriptor != b.Descriptor {
			t.Errorf("%v became %v, %v", &a, &b, err)
		}
	})
}

func FuzzTransMgrRequest(f *testing.F) {
	for i, v := range fuzzVersions {
		for _, k := range []TransMgrType{TransMgrGetDTCAddress, TransMgrBegin, TransMgrCommit, TransMgrRollback, TransMgrSave} {
			f.Add(byte(i), (&TransMgrRequest{Type: k, Name: "t", Begin: k == TransMgrCommit, BeginName: "u", Isolation: 2}).Encode(nil, v))
		}
	}
	f.Fuzz(func(t *testing.T, n byte, src []byte) {
		var a, b TransMgrRequest
		v := fuzzVersion(n)
		if a.Decode(src, v) != nil {
			return
		}
		a.Outstanding = 1
		if err := b.Decode(a.Encode(nil, v), v); err != nil || a.String() != b.String() {
			t.Errorf("%v became %v, %v", &a, &b, err)
		}
	})
}

func fuzzTable() *Table {
	return &Table{
		TypeName: "dbo.t", Columns: []Column{{Name: "a", Type: TypeInt, Nullable: true}, {Name: "b", Type: TypeNVarChar(Max), Nullable: true}},
		Rows: [][]Value{{int64(1), "x"}, {nil, nil}},
	}
}

func FuzzRPC(f *testing.F) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	params := []RPCParam{
		{Name: "@a", Type: TypeInt, Value: int64(1), Output: true},
		{Type: TypeNVarChar(10), Value: "x"},
		{Type: TypeVarChar(Max), Value: "y"},
		{Type: TypeDecimal(18, 2), Value: Decimal{Lo: 5, Scale: 2}},
		{Type: TypeDateTime, Value: now},
		{Type: TypeGUID, Value: GUID{1}},
		{Type: TypeBit, Default: true},
		{Type: Type{ID: NText}, Value: "z"},
		{Type: TypeXML, Value: "<a/>"},
		{Type: TypeVarBinary(4), Value: []byte{1}},
	}
	newer := append(params[:len(params):len(params)], RPCParam{Type: Type{ID: TableType}, Value: fuzzTable()},
		RPCParam{Type: TypeVariant, Value: Variant{TypeInt, int64(3)}}, RPCParam{Type: Type{ID: DateTime2, Scale: 3}, Value: now})
	for i, v := range fuzzVersions {
		ps := params
		if v.AtLeast(Version73A) {
			ps = newer
		}
		b, err := (&RPC{Calls: []*RPCRequest{{Proc: "sp_x", Params: ps}, {ProcID: ProcExecuteSQL}}}).Encode(nil, v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(i), b)
	}
	f.Fuzz(func(t *testing.T, n byte, src []byte) {
		var a, b RPC
		v := fuzzVersion(n)
		if a.Decode(src, v) != nil {
			return
		}
		dst, err := a.Encode(nil, v)
		if err != nil {
			return // a value that the declared type does not hold
		}
		_ = a.String()
		if err := b.Decode(dst, v); err != nil || len(a.Calls) != len(b.Calls) {
			t.Errorf("%v became %v, %v", &a, &b, err)
		}
	})
}

func FuzzBulkLoad(f *testing.F) {
	cols := []Column{{Name: "a", Type: TypeInt, Nullable: true}, {Name: "b", Type: TypeVarChar(9), Nullable: true}}
	b, _ := (&ColMetadata{Columns: cols}).Encode(nil, Version74)
	b, _ = (&Row{Values: []Value{int64(1), "x"}, Columns: cols}).Encode(b, Version74)
	b, _ = (&Row{Values: []Value{nil, nil}, Columns: cols}).Encode(b, Version74)
	b, _ = (&DoneToken{Kind: DoneKindStatement}).Encode(b, Version74)
	f.Add(byte(5), b)
	f.Fuzz(func(t *testing.T, n byte, src []byte) {
		l := newBulkLoad(nil, PacketHeader{Status: StatusEOM}, src, fuzzVersion(n), 1<<20)
		for {
			if _, err := l.Next(); err != nil {
				return
			}
		}
	})
}

func FuzzTokens(f *testing.F) {
	cols := []Column{{Name: "a", Type: TypeInt}, {Name: "b", Type: TypeNVarChar(Max), Nullable: true}, {Name: "c", Type: Type{ID: Text}, Nullable: true}}
	tokens := []Token{
		&ColMetadata{Columns: cols}, &Row{[]Value{int64(1), "x", "text"}, cols}, &Row{[]Value{int64(1), nil, nil}, cols}, &ColMetadata{None: true},
		&DoneToken{Kind: DoneKindStatement, Status: DoneMore, Rows: 7}, &DoneToken{Kind: DoneKindInProc}, Errorf(8134, 16, "Divide by zero error encountered."),
		Errorf(0, 0, "printed"), EnvText(EnvDatabase, "msdb", "master"), EnvDescriptor(EnvBeginTran, 9), &EnvChange{EnvRouting, []byte{0, 1, 2}, nil},
		&EnvChange{EnvPromoteTran, []byte{1, 2, 3}, nil}, &ReturnStatus{-1}, &ReturnValue{Name: "@x", Type: TypeInt, Value: int64(3)},
		&LoginAck{1, Version74, "Microsoft SQL Server", [4]byte{16, 0, 1, 2}}, &FeatureExtAck{[]Feature{{FeatureUTF8, []byte{1}}}}, &Order{[]uint16{1, 2}},
		&TabName{[]byte{1}}, &ColInfo{[]byte{1, 2, 3}}, &SSPI{[]byte("NTLM")}, &FedAuthInfo{[]FedAuthOption{{1, []byte{'a', 0}}, {2, []byte{'b', 0}}}},
		&SessionState{[]byte{1, 2}},
	}
	for i, v := range fuzzVersions {
		var all []byte
		for _, t := range tokens {
			var err error
			if all, err = t.Encode(all, v); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(byte(i), all)
	}
	for _, b := range [][]byte{{0xEE, 0, 0, 0, 0, 0, 0, 0, 0}, {0xAE, 1, 0xFF, 0xFF, 0xFF, 0xFF}, {0x81, 0xFE, 0xFF}} {
		f.Add(byte(5), b)
	}
	f.Fuzz(func(t *testing.T, n byte, src []byte) {
		v := fuzzVersion(n)
		r := &tokenReader{version: v}
		r.buf, r.limit = src, 1<<20
		for len(r.buf) > 0 {
			tok, err := r.next()
			if err != nil {
				return
			}
			sameAgain(t, tok, v)
		}
	})
}

// sameAgain encodes a token and decodes it again. A type may come back as a newer one, and
// rows need their columns, so these are compared by their kind only.
func sameAgain(t *testing.T, tok Token, v Version) {
	dst, err := tok.Encode(nil, v)
	if err != nil {
		return
	}
	r := &tokenReader{version: v}
	r.buf = dst
	again, err := r.next()
	if err == nil && len(r.buf) > 0 {
		err = io.ErrShortWrite
	}
	if err != nil || reflect.TypeOf(again) != reflect.TypeOf(tok) {
		t.Errorf("%v (%x) became %v, %v", tok, dst, again, err)
		return
	}
	switch tok.(type) {
	case *ColMetadata, *Row, *ReturnValue, *LoginAck, *Error:
		return
	}
	if again.String() != tok.String() {
		t.Errorf("%v became %v", tok, again)
	}
}

func FuzzPackets(f *testing.F) {
	f.Add([]byte{4, 0, 0, 10, 0, 0, 1, 0, 1, 2, 4, 1, 0, 9, 0, 0, 2, 0, 3})
	f.Add([]byte{4, 1, 0xFF, 0xFF, 0, 0, 1, 0})
	f.Fuzz(func(t *testing.T, src []byte) {
		p := newPacketReader(iotestOneByte{bytes.NewReader(src)})
		for {
			h, body, err := p.next()
			if err != nil {
				return
			}
			if _, body, err = p.restOfMessage(h, body, 1000); err != nil {
				return
			}
			if len(p.buf) > 2*len(src)+defaultPacketSize || len(body) > 1000 {
				t.Errorf("%d bytes buffered, %d in the message, of %d", len(p.buf), len(body), len(src))
			}
		}
	})
}

// iotestOneByte reads a byte at a time.
type iotestOneByte struct{ r io.Reader }

func (o iotestOneByte) Read(p []byte) (int, error) { return o.r.Read(p[:min(1, len(p))]) }
