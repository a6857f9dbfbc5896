package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

var accountProcs = []*Proc{
	define("sp_msx_set_account", msxSetAccount),
	define("sp_msx_get_account", msxGetAccount),
}

type msxSetAccountParams struct {
	CredentialName sql.Null[string] `tsql:"@credential_name sysname = NULL"`
	CredentialID   sql.Null[int64]  `tsql:"@credential_id int = NULL"`
}

// msxSetAccount chooses the credential with which this target logs in to its master; without one, integrated
// security.
func msxSetAccount(ctx context.Context, c *Call, p *msxSetAccountParams) error {
	if !p.CredentialName.Valid && !p.CredentialID.Valid {
		return msdb.SetIntSetting(ctx, c.Tx, msdb.SettingRegularMSX, 0)
	}
	id, _, err := verifyCredential(c, p.CredentialID, p.CredentialName, false)
	if err != nil {
		return err
	}
	if err := msdb.SetIntSetting(ctx, c.Tx, msdb.SettingMSXCredentialID, id); err != nil {
		return err
	}
	return msdb.SetIntSetting(ctx, c.Tx, msdb.SettingRegularMSX, 1)
}

type msxAccountRow struct {
	Connection     int64  `col:"msx_connection int null"`
	CredentialID   int64  `col:"msx_credential_id int null"`
	CredentialName string `col:"msx_credential_name sysname"`
	LoginName      string `col:"msx_login_name nvarchar(4000) null"`
}

// msxGetAccount shows the credential, no row when it is gone. There is no result set under integrated security.
func msxGetAccount(ctx context.Context, c *Call, _ *noParams) error {
	regular, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingRegularMSX)
	if err != nil || regular.V != 1 {
		return err
	}
	id, err := msdb.IntSetting(ctx, c.Tx, msdb.SettingMSXCredentialID)
	if err != nil {
		return err
	}
	var rows []msxAccountRow
	if name, identity, ok := c.Session.CredentialName(id.V); ok && id.Valid {
		rows = append(rows, msxAccountRow{1, id.V, name, identity})
	}
	return send(c, rows)
}
