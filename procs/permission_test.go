package procs

import (
	"errors"
	"testing"
	"time"

	"msxgate/tds"
)

// These look at the caller before anything else, so that no transaction is needed to be refused.
func TestSysadminOnly(t *testing.T) {
	for name, args := range map[string][]tds.Value{
		"sp_msx_enlist":               {"MASTER1", nil},
		"sp_msx_defect":               {true},
		"sp_resync_targetserver":      {"ALL"},
		"sp_add_targetservergroup":    {"A"},
		"sp_update_targetservergroup": {"A", "B"},
		"sp_delete_targetservergroup": {"A"},
	} {
		refused(t, name, args, "Only members of the sysadmin role can execute this stored procedure.")
	}
	refused(t, "sp_enlist_tsx", []tds.Value{int64(0), "T1", nil, int64(0), time.Time{}, "x", int64(60), int64(0)},
		"Only members of the TargetServersRole role can execute this stored procedure.")
}

func refused(t *testing.T, name string, args []tds.Value, text string) {
	t.Helper()
	c := testCall(&recorder{})
	c.Login = Login{Name: "plain", SID: []byte{2}}
	code, err := Lookup(name).Invoke(t.Context(), c, args)
	var e *tds.Error
	if !errors.As(err, &e) || e.Number != 15003 || e.Message != text || e.Proc != name || code != 1 {
		t.Errorf("%s returned %d, %v", name, code, err)
	}
}

func TestPostIsSilentForOthers(t *testing.T) {
	out := &recorder{}
	c := testCall(out)
	c.Login = Login{Name: "plain", SID: []byte{2}}
	code, err := Lookup("sp_post_msx_operation").Invoke(t.Context(), c, []tds.Value{"FOO", "X", nil, "nope", nil, nil})
	if code != 0 || err != nil || len(out.messages) != 0 {
		t.Errorf("returned %d, %v and said %v", code, err, out.messages)
	}
}
