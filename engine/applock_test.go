package engine

import (
	"testing"
	"time"
)

// TestAppLocks has two sessions want the same names, and a row besides.
func TestAppLocks(t *testing.T) {
	a := testSession(t)
	b := a.engine.testSession()
	name := func(s string) AppLock {
		return AppLock{Database: "master", Principal: "public", Resource: s, Session: true}
	}
	take := func(s *Session, l AppLock, mode string, timeout time.Duration) int32 {
		t.Helper()
		rc, err := s.LockApp(t.Context(), l, mode, timeout)
		if err != nil {
			t.Fatal(err)
		}
		return rc
	}
	expect := func(got, want int32) {
		t.Helper()
		if got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	expect(take(a, name("x"), "Shared", -1), AppLockGranted)
	expect(take(b, name("x"), "shared", -1), AppLockGranted)
	expect(take(b, name("x"), "exclusive", 0), AppLockTimeout)
	expect(take(b, name("X"), "exclusive", 0), AppLockGranted) // another name
	expect(take(b, name("y"), "exclusive", 0), AppLockGranted)
	expect(take(a, name("y"), "shared", 10*time.Millisecond), AppLockTimeout)

	answer := make(chan int32)
	go func() { answer <- take(a, name("y"), "exclusive", -1) }()
	wait(t, a)
	expect(take(b, name("x"), "exclusive", -1), AppLockDeadlock) // the last to come has done as little as the other
	if !b.UnlockApp(name("y")) {
		t.Error("y was not held")
	}
	expect(<-answer, AppLockWaited)
	a.Close()
	expect(take(b, name("y"), "exclusive", 0), AppLockGranted)
}

// wait waits until a session waits for a lock.
func wait(t *testing.T, s *Session) {
	t.Helper()
	for range 1000 {
		s.engine.locks.mu.Lock()
		waiting := s.ws.waiting != nil
		s.engine.locks.mu.Unlock()
		if waiting {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the session does not wait")
}
