package engine

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// metadataFunction is a function that looks into the catalog.
type metadataFunction struct {
	least int
	args  []tds.Type
	typ   tds.Type
	run   func(s *Session, args []tds.Value) (tds.Value, error)
}

var (
	nameArg = tds.TypeNVarChar(1024)
	intArg  = tds.TypeInt
)

var metadataFunctions = map[string]metadataFunction{
	"OBJECT_ID":               {1, []tds.Type{nameArg, nameArg}, tds.TypeInt, objectID},
	"OBJECT_NAME":             {1, []tds.Type{intArg, intArg}, tds.TypeSysname, objectName},
	"OBJECT_SCHEMA_NAME":      {1, []tds.Type{intArg, intArg}, tds.TypeSysname, objectSchemaName},
	"OBJECT_DEFINITION":       {1, []tds.Type{intArg}, tds.TypeNVarChar(tds.Max), objectDefinition},
	"DB_ID":                   {0, []tds.Type{nameArg}, tds.TypeSmallInt, databaseID},
	"DB_NAME":                 {0, []tds.Type{intArg}, tds.TypeSysname, databaseName},
	"SCHEMA_ID":               {0, []tds.Type{nameArg}, tds.TypeInt, schemaID},
	"SCHEMA_NAME":             {0, []tds.Type{intArg}, tds.TypeSysname, schemaName},
	"COL_LENGTH":              {2, []tds.Type{nameArg, nameArg}, tds.TypeSmallInt, columnLength},
	"COL_NAME":                {2, []tds.Type{intArg, intArg}, tds.TypeSysname, columnName},
	"COLUMNPROPERTY":          {3, []tds.Type{intArg, nameArg, nameArg}, tds.TypeInt, columnProperty},
	"OBJECTPROPERTY":          {2, []tds.Type{intArg, nameArg}, tds.TypeInt, objectProperty},
	"OBJECTPROPERTYEX":        {2, []tds.Type{intArg, nameArg}, tds.TypeVariant, objectPropertyEx},
	"TYPE_ID":                 {1, []tds.Type{nameArg}, tds.TypeInt, typeID},
	"TYPE_NAME":               {1, []tds.Type{intArg}, tds.TypeSysname, typeName},
	"TYPEPROPERTY":            {2, []tds.Type{nameArg, nameArg}, tds.TypeInt, typeProperty},
	"IDENT_CURRENT":           {1, []tds.Type{nameArg}, tds.TypeDecimal(38, 0), identCurrent},
	"IDENT_SEED":              {1, []tds.Type{nameArg}, tds.TypeDecimal(38, 0), identSeed},
	"IDENT_INCR":              {1, []tds.Type{nameArg}, tds.TypeDecimal(38, 0), identIncrement},
	"INDEXPROPERTY":           {3, []tds.Type{intArg, nameArg, nameArg}, tds.TypeInt, indexProperty},
	"INDEX_COL":               {3, []tds.Type{nameArg, intArg, intArg}, tds.TypeSysname, indexColumn},
	"INDEXKEY_PROPERTY":       {4, []tds.Type{intArg, intArg, intArg, nameArg}, tds.TypeInt, indexKeyProperty},
	"DATABASEPROPERTYEX":      {2, []tds.Type{nameArg, nameArg}, tds.TypeVariant, databasePropertyEx},
	"DATABASEPROPERTY":        {2, []tds.Type{nameArg, nameArg}, tds.TypeInt, databaseProperty},
	"PERMISSIONS":             {0, []tds.Type{intArg, nameArg}, tds.TypeInt, permissions},
	"STATS_DATE":              {2, []tds.Type{intArg, intArg}, tds.TypeDateTime, nothing},
	"FILE_NAME":               {1, []tds.Type{intArg}, tds.TypeSysname, nothing},
	"FILEGROUP_NAME":          {1, []tds.Type{intArg}, tds.TypeSysname, filegroupName},
	"FULLTEXTCATALOGPROPERTY": {2, []tds.Type{nameArg, nameArg}, tds.TypeInt, nothing},
	"ASSEMBLYPROPERTY":        {2, []tds.Type{nameArg, nameArg}, tds.TypeVariant, nothing},
	"APPLOCK_MODE":            {3, []tds.Type{nameArg, tds.TypeNVarChar(tds.Max), nameArg}, tds.TypeNVarChar(32), appLockMode},
	"APPLOCK_TEST":            {4, []tds.Type{nameArg, tds.TypeNVarChar(tds.Max), nameArg, nameArg}, tds.TypeSmallInt, appLockTest},
	"FILEPROPERTY":            {2, []tds.Type{nameArg, nameArg}, tds.TypeInt, nothing},
}

