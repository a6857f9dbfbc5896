package procs

import (
	"testing"
	"time"
)

func TestTimeZone(t *testing.T) {
	for _, tt := range []struct {
		zone  string
		month time.Month
		want  int64
	}{
		{"UTC", time.July, 0},
		{"America/Los_Angeles", time.January, -480},
		{"America/Los_Angeles", time.July, -480},
		{"Europe/Berlin", time.July, 60},
		{"Australia/Sydney", time.January, 600},
		{"Asia/Kolkata", time.July, 330},
	} {
		loc, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Skip(err)
		}
		if got := timeZone(time.Date(2026, tt.month, 15, 12, 0, 0, 0, loc)); got != tt.want {
			t.Errorf("%s in %s: %d, want %d", tt.zone, tt.month, got, tt.want)
		}
	}
}
