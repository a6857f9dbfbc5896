package tds

import "fmt"

// TabName lists the tables of a result set in browse mode or of a cursor (MS-TDS
// 2.2.7.23). What it says is kept as bytes.
type TabName struct{ Data []byte }

func (t *TabName) decode(r *reader, _ Version) { t.Data = r.copied(len(r.buf)) }

// Encode appends the token.
func (t *TabName) Encode(dst []byte, _ Version) ([]byte, error) {
	return appendUSVarByte(append(dst, tokenTabName), t.Data), nil
}

// String is the token as a trace prints it.
func (t *TabName) String() string { return fmt.Sprintf("TabName (%d bytes)", len(t.Data)) }

// ColInfo tells from which table of TabName each column is (MS-TDS 2.2.7.3). What it says
// is kept as bytes.
type ColInfo struct{ Data []byte }

func (t *ColInfo) decode(r *reader, _ Version) { t.Data = r.copied(len(r.buf)) }

// Encode appends the token.
func (t *ColInfo) Encode(dst []byte, _ Version) ([]byte, error) {
	return appendUSVarByte(append(dst, tokenColInfo), t.Data), nil
}

// String is the token as a trace prints it.
func (t *ColInfo) String() string { return fmt.Sprintf("ColInfo (%d bytes)", len(t.Data)) }