func nothing(*Session, []tds.Value) (tds.Value, error) { return nil, nil }

// textArg and numberArg read an argument; ok is false for NULL.
func textArg(args []tds.Value, i int) (string, bool) {
	if i >= len(args) {
		return "", false
	}
	s, ok := args[i].(string)
	return strings.TrimRight(s, " "), ok
}

func numberArg(args []tds.Value, i int) (int64, bool) {
	if i >= len(args) {
		return 0, false
	}
	n, ok := args[i].(int64)
	return n, ok
}

// splitName reads a multi-part name with brackets or quotes, as OBJECT_ID takes it; ok is false when it is malformed.
func splitName(s string) (n tsql.Name, ok bool) {
	var parts []string
	for {
		part, rest, ok := namePart(s)
		if !ok {
			return n, false
		}
		parts = append(parts, part)
		if rest == "" {
			break
		}
		if rest[0] != '.' || len(parts) == 4 {
			return n, false
		}
		s = rest[1:]
	}
	at := func(i int) string {
		if i >= len(parts) {
			return ""
		}
		return parts[len(parts)-1-i]
	}
	return tsql.Name{Object: at(0), Schema: at(1), Database: at(2), Server: at(3)}, at(0) != ""
}

// namePart reads one part of a name.
func namePart(s string) (part, rest string, ok bool) {
	s = strings.TrimLeft(s, " ")
	var closing byte
	switch {
	case strings.HasPrefix(s, "["):
		closing = ']'
	case strings.HasPrefix(s, "\""):
		closing = '"'
	default:
		i := strings.IndexByte(s, '.')
		if i < 0 {
			return strings.TrimRight(s, " "), "", true
		}
		return strings.TrimRight(s[:i], " "), s[i:], true
	}
	var w strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != closing {
			w.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == closing {
			w.WriteByte(closing)
			i++
			continue
		}
		return w.String(), strings.TrimLeft(s[i+1:], " "), true
	}
	return "", "", false
}

// named finds an object by the text of its name: a catalog object or a catalog view.
func (s *Session) named(text string) any {
	n, ok := splitName(text)
	if !ok {
		return nil
	}
	if isTemp(n.Object) {
		if n.Database != "" && !sameName(n.Database, "tempdb") || n.Database == "" && n.Schema != "" {
			return nil
		}
		if n.Database == "" && !sameName(s.database, "tempdb") {
			return nil
		}
		if o := s.ws.Temp(n.Object); o != nil {
			return o
		}
		return s.catalog().Object("tempdb", "dbo", n.Object)
	}
	p, err := s.locate(n, s.database)
	if err != nil {
		return nil
	}
	if o := s.catalog().Object(p.db, p.schema, p.name); o != nil {
		return o
	}
	o, err := s.lookup(p, n.Schema == "", 0)
	if err != nil {
		return nil
	}
	return o
}

// idOf is the id of what named found.
func idOf(o any) (int32, bool) {
	switch o := o.(type) {
	case Object:
		return o.Head().ID, true
	case *Virtual:
		return o.id(), true
	}
	return 0, false
}

func objectID(s *Session, args []tds.Value) (tds.Value, error) {
	name, ok := textArg(args, 0)
	if !ok {
		return nil, nil
	}
	o := s.named(name)
	if o == nil {
		return nil, nil
	}
	if kind, ok := textArg(args, 1); ok && len(args) > 1 {
		h, isObject := o.(Object)
		switch {
		case isObject && !strings.EqualFold(strings.TrimSpace(kind), h.Head().Kind):
			return nil, nil
		case !isObject && !strings.EqualFold(strings.TrimSpace(kind), "V"):
			return nil, nil
		}
	}
	if id, ok := idOf(o); ok {
		return int64(id), nil
	}
	return nil, nil
}

// byID finds an object by its id: of a database, a #temp table, a catalog view.
func (s *Session) byID(id int64) any {
	if o := s.catalog().ByID(int32(id)); o != nil {
		return o
	}
	for _, o := range s.ws.Temps() {
		if int64(o.Head().ID) == id {
			return o
		}
	}
	if v := s.engine.executor.virtualByID(int32(id)); v != nil {
		return v
	}
	return nil
}

