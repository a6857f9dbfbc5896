package interp

import (
	"context"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// waitfor carries out WAITFOR DELAY and WAITFOR TIME. Both end early with the context.
func (a *activation) waitfor(st *tsql.WaitforStmt) error {
	e := st.Delay
	if e == nil {
		e = st.Time
	}
	clock, err := a.timeOfDay(e)
	if err != nil {
		return err
	}
	if st.Delay == nil {
		now := a.frame.Sess.Now()
		y, m, d := now.Date()
		until := time.Date(y, m, d, 0, 0, 0, 0, now.Location()).Add(clock)
		if until.Before(now) {
			until = until.AddDate(0, 0, 1)
		}
		clock = until.Sub(now)
	}
	return a.quiet(a.m.sleep(a.ctx, clock))
}

func (m *Machine) sleep(ctx context.Context, d time.Duration) error {
	if m.Sleep != nil {
		return m.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// timeOfDay is the time since midnight that a WAITFOR names: a string, or a variable that
// holds a string or a time.
func (a *activation) timeOfDay(e tsql.Expr) (time.Duration, error) {
	v, t, err := a.evaluate(e)
	if err != nil {
		return 0, err
	}
	switch v := v.(type) {
	case nil:
		return 0, nil
	case time.Time:
		if t.ID == tds.Date || t.ID == tds.DateTimeOffset {
			break
		}
		return v.Sub(time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, v.Location())), nil
	case string:
		d, ok := parseClock(strings.TrimSpace(v))
		if !ok {
			return 0, message(148, 15, 1, "Incorrect time syntax in time string '%s' used with WAITFOR.", clip(v, 50))
		}
		return d, nil
	}
	return 0, message(9815, 16, 1, "Waitfor delay and waitfor time cannot be of type %s.", t.ID)
}

// parseClock reads hh:mm[:ss[.fff]].
func parseClock(s string) (time.Duration, bool) {
	s, frac, hasFrac := strings.Cut(s, ".")
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 || (hasFrac && len(parts) < 3) {
		return 0, false
	}
	limits := []int{23, 59, 59}
	units := []time.Duration{time.Hour, time.Minute, time.Second}
	d := time.Duration(0)
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > limits[i] || len(p) > 2 {
			return 0, false
		}
		d += time.Duration(n) * units[i]
	}
	if hasFrac {
		n, err := strconv.ParseUint(frac, 10, 32)
		if err != nil || len(frac) > 9 {
			return 0, false
		}
		for range 9 - len(frac) {
			n *= 10
		}
		d += time.Duration(n)
	}
	return d, true
}
