package engine

import (
	"slices"
	"strings"
	"time"

	"msxgate/tds"
	"msxgate/tsql"
)

// schemaIDOf is the id of a schema; a table's own when the schema is gone from sight.
func (s *Session) schemaIDOf(db, name string) tds.Value {
	if c := s.catalog().Schema(db, name); c != nil {
		return int64(c.ID)
	}
	return int64(1)
}

// objectsOf lists the objects of a database, the session's #temp tables in tempdb included.
func (s *Session) objectsOf(db string) []Object {
	list := slices.DeleteFunc(slices.Collect(s.catalog().Objects(db)), func(o Object) bool { return s.engine.executor.hides(db, o.Head().Schema) })
	if sameName(db, "tempdb") {
		list = append(list, s.ws.Temps()...)
	}
	return list
}

// each calls f with the objects of one type.
func each[T Object](s *Session, db string, f func(T)) {
	for _, o := range s.objectsOf(db) {
		if t, ok := o.(T); ok {
			f(t)
		}
	}
}

// wall is a time as datetime columns hold it.
func wall(t time.Time) tds.Value {
	if t.IsZero() {
		return time.Date(2022, 10, 8, 6, 30, 1, 0, time.UTC)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

var kindNames = map[string]string{
	"U": "USER_TABLE", "V": "VIEW", "P": "SQL_STORED_PROCEDURE", "FN": "SQL_SCALAR_FUNCTION", "IF": "SQL_INLINE_TABLE_VALUED_FUNCTION",
	"TF": "SQL_TABLE_VALUED_FUNCTION", "TR": "SQL_TRIGGER", "SN": "SYNONYM", "SO": "SEQUENCE_OBJECT", "PK": "PRIMARY_KEY_CONSTRAINT",
	"UQ": "UNIQUE_CONSTRAINT", "C": "CHECK_CONSTRAINT", "F": "FOREIGN_KEY_CONSTRAINT", "D": "DEFAULT_CONSTRAINT", "TT": "TYPE_TABLE",
	"S": "SYSTEM_TABLE", "X": "EXTENDED_STORED_PROCEDURE",
}

const objectColumns = "name sysname!, object_id int!, principal_id int, schema_id int!, parent_object_id int!, type char(2), type_desc nvarchar(60), " +
	"create_date datetime!, modify_date datetime!, is_ms_shipped bit!, is_published bit!, is_schema_published bit!"

// objectRow is the columns all object views begin with.
func (s *Session) objectRow(h Head) []tds.Value {
	return []tds.Value{
		h.Name, int64(h.ID), nil, s.schemaIDOf(h.Database, h.Schema), int64(h.Parent), padKind(h.Kind), kindNames[h.Kind],
		wall(h.Created), wall(h.Modified), false, false, false,
	}
}

func objectRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		if u, ok := o.(*UserType); ok && u.Table == nil {
			continue
		}
		add(s.objectRow(o.Head())...)
	}
}

func allObjectRows(s *Session, db string, add func(...tds.Value) bool) {
	objectRows(s, db, add)
	for _, v := range s.engine.executor.views() {
		row := s.objectRow(Head{ID: v.id(), Database: db, Schema: v.Schema, Name: v.Name, Kind: "V"})
		row[9] = true
		add(row...)
	}
}

const tableColumns = objectColumns + ", lob_data_space_id int!, filestream_data_space_id int, max_column_id_used int!, lock_on_bulk_load bit!, uses_ansi_nulls bit, " +
	"is_replicated bit, has_replication_filter bit, is_merge_published bit, is_sync_tran_subscribed bit, has_unchecked_assembly_data bit!, text_in_row_limit int, " +
	"large_value_types_out_of_row bit, is_tracked_by_cdc bit, lock_escalation tinyint, lock_escalation_desc nvarchar(60), is_filetable bit, is_memory_optimized bit, " +
	"durability tinyint, durability_desc nvarchar(60), temporal_type tinyint, temporal_type_desc nvarchar(60), history_table_id int, is_remote_data_archive_enabled bit, " +
	"is_external bit!, history_retention_period int, history_retention_period_unit int, history_retention_period_unit_desc nvarchar(10), is_node bit, is_edge bit, " +
	"data_retention_period int, data_retention_period_unit int, data_retention_period_unit_desc nvarchar(10), ledger_type tinyint, ledger_type_desc nvarchar(60), ledger_view_id int, is_dropped_ledger_table bit"

func tableRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		last := int32(0)
		for i := range t.Columns {
			last = max(last, t.Columns[i].ID)
		}
		add(append(s.objectRow(t.Head()), int64(0), nil, int64(last), false, true, false, false, false, false, false, int64(0), false, false,
			int64(0), "TABLE", false, false, int64(0), "SCHEMA_AND_DATA", int64(0), "NON_TEMPORAL_TABLE", nil, false, false, nil, nil, nil, false, false,
			nil, nil, nil, int64(0), "NON_LEDGER_TABLE", nil, false)...)
	})
}

