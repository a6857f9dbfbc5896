package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// pred is one conjunct of a WHERE or ON condition.
type pred struct {
	cond  eval.Cond
	refs  sourceSet // sources of the level it reads
	outer bool      // it reads an enclosing query
	seeks []seekable
}

// seekable says that a conjunct compares a stored column with something that does not depend on
// the column's source: an index or a hash table may answer it.
type seekable struct {
	src   *source
	col   int
	op    tsql.Op // as seen from the column
	key   eval.Fn // in keyType
	typ   tds.Type
	refs  sourceSet // sources of the level that the key reads
	outer bool      // the key reads an enclosing query

	exact   bool // equality in the common type is equality in the column's own: an index of the column answers it
	ordered bool // and so is order
}

// preds compiles a condition into conjuncts.
func (b *binder) preds(e tsql.Expr, s *scope) ([]*pred, error) {
	var out []*pred
	for _, c := range conjuncts(e) {
		p, err := b.pred(c, s)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (b *binder) pred(e tsql.Expr, s *scope) (*pred, error) {
	p := &pred{}
	var err error
	p.refs, p.outer, err = s.lvl.collect(func() error {
		p.cond, err = b.cond(e, s)
		return err
	})
	if err != nil {
		return nil, err
	}
	p.seeks, err = b.seekables(e, s)
	return p, err
}

// cond compiles a Boolean expression.
func (b *binder) cond(e tsql.Expr, s *scope) (eval.Cond, error) {
	return eval.CompileCond(b.prepare(e, s), s)
}

// seekables finds what a conjunct offers to an index.
func (b *binder) seekables(e tsql.Expr, s *scope) ([]seekable, error) {
	switch e := e.(type) {
	case *tsql.Binary:
		op, mirrored := comparison(e.Op)
		if op == tsql.OpNone {
			return nil, nil
		}
		out, err := b.seekable(nil, e.X, op, e.Y, s)
		if err != nil {
			return nil, err
		}
		return b.seekable(out, e.Y, mirrored, e.X, s)
	case *tsql.Between:
		if e.Not {
			return nil, nil
		}
		out, err := b.seekable(nil, e.X, tsql.OpGe, e.Lo, s)
		if err != nil {
			return nil, err
		}
		return b.seekable(out, e.X, tsql.OpLe, e.Hi, s)
	}
	return nil, nil
}

func comparison(op tsql.Op) (as, mirrored tsql.Op) {
	switch op {
	case tsql.OpEq:
		return tsql.OpEq, tsql.OpEq
	case tsql.OpLt:
		return tsql.OpLt, tsql.OpGt
	case tsql.OpLe:
		return tsql.OpLe, tsql.OpGe
	case tsql.OpGt:
		return tsql.OpGt, tsql.OpLt
	case tsql.OpGe:
		return tsql.OpGe, tsql.OpLe
	}
	return tsql.OpNone, tsql.OpNone
}

func (b *binder) seekable(out []seekable, column tsql.Expr, op tsql.Op, key tsql.Expr, s *scope) ([]seekable, error) {
	ref, ok := unparen(column).(*tsql.ColumnRef)
	if !ok {
		return out, nil
	}
	c, at, err := s.resolve(ref)
	if err != nil || at.lvl != s.lvl || c.src == nil || c.src.lvl != s.lvl || at.group != nil {
		return out, nil
	}
	if b.nullsEqual {
		switch e := unparen(key).(type) {
		case *tsql.Variable:
			return out, nil
		case *tsql.Literal:
			if e.Value == nil {
				return out, nil
			}
		}
	}
	k := seekable{src: c.src, col: c.col, op: op}
	volatile := b.volatile
	b.volatile = false
	k.refs, k.outer, err = s.lvl.collect(func() error {
		k.key, k.typ, err = b.scalar(key, s)
		return err
	})
	steady := !b.volatile
	b.volatile = b.volatile || volatile
	if err != nil || !steady || k.refs.meets(oneSource(c.src.idx)) {
		return out, nil
	}
	common, err := eval.Common(c.typ, k.typ)
	if err != nil || common.ID == tds.SQLVariant || common.ID == tds.XML {
		return out, nil
	}
	k.key = convertFn(k.key, k.typ, keyType(common, k.typ))
	k.exact = sameDomain(c.typ, common)
	k.ordered = k.exact && c.typ.ID.IsUnicode() == common.ID.IsUnicode()
	k.typ = common
	return append(out, k), nil
}

// keyType is the type a key is converted to before it is looked up: the common type without its
// length, which must not cut the key.
func keyType(common, from tds.Type) tds.Type {
	if from.ID.IsCharacter() && common.ID.IsCharacter() {
		return from
	}
	return common
}

// sameDomain tells whether values of a column, compared in type common, order as they do in the column's index.
func sameDomain(col, common tds.Type) bool {
	switch {
	case col.ID == common.ID:
		return col.Collation == common.Collation
	case col.ID.IsInteger():
		return common.ID.IsInteger()
	case varyingText(col.ID):
		return varyingText(common.ID) && col.Collation == common.Collation
	case zoneless(col.ID):
		return zoneless(common.ID)
	case col.ID == tds.DecimalType || col.ID == tds.NumericType:
		return common.ID == tds.DecimalType || common.ID == tds.NumericType
	case col.ID == tds.VarBinary || col.ID == tds.Binary:
		return common.ID == tds.VarBinary || common.ID == tds.Binary
	}
	return false
}

func varyingText(id tds.TypeID) bool {
	return id == tds.Char || id == tds.VarChar || id == tds.NChar || id == tds.NVarChar
}

func zoneless(id tds.TypeID) bool {
	return id == tds.Date || id == tds.DateTime || id == tds.DateTime2 || id == tds.SmallDateTime
}
