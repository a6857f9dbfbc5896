package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// forClause binds FOR XML and FOR JSON: the rows become one text.
func (b *binder) forClause(q *tsql.SelectStmt, in *boundQuery) (*boundQuery, error) {
	f := q.For
	if f.Kind == tsql.ForBrowse {
		return in, nil
	}
	if into(q) != nil {
		return nil, tds.Errorf(6819, 16, "The FOR XML and FOR JSON clauses are not allowed in a SELECT INTO statement.")
	}
	out := &boundQuery{correlated: in.correlated, text: true}
	col := outCol{typ: tds.TypeNVarChar(tds.Max), nullable: true, base: baseColumn{computed: true}}
	if f.Kind == tsql.ForJSON {
		w, err := newJSONWriter(f, in.cols)
		if err != nil {
			return nil, err
		}
		out.plan = &textPlan{in: in.plan, begin: w.begin}
		col.name = "JSON_F52E2B61-18A1-11d1-B105-00805F49916B"
	} else {
		w, err := newXMLWriter(f, in.cols)
		if err == nil {
			err = w.declare(q.Namespaces)
		}
		if err != nil {
			return nil, err
		}
		out.plan = &textPlan{in: in.plan, begin: w.begin}
		col.name = "XML_F52E2B61-18A1-11d1-B105-00805F49916B"
		if f.Type {
			col.typ, col.name = tds.TypeXML, ""
		}
	}
	out.cols = []outCol{col}
	return out, nil
}

// textPlan gathers the rows of a query into one text.
type textPlan struct {
	in    rowPlan
	begin func() rowText
}

// rowText is a text in the making.
type rowText interface {
	row(row []tds.Value) error
	size() int
	end() (tds.Value, error) // nil for no rows
}

func (p *textPlan) rows(x *run, outer *eval.Frame, yield func([]tds.Value) error) error {
	t := p.begin()
	before := 0
	err := p.in.rows(x, outer, func(row []tds.Value) error {
		if err := t.row(row); err != nil {
			return err
		}
		grown := t.size() - before
		before += grown
		return x.charge(int64(grown))
	})
	if err != nil {
		return err
	}
	v, err := t.end()
	if err != nil {
		return err
	}
	x.memory -= int64(before)
	return yield([]tds.Value{v})
}
