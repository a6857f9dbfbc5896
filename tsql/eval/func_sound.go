package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

const soundCodes = "01230120022455012623010202" // A to Z; H and W do not separate equal codes

func soundex(s string) string {
	s = strings.TrimLeft(s, " ")
	code := make([]byte, 0, 4)
	last := byte('0')
	for i := 0; i < len(s) && len(code) < 4; i++ {
		ch := s[i] &^ 0x20
		if ch < 'A' || ch > 'Z' {
			break
		}
		digit := soundCodes[ch-'A']
		switch {
		case len(code) == 0:
			code = append(code, ch)
			last = digit
		case ch == 'H' || ch == 'W':
		case digit == '0':
			last = '0'
		case digit != last:
			code = append(code, digit)
			last = digit
		}
	}
	if len(code) == 0 {
		return "0000"
	}
	return string(code) + strings.Repeat("0", 4-len(code))
}

func bindSoundex(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "soundex")
	if err != nil {
		return node{}, err
	}
	return apply1(x, tds.TypeVarChar(5), func(v tds.Value) (tds.Value, error) { return soundex(v.(string)), nil }), nil
}

func bindDifference(c *compiler, _ *tsql.Call, args []node) (node, error) {
	x, err := c.textArg(args, 0, "difference")
	if err != nil {
		return node{}, err
	}
	y, err := c.textArg(args, 1, "difference")
	if err != nil {
		return node{}, err
	}
	return apply2(x, y, tds.TypeInt, func(a, b tds.Value) (tds.Value, error) {
		p, q := soundex(a.(string)), soundex(b.(string))
		n := int64(0)
		for i := range 4 {
			n += boolInt(p[i] == q[i])
		}
		return n, nil
	}), nil
}
