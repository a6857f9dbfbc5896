package gateway

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"msxgate/engine"
	"msxgate/tds"
	"msxgate/tsql"
)

// addViews makes the catalog views of what the gateway keeps: principals, credentials, sessions.
func (b *Embedded) addViews() {
	b.engine.HideSchema("master", "msxgate")
	for _, v := range []*engine.Virtual{
		{Schema: "sys", Name: "server_principals", Columns: serverPrincipalColumns, Rows: b.serverPrincipals},
		{Schema: "sys", Name: "sql_logins", Columns: serverPrincipalColumns, Rows: b.sqlLogins},
		{Schema: "sys", Name: "server_role_members", Columns: columns("role_principal_id int, member_principal_id int"), Rows: b.serverRoleMembers},
		{Schema: "sys", Name: "credentials", Columns: columns("credential_id int, name sysname, credential_identity nvarchar(4000)?, create_date datetime, modify_date datetime, target_type nvarchar(100)?, target_id int?"), Rows: b.credentialRows},
		{Schema: "sys", Name: "database_principals", Columns: databasePrincipalColumns, Rows: b.databasePrincipals},
		{Schema: "sys", Name: "database_role_members", Columns: columns("role_principal_id int, member_principal_id int"), Rows: b.databaseRoleMembers},
		{Schema: "sys", Name: "database_permissions", Columns: permissionColumns, Rows: b.permissionRows},
		{Schema: "sys", Name: "extended_properties", Columns: extendedColumns, Rows: b.extendedRows},
		{Schema: "sys", Name: "dm_exec_sessions", Columns: sessionColumns, Rows: b.sessionRows},
		{Schema: "sys", Name: "dm_exec_connections", Columns: connectionColumns, Rows: b.connectionRows},
	} {
		b.engine.AddVirtual("", v)
	}
}

var (
	serverPrincipalColumns = columns("name sysname, principal_id int, sid varbinary(85)?, type char(1), type_desc nvarchar(60)?, is_disabled bit?, " +
		"create_date datetime, modify_date datetime, default_database_name sysname?, default_language_name sysname?, credential_id int?, owning_principal_id int?, is_fixed_role bit")
	databasePrincipalColumns = columns("name sysname, principal_id int, type char(1), type_desc nvarchar(60)?, default_schema_name sysname?, " +
		"create_date datetime, modify_date datetime, owning_principal_id int?, sid varbinary(85)?, is_fixed_role bit, authentication_type int, authentication_type_desc nvarchar(60)?")
	permissionColumns = columns("class tinyint, class_desc nvarchar(60)?, major_id int, minor_id int, grantee_principal_id int, grantor_principal_id int, " +
		"type char(4), permission_name nvarchar(128)?, state char(1), state_desc nvarchar(60)?")
	sessionColumns = columns("session_id smallint, login_time datetime, host_name nvarchar(128)?, program_name nvarchar(128)?, host_process_id int?, " +
		"client_interface_name nvarchar(32)?, security_id varbinary(85), login_name nvarchar(128), status nvarchar(30), cpu_time int, memory_usage int, " +
		"last_request_start_time datetime, is_user_process bit, database_id smallint, open_transaction_count int, original_login_name nvarchar(128)")
	connectionColumns = columns("session_id int?, connect_time datetime, net_transport nvarchar(40), protocol_type nvarchar(40)?, encrypt_option nvarchar(40), " +
		"auth_scheme nvarchar(40), net_packet_size int?, client_net_address varchar(48)?, client_tcp_port int?, local_net_address varchar(48)?, local_tcp_port int?")
)

// columns reads "name type, name type?"; a question mark makes a column nullable.
func columns(decl string) []tds.Column {
	var out []tds.Column
	for _, c := range splitColumns(decl) {
		name, typ, _ := strings.Cut(c, " ")
		typ, nullable := strings.CutSuffix(typ, "?")
		e, err := tsql.ParseExpr("CAST(NULL AS " + typ + ")")
		if err != nil {
			panic(err)
		}
		out = append(out, tds.Column{Name: name, Type: e.(*tsql.Cast).Type.Type, Nullable: nullable})
	}
	return out
}

func splitColumns(decl string) []string {
	parts := strings.Split(decl, ", ")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// roleID is the principal_id of a fixed server role: sysadmin is 3.
func serverRoleID(role string) int64 { return int64(3 + slices.Index(fixedServerRoles, role)) }

func (b *Embedded) serverPrincipals(s *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		public := []tds.Value{"public", int64(2), []byte{2}, "R", "SERVER_ROLE", false, b.started, b.started, nil, nil, nil, int64(1), false}
		if !yield(public) {
			return
		}
		for _, r := range fixedServerRoles {
			id := serverRoleID(r)
			if !yield([]tds.Value{r, id, []byte{byte(id)}, "R", "SERVER_ROLE", false, b.started, b.started, nil, nil, nil, int64(1), true}) {
				return
			}
		}
		b.sqlLogins(s)(yield)
	}
}

