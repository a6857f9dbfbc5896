package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

var proxyGrantProcs = []*Proc{
	define("sp_grant_proxy_to_subsystem", grantProxyToSubsystem),
	define("sp_revoke_proxy_from_subsystem", revokeProxyFromSubsystem),
	define("sp_enum_proxy_for_subsystem", enumProxyForSubsystem),
	define("sp_grant_login_to_proxy", grantLoginToProxy),
	define("sp_revoke_login_from_proxy", revokeLoginFromProxy),
	define("sp_enum_login_for_proxy", enumLoginForProxy),
	define("sp_verify_login_identifiers", verifyLoginIdentifiersProc),
}

type grantProxyToSubsystemParams struct {
	ProxyID       sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName     sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
	SubsystemID   sql.Null[int64]  `tsql:"@subsystem_id int = NULL"`
	SubsystemName sql.Null[string] `tsql:"@subsystem_name sysname = NULL"`
}

// grantProxyToSubsystem lets a proxy serve steps of a subsystem.
func grantProxyToSubsystem(ctx context.Context, c *Call, p *grantProxyToSubsystemParams) error {
	proxy, s, err := proxyAndSubsystem(ctx, c, p)
	if err != nil {
		return err
	}
	if s.SubsystemID == msdb.SubsystemTSQL {
		return errTSQLUnderProxy.With()
	}
	granted, err := msdb.ProxyHasSubsystem(ctx, c.Tx, proxy.ProxyID, s.SubsystemID)
	switch {
	case err != nil:
		return err
	case granted:
		return errProxyAlreadyGranted.With()
	}
	if same(s.Name, "CmdExec") || same(s.Name, "PowerShell") {
		if _, _, err := verifyCredential(c, some(proxy.CredentialID), sql.Null[string]{}, true); err != nil {
			return err
		}
	}
	return msdb.GrantProxyToSubsystem(ctx, c.Tx, proxy.ProxyID, s.SubsystemID)
}

func proxyAndSubsystem(ctx context.Context, c *Call, p *grantProxyToSubsystemParams) (*msdb.Proxy, *msdb.Subsystem, error) {
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return nil, nil, err
	}
	s, err := verifySubsystemIdentifiers(ctx, c, "@subsystem_id", "@subsystem_name", p.SubsystemID, p.SubsystemName)
	return proxy, s, err
}

// revokeProxyFromSubsystem ends that.
func revokeProxyFromSubsystem(ctx context.Context, c *Call, p *grantProxyToSubsystemParams) error {
	proxy, s, err := proxyAndSubsystem(ctx, c, p)
	if err != nil {
		return err
	}
	revoked, err := msdb.RevokeProxyFromSubsystem(ctx, c.Tx, proxy.ProxyID, s.SubsystemID)
	if err == nil && !revoked {
		err = errProxyWithoutNamedSubsystem.With(proxy.Name, s.Name)
	}
	return err
}

type proxySubsystemRow struct {
	SubsystemID   int64  `col:"subsystem_id int"`
	SubsystemName string `col:"subsystem_name nvarchar(40)"`
	ProxyID       int64  `col:"proxy_id int"`
	ProxyName     string `col:"proxy_name sysname"`
}

// enumProxyForSubsystem lists which proxies serve which subsystems.
func enumProxyForSubsystem(ctx context.Context, c *Call, p *grantProxyToSubsystemParams) error {
	var proxy, subsystem sql.Null[int64]
	clean(&p.ProxyName, &p.SubsystemName)
	if p.ProxyID.Valid || p.ProxyName.Valid {
		x, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
		if err != nil {
			return err
		}
		proxy = some(x.ProxyID)
	}
	if p.SubsystemID.Valid || p.SubsystemName.Valid {
		s, err := verifySubsystemIdentifiers(ctx, c, "@subsystem_id", "@subsystem_name", p.SubsystemID, p.SubsystemName)
		if err != nil {
			return err
		}
		subsystem = some(s.SubsystemID)
	}
	grants, err := msdb.ProxySubsystems(ctx, c.Tx, proxy, subsystem)
	if err != nil {
		return err
	}
	rows := make([]proxySubsystemRow, len(grants))
	for i, g := range grants {
		rows[i] = proxySubsystemRow(g)
	}
	return send(c, rows)
}

type grantLoginToProxyParams struct {
	LoginName       sql.Null[string] `tsql:"@login_name nvarchar(256) = NULL"`
	FixedServerRole sql.Null[string] `tsql:"@fixed_server_role nvarchar(256) = NULL"`
	MsdbRole        sql.Null[string] `tsql:"@msdb_role nvarchar(256) = NULL"`
	ProxyID         sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName       sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
}

// grantLoginToProxy lets a login or a role use a proxy. A sysadmin may use any.
func grantLoginToProxy(ctx context.Context, c *Call, p *grantLoginToProxyParams) error {
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return err
	}
	name, sid, flags, err := verifyLoginIdentifiers(c, p.LoginName, p.FixedServerRole, p.MsdbRole)
	if err != nil {
		return err
	}
	if flags == msdb.GrantLogin && c.Session.IsSysadmin(name) {
		return c.Info(infoSysadminProxy.With(name))
	}
	grants, err := msdb.ProxyLogins(ctx, c.Tx, some(proxy.ProxyID), sid)
	switch {
	case err != nil:
		return err
	case len(grants) > 0:
		return errProxyAlreadyGranted.With()
	}
	return msdb.GrantProxyToLogin(ctx, c.Tx, proxy.ProxyID, sid, flags)
}

