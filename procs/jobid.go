package procs

import (
	"context"
	"fmt"

	"msxgate/tds"
)

var jobIDProcs = []*Proc{
	define("sp_convert_jobid_to_char", convertJobIDToChar),
	define("sp_cycle_agent_errorlog", cycleAgentErrorlog),
}

type convertJobIDToCharParams struct {
	JobID       tds.GUID `tsql:"@job_id uniqueidentifier"`
	JobIDAsChar string   `tsql:"@job_id_as_char nvarchar(34) OUTPUT"`
}

// convertJobIDToChar writes a job's id as hexadecimal bytes in storage order, as tokens and event logs have it.
func convertJobIDToChar(_ context.Context, _ *Call, p *convertJobIDToCharParams) error {
	p.JobIDAsChar = fmt.Sprintf("0x%X", p.JobID[:])
	return nil
}

// cycleAgentErrorlog has the agent begin a new error log.
func cycleAgentErrorlog(ctx context.Context, c *Call, _ *noParams) error {
	return in(c, "sp_sqlagent_notify", func(c *Call) error {
		return sqlAgentNotify(ctx, c, &sqlAgentNotifyParams{OpType: some("L")})
	})
}
