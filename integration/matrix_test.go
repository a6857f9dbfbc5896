package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	mssql "github.com/microsoft/go-mssqldb"
)

// What each client is to show, and what it says when it does: a script of its own under clients prints a line for each.
var matrixFeatures = []struct{ name, want string }{
	{"connect", "HQ"},
	{"query", "Größe 42 NULL"},
	{"parameters", "Größe 7 NULL"},
	{"procedure", "42 5"}, // an OUTPUT parameter and the return status
	{"error", "208 3"},    // number and line
	{"transaction", "2"},  // one that is rolled back, one that is committed
	{"cancel", "1"},       // a statement that waits; the session goes on, and has what it had
	{"again", "NULL"},     // a connection that is opened again, or comes from a pool: no temporary tables
}

const matrixSetup = `EXEC master.sys.sp_executesql N'CREATE PROCEDURE dbo.matrix @n int, @twice int OUTPUT AS SET @twice = 2 * @n; RETURN 5'`

// matrixClient is a client and how it is run; the output is what it prints.
type matrixClient struct {
	name string
	run  func(t *testing.T, s *server) string
	says map[string]string // where it words a feature in another way
	not  map[string]string // what it has no way to do, and why
}

var (
	noLine     = map[string]string{"error": "208"}
	onlyScript = map[string]string{
		"parameters": "it sends text", "cancel": "it waits for the end of a batch", "again": "it connects once",
	}
)

var matrixClients = []matrixClient{
	{name: "go-mssqldb", run: driverMatrix},
	{name: "tsql 7.0", run: tsqlMatrix("7.0"), not: onlyScript},
	{name: "tsql 7.1", run: tsqlMatrix("7.1"), not: onlyScript},
	{name: "tsql 7.2", run: tsqlMatrix("7.2"), not: onlyScript},
	{name: "tsql 7.3", run: tsqlMatrix("7.3"), not: onlyScript},
	{name: "tsql 7.4", run: tsqlMatrix("7.4"), not: onlyScript},
	{name: "bsqldb", run: scriptMatrix("bsqldb"), not: onlyScript},
	{name: "fisql", run: scriptMatrix("fisql"), not: onlyScript},
	{name: "isql (tdsodbc)", run: isqlMatrix, says: noLine, not: onlyScript},
	{name: "pymssql", run: pythonMatrix("pymssql")},
	{name: "pyodbc (tdsodbc)", run: pythonMatrix("pyodbc"), says: noLine},
	{name: "pytds", run: pythonMatrix("pytds")},
	{name: "DBD::Sybase", run: perlMatrix("Sybase")},
	{name: "DBD::ODBC (tdsodbc)", run: perlMatrix("ODBC"), says: noLine},
	{name: "PDO dblib", run: phpMatrix, says: map[string]string{"error": "20018"}}, // db-lib's own number
	{name: "jTDS", run: jtdsMatrix("off"), says: noLine},
	{name: "jTDS ssl=request", run: jtdsMatrix("request"), says: noLine},
	{name: "jTDS ssl=require", run: jtdsMatrix("require"), says: noLine},
	{name: "SqlClient (Mono)", run: monoMatrix},
	{name: "tedious", run: nodeMatrix("tedious")},
	{name: "mssql (npm)", run: nodeMatrix("mssql")},
}

// TestMatrix prints which client does what.
func TestMatrix(t *testing.T) {
	s := newServer(t, "HQ")
	s.start()
	s.exec(matrixSetup)
	cells := make([]map[string]string, len(matrixClients))
	t.Cleanup(func() { t.Log(matrixTable(cells)) })
	for i, c := range matrixClients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cells[i] = c.check(t, c.run(t, s))
		})
	}
}

// check reads what a client printed and compares it; what it returns are the cells of its row.
func (c *matrixClient) check(t *testing.T, output string) map[string]string {
	t.Helper()
	cells := map[string]string{}
	for _, f := range matrixFeatures {
		want, got, found := f.want, "", false
		if says, ok := c.says[f.name]; ok {
			want = says
		}
		for line := range strings.Lines(output) {
			if rest, ok := strings.CutPrefix(strings.Trim(line, " |\r\n"), f.name+" "); ok {
				got, found = strings.TrimSpace(rest), true
			}
		}
		_, cannot := c.not[f.name]
		switch {
		case cannot && !found:
			cells[f.name] = "-"
		case cannot:
			t.Errorf("%s is said to be out of reach: %s", f.name, c.not[f.name])
		case got == want:
			cells[f.name] = "yes"
		default:
			cells[f.name] = "NO"
			t.Errorf("%s %q, want %q; it printed\n%s", f.name, got, want, output)
		}
	}
	return cells
}

