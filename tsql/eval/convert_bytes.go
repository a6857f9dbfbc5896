package eval

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"time"

	"msxgate/tds"
)

func toBytes(v tds.Value, from, to tds.Type, c *ConvertOptions) (tds.Value, error) {
	switch x := v.(type) {
	case []byte:
		return fitBytes(x, to), nil
	case string:
		b, err := textBytes(x, from, to, c)
		if err != nil {
			return nil, err
		}
		return fitBytes(b, to), nil
	case tds.GUID:
		return fitBytes(x[:], to), nil
	case bool:
		return fitNumber([]byte{byte(boolInt(x))}, to), nil
	case int64:
		b := binary.BigEndian.AppendUint64(nil, uint64(x))
		return fitNumber(b[8-intWidth(from.ID):], to), nil
	case tds.Money:
		if from.ID == tds.SmallMoney {
			return fitNumber(binary.BigEndian.AppendUint32(nil, uint32(x)), to), nil
		}
		return fitNumber(binary.BigEndian.AppendUint64(nil, uint64(x)), to), nil
	case float64:
		if from.ID == tds.Real {
			return fitNumber(binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(x))), to), nil
		}
		return fitNumber(binary.BigEndian.AppendUint64(nil, math.Float64bits(x)), to), nil
	case tds.Decimal:
		return fitBytes(decimalBytes(x, from), to), nil
	case time.Time:
		return fitTimeBytes(x, from, to), nil
	}
	return nil, errClash(from, to)
}

// fitBytes cuts on the right, and pads binary(n) with zeros there.
func fitBytes(b []byte, to tds.Type) []byte {
	n := int(to.Size)
	if to.ID == tds.Timestamp {
		n = 8
	}
	switch {
	case n <= 0 || to.ID == tds.Image:
		return b
	case len(b) > n:
		return b[:n:n]
	case len(b) < n && (to.ID == tds.Binary || to.ID == tds.Timestamp):
		p := make([]byte, n)
		copy(p, b)
		return p
	}
	return b
}

// fitNumber cuts and pads on the left, where a number's high bytes are.
func fitNumber(b []byte, to tds.Type) []byte {
	n := int(to.Size)
	if to.ID == tds.Timestamp {
		n = 8
	}
	switch {
	case n <= 0:
		return b
	case len(b) > n:
		return b[len(b)-n:]
	case len(b) < n && (to.ID == tds.Binary || to.ID == tds.Timestamp):
		return append(make([]byte, n-len(b), n), b...)
	}
	return b
}

func textBytes(s string, from, to tds.Type, c *ConvertOptions) ([]byte, error) {
	if c.Style == 1 || c.Style == 2 {
		digits := s
		if c.Style == 1 {
			var ok bool
			if digits, ok = strings.CutPrefix(s, "0x"); !ok {
				if digits, ok = strings.CutPrefix(s, "0X"); !ok {
					return nil, errConverting(from, to)
				}
			}
		}
		b, err := hex.DecodeString(digits)
		if err != nil {
			return nil, errConverting(from, to)
		}
		return b, nil
	}
	if from.ID.IsUnicode() {
		return appendUTF16(nil, s), nil
	}
	return codePageBytes(s), nil
}

// bytesText reads bytes as characters, as style 0 does.
func bytesText(b []byte, to tds.Type) string {
	if to.ID.IsUnicode() {
		return utf16Text(b)
	}
	return codePageText(b)
}

// hexText prints bytes as styles 1 and 2 do.
func hexText(b []byte, prefix string) string { return prefix + strings.ToUpper(hex.EncodeToString(b)) }

// decimalBytes is precision, scale, 0, sign and the magnitude in four-byte groups, lowest first.
func decimalBytes(d tds.Decimal, t tds.Type) []byte {
	sign := byte(1)
	if d.Neg {
		sign = 0
	}
	b := []byte{t.Prec, d.Scale, 0, sign}
	b = binary.LittleEndian.AppendUint64(b, d.Lo)
	b = binary.LittleEndian.AppendUint64(b, d.Hi)
	groups := 1
	switch {
	case t.Prec > 28:
		groups = 4
	case t.Prec > 19:
		groups = 3
	case t.Prec > 9:
		groups = 2
	}
	return b[:4+4*groups]
}

func bytesDecimal(b []byte) (tds.Decimal, bool) {
	if len(b) < 5 || b[0] > maxDigits || b[1] > b[0] {
		return tds.Decimal{}, false
	}
	var m [16]byte
	copy(m[:], b[4:])
	c := u128{binary.LittleEndian.Uint64(m[8:]), binary.LittleEndian.Uint64(m[:])}
	return newDecimal(b[3] == 0, c, b[1]), true
}

