package gateway_test

import (
	"strings"
	"testing"

	"msxgate/gateway"
)

// BenchmarkFrontNames looks for names in 64 KB of a text that has none, as every message of a client is looked at.
func BenchmarkFrontNames(b *testing.B) {
	for _, test := range []struct{ name, text string }{
		{"plain", "SELECT o.name, c.name FROM dbo.Orders AS o JOIN dbo.Customers AS c ON c.id = o.customer WHERE o.total > 100; "},
		{"underscores", "SELECT order_id, customer_id, sp_type FROM dbo.order_lines WHERE order_id = @order_id AND line_no = 7; "},
	} {
		message := utf16le(strings.Repeat(test.text, 64<<10/2/len(test.text)))
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(message)))
			for b.Loop() {
				if gateway.Mentions("all", message) {
					b.Fatal("found")
				}
			}
		})
	}
}
