package eval

import (
	"strings"
	"time"
)

// timeParts is a date and time literal, taken apart.
type timeParts struct {
	year, month, day           int
	hour, minute, second, nano int
	digits                     int // of the fraction
	offset                     int // minutes
	dated, timed, zoned        bool
}

// timeScanner reads the date and time literals of T-SQL: numeric with separators, compact,
// alphabetic and ISO 8601 dates, with a time before or after them.
type timeScanner struct {
	s      string
	i      int
	order  string // of day, month and year: mdy, dmy, ymd ...
	legacy bool   // datetime and smalldatetime heed the order even after a four-digit year
	p      timeParts
	loose  []dateNumber // of an alphabetic date
	month  int          // of an alphabetic date
	before int          // loose numbers in front of the month's name
}

type dateNumber struct{ value, digits int }

// scanTime reads a literal. numberRange means that it is well-formed but no such day or time exists.
func scanTime(s, order string, legacy bool) (timeParts, numberFault) {
	sc := timeScanner{s: strings.TrimSpace(s), order: strings.ToLower(order), legacy: legacy}
	sc.p = timeParts{year: 1900, month: 1, day: 1}
	if sc.s == "" {
		return sc.p, numberFine
	}
	for sc.i < len(sc.s) {
		if !sc.item() {
			return sc.p, numberSyntax
		}
	}
	if !sc.finish() {
		return sc.p, numberSyntax
	}
	return sc.p, sc.p.check()
}

