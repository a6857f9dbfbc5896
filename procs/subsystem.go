package procs

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"msxgate/msdb"
)

var subsystemProcs = []*Proc{
	define("sp_enum_sqlagent_subsystems", enumSubsystems),
	define("sp_enum_sqlagent_subsystems_internal", enumSubsystemsInternal),
	define("sp_verify_subsystem", verifySubsystemProc),
	define("sp_verify_subsystem_identifiers", verifySubsystemIdentifiersProc),
	define("sp_verify_subsystems", verifySubsystemsProc),
}

type subsystemRow struct {
	Subsystem        string           `col:"subsystem nvarchar(40)"`
	Description      sql.Null[string] `col:"description nvarchar(4000) null"`
	DLL              sql.Null[string] `col:"subsystem_dll nvarchar(255) null"`
	AgentExe         sql.Null[string] `col:"agent_exe nvarchar(255) null"`
	StartEntryPoint  sql.Null[string] `col:"start_entry_point nvarchar(30) null"`
	EventEntryPoint  sql.Null[string] `col:"event_entry_point nvarchar(30) null"`
	StopEntryPoint   sql.Null[string] `col:"stop_entry_point nvarchar(30) null"`
	MaxWorkerThreads sql.Null[int64]  `col:"max_worker_threads int null"`
	SubsystemID      int64            `col:"subsystem_id int"`
}

// enumSubsystems lists the kinds of steps. Those of replication are left out: it is not installed.
func enumSubsystems(ctx context.Context, c *Call, _ *noParams) error {
	return in(c, "sp_enum_sqlagent_subsystems_internal", func(c *Call) error {
		return enumSubsystemsInternal(ctx, c, &enumSqlagentSubsystemsInternalParams{})
	})
}

type enumSqlagentSubsystemsInternalParams struct {
	SyssubsytemsRefreshNeeded bool `tsql:"@syssubsytems_refresh_needed bit = 0"`
}

func enumSubsystemsInternal(ctx context.Context, c *Call, p *enumSqlagentSubsystemsInternalParams) error {
	if err := verifySubsystems(ctx, c, p.SyssubsytemsRefreshNeeded); err != nil {
		return err
	}
	stored, err := msdb.Subsystems(ctx, c.Tx)
	if err != nil {
		return err
	}
	var rows []subsystemRow
	for _, s := range stored {
		if isReplication(s.Name) {
			continue
		}
		description := sql.Null[string]{}
		if m := messages[int32(s.DescriptionID.V)]; m != nil {
			description = some(m.Text())
		}
		rows = append(rows, subsystemRow{
			s.Name, description, s.DLL, s.AgentExe, s.StartEntryPoint, s.EventEntryPoint, s.StopEntryPoint, s.MaxWorkerThreads, s.SubsystemID,
		})
	}
	slices.SortFunc(rows, func(a, b subsystemRow) int { return cmp.Compare(upper(a.Subsystem), upper(b.Subsystem)) })
	return send(c, rows)
}

// isReplication tells whether steps of the subsystem are the replication agents'.
func isReplication(subsystem string) bool {
	return contains([]string{"Distribution", "Snapshot", "LogReader", "Merge", "QueueReader"}, subsystem)
}

type verifySubsystemParams struct {
	Subsystem string `tsql:"@subsystem nvarchar(40)"`
}

func verifySubsystemProc(ctx context.Context, c *Call, p *verifySubsystemParams) error {
	_, err := verifySubsystem(ctx, c, p.Subsystem)
	return err
}

type verifySubsystemIdentifiersParams struct {
	NameOfNameParameter string           `tsql:"@name_of_name_parameter varchar(60)"`
	NameOfIDParameter   string           `tsql:"@name_of_id_parameter varchar(60)"`
	SubsystemName       sql.Null[string] `tsql:"@subsystem_name sysname OUTPUT"`
	SubsystemID         sql.Null[int64]  `tsql:"@subsystem_id int OUTPUT"`
}

func verifySubsystemIdentifiersProc(ctx context.Context, c *Call, p *verifySubsystemIdentifiersParams) error {
	s, err := verifySubsystemIdentifiers(ctx, c, p.NameOfIDParameter, p.NameOfNameParameter, p.SubsystemID, p.SubsystemName)
	if err == nil {
		p.SubsystemID, p.SubsystemName = some(s.SubsystemID), some(s.Name)
	}
	return err
}

type verifySubsystemsParams struct {
	SyssubsytemsRefreshNeeded bool `tsql:"@syssubsytems_refresh_needed bit = 0"`
}

func verifySubsystemsProc(ctx context.Context, c *Call, p *verifySubsystemsParams) error {
	return verifySubsystems(ctx, c, p.SyssubsytemsRefreshNeeded)
}
