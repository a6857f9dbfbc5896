package procs_test

import (
	"path/filepath"
	"testing"

	_ "github.com/microsoft/go-mssqldb"

	"msxgate/gateway/gatewaytest"
)

// TestScripts plays testdata/*.sql over the wire, each on a gateway of its own.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			gatewaytest.Play(t, gatewaytest.Target(t), f)
		})
	}
}
