package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/agent"
	"msxgate/gateway"
	"msxgate/tds"
)

// serveCmd is `msxgate serve`.
type serveCmd struct {
	Listen               string            `help:"Address to listen on; :1433 for all interfaces." default:"127.0.0.1:1433"`
	Data                 string            `help:"Directory of the store, the certificates and the keys." placeholder:"DIR"`
	ServerName           string            `help:"Name of this server, SERVERPROPERTY('ServerName')." placeholder:"NAME"`
	SAPassword           string            `name:"sa-password" help:"Password of sa on a first start. None given: one is made and printed once." env:"MSXGATE_SA_PASSWORD,MSSQL_SA_PASSWORD" placeholder:"PASSWORD"`
	SAPasswordFile       string            `name:"sa-password-file" help:"File that holds the password of sa." type:"existingfile" placeholder:"FILE"`
	Upstream             string            `help:"Relay to this server: sqlserver://[user[:password]@]host[:port]?encrypt=strict|true|optional|disable&trustservercertificate=..&certificate=.. Procedures of ours are answered in the clients' own sessions there." placeholder:"URL"`
	UpstreamPassword     string            `help:"Password of the gateway's own login there; it has to own msdb." placeholder:"PASSWORD"`
	UpstreamPasswordFile string            `help:"File that holds it." type:"existingfile" placeholder:"FILE"`
	MSXUser              string            `name:"msx-user" help:"Login for the master, in place of the MSX account's credential, whose secret an upstream does not tell." placeholder:"LOGIN"`
	MSXPassword          string            `name:"msx-password" help:"Its password." placeholder:"PASSWORD"`
	MSXPasswordFile      string            `name:"msx-password-file" help:"File that holds it." type:"existingfile" placeholder:"FILE"`
	Procs                string            `help:"Which procedures are ours: all, multiserver (those of multiserver administration), auto (before a server that has jobs of its own multiserver, else all), none (engine and bare msdb tables)." enum:"all,multiserver,auto,none" default:"auto"`
	TLSCert              string            `help:"Server certificate (PEM); ours is made on first start." type:"existingfile" placeholder:"FILE"`
	TLSKey               string            `help:"Its key (PEM)." type:"existingfile" placeholder:"FILE"`
	Encrypt              string            `help:"off, on (offered), required or strict (TDS 8.0 only)." enum:"off,on,required,strict" default:"on"`
	Agent                string            `help:"Run the agent: on, off, or multiserver-only beside a native one, which keeps its own jobs." enum:"on,off,multiserver-only" default:"on" env:"MSXGATE_AGENT,MSSQL_AGENT_ENABLED"`
	PollInterval         int               `help:"Seconds between polls of the master where SET-POLL said nothing (1 to 28800)." default:"60" placeholder:"SECONDS"`
	Alias                map[string]string `help:"Where the server of a name listens, NAME=host,port. Repeatable." mapsep:";" placeholder:"NAME=host,port"`
	AllowCmdexec         bool              `name:"allow-cmdexec" help:"Let CmdExec steps of jobs run commands on this machine, as the user of msxgate."`
	AllowPowershell      bool              `name:"allow-powershell" help:"Let PowerShell steps run scripts by pwsh, as the user of msxgate."`
	OutputDir            string            `help:"Steps write their output files here and nowhere else; the token SQLLOGDIR. DATA/log unless given." placeholder:"DIR"`
	SMTPServer           string            `name:"smtp-server" help:"Mail server that tells operators of jobs. Port 465 speaks TLS at once, others STARTTLS." placeholder:"HOST:PORT"`
	SMTPFrom             string            `name:"smtp-from" help:"Address that the mail comes from." placeholder:"ADDRESS"`
	SMTPUser             string            `name:"smtp-user" help:"Login at the mail server; none unless given." placeholder:"LOGIN"`
	SMTPPassword         string            `name:"smtp-password" help:"Its password." placeholder:"PASSWORD"`
	SMTPPasswordFile     string            `name:"smtp-password-file" help:"File that holds it." type:"existingfile" placeholder:"FILE"`
	SMTPTLS              string            `name:"smtp-tls" help:"required, or off for a mail server that has no TLS." enum:"required,off" default:"required"`
	CertHost             []string          `help:"Further host names and addresses of our certificate." placeholder:"HOST"`
	HTTP                 string            `name:"http" help:"Serve /metrics and /healthz on this address, such as 127.0.0.1:8433; off unless given." placeholder:"ADDRESS"`
	LogLevel             string            `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"info"`
	Trace                string            `help:"Print the TDS conversations into this file; secrets are masked." placeholder:"FILE"`
}

