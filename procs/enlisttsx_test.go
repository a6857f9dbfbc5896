package procs

import "testing"

// A master supports targets of its own version and of the two before it.
func TestSupported(t *testing.T) {
	for target, want := range map[int64]bool{12: false, 13: false, 14: true, 15: true, 16: true, 17: false} {
		if got := supported(target, 16); got != want {
			t.Errorf("a target of version %d under a master of 16: %v", target, got)
		}
	}
}
