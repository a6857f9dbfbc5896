package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"msxgate/procs"
)

// procsCmd is `msxgate procs`.
type procsCmd struct {
	Name string `arg:"" optional:"" help:"Only the procedures whose name contains this."`
}

// Run prints a line for each procedure: name, state, parameters.
func (c *procsCmd) Run(p *program) error {
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	for _, proc := range procs.All() {
		if !strings.Contains(proc.Name, strings.ToLower(c.Name)) {
			continue
		}
		params := make([]string, len(proc.Params))
		for i, q := range proc.Params {
			params[i] = paramText(q)
		}
		fmt.Fprintf(w, "%s.dbo.%s\t%s\t%s\n", proc.Database, proc.Name, proc.State, strings.Join(params, ", "))
	}
	return w.Flush()
}

// paramText is a parameter as its declaration has it.
func paramText(q procs.Param) string {
	s := q.Name + " " + q.Type.String()
	if q.Optional {
		s += fmt.Sprintf(" = %v", defaultText(q.Default))
	}
	if q.Output {
		s += " OUTPUT"
	}
	if q.Status != "" {
		s += " (" + q.Status + ")"
	}
	return s
}

func defaultText(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		return "'" + v + "'"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return fmt.Sprintf("0x%X", v)
	}
	return fmt.Sprint(v)
}