func bytesFloat(b []byte) float64 {
	if len(b) == 4 {
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	}
	var m [8]byte
	if len(b) > 8 {
		b = b[len(b)-8:]
	}
	copy(m[8-len(b):], b)
	f := math.Float64frombits(binary.BigEndian.Uint64(m[:]))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// fitTimeBytes prints a time as its storage: days and 1/300 s for datetime, scale, units and days for
// the newer types.
func fitTimeBytes(t time.Time, from, to tds.Type) []byte {
	switch from.ID {
	case tds.DateTime:
		b := binary.BigEndian.AppendUint32(nil, uint32(legacyDays(t)))
		return fitNumber(binary.BigEndian.AppendUint32(b, uint32(dayTicks(t))), to)
	case tds.SmallDateTime:
		b := binary.BigEndian.AppendUint16(nil, uint16(legacyDays(t)))
		return fitNumber(binary.BigEndian.AppendUint16(b, uint16(t.Hour()*60+t.Minute())), to)
	case tds.Date:
		return fitBytes(appendDayNumber(nil, t), to)
	}
	b := appendTimeUnits([]byte{from.Scale}, t.UTC(), from.Scale)
	if from.ID != tds.Time {
		b = appendDayNumber(b, t.UTC())
	}
	if from.ID == tds.DateTimeOffset {
		_, offset := t.Zone()
		b = binary.LittleEndian.AppendUint16(b, uint16(offset/60))
	}
	return fitBytes(b, to)
}

func appendDayNumber(b []byte, t time.Time) []byte {
	n := dayNumber(t)
	return append(b, byte(n), byte(n>>8), byte(n>>16))
}

// appendTimeUnits appends the time of day in units of 10^-scale s: 3 to 5 bytes.
func appendTimeUnits(b []byte, t time.Time, scale uint8) []byte {
	u := uint64(t.Sub(dayOf(t))) / uint64(math.Pow10(9-int(scale)))
	width := 5
	switch {
	case scale <= 2:
		width = 3
	case scale <= 4:
		width = 4
	}
	for range width {
		b = append(b, byte(u))
		u >>= 8
	}
	return b
}

// bytesTime is the inverse of fitTimeBytes.
func bytesTime(b []byte, from, to tds.Type) (time.Time, error) {
	switch to.ID {
	case tds.DateTime:
		var m [8]byte
		if len(b) > 8 {
			b = b[len(b)-8:]
		}
		copy(m[8-len(b):], b)
		days, ticks := int32(binary.BigEndian.Uint32(m[:])), binary.BigEndian.Uint32(m[4:])
		if ticks >= 86400*300 || days < minLegacyDay || days > maxLegacyDay {
			return time.Time{}, errOverflow(to)
		}
		return legacyEpoch.AddDate(0, 0, int(days)).Add(ticksDuration(int64(ticks))), nil
	case tds.SmallDateTime:
		var m [4]byte
		if len(b) > 4 {
			b = b[len(b)-4:]
		}
		copy(m[4-len(b):], b)
		days, minutes := binary.BigEndian.Uint16(m[:]), binary.BigEndian.Uint16(m[2:])
		if minutes >= 1440 {
			return time.Time{}, errOverflow(to)
		}
		return legacyEpoch.AddDate(0, 0, int(days)).Add(time.Duration(minutes) * time.Minute), nil
	}
	return newTimeBytes(b, from, to)
}

func newTimeBytes(b []byte, from, to tds.Type) (time.Time, error) {
	bad := errConverting(from, to)
	scale, width := uint8(0), 0
	if to.ID != tds.Date {
		if len(b) == 0 || b[0] > 7 {
			return time.Time{}, bad
		}
		scale = b[0]
		b = b[1:]
		width = len(appendTimeUnits(nil, zeroDay, scale))
	}
	need := width
	if to.ID != tds.Time {
		need += 3
	}
	if to.ID == tds.DateTimeOffset {
		need += 2
	}
	if len(b) != need {
		return time.Time{}, bad
	}
	var units uint64
	for i := width - 1; i >= 0; i-- {
		units = units<<8 | uint64(b[i])
	}
	t := zeroDay
	if to.ID != tds.Time {
		d := b[width:]
		t = t.AddDate(0, 0, int(d[0])|int(d[1])<<8|int(d[2])<<16)
	}
	t = t.Add(time.Duration(units * uint64(math.Pow10(9-int(scale)))))
	if to.ID == tds.DateTimeOffset {
		t = t.In(fixedZone(int(int16(binary.LittleEndian.Uint16(b[need-2:])))))
	}
	if t.UTC().Year() > 9999 {
		return time.Time{}, bad
	}
	return t, nil
}

func toGUID(v tds.Value, from, to tds.Type) (tds.Value, error) {
	switch x := v.(type) {
	case tds.GUID:
		return x, nil
	case string:
		s := x
		if len(s) > 36 && s[0] != '{' {
			s = s[:36] // what follows the 36 characters does not count
		}
		g, err := tds.ParseGUID(strings.TrimRight(s, " "))
		if err != nil {
			return nil, errGUIDText()
		}
		return g, nil
	case []byte:
		var g tds.GUID
		copy(g[:], x)
		return g, nil
	}
	return nil, errClash(from, to)
}
