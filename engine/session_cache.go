package engine

import (
	"strings"
	"sync"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// executor is what the sessions of an engine share: compiled plans, parsed texts, catalog views.
type executor struct {
	plans planCache
	texts textCache

	standard sync.Once // adds the standard catalog views
	mu       sync.RWMutex
	virtuals map[string]*Virtual // by database (empty: all), schema and name
	hidden   map[string]bool     // schemas that the catalog does not show, by database and name
}

// planCache keeps compiled statements by their tree.
type planCache struct {
	mu    sync.RWMutex
	plans map[tsql.Stmt][]*prepared
}

// The sizes of the caches. Beyond them a part is dropped at random.
const (
	maxPlans    = 2048
	maxVariants = 4 // plans of one statement: databases, variables' types
	maxTexts    = 2048
)

// find returns a plan that fits the session and its variables now.
func (c *planCache) find(st tsql.Stmt, s *Session, version uint64, vars *eval.Vars) *prepared {
	c.mu.RLock()
	list := c.plans[st]
	c.mu.RUnlock()
	for _, p := range list {
		if p.version == version && p.db == s.database && p.deps.fits(s, vars) {
			return p
		}
	}
	return nil
}

// fits tells whether the variables and session tables that a plan was bound to are those of now.
func (d *binding) fits(s *Session, vars *eval.Vars) bool {
	if d.identityInsert != nil {
		on := s.identityInsert != nil && s.identityInsert.ID == d.identityTable
		if on != *d.identityInsert {
			return false
		}
	}
	if d.nullsEqual != s.off("ANSI_NULLS") {
		return false
	}
	for _, u := range d.uses {
		if u.slot >= len(vars.Names) || vars.Types[u.slot] != u.typ || !strings.EqualFold(vars.Names[u.slot], u.name) {
			return false
		}
	}
	for _, u := range d.tables {
		if u.slot >= len(vars.Values) || vars.Values[u.slot] != tds.Value(u.table) {
			return false
		}
	}
	for _, t := range d.temps {
		if o, ok := s.ws.Temp(t.Name).(*Table); !ok || o != t {
			return false
		}
	}
	return true
}

// add keeps a plan; stale ones of the same statement make room.
func (c *planCache) add(st tsql.Stmt, p *prepared) {
	p.deps.forget()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plans == nil {
		c.plans = map[tsql.Stmt][]*prepared{}
	}
	if len(c.plans) >= maxPlans {
		drop := maxPlans / 8
		for k := range c.plans {
			delete(c.plans, k)
			if drop--; drop == 0 {
				break
			}
		}
	}
	list := []*prepared{p}
	for _, q := range c.plans[st] {
		if q.version == p.version && len(list) < maxVariants {
			list = append(list, q)
		}
	}
	c.plans[st] = list
}

// forget drops what only binding needed, the session above all: another session may run the plan.
func (d *binding) forget() {
	d.vars = nil
	d.subqueries = nil
	d.s = nil
}

// textCache keeps the trees of texts that Run has seen, so that their plans are found again.
type textCache struct {
	mu    sync.RWMutex
	trees map[string]tsql.Stmt
}

// parse reads a text of one statement.
func (e *executor) parse(text string) (tsql.Stmt, error) {
	c := &e.texts
	c.mu.RLock()
	st := c.trees[text]
	c.mu.RUnlock()
	if st != nil {
		return st, nil
	}
	prog, err := tsql.Parse(text)
	if err != nil {
		return nil, err
	}
	if len(prog.Stmts) != 1 {
		return nil, tds.Errorf(102, 15, "Incorrect syntax: a text must be one statement.")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.trees == nil || len(c.trees) >= maxTexts {
		c.trees = map[string]tsql.Stmt{}
	}
	c.trees[text] = prog.Stmts[0]
	return prog.Stmts[0], nil
}
