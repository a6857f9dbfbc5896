package tsql

import (
	"cmp"
	"slices"
)

// jumps are the labels and GOTOs of a batch or module. A TRY or CATCH block is a scope;
// scope 0 is the whole.
type jumps struct {
	labels []jump
	gotos  []jump
	parent []int // of scope i+1
	scope  int
}

type jump struct {
	label string
	at    Pos
	scope int
}

// enter opens a scope and returns the one around it, for leave.
func (j *jumps) enter() (outer int) {
	outer = j.scope
	j.parent = append(j.parent, outer)
	j.scope = len(j.parent)
	return outer
}

func (j *jumps) leave(outer int) { j.scope = outer }

func (j *jumps) addGoto(label string, at Pos) {
	j.gotos = append(j.gotos, jump{label, at, j.scope})
}

func (j *jumps) addLabel(label string, at Pos) {
	j.labels = append(j.labels, jump{label, at, j.scope})
}

// check finds for each GOTO its label, which must be there once and not inside a TRY or
// CATCH block that the GOTO is outside of.
func (j *jumps) check(p *parser) {
	slices.SortFunc(j.labels, func(a, b jump) int {
		return cmp.Or(compareFold(a.label, b.label), cmp.Compare(a.at, b.at))
	})
	for i, l := range j.labels {
		if i > 0 && compareFold(l.label, j.labels[i-1].label) == 0 {
			panic(p.fault(l.at, 132,
				"The label '%s' has already been declared. Label names must be unique within a query batch or stored procedure.", l.label))
		}
	}
	for _, g := range j.gotos {
		i, ok := slices.BinarySearchFunc(j.labels, g.label, func(l jump, name string) int { return compareFold(l.label, name) })
		if !ok {
			panic(p.fault(g.at, 133,
				"A GOTO statement references the label '%s' but the label has not been declared.", g.label))
		}
		if !j.inside(g.scope, j.labels[i].scope) {
			panic(p.fault(g.at, 1026, "GOTO cannot be used to jump into a TRY or CATCH scope."))
		}
	}
}

// inside tells whether one scope is another or lies in it.
func (j *jumps) inside(scope, outer int) bool {
	for scope != outer && scope != 0 {
		scope = j.parent[scope-1]
	}
	return scope == outer
}

// compareFold orders names without regard to the case of ASCII letters.
func compareFold(a, b string) int {
	for i := range min(len(a), len(b)) {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
