package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
)

var proxyProcs = []*Proc{
	define("sp_add_proxy", addProxy),
	define("sp_update_proxy", updateProxy),
	define("sp_delete_proxy", deleteProxy),
	define("sp_help_proxy", helpProxy),
	define("sp_get_proxy_properties", getProxyProperties),
	define("sp_reassign_proxy", reassignProxy),
	define("sp_verify_proxy", verifyProxyProc),
	define("sp_verify_proxy_identifiers", verifyProxyIdentifiersProc),
	define("sp_verify_proxy_permissions", verifyProxyPermissionsProc),
}

type addProxyParams struct {
	ProxyName      sql.Null[string] `tsql:"@proxy_name sysname"`
	Enabled        int64            `tsql:"@enabled tinyint = 1"`
	Description    sql.Null[string] `tsql:"@description nvarchar(512) = NULL"`
	CredentialName sql.Null[string] `tsql:"@credential_name sysname = NULL"`
	CredentialID   sql.Null[int64]  `tsql:"@credential_id int = NULL"`
	ProxyID        sql.Null[int64]  `tsql:"@proxy_id int = NULL OUTPUT"`
}

// addProxy adds a proxy for a credential. The identity of the credential must be a login.
func addProxy(ctx context.Context, c *Call, p *addProxyParams) error {
	clean(&p.ProxyName, &p.Description)
	if err := verifyProxy(ctx, c, p.ProxyName, p.Enabled); err != nil {
		return err
	}
	credential, _, err := verifyCredential(c, p.CredentialID, p.CredentialName, false)
	if err != nil {
		return err
	}
	sid, err := c.identitySID(credential)
	if err != nil {
		return err
	}
	proxy := &msdb.Proxy{
		Name: p.ProxyName.V, CredentialID: credential, Enabled: p.Enabled, Description: p.Description, UserSID: sid, CredentialDateCreated: c.now(),
	}
	if err := notNull(p.ProxyName, "name", "sysproxies"); err != nil {
		return err
	}
	if err := msdb.InsertProxy(ctx, c.Tx, proxy); err != nil {
		return err
	}
	p.ProxyID = some(proxy.ProxyID)
	return nil
}

// identitySID is the sid of the login that a credential's identity is.
func (c *Call) identitySID(credential int64) ([]byte, error) {
	_, identity, _ := c.Session.CredentialName(credential)
	sid, ok := c.Session.SIDOf(identity)
	if !ok {
		return nil, errProxyNotWindows.With(identity)
	}
	return sid, nil
}

type verifyProxyParams struct {
	ProxyID     sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName   sql.Null[string] `tsql:"@proxy_name sysname"`
	Enabled     int64            `tsql:"@enabled tinyint"`
	Description sql.Null[string] `tsql:"@description nvarchar(512) = NULL"`
}

func verifyProxyProc(ctx context.Context, c *Call, p *verifyProxyParams) error {
	known, err := msdb.ProxyNamed(ctx, c.Tx, trim(p.ProxyName.V))
	switch {
	case err != nil:
		return err
	case known != nil && (!p.ProxyID.Valid || p.ProxyID.V != known.ProxyID):
		return errAlreadyExists.With("@name", p.ProxyName)
	}
	return oneOf(p.Enabled, "@enabled", "0, 1", 0, 1)
}

// verifyProxy is sp_verify_proxy: the name of a new proxy must be free.
func verifyProxy(ctx context.Context, c *Call, name sql.Null[string], enabled int64) error {
	return in(c, "sp_verify_proxy", func(c *Call) error {
		return verifyProxyProc(ctx, c, &verifyProxyParams{ProxyName: name, Enabled: enabled})
	})
}

type updateProxyParams struct {
	ProxyID        sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName      sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
	CredentialName sql.Null[string] `tsql:"@credential_name sysname = NULL"`
	CredentialID   sql.Null[int64]  `tsql:"@credential_id int = NULL"`
	NewName        sql.Null[string] `tsql:"@new_name sysname = NULL"`
	Enabled        sql.Null[int64]  `tsql:"@enabled tinyint = NULL"`
	Description    sql.Null[string] `tsql:"@description nvarchar(512) = NULL"`
}

