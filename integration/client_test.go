package integration

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// jobScript is a job as SSMS scripts it: one transaction, OUTPUT into binary(16), GOTO out of it on any failure.
func jobScript(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../cmd/msxgate/demo_job.sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// batches are the batches of a script whose GO lines stand alone.
func batches(script string) []string {
	var out []string
	for _, b := range strings.Split(script, "\nGO\n") {
		if strings.TrimSpace(b) != "" {
			out = append(out, b)
		}
	}
	return out
}

// clients run a script on a server, each in its own way.
var clients = []struct {
	name string
	run  func(t *testing.T, s *server, script string)
}{
	{"go-mssqldb", func(t *testing.T, s *server, script string) { runDriver(t, s.dsn("msdb"), script) }},
	{"denisenkom", func(t *testing.T, s *server, script string) {
		runProgram(t, script, "go", "run", "./clients/denisenkom", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
	{"tsql 7.4", func(t *testing.T, s *server, script string) { runTSQL(t, s, "7.4", script) }},
	{"tsql 7.1", func(t *testing.T, s *server, script string) { runTSQL(t, s, "7.1", script) }},
	{"bsqldb", func(t *testing.T, s *server, script string) {
		runProgram(t, script, need(t, "bsqldb"), "-S", "127.0.0.1:"+strconv.Itoa(s.port), "-U", "sa", "-P", password)
	}},
	{"pymssql", func(t *testing.T, s *server, script string) {
		python := pythonWith(t, "pymssql")
		runProgram(t, script, python, "clients/pymssql_run.py", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
	{"tedious", func(t *testing.T, s *server, script string) {
		runProgram(t, script, nodeWithTedious(t), "clients/tedious_run.js", "127.0.0.1", strconv.Itoa(s.port), password)
	}},
}

// TestJobScript runs the same SSMS job script through every client and looks at what it made.
func TestJobScript(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, "HQ")
			s.start()
			c.run(t, s, jobScript(t))
			if got := s.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysjobs AS j JOIN msdb.dbo.sysjobsteps AS s ON s.job_id = j.job_id
				JOIN msdb.dbo.sysjobschedules AS c ON c.job_id = j.job_id WHERE j.name = N'Nightly check'`); got != "2" {
				t.Errorf("%s steps of the scheduled job, want 2", got)
			}
		})
	}
}

func runDriver(t *testing.T, dsn, script string) {
	t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, b := range batches(script) {
		if _, err := conn.ExecContext(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
}

// runTSQL runs a script through FreeTDS' tsql and returns what it printed.
func runTSQL(t *testing.T, s *server, version, script string) string {
	t.Helper()
	cmd := exec.Command(need(t, "tsql"), "-H", "127.0.0.1", "-p", strconv.Itoa(s.port), "-U", "sa", "-P", password, "-o", "q")
	cmd.Env = append(os.Environ(), "TDSVER="+version, "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(script + "\nexit\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("tsql: %v\n%s", err, out)
	}
	return string(out)
}

// clientPatience is how long a client program may run.
const clientPatience = 2 * time.Minute

func runProgram(t *testing.T, stdin, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), clientPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out.String())
	}
	return out.String()
}

// pythonWith is a Python that has a module: the first of the path, else Debian's.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(p, "-c", "import "+module).Run() == nil {
			return p
		}
	}
	return need(t, "python3 with "+module)
}

// nodeWithTedious is node, with tedious beside the scripts that use it.
func nodeWithTedious(t *testing.T) string {
	t.Helper()
	node := need(t, "node")
	if _, err := os.Stat("clients/node_modules/tedious"); err != nil {
		need(t, "tedious (npm install in integration/clients)")
	}
	return node
}

// TestCalls calls procedures through the clients that have a way of their own to do it, and compares what they print.
func TestCalls(t *testing.T) {
	for _, c := range []struct {
		name    string
		program func(t *testing.T) string
		args    []string
		want    string
	}{
		{
			"pymssql", func(t *testing.T) string { return pythonWith(t, "pymssql") },
			[]string{"clients/pymssql_call.py"},
			"date 0\ndescription True 0\njob J True\nerror 14262\n",
		},
		{
			"tedious", nodeWithTedious,
			[]string{"--no-deprecation", "clients/tedious_call.js"},
			"add 0 true\nerror 14262 sp_verify_job_identifiers 1\ncancelled ECANCEL\njobs J L\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			program := c.program(t)
			s := newServer(t, "HQ")
			s.start()
			if got := runProgram(t, "", program, append(c.args, "127.0.0.1", strconv.Itoa(s.port), password)...); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestFreeTDSVersions calls a procedure with parameters in every version of TDS that FreeTDS speaks.
func TestFreeTDSVersions(t *testing.T) {
	t.Parallel()
	need(t, "tsql")
	s := newServer(t, "HQ")
	s.start()
	for _, version := range []string{"7.0", "7.1", "7.2", "7.3", "7.4"} {
		out := runTSQL(t, s, version, `EXEC msdb.dbo.sp_add_targetservergroup @name = N'Größe `+version+`'
go
EXEC msdb.dbo.sp_help_targetservergroup
go
EXEC msdb.dbo.sp_delete_targetservergroup N'nope'
go`)
		for _, want := range []string{"Größe " + version, "Msg 14262", "Procedure sp_delete_targetservergroup"} {
			if !strings.Contains(out, want) {
				t.Errorf("TDS %s: no %q in\n%s", version, want, out)
			}
		}
	}
}
