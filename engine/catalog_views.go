package engine

import (
	"hash/fnv"
	"iter"
	"slices"
	"strconv"
	"strings"

	"msxgate/tds"
)

// Virtual is a read-only table whose rows are computed: catalog and dynamic management views.
type Virtual struct {
	Schema, Name string
	Columns      []tds.Column
	Rows         func(s *Session) iter.Seq[[]tds.Value]

	rowsOf viewRows // of a view that shows the database it is named in; instead of Rows
}

// viewRows gives the rows of a catalog view as a database shows them.
type viewRows func(s *Session, db string, add func(values ...tds.Value) bool)

// AddVirtual makes v visible: in every database when database is empty. A view of the same name is replaced.
func (e *Engine) AddVirtual(database string, v *Virtual) {
	x := &e.executor
	x.standard.Do(x.addCatalog)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.virtuals[virtualKey(database, v.Schema, v.Name)] = v
}

func virtualKey(db, schema, name string) string {
	return strings.ToLower(db + "\x00" + schema + "\x00" + name)
}

// addCatalog adds the views of SQL Server's own catalog.
func (e *executor) addCatalog() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.virtuals = map[string]*Virtual{}
	for _, list := range [][]catalogView{
		rare().views, objectViews(), tableViews(), moduleViews(), serverViews(), schemaViews(), compatibilityViews(), emptyViews(),
	} {
		for _, c := range list {
			schema := c.schema
			if schema == "" {
				schema = "sys"
			}
			v := &Virtual{Schema: schema, Name: c.name, Columns: viewColumns(c.columns), rowsOf: c.rows}
			e.virtuals[virtualKey(c.db, schema, c.name)] = v
		}
	}
}

// catalogView is a view of the catalog in the making. Columns are written as "name type, name type";
// a ! after the type means NOT NULL.
type catalogView struct {
	db, schema, name string // of all databases and of schema sys when empty
	columns          string
	rows             viewRows // nil: always empty
}

// virtual finds the view of a place: one of the database alone, or of all.
func (e *executor) virtual(p place) *Virtual {
	e.standard.Do(e.addCatalog)
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
	for _, v := range e.views() {
		if v.id() == id {
			return v
		}
	}
	return nil
}

// views lists all catalog views.
func (e *executor) views() []*Virtual {
	e.standard.Do(e.addCatalog)
	e.mu.RLock()
	defer e.mu.RUnlock()
	out := make([]*Virtual, 0, len(e.virtuals))
	for _, v := range e.virtuals {
		out = append(out, v)
	}
	return out
}

// viewColumns reads the columns of a catalogView.
func viewColumns(text string) []tds.Column {
	var out []tds.Column
	for _, part := range strings.Split(text, ",") {
		words := strings.Fields(part)
		if len(words) != 2 {
			continue
		}
		typ, fixed := strings.CutSuffix(words[1], "!")
		out = append(out, tds.Column{Name: words[0], Type: viewType(typ), Nullable: !fixed})
	}
	return out
}

// viewType reads a type of a catalogView: int, nvarchar(60), numeric(38;0), sysname.
func viewType(s string) tds.Type {
	if s == "sysname" {
		return tds.TypeSysname
	}
	name, args, _ := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	id, _ := tds.LookupType(name)
	t := tds.Type{ID: id}
	first, second, _ := strings.Cut(args, ";")
	n, _ := strconv.Atoi(first)
	switch {
	case first == "max":
		t.Size = tds.Max
	case id == tds.NumericType || id == tds.DecimalType:
		m, _ := strconv.Atoi(second)
		t.Prec, t.Scale = uint8(n), uint8(m)
	case id == tds.DateTime2 || id == tds.DateTimeOffset || id == tds.Time:
		t.Scale = 7
	default:
		t.Size = int32(n)
	}
	if id == tds.XML {
		t.Size = tds.Max
	}
	return t
}

// seq is the rows of v in a database.
func (v *Virtual) seq(s *Session, db string) iter.Seq[[]tds.Value] {
	switch {
	case v.Rows != nil:
		return v.rowsIn(s, db)
	case v.rowsOf == nil:
		return func(func([]tds.Value) bool) {}
	}
	return func(yield func([]tds.Value) bool) {
		more := true
		v.rowsOf(s, db, func(values ...tds.Value) bool {
			if !more {
				return false
			}
			row := make([]tds.Value, len(v.Columns)) // what a view does not fill is NULL
			copy(row, values)
			more = yield(row)
			return more
		})
	}
}

// rowsIn is the rows of a view that only knows the session's database, as another database shows them.
func (v *Virtual) rowsIn(s *Session, db string) iter.Seq[[]tds.Value] {
	if sameName(db, s.database) || s.catalog().Database(db) == nil {
		return v.Rows(s)
	}
	saved := s.database
	s.database = db
	defer func() { s.database = saved }()
	return slices.Values(slices.Collect(v.Rows(s)))
}

// HideSchema keeps a schema and what is in it out of the catalog views: the server's own tables. It is called before the
// first session.
func (e *Engine) HideSchema(database, schema string) {
	x := &e.executor
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.hidden == nil {
		x.hidden = map[string]bool{}
	}
	x.hidden[virtualKey(database, schema, "")] = true
}

func (e *executor) hides(database, schema string) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return len(e.hidden) > 0 && e.hidden[virtualKey(database, schema, "")]
}
