package gateway

import (
	"sync"
	"time"
)

// throttle delays logins after failures, for each source and login by itself: 100 ms after the first, doubled by each
// further one up to 5 s. A success forgives.
type throttle struct {
	mu   sync.Mutex
	fail map[string]failures
}

type failures struct {
	count int
	last  time.Time
}

const (
	firstDelay   = 100 * time.Millisecond
	longestDelay = 5 * time.Second
	forgiveAfter = time.Minute
	maxThrottled = 10000
)

// failed counts a failure and returns how long its answer is to be delayed.
func (t *throttle) failed(key string, now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.fail == nil || len(t.fail) >= maxThrottled {
		t.fail = map[string]failures{}
	}
	f := t.fail[key]
	if now.Sub(f.last) > forgiveAfter {
		f.count = 0
	}
	f.count++
	f.last = now
	t.fail[key] = f
	return min(firstDelay<<min(f.count-1, 10), longestDelay)
}

func (t *throttle) succeeded(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.fail, key)
}
