package procs

import (
	_ "embed"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestEveryProcedureHasAScript: what there is, is shown.
func TestEveryProcedureHasAScript(t *testing.T) {
	for _, p := range All() {
		if _, err := os.Stat("testdata/" + p.Name + ".sql"); err != nil {
			t.Error(err)
		}
	}
}

// What procedures of SQL Server raise, a line each: the name; a tab and the numbers that it raises itself; a tab and those
// that it raises through others, in groups separated by semicolons that begin with the name of the other.
//
//go:embed testdata/raises.tsv
var raises string

// reason is why something cannot be shown by a script.
type reason = string

const (
	managed    reason = "only Managed Instance raises it"
	platform   reason = "only an edition or a platform raises it that this server never is"
	neverThere reason = "the procedure never comes to it, in SQL Server either"
	inAgent    reason = "no script has an agent that starts or is away: integration.TestStartingAgent and TestAbsentAgent show it"
	always     reason = "a server of ours always knows the name of its machine, and its subsystems"
	deep       reason = "it lies behind several procedures whose arguments the caller does not choose, or which are right by then"
)

// notRaised are the messages that no script shows, of all procedures or of one, and why.
var notRaised = map[string]reason{
	"* 41914": managed, "* 41905": managed,
	"sp_msx_enlist 14228": "the name of the old master reads as NULL when it is blank, so that there is never a change from it",
	"sp_msx_enlist 14539": platform, "sp_msx_enlist 14540": platform, "sp_enlist_tsx 14362": platform, "sp_set_sqlagent_properties 14546": platform,
	"sp_update_category 14276":      neverThere,
	"sp_verify_alert 14525":         neverThere,
	"sp_post_msx_operation 14225":   always,
	"sp_verify_subsystems 14659":    always,
	"sp_is_sqlagent_starting 14258": inAgent,
}

// notReached are the procedures whose messages another never passes on in a script, and why.
var notReached = map[string]reason{
	"* sp_is_sqlagent_starting":                                inAgent,
	"* sp_verify_subsystems":                                   always,
	"sp_msx_enlist sp_post_msx_operation":                      deep,
	"sp_msx_enlist sp_sqlagent_notify":                         deep,
	"sp_msx_enlist sp_update_job":                              deep,
	"sp_msx_enlist sp_verify_job":                              deep,
	"sp_msx_enlist sp_verify_job_date":                         deep,
	"sp_msx_enlist sp_verify_job_identifiers":                  deep,
	"sp_msx_enlist sp_verify_job_time":                         deep,
	"sp_msx_enlist sp_verify_performance_condition":            deep,
	"sp_msx_defect sp_post_msx_operation":                      deep,
	"sp_msx_defect sp_sqlagent_notify":                         deep,
	"sp_msx_defect sp_update_job":                              deep,
	"sp_msx_defect sp_verify_job":                              deep,
	"sp_msx_defect sp_verify_job_date":                         deep,
	"sp_msx_defect sp_verify_job_identifiers":                  deep,
	"sp_msx_defect sp_verify_job_time":                         deep,
	"sp_msx_defect sp_verify_performance_condition":            deep,
	"sp_delete_all_msx_jobs sp_sqlagent_notify":                deep,
	"sp_delete_all_msx_jobs sp_update_alert":                   deep,
	"sp_delete_all_msx_jobs sp_verify_alert":                   deep,
	"sp_delete_all_msx_jobs sp_verify_job_date":                deep,
	"sp_delete_all_msx_jobs sp_verify_job_identifiers":         deep,
	"sp_delete_all_msx_jobs sp_verify_job_time":                deep,
	"sp_delete_all_msx_jobs sp_verify_performance_condition":   deep,
	"sp_delete_job_references sp_sqlagent_notify":              deep,
	"sp_delete_job_references sp_update_alert":                 deep,
	"sp_delete_job_references sp_verify_alert":                 deep,
	"sp_delete_job_references sp_verify_job_date":              deep,
	"sp_delete_job_references sp_verify_job_identifiers":       deep,
	"sp_delete_job_references sp_verify_job_time":              deep,
	"sp_delete_job_references sp_verify_performance_condition": deep,
	"sp_delete_job sp_verify_job_date":                         deep,
	"sp_delete_job sp_verify_job_time":                         deep,
	"sp_enlist_tsx sp_delete_targetserver":                     deep,
	"sp_remove_job_from_targets sp_sqlagent_notify":            deep,
	"sp_remove_job_from_targets sp_delete_jobserver":           deep,
	"sp_reassign_proxy sp_verify_proxy_permissions":            deep,
	"sp_reassign_proxy sp_verify_subsystem":                    deep,
	"sp_cycle_agent_errorlog sp_sqlagent_notify":               deep,
	"sp_add_alert_internal sp_verify_job_date":                 deep,
	"sp_add_alert_internal sp_verify_job_time":                 deep,
	"sp_write_sysjobstep_log sp_delete_jobsteplog":             deep,
	"sp_write_sysjobstep_log sp_verify_job_identifiers":        deep,
	"sp_remove_job_from_targets sp_add_jobserver":              neverThere,
	"sp_help_proxy sp_verify_proxy_permissions":                neverThere,
}

func excuse(m map[string]reason, proc, what string) (reason, string) {
	for _, key := range []string{"* " + what, proc + " " + what} {
		if why, ok := m[key]; ok {
			return why, key
		}
	}
	return "", ""
}

// TestEveryProcedureRaisesItsMessages wants each message of each procedure in the answer to a call of it, or with its name,
// in a script or a story; and of each other procedure through which it raises some, at least one.
func TestEveryProcedureRaisesItsMessages(t *testing.T) {
	b := allBatches(t)
	used := map[string]bool{}
	for line := range strings.Lines(raises) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for _, n := range numbers(f[1]) {
			why, key := excuse(notRaised, f[0], strconv.Itoa(int(n)))
			used[key] = true
			if shown := b.shows(f[0], n); !shown && why == "" {
				t.Errorf("no script shows that %s raises %d", f[0], n)
			} else if shown && why != "" && !strings.HasPrefix(key, "* ") {
				t.Errorf("a script shows that %s raises %d, although %s", f[0], n, why)
			}
		}
		for group := range strings.SplitSeq(f[2], "; ") {
			other, list, _ := strings.Cut(group, " ")
			why, key := excuse(notReached, f[0], other)
			used[key] = true
			if shown := slices.ContainsFunc(numbers(list), func(n int32) bool { return b.shows(f[0], n) }); other != "" && !shown && why == "" {
				t.Errorf("no script shows that %s raises one of %s through %s", f[0], list, other)
			}
		}
	}
	for _, m := range []map[string]reason{notRaised, notReached} {
		for key := range m {
			if !used[key] {
				t.Errorf("nothing needs the excuse of %s", key)
			}
		}
	}
}

