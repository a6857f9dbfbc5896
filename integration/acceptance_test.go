package integration

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// scenarios is how many scenarios there are.
const scenarios = 50

// shown says where a scenario is played: in a script, a story or a test, where each of these texts stands.
type shown struct {
	file  string
	texts []string
}

func in(file string, texts ...string) shown { return shown{file, texts} }

// check fails where the file is gone, or a text in it.
func (s shown) check(t *testing.T) {
	t.Helper()
	src, err := os.ReadFile(s.file)
	if err != nil {
		t.Error(err)
	}
	for _, text := range s.texts {
		if !strings.Contains(string(src), text) {
			t.Errorf("%s lacks\n%s", s.file, text)
		}
	}
}

// Where scripts of one server and stories of several are.
const (
	scripts = "../procs/testdata/"
	stories = "testdata/"
)

// acceptance are the scenarios by which the multiserver administration is judged, and where each is played.
var acceptance = map[int]struct {
	title string
	where []shown
}{
	1: {"a target enlists", []shown{in(stories+"enlist.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'hq', N'Leeds'\nGO\n--> Server enlisted into MSX 'HQ'.\n--> return 0",
		"--> 1 | HQ | 1", "--> DateEnlisted", "--> MSXOperator | dba@example.org", "--> msx sysname\n--> HQ",
		"--> HQ | 2", "--> T1 | Leeds | 1 | 60 | sa", "--> NULL | 3")}},
	2: {"it enlists again and moves", []shown{in(stories+"enlist.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'hq', N'York'\nGO\n--> return 0", "--> York | 0")}},
	3: {"without a location the old one stays", []shown{in(stories+"enlist.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'hq'\nGO\n--> return 0\n--@ HQ\nSELECT t.location", "--> York | 0")}},
	4: {"only sysadmin enlists", []shown{in(scripts+"msx_callers.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'BOSS'\nGO\n--> Msg 15003, Level 16, State 1, Procedure sp_msx_enlist\n"+
			"--> Only members of the sysadmin role can execute this stored procedure.\n--> return 1")}},
	5: {"one master a target", []shown{in(stories+"enlist.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'OTHER'\nGO\n--> Msg 14296", "already enlisted into MSX 'HQ'.\n--> return 1")}},
	6: {"a master enlists nowhere, nobody into itself", []shown{in(stories+"enlist.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'X'\nGO\n--> Msg 14299", "Server 'HQ' is an MSX.",
		"EXEC msdb.dbo.sp_msx_enlist N'T2'\nGO\n--> Msg 14297")}},
	7: {"no MSXOperator, no enlistment", []shown{in(stories+"no_operator.sql",
		"--> Msg 14363, Level 16, State 1, Procedure sp_enlist_tsx", "--> rc int\n--> 9",
		"EXEC msdb.dbo.sp_msx_enlist N'HQ'\nGO\n--> Msg 14363", "--> enlisted int\n--> 0\n--> masters int\n--> 0", "--> targets int\n--> 0")}},
	8: {"versions and names that sp_enlist_tsx refuses", []shown{in(scripts+"sp_enlist_tsx.sql",
		"--> Msg 14306", "--> return 12", "The parameter @ServerName passed to stored procedure (null) cannot be NULL.\n--> return 2",
		"--> Parameter '@ServerName' cannot be NULL or an empty string.\n--> return 3")}},
	9: {"who is not enlisted cannot renew it, and defects in peace", []shown{in(stories+"enlist.sql",
		"--> Msg 14364", "--> rc int\n--> 11", "EXEC msdb.dbo.sp_enlist_tsx 1, N'NOBODY', NULL, 0, '20260105 09:30:00', N'dba', 60, 251660240\nGO\n--> return 0")}},
	10: {"no target is called ALL", []shown{in(scripts+"sp_enlist_tsx.sql",
		"EXEC msdb.dbo.sp_enlist_tsx 0, N'all'", "--> A target server cannot be named 'ALL'.", "--> targets int\n--> 0")}},
	11: {"only TargetServersRole and sysadmin enlist others", []shown{in(scripts+"msx_callers.sql",
		"--> Only members of the TargetServersRole role can execute this stored procedure.\n--> rc int\n--> 1")}},
	12: {"sp_help_targetserver of nobody", []shown{in(scripts+"sp_help_targetserver.sql",
		"--> The specified @server_name ('NOPE') does not exist.\n--> return 1", "--> The specified @server_name ('') does not exist.\n--> return 1")}},
	13: {"status and unread instructions", []shown{
		in(scripts+"sp_help_targetserver.sql", "DATEADD(second, -180, GETDATE())", "DATEADD(second, -181, GETDATE())",
			"--> 1 | T1 | Leeds | -300 | {now} | {now} | 1 | 0", "--> 2 | T2 | York | 0 | {now} | {now} | 3 | 0",
			"--> 1 | T1 | Leeds | -300 | {now} | {now} | 5 | 1", "--> 2 | T2 | York | 0 | {now} | {now} | 7 | 1"),
		in(scripts+"msx_targets.sql", "--> 1 | T1 | NULL | -300 | {now} | {now} | 1 | 2"),
	}},
	14: {"a probe", []shown{
		in(scripts+"msx_targets.sql", "--> bit | int | int\n--> 0 | 0 | 2", "--> bit | int | int\n--> 0 | 1 | 0", "--> bit | int | int\n--> 1 | 0 | 0",
			"--> bit | int | int\n--> 0 | 0 | 1", "--> T1 | 120 | -240"),
		in(scripts+"sp_sqlagent_probe_msx.sql", "-- No time zone keeps the old one."),
	}},
	15: {"a job is targeted", []shown{in(scripts+"msx_jobs.sql",
		"--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.", "--> {1} | 2 | 1 | 5 | 0",
		"--> 1 | HQ | 1 | 1 | {1} | T1 | NULL | {now} | NULL | 0 | NULL", "--> Job 'J' is already targeted at server 'T1'.",
		"--> Msg 14290", "--> Msg 14291")}},
	16: {"what is wrong with a multiserver job, in order", []shown{in(scripts+"msx_jobs.sql",
		"--@ as bob\nEXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'\nGO\n--> Msg 14398",
		"--@ as sa\nEXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'\nGO\n--> Msg 14544",
		"EXEC msdb.dbo.sp_update_job @job_name = N'Wrong', @owner_login_name = N'sa'\n"+
			"EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'\nGO\n--> Msg 14542",
		"EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Wrong', @step_id = 1\n"+
			"EXEC msdb.dbo.sp_add_jobserver @job_name = N'Wrong', @server_name = N'nope'\nGO\n--> Msg 14262",
		"--> The specified @server_name ('NOPE') does not exist.")}},
	17: {"operators of a job count from its second target on", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_add_jobserver @job_name = N'Notifies', @server_name = N'T1'\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT",
		"EXEC msdb.dbo.sp_add_jobserver @job_name = N'Notifies', @server_name = N'T2'\nGO\n--> Msg 14221", "operators other than 'MSXOperator'.")}},
	18: {"a job is started", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_start_job N'J'\nGO\n--> SP_POST_MSX_OPERATION: 1 START",
		"EXEC msdb.dbo.sp_start_job N'J', @server_name = N'T2'\nGO\n--> SP_POST_MSX_OPERATION: 0 START download instruction(s) posted.\n--> return 0",
		"EXEC msdb.dbo.sp_start_job N'J', @server_name = N'nope'\nGO\n--> Msg 14262", "EXEC msdb.dbo.sp_start_job N'J'\nGO\n--> Msg 14397",
		"EXEC msdb.dbo.sp_start_job N'J'\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT download instruction(s) posted.\n"+
			"--> SP_POST_MSX_OPERATION: 1 START download instruction(s) posted.")}},
	19: {"a job is stopped", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_stop_job @job_name = N'J', @job_id = @id\nGO\n--> Msg 14232", "EXEC msdb.dbo.sp_stop_job N'J'\nGO\n--> SP_POST_MSX_OPERATION: 1 STOP")}},
	20: {"a job is changed", []shown{in(scripts+"msx_jobs.sql",
		"@description = N'Does one thing.'\nGO\n--> SP_POST_MSX_OPERATION: 1 UPDATE", "@automatic_post = 0\nGO\n--> return 0",
		"@delete_level = 3\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT", "@category_name = N'Database Maintenance'\nGO\n--> Msg 14286")}},
	21: {"a multiserver job stays with a sysadmin", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_update_job @job_name = N'J', @owner_login_name = N'bob'\nGO\n--> Msg 14543", "--> Login 'sa' owns one or more multiserver jobs.")}},
	22: {"steps and schedules of a multiserver job", []shown{in(scripts+"msx_jobs.sql",
		"@command = N'SELECT 2'\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT", "@command = N'SELECT 3'\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT",
		"EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 2\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT",
		"@schedule_name = N'Nightly', @automatic_post = 0\nGO\n--> Warning: This change will not be downloaded", "--> instructions int\n--> 0")}},
	23: {"a schedule that a multiserver job uses", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_update_schedule @name = N'Nightly', @active_start_time = 30000\nGO\n--> SP_POST_MSX_OPERATION: 1 INSERT", "--> 1 | 1 | J | T1")}},
	24: {"what sp_post_msx_operation refuses", []shown{in(scripts+"sp_post_msx_operation.sql",
		"--> Msg 14233", "valid values are: INSERT, UPDATE, DELETE, START, STOP, RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL).", "valid values are: JOB, SERVER, SCHEDULE).",
		"valid values are: 10..28800).", "valid values are: INSERT, UPDATE, DELETE, START, STOP).", "valid values are: RE-ENLIST, DEFECT, SYNC-TIME, SET-POLL).",
		"--> Msg 14365", "valid values are: UPDATE, DELETE).")}},
	25: {"instructions of who may not, and without targets", []shown{
		in(scripts+"msx_instructions.sql", "--@ as olga\nEXEC msdb.dbo.sp_post_msx_operation 'FOO'\nGO\n--> return 0",
			"EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'nope'\nGO\n--> return 0",
			"--@ as sa\nSELECT COUNT(*) AS instructions FROM msdb.dbo.sysdownloadlist\nGO\n--> instructions int\n--> 0"),
		in(scripts+"sp_post_msx_operation.sql", "-- On a server without targets nothing is posted, but what is wrong is still wrong.",
			"--> The specified @specific_target_server ('NOPE') does not exist."),
	}},
	26: {"a target polls at another interval", []shown{
		in(stories+"instructions.sql", "EXEC msdb.dbo.sp_post_msx_operation 'SET-POLL', 'SERVER', NULL, N'T1', 300",
			"--> 9 | 2 | 00000000-0000-0000-0000-00000000012C", "--> T1 | 300"),
	}},
	27: {"instructions about all jobs", []shown{in(scripts+"msx_instructions.sql",
		"EXEC msdb.dbo.sp_post_msx_operation 'INSERT', 'JOB', 0x00, N'T3'\nGO\n"+
			"--> SP_POST_MSX_OPERATION Warning: The specified @specific_target_server ('T3') is not involved in a multiserver job.",
		"--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T1 | NULL\n--> 3 | 1 | 00000000-0000-0000-0000-000000000000 | T2 | NULL")}},
	28: {"the download list", []shown{
		in(scripts+"msx_instructions.sql", "EXEC msdb.dbo.sp_help_downloadlist @operation = 'delete'\nGO", "| 3 (DELETE) | (all jobs) |"),
		in(scripts+"sp_help_downloadlist.sql", "--> Msg 14272", "--> The specified '@has_error' is invalid (valid values are: 1, NULL).", "--> 2 | HQ | 3 (DELETE) | J |"),
	}},
	29: {"a target is taken from a job", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_delete_jobserver @job_name = N'J', @server_name = N'T1'\nGO\n--> SP_POST_MSX_OPERATION: 1 DELETE", "--> 3 | T1 | J\n--> category_id int | jobservers int\n--> 2 | 0",
		"--> Job 'J' is not currently targeted at server 'T1'.", "--> The parameter @server_name passed to stored procedure (null) cannot be NULL.")}},
	30: {"a multiserver job is deleted", []shown{in(scripts+"msx_jobs.sql",
		"EXEC msdb.dbo.sp_delete_job @job_name = N'J'\nGO\n--> SP_POST_MSX_OPERATION: 2 DELETE", "--> 3 | T1 | 0 | J\n--> 3 | T2 | 0 | J\n--> jobs int\n--> 0")}},
	31: {"a job is applied to many targets", []shown{in(scripts+"msx_targets.sql",
		"@target_server_groups = N'G1, G2'", "--> Job applied to 2 new servers.\n--> return 0", "--> server_name sysname\n--> T1\n--> T2\n",
		"--> The specified @target_server_groups ('G3') does not exist.\n--> return 1",
		"--> The specified @server_name ('X') does not exist.\n--> Job applied to 1 new servers.\n--> return 0", "--> Msg 14283",
		"--> Job 'Twice' is already targeted at server 'T1'.\n--> Job applied to 2 new servers.", "--> Twice | T1", "--> Job removed from 1 servers.")}},
	32: {"groups", []shown{in(scripts+"msx_targets.sql",
		"--> The specified @name ('A') already exists.", "--> @name cannot contain ',' characters.", "--> The specified @new_name ('A') already exists.",
		"--> The specified @name ('nope') does not exist.", "--> Target server 'T1' is already a member of group 'A'.", "--> Target server 'T1' is not a member of group 'A'.")}},
	33: {"targets fetch everything anew", []shown{in(scripts+"msx_instructions.sql",
		"EXEC msdb.dbo.sp_resync_targetserver N'T1'\nGO\n--> SP_POST_MSX_OPERATION: 1 DELETE download instruction(s) posted.\n--> SP_POST_MSX_OPERATION: 2 INSERT",
		"--> 3 | T2 | 1 | 1\n--> 3 | T1 | 0 | 1\n--> 1 | T1 | 0 | 2", "EXEC msdb.dbo.sp_resync_targetserver N'All'", "--> deletes_are_first int\n--> -1",
		"--> The specified @server_name ('nope') does not exist.")}},
	34: {"a job is downloaded", []shown{
		in(stories+"run_job.sql", "--> 1 | 1 | T1 | NULL | 1 | 1", "--> J | HQ | Jobs from MSX | 0\n--> J | T1 | [Uncategorized (Local)] | NULL"),
		in(stories+"outcome.sql", "--> job_id uniqueidentifier\n--> {1}\n--@ T1\nSELECT job_id FROM msdb.dbo.sysjobs\nGO\n--> job_id uniqueidentifier\n--> {1}"),
	}},
	35: {"what came from the master is locked", []shown{in(stories+"lock.sql",
		"sp_update_job @job_name = N'J', @enabled = 0\nGO\n--> Msg 14274", "sp_delete_job @job_name = N'J'\nGO\n--> Msg 14274",
		"@command = N'PRINT 2'\nGO\n--> Msg 14274", "sp_attach_schedule @job_name = N'J', @schedule_name = N'Mine'\nGO\n--> Msg 14274",
		"--@ app SQLAgent - x\nEXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 0\nGO\n--> return 0", "sp_delete_job @job_name = N'J'\nGO\n--> return 0",
		"@command = N'PRINT 2'\nGO\n--> return 0", "sp_attach_schedule @job_name = N'J', @schedule_name = N'Mine'\nGO\n--> return 0",
		"--> Job 'J' started successfully.", "@job_id = '6F9619FF-8B86-D011-B42D-00C04FC964FF'\nGO\n--> Msg 14274", "--> Cannot add a job to the 'Jobs from MSX' job category.",
		"--> Cannot specify 'MSXOperator' as the operator to be notified.")}},
	36: {"an outcome reaches the master", []shown{in(stories+"outcome.sql",
		"--> T1 | 1 | The job succeeded.", "--> T2 | 0 | The job failed.", "--> entries int\n--> 0", "operator_netsentname int",
		"--> NULL | {1} | J | NULL | NULL | NULL | NULL | The job succeeded.",
		"INSERT #s EXEC msdb.dbo.sp_help_jobserver @job_name = N'J', @show_last_run_details = 1", "| 2 | 0 | 0 | 0\n", "| 2 | 0 | 0 | 1\n")}},
	37: {"a master has no history of it to purge", []shown{in(stories+"outcome.sql",
		"EXEC msdb.dbo.sp_purge_jobhistory N'J'\nGO\n--> 0 history entries purged.", "--> outcomes int\n--> 2\n--> instructions int\n--> 0")}},
	38: {"a step whose proxy the target lacks", []shown{in(stories+"proxy.sql",
		"The job step requires a proxy account, however proxy matching is disabled on the target server.", "--> T1 | 5 | 2",
		"--> Proxy not found. | 0\n--> NULL | 0", "--> T1 | 1 | 0", "--> Behind\n--> J")}},
	39: {"an outcome waits for the master", []shown{in(stories+"away.sql",
		"--@ stop HQ", "--> spooled int\n--> 1", "--@ start HQ", "--> last_run_outcome tinyint\n--> 1", "--> spooled int\n--> 0")}},
	40: {"a target defects", []shown{in(stories+"defect.sql",
		"--> Server defected from MSX 'HQ'. 1 job(s) deleted.\n--> return 0", "--> 0 | 0 | 0 | 0 | 0", "--> members int | jobservers int | instructions int\n--> 0 | 1 | 0",
		"--> is_master int\n--> 1", "--> is_master int\n--> NULL", "--> Msg 14298")}},
	41: {"a target defects without its master", []shown{in(stories+"defect.sql",
		"--> Msg 22026", "--> return 1\nSELECT COUNT(*) AS jobs FROM msdb.dbo.sysjobs\nGO\n--> jobs int\n--> 1", "EXEC msdb.dbo.sp_msx_defect @forced_defection = 1",
		"--@ start HQ\n--@ HQ\nSELECT server_name FROM msdb.dbo.systargetservers\nGO\n--> server_name sysname\n--> T2",
		"EXEC msdb.dbo.sp_delete_targetserver @server_name = N'T2', @post_defection = 0\nGO\n--> return 0", "--> instructions int\n--> 0")}},
	42: {"a master deletes a target", []shown{in(stories+"defect.sql",
		"--> SP_POST_MSX_OPERATION: 1 DEFECT download instruction(s) posted.", "WHILE EXISTS (SELECT 1 FROM msdb.dbo.sqlagent_info)", "--> masters int\n--> 0",
		"WHILE EXISTS (SELECT 1 FROM msdb.dbo.sysdownloadlist) ", "--> targets int\n--> 0")}},
	43: {"a new msdb gives up the old enlistment", []shown{in(stories+"change_master.sql",
		"EXEC msdb.dbo.sp_msx_enlist N'T2', N'Leeds'\nGO\n--> Server defected from MSX 'HQ'. 0 job(s) deleted.\n--> Server enlisted into MSX 'T2'.\n--> return 0", "--> T1 | Leeds")}},
	44: {"MSXOperator", []shown{
		in(stories+"instructions.sql", "--> SP_POST_MSX_OPERATION: 1 RE-ENLIST", "--> MSXOperator | new@example.org"),
		in(stories+"lock.sql", "--> Cannot modify or delete operator 'MSXOperator' while this server is a TSX."),
		in(scripts+"sp_update_operator.sql", "--> Cannot rename the 'MSXOperator' operator."),
		in(stories+"defect.sql", "--> Cannot modify or delete operator 'MSXOperator' while this server is a MSX."),
	}},
	45: {"a target's login", []shown{in(scripts+"msx_callers.sql",
		"--@ as targets", "--> target_server sysname | status tinyint\n--> T1 | 1", "denied on the object 'sp_add_jobserver'",
		"--> The specified @job_name ('Here') does not exist.", "--> name sysname\n--> Everywhere\n")}},
	46: {"SMO's reads", []shown{in(scripts+"smo_reads.sql",
		"insert into #tmp_sp_help_targetserver exec msdb.dbo.sp_help_targetserver", "exec msdb..sp_help_targetservergroup", "--> [Branches] | T2\n--> [Depots] | T2",
		"insert into #tmp_sp_help_jobserver exec", "--> 3 | NULL", "--> accounts int\n--> 0", "--> 1 | MsxLogin | targets", "--> Msg 213")}},
	47: {"a scripted job is one transaction", []shown{
		in(scripts+"msx_transaction.sql", "GOTO QuitWithRollback", "--> SP_POST_MSX_OPERATION: 1 INSERT", "--> 0 | 0 | 0 | 0"),
		in("driver_test.go", "func TestRollbackTakesInstructionsBack("),
	}},
	48: {"statements that assign jobs again", []shown{in(scripts+"sp_generate_target_server_job_assignment_sql.sql",
		"@server_name = N'T1NEW'", "--> Target server 'T2' does not have any jobs assigned to it.")}},
	49: {"the rows of a target are limited", []shown{in(scripts+"sp_downloaded_row_limiter.sql",
		"N'DownloadedMaxRows', N'REG_DWORD', 2", "--> 3 | 0\n--> 5 | 1\n--> 6 | 1\n--> 7 | 0", "EXEC msdb.dbo.sp_downloaded_row_limiter N'nope'\nGO\n--> return 1")}},
	50: {"a target asks for a newer master", []shown{in(scripts+"sp_sqlagent_check_msx_version.sql", "--> return 0", "--> Msg 14541", "--> return 1")}},
}

// TestAcceptance fails when a scenario is shown nowhere any more. That the scripts and stories hold is shown where they
// are played.
func TestAcceptance(t *testing.T) {
	for n := 1; n <= scenarios; n++ {
		s, ok := acceptance[n]
		if !ok || len(s.where) == 0 {
			t.Errorf("scenario %d is shown nowhere", n)
		}
		t.Run(strconv.Itoa(n)+" "+s.title, func(t *testing.T) {
			for _, w := range s.where {
				w.check(t)
			}
		})
	}
}
