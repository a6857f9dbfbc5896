package gateway_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/sirupsen/logrus"

	"msxgate/gateway"
	"msxgate/gateway/gatewaytest"
	"msxgate/tds"
)

// logIn tries to log in and returns the number of the refusal, 0 for none.
func logIn(t testing.TB, dsn string) int32 {
	t.Helper()
	db, err := sql.Open("sqlserver", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var e mssql.Error
	switch err := db.Ping(); {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Number
	default:
		t.Log(err)
	}
	return -1
}

// TestLogins is who comes in, and what those are told who do not.
func TestLogins(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE DATABASE app", "CREATE LOGIN Ann WITH PASSWORD = 'x1', DEFAULT_DATABASE = app", "CREATE LOGIN gone WITH PASSWORD = 'x1'",
		"ALTER LOGIN gone DISABLE", "CREATE LOGIN bob WITH PASSWORD = 'x1'")
	for _, test := range []struct {
		user, password, database string
		want                     int32
	}{
		{"bob", "x1", "", 0},
		{"BOB", "x1", "msdb", 0},
		{"bob", "X1", "", 18456},
		{"bob", "", "", 18456},
		{"gone", "x1", "", 18456},
		{"nobody", "x1", "", 18456},
		{"##msxgate_agent##", "x1", "", 18456},
		{"bob", "x1", "app", 4060},
		{"bob", "x1", "nosuch", 4060},
		{"ann", "x1", "", 4064},
		{"ann", "x1", "master", 0},
	} {
		dsn := fmt.Sprintf("sqlserver://%s:%s@%s?encrypt=disable&database=%s", strings.ReplaceAll(test.user, "#", "%23"), test.password, addr, test.database)
		if got := logIn(t, dsn); got != test.want {
			t.Errorf("%s/%s/%s: %d, want %d", test.user, test.password, test.database, got, test.want)
		}
	}
}

// TestOwnPassword: everybody may change the own password, who knows it.
func TestOwnPassword(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	do(t, sa(t, addr), "CREATE LOGIN ann WITH PASSWORD = 'x1'; CREATE LOGIN bob WITH PASSWORD = 'x1'; CREATE LOGIN sec WITH PASSWORD = 'x1'",
		"ALTER SERVER ROLE securityadmin ADD MEMBER sec")
	ann, sec := session(t, addr, "ann", "x1"), session(t, addr, "sec", "x1")
	for _, test := range []struct {
		batch string
		want  int32
	}{
		{"ALTER LOGIN ann WITH PASSWORD = 'x2'", 15151},
		{"ALTER LOGIN ann WITH PASSWORD = 'x2' OLD_PASSWORD = 'no'", 15151},
		{"ALTER LOGIN bob WITH PASSWORD = 'x2' OLD_PASSWORD = 'x1'", 15151},
		{"ALTER LOGIN ann WITH NAME = ann2", 15151},
		{"ALTER LOGIN ann DISABLE", 15151},
		{"ALTER LOGIN ann WITH PASSWORD = '' OLD_PASSWORD = 'x1'", 15116},
		{"ALTER LOGIN ann WITH PASSWORD = 'x2' OLD_PASSWORD = 'x1'", 0},
		{"EXEC sp_password 'x2', 'x3'", 0},
	} {
		if got := number(ann, test.batch); got != test.want {
			t.Errorf("%s: %d, want %d", test.batch, got, test.want)
		}
	}
	if logIn(t, gatewaytest.DSN(addr, "ann", "x3")) != 0 || logIn(t, gatewaytest.DSN(addr, "ann", "x1")) != 18456 {
		t.Error("the new password is not the only one")
	}
	if number(sec, "ALTER LOGIN ann WITH PASSWORD = 'x4'") != 0 || number(sec, "ALTER LOGIN sa WITH PASSWORD = 'x4'") != 15151 {
		t.Error("securityadmin")
	}
}

