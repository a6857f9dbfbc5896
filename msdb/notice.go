package msdb

import (
	"context"

	"msxgate/tds"
)

// JobName is the name of a job, whoever may see it; ok is false when there is no such job.
func JobName(ctx context.Context, tx Tx, id tds.GUID) (name string, ok bool, err error) {
	names, err := selectColumn[string](ctx, tx, `SELECT name FROM dbo.sysjobs WHERE job_id = @job_id`, arg("job_id", id))
	if err != nil || len(names) == 0 {
		return "", false, err
	}
	return names[0], true, nil
}

// AlertExists tells whether there is an alert of that id.
func AlertExists(ctx context.Context, tx Tx, id int64) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sysalerts WHERE id = @id`, arg("id", id))
}
