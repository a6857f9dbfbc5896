package gateway

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"msxgate/tds"
)

// principals is what the server knows of logins, roles, credentials, users and permissions. It is read from master's
// tables at start and again after each commit that changed them, and is immutable in between.
type principals struct {
	logins      map[string]*login // by lower-case name
	bySID       map[string]*login
	serverRoles map[string][]string // lower-case role to lower-case members
	credentials []credential
	databases   map[string]*databasePrincipals // by lower-case name
}

type login struct {
	id       int64
	name     string
	sid      []byte
	hash     string
	disabled bool
	database string
}

type credential struct {
	id             int64
	name, identity string
	secret         []byte
}

type databasePrincipals struct {
	users       map[string]*user // users and roles by lower-case name
	members     map[string][]string
	permissions []permission
}

type user struct {
	id   int64
	name string
	role bool
	sid  []byte
}

// permission is a GRANT or DENY. object is empty for a whole schema, schema too for the whole database.
type permission struct {
	grantee, name  string // lower case, upper case
	schema, object string
	deny           bool
}

// saSID is the SID of sa, by whatever name it goes, and of the user dbo.
var saSID = []byte{1}

// isSA tells the administrator that every server has.
func (l *login) isSA() bool { return bytes.Equal(l.sid, saSID) }

// fixedServerRoles are the roles every server has.
var fixedServerRoles = []string{
	"sysadmin", "securityadmin", "serveradmin", "setupadmin", "processadmin", "diskadmin", "dbcreator", "bulkadmin",
}

// fixedDatabaseRoles are the roles every database has.
var fixedDatabaseRoles = []string{
	"db_owner", "db_accessadmin", "db_securityadmin", "db_ddladmin", "db_backupoperator", "db_datareader", "db_datawriter",
	"db_denydatareader", "db_denydatawriter",
}

// rowReader runs a query of the gateway's own.
type rowReader interface {
	query(ctx context.Context, text string, row func([]tds.Value) error) error
}

