package tds

import "strconv"

// LoginAnswer is what a server tells a client whose login it accepts.
type LoginAnswer struct {
	Database   string    // the current one
	Language   string    // empty is us_english
	Collation  Collation // of the server; the zero value is the default
	ServerName string    // stands in every message
	ProgName   string    // empty is "Microsoft SQL Server"
	Messages   []*Error  // to add, such as a warning
	UTF8       bool      // varchar with a UTF-8 collation may be sent to a client that asks for it
	Features   []Feature // others granted; sent only when the client asked for them
}

// AcceptLogin sends the answer to a good login, after which requests are taken.
func (c *Conn) AcceptLogin(a *LoginAnswer) error {
	c.serverName = a.ServerName
	size := c.packetSizeFor(c.login.PacketSize)
	c.out.begin(PacketTabular, 0)
	for _, t := range c.loginTokens(a, size) {
		if err := c.appendToken(t); err != nil {
			return err
		}
	}
	if err := c.out.finish(); err != nil {
		return err
	}
	c.loginDone(size)
	go c.readRequests()
	return nil
}

// loginTokens is the stream that SQL Server sends (MS-TDS 4.4), in its order.
func (c *Conn) loginTokens(a *LoginAnswer, packetSize int) []Token {
	language, prog := a.Language, a.ProgName
	if language == "" {
		language = "us_english"
	}
	if prog == "" {
		prog = "Microsoft SQL Server"
	}
	collation := a.Collation.orDefault()
	ts := []Token{
		EnvText(EnvDatabase, a.Database, "master"),
		&Error{Number: 5701, State: 2, Server: a.ServerName, Line: 1, Message: "Changed database context to '" + a.Database + "'."},
	}
	if c.version.AtLeast(Version71) {
		ts = append(ts, &EnvChange{Type: EnvCollation, New: collation[:]})
	} else {
		ts = append(ts, EnvText(EnvCharset, "iso_1", ""))
	}
	ts = append(ts, EnvText(EnvLanguage, language, ""),
		&Error{Number: 5703, State: 1, Server: a.ServerName, Line: 1, Message: "Changed language setting to " + language + "."})
	for _, m := range a.Messages {
		ts = append(ts, m)
	}
	ts = append(ts, &LoginAck{Interface: 1, TDSVersion: c.version, ProgName: prog, ServerVersion: c.cfg.Version})
	if fs := c.grantFeatures(a); len(fs) > 0 {
		ts = append(ts, &FeatureExtAck{fs})
	}
	return append(ts, EnvText(EnvPacketSize, strconv.Itoa(packetSize), strconv.Itoa(defaultPacketSize)),
		&DoneToken{Kind: DoneKindStatement})
}

// grantFeatures is what of the granted features the client asked for. One that it did not
// ask for would be a protocol error to it.
func (c *Conn) grantFeatures(a *LoginAnswer) []Feature {
	if !c.version.AtLeast(Version74) {
		return nil
	}
	var fs []Feature
	if _, asked := c.login.Feature(FeatureUTF8); asked && a.UTF8 {
		c.utf8 = true
		fs = append(fs, Feature{FeatureUTF8, []byte{1}})
	}
	for _, f := range a.Features {
		if _, asked := c.login.Feature(f.ID); asked && f.ID != FeatureUTF8 {
			fs = append(fs, f)
		}
	}
	return fs
}

// RejectLogin sends the error that refuses a login. The caller then closes the connection.
func (c *Conn) RejectLogin(e *Error) error {
	c.out.begin(PacketTabular, 0)
	if err := c.appendToken(e); err != nil {
		return err
	}
	if err := c.appendToken(&DoneToken{Kind: DoneKindStatement, Status: DoneError}); err != nil {
		return err
	}
	return c.out.finish()
}

// appendToken puts a token into the message that is being written.
func (c *Conn) appendToken(t Token) (err error) {
	c.trace.fromServer(t)
	c.out.buf, err = t.Encode(c.out.buf, c.version)
	return err
}
