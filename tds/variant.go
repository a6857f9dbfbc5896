package tds

import (
	"encoding/binary"
	"fmt"
)

// variantDialect is how base types travel inside sql_variant: always in their newest
// form, for a client that knows sql_variant knows them as SQL Server sent them to it.
var variantDialect = dialect{version: Version74, utf8: true}

// appendVariant appends a sql_variant: length, base type, properties, value (MS-TDS
// 2.2.5.5.4).
func appendVariant(dst []byte, v Value) ([]byte, error) {
	x, ok := v.(Variant)
	if !ok || x.Value == nil {
		return dst, fmt.Errorf("tds: a value of Go type %T for sql_variant", v)
	}
	at := len(dst)
	ti := variantDialect.typeInfoOf(x.Type, false)
	dst, err := ti.appendVariantBase(append(dst, 0, 0, 0, 0), x.Value)
	if err != nil {
		return dst[:at], err
	}
	binary.LittleEndian.PutUint32(dst[at:], uint32(len(dst)-at-4))
	return dst, nil
}

func (ti *typeInfo) appendVariantBase(dst []byte, v Value) ([]byte, error) {
	dst = append(dst, ti.token)
	var skip int // the length byte that appendValue puts first
	switch ti.token {
	case tokDecimalN, tokNumericN:
		dst, skip = append(dst, 2, ti.prec, ti.scale), 1
	case tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		dst, skip = append(dst, 1, ti.scale), 1
	case tokDateN, tokGUID:
		dst, skip = append(dst, 0), 1
	case tokBigVarBinary, tokBigBinary:
		dst, skip = append(dst, 2, byte(ti.size), byte(ti.size>>8)), 2
	case tokBigVarChar, tokBigChar, tokNVarChar, tokNChar:
		dst, skip = append(append(append(dst, 7), ti.coll[:]...), byte(ti.size), byte(ti.size>>8)), 2
	case tokText, tokNText, tokImage, tokXML, tokVariant:
		return dst, ti.mismatch(v)
	default:
		dst = append(dst, 0)
	}
	if ti.isPLP() {
		return dst, ti.mismatch(v)
	}
	at := len(dst)
	dst, err := ti.appendValue(dst, v, inParam)
	if err != nil {
		return dst, err
	}
	return append(dst[:at], dst[at+skip:]...), nil
}

// readVariant reads a sql_variant; nil for NULL.
func readVariant(r *reader) Value {
	n := int(r.uint32())
	if n == 0 || r.err != nil {
		return nil
	}
	if n < 2 || n > 0xFFFF {
		r.failf("a sql_variant of %d bytes", n)
		return nil
	}
	s := r.sub(n)
	v := readVariantBase(s)
	r.end(s, "a sql_variant")
	if r.err != nil {
		return nil
	}
	return v
}

func readVariantBase(s *reader) Value {
	ti := typeInfo{token: s.uint8()}
	props := s.sub(int(s.uint8()))
	switch ti.token {
	case tokDecimalN, tokNumericN:
		ti.prec, ti.scale = props.uint8(), props.uint8()
		ti.size = 17
	case tokTimeN, tokDateTime2N, tokDateTimeOffsetN:
		ti.scale = props.uint8()
	case tokBigVarBinary, tokBigBinary:
		ti.size = int(props.uint16())
	case tokBigVarChar, tokBigChar, tokNVarChar, tokNChar:
		copy(ti.coll[:], props.bytes(5))
		ti.size = int(props.uint16())
	case tokDateN, tokGUID, tokInt1, tokInt2, tokInt4, tokInt8, tokBit, tokFloat4, tokFloat8, tokMoney, tokMoney4, tokDateTime, tokDateTime4:
		ti.size = 16
	default:
		s.failf("a sql_variant of type 0x%02X", ti.token)
	}
	s.end(props, "the properties of a sql_variant")
	if s.err == nil {
		ti.check(s)
	}
	ti.typ = ti.language(0)
	if s.err != nil {
		return nil
	}
	return Variant{Type: ti.typ, Value: ti.readVariantValue(s)}
}

func (ti *typeInfo) readVariantValue(s *reader) Value {
	if len(s.buf) > ti.size && (ti.typ.ID.IsCharacter() || ti.typ.ID.IsBinary()) {
		s.failf("a sql_variant of %d bytes in a type of %d", len(s.buf), ti.size)
		return nil
	}
	switch {
	case ti.typ.ID.IsCharacter():
		return ti.decodeContent(s.rest())
	case ti.typ.ID.IsBinary():
		return ti.decodeContent(s.copied(len(s.buf)))
	}
	return ti.decodeBytes(s, s.rest())
}
