package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// probeNode answers equality on a source without a fitting index: the source is read once a statement
// into a hash table. Without keys it only remembers the rows.
type probeNode struct {
	loader
	slot  int
	build filter // conditions on the source alone
	keys  []probeKey
	where filter // the others
}

// probeKey is one equality: a column of the source and what it is compared with, both in type typ.
type probeKey struct {
	col int
	typ tds.Type
	fn  eval.Fn // the other side
	own eval.Fn // the column, converted to typ
}

// hashTable is rows chained by key.
type hashTable struct {
	owner *eval.Frame // nil unless the rows depend on an enclosing query
	ready bool
	ids   []RowID
	rows  [][]tds.Value
	next  []int32 // 1 + the next row of the same key
	ends  map[string]chain
}

type chain struct{ first, last int32 } // 1 + index into rows

func (n *probeNode) run(x *run, f *eval.Frame, yield func() error) error {
	h := slotted[hashTable](x, n.slot)
	if !h.ready || n.src.outer && h.owner != f.Outer {
		*h = hashTable{owner: f.Outer}
		if err := n.fill(x, f, h); err != nil {
			return err
		}
		h.ready = true
	}
	if len(n.keys) == 0 {
		return n.all(x, f, h, yield)
	}
	key, ok, err := n.probe(x, f)
	if err != nil || !ok {
		return err
	}
	for i := h.ends[string(key)].first; i > 0; i = h.next[i-1] {
		if err := n.emit(x, f, h, int(i-1), yield); err != nil {
			return err
		}
	}
	return nil
}

func (n *probeNode) all(x *run, f *eval.Frame, h *hashTable, yield func() error) error {
	for i := range h.rows {
		if err := x.tick(); err != nil {
			return err
		}
		if err := n.emit(x, f, h, i, yield); err != nil {
			return err
		}
	}
	return nil
}

func (n *probeNode) emit(x *run, f *eval.Frame, h *hashTable, i int, yield func() error) error {
	n.load(x, f, h.ids[i], h.rows[i])
	ok, err := n.where.pass(f)
	if err != nil || !ok {
		return err
	}
	return yield()
}

// probe is the key of the other side; ok is false when a part is NULL.
func (n *probeNode) probe(x *run, f *eval.Frame) (key []byte, ok bool, err error) {
	key = x.key[:0]
	for _, k := range n.keys {
		v, err := k.fn(f)
		if err != nil || v == nil {
			return nil, false, err
		}
		key = eval.AppendKey(key, v, k.typ)
	}
	x.key = key
	return key, true, nil
}

// fill reads the source.
func (n *probeNode) fill(x *run, f *eval.Frame, h *hashTable) error {
	h.ends = map[string]chain{}
	stable := n.src.reader.stable()
	return n.src.reader.read(x, f, func(id RowID, row []tds.Value) error {
		n.load(x, f, id, row)
		ok, err := n.build.pass(f)
		if err != nil || !ok {
			return err
		}
		if !stable {
			row = append([]tds.Value(nil), row...)
		}
		return n.add(x, f, h, id, row)
	})
}

func (n *probeNode) add(x *run, f *eval.Frame, h *hashTable, id RowID, row []tds.Value) error {
	key := x.key[:0]
	for _, k := range n.keys {
		v, err := k.own(f)
		if err != nil {
			return err
		}
		if v == nil {
			return nil
		}
		key = eval.AppendKey(key, v, k.typ)
	}
	x.key = key
	h.ids = append(h.ids, id)
	h.rows = append(h.rows, row)
	h.next = append(h.next, 0)
	at := int32(len(h.rows))
	if len(n.keys) > 0 {
		if c, ok := h.ends[string(key)]; ok {
			h.next[c.last-1] = at
			h.ends[string(key)] = chain{c.first, at}
		} else {
			h.ends[string(key)] = chain{at, at}
		}
	}
	return x.hold(int64(64+len(key)) + rowSize(row))
}
