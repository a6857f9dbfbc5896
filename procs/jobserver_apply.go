package procs

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

type applyJobToTargetsParams struct {
	JobID              sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName            sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	TargetServerGroups sql.Null[string]   `tsql:"@target_server_groups nvarchar(2048) = NULL"`
	TargetServers      sql.Null[string]   `tsql:"@target_servers nvarchar(2048) = NULL"`
	Operation          string             `tsql:"@operation varchar(7) = 'APPLY'"`
}

// applyJobToTargets targets a job at many servers at once, by name and by group, or takes it from them. A server that
// refuses is told, and the others go on.
func applyJobToTargets(ctx context.Context, c *Call, p *applyJobToTargetsParams) error {
	if err := mustBeSysadmin(c); err != nil {
		return err
	}
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	apply := same(trim(p.Operation), "APPLY")
	switch {
	case !apply && !same(trim(p.Operation), "REMOVE"):
		return errInvalidValue.With("@operation", "APPLY, REMOVE")
	case !p.TargetServerGroups.Valid && !p.TargetServers.Valid:
		return errNoTargets.With()
	}
	servers, err := namedServers(ctx, c, p)
	if err != nil {
		return err
	}
	if servers, err = withTarget(ctx, c, servers, job.JobID, !apply); err != nil {
		return err
	}
	for _, server := range servers {
		if err := c.Raise(applyTo(ctx, c, job.JobID, server, apply)); err != nil {
			return err
		}
	}
	if apply {
		return c.Info(infoJobApplied.With(len(servers)))
	}
	return c.Info(infoJobRemoved.With(len(servers)))
}

func applyTo(ctx context.Context, c *Call, job tds.GUID, server string, apply bool) error {
	if apply {
		return in(c, "sp_add_jobserver", func(c *Call) error {
			return addJobserver(ctx, c, &addJobserverParams{JobID: some(job), ServerName: some(server), AutomaticPost: true})
		})
	}
	return in(c, "sp_delete_jobserver", func(c *Call) error {
		return deleteJobserver(ctx, c, &deleteJobserverParams{JobID: some(job), ServerName: some(server)})
	})
}

// namedServers are the servers that are named and the members of the groups that are named. A server that is named twice is
// in it twice, and one that does not exist is in it too.
func namedServers(ctx context.Context, c *Call, p *applyJobToTargetsParams) ([]string, error) {
	servers := splitNames(p.TargetServers)
	for i := range servers {
		servers[i] = upper(servers[i])
	}
	named := slices.Clone(servers)
	for _, name := range splitNames(p.TargetServerGroups) {
		group, err := msdb.TargetServerGroupNamed(ctx, c.Tx, name)
		switch {
		case err != nil:
			return nil, err
		case group == nil:
			return nil, errDoesNotExist.With("@target_server_groups", name)
		}
		members, err := msdb.GroupMembers(ctx, c.Tx, group.GroupID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if !slices.Contains(named, m.ServerName) {
				named = append(named, m.ServerName)
				servers = append(servers, m.ServerName)
			}
		}
	}
	return servers, nil
}

// splitNames reads a list of names with commas between them. An empty text is one empty name.
func splitNames(list sql.Null[string]) []string {
	if !list.Valid {
		return nil
	}
	names := strings.Split(list.V, ",")
	for i := range names {
		names[i] = trim(names[i])
	}
	return names
}

// withTarget keeps of those servers the ones at which the job is targeted, or is not.
func withTarget(ctx context.Context, c *Call, servers []string, job tds.GUID, targeted bool) ([]string, error) {
	targets, err := msdb.JobServers(ctx, c.Tx, job)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(servers, func(server string) bool {
		return targeted != slices.ContainsFunc(targets, func(t msdb.JobServer) bool { return t.ServerID != 0 && same(t.ServerName.V, server) })
	}), nil
}

type removeJobFromTargetsParams struct {
	JobID              sql.Null[tds.GUID] `tsql:"@job_id uniqueidentifier = NULL"`
	JobName            sql.Null[string]   `tsql:"@job_name sysname = NULL"`
	TargetServerGroups sql.Null[string]   `tsql:"@target_server_groups nvarchar(1024) = NULL"`
	TargetServers      sql.Null[string]   `tsql:"@target_servers nvarchar(1024) = NULL"`
}

// removeJobFromTargets takes a job from many servers at once.
func removeJobFromTargets(ctx context.Context, c *Call, p *removeJobFromTargetsParams) error {
	return in(c, "sp_apply_job_to_targets", func(c *Call) error {
		return applyJobToTargets(ctx, c, &applyJobToTargetsParams{
			JobID: p.JobID, JobName: p.JobName, TargetServerGroups: p.TargetServerGroups, TargetServers: p.TargetServers, Operation: "REMOVE",
		})
	})
}
