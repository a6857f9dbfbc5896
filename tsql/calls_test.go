package tsql

import (
	"slices"
	"testing"
)

func TestCalls(t *testing.T) {
	tests := []struct {
		src     string
		names   []string
		dynamic bool
	}{
		{"EXEC p", []string{"p"}, false},
		{"exec  [msdb].[dbo].[sp_help_job] @a=1", []string{"msdb.dbo.sp_help_job"}, false},
		{"EXECUTE msdb..sp_x;2", []string{"msdb..sp_x;2"}, false},
		{"EXEC @rc = srv.msdb.dbo.p", []string{"srv.msdb.dbo.p"}, false},
		{"sp_who 'x'\nEXEC b", []string{"sp_who", "b"}, false},
		{"  /* EXEC no */ [sp_x]", []string{"sp_x"}, false},
		{"INSERT #t EXEC p IF 1=1 exec q", []string{"p", "q"}, false},
		{"SELECT 'EXEC no', [EXEC no], \"EXEC no\" -- EXEC no\n/* EXEC no /* EXEC no */ EXEC no */ EXEC yes", []string{"yes"}, false},
		{"SELECT @exec, exec_me, myexec, #exec x FROM executed", nil, false},
		{"EXEC('x')", nil, true},
		{"EXEC (@s) EXEC @p 1 EXEC @rc = @p", nil, true},
		{"EXEC sp_executesql N'x'", []string{"sp_executesql"}, true},
		{"EXECUTE AS LOGIN = 'x' GRANT EXECUTE ON p TO u", nil, false},
		{"CREATE PROC a WITH EXECUTE AS OWNER AS EXEC b", []string{"b"}, false},
		{"EXEC/**/p", []string{"p"}, false},
		{"EXEC p'x'EXEC q", []string{"p", "q"}, false},
		{"SELECT 1;EXEC p\nSELECT 'open", []string{"p"}, false},
		{"EXEC [open", nil, false},
		{"EXEC p 'open exec", []string{"p"}, false},
		{"SELECT 1 x", nil, false},
		{"éEXEC p\u00a0EXEC q", []string{"[éEXEC]", "q"}, false},
		{"EXEC", nil, false},
		{"x", []string{"x"}, false},
	}
	for _, test := range tests {
		names, dynamic := AppendCalls(nil, test.src)
		var got []string
		for _, n := range names {
			got = append(got, Print(&n))
		}
		if !slices.Equal(got, test.names) || dynamic != test.dynamic {
			t.Errorf("%s: %q, dynamic %v; want %q, %v", test.src, got, dynamic, test.names, test.dynamic)
		}
	}
}

func TestCallsOfJobScript(t *testing.T) {
	names := Calls(jobScript(t))
	if len(names) != 6 {
		t.Errorf("got %d names, want 6", len(names))
	}
	for _, n := range names {
		if n.Database != "msdb" || n.Schema != "dbo" {
			t.Errorf("got %v", n)
		}
	}
}

func TestAppendCallsDoesNotAllocate(t *testing.T) {
	src := jobScript(t)
	names := make([]Name, 0, 16)
	if n := testing.AllocsPerRun(100, func() { names, _ = AppendCalls(names[:0], src) }); n > 0 {
		t.Errorf("AppendCalls allocates %v times", n)
	}
}
