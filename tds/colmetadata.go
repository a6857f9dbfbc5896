package tds

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// Flags of a column (MS-TDS 2.2.7.4).
const (
	colNullable         = 0x0001
	colUpdatableUnknown = 0x0008
	colIdentity         = 0x0010
	colComputed         = 0x0020
	colEncrypted        = 0x0800

	noMetadata = 0xFFFF
)

// ColMetadata describes the result set whose rows follow (MS-TDS 2.2.7.4). Columns is nil
// when the client asked for none.
type ColMetadata struct {
	Columns []Column
	None    bool // the columns are those that the client knows already
}

// columnInfos is how the columns of a result set travel.
type columnInfos struct {
	infos []typeInfo
	nulls int // bytes of the bitmap of an NBCROW
}

func (d dialect) columnInfosOf(cols []Column, old *columnInfos) *columnInfos {
	c := old
	if c == nil {
		c = &columnInfos{}
	}
	c.infos = c.infos[:0]
	for i := range cols {
		c.infos = append(c.infos, d.typeInfoOf(cols[i].Type, cols[i].Nullable))
	}
	c.nulls = (len(cols) + 7) / 8
	return c
}

// encode appends COLMETADATA.
func (c *columnInfos) encode(dst []byte, cols []Column, v Version) []byte {
	dst = append(dst, tokenColMetadata)
	dst = binary.LittleEndian.AppendUint16(dst, uint16(len(cols)))
	for i := range cols {
		dst = c.infos[i].encodeColumn(dst, &cols[i], v)
	}
	return dst
}

func (ti *typeInfo) encodeColumn(dst []byte, c *Column, v Version) []byte {
	userType := c.Type.userType()
	if v.AtLeast(Version72) {
		dst = binary.LittleEndian.AppendUint32(dst, userType)
	} else {
		dst = binary.LittleEndian.AppendUint16(dst, uint16(userType))
	}
	dst = binary.LittleEndian.AppendUint16(dst, c.flags())
	dst = ti.encode(dst, v)
	if ti.isText() {
		if v.AtLeast(Version72) {
			dst = append(dst, 1) // one part
		}
		dst = append(dst, 0, 0) // the name of the table: none
	}
	return appendBVarChar(dst, c.Name)
}

func (c *Column) flags() uint16 {
	var f uint16 = colUpdatableUnknown
	if c.Computed {
		f = colComputed
	}
	if c.Nullable {
		f |= colNullable
	}
	if c.Identity {
		f |= colIdentity
	}
	return f
}

// Encode appends the token.
func (t *ColMetadata) Encode(dst []byte, v Version) ([]byte, error) {
	if t.None {
		return append(dst, tokenColMetadata, 0xFF, 0xFF), nil
	}
	d := dialect{version: v, utf8: true}
	return d.columnInfosOf(t.Columns, nil).encode(dst, t.Columns, v), nil
}

// colMetadata reads COLMETADATA and remembers the columns for the rows.
func (r *tokenReader) colMetadata() Token {
	n := int(r.uint16())
	if n == noMetadata {
		return &ColMetadata{None: true}
	}
	t := &ColMetadata{Columns: []Column{}}
	infos := &columnInfos{nulls: (n + 7) / 8}
	for range n {
		var c Column
		ti := decodeColumn(&r.reader, r.version, &c)
		if r.err != nil {
			return nil
		}
		t.Columns, infos.infos = append(t.Columns, c), append(infos.infos, ti)
	}
	r.columns = infos
	return t
}

func decodeColumn(r *reader, v Version, c *Column) (ti typeInfo) {
	var userType uint32
	if v.AtLeast(Version72) {
		userType = r.uint32()
	} else {
		userType = uint32(r.uint16())
	}
	flags := r.uint16()
	if flags&colEncrypted != 0 {
		r.failf("an encrypted column")
	}
	ti.decode(r, v, userType, inColumn)
	if ti.isText() {
		decodeTableName(r, v)
	}
	c.Name = r.bVarChar()
	c.Type = ti.typ
	c.Nullable, c.Identity, c.Computed = flags&colNullable != 0, flags&colIdentity != 0, flags&colComputed != 0
	return ti
}

// decodeTableName passes over the name of the table of a text column.
func decodeTableName(r *reader, v Version) {
	parts := 1
	if v.AtLeast(Version72) {
		parts = int(r.uint8())
	}
	for range parts {
		r.skip(2 * int(r.uint16()))
	}
}

// String is the token as a trace prints it.
func (t *ColMetadata) String() string { return "ColMetadata " + columnList(t.Columns) }

func columnList(cols []Column) string {
	s := make([]string, len(cols))
	for i, c := range cols {
		null := "not null"
		if c.Nullable {
			null = "null"
		}
		s[i] = fmt.Sprintf("[%s] %v %s", c.Name, c.Type, null)
	}
	return strings.Join(s, ", ")
}
