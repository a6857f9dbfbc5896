package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// planner orders joins and chooses how each source is read.
type planner struct {
	b     *binder
	lvl   *level
	again bool // the level runs more than once a statement: hash tables pay
}

// planFrom plans a FROM clause under the conditions of its WHERE.
func (b *binder) planFrom(n fromNode, lvl *level, where []*pred) node {
	p := &planner{b: b, lvl: lvl, again: lvl.parent != nil && lvl.escaped}
	if n == nil {
		return p.guarded(onceNode{}, where)
	}
	return p.plan(n, sourceSet{}, where)
}

func (p *planner) guarded(in node, preds []*pred) node {
	if len(preds) == 0 {
		return in
	}
	return &guardNode{where: conditions(preds), in: in}
}

func conditions(preds []*pred) filter {
	var out filter
	for _, q := range preds {
		out = append(out, q.cond)
	}
	return out
}

// plan plans n where the sources of avail have their registers set, under all of preds.
func (p *planner) plan(n fromNode, avail sourceSet, preds []*pred) node {
	early, preds := split(preds, avail)
	var in node
	switch n := n.(type) {
	case *leaf:
		in = p.access(n.src, avail, preds)
	case *innerJoin:
		in = p.inner(n, avail, preds)
	case *outerJoin:
		in = p.outer(n, avail, preds)
	}
	return p.guarded(in, early)
}

// split divides predicates into those that can be decided with the given sources and the others.
func split(preds []*pred, have sourceSet) (now, later []*pred) {
	for _, q := range preds {
		if have.has(q.refs) {
			now = append(now, q)
		} else {
			later = append(later, q)
		}
	}
	return now, later
}

// inner orders the items of an inner join: as written, but what can be looked up goes before what would
// have to be multiplied.
func (p *planner) inner(n *innerJoin, avail sourceSet, preds []*pred) node {
	items, preds := flatten(n, preds)
	early, preds := split(preds, avail)
	var in node
	placed := avail
	for len(items) > 0 {
		i := p.pick(items, placed, preds)
		item := items[i]
		items = append(items[:i:i], items[i+1:]...)
		have := placed.or(item.sources())
		var now []*pred
		now, preds = split(preds, have)
		next := p.plan(item, placed, now)
		if in == nil {
			in = next
		} else {
			in = &loopNode{outer: in, inner: next}
		}
		placed = have
	}
	return p.guarded(in, early)
}

// flatten opens inner joins inside inner joins.
func flatten(n *innerJoin, preds []*pred) ([]fromNode, []*pred) {
	preds = append(preds[:len(preds):len(preds)], n.preds...)
	var items []fromNode
	for _, it := range n.items {
		if in, ok := it.(*innerJoin); ok {
			var sub []fromNode
			sub, preds = flatten(in, preds)
			items = append(items, sub...)
			continue
		}
		items = append(items, it)
	}
	return items, preds
}

// pick chooses the item to be joined next.
func (p *planner) pick(items []fromNode, placed sourceSet, preds []*pred) int {
	best, bestScore := -1, -1
	for i, it := range items {
		if !placed.or(it.sources()).has(dependencies(it)) {
			continue
		}
		if score := p.score(it, placed, preds); score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return 0
	}
	return best
}

// dependencies is the sources an item refers to through APPLY, its own included.
func dependencies(n fromNode) sourceSet {
	switch n := n.(type) {
	case *leaf:
		return n.src.deps
	case *innerJoin:
		var b sourceSet
		for _, it := range n.items {
			b = b.or(dependencies(it))
		}
		return b
	case *outerJoin:
		b := dependencies(n.left).or(dependencies(n.right))
		for _, q := range n.on {
			b = b.or(q.refs)
		}
		return b
	}
	return sourceSet{}
}

// score rates how cheaply an item is found when the placed sources are known.
func (p *planner) score(n fromNode, placed sourceSet, preds []*pred) int {
	switch n := n.(type) {
	case *outerJoin:
		if !n.full {
			return p.score(n.left, placed, preds)
		}
	case *leaf:
		return p.scoreLeaf(n.src, placed, preds)
	}
	return 0
}

func (p *planner) scoreLeaf(src *source, placed sourceSet, preds []*pred) int {
	keys := equalities(src, placed, preds)
	if len(keys) == 0 {
		return 0
	}
	if src.table == nil {
		return 1
	}
	best := 1
	for _, ix := range src.table.Indexes {
		n := prefix(ix, keys)
		if n == 0 {
			continue
		}
		best = max(best, 2)
		if ix.Unique && n == len(ix.Columns) {
			return 3
		}
	}
	return best
}

// equality is a seekable with the predicate it came from.
type equality struct {
	seekable
	from *pred
}

func equalities(src *source, have sourceSet, preds []*pred) []equality {
	var out []equality
	for _, q := range preds {
		for _, k := range q.seeks {
			if k.src == src && k.op == tsql.OpEq && have.has(k.refs) {
				out = append(out, equality{k, q})
			}
		}
	}
	return out
}

// prefix is the number of leading key columns of an index that have an equality.
func prefix(ix *Index, keys []equality) int {
	if ix.Filter != nil {
		return 0
	}
	for n, c := range ix.Columns {
		if keyOn(keys, c.Ordinal) == nil {
			return n
		}
	}
	return len(ix.Columns)
}

