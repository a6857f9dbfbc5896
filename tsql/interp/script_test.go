package interp

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata")

// transcript writes what a client sees, one line a token. A call's tokens are indented.
type transcript struct {
	lines []string
	depth int
	cols  []tds.Column
}

func (w *transcript) say(format string, args ...any) {
	w.lines = append(w.lines, strings.Repeat("  ", w.depth)+fmt.Sprintf(format, args...))
}

func (w *transcript) Columns(cols []tds.Column) error {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = strings.TrimSpace(c.Name + " " + c.Type.String())
	}
	w.cols = append([]tds.Column(nil), cols...)
	w.say("columns %s", strings.Join(names, ", "))
	return nil
}

func (w *transcript) Row(row []tds.Value) error {
	texts := make([]string, len(row))
	for i, v := range row {
		if texts[i] = "NULL"; v != nil {
			texts[i] = eval.Format(v, w.cols[i].Type)
		}
	}
	w.say("row %s", strings.Join(texts, ", "))
	return nil
}

func (w *transcript) Message(e *tds.Error) error {
	where := fmt.Sprintf("line %d", e.Line)
	if e.Proc != "" {
		where = e.Proc + " " + where
	}
	if e.Number == 0 && e.Class == 0 {
		w.say("print %s", e.Message)
		return nil
	}
	w.say("%d, %d, %d, %s: %s", e.Number, e.Class, e.State, where, e.Message)
	return nil
}

var commands = map[tds.Cmd]string{
	tds.CmdSelect: "select", tds.CmdInsert: "insert", tds.CmdUpdate: "update", tds.CmdDelete: "delete", tds.CmdExecute: "execute",
	tds.CmdBegin: "begin", tds.CmdEndXact: "end", tds.CmdOpenCursor: "open", tds.CmdNone: "none", tds.CmdMerge: "merge",
}

func (w *transcript) Done(d tds.Done) error {
	text := "done " + commands[d.Cmd]
	if d.Counted {
		text += fmt.Sprintf(" %d", d.Rows)
	}
	if d.Failed {
		text += " failed"
	}
	w.say("%s", text)
	return nil
}

func (w *transcript) EnterProc() error {
	w.say("enter")
	w.depth++
	return nil
}

func (w *transcript) LeaveProc(status *int32, d tds.Done) error {
	w.depth--
	text := "leave"
	if status != nil {
		text += fmt.Sprintf(" %d", *status)
	}
	if d.Failed {
		text += " failed"
	}
	w.say("%s", text)
	return nil
}

func (w *transcript) Flush() error {
	w.say("flush")
	return nil
}

// batches splits a script at GO; the answer of each follows it as lines that begin with -->.
func batches(script string) (list []string) {
	var b strings.Builder
	for _, line := range strings.Split(script, "\n") {
		switch {
		case strings.EqualFold(strings.TrimSpace(line), "GO"):
			list = append(list, strings.TrimLeft(b.String(), "\n"))
			b.Reset()
		case strings.HasPrefix(line, "-->"):
		default:
			b.WriteString(line + "\n")
		}
	}
	return list
}

// play runs a script and returns it with its answers. #calls in a batch shows what it asked of the host.
func play(t testing.TB, script string) string {
	h := newFakeHost()
	h.m.limited, h.m.budget = true, 100_000
	var b strings.Builder
	for _, batch := range batches(script) {
		h.calls = nil
		w := &transcript{}
		err := h.m.RunText(context.Background(), batch, w)
		if err != nil {
			w.say("error: %v", err)
		}
		if strings.Contains(batch, "-- calls") {
			for _, c := range h.calls {
				w.say("call %s", strings.TrimSpace(c))
			}
		}
		if h.m.top != nil || h.m.nest != 0 || h.m.inserting != 0 || (w.depth != 0 && err == nil) || len(h.temps) != 1 {
			t.Errorf("unbalanced after %s: nest %d, inserting %d, calls %d, scopes %d", batch, h.m.nest, h.m.inserting, w.depth, len(h.temps))
			h.m.top, h.m.nest, h.m.inserting = nil, 0, 0
		}
		b.WriteString(strings.TrimRight(batch, "\n") + "\nGO\n")
		for _, line := range w.lines {
			b.WriteString("--> " + line + "\n")
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("%s", difference(string(want), got))
			}
		})
	}
}

// difference shows the first lines that are not the same.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < len(w) || i < len(g); i++ {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d\nwant %s\n got %s", i+1, strings.Join(w[min(i, len(w)):min(i+6, len(w))], "\n     "), strings.Join(g[min(i, len(g)):min(i+6, len(g))], "\n     "))
		}
	}
	return ""
}
