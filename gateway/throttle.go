package gateway

import (
	"context"
	"sync"
	"time"
)

// throttle makes guessing passwords slow without locking anybody out. The checks for one source and login wait for
// each other, and each failure delays the next check: by 100 ms after the first, doubled by each further one up to 5 s.
// A success forgives. A password that is known to be right does not come here at all.
type throttle struct {
	mu   sync.Mutex
	keys map[string]*attempts
}

// attempts is the checks for one key.
type attempts struct {
	turn     chan struct{} // holds the check that runs
	users    int           // that run or wait
	failures int
	last     time.Time // when the last failure ended
}

const (
	firstDelay   = 100 * time.Millisecond
	longestDelay = 5 * time.Second
	forgiveAfter = time.Minute
	maxThrottled = 10000 // keys that are remembered
)

// enter waits for the caller's turn with a key. The function it returns ends the turn and tells how the check went.
func (t *throttle) enter(ctx context.Context, key string) (leave func(failed bool), err error) {
	a := t.join(key)
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		t.part(key, a)
		return nil, context.Cause(ctx)
	}
	sleep(ctx, time.Until(t.due(a)))
	leave = func(failed bool) {
		t.count(a, failed)
		<-a.turn
		t.part(key, a)
	}
	if err := ctx.Err(); err != nil {
		<-a.turn
		t.part(key, a)
		return nil, err
	}
	return leave, nil
}

func (t *throttle) join(key string) *attempts {
	t.mu.Lock()
	defer t.mu.Unlock()
	a := t.keys[key]
	if a == nil {
		if t.keys == nil {
			t.keys = map[string]*attempts{}
		}
		t.makeRoom()
		a = &attempts{turn: make(chan struct{}, 1)}
		t.keys[key] = a
	}
	a.users++
	return a
}

// makeRoom forgets a key that nobody waits for, an old one, when there are too many.
func (t *throttle) makeRoom() {
	if len(t.keys) < maxThrottled {
		return
	}
	oldest, seen := "", 0
	for key, a := range t.keys {
		if a.users == 0 && (oldest == "" || a.last.Before(t.keys[oldest].last)) {
			oldest = key
		}
		if seen++; seen == 32 {
			break
		}
	}
	delete(t.keys, oldest)
}

// part ends the use of a key. One without failures is forgotten.
func (t *throttle) part(key string, a *attempts) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a.users--
	if a.users == 0 && a.failures == 0 && t.keys[key] == a {
		delete(t.keys, key)
	}
}

// due is when the next check may begin.
func (t *throttle) due(a *attempts) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	if a.failures == 0 || time.Since(a.last) > forgiveAfter {
		return time.Time{}
	}
	return a.last.Add(min(firstDelay<<min(a.failures-1, 10), longestDelay))
}

func (t *throttle) count(a *attempts, failed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case !failed:
		a.failures = 0
	case time.Since(a.last) > forgiveAfter:
		a.failures = 1
	default:
		a.failures++
	}
	a.last = time.Now()
}
