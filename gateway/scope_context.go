package gateway

import (
	"context"
	"strings"

	"msxgate/procs"
	"msxgate/tds"
)

// sessionContext is what a session keeps for its triggers and procedures: CONTEXT_INFO and SESSION_CONTEXT.
type sessionContext struct {
	info   []byte // 128 bytes, nil while it was not set
	values map[string]contextValue
}

type contextValue struct {
	value tds.Value
	fixed bool // @read_only
}

func (c *sessionContext) value(key string) tds.Value { return c.values[strings.ToLower(key)].value }

// setContextInfo is SET CONTEXT_INFO: 206 for what is no byte string.
func (s *session) setContextInfo(v tds.Value) error {
	b, ok := v.([]byte)
	if !ok || len(b) > 128 {
		return tds.Errorf(8115, 16, "Arithmetic overflow error converting expression to data type varbinary.")
	}
	s.context.info = make([]byte, 128)
	copy(s.context.info, b)
	return nil
}

// contextProcs is sp_set_session_context.
func contextProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_set_session_context", params: []procs.Param{
			sysname("@key"), {Name: "@value", Type: tds.TypeVariant}, optional("@read_only", tds.TypeBit),
		}, run: setSessionContext},
	}
}

// setSessionContext keeps a value under a key: 15664 when it was set once for all.
func setSessionContext(_ context.Context, s *session, args []tds.Value, _ tds.Writer) error {
	key := strings.ToLower(text(args[0]))
	if key == "" {
		return tds.Errorf(15666, 16, "Cannot set key '%s' in the session context. The key must not be null or empty.", key)
	}
	if s.context.values[key].fixed {
		return tds.Errorf(15664, 16, "Cannot set key '%s' in the session context. The key has been set as read_only for this session.", text(args[0]))
	}
	if s.context.values == nil {
		s.context.values = map[string]contextValue{}
	}
	fixed, _ := args[2].(bool)
	s.context.values[key] = contextValue{args[1], fixed}
	return nil
}
