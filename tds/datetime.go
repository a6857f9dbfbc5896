package tds

import (
	"encoding/binary"
	"fmt"
	"time"
)

// Seconds from the zero time 0001-01-01 to the Unix epoch, and days from there to
// 1900-01-01, where datetime counts from.
const (
	secondsToUnix = 62135596800
	daysTo1900    = 693595
	secondsPerDay = 86400
	lastDay       = 3652058 // 9999-12-31
)

// dayClock splits a wall-clock time into days since 0001-01-01 and nanoseconds of the day.
func dayClock(t time.Time) (day int64, clock int64) {
	_, offset := t.Zone()
	s := t.Unix() + int64(offset) + secondsToUnix
	day = s / secondsPerDay
	if s%secondsPerDay < 0 {
		day--
	}
	return day, (s-day*secondsPerDay)*1e9 + int64(t.Nanosecond())
}

// timeOf is the inverse of dayClock.
func timeOf(day, clock int64) time.Time {
	return time.Unix(day*secondsPerDay-secondsToUnix+clock/1e9, clock%1e9).UTC()
}

func checkDay(day, first int64) error {
	if day < first || day > lastDay {
		return fmt.Errorf("tds: a date out of the range of its type")
	}
	return nil
}

// appendDateTime appends days since 1900 and 1/300 seconds (MS-TDS 2.2.5.5.1.8).
func appendDateTime(dst []byte, t time.Time) ([]byte, error) {
	day, clock := dayClock(t)
	ticks := (clock*3 + 5e6) / 1e7
	if ticks == 300*secondsPerDay {
		day, ticks = day+1, 0
	}
	if err := checkDay(day, 0); err != nil {
		return dst, err
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(int32(day-daysTo1900)))
	return binary.LittleEndian.AppendUint32(dst, uint32(ticks)), nil
}

// decodeDateTime reads datetime. The clock is in whole milliseconds, .000, .003 or .007,
// as SQL Server shows it.
func decodeDateTime(b []byte) (time.Time, error) {
	day := int64(int32(binary.LittleEndian.Uint32(b))) + daysTo1900
	ticks := int64(binary.LittleEndian.Uint32(b[4:]))
	if ticks >= 300*secondsPerDay {
		return time.Time{}, protocolErrorf("a datetime of %d ticks", ticks)
	}
	if err := checkDay(day, 0); err != nil {
		return time.Time{}, protocolErrorf("a datetime out of range")
	}
	return timeOf(day, (ticks*10+1)/3*1e6), nil
}

// appendSmallDateTime appends days since 1900 and minutes.
func appendSmallDateTime(dst []byte, t time.Time) ([]byte, error) {
	day, clock := dayClock(t)
	minutes := (clock + 30e9) / 60e9
	if minutes == 24*60 {
		day, minutes = day+1, 0
	}
	if day < daysTo1900 || day > daysTo1900+0xFFFF {
		return dst, fmt.Errorf("tds: a date out of the range of smalldatetime")
	}
	return append(dst, byte(day-daysTo1900), byte((day-daysTo1900)>>8), byte(minutes), byte(minutes>>8)), nil
}

func decodeSmallDateTime(b []byte) (time.Time, error) {
	minutes := int64(binary.LittleEndian.Uint16(b[2:]))
	if minutes >= 24*60 {
		return time.Time{}, protocolErrorf("a smalldatetime of %d minutes", minutes)
	}
	return timeOf(int64(binary.LittleEndian.Uint16(b))+daysTo1900, minutes*60e9), nil
}

// timeSize is the number of bytes of the clock of time, datetime2 and datetimeoffset.
func timeSize(scale uint8) int {
	switch {
	case scale <= 2:
		return 3
	case scale <= 4:
		return 4
	}
	return 5
}

var timeUnit = [8]int64{1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100}

// roundClock rounds the clock to the digits of scale, which may end on the next day.
func roundClock(day, clock int64, scale uint8) (int64, int64) {
	unit := timeUnit[min(scale, 7)]
	n := (clock + unit/2) / unit
	if n*unit >= secondsPerDay*1e9 {
		return day + 1, 0
	}
	return day, n
}

