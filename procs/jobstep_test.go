package procs

import (
	"testing"
)

func TestFlagsText(t *testing.T) {
	for flags, want := range map[int64]string{
		0: "0 ((normal))",
		2: "2 ((append output file))",
		6: "6 ((append output file), (include results in history))",
		8: "8 ()",
		1: "1 ((encrypted command))",
		9: "9 ((encrypted command), )",
	} {
		if got := flagsText(flags); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
