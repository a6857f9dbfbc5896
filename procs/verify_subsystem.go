package procs

import (
	"context"
	"database/sql"
	"strings"

	"msxgate/msdb"
)

// subsystems are the kinds of steps, as an agent of SQL Server 2022 on one processor has them.
var subsystems = []msdb.Subsystem{
	internalSubsystem(msdb.SubsystemTSQL, "TSQL", textTSQL, 20),
	librarySubsystem(3, "CmdExec", textCmdExec, "SQLCMDSS.DLL", "", "CmdExecStart", "CmdEvent", "CmdExecStop", 10),
	librarySubsystem(4, "Snapshot", textSnapshot, "SQLREPSS.DLL", "SNAPSHOT.EXE", "ReplStart", "ReplEvent", "ReplStop", 100),
	librarySubsystem(5, "LogReader", textLogReader, "SQLREPSS.DLL", "logread.exe", "ReplStart", "ReplEvent", "ReplStop", 25),
	librarySubsystem(6, "Distribution", textDistribution, "SQLREPSS.DLL", "DISTRIB.EXE", "ReplStart", "ReplEvent", "ReplStop", 100),
	librarySubsystem(7, "Merge", textMerge, "SQLREPSS.DLL", "REPLMERG.EXE", "ReplStart", "ReplEvent", "ReplStop", 100),
	librarySubsystem(8, "QueueReader", textQueueReader, "SQLREPSS.dll", "qrdrsvc.exe", "ReplStart", "ReplEvent", "ReplStop", 100),
	librarySubsystem(9, "ANALYSISQUERY", textAnalysisQuery, "SQLOLAPSS.DLL", "", "OlapStart", "OlapQueryEvent", "OlapStop", 100),
	librarySubsystem(10, "ANALYSISCOMMAND", textAnalysisCommand, "SQLOLAPSS.DLL", "", "OlapStart", "OlapCommandEvent", "OlapStop", 100),
	librarySubsystem(11, "SSIS", textSSIS, "SQLDTSSS.DLL", "DTExec.exe", "DtsStart", "DtsEvent", "DtsStop", 100),
	librarySubsystem(12, "PowerShell", textPowerShell, "SQLPOWERSHELLSS.DLL", "SQLPS.exe", "PowerShellStart", "PowerShellEvent", "PowerShellStop", 2),
}

func internalSubsystem(id int64, name string, description *message, threads int64) msdb.Subsystem {
	const internal = "[Internal]"
	return librarySubsystem(id, name, description, internal, internal, internal, internal, internal, threads)
}

func librarySubsystem(id int64, name string, description *message, dll, exe, start, event, stop string, threads int64) msdb.Subsystem {
	return msdb.Subsystem{
		SubsystemID: id, Name: name, DescriptionID: some(int64(description.number)), DLL: some(dll),
		AgentExe: sql.Null[string]{V: exe, Valid: exe != ""}, StartEntryPoint: some(start), EventEntryPoint: some(event), StopEntryPoint: some(stop),
		MaxWorkerThreads: some(threads),
	}
}

// verifySubsystems is sp_verify_subsystems: it fills dbo.syssubsystems when it is empty or to be made anew.
// Threads that somebody set stay.
func verifySubsystems(ctx context.Context, c *Call, refresh bool) error {
	stored, err := msdb.Subsystems(ctx, c.Tx)
	if err != nil || len(stored) > 0 && !refresh {
		return err
	}
	threads := map[int64]sql.Null[int64]{}
	for _, s := range stored {
		threads[s.SubsystemID] = s.MaxWorkerThreads
	}
	if err := msdb.DeleteSubsystems(ctx, c.Tx); err != nil {
		return err
	}
	for _, row := range subsystems {
		if set, ok := threads[row.SubsystemID]; ok {
			row.MaxWorkerThreads = set
		}
		if err := msdb.InsertSubsystem(ctx, c.Tx, &row); err != nil {
			return err
		}
	}
	return nil
}

// subsystemAlias reads the name of a subsystem: DTS is an old name of SSIS.
func subsystemAlias(name string) string {
	if strings.EqualFold(name, "DTS") {
		return "SSIS"
	}
	return name
}

// verifySubsystem is sp_verify_subsystem: the subsystem must exist.
func verifySubsystem(ctx context.Context, c *Call, name string) (s *msdb.Subsystem, err error) {
	err = in(c, "sp_verify_subsystem", func(c *Call) error {
		if err := verifySubsystems(ctx, c, false); err != nil {
			return err
		}
		if s, err = msdb.SubsystemNamed(ctx, c.Tx, subsystemAlias(trim(name))); err == nil && s == nil {
			err = errInvalidSeeProcedure.With("@subsystem", "sp_enum_sqlagent_subsystems")
		}
		return err
	})
	return s, err
}

// verifySubsystemIdentifiers is sp_verify_subsystem_identifiers: it finds the subsystem that a caller names by id or by name.
func verifySubsystemIdentifiers(ctx context.Context, c *Call, idParam, nameParam string, id sql.Null[int64], name sql.Null[string]) (s *msdb.Subsystem, err error) {
	err = in(c, "sp_verify_subsystem_identifiers", func(c *Call) error {
		if err := verifySubsystems(ctx, c, false); err != nil {
			return err
		}
		name := trimNull(name)
		switch {
		case id.Valid == name.Valid:
			return errSupplyEither.With(idParam, nameParam)
		case id.Valid:
			if s, err = msdb.SubsystemByID(ctx, c.Tx, id.V); err == nil && s == nil {
				err = errDoesNotExist.With("@subsystem_id", id)
			}
		default:
			if s, err = msdb.SubsystemNamed(ctx, c.Tx, subsystemAlias(name.V)); err == nil && s == nil {
				err = errDoesNotExist.With("@subsystem_name", name)
			}
		}
		return err
	})
	return s, err
}
