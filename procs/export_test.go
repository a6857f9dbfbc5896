package procs

import (
	"context"
	"sync/atomic"

	"msxgate/msdb"
	"msxgate/tds"
)

// Overheard, when it is set, sees the text of each statement that a procedure sends.
var Overheard atomic.Pointer[func(text string)]

// overhearing is a transaction that says what it is sent.
type overhearing struct {
	msdb.Tx
	say func(text string)
}

// Query implements msdb.Tx.
func (o overhearing) Query(ctx context.Context, text string, args []msdb.Arg, row func([]tds.Value) error) error {
	o.say(text)
	return o.Tx.Query(ctx, text, args, row)
}

// Exec implements msdb.Tx.
func (o overhearing) Exec(ctx context.Context, text string, args ...msdb.Arg) (int64, error) {
	o.say(text)
	return o.Tx.Exec(ctx, text, args...)
}

func init() {
	for _, p := range all {
		invoke := p.invoke
		p.invoke = func(ctx context.Context, c *Call, args []tds.Value) error {
			if say := Overheard.Load(); say != nil {
				c.Tx = overhearing{c.Tx, *say}
			}
			return invoke(ctx, c, args)
		}
	}
}
