package procs

import (
	"context"
	"database/sql"
	"strings"
)

var credentialProcs = []*Proc{
	define("sp_verify_credential_identifiers", verifyCredentialIdentifiers),
}

type verifyCredentialParams struct {
	NameParam      string           `tsql:"@name_of_name_parameter varchar(60)"`
	IDParam        string           `tsql:"@name_of_id_parameter varchar(60)"`
	CredentialName sql.Null[string] `tsql:"@credential_name sysname OUTPUT"`
	CredentialID   sql.Null[int64]  `tsql:"@credential_id int OUTPUT"`
	OnlyWindows    sql.Null[bool]   `tsql:"@allow_only_windows_credential bit = NULL"`
}

func verifyCredentialIdentifiers(_ context.Context, c *Call, p *verifyCredentialParams) error {
	id, name, err := c.findCredential(p.IDParam, p.NameParam, p.CredentialID, p.CredentialName, p.OnlyWindows.V)
	if err == nil {
		p.CredentialID, p.CredentialName = some(id), some(name)
	}
	return err
}

// verifyCredential is sp_verify_credential_identifiers: the credential must be named once and exist.
func verifyCredential(c *Call, id sql.Null[int64], name sql.Null[string], onlyWindows bool) (foundID int64, foundName string, err error) {
	err = in(c, "sp_verify_credential_identifiers", func(c *Call) error {
		foundID, foundName, err = c.findCredential("@credential_id", "@credential_name", id, name, onlyWindows)
		return err
	})
	return foundID, foundName, err
}

func (c *Call) findCredential(idParam, nameParam string, id sql.Null[int64], name sql.Null[string], onlyWindows bool) (int64, string, error) {
	name = trimNull(name)
	if id.Valid == name.Valid {
		return 0, "", errSupplyEither.With(idParam, nameParam)
	}
	if name.Valid {
		found, ok := c.Session.CredentialID(name.V)
		if !ok {
			return 0, "", errDoesNotExist.With("@credential_name", name)
		}
		id.V = found
	}
	foundName, identity, ok := c.Session.CredentialName(id.V)
	switch {
	case !ok:
		return 0, "", errDoesNotExist.With("@credential_id", id.V)
	case onlyWindows && !strings.Contains(identity, `\`):
		return 0, "", errCredentialNotWindows.With(foundName)
	}
	return id.V, foundName, nil
}