func appendUint24(dst []byte, n int64) []byte { return append(dst, byte(n), byte(n>>8), byte(n>>16)) }

func appendClock(dst []byte, n int64, scale uint8) []byte {
	for range timeSize(scale) {
		dst = append(dst, byte(n))
		n >>= 8
	}
	return dst
}

// appendDate appends days since 0001-01-01 (MS-TDS 2.2.5.5.1.8).
func appendDate(dst []byte, t time.Time) ([]byte, error) {
	day, _ := dayClock(t)
	return appendUint24(dst, day), checkDay(day, 0)
}

// appendTime appends the clock. One that rounds up to midnight stays on its last unit.
func appendTime(dst []byte, t time.Time, scale uint8) []byte {
	_, clock := dayClock(t)
	day, n := roundClock(0, clock, scale)
	if day > 0 {
		n = secondsPerDay*1e9/timeUnit[min(scale, 7)] - 1
	}
	return appendClock(dst, n, scale)
}

func appendDateTime2(dst []byte, t time.Time, scale uint8) ([]byte, error) {
	day, clock := dayClock(t)
	day, n := roundClock(day, clock, scale)
	return appendUint24(appendClock(dst, n, scale), day), checkDay(day, 0)
}

// appendDateTimeOffset appends the UTC time and the offset in minutes.
func appendDateTimeOffset(dst []byte, t time.Time, scale uint8) ([]byte, error) {
	_, offset := t.Zone()
	dst, err := appendDateTime2(dst, t.UTC(), scale)
	minutes := offset / 60
	if minutes < -14*60 || minutes > 14*60 {
		return dst, fmt.Errorf("tds: a zone of %d minutes", minutes)
	}
	return append(dst, byte(minutes), byte(minutes>>8)), err
}

func uintLE(b []byte) (n int64) {
	for i, c := range b {
		n |= int64(c) << (8 * i)
	}
	return n
}

func decodeDate(b []byte) (time.Time, error) {
	day := uintLE(b)
	if day > lastDay {
		return time.Time{}, protocolErrorf("a date of day %d", day)
	}
	return timeOf(day, 0), nil
}

func decodeTime(b []byte, scale uint8) (time.Time, error) { return decodeDayClock(0, b, scale) }

func decodeDayClock(day int64, b []byte, scale uint8) (time.Time, error) {
	clock := uintLE(b) * timeUnit[scale]
	if uintLE(b) >= secondsPerDay*1e9/timeUnit[scale] || day > lastDay {
		return time.Time{}, protocolErrorf("a time out of range")
	}
	return timeOf(day, clock), nil
}

func decodeDateTime2(b []byte, scale uint8) (time.Time, error) {
	n := timeSize(scale)
	return decodeDayClock(uintLE(b[n:]), b[:n], scale)
}

func decodeDateTimeOffset(b []byte, scale uint8) (time.Time, error) {
	n := timeSize(scale)
	t, err := decodeDateTime2(b[:n+3], scale)
	minutes := int(int16(binary.LittleEndian.Uint16(b[n+3:])))
	if minutes < -14*60 || minutes > 14*60 {
		return time.Time{}, protocolErrorf("a zone of %d minutes", minutes)
	}
	return t.In(time.FixedZone("", minutes*60)), err
}

// textOfTime is what a client too old for the new date types gets, as nvarchar.
func textOfTime(t time.Time, ty Type) string {
	fraction := ""
	if ty.Scale > 0 {
		fraction = "." + "0000000"[:min(ty.Scale, 7)]
	}
	switch ty.ID {
	case Date:
		return t.Format("2006-01-02")
	case Time:
		return t.Format("15:04:05" + fraction)
	case DateTimeOffset:
		return t.Format("2006-01-02 15:04:05" + fraction + " -07:00")
	}
	return t.Format("2006-01-02 15:04:05" + fraction)
}
