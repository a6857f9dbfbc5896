package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"msxgate/tds"
)

// serverAddress is where a server listens; port 0 is to be asked for by the name of the instance.
type serverAddress struct {
	text     string // as it was given
	host     string
	port     uint64
	instance string
}

// parseServer reads host, host\instance, host,port or host\instance,port, as the agent does.
func parseServer(s string) (serverAddress, error) {
	a := serverAddress{text: s, port: 1433}
	host, port, hasPort := strings.Cut(strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "tcp:"), ",")
	a.host, a.instance, _ = strings.Cut(strings.TrimSpace(host), `\`)
	switch {
	case hasPort:
		n, err := strconv.ParseUint(strings.TrimSpace(port), 10, 16)
		if err != nil || n == 0 {
			return a, fmt.Errorf("%q has no port after the comma", s)
		}
		a.port, a.instance = n, ""
	case a.instance != "":
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

// commaPort is the address as msxgate trust and sqlcmd -S take it.
func (a serverAddress) commaPort() string { return fmt.Sprintf("%s,%d", a.host, a.port) }

func (a serverAddress) dialable() string {
	return net.JoinHostPort(a.host, strconv.FormatUint(a.port, 10))
}

// resolve turns the master's name into an address.
func (d *doctor) resolve(ctx context.Context) *finding {
	text, source := d.masterName, "by its name"
	for alias, addr := range d.road.Alias {
		if strings.EqualFold(alias, d.masterName) {
			text, source = addr, "--alias"
		}
	}
	if source != "--alias" && d.own != nil {
		known, err := d.storedAlias(ctx)
		if err != nil {
			return broken(err)
		}
		if known != "" {
			text, source = known, "msdb.msxgate.server_alias"
		}
	}
	var err error
	if d.addr, err = parseServer(text); err != nil {
		return failed(oneLine(err.Error())+" ("+source+")", "an address is host, host\\instance or host,port", d.aliasCures()...)
	}
	return fine("%s is at %s (%s)", d.masterName, text, source)
}

func (d *doctor) storedAlias(ctx context.Context) (string, error) {
	var addr sql.NullString
	err := d.own.QueryRowContext(ctx, `DECLARE @address nvarchar(260)
IF OBJECT_ID(N'msdb.msxgate.server_alias') IS NOT NULL SELECT @address = address FROM msdb.msxgate.server_alias WHERE alias = `+quoted(d.masterName)+`
SELECT @address`).Scan(&addr)
	return addr.String, err
}

func (d *doctor) aliasCures() []string {
	return []string{
		"on the target: msxgate serve --alias " + d.masterName + "=HOST,PORT, and msxgate doctor with the same --alias",
		"or on the target: INSERT INTO msdb.msxgate.server_alias (alias, address) VALUES (" + quoted(d.masterName) + ", N'HOST,PORT')",
	}
}

// lookUp asks for the addresses of the host.
func (d *doctor) lookUp(ctx context.Context) *finding {
	if net.ParseIP(d.addr.host) != nil {
		d.ips = []string{d.addr.host}
		return fine("%s is an address", d.addr.host)
	}
	begin := time.Now()
	var err error
	if d.ips, err = net.DefaultResolver.LookupHost(ctx, d.addr.host); err != nil {
		cause := "the name server does not answer"
		var e *net.DNSError
		if errors.As(err, &e) && e.IsNotFound {
			cause = "no name server and no hosts file knows the name " + d.addr.host
		}
		return failed(oneLine(err.Error()), cause, append([]string{"add " + d.addr.host + " to DNS, or to the hosts file of the target"}, d.aliasCures()...)...)
	}
	return fine("%s is %s (%s)", d.addr.host, strings.Join(d.ips, ", "), milliseconds(time.Since(begin)))
}

// findInstance asks SQL Server Browser for the port of a named instance.
func (d *doctor) findInstance(ctx context.Context) *finding {
	if d.addr.port != 0 {
		return nil
	}
	port, err := browse(ctx, net.JoinHostPort(d.addr.host, "1434"), d.addr.instance)
	if err != nil {
		return failed(oneLine(err.Error()), "SQL Server Browser does not answer on UDP 1434, or does not know the instance",
			append([]string{"name the port in place of the instance"}, d.aliasCures()...)...)
	}
	d.addr.port = port
	return fine("instance %s listens on port %d (SQL Server Browser)", d.addr.instance, port)
}

// browse asks for the TCP port of an instance (MC-SQLR 2.2.3, 2.2.5).
func browse(ctx context.Context, addr, instance string) (uint64, error) {
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "udp", addr)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	deadline, _ := ctx.Deadline()
	if near := time.Now().Add(2 * time.Second); deadline.IsZero() || near.Before(deadline) {
		deadline = near
	}
	c.SetDeadline(deadline)
	if _, err := c.Write(append([]byte{4}, instance+"\x00"...)); err != nil {
		return 0, err
	}
	answer := make([]byte, 4096)
	n, err := c.Read(answer)
	if err != nil {
		return 0, err
	}
	if n < 3 || answer[0] != 5 {
		return 0, errors.New("the answer is none of SQL Server Browser")
	}
	fields := strings.Split(string(answer[3:n]), ";")
	for i := 0; i+1 < len(fields); i += 2 {
		if strings.EqualFold(fields[i], "tcp") {
			return strconv.ParseUint(fields[i+1], 10, 16)
		}
	}
	return 0, fmt.Errorf("instance %s has no TCP port", instance)
}

// dial opens a connection and closes it.
func (d *doctor) dial(ctx context.Context) *finding {
	begin := time.Now()
	c, err := d.connect(ctx)
	if err == nil {
		defer c.Close()
		return fine("%s accepts connections (%s)", c.RemoteAddr(), milliseconds(time.Since(begin)))
	}
	cause, cure := "the network does not lead there", []string{"ask the network's administrators for a route from the target to " + d.addr.dialable()}
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		cause = "the machine is there, but nothing listens on port " + strconv.FormatUint(d.addr.port, 10)
		cure = []string{
			"start the master; msxgate listens on loopback only unless it is told: msxgate serve --listen :" + strconv.FormatUint(d.addr.port, 10),
			"is the port another one? " + d.aliasCures()[0],
		}
	case errors.As(err, &timeout) && timeout.Timeout():
		cause = "nobody answers: a firewall drops the packets, or the machine is off"
		cure = []string{"allow TCP " + strconv.FormatUint(d.addr.port, 10) + " from the target to " + d.addr.host + " in every firewall between"}
	}
	return failed(oneLine(err.Error()), cause, cure...)
}

func (d *doctor) connect(ctx context.Context) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", d.addr.dialable())
}

// checkChannel tells how the target is set to protect the connection.
func (d *doctor) checkChannel(context.Context) *finding {
	if d.own == nil {
		d.target.channel = 2
		return warned("taken to be 2: encrypt and verify", "the target could not be asked for MsxEncryptChannelOptions")
	}
	back := `on the target: EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', 2`
	switch d.target.channel {
	case 0:
		return warned("MsxEncryptChannelOptions = 0: no encryption", "somebody turned it off: passwords and jobs can be read and changed on the way", back)
	case 1:
		return warned("MsxEncryptChannelOptions = 1: encryption, any certificate", "somebody turned verification off: whoever stands between can be the master",
			"msxgate trust --data "+d.road.Data+" "+d.addr.commaPort(), back)
	}
	return fine("MsxEncryptChannelOptions = 2: encrypt and verify")
}

