package engine

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tidwall/btree"

	"msxgate/tds"
)

// Options of Open; the zero value will do, but for Sync.
type Options struct {
	Now   func() time.Time // nil: time.Now
	NewID func() tds.GUID  // nil: random
	Sync  bool             // false only in tests: commits are not flushed to the disk
}

// Engine is an open store: all databases, in memory and in one file.
type Engine struct {
	now   func() time.Time
	newID func() tds.GUID

	root  atomic.Pointer[root]
	locks locks

	txID       atomic.Uint64
	version    atomic.Uint64 // of catalogs
	objectID   atomic.Int32  // given last
	tempID     atomic.Int32  // given last to a session's own table; negative
	rowVersion tableState    // @@DBTS, of all databases together

	group   group
	durable *durable // nil for a store in memory only

	executor executor // what sessions share
}

// root is one committed state of everything. It is immutable; a commit makes the next.
type root struct {
	cat  *catalog
	data *btree.Map[int32, *tableData]
}

func (r *root) table(id int32) *tableData {
	d, _ := r.data.Get(id)
	return d
}

// Open opens or creates the store in dir; an empty dir is a store in memory only. A store that
// another process holds is an error that says so.
func Open(dir string, o Options) (*Engine, error) {
	e := &Engine{now: o.Now, newID: o.NewID}
	e.locks.held = map[lockID]*lock{}
	if e.now == nil {
		e.now = time.Now
	}
	if e.newID == nil {
		e.newID = randomGUID
	}
	e.objectID.Store(firstObjectID)
	e.root.Store(&root{cat: new(catalog), data: new(btree.Map[int32, *tableData])})
	if dir != "" {
		d, err := openDurable(dir, o.Sync)
		if err != nil {
			return nil, err
		}
		e.durable = d
		if err := d.load(e); err != nil {
			return nil, errors.Join(err, d.close())
		}
	}
	if err := e.bootstrap(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Close closes the file. Sessions must be closed before: what they have not committed is gone.
func (e *Engine) Close() error {
	e.group.mu.Lock()
	defer e.group.mu.Unlock()
	e.group.closed = true
	if e.durable == nil {
		return nil
	}
	return e.durable.close()
}

func randomGUID() tds.GUID {
	var g tds.GUID
	rand.Read(g[:]) // never fails
	g[7] = g[7]&0x0f | 0x40
	g[8] = g[8]&0x3f | 0x80
	return g
}

// group makes one durable transaction of the commits that arrive while another is being
// written. Who comes first writes for all that wait; then the first of those that have
// come meanwhile takes over, so that nobody writes for others only.
type group struct {
	mu     sync.Mutex // held while writing and publishing
	closed bool

	queue   sync.Mutex // guards the rest
	pending []*commitRequest
	led     bool // somebody is writing
}

type commitRequest struct {
	tx   *txn
	rec  *record       // nil when nothing of it is durable
	turn chan struct{} // receives when it is done, or has to write
	done bool
	err  error
}

// errClosed is what commits get when the engine is closed.
var errClosed = errors.New("engine: the store is closed")

// commit writes the changes of tx to the file and then publishes them.
func (e *Engine) commit(tx *txn) error {
	r := &commitRequest{tx: tx, turn: make(chan struct{}, 1)}
	if e.durable != nil {
		r.rec = e.durable.record(tx)
	}
	if !e.group.enter(r) {
		<-r.turn
	}
	if r.done {
		return r.err
	}
	e.group.mu.Lock()
	batch := e.group.take()
	e.commitBatch(batch)
	e.group.mu.Unlock()
	for _, o := range batch {
		if o != r {
			o.turn <- struct{}{}
		}
	}
	e.group.handOver()
	return r.err
}

// enter queues a request and tells whether it is the one to write.
func (g *group) enter(r *commitRequest) bool {
	g.queue.Lock()
	defer g.queue.Unlock()
	g.pending = append(g.pending, r)
	lead := !g.led
	g.led = true
	return lead
}

func (g *group) take() []*commitRequest {
	g.queue.Lock()
	defer g.queue.Unlock()
	batch := g.pending
	g.pending = nil
	return batch
}

func (g *group) handOver() {
	g.queue.Lock()
	defer g.queue.Unlock()
	if g.led = len(g.pending) > 0; g.led {
		g.pending[0].turn <- struct{}{}
	}
}

func (e *Engine) commitBatch(batch []*commitRequest) {
	if e.group.closed {
		refuse(batch, errClosed)
		return
	}
	if err := e.writeBatch(batch); err != nil {
		if len(batch) > 1 { // one transaction's fault is not its neighbours'
			for i := range batch {
				e.commitBatch(batch[i : i+1])
			}
			return
		}
		refuse(batch, err)
		return
	}
	e.publish(batch)
}

func (e *Engine) writeBatch(batch []*commitRequest) error {
	var recs []*record
	for _, r := range batch {
		if r.rec != nil {
			recs = append(recs, r.rec)
		}
	}
	if len(recs) == 0 {
		return nil
	}
	return e.durable.write(recs)
}

func refuse(batch []*commitRequest, err error) {
	for _, r := range batch {
		r.done, r.err = true, err
	}
}

// publish makes the next root of the present one and the batch.
func (e *Engine) publish(batch []*commitRequest) {
	old := e.root.Load()
	next := &root{cat: old.cat, data: old.data.IsoCopy()}
	fresh := map[int32]bool{} // copied for this root already
	for _, r := range batch {
		r.done = true
		if r.tx.st.cat != nil {
			next.replaceCatalog(r.tx.st.cat)
		}
		r.tx.st.owned.each(func(id int32, d *tableData) {
			if next.cat.ByID(id) != nil {
				next.data.Set(id, d)
				fresh[id] = false
			}
		})
		r.tx.st.shared.each(func(id int32, o *overlay) {
			d := next.table(id)
			if d == nil {
				return
			}
			if !fresh[id] {
				d = d.clone()
				next.data.Set(id, d)
				fresh[id] = true
			}
			d.apply(o)
		})
	}
	e.root.Store(next)
}

// replaceCatalog puts the definitions of a transaction in place and drops the rows of
// tables that are gone.
func (r *root) replaceCatalog(cat *catalog) {
	r.cat = cat
	for _, id := range r.data.Keys() {
		if cat.ByID(id) == nil {
			r.data.Delete(id)
		}
	}
}

// bootstrap makes what every store has: the system databases, and tempdb anew.
func (e *Engine) bootstrap() error {
	tx := e.begin(e.newWorkspace(), ReadCommitted)
	for _, name := range []string{"master", "tempdb", "model", "msdb"} {
		if tx.Catalog().Database(name) != nil {
			continue
		}
		if _, err := tx.CreateDatabase(context.Background(), name, ""); err != nil {
			tx.rollback()
			return err
		}
	}
	return tx.commit()
}
