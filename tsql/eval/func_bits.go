package eval

import (
	"math/bits"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// bitsArg is the first argument of the bit functions: a whole number.
func (c *compiler) bitsArg(args []node, function string) (node, error) {
	t := args[0].typ
	if t.ID == tds.NullType {
		return c.convert(args[0], tds.TypeInt, nil)
	}
	if !t.ID.IsInteger() {
		return node{}, errArgumentType(t, 1, function)
	}
	return args[0], nil
}

// unsigned is a value in the bits of its type, signed the way back.
func unsigned(n int64, t tds.Type) uint64 {
	width := 8 * intWidth(t.ID)
	return uint64(n) & (^uint64(0) >> (64 - width))
}

func signed(u uint64, t tds.Type) int64 {
	switch t.ID {
	case tds.TinyInt:
		return int64(uint8(u))
	case tds.SmallInt:
		return int64(int16(u))
	case tds.Int:
		return int64(int32(u))
	}
	return int64(u)
}

// bindShift is LEFT_SHIFT and RIGHT_SHIFT; a negative count shifts the other way.
func bindShift(left bool) func(*compiler, *tsql.Call, []node) (node, error) {
	return func(c *compiler, call *tsql.Call, args []node) (node, error) {
		x, err := c.bitsArg(args, call.Name.Object)
		if err != nil {
			return node{}, err
		}
		by, err := c.bigArg(args, 1)
		if err != nil {
			return node{}, err
		}
		t := x.typ
		return apply2(x, by, t, func(v, n tds.Value) (tds.Value, error) {
			u, k := unsigned(v.(int64), t), n.(int64)
			if k = max(min(k, 64), -64); (k >= 0) == left {
				return signed(u<<magnitude(k), t), nil
			}
			return signed(u>>magnitude(k), t), nil
		}), nil
	}
}

func bindBitCount(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x := args[0]
	if isByteString(x.typ.ID) {
		return apply1(x, tds.TypeBigInt, func(v tds.Value) (tds.Value, error) {
			n := 0
			for _, b := range v.([]byte) {
				n += bits.OnesCount8(b)
			}
			return int64(n), nil
		}), nil
	}
	x, err := c.bitsArg(args, "bit_count")
	if err != nil {
		return node{}, err
	}
	t := x.typ
	return apply1(x, tds.TypeBigInt, func(v tds.Value) (tds.Value, error) {
		return int64(bits.OnesCount64(unsigned(v.(int64), t))), nil
	}), nil
}

// bitOffset checks an offset of GET_BIT and SET_BIT.
func bitOffset(n int64, t tds.Type, function string) (uint, error) {
	if n < 0 || n >= int64(8*intWidth(t.ID)) {
		return 0, tds.Errorf(1058, 16, "Invalid bit offset value passed to %s function.", function)
	}
	return uint(n), nil
}

func bindGetBit(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.bitsArg(args, "get_bit")
	if err != nil {
		return node{}, err
	}
	at, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	t := x.typ
	return apply2(x, at, tds.TypeBit, func(v, n tds.Value) (tds.Value, error) {
		k, err := bitOffset(n.(int64), t, "GET_BIT")
		return unsigned(v.(int64), t)>>k&1 != 0, err
	}), nil
}

func bindSetBit(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.bitsArg(args, "set_bit")
	if err != nil {
		return node{}, err
	}
	at, err := c.bigArg(args, 1)
	if err != nil {
		return node{}, err
	}
	to := constantNode(true, tds.TypeBit)
	if len(args) > 2 {
		if to, err = c.convert(args[2], tds.TypeBit, nil); err != nil {
			return node{}, err
		}
	}
	t := x.typ
	return apply3(x, at, to, t, func(v, n, on tds.Value) (tds.Value, error) {
		k, err := bitOffset(n.(int64), t, "SET_BIT")
		u := unsigned(v.(int64), t) &^ (1 << k)
		if on.(bool) {
			u |= 1 << k
		}
		return signed(u, t), err
	}), nil
}

// unbuilt are functions of SQL Server that are refused by their name.
var unbuilt = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(`COMPRESS DECOMPRESS ENCRYPTBYKEY DECRYPTBYKEY ENCRYPTBYPASSPHRASE DECRYPTBYPASSPHRASE ENCRYPTBYCERT
		DECRYPTBYCERT ENCRYPTBYASYMKEY DECRYPTBYASYMKEY SIGNBYCERT SIGNBYASYMKEY VERIFYSIGNEDBYCERT VERIFYSIGNEDBYASYMKEY CERTENCODED
		CERTPRIVATEKEY CERT_ID KEY_ID KEY_GUID KEY_NAME SYMKEYPROPERTY CRYPT_GEN_RANDOM TEXTPTR TEXTVALID TERTIARY_WEIGHTS
		PUBLISHINGSERVERNAME XML_SCHEMA_NAMESPACE CHANGE_TRACKING_CURRENT_VERSION MIN_ACTIVE_ROWVERSION EVENTDATA CONTAINS FREETEXT
		CONTAINSTABLE FREETEXTTABLE GET_FILESTREAM_TRANSACTION_CONTEXT FILETABLEROOTPATH`) {
		m[n] = true
	}
	return m
}()
