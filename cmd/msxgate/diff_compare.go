package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"msxgate/gateway"
)

// differ compares.
type differ struct {
	cmd    *diffCmd
	script []*diffBatch
	notes  []string
}

// run plays the script on both sides, one after the other, and compares what they said.
func (d *differ) run(ctx context.Context, native, ours diffDial, up *gateway.Upstream) (*diffReport, error) {
	ignore := map[string]bool{}
	for _, s := range d.cmd.Ignore {
		ignore[strings.ToLower(strings.TrimSpace(s))] = true
	}
	r := &diffReport{Server: up.String(), Procs: d.cmd.Procs, Exact: d.cmd.Exact, Notes: d.notes, Same: true}
	tables, a, err := d.side(ctx, "native", native, up, ignore, nil, r)
	if err != nil {
		return nil, err
	}
	_, b, err := d.side(ctx, "msxgate", ours, up, ignore, tables, r)
	if err != nil {
		return nil, err
	}
	for _, p := range []*diffPlay{a, b} {
		if names := changed(tables, a.before, p.after); p.after != nil && names != nil {
			r.Notes = append(r.Notes, "after the rollback these tables are not what they were before: "+strings.Join(names, ", ")+"; others work on this server, or something ended the transaction")
		}
	}
	r.Notes = append(append(r.Notes, a.notes...), b.notes...)
	masks := [2]*diffMask{newDiffMask(d.cmd.Exact, d.script, a), newDiffMask(d.cmd.Exact, d.script, b)}
	for i, batch := range d.script {
		x := (&diffWriter{mask: masks[0], ignore: ignore}).answer(a.answers[i], b.answers[i])
		y := (&diffWriter{mask: masks[1], ignore: ignore}).answer(b.answers[i], a.answers[i])
		one := compareLines(x, y)
		one.Line, one.Run, one.Calls = batch.line, batch.run, batch.calls
		r.Same = r.Same && one.Same
		r.Batches = append(r.Batches, one)
	}
	return r, nil
}

// side plays the script on one side. The tables are found out when they are not known.
func (d *differ) side(ctx context.Context, name string, dial diffDial, up *gateway.Upstream, ignore map[string]bool, tables []*diffTable, r *diffReport) ([]*diffTable, *diffPlay, error) {
	s, err := openDiffSide(ctx, name, dial, up, d.cmd.Database)
	if err != nil {
		return nil, nil, err
	}
	defer s.close()
	if name == "native" {
		var notes []string
		if tables, notes, err = s.readable(d.cmd.MaxRows, ignore); err != nil {
			return nil, nil, err
		}
		r.Notes = append(r.Notes, notes...)
	}
	p, err := s.play(d.script, tables)
	if ctx.Err() != nil {
		err = fmt.Errorf("interrupted: %w", context.Cause(ctx))
	}
	return tables, p, err
}

// diffReport is what was found.
type diffReport struct {
	Server  string             `json:"server"`
	Procs   string             `json:"procs"`
	Exact   bool               `json:"exact"`
	Same    bool               `json:"same"`
	Notes   []string           `json:"notes,omitempty"`
	Batches []*diffBatchReport `json:"batches"`
}

// diffBatchReport is what was found in a batch.
type diffBatchReport struct {
	Line        int          `json:"line"`          // of the script on which it begins
	Run         int          `json:"run,omitempty"` // of several that GO n asks for
	Calls       []string     `json:"calls,omitempty"`
	Same        bool         `json:"same"`
	Differences []difference `json:"differences,omitempty"`
	Said        []string     `json:"said,omitempty"` // with -v, what both said where it is the same

	lines []mergedLine
}

// difference is one thing that is not the same. A side that said nothing in its place is empty.
type difference struct {
	Kind    string `json:"kind"`
	In      string `json:"in,omitempty"`
	Native  string `json:"native,omitempty"`
	MSXGate string `json:"msxgate,omitempty"`
}

// mergedLine is a line of both sides, or of the one that its sign is of: '-' native, '+' msxgate.
type mergedLine struct {
	sign byte
	diffLine
}

// compareLines compares what the two sides said.
func compareLines(native, ours []diffLine) *diffBatchReport {
	r := &diffBatchReport{lines: mergeLines(native, ours)}
	for i := 0; i < len(r.lines); {
		if r.lines[i].sign == ' ' {
			i++
			continue
		}
		end := i
		for end < len(r.lines) && r.lines[end].sign != ' ' {
			end++
		}
		r.Differences = append(r.Differences, pairLines(r.lines[i:end])...)
		i = end
	}
	r.Same = len(r.Differences) == 0
	return r
}

// pairLines makes differences of lines that stand together: the first of each kind with the first of the other side, and
// so on.
func pairLines(lines []mergedLine) []difference {
	var all []difference
	var theirs []mergedLine
	for _, l := range lines {
		if l.sign == '+' {
			theirs = append(theirs, l)
		}
	}
	for _, l := range lines {
		if l.sign != '-' {
			continue
		}
		d := difference{Kind: l.kind, In: l.head, Native: strings.TrimSpace(l.text)}
		if i := slices.IndexFunc(theirs, l.answers); i >= 0 {
			d.MSXGate = strings.TrimSpace(theirs[i].text)
			d.Kind = columnKind(l, theirs[i])
			theirs = slices.Delete(theirs, i, i+1)
		}
		all = append(all, d)
	}
	for _, l := range theirs {
		all = append(all, difference{Kind: l.kind, In: l.head, MSXGate: strings.TrimSpace(l.text)})
	}
	return all
}

// answers tells whether a line of the other side is about the same thing.
func (l mergedLine) answers(o mergedLine) bool {
	name := func(s string) string { n, _, _ := strings.Cut(s, " = "); return n }
	if l.kind != o.kind || strings.Contains(l.text, " = ") != strings.Contains(o.text, " = ") {
		return false
	}
	return l.kind != "touched" && l.kind != "outputs" || name(l.text) == name(o.text)
}

// columnKind tells columns of another name from those of another type or nullability.
func columnKind(a, b mergedLine) string {
	switch {
	case a.column == nil || b.column == nil || a.column.Name != b.column.Name:
		return a.kind
	case a.column.Type.String() != b.column.Type.String():
		return "types"
	}
	return "nullability"
}

// mostCells bounds the table of mergeLines.
const mostCells = 16 << 20

// mergeLines finds the longest sequence of lines that both have.
func mergeLines(a, b []diffLine) []mergedLine {
	same := func(x, y diffLine) bool { return x.kind == y.kind && x.text == y.text }
	var head, tail []mergedLine
	for len(a) > 0 && len(b) > 0 && same(a[0], b[0]) {
		head = append(head, mergedLine{' ', a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && same(a[len(a)-1], b[len(b)-1]) {
		tail = append(tail, mergedLine{' ', a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	slices.Reverse(tail)
	width := len(b) + 1
	if (len(a)+1)*width > mostCells { // too much to look for the least
		for _, l := range a {
			head = append(head, mergedLine{'-', l})
		}
		for _, l := range b {
			head = append(head, mergedLine{'+', l})
		}
		return append(head, tail...)
	}
	common := make([]int32, (len(a)+1)*width) // of the lines from i and j on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if same(a[i], b[j]) {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && same(a[i], b[j]):
			head = append(head, mergedLine{' ', a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[(i+1)*width+j] >= common[i*width+j+1]:
			head = append(head, mergedLine{'-', a[i]})
			i++
		default:
			head = append(head, mergedLine{'+', b[j]})
			j++
		}
	}
	return append(head, tail...)
}
