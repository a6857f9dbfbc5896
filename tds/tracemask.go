package tds

import "strings"

// Secrets stand in the text of batches too: CREATE LOGIN ... WITH PASSWORD = '...',
// CREATE CREDENTIAL ... SECRET = '...', and in parameters that are named so. The literal
// that follows such a word is masked; behind the procedures that take passwords by
// position, every literal of the rest is.
var (
	secretWords = []string{"password", "passwd", "pwd", "secret"}
	secretProcs = []string{"sp_addlogin", "sp_password", "sp_addlinkedsrvlogin"}
)

// maskPasswords masks the secrets in a line of a trace, where Go has quoted the text.
func maskPasswords(s string) string {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		lower = s
	}
	var b strings.Builder
	at := 0
	for at < len(s) {
		word, all := nextSecret(lower[at:])
		if word < 0 {
			break
		}
		b.WriteString(s[at : at+word])
		at += word
		for {
			n := maskLiteral(&b, s[at:], all)
			if at += n; n == 0 || !all {
				break
			}
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// nextSecret finds the end of the first word that announces a secret.
func nextSecret(s string) (end int, all bool) {
	end = -1
	for _, w := range secretWords {
		if i := strings.Index(s, w); i >= 0 && (end < 0 || i+len(w) < end) {
			end = i + len(w)
		}
	}
	for _, w := range secretProcs {
		if i := strings.Index(s, w); i >= 0 && (end < 0 || i+len(w) <= end) {
			end, all = i+len(w), true
		}
	}
	return end, all
}

// maskLiteral copies s up to its first literal, which must begin within a few words
// unless it may be anywhere, and masks that. It returns how much of s it dealt with.
func maskLiteral(b *strings.Builder, s string, anywhere bool) int {
	reach := min(len(s), 80)
	if anywhere {
		reach = len(s)
	}
	open := strings.IndexAny(s[:reach], `'"`)
	if hash := strings.Index(s[:reach], "0x"); hash >= 0 && (open < 0 || hash < open) {
		end := hash + 2
		for end < len(s) && strings.IndexByte("0123456789abcdefABCDEF", s[end]) >= 0 {
			end++
		}
		b.WriteString(s[:hash] + "0x***")
		return end
	}
	if open < 0 {
		return 0
	}
	quote, escaped := s[open], open > 0 && s[open-1] == '\\'
	run := quoteRun(s[open:], quote)
	b.WriteString(s[:open+run] + "***")
	for at := open + run; at < len(s); {
		if s[at] == '\\' && quote == '"' && !escaped {
			at += 2
			continue
		}
		n := quoteRun(s[at:], quote)
		if n == 0 {
			at++
			continue
		}
		if n%(2*run) != 0 { // a doubled quote is part of the literal
			b.WriteString(s[at : at+n])
			return at + n
		}
		at += n
	}
	return len(s)
}

func quoteRun(s string, quote byte) int {
	n := 0
	for n < len(s) && s[n] == quote {
		n++
	}
	return n
}
