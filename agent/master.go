package agent

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"msxgate/msdb"
	"msxgate/tds"
)

// Channel is how a target protects its connection to the master: the registry value
// MsxEncryptChannelOptions.
type Channel int64

// The values of MsxEncryptChannelOptions.
const (
	ChannelPlain    Channel = 0 // no encryption
	ChannelEncrypt  Channel = 1 // encryption, any certificate
	ChannelVerified Channel = 2 // encryption, certificate verified; the default
)

// masterLimit is how long a master may keep silent, and how long a statement on it may take.
const masterLimit = time.Minute

// connectMaster connects to the master called name, as one names a server to sqlcmd -S or in the aliases.
func (a *Agent) connectMaster(ctx context.Context, tx msdb.Tx, name, app string) (*sql.DB, error) {
	addr, err := a.resolve(ctx, tx, name)
	if err != nil {
		return nil, err
	}
	channel, err := a.channel(ctx, tx)
	if err != nil {
		return nil, err
	}
	cfg := msdsn.Config{
		Host: addr.host, Port: addr.port, Instance: addr.instance, Database: "msdb",
		AppName: app, Workstation: a.Machine, Protocols: []string{"tcp"}, BrowserMessage: msdsn.BrowserAllInstances,
		DialTimeout: a.dialTimeout(), ConnTimeout: masterLimit, PacketSize: 4096, Parameters: map[string]string{},
		Encryption: msdsn.EncryptionDisabled, // by the driver: guardedDialer encrypts
	}
	if err := a.authenticate(ctx, tx, &cfg); err != nil {
		return nil, err
	}
	client, err := a.secure(channel, name, addr.host)
	if err != nil {
		return nil, err
	}
	c := mssql.NewConnectorConfig(cfg)
	c.Dialer = guardedDialer{client}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(1)
	ctx, cancel := context.WithTimeout(ctx, masterLimit)
	defer cancel()
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(a.explainConnect(err, name), db.Close())
	}
	return db, nil
}

// guardedDialer dials TCP, agrees on encryption, and refuses lengths that lie before the driver allocates for them.
type guardedDialer struct{ client *tds.ClientConfig }

// DialContext implements mssql.Dialer.
func (d guardedDialer) DialContext(ctx context.Context, network, addr string) (net.Conn, error) {
	var tcp net.Dialer
	c, err := tcp.DialContext(ctx, network, addr)
	if err != nil || network != "tcp" { // the question which port an instance has goes by UDP
		return c, err
	}
	return tds.Guard(ctx, c, d.client)
}

func (a *Agent) channel(ctx context.Context, tx msdb.Tx) (Channel, error) {
	v, err := msdb.IntSetting(ctx, tx, "MsxEncryptChannelOptions")
	if err != nil {
		return 0, err
	}
	if !v.Valid || v.V < 0 || v.V > 2 {
		return ChannelVerified, nil
	}
	return Channel(v.V), nil
}

// secure is how the connection is encrypted. A channel below the default is logged at every connect: it was somebody's
// decision and should not be forgotten.
func (a *Agent) secure(channel Channel, name, host string) (*tds.ClientConfig, error) {
	c := &tds.ClientConfig{Encrypt: tds.EncryptRequired, Timeout: a.dialTimeout()}
	log := a.Log.WithField("master", name).WithField("channel", int64(channel))
	switch channel {
	case ChannelPlain:
		log.Warn("Connecting to the master without encryption (MsxEncryptChannelOptions = 0)")
		c.Encrypt = tds.EncryptOff
		return c, nil
	case ChannelEncrypt:
		log.Warn("Connecting to the master without verifying its certificate (MsxEncryptChannelOptions = 1)")
		c.TLS = &tls.Config{ServerName: host, InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}
		return c, nil
	}
	roots, err := a.roots()
	c.TLS = &tls.Config{ServerName: host, RootCAs: roots, MinVersion: tls.VersionTLS12}
	return c, err
}

// roots are the system's certificate authorities and those that `msxgate trust` stored.
func (a *Agent) roots() (*x509.CertPool, error) {
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	files, err := filepath.Glob(filepath.Join(a.TrustDir, "*.pem"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		pem, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read a trusted certificate: %w", err)
		}
		if !pool.AppendCertsFromPEM(pem) {
			a.Log.WithField("file", f).Warn("No certificate in this file of the trust store")
		}
	}
	return pool, nil
}

// authenticate puts the agent's login for masters, or the credential of sp_msx_set_account, into cfg. Without one the connection would
// be integrated, which this agent cannot do on its own.
func (a *Agent) authenticate(ctx context.Context, tx msdb.Tx, cfg *msdsn.Config) error {
	if a.MasterUser != "" {
		cfg.User, cfg.Password = a.MasterUser, a.MasterPassword
		return nil
	}
	regular, err := msdb.IntSetting(ctx, tx, "RegularMSXConnections")
	if err != nil {
		return err
	}
	id, err := msdb.IntSetting(ctx, tx, "MSXCredentialID")
	if err != nil {
		return err
	}
	if regular.V != 1 || !id.Valid {
		return fmt.Errorf("no account for the master: create a credential and name it in msdb.dbo.sp_msx_set_account, or give --msx-user and --msx-password")
	}
	cfg.User, cfg.Password, err = a.Secret(ctx, id.V)
	if err != nil {
		return fmt.Errorf("credential of the master: %w", err)
	}
	return nil
}

// explainConnect words a failed connection as SQL Server Agent does. A driver's text about the
// certificate is kept: it names the cause.
func (a *Agent) explainConnect(err error, name string) error {
	var certErr *tls.CertificateVerificationError
	text := err.Error()
	if asError(err, &certErr) || strings.Contains(text, "x509:") || strings.Contains(text, "tls:") || strings.Contains(text, "TLS") ||
		strings.Contains(text, "encrypt") {
		return agentErrorf("The target server cannot establish an encrypted connection to the master server '%s'. Make sure that "+
			"the MsxEncryptChannelOptions registry subkey is set correctly on the target server. (%s)", name, text)
	}
	return agentErrorf("Unable to connect to MSX '%s'. (%s)", name, text)
}

// address is where a server listens.
type address struct {
	host     string
	port     uint64
	instance string
}

// resolve finds the address of a server: by --alias, by msxgate.server_alias, else by reading the name
// as host, host\instance, host,port or host\instance,port.
func (a *Agent) resolve(ctx context.Context, tx msdb.Tx, name string) (address, error) {
	for alias, addr := range a.Aliases {
		if strings.EqualFold(alias, name) {
			return parseAddress(addr)
		}
	}
	addr, err := msdb.ServerAlias(ctx, tx, name)
	if err != nil {
		return address{}, err
	}
	if addr != "" {
		return parseAddress(addr)
	}
	return parseAddress(name)
}

func parseAddress(s string) (address, error) {
	s = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "tcp:")
	host, port, hasPort := strings.Cut(s, ",")
	a := address{host: strings.TrimSpace(host), port: 1433}
	a.host, a.instance, _ = strings.Cut(a.host, `\`)
	if hasPort {
		n, err := strconv.ParseUint(strings.TrimSpace(port), 10, 16)
		if err != nil || n == 0 {
			return a, fmt.Errorf("%q has no port after the comma", s)
		}
		a.port, a.instance = n, ""
	} else if a.instance != "" {
		a.port = 0
	}
	switch a.host {
	case "":
		return a, fmt.Errorf("%q names no host", s)
	case ".", "(local)":
		a.host = "localhost"
	}
	return a, nil
}
