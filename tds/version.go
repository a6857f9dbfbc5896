package tds

import "fmt"

// Version is a protocol version as LOGIN7 carries it (MS-TDS 2.2.6.4). The numbers do
// not grow with the versions: 8.0 is the smallest. Compare them with AtLeast only.
type Version uint32

// The versions of the protocol.
const (
	Version70    Version = 0x70000000 // SQL Server 7.0
	Version71    Version = 0x71000000 // SQL Server 2000
	Version71SP1 Version = 0x71000001
	Version72    Version = 0x72090002 // SQL Server 2005
	Version73A   Version = 0x730A0003 // SQL Server 2008
	Version73B   Version = 0x730B0003 // SQL Server 2008 R2: NBCROW
	Version74    Version = 0x74000004 // SQL Server 2012 and later
	Version80    Version = 0x08000000 // strict encryption
)

// rank puts versions in order; 0 is a version that is not spoken here.
func (v Version) rank() int {
	switch {
	case v == Version80:
		return 80
	case v>>28 != 7:
		return 0
	case v>>24 == 0x70:
		return 70
	case v>>24 == 0x71:
		return 71
	case v>>24 == 0x72:
		return 72
	case v>>24 == 0x73 && v&0x00FF0000 < 0x000B0000:
		return 73
	case v>>24 == 0x73:
		return 74
	}
	return 75
}

// AtLeast tells whether v is o or a later version.
func (v Version) AtLeast(o Version) bool { return v.rank() >= o.rank() }

// IsKnown tells whether v is one of 7.0 to 7.4 or 8.0.
func (v Version) IsKnown() bool { return v.rank() != 0 }

// negotiate is the version a server answers with: the lower of the client's and ours.
// 8.0 is spoken inside strict encryption only.
func (v Version) negotiate(strict bool) Version {
	switch {
	case v == Version80 && !strict:
		return Version74
	case v.rank() == 75:
		return Version74
	case v.rank() == 71 && v != Version71:
		return Version71SP1
	}
	return v
}

// ack is the version as LOGINACK carries it, big-endian (MS-TDS 2.2.7.14).
func (v Version) ack() uint32 {
	switch v {
	case Version70:
		return 0x07000000
	case Version71:
		return 0x07010000
	}
	return uint32(v)
}

// versionFromAck is the inverse of ack.
func versionFromAck(n uint32) Version {
	switch n {
	case 0x07000000:
		return Version70
	case 0x07010000:
		return Version71
	}
	return Version(n)
}

// String is the name of the version: "7.4".
func (v Version) String() string {
	switch v.rank() {
	case 70:
		return "7.0"
	case 71:
		return "7.1"
	case 72:
		return "7.2"
	case 73:
		return "7.3A"
	case 74:
		return "7.3B"
	case 75:
		return "7.4"
	case 80:
		return "8.0"
	}
	return fmt.Sprintf("unknown version 0x%08X", uint32(v))
}
