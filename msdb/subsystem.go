package msdb

import (
	"context"
	"database/sql"
)

// SubsystemTSQL is the id of the T-SQL subsystem, the one that no proxy serves.
const SubsystemTSQL = 1

// Subsystem is a row of dbo.syssubsystems.
type Subsystem struct {
	SubsystemID      int64
	Name             string
	DescriptionID    sql.Null[int64] // a number of sys.messages
	DLL              sql.Null[string]
	AgentExe         sql.Null[string]
	StartEntryPoint  sql.Null[string]
	EventEntryPoint  sql.Null[string]
	StopEntryPoint   sql.Null[string]
	MaxWorkerThreads sql.Null[int64]
}

const subsystemSelect = `SELECT subsystem_id, subsystem, description_id, subsystem_dll, agent_exe, start_entry_point, event_entry_point,
	stop_entry_point, max_worker_threads FROM dbo.syssubsystems`

func (s *Subsystem) fields() []any {
	return []any{
		&s.SubsystemID, &s.Name, &s.DescriptionID, &s.DLL, &s.AgentExe, &s.StartEntryPoint, &s.EventEntryPoint,
		&s.StopEntryPoint, &s.MaxWorkerThreads,
	}
}

// SubsystemNamed is the subsystem of that name, or nil.
func SubsystemNamed(ctx context.Context, tx Tx, name string) (*Subsystem, error) {
	return selectRow(ctx, tx, subsystemSelect+` WHERE subsystem = @name`, (*Subsystem).fields, arg("name", name))
}

// SubsystemByID is the subsystem of that id, or nil.
func SubsystemByID(ctx context.Context, tx Tx, id int64) (*Subsystem, error) {
	return selectRow(ctx, tx, subsystemSelect+` WHERE subsystem_id = @id`, (*Subsystem).fields, arg("id", id))
}

// Subsystems are all subsystems by id.
func Subsystems(ctx context.Context, tx Tx) ([]Subsystem, error) {
	return selectRows(ctx, tx, subsystemSelect+` ORDER BY subsystem_id`, (*Subsystem).fields)
}

// InsertSubsystem adds the subsystem.
func InsertSubsystem(ctx context.Context, tx Tx, s *Subsystem) error {
	return exec(ctx, tx, `INSERT INTO dbo.syssubsystems (subsystem_id, subsystem, description_id, subsystem_dll, agent_exe, start_entry_point,
		event_entry_point, stop_entry_point, max_worker_threads)
		VALUES (@id, @name, @description_id, @dll, @exe, @start, @event, @stop, @threads)`,
		arg("id", s.SubsystemID), arg("name", s.Name), arg("description_id", s.DescriptionID), arg("dll", s.DLL), arg("exe", s.AgentExe),
		arg("start", s.StartEntryPoint), arg("event", s.EventEntryPoint), arg("stop", s.StopEntryPoint), arg("threads", s.MaxWorkerThreads))
}

// DeleteSubsystems empties the table.
func DeleteSubsystems(ctx context.Context, tx Tx) error {
	return exec(ctx, tx, `DELETE FROM dbo.syssubsystems`)
}