// updateProxy changes what it is given of a proxy. Only the tables guard its name.
func updateProxy(ctx context.Context, c *Call, p *updateProxyParams) error {
	clean(&p.NewName, &p.Description)
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return err
	}
	if p.CredentialID.Valid || p.CredentialName.Valid {
		if proxy.CredentialID, _, err = verifyCredential(c, p.CredentialID, p.CredentialName, false); err != nil {
			return err
		}
		proxy.CredentialDateCreated = c.now()
	}
	if proxy.UserSID, err = c.identitySID(proxy.CredentialID); err != nil {
		return err
	}
	keep(&proxy.Name, p.NewName)
	keep(&proxy.Enabled, p.Enabled)
	keepText(&proxy.Description, p.Description)
	return msdb.UpdateProxy(ctx, c.Tx, proxy)
}

type deleteProxyParams struct {
	ProxyID   sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
}

// deleteProxy deletes a proxy that no step uses.
func deleteProxy(ctx context.Context, c *Call, p *deleteProxyParams) error {
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return err
	}
	steps, err := msdb.StepsUsingProxy(ctx, c.Tx, proxy.ProxyID)
	switch {
	case err != nil:
		return err
	case len(steps) > 0:
		return errProxyInUse.With(proxy.ProxyID)
	}
	return msdb.DeleteProxy(ctx, c.Tx, proxy.ProxyID)
}

type helpProxyParams struct {
	ProxyID       sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName     sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
	SubsystemName sql.Null[string] `tsql:"@subsystem_name sysname = NULL"`
	Name          sql.Null[string] `tsql:"@name nvarchar(256) = NULL"`
}

type proxyRow struct {
	ProxyID                  int64            `col:"proxy_id int"`
	Name                     string           `col:"name sysname"`
	CredentialIdentity       sql.Null[string] `col:"credential_identity nvarchar(4000) null"`
	Enabled                  int64            `col:"enabled tinyint"`
	Description              sql.Null[string] `col:"description nvarchar(512) null"`
	UserSID                  []byte           `col:"user_sid varbinary(85) null"`
	CredentialID             int64            `col:"credential_id int"`
	CredentialIdentityExists int64            `col:"credential_identity_exists int"`
}

// ownProxyRow is what ordinary callers see: three columns are untyped NULLs, which are int.
type ownProxyRow struct {
	ProxyID                  int64            `col:"proxy_id int"`
	Name                     string           `col:"name sysname"`
	CredentialIdentity       sql.Null[int64]  `col:"credential_identity int null"`
	Enabled                  int64            `col:"enabled tinyint"`
	Description              sql.Null[string] `col:"description nvarchar(512) null"`
	UserSID                  sql.Null[int64]  `col:"user_sid int null"`
	CredentialID             int64            `col:"credential_id int"`
	CredentialIdentityExists sql.Null[int64]  `col:"credential_identity_exists int null"`
}

// helpProxy lists the proxies, or those that a login may use for a subsystem. Ordinary callers see their own.
func helpProxy(ctx context.Context, c *Call, p *helpProxyParams) error {
	clean(&p.SubsystemName, &p.Name)
	proxies, err := chosenProxies(ctx, c, p)
	if err != nil {
		return err
	}
	if p.SubsystemName.Valid {
		if _, err := verifySubsystemIdentifiers(ctx, c, "@subsystem_id", "@subsystem_name", sql.Null[int64]{}, p.SubsystemName); err != nil {
			return err
		}
	}
	privileged := c.Login.Sysadmin || c.Login.InRole(roleOperator)
	switch {
	case !privileged:
		p.Name = some(c.Login.Name)
	case p.SubsystemName.Valid != p.Name.Valid:
		return errSupplyBoth.With("@subsystem_name", "@name")
	}
	if proxies, err = usableProxies(ctx, c, proxies, p); err != nil {
		return err
	}
	if privileged {
		return sendProxies(c, proxies)
	}
	rows := make([]ownProxyRow, len(proxies))
	for i, x := range proxies {
		rows[i] = ownProxyRow{ProxyID: x.ProxyID, Name: x.Name, Enabled: x.Enabled, Description: x.Description, CredentialID: x.CredentialID}
	}
	return send(c, rows)
}