// What the ENCRYPTION option of PRELOGIN says (MS-TDS 2.2.6.5).
const (
	encryptionOn           = 1
	encryptionNotSupported = 2
	encryptionRequired     = 3
)

// checkPreLogin asks what the peer is.
func (d *doctor) checkPreLogin(ctx context.Context) *finding {
	m, heard, err := d.preLogin(ctx)
	strict := d.strict(ctx)
	switch {
	case err != nil && strict:
		return failed("the server speaks TDS 8.0 (strict) only", "agents connect in TDS 7.x, with TLS inside", "on the master: msxgate serve --encrypt required")
	case err != nil:
		return failed(describePeer(heard, err), "what listens there is no SQL Server and no gateway of one",
			append([]string{"is the port right?"}, d.aliasCures()...)...)
	}
	d.encryption = encryptionNotSupported
	if b, _ := m.Get(tds.PreLoginEncryption); len(b) > 0 {
		d.encryption = b[0] & 0x3
	}
	found := "TDS, server version " + productVersion(m)
	plain := d.target.channel == 0
	switch {
	case plain && d.encryption == encryptionRequired:
		return failed(found+", requires encryption", "the target is set to none (MsxEncryptChannelOptions = 0)",
			`on the target: EXEC master.dbo.xp_instance_regwrite N'HKEY_LOCAL_MACHINE', N'SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent', N'MsxEncryptChannelOptions', N'REG_DWORD', 2`)
	case !plain && d.encryption != encryptionOn && d.encryption != encryptionRequired:
		return failed(found+", does not encrypt", "the target demands encryption (MsxEncryptChannelOptions = "+strconv.FormatInt(d.target.channel, 10)+"), the master has no certificate",
			"on the master: msxgate serve --encrypt on, or give SQL Server a certificate")
	case plain:
		return fine("%s, no encryption agreed on", found)
	case strict:
		return fine("%s, encrypts in TDS 7.x, and in 8.0 (strict)", found)
	}
	return fine("%s, encrypts in TDS 7.x, not in 8.0 (strict)", found)
}

