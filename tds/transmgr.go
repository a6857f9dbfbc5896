package tds

import "fmt"

// TransMgrType is what a transaction manager request asks for (MS-TDS 2.2.6.9).
type TransMgrType uint16

// The requests. The first two and TransMgrPromote concern distributed transactions.
const (
	TransMgrGetDTCAddress TransMgrType = 0
	TransMgrPropagate     TransMgrType = 1
	TransMgrBegin         TransMgrType = 5
	TransMgrPromote       TransMgrType = 6
	TransMgrCommit        TransMgrType = 7
	TransMgrRollback      TransMgrType = 8
	TransMgrSave          TransMgrType = 9
)

// Isolation is an isolation level as a transaction manager request carries it.
type Isolation byte

// The isolation levels. IsolationUnchanged keeps that of the session.
const (
	IsolationUnchanged       Isolation = 0
	IsolationReadUncommitted Isolation = 1
	IsolationReadCommitted   Isolation = 2
	IsolationRepeatableRead  Isolation = 3
	IsolationSerializable    Isolation = 4
	IsolationSnapshot        Isolation = 5
)

// TransMgrRequest begins, commits, rolls back or saves a transaction (MS-TDS 2.2.6.9).
type TransMgrRequest struct {
	Transaction
	Type      TransMgrType
	Isolation Isolation // of the transaction that begins
	Name      string    // of the transaction or savepoint, usually empty

	// Begin tells that a new transaction begins after a commit or rollback, with
	// Isolation and BeginName.
	Begin     bool
	BeginName string
	Payload   []byte // of the distributed requests
}

// Decode reads the message.
func (m *TransMgrRequest) Decode(src []byte, v Version) error {
	r := &reader{buf: src}
	*m = TransMgrRequest{}
	m.Transaction.decode(r, v)
	m.Type = TransMgrType(r.uint16())
	switch m.Type {
	case TransMgrBegin:
		m.Isolation = Isolation(r.uint8())
		m.Name = r.tranName()
	case TransMgrCommit, TransMgrRollback:
		m.Name = r.tranName()
		if m.Begin = r.uint8()&1 != 0; m.Begin {
			m.Isolation = Isolation(r.uint8())
			m.BeginName = r.tranName()
		}
	case TransMgrSave:
		m.Name = r.tranName()
	case TransMgrGetDTCAddress, TransMgrPropagate, TransMgrPromote:
		m.Payload = r.copied(len(r.buf))
	default:
		r.failf("transaction manager request %d", m.Type)
	}
	if r.err == nil && len(r.buf) > 0 {
		r.failf("%d bytes too many in a transaction manager request", len(r.buf))
	}
	return r.err
}

// tranName reads a name whose length counts bytes, not characters.
func (r *reader) tranName() string { return utf16ToString(r.bytes(int(r.uint8()))) }

func appendTranName(dst []byte, s string) []byte {
	at := len(dst)
	dst = appendUTF16(append(dst, 0), truncateUTF16(s, 127))
	dst[at] = byte(len(dst) - at - 1)
	return dst
}

// Encode appends the message.
func (m *TransMgrRequest) Encode(dst []byte, v Version) []byte {
	dst = m.Transaction.encode(dst, v)
	dst = append(dst, byte(m.Type), byte(m.Type>>8))
	switch m.Type {
	case TransMgrBegin:
		return appendTranName(append(dst, byte(m.Isolation)), m.Name)
	case TransMgrCommit, TransMgrRollback:
		dst = appendTranName(dst, m.Name)
		if !m.Begin {
			return append(dst, 0)
		}
		return appendTranName(append(dst, 1, byte(m.Isolation)), m.BeginName)
	case TransMgrSave:
		return appendTranName(dst, m.Name)
	}
	return append(dst, m.Payload...)
}

var transMgrNames = map[TransMgrType]string{
	TransMgrGetDTCAddress: "get DTC address", TransMgrPropagate: "propagate", TransMgrBegin: "begin", TransMgrPromote: "promote",
	TransMgrCommit: "commit", TransMgrRollback: "rollback", TransMgrSave: "save",
}

// String is the request as a trace prints it.
func (m *TransMgrRequest) String() string {
	s := fmt.Sprintf("TransactionManagerRequest tran=%X %s isolation=%d name=%q", m.Descriptor, transMgrNames[m.Type], m.Isolation, m.Name)
	if m.Begin {
		s += fmt.Sprintf(" begin=%q", m.BeginName)
	}
	return s
}