const viewViewColumns = objectColumns + ", is_replicated bit, has_replication_filter bit, has_opaque_metadata bit!, has_unchecked_assembly_data bit!, with_check_option bit!, " +
	"is_date_correlation_view bit!, is_tracked_by_cdc bit, has_snapshot bit, ledger_view_type tinyint, ledger_view_type_desc nvarchar(60), is_dropped_ledger_view bit"

func viewRowsOf(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		if def, ok := m.Stmt.(*tsql.CreateViewStmt); ok {
			add(append(s.objectRow(m.Head()), false, false, false, false, def.Check, false, false, false, int64(0), "NON_LEDGER_VIEW", false)...)
		}
	})
}

const columnColumns = "object_id int!, name sysname, column_id int!, system_type_id tinyint!, user_type_id int!, max_length smallint!, precision tinyint!, scale tinyint!, " +
	"collation_name sysname, is_nullable bit, is_ansi_padded bit!, is_rowguidcol bit!, is_identity bit!, is_computed bit!, is_filestream bit!, is_replicated bit, " +
	"is_non_sql_subscribed bit, is_merge_published bit, is_dts_replicated bit, is_xml_document bit!, xml_collection_id int!, default_object_id int!, rule_object_id int!, " +
	"is_sparse bit, is_column_set bit, generated_always_type tinyint, generated_always_type_desc nvarchar(60), encryption_type int, encryption_type_desc nvarchar(64), " +
	"encryption_algorithm_name sysname, column_encryption_key_id int, column_encryption_key_database_name sysname, is_hidden bit, is_masked bit!, graph_type int, graph_type_desc nvarchar(60), " +
	"is_data_deletion_filter_column bit, ledger_view_column_type tinyint, ledger_view_column_type_desc nvarchar(60), is_dropped_ledger_column bit"

// columnRow is a row of sys.columns.
func (s *Session) columnRow(db string, object int32, id int32, c *tds.Column, t *Column) []tds.Value {
	var collation tds.Value
	if c.Type.ID.IsCharacter() && c.Type.ID != tds.XML {
		collation = s.collationOf(db)
		if t != nil && t.Collation != "" {
			collation = t.Collation
		}
	}
	userType, rowguid, def, computed := int64(userTypeID(c.Type)), false, int64(0), false
	if t != nil {
		rowguid, def, computed = t.RowGUID, int64(t.DefaultID), t.Formula != nil
		if u := s.userTypeNamed(db, t.UserType); u != nil {
			userType = int64(u.ID)
		}
	}
	text := c.Type.ID.IsCharacter() || c.Type.ID.IsBinary()
	return []tds.Value{
		int64(object), c.Name, int64(id), int64(systemTypeID(c.Type)), userType, int64(maxLength(c.Type)), int64(precision(c.Type)), int64(scale(c.Type)),
		collation, c.Nullable, text, rowguid, c.Identity, computed, false, false, false, false, false, false, int64(0), def, int64(0), false, false,
		int64(0), "NOT_APPLICABLE", nil, nil, nil, nil, nil, false, false, nil, nil, false, int64(0), nil, false,
	}
}

func (s *Session) collationOf(db string) string {
	if d := s.catalog().Database(db); d != nil && d.Collation != "" {
		return d.Collation
	}
	return "SQL_Latin1_General_CP1_CI_AS"
}

// userTypeNamed finds an alias type by its schema-qualified name.
func (s *Session) userTypeNamed(db, name string) *UserType {
	if name == "" {
		return nil
	}
	schema, object, ok := strings.Cut(name, ".")
	if !ok {
		schema, object = "dbo", name
	}
	return s.catalog().Type(db, schema, object)
}

func columnRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		switch o := o.(type) {
		case *Table:
			for i := range o.Columns {
				add(s.columnRow(db, o.ID, o.Columns[i].ID, &o.Columns[i].Column, &o.Columns[i])...)
			}
		case *Module:
			for i := range o.Columns {
				add(s.columnRow(db, o.ID, int32(i+1), &o.Columns[i], nil)...)
			}
		}
	}
}

func allColumnRows(s *Session, db string, add func(...tds.Value) bool) {
	columnRows(s, db, add)
	for _, v := range s.engine.executor.views() {
		for i := range v.Columns {
			add(s.columnRow(db, v.id(), int32(i+1), &v.Columns[i], nil)...)
		}
	}
}

const typeColumns = "name sysname!, system_type_id tinyint!, user_type_id int!, schema_id int!, principal_id int, max_length smallint!, precision tinyint!, scale tinyint!, " +
	"collation_name sysname, is_nullable bit, is_user_defined bit!, is_assembly_type bit!, default_object_id int!, rule_object_id int!, is_table_type bit!"