// matrixTable is the table of clients and features.
func matrixTable(cells []map[string]string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	fmt.Fprint(w, "\nclient")
	for _, f := range matrixFeatures {
		fmt.Fprint(w, "\t"+f.name)
	}
	for i, c := range matrixClients {
		fmt.Fprint(w, "\n"+c.name)
		for _, f := range matrixFeatures {
			cell := cells[i][f.name]
			if cells[i] == nil {
				cell = "?"
			}
			fmt.Fprint(w, "\t"+cell)
		}
	}
	w.Flush()
	return b.String()
}

// address are the arguments of every script.
func address(s *server, more ...string) []string {
	return append([]string{"127.0.0.1", strconv.Itoa(s.port), password}, more...)
}

func matrixScript(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("clients/matrix.sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// FreeTDS tells of an error in a form for each program; the line that it makes is that of the scripts.
var (
	tsqlError = regexp.MustCompile(`Msg (\d+) \(severity 16, state 1\) from HQ Line (\d+):`)
	bsqlError = regexp.MustCompile(`Msg (\d+), Level 16, State 1:?\s+Server 'HQ', Line (\d+):?`)
	isqlError = regexp.MustCompile(`\[S0002\]\[FreeTDS\]\[SQL Server\]Invalid object name 'nothing'\.`)
)

func tsqlMatrix(version string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		return tsqlError.ReplaceAllString(runTSQL(t, s, version, matrixScript(t)), "error $1 $2")
	}
}

// scriptMatrix runs a script through a program of FreeTDS', which may end with the error that it ends in.
func scriptMatrix(program string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		cmd := exec.CommandContext(t.Context(), need(t, program), "-S", "127.0.0.1:"+strconv.Itoa(s.port), "-U", "sa", "-P", password)
		cmd.Env = append(os.Environ(), "TDSVER=7.4", "LC_ALL=C.UTF-8")
		cmd.Stdin = strings.NewReader(matrixScript(t))
		out, err := cmd.CombinedOutput()
		if len(out) == 0 {
			t.Fatal(err)
		}
		return bsqlError.ReplaceAllString(string(out), "error $1 $2")
	}
}

// isqlMatrix gives isql a statement a line.
func isqlMatrix(t *testing.T, s *server) string {
	program := need(t, "isql")
	needDriver(t)
	script := strings.NewReplacer("\ngo\n", "\n", "\n", " ").Replace(matrixScript(t))
	source := fmt.Sprintf("DRIVER=FreeTDS;SERVER=127.0.0.1;PORT=%d;UID=sa;PWD=%s;TDS_Version=7.4;ClientCharset=UTF-8", s.port, password)
	return isqlError.ReplaceAllString(runProgram(t, script, program, "-b", "-v", "-k", source), "error 208")
}

// needDriver skips where the ODBC driver is not installed.
func needDriver(t *testing.T) {
	t.Helper()
	out, err := exec.Command("odbcinst", "-q", "-d").Output()
	if err != nil || !strings.Contains(string(out), "[FreeTDS]") {
		need(t, "tdsodbc")
	}
}

func pythonMatrix(module string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		if module == "pyodbc" {
			needDriver(t)
		}
		return runProgram(t, "", pythonWith(t, module), append([]string{"clients/" + module + "_matrix.py"}, address(s)...)...)
	}
}

func perlMatrix(driver string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		perl := need(t, "perl")
		if exec.Command(perl, "-MDBD::"+driver, "-e1").Run() != nil {
			need(t, "DBD::"+driver)
		}
		return runProgram(t, "", perl, append([]string{"clients/dbi_matrix.pl", driver}, address(s)...)...)
	}
}

func phpMatrix(t *testing.T, s *server) string {
	php := need(t, "php")
	if out, _ := exec.Command(php, "-m").Output(); !strings.Contains(string(out), "pdo_dblib") {
		need(t, "php-sybase")
	}
	return runProgram(t, "", php, append([]string{"clients/pdo_matrix.php"}, address(s)...)...)
}

