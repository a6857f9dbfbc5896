package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"msxgate/tds"
)

// masterFacts is what the master says of itself.
type masterFacts struct {
	name, version, edition string
	sysadmin               bool // the account is one
	clock, ownClock        clockReading
}

// guardedRoad dials the master as the agent does.
type guardedRoad struct{ client *tds.ClientConfig }

// DialContext implements mssql.Dialer.
func (g guardedRoad) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return tds.Guard(ctx, c, g.client)
}

// logIn logs in with the MSX account. The password goes only where the agent would send it.
func (d *doctor) logIn(ctx context.Context) *finding {
	client := &tds.ClientConfig{Encrypt: tds.EncryptRequired, Timeout: d.road.Timeout}
	switch d.target.channel {
	case 0:
		client.Encrypt = tds.EncryptOff
	case 1:
		client.TLS = &tls.Config{ServerName: d.addr.host, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}
	default:
		client.TLS = &tls.Config{ServerName: d.addr.host, RootCAs: d.roots, MinVersion: tls.VersionTLS12}
	}
	c := mssql.NewConnectorConfig(msdsn.Config{
		Host: d.addr.host, Port: d.addr.port, Database: "master", User: d.account, Password: d.road.MSXPassword,
		AppName: "msxgate doctor", Protocols: []string{"tcp"}, DialTimeout: d.road.Timeout, PacketSize: 4096,
		Parameters: map[string]string{}, Encryption: msdsn.EncryptionDisabled, // by the driver: guardedRoad encrypts
	})
	c.Dialer = guardedRoad{client}
	db := sql.OpenDB(c)
	d.closers = append(d.closers, func() { db.Close() })
	begin := time.Now()
	var err error
	if d.master, err = db.Conn(ctx); err != nil {
		return d.noLogin(err)
	}
	d.closers = append(d.closers, func() { d.master.Close() })
	return fine("logged in as %s (%s)", d.account, milliseconds(time.Since(begin)))
}

// noLogin tells the reasons of a refusal apart, as far as a server does.
func (d *doctor) noLogin(err error) *finding {
	var e mssql.Error
	if !errors.As(err, &e) {
		return broken(err)
	}
	login := named(d.account)
	password := []string{
		"on the master: ALTER LOGIN " + login + " WITH PASSWORD = N'PASSWORD'",
		"on the target: " + d.alterCredential(),
	}
	found := fmt.Sprintf("%s (%d)", oneLine(strings.TrimPrefix(e.Message, "login error: ")), e.Number)
	switch e.Number {
	case 18456:
		return failed(found, "the password is wrong, or the master has no such login, or it is disabled; the master's log tells which", append(password,
			"on the master: SELECT name, is_disabled FROM sys.server_principals WHERE name = "+quoted(d.account))...)
	case 18470:
		return failed(found, "the login is disabled", "on the master: ALTER LOGIN "+login+" ENABLE")
	case 18486:
		return failed(found, "the login is locked: too many wrong passwords", "on the master: ALTER LOGIN "+login+" WITH PASSWORD = N'PASSWORD' UNLOCK")
	case 18487, 18488:
		return failed(found, "the password has expired, or must be changed", password...)
	case 18452, 17892:
		return failed(found, "the master takes no SQL logins, or a logon trigger refuses this one", "on the master: allow SQL Server and Windows authentication (mixed mode)")
	}
	return failed(found, "the master refuses the login", "look into the master's log")
}

func (d *doctor) alterCredential() string {
	if d.target.credName == "" {
		return "give the new password to serve: --msx-password-file"
	}
	return "ALTER CREDENTIAL " + named(d.target.credName) + " WITH IDENTITY = " + quoted(d.account) + ", SECRET = N'PASSWORD'"
}

// enterMSDB goes into msdb and reads who is there.
func (d *doctor) enterMSDB(ctx context.Context) *finding {
	_, err := d.master.ExecContext(ctx, `USE msdb`)
	var e mssql.Error
	if errors.As(err, &e) {
		return failed(fmt.Sprintf("%s (%d)", oneLine(e.Message), e.Number), "the login has no user in msdb", d.membership(true)...)
	}
	if err != nil {
		return broken(err)
	}
	m := &d.masterFacts
	if err := d.master.QueryRowContext(ctx, `SELECT CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)),
		CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('Edition') AS nvarchar(128))`).
		Scan(&m.name, &m.version, &m.edition); err != nil {
		return broken(err)
	}
	return fine("msdb of %s is open to %s", m.name, d.account)
}

