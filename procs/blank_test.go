package procs

import (
	"testing"
)

func TestTrimming(t *testing.T) {
	a, b, null := some("  x\t "), some("   "), some("y")
	null.Valid = false
	trimEach(&a, &b, &null)
	if a.V != "x\t" || !b.Valid || b.V != "" || null.Valid {
		t.Errorf("trimEach: %q %v %v", a.V, b, null)
	}
	blankToNull(&a, &b)
	if !a.Valid || b.Valid {
		t.Errorf("blankToNull: %v %v", a, b)
	}
	dst := some("was")
	if keepText(&dst, null); dst.V != "was" {
		t.Error("NULL did not keep the text")
	}
	if keepText(&dst, some("")); dst.Valid {
		t.Error("an empty text did not clear it")
	}
}
