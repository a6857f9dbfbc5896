package engine

import (
	"hash/fnv"
	"iter"
	"strings"

	"msxgate/tds"
)

// Virtual is a read-only table whose rows are computed: catalog and dynamic management views.
type Virtual struct {
	Schema, Name string
	Columns      []tds.Column
	Rows         func(s *Session) iter.Seq[[]tds.Value]
}

// AddVirtual makes v visible: in every database when database is empty.
func (e *Engine) AddVirtual(database string, v *Virtual) {
	x := &e.executor
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.virtuals == nil {
		x.virtuals = map[string]*Virtual{}
	}
	x.virtuals[virtualKey(database, v.Schema, v.Name)] = v
}

func virtualKey(db, schema, name string) string {
	return strings.ToLower(db + "\x00" + schema + "\x00" + name)
}

// virtual finds the view of a place: one of the database alone, or of all.
func (e *executor) virtual(p place) *Virtual {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if v := e.virtuals[virtualKey(p.db, p.schema, p.name)]; v != nil {
		return v
	}
	return e.virtuals[virtualKey("", p.schema, p.name)]
}

// compat finds a compatibility view that is named without sys.
func (e *executor) compat(p place) *Virtual {
	if !strings.HasPrefix(strings.ToLower(p.name), "sys") {
		return nil
	}
	return e.virtual(place{db: p.db, schema: "sys", name: p.name})
}

// id is the object_id of a catalog view: negative, made of its name.
func (v *Virtual) id() int32 {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(v.Schema + "." + v.Name)))
	return -int32(h.Sum32()&0x3FFFFFFF) - 1
}

func (e *executor) virtualByID(id int32) *Virtual {
	if id >= 0 {
		return nil
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	for _, v := range e.virtuals {
		if v.id() == id {
			return v
		}
	}
	return nil
}