func (d *doctor) membership(user bool) []string {
	login := named(d.account)
	cure := []string{"on the master: USE msdb; ALTER ROLE TargetServersRole ADD MEMBER " + login}
	if user {
		cure = append([]string{"on the master: USE msdb; CREATE USER " + login + " FOR LOGIN " + login}, cure...)
	}
	return cure
}

// checkRole looks for the membership that sp_enlist_tsx asks for.
func (d *doctor) checkRole(ctx context.Context) *finding {
	var member, sysadmin sql.Null[int64]
	var user sql.NullString
	if err := d.master.QueryRowContext(ctx, `SELECT IS_MEMBER(N'TargetServersRole'), IS_SRVROLEMEMBER(N'sysadmin'), USER_NAME()`).
		Scan(&member, &sysadmin, &user); err != nil {
		return broken(err)
	}
	d.masterFacts.sysadmin = sysadmin.V == 1
	switch {
	case d.masterFacts.sysadmin:
		return warned(d.account+" is sysadmin of the master", "that is more than a target needs", d.membership(true)...)
	case member.V == 1:
		return fine("%s is in TargetServersRole", d.account)
	}
	return failed(d.account+" is user "+user.String+" in msdb, not a member of TargetServersRole (15003)", "a master lets nobody else enlist and poll",
		d.membership(strings.EqualFold(user.String, "guest"))...)
}

// targetTables are what a target reads and writes on its master itself: msdb's own grants to TargetServersRole.
var targetTables = []struct{ table, rights string }{
	{"sysdownloadlist", "SELECT UPDATE DELETE"},
	{"sysjobservers", "SELECT UPDATE"},
	{"systargetservers", "SELECT UPDATE"},
	{"sysjobs", "SELECT"},
}

// targetCalls are the procedures that a target calls, in a way that finds nothing to do: there is no server of that name. Asking
// HAS_PERMS_BY_NAME would not do: a gateway answers procedures that the server does not have.
var targetCalls = []struct{ proc, args string }{
	{"sp_enlist_tsx", "2, @p1, NULL, 0, '20000101', N'msxgate doctor', 60, 0"},
	{"sp_sqlagent_probe_msx", "@p1, N'2000/01/01 00:00:00', 60, 0"},
	{"sp_sqlagent_refresh_job", "NULL, @p1"},
	{"sp_sqlagent_check_msx_version", ""},
	{"sp_help_jobstep", ""},
	{"sp_help_jobschedule", ""},
	{"sp_downloaded_row_limiter", "@p1"},
}

// errNotInTransaction is what a gateway before another server says of a procedure that it runs by its own login.
const errNotInTransaction = 40042

// tryCall calls one of them in a transaction that is rolled back; without one where the procedure runs in none.
func (d *doctor) tryCall(ctx context.Context, proc, args string) error {
	text := "EXEC msdb.dbo." + proc + " " + args
	var nobody []any
	if strings.Contains(args, "@p1") {
		nobody = []any{"MSXGATE DOCTOR " + newPassword()}
	}
	tx, err := d.master.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, text, nobody...)
	_ = tx.Rollback()
	var e mssql.Error
	if errors.As(err, &e) && e.Number == errNotInTransaction {
		_, err = d.master.ExecContext(ctx, text, nobody...)
	}
	return err
}

func (d *doctor) checkRights(ctx context.Context) *finding {
	var missing, cure []string
	count := 0
	for _, t := range targetTables {
		for right := range strings.FieldsSeq(t.rights) {
			var has sql.Null[int64]
			if err := d.master.QueryRowContext(ctx, `SELECT HAS_PERMS_BY_NAME(@p1, N'OBJECT', @p2)`, "msdb.dbo."+t.table, right).Scan(&has); err != nil {
				return broken(err)
			}
			if count++; has.V != 1 {
				missing = append(missing, right+" on "+t.table)
				cure = append(cure, "on the master: USE msdb; GRANT "+right+" ON dbo."+t.table+" TO TargetServersRole")
			}
		}
	}
	for _, t := range targetCalls {
		err := d.tryCall(ctx, t.proc, t.args)
		var e mssql.Error
		if err != nil && !errors.As(err, &e) {
			return broken(err)
		}
		if count++; e.Number == 229 || e.Number == 2812 { // what else it says is not about rights
			missing = append(missing, "EXECUTE on "+t.proc)
			cure = append(cure, "on the master: USE msdb; GRANT EXECUTE ON dbo."+t.proc+" TO TargetServersRole")
		}
	}
	if len(missing) > 0 {
		return failed(d.account+" has no "+strings.Join(missing, ", "), "a right was denied to the user, or revoked from TargetServersRole", cure...)
	}
	return fine("%d rights of TargetServersRole on tables and procedures of msdb", count)
}