// headOf is the head of what byID and named find.
func headOf(o any) (Head, bool) {
	switch o := o.(type) {
	case Object:
		return o.Head(), true
	case *Virtual:
		return Head{ID: o.id(), Schema: o.Schema, Name: o.Name, Kind: "V"}, true
	}
	return Head{}, false
}

func objectName(s *Session, args []tds.Value) (tds.Value, error) {
	h, ok := s.headArg(args)
	if !ok {
		return nil, nil
	}
	return h.Name, nil
}

// headArg reads an object id and, as second argument, the database the object must be in.
func (s *Session) headArg(args []tds.Value) (Head, bool) {
	id, ok := numberArg(args, 0)
	if !ok {
		return Head{}, false
	}
	h, ok := headOf(s.byID(id))
	if !ok || h.Database == "" {
		return h, ok
	}
	db := s.database
	if n, given := numberArg(args, 1); given {
		db = s.databaseByID(n)
	}
	return h, sameName(h.Database, db) || isTemp(h.Name)
}

func (s *Session) databaseByID(id int64) string {
	for _, d := range s.catalog().Databases() {
		if int64(d.ID) == id {
			return d.Name
		}
	}
	return ""
}

func objectSchemaName(s *Session, args []tds.Value) (tds.Value, error) {
	h, ok := s.headArg(args)
	if !ok {
		return nil, nil
	}
	return h.Schema, nil
}

func objectDefinition(s *Session, args []tds.Value) (tds.Value, error) {
	id, _ := numberArg(args, 0)
	switch o := s.byID(id).(type) {
	case *Module:
		return o.Text, nil
	case *Constraint:
		if text := constraintText(o); text != "" {
			return text, nil
		}
	}
	return nil, nil
}

// constraintText is the definition of a CHECK or DEFAULT.
func constraintText(c *Constraint) string {
	for _, k := range c.Table.Checks {
		if k.ID == c.ID {
			return k.Cond.Text
		}
	}
	for i := range c.Table.Columns {
		if col := &c.Table.Columns[i]; col.DefaultID == c.ID && col.Default != nil {
			return col.Default.Text
		}
	}
	return ""
}

func databaseID(s *Session, args []tds.Value) (tds.Value, error) {
	name := s.database
	if len(args) > 0 {
		given, ok := textArg(args, 0)
		if !ok {
			return nil, nil
		}
		name = given
	}
	if d := s.catalog().Database(name); d != nil {
		return int64(d.ID), nil
	}
	return nil, nil
}

func databaseName(s *Session, args []tds.Value) (tds.Value, error) {
	if len(args) == 0 {
		return s.database, nil
	}
	id, ok := numberArg(args, 0)
	if !ok {
		return nil, nil
	}
	if id == 0 {
		return s.database, nil
	}
	if name := s.databaseByID(id); name != "" {
		return name, nil
	}
	return nil, nil
}

func schemaID(s *Session, args []tds.Value) (tds.Value, error) {
	name := "dbo"
	if len(args) > 0 {
		given, ok := textArg(args, 0)
		if !ok {
			return nil, nil
		}
		name = given
	}
	if c := s.catalog().Schema(s.database, name); c != nil {
		return int64(c.ID), nil
	}
	return nil, nil
}

func schemaName(s *Session, args []tds.Value) (tds.Value, error) {
	if len(args) == 0 {
		return "dbo", nil
	}
	id, ok := numberArg(args, 0)
	if !ok {
		return nil, nil
	}
	for _, c := range s.catalog().Schemas(s.database) {
		if int64(c.ID) == id {
			return c.Name, nil
		}
	}
	return nil, nil
}

// columnsOfObject is the columns of a table, view or catalog view.
func columnsOfObject(o any) []tds.Column {
	switch o := o.(type) {
	case *Table:
		out := make([]tds.Column, len(o.Columns))
		for i := range o.Columns {
			out[i] = o.Columns[i].Column
		}
		return out
	case *Module:
		return o.Columns
	case *Virtual:
		return o.Columns
	}
	return nil
}

// columnIDOf is the column_id of the i-th column of an object.
func columnIDOf(o any, i int) int32 {
	if t, ok := o.(*Table); ok {
		return t.Columns[i].ID
	}
	return int32(i + 1)
}