func chosenProxies(ctx context.Context, c *Call, p *helpProxyParams) ([]msdb.Proxy, error) {
	if !p.ProxyID.Valid && !trimNull(p.ProxyName).Valid {
		return msdb.Proxies(ctx, c.Tx)
	}
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return nil, err
	}
	return []msdb.Proxy{*proxy}, nil
}

// usableProxies keeps the proxies that the named login may use; without a name all.
func usableProxies(ctx context.Context, c *Call, proxies []msdb.Proxy, p *helpProxyParams) ([]msdb.Proxy, error) {
	if !p.Name.Valid {
		return proxies, nil
	}
	var usable []msdb.Proxy
	for i := range proxies {
		use := &proxyUse{subsystem: p.SubsystemName.V, proxy: proxies[i].ProxyID, login: p.Name}
		ok, err := mayUseProxy(ctx, c, use, &proxies[i])
		if err != nil {
			return nil, err
		}
		if ok {
			usable = append(usable, proxies[i])
		}
	}
	return usable, nil
}

func sendProxies(c *Call, proxies []msdb.Proxy) error {
	rows := make([]proxyRow, len(proxies))
	for i, x := range proxies {
		rows[i] = proxyRow{
			ProxyID: x.ProxyID, Name: x.Name, Enabled: x.Enabled, Description: x.Description, UserSID: x.UserSID, CredentialID: x.CredentialID,
		}
		if _, identity, ok := c.Session.CredentialName(x.CredentialID); ok {
			rows[i].CredentialIdentity, rows[i].CredentialIdentityExists = some(identity), 1
		}
	}
	return send(c, rows)
}

type getProxyPropertiesParams struct {
	ProxyID   sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	ProxyName sql.Null[string] `tsql:"@proxy_name sysname = NULL"`
}

type proxyPropertiesRow struct {
	UserDomain   sql.Null[string] `col:"user_domain nvarchar(4000) null"`
	UserName     sql.Null[string] `col:"user_name nvarchar(4000) null"`
	CredentialID int64            `col:"credential_id int"`
}

