package eval

import (
	"fmt"
	"strconv"
	"time"

	"msxgate/tds"
)

// timeLayout is a style of CONVERT: the layout of the date and that of the time. The letters are
// Y y (year) m d (two digits) e (day, blank) M (month's name) H h (hour of 24, of 12) i s (minute,
// second) f F (fraction after : or . by type, always after .) p (AM, PM) N (month's name of the Hijri year).
type timeLayout struct {
	date, clock string
	join        byte
	hijri       bool
}

var timeLayouts = map[int]timeLayout{
	0: {date: "M e Y", clock: "h:ip"}, 100: {date: "M e Y", clock: "h:ip"},
	1: {date: "m/d/y"}, 101: {date: "m/d/Y"},
	2: {date: "y.m.d"}, 102: {date: "Y.m.d"},
	3: {date: "d/m/y"}, 103: {date: "d/m/Y"},
	4: {date: "d.m.y"}, 104: {date: "d.m.Y"},
	5: {date: "d-m-y"}, 105: {date: "d-m-Y"},
	6: {date: "d M y"}, 106: {date: "d M Y"},
	7: {date: "M d, y"}, 107: {date: "M d, Y"},
	8: {clock: "H:i:s"}, 24: {clock: "H:i:s"}, 108: {clock: "H:i:s"},
	9: {date: "M e Y", clock: "h:i:sfp"}, 109: {date: "M e Y", clock: "h:i:sfp"},
	10: {date: "m-d-y"}, 110: {date: "m-d-Y"},
	11: {date: "y/m/d"}, 111: {date: "Y/m/d"},
	12: {date: "ymd"}, 112: {date: "Ymd"},
	13: {date: "d M Y", clock: "H:i:sf"}, 113: {date: "d M Y", clock: "H:i:sf"},
	14: {clock: "H:i:sf"}, 114: {clock: "H:i:sf"},
	20: {date: "Y-m-d", clock: "H:i:s"}, 120: {date: "Y-m-d", clock: "H:i:s"},
	21: {date: "Y-m-d", clock: "H:i:sF"}, 25: {date: "Y-m-d", clock: "H:i:sF"}, 121: {date: "Y-m-d", clock: "H:i:sF"},
	22:  {date: "m/d/y", clock: "h:i:s p"},
	23:  {date: "Y-m-d"},
	126: {date: "Y-m-d", clock: "H:i:sF", join: 'T'}, 127: {date: "Y-m-d", clock: "H:i:sF", join: 'T'},
	130: {date: "e N Y", clock: "h:i:sfp", hijri: true},
	131: {date: "e/m/Y", clock: "h:i:sfp", hijri: true},
}

// timeText prints a date or time in a style. Without a style it is 0 for datetime and smalldatetime and
// 121 for the newer types. ok is false when the style does not exist for the type.
func timeText(t time.Time, from tds.Type, c *ConvertOptions) (string, bool) {
	style := c.Style
	if !c.Styled && style == 0 && !isLegacyTime(from.ID) {
		style = 121
	}
	l, ok := timeLayouts[style]
	if !ok {
		return "", false
	}
	date, clock := l.date, l.clock
	switch from.ID {
	case tds.Date:
		clock = ""
	case tds.Time:
		date = ""
	}
	if date == "" && clock == "" {
		return "", false
	}
	zoned := from.ID == tds.DateTimeOffset && clock != ""
	if zoned && style == 127 {
		t = t.UTC()
	}
	w := timeWriter{t: t, from: from, hijri: l.hijri, sparse: l.join == 'T'}
	w.layout(date)
	if date != "" && clock != "" {
		if l.join != 0 {
			w.b = append(w.b, l.join)
		} else {
			w.b = append(w.b, ' ')
		}
	}
	start := len(w.b)
	w.layout(clock)
	if from.ID == tds.Time && start < len(w.b) && w.b[start] == ' ' {
		w.b = w.b[start+1:]
	}
	if zoned {
		w.zone(style)
	}
	return string(w.b), true
}

type timeWriter struct {
	b      []byte
	t      time.Time
	from   tds.Type
	hijri  bool
	sparse bool // no fraction when it is zero
}

