package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

// rowGroup is one group: its keys and the states of its aggregates.
type rowGroup struct {
	set  int
	keys []tds.Value
	aggs []eval.Aggregate
}

// groupTable is the groups of one execution in the order in which they began.
type groupTable struct {
	g      *grouping
	groups []*rowGroup
	index  map[string]int
}

// run reads the rows of from into groups, then calls emit with the frame of each group.
func (g *grouping) run(x *run, f *eval.Frame, from node, emit func(f *eval.Frame) error) error {
	t := &groupTable{g: g, index: map[string]int{}}
	values := make([]tds.Value, len(g.keys))
	err := from.run(x, f, func() error {
		for i, k := range g.keys {
			v, err := k.fn(f)
			if err != nil {
				return err
			}
			values[i] = v
		}
		for set := range g.sets {
			if err := t.add(x, f, set, values); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := t.grandTotal(x); err != nil {
		return err
	}
	return t.emit(x, f.Outer, emit)
}

// add puts the current row into its group of one grouping set.
func (t *groupTable) add(x *run, f *eval.Frame, set int, values []tds.Value) error {
	gr, err := t.find(x, set, values)
	if err != nil {
		return err
	}
	for i, a := range t.g.aggs {
		if err := a.step(f, gr.aggs[i]); err != nil {
			return err
		}
	}
	return nil
}

func (t *groupTable) find(x *run, set int, values []tds.Value) (*rowGroup, error) {
	ks := t.g.sets[set]
	key := append(x.key[:0], byte(set), byte(set>>8))
	for i, k := range t.g.keys {
		if ks[i] {
			key = eval.AppendKey(key, values[i], k.typ)
		}
	}
	x.key = key
	if at, ok := t.index[string(key)]; ok {
		return t.groups[at], nil
	}
	gr := t.begin(set, ks, values)
	t.index[string(key)] = len(t.groups)
	t.groups = append(t.groups, gr)
	return gr, x.charge(int64(128+len(key)+64*len(gr.aggs)) + rowSize(gr.keys))
}

func (t *groupTable) begin(set int, ks keySet, values []tds.Value) *rowGroup {
	gr := &rowGroup{set: set, keys: make([]tds.Value, len(values))}
	for i, v := range values {
		if ks[i] {
			gr.keys[i] = v
		}
	}
	for _, a := range t.g.aggs {
		gr.aggs = append(gr.aggs, a.begin())
	}
	return gr
}

// grandTotal adds the one group of no rows that an aggregate without GROUP BY, or an empty grouping set, gives.
func (t *groupTable) grandTotal(x *run) error {
	if len(t.groups) > 0 {
		return nil
	}
	for set, ks := range t.g.sets {
		empty := true
		for _, in := range ks {
			empty = empty && !in
		}
		if empty {
			if _, err := t.find(x, set, make([]tds.Value, len(t.g.keys))); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *groupTable) emit(x *run, outer *eval.Frame, emit func(f *eval.Frame) error) error {
	g := t.g
	f := newFrame(x, g.lvl, outer)
	for _, gr := range t.groups {
		if err := x.tick(); err != nil {
			return err
		}
		copy(f.Row, gr.keys)
		f.Row[g.set] = int64(gr.set)
		for i, a := range g.aggs {
			v, err := gr.aggs[i].Result()
			if err != nil {
				return err
			}
			f.Row[a.reg] = v
		}
		if err := emit(f); err != nil {
			return err
		}
	}
	return nil
}
