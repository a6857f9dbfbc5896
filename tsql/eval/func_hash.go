package eval

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"math/bits"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

func bindHashBytes(c *compiler, _ *tsql.Call, args []node) (node, error) {
	algorithm, err := c.textArg(args, 0, "hashbytes")
	if err != nil {
		return node{}, err
	}
	x := args[1]
	switch {
	case isString(x.typ.ID), isByteString(x.typ.ID):
	case x.typ.ID == tds.NullType:
		x = constantNode(nil, tds.TypeVarBinary(1))
	default:
		return node{}, errArgumentType(x.typ, 2, "hashbytes")
	}
	from := x.typ
	return apply2(algorithm, x, tds.TypeVarBinary(8000), func(a, v tds.Value) (tds.Value, error) {
		b, ok := v.([]byte)
		if !ok {
			b, _ = textBytes(v.(string), from, tds.TypeVarBinary(tds.Max), implicitOptions)
		}
		return hashOf(strings.ToUpper(trimRight(a.(string))), b), nil
	}), nil
}

// hashOf is NULL for an algorithm that does not exist. MD2 and MD4 are not built: no one may rely on them.
func hashOf(algorithm string, b []byte) tds.Value {
	switch algorithm {
	case "MD5":
		h := md5.Sum(b)
		return h[:]
	case "SHA", "SHA1":
		h := sha1.Sum(b)
		return h[:]
	case "SHA2_256":
		h := sha256.Sum256(b)
		return h[:]
	case "SHA2_512":
		h := sha512.Sum512(b)
		return h[:]
	}
	return nil
}

// bindChecksum is CHECKSUM, which does not tell apart what is equal, and BINARY_CHECKSUM, which does.
func bindChecksum(exact bool) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(_ *compiler, _ *tsql.Call, args []node) (node, error) {
		types := make([]tds.Type, len(args))
		for i, a := range args {
			if isLOB(a.typ.ID) || a.typ.ID == tds.XML {
				return node{}, errArgumentType(a.typ, i+1, "checksum")
			}
			types[i] = a.typ
		}
		return applyAll(args, tds.TypeInt, func(v []tds.Value) (tds.Value, error) {
			var sum uint32
			for i, x := range v {
				sum = bits.RotateLeft32(sum, 4) ^ checksumOf(x, types[i], exact)
			}
			return int64(int32(sum)), nil
		}), nil
	}
}

// checksumOf rotates by four bits and adds a byte, after the bytes of a value; whole numbers up to int are
// their own sum.
func checksumOf(v tds.Value, t tds.Type, exact bool) uint32 {
	var b []byte
	switch x := v.(type) {
	case nil:
		return 0x7FFFFFFF
	case bool:
		return uint32(boolInt(x))
	case int64:
		if t.ID != tds.BigInt {
			return uint32(x)
		}
		b = binary.BigEndian.AppendUint64(nil, uint64(x))
	case string:
		switch {
		case !exact:
			b = appendFolded(nil, x, sensitivityOf(t)&sensitivityMask)
		case t.ID.IsUnicode():
			b = appendUTF16(nil, trimRight(x))
		default:
			b = codePageBytes(trimRight(x))
		}
	case []byte:
		b = x
	case tds.Variant:
		return checksumOf(x.Value, x.Type, exact)
	default:
		b = AppendKey(nil, v, t)[1:]
	}
	var sum uint32
	for _, c := range b {
		sum = bits.RotateLeft32(sum, 4) ^ uint32(c)
	}
	return sum
}
