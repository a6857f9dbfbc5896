package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// The procedures that have a number (MS-TDS 2.2.6.6).
const (
	ProcCursor          uint16 = 1
	ProcCursorOpen      uint16 = 2
	ProcCursorPrepare   uint16 = 3
	ProcCursorExecute   uint16 = 4
	ProcCursorPrepExec  uint16 = 5
	ProcCursorUnprepare uint16 = 6
	ProcCursorFetch     uint16 = 7
	ProcCursorOption    uint16 = 8
	ProcCursorClose     uint16 = 9
	ProcExecuteSQL      uint16 = 10
	ProcPrepare         uint16 = 11
	ProcExecute         uint16 = 12
	ProcPrepExec        uint16 = 13
	ProcPrepExecRPC     uint16 = 14
	ProcUnprepare       uint16 = 15
)

var procNames = [...]string{
	"", "sp_cursor", "sp_cursoropen", "sp_cursorprepare", "sp_cursorexecute", "sp_cursorprepexec", "sp_cursorunprepare", "sp_cursorfetch",
	"sp_cursoroption", "sp_cursorclose", "sp_executesql", "sp_prepare", "sp_execute", "sp_prepexec", "sp_prepexecrpc", "sp_unprepare",
}

// Flags of an RPC.
const (
	RPCRecompile  uint16 = 1
	RPCNoMetaData uint16 = 2 // the client knows the columns and wants no COLMETADATA
	RPCReuse      uint16 = 4
)

// RPCRequest calls one procedure (MS-TDS 2.2.6.6).
type RPCRequest struct {
	Proc   string // as sent, "msdb.dbo.sp_add_job"; of a numbered procedure its name
	ProcID uint16 // 0 when it was called by name
	Flags  uint16
	NoExec bool // the client withdrew this call of several
	Params []RPCParam
}

// RPCParam is a parameter of a call.
type RPCParam struct {
	Name    string // with its @; empty for a positional one
	Output  bool   // its value comes back
	Default bool   // the procedure's default is wanted; Value is nil
	Type    Type
	Value   Value
}

const (
	paramByRef     = 1
	paramDefault   = 2
	paramEncrypted = 8

	rpcBatchFlag    = 0xFF // separates calls from 7.2 on
	rpcBatchFlagOld = 0x80
	rpcNoExecFlag   = 0xFE
	rpcByID         = 0xFFFF

	maxRPCParams = 2100
)

// RPC is a message of one or more calls that run one after the other.
type RPC struct {
	Transaction
	Calls []*RPCRequest
}

// Decode reads the message.
func (m *RPC) Decode(src []byte, v Version) error {
	r := &reader{buf: src, budget: decodedBudget(len(src))}
	m.Transaction.decode(r, v)
	m.Calls = nil
	for r.err == nil {
		c := &RPCRequest{}
		flag := c.decode(r, v)
		r.charge(128)
		m.Calls = append(m.Calls, c)
		if flag == 0 {
			break
		}
		c.NoExec = flag == rpcNoExecFlag
		if len(r.buf) == 0 { // a separator may also end the message
			break
		}
	}
	return r.err
}

// decodedBudget is the memory that a message of n bytes may blow up to when it holds
// parameters or rows of a table.
func decodedBudget(n int) int { return 1<<20 + 16*n }

// decode reads a call and the byte that separates it from the next one, or 0.
func (c *RPCRequest) decode(r *reader, v Version) byte {
	if n := r.uint16(); n == rpcByID {
		c.ProcID = r.uint16()
		if c.ProcID == 0 || int(c.ProcID) >= len(procNames) {
			r.failf("procedure number %d", c.ProcID)
			return 0
		}
		c.Proc = procNames[c.ProcID]
	} else {
		if n > 1046 {
			r.failf("a procedure name of %d characters", n)
		}
		c.Proc = utf16ToString(r.bytes(2 * int(n)))
	}
	c.Flags = r.uint16()
	for len(r.buf) > 0 && r.err == nil {
		if b := r.buf[0]; b == rpcBatchFlag || b == rpcNoExecFlag || b == rpcBatchFlagOld && !v.AtLeast(Version72) {
			return r.uint8()
		}
		if len(c.Params) == maxRPCParams {
			r.fail(errTooManyParams)
			return 0
		}
		var p RPCParam
		p.decode(r, v)
		r.charge(160)
		c.Params = append(c.Params, p)
	}
	return 0
}

