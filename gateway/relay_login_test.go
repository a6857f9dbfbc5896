package gateway_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"net"
	"slices"
	"strconv"
	"testing"
	"unicode/utf16"

	"msxgate/tds"
)

// tryLogin logs in and out.
func tryLogin(addr string, login tds.Login7) error {
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	c, err := tds.Dial(context.Background(), nc, &tds.ClientConfig{Login: login})
	if err == nil {
		err = c.Close()
	}
	return err
}

// TestRelayProofs relays two turns of integrated security and one token.
func TestRelayProofs(t *testing.T) {
	said := make(chan []byte, 3)
	logins := make(chan *tds.Login7, 1)
	behind := rawServer(t, func(nc *net.TCPConn) {
		c, login, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{Relay: func(_ context.Context, asked *tds.PreLogin) *tds.PreLogin {
			return &tds.PreLogin{Options: []tds.PreLoginOption{
				{Token: tds.PreLoginVersion, Data: []byte{99, 0, 0, 1, 0, 0}}, {Token: tds.PreLoginFedAuth, Data: []byte{1}},
			}}
		}})
		if err != nil {
			return
		}
		logins <- login
		for _, ask := range []tds.Token{&tds.SSPI{Data: []byte("challenge")}, &tds.SSPI{Data: []byte("again")}, &tds.FedAuthInfo{}} {
			sendTokens(c, ask)
			_, body, err := c.Message(1 << 16)
			if err != nil {
				return
			}
			said <- body
		}
		answerLogin(c, 4096)
		_, _, _ = c.Message(1 << 16)
	})
	c, _ := relayClient(t, relayTo(t, behind, "encrypt=disable", nil), 8000)
	if v, _ := c.Server().Get(tds.PreLoginVersion); len(v) == 0 || v[0] != 99 {
		t.Errorf("PRELOGIN tells version %v", v)
	}
	if f, _ := c.Server().Get(tds.PreLoginFedAuth); !bytes.Equal(f, []byte{1}) {
		t.Errorf("PRELOGIN tells FEDAUTHREQUIRED %v", f)
	}
	login := <-logins
	if _, ok := login.Feature(tds.FeatureUTF8); !ok || len(login.Features) != 1 || login.Password != "p" || login.PacketSize != 8000 {
		t.Errorf("the server got %v", login)
	}
	for i, kind := range []tds.PacketType{tds.PacketSSPI, tds.PacketSSPI, tds.PacketFedAuthToken} {
		if _, _, err := c.Message(1 << 16); err != nil {
			t.Fatal(err)
		}
		proof := bytes.Repeat([]byte{byte(i)}, 3000*(i+1))
		first, second := proof[:100], proof[100:]
		_ = c.WritePacket(tds.PacketHeader{Type: kind, PacketID: 1}, first)
		_ = c.WritePacket(tds.PacketHeader{Type: kind, Status: tds.StatusEOM, PacketID: 2}, second[:min(len(second), 4000)])
		if got := <-said; !bytes.Equal(got, proof[:100+min(len(second), 4000)]) {
			t.Errorf("proof %d changed on the way", i)
		}
	}
	_, body, err := c.Message(1 << 16)
	if err != nil {
		t.Fatal(err)
	}
	if ts, err := tds.ReadTokens(body, tds.Version74); err != nil || len(ts) != 3 {
		t.Errorf("got %v, %v", ts, err)
	}
}

// routeTo is an ENVCHANGE that sends a client to another server.
func routeTo(kind tds.EnvType, host string, port int, database string) tds.Token {
	b := binary.LittleEndian.AppendUint16([]byte{0}, uint16(port))
	texts := []string{host}
	if kind == tds.EnvRoutingEnhanced {
		texts = append(texts, database)
	}
	for _, s := range texts {
		units := utf16.Encode([]rune(s))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(units)))
		for _, u := range units {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
	}
	return &tds.EnvChange{Type: kind, New: b}
}

// TestRelayRouting follows the server's routing, and hides it.
func TestRelayRouting(t *testing.T) {
	for _, kind := range []tds.EnvType{tds.EnvRouting, tds.EnvRoutingEnhanced} {
		logins := make(chan *tds.Login7, 1)
		target := rawServer(t, func(nc *net.TCPConn) {
			if c, login, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{}); err == nil {
				logins <- login
				answerLogin(c, 4096)
				_, _, _ = c.Message(1 << 16)
			}
		})
		_, digits, _ := net.SplitHostPort(target)
		port, _ := strconv.Atoi(digits)
		first := rawServer(t, func(nc *net.TCPConn) {
			if c, _, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{}); err == nil {
				answerLogin(c, 4096, routeTo(kind, "localhost", port, "elsewhere"))
			}
		})
		c, _ := relayClient(t, relayTo(t, first, "encrypt=disable", nil), 4096)
		_, body, err := c.Message(1 << 16)
		if err != nil {
			t.Fatal(err)
		}
		ts, err := tds.ReadTokens(body, tds.Version74)
		routed := slices.ContainsFunc(ts, func(t tds.Token) bool { e, ok := t.(*tds.EnvChange); return ok && e.Type == kind })
		if err != nil || routed || len(ts) != 3 {
			t.Errorf("got %v, %v", ts, err)
		}
		login := <-logins
		if login.ServerName != "localhost" || login.UserName != "u" || (login.Database == "elsewhere") != (kind == tds.EnvRoutingEnhanced) {
			t.Errorf("the second server got %v", login)
		}
	}
}

// TestRelayRoutingWithoutEnd gives up on a server that routes to itself.
func TestRelayRoutingWithoutEnd(t *testing.T) {
	addr := rawServer(t, func(nc *net.TCPConn) {
		if c, _, err := tds.Accept(context.Background(), nc, &tds.ServerConfig{}); err == nil {
			answerLogin(c, 4096, routeTo(tds.EnvRouting, "127.0.0.1", nc.LocalAddr().(*net.TCPAddr).Port, ""))
		}
	})
	c, _ := relayClient(t, relayTo(t, addr, "encrypt=disable", nil), 4096)
	_, body, err := c.Message(1 << 16)
	if err != nil {
		t.Fatal(err)
	}
	ts, _ := tds.ReadTokens(body, tds.Version74)
	if e, ok := ts[0].(*tds.Error); !ok || e.Number != 40007 {
		t.Errorf("got %v", ts)
	}
}
