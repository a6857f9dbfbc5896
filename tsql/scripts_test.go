package tsql

import "testing"

// TestScripts: every batch of testdata parses, and what is printed parses to the same.
func TestScripts(t *testing.T) {
	for _, script := range scripts(t) {
		for _, b := range SplitBatches(script) {
			prog, err := Parse(b.Text)
			if err != nil {
				t.Errorf("%v in\n%s", err, b.Text)
				continue
			}
			if d := reparse(ParseOptions{QuotedIdentifier: true}, prog); d != "" {
				t.Error(d)
			}
		}
	}
}
