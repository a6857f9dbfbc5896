package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Login7 is the login request of a client (MS-TDS 2.2.6.4). Its String has no secrets.
type Login7 struct {
	TDSVersion    Version
	PacketSize    uint32 // asked for; 0 leaves it to the server
	ClientProgVer uint32
	ClientPID     uint32
	ConnectionID  uint32
	OptionFlags1  byte
	OptionFlags2  byte
	TypeFlags     byte
	OptionFlags3  byte
	TimeZone      int32
	LCID          uint32

	HostName       string
	UserName       string
	Password       string
	AppName        string
	ServerName     string
	CltIntName     string // the library, as "go-mssqldb"
	Language       string
	Database       string
	ClientID       [6]byte
	SSPI           []byte
	AtchDBFile     string
	ChangePassword string // the new password, when OptionChangePassword is set
	Features       []Feature
}

// Bits of the option flags.
const (
	OptionSetLangWarn    = 0x80 // OptionFlags1: a warning when the language changes
	OptionUseDBWarn      = 0x20 // OptionFlags1
	OptionInitDBFatal    = 0x40 // OptionFlags1: the login fails without the database
	OptionInitLangFatal  = 0x01 // OptionFlags2
	OptionODBC           = 0x02 // OptionFlags2
	OptionIntSecurity    = 0x80 // OptionFlags2: integrated security, SSPI follows
	TypeReadOnlyIntent   = 0x20 // TypeFlags
	OptionChangePassword = 0x01 // OptionFlags3
	optionExtension      = 0x10 // OptionFlags3: the feature extensions are there
)

// Feature is a feature extension: in LOGIN7 what the client asks for, in FEATUREEXTACK
// what the server grants.
type Feature struct {
	ID   byte
	Data []byte
}

// The feature extensions (MS-TDS 2.2.6.4).
const (
	FeatureSessionRecovery    = 0x01
	FeatureFedAuth            = 0x02
	FeatureColumnEncryption   = 0x04
	FeatureGlobalTransactions = 0x05
	FeatureAzureSQLSupport    = 0x08
	FeatureDataClassification = 0x09
	FeatureUTF8               = 0x0A
	FeatureAzureSQLDNSCaching = 0x0B
	FeatureJSON               = 0x0D
	FeatureVector             = 0x0E
	FeatureEnhancedRouting    = 0x0F
	FeatureUserAgent          = 0x10

	featureTerminator = 0xFF
)

const (
	login7Size    = 94 // of the fixed part
	login7SizeOld = 86 // before 7.2: without ChangePassword and cbSSPILong
	maxLogin7     = 128 << 10
	maxLoginField = 128 // UTF-16 code units
	maxLoginText  = 260 // of the attached file, the longest one
)

// Feature returns what the client says to a feature extension, and whether it asks for it.
func (m *Login7) Feature(id byte) ([]byte, bool) {
	for _, f := range m.Features {
		if f.ID == id {
			return f.Data, true
		}
	}
	return nil, false
}

// login7Reader reads the fields that the fixed part points to.
type login7Reader struct {
	src []byte
	err error
}

func (r *login7Reader) bytes(at, n int) []byte {
	if n == 0 {
		return nil
	}
	if at > len(r.src) || n > len(r.src)-at {
		r.err = protocolErrorf("a LOGIN7 field of %d bytes at %d in %d", n, at, len(r.src))
		return nil
	}
	return r.src[at : at+n]
}

// pair reads the offset and length at a position of the fixed part.
func (r *login7Reader) pair(at int) (offset, length int) {
	return int(binary.LittleEndian.Uint16(r.src[at:])), int(binary.LittleEndian.Uint16(r.src[at+2:]))
}

func (r *login7Reader) text(at int) string {
	offset, n := r.pair(at)
	if n > maxLoginText {
		r.err = protocolErrorf("a LOGIN7 field of %d characters", n)
		return ""
	}
	return utf16ToString(r.bytes(offset, 2*n))
}

func (r *login7Reader) password(at int) string {
	offset, n := r.pair(at)
	if n > maxLoginField {
		r.err = protocolErrorf("a LOGIN7 password of %d characters", n)
		return ""
	}
	b := append([]byte(nil), r.bytes(offset, 2*n)...)
	for i, c := range b {
		c ^= 0xA5
		b[i] = c<<4 | c>>4
	}
	return utf16ToString(b)
}

// Decode reads the message.
func (m *Login7) Decode(src []byte) error {
	if len(src) < login7SizeOld {
		return errShort
	}
	le := binary.LittleEndian
	total := le.Uint32(src)
	version := Version(le.Uint32(src[4:]))
	fixed := login7Size
	if version.IsKnown() && !version.AtLeast(Version72) {
		fixed = login7SizeOld
	}
	if uint64(total) > uint64(len(src)) || int(total) < fixed {
		return protocolErrorf("a LOGIN7 that says it has %d bytes in %d", total, len(src))
	}
	r := &login7Reader{src: src[:total]}
	*m = Login7{
		TDSVersion: version, PacketSize: le.Uint32(src[8:]), ClientProgVer: le.Uint32(src[12:]), ClientPID: le.Uint32(src[16:]),
		ConnectionID: le.Uint32(src[20:]), OptionFlags1: src[24], OptionFlags2: src[25], TypeFlags: src[26], OptionFlags3: src[27],
		TimeZone: int32(le.Uint32(src[28:])), LCID: le.Uint32(src[32:]),
		HostName: r.text(36), UserName: r.text(40), Password: r.password(44), AppName: r.text(48), ServerName: r.text(52),
		CltIntName: r.text(60), Language: r.text(64), Database: r.text(68), ClientID: [6]byte(src[72:78]), AtchDBFile: r.text(82),
	}
	sspiLong := 0
	if fixed == login7Size {
		m.ChangePassword = r.password(86)
		sspiLong = int(le.Uint32(src[90:]))
	}
	offset, n := r.pair(78)
	if n == 0xFFFF && sspiLong > 0 {
		n = sspiLong
	}
	m.SSPI = append([]byte(nil), r.bytes(offset, n)...)
	if m.OptionFlags3&optionExtension != 0 && version.AtLeast(Version74) {
		m.decodeFeatures(r)
	}
	return r.err
}

