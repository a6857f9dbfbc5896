package interp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"msxgate/tsql"
)

// FuzzRun runs any text on the fake host: it ends, and leaves the machine ready for the next.
func FuzzRun(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.sql")
	for _, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, batch := range batches(string(script)) {
			f.Add(batch)
		}
	}
	f.Fuzz(func(t *testing.T, src string) {
		if _, err := tsql.Parse(src); err != nil {
			return
		}
		h := newFakeHost()
		h.m.Memory = 1 << 20
		for range 2 {
			h.m.limited, h.m.budget = true, 5000
			w := &transcript{}
			err := h.m.RunText(context.Background(), src, w)
			var known bool
			for _, e := range []error{errBudget, ErrSessionEnded} {
				known = known || errors.Is(err, e)
			}
			if err != nil && !known && err.Error() != "the disk is gone" {
				t.Errorf("%q: %v", src, err)
			}
			if h.m.top != nil || h.m.nest != 0 || h.m.inserting != 0 || len(h.temps) != 1 || (w.depth != 0 && err == nil) {
				t.Errorf("unbalanced after %q", src)
			}
		}
	})
}
