package gatewaytest

import (
	"context"
	"crypto/tls"
	"testing"
	"time"

	"msxgate/gateway"
	"msxgate/procs"
	"msxgate/tds"
)

// StartFront runs a gateway before a server named HQ that has the tables of msdb and no procedures. It returns the DSN of
// sa at the gateway, and of the same login at the server itself.
func StartFront(t testing.TB) (front, behind string) {
	t.Helper()
	b, err := gateway.OpenEmbedded(context.Background(), gateway.Config{
		Name: "HQ", Password: Password, NoSync: true, Plain: true, Now: func() time.Time { return Now }, Log: quiet(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	addr := Serve(t, b)
	return DSN(Front(t, addr, "all"), "sa", Password), DSN(addr, "sa", Password)
}

// Front runs a gateway before the server at an address, with those procedures, and returns its own address.
func Front(t testing.TB, addr, procedures string) string {
	t.Helper()
	up, err := gateway.ParseUpstream("sqlserver://sa:" + Password + "@" + addr + "?encrypt=disable")
	if err != nil {
		t.Fatal(err)
	}
	f := &gateway.Front{Upstream: up, Procs: procedures, Now: func() time.Time { return Now }, Log: quiet()}
	f.SetAgent(idle{}, func(procs.Notice) {})
	up.NewRouter = f.NewRouter
	if err := f.Open(context.Background()); err != nil {
		t.Fatal(err)
	}
	return listen(t, &gateway.Server{
		Upstream: up, Encrypt: tds.EncryptOff, Version: gateway.ProductVersion, Log: quiet(), TLS: new(tls.Config),
	})
}
