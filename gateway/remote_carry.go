package gateway

import (
	"context"
	"slices"
	"strings"

	"msxgate/tds"
	"msxgate/tsql/interp"
)

// answerBehind is what came of a shipment.
type answerBehind struct {
	number        int32 // @@ERROR
	rows          int64 // @@ROWCOUNT
	counted       bool
	values        []tds.Value // of the parameters that were to be read
	scopeIdentity tds.Value
	identity      tds.Value
	value         tds.Value // of an expression
	typ           tds.Type
}

// Where the columns of our own stand in the row behind a statement, and in that of a CATCH.
const (
	trailError = iota
	trailRowCount
	trailScopeIdentity
	trailIdentity
	trailTranCount
	trailXactState
	trailValues
)

// carry sends a shipment and writes what it answers. The error of a statement is an *interp.Verdict. The answer is nil when
// there is none.
func (r *remote) carry(ctx context.Context, s *shipment, out tds.Writer) (*answerBehind, error) {
	if r.holds && r.out != nil {
		// The error before has been told, or caught.
		if err := r.tellHeld(); err != nil {
			return nil, err
		}
	}
	c := &carrying{r: r, s: s, out: out, answer: &answerBehind{}}
	text := s.text
	if !s.bare {
		text = r.wrap(s)
	}
	var err error
	switch {
	case s.batch && len(s.params) > 0:
		head := preamble(s.params)
		c.offset = int32(strings.Count(head, "\n"))
		err = r.batch(ctx, head+text, c.take)
	case s.batch || len(s.params) == 0:
		err = r.batch(ctx, text, c.take)
	default:
		err = r.call(ctx, "", text, s.params, c.take)
	}
	if err != nil {
		return nil, err
	}
	return c.end(ctx)
}

// wrap adds to a statement what tells how it ended: a row of our own behind it, and where a TRY of the program waits for
// its errors, a CATCH, so that it ends where it would have ended in that TRY.
func (r *remote) wrap(s *shipment) string {
	var b strings.Builder
	if s.guarded {
		b.WriteString("BEGIN TRY ")
	}
	b.WriteString(s.text)
	b.WriteString("\n;SELECT @@ERROR AS [" + r.mark + "], @@ROWCOUNT, SCOPE_IDENTITY(), @@IDENTITY, @@TRANCOUNT, XACT_STATE()")
	for _, name := range s.read {
		b.WriteString(", " + name)
	}
	if s.guarded {
		b.WriteString(" END TRY BEGIN CATCH SELECT ERROR_NUMBER() AS [" + r.mark + "c], ERROR_SEVERITY(), ERROR_STATE(), ERROR_PROCEDURE(), " +
			"ERROR_LINE(), ERROR_MESSAGE(), @@TRANCOUNT, XACT_STATE()")
		for _, t := range r.tables {
			b.WriteString("; IF XACT_STATE() = -1 SELECT * FROM " + t.name)
		}
		b.WriteString(" END CATCH")
	}
	return b.String()
}

// preamble declares parameters in a text, each with its value.
func preamble(params []shipParam) string {
	var b strings.Builder
	b.WriteString("DECLARE ")
	for i, p := range params {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.name + " " + typeText(p.typ) + " = " + constant(p.val, p.typ))
	}
	b.WriteString("; ")
	return b.String()
}

// carrying reads the answer to a shipment.
type carrying struct {
	r      *remote
	s      *shipment
	out    tds.Writer
	offset int32 // lines of the text before the statement's first

	answer *answerBehind
	what   rune // of the result set that is being read: 0 the client's, r the row behind, c the CATCH's, v a value
	seen   bool // the row behind came
	caught *tds.Error
	kept   int // tables of which rows were kept
	errs   interp.Errors
	tail   []*tds.Error
	first  *tds.Error // of a stream, not yet told
	failed *tds.Done  // that came behind it
	told   bool       // errors were reported as they came
	last   *tds.Done  // of an EXEC: that of the shipment itself when nothing more comes
	open   bool       // a result set of the client's has begun
	rows   int64
}

