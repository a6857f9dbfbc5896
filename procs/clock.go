package procs

import "time"

// now is the server's local time as a datetime of T-SQL is: a wall clock without a zone.
func (c *Call) now() time.Time { return wallClock(c.Now()) }

func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// dateInt is the date as yyyymmdd.
func dateInt(t time.Time) int64 { return int64(t.Year()*10000 + int(t.Month())*100 + t.Day()) }

// timeInt is the time of day as hhmmss.
func timeInt(t time.Time) int64 { return int64(t.Hour()*10000 + t.Minute()*100 + t.Second()) }
