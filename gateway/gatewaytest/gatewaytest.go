// Package gatewaytest starts gateways in tests and plays T-SQL scripts against them, or against any other server, over
// the wire.
package gatewaytest

import (
	"context"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/gateway"
	"msxgate/procs"
	"msxgate/tds"
)

// Password is sa's in every gateway of this package.
const Password = "Pa55word!"

// Now is the moment at which the clocks of these gateways stand.
var Now = time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC)

// Start runs an embedded gateway named HQ with an empty msdb in memory, gone when t ends. It returns the DSN of sa.
func Start(t testing.TB) string {
	t.Helper()
	return DSN(Serve(t, Open(t)), "sa", Password)
}

// Open is the backend that Start serves.
func Open(t testing.TB) *gateway.Embedded {
	t.Helper()
	b, err := gateway.OpenEmbedded(context.Background(), gateway.Config{
		Name: "HQ", Password: Password, NoSync: true, Now: func() time.Time { return Now }, Log: quiet(),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.SetAgent(idle{}, func(procs.Notice) {})
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// Serve listens for a backend on a free port of the loopback interface and returns the address.
func Serve(t testing.TB, b gateway.Backend) string {
	t.Helper()
	return listen(t, &gateway.Server{Backend: b, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: quiet()})
}

func listen(t testing.TB, s *gateway.Server) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		s.Shutdown(ctx)
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// DSN is how go-mssqldb names a server without encryption.
func DSN(addr, user, password string) string {
	return fmt.Sprintf("sqlserver://%s:%s@%s?encrypt=disable&database=master", user, password, addr)
}

func quiet() logrus.FieldLogger {
	log := logrus.New()
	log.SetOutput(io.Discard)
	return log
}

// idle is an agent that is there and takes every request, but runs nothing: scripts see what procedures check and write.
type idle struct{}

var _ procs.Agent = idle{}

func (idle) Running() bool                             { return true }
func (idle) Starting() bool                            { return false }
func (idle) CheckStart(tds.GUID, string, string) error { return nil }
func (idle) CheckStop(tds.GUID, string, string) error  { return nil }
func (idle) Jobs() []procs.JobState                    { return nil }

func (idle) Enlist(_ context.Context, e procs.Enlistment) error {
	return tds.Errorf(22026, 16, "The enlist operation failed (reason: Unable to connect to MSX '%s'.)", e.Master)
}
