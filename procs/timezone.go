package procs

import "time"

// timeZone is the offset from GMT in minutes without daylight saving time, which is how servers tell each
// other their zones: minus the Bias of the Windows registry.
func timeZone(t time.Time) int64 {
	standard := t
	for month := time.January; t.IsDST() && month <= time.December; month++ {
		if m := time.Date(t.Year(), month, 1, 12, 0, 0, 0, t.Location()); !m.IsDST() {
			standard = m
			break
		}
	}
	_, seconds := standard.Zone()
	return int64(seconds / 60)
}
