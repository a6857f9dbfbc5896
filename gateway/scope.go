package gateway

import (
	"maps"
	"slices"
	"strings"

	"msxgate/engine"
	"msxgate/tds"
)

// scope is a stored module or a dynamic text that runs. What it changes of the session ends with it.
type scope struct {
	// trusts is the database whose objects the text uses on their owner's rights (ownership chaining): a module's own.
	// A dynamic text trusts none, the server's own procedures trust them all.
	trusts   string
	module   *engine.Module // nil for a dynamic text
	database string
	as       int // EXECUTE AS that were in force
	floor    int // those that REVERT does not undo: the module's own is one
	settings settings
}

// trustAll is what the server's own procedures trust.
const trustAll = "*"

// scope is the innermost scope, or that of the batch.
func (s *session) scope() scope {
	if n := len(s.scopes); n > 0 {
		return s.scopes[n-1]
	}
	return scope{}
}

// EnterScope implements interp.Host.
func (s *session) EnterScope() {
	s.engine.EnterScope()
	s.pushScope(s.entering, s.enteringModule, s.enteringAs)
	s.entering, s.enteringModule, s.enteringAs = "", nil, nil
}

// LeaveScope implements interp.Host.
func (s *session) LeaveScope() {
	s.popScope()
	s.engine.LeaveScope()
}

// pushScope begins a scope, as another where the module says so.
func (s *session) pushScope(trusts string, m *engine.Module, as *impersonation) {
	n := len(s.as)
	if as != nil {
		s.as = append(s.as[:n:n], *as)
	}
	s.scopes = append(s.scopes, scope{trusts: trusts, module: m, database: s.engine.Database(), as: n, floor: len(s.as), settings: s.settings})
}

// popScope puts back what the scope has changed: the database, options, who the session is.
func (s *session) popScope() {
	n := len(s.scopes) - 1
	if n < 0 {
		return
	}
	was := s.scopes[n]
	s.scopes = s.scopes[:n]
	if len(s.as) > was.as {
		s.as = s.as[:was.as]
	}
	s.restore(was.settings)
	if now := s.engine.Database(); now != was.database && s.engine.Use(was.database) == nil && s.out != nil {
		s.out.EnvDatabase(was.database, now) //nolint:errcheck // the next write meets the same error
	}
}

// enterModule begins a procedure or trigger, in its database; the function it returns ends it.
func (s *session) enterModule(m *engine.Module) (leave func(), err error) {
	home := s.engine.Database()
	if err := s.engine.Use(m.Database); err != nil {
		return nil, err
	}
	if s.enteringAs, err = s.moduleAs(m); err != nil {
		s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
		return nil, err
	}
	s.entering, s.enteringModule = m.Database, m
	return func() {
		s.entering, s.enteringModule, s.enteringAs = "", nil, nil
		s.engine.Use(home) //nolint:errcheck // the database was in use a moment ago
	}, nil
}

// enterFunction begins a function, for which the interpreter enters no scope.
func (s *session) enterFunction(m *engine.Module) (leave func(), err error) {
	home, err := s.enterModule(m)
	if err != nil {
		return nil, err
	}
	as := s.enteringAs
	s.entering, s.enteringModule, s.enteringAs = "", nil, nil
	s.pushScope(m.Database, m, as)
	return func() {
		s.popScope()
		home()
	}, nil
}

// settings are the SET options that functions ask for or the engine heeds, by name. The map is not changed but copied.
type settings map[string]tds.Value

// settingDefaults are the options that are kept, as they are in a new session.
var settingDefaults = settings{
	"DATEFIRST": nil, "DATEFORMAT": nil, "LANGUAGE": nil, "LANGID": nil, "TEXTSIZE": nil,
	"ANSI_WARNINGS": true, "LOCK_TIMEOUT": int64(-1), "DEADLOCK_PRIORITY": int64(0), "ROWCOUNT": int64(0), "TRANSACTION ISOLATION LEVEL": "READ COMMITTED",
}

// set carries out a SET option.
func (s *session) set(name string, v tds.Value) error {
	v, err := checkedSetting(name, v)
	if err != nil {
		return err
	}
	if err := s.engine.Set(name, v); err != nil {
		return err
	}
	if _, kept := settingDefaults[name]; kept {
		next := maps.Clone(s.settings)
		if next == nil {
			next = settings{}
		}
		next[name] = v
		s.settings = next
	}
	return nil
}

// dateFormats are the orders that SET DATEFORMAT knows.
var dateFormats = []string{"mdy", "dmy", "ymd", "ydm", "myd", "dym"}

// checkedSetting is the value of an option as it is kept: 2741, 2742.
func checkedSetting(name string, v tds.Value) (tds.Value, error) {
	n, isNumber := v.(int64)
	switch name {
	case "TEXTSIZE":
		if isNumber && n == 0 {
			return int64(4096), nil
		}
	case "DATEFIRST":
		if isNumber && (n < 1 || n > 7) {
			return nil, tds.Errorf(2742, 16, "SET DATEFIRST %d is out of range.", n)
		}
	case "DATEFORMAT":
		word := strings.ToLower(strings.Trim(text(v), "'\""))
		if !slices.Contains(dateFormats, word) {
			return nil, tds.Errorf(2741, 16, "SET DATEFORMAT date order '%s' is invalid.", text(v))
		}
		return word, nil
	}
	return v, nil
}

// restore puts the options back as they were.
func (s *session) restore(was settings) {
	for name, v := range s.settings {
		old, ok := was[name]
		if !ok {
			old = settingDefaults[name]
		}
		if v != old && old != nil {
			s.engine.Set(name, old) //nolint:errcheck // it was in force before
		}
	}
	s.settings = was
}

// Setting implements eval.Session.
func (s *session) Setting(name string) tds.Value {
	switch name {
	case "ANSI_NULLS":
		if m := s.scope().module; m != nil {
			return m.AnsiNulls // as it was when the module was made
		}
		return s.options.AnsiNulls
	case "ANSI_WARNINGS":
		return s.options.AnsiWarnings
	case "ARITHABORT":
		return s.options.ArithAbort
	case "ARITHIGNORE":
		return s.options.ArithIgnore
	case "CONCAT_NULL_YIELDS_NULL":
		return s.options.ConcatNull
	case "QUOTED_IDENTIFIER":
		return s.options.QuotedIdentifier
	}
	return s.settings[name]
}

// warnings are what expressions have to say about themselves, by their numbers.
var warnings = map[int32]string{
	3606: "Arithmetic overflow occurred.", 3607: "Division by zero occurred.",
	8153: "Warning: Null value is eliminated by an aggregate or other SET operation.",
}

// Warn implements eval.Warner: the client hears of it after the statement, once.
func (s *session) Warn(number int32) {
	if !slices.Contains(s.warned, number) {
		s.warned = append(s.warned, number)
	}
}

// warn tells the client what there was to warn of.
func (s *session) warn() error {
	list := s.warned
	s.warned = nil
	for _, n := range list {
		if s.out == nil {
			continue
		}
		if err := s.out.Message(&tds.Error{Number: n, State: 1, Message: warnings[n], Server: s.server.Name, Line: 1}); err != nil {
			return err
		}
	}
	return nil
}