// preLogin sends a PRELOGIN and reads the answer, as far as it is one; heard is what came.
func (d *doctor) preLogin(ctx context.Context) (m *tds.PreLogin, heard []byte, err error) {
	c, err := d.connect(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer c.Close()
	if deadline, ok := ctx.Deadline(); ok {
		c.SetDeadline(time.Now().Add(time.Until(deadline) / 2)) // the other half is for strict
	}
	want := byte(encryptionOn)
	if d.target.channel == 0 {
		want = encryptionNotSupported
	}
	ours := tds.PreLogin{Options: []tds.PreLoginOption{
		{Token: tds.PreLoginVersion, Data: make([]byte, 6)},
		{Token: tds.PreLoginEncryption, Data: []byte{want}},
		{Token: tds.PreLoginInstance, Data: []byte{0}},
		{Token: tds.PreLoginThreadID, Data: make([]byte, 4)},
		{Token: tds.PreLoginMARS, Data: []byte{0}},
	}}
	body := ours.Encode(nil)
	h := tds.PacketHeader{Type: tds.PacketPreLogin, Status: tds.StatusEOM, Length: uint16(8 + len(body)), PacketID: 1}
	if _, err := c.Write(append(h.Encode(nil), body...)); err != nil {
		return nil, nil, err
	}
	heard = make([]byte, 8, 4096)
	n, err := io.ReadFull(c, heard)
	if n == 0 && errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, provoke(c), err
	}
	if err != nil {
		return nil, heard[:n], err
	}
	if err := h.Decode(heard); err != nil || h.Type != tds.PacketTabular || h.Length > 4096 {
		return nil, heard, errors.New("no answer of TDS")
	}
	heard = heard[:h.Length]
	if n, err := io.ReadFull(c, heard[8:]); err != nil {
		return nil, heard[:8+n], err
	}
	m = new(tds.PreLogin)
	return m, heard, m.Decode(heard[8:])
}

// provoke ends a line: servers of text protocols have waited for that, and now say what they are.
func provoke(c net.Conn) []byte {
	c.SetDeadline(time.Now().Add(500 * time.Millisecond))
	if _, err := c.Write([]byte("\r\n\r\n")); err != nil {
		return nil
	}
	heard := make([]byte, 64)
	n, _ := c.Read(heard)
	return heard[:n]
}

// describePeer words what came in place of an answer.
func describePeer(heard []byte, err error) string {
	switch {
	case bytes.HasPrefix(heard, []byte("HTTP/")):
		return "a web server answers: " + printable(heard)
	case bytes.HasPrefix(heard, []byte("SSH-")):
		return "an SSH server answers: " + printable(heard)
	case len(heard) >= 3 && heard[0] == 0x15 && heard[1] == 3:
		return "a TLS server answers with an alert"
	case len(heard) > 0:
		return fmt.Sprintf("the answer is no TDS: %q", printable(heard))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "no answer to PRELOGIN in time"
	case errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection was closed without an answer to PRELOGIN"
	}
	return oneLine(err.Error())
}

func printable(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '.'
		}
		return r
	}, string(b))
}

// strict tells whether the server takes TDS 8.0.
func (d *doctor) strict(ctx context.Context) bool {
	nc, err := d.connect(ctx)
	if err != nil {
		return false
	}
	c, err := tds.Handshake(ctx, nc, &tds.ClientConfig{
		Encrypt: tds.EncryptStrict, Timeout: min(d.road.Timeout, 3*time.Second),
		TLS: &tls.Config{InsecureSkipVerify: true, ServerName: d.addr.host}, // nothing is sent
	})
	if err != nil {
		return false
	}
	c.Close()
	return true
}

// sortedNames joins names in order.
func sortedNames(names []string) string {
	names = slices.Clone(names)
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
