package integration

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"msxgate/gateway/gatewaytest"
)

// TestStories plays testdata/*.sql on a master and two targets that could enlist, each a process of its own.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			e := newEnterprise(t, 2)
			gatewaytest.PlayStory(t, gatewaytest.Stage{
				Now: time.Now,
				DSN: func(name string) string { return e.server(name).dsn("msdb") },
				Do:  e.do,
			}, f)
		})
	}
}

// do carries out a directive of a story.
func (e *enterprise) do(verb, name string) error {
	s := e.server(name)
	switch verb {
	case "stop":
		s.stop()
	case "kill":
		s.kill()
	case "start":
		s.start()
	default:
		return fmt.Errorf("no directive %q", verb)
	}
	return nil
}
