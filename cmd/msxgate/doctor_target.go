package main

import (
	"context"
	"crypto/x509"
	"database/sql"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/sirupsen/logrus"
	_ "modernc.org/sqlite" // to copy the store

	"msxgate/gateway"
	"msxgate/tds"
)

// targetFacts is what the target says of itself.
type targetFacts struct {
	name       string
	version    string // SERVERPROPERTY('ProductVersion')
	master     string // MSXServerName, upper case, or empty
	channel    int64  // MsxEncryptChannelOptions, 2 when it is not set
	interval   int64  // MSXPollInterval in seconds, 0 when it is not set
	credential sql.Null[int64]
	credName   string // of the MSX account
	identity   string
	enlisted   string // DateEnlisted, yyyymmdd, or empty
	origin     string // sysoriginatingservers: the master its msdb knows
	targets    int64  // rows of systargetservers: it is a master itself
	jobs       []targetJob
}

// targetJob is a job that came from a master.
type targetJob struct{ id, name string }

const targetSettings = `
DECLARE @key nvarchar(200), @master nvarchar(128), @channel int, @regular int, @credential int, @interval int
SET @key = N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', @key, N'MSXServerName', @master OUTPUT, N'no_output'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', @key, N'MsxEncryptChannelOptions', @channel OUTPUT, N'no_output'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', @key, N'RegularMSXConnections', @regular OUTPUT, N'no_output'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', @key, N'MSXCredentialID', @credential OUTPUT, N'no_output'
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', @key, N'MSXPollInterval', @interval OUTPUT, N'no_output'
SELECT @master, @channel, @regular, @credential, @interval`

// askTarget logs in to the target and reads what the road begins with.
func (d *doctor) askTarget(ctx context.Context) *finding {
	begin := time.Now()
	where, err := d.openTarget(ctx)
	if err != nil {
		return d.noTarget(where, err)
	}
	took := time.Since(begin)
	if err := d.readTarget(ctx); err != nil {
		return failed(oneLine(err.Error()), "the login may not read msdb and the agent's settings, or the server has no msdb of SQL Server's",
			"msxgate doctor -S "+d.login.Server+" -U sa -P ...")
	}
	return fine("%s is %s, version %s (%s)", where, d.target.name, d.target.version, milliseconds(took))
}

func (d *doctor) noTarget(where string, err error) *finding {
	var e mssql.Error
	switch {
	case errors.As(err, &e):
		return failed(fmt.Sprintf("%s refuses the login (%d): %s", where, e.Number, oneLine(strings.TrimPrefix(e.Message, "login error: "))), "login or password is wrong",
			"msxgate doctor -S "+d.login.Server+" -U LOGIN -P PASSWORD")
	case errors.Is(err, os.ErrPermission):
		return failed(oneLine(err.Error()), "only the user that runs msxgate serve may read the store", "run msxgate doctor as that user")
	case d.login.Server == "":
		return failed(oneLine(err.Error()), "the data directory holds no store; a gateway before another server has none",
			"msxgate doctor --data DIR, the directory that serve was given", "msxgate doctor -S HOST,PORT -U sa -P ...")
	}
	return failed(oneLine(err.Error()), "the target's gateway does not run, or listens elsewhere", "msxgate serve --listen ... on the target",
		"msxgate doctor -S HOST,PORT with the port of --listen")
}

// openTarget connects to the target: over the network, or to a copy of its store.
func (d *doctor) openTarget(ctx context.Context) (where string, err error) {
	var db *sql.DB
	where = d.login.Server
	if where == "" {
		where = "the store in " + d.road.Data
		db, err = d.openStore(ctx)
	} else {
		c := &execCmd{Server: d.login.Server, User: d.login.User, Password: d.login.Password, Database: "msdb", Encrypt: "optional"}
		db, err = c.open()
	}
	if err != nil {
		return where, err
	}
	d.closers = append(d.closers, func() { db.Close() })
	if d.own, err = db.Conn(ctx); err == nil {
		d.closers = append(d.closers, func() { d.own.Close() })
	}
	return where, err
}

