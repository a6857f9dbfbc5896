package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"msxgate/tds"
)

// diffLine is one thing that a side said, as it is compared and printed.
type diffLine struct {
	kind   string // of difference when the other side says something else
	head   string // the line it stands under
	text   string
	column *tds.Column // of a line that describes a column
}

// diffWriter words what one side made of a batch.
type diffWriter struct {
	mask   *diffMask
	ignore map[string]bool
	lines  []diffLine
	head   string
}

// wideRow is the number of columns from which a row is printed with a line for each.
const wideRow = 6

func (w *diffWriter) say(kind, format string, args ...any) {
	if w.ignore[kind] {
		return
	}
	w.lines = append(w.lines, diffLine{kind: kind, head: w.head, text: fmt.Sprintf(format, args...)})
}

// heading says something that lines stand under.
func (w *diffWriter) heading(kind, format string, args ...any) {
	w.head = ""
	w.say(kind, format, args...)
	w.head = fmt.Sprintf(format, args...)
}

// answer words all of it. other is what the opposite side said, for the order of rows.
func (w *diffWriter) answer(a, other *diffAnswer) []diffLine {
	if a.notRun {
		w.say("connection", "not run: the connection has ended")
		return w.lines
	}
	sets := resultsOf(other)
	for _, e := range a.events {
		w.head = ""
		switch e := e.(type) {
		case *diffResult:
			var twin *diffResult
			if len(sets) > 0 {
				twin, sets = sets[0], sets[1:]
			}
			w.result(e, twin)
		case *tds.Error:
			w.message(e)
		case *tds.ReturnStatus:
			w.say("return", "return %d", e.Value)
		case *tds.ReturnValue:
			if !w.ignored(nil, e.Name) {
				w.say("outputs", "%s = %s", e.Name, w.mask.value(nil, e.Name, e.Type, e.Value))
			}
		case diffCount:
			w.say("counts", "(%d rows)", e)
		}
	}
	w.head = ""
	w.outputs(a.outputs)
	if a.rolledBack {
		w.say("transaction", "the transaction was rolled back")
	}
	for _, t := range a.touched {
		w.touch(t)
	}
	w.head = ""
	if a.ended {
		w.say("connection", "the connection ended")
	}
	return w.lines
}

func resultsOf(a *diffAnswer) []*diffResult {
	var all []*diffResult
	for _, e := range a.events {
		if r, ok := e.(*diffResult); ok {
			all = append(all, r)
		}
	}
	return all
}

// message words a message. Lines are those of a procedure's text, which ours have not.
func (w *diffWriter) message(e *tds.Error) {
	if w.ignore[fmt.Sprint(e.Number)] {
		return
	}
	s := fmt.Sprintf("Msg %d, Level %d", e.Number, e.Class)
	if !w.ignore["state"] {
		s += fmt.Sprintf(", State %d", e.State)
	}
	if e.Proc != "" && !w.ignore["procedure"] {
		s += ", Procedure " + e.Proc
	}
	if w.mask.exact {
		s += fmt.Sprintf(", Line %d", e.Line)
	}
	w.say("messages", "%s: %s", s, diffBreaks.Replace(w.mask.text(e.Message)))
}

// ignored tells whether a column, parameter or column of a table is not to be compared.
func (w *diffWriter) ignored(t *diffTable, name string) bool {
	name = strings.ToLower(name)
	return w.ignore[name] || t != nil && w.ignore[t.name+"."+name]
}

func (w *diffWriter) result(r, twin *diffResult) {
	w.heading("columns", "result of %d columns", len(r.columns))
	for i := range r.columns {
		w.column(&r.columns[i])
	}
	rows := make([]diffRow, len(r.rows))
	for i, row := range r.rows {
		rows[i] = w.row(r.columns, row)
		r.words = append(r.words, strings.Join(rows[i], "\x00"))
	}
	w.order(rows, r, twin)
	for _, row := range rows {
		if len(r.columns) <= wideRow {
			w.say("rows", "  %s", strings.Join(row, " | "))
			continue
		}
		w.say("rows", "  row")
		for _, cell := range row {
			w.say("rows", "    %s", cell)
		}
	}
}

func (w *diffWriter) column(c *tds.Column) {
	if w.ignored(nil, c.Name) || w.ignore["columns"] {
		return
	}
	s := "  column " + c.Name
	if !w.ignore["types"] {
		s += " " + c.Type.String()
	}
	switch {
	case w.ignore["nullability"]:
	case c.Nullable:
		s += " null"
	default:
		s += " not null"
	}
	w.lines = append(w.lines, diffLine{kind: "columns", head: w.head, text: s, column: c})
}

