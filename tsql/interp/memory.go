package interp

import "msxgate/tds"

// defaultMemory is the Memory of a Machine that sets none: 256 MB.
const defaultMemory = 256 << 20

func errMemory() *tds.Error {
	return message(701, 17, 123, "There is insufficient system memory in resource pool 'default' to run this query.")
}

func (m *Machine) limit() int64 {
	if m.Memory > 0 {
		return m.Memory
	}
	return defaultMemory
}

// hold counts rows that are kept: 701 when they are too much for the session.
func (m *Machine) hold(bytes int64) error {
	if m.held+bytes > m.limit() {
		return errMemory()
	}
	m.held += bytes
	return nil
}

func rowSize(row []tds.Value) int64 {
	n := int64(24)
	for _, v := range row {
		n += valueSize(v)
	}
	return n
}

func valueSize(v tds.Value) int64 {
	switch v := v.(type) {
	case string:
		return 32 + int64(len(v))
	case []byte:
		return 40 + int64(len(v))
	case tds.Variant:
		return 32 + valueSize(v.Value)
	}
	return 32
}