func (p *timeParts) check() numberFault {
	if p.year < 1 || p.year > 9999 || p.month < 1 || p.month > 12 || p.day < 1 || p.day > daysIn(p.year, p.month) ||
		p.hour > 23 || p.minute > 59 || p.second > 59 || p.offset > 14*60 || p.offset < -14*60 {
		return numberRange
	}
	return numberFine
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (sc *timeScanner) peek() byte {
	if sc.i < len(sc.s) {
		return sc.s[sc.i]
	}
	return 0
}

func (sc *timeScanner) blanks() {
	for sc.i < len(sc.s) && (sc.s[sc.i] == ' ' || sc.s[sc.i] == '\t' || sc.s[sc.i] == '\n' || sc.s[sc.i] == '\r') {
		sc.i++
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isAlpha(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (sc *timeScanner) number() dateNumber {
	var n dateNumber
	for isDigit(sc.peek()) {
		if n.digits < 9 {
			n.value = n.value*10 + int(sc.peek()-'0')
		}
		n.digits++
		sc.i++
	}
	return n
}

func (sc *timeScanner) word() string {
	start := sc.i
	for isAlpha(sc.peek()) {
		sc.i++
	}
	return sc.s[start:sc.i]
}

// item reads one part of the literal.
func (sc *timeScanner) item() bool {
	sc.blanks()
	switch c := sc.peek(); {
	case c == 0:
		return true
	case c == ',':
		sc.i++
		return sc.month != 0 || len(sc.loose) > 0
	case isDigit(c):
		return sc.digitItem()
	case isAlpha(c):
		return sc.wordItem()
	case (c == '+' || c == '-') && sc.p.timed && !sc.p.zoned:
		return sc.zone()
	case (c == '-' || c == '/' || c == '.') && (sc.month != 0 || len(sc.loose) > 0):
		sc.i++
		return true
	}
	return false
}

func (sc *timeScanner) digitItem() bool {
	n := sc.number()
	if sc.peek() == ':' && n.digits <= 2 && !sc.p.timed {
		return sc.clock(n)
	}
	if sc.half(n) {
		return true
	}
	if c := sc.peek(); (c == '/' || c == '-' || c == '.') && !sc.p.dated && sc.month == 0 && len(sc.loose) == 0 {
		save := sc.i
		sc.i++
		sc.blanks()
		if isDigit(sc.peek()) {
			return sc.numericDate(n, c)
		}
		sc.i = save
	}
	switch {
	case n.digits > 4 && (sc.p.dated || sc.month != 0):
		return false
	case n.digits == 8:
		sc.p.dated = true
		sc.p.year, sc.p.month, sc.p.day = n.value/10000, n.value/100%100, n.value%100
	case n.digits == 6:
		sc.p.dated = true
		sc.p.year, sc.p.month, sc.p.day = fullYear(n.value/10000), n.value/100%100, n.value%100
	case n.digits > 4 || n.digits == 3 || len(sc.loose) == 2:
		return false
	default:
		sc.loose = append(sc.loose, n)
		if sc.month == 0 {
			sc.before++
		}
	}
	return true
}

// half reads the AM or PM of an hour that stands alone: 3 PM.
func (sc *timeScanner) half(n dateNumber) bool {
	if n.digits > 2 || sc.p.timed {
		return false
	}
	save := sc.i
	sc.blanks()
	if sc.noon(n.value) {
		sc.p.timed = true
		return true
	}
	sc.i = save
	return false
}

// noon reads AM or PM and sets the hour by it.
func (sc *timeScanner) noon(hour int) bool {
	save := sc.i
	w := strings.ToUpper(sc.word())
	switch {
	case w == "AM" && hour <= 12:
		sc.p.hour = hour % 12
	case w == "PM" && hour >= 1 && hour <= 12:
		sc.p.hour = hour%12 + 12
	case w == "PM" && hour <= 23 && hour > 12:
		sc.p.hour = hour
	default:
		sc.i = save
		return false
	}
	return true
}

// clock reads :mm[:ss[.fff]] [AM|PM] after the hour.
func (sc *timeScanner) clock(h dateNumber) bool {
	sc.p.timed = true
	sc.p.hour = h.value
	sc.i++
	m := sc.number()
	if m.digits == 0 || m.digits > 2 {
		return false
	}
	sc.p.minute = m.value
	if sc.peek() == ':' {
		sc.i++
		s := sc.number()
		if s.digits == 0 || s.digits > 2 {
			return false
		}
		sc.p.second = s.value
		if c := sc.peek(); c == '.' || c == ':' {
			sc.i++
			if !sc.fraction(c) {
				return false
			}
		}
	}
	save := sc.i
	sc.blanks()
	if !sc.noon(h.value) {
		sc.i = save
	}
	return true
}

func (sc *timeScanner) fraction(sep byte) bool {
	f := sc.number()
	if f.digits == 0 || f.digits > 9 || sep == ':' && f.digits > 3 {
		return false
	}
	sc.p.digits = f.digits
	if sep == ':' {
		sc.p.nano = f.value * 1e6
		return true
	}
	for range 9 - f.digits {
		f.value *= 10
	}
	sc.p.nano = f.value
	return f.digits <= 7
}

func (sc *timeScanner) zone() bool {
	sign := 1
	if sc.peek() == '-' {
		sign = -1
	}
	sc.i++
	h := sc.number()
	if h.digits != 2 || sc.peek() != ':' {
		return false
	}
	sc.i++
	m := sc.number()
	if m.digits != 2 || m.value > 59 {
		return false
	}
	sc.p.zoned = true
	sc.p.offset = sign * (h.value*60 + m.value)
	return true
}

// numericDate reads the second and third number of a/b/c.
func (sc *timeScanner) numericDate(a dateNumber, sep byte) bool {
	b := sc.number()
	sc.blanks()
	if c := sc.peek(); c != sep && c != '-' && c != '/' && c != '.' {
		return false
	}
	sc.i++
	sc.blanks()
	c := sc.number()
	if c.digits == 0 {
		return false
	}
	sc.p.dated = true
	n := [3]dateNumber{a, b, c}
	order := sc.order
	if sc.peek() == 'T' || sc.peek() == 't' {
		order = "ymd"
	}
	long := -1
	for i, x := range n {
		switch {
		case x.digits == 4 && long < 0:
			long = i
		case x.digits > 2:
			return false
		}
	}
	if long >= 0 {
		rest := strings.ReplaceAll(order, "y", "")
		if long == 0 && !sc.legacy {
			rest = "md"
		}
		order = rest[:long] + "y" + rest[long:]
	}
	for i, x := range n {
		switch order[i] {
		case 'y':
			sc.p.year = x.value
			if x.digits <= 2 {
				sc.p.year = fullYear(x.value)
			}
		case 'm':
			sc.p.month = x.value
		case 'd':
			sc.p.day = x.value
		}
	}
	return true
}

// fullYear reads a two-digit year by the cutoff 2049.
func fullYear(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

var monthNames = [...]string{
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
}

func monthByName(w string) int {
	for i, m := range monthNames {
		if equalFold(w, m) || equalFold(w, m[:3]) || m == "September" && equalFold(w, "sept") {
			return i + 1
		}
	}
	return 0
}

func (sc *timeScanner) wordItem() bool {
	w := sc.word()
	switch {
	case equalFold(w, "T") && sc.p.dated && !sc.p.timed:
		return isDigit(sc.peek())
	case equalFold(w, "Z") && sc.p.timed && !sc.p.zoned:
		sc.p.zoned = true
		return true
	}
	m := monthByName(w)
	if m == 0 || sc.month != 0 || sc.p.dated {
		return false
	}
	sc.month = m
	return true
}

// finish puts an alphabetic date together, or a year that stands alone.
func (sc *timeScanner) finish() bool {
	if sc.month == 0 {
		if len(sc.loose) == 0 {
			return true
		}
		if len(sc.loose) == 1 && sc.loose[0].digits == 4 && !sc.p.dated {
			sc.p.dated = true
			sc.p.year = sc.loose[0].value
			return true
		}
		return false
	}
	sc.p.dated = true
	sc.p.month = sc.month
	switch len(sc.loose) {
	case 1:
		sc.p.year = sc.loose[0].value
		if sc.loose[0].digits <= 2 {
			sc.p.year = fullYear(sc.p.year)
		}
		return true
	case 2:
		day, year := sc.loose[0], sc.loose[1]
		if day.digits == 4 || sc.before == 2 && sc.order[0] == 'y' && year.digits <= 2 {
			day, year = year, day
		}
		if day.digits > 2 {
			return false
		}
		sc.p.day, sc.p.year = day.value, year.value
		if year.digits <= 2 {
			sc.p.year = fullYear(year.value)
		}
		return true
	}
	return false
}
