package procs

import (
	"bytes"
	"context"
	"database/sql"

	"msxgate/msdb"
)

// verifyProxyIdentifiers is sp_verify_proxy_identifiers: it finds the proxy that a caller names by id or by name. The
// messages speak of the caller's parameters.
func verifyProxyIdentifiers(ctx context.Context, c *Call, idParam, nameParam string, id sql.Null[int64], name sql.Null[string]) (p *msdb.Proxy, err error) {
	err = in(c, "sp_verify_proxy_identifiers", func(c *Call) error {
		name := trimNull(name)
		switch {
		case id.Valid == name.Valid:
			return errSupplyEither.With(idParam, nameParam)
		case id.Valid:
			if p, err = msdb.ProxyByID(ctx, c.Tx, id.V); err == nil && p == nil {
				err = errDoesNotExist.With(idParam, id)
			}
		default:
			if p, err = msdb.ProxyNamed(ctx, c.Tx, name.V); err == nil && p == nil {
				err = errDoesNotExist.With(nameParam, name)
			}
		}
		return err
	})
	return p, err
}

// proxyUse is a question to sp_verify_proxy_permissions: may that login use the proxy for the subsystem?
type proxyUse struct {
	subsystem     string
	proxy         int64
	login         sql.Null[string] // NULL: the caller
	quiet         bool             // a refusal is a return code only
	allowDisabled bool
	readOnly      bool // an operator may look at any proxy
}

// verifyProxyPermissions is sp_verify_proxy_permissions. T-SQL steps run without proxy; others need one that is enabled,
// granted to the subsystem, and granted to the login or a role of it. A sysadmin needs the former only.
func verifyProxyPermissions(ctx context.Context, c *Call, u *proxyUse) error {
	return in(c, "sp_verify_proxy_permissions", func(c *Call) error {
		if same(u.subsystem, "TSQL") {
			return errProxyForTSQL.With()
		}
		p, err := usableProxy(ctx, c, u.proxy)
		if err != nil || p == nil {
			return err
		}
		if p.Enabled == 0 && !u.allowDisabled {
			return u.refuse(2, errProxyDisabled.With(p.ProxyID))
		}
		allowed, err := mayUseProxy(ctx, c, u, p)
		if err != nil || allowed {
			return err
		}
		return u.refuse(1, errProxyNotAllowed.With(p.ProxyID, u.subsystem, or(u.login, c.Login.Name)))
	})
}

func (u *proxyUse) refuse(code int32, e error) error {
	if u.quiet {
		return returns(code)
	}
	_, raise, _ := Result(e)
	return fail(code, raise)
}

// usableProxy is the proxy as it stands. One whose credential is gone is disabled for good when a sysadmin looks.
func usableProxy(ctx context.Context, c *Call, id int64) (*msdb.Proxy, error) {
	p, err := msdb.ProxyByID(ctx, c.Tx, id)
	if err != nil || p == nil || p.Enabled == 0 || !c.Login.Sysadmin {
		return p, err
	}
	if _, _, ok := c.Session.CredentialName(p.CredentialID); ok {
		return p, nil
	}
	p.Enabled = 0
	return p, msdb.UpdateProxy(ctx, c.Tx, p)
}

func mayUseProxy(ctx context.Context, c *Call, u *proxyUse, p *msdb.Proxy) (bool, error) {
	s, err := msdb.SubsystemNamed(ctx, c.Tx, subsystemAlias(u.subsystem))
	if err != nil {
		return false, err
	}
	if u.subsystem != "" {
		if s == nil {
			return false, nil
		}
		granted, err := msdb.ProxyHasSubsystem(ctx, c.Tx, p.ProxyID, s.SubsystemID)
		if err != nil || !granted {
			return false, err
		}
	}
	name := or(u.login, c.Login.Name)
	if c.Session.IsSysadmin(name) || name == agentAccount || u.readOnly && c.Login.InRole(roleOperator) {
		return true, nil
	}
	return grantedToLogin(ctx, c, p.ProxyID, name)
}

// grantedToLogin tells whether the proxy was granted to the login itself or to a role that the caller is in.
func grantedToLogin(ctx context.Context, c *Call, proxy int64, name string) (bool, error) {
	grants, err := msdb.ProxyLogins(ctx, c.Tx, some(proxy), nil)
	if err != nil {
		return false, err
	}
	sid, _ := c.Session.SIDOf(name)
	for _, g := range grants {
		switch {
		case g.Flags == msdb.GrantLogin && bytes.Equal(g.SID, sid):
			return true, nil
		case g.Flags == msdb.GrantMsdbRole && same(name, c.Login.Name) && c.Login.InRole(roleOfSID(g.SID)):
			return true, nil
		}
	}
	return false, nil
}
