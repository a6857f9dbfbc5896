package gateway

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql/interp"
)

// wire is the client's response as the interpreter writes to it (interp.ProcWriter, interp.Flusher).
type wire struct {
	*tds.Response
	options *interp.Options
	texts   *textSize
}

func (s *session) wire(out *tds.Response) wire { return wire{out, &s.options, &textSize{s: s}} }

// Columns implements tds.Writer.
func (w wire) Columns(cols []tds.Column) error {
	w.texts.begin(cols)
	return w.Response.Columns(cols)
}

// Row implements tds.Writer.
func (w wire) Row(row []tds.Value) error { return w.Response.Row(w.texts.cut(row)) }

// Done implements tds.Writer. NOCOUNT counts as it is at the end of the statement.
func (w wire) Done(d tds.Done) error {
	w.NoCount(w.options.NoCount)
	return w.Response.Done(d)
}

// EnterProc implements interp.ProcWriter.
func (w wire) EnterProc() error {
	w.Response.EnterProc()
	return nil
}

// LeaveProc implements interp.ProcWriter: RETURNSTATUS, then DONEPROC.
func (w wire) LeaveProc(status *int32, d tds.Done) error {
	w.Response.LeaveProc()
	if status != nil {
		if err := w.ReturnStatus(*status); err != nil {
			return err
		}
	}
	return w.DoneProc(d.Failed)
}

// discard is a Writer for statements whose results nobody wants. An error ends them.
type discard struct{}

func (discard) Columns([]tds.Column) error { return nil }
func (discard) Row([]tds.Value) error      { return nil }
func (discard) Done(tds.Done) error        { return nil }

func (discard) Message(m *tds.Error) error {
	if m.IsInfo() {
		return nil
	}
	return m
}

// rowFunc is a Writer that hands rows to a function.
type rowFunc func([]tds.Value) error

func (rowFunc) Columns([]tds.Column) error  { return nil }
func (f rowFunc) Row(row []tds.Value) error { return f(row) }
func (rowFunc) Done(tds.Done) error         { return nil }
func (rowFunc) Message(m *tds.Error) error  { return discard{}.Message(m) }

// firstError is a Writer that keeps the first error of a batch.
type firstError struct {
	discard
	err *tds.Error
}

func (f *firstError) Message(m *tds.Error) error {
	if f.err == nil && !m.IsInfo() {
		e := *m
		f.err = &e
	}
	return nil
}

// typedNull is a NULL whose type matters.
type typedNull tds.Type

func binaryOrNull(v tds.Value) any {
	if v == nil {
		return typedNull(tds.TypeVarBinary(8000))
	}
	return v
}

// params makes parameters of name, value pairs; the names have no @.
func params(pairs []any) []engine.Param {
	out := make([]engine.Param, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, param(pairs[i].(string), pairs[i+1], tds.Type{}))
	}
	return out
}

// param makes a parameter; the zero type stands for the natural one of the value.
func param(name string, v any, t tds.Type) engine.Param {
	if n, ok := v.(typedNull); ok {
		v, t = nil, tds.Type(n)
	}
	if t == (tds.Type{}) {
		t = naturalType(v)
	}
	return engine.Param{Name: "@" + name, Type: t, Value: v}
}

// naturalType is the T-SQL type that a value has by itself. Sizes come in two steps, so that plans are shared.
func naturalType(v tds.Value) tds.Type {
	switch v := v.(type) {
	case bool:
		return tds.TypeBit
	case int64:
		if v == int64(int32(v)) {
			return tds.TypeInt
		}
		return tds.TypeBigInt
	case float64:
		return tds.TypeFloat
	case tds.GUID:
		return tds.TypeGUID
	case time.Time:
		return tds.TypeDateTime
	case []byte:
		if len(v) > 8000 {
			return tds.TypeVarBinary(tds.Max)
		}
		return tds.TypeVarBinary(8000)
	case string:
		if len(v) > 4000 {
			return tds.TypeNVarChar(tds.Max)
		}
	}
	return tds.TypeNVarChar(4000)
}

// RandomID makes a version 4 GUID.
func RandomID() tds.GUID {
	var g tds.GUID
	rand.Read(g[:])
	g[7] = g[7]&0x0F | 0x40
	g[8] = g[8]&0x3F | 0x80
	return g
}

func equalSecret(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func hostOf(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	return host
}

// hostPort is an address in its two parts; the port is NULL where there is none.
func hostPort(a net.Addr) (host string, port tds.Value) {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return a.String(), nil
	}
	return tcp.IP.String(), int64(tcp.Port)
}

// memoryMB is the memory of the machine in MB, 0 where it cannot be read.
func memoryMB() int64 {
	b, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(b)) // MemTotal: n kB
	if len(fields) < 2 {
		return 0
	}
	kb, _ := strconv.ParseInt(fields[1], 10, 64)
	return kb >> 10
}

// stack is the stack of a goroutine that panicked.
func stack() []byte {
	buf := make([]byte, 16<<10)
	return buf[:runtime.Stack(buf, false)]
}
