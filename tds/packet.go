package tds

import (
	"encoding/binary"
	"fmt"
)

// PacketType is the kind of message a packet belongs to (MS-TDS 2.2.3.1.1).
type PacketType byte

// The packet types.
const (
	PacketSQLBatch     PacketType = 1
	PacketLogin        PacketType = 2 // before 7.0; refused
	PacketRPC          PacketType = 3
	PacketTabular      PacketType = 4
	PacketAttention    PacketType = 6
	PacketBulkLoad     PacketType = 7
	PacketFedAuthToken PacketType = 8
	PacketTransMgr     PacketType = 14
	PacketLogin7       PacketType = 16
	PacketSSPI         PacketType = 17
	PacketPreLogin     PacketType = 18
)

// PacketStatus is the status of a packet, a set of bits (MS-TDS 2.2.3.1.2).
type PacketStatus byte

// The status bits. A client may set others; they have no meaning.
const (
	StatusEOM           PacketStatus = 0x01 // the last packet of its message
	StatusIgnore        PacketStatus = 0x02 // the message is withdrawn; only with EOM
	StatusReset         PacketStatus = 0x08 // reset the session before running the message
	StatusResetKeepTran PacketStatus = 0x10 // the same, but the transaction stays (7.3)
)

// Packet sizes in bytes, header included.
const (
	headerSize          = 8
	minPacketSize       = 512
	defaultPacketSize   = 4096 // until the login is answered
	maxPacketSize       = 32767
	maxPacketSizeForTLS = 16383 // so that a packet fits one TLS record
)

// PacketHeader heads every packet (MS-TDS 2.2.3.1).
type PacketHeader struct {
	Type     PacketType
	Status   PacketStatus
	Length   uint16 // of the packet, header included
	SPID     uint16
	PacketID byte // modulo 256; nobody looks at it
	Window   byte // always 0
}

// Decode reads the header from the first 8 bytes of src.
func (h *PacketHeader) Decode(src []byte) error {
	if len(src) < headerSize {
		return errShort
	}
	*h = PacketHeader{
		Type:     PacketType(src[0]),
		Status:   PacketStatus(src[1]),
		Length:   binary.BigEndian.Uint16(src[2:]),
		SPID:     binary.BigEndian.Uint16(src[4:]),
		PacketID: src[6],
		Window:   src[7],
	}
	if h.Length < headerSize {
		return protocolErrorf("a packet of %d bytes", h.Length)
	}
	return nil
}

// Encode appends the header to dst.
func (h *PacketHeader) Encode(dst []byte) []byte {
	return append(dst, byte(h.Type), byte(h.Status), byte(h.Length>>8), byte(h.Length),
		byte(h.SPID>>8), byte(h.SPID), h.PacketID, h.Window)
}

var packetNames = map[PacketType]string{
	PacketSQLBatch: "SQLBatch", PacketLogin: "Login", PacketRPC: "RPC", PacketTabular: "TabularResult", PacketAttention: "Attention",
	PacketBulkLoad: "BulkLoad", PacketFedAuthToken: "FedAuthToken", PacketTransMgr: "TransactionManagerRequest",
	PacketLogin7: "Login7", PacketSSPI: "SSPI", PacketPreLogin: "PreLogin",
}

// String is the name of the message.
func (t PacketType) String() string {
	if s := packetNames[t]; s != "" {
		return s
	}
	return fmt.Sprintf("packet type %d", byte(t))
}
