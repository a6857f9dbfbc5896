package engine

import (
	"context"
	"errors"
	"strings"
	"time"

	"msxgate/tds"
)

// Application locks, as sp_getapplock takes them, stand in the lock table beside those of rows: a circle of both is a
// deadlock like any other. Those of a session are held by a transaction that never runs.

// AppLock names an application lock. Resource is compared byte by byte; what is beyond 255 characters is cut off.
type AppLock struct {
	Database, Principal, Resource string
	Session                       bool // owned by the session, not by its transaction
}

// The answers of LockApp.
const (
	AppLockGranted  = 0
	AppLockWaited   = 1
	AppLockTimeout  = -1
	AppLockCanceled = -2
	AppLockDeadlock = -3
)

var appLockModes = map[string]lockMode{
	"shared": lockS, "update": lockU, "intentshared": lockIS, "intentexclusive": lockIX, "exclusive": lockX,
}

// IsAppLockMode tells whether sp_getapplock knows a mode of that name.
func IsAppLockMode(mode string) bool { return appLockModes[strings.ToLower(mode)] != 0 }

func (a *AppLock) id() lockID {
	resource := []rune(a.Resource)
	if len(resource) > 255 {
		resource = resource[:255]
	}
	return lockID{index: application, key: strings.ToLower(a.Database+"\x00"+a.Principal) + "\x00" + string(resource)}
}

// appOwner is who holds the lock, nil for a transaction where none is open.
func (s *Session) appOwner(a *AppLock) *txn {
	switch {
	case !a.Session && s.TranCount() == 0:
		return nil
	case !a.Session:
		return s.ws.tx
	}
	if s.ws.app == nil {
		s.ws.app = &txn{e: s.engine, ws: s.ws, spid: s.eval.SPID()}
	}
	return s.ws.app
}

// LockApp takes an application lock; a timeout below 0 waits for ever. A deadlock is an answer and rolls nothing back.
func (s *Session) LockApp(ctx context.Context, a AppLock, mode string, timeout time.Duration) (int32, error) {
	owner := s.appOwner(&a)
	if owner == nil {
		return 0, errNoUserTransaction()
	}
	ls, id, m := &s.engine.locks, a.id(), appLockModes[strings.ToLower(mode)]
	answer := int32(AppLockGranted)
	if !ls.try(owner, id, m) {
		was := owner.lockTimeout
		owner.lockTimeout, owner.priority = timeout, s.priority
		err := ls.acquire(ctx, owner, id, m)
		owner.lockTimeout = was
		switch {
		case isNumber(err, 1222):
			return AppLockTimeout, nil
		case isNumber(err, 1205):
			return AppLockDeadlock, nil
		case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
			return AppLockCanceled, err
		case err != nil:
			return 0, err
		}
		answer = AppLockWaited
	}
	if owner.app == nil {
		owner.app = map[lockID]int{}
	}
	owner.app[id]++
	return answer, nil
}

func errNoUserTransaction() error {
	return tds.Errorf(3918, 16, "The statement or function must be executed in the context of a user transaction.")
}

// UnlockApp gives an application lock back once; it is free when that was done as often as it was taken. It tells whether
// the lock was held.
func (s *Session) UnlockApp(a AppLock) bool {
	owner, id := s.appOwner(&a), a.id()
	if owner == nil || owner.app[id] == 0 {
		return false
	}
	owner.app[id]--
	if owner.app[id] == 0 {
		delete(owner.app, id)
		s.engine.locks.releaseOne(owner, id)
	}
	return true
}

// appLockNames are what APPLOCK_MODE calls the modes.
var appLockNames = map[lockMode]string{
	0: "NoLock", lockS: "Shared", lockU: "Update", lockIS: "IntentShared", lockIX: "IntentExclusive", lockX: "Exclusive",
	lockSIX: "SharedIntentExclusive", lockUIX: "UpdateIntentExclusive",
}

// AppLockMode is the mode in which the owner holds an application lock: 3918 for that of a transaction where none is open.
func (s *Session) AppLockMode(a AppLock) (string, error) {
	owner := s.appOwner(&a)
	if owner == nil {
		return "", errNoUserTransaction()
	}
	ls := &s.engine.locks
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l := ls.held[a.id()]; l != nil {
		return appLockNames[l.mode(owner)], nil
	}
	return appLockNames[0], nil
}

// AppLockFree tells whether the owner would get an application lock without waiting.
func (s *Session) AppLockFree(a AppLock, mode string) (bool, error) {
	owner := s.appOwner(&a)
	if owner == nil {
		return false, errNoUserTransaction()
	}
	ls := &s.engine.locks
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.held[a.id()]
	if l == nil {
		return true, nil
	}
	have := l.mode(owner)
	m := appLockModes[strings.ToLower(mode)].with(have)
	return m == have || l.free(owner, m) && (have != 0 || len(l.queue) == 0), nil
}

// appLockArgs reads the arguments of APPLOCK_MODE and APPLOCK_TEST: 8116, 1226.
func (s *Session) appLockArgs(function string, principal, resource, owner tds.Value) (a AppLock, err error) {
	p, hasPrincipal := principal.(string)
	r, hasResource := resource.(string)
	switch {
	case !hasPrincipal:
		return a, errNullArgument(1, function)
	case !hasResource:
		return a, errNullArgument(2, function)
	}
	o, _ := owner.(string)
	switch {
	case strings.EqualFold(o, "Session"):
		a.Session = true
	case owner != nil && !strings.EqualFold(o, "Transaction"):
		return a, tds.Errorf(1226, 16, "An invalid application lock owner was passed to %s.", function)
	}
	a.Database, a.Principal, a.Resource = s.database, p, r
	return a, nil
}

func errNullArgument(i int, function string) error {
	return tds.Errorf(8116, 16, "Argument data type NULL is invalid for argument %d of %s function.", i, function)
}

func appLockMode(s *Session, args []tds.Value) (tds.Value, error) {
	a, err := s.appLockArgs("applock_mode", args[0], args[1], args[2])
	if err != nil {
		return nil, err
	}
	return s.AppLockMode(a)
}

// appLockTest is APPLOCK_TEST: 1225.
func appLockTest(s *Session, args []tds.Value) (tds.Value, error) {
	a, err := s.appLockArgs("applock_test", args[0], args[1], args[3])
	if err != nil {
		return nil, err
	}
	mode, ok := args[2].(string)
	switch {
	case !ok:
		return nil, errNullArgument(3, "applock_test")
	case !IsAppLockMode(mode):
		return nil, tds.Errorf(1225, 16, "An invalid application lock mode was passed to %s.", "applock_test")
	}
	free, err := s.AppLockFree(a, mode)
	if free {
		return int64(1), err
	}
	return int64(0), err
}
