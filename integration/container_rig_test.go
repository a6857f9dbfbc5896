package integration

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/testcontainers/testcontainers-go"
)

// images are the SQL Servers that the suite runs on, by the tag of their image and their edition.
var images = []struct{ tag, edition string }{
	{"2019-latest", "Developer"},
	{"2022-latest", "Developer"},
	{"2022-latest", "Express"},
	{"2025-latest", "Developer"},
}

// long is what all images take. go test ends a package after 10 minutes unless told otherwise, which is too early.
const long = 30 * time.Minute

// TestDocker runs the suite of upstream mode before real SQL Servers. Its name tells `make test-all` why it skips.
func TestDocker(t *testing.T) {
	if err := docker(t.Context()); err != nil {
		t.Skipf("Docker is not here, so nothing ran before a real SQL Server: %v", err)
	}
	if end, ok := t.Deadline(); ok && time.Until(end) < long {
		t.Skipf("Docker is here, but not the time: run this test with -timeout 2h")
	}
	for _, image := range images {
		t.Run(image.tag+" "+image.edition, func(t *testing.T) {
			suite(t, startContainer(t, image.tag, image.edition))
		})
	}
}

// docker tells why there is no Docker, or returns nil.
func docker(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil { // that is how the library says that it finds no host
			err = fmt.Errorf("%v", r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	provider, err := testcontainers.NewDockerProvider()
	if err != nil {
		return err
	}
	return provider.Health(ctx)
}

// containers make every server called HQ from one container of SQL Server, whose msdb is put back before each use; those of
// other names are processes.
type containers struct {
	one *sqlServer
	use sync.Mutex // by one test at a time
}

// sqlServer is SQL Server in a container, at a port that it keeps.
type sqlServer struct {
	*process
	container *testcontainers.DockerContainer
}

// startContainer starts an edition of SQL Server that calls itself HQ.
func startContainer(t *testing.T, tag, edition string) *containers {
	t.Helper()
	s := &sqlServer{process: &process{server: &server{t: t, name: "HQ", port: freePort(t)}, procedures: true}}
	var err error
	s.container, err = testcontainers.Run(t.Context(), "mcr.microsoft.com/mssql/server:"+tag,
		testcontainers.WithExposedPorts(strconv.Itoa(s.port)+":1433/tcp"),
		testcontainers.WithEnv(map[string]string{
			"ACCEPT_EULA": "Y", "MSSQL_SA_PASSWORD": password, "MSSQL_PID": edition, "MSSQL_AGENT_ENABLED": "false", "TZ": "UTC",
		}),
		testcontainers.WithConfigModifier(func(c *container.Config) { c.Hostname = "HQ" }),
	)
	testcontainers.CleanupContainer(t, s.container)
	if err != nil {
		t.Fatal(err)
	}
	s.ready(t)
	s.exec(`BACKUP DATABASE msdb TO DISK = N'` + emptyMsdb + `' WITH INIT`)
	return &containers{one: s}
}

// emptyMsdb is msdb as the image brings it.
const emptyMsdb = "/var/opt/mssql/data/empty-msdb.bak"

// ready waits until sa can log in. SQL Server upgrades its databases first when it starts for the first time.
func (s *sqlServer) ready(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	db := s.open()
	defer db.Close()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("SQL Server is not ready: %v", err)
		case <-time.After(time.Second):
		}
	}
}

func (s *sqlServer) kill() {
	s.t.Helper()
	atOnce := time.Duration(0)
	if err := s.container.Stop(context.Background(), &atOnce); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sqlServer) restart() {
	s.t.Helper()
	if err := s.container.Start(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	s.ready(s.t)
}

func (c *containers) open(t testing.TB, name string) behind {
	t.Helper()
	if name != "HQ" {
		return processes{}.open(t, name)
	}
	c.use.Lock()
	t.Cleanup(c.use.Unlock)
	s := &sqlServer{process: &process{server: &server{t: t, name: name, port: c.one.port}, procedures: true}, container: c.one.container}
	s.reset()
	return s
}

// reset takes back what a test has made.
func (s *sqlServer) reset() {
	s.t.Helper()
	db := s.openDatabase("master")
	defer db.Close()
	for _, batch := range []string{
		`ALTER DATABASE msdb SET SINGLE_USER WITH ROLLBACK IMMEDIATE
		RESTORE DATABASE msdb FROM DISK = N'` + emptyMsdb + `' WITH REPLACE
		ALTER DATABASE msdb SET MULTI_USER`,
		`DECLARE @drop nvarchar(max) = N''
		SELECT @drop += N'KILL ' + CONVERT(nvarchar(10), session_id) + N' ' FROM sys.dm_exec_sessions
			WHERE is_user_process = 1 AND session_id <> @@SPID
		SELECT @drop += N'DROP LOGIN ' + QUOTENAME(name) + N' ' FROM sys.server_principals
			WHERE type = 'S' AND principal_id > 1 AND name NOT LIKE N'##%'
		SELECT @drop += N'DROP CREDENTIAL ' + QUOTENAME(name) + N' ' FROM sys.credentials
		SELECT @drop += N'DROP DATABASE ' + QUOTENAME(name) + N' ' FROM sys.databases WHERE database_id > 4
		EXEC (@drop)`,
	} {
		if _, err := db.Exec(batch); err != nil {
			s.t.Fatalf("SQL Server: %s: %v", batch, err)
		}
	}
}
