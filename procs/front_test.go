package procs_test

import (
	"path/filepath"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// notBehind are the scripts that need what a server without our procedures does not have.
var notBehind = map[string]string{
	"msdb_messages.sql": "grants EXECUTE on a procedure: the server behind has no such object to grant",
}

// TestScriptsFront plays the same scripts through a gateway before a server that has the tables alone.
func TestScriptsFront(t *testing.T) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			if notBehind[filepath.Base(f)] != "" {
				return
			}
			t.Parallel()
			dsn, _ := gatewaytest.StartFront(t)
			gatewaytest.Play(t, dsn, f)
		})
	}
}
