package tds

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// tracer prints a conversation, a line a message or token: "<-" what the client says,
// "->" what the server says. Secrets never reach it: the types print themselves masked.
type tracer struct {
	mu  sync.Mutex
	out io.Writer
}

func newTracer(w io.Writer) *tracer {
	if w == nil {
		return nil
	}
	return &tracer{out: w}
}

func (t *tracer) print(arrow string, what fmt.Stringer) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintf(t.out, "%s %s\n", arrow, maskPasswords(what.String()))
}

func (t *tracer) fromClient(what fmt.Stringer) { t.print("<-", what) }

func (t *tracer) fromServer(what fmt.Stringer) { t.print("->", what) }

// note is a line of a trace that is no message.
type note string

func (n note) String() string { return string(n) }

// traceValue is a value as T-SQL would write it, long ones cut.
func traceValue(v Value) string {
	const most = 200
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		if len(v) > most {
			return fmt.Sprintf("%q... (%d bytes)", v[:most], len(v))
		}
		return fmt.Sprintf("%q", v)
	case []byte:
		if len(v) > most {
			return fmt.Sprintf("0x%X... (%d bytes)", v[:most], len(v))
		}
		return fmt.Sprintf("0x%X", v)
	case time.Time:
		return v.Format("'2006-01-02 15:04:05.9999999 -07:00'")
	case Variant:
		return fmt.Sprintf("%v(%s)", v.Type, traceValue(v.Value))
	case *Table:
		return fmt.Sprintf("%s(%s; %d rows)", v.TypeName, columnList(v.Columns), len(v.Rows))
	}
	return fmt.Sprint(v)
}

func traceValues(vs []Value) string {
	s := make([]string, len(vs))
	for i, v := range vs {
		s[i] = traceValue(v)
	}
	return strings.Join(s, ", ")
}
