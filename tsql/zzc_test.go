package tsql

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

func TestZZCorpus(t *testing.T) {
	dir := os.Getenv("CORPUS")
	files, _ := filepath.Glob(dir)
	ok, bad, batches, fine := 0, 0, 0, 0
	for _, f := range files {
		b, _ := os.ReadFile(f)
		s := string(b)
		if len(b) > 2 && b[0] == 0xff && b[1] == 0xfe {
			var u []uint16
			for i := 2; i+1 < len(b); i += 2 {
				u = append(u, uint16(b[i])|uint16(b[i+1])<<8)
			}
			s = string(utf16.Decode(u))
		}
		all := true
		for _, b := range SplitBatches(s) {
			batches++
			prog, err := Parse(b.Text)
			if err != nil {
				all = false
				line := 0
				fmt.Sscan(fmt.Sprint(errLine(err)), &line)
				lines := strings.Split(b.Text, "\n")
				txt := ""
				if line > 0 && line <= len(lines) {
					txt = strings.TrimSpace(lines[line-1])
					if len(txt) > 150 {
						txt = txt[:150]
					}
				}
				m := err.Error()
				if len(m) > 110 {
					m = m[:110]
				}
				fmt.Printf("%s | %s | %s\n", filepath.Base(filepath.Dir(f))+"/"+filepath.Base(f), m, txt)
				continue
			}
			fine++
			if d := reparse(ParseOptions{QuotedIdentifier: true}, prog); d != "" {
				if len(d) > 600 {
					d = d[:600]
				}
				fmt.Printf("REPARSE %s: %s\n", f, d)
			}
		}
		if all {
			ok++
		} else {
			bad++
		}
	}
	fmt.Println("files", ok, bad, "batches", fine, batches)
}
