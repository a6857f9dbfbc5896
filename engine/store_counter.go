package engine

import "msxgate/tds"

// Counters (identities, sequences, row versions) stand outside transactions: a value that
// was given out is not given again when the transaction rolls back. The commit of a
// transaction that took a value writes the counter, so that no committed value is given
// again after a crash; values of transactions that never committed may be.

// NextIdentity gives out the next identity value of a table. It is never given again,
// whatever becomes of the transaction; after a crash, no value is given again that was
// given out before the last commit on the table.
func (tx *txn) NextIdentity(t *Table) int64 {
	tx.keep(t)
	t.state.used.Store(true)
	return t.state.last.Add(t.Columns[t.Identity()].Increment)
}

// ReachIdentity moves the counter on to a value that was inserted explicitly.
func (tx *txn) ReachIdentity(t *Table, value int64) {
	up := t.Columns[t.Identity()].Increment > 0
	tx.keep(t)
	t.state.used.Store(true)
	for {
		now := t.state.last.Load()
		if up && value <= now || !up && value >= now || t.state.last.CompareAndSwap(now, value) {
			return
		}
	}
}

// LastIdentity is IDENT_CURRENT: the value given last, or the seed before the first.
func (t *Table) LastIdentity() int64 {
	if !t.state.used.Load() {
		return t.Columns[t.Identity()].Seed
	}
	return t.state.last.Load()
}

// SetIdentity is DBCC CHECKIDENT RESEED: the next value is value plus the increment, or
// value itself when no value was given since the table was created or truncated.
func (tx *txn) SetIdentity(t *Table, value int64) {
	tx.keep(t)
	if !t.state.used.Load() {
		value -= t.Columns[t.Identity()].Increment
	}
	t.state.last.Store(value)
}

// keep has the commit write the counter of a table, even when it writes no row.
func (tx *txn) keep(t *Table) {
	if t.durable() && t.Identity() >= 0 {
		tx.keepCounter(t.ID)
	}
}

func (tx *txn) keepCounter(id int32) {
	if tx.counters == nil {
		tx.counters = map[int32]bool{}
	}
	tx.counters[id] = true
}

// NextRowVersion is the next value of a timestamp column.
func (tx *txn) NextRowVersion() uint64 {
	tx.keepCounter(rowVersionCounter)
	return uint64(tx.e.rowVersion.last.Add(1))
}

// NextSequence gives out the next value of a sequence: 11728 when it is at its end. No
// rollback takes it back.
func (tx *txn) NextSequence(s *Sequence) (int64, error) {
	if !isTempDB(s.Database) {
		tx.keepCounter(s.ID)
	}
	for {
		last := s.state.last.Load()
		next := last + s.Increment
		switch {
		case !s.state.used.Load() && last == s.Start-s.Increment:
			next = s.Start
		case s.Increment > 0 && (next > s.Max || next < last), s.Increment < 0 && (next < s.Min || next > last):
			if !s.Cycle {
				return 0, tds.Errorf(11728, 16, "The sequence object '%s' has reached its minimum or maximum value. Restart the sequence object to allow new values to be generated.", s.Name)
			}
			next = s.Min
			if s.Increment < 0 {
				next = s.Max
			}
		}
		if s.state.last.CompareAndSwap(last, next) {
			s.state.used.Store(true)
			return next, nil
		}
	}
}

// Current is the value given out last, or the start before the first.
func (s *Sequence) Current() int64 {
	if !s.state.used.Load() {
		return s.Start
	}
	return s.state.last.Load()
}

// RestartSequence is ALTER SEQUENCE ... RESTART WITH: value comes next.
func (tx *txn) RestartSequence(s *Sequence, value int64) {
	tx.keepCounter(s.ID)
	s.state.used.Store(true)
	s.state.last.Store(value - s.Increment)
}
