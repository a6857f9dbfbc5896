package integration

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// snapshot is a digest of each table of msdb, and the rows of the download list by themselves.
type snapshot map[string][sha256.Size]byte

// tablesOf lists the tables of msdb.
func tablesOf(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rows, err := db.Query(`SELECT s.name + N'.' + t.name FROM msdb.sys.tables AS t JOIN msdb.sys.schemas AS s ON s.schema_id = t.schema_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if len(names) < 25 {
		t.Fatalf("msdb has the tables %v only", names)
	}
	return names
}

// snap reads all of msdb.
func snap(t *testing.T, q querier, tables []string) snapshot {
	t.Helper()
	s := snapshot{}
	for _, name := range tables {
		rows, err := q.QueryContext(t.Context(), `SELECT * FROM msdb.`+name)
		if err != nil {
			t.Fatal(name, err)
		}
		types, err := rows.Columns()
		if err != nil {
			t.Fatal(name, err)
		}
		vals, dst := make([]any, len(types)), make([]any, len(types))
		for i := range dst {
			dst[i] = &vals[i]
		}
		h := sha256.New()
		for rows.Next() {
			if err := rows.Scan(dst...); err != nil {
				t.Fatal(name, err)
			}
			fmt.Fprintf(h, "%v\n", vals)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(name, err)
		}
		s[name] = [sha256.Size]byte(h.Sum(nil))
	}
	return s
}

// changed says what differs between two moments: r rows of any table but the download list, i instructions.
func (s snapshot) changed(now snapshot) string {
	does := ""
	for name, sum := range s {
		switch {
		case sum == now[name]:
		case name == "dbo.sysdownloadlist":
			does += "i"
		case !strings.HasPrefix(does, "r"):
			does = "r" + does
		}
	}
	return does
}

// TestRollbackOfProcedures makes every call within a transaction of sa, looks at what it did, and rolls it back: then no
// row, no instruction and no notice is left of it. That the agent hears of those that are committed, TestCommitOfProcedures
// shows.
func TestRollbackOfProcedures(t *testing.T) {
	t.Parallel()
	agent := &listener{}
	s := newStage(t, startWith(t, agent))
	tables := tablesOf(t, s.sa)
	agent.heard()
	before := snap(t, s.sa, tables)
	for _, c := range calls {
		tx, err := s.sa.Begin()
		if err != nil {
			t.Fatal(err)
		}
		endOf(t, tx, s.text("sa", c.call))
		if got, want := before.changed(snap(t, tx, tables)), strings.TrimSuffix(c.does, "n"); got != want {
			t.Errorf("%s does %q, expected %q", c.call, got, want)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(c.call, err)
		}
		if left := before.changed(snap(t, s.sa, tables)); left != "" {
			t.Errorf("%s rolled back leaves %q", c.call, left)
			before = snap(t, s.sa, tables)
		}
		if agent.heard() {
			t.Errorf("%s rolled back tells the agent", c.call)
		}
	}
}

// TestCommitOfProcedures makes the calls that tell the agent something, each on a stage of its own, and sees it told. The
// others are made one after the other on one stage, and tell it nothing.
func TestCommitOfProcedures(t *testing.T) {
	t.Parallel()
	for _, c := range calls {
		if strings.Contains(c.does, "n") {
			t.Run(c.call, func(t *testing.T) {
				t.Parallel()
				agent := &listener{}
				s := newStage(t, startWith(t, agent))
				agent.heard()
				if endOf(t, s.sa, s.text("sa", c.call)); !agent.heard() {
					t.Error("it tells the agent nothing")
				}
			})
		}
	}
	agent := &listener{}
	s := newStage(t, startWith(t, agent))
	agent.heard()
	for _, c := range calls {
		if !strings.Contains(c.does, "n") {
			if endOf(t, s.sa, s.text("sa", c.call)); agent.heard() {
				t.Errorf("%s tells the agent something", c.call)
			}
		}
	}
}

// TestRollbackOfEnlistment: a target that enlists, or defects, and takes it back has nothing of it. Its master has.
func TestRollbackOfEnlistment(t *testing.T) {
	t.Parallel()
	agent := &listener{}
	db := openDSN(t, startWith(t, agent))
	tables := tablesOf(t, db)
	for _, c := range []struct{ call, does string }{
		{`sp_msx_enlist N'BOSS', N'Leeds'`, "r"},
		{`sp_msx_defect`, "r"},
		{`sp_msx_defect @forced_defection = 1`, "r"},
	} {
		before := snap(t, db, tables)
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if end := endOf(t, tx, "EXEC msdb.dbo."+c.call); end != 0 {
			t.Errorf("%s ends with %d", c.call, end)
		}
		if got := before.changed(snap(t, tx, tables)); got != c.does {
			t.Errorf("%s does %q", c.call, got)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if left := before.changed(snap(t, db, tables)); left != "" || agent.heard() {
			t.Errorf("%s rolled back leaves %q, or tells the agent", c.call, left)
		}
		if strings.HasPrefix(c.call, "sp_msx_enlist") {
			endOf(t, db, "EXEC msdb.dbo."+c.call)
			agent.heard()
		}
	}
}