func (c *carrying) take(t tds.Token) error {
	switch t := t.(type) {
	case *tds.ColMetadata:
		return c.columns(t.Columns)
	case *tds.Row:
		return c.row(t.Values)
	case *tds.DoneToken:
		return c.done(t)
	case *tds.Error:
		return c.message(t)
	}
	return nil
}

func (c *carrying) columns(cols []tds.Column) error {
	c.what = 0
	if len(cols) > 0 && strings.HasPrefix(cols[0].Name, c.r.mark) {
		c.what = 'r'
		if rest := cols[0].Name[len(c.r.mark):]; rest != "" {
			c.what = rune(rest[0])
		}
		switch c.what {
		case 'v':
			c.answer.typ = cols[0].Type
		case 'r', 'c':
			c.last = nil
		}
		return nil
	}
	if c.caught != nil {
		c.what = 't' // the rows of a table variable
		if c.kept < len(c.r.tables) {
			t := c.r.tables[c.kept]
			t.columns, t.rows = slices.Clone(cols), nil
			c.kept++
		}
		return nil
	}
	if err := c.tellFirst(); err != nil {
		return err
	}
	if err := c.tellLast(); err != nil {
		return err
	}
	if c.open && !c.s.calls {
		if err := c.out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: c.rows, Counted: true}); err != nil {
			return err
		}
	}
	c.open, c.rows = true, 0
	return c.out.Columns(cols)
}

func (c *carrying) row(row []tds.Value) error {
	switch c.what {
	case 0:
		c.rows++
		return c.out.Row(row)
	case 'v':
		c.answer.value = row[0]
	case 't':
		t := c.r.tables[c.kept-1]
		t.rows = append(t.rows, slices.Clone(row))
	case 'r':
		c.seen = true
		c.answer.number = int32(clampInt(row[trailError]))
		c.answer.rows = int64(clampInt(row[trailRowCount]))
		c.answer.scopeIdentity, c.answer.identity = row[trailScopeIdentity], row[trailIdentity]
		c.r.count = clampInt(row[trailTranCount])
		c.answer.values = slices.Clone(row[trailValues:])
	case 'c':
		c.caught = &tds.Error{
			Number: int32(clampInt(row[0])), Class: uint8(clampInt(row[1])), State: uint8(clampInt(row[2])), Line: int32(clampInt(row[4])),
		}
		c.caught.Proc, _ = row[3].(string)
		c.caught.Message, _ = row[5].(string)
		c.place(c.caught)
		c.r.count = clampInt(row[6])
		if clampInt(row[7]) == -1 { // XACT_STATE()
			c.r.doom = &doom{count: c.r.count}
		}
	}
	return nil
}

func (c *carrying) done(t *tds.DoneToken) error {
	if c.what != 0 || c.caught != nil || t.Kind == tds.DoneKindProc && len(c.s.params) > 0 && !c.s.batch {
		c.what = 0
		return nil
	}
	if t.Status&tds.DoneCount != 0 {
		c.answer.counted = true
	}
	if !c.s.calls {
		return nil
	}
	wasOpen := c.open
	c.open = false
	d := tds.Done{Cmd: t.Cmd, Rows: int64(t.Rows), Counted: t.Status&tds.DoneCount != 0, Failed: t.Status&tds.DoneError != 0}
	if err := c.tellLast(); err != nil {
		return err
	}
	if d.Cmd == tds.CmdExecute && !d.Counted && !wasOpen {
		c.last = &d
		return nil
	}
	if c.first != nil && c.failed == nil && d.Failed {
		c.failed = &d
		return nil
	}
	if err := c.tellFirst(); err != nil {
		return err
	}
	return c.out.Done(d)
}

