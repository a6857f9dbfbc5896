package gateway

import (
	"context"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

// The API server cursors: what drivers use by RPC for scrollable results (sp_cursoropen and its kin). All are static: the
// rows are those of the opening, kept by the session; who asks for another kind is told what it got.

// wireCursor is an open cursor.
type wireCursor struct {
	cols    []tds.Column
	rows    [][]tds.Value
	size    int64
	forward bool
	pos     int // of the first row of the last fetch, from 1; 0 before the first, len(rows)+1 behind the last
	got     int // rows of the last fetch
}

// The bits of @scrollopt and @ccopt.
const (
	scrollForward     = 0x0004
	scrollStatic      = 0x0008
	scrollFastForward = 0x0010
	scrollParams      = 0x1000 // parameters of the statement follow

	concurrencyReadOnly = 0x0001
)

// The fetch types of sp_cursorfetch.
const (
	fetchFirst    = 0x0001
	fetchNext     = 0x0002
	fetchPrev     = 0x0004
	fetchLast     = 0x0008
	fetchAbsolute = 0x0010
	fetchRelative = 0x0020
	fetchRefresh  = 0x0080
	fetchInfo     = 0x0100
)

// rowFetched is the only value that the ROWSTAT column has in a static cursor.
const rowFetched = 1

// defaultMemory bounds what a session keeps of rows, as it does in the interpreter.
const defaultMemory = 256 << 20

func (s *session) memory() int64 {
	if s.machine.Memory > 0 {
		return s.machine.Memory
	}
	return defaultMemory
}

func errNoMemory() *tds.Error {
	e := tds.Errorf(701, 17, "There is insufficient system memory in resource pool 'default' to run this query.")
	e.State = 123
	return e
}

// rowBytes is about what a row takes of memory.
func rowBytes(row []tds.Value) int64 {
	n := int64(24)
	for _, v := range row {
		n += 40
		switch v := v.(type) {
		case string:
			n += int64(len(v))
		case []byte:
			n += int64(len(v))
		case tds.Variant:
			n += rowBytes([]tds.Value{v.Value})
		}
	}
	return n
}

// cursorProcs are the procedures of API server cursors. Their parameters count by position.
func cursorProcs() []*systemProc {
	return []*systemProc{
		{name: "sp_cursoropen", raw: cursorOpen},
		{name: "sp_cursorprepare", raw: cursorPrepare},
		{name: "sp_cursorexecute", raw: cursorExecute},
		{name: "sp_cursorprepexec", raw: cursorPrepExec},
		{name: "sp_cursorunprepare", raw: spUnprepare},
		{name: "sp_cursorfetch", raw: cursorFetch},
		{name: "sp_cursoroption", raw: cursorOption},
		{name: "sp_cursorclose", raw: cursorClose},
		{name: "sp_cursor", raw: cursorChange},
	}
}

// expect refuses a call with too few arguments: 201.
func expect(proc string, c *interp.Call, names ...string) error {
	if len(c.Args) >= len(names) {
		return nil
	}
	return inProc(proc, tds.Errorf(201, 16, "Procedure or function '%s' expects parameter '%s', which was not supplied.", proc, names[len(c.Args)]))
}

// errNoCursor is message 16909.
func errNoCursor(proc string, handle int64) error {
	return inProc(proc, tds.Errorf(16909, 16, "%s: The cursor identifier value provided (%x) is not valid.", proc, handle))
}

func errCursorArgument(proc, name string) error {
	return inProc(proc, tds.Errorf(16902, 16, "%s: The value of the parameter '%s' is invalid.", proc, name))
}

// cursorOpen is sp_cursoropen @cursor OUTPUT, @stmt, @scrollopt OUTPUT, @ccopt OUTPUT, @rowcount OUTPUT, @params, values.
func cursorOpen(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_cursoropen"
	if err := expect(proc, c, "cursor", "stmt"); err != nil {
		return 0, err
	}
	p, first := &prepared{stmt: argText(c, 1)}, 5
	if argInt(c, 2)&scrollParams != 0 || len(c.Args) > 5 {
		p.params, first = argText(c, 5), 6
	}
	return s.openCursor(ctx, proc, p, c, cursorSlots{handle: 0, scroll: 2, concurrency: 3, count: 4, values: first}, out)
}

// cursorSlots are the positions of a call's arguments.
type cursorSlots struct{ handle, scroll, concurrency, count, values int }

// openCursor runs a statement and keeps its rows. The columns go to the client.
func (s *session) openCursor(ctx context.Context, proc string, p *prepared, c *interp.Call, at cursorSlots, out tds.Writer) (int32, error) {
	if err := isCursorStatement(proc, p.stmt); err != nil {
		return 0, err
	}
	keep := &cursorRows{out: out, limit: s.memory() - s.cursorBytes()}
	ret, err := s.runPrepared(ctx, p, c, min(at.values, len(c.Args)), keep)
	if err != nil || keep.failed {
		return ret, err
	}
	cur := &keep.wireCursor
	cur.forward = argInt(c, at.scroll)&(scrollForward|scrollFastForward) != 0
	if err := out.Columns(cur.described()); err != nil {
		return 0, err
	}
	if err := out.Done(tds.Done{Cmd: tds.CmdOpenCursor}); err != nil {
		return 0, err
	}
	giveInt(c, at.handle, s.remember(&prepared{cursor: cur}))
	giveInt(c, at.scroll, cur.scrollopt())
	giveInt(c, at.concurrency, concurrencyReadOnly)
	giveInt(c, at.count, int64(len(cur.rows)))
	return 0, nil
}

// isCursorStatement takes one SELECT or one call of a procedure: 16937 otherwise.
func isCursorStatement(proc, text string) error {
	prog, err := tsql.Parse(text)
	if err != nil {
		return err
	}
	if len(prog.Stmts) == 1 {
		switch prog.Stmts[0].(type) {
		case *tsql.SelectStmt, *tsql.ExecStmt:
			return nil
		}
	}
	return inProc(proc, tds.Errorf(16937, 16, "A server cursor is not allowed on a remote stored procedure or stored procedure with more than one SELECT statement. Use a default result set or client cursor."))
}

func giveInt(c *interp.Call, i int, v int64) {
	if i >= 0 && i < len(c.Args) {
		c.Args[i].Value, c.Args[i].ParamType = v, tds.TypeInt
	}
}

// remember gives a handle to what a client prepares or opens.
func (s *session) remember(p *prepared) int64 {
	if s.handles == nil {
		s.handles = map[int64]*prepared{}
	}
	s.handle++
	s.handles[s.handle] = p
	return s.handle
}

// cursorBytes is what the open cursors keep.
func (s *session) cursorBytes() (n int64) {
	for _, p := range s.handles {
		if p.cursor != nil {
			n += p.cursor.size
		}
	}
	return n
}

// cursorRows keeps the result of a cursor's statement: 16937 for a second one, 701 beyond the limit.
type cursorRows struct {
	wireCursor
	out    tds.Writer
	limit  int64
	sets   int
	failed bool
}

// Columns implements tds.Writer.
func (k *cursorRows) Columns(cols []tds.Column) error {
	if k.sets++; k.sets > 1 {
		return tds.Errorf(16937, 16, "A server cursor is not allowed on a remote stored procedure or stored procedure with more than one SELECT statement. Use a default result set or client cursor.")
	}
	k.cols = append([]tds.Column(nil), cols...)
	return nil
}

// Row implements tds.Writer.
func (k *cursorRows) Row(row []tds.Value) error {
	if k.size += rowBytes(row); k.size > k.limit {
		return errNoMemory()
	}
	k.rows = append(k.rows, append([]tds.Value(nil), row...))
	return nil
}

// Message implements tds.Writer.
func (k *cursorRows) Message(e *tds.Error) error {
	k.failed = k.failed || !e.IsInfo()
	return k.out.Message(e)
}

// Done implements tds.Writer.
func (k *cursorRows) Done(tds.Done) error { return nil }

func (w *wireCursor) scrollopt() int64 {
	if w.forward {
		return scrollForward
	}
	return scrollStatic
}

// described are the columns with ROWSTAT behind them.
func (w *wireCursor) described() []tds.Column {
	return append(append([]tds.Column(nil), w.cols...), tds.Column{Name: "ROWSTAT", Type: tds.TypeInt})
}

// cursorPrepare is sp_cursorprepare @handle OUTPUT, @params, @stmt, @options, @scrollopt OUTPUT, @ccopt OUTPUT.
func cursorPrepare(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	const proc = "sp_cursorprepare"
	if err := expect(proc, c, "handle", "params", "stmt"); err != nil {
		return 0, err
	}
	if err := isCursorStatement(proc, argText(c, 2)); err != nil {
		return 0, err
	}
	giveInt(c, 0, s.remember(&prepared{params: argText(c, 1), stmt: argText(c, 2)}))
	giveInt(c, 4, scrollStatic)
	giveInt(c, 5, concurrencyReadOnly)
	return 0, nil
}

// cursorExecute is sp_cursorexecute @handle, @cursor OUTPUT, @scrollopt OUTPUT, @ccopt OUTPUT, @rowcount OUTPUT, values.
func cursorExecute(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_cursorexecute"
	if err := expect(proc, c, "handle", "cursor"); err != nil {
		return 0, err
	}
	p := s.handles[argInt(c, 0)]
	if p == nil || p.cursor != nil {
		return 0, errNoHandle(argInt(c, 0))
	}
	return s.openCursor(ctx, proc, p, c, cursorSlots{handle: 1, scroll: 2, concurrency: 3, count: 4, values: 5}, out)
}

// cursorPrepExec is sp_cursorprepexec @handle OUTPUT, @cursor OUTPUT, @params, @stmt, @scrollopt OUTPUT, @ccopt OUTPUT,
// @rowcount OUTPUT, values.
func cursorPrepExec(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_cursorprepexec"
	if err := expect(proc, c, "handle", "cursor", "params", "stmt"); err != nil {
		return 0, err
	}
	p := &prepared{params: argText(c, 2), stmt: argText(c, 3)}
	ret, err := s.openCursor(ctx, proc, p, c, cursorSlots{handle: 1, scroll: 4, concurrency: 5, count: 6, values: 7}, out)
	if err == nil {
		giveInt(c, 0, s.remember(p))
	}
	return ret, err
}

// cursor finds an open cursor: 16909.
func (s *session) cursor(proc string, c *interp.Call) (*wireCursor, error) {
	if err := expect(proc, c, "cursor"); err != nil {
		return nil, err
	}
	p := s.handles[argInt(c, 0)]
	if p == nil || p.cursor == nil {
		return nil, errNoCursor(proc, argInt(c, 0))
	}
	return p.cursor, nil
}

// cursorFetch is sp_cursorfetch @cursor, @fetchtype, @rownum OUTPUT, @nrows OUTPUT.
func cursorFetch(_ context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
	const proc = "sp_cursorfetch"
	w, err := s.cursor(proc, c)
	if err != nil {
		return 0, err
	}
	kind, from, n := int64(fetchNext), argInt(c, 2), int64(1)
	if len(c.Args) > 1 && c.Args[1].Value != nil {
		kind = argInt(c, 1) &^ 0x2000 // which asks for no rows' metadata
	}
	if len(c.Args) > 3 && c.Args[3].Value != nil {
		n = argInt(c, 3)
	}
	switch {
	case kind == fetchInfo:
		giveInt(c, 2, int64(w.pos))
		giveInt(c, 3, int64(len(w.rows)))
		return 0, nil
	case n < 0:
		return 0, errCursorArgument(proc, "nrows")
	case w.forward && kind != fetchNext:
		return 0, inProc(proc, tds.Errorf(16911, 16, "%s: The fetch type %s cannot be used with forward only cursors.", proc, fetchNames[kind]))
	}
	if !w.move(kind, from, n) {
		return 0, errCursorArgument(proc, "fetchtype")
	}
	return 0, w.send(out)
}

var fetchNames = map[int64]string{
	fetchFirst: "first", fetchPrev: "prev", fetchLast: "last", fetchAbsolute: "absolute", fetchRelative: "relative", fetchRefresh: "refresh",
}

// move goes to the rows of a fetch; false for a type that there is not. A fetch that ends before the first row or behind
// the last one stays there.
func (w *wireCursor) move(kind, from, n int64) bool {
	size, pos := int64(len(w.rows)), int64(w.pos)
	switch kind {
	case fetchFirst:
		pos = 1
	case fetchNext:
		pos += max(int64(w.got), 0)
		if w.pos == 0 {
			pos = 1
		}
	case fetchPrev:
		switch {
		case pos <= 1:
			pos = 0
		case pos <= n:
			pos = 1
		default:
			pos -= n
		}
	case fetchLast:
		pos = max(size-n+1, 1)
	case fetchAbsolute:
		if pos = from; from < 0 {
			pos = max(size+1+from, 0)
		}
	case fetchRelative:
		pos = max(pos+from, 0)
	case fetchRefresh:
		n = int64(w.got)
	default:
		return false
	}
	pos = min(pos, size+1)
	w.pos, w.got = int(pos), 0
	if pos > 0 {
		w.got = int(min(n, size-pos+1))
	}
	return true
}

// send writes the rows of the fetch.
func (w *wireCursor) send(out tds.Writer) error {
	if err := out.Columns(w.described()); err != nil {
		return err
	}
	for i := range w.got {
		row := append(append([]tds.Value(nil), w.rows[w.pos-1+i]...), int64(rowFetched))
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return out.Done(tds.Done{Cmd: tds.CmdSelect, Rows: int64(w.got), Counted: true})
}

// cursorOption is sp_cursoroption @cursor, @code, @value OUTPUT. A name for the cursor (2) is taken, though no statement can
// use it; that columns bring their data (3) is so anyway; 4, 5 and 6 ask for scrollopt, ccopt and the number of rows.
func cursorOption(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	const proc = "sp_cursoroption"
	w, err := s.cursor(proc, c)
	if err != nil {
		return 0, err
	}
	switch argInt(c, 1) {
	case 1:
		return 0, inProc(proc, tds.Errorf(40004, 16, "msxgate: cursors that return text pointers (TEXTPTR_ONLY) are not supported."))
	case 2, 3:
	case 4:
		giveInt(c, 2, w.scrollopt())
	case 5:
		giveInt(c, 2, concurrencyReadOnly)
	case 6:
		giveInt(c, 2, int64(len(w.rows)))
	default:
		return 0, errCursorArgument(proc, "code")
	}
	return 0, nil
}

// cursorClose is sp_cursorclose @cursor; -1 closes all.
func cursorClose(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	if argInt(c, 0) == -1 {
		for handle, p := range s.handles {
			if p.cursor != nil {
				delete(s.handles, handle)
			}
		}
		return 0, nil
	}
	if _, err := s.cursor("sp_cursorclose", c); err != nil {
		return 0, err
	}
	delete(s.handles, argInt(c, 0))
	return 0, nil
}

// cursorChange is sp_cursor, which changes rows: the cursors are read-only, 16929.
func cursorChange(_ context.Context, s *session, c *interp.Call, _ tds.Writer) (int32, error) {
	if _, err := s.cursor("sp_cursor", c); err != nil {
		return 0, err
	}
	return 0, inProc("sp_cursor", tds.Errorf(16929, 16, "The cursor is READ ONLY."))
}