func loadPrincipals(ctx context.Context, r rowReader) (*principals, error) {
	p := &principals{
		logins: map[string]*login{}, bySID: map[string]*login{}, serverRoles: map[string][]string{},
		databases: map[string]*databasePrincipals{},
	}
	loads := []struct {
		text string
		row  func([]tds.Value) error
	}{
		{`SELECT principal_id, name, sid, password_hash, is_disabled, default_database FROM master.msxgate.logins`, p.addLogin},
		{`SELECT role, member FROM master.msxgate.server_role_members`, p.addServerMember},
		{`SELECT credential_id, name, credential_identity, secret FROM master.msxgate.credentials`, p.addCredential},
		{`SELECT database_name, principal_id, name, type, sid FROM master.msxgate.database_principals`, p.addUser},
		{`SELECT database_name, role, member FROM master.msxgate.database_role_members`, p.addMember},
		{`SELECT database_name, grantee, permission, schema_name, object_name, state FROM master.msxgate.database_permissions`, p.addPermission},
	}
	for _, l := range loads {
		if err := r.query(ctx, l.text, l.row); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func text(v tds.Value) string { s, _ := v.(string); return s }

func (p *principals) addLogin(row []tds.Value) error {
	l := &login{name: text(row[1]), hash: text(row[3]), database: text(row[5])}
	l.id, _ = row[0].(int64)
	l.sid, _ = row[2].([]byte)
	l.disabled, _ = row[4].(bool)
	p.logins[strings.ToLower(l.name)] = l
	p.bySID[string(l.sid)] = l
	return nil
}

func (p *principals) addServerMember(row []tds.Value) error {
	role := strings.ToLower(text(row[0]))
	p.serverRoles[role] = append(p.serverRoles[role], strings.ToLower(text(row[1])))
	return nil
}

func (p *principals) addCredential(row []tds.Value) error {
	c := credential{name: text(row[1]), identity: text(row[2])}
	c.id, _ = row[0].(int64)
	c.secret, _ = row[3].([]byte)
	p.credentials = append(p.credentials, c)
	return nil
}

func (p *principals) addUser(row []tds.Value) error {
	u := &user{name: text(row[2]), role: strings.TrimSpace(text(row[3])) == "R"}
	u.id, _ = row[1].(int64)
	u.sid, _ = row[4].([]byte)
	p.database(text(row[0])).users[strings.ToLower(u.name)] = u
	return nil
}

func (p *principals) addMember(row []tds.Value) error {
	d, role := p.database(text(row[0])), strings.ToLower(text(row[1]))
	d.members[role] = append(d.members[role], strings.ToLower(text(row[2])))
	return nil
}

func (p *principals) addPermission(row []tds.Value) error {
	d := p.database(text(row[0]))
	d.permissions = append(d.permissions, permission{
		grantee: strings.ToLower(text(row[1])), name: strings.ToUpper(text(row[2])),
		schema: text(row[3]), object: text(row[4]), deny: strings.EqualFold(text(row[5]), "DENY"),
	})
	return nil
}

// database is the entry of a database while loading.
func (p *principals) database(name string) *databasePrincipals {
	key := strings.ToLower(name)
	d := p.databases[key]
	if d == nil {
		d = &databasePrincipals{users: map[string]*user{}, members: map[string][]string{}}
		p.databases[key] = d
	}
	return d
}

func (p *principals) login(name string) *login { return p.logins[strings.ToLower(name)] }

func isServerRole(name string) bool {
	return strings.EqualFold(name, "public") || slices.Contains(fixedServerRoles, strings.ToLower(name))
}

// inServerRole tells whether a login is a member of a fixed server role; known is false for a role or login that does
// not exist.
func (p *principals) inServerRole(name, role string) (member, known bool) {
	role = strings.ToLower(role)
	if role == "public" {
		return true, true
	}
	if !isServerRole(role) || p.login(name) == nil {
		return false, false
	}
	name = strings.ToLower(name)
	return slices.Contains(p.serverRoles[role], name), true
}

func (p *principals) sysadmin(name string) bool {
	member, _ := p.inServerRole(name, "sysadmin")
	return member
}

// access is what a login is in one database.
type access struct {
	user  string   // database user: dbo for a sysadmin, guest where the login has no user
	owner bool     // dbo or member of db_owner
	roles []string // lower-case, public and nested membership included
}

// dbo tells the owner of a database, to whom nothing can be denied, from a member of db_owner.
func (a *access) dbo() bool { return a.user == "dbo" }

func (a *access) in(role string) bool { return slices.Contains(a.roles, role) }

// openToGuests are the databases a login enters without a user of its own.
var openToGuests = []string{"master", "tempdb", "msdb"}

// access resolves a login in a database; ok is false when it may not enter (916).
func (p *principals) access(l *login, database string) (access, bool) {
	if p.sysadmin(l.name) || bytes.Equal(l.sid, saSID) {
		return p.accessOf("dbo", database), true
	}
	if d := p.databases[strings.ToLower(database)]; d != nil && len(l.sid) > 0 {
		if u := d.userOf(l.sid); u != nil {
			return p.accessOf(u.name, database), true
		}
	}
	return p.guest(database)
}

// guest is what everybody else is in a database.
func (p *principals) guest(database string) (access, bool) {
	if slices.Contains(openToGuests, strings.ToLower(database)) {
		return access{user: "guest", roles: []string{"public"}}, true
	}
	return access{}, false
}

// accessOf is what a user is in a database.
func (p *principals) accessOf(user, database string) access {
	if strings.EqualFold(user, "dbo") {
		return access{user: "dbo", owner: true, roles: []string{"public", "db_owner"}}
	}
	a := access{user: user, roles: []string{"public"}}
	if d := p.databases[strings.ToLower(database)]; d != nil {
		a.roles = d.rolesOf(user)
	}
	a.owner = a.in("db_owner")
	return a
}

// user finds a user or role of a database, dbo and guest included, or nil.
func (p *principals) user(database, name string) *user {
	switch strings.ToLower(name) {
	case "dbo":
		return &user{id: 1, name: "dbo", sid: saSID}
	case "guest":
		return &user{id: 2, name: "guest"}
	}
	if d := p.databases[strings.ToLower(database)]; d != nil {
		return d.users[strings.ToLower(name)]
	}
	return nil
}

// userOf is the user of a login, or nil.
func (d *databasePrincipals) userOf(sid []byte) *user {
	for _, u := range d.users {
		if !u.role && len(sid) > 0 && bytes.Equal(u.sid, sid) {
			return u
		}
	}
	return nil
}

// rolesOf are the roles of a user, those of its roles included.
func (d *databasePrincipals) rolesOf(name string) []string {
	out := []string{"public"}
	pending := []string{strings.ToLower(name)}
	for len(pending) > 0 {
		member := pending[0]
		pending = pending[1:]
		for role, members := range d.members {
			if slices.Contains(members, member) && !slices.Contains(out, role) {
				out = append(out, role)
				pending = append(pending, role)
			}
		}
	}
	return out
}

// object is what a permission is asked for. An empty name stands for the whole schema, an empty schema for the database.
type object struct{ database, schema, name string }

// covers tells whether a permission on p counts for o.
func (p *permission) covers(o object) bool {
	return (p.schema == "" || strings.EqualFold(p.schema, o.schema)) && (p.object == "" || strings.EqualFold(p.object, o.name))
}

// allows tells whether a has a permission on an object: a DENY wins over any GRANT, and over membership of db_owner.
func (p *principals) allows(a access, permissionName string, o object) bool {
	if a.dbo() {
		return true
	}
	granted := a.owner
	if d := p.databases[strings.ToLower(o.database)]; d != nil {
		who := strings.ToLower(a.user)
		for i := range d.permissions {
			g := &d.permissions[i]
			if g.grantee != who && !a.in(g.grantee) || !g.covers(o) || !g.implies(permissionName) {
				continue
			}
			if g.deny {
				return false
			}
			granted = true
		}
	}
	switch {
	case permissionName == "SELECT" && a.in("db_denydatareader"), isWrite(permissionName) && a.in("db_denydatawriter"):
		return false
	case permissionName == "SELECT" && a.in("db_datareader"), isWrite(permissionName) && a.in("db_datawriter"):
		return true
	}
	return granted
}

// denies tells whether a permission was denied to a, which a grant of the procedure's own does not outweigh.
func (p *principals) denies(a access, permissionName string, o object) bool {
	d := p.databases[strings.ToLower(o.database)]
	return d != nil && slices.ContainsFunc(d.permissions, func(g permission) bool {
		return g.deny && (g.grantee == strings.ToLower(a.user) || a.in(g.grantee)) && g.covers(o) && g.implies(permissionName)
	})
}

// implies tells whether the permission is the one asked for or stands above it.
func (p *permission) implies(name string) bool {
	return p.name == name || p.name == "ALL" || p.name == "CONTROL"
}

func isWrite(permission string) bool {
	return permission == "INSERT" || permission == "UPDATE" || permission == "DELETE"
}

// directory hands out the current principals.
type directory struct {
	mu      sync.RWMutex
	current *principals
}

func (d *directory) get() *principals {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.current
}

func (d *directory) set(p *principals) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.current = p
}