func (w *timeWriter) two(n int) { w.b = append(w.b, byte('0'+n/10%10), byte('0'+n%10)) }

func (w *timeWriter) padded(n int) {
	if n < 10 {
		w.b = append(w.b, ' ')
	}
	w.b = strconv.AppendInt(w.b, int64(n), 10)
}

func (w *timeWriter) layout(l string) {
	year, mon, day := w.t.Date()
	month := int(mon)
	if w.hijri {
		year, month, day = hijriDate(w.t)
	}
	for i := range len(l) {
		switch l[i] {
		case 'Y':
			w.b = fmt.Appendf(w.b, "%04d", year)
		case 'y':
			w.two(year)
		case 'm':
			w.two(month)
		case 'd':
			w.two(day)
		case 'e':
			w.padded(day)
		case 'M':
			w.b = append(w.b, monthNames[month-1][:3]...)
		case 'N':
			w.b = append(w.b, hijriMonths[month-1]...)
		case 'H':
			w.two(w.t.Hour())
		case 'h':
			w.padded((w.t.Hour()+11)%12 + 1)
		case 'i':
			w.two(w.t.Minute())
		case 's':
			w.two(w.t.Second())
		case 'f', 'F':
			w.fraction(l[i])
		case 'p':
			w.b = append(w.b, pick(w.t.Hour() < 12, "AM", "PM")...)
		default:
			w.b = append(w.b, l[i])
		}
	}
}

func (w *timeWriter) fraction(letter byte) {
	if w.sparse && w.t.Nanosecond() == 0 {
		return
	}
	if isLegacyTime(w.from.ID) {
		w.b = append(w.b, pick(letter == 'f', ":", ".")...)
		ms := min((w.t.Nanosecond()+500_000)/1_000_000, 999)
		w.b = fmt.Appendf(w.b, "%03d", ms)
		return
	}
	if scale := min(int(w.from.Scale), 7); scale > 0 {
		w.b = append(w.b, '.')
		w.b = append(w.b, fmt.Sprintf("%09d", w.t.Nanosecond())[:scale]...)
	}
}

func (w *timeWriter) zone(style int) {
	if style == 127 {
		w.b = append(w.b, 'Z')
		return
	}
	if style != 126 {
		w.b = append(w.b, ' ')
	}
	w.b = append(w.b, zoneText(w.t)...)
}

// zoneText prints an offset as +hh:mm.
func zoneText(t time.Time) string {
	_, offset := t.Zone()
	sign := byte('+')
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("%c%02d:%02d", sign, offset/3600, offset/60%60)
}

var hijriMonths = [...]string{
	"محرم", "صفر", "ربيع الاول", "ربيع الثاني", "جمادى الاولى", "جمادى الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
}

// hijriEpoch is the day before 1 Muharram 1 in days from 0001-01-01.
const hijriEpoch = 227013

// hijriYearDays counts the days before a Hijri year: 11 leap years in 30.
func hijriYearDays(year int) int { return (year-1)*354 + (11*(year-1)+14)/30 }

// hijriMonthDays counts the days before a month: 30 and 29 by turns.
func hijriMonthDays(month int) int { return (month-1)*29 + month/2 }

func hijriDate(t time.Time) (year, month, day int) {
	n := int(dayNumber(t)) + 1 - hijriEpoch
	if n < 1 {
		return 1, 1, 1
	}
	year = n*30/10631 + 1
	for hijriYearDays(year) >= n {
		year--
	}
	for hijriYearDays(year+1) < n {
		year++
	}
	n -= hijriYearDays(year)
	month = 12
	for hijriMonthDays(month) >= n {
		month--
	}
	return year, month, n - hijriMonthDays(month)
}

// fromHijri reads the date as one of the Hijri calendar.
func (p *timeParts) fromHijri() numberFault {
	days := hijriYearDays(p.year) + hijriMonthDays(p.month) + p.day + hijriEpoch - 1
	t := zeroDay.AddDate(0, 0, days)
	p.year, p.month, p.day = t.Year(), int(t.Month()), t.Day()
	return p.check()
}

var weekdayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
