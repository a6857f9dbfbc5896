package gateway

import (
	"bytes"
	"strings"

	"msxgate/procs"
	"msxgate/tsql"
)

// ourNames are the procedures that are ours, by lower-case name.
type ourNames map[string]*procs.Proc

// namesOf are the procedures of a mode.
func namesOf(mode string) ourNames {
	n := ourNames{}
	for _, p := range procs.All() {
		if mode == "multiserver" && !p.Multiserver() {
			continue
		}
		if mode != "none" {
			n[strings.ToLower(p.Name)] = p
		}
	}
	return n
}

// longestName is more than any name has.
const longestName = 64

// proc finds a procedure by its name in any case, or nil.
func (n ourNames) proc(name string) *procs.Proc {
	if len(name) > longestName {
		return nil
	}
	var low [longestName]byte
	for i := range len(name) {
		low[i] = lower(name[i])
	}
	return n[string(low[:len(name)])]
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// inBytes tells whether a name stands somewhere in a message, whose texts are UTF-16. The names begin with sp_ or xp_, and
// the underscore is what is looked for.
func (n ourNames) inBytes(b []byte) bool {
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte{'_', 0})
		if i < 0 {
			return false
		}
		at += i
		if at >= 4 && b[at-1] == 0 && lower(b[at-2]) == 'p' && b[at-3] == 0 && n.begins(b[at-4:]) {
			return true
		}
		at++
	}
}

// begins tells whether a name stands at the beginning of b, and no longer word.
func (n ourNames) begins(b []byte) bool {
	if c := lower(b[0]); c != 's' && c != 'x' {
		return false
	}
	var low [longestName]byte
	for i := range low {
		if 2*i+1 >= len(b) || b[2*i+1] != 0 || !isNamePart(b[2*i]) {
			return n[string(low[:i])] != nil
		}
		low[i] = lower(b[2*i])
	}
	return false
}

func isNamePart(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'z'
}

// inText tells whether a text executes a procedure of ours, or executes other text and has a name of ours in it.
func (n ourNames) inText(text string) bool {
	var room [8]tsql.Name
	calls, dynamic := tsql.AppendCalls(room[:0], text)
	for i := range calls {
		if n.proc(calls[i].Object) != nil {
			return true
		}
	}
	return dynamic && n.mentioned(text)
}

// mentioned tells whether a name stands somewhere in a text.
func (n ourNames) mentioned(text string) bool {
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '_')
		if i < 0 {
			return false
		}
		at += i
		if at >= 2 && lower(text[at-1]) == 'p' {
			end := at
			for end < len(text) && isNamePart(text[end]) {
				end++
			}
			if n.proc(text[at-2:end]) != nil {
				return true
			}
		}
		at++
	}
}
