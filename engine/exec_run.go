package engine

import (
	"context"
	"errors"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// sessionMemory bounds what one statement may hold in sorts, hash tables and the like.
const sessionMemory = 256 << 20

// errStop ends a run early; whoever returned it from a yield swallows it again.
var errStop = errors.New("engine: enough rows")

// run is one execution of one statement: what it sees, what it has cost, what its nodes keep.
type run struct {
	ctx     context.Context
	s       *Session
	view    view
	tx      *txn
	vars    *eval.Vars
	ticks   uint
	memory  int64 // of rows that wait in sorts and groups
	held    int64 // of hash tables and results that stay to the end
	kept    []any // by slot: hash tables, results of uncorrelated subqueries
	targets []target
	key     []byte // scratch for hash keys
	nulls   bool   // an aggregate left a NULL out: 8153

	drawings map[int32]drawing // by sequence
}

// target is the row of a table that the statement changes, as a scan found it.
type target struct {
	id  RowID
	row []tds.Value
}

// tick is called for every row that is read. It notices a cancelled statement.
func (x *run) tick() error {
	x.ticks++
	if x.ticks%1024 == 0 {
		return x.ctx.Err()
	}
	return nil
}

// charge counts memory that is needed until release: 701 beyond the bound.
func (x *run) charge(n int64) error {
	x.memory += n
	return x.bounded()
}

// hold counts memory that the statement needs to its end.
func (x *run) hold(n int64) error {
	x.held += n
	return x.bounded()
}

func (x *run) bounded() error {
	if x.memory+x.held > sessionMemory {
		return errMemory()
	}
	return nil
}

func errMemory() *tds.Error {
	return tds.Errorf(701, 17, "There is insufficient system memory in resource pool 'default' to run this query.")
}

// release gives back what was charged since memory was mark.
func (x *run) release(mark int64) { x.memory = mark }

// keep charges for a row that is kept.
func (x *run) keep(row []tds.Value) error { return x.charge(rowSize(row)) }

// rowSize estimates the memory of a row.
func rowSize(row []tds.Value) int64 {
	n := int64(24 + 16*len(row))
	for _, v := range row {
		switch v := v.(type) {
		case nil, bool:
		case string:
			n += int64(16 + len(v))
		case []byte:
			n += int64(24 + len(v))
		default:
			n += 16
		}
	}
	return n
}

// slotted is the state a node keeps in a run, made on first use.
func slotted[T any](x *run, slot int) *T {
	if slot >= len(x.kept) {
		x.kept = append(x.kept, make([]any, slot+1-len(x.kept))...)
	}
	if x.kept[slot] == nil {
		x.kept[slot] = new(T)
	}
	return x.kept[slot].(*T)
}

func (x *run) target(slot int) *target {
	for len(x.targets) < slot {
		x.targets = append(x.targets, target{})
	}
	return &x.targets[slot-1]
}

// drawing is the value that a statement took from a sequence for its current row, and which of its NEXT VALUE FOR have it.
type drawing struct {
	value tds.Value
	has   map[*tsql.NextValue]bool
}

// drawn gives a NEXT VALUE FOR the value that another of the same row has taken from the sequence: they all have the same.
func (x *run) drawn(sequence int32, e *tsql.NextValue) (tds.Value, bool) {
	if x == nil {
		return nil, false
	}
	d, ok := x.drawings[sequence]
	if !ok || d.has[e] {
		return nil, false
	}
	d.has[e] = true
	return d.value, true
}

func (x *run) draw(sequence int32, e *tsql.NextValue, v tds.Value) {
	if x == nil {
		return
	}
	if x.drawings == nil {
		x.drawings = map[int32]drawing{}
	}
	x.drawings[sequence] = drawing{v, map[*tsql.NextValue]bool{e: true}}
}
