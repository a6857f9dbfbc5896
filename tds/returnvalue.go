package tds

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// ReturnValue brings the value of an OUTPUT parameter back (MS-TDS 2.2.7.19).
type ReturnValue struct {
	Ordinal  uint16 // of the parameter in the call, from 0
	Name     string // with its @
	Function bool   // the value of a user-defined function
	Type     Type
	Value    Value
}

const (
	returnValueOutput   = 1
	returnValueFunction = 2
)

func (t *ReturnValue) decode(r *reader, v Version) {
	t.Ordinal, t.Name = r.uint16(), r.bVarChar()
	t.Function = r.uint8() == returnValueFunction
	var userType uint32
	if v.AtLeast(Version72) {
		userType = r.uint32()
	} else {
		userType = uint32(r.uint16())
	}
	if r.uint16()&colEncrypted != 0 {
		r.failf("an encrypted return value")
	}
	var ti typeInfo
	ti.decode(r, v, userType, inParam)
	t.Type = ti.typ
	if r.err == nil {
		t.Value = ti.readValue(r, inParam)
	}
}

// Encode appends the token.
func (t *ReturnValue) Encode(dst []byte, v Version) ([]byte, error) {
	return t.encode(dst, dialect{version: v, utf8: true})
}

func (t *ReturnValue) encode(dst []byte, d dialect) ([]byte, error) {
	ti := d.typeInfoOf(t.Type, true).asReturnValue()
	status := byte(returnValueOutput)
	if t.Function {
		status = returnValueFunction
	}
	dst = binary.LittleEndian.AppendUint16(append(dst, tokenReturnValue), t.Ordinal)
	dst = append(appendBVarChar(dst, t.Name), status)
	if d.version.AtLeast(Version72) {
		dst = append(dst, 0, 0)
	}
	dst = append(dst, 0, 0, colNullable, 0)
	return ti.appendValue(ti.encode(dst, d.version), ti.cut(t.Value), inParam)
}

// cut shortens a value to what the type holds, as a variable of that type would.
func (ti *typeInfo) cut(v Value) Value {
	if ti.isPLP() {
		return v
	}
	switch x := v.(type) {
	case []byte:
		if len(x) > ti.size {
			return x[:ti.size]
		}
	case string:
		switch ti.token {
		case tokNVarChar, tokNChar:
			return truncateUTF16(x, ti.size/2)
		case tokBigVarChar, tokBigChar:
			if len(x) > ti.size && ti.coll.IsUTF8() {
				return truncateUTF8(x, ti.size)
			}
			return truncateUTF16(x, ti.size)
		}
	}
	return v
}

func truncateUTF8(s string, n int) string {
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// String is the token as a trace prints it.
func (t *ReturnValue) String() string {
	return fmt.Sprintf("ReturnValue %d %s %v = %s", t.Ordinal, t.Name, t.Type, traceValue(t.Value))
}