var errTooManyParams = protocolErrorf("too many parameters were provided in this RPC request; the maximum is %d", maxRPCParams)

func (p *RPCParam) decode(r *reader, v Version) {
	p.Name = r.bVarChar()
	status := r.uint8()
	p.Output, p.Default = status&paramByRef != 0, status&paramDefault != 0
	if status&paramEncrypted != 0 {
		r.failf("an encrypted parameter")
		return
	}
	if len(r.buf) > 0 && r.buf[0] == tokTable {
		r.skip(1)
		t := decodeTable(r, v)
		p.Type = Type{ID: TableType}
		if t != nil {
			p.Value = t
		}
		return
	}
	var ti typeInfo
	ti.decode(r, v, 0, inParam)
	p.Type = ti.typ
	if r.err == nil {
		p.Value = ti.readValue(r, inParam)
	}
	if p.Default {
		p.Value = nil
	}
}

// Encode appends the message. A value that is not of its type is an error.
func (m *RPC) Encode(dst []byte, v Version) ([]byte, error) {
	dst = m.Transaction.encode(dst, v)
	for i, c := range m.Calls {
		var err error
		if dst, err = c.encode(dst, v); err != nil {
			return dst, fmt.Errorf("procedure %s: %w", c.Proc, err)
		}
		switch {
		case c.NoExec:
			dst = append(dst, rpcNoExecFlag)
		case i < len(m.Calls)-1 && v.AtLeast(Version72):
			dst = append(dst, rpcBatchFlag)
		case i < len(m.Calls)-1:
			dst = append(dst, rpcBatchFlagOld)
		}
	}
	return dst, nil
}

func (c *RPCRequest) encode(dst []byte, v Version) ([]byte, error) {
	if c.ProcID != 0 {
		dst = append(dst, 0xFF, 0xFF, byte(c.ProcID), byte(c.ProcID>>8))
	} else {
		dst = appendUSVarChar(dst, c.Proc)
	}
	dst = binary.LittleEndian.AppendUint16(dst, c.Flags)
	for i := range c.Params {
		var err error
		if dst, err = c.Params[i].encode(dst, v); err != nil {
			return dst, fmt.Errorf("parameter %d %s: %w", i+1, c.Params[i].Name, err)
		}
	}
	return dst, nil
}

func (p *RPCParam) encode(dst []byte, v Version) ([]byte, error) {
	dst = appendBVarChar(dst, p.Name)
	var status byte
	if p.Output {
		status |= paramByRef
	}
	if p.Default {
		status |= paramDefault
	}
	dst = append(dst, status)
	if p.Type.ID == TableType {
		t, _ := p.Value.(*Table)
		return t.encode(append(dst, tokTable), v)
	}
	ti := dialect{version: v, utf8: true}.typeInfoOf(p.Type, true)
	dst = ti.encode(dst, v)
	if p.Default {
		return ti.appendNull(dst, inParam)
	}
	return ti.appendValue(dst, p.Value, inParam)
}

// String is the message as a trace prints it.
func (m *RPC) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "RPC tran=%X", m.Descriptor)
	for i, c := range m.Calls {
		if i > 0 {
			b.WriteString(";")
		}
		fmt.Fprintf(&b, " %s", c)
	}
	return b.String()
}

// String is the call as EXEC would have it.
func (c *RPCRequest) String() string {
	var b strings.Builder
	b.WriteString(c.Proc)
	for i := range c.Params {
		p := &c.Params[i]
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(" ")
		if p.Name != "" {
			b.WriteString(p.Name + " ")
		}
		fmt.Fprintf(&b, "%v = %s", p.Type, traceValue(p.Value))
		if p.Default {
			b.WriteString(" DEFAULT")
		}
		if p.Output {
			b.WriteString(" OUTPUT")
		}
	}
	return b.String()
}