func numbers(list string) []int32 {
	var all []int32
	for f := range strings.FieldsSeq(list) {
		n, err := strconv.Atoi(f)
		if err != nil {
			panic(err)
		}
		all = append(all, int32(n))
	}
	return all
}

// TestEveryMessageIsShown wants each message to be the answer of a script or a story somewhere.
func TestEveryMessageIsShown(t *testing.T) {
	b := allBatches(t)
	for number := range messages {
		if number == 14217 {
			continue // it goes to the log of a target, not to a client
		}
		if !b.shows("", number) && b.excused(number) == "" {
			t.Errorf("no script shows message %d: %s", number, messages[number].template)
		}
	}
}

// excused is why a message is not shown anywhere.
func (b batches) excused(number int32) reason {
	for key, why := range notRaised {
		if strings.HasSuffix(key, " "+strconv.Itoa(int(number))) {
			return why
		}
	}
	return ""
}

// batches are the answers of all scripts and stories, by the procedures that the batch calls; "" has all of them.
type batches map[string]string

var procedureName = regexp.MustCompile(`\b[sx]p_\w+`)

// placeholder is where an argument stands in the text of a message.
var placeholder = regexp.MustCompile(`%(ld|[sd])`)

// shows tells whether a message is in an answer to a call of a procedure: an error by its number, information by its text,
// which may be a part of another message or of a value; or whether an error bears its name anywhere.
func (b batches) shows(proc string, number int32) bool {
	msg := "--> Msg " + strconv.Itoa(int(number)) + ","
	if strings.Contains(b[proc], msg) {
		return true
	}
	if proc != "" && regexp.MustCompile(regexp.QuoteMeta(msg)+` .*, Procedure `+proc+`\n`).MatchString(b[""]) {
		return true
	}
	m := messages[number]
	if m == nil {
		return false
	}
	parts := placeholder.Split(m.template, -1)
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?m)^-->.* ` + strings.Join(parts, ".*")).MatchString(b[proc])
}

// allBatches reads the scripts of the procedures and the stories.
func allBatches(t *testing.T) batches {
	t.Helper()
	b := batches{}
	for _, pattern := range []string{"testdata/*.sql", "../integration/testdata/*.sql", "../integration/testdata/*/*.sql"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			b.read(string(src))
		}
	}
	return b
}

// read adds the answers of a script.
func (b batches) read(src string) {
	var text, answer strings.Builder
	end := func() {
		if answer.Len() > 0 {
			called := procedureName.FindAllString(strings.ToLower(text.String()), -1)
			slices.Sort(called)
			for _, name := range append(slices.Compact(called), "") {
				b[name] += answer.String()
			}
			text.Reset()
			answer.Reset()
		}
	}
	for line := range strings.Lines(src) {
		if strings.HasPrefix(line, "-->") {
			answer.WriteString(line)
			continue
		}
		end()
		text.WriteString(line)
	}
	end()
}
