package msdb

import (
	"context"
	"database/sql"
	"time"
)

// Proxy is a row of dbo.sysproxies: steps run under its credential.
type Proxy struct {
	ProxyID               int64
	Name                  string
	CredentialID          int64
	Enabled               int64
	Description           sql.Null[string]
	UserSID               []byte
	CredentialDateCreated time.Time
}

const proxySelect = `SELECT p.proxy_id, p.name, p.credential_id, p.enabled, p.description, p.user_sid, p.credential_date_created FROM dbo.sysproxies AS p`

func (p *Proxy) fields() []any {
	return []any{&p.ProxyID, &p.Name, &p.CredentialID, &p.Enabled, &p.Description, &p.UserSID, &p.CredentialDateCreated}
}

func (p *Proxy) args() []Arg {
	return []Arg{
		arg("proxy_id", p.ProxyID), arg("name", p.Name), arg("credential_id", p.CredentialID), arg("enabled", p.Enabled),
		arg("description", p.Description), arg("user_sid", p.UserSID), arg("created", p.CredentialDateCreated),
	}
}

// ProxyByID is the proxy of that id, or nil.
func ProxyByID(ctx context.Context, tx Tx, id int64) (*Proxy, error) {
	return selectRow(ctx, tx, proxySelect+` WHERE p.proxy_id = @proxy_id`, (*Proxy).fields, arg("proxy_id", id))
}

// ProxyNamed is the proxy of that name, or nil.
func ProxyNamed(ctx context.Context, tx Tx, name string) (*Proxy, error) {
	return selectRow(ctx, tx, proxySelect+` WHERE p.name = @name`, (*Proxy).fields, arg("name", name))
}

// Proxies are all proxies by id.
func Proxies(ctx context.Context, tx Tx) ([]Proxy, error) {
	return selectRows(ctx, tx, proxySelect+` ORDER BY p.proxy_id`, (*Proxy).fields)
}

// InsertProxy adds the proxy and sets its ProxyID.
func InsertProxy(ctx context.Context, tx Tx, p *Proxy) error {
	err := exec(ctx, tx, `INSERT INTO dbo.sysproxies (name, credential_id, enabled, description, user_sid, credential_date_created)
		VALUES (@name, @credential_id, @enabled, @description, @user_sid, @created)`, p.args()...)
	if err != nil {
		return err
	}
	p.ProxyID, err = selectValue[int64](ctx, tx, `SELECT proxy_id FROM dbo.sysproxies WHERE name = @name`, arg("name", p.Name))
	return err
}

// UpdateProxy writes the proxy of that id.
func UpdateProxy(ctx context.Context, tx Tx, p *Proxy) error {
	return exec(ctx, tx, `UPDATE dbo.sysproxies SET name = @name, credential_id = @credential_id, enabled = @enabled,
		description = @description, user_sid = @user_sid, credential_date_created = @created WHERE proxy_id = @proxy_id`, p.args()...)
}

// DeleteProxy deletes the proxy with its grants.
func DeleteProxy(ctx context.Context, tx Tx, id int64) error {
	return eachOf(ctx, tx, []string{
		`DELETE FROM dbo.sysproxysubsystem WHERE proxy_id = @proxy_id`,
		`DELETE FROM dbo.sysproxylogin WHERE proxy_id = @proxy_id`,
		`DELETE FROM dbo.sysproxies WHERE proxy_id = @proxy_id`,
	}, arg("proxy_id", id))
}

// ProxyHasSubsystem tells whether the proxy may serve steps of the subsystem.
func ProxyHasSubsystem(ctx context.Context, tx Tx, proxy, subsystem int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysproxysubsystem WHERE proxy_id = @proxy_id AND subsystem_id = @subsystem_id`,
		arg("proxy_id", proxy), arg("subsystem_id", subsystem))
}

// GrantProxyToSubsystem lets the proxy serve steps of the subsystem.
func GrantProxyToSubsystem(ctx context.Context, tx Tx, proxy, subsystem int64) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysproxysubsystem (subsystem_id, proxy_id) VALUES (@subsystem_id, @proxy_id)`,
		arg("proxy_id", proxy), arg("subsystem_id", subsystem))
}

