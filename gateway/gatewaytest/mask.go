package gatewaytest

import (
	"fmt"
	"regexp"
	"strings"
)

var guid = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)

// port is an address of this machine with a port that was free.
var port = regexp.MustCompile(`\b127\.0\.0\.1:\d{4,5}\b`)

// mask prints GUIDs that a server made up as {1}, {2} in the order of their appearance. Those of zeros, with a
// number at the end at most, mean something and stay. Ports that happened to be free print as {port}.
func (p *player) mask(s string) string {
	s = port.ReplaceAllString(s, "127.0.0.1:{port}")
	return guid.ReplaceAllStringFunc(s, func(g string) string {
		g = strings.ToUpper(g)
		if strings.HasPrefix(g, "00000000-0000-0000-0000-") {
			return g
		}
		if p.guids == nil {
			p.guids = map[string]string{}
		}
		if p.guids[g] == "" {
			p.guids[g] = fmt.Sprintf("{%d}", len(p.guids)+1)
		}
		return p.guids[g]
	})
}
