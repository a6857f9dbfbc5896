package tsql

import (
	"slices"
	"testing"
)

func TestSplitBatches(t *testing.T) {
	tests := []struct {
		script string
		want   []Batch
	}{
		{"", nil},
		{"SELECT 1", []Batch{{"SELECT 1", 1, 1}}},
		{"SELECT 1\nGO\nSELECT 2\ngo\n", []Batch{{"SELECT 1\n", 1, 1}, {"SELECT 2\n", 3, 1}}},
		{"GO\r\n\r\nGO\r\nSELECT 1\r\n  Go 3 \r\n", []Batch{{"SELECT 1\r\n", 4, 3}}},
		{"SELECT 'a\nGO\nb'\nGO -- done\nSELECT 2", []Batch{{"SELECT 'a\nGO\nb'\n", 1, 1}, {"SELECT 2", 5, 1}}},
		{"/* a\nGO /* \nGO\n*/ b\nGO\n*/\nGO\nx", []Batch{{"/* a\nGO /* \nGO\n*/ b\nGO\n*/\n", 1, 1}, {"x", 8, 1}}},
		{"-- it's\nGO\nSELECT [it's\n]\nGO\nSELECT \"\nGO\n\"", []Batch{{"-- it's\n", 1, 1}, {"SELECT [it's\n]\n", 3, 1}, {"SELECT \"\nGO\n\"", 6, 1}}},
		{"GOTO x\nGO x\nGO;\nGO 0\nSELECT 1", []Batch{{"GOTO x\nGO x\nGO;\n", 1, 0}, {"SELECT 1", 5, 1}}},
	}
	for _, test := range tests {
		if got := SplitBatches(test.script); !slices.Equal(got, test.want) {
			t.Errorf("%q: %+v\nwant %+v", test.script, got, test.want)
		}
	}
}
