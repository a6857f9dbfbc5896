package agent

import (
	"context"
	"database/sql"
	"fmt"

	"msxgate/msdb"
	"msxgate/tds"
)

// agentAccount is the owner $(SQLAgentAccount), under which a job runs as the agent itself.
const agentAccount = "\xff\xff\xff\xff"

// runAs is the login a step runs as: empty when the job's owner is a sysadmin or the agent's own account.
func (a *Agent) runAs(ctx context.Context, job *msdb.Job) (string, error) {
	if string(job.OwnerSID) == agentAccount {
		return "", nil
	}
	var login sql.Null[string]
	var sysadmin bool
	err := a.tx().Query(ctx, `SELECT SUSER_SNAME(@sid), IS_SRVROLEMEMBER(N'sysadmin', SUSER_SNAME(@sid))`,
		[]msdb.Arg{{Name: "sid", Value: job.OwnerSID}}, func(row []tds.Value) error {
			if s, ok := row[0].(string); ok {
				login = sql.Null[string]{V: s, Valid: true}
			}
			n, _ := row[1].(int64)
			sysadmin = n == 1
			return nil
		})
	switch {
	case err != nil:
		return "", err
	case !login.Valid:
		return "", fmt.Errorf("unable to determine if the owner of job %s has server access", job.Name)
	case sysadmin:
		return "", nil
	}
	return login.V, nil
}
