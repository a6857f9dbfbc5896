package main

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// TestClockBetween wants the way to the server taken out of what its clock says.
func TestClockBetween(t *testing.T) {
	sent := time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)
	got := sent.Add(2 * time.Second)
	for _, c := range []struct {
		utc, local time.Time
		want       clockReading
	}{
		{sent.Add(time.Second), sent.Add(time.Second), clockReading{0, time.Second, 0}},
		{sent.Add(61 * time.Second), sent.Add(61*time.Second - 5*time.Hour), clockReading{time.Minute, time.Second, -300}},
		{sent.Add(-time.Second), sent.Add(-time.Second + 5*time.Hour + 45*time.Minute + 3*time.Millisecond), clockReading{-2 * time.Second, time.Second, 345}},
	} {
		if r := clockBetween(sent, got, c.utc, c.local); r != c.want {
			t.Errorf("%v: %+v, want %+v", c.utc, r, c.want)
		}
	}
}

// TestCompareClocks warns of what cannot come from the way alone.
func TestCompareClocks(t *testing.T) {
	at := func(ahead, doubt time.Duration) clockReading { return clockReading{ahead: ahead, doubt: doubt} }
	for _, c := range []struct {
		target, master clockReading
		want           verdict
		text           string
	}{
		{at(time.Hour, time.Millisecond), at(time.Hour, time.Millisecond), passed, "0.0 ms ahead of"}, // this machine's own clock does not matter
		{at(0, 0), at(6*time.Second, 0), doubtful, "6000.0 ms behind"},
		{at(6*time.Second, 0), at(0, 0), doubtful, "6000.0 ms ahead of"},
		{at(0, time.Second), at(6*time.Second, time.Second), passed, "± 2000.0 ms"},
	} {
		if f := compareClocks(c.target, c.master); f.Verdict != c.want || !strings.Contains(f.Found, c.text) {
			t.Errorf("%+v, %+v: %s %s", c.target, c.master, f.Verdict, f.Found)
		}
	}
	if zoneName(-210) != "UTC-03:30" || zoneName(60) != "UTC+01:00" {
		t.Error(zoneName(-210), zoneName(60))
	}
}

func TestCompareVersions(t *testing.T) {
	for _, c := range []struct {
		target, master string
		want           verdict
	}{
		{"16.0.4185.3", "16.0.1000.6", passed},
		{"14.0.1", "16.0.1", passed},
		{"13.0.1", "16.0.1", doubtful},
		{"10.50.1600.1", "11.0.1", passed},
		{"17.0.1", "16.0.1", doubtful},
		{"8.0.760", "16.0.1", failing},
		{"99.0.1", "16.0.1", doubtful},
	} {
		if f := compareVersions(c.target, c.master); f.Verdict != c.want {
			t.Errorf("%s under %s: %s %s", c.target, c.master, f.Verdict, f.Cause)
		}
	}
}

func TestParseServer(t *testing.T) {
	for _, c := range []struct {
		in, host string
		port     uint64
		instance string
	}{
		{"HQ", "hq", 1433, ""},
		{"tcp:hq.example.org, 1500", "hq.example.org", 1500, ""},
		{`hq\two`, "hq", 0, "two"},
		{`hq\two,1500`, "hq", 1500, ""},
		{".", "localhost", 1433, ""},
	} {
		a, err := parseServer(c.in)
		if err != nil || a.host != c.host || a.port != c.port || a.instance != c.instance {
			t.Errorf("%s: %+v, %v", c.in, a, err)
		}
	}
	for _, bad := range []string{"", ",1433", "hq,", "hq,0", "hq,65536", "hq,x"} {
		if a, err := parseServer(bad); err == nil {
			t.Errorf("%q: %+v", bad, a)
		}
	}
}

func TestDescribePeer(t *testing.T) {
	for _, c := range []struct {
		heard string
		err   error
		want  string
	}{
		{"HTTP/1.1 400", nil, "a web server answers: HTTP/1.1 400"},
		{"SSH-2.0-", nil, "an SSH server answers: SSH-2.0-"},
		{"\x15\x03\x01\x00\x02", io.ErrUnexpectedEOF, "a TLS server answers with an alert"},
		{"hello\x00", nil, `the answer is no TDS: "hello."`},
		{"", io.EOF, "the connection was closed without an answer to PRELOGIN"},
		{"", errors.New("other\nthing"), "other thing"},
	} {
		if got := describePeer([]byte(c.heard), c.err); got != c.want {
			t.Errorf("%q, %v: %s", c.heard, c.err, got)
		}
	}
}

// TestBrowse asks a SQL Server Browser of our own.
func TestBrowse(t *testing.T) {
	for _, c := range []struct {
		answer, fault string
		port          uint64
	}{
		{"\x05\x00\x00ServerName;HQ;InstanceName;TWO;IsClustered;No;Version;16.0.1000.6;tcp;51000;;", "", 51000},
		{"\x05\x00\x00ServerName;HQ;InstanceName;TWO;IsClustered;No;Version;16.0.1000.6;;", "no TCP port", 0},
		{"what", "none of SQL Server Browser", 0},
		{"\x05", "none of SQL Server Browser", 0},
	} {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			question := make([]byte, 64)
			n, from, err := conn.ReadFrom(question)
			if err == nil && string(question[:n]) == "\x04two\x00" {
				conn.WriteTo([]byte(c.answer), from)
			}
		}()
		port, err := browse(context.Background(), conn.LocalAddr().String(), "two")
		conn.Close()
		if port != c.port || (err == nil) != (c.fault == "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%q: %d, %v", c.answer, port, err)
		}
	}
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{"targets": "targets", "a b": "[a b]", "x]y": "[x]]y]", `CORP\svc`: `[CORP\svc]`, "1a": "[1a]", "": "[]"} {
		if got := named(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	if got := quoted("O'Neil"); got != "N'O''Neil'" {
		t.Error(got)
	}
}

// TestAskSecret reads what comes by a pipe.
func TestAskSecret(t *testing.T) {
	var out strings.Builder
	if got := askSecret(strings.NewReader("s3cret \r\nmore"), &out, "? "); got != "s3cret " || out.String() != "? \n" {
		t.Errorf("%q %q", got, out.String())
	}
}