func jtdsMatrix(ssl string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		const jar = "/usr/share/java/jtds.jar"
		java := need(t, "java")
		if _, err := os.Stat(jar); err != nil {
			need(t, "libjtds-java")
		}
		return runProgram(t, "", java, append([]string{"-Dfile.encoding=UTF-8", "-cp", jar, "clients/JtdsMatrix.java"}, address(s, ssl)...)...)
	}
}

func monoMatrix(t *testing.T, s *server) string { return runMono(t, s, "SqlClientMatrix") }

// runMono compiles a program for Mono and runs it.
func runMono(t *testing.T, s *server, name string) string {
	t.Helper()
	mcs, mono := need(t, "mcs"), need(t, "mono")
	program := filepath.Join(t.TempDir(), name+".exe")
	runProgram(t, "", mcs, "-codepage:utf8", "-r:System.Data.dll", "-r:System.Xml.dll", "-out:"+program, "clients/"+name+".cs")
	return runProgram(t, "", mono, append([]string{program}, address(s)...)...)
}

func nodeMatrix(module string) func(t *testing.T, s *server) string {
	return func(t *testing.T, s *server) string {
		node := nodeWithTedious(t)
		if _, err := os.Stat("clients/node_modules/" + module); err != nil {
			need(t, module+" (npm install in integration/clients)")
		}
		return runProgram(t, "", node, append([]string{"--no-deprecation", "clients/" + module + "_matrix.js"}, address(s)...)...)
	}
}

// driverMatrix does it with go-mssqldb, from a pool of one connection.
func driverMatrix(t *testing.T, s *server) string {
	db := openDSN(t, s.dsn("master"))
	db.SetMaxOpenConns(1)
	var b strings.Builder
	show := func(feature, text string, args ...any) {
		var row [3]sql.NullString
		dest := []any{&row[0], &row[1], &row[2]}
		rows, err := db.Query(text, args...)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		cols, _ := rows.Columns()
		if !rows.Next() || rows.Scan(dest[:len(cols)]...) != nil {
			t.Fatal(text, rows.Err())
		}
		b.WriteString(feature)
		for _, v := range row[:len(cols)] {
			if !v.Valid {
				v.String = "NULL"
			}
			b.WriteString(" " + v.String)
		}
		b.WriteString("\n")
	}
	show("connect", `SELECT @@SERVERNAME`)
	show("query", `SELECT N'Größe', 42, CAST(NULL AS int)`)
	show("parameters", `SELECT @p1, @p2, @p3`, "Größe", 7, nil)
	var twice int
	var status mssql.ReturnStatus
	if _, err := db.Exec("dbo.matrix", sql.Named("n", 21), sql.Named("twice", sql.Out{Dest: &twice}), &status); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, "procedure", twice, int(status))
	var e mssql.Error
	if _, err := db.Exec("PRINT 'x'\n\nSELECT * FROM nothing"); errors.As(err, &e) {
		fmt.Fprintln(&b, "error", e.Number, e.LineNo)
	}
	ends := driverSession(t, db)
	fmt.Fprintln(&b, "transaction", ends[0])
	fmt.Fprintln(&b, "cancel", ends[1])
	show("again", `SELECT OBJECT_ID(N'tempdb..#t')`)
	return b.String()
}

// driverSession is what needs one connection throughout: a transaction rolled back and one committed, and a cancellation.
func driverSession(t *testing.T, db *sql.DB) (ends [2]int) {
	t.Helper()
	c, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	run := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err = c.ExecContext(t.Context(), `CREATE TABLE #t (n int)`)
	run(err)
	for n, end := range []func(*sql.Tx) error{(*sql.Tx).Rollback, (*sql.Tx).Commit} {
		tx, err := c.BeginTx(t.Context(), nil)
		run(err)
		_, err = tx.Exec(`INSERT #t VALUES (@p1)`, n+1)
		run(err)
		run(end(tx))
	}
	run(c.QueryRowContext(t.Context(), `SELECT SUM(n) FROM #t`).Scan(&ends[0]))
	if err := cancelOnNotice(t.Context(), c, `RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'`); !errors.Is(err, context.Canceled) {
		t.Fatal("the cancelled batch ended with", err)
	}
	run(c.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM #t`).Scan(&ends[1]))
	return ends
}