// TestLoginStatements is what is refused of logins, users and roles, and with which number.
func TestLoginStatements(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "CREATE LOGIN here WITH PASSWORD = 'x1'")
	session(t, addr, "here", "x1")
	for _, test := range []struct {
		batch string
		want  int32
	}{
		{"CREATE LOGIN a WITH PASSWORD = 'x1', SID = 0x00000000000000000000000000000A0A", 0},
		{"CREATE LOGIN A WITH PASSWORD = 'x1'", 15025},
		{"CREATE LOGIN b WITH PASSWORD = 'x1', SID = 0x00000000000000000000000000000A0A", 15433},
		{"CREATE LOGIN b WITH PASSWORD = 'x1', SID = 0x0A", 15419},
		{"CREATE LOGIN b WITH PASSWORD = 'x1', DEFAULT_DATABASE = nosuch", 15010},
		{"CREATE LOGIN [D\\u] FROM WINDOWS", 15401},
		{"CREATE LOGIN b FROM CERTIFICATE c", 40030},
		{"ALTER LOGIN a WITH NAME = here", 15025},
		{"DROP LOGIN here", 15434},
		{"DROP LOGIN nosuch", 15151},
		{"DROP LOGIN sa", 15405},
		{"CREATE USER u FOR LOGIN nosuch", 15007},
		{"CREATE USER u FOR LOGIN a", 0},
		{"CREATE USER u FOR LOGIN here", 15023},
		{"CREATE USER u2 FOR LOGIN a", 15063},
		{"CREATE USER dbo FOR LOGIN here", 15023},
		{"CREATE USER x FOR LOGIN sa", 15063},
		{"CREATE ROLE r", 0},
		{"CREATE ROLE db_owner", 15023},
		{"ALTER ROLE r ADD MEMBER u", 0},
		{"ALTER ROLE r ADD MEMBER nosuch", 15151},
		{"ALTER ROLE r ADD MEMBER r", 15413},
		{"DROP ROLE r", 15144},
		{"ALTER ROLE r WITH NAME = r2", 0},
		{"ALTER USER u WITH NAME = v", 0},
		{"SELECT 1/IS_ROLEMEMBER('r2', 'v')", 0},
		{"DROP USER u", 15151},
		{"DROP USER v; DROP ROLE r2; DROP LOGIN a", 0},
		{"DROP USER dbo", 15150},
		{"DROP USER IF EXISTS nosuch", 0},
		{"EXEC sp_addlogin 'c', 'x1', 'msdb'", 0},
		{"EXEC msdb..sp_grantdbaccess 'c'", 0},
		{"EXEC msdb.dbo.sp_addrolemember 'TargetServersRole', 'c'", 0},
		{"SELECT 1/COUNT(*) FROM msdb.sys.database_principals WHERE name = 'c'", 0},
		{"EXEC msdb..sp_dropuser 'c'", 0},
		{"EXEC sp_droplogin 'c'", 0},
	} {
		if got := number(c, test.batch); got != test.want {
			t.Errorf("%s: %d, want %d", test.batch, got, test.want)
		}
	}
}

// TestAdministratorRenamed: sa is what it is by whatever name it goes, in sessions that are open too.
func TestAdministratorRenamed(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	do(t, c, "ALTER LOGIN sa WITH NAME = boss")
	if got := value(t, c, "SELECT SUSER_SNAME() + SUSER_SNAME(0x01) + CAST(IS_SRVROLEMEMBER('sysadmin') AS varchar) + CAST(SUSER_ID() AS varchar)"); got != "bossboss11" {
		t.Error(got)
	}
	if number(c, "DROP LOGIN boss") != 15405 || logIn(t, gatewaytest.DSN(addr, "sa", gatewaytest.Password)) != 18456 ||
		logIn(t, gatewaytest.DSN(addr, "boss", gatewaytest.Password)) != 0 {
		t.Error("the administrator has lost its name or its place")
	}
}

// TestDirectoryIsWhatWasCommitted: of changes that are committed at the same time none is lost.
func TestDirectoryIsWhatWasCommitted(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	c := sa(t, addr)
	var wg sync.WaitGroup
	for i := range 6 {
		each := sa(t, addr)
		wg.Go(func() {
			for j := range 3 {
				if n := number(each, fmt.Sprintf("CREATE LOGIN l%d_%d WITH PASSWORD = 'x1'", i, j)); n != 0 {
					t.Error(n)
				}
			}
			number(each, fmt.Sprintf("DROP LOGIN l%d_0", i))
		})
	}
	wg.Wait()
	if got := value(t, c, "SELECT COUNT(*) FROM sys.sql_logins WHERE SUSER_ID(name) IS NOT NULL AND name LIKE 'l%'"); got != "12" {
		t.Error(got, "logins of 12")
	}
}