// getProxyProperties splits the identity behind a proxy into domain and user.
func getProxyProperties(ctx context.Context, c *Call, p *getProxyPropertiesParams) error {
	proxy, err := verifyProxyIdentifiers(ctx, c, "@proxy_id", "@proxy_name", p.ProxyID, p.ProxyName)
	if err != nil {
		return err
	}
	_, identity, _ := c.Session.CredentialName(proxy.CredentialID)
	domain, user, ok := strings.Cut(identity, `\`)
	if !ok {
		domain, user = "", identity
	}
	return send(c, []proxyPropertiesRow{{some(domain), some(user), proxy.CredentialID}})
}

type reassignProxyParams struct {
	CurrentProxyID   sql.Null[int64]  `tsql:"@current_proxy_id int = NULL"`
	CurrentProxyName sql.Null[string] `tsql:"@current_proxy_name sysname = NULL"`
	TargetProxyID    sql.Null[int64]  `tsql:"@target_proxy_id int = NULL"`
	TargetProxyName  sql.Null[string] `tsql:"@target_proxy_name sysname = NULL"`
}

// reassignProxy lets the steps of one proxy run under another, or with an empty name under none.
func reassignProxy(ctx context.Context, c *Call, p *reassignProxyParams) error {
	from, err := verifyProxyIdentifiers(ctx, c, "@current_proxy_id", "@current_proxy_name", p.CurrentProxyID, p.CurrentProxyName)
	if err != nil {
		return err
	}
	to := &msdb.Proxy{}
	if none := p.TargetProxyName.Valid && trim(p.TargetProxyName.V) == ""; !none || p.TargetProxyID.Valid {
		to, err = verifyProxyIdentifiers(ctx, c, "@target_proxy_id", "@target_proxy_name", p.TargetProxyID, p.TargetProxyName)
		if err != nil {
			return err
		}
		if to.ProxyID == from.ProxyID {
			return errSameProxy.With(from.ProxyID, to.ProxyID)
		}
	}
	steps, err := msdb.StepsUsingProxy(ctx, c.Tx, from.ProxyID)
	if err != nil {
		return err
	}
	for i := range steps {
		if err := mayServe(ctx, c, to, &steps[i]); err != nil {
			return err
		}
	}
	for _, s := range steps {
		update := &updateJobstepParams{JobID: some(s.JobID), StepID: s.StepID, AdditionalParameters: s.AdditionalParameters, ProxyName: some(to.Name)}
		if err := in(c, "sp_update_jobstep", func(c *Call) error { return updateJobstep(ctx, c, update) }); err != nil {
			return err
		}
	}
	return nil
}

// mayServe wants the proxy to be granted to the subsystem of a step.
func mayServe(ctx context.Context, c *Call, proxy *msdb.Proxy, step *msdb.JobStep) error {
	if proxy.ProxyID == 0 {
		return nil
	}
	s, err := msdb.SubsystemNamed(ctx, c.Tx, subsystemAlias(step.Subsystem))
	if err != nil || s == nil {
		return err
	}
	granted, err := msdb.ProxyHasSubsystem(ctx, c.Tx, proxy.ProxyID, s.SubsystemID)
	if err == nil && !granted {
		err = errProxyWithoutSubsystem.With(proxy.ProxyID, s.SubsystemID)
	}
	return err
}

type verifyProxyIdentifiersParams struct {
	NameOfNameParameter string           `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter   string           `tsql:"@name_of_id_parameter varchar(60)"`
	ProxyName           sql.Null[string] `tsql:"@proxy_name sysname OUTPUT"`
	ProxyID             sql.Null[int64]  `tsql:"@proxy_id int OUTPUT"`
}

func verifyProxyIdentifiersProc(ctx context.Context, c *Call, p *verifyProxyIdentifiersParams) error {
	proxy, err := verifyProxyIdentifiers(ctx, c, p.NameOfIDParameter, p.NameOfNameParameter, p.ProxyID, p.ProxyName)
	if err == nil {
		p.ProxyID, p.ProxyName = some(proxy.ProxyID), some(proxy.Name)
	}
	return err
}

type verifyProxyPermissionsParams struct {
	SubsystemName        string           `tsql:"@subsystem_name sysname"`
	ProxyID              sql.Null[int64]  `tsql:"@proxy_id int = NULL"`
	Name                 sql.Null[string] `tsql:"@name nvarchar(256) = NULL"`
	RaiseError           int64            `tsql:"@raise_error int = 1"`
	AllowDisableProxy    int64            `tsql:"@allow_disable_proxy int = 0"`
	VerifySpecialAccount int64            `tsql:"@verify_special_account int = 0"`
	CheckOnlyReadPerm    int64            `tsql:"@check_only_read_perm int = 0"`
}

func verifyProxyPermissionsProc(ctx context.Context, c *Call, p *verifyProxyPermissionsParams) error {
	if !p.ProxyID.Valid {
		return nil
	}
	login := p.Name
	if p.VerifySpecialAccount != 0 {
		login = some(agentAccount)
	}
	return verifyProxyPermissions(ctx, c, &proxyUse{
		subsystem: p.SubsystemName, proxy: p.ProxyID.V, login: login,
		quiet: p.RaiseError == 0, allowDisabled: p.AllowDisableProxy != 0, readOnly: p.CheckOnlyReadPerm != 0,
	})
}
