package tds

import (
	"bytes"
	"testing"
)

// TestDecimalColumns: a column of a decimal is announced with 17 bytes, and its values have as many as their precision takes.
func TestDecimalColumns(t *testing.T) {
	cols := []Column{{Name: "d", Type: TypeDecimal(12, 2)}}
	meta, err := (&ColMetadata{Columns: cols}).Encode(nil, Version74)
	if err != nil || !bytes.Contains(meta, []byte{tokDecimalN, 17, 12, 2}) {
		t.Errorf("% x, %v", meta, err)
	}
	row, err := (&Row{Values: []Value{DecimalOf(5)}, Columns: cols}).Encode(nil, Version74)
	if err != nil || !bytes.Equal(row, []byte{tokenRow, 9, 1, 0xF4, 1, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("% x, %v", row, err)
	}
}