// Run runs the server until ctx ends.
func (c *serveCmd) Run(ctx context.Context, p *program) error {
	cfg, err := c.config(p)
	if err != nil {
		return err
	}
	if c.Trace != "" {
		f, err := os.OpenFile(c.Trace, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer f.Close()
		cfg.trace = f
	}
	n, err := startNode(ctx, *cfg)
	if err != nil {
		return err
	}
	if c.HTTP != "" {
		if err := n.serveHTTP(ctx, c.HTTP); err != nil {
			return errors.Join(err, n.stop(ctx))
		}
	}
	cfg.log.WithField("address", n.addr()).WithField("server", cfg.name).Info("Ready")
	if p.ready != nil {
		p.ready(n.addr())
	}
	select {
	case <-ctx.Done():
	case err = <-n.done:
	}
	cfg.log.Info("Shutting down")
	grace, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	return errors.Join(err, n.stop(grace))
}

// config turns the flags into a nodeConfig.
func (c *serveCmd) config(p *program) (*nodeConfig, error) {
	log := logrus.New()
	log.SetOutput(p.stderr)
	level, err := logrus.ParseLevel(c.LogLevel)
	if err != nil {
		return nil, err
	}
	log.SetLevel(level)
	encrypt, err := tds.ParseEncryption(c.Encrypt)
	if err != nil {
		return nil, err
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return nil, errors.New("--tls-cert and --tls-key go together")
	}
	if c.PollInterval < 1 || c.PollInterval > 28800 {
		return nil, errors.New("--poll-interval is 1 to 28800 seconds")
	}
	cfg := &nodeConfig{
		dir: c.Data, name: c.ServerName, listen: c.listen(), encrypt: encrypt, tlsCert: c.TLSCert, tlsKey: c.TLSKey,
		procs: c.Procs, withAgent: c.Agent != "off", beside: c.Agent == "multiserver-only", poll: time.Duration(c.PollInterval) * time.Second,
		aliases: c.Alias, hosts: c.CertHost, cmdExec: c.AllowCmdexec, powerShell: c.AllowPowershell, log: log,
	}
	if cfg.dir == "" {
		if cfg.dir, err = dataDir(); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(cfg.dir, 0o700); err != nil {
		return nil, err
	}
	if cfg.beside && c.Upstream == "" {
		return nil, errors.New("--agent multiserver-only is for an --upstream that has an agent of its own")
	}
	cfg.trustDir = filepath.Join(cfg.dir, "trust")
	if cfg.outputDir, err = filepath.Abs(cmp.Or(c.OutputDir, filepath.Join(cfg.dir, "log"))); err != nil {
		return nil, err
	}
	if cfg.mail, err = c.mail(); err != nil {
		return nil, err
	}
	if cfg.name == "" {
		if cfg.name, err = hostName(); err != nil {
			return nil, err
		}
	}
	if c.MSXUser == "" && (c.MSXPassword != "" || c.MSXPasswordFile != "") {
		return nil, errors.New("--msx-password goes with --msx-user")
	}
	cfg.msxUser, cfg.msxPassword = c.MSXUser, c.MSXPassword
	if c.MSXPasswordFile != "" {
		if cfg.msxPassword, err = readSecret(c.MSXPasswordFile); err != nil {
			return nil, err
		}
	}
	if cfg.upstream, err = c.upstream(log); err != nil || cfg.upstream != nil {
		return cfg, err
	}
	cfg.password, err = c.password(cfg.dir, p)
	return cfg, err
}

// mail is the mail server, or nil.
func (c *serveCmd) mail() (*agent.Mail, error) {
	if c.SMTPServer == "" {
		if c.SMTPFrom != "" || c.SMTPUser != "" {
			return nil, errors.New("--smtp-from and --smtp-user go with --smtp-server")
		}
		return nil, nil
	}
	m := &agent.Mail{Server: c.SMTPServer, From: c.SMTPFrom, User: c.SMTPUser, Password: c.SMTPPassword, Plain: c.SMTPTLS == "off"}
	m.Implicit = strings.HasSuffix(m.Server, ":465") // the port of submissions over TLS
	if c.SMTPPasswordFile != "" {
		var err error
		if m.Password, err = readSecret(c.SMTPPasswordFile); err != nil {
			return nil, err
		}
	}
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("--smtp-server and --smtp-from: %w", err)
	}
	return m, nil
}

// upstream is the server to relay to, or nil.
func (c *serveCmd) upstream(log logrus.FieldLogger) (*gateway.Upstream, error) {
	if c.Upstream == "" {
		return nil, nil
	}
	up, err := gateway.ParseUpstream(c.Upstream)
	if err != nil {
		return nil, err
	}
	up.Log = log
	switch {
	case c.UpstreamPasswordFile != "":
		if up.Password, err = readSecret(c.UpstreamPasswordFile); err != nil {
			return nil, err
		}
	case c.UpstreamPassword != "":
		up.Password = c.UpstreamPassword
	}
	if up.User == "" && c.Agent != "off" {
		return nil, errors.New("the agent needs a login at the upstream: give one in --upstream (sqlserver://user@host), or --agent off")
	}
	return up, nil
}

// listen is --listen, or the address SQL Server's own variables name.
func (c *serveCmd) listen() string {
	if c.Listen != "127.0.0.1:1433" {
		return c.Listen
	}
	ip, port := os.Getenv("MSSQL_IP_ADDRESS"), os.Getenv("MSSQL_TCP_PORT")
	if ip == "" && port == "" {
		return c.Listen
	}
	if ip == "" {
		ip = "127.0.0.1"
	}
	if port == "" {
		port = "1433"
	}
	return ip + ":" + port
}

// readSecret reads a file that holds a password.
func readSecret(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimRight(string(b), "\r\n"), err
}

func hostName() (string, error) {
	name, err := os.Hostname()
	if err != nil {
		return "", fmt.Errorf("no host name: give one with --server-name: %w", err)
	}
	name, _, _ = strings.Cut(name, ".")
	return strings.ToUpper(name), nil
}

// password is sa's on a first start. None given: one is made and printed once.
func (c *serveCmd) password(dir string, p *program) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, "msxgate.db")); err == nil {
		return "", nil // the store knows it
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	switch {
	case c.SAPasswordFile != "":
		return readSecret(c.SAPasswordFile)
	case c.SAPassword != "":
		return c.SAPassword, nil
	}
	made := newPassword()
	fmt.Fprintf(p.stdout, "The password of sa is %s\nIt is printed only now; ALTER LOGIN sa WITH PASSWORD = '...' changes it.\n", made)
	return made, nil
}

// newPassword makes a password of 160 random bits.
func newPassword() string {
	b := make([]byte, 20)
	rand.Read(b)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}