// diffRow is the cells of a row, with their names when the row is wide.
type diffRow []string

func (w *diffWriter) row(cols []tds.Column, row []tds.Value) diffRow {
	cells := make(diffRow, len(row))
	for i, v := range row {
		c := &cols[i]
		cells[i] = "*"
		if !w.ignored(nil, c.Name) {
			cells[i] = w.mask.value(nil, c.Name, c.Type, v)
		}
		if len(cols) > wideRow {
			cells[i] = c.Name + " = " + cells[i]
		}
	}
	return cells
}

// order puts our rows into the order of the native ones when they are the same but for it; the order is then a line of its
// own. The native side is worded first, when ours has no words yet.
func (w *diffWriter) order(rows []diffRow, r, twin *diffResult) {
	if twin == nil || twin.words == nil || len(rows) < 2 || len(twin.words) != len(rows) {
		return
	}
	places := map[string][]int{} // of the native rows
	for i, s := range twin.words {
		places[s] = append(places[s], i+1)
	}
	var order []string
	moved := false
	sorted := make([]diffRow, len(rows))
	for i, row := range rows {
		s := strings.Join(row, "\x00")
		p := places[s]
		if len(p) == 0 {
			return
		}
		places[s] = p[1:]
		sorted[p[0]-1] = row
		order = append(order, fmt.Sprint(p[0]))
		moved = moved || p[0] != i+1
	}
	if moved && !w.mask.exact && byNewGUID(r, twin) {
		moved = false
		copy(rows, sorted)
	}
	if moved {
		w.say("order", "  in the order %s", strings.Join(order, ", "))
		copy(rows, sorted)
	}
}

// byNewGUID tells whether both results are in the order of a column of GUIDs. Those of new rows come as chance has it.
func byNewGUID(a, b *diffResult) bool {
	for i, c := range a.columns {
		if c.Type.ID == tds.UniqueIdentifier && ascending(a, i) && ascending(b, i) {
			return true
		}
	}
	return false
}

func ascending(r *diffResult, column int) bool {
	return slices.IsSortedFunc(r.rows, func(a, b []tds.Value) int {
		x, _ := a[column].(tds.GUID)
		y, _ := b[column].(tds.GUID)
		return bytes.Compare(sortableGUID(x), sortableGUID(y))
	})
}

// sortableGUID has the bytes of a GUID in the order in which SQL Server compares them.
func sortableGUID(g tds.GUID) []byte {
	return slices.Concat(g[10:], g[8:10], g[6:8], g[4:6], g[:4])
}

func (w *diffWriter) outputs(r *diffResult) {
	if r == nil {
		return
	}
	for _, row := range r.rows {
		for i, c := range r.columns {
			names := strings.Fields(strings.TrimPrefix(c.Name, outputMark))
			name := names[len(names)-1]
			if !w.ignored(nil, strings.TrimLeft(name, "@")) && !w.ignored(nil, names[0]) {
				w.say("outputs", "%s = %s", names[0], w.mask.value(nil, name, c.Type, row[i]))
			}
		}
	}
}

func (w *diffWriter) touch(t *diffTouch) {
	if w.ignore["touched"] || w.ignore[t.table.name] {
		return
	}
	var cells []string
	changes := 0
	for i, c := range t.columns {
		if w.ignored(t.table, c.Name) {
			continue
		}
		word := func(row []tds.Value) string { return w.mask.value(t.table, c.Name, c.Type, row[i]) }
		switch {
		case t.old == nil:
			cells = append(cells, c.Name+" = "+word(t.new))
		case t.new == nil:
			cells = append(cells, c.Name+" = "+word(t.old))
		case exactValue(t.old[i], c.Type) != exactValue(t.new[i], c.Type):
			// A time that goes from now to now may or may not have moved.
			if was, is := word(t.old), word(t.new); was != is {
				changes++
				cells = append(cells, c.Name+" = "+was+" -> "+is)
			}
		case slices.Contains(t.table.key, strings.ToLower(c.Name)):
			cells = append(cells, c.Name+" = "+word(t.new))
		}
	}
	if t.verb() == "updated" && changes == 0 {
		return // in what is ignored
	}
	w.heading("touched", "%s %s", t.verb(), t.table.name)
	for _, s := range cells {
		w.say("touched", "  %s", s)
	}
}