func keyOn(keys []equality, col int) *equality {
	for i := range keys {
		if keys[i].col == col && keys[i].exact {
			return &keys[i]
		}
	}
	return nil
}

// outer plans an outer join. Conditions from above that speak of the left side alone go down into it.
func (p *planner) outer(n *outerJoin, avail sourceSet, preds []*pred) node {
	if n.full {
		return p.full(n, avail, preds)
	}
	down, above := split(preds, avail.or(n.left.sources()))
	left := p.plan(n.left, avail, down)
	right := p.plan(n.right, avail.or(n.left.sources()), n.on)
	join := node(&leftNode{outer: left, inner: right, missing: p.loaders(n.right)})
	if len(above) > 0 {
		join = &filterNode{in: join, where: conditions(above)}
	}
	return join
}

func (p *planner) full(n *outerJoin, avail sourceSet, preds []*pred) node {
	join := node(&fullNode{
		left: p.plan(n.left, avail, nil), right: p.plan(n.right, avail, nil),
		leftSrc: p.loaders(n.left), rightSrc: p.loaders(n.right), on: conditions(n.on),
	})
	if len(preds) > 0 {
		join = &filterNode{in: join, where: conditions(preds)}
	}
	return join
}

func (p *planner) loaders(n fromNode) []loader {
	var out []loader
	set := n.sources()
	for i, src := range p.lvl.sources {
		if set.has(oneSource(i)) {
			out = append(out, newLoader(src))
		}
	}
	return out
}

// access chooses how a source is read.
func (p *planner) access(src *source, avail sourceSet, preds []*pred) node {
	keys := equalities(src, avail, preds)
	if src.table != nil {
		if n := p.seek(src, avail, keys, preds); n != nil {
			return n
		}
	}
	inner := avail != sourceSet{} || p.again
	if inner && src.deps.empty() && !src.changing {
		if n := p.probe(src, keys, preds); n != nil {
			return n
		}
	}
	return &scanNode{loader: newLoader(src), where: conditions(preds)}
}

// seek uses the index with the longest run of equalities, or a range on its first column.
func (p *planner) seek(src *source, avail sourceSet, keys []equality, preds []*pred) node {
	var best *Index
	bestRank := 0
	for _, ix := range src.table.Indexes {
		if ix.Filter != nil {
			continue
		}
		if rank := p.rank(ix, src, avail, keys, preds); rank > bestRank {
			best, bestRank = ix, rank
		}
	}
	if best == nil {
		return nil
	}
	n := &seekNode{loader: newLoader(src), table: src.table, index: best}
	done := map[*pred]bool{}
	eq := prefix(best, keys)
	for _, c := range best.Columns[:eq] {
		k := keyOn(keys, c.Ordinal)
		n.equal = append(n.equal, seekKey{fn: k.key, op: tsql.OpEq})
		done[k.from] = true
	}
	if eq < len(best.Columns) {
		n.lo, n.hi = ranges(src, best.Columns[eq], avail, preds)
	}
	for _, q := range preds {
		if !done[q] {
			n.where = append(n.where, q.cond)
		}
	}
	return n
}

func (p *planner) rank(ix *Index, src *source, avail sourceSet, keys []equality, preds []*pred) int {
	eq := prefix(ix, keys)
	rank := 4 * eq
	if eq == len(ix.Columns) {
		if ix.Unique {
			rank += 1000
		}
		return rank
	}
	if lo, hi := ranges(src, ix.Columns[eq], avail, preds); lo != nil || hi != nil {
		rank++
		if lo != nil && hi != nil {
			rank++
		}
	}
	return rank
}

// ranges finds bounds for a key column. The conditions stay in the filter: a bound says nothing about NULL.
func ranges(src *source, c IndexColumn, avail sourceSet, preds []*pred) (lo, hi *seekKey) {
	if c.Desc {
		return nil, nil
	}
	for _, q := range preds {
		for _, k := range q.seeks {
			if k.src != src || k.col != c.Ordinal || !k.ordered || !avail.has(k.refs) {
				continue
			}
			switch k.op {
			case tsql.OpGt, tsql.OpGe:
				if lo == nil {
					lo = &seekKey{k.key, k.op}
				}
			case tsql.OpLt, tsql.OpLe:
				if hi == nil {
					hi = &seekKey{k.key, k.op}
				}
			}
		}
	}
	return lo, hi
}

// probe plans a hash table, or for a query without equality a copy of its rows: nil when neither helps.
func (p *planner) probe(src *source, keys []equality, preds []*pred) node {
	if len(keys) == 0 && src.table != nil {
		return nil
	}
	n := &probeNode{loader: newLoader(src), slot: p.b.slot()}
	done := map[*pred]bool{}
	for _, k := range keys {
		if done[k.from] {
			continue
		}
		done[k.from] = true
		col := register(src.off + k.col)
		n.keys = append(n.keys, probeKey{col: k.col, typ: k.typ, fn: k.key, own: convertFn(col, src.cols[k.col], keyType(k.typ, src.cols[k.col]))})
	}
	for _, q := range preds {
		switch {
		case done[q]:
		case q.refs == oneSource(src.idx) && !q.outer:
			n.build = append(n.build, q.cond)
		default:
			n.where = append(n.where, q.cond)
		}
	}
	return n
}

// constant is a function that always returns v.
func constant(v tds.Value) eval.Fn {
	return func(*eval.Frame) (tds.Value, error) { return v, nil }
}
