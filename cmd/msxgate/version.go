package main

import (
	"fmt"
	"runtime"

	"msxgate/gateway"
	"msxgate/tsql/eval"
)

// versionCmd is `msxgate version`.
type versionCmd struct{}

// Run prints the version, and the one that clients are told.
func (versionCmd) Run(p *program) error {
	_, err := fmt.Fprintf(p.stdout, "msxgate %s (%s), answers as SQL Server %s\n", gateway.Version, runtime.Version(), eval.ProductVersion)
	return err
}
