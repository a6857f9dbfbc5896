package procs

import (
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf16"

	"msxgate/tds"
)

// message is a row of sys.messages.
type message struct {
	number   int32
	class    uint8
	template string
}

var messages = map[int32]*message{}

func msg(number int32, class uint8, template string) *message {
	m := &message{number, class, template}
	messages[number] = m
	return m
}

// Message returns the text, with its %s and %d, and the severity of a message, for RAISERROR(number).
func Message(number int32) (template string, class uint8, ok bool) {
	m := messages[number]
	if m == nil {
		return "", 0, false
	}
	return m.template, m.class, true
}

// With makes an error of the message, in its own severity and state 1. An argument is a string, a number,
// a tds.GUID, a sql.Null of those, or nil; one that is NULL or missing reads (null).
func (m *message) With(args ...any) *tds.Error {
	return &tds.Error{Number: m.number, State: 1, Class: m.class, Message: m.Text(args...)}
}

// maxMessage is how many characters a message has at most; of a longer one the end is left out, which dots say.
const maxMessage = 2047

// Text is the message with its arguments filled in, as FORMATMESSAGE makes it.
func (m *message) Text(args ...any) string {
	text := m.fill(args)
	if len(text) <= maxMessage { // no character is more bytes than UTF-8 has for it
		return text
	}
	units := 0
	cut := 0 // where the text would end
	for i, r := range text {
		if units <= maxMessage-3 {
			cut = i
		}
		if units += utf16.RuneLen(r); units > maxMessage {
			return text[:cut] + "..."
		}
	}
	return text
}

// fill puts the arguments into the template.
func (m *message) fill(args []any) string {
	var b strings.Builder
	rest := m.template
	for {
		before, after, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n := verbLen(after)
		if n == 0 {
			b.WriteByte('%')
			rest = after
			continue
		}
		rest = after[n:]
		var arg any
		if len(args) > 0 {
			arg, args = args[0], args[1:]
		}
		b.WriteString(argText(arg))
	}
}

// verbLen is the length of the conversion that s begins with, without its %, or 0.
func verbLen(s string) int {
	for _, verb := range []string{"s", "d", "ls", "ld", ".*ls", "S_MSG"} {
		if strings.HasPrefix(s, verb) {
			return len(verb)
		}
	}
	return 0
}

func argText(arg any) string {
	switch a := arg.(type) {
	case nil:
		return "(null)"
	case sql.Null[string]:
		return nullText(a)
	case sql.Null[int64]:
		return nullText(a)
	case sql.Null[tds.GUID]:
		return nullText(a)
	}
	return fmt.Sprint(arg)
}

func nullText[T any](n sql.Null[T]) string {
	if !n.Valid {
		return "(null)"
	}
	return fmt.Sprint(n.V)
}