// openStore opens a copy of the target's store, whether its server runs or not. The store itself is only read.
func (d *doctor) openStore(ctx context.Context) (*sql.DB, error) {
	if _, err := os.Stat(filepath.Join(d.road.Data, "msxgate.db")); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "msxgate-doctor-")
	if err != nil {
		return nil, err
	}
	d.closers = append(d.closers, func() { os.RemoveAll(dir) })
	if err := copyStore(ctx, d.road.Data, dir); err != nil {
		return nil, err
	}
	log := logrus.New()
	log.SetOutput(io.Discard)
	n := &node{config: nodeConfig{name: d.storeName(), log: log}}
	n.backend, err = gateway.OpenEmbedded(ctx, gateway.Config{Dir: dir, Name: n.config.name, Password: newPassword(), NoSync: true, Log: log})
	if err != nil {
		return nil, err
	}
	n.inside = &gateway.Server{Backend: n.backend, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: log}
	d.secret = n.backend.Secret
	d.closers = append(d.closers, func() {
		n.inside.Shutdown(context.Background())
		n.backend.Close()
	})
	return n.connect("msdb", "msxgate doctor")
}

// copyStore copies a store as it stands after its last commit. Without a log beside it no server has it open, and it is read as a file
// that does not change: SQLite would make a log otherwise.
func copyStore(ctx context.Context, from, to string) error {
	path, mode := filepath.Join(from, "msxgate.db"), "mode=ro"
	if _, err := os.Stat(path + "-wal"); errors.Is(err, os.ErrNotExist) {
		mode = "immutable=1"
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: mode}).String())
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, filepath.Join(to, "msxgate.db")); err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	key, err := os.ReadFile(filepath.Join(from, "secrets.key"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "secrets.key"), key, 0o600)
}

// storeName is the name of the server that has the store: the one given, else the one that its certificate was made for.
func (d *doctor) storeName() string {
	if d.road.ServerName != "" {
		return d.road.ServerName
	}
	text, _ := os.ReadFile(filepath.Join(d.road.Data, "server.pem"))
	if block, _ := pem.Decode(text); block != nil {
		if cert, err := x509.ParseCertificate(block.Bytes); err == nil && cert.Subject.CommonName != "" {
			return cert.Subject.CommonName
		}
	}
	name, err := hostName()
	if err != nil {
		return "?"
	}
	return name
}

