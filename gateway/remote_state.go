package gateway

import (
	"context"

	"msxgate/tds"
	"msxgate/tsql/interp"
)

// probe reads the state of the session: @@OPTIONS, transactions, the database. It is the first request of a message.
func (r *remote) probe(ctx context.Context) error {
	seen := false
	var f firstFault
	options := "@@OPTIONS"
	if !r.front.facts().Options {
		options = "NULL"
	}
	err := f.or(r.batch(ctx, "SELECT @@ERROR AS ["+r.mark+"], @@ROWCOUNT, SCOPE_IDENTITY(), @@IDENTITY, @@TRANCOUNT, "+options+", DB_NAME(), @@FETCH_STATUS",
		func(t tds.Token) error {
			row, ok := t.(*tds.Row)
			if !ok {
				return f.take(t)
			}
			seen = true
			r.adopt(row.Values)
			return nil
		}))
	if err == nil && !seen {
		return errNotRunning
	}
	return err
}

func (r *remote) adopt(row []tds.Value) {
	r.machine.Resume(int32(clampInt(row[0])), int64(clampInt(row[1])), row[2], row[3])
	r.count = clampInt(row[4])
	if mask, ok := row[5].(int64); ok {
		r.options = interp.OptionsOf(int32(mask))
	}
	r.behind = r.options
	r.database, _ = row[6].(string)
	if n := clampInt(row[7]); n != r.fetched {
		// A request that passed has fetched. Cursors of ours do not count there.
		r.fetched = n
		r.machine.Fetched(n)
	}
}

// refresh asks how the session stands after something has ended more than its statement.
func (r *remote) refresh(ctx context.Context) error {
	var f firstFault
	return f.or(r.batch(ctx, "SELECT @@TRANCOUNT, DB_NAME()", func(t tds.Token) error {
		if row, ok := t.(*tds.Row); ok {
			if r.count = clampInt(row.Values[0]); r.count == 0 {
				r.tran = 0
			}
			if !r.away {
				r.database, _ = row.Values[1].(string)
			}
			return nil
		}
		return f.take(t)
	}))
}
