package gateway

import (
	"context"
	"fmt"
	"io"

	"msxgate/tds"
)

// ask sends a request in the client's session and hands over the tokens of its answer. It returns when the answer has been
// read to its end, that of an attention included: ctx ends, or an error of take, has the server stop.
func (r *remote) ask(ctx context.Context, q *tds.Request, take func(tds.Token) error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	q.Reset, r.reset = r.reset, tds.ResetNone
	q.TranDescriptor, q.Outstanding = r.tran, 1
	if err := r.server.Send(q); err != nil {
		return fmt.Errorf("the server behind: %w", err)
	}
	cut := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { cut <- r.server.Attention() })
	var first error // of take
	stopped, acknowledged := false, false
	for {
		t, err := r.server.NextToken()
		if err == io.EOF {
			if !stopped && !stop() {
				stopped = true
				if err := <-cut; err != nil {
					return err
				}
			}
			if !stopped || acknowledged {
				break
			}
			continue // the acknowledgement is a message of its own
		}
		if err != nil {
			return fmt.Errorf("the server behind: %w", err)
		}
		if d, ok := t.(*tds.DoneToken); ok && d.Status&tds.DoneAttention != 0 {
			acknowledged = true
			if !stopped && !stop() {
				stopped = true
				<-cut
			}
			continue
		}
		if err := r.take(t, take, first != nil); err != nil && first == nil {
			first = err
			if stop() {
				stopped = true
				if err := r.server.Attention(); err != nil {
					return err
				}
			}
		}
	}
	if first == nil && ctx.Err() != nil {
		first = context.Cause(ctx)
	}
	return first
}

// take looks at a token for what the session itself has to know, and hands it on unless nobody listens any more.
func (r *remote) take(t tds.Token, take func(tds.Token) error, deaf bool) error {
	if e, ok := t.(*tds.EnvChange); ok {
		return r.envChange(e, deaf)
	}
	if deaf {
		return nil
	}
	return take(t)
}

// envChange follows a change in the session and tells the client's driver, which follows it too.
func (r *remote) envChange(e *tds.EnvChange, deaf bool) error {
	switch e.Type {
	case tds.EnvBeginTran:
		r.tran = e.Descriptor()
		if r.own {
			return nil
		}
	case tds.EnvCommitTran, tds.EnvRollbackTran, tds.EnvTranEnded:
		r.tran, r.count = 0, 0
		if r.own {
			return nil
		}
		if r.doom != nil {
			r.doom.told = e
			return nil
		}
		r.transactionEnded(e.Type == tds.EnvCommitTran)
	case tds.EnvDatabase:
		if r.away {
			return nil
		}
		r.database = e.NewText()
	case tds.EnvLanguage, tds.EnvResetAck:
	default:
		return nil
	}
	switch {
	case r.out == nil || r.holds && !deaf:
		r.held = append(r.held, e)
		return nil
	case deaf:
		return nil
	}
	return r.out.EnvChange(e)
}

// batch asks for a text.
func (r *remote) batch(ctx context.Context, text string, take func(tds.Token) error) error {
	return r.ask(ctx, &tds.Request{Batch: &tds.SQLBatch{Text: text}}, take)
}

// shipParam is a parameter of a text that is sent.
type shipParam struct {
	name string // with its @
	typ  tds.Type
	val  tds.Value
}

// call asks for a text with parameters: sp_executesql, or one that runs it in another database.
func (r *remote) call(ctx context.Context, proc, text string, params []shipParam, take func(tds.Token) error) error {
	q := &tds.RPCRequest{Proc: proc}
	if proc == "" {
		q.ProcID = tds.ProcExecuteSQL
	}
	declared := ""
	for i, p := range params {
		if i > 0 {
			declared += ", "
		}
		declared += p.name + " " + typeText(p.typ)
	}
	q.Params = append(q.Params, textParam(text))
	if declared != "" {
		q.Params = append(q.Params, textParam(declared))
	}
	for _, p := range params {
		q.Params = append(q.Params, tds.RPCParam{Name: p.name, Type: wireType(p.typ), Value: p.val})
	}
	return r.ask(ctx, &tds.Request{RPCs: []*tds.RPCRequest{q}}, take)
}

// textParam is a text as a parameter. What old protocols can carry is given as what they can.
func textParam(s string) tds.RPCParam {
	t := tds.TypeNVarChar(tds.Max)
	if len(s) <= 4000 {
		t = tds.TypeNVarChar(4000)
	}
	return tds.RPCParam{Type: t, Value: s}
}

// typeText declares a type.
func typeText(t tds.Type) string {
	if t.ID == tds.NullType {
		return "int"
	}
	return t.String()
}

// wireType is the type by which a value of t is sent. xml goes as text, which the server converts.
func wireType(t tds.Type) tds.Type {
	if t.ID == tds.XML {
		return tds.TypeNVarChar(tds.Max)
	}
	return t
}

// first is the first error of an answer of which nothing else is wanted.
type firstFault struct{ err *tds.Error }

func (f *firstFault) take(t tds.Token) error {
	if e, ok := t.(*tds.Error); ok && f.err == nil && !e.IsInfo() {
		f.err = e
	}
	return nil
}

func (f *firstFault) or(err error) error {
	if err == nil && f.err != nil {
		return f.err
	}
	return err
}

// silent runs a text of the gateway's own of which the client sees nothing but errors.
func (r *remote) silent(ctx context.Context, text string) error {
	var f firstFault
	return f.or(r.batch(ctx, text, f.take))
}

// query runs a query of the gateway's own in the current database.
func (r *remote) query(ctx context.Context, text string, params []shipParam, row func([]tds.Value) error) error {
	var f firstFault
	return f.or(r.call(ctx, "", text, params, func(t tds.Token) error {
		if t, ok := t.(*tds.Row); ok {
			return row(t.Values)
		}
		return f.take(t)
	}))
}
