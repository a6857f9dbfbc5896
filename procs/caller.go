package procs

import (
	"bytes"
	"database/sql"
	"slices"
	"strings"
)

// The msdb roles that procedures ask for.
const (
	roleUser          = "SQLAgentUserRole"
	roleReader        = "SQLAgentReaderRole"
	roleOperator      = "SQLAgentOperatorRole"
	roleTargetServers = "TargetServersRole"
)

// InRole tells whether the caller is a member of a database role of msdb.
func (l *Login) InRole(role string) bool { return slices.Contains(l.Roles, role) }

// IsAgent tells whether the caller is an agent: its program name says so.
func (l *Login) IsAgent() bool {
	const prefix = "SQLAgent"
	return len(l.AppName) >= len(prefix) && strings.EqualFold(l.AppName[:len(prefix)], prefix)
}

// Owns tells whether the caller is the owner of that sid.
func (l *Login) Owns(sid []byte) bool { return bytes.Equal(l.SID, sid) }

// mayChange tells whether the caller may change what belongs to that owner.
func (l *Login) mayChange(owner []byte) bool { return l.Sysadmin || l.Owns(owner) }

// mayOperate tells whether the caller may start, stop and purge what belongs to that owner.
func (l *Login) mayOperate(owner []byte) bool { return l.mayChange(owner) || l.InRole(roleOperator) }

// agentAccount is the owner whose jobs run as the agent itself, on whatever server they are. It stands in msdb
// as a sid of its own.
const agentAccount = "$(SQLAgentAccount)"

var agentAccountSID = []byte{0xFF, 0xFF, 0xFF, 0xFF}

// ownerName is the name of an owner (SQLAGENT_SUSER_SNAME), NULL when no login has the sid.
func (c *Call) ownerName(sid []byte) sql.Null[string] {
	if bytes.Equal(sid, agentAccountSID) {
		return some(agentAccount)
	}
	name, ok := c.Session.LoginOf(sid)
	return sql.Null[string]{V: name, Valid: ok}
}

// ownerSID is the sid of an owner (SQLAGENT_SUSER_SID), nil when there is no such login.
func (c *Call) ownerSID(name string) []byte {
	if name == agentAccount {
		return agentAccountSID
	}
	sid, ok := c.Session.SIDOf(name)
	if !ok {
		return nil
	}
	return sid
}

// mayOwnMultiserver tells whether that owner may have jobs on target servers.
func (c *Call) mayOwnMultiserver(sid []byte) bool {
	if bytes.Equal(sid, agentAccountSID) {
		return true
	}
	name, ok := c.Session.LoginOf(sid)
	return ok && c.Session.IsSysadmin(name)
}

// localName is the name of this server as the tables have it.
func (c *Call) localName() string { return upper(c.Server.Name) }

// serverName reads the name of a server: without case, and (local) is this one.
func (c *Call) serverName(name sql.Null[string]) string {
	s := upper(trim(name.V))
	if !name.Valid || s == "(LOCAL)" {
		return c.localName()
	}
	return s
}