func typeRows(s *Session, db string, add func(...tds.Value) bool) {
	for id := tds.Bit; id <= tds.Timestamp; id++ {
		if n, ok := typeIDs[id]; ok {
			t := longest(id)
			add(id.String(), int64(n), int64(n), int64(4), nil, int64(maxLength(t)), int64(precision(t)), int64(scale(t)), s.typeCollation(db, t), true, false, false, int64(0), int64(0), false)
		}
	}
	add("sysname", int64(231), int64(256), int64(4), nil, int64(256), int64(0), int64(0), s.collationOf(db), false, false, false, int64(0), int64(0), false)
	each(s, db, func(u *UserType) {
		t := u.Base
		system := int64(systemTypeID(t))
		if u.Table != nil {
			system = 243
		}
		add(u.Name, system, int64(u.ID), s.schemaIDOf(db, u.Schema), nil, int64(maxLength(t)), int64(precision(t)), int64(scale(t)), s.typeCollation(db, t), u.Nullable,
			true, false, int64(0), int64(0), u.Table != nil)
	})
}

// longest is a type with its largest facets, as sys.types shows it.
func longest(id tds.TypeID) tds.Type {
	t := tds.Type{ID: id}
	switch id {
	case tds.Char, tds.VarChar, tds.Binary, tds.VarBinary:
		t.Size = 8000
	case tds.NChar, tds.NVarChar:
		t.Size = 4000
	case tds.DecimalType, tds.NumericType:
		t.Prec, t.Scale = 38, 38
	case tds.Time, tds.DateTime2, tds.DateTimeOffset:
		t.Scale = 7
	}
	return t
}

func (s *Session) typeCollation(db string, t tds.Type) tds.Value {
	if t.ID.IsCharacter() && t.ID != tds.XML {
		return s.collationOf(db)
	}
	return nil
}

func schemaRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, c := range s.catalog().Schemas(db) {
		if s.engine.executor.hides(db, c.Name) {
			continue
		}
		owner := int64(1)
		if c.ID >= 16384 || c.ID > 1 && c.ID < 5 {
			owner = int64(c.ID)
		}
		add(c.Name, int64(c.ID), owner)
	}
}

func objectViews() []catalogView {
	return []catalogView{
		{name: "objects", columns: objectColumns, rows: objectRows},
		{name: "all_objects", columns: objectColumns, rows: allObjectRows},
		{name: "system_objects", columns: objectColumns},
		{name: "tables", columns: tableColumns, rows: tableRows},
		{name: "views", columns: viewViewColumns, rows: viewRowsOf},
		{name: "all_views", columns: viewViewColumns, rows: viewRowsOf},
		{name: "columns", columns: columnColumns, rows: columnRows},
		{name: "all_columns", columns: columnColumns, rows: allColumnRows},
		{name: "types", columns: typeColumns, rows: typeRows},
		{name: "schemas", columns: "name sysname!, schema_id int!, principal_id int", rows: schemaRows},
		{name: "table_types", columns: typeColumns + ", type_table_object_id int!, is_memory_optimized bit", rows: func(s *Session, db string, add func(...tds.Value) bool) {
			each(s, db, func(u *UserType) {
				if u.Table != nil {
					add(u.Name, int64(243), int64(u.ID), s.schemaIDOf(db, u.Schema), nil, int64(-1), int64(0), int64(0), nil, false, true, false, int64(0), int64(0), true, int64(u.ID), false)
				}
			})
		}},
		{name: "synonyms", columns: objectColumns + ", base_object_name nvarchar(1035)", rows: func(s *Session, db string, add func(...tds.Value) bool) {
			each(s, db, func(y *Synonym) { add(append(s.objectRow(y.Head()), bracketed(y.Target))...) })
		}},
		{
			name: "sequences",
			columns: objectColumns + ", start_value sql_variant!, increment sql_variant!, minimum_value sql_variant!, maximum_value sql_variant!, is_cycling bit, is_cached bit, cache_size int, " +
				"system_type_id tinyint!, user_type_id int!, precision tinyint!, scale tinyint, current_value sql_variant!, is_exhausted bit!, last_used_value sql_variant",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				each(s, db, func(q *Sequence) {
					v := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeBigInt, Value: n} }
					add(append(s.objectRow(q.Head()), v(q.Start), v(q.Increment), v(q.Min), v(q.Max), q.Cycle, true, nil, int64(systemTypeID(q.Type)), int64(userTypeID(q.Type)),
						int64(precision(q.Type)), int64(scale(q.Type)), v(q.Current()), false, nil)...)
				})
			},
		},
	}
}

// bracketed writes a name with brackets around its parts.
func bracketed(n tsql.Name) string {
	var parts []string
	for _, p := range []string{n.Server, n.Database, n.Schema, n.Object} {
		if p != "" {
			parts = append(parts, "["+strings.ReplaceAll(p, "]", "]]")+"]")
		}
	}
	return strings.Join(parts, ".")
}