// TestThrottle: guesses for one login wait for each other, whatever the case of its name, and nobody else waits.
func TestThrottle(t *testing.T) {
	addr := gatewaytest.Serve(t, gatewaytest.Open(t))
	do(t, sa(t, addr), "CREATE LOGIN bob WITH PASSWORD = 'x1'")
	session(t, addr, "bob", "x1")
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range 3 {
		wg.Go(func() {
			if logIn(t, gatewaytest.DSN(addr, []string{"bob", "BOB", "Bob"}[i], "wrong")) != 18456 {
				t.Error("a wrong password came in")
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	right := time.Now()
	if logIn(t, gatewaytest.DSN(addr, "bob", "x1")) != 0 || time.Since(right) > 250*time.Millisecond {
		t.Error("the right password waits for the wrong ones:", time.Since(right))
	}
	wg.Wait()
	if d := time.Since(begun); d < 300*time.Millisecond { // 100 ms after the first, 200 ms after the second
		t.Error("three guesses took no longer than", d)
	}
}

// TestSecretsStaySecret: neither the files of a store nor the log at its most talkative have a password or a secret in
// them.
func TestSecretsStaySecret(t *testing.T) {
	dir := t.TempDir()
	var printed bytes.Buffer
	log := logrus.New()
	log.SetOutput(&printed)
	log.SetLevel(logrus.TraceLevel)
	b, err := gateway.OpenEmbedded(context.Background(), gateway.Config{Dir: dir, Name: "HQ", Password: "AdminSecret1", NoSync: true, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &gateway.Server{Backend: b, Version: gateway.ProductVersion, Log: log}
	done := make(chan error)
	go func() { done <- srv.Serve(l) }()
	c := session(t, l.Addr().String(), "sa", "AdminSecret1")
	do(t, c, "CREATE LOGIN ann WITH PASSWORD = 'LoginSecret1'", "CREATE CREDENTIAL MSX WITH IDENTITY = 'who', SECRET = 'CredentialSecret1'",
		"ALTER LOGIN ann WITH PASSWORD = 'LoginSecret2' OLD_PASSWORD = 'LoginSecret1'")
	number(c, "CREATE LOGIN ann WITH PASSWORD = 'LoginSecret3'")
	number(c, "CREATE CREDENTIAL MSX WITH IDENTITY = 'who', SECRET = 'CredentialSecret2'")
	number(c, "ALTER LOGIN ann WITH PASSWORD = 'LoginSecret4' OLD_PASSWORD 'LoginSecret5'") // wrong
	logIn(t, gatewaytest.DSN(l.Addr().String(), "ann", "LoginSecret6"))
	if identity, secret, err := b.Secret(context.Background(), 65536); identity != "who" || secret != "CredentialSecret1" || err != nil {
		t.Error("the secret cannot be read again:", identity, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	srv.Shutdown(ctx)
	<-done
	contents := printed.String()
	for _, path := range files(t, dir) { // while the store is open: its write-ahead log too
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		contents += string(data)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"AdminSecret", "LoginSecret", "CredentialSecret"} {
		wide := strings.Join(strings.Split(secret, ""), "\x00")
		if strings.Contains(contents, secret) || strings.Contains(contents, wide) {
			t.Errorf("%s is there in clear text", secret)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, "secrets.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Error("the key file:", info, err)
	}
}

func files(t testing.TB, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) < 2 {
		t.Fatal(out, err)
	}
	return out
}

// TestLoginChangesPassword logs in with a new password beside the old one.
func TestLoginChangesPassword(t *testing.T) {
	addr := plainServer(t, tds.EncryptOff)
	dial := func(password, changed string) error {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		cfg := &tds.ClientConfig{Login: tds.Login7{UserName: "sa", Password: password, ChangePassword: changed}}
		if changed != "" {
			cfg.Login.OptionFlags3 |= tds.OptionChangePassword
		}
		c, err := tds.Dial(context.Background(), nc, cfg)
		if err == nil {
			c.Close()
		}
		return err
	}
	const next = "N'3w]P4ss'word"
	if err := dial("wrong", next); err == nil {
		t.Error("a wrong password was changed")
	}
	if err := dial(relayPassword, next); err != nil {
		t.Fatal(err)
	}
	if err := dial(relayPassword, ""); err == nil {
		t.Error("the old password is still good")
	}
	if err := dial(next, ""); err != nil {
		t.Error(err)
	}
}