// decodeFeatures follows the extension field to the four bytes that tell where the
// feature extensions begin.
func (m *Login7) decodeFeatures(r *login7Reader) {
	offset, n := r.pair(56)
	if n < 4 {
		return
	}
	b := r.bytes(offset, 4)
	if r.err != nil {
		return
	}
	at := uint64(binary.LittleEndian.Uint32(b))
	if at > uint64(len(r.src)) {
		r.err = protocolErrorf("LOGIN7 features at %d in %d bytes", at, len(r.src))
		return
	}
	s := &reader{buf: r.src[at:]}
	m.Features = decodeFeatures(s)
	r.err = s.err
}

// decodeFeatures reads feature extensions up to their terminator.
func decodeFeatures(r *reader) []Feature {
	var fs []Feature
	for {
		id := r.uint8()
		if id == featureTerminator || r.err != nil {
			return fs
		}
		if len(fs) == 64 {
			r.failf("too many feature extensions")
			return nil
		}
		n := r.uint32()
		if uint64(n) > 1<<20 {
			r.failf("a feature extension of %d bytes", n)
			return nil
		}
		fs = append(fs, Feature{id, r.copied(int(n))})
	}
}

func encodeFeatures(dst []byte, fs []Feature) []byte {
	for _, f := range fs {
		dst = binary.LittleEndian.AppendUint32(append(dst, f.ID), uint32(len(f.Data)))
		dst = append(dst, f.Data...)
	}
	return append(dst, featureTerminator)
}

// Encode appends the message.
func (m *Login7) Encode(dst []byte) []byte {
	le := binary.LittleEndian
	b := make([]byte, login7Size, 512)
	le.PutUint32(b[4:], uint32(m.TDSVersion))
	le.PutUint32(b[8:], m.PacketSize)
	le.PutUint32(b[12:], m.ClientProgVer)
	le.PutUint32(b[16:], m.ClientPID)
	le.PutUint32(b[20:], m.ConnectionID)
	flags3 := m.OptionFlags3 &^ optionExtension
	if len(m.Features) > 0 {
		flags3 |= optionExtension
	}
	b[24], b[25], b[26], b[27] = m.OptionFlags1, m.OptionFlags2, m.TypeFlags, flags3
	le.PutUint32(b[28:], uint32(m.TimeZone))
	le.PutUint32(b[32:], m.LCID)
	copy(b[72:78], m.ClientID[:])

	put := func(at int, data []byte, n int) {
		le.PutUint16(b[at:], uint16(len(b)))
		le.PutUint16(b[at+2:], uint16(n))
		b = append(b, data...)
	}
	text := func(at int, s string) {
		data := appendUTF16(nil, truncateUTF16(s, maxLoginField))
		put(at, data, len(data)/2)
	}
	secret := func(at int, s string) {
		data := appendUTF16(nil, truncateUTF16(s, maxLoginField))
		for i, c := range data {
			data[i] = (c<<4 | c>>4) ^ 0xA5
		}
		put(at, data, len(data)/2)
	}
	text(36, m.HostName)
	text(40, m.UserName)
	secret(44, m.Password)
	text(48, m.AppName)
	text(52, m.ServerName)
	text(60, m.CltIntName)
	text(64, m.Language)
	text(68, m.Database)
	text(82, m.AtchDBFile)
	secret(86, m.ChangePassword)
	extension := -1
	if len(m.Features) > 0 {
		extension = len(b)
		put(56, make([]byte, 4), 4)
	}
	put(78, m.SSPI, min(len(m.SSPI), 0xFFFF))
	if len(m.SSPI) >= 0xFFFF {
		le.PutUint32(b[90:], uint32(len(m.SSPI)))
	}
	if extension >= 0 {
		le.PutUint32(b[extension:], uint32(len(b)))
		b = encodeFeatures(b, m.Features)
	}
	le.PutUint32(b, uint32(len(b)))
	return append(dst, b...)
}

// String is the login as a trace prints it: without passwords and tokens.
func (m *Login7) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Login7 tds=%v packet=%d flags=%02x%02x%02x%02x user=%q password=*** host=%q app=%q server=%q library=%q database=%q language=%q",
		m.TDSVersion, m.PacketSize, m.OptionFlags1, m.OptionFlags2, m.TypeFlags, m.OptionFlags3,
		m.UserName, m.HostName, m.AppName, m.ServerName, m.CltIntName, m.Database, m.Language)
	if m.OptionFlags3&OptionChangePassword != 0 {
		b.WriteString(" newpassword=***")
	}
	if len(m.SSPI) > 0 {
		fmt.Fprintf(&b, " sspi=(%d bytes)", len(m.SSPI))
	}
	for _, f := range m.Features {
		fmt.Fprintf(&b, " feature=0x%02X(%d bytes)", f.ID, len(f.Data))
	}
	return b.String()
}

// GoString is String, so that %#v leaks nothing either.
func (m *Login7) GoString() string { return m.String() }