// checkHierarchy looks whether the server there can be a master.
func (d *doctor) checkHierarchy(ctx context.Context) *finding {
	m := &d.masterFacts
	if d.target.name != "" && strings.EqualFold(m.name, d.target.name) {
		return failed("the server there is called "+m.name+" as the target is (14297)", "the address leads back to the target, or two servers have one name", d.aliasCures()...)
	}
	var above sql.NullString
	err := d.master.QueryRowContext(ctx, `DECLARE @master nvarchar(128)
EXEC master.dbo.xp_instance_regread N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MSXServerName', @master OUTPUT, N'no_output'
SELECT @master`).Scan(&above)
	if err == nil && strings.TrimSpace(above.String) != "" {
		return failed(m.name+" is itself a target, of "+above.String+" (14360)", "there are two levels only", "on "+m.name+": EXEC msdb.dbo.sp_msx_defect",
			"or enlist into "+above.String)
	}
	var targets int64
	if err := d.master.QueryRowContext(ctx, `SELECT COUNT(*) FROM msdb.dbo.systargetservers`).Scan(&targets); err != nil {
		return fine("%s is no target itself; its targets it does not tell to %s", m.name, d.account)
	}
	found := fmt.Sprintf("%s is no target itself; targets it has: %d", m.name, targets)
	if !strings.EqualFold(m.name, d.masterName) {
		return warned(found+", but calls itself by another name than "+d.masterName, "the alias leads to another server, or the master was renamed",
			"enlist by the name it has: EXEC msdb.dbo.sp_msx_enlist "+quoted(m.name))
	}
	return fine("%s", found)
}

// checkOperator learns whether the master has MSXOperator, which the account may not read: sp_enlist_tsx looks for it before it
// looks for the server that it is to update.
func (d *doctor) checkOperator(ctx context.Context) *finding {
	err := d.tryCall(ctx, targetCalls[0].proc, targetCalls[0].args)
	var e mssql.Error
	switch {
	case !errors.As(err, &e):
		return broken(fmt.Errorf("sp_enlist_tsx for a server that there is not: %v", err))
	case e.Number == 14364:
		return fine("the master has MSXOperator")
	case e.Number == 14363:
		return failed("the master has no operator MSXOperator (14363)", "a master without it takes no targets",
			"on the master: EXEC msdb.dbo.sp_add_operator @name = N'MSXOperator', @email_address = N'...'")
	case e.Number == 15281:
		return failed("sp_enlist_tsx is blocked (15281)", "\"Agent XPs\" is off: SQL Server Agent does not run", "on the master: start SQL Server Agent, or put msxgate serve --upstream before the server")
	}
	return failed(fmt.Sprintf("sp_enlist_tsx: %s (%d)", oneLine(e.Message), e.Number), "the master refuses enlistments", "look into the master's log")
}

// checkVersion compares the versions of both.
func (d *doctor) checkVersion(ctx context.Context) *finding {
	m := &d.masterFacts
	_, err := d.master.ExecContext(ctx, `EXEC msdb.dbo.sp_sqlagent_check_msx_version`)
	var e mssql.Error
	switch {
	case errors.As(err, &e) && e.Number == 14541:
		return failed(oneLine(e.Message)+" (14541)", "the master is too old for the target", "use the newest server as the master")
	case err != nil && e.Number == 0: // what else the server says is for the check of the rights
		return broken(err)
	}
	return compareVersions(d.target.version, m.version)
}

// releases are the major versions of SQL Server, 10.50 being one of its own.
var releases = []string{"9.0", "10.0", "10.50", "11.0", "12.0", "13.0", "14.0", "15.0", "16.0", "17.0"}

// compareVersions applies the rule of the documentation: the master is the newest, its targets at most two versions older. Only the
// lowest version is enforced by the procedures (14306).
func compareVersions(target, master string) *finding {
	found := "target " + target + ", master " + master
	t, m := release(target), release(master)
	switch {
	case t < 0 && majorOf(target) < 9:
		return failed(found+" (14306)", "a master takes targets of version 9 (SQL Server 2005) and later", "put msxgate serve --upstream before the target, or upgrade it")
	case t < 0 || m < 0:
		return warned(found, "one of the versions is not known here")
	case t > m:
		return warned(found, "the target is newer: the documentation wants the newest server as the master", "make the newest server the master")
	case m-t > 2:
		return warned(found, "the documentation supports targets of the master's version and the two before", "upgrade the target")
	}
	return fine("%s", found)
}

