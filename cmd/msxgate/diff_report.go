package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// diffContext is how many lines that are the same stand around those that are not.
const diffContext = 2

// text prints the report for people.
func (r *diffReport) text(w io.Writer, verbose bool) error {
	var b strings.Builder
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	if !r.Same {
		fmt.Fprintf(&b, "- %s\n+ msxgate before it\n", r.Server)
	}
	differ := 0
	for _, one := range r.Batches {
		if !one.Same {
			differ++
		}
		one.print(&b, verbose)
	}
	switch {
	case differ == 0:
		fmt.Fprintf(&b, "%s: no differences\n", plural(len(r.Batches), "batch", "batches"))
	default:
		fmt.Fprintf(&b, "%s: %d the same, %d not\n", plural(len(r.Batches), "batch", "batches"), len(r.Batches)-differ, differ)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (r *diffBatchReport) print(b *strings.Builder, verbose bool) {
	fmt.Fprintf(b, "line %d", r.Line)
	if r.Run > 0 {
		fmt.Fprintf(b, ", run %d", r.Run)
	}
	if len(r.Calls) > 0 {
		fmt.Fprintf(b, ", %s", strings.Join(r.Calls, ", "))
	}
	if r.Same {
		b.WriteString(": same\n")
	} else {
		var kinds []string
		for _, d := range r.Differences {
			if !slices.Contains(kinds, d.Kind) {
				kinds = append(kinds, d.Kind)
			}
		}
		fmt.Fprintf(b, ": %s (%s)\n", plural(len(r.Differences), "difference", "differences"), strings.Join(kinds, ", "))
	}
	shown, last := r.shown(verbose), -1
	for _, i := range shown {
		if last >= 0 && i > last+1 {
			b.WriteString("    ...\n")
		}
		fmt.Fprintf(b, "  %c %s\n", r.lines[i].sign, r.lines[i].text)
		last = i
	}
}

// shown are the lines to print: those that differ, with some around them and what they stand under.
func (r *diffBatchReport) shown(verbose bool) []int {
	keep := make([]bool, len(r.lines))
	for i, l := range r.lines {
		if l.sign == ' ' {
			keep[i] = keep[i] || verbose
			continue
		}
		for j := max(0, i-diffContext); j <= min(len(r.lines)-1, i+diffContext); j++ {
			keep[j] = true
		}
		for j := i; l.head != "" && j >= 0; j-- {
			if r.lines[j].head == "" && r.lines[j].text == l.head {
				keep[j] = true
				break
			}
		}
	}
	var all []int
	for i, k := range keep {
		if k {
			all = append(all, i)
		}
	}
	return all
}

// json prints the report for programs.
func (r *diffReport) json(w io.Writer, verbose bool) error {
	if verbose {
		for _, one := range r.Batches {
			for _, l := range one.lines {
				if l.sign == ' ' {
					one.Said = append(one.Said, l.text)
				}
			}
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
