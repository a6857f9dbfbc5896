package procs

import "testing"

// Rights are given to procedures that exist, and no right of a role undoes what it is denied.
func TestGrants(t *testing.T) {
	for _, table := range []map[string][]string{granted, denied} {
		for role, names := range table {
			for _, name := range names {
				if Lookup(name) == nil {
					t.Errorf("%s has a right on %s, which is no procedure", role, name)
				}
			}
		}
	}
	both := []string{roleUser, roleTargetServers}
	if p := Lookup("sp_add_job"); p.MayExecute(both) || !p.MayExecute([]string{roleUser}) {
		t.Error("a denial does not win")
	}
	if Lookup("sp_msx_enlist").MayExecute(both) {
		t.Error("a procedure that nobody was granted is everybody's")
	}
}