func findColumn(o any, name string) (int, *tds.Column) {
	cols := columnsOfObject(o)
	for i := range cols {
		if sameName(cols[i].Name, name) {
			return i, &cols[i]
		}
	}
	return -1, nil
}

func columnLength(s *Session, args []tds.Value) (tds.Value, error) {
	table, ok1 := textArg(args, 0)
	column, ok2 := textArg(args, 1)
	if !ok1 || !ok2 {
		return nil, nil
	}
	if _, c := findColumn(s.named(table), strings.Trim(column, "[]")); c != nil {
		return int64(maxLength(c.Type)), nil
	}
	return nil, nil
}

func columnName(s *Session, args []tds.Value) (tds.Value, error) {
	table, ok1 := numberArg(args, 0)
	column, ok2 := numberArg(args, 1)
	if !ok1 || !ok2 {
		return nil, nil
	}
	o := s.byID(table)
	for i, c := range columnsOfObject(o) {
		if int64(columnIDOf(o, i)) == column {
			return c.Name, nil
		}
	}
	return nil, nil
}

func flag(b bool) tds.Value {
	if b {
		return int64(1)
	}
	return int64(0)
}

func columnProperty(s *Session, args []tds.Value) (tds.Value, error) {
	id, _ := numberArg(args, 0)
	name, _ := textArg(args, 1)
	property, _ := textArg(args, 2)
	o := s.byID(id)
	i, c := findColumn(o, name)
	if c == nil {
		return nil, nil
	}
	t, _ := o.(*Table)
	switch upper(property) {
	case "ALLOWSNULL":
		return flag(c.Nullable), nil
	case "COLUMNID":
		return int64(columnIDOf(o, i)), nil
	case "ORDINAL":
		return int64(i + 1), nil
	case "ISCOMPUTED":
		return flag(t != nil && t.Columns[i].Formula != nil), nil
	case "ISIDENTITY":
		return flag(c.Identity), nil
	case "ISROWGUIDCOL":
		return flag(t != nil && t.Columns[i].RowGUID), nil
	case "PRECISION":
		return int64(precision(c.Type)), nil
	case "SCALE":
		return int64(scale(c.Type)), nil
	case "CHARMAXLEN":
		if c.Type.ID.IsCharacter() || c.Type.ID.IsBinary() {
			return int64(c.Type.Size), nil
		}
		return nil, nil
	case "USESANSITRIM":
		return flag(c.Type.ID.IsCharacter() || c.Type.ID.IsBinary()), nil
	case "ISHIDDEN", "ISSPARSE", "ISCOLUMNSET", "ISFULLTEXTINDEXED", "ISIDNOTFORREPL", "GENERATEDALWAYSTYPE",
		"ISOUTPARAM", "ISCURSORTYPE", "FULLTEXTTYPECOLUMN", "STATISTICALSEMANTICS", "ISSYSTEMVERIFIED":
		return int64(0), nil
	case "ISDETERMINISTIC", "ISPRECISE", "ISINDEXABLE":
		return int64(1), nil
	}
	return nil, nil
}

func objectPropertyEx(s *Session, args []tds.Value) (tds.Value, error) {
	if p, _ := textArg(args, 1); upper(p) == "BASETYPE" {
		id, _ := numberArg(args, 0)
		h, ok := headOf(s.byID(id))
		if !ok {
			return nil, nil
		}
		return tds.Variant{Type: tds.Type{ID: tds.Char, Size: 2}, Value: padKind(h.Kind)}, nil
	}
	v, err := objectProperty(s, args)
	if v == nil || err != nil {
		return nil, err
	}
	return tds.Variant{Type: tds.TypeInt, Value: v}, nil
}