// RevokeProxyFromSubsystem ends that, and tells whether it was granted.
func RevokeProxyFromSubsystem(ctx context.Context, tx Tx, proxy, subsystem int64) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM dbo.sysproxysubsystem WHERE proxy_id = @proxy_id AND subsystem_id = @subsystem_id`,
		arg("proxy_id", proxy), arg("subsystem_id", subsystem))
	return n > 0, err
}

// ProxySubsystem is a grant of a proxy to a subsystem.
type ProxySubsystem struct {
	SubsystemID   int64
	SubsystemName string
	ProxyID       int64
	ProxyName     string
}

// ProxySubsystems are the grants of proxies to subsystems, all or those of one proxy or subsystem.
func ProxySubsystems(ctx context.Context, tx Tx, proxy, subsystem sql.Null[int64]) ([]ProxySubsystem, error) {
	return selectRows(ctx, tx, `SELECT s.subsystem_id, s.subsystem, p.proxy_id, p.name FROM dbo.sysproxysubsystem AS g
		JOIN dbo.syssubsystems AS s ON s.subsystem_id = g.subsystem_id
		JOIN dbo.sysproxies AS p ON p.proxy_id = g.proxy_id
		WHERE (@proxy_id IS NULL OR p.proxy_id = @proxy_id) AND (@subsystem_id IS NULL OR s.subsystem_id = @subsystem_id)
		ORDER BY s.subsystem_id, p.proxy_id`,
		func(g *ProxySubsystem) []any {
			return []any{&g.SubsystemID, &g.SubsystemName, &g.ProxyID, &g.ProxyName}
		}, arg("proxy_id", proxy), arg("subsystem_id", subsystem))
}

// Whom a grant of a proxy names.
const (
	GrantLogin      = 0
	GrantServerRole = 1
	GrantMsdbRole   = 2
)

// ProxyLogin is a grant of a proxy to a login or role.
type ProxyLogin struct {
	ProxyID   int64
	ProxyName string
	SID       []byte
	Flags     int64
}

// ProxyLogins are the grants of proxies to logins and roles, all or those of one proxy or principal.
func ProxyLogins(ctx context.Context, tx Tx, proxy sql.Null[int64], sid []byte) ([]ProxyLogin, error) {
	return selectRows(ctx, tx, `SELECT p.proxy_id, p.name, g.sid, g.flags FROM dbo.sysproxylogin AS g
		JOIN dbo.sysproxies AS p ON p.proxy_id = g.proxy_id
		WHERE (@proxy_id IS NULL OR p.proxy_id = @proxy_id) AND (@sid IS NULL OR g.sid = @sid)
		ORDER BY p.proxy_id`,
		func(g *ProxyLogin) []any { return []any{&g.ProxyID, &g.ProxyName, &g.SID, &g.Flags} },
		arg("proxy_id", proxy), arg("sid", sid))
}

// GrantProxyToLogin lets a login or role use the proxy.
func GrantProxyToLogin(ctx context.Context, tx Tx, proxy int64, sid []byte, flags int64) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysproxylogin (proxy_id, sid, flags) VALUES (@proxy_id, @sid, @flags)`,
		arg("proxy_id", proxy), arg("sid", sid), arg("flags", flags))
}

// RevokeProxyFromLogin ends that, and tells whether it was granted.
func RevokeProxyFromLogin(ctx context.Context, tx Tx, proxy int64, sid []byte) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM dbo.sysproxylogin WHERE proxy_id = @proxy_id AND sid = @sid`, arg("proxy_id", proxy), arg("sid", sid))
	return n > 0, err
}
