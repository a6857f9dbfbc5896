package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
)

var targetServerGroupProcs = []*Proc{
	define("sp_add_targetservergroup", addTargetServerGroup),
	define("sp_update_targetservergroup", updateTargetServerGroup),
	define("sp_delete_targetservergroup", deleteTargetServerGroup),
	define("sp_help_targetservergroup", helpTargetServerGroup),
	define("sp_add_targetsvrgrp_member", addTargetServerGroupMember),
	define("sp_delete_targetsvrgrp_member", deleteTargetServerGroupMember),
}

type targetServerGroupParams struct {
	Name sql.Null[string] `tsql:"@name sysname"`
}

// addTargetServerGroup adds a group. Lists of groups are separated by commas, so no name may have one.
func addTargetServerGroup(ctx context.Context, c *Call, p *targetServerGroupParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	trimEach(&p.Name)
	if err := newGroupName(ctx, c, "@name", p.Name); err != nil {
		return err
	}
	return returnError(msdb.InsertTargetServerGroup(ctx, c.Tx, p.Name))
}

type updateTargetServerGroupParams struct {
	Name    sql.Null[string] `tsql:"@name sysname"`
	NewName sql.Null[string] `tsql:"@new_name sysname"`
}

// updateTargetServerGroup renames a group. Its own name is not a new one, in whatever case.
func updateTargetServerGroup(ctx context.Context, c *Call, p *updateTargetServerGroupParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	trimEach(&p.Name, &p.NewName)
	group, err := groupNamed(ctx, c, "@name", p.Name)
	if err != nil {
		return err
	}
	if err := newGroupName(ctx, c, "@new_name", p.NewName); err != nil {
		return err
	}
	return returnError(msdb.RenameTargetServerGroup(ctx, c.Tx, group.GroupID, p.NewName))
}

// deleteTargetServerGroup deletes a group and leaves its members alone.
func deleteTargetServerGroup(ctx context.Context, c *Call, p *targetServerGroupParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	trimEach(&p.Name)
	group, err := groupNamed(ctx, c, "@name", p.Name)
	if err != nil {
		return err
	}
	return msdb.DeleteTargetServerGroup(ctx, c.Tx, group.GroupID)
}

// newGroupName raises what speaks against a name for a group.
func newGroupName(ctx context.Context, c *Call, param string, name sql.Null[string]) error {
	group, err := msdb.TargetServerGroupNamed(ctx, c.Tx, name.V)
	switch {
	case err != nil:
		return err
	case group != nil && name.Valid:
		return errAlreadyExists.With(param, name)
	case strings.Contains(name.V, ","):
		return errCannotContain.With(param, ",")
	}
	return nil
}

// groupNamed is the group of that name, which must exist.
func groupNamed(ctx context.Context, c *Call, param string, name sql.Null[string]) (*msdb.TargetServerGroup, error) {
	if !name.Valid {
		return nil, errDoesNotExist.With(param, name)
	}
	group, err := msdb.TargetServerGroupNamed(ctx, c.Tx, name.V)
	if err == nil && group == nil {
		err = errDoesNotExist.With(param, name)
	}
	return group, err
}

type helpTargetServerGroupParams struct {
	Name sql.Null[string] `tsql:"@name sysname = NULL"`
}

type targetServerGroupRow struct {
	GroupID int64  `col:"servergroup_id int"`
	Name    string `col:"name sysname"`
}

type groupMemberRow struct {
	ServerID   int64  `col:"server_id int"`
	ServerName string `col:"server_name sysname"`
}

// helpTargetServerGroup lists the groups, or the members of one.
func helpTargetServerGroup(ctx context.Context, c *Call, p *helpTargetServerGroupParams) error {
	if !p.Name.Valid {
		return listTargetServerGroups(ctx, c)
	}
	trimEach(&p.Name)
	group, err := groupNamed(ctx, c, "@name", p.Name)
	if err != nil {
		return err
	}
	members, err := msdb.GroupMembers(ctx, c.Tx, group.GroupID)
	if err != nil {
		return err
	}
	rows := make([]groupMemberRow, len(members))
	for i, m := range members {
		rows[i] = groupMemberRow(m)
	}
	return send(c, rows)
}

func listTargetServerGroups(ctx context.Context, c *Call) error {
	groups, err := msdb.TargetServerGroups(ctx, c.Tx)
	if err != nil {
		return err
	}
	rows := make([]targetServerGroupRow, len(groups))
	for i, g := range groups {
		rows[i] = targetServerGroupRow(g)
	}
	return send(c, rows)
}

type groupMemberParams struct {
	GroupName  sql.Null[string] `tsql:"@group_name sysname"`
	ServerName sql.Null[string] `tsql:"@server_name sysname"`
}

// addTargetServerGroupMember puts a target server into a group, besides those it is in.
func addTargetServerGroupMember(ctx context.Context, c *Call, p *groupMemberParams) error {
	group, server, member, err := groupAndServer(ctx, c, p)
	if err != nil {
		return err
	}
	if member {
		return errAlreadyMember.With(p.ServerName, p.GroupName)
	}
	return msdb.InsertGroupMember(ctx, c.Tx, group, server)
}

// deleteTargetServerGroupMember takes a target server out of a group.
func deleteTargetServerGroupMember(ctx context.Context, c *Call, p *groupMemberParams) error {
	group, server, member, err := groupAndServer(ctx, c, p)
	if err != nil {
		return err
	}
	if !member {
		return errNotMember.With(p.ServerName, p.GroupName)
	}
	return msdb.DeleteGroupMember(ctx, c.Tx, group, server)
}

// groupAndServer finds both, and tells whether the server is in the group.
func groupAndServer(ctx context.Context, c *Call, p *groupMemberParams) (groupID, server int64, member bool, err error) {
	trimEach(&p.GroupName, &p.ServerName)
	p.ServerName.V = upper(p.ServerName.V)
	group, err := groupNamed(ctx, c, "@group_name", p.GroupName)
	if err != nil {
		return 0, 0, false, err
	}
	server, found, err := msdb.TargetServerID(ctx, c.Tx, p.ServerName.V)
	if err != nil {
		return 0, 0, false, err
	}
	if !found {
		return 0, 0, false, errDoesNotExist.With("@server_name", p.ServerName)
	}
	member, err = msdb.IsGroupMember(ctx, c.Tx, group.GroupID, server)
	return group.GroupID, server, member, err
}