// sessionOf is the session that an engine's is a part of.
func (b *Embedded) sessionOf(e *engine.Session) *session {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sessions {
		if s.engine == e {
			return s
		}
	}
	return &session{server: b, engine: e} // one that has just been closed: it sees what everybody sees
}

// seesLogins tells whether the session sees other logins than its own and sa.
func (s *session) seesLogins() bool { return s.sysadmin() || s.inServerRole("securityadmin") }

// seesSessions tells whether the session sees those of others.
func (s *session) seesSessions() bool { return s.sysadmin() || s.inServerRole("processadmin") }

// sqlLogins are the logins in the order of their names; sa has principal_id 1.
func (b *Embedded) sqlLogins(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		own := b.sessionOf(e)
		p := own.principals()
		for _, key := range sortedKeys(p.logins) {
			l := p.logins[key]
			if l.name == agentLogin || !l.isSA() && !own.seesLogins() && l != own.login() {
				continue
			}
			if !yield([]tds.Value{l.name, loginID(l), l.sid, "S", "SQL_LOGIN", l.disabled, b.started, b.started, l.database, "us_english", nil, nil, false}) {
				return
			}
		}
	}
}

func loginID(l *login) int64 {
	if l.isSA() {
		return 1
	}
	return l.id
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (b *Embedded) serverRoleMembers(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		p := b.sessionOf(e).principals()
		for _, role := range fixedServerRoles {
			for _, m := range p.serverRoles[role] {
				l := p.logins[m]
				if l == nil || l.name == agentLogin {
					continue
				}
				if !yield([]tds.Value{serverRoleID(role), loginID(l)}) {
					return
				}
			}
		}
	}
}

func (b *Embedded) credentialRows(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		own := b.sessionOf(e)
		if !own.sysadmin() {
			return
		}
		for _, c := range own.principals().credentials {
			if !yield([]tds.Value{c.id, c.name, c.identity, b.started, b.started, nil, nil}) {
				return
			}
		}
	}
}

// databaseRoleID is the principal_id of a fixed database role: db_owner is 16384.
func databaseRoleID(role string) int64 { return int64(16384 + slices.Index(fixedDatabaseRoles, role)) }

func (b *Embedded) databasePrincipals(s *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		row := func(name string, id int64, role bool, schema, owner tds.Value, sid []byte, fixed bool) bool {
			typ, desc, auth := "S", "SQL_USER", "INSTANCE"
			if role {
				typ, desc, auth = "R", "DATABASE_ROLE", "NONE"
			}
			var s tds.Value
			if sid != nil {
				s = sid
			}
			kind := int64(0)
			if !role {
				kind = 1
			}
			return yield([]tds.Value{name, id, typ, desc, schema, b.started, b.started, owner, s, fixed, kind, auth})
		}
		if !row("public", 0, true, nil, int64(1), nil, false) || !row("dbo", 1, false, "dbo", nil, []byte{1}, false) ||
			!row("guest", 2, false, "guest", nil, []byte{0}, false) {
			return
		}
		if d := b.sessionOf(s).principals().databases[strings.ToLower(s.Database())]; d != nil {
			for _, key := range sortedKeys(d.users) {
				u := d.users[key]
				var schema, owner tds.Value = "dbo", nil
				if u.role {
					schema, owner = nil, int64(1)
				}
				if !row(u.name, u.id, u.role, schema, owner, u.sid, false) {
					return
				}
			}
		}
		for _, r := range fixedDatabaseRoles {
			if !row(r, databaseRoleID(r), true, nil, int64(1), nil, true) {
				return
			}
		}
	}
}

func (b *Embedded) databaseRoleMembers(s *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		d := b.sessionOf(s).principals().databases[strings.ToLower(s.Database())]
		if d == nil {
			return
		}
		for _, role := range sortedKeys(d.members) {
			id := int64(0)
			switch u := d.users[role]; {
			case u != nil:
				id = u.id
			case slices.Contains(fixedDatabaseRoles, role):
				id = databaseRoleID(role)
			}
			for _, m := range d.members[role] {
				if u := d.users[m]; u != nil && !yield([]tds.Value{id, u.id}) {
					return
				}
			}
		}
	}
}

