package tds

import "fmt"

// ResetMode is what a client wants done to its session before a request runs.
type ResetMode uint8

// The modes. ResetKeepTran leaves the open transaction as it is.
const (
	ResetNone ResetMode = iota
	ResetSession
	ResetKeepTran
)

// Request is a request of a client. One of Batch, RPCs, TransMgr, Bulk, SSPI and FedAuth
// is set.
type Request struct {
	Reset          ResetMode
	TranDescriptor uint64 // of the transaction that the client believes to be in, or 0
	Outstanding    uint32 // requests; 1 without MARS

	Batch    *SQLBatch
	RPCs     []*RPCRequest // run one after the other
	TransMgr *TransMgrRequest
	Bulk     *BulkLoad
	SSPI     []byte // a further message of integrated security
	FedAuth  []byte // a token of federated authentication

	err        error  // what is wrong with the message
	ignored    bool   // the client withdrew it
	attentions uint64 // seen before it
}

// IsRPC tells whether the request calls procedures.
func (q *Request) IsRPC() bool { return len(q.RPCs) > 0 }

// decode reads the message of a packet type into the request.
func (q *Request) decode(t PacketType, body []byte, v Version) error {
	switch t {
	case PacketSQLBatch:
		q.Batch = &SQLBatch{}
		err := q.Batch.Decode(body, v)
		q.transaction(&q.Batch.Transaction)
		return err
	case PacketRPC:
		m := &RPC{}
		err := m.Decode(body, v)
		q.RPCs = m.Calls
		q.transaction(&m.Transaction)
		return err
	case PacketTransMgr:
		q.TransMgr = &TransMgrRequest{}
		err := q.TransMgr.Decode(body, v)
		q.transaction(&q.TransMgr.Transaction)
		return err
	case PacketSSPI:
		q.SSPI = append([]byte{}, body...)
		return nil
	case PacketFedAuthToken:
		q.FedAuth = append([]byte{}, body...)
		return nil
	}
	return protocolErrorf("a request of %v", t)
}

func (q *Request) transaction(h *Transaction) {
	q.TranDescriptor, q.Outstanding = h.Descriptor, h.Outstanding
}

// setReset reads the reset bits of the first packet.
func (q *Request) setReset(s PacketStatus) {
	switch {
	case s&StatusReset != 0:
		q.Reset = ResetSession
	case s&StatusResetKeepTran != 0:
		q.Reset = ResetKeepTran
	}
}

func (q *Request) resetStatus() PacketStatus {
	return map[ResetMode]PacketStatus{ResetSession: StatusReset, ResetKeepTran: StatusResetKeepTran}[q.Reset]
}

// encode appends the message and returns its packet type.
func (q *Request) encode(dst []byte, v Version) ([]byte, PacketType, error) {
	h := Transaction{Descriptor: q.TranDescriptor, Outstanding: q.Outstanding}
	switch {
	case q.Batch != nil:
		m := *q.Batch
		m.Transaction = h
		return m.Encode(dst, v), PacketSQLBatch, nil
	case q.RPCs != nil:
		dst, err := (&RPC{h, q.RPCs}).Encode(dst, v)
		return dst, PacketRPC, err
	case q.TransMgr != nil:
		m := *q.TransMgr
		m.Transaction = h
		return m.Encode(dst, v), PacketTransMgr, nil
	case q.SSPI != nil:
		return append(dst, q.SSPI...), PacketSSPI, nil
	case q.FedAuth != nil:
		return append(dst, q.FedAuth...), PacketFedAuthToken, nil
	}
	return dst, 0, fmt.Errorf("tds: an empty request")
}

// String is the request as a trace prints it.
func (q *Request) String() string {
	s := map[ResetMode]string{ResetSession: "reset ", ResetKeepTran: "reset keeping the transaction "}[q.Reset]
	switch {
	case q.err != nil:
		return s + "error: " + q.err.Error()
	case q.ignored:
		return s + "withdrawn request"
	case q.Batch != nil:
		return s + q.Batch.String()
	case q.RPCs != nil:
		return s + (&RPC{Transaction{q.TranDescriptor, q.Outstanding}, q.RPCs}).String()
	case q.TransMgr != nil:
		return s + q.TransMgr.String()
	case q.Bulk != nil:
		return s + "BulkLoad"
	}
	return s + "authentication token"
}
