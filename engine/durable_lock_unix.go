//go:build unix

package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// lockDirectory makes this process the only one that uses the directory, until the file is
// closed or the process ends, however it ends.
func lockDirectory(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "msxgate.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer f.Close()
		owner, _ := os.ReadFile(f.Name())
		return nil, fmt.Errorf("data directory %s is in use by another process (%s)", dir, strings.TrimSpace(string(owner)))
	}
	if err := f.Truncate(0); err == nil {
		_, _ = fmt.Fprintf(f, "pid %d\n", os.Getpid()) // for people; the lock is what counts
	}
	return f, nil
}