// readTarget reads the facts.
func (d *doctor) readTarget(ctx context.Context) error {
	t := &d.target
	var master, origin, enlisted sql.NullString
	var channel, regular, interval sql.Null[int64]
	if err := d.own.QueryRowContext(ctx, `SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)), CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))`).
		Scan(&t.name, &t.version); err != nil {
		return err
	}
	if err := d.own.QueryRowContext(ctx, targetSettings).Scan(&master, &channel, &regular, &t.credential, &interval); err != nil {
		return fmt.Errorf("settings of the agent: %w", err)
	}
	if err := d.own.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM msdb.dbo.systargetservers),
		(SELECT originating_server FROM msdb.dbo.sysoriginatingservers WHERE originating_server_id = 1),
		(SELECT MIN(value) FROM msdb.dbo.sqlagent_info WHERE attribute = N'DateEnlisted')`).Scan(&t.targets, &origin, &enlisted); err != nil {
		return fmt.Errorf("msdb: %w", err)
	}
	t.master, t.origin, t.enlisted = strings.ToUpper(strings.TrimSpace(master.String)), origin.String, enlisted.String
	t.channel, t.interval = 2, interval.V
	if channel.Valid && channel.V >= 0 && channel.V <= 2 {
		t.channel = channel.V
	}
	t.credential.Valid = t.credential.Valid && regular.V == 1
	if err := d.readCredential(ctx); err != nil {
		return err
	}
	return d.readJobs(ctx)
}

func (d *doctor) readCredential(ctx context.Context) error {
	if !d.target.credential.Valid {
		return nil
	}
	err := d.own.QueryRowContext(ctx, `SELECT name, credential_identity FROM master.sys.credentials WHERE credential_id = @p1`, d.target.credential.V).
		Scan(&d.target.credName, &d.target.identity)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

func (d *doctor) readJobs(ctx context.Context) error {
	rows, err := d.own.QueryContext(ctx, `SELECT CAST(job_id AS nvarchar(36)), name FROM msdb.dbo.sysjobs WHERE originating_server_id <> 0 ORDER BY name`)
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var j targetJob
		if err := rows.Scan(&j.id, &j.name); err != nil {
			return err
		}
		d.target.jobs = append(d.target.jobs, j)
	}
	return rows.Err()
}

// checkOwnRole tells what the server is now.
func (d *doctor) checkOwnRole(context.Context) *finding {
	t := &d.target
	given := strings.ToUpper(d.road.Master)
	switch {
	case t.targets > 0:
		return failed(fmt.Sprintf("%s is a master itself, targets it has: %d (14299)", t.name, t.targets), "there are two levels only: a master enlists nowhere",
			"on "+t.name+": EXEC msdb.dbo.sp_help_targetserver; let each target defect, or choose another server as the target")
	case given != "" && given == strings.ToUpper(t.name):
		return failed(given+" is this server's own name (14297)", "a server does not enlist into itself", "msxgate doctor --master NAME with the name of another server")
	case given != "" && t.master != "" && given != t.master:
		return failed(t.name+" is enlisted into "+t.master+", not into "+given+" (14296)", "a target has one master",
			"on "+t.name+": EXEC msdb.dbo.sp_msx_defect", "on "+t.name+": EXEC msdb.dbo.sp_msx_enlist "+quoted(given))
	case t.master != "" && t.enlisted == "":
		return warned(t.name+" names "+t.master+" as its master, but its msdb knows of no enlistment", "msdb was restored or installed anew",
			"on "+t.name+": EXEC msdb.dbo.sp_msx_enlist "+quoted(t.master)+"  (it defects by force first)")
	case t.master != "":
		return fine("enlisted into %s since %s", t.master, t.enlisted)
	case len(t.jobs) > 0:
		return warned(fmt.Sprintf("not enlisted, but jobs of master %s are left: %d", t.origin, len(t.jobs)), "the agent's settings were lost, msdb was not",
			"msxgate targets reconcile -S ... shows them and deletes them with --apply")
	}
	return fine("not enlisted")
}

// findMaster settles which server the road leads to.
func (d *doctor) findMaster(context.Context) *finding {
	t := &d.target
	switch {
	case d.road.Master != "":
		d.masterName = strings.ToUpper(strings.TrimSpace(d.road.Master))
		return fine("%s (--master)", d.masterName)
	case t.master != "":
		d.masterName = t.master
		return fine("%s (MSXServerName)", d.masterName)
	case t.origin != "":
		d.masterName = strings.ToUpper(t.origin)
		return warned(d.masterName+" (sysoriginatingservers)", "the agent's setting MSXServerName is empty: the target does not poll",
			"on the target: EXEC msdb.dbo.sp_msx_enlist "+quoted(d.masterName))
	}
	return failed("no master is known", "the target is not enlisted", "msxgate doctor --master NAME")
}

// findAccount settles the login for the master and its password.
func (d *doctor) findAccount(ctx context.Context) *finding {
	t := &d.target
	set := []string{
		"on the target: CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'LOGIN', SECRET = N'PASSWORD'",
		"on the target: EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'",
	}
	if d.road.MSXUser != "" {
		d.account = d.road.MSXUser
		return d.settleSecret("login " + d.account + " (--msx-user)")
	}
	switch {
	case !t.credential.Valid:
		return failed("no MSX account", "the agent logs in to its master by a credential, and none is set", set...)
	case t.identity == "":
		return failed(fmt.Sprintf("the MSX account's credential (id %d) is gone", t.credential.V), "it was dropped after sp_msx_set_account", set...)
	}
	d.account = t.identity
	if d.secret != nil && d.road.MSXPassword == "" {
		var err error
		if _, d.road.MSXPassword, err = d.secret(ctx, t.credential.V); err != nil {
			return failed("the secret of credential "+t.credName+" cannot be read: "+oneLine(err.Error()), "secrets.key is not the one it was sealed with",
				"on the target: ALTER CREDENTIAL "+named(t.credName)+" WITH IDENTITY = "+quoted(t.identity)+", SECRET = N'PASSWORD'")
		}
	}
	return d.settleSecret("login " + d.account + " (credential " + t.credName + ")")
}

// settleSecret asks for the password that nobody gave.
func (d *doctor) settleSecret(found string) *finding {
	if d.road.MSXPassword == "" {
		d.road.MSXPassword = askSecret(d.in, d.ask, "Password of "+d.account+" at the master: ")
	}
	if d.road.MSXPassword == "" {
		return &finding{
			Verdict: skipped, Found: found + ", but no password was given", Cause: "a server does not tell the secret of a credential",
			Cure: []string{"msxgate doctor --msx-password-file FILE, or --data DIR of the target in place of -S: its store has the secret"},
		}
	}
	return fine("%s", found)
}
