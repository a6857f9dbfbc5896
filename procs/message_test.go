package procs

import (
	"database/sql"
	"testing"

	"msxgate/tds"
)

func TestMessageText(t *testing.T) {
	for _, tt := range []struct {
		m    *message
		args []any
		want string
	}{
		{errDoesNotExist, []any{"@job_name", "x"}, "The specified @job_name ('x') does not exist."},
		{errCannotBeNull, []any{"@server_name"}, "The parameter @server_name passed to stored procedure (null) cannot be NULL."},
		{infoPosted, []any{int64(2), "INSERT"}, "SP_POST_MSX_OPERATION: 2 INSERT download instruction(s) posted."},
		{infoPosted, []any{sql.Null[int64]{}, "INSERT"}, "SP_POST_MSX_OPERATION: (null) INSERT download instruction(s) posted."},
		{errDoesNotExist, []any{"@job_id", tds.GUID{0xAB}}, "The specified @job_id ('000000AB-0000-0000-0000-000000000000') does not exist."},
		{errAlreadyMember, []any{some("T1"), some("50%s")}, "Target server 'T1' is already a member of group '50%s'."},
	} {
		if got := tt.m.With(tt.args...); got.Message != tt.want || got.State != 1 || got.Class != tt.m.class {
			t.Errorf("message %d is %+v, want %q", tt.m.number, got, tt.want)
		}
	}
}

func TestMessage(t *testing.T) {
	text, class, ok := Message(14262)
	if text != "The specified %s ('%s') does not exist." || class != 16 || !ok {
		t.Errorf("14262 is %q, severity %d", text, class)
	}
	if _, class, _ := Message(14230); class != 10 {
		t.Errorf("14230 has severity %d", class)
	}
	if _, _, ok := Message(50000); ok {
		t.Error("50000 is a message")
	}
}

// A message is raised in the severity it has; what is information is named so.
func TestMessageSeverities(t *testing.T) {
	for number, m := range messages {
		if m.number != number || m.template == "" || m.class != 10 && m.class != 16 {
			t.Errorf("message %d is %+v", number, m)
		}
	}
}
