package procs

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

type helpJobParams struct {
	JobID            sql.Null[tds.GUID]  `tsql:"@job_id uniqueidentifier = NULL"`
	JobName          sql.Null[string]    `tsql:"@job_name sysname = NULL"`
	JobAspect        sql.Null[string]    `tsql:"@job_aspect varchar(9) = NULL"`
	JobType          sql.Null[string]    `tsql:"@job_type varchar(12) = NULL"`
	OwnerLoginName   sql.Null[string]    `tsql:"@owner_login_name sysname = NULL"`
	Subsystem        sql.Null[string]    `tsql:"@subsystem nvarchar(40) = NULL"`
	CategoryName     sql.Null[string]    `tsql:"@category_name sysname = NULL"`
	Enabled          sql.Null[int64]     `tsql:"@enabled tinyint = NULL"`
	ExecutionStatus  sql.Null[int64]     `tsql:"@execution_status int = NULL"`
	DateComparator   sql.Null[string]    `tsql:"@date_comparator char(1) = NULL"`
	DateCreated      sql.Null[time.Time] `tsql:"@date_created datetime = NULL"`
	DateLastModified sql.Null[time.Time] `tsql:"@date_last_modified datetime = NULL"`
	Description      sql.Null[string]    `tsql:"@description nvarchar(512) = NULL"`
}

// helpJob lists jobs that pass a filter, or the aspects of one job.
func helpJob(ctx context.Context, c *Call, p *helpJobParams) error {
	clean(&p.JobName, &p.JobAspect, &p.JobType, &p.Subsystem, &p.CategoryName, &p.DateComparator, &p.Description)
	blankToNull(&p.OwnerLoginName)
	filtered := p.JobType.Valid || p.OwnerLoginName.Valid || p.Subsystem.Valid || p.CategoryName.Valid || p.Enabled.Valid ||
		p.DateComparator.Valid || p.DateCreated.Valid || p.DateLastModified.Valid
	named := p.JobID.Valid || p.JobName.Valid
	if named && filtered || !named && p.JobAspect.Valid {
		return errJobOrFilter.With()
	}
	if named {
		return helpOneJob(ctx, c, p)
	}
	q, err := p.query(ctx, c)
	if err != nil {
		return err
	}
	return sendCompositeJobs(ctx, c, q)
}

// helpOneJob shows one aspect of a job, or all of them under headings.
func helpOneJob(ctx context.Context, c *Call, p *helpJobParams) error {
	job, err := verifyJobIdentifiers(ctx, c, p.JobID, p.JobName)
	if err != nil {
		return err
	}
	aspect := upper(or(p.JobAspect, "ALL"))
	if !slices.Contains([]string{"JOB", "STEPS", "SCHEDULES", "TARGETS", "ALL"}, aspect) {
		return errInvalidValue.With("@job_aspect", "JOB, STEPS, SCHEDULES, TARGETS, ALL")
	}
	for _, a := range []struct {
		name    string
		heading *message
		show    func() error
	}{
		{"JOB", infoCoreJobDetails, func() error {
			return sendCompositeJobs(ctx, c, &compositeQuery{CompositeFilter: msdb.CompositeFilter{JobID: some(job.JobID)}})
		}},
		{"STEPS", infoJobSteps, func() error {
			steps, err := msdb.JobSteps(ctx, c.Tx, job.JobID)
			if err != nil {
				return err
			}
			return sendSuffixedSteps(c, steps)
		}},
		{"SCHEDULES", infoJobSchedules, func() error {
			links, err := msdb.JobSchedules(ctx, c.Tx, job.JobID, sql.Null[int64]{})
			if err != nil {
				return err
			}
			return sendJobSchedules(c, links, true)
		}},
		{"TARGETS", infoJobTargetServers, func() error { return sendJobServers(ctx, c, job.JobID, true) }},
	} {
		if aspect == "ALL" {
			if err := head(c, a.heading, a.name != "JOB"); err != nil {
				return err
			}
		} else if aspect != a.name {
			continue
		}
		if err := a.show(); err != nil {
			return err
		}
	}
	return nil
}

// head puts an underlined heading before an aspect.
func head(c *Call, heading *message, gap bool) error {
	if gap {
		if err := c.Print(""); err != nil {
			return err
		}
	}
	if err := c.Info(heading.With()); err != nil {
		return err
	}
	return c.Print(strings.Repeat("=", len(heading.Text())))
}

// query reads the filters.
func (p *helpJobParams) query(ctx context.Context, c *Call) (*compositeQuery, error) {
	q := &compositeQuery{execution: p.ExecutionStatus, jobType: jobTypeOf(p.JobType.V)}
	q.Enabled, q.Description = p.Enabled, p.Description
	if q.jobType < 0 {
		return nil, errInvalidValue.With("@job_type", "LOCAL, MULTI-SERVER")
	}
	if p.OwnerLoginName.Valid {
		if q.OwnerSID = c.ownerSID(p.OwnerLoginName.V); q.OwnerSID == nil {
			return nil, errDoesNotExist.With("@owner_login_name", p.OwnerLoginName)
		}
	}
	if p.Subsystem.Valid {
		s, err := verifySubsystem(ctx, c, p.Subsystem.V)
		if err != nil {
			return nil, err
		}
		q.Subsystem = some(s.Name)
	}
	if p.CategoryName.Valid {
		category, err := msdb.CategoryNamed(ctx, c.Tx, msdb.ClassJob, p.CategoryName.V)
		switch {
		case err != nil:
			return nil, err
		case category == nil:
			return nil, errDoesNotExist.With("@category_name", p.CategoryName)
		}
		q.CategoryID = some(category.CategoryID)
	}
	if err := p.verifyStates(); err != nil {
		return nil, err
	}
	q.Comparator, q.DateCreated, q.DateModified = p.DateComparator.V, p.DateCreated, p.DateLastModified
	return q, p.verifyDates()
}

func (p *helpJobParams) verifyStates() error {
	if p.Enabled.Valid {
		if err := oneOf(p.Enabled.V, "@enabled", "0, 1", 0, 1); err != nil {
			return err
		}
	}
	if p.ExecutionStatus.Valid {
		return oneOf(p.ExecutionStatus.V, "@execution_status", textExecutionStatuses.Text(), 0, 1, 2, 3, 4, 5, 7)
	}
	return nil
}

// verifyDates wants a comparator with exactly one date, or none of both.
func (p *helpJobParams) verifyDates() error {
	dates := p.DateCreated.Valid || p.DateLastModified.Valid
	both := p.DateCreated.Valid && p.DateLastModified.Valid
	switch {
	case p.DateComparator.Valid && (both || !dates), !p.DateComparator.Valid && dates:
		return errDateWithoutComparator.With()
	case p.DateComparator.Valid && !strings.Contains("=<>", p.DateComparator.V):
		return errInvalidValue.With("@date_comparator", "=, >, <")
	}
	for _, d := range []struct {
		param string
		date  sql.Null[time.Time]
	}{{"@date_created", p.DateCreated}, {"@date_last_modified", p.DateLastModified}} {
		if d.date.Valid && d.date.V.Year() < 1990 {
			return errInvalidValue.With(d.param, "1990-01-01 12:00am .. 9999-12-31 11:59pm")
		}
	}
	return nil
}
