package agent

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"msxgate/msdb"
)

const (
	// maxOutput is more than a history row holds; what comes later is not kept.
	maxOutput = 16 << 10
	// maxStepLog is what one run of a step may put into the log table.
	maxStepLog = 4 << 20
)

// capped keeps the beginning of what is written to it.
type capped struct {
	max int

	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer. It takes everything.
func (c *capped) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.buf.Write(p[:min(len(p), c.max-c.buf.Len())])
	return len(p), nil
}

// text is what was kept, as text that a server takes.
func (c *capped) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.ReplaceAll(strings.ToValidUTF8(c.buf.String(), "\uFFFD"), "\x00", "")
}

// stepLog is where the output of a step goes besides its history row: its output file and the log table.
type stepLog struct {
	table *capped // nil: not wanted
	again bool    // a retry: behind what is there

	mu   sync.Mutex
	name string
	file *os.File
	err  error // the first one of the file
}

// Write implements io.Writer. It never fails: a step goes on without its log.
func (l *stepLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.table != nil {
		_, _ = l.table.Write(p)
	}
	if l.file != nil && l.err == nil {
		_, l.err = l.file.Write(p)
	}
	return len(p), nil
}

// close ends the file and returns the words for the history when it does not have everything.
func (l *stepLog) close() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		if err := l.file.Close(); l.err == nil {
			l.err = err
		}
		l.file = nil
	}
	if l.err == nil {
		return ""
	}
	return fmt.Sprintf("Warning: cannot write logfile %s: %v.", l.name, l.err)
}

// openLog opens the places that keep the output of a step; nil when there are none. A retry adds to what the attempts before
// have left.
func (a *Agent) openLog(r *run, s *msdb.JobStep, retries int64) (*stepLog, error) {
	name, err := a.replaceTokens(r, s, strings.TrimSpace(s.OutputFileName.V))
	toTable := s.Flags&(flagLogOverwrite|flagLogAppend) != 0
	if err != nil || name == "" && !toTable {
		return nil, err
	}
	l := &stepLog{name: name, again: retries > 0}
	if toTable {
		l.table = &capped{max: maxStepLog}
	}
	if name != "" {
		l.file, l.err = a.openOutput(name, l.again || s.Flags&flagAppend != 0)
	}
	fmt.Fprintf(l, "Job '%s' : Step %d, '%s' : Began Executing %s\n\n", r.job.Name, s.StepID, s.StepName, a.Now().Format(time.DateTime))
	return l, nil
}

// notHere matches the paths of Windows that mean nothing elsewhere.
var notHere = regexp.MustCompile(`^([A-Za-z]:|//)`)

// openOutput opens an output file. It lies in the directory for such files, whatever links lead out of it: who may write a
// job, on the master too, must not overwrite other files of this server.
func (a *Agent) openOutput(name string, behind bool) (*os.File, error) {
	if a.OutputDir == "" {
		return nil, errors.New("this server keeps no output files")
	}
	if runtime.GOOS != "windows" {
		name = strings.ReplaceAll(name, `\`, "/")
		if notHere.MatchString(name) {
			return nil, fmt.Errorf("it is not in %s", a.OutputDir)
		}
	}
	if filepath.IsAbs(name) {
		var err error
		if name, err = filepath.Rel(a.OutputDir, name); err != nil {
			return nil, err
		}
	}
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("it is not in %s", a.OutputDir)
	}
	if err := os.MkdirAll(a.OutputDir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(a.OutputDir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return nil, err
	}
	flags := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if behind {
		flags = os.O_CREATE | os.O_WRONLY | os.O_APPEND
	}
	return root.OpenFile(name, flags, 0o600)
}
