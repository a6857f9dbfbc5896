package gateway

import (
	"context"
	"strings"
	"time"

	"msxgate/engine"
	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql/interp"
)

var (
	getAppLockParams = []procs.Param{
		optional("@Resource", tds.TypeNVarChar(tds.Max)),
		{Name: "@LockMode", Type: tds.TypeVarChar(32)},
		{Name: "@LockOwner", Type: tds.TypeVarChar(32), Optional: true, Default: "Transaction"},
		optional("@LockTimeout", tds.TypeInt),
		{Name: "@DbPrincipal", Type: tds.TypeSysname, Optional: true, Default: "public"},
	}
	releaseAppLockParams = []procs.Param{
		optional("@Resource", tds.TypeNVarChar(tds.Max)),
		{Name: "@LockOwner", Type: tds.TypeVarChar(32), Optional: true, Default: "Transaction"},
		{Name: "@DbPrincipal", Type: tds.TypeSysname, Optional: true, Default: "public"},
	}
)

// appLockInvalid is the answer to arguments that are none, in place of an error.
const appLockInvalid = -999

// appLockProcs are locks on names, of which only the scripts that take them know what they stand for.
func appLockProcs() []*systemProc {
	return []*systemProc{{name: "sp_getapplock", raw: getAppLock}, {name: "sp_releaseapplock", raw: releaseAppLock}}
}

func getAppLock(ctx context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	args, given, err := bindArgs("sp_getapplock", getAppLockParams, c.Args)
	if err != nil {
		return 0, err
	}
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	mode := text(args[1])
	if !given[0] || !engine.IsAppLockMode(mode) {
		return appLockInvalid, nil
	}
	a, ok, err := s.appLock(args[0], args[2], args[4])
	if !ok || err != nil {
		return appLockInvalid, err
	}
	timeout := time.Duration(-1)
	ms, isInt := args[3].(int64)
	if !isInt {
		ms, isInt = s.settings["LOCK_TIMEOUT"].(int64)
	}
	switch {
	case isInt && ms < -1:
		return appLockInvalid, inUserLock(1227, "An invalid application lock time-out was passed to %s.", "xp_userlock")
	case isInt && ms >= 0:
		timeout = time.Duration(ms) * time.Millisecond
	}
	return s.engine.LockApp(ctx, a, mode, timeout)
}

func releaseAppLock(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	args, given, err := bindArgs("sp_releaseapplock", releaseAppLockParams, c.Args)
	if err != nil {
		return 0, err
	}
	leave, err := s.visit(c.Proc.Database)
	if err != nil {
		return 0, err
	}
	defer leave()
	if !given[0] {
		return appLockInvalid, nil
	}
	a, ok, err := s.appLock(args[0], args[1], args[2])
	if !ok || err != nil {
		return appLockInvalid, err
	}
	if !s.engine.UnlockApp(a) {
		return appLockInvalid, inUserLock(1223, "Cannot release the application lock (Database Principal: '%s', Resource: '%s') because it is not currently held.", a.Principal, a.Resource)
	}
	return 0, nil
}

func inUserLock(number int32, format string, args ...any) error {
	return inProc("xp_userlock", tds.Errorf(number, 16, format, args...))
}

// appLock is the lock that arguments name: not ok for an owner that is none, or a transaction where none is open. 1224, 1202.
func (s *session) appLock(resource, owner, principal tds.Value) (a engine.AppLock, ok bool, err error) {
	a = engine.AppLock{Database: s.engine.Database(), Principal: text(principal), Resource: text(resource), Session: strings.EqualFold(text(owner), "Session")}
	switch {
	case !a.Session && (!strings.EqualFold(text(owner), "Transaction") || s.engine.TranCount() == 0):
		return a, false, nil
	case resource == nil:
		return a, false, inUserLock(1224, "An invalid application lock resource was passed to %s.", "xp_userlock")
	}
	if member, known := s.IsMember(a.Principal); !strings.EqualFold(a.Principal, "public") && !strings.EqualFold(a.Principal, s.User()) && (!known || !member) {
		return a, false, inUserLock(1202, "The database-principal '%s' does not exist or user is not a member.", a.Principal)
	}
	return a, true, nil
}