// permissionTypes are the codes of permissions in sys.database_permissions.
var permissionTypes = map[string]string{
	"SELECT": "SL", "INSERT": "IN", "UPDATE": "UP", "DELETE": "DL", "EXECUTE": "EX", "REFERENCES": "RF", "CONTROL": "CL", "ALTER": "AL", "RECEIVE": "RC",
	"VIEW DEFINITION": "VW", "TAKE OWNERSHIP": "TO", "CONNECT": "CO", "IMPERSONATE": "IM", "UNMASK": "UMSK", "SHOWPLAN": "SPLN", "VIEW CHANGE TRACKING": "VWCT",
	"VIEW DATABASE STATE": "VWDS", "BACKUP DATABASE": "BADB", "BACKUP LOG": "BALO", "CHECKPOINT": "CP", "AUTHENTICATE": "AUTH", "SUBSCRIBE QUERY NOTIFICATIONS": "SUQN",
	"CREATE TABLE": "CRTB", "CREATE VIEW": "CRVW", "CREATE PROCEDURE": "CRPR", "CREATE FUNCTION": "CRFN", "CREATE SCHEMA": "CRSM", "CREATE TYPE": "CRTY",
	"CREATE SYNONYM": "CRSN", "CREATE ROLE": "CRRL", "CREATE DEFAULT": "CRDF", "CREATE RULE": "CRRU", "CREATE SEQUENCE": "CRSO", "ALTER ANY USER": "ALUS",
	"ALTER ANY ROLE": "ALRL", "ALTER ANY SCHEMA": "ALSM", "ALTER ANY DATABASE DDL TRIGGER": "ALTG", "CREATE DATABASE DDL EVENT NOTIFICATION": "CRED",
}

// permissionRows are the permissions of a database; every user may connect.
func (b *Embedded) permissionRows(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		s := b.sessionOf(e)
		database := e.Database()
		add := func(class, major, grantee int64, name, state string) bool {
			code := map[string]string{"GRANT": "G", "DENY": "D"}[state]
			return yield([]tds.Value{class, extendedClasses[class], major, int64(0), grantee, int64(1), fmt.Sprintf("%-4s", permissionTypes[name]), name, code, state})
		}
		d := s.principals().databases[strings.ToLower(database)]
		if !add(0, 0, 1, "CONNECT", "GRANT") || d == nil {
			return
		}
		for _, key := range sortedKeys(d.users) {
			if u := d.users[key]; !u.role && !add(0, 0, u.id, "CONNECT", "GRANT") {
				return
			}
		}
		for _, p := range d.permissions {
			grantee, ok := s.userID(database, p.grantee).(int64)
			if !ok {
				continue
			}
			class, major := int64(0), int64(0)
			switch {
			case p.object != "":
				class = 1
				major, ok = s.idOf("OBJECT_ID", object{database, p.schema, p.object}.quoted())
			case p.schema != "":
				class = 3
				major, ok = s.idOf("SCHEMA_ID", p.schema)
			}
			state := "GRANT"
			if p.deny {
				state = "DENY"
			}
			if ok && !add(class, major, grantee, p.name, state) {
				return
			}
		}
	}
}

// idOf asks a function of the catalog for an id.
func (s *session) idOf(function, name string) (int64, bool) {
	v, err := s.function(function, name)
	id, ok := v.(int64)
	return id, ok && err == nil
}

// snapshot lists the clients' sessions that a session sees, in the order of their ids.
func (b *Embedded) snapshot(e *engine.Session) []*session {
	own := b.sessionOf(e)
	everything := own.seesSessions()
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []*session
	for _, s := range b.sessions {
		if s.conn != nil && (everything || s == own) {
			all = append(all, s)
		}
	}
	slices.SortFunc(all, func(x, y *session) int { return x.spid - y.spid })
	return all
}

func (b *Embedded) sessionRows(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		for _, s := range b.snapshot(e) {
			b.mu.Lock()
			status, last, databaseID, open := "sleeping", s.last, s.databaseID, s.open
			if s.running {
				status = "running"
			}
			b.mu.Unlock()
			if last.IsZero() {
				last = s.since
			}
			if !yield([]tds.Value{
				int64(s.spid), s.since, s.who.host, s.who.app, int64(s.who.pid), s.who.library, s.who.sid, s.who.login, status, int64(0), int64(0),
				last, true, databaseID, open, s.who.login,
			}) {
				return
			}
		}
	}
}

func (b *Embedded) connectionRows(e *engine.Session) iter.Seq[[]tds.Value] {
	return func(yield func([]tds.Value) bool) {
		for _, s := range b.snapshot(e) {
			encrypted := "FALSE"
			if s.conn.Encrypted() {
				encrypted = "TRUE"
			}
			host, port := hostPort(s.conn.RemoteAddr())
			local, localPort := hostPort(s.conn.LocalAddr())
			if !yield([]tds.Value{
				int64(s.spid), s.since, "TCP", "TSQL", encrypted, "SQL", int64(s.conn.PacketSize()), host, port, local, localPort,
			}) {
				return
			}
		}
	}
}
