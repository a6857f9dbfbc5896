package tds

import "fmt"

// Token is an element of what a server sends (MS-TDS 2.2.7). Its Encode appends it with
// its token byte.
//
// The tokens are *ColMetadata, *Row, *DoneToken, *Error, *EnvChange, *ReturnStatus,
// *ReturnValue, *LoginAck, *FeatureExtAck, *Order, *TabName, *ColInfo, *SSPI,
// *FedAuthInfo and *SessionState.
type Token interface {
	Encode(dst []byte, v Version) ([]byte, error)
	fmt.Stringer
}

// The token bytes.
const (
	tokenReturnStatus  = 0x79
	tokenColMetadata   = 0x81
	tokenTabName       = 0xA4
	tokenColInfo       = 0xA5
	tokenOrder         = 0xA9
	tokenError         = 0xAA
	tokenInfo          = 0xAB
	tokenReturnValue   = 0xAC
	tokenLoginAck      = 0xAD
	tokenFeatureExtAck = 0xAE
	tokenRow           = 0xD1
	tokenNBCRow        = 0xD2
	tokenEnvChange     = 0xE3
	tokenSessionState  = 0xE4
	tokenSSPI          = 0xED
	tokenFedAuthInfo   = 0xEE
	tokenDone          = 0xFD
	tokenDoneProc      = 0xFE
	tokenDoneInProc    = 0xFF
)

// tokenReader decodes the tokens of a message one after the other.
type tokenReader struct {
	reader
	version Version
	columns *columnInfos // of the result set that rows belong to
}

// next decodes a token. After the last one it fails; the caller knows by the message
// whether more are due.
func (r *tokenReader) next() (Token, error) {
	r.mark()
	t := r.token(r.uint8())
	if r.err != nil {
		return nil, r.err
	}
	return t, nil
}

func (r *tokenReader) token(kind byte) Token {
	if r.err != nil {
		return nil
	}
	switch kind {
	case tokenColMetadata:
		return r.colMetadata()
	case tokenRow, tokenNBCRow:
		return r.row(kind)
	case tokenReturnValue:
		t := &ReturnValue{}
		t.decode(&r.reader, r.version)
		return t
	case tokenDone, tokenDoneProc, tokenDoneInProc:
		t := &DoneToken{Kind: DoneKind(kind)}
		t.decode(&r.reader, r.version)
		return t
	case tokenReturnStatus:
		return &ReturnStatus{int32(r.uint32())}
	case tokenFeatureExtAck:
		return &FeatureExtAck{decodeFeatures(&r.reader)}
	case tokenFedAuthInfo:
		t := &FedAuthInfo{}
		t.decode(&r.reader)
		return t
	case tokenSessionState:
		return &SessionState{r.copiedUint32()}
	}
	return r.shortToken(kind)
}

// copiedUint32 reads bytes behind a four-byte length.
func (r *reader) copiedUint32() []byte {
	n := r.uint32()
	if n > maxTextSize {
		r.failf("a token of %d bytes", n)
		return nil
	}
	return r.copied(int(n))
}

// shortToken decodes the tokens that have a two-byte length, or four bytes for an
// ENVCHANGE of type 15.
func (r *tokenReader) shortToken(kind byte) Token {
	var t interface {
		Token
		decode(s *reader, v Version)
	}
	switch kind {
	case tokenError, tokenInfo:
		t = &Error{}
	case tokenEnvChange:
		t = &EnvChange{}
	case tokenLoginAck:
		t = &LoginAck{}
	case tokenOrder:
		t = &Order{}
	case tokenTabName:
		t = &TabName{}
	case tokenColInfo:
		t = &ColInfo{}
	case tokenSSPI:
		return &SSPI{r.usVarByte()}
	default:
		r.failf("unknown token 0x%02X", kind)
		return nil
	}
	s := r.sub(int(r.uint16()))
	t.decode(s, r.version)
	r.end(s, t.String())
	return t
}