// verifyLoginIdentifiers is sp_verify_login_identifiers: it finds the one login or role that a caller names.
func verifyLoginIdentifiers(c *Call, login, serverRole, msdbRole sql.Null[string]) (name string, sid []byte, flags int64, err error) {
	err = in(c, "sp_verify_login_identifiers", func(c *Call) error {
		clean(&login, &serverRole, &msdbRole)
		given := 0
		for _, n := range []sql.Null[string]{login, serverRole, msdbRole} {
			if n.Valid {
				given, name = given+1, n.V
			}
		}
		switch {
		case given != 1:
			return errOneLogin.With()
		case login.Valid:
			var ok bool
			if sid, ok = c.Session.SIDOf(name); !ok {
				return errLoginIdentifier.With(name)
			}
			return nil
		case serverRole.Valid && !contains(serverRoles, name):
			return errFixedServerRole.With(name)
		case msdbRole.Valid && !contains(msdbRoles, name):
			return errMsdbRole.With(name)
		}
		sid, flags = sidOfRole(name), msdb.GrantMsdbRole
		if serverRole.Valid {
			flags = msdb.GrantServerRole
		}
		return nil
	})
	return name, sid, flags, err
}

type verifyLoginIdentifiersParams struct {
	LoginName       sql.Null[string] `tsql:"@login_name nvarchar(256)"`
	FixedServerRole sql.Null[string] `tsql:"@fixed_server_role nvarchar(256)"`
	MsdbRole        sql.Null[string] `tsql:"@msdb_role nvarchar(256)"`
	Name            sql.Null[string] `tsql:"@name nvarchar(256) OUTPUT"`
	SID             []byte           `tsql:"@sid varbinary(85) OUTPUT"`
	Flags           sql.Null[int64]  `tsql:"@flags int OUTPUT"`
}

func verifyLoginIdentifiersProc(_ context.Context, c *Call, p *verifyLoginIdentifiersParams) error {
	name, sid, flags, err := verifyLoginIdentifiers(c, p.LoginName, p.FixedServerRole, p.MsdbRole)
	if err == nil {
		p.Name, p.SID, p.Flags = some(name), sid, some(flags)
	}
	return err
}

type revokeLoginFromProxyParams struct {
	Name      string           `tsql:"@name nvarchar(256)"`
	ProxyID   sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
}

// revokeLoginFromProxy ends that.
func revokeLoginFromProxy(ctx context.Context, c *Call, p *revokeLoginFromProxyParams) error {
	name := trim(p.Name)
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return err
	}
	if c.Session.IsSysadmin(name) {
		if err := c.Info(infoSysadminProxy.With(name)); err != nil {
			return err
		}
		return returns(1)
	}
	for _, sid := range c.sidsOf(name) {
		revoked, err := msdb.RevokeProxyFromLogin(ctx, c.Tx, proxy.ProxyID, sid)
		if err != nil || revoked {
			return err
		}
	}
	return errProxyNotGranted.With(name, proxy.Name)
}

// sidsOf are the sids under which a grant to that name may stand: the login's and the role's.
func (c *Call) sidsOf(name string) [][]byte {
	var sids [][]byte
	if sid, ok := c.Session.SIDOf(name); ok {
		sids = append(sids, sid)
	}
	if contains(msdbRoles, name) || contains(serverRoles, name) {
		sids = append(sids, sidOfRole(name))
	}
	return sids
}

type enumLoginForProxyParams struct {
	Name      sql.Null[string] `tsql:"@name nvarchar(256) = NULL"`
	ProxyID   sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
}

type proxyLoginRow struct {
	ProxyID     int64            `col:"proxy_id int"`
	ProxyName   string           `col:"proxy_name sysname"`
	Flags       int64            `col:"flags int"`
	Name        sql.Null[string] `col:"name nvarchar(128) null"`
	SID         []byte           `col:"sid varbinary(85) null"`
	PrincipalID sql.Null[int64]  `col:"principal_id int null"`
}

// enumLoginForProxy lists who may use which proxies.
func enumLoginForProxy(ctx context.Context, c *Call, p *enumLoginForProxyParams) error {
	clean(&p.Name, &p.ProxyName)
	var proxy sql.Null[int64]
	if p.ProxyID.Valid || p.ProxyName.Valid {
		x, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
		if err != nil {
			return err
		}
		proxy = some(x.ProxyID)
	}
	if p.Name.Valid && len(c.sidsOf(p.Name.V)) == 0 {
		return errLoginIdentifier.With(p.Name)
	}
	grants, err := msdb.ProxyLogins(ctx, c.Tx, proxy, nil)
	if err != nil {
		return err
	}
	var rows []proxyLoginRow
	for _, g := range grants {
		row := proxyLoginRow{ProxyID: g.ProxyID, ProxyName: g.ProxyName, Flags: g.Flags}
		if role := roleOfSID(g.SID); role != "" {
			row.Name = some(role)
		} else {
			row.Name, row.SID = c.ownerName(g.SID), g.SID
		}
		if !p.Name.Valid || same(row.Name.V, p.Name.V) {
			rows = append(rows, row)
		}
	}
	return send(c, rows)
}
