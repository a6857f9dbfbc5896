package eval

import "slices"

// change reads insert, delete and replace value of.
func (p *xqParser) change() (run func(c *xqContext) error, err error) {
	defer caught(&err)
	p.prolog()
	switch {
	case p.word("insert"):
		run = p.insertion()
	case p.word("delete"):
		run = p.deletion()
	case p.words("replace", "value"):
		run = p.replacement()
	default:
		p.syntax()
	}
	p.end()
	return run, nil
}

// insertion reads insert X {[as first | as last] into | before | after} target: 2226.
func (p *xqParser) insertion() func(*xqContext) error {
	x := p.exprSingle()
	where := "last"
	switch {
	case p.words("as", "first"):
		where = "first"
	case p.words("as", "last"):
	}
	switch {
	case p.word("into"):
	case p.word("before"):
		where = "before"
	case p.word("after"):
		where = "after"
	default:
		p.syntax()
	}
	target := p.exprSingle()
	if !target.single {
		p.fail(2226, "The target of 'insert' must be a single node, found '%s'", "element(*,xdt:untyped) *")
	}
	return func(c *xqContext) error {
		to, err := target.eval(c)
		if err != nil || len(to) == 0 {
			return err
		}
		s, err := x.eval(c)
		if err != nil {
			return err
		}
		if n, ok := to[0].(*xmlNode); ok {
			n.insert(s, where)
		}
		return nil
	}
}

func (n *xmlNode) insert(s xqSeq, where string) {
	made := &xmlNode{kind: xmlElement}
	made.take(s)
	into := n
	at := len(n.children)
	switch where {
	case "first":
		at = 0
	case "before", "after":
		if into = n.parent; into == nil {
			return
		}
		at = slices.Index(into.children, n)
		if where == "after" {
			at++
		}
	}
	for _, a := range made.attrs {
		a.parent = into
		into.attrs = append(into.attrs, a)
	}
	for _, c := range made.children {
		c.parent = into
	}
	into.children = slices.Insert(into.children, at, made.children...)
}

func (p *xqParser) deletion() func(*xqContext) error {
	target := p.expr()
	return func(c *xqContext) error {
		s, err := target.eval(c)
		if err != nil {
			return err
		}
		for _, it := range s {
			n, ok := it.(*xmlNode)
			if !ok || n.parent == nil {
				continue
			}
			gone := func(m *xmlNode) bool { return m == n }
			n.parent.children = slices.DeleteFunc(n.parent.children, gone)
			n.parent.attrs = slices.DeleteFunc(n.parent.attrs, gone)
		}
		return nil
	}
}

// replacement reads replace value of target with X: 2337, 2356.
func (p *xqParser) replacement() func(*xqContext) error {
	if !p.word("of") {
		p.syntax()
	}
	target := p.exprSingle()
	if !target.single {
		p.fail(2337, "The target of 'replace' must be at most one node, found '%s'", "element(*,xdt:untyped) *")
	}
	if !p.word("with") {
		p.syntax()
	}
	x := p.exprSingle()
	return func(c *xqContext) error {
		to, err := target.eval(c)
		if err != nil || len(to) == 0 {
			return err
		}
		s, err := x.eval(c)
		if err != nil {
			return err
		}
		n, ok := to[0].(*xmlNode)
		switch {
		case !ok:
		case n.kind == xmlElement:
			return errXQuery(2356, "modify", "The target of 'replace value of' must be a non-metadata attribute or an element with simple typed content, found '%s'", "element("+n.name+",xdt:untyped) ?")
		default:
			text := ""
			for i, it := range atomized(s) {
				if i > 0 {
					text += " "
				}
				text += xqString(it)
			}
			n.text = text
		}
		return nil
	}
}
