package msdb

import (
	"context"
	"database/sql"
)

// TargetServerGroup is a row of dbo.systargetservergroups.
type TargetServerGroup struct {
	GroupID int64
	Name    string
}

func (g *TargetServerGroup) fields() []any { return []any{&g.GroupID, &g.Name} }

// TargetServerGroups are all groups by name.
func TargetServerGroups(ctx context.Context, tx Tx) ([]TargetServerGroup, error) {
	return selectRows(ctx, tx, `SELECT servergroup_id, name FROM dbo.systargetservergroups ORDER BY name`, (*TargetServerGroup).fields)
}

// TargetServerGroupNamed is the group of that name, or nil.
func TargetServerGroupNamed(ctx context.Context, tx Tx, name string) (*TargetServerGroup, error) {
	return selectRow(ctx, tx, `SELECT servergroup_id, name FROM dbo.systargetservergroups WHERE name = @name`,
		(*TargetServerGroup).fields, arg("name", name))
}

// InsertTargetServerGroup adds a group.
func InsertTargetServerGroup(ctx context.Context, tx Tx, name sql.Null[string]) error {
	return exec(ctx, tx, `INSERT INTO dbo.systargetservergroups (name) VALUES (@name)`, arg("name", name))
}

// RenameTargetServerGroup gives a group a new name.
func RenameTargetServerGroup(ctx context.Context, tx Tx, id int64, name sql.Null[string]) error {
	return exec(ctx, tx, `UPDATE dbo.systargetservergroups SET name = @name WHERE servergroup_id = @group_id`,
		arg("group_id", id), arg("name", name))
}

// DeleteTargetServerGroup deletes a group; its members stay target servers.
func DeleteTargetServerGroup(ctx context.Context, tx Tx, id int64) error {
	return eachOf(ctx, tx, []string{
		`DELETE FROM dbo.systargetservergroupmembers WHERE servergroup_id = @group_id`,
		`DELETE FROM dbo.systargetservergroups WHERE servergroup_id = @group_id`,
	}, arg("group_id", id))
}

// GroupMember is a target server as a member of a group.
type GroupMember struct {
	ServerID   int64
	ServerName string
}

func (m *GroupMember) fields() []any { return []any{&m.ServerID, &m.ServerName} }

// GroupMembers are the members of a group by their number.
func GroupMembers(ctx context.Context, tx Tx, group int64) ([]GroupMember, error) {
	return selectRows(ctx, tx, `SELECT t.server_id, t.server_name FROM dbo.systargetservergroupmembers AS m
		JOIN dbo.systargetservers AS t ON t.server_id = m.server_id WHERE m.servergroup_id = @group_id ORDER BY t.server_id`,
		(*GroupMember).fields, arg("group_id", group))
}

// IsGroupMember tells whether a target server is in a group.
func IsGroupMember(ctx context.Context, tx Tx, group, server int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.systargetservergroupmembers WHERE servergroup_id = @group_id AND server_id = @server_id`,
		arg("group_id", group), arg("server_id", server))
}

// InsertGroupMember puts a target server into a group.
func InsertGroupMember(ctx context.Context, tx Tx, group, server int64) error {
	return exec(ctx, tx, `INSERT INTO dbo.systargetservergroupmembers (servergroup_id, server_id) VALUES (@group_id, @server_id)`,
		arg("group_id", group), arg("server_id", server))
}

// DeleteGroupMember takes a target server out of a group.
func DeleteGroupMember(ctx context.Context, tx Tx, group, server int64) error {
	return exec(ctx, tx, `DELETE FROM dbo.systargetservergroupmembers WHERE servergroup_id = @group_id AND server_id = @server_id`,
		arg("group_id", group), arg("server_id", server))
}
