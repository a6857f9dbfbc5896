package tds

import "fmt"

// Column describes one column of a result set or table (MS-TDS 2.2.7.4).
type Column struct {
	Name     string // empty for an unnamed column
	Type     Type
	Nullable bool
	Identity bool
	Computed bool // an expression, not a column of a table
}

// Done ends one statement. The session makes DONE, DONEINPROC or nothing of it, and
// sets the MORE and INXACT bits (MS-TDS 2.2.7.6).
type Done struct {
	Cmd     Cmd
	Rows    int64
	Counted bool // Rows is valid; SET NOCOUNT ON clears it
	Failed  bool // the statement ended with an error
}

// Cmd is the CurCmd of a DONE token: the kind of statement that ended.
type Cmd uint16

// The statement kinds that clients look at.
const (
	CmdNone       Cmd = 0
	CmdSelect     Cmd = 0xC1
	CmdInsert     Cmd = 0xC3
	CmdDelete     Cmd = 0xC4
	CmdUpdate     Cmd = 0xC5
	CmdAbort      Cmd = 0xD2
	CmdBegin      Cmd = 0xD4
	CmdEndXact    Cmd = 0xD5
	CmdBulkInsert Cmd = 0xF0
	CmdOpenCursor Cmd = 0x20
	CmdExecute    Cmd = 0xE0
	CmdMerge      Cmd = 0x117
)

// Writer takes what a statement, batch or procedure produces, in the order in which the
// client is to see it, as an http.ResponseWriter takes a response. A method returns an
// error only when the receiver cannot go on (the peer is gone, the request was
// cancelled); the producer then stops and returns that error as it is.
type Writer interface {
	// Columns begins a result set. The slice is not kept.
	Columns(cols []Column) error
	// Row adds a row to the result set begun last. The slice is not kept, the values are.
	Row(row []Value) error
	// Message sends an INFO token for classes up to 10, an ERROR token above.
	Message(m *Error) error
	// Done ends the statement, and its result set if it has one.
	Done(d Done) error
}

// Error is a message of the server: an ERROR token, or an INFO token when Class is 10 or
// less (MS-TDS 2.2.7.10, 2.2.7.13).
type Error struct {
	Number  int32
	State   uint8
	Class   uint8 // severity, 0 to 25
	Message string
	Server  string
	Proc    string // the innermost procedure, without schema
	Line    int32  // 1-based line in the batch or procedure; 0 when there is none
}

// Errorf makes an error of that number and severity with state 1.
func Errorf(number int32, class uint8, format string, args ...any) *Error {
	return &Error{Number: number, Class: class, State: 1, Message: fmt.Sprintf(format, args...)}
}

// Error is the message as sqlcmd heads it, on one line.
func (e *Error) Error() string {
	return fmt.Sprintf("Msg %d, Level %d, State %d: %s", e.Number, e.Class, e.State, e.Message)
}

// IsInfo tells whether the message travels as an INFO token.
func (e *Error) IsInfo() bool { return e.Class <= 10 }