func objectProperty(s *Session, args []tds.Value) (tds.Value, error) {
	id, _ := numberArg(args, 0)
	property, _ := textArg(args, 1)
	o := s.byID(id)
	h, ok := headOf(o)
	if !ok {
		return nil, nil
	}
	if kinds, ok := kindProperties[upper(property)]; ok {
		return flag(strings.Contains(" "+kinds+" ", " "+h.Kind+" ")), nil
	}
	switch t := o.(type) {
	case *Table:
		if v := tableProperty(s, t, upper(property)); v != nil {
			return v, nil
		}
	case *Module:
		if v := moduleProperty(t, upper(property)); v != nil {
			return v, nil
		}
	}
	switch upper(property) {
	case "OWNERID":
		return int64(1), nil
	case "SCHEMAID":
		if c := s.catalog().Schema(h.Database, h.Schema); c != nil {
			return int64(c.ID), nil
		}
	case "ISMSSHIPPED", "ISSYSTEMTABLE":
		_, system := o.(*Virtual)
		return flag(system), nil
	case "ISENCRYPTED", "ISSCHEMABOUND", "ISREPLPROC", "TABLEISFAKE", "ISSYSTEMVERIFIED", "ISINDEXED":
		return int64(0), nil
	}
	return nil, nil
}

// kindProperties lists the kinds of object for which a property is 1.
var kindProperties = map[string]string{
	"ISTABLE": "U", "ISUSERTABLE": "U", "ISVIEW": "V", "ISPROCEDURE": "P", "ISTRIGGER": "TR", "ISSCALARFUNCTION": "FN",
	"ISTABLEFUNCTION": "IF TF", "ISINLINEFUNCTION": "IF", "ISPRIMARYKEY": "PK", "ISFOREIGNKEY": "F", "ISUNIQUECNST": "UQ",
	"ISCHECKCNST": "C", "ISDEFAULTCNST": "D", "ISCONSTRAINT": "PK UQ F C D", "ISEXECUTED": "P V FN IF TF TR", "ISEXTENDEDPROC": "X",
	"ISSYNONYM": "SN", "ISRULE": "R", "ISDEFAULT": "", "ISQUEUE": "SQ",
}

func tableProperty(s *Session, t *Table, property string) tds.Value {
	triggered := func(f func(*tsql.CreateTriggerStmt) bool) tds.Value {
		for _, m := range s.catalog().Triggers(t.ID) {
			if def, ok := m.Stmt.(*tsql.CreateTriggerStmt); ok && f(def) {
				return int64(1)
			}
		}
		return int64(0)
	}
	has := func(f func(*Index) bool) tds.Value {
		for _, ix := range t.Indexes {
			if f(ix) {
				return int64(1)
			}
		}
		return int64(0)
	}
	switch property {
	case "TABLEHASIDENTITY":
		return flag(t.Identity() >= 0)
	case "TABLEHASPRIMARYKEY":
		return flag(t.PrimaryKey() != nil)
	case "TABLEHASFOREIGNKEY":
		return flag(len(t.ForeignKeys) > 0)
	case "TABLEHASFOREIGNREF":
		return flag(len(s.catalog().References(t)) > 0)
	case "TABLEHASCHECKCNST":
		return flag(len(t.Checks) > 0)
	case "TABLEHASINDEX":
		return has(func(*Index) bool { return true })
	case "TABLEHASCLUSTINDEX":
		return has(func(ix *Index) bool { return ix.Clustered })
	case "TABLEHASNONCLUSTINDEX":
		return has(func(ix *Index) bool { return !ix.Clustered })
	case "TABLEHASUNIQUECNST":
		return has(func(ix *Index) bool { return ix.Constraint && !ix.Primary })
	case "TABLEHASINSERTTRIGGER":
		return triggered(func(d *tsql.CreateTriggerStmt) bool { return d.Insert })
	case "TABLEHASUPDATETRIGGER":
		return triggered(func(d *tsql.CreateTriggerStmt) bool { return d.Update })
	case "TABLEHASDELETETRIGGER":
		return triggered(func(d *tsql.CreateTriggerStmt) bool { return d.Delete })
	case "ISANSINULLSON", "ISQUOTEDIDENTON":
		return int64(1)
	}
	return nil
}

func moduleProperty(m *Module, property string) tds.Value {
	def, _ := m.Stmt.(*tsql.CreateTriggerStmt)
	switch property {
	case "EXECISQUOTEDIDENTON", "ISQUOTEDIDENTON":
		return flag(m.QuotedIdentifier)
	case "EXECISANSINULLSON", "ISANSINULLSON":
		return flag(m.AnsiNulls)
	case "EXECISINSERTTRIGGER":
		return flag(def != nil && def.Insert)
	case "EXECISUPDATETRIGGER":
		return flag(def != nil && def.Update)
	case "EXECISDELETETRIGGER":
		return flag(def != nil && def.Delete)
	case "EXECISAFTERTRIGGER":
		return flag(def != nil && !def.InsteadOf)
	case "EXECISINSTEADOFTRIGGER":
		return flag(def != nil && def.InsteadOf)
	case "EXECISTRIGGERDISABLED":
		return flag(m.Disabled)
	}
	return nil
}

