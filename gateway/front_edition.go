package gateway

import (
	"bytes"
	"context"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// SMO refuses to show Agent where SERVERPROPERTY('Edition') begins with Express Edition. Before such a server, when the
// agent beside this gateway runs its jobs, the property is answered here: the call in the text of a request becomes a
// constant.

// edition is what SERVERPROPERTY('Edition') says then, as T-SQL of the same type.
const edition = "CONVERT(sql_variant, CONVERT(nvarchar(128), N'Standard Edition (64-bit)'))"

// hidesEdition tells whether the gateway answers SERVERPROPERTY('Edition').
func (f *Front) hidesEdition() bool {
	k := f.known.Load()
	if k == nil || len(k.Edition) < len(expressEdition) || !strings.EqualFold(k.Edition[:len(expressEdition)], expressEdition) {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.agent != nil
}

const expressEdition = "Express Edition"

// asksEdition tells whether a message may ask for the edition: EDITION in UTF-16, in any case.
func asksEdition(b []byte) bool {
	const word = "edition"
	for at := 0; ; at++ {
		i := bytes.IndexAny(b[at:], "eE")
		if i < 0 || at+i+2*len(word) > len(b) {
			return false
		}
		at += i
		n := 0
		for n < len(word) && lower(b[at+2*n]) == word[n] && b[at+2*n+1] == 0 {
			n++
		}
		if n == len(word) {
			return true
		}
	}
}

// withEdition puts the constant in place of the calls.
func withEdition(text string) string {
	var b strings.Builder
	done := tsql.Pos(0)
	tsql.ConstantCalls(text, true, "SERVERPROPERTY", func(at tsql.Span, arg string) {
		if strings.EqualFold(arg, "Edition") {
			b.WriteString(text[done:at.Start])
			b.WriteString(edition)
			done = at.End
		}
	})
	if done == 0 {
		return text
	}
	return b.String() + text[done:]
}

// textParams is how many parameters of a call may be the text it runs: sp_prepexec has it third.
const textParams = 3

// edited is the handler of a request whose texts ask for the edition, or nil when none does.
func edited(q *tds.Request) Handler {
	changed := false
	edit := func(text string) string {
		out := withEdition(text)
		changed = changed || out != text
		return out
	}
	if q.Batch != nil {
		q.Batch.Text = edit(q.Batch.Text)
	}
	for _, call := range q.RPCs {
		for i := range call.Params {
			if s, ok := call.Params[i].Value.(string); ok && i < textParams {
				if text := edit(s); text != s {
					p := textParam(text)
					call.Params[i].Type, call.Params[i].Value = p.Type, p.Value
				}
			}
		}
	}
	if !changed {
		return nil
	}
	return func(_ context.Context, m *Message) error {
		if err := m.Server().Send(q); err != nil {
			return err
		}
		return m.copyAnswer()
	}
}
