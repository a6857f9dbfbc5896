package interp

import (
	"context"
	"testing"

	"msxgate/tds"
	"msxgate/tsql"
)

// jobScript has the shape of what Management Studio generates for a job.
const jobScript = `BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM syscategories WHERE name=N'[Uncategorized (Local)]')
BEGIN
EXEC @ReturnCode = add_category @class=N'JOB', @type=N'LOCAL', @name=N'[Uncategorized (Local)]'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
END
DECLARE @jobId BINARY(16)
EXEC @ReturnCode = add_job @job_name=N'nightly', @enabled=1, @description=N'No description available.', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = add_jobstep @job_id=@jobId, @step_name=N'one', @step_id=1, @command=N'SELECT 1'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = add_jobstep @job_id=@jobId, @step_name=N'two', @step_id=2, @command=N'SELECT 2'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = add_jobserver @job_id = @jobId, @server_name = N'(local)'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
`

// nullHost runs every procedure at once.
type nullHost struct{ *fakeHost }

func (h nullHost) Call(_ context.Context, c *Call, _ tds.Writer) (int32, error) {
	for i := range c.Args {
		if c.Args[i].Output {
			c.Args[i].Value, c.Args[i].ParamType = tds.GUID{1}, tds.TypeGUID
		}
	}
	return 0, nil
}

func newJobHost(b testing.TB) nullHost {
	h := nullHost{newFakeHost()}
	h.m.Host = h
	run(b, h.fakeHost, "CREATE TABLE syscategories (name nvarchar(128)) INSERT syscategories VALUES (N'other')")
	return h
}

func TestJobScript(t *testing.T) {
	h := newJobHost(t)
	w := &transcript{}
	if err := h.m.RunText(context.Background(), jobScript, w); err != nil {
		t.Fatal(err)
	}
	want := []string{"done begin", "done select"}
	for range 6 {
		want = append(want, "enter", "leave 0")
	}
	wantLines(t, w.lines, append(want, "done end")...)
}

func BenchmarkCompileJobScript(b *testing.B) {
	p, err := tsql.Parse(jobScript)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRunJobScript(b *testing.B) {
	h := newJobHost(b)
	h.m.Cache = &Cache{}
	b.ReportAllocs()
	for b.Loop() {
		h.calls = h.calls[:0]
		if err := h.m.RunText(context.Background(), jobScript, discard{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoop(b *testing.B) {
	h := newFakeHost()
	h.m.Cache = &Cache{}
	b.ReportAllocs()
	for b.Loop() {
		if err := h.m.RunText(context.Background(), "DECLARE @i int = 0 WHILE @i < 1000 SET @i += 1", discard{}); err != nil {
			b.Fatal(err)
		}
	}
}