func typeID(s *Session, args []tds.Value) (tds.Value, error) {
	name, ok := textArg(args, 0)
	if !ok {
		return nil, nil
	}
	n, ok := splitName(name)
	if !ok {
		return nil, nil
	}
	if sameName(n.Object, "sysname") {
		return int64(256), nil
	}
	if id, ok := tds.LookupType(n.Object); ok {
		return int64(typeIDs[id]), nil
	}
	if u, err := s.userType(&n); err == nil {
		return int64(u.ID), nil
	}
	return nil, nil
}

func typeName(s *Session, args []tds.Value) (tds.Value, error) {
	id, ok := numberArg(args, 0)
	if !ok {
		return nil, nil
	}
	if id == 256 {
		return "sysname", nil
	}
	for t, n := range typeIDs {
		if int64(n) == id {
			return t.String(), nil
		}
	}
	if u, ok := s.catalog().ByID(int32(id)).(*UserType); ok {
		return u.Name, nil
	}
	return nil, nil
}

func typeProperty(s *Session, args []tds.Value) (tds.Value, error) {
	name, _ := textArg(args, 0)
	property, _ := textArg(args, 1)
	n, ok := splitName(name)
	if !ok {
		return nil, nil
	}
	var t tds.Type
	nullable := true
	if id, ok := tds.LookupType(n.Object); ok {
		t = tds.Type{ID: id}
	} else if u, err := s.userType(&n); err == nil {
		t, nullable = u.Base, u.Nullable
	} else {
		return nil, nil
	}
	switch upper(property) {
	case "ALLOWSNULL":
		return flag(nullable), nil
	case "PRECISION":
		return int64(precision(t)), nil
	case "SCALE":
		return int64(scale(t)), nil
	case "OWNERID":
		return int64(1), nil
	}
	return nil, nil
}

// identityOf finds the identity column of a table by the table's name.
func (s *Session) identityOf(args []tds.Value) (*Table, *Column) {
	name, ok := textArg(args, 0)
	if !ok {
		return nil, nil
	}
	t, ok := s.named(name).(*Table)
	if !ok || t.Identity() < 0 {
		if n, split := splitName(name); split && isTemp(n.Object) {
			t, ok = s.ws.Temp(n.Object).(*Table)
		}
	}
	if !ok || t == nil || t.Identity() < 0 {
		return nil, nil
	}
	return t, &t.Columns[t.Identity()]
}

func identCurrent(s *Session, args []tds.Value) (tds.Value, error) {
	t, c := s.identityOf(args)
	if c == nil {
		return nil, nil
	}
	return tds.DecimalOf(t.LastIdentity()), nil
}

func identSeed(s *Session, args []tds.Value) (tds.Value, error) {
	if _, c := s.identityOf(args); c != nil {
		return tds.DecimalOf(c.Seed), nil
	}
	return nil, nil
}

func identIncrement(s *Session, args []tds.Value) (tds.Value, error) {
	if _, c := s.identityOf(args); c != nil {
		return tds.DecimalOf(c.Increment), nil
	}
	return nil, nil
}

func indexProperty(s *Session, args []tds.Value) (tds.Value, error) {
	id, _ := numberArg(args, 0)
	name, _ := textArg(args, 1)
	property, _ := textArg(args, 2)
	t, ok := s.byID(id).(*Table)
	if !ok || t.Index(name) == nil {
		return nil, nil
	}
	ix := t.Index(name)
	switch upper(property) {
	case "INDEXID":
		return int64(ix.ID), nil
	case "ISUNIQUE":
		return flag(ix.Unique), nil
	case "ISCLUSTERED":
		return flag(ix.Clustered), nil
	case "INDEXDEPTH":
		return int64(1), nil
	case "INDEXFILLFACTOR", "ISDISABLED", "ISHYPOTHETICAL", "ISPADINDEX", "ISSTATISTICS", "ISAUTOSTATISTICS", "ISFULLTEXTKEY",
		"ISCOLUMNSTORE", "ISPAGELOCKDISALLOWED", "ISROWLOCKDISALLOWED":
		return int64(0), nil
	}
	return nil, nil
}

