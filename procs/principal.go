package procs

import (
	"slices"
	"strings"
)

// Roles have no login and no sid of their own; a grant to one is kept under its name in the place of a sid.
const rolePrefix = "\x01role:"

func sidOfRole(name string) []byte { return []byte(rolePrefix + strings.ToLower(name)) }

// roleOfSID is the role of such a sid, "" for a real one.
func roleOfSID(sid []byte) string {
	name, ok := strings.CutPrefix(string(sid), rolePrefix)
	if !ok {
		return ""
	}
	for _, r := range slices.Concat(msdbRoles, serverRoles) {
		if strings.EqualFold(r, name) {
			return r
		}
	}
	return name
}

// msdbRoles are the roles of msdb to which a proxy can be granted.
var msdbRoles = []string{
	"public", "db_owner", "db_accessadmin", "db_securityadmin", "db_ddladmin", "db_backupoperator", "db_datareader", "db_datawriter",
	"db_denydatareader", "db_denydatawriter", roleUser, roleReader, roleOperator, roleTargetServers,
	"DatabaseMailUserRole", "PolicyAdministratorRole", "ServerGroupAdministratorRole", "ServerGroupReaderRole", "UtilityCMRReader",
	"UtilityIMRReader", "UtilityIMRWriter", "dc_admin", "dc_operator", "dc_proxy", "db_ssisadmin", "db_ssisltduser", "db_ssisoperator",
}

// serverRoles are the fixed server roles.
var serverRoles = []string{
	"sysadmin", "securityadmin", "serveradmin", "setupadmin", "processadmin", "diskadmin", "dbcreator", "bulkadmin",
}

func contains(roles []string, name string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return same(r, name) })
}
