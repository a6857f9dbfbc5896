package eval

import (
	"fmt"
	"strings"
	"time"

	"msxgate/tds"
)

func formatTime(t time.Time, typ tds.Type, pattern string, cul *culture) tds.Value {
	if typ.ID == tds.Time {
		return formatSpan(t, pattern)
	}
	if len(pattern) <= 1 {
		long := ""
		switch pattern {
		case "d":
			long = cul.date
		case "D":
			long = cul.longDate
		case "f":
			long = cul.longDate + " " + cul.time
		case "F":
			long = cul.longDate + " " + cul.longTime
		case "g":
			long = cul.date + " " + cul.time
		case "G", "":
			long = cul.date + " " + cul.longTime
		case "m", "M":
			long = "MMMM d"
		case "o", "O":
			long = "yyyy-MM-ddTHH:mm:ss.fffffff"
			if typ.ID == tds.DateTimeOffset {
				long += "zzz"
			}
		case "r", "R":
			long = "ddd, dd MMM yyyy HH:mm:ss 'GMT'"
		case "s":
			long = "yyyy-MM-ddTHH:mm:ss"
		case "t":
			long = cul.time
		case "T":
			long = cul.longTime
		case "u":
			long = "yyyy-MM-dd HH:mm:ss'Z'"
		case "y", "Y":
			long = "MMMM yyyy"
		default:
			return nil
		}
		pattern = long
	}
	return customTime(t, pattern)
}

// formatSpan formats a time of day, which .NET takes as a span: letters h m s f, everything else escaped.
func formatSpan(t time.Time, pattern string) tds.Value {
	switch pattern {
	case "", "c", "t", "T":
		s := t.Format("15:04:05")
		if t.Nanosecond() != 0 {
			s += fmt.Sprintf(".%07d", t.Nanosecond()/100)
		}
		return s
	case "g":
		return strings.TrimPrefix(t.Format("15:04:05"), "0")
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '\'':
			for i++; i < len(pattern) && pattern[i] != '\''; i++ {
			}
		case strings.IndexByte("hmsfF", c) < 0:
			return nil
		}
	}
	return customTime(t, strings.ReplaceAll(pattern, "h", "H"))
}

// customTime formats by runs of letters: yyyy MM dddd HH tt fff zzz; quoted text and backslashes are
// literal.
func customTime(t time.Time, pattern string) tds.Value {
	var b strings.Builder
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch c {
		case '\\':
			if i+1 < len(pattern) {
				b.WriteByte(pattern[i+1])
			}
			i += 2
			continue
		case '\'', '"':
			end := strings.IndexByte(pattern[i+1:], c)
			if end < 0 {
				return nil
			}
			b.WriteString(pattern[i+1 : i+1+end])
			i += end + 2
			continue
		case '%':
			i++
			continue
		}
		n := 1
		for i+n < len(pattern) && pattern[i+n] == c {
			n++
		}
		writeTimePart(&b, t, c, n)
		i += n
	}
	return b.String()
}

func writeTimePart(b *strings.Builder, t time.Time, c byte, n int) {
	number := func(v, width int) { fmt.Fprintf(b, "%0*d", width, v) }
	switch c {
	case 'y':
		if n <= 2 {
			number(t.Year()%100, n)
			return
		}
		number(t.Year(), n)
	case 'M':
		switch n {
		case 1, 2:
			number(int(t.Month()), n)
		case 3:
			b.WriteString(monthNames[t.Month()-1][:3])
		default:
			b.WriteString(monthNames[t.Month()-1])
		}
	case 'd':
		switch n {
		case 1, 2:
			number(t.Day(), n)
		case 3:
			b.WriteString(weekdayNames[t.Weekday()][:3])
		default:
			b.WriteString(weekdayNames[t.Weekday()])
		}
	case 'H':
		number(t.Hour(), min(n, 2))
	case 'h':
		number((t.Hour()+11)%12+1, min(n, 2))
	case 'm':
		number(t.Minute(), min(n, 2))
	case 's':
		number(t.Second(), min(n, 2))
	case 'f', 'F':
		s := fmt.Sprintf("%09d", t.Nanosecond())[:min(n, 7)]
		if c == 'F' {
			s = strings.TrimRight(s, "0")
		}
		b.WriteString(s)
	case 't':
		b.WriteString(pick(t.Hour() < 12, "AM", "PM")[:min(n, 2)])
	case 'z':
		zone := zoneText(t)
		switch n {
		case 1:
			b.WriteString(zone[:1] + strings.TrimPrefix(zone[1:3], "0"))
		case 2:
			b.WriteString(zone[:3])
		default:
			b.WriteString(zone)
		}
	case 'g':
		b.WriteString("A.D.")
	case 'K':
		if _, offset := t.Zone(); offset != 0 {
			b.WriteString(zoneText(t))
		}
	default:
		for range n {
			b.WriteByte(c)
		}
	}
}
