package integration

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"msxgate/gateway/gatewaytest"
)

// TestPermissions makes every call of the table as every kind of caller.
func TestPermissions(t *testing.T) {
	t.Parallel()
	s := newStage(t, gatewaytest.Start(t))
	for i, who := range callers {
		db := s.caller(t, who)
		for _, c := range calls {
			if got := undone(t, db, s.text(who, c.call)); got != c.ends[i] {
				t.Errorf("%s by %s ends with %d, expected %d", c.call, who, got, c.ends[i])
			}
		}
	}
}

var isProcedure = regexp.MustCompile(`^(sp|xp)_\w+\.sql$`)

// TestEveryProcedureIsCalled wants a call of every procedure in the table. What there is, the scripts say.
func TestEveryProcedureIsCalled(t *testing.T) {
	files, err := filepath.Glob(scripts + "*.sql")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	called := map[string]bool{}
	for _, c := range calls {
		name, _, _ := strings.Cut(c.call, " ")
		called[name] = true
	}
	for _, f := range files {
		if base := filepath.Base(f); isProcedure.MatchString(base) && !called[strings.TrimSuffix(base, ".sql")] {
			t.Errorf("%s stands in no call", strings.TrimSuffix(base, ".sql"))
		}
	}
}

// answering are the procedures with a result set beside those of the catalog of result sets.
var answering = map[string]bool{
	"sp_msx_get_account": false, "sp_maintplan_subplans_by_job": true, // the first only with a credential
	"xp_getnetname": true, "xp_instance_regread": true, "xp_regread": true, "xp_msver": true, "xp_sqlagent_enum_jobs": true,
}

// TestWhoAnswers: the procedures of the catalog of result sets answer with one, and no other does. Its columns are compared
// in package procs.
func TestWhoAnswers(t *testing.T) {
	t.Parallel()
	s := newStage(t, gatewaytest.Start(t))
	facts, err := os.ReadFile(scripts + "resultsets.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range calls {
		name, _, _ := strings.Cut(c.call, " ")
		want, known := answering[name]
		if !known {
			want = strings.Contains("\n"+string(facts), "\n"+name+"\t") || strings.Contains("\n"+string(facts), "\n"+name+" ")
		}
		if c.ends[0] != 0 || strings.HasPrefix(c.call, "sp_enlist_tsx 1") {
			continue
		}
		tx, err := s.sa.Begin()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := tx.Query(s.text("sa", c.call))
		if err != nil {
			t.Fatal(c.call, err)
		}
		columns, err := rows.Columns()
		if got := len(columns) > 0; err != nil || got != want {
			t.Errorf("%s answers with a result set: %v (%v)", c.call, got, err)
		}
		rows.Close()
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
}
