package procs

import (
	"testing"
)

func TestLoginRights(t *testing.T) {
	l := Login{SID: []byte{7}, AppName: "sqlagent - Job Manager", Roles: []string{roleOperator}}
	if !l.IsAgent() || (&Login{AppName: "My SQLAgent"}).IsAgent() {
		t.Error("IsAgent")
	}
	if !l.mayOperate([]byte{9}) || l.mayChange([]byte{9}) || !l.mayChange([]byte{7}) {
		t.Error("operators operate the jobs of others and change their own")
	}
}