// tellLast tells the end of an EXEC that was kept, for something comes behind it: it was one inside.
func (c *carrying) tellLast() error {
	d := c.last
	if d == nil {
		return nil
	}
	c.last = nil
	if err := c.tellFirst(); err != nil {
		return err
	}
	return c.out.Done(*d)
}

// tellFirst tells the error that was kept, for something comes behind it.
func (c *carrying) tellFirst() error {
	e := c.first
	if e == nil {
		return nil
	}
	c.first, c.told = nil, true
	err := c.out.Message(e)
	for _, m := range c.tail {
		if err == nil {
			err = c.out.Message(m)
		}
	}
	c.tail = nil
	if d := c.failed; err == nil && d != nil {
		err = c.out.Done(*d)
	}
	return err
}

// Messages with a place of their own.
const (
	msgDatabase  = 5701 // which database is current: always of line 1
	msgTranCount = 266  // of an EXEC that leaves transactions other than it found, and not of its text
)

// place puts a message right: the statement's text begins on another line in its program, and its table variables have
// other names here.
func (c *carrying) place(e *tds.Error) {
	if strings.Contains(e.Message, c.r.mark) {
		for _, t := range c.r.tables {
			e.Message = strings.ReplaceAll(e.Message, strings.Trim(t.name, "[]"), t.variable)
		}
	}
	if e.Proc != "" || c.s.inner && e.Number != msgTranCount || e.Number == msgDatabase {
		return
	}
	if c.s.line == 0 {
		e.Line = c.r.machine.Line()
		return
	}
	e.Line = max(c.s.line+e.Line-1-c.offset, c.s.line)
}

func (c *carrying) message(e *tds.Error) error {
	c.place(e)
	if err := c.tellLast(); err != nil {
		return err
	}
	switch {
	case !e.IsInfo() && c.r.doom != nil && e.Number == 3998:
		return nil // the program ends the transaction
	case e.Number == msgTranCount && strings.EqualFold(e.Proc, "sp_executesql"):
		return nil // it has that name from us
	case !e.IsInfo() && c.s.stream && !c.told && c.first == nil && !c.open:
		c.first, c.r.holds = e, true // perhaps that the procedure could not begin
		return nil
	case !e.IsInfo() && c.s.stream:
		if err := c.tellFirst(); err != nil {
			return err
		}
		c.told = true
		return c.out.Message(e)
	case !e.IsInfo():
		c.errs, c.r.holds = append(c.errs, e), true
		return nil
	case len(c.errs) > 0 || c.first != nil && e.Number == 3621:
		c.tail = append(c.tail, e)
		return nil
	}
	if err := c.tellFirst(); err != nil {
		return err
	}
	return c.out.Message(e)
}

// end makes the verdict.
func (c *carrying) end(ctx context.Context) (*answerBehind, error) {
	if c.caught != nil {
		return nil, &interp.Verdict{Err: c.caught}
	}
	ended := !c.seen && !c.s.bare
	if ended || c.s.bare {
		if err := c.r.refresh(ctx); err != nil {
			return nil, err
		}
	}
	if c.first != nil {
		inside := ended && (c.first.Proc != "" || c.s.inner) && c.first.Class < 20
		if !c.seen && !inside || len(c.answer.values) > 0 && c.answer.values[0] == nil {
			// The procedure did not begin.
			return c.answer, &interp.Verdict{Err: c.first, Batch: ended, Tail: c.tail}
		}
		if err := c.tellFirst(); err != nil {
			return nil, err
		}
	}
	switch n := len(c.errs); {
	case n == 1:
		return nil, &interp.Verdict{Err: c.errs[0], Batch: ended, Tail: c.tail}
	case n > 1:
		return nil, &interp.Verdict{Err: c.errs, Batch: ended, Tail: c.tail}
	case ended && c.told:
		return c.answer, interp.ErrBatchEnded
	}
	return c.answer, nil
}
