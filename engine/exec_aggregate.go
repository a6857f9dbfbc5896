package engine

import (
	"slices"

	"msxgate/tds"
	"msxgate/tsql/eval"
)

// joinedText is STRING_AGG: its values wait for the order of WITHIN GROUP.
type joinedText struct {
	a     *aggregation
	in    eval.Aggregate
	sep   string
	parts []joinedPart
}

type joinedPart struct {
	value tds.Value
	keys  []tds.Value
}

// Add implements eval.Aggregate.
func (j *joinedText) Add(v tds.Value) error {
	j.parts = append(j.parts, joinedPart{value: v})
	return nil
}

// addRow adds a value with the row's separator and keys.
func (j *joinedText) addRow(f *eval.Frame, v tds.Value) error {
	if v == nil {
		return nil
	}
	if j.parts == nil {
		sep, err := j.a.sep(f)
		if err != nil {
			return err
		}
		j.sep, _ = sep.(string)
	}
	p := joinedPart{value: v}
	for _, k := range j.a.order {
		key, err := k.fn(f)
		if err != nil {
			return err
		}
		p.keys = append(p.keys, key)
	}
	j.parts = append(j.parts, p)
	if x := runOf(f); x != nil {
		return x.charge(64 + rowSize([]tds.Value{v}))
	}
	return nil
}

// Result implements eval.Aggregate.
func (j *joinedText) Result() (tds.Value, error) {
	slices.SortStableFunc(j.parts, func(a, b joinedPart) int { return compareKeys(a.keys, b.keys, j.a.order) })
	for _, p := range j.parts {
		if err := j.in.Add(p.value); err != nil {
			return nil, err
		}
	}
	j.parts = nil
	if t, ok := j.in.(*eval.StringAgg); ok {
		t.Separator = j.sep
	}
	return j.in.Result()
}

// compareKeys orders two lists of key values; NULL comes first.
func compareKeys(a, b []tds.Value, keys []orderKey) int {
	for i, k := range keys {
		c := compareValues(a[i], b[i], k.typ)
		if c == 0 {
			continue
		}
		if k.desc {
			return -c
		}
		return c
	}
	return 0
}
