package procs

import (
	"slices"
	"strings"
)

// granted says who may execute which procedure of msdb beside sysadmin and db_owner. A procedure that stands in no list
// is theirs alone.
var granted = map[string][]string{
	roleUser: {
		"sp_add_job", "sp_update_job", "sp_delete_job", "sp_help_job", "sp_start_job", "sp_stop_job", "sp_add_jobstep", "sp_update_jobstep",
		"sp_delete_jobstep", "sp_help_jobstep", "sp_add_jobschedule", "sp_update_jobschedule", "sp_delete_jobschedule", "sp_help_jobschedule",
		"sp_add_schedule", "sp_update_schedule", "sp_delete_schedule", "sp_attach_schedule", "sp_detach_schedule", "sp_help_schedule",
		"sp_help_jobs_in_schedule", "sp_help_jobactivity", "sp_help_jobhistory", "sp_help_jobcount", "sp_help_jobsteplog", "sp_delete_jobsteplog",
		"sp_help_category", "sp_help_operator", "sp_help_proxy", "sp_enum_sqlagent_subsystems", "sp_notify_operator", "sp_add_jobserver",
		"sp_delete_jobserver", "sp_help_jobserver", "sp_get_job_alerts", "sp_get_sqlagent_properties", "sp_get_jobstep_db_username",
		"sp_check_for_owned_jobs", "sp_check_for_owned_jobsteps", "sp_help_jobhistory_full", "sp_help_jobhistory_summary",
		"sp_help_jobhistory_sem", "sp_agent_get_jobstep", "sp_maintplan_subplans_by_job",
	},
	roleOperator: {"sp_purge_jobhistory", "sp_help_alert", "sp_help_notification", "sp_enum_login_for_proxy", "sp_help_targetserver"},
	roleTargetServers: {
		"sp_downloaded_row_limiter", "sp_help_jobstep", "sp_agent_get_jobstep", "sp_help_jobschedule", "sp_sqlagent_refresh_job",
		"sp_sqlagent_probe_msx", "sp_sqlagent_check_msx_version", "sp_enlist_tsx", "sp_maintplan_subplans_by_job",
	},
	"public": {"xp_instance_regread", "xp_regread", "xp_msver", "xp_getnetname", "xp_qv"},
}

// denied says who may not execute a procedure even when another role grants it.
var denied = map[string][]string{
	roleTargetServers: {
		"sp_add_jobserver", "sp_delete_jobserver", "sp_add_jobstep", "sp_update_jobstep", "sp_delete_jobstep", "sp_add_jobschedule",
		"sp_update_jobschedule", "sp_delete_jobschedule", "sp_add_job", "sp_update_job", "sp_delete_job", "sp_start_job", "sp_stop_job",
		"sp_post_msx_operation",
	},
}

// MayExecute tells whether a member of these roles may execute the procedure; a denial wins. Owners of msdb are not asked.
func (p *Proc) MayExecute(roles []string) bool {
	return !listed(denied, roles, p.Name) && listed(granted, roles, p.Name)
}

// Denies tells whether one of the roles is refused the procedure.
func (p *Proc) Denies(roles []string) bool { return listed(denied, roles, p.Name) }

func listed(table map[string][]string, roles []string, proc string) bool {
	for role, names := range table {
		if slices.ContainsFunc(roles, func(r string) bool { return strings.EqualFold(r, role) }) && slices.Contains(names, proc) {
			return true
		}
	}
	return false
}