// keyColumn is a key column of an index by number.
func keyColumn(o any, index, key int64) (*Table, *IndexColumn) {
	t, ok := o.(*Table)
	if !ok {
		return nil, nil
	}
	for _, ix := range t.Indexes {
		if int64(ix.ID) == index && key >= 1 && key <= int64(len(ix.Columns)) {
			return t, &ix.Columns[key-1]
		}
	}
	return nil, nil
}

func indexColumn(s *Session, args []tds.Value) (tds.Value, error) {
	name, _ := textArg(args, 0)
	index, _ := numberArg(args, 1)
	key, _ := numberArg(args, 2)
	if t, c := keyColumn(s.named(name), index, key); c != nil {
		return t.Columns[c.Ordinal].Name, nil
	}
	return nil, nil
}

func indexKeyProperty(s *Session, args []tds.Value) (tds.Value, error) {
	id, _ := numberArg(args, 0)
	index, _ := numberArg(args, 1)
	key, _ := numberArg(args, 2)
	property, _ := textArg(args, 3)
	t, c := keyColumn(s.byID(id), index, key)
	if c == nil {
		return nil, nil
	}
	switch upper(property) {
	case "COLUMNID":
		return int64(t.Columns[c.Ordinal].ID), nil
	case "ISDESCENDING":
		return flag(c.Desc), nil
	}
	return nil, nil
}

func textVariant(s string) tds.Value {
	return tds.Variant{Type: tds.TypeNVarChar(max(1, len([]rune(s)))), Value: s}
}

func intVariant(n int64) tds.Value { return tds.Variant{Type: tds.TypeInt, Value: n} }

func databasePropertyEx(s *Session, args []tds.Value) (tds.Value, error) {
	name, _ := textArg(args, 0)
	property, _ := textArg(args, 1)
	d := s.catalog().Database(name)
	if d == nil {
		return nil, nil
	}
	switch upper(property) {
	case "COLLATION":
		return textVariant(d.Collation), nil
	case "STATUS":
		return textVariant("ONLINE"), nil
	case "RECOVERY":
		return textVariant(recoveryModel(d)), nil
	case "UPDATEABILITY":
		return textVariant("READ_WRITE"), nil
	case "USERACCESS":
		return textVariant("MULTI_USER"), nil
	case "COMPARISONSTYLE":
		return intVariant(196609), nil
	case "LCID":
		return intVariant(1033), nil
	case "SQLSORTORDER":
		return intVariant(52), nil
	case "VERSION":
		return intVariant(957), nil
	case "ISAUTOCREATESTATISTICS", "ISAUTOUPDATESTATISTICS", "ISTORNPAGEDETECTIONENABLED", "ISANSINULLDEFAULT":
		return intVariant(1), nil
	case "LASTGOODCHECKDBTIME":
		return nil, nil
	case "EDITION", "SERVICEOBJECTIVE", "ELASTICPOOLNAME":
		return nil, nil
	}
	if strings.HasPrefix(upper(property), "IS") {
		return intVariant(0), nil
	}
	return nil, nil
}

// recoveryModel is the word of ALTER DATABASE SET RECOVERY; tempdb and the system databases are SIMPLE.
func recoveryModel(d *Database) string {
	for _, word := range []string{"FULL", "SIMPLE", "BULK_LOGGED"} {
		if _, ok := d.Options["RECOVERY "+word]; ok || d.Options["RECOVERY"] == word {
			return word
		}
	}
	if d.ID <= 2 || d.ID == 4 {
		return "SIMPLE"
	}
	return "FULL"
}

func databaseProperty(s *Session, args []tds.Value) (tds.Value, error) {
	name, _ := textArg(args, 0)
	property, _ := textArg(args, 1)
	if s.catalog().Database(name) == nil {
		return nil, nil
	}
	if upper(property) == "VERSION" {
		return int64(957), nil
	}
	return int64(0), nil
}

func permissions(*Session, []tds.Value) (tds.Value, error) { return int64(-1), nil }

func filegroupName(_ *Session, args []tds.Value) (tds.Value, error) {
	if n, ok := numberArg(args, 0); ok && n == 1 {
		return "PRIMARY", nil
	}
	return nil, nil
}

func lower(s string) string { return strings.ToLower(s) }
