package gateway

import (
	"slices"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Property implements eval.Session: SERVERPROPERTY, CONNECTIONPROPERTY and their kin. An unknown name is NULL, as SQL
// Server answers.
func (s *session) Property(function string, args ...tds.Value) (tds.Value, bool) {
	name := ""
	if len(args) > 0 {
		name = strings.ToLower(text(args[0]))
	}
	switch function {
	case "SERVERPROPERTY":
		return s.serverProperty(name), true
	case "CONNECTIONPROPERTY":
		return s.connectionProperty(name), true
	case "FULLTEXTSERVICEPROPERTY":
		return int64(0), true
	case "LOGINPROPERTY":
		return s.loginProperty(name, args), true
	case "CURSOR_STATUS":
		if len(args) < 2 {
			return nil, true
		}
		return int64(s.machine.CursorStatus(name, text(args[1]))), true
	case "HOST_ID":
		return nil, true
	case "SESSIONPROPERTY":
		return s.sessionProperty(name), true
	case "CONTEXT_INFO":
		if s.context.info == nil {
			return nil, true
		}
		return s.context.info, true
	case "SESSION_CONTEXT":
		return s.context.value(name), true
	case "CURRENT_REQUEST_ID":
		return int64(0), true
	case "GETANSINULL":
		return int64(1), true
	case "SUSER_SNAME", "SUSER_NAME", "SUSER_SID", "SUSER_ID", "USER_NAME", "USER_ID", "DATABASE_PRINCIPAL_ID", "IS_ROLEMEMBER":
		return s.principalProperty(function, s.engine.Database(), args), true
	case "HAS_DBACCESS":
		if !s.engine.HasDatabase(name) {
			return nil, true
		}
		if _, ok := s.access(name); !ok {
			return int64(0), true
		}
		return int64(1), true
	case "HAS_PERMS_BY_NAME":
		return s.hasPermission(args), true
	case "ORIGINAL_DB_NAME":
		return s.home, true
	case "FORMATMESSAGE":
		if n, ok := args[0].(int64); ok {
			if template, _, ok := message(int32(n)); ok {
				return template, true
			}
		}
		return nil, true
	}
	return nil, false
}

// loginProperty is LOGINPROPERTY(login, property): NULL for a login that is not there.
func (s *session) loginProperty(name string, args []tds.Value) tds.Value {
	l := s.principals().login(name)
	if l == nil || len(args) < 2 {
		return nil
	}
	switch strings.ToLower(text(args[1])) {
	case "islocked", "isexpired", "ismustchange", "badpasswordcount", "historylength":
		return int64(0)
	case "badpasswordtime", "lockouttime":
		return time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	case "passwordlastsettime":
		return s.server.started
	case "defaultdatabase":
		return l.database
	case "defaultlanguage":
		return "us_english"
	}
	return nil
}

// sessionProperty is a SET option of the session, NULL for one that is not known.
func (s *session) sessionProperty(name string) tds.Value {
	o := &s.options
	on, known := map[string]bool{
		"ansi_nulls": o.AnsiNulls, "ansi_padding": o.AnsiPadding, "ansi_warnings": o.AnsiWarnings, "arithabort": o.ArithAbort,
		"concat_null_yields_null": o.ConcatNull, "numeric_roundabort": o.NumericRoundAbort, "quoted_identifier": o.QuotedIdentifier,
	}[name]
	return bitOrNull(on, known)
}

// hasPermission is HAS_PERMS_BY_NAME(securable, class, permission): NULL when it cannot be told.
func (s *session) hasPermission(args []tds.Value) tds.Value {
	if len(args) < 3 || args[2] == nil {
		return nil
	}
	securable, class, permission := text(args[0]), strings.ToUpper(text(args[1])), strings.ToUpper(text(args[2]))
	if permission == "ANY" {
		return int64(1)
	}
	switch class {
	case "", "SERVER":
		everybody := permission == "CONNECT SQL" || permission == "VIEW ANY DATABASE"
		return bitOrNull(everybody || s.sysadmin(), true)
	case "DATABASE":
		if securable == "" {
			securable = s.engine.Database()
		}
		a, ok := s.access(securable)
		return bitOrNull(ok && (permission == "CONNECT" || s.principals().allows(a, permission, object{database: securable})), s.engine.HasDatabase(securable))
	case "OBJECT":
		n, err := tsql.ParseProcName(securable)
		if err != nil {
			return nil
		}
		o := named(*n, s.engine.Database())
		a, ok := s.access(o.database)
		return bitOrNull(ok && s.principals().allows(a, permission, o), s.hasObject(o))
	}
	return bitOrNull(s.sysadmin(), true)
}

// principalProperty answers the functions that turn names of principals into ids and back.
func (s *session) principalProperty(function, database string, args []tds.Value) tds.Value {
	p := s.principals()
	if len(args) == 0 {
		switch function {
		case "SUSER_ID":
			return loginID(s.login())
		case "USER_ID", "DATABASE_PRINCIPAL_ID":
			return s.userID(database, s.userIn(database))
		}
		return nil
	}
	switch function {
	case "SUSER_SNAME":
		if sid, ok := args[0].([]byte); ok && p.bySID[string(sid)] != nil {
			return p.bySID[string(sid)].name
		}
	case "SUSER_SID":
		if l := p.login(text(args[0])); l != nil {
			return l.sid
		}
	case "SUSER_ID":
		if l := p.login(text(args[0])); l != nil {
			return loginID(l)
		}
	case "SUSER_NAME":
		id, _ := args[0].(int64)
		for _, l := range p.logins {
			if loginID(l) == id && l.name != agentLogin {
				return l.name
			}
		}
	case "USER_NAME":
		id, _ := args[0].(int64)
		return s.userNamed(database, func(_ string, have int64) bool { return have == id })
	case "USER_ID", "DATABASE_PRINCIPAL_ID":
		return s.userID(database, text(args[0]))
	case "IS_ROLEMEMBER":
		return s.isRoleMember(database, text(args[0]), args)
	}
	return nil
}

// userNamed is the name of the principal of a database that is wanted, or NULL.
func (s *session) userNamed(database string, want func(name string, id int64) bool) tds.Value {
	for id, name := range []string{"public", "dbo", "guest"} {
		if want(name, int64(id)) {
			return name
		}
	}
	if d := s.principals().databases[strings.ToLower(database)]; d != nil {
		for _, u := range d.users {
			if want(u.name, u.id) {
				return u.name
			}
		}
	}
	for _, r := range fixedDatabaseRoles {
		if want(r, databaseRoleID(r)) {
			return r
		}
	}
	return nil
}

func (s *session) userID(database, name string) tds.Value {
	var found tds.Value
	s.userNamed(database, func(n string, id int64) bool {
		if strings.EqualFold(n, name) {
			found = id
		}
		return found != nil
	})
	return found
}

// isRoleMember is IS_ROLEMEMBER(role, user); NULL when one of them does not exist.
func (s *session) isRoleMember(database, role string, args []tds.Value) tds.Value {
	if len(args) < 2 {
		member, known := s.isMemberIn(database, role)
		return bitOrNull(member, known)
	}
	name := text(args[1])
	d := s.principals().databases[strings.ToLower(database)]
	if d == nil || d.users[strings.ToLower(name)] == nil {
		return nil
	}
	return bitOrNull(slices.Contains(d.rolesOf(name), strings.ToLower(role)), true)
}

func bitOrNull(member, known bool) tds.Value {
	switch {
	case !known:
		return nil
	case member:
		return int64(1)
	}
	return int64(0)
}

// serverProperty says SQL Server 2022 Standard Edition, and the truth under the name msxgate.
func (s *session) serverProperty(name string) tds.Value {
	_, instance, named := strings.Cut(s.server.Name, `\`)
	switch name {
	case "servername":
		return s.server.Name
	case "machinename", "computernamephysicalnetbios":
		return s.server.Machine
	case "instancename":
		if named {
			return instance
		}
		return nil
	case "edition":
		return "Standard Edition (64-bit)"
	case "editionid":
		return int64(-1534726760)
	case "engineedition":
		return int64(2)
	case "productversion":
		return eval.ProductVersion
	case "productlevel":
		return "RTM"
	case "productmajorversion":
		return "16"
	case "productminorversion":
		return "0"
	case "productbuild":
		return "4185"
	case "resourceversion":
		return "16.00.4185"
	case "resourcelastupdatedatetime":
		return s.server.started
	case "collation":
		return "SQL_Latin1_General_CP1_CI_AS"
	case "collationid":
		return int64(872468488)
	case "comparisonstyle":
		return int64(196609)
	case "lcid":
		return int64(1033)
	case "sqlcharset":
		return int64(1)
	case "sqlcharsetname":
		return "iso_1"
	case "sqlsortorder":
		return int64(52)
	case "sqlsortordername":
		return "nocase_iso"
	case "buildclrversion":
		return "v4.0.30319"
	case "pathseparator":
		return `\`
	case "processid":
		return nil
	case "licensetype":
		return "DISABLED"
	case "errorlogfilename":
		return ""
	case "instancedefaultdatapath", "instancedefaultlogpath", "instancedefaultbackuppath":
		return ""
	case "isclustered", "issingleuser", "isfulltextinstalled", "ishadrenabled", "isintegratedsecurityonly", "ispolybaseinstalled",
		"isxtpsupported", "isadvancedanalyticsinstalled", "islocaldb", "filestreamconfiguredlevel", "filestreameffectivelevel",
		"hadrmanagerstatus", "istempdbmetadatamemoryoptimized", "isbigdatacluster", "isexternalauthenticationonly", "isserversuspendedforsnapshotbackup":
		return int64(0)
	case "msxgate":
		return Version
	}
	return nil
}

func (s *session) connectionProperty(name string) tds.Value {
	if s.conn == nil {
		return nil
	}
	switch name {
	case "net_transport", "physical_net_transport":
		return "TCP"
	case "protocol_type":
		return "TSQL"
	case "auth_scheme":
		return "SQL"
	case "client_net_address":
		return hostOf(s.conn.RemoteAddr())
	case "local_net_address":
		return hostOf(s.conn.LocalAddr())
	}
	return nil
}