func majorOf(version string) int {
	major, _, _ := strings.Cut(version, ".")
	n, _ := strconv.Atoi(major)
	return n
}

func release(version string) int {
	for i := len(releases) - 1; i >= 0; i-- {
		if strings.HasPrefix(version, releases[i]+".") {
			return i
		}
	}
	return -1
}

// checkEdition looks whether the master's edition can be one.
func (d *doctor) checkEdition(context.Context) *finding {
	e := d.masterFacts.edition
	for _, small := range []string{"Express", "Desktop", "Personal", "SQL Azure"} {
		if strings.HasPrefix(e, small) {
			return failed(e+" (14362)", "a native master is a Standard or Enterprise edition; others have no agent",
				"put msxgate before it: msxgate serve --upstream 'sqlserver://LOGIN@"+d.addr.host+"'")
		}
	}
	return fine("%s", e)
}

// clockReading is a server's clock against the clock of this machine.
type clockReading struct {
	ahead time.Duration // of this machine's UTC
	doubt time.Duration // half a round trip: the answer was made somewhere within it
	zone  int           // minutes from UTC
}

// readClock asks several times and keeps the answer that came fastest.
func readClock(ctx context.Context, c *sql.Conn) (clockReading, error) {
	var best clockReading
	for i := range 5 {
		var utc, local time.Time
		sent := time.Now()
		if err := c.QueryRowContext(ctx, `SELECT SYSUTCDATETIME(), SYSDATETIME()`).Scan(&utc, &local); err != nil {
			return best, err
		}
		if r := clockBetween(sent, time.Now(), utc, local); i == 0 || r.doubt < best.doubt {
			best = r
		}
	}
	return best, nil
}

// clockBetween is what a server's answer between two moments of this machine tells.
func clockBetween(sent, got, utc, local time.Time) clockReading {
	half := got.Sub(sent) / 2
	return clockReading{
		ahead: utc.Sub(sent.Add(half).Round(0)), doubt: half,
		zone: int(local.Sub(utc).Round(time.Minute) / time.Minute),
	}
}

// maxSkew is how far two clocks may be apart before it is worth a warning.
const maxSkew = 5 * time.Second

func (d *doctor) checkClock(ctx context.Context) *finding {
	m := &d.masterFacts
	var err error
	if m.clock, err = readClock(ctx, d.master); err == nil {
		m.ownClock, err = readClock(ctx, d.own)
	}
	if err != nil {
		return broken(err)
	}
	return compareClocks(m.ownClock, m.clock)
}

// compareClocks judges the difference without what the way may have added.
func compareClocks(target, master clockReading) *finding {
	skew, doubt := target.ahead-master.ahead, target.doubt+master.doubt
	where := "ahead of"
	if skew < 0 {
		skew, where = -skew, "behind"
	}
	found := fmt.Sprintf("the target is %s %s the master, ± %s", milliseconds(skew), where, milliseconds(doubt))
	if skew-doubt > maxSkew {
		return warned(found, "one of the clocks is wrong: schedules run by the target's, outcomes and polls are compared by the master's",
			"on both machines: let NTP set the clock (timedatectl set-ntp true; w32tm /resync)")
	}
	return fine("%s", found)
}

func (d *doctor) checkZone(context.Context) *finding {
	t, m := d.masterFacts.ownClock.zone, d.masterFacts.clock.zone
	if t == m {
		return fine("both %s", zoneName(t))
	}
	return fine("target %s, master %s: schedules run by the target's local time", zoneName(t), zoneName(m))
}

func zoneName(minutes int) string {
	sign := '+'
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("UTC%c%02d:%02d", sign, minutes/60, minutes%60)
}

// askSecret asks a person, without echo where there is a terminal.
func askSecret(in io.Reader, out io.Writer, question string) string {
	fmt.Fprint(out, question)
	defer fmt.Fprintln(out)
	if f, ok := in.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			stty(f, "-echo")
			defer stty(f, "echo")
		}
	}
	line, _ := bufio.NewReader(in).ReadString('\n')
	return strings.TrimRight(line, "\r\n")
}

func stty(f *os.File, mode string) {
	cmd := exec.Command("stty", mode)
	cmd.Stdin = f
	_ = cmd.Run() // without stty the password is seen, no more
}
