package procs

import (
	"testing"

	"msxgate/tds"
)

func TestJobIDText(t *testing.T) {
	id, _ := tds.ParseGUID("00010203-0405-0607-0809-0A0B0C0D0E0F")
	p := &convertJobIDToCharParams{JobID: id}
	if err := convertJobIDToChar(t.Context(), nil, p); err != nil || p.JobIDAsChar != "0x030201000504070608090A0B0C0D0E0F" {
		t.Error(p.JobIDAsChar, err)
	}
}
