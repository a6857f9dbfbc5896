package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// INFORMATION_SCHEMA.

// sqlType is a type as INFORMATION_SCHEMA.COLUMNS describes it, from DATA_TYPE to DATETIME_PRECISION.
func sqlType(t tds.Type) []tds.Value {
	var chars, octets, prec, radix, scaled, fraction tds.Value
	switch {
	case t.ID.IsCharacter() || t.ID.IsBinary():
		chars, octets = int64(t.Size), int64(maxLength(t))
	case t.ID == tds.DateTime:
		fraction = int64(3)
	case t.ID.IsTime():
		fraction = int64(t.Scale)
	case t.ID == tds.Float || t.ID == tds.Real:
		prec, radix = int64(precision(t)), int64(2)
	case t.ID.IsNumeric() && t.ID != tds.Bit:
		prec, radix, scaled = int64(precision(t)), int64(10), int64(scale(t))
	}
	return []tds.Value{t.ID.String(), chars, octets, prec, radix, scaled, fraction}
}

func schemaTableRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		h := o.Head()
		switch h.Kind {
		case "U":
			add(db, h.Schema, h.Name, "BASE TABLE")
		case "V":
			add(db, h.Schema, h.Name, "VIEW")
		}
	}
}

func schemaColumnRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		h := o.Head()
		if h.Kind != "U" && h.Kind != "V" {
			continue
		}
		t, _ := o.(*Table)
		for i, c := range columnsOfObject(o) {
			var def tds.Value
			if t != nil && t.Columns[i].Default != nil {
				def = t.Columns[i].Default.Text
			}
			nullable := "NO"
			if c.Nullable {
				nullable = "YES"
			}
			row := append([]tds.Value{db, h.Schema, h.Name, c.Name, int64(i + 1), def, nullable}, sqlType(c.Type)...)
			add(append(row, s.charset(db, c.Type)...)...)
		}
	}
}

// charset is the columns from CHARACTER_SET_CATALOG to DOMAIN_NAME.
func (s *Session) charset(db string, t tds.Type) []tds.Value {
	out := make([]tds.Value, 9)
	if !t.ID.IsCharacter() || t.ID == tds.XML {
		return out
	}
	out[2] = "iso_1"
	if t.ID.IsUnicode() {
		out[2] = "UNICODE"
	}
	out[5] = s.collationOf(db)
	return out
}

func routineRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		params, fn := moduleParams(m)
		if params == nil && fn == nil && m.Kind != "P" {
			return
		}
		kind, data := "PROCEDURE", make([]tds.Value, 7)
		if fn != nil {
			kind = "FUNCTION"
			data[0] = "TABLE"
			if m.Kind == "FN" {
				data = sqlType(fn.Returns.Type)
			}
		}
		text := m.Text
		if len(text) > 4000 {
			text = text[:4000]
		}
		row := []tds.Value{db, m.Schema, m.Name, db, m.Schema, m.Name, kind}
		row = append(row, data...)
		add(append(row, "SQL", text, "NO", "MODIFIES", wall(m.Created), wall(m.Modified))...)
	})
}

func routineParameterRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		params, fn := moduleParams(m)
		if fn != nil && m.Kind == "FN" {
			add(append([]tds.Value{db, m.Schema, m.Name, int64(0), "OUT", "YES", "NO", ""}, sqlType(fn.Returns.Type)...)...)
		}
		for i, p := range params {
			mode := "IN"
			if p.Output {
				mode = "INOUT"
			}
			add(append([]tds.Value{db, m.Schema, m.Name, int64(i + 1), mode, "NO", "NO", p.Name}, sqlType(p.Type.Type)...)...)
		}
	})
}

// tableConstraints walks the constraints INFORMATION_SCHEMA knows.
func tableConstraints(t *Table, f func(name, kind string, columns []int)) {
	for _, ix := range t.Indexes {
		if !ix.Constraint {
			continue
		}
		var cols []int
		for _, c := range ix.Columns {
			cols = append(cols, c.Ordinal)
		}
		kind := "UNIQUE"
		if ix.Primary {
			kind = "PRIMARY KEY"
		}
		f(ix.Name, kind, cols)
	}
	for _, fk := range t.ForeignKeys {
		f(fk.Name, "FOREIGN KEY", fk.Columns)
	}
	for _, c := range t.Checks {
		f(c.Name, "CHECK", nil)
	}
}

func tableConstraintRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		tableConstraints(t, func(name, kind string, _ []int) {
			add(db, t.Schema, name, db, t.Schema, t.Name, kind, "NO", "NO")
		})
	})
}

func keyColumnUsageRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		tableConstraints(t, func(name, kind string, columns []int) {
			for i, c := range columns {
				add(db, t.Schema, name, db, t.Schema, t.Name, t.Columns[c].Name, int64(i+1))
			}
		})
	})
}

func constraintColumnRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		tableConstraints(t, func(name, _ string, columns []int) {
			for _, c := range columns {
				add(db, t.Schema, t.Name, t.Columns[c].Name, db, t.Schema, name)
			}
		})
	})
}

func referentialRows(s *Session, db string, add func(...tds.Value) bool) {
	rule := func(action string) string {
		if action == "" {
			return "NO ACTION"
		}
		return action
	}
	each(s, db, func(t *Table) {
		for _, fk := range t.ForeignKeys {
			var key tds.Value
			if p := s.catalog().Table(db, fk.RefSchema, fk.RefTable); p != nil {
				for _, ix := range p.Indexes {
					if ix.Unique && keyOfIndex(p, ix, fk.RefColumns) && key == nil {
						key = ix.Name
					}
				}
			}
			add(db, t.Schema, fk.Name, db, fk.RefSchema, key, "SIMPLE", rule(fk.OnUpdate), rule(fk.OnDelete))
		}
	})
}

const routineTypeColumns = "DATA_TYPE nvarchar(128), CHARACTER_MAXIMUM_LENGTH int, CHARACTER_OCTET_LENGTH int, NUMERIC_PRECISION tinyint, NUMERIC_PRECISION_RADIX smallint, " +
	"NUMERIC_SCALE int, DATETIME_PRECISION smallint"

func schemaViews() []catalogView {
	return []catalogView{
		{
			schema: "INFORMATION_SCHEMA", name: "TABLES",
			columns: "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA sysname, TABLE_NAME sysname!, TABLE_TYPE varchar(10)",
			rows:    schemaTableRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "VIEWS",
			columns: "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA sysname, TABLE_NAME sysname!, VIEW_DEFINITION nvarchar(4000), CHECK_OPTION varchar(7), IS_UPDATABLE varchar(2)!",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				each(s, db, func(m *Module) {
					if def, ok := m.Stmt.(*tsql.CreateViewStmt); ok {
						check := "NONE"
						if def.Check {
							check = "CASCADE"
						}
						add(db, m.Schema, m.Name, m.Text, check, "NO")
					}
				})
			},
		},
		{
			schema: "INFORMATION_SCHEMA", name: "COLUMNS",
			columns: "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME nvarchar(128)!, COLUMN_NAME nvarchar(128), ORDINAL_POSITION int, COLUMN_DEFAULT nvarchar(4000), " +
				"IS_NULLABLE varchar(3), " + routineTypeColumns + ", CHARACTER_SET_CATALOG sysname, CHARACTER_SET_SCHEMA sysname, CHARACTER_SET_NAME sysname, COLLATION_CATALOG sysname, " +
				"COLLATION_SCHEMA sysname, COLLATION_NAME sysname, DOMAIN_CATALOG sysname, DOMAIN_SCHEMA sysname, DOMAIN_NAME sysname",
			rows: schemaColumnRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "SCHEMATA",
			columns: "CATALOG_NAME nvarchar(128), SCHEMA_NAME sysname!, SCHEMA_OWNER nvarchar(128), DEFAULT_CHARACTER_SET_CATALOG varchar(6), DEFAULT_CHARACTER_SET_SCHEMA varchar(3), " +
				"DEFAULT_CHARACTER_SET_NAME sysname",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				for _, c := range s.catalog().Schemas(db) {
					add(db, c.Name, c.Owner, nil, nil, "iso_1")
				}
			},
		},
		{
			schema: "INFORMATION_SCHEMA", name: "ROUTINES",
			columns: "SPECIFIC_CATALOG nvarchar(128), SPECIFIC_SCHEMA nvarchar(128), SPECIFIC_NAME nvarchar(128)!, ROUTINE_CATALOG nvarchar(128), ROUTINE_SCHEMA nvarchar(128), " +
				"ROUTINE_NAME nvarchar(128)!, ROUTINE_TYPE nvarchar(20), " + routineTypeColumns + ", ROUTINE_BODY nvarchar(30), ROUTINE_DEFINITION nvarchar(4000), IS_DETERMINISTIC nvarchar(10), " +
				"SQL_DATA_ACCESS nvarchar(30), CREATED datetime!, LAST_ALTERED datetime!",
			rows: routineRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "PARAMETERS",
			columns: "SPECIFIC_CATALOG nvarchar(128), SPECIFIC_SCHEMA nvarchar(128), SPECIFIC_NAME nvarchar(128)!, ORDINAL_POSITION int!, PARAMETER_MODE nvarchar(10), IS_RESULT nvarchar(10), " +
				"AS_LOCATOR nvarchar(10), PARAMETER_NAME nvarchar(128), " + routineTypeColumns,
			rows: routineParameterRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "TABLE_CONSTRAINTS",
			columns: "CONSTRAINT_CATALOG nvarchar(128), CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME sysname!, TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname, " +
				"CONSTRAINT_TYPE varchar(11), IS_DEFERRABLE varchar(2)!, INITIALLY_DEFERRED varchar(2)!",
			rows: tableConstraintRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "KEY_COLUMN_USAGE",
			columns: "CONSTRAINT_CATALOG nvarchar(128), CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME nvarchar(128)!, TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), " +
				"TABLE_NAME nvarchar(128)!, COLUMN_NAME nvarchar(128), ORDINAL_POSITION int!",
			rows: keyColumnUsageRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "CONSTRAINT_COLUMN_USAGE",
			columns: "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME nvarchar(128)!, COLUMN_NAME nvarchar(128), CONSTRAINT_CATALOG nvarchar(128), " +
				"CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME nvarchar(128)!",
			rows: constraintColumnRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "CONSTRAINT_TABLE_USAGE",
			columns: "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname!, CONSTRAINT_CATALOG nvarchar(128), CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME sysname!",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				each(s, db, func(t *Table) {
					tableConstraints(t, func(name, _ string, _ []int) { add(db, t.Schema, t.Name, db, t.Schema, name) })
				})
			},
		},
		{
			schema: "INFORMATION_SCHEMA", name: "REFERENTIAL_CONSTRAINTS",
			columns: "CONSTRAINT_CATALOG nvarchar(128), CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME sysname!, UNIQUE_CONSTRAINT_CATALOG nvarchar(128), UNIQUE_CONSTRAINT_SCHEMA nvarchar(128), " +
				"UNIQUE_CONSTRAINT_NAME sysname, MATCH_OPTION varchar(7), UPDATE_RULE varchar(11), DELETE_RULE varchar(11)",
			rows: referentialRows,
		},
		{
			schema: "INFORMATION_SCHEMA", name: "CHECK_CONSTRAINTS",
			columns: "CONSTRAINT_CATALOG nvarchar(128), CONSTRAINT_SCHEMA nvarchar(128), CONSTRAINT_NAME sysname!, CHECK_CLAUSE nvarchar(4000)",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				each(s, db, func(t *Table) {
					for _, c := range t.Checks {
						add(db, t.Schema, c.Name, c.Cond.Text)
					}
				})
			},
		},
		{
			schema: "INFORMATION_SCHEMA", name: "SEQUENCES",
			columns: "SEQUENCE_CATALOG nvarchar(128), SEQUENCE_SCHEMA nvarchar(128), SEQUENCE_NAME nvarchar(128), DATA_TYPE nvarchar(128), NUMERIC_PRECISION tinyint, NUMERIC_PRECISION_RADIX int, " +
				"NUMERIC_SCALE int, START_VALUE sql_variant, MINIMUM_VALUE sql_variant, MAXIMUM_VALUE sql_variant, INCREMENT sql_variant, CYCLE_OPTION int",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				v := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeBigInt, Value: n} }
				each(s, db, func(q *Sequence) {
					add(db, q.Schema, q.Name, q.Type.ID.String(), int64(precision(q.Type)), int64(10), int64(scale(q.Type)), v(q.Start), v(q.Min), v(q.Max), v(q.Increment), flag(q.Cycle))
				})
			},
		},
		{schema: "INFORMATION_SCHEMA", name: "COLUMN_PRIVILEGES", columns: "GRANTOR nvarchar(128), GRANTEE nvarchar(128), TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname!, COLUMN_NAME sysname, PRIVILEGE_TYPE varchar(10), IS_GRANTABLE varchar(3)"},
		{schema: "INFORMATION_SCHEMA", name: "TABLE_PRIVILEGES", columns: "GRANTOR nvarchar(128), GRANTEE nvarchar(128), TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname!, PRIVILEGE_TYPE varchar(10), IS_GRANTABLE varchar(3)"},
		{schema: "INFORMATION_SCHEMA", name: "DOMAINS", columns: "DOMAIN_CATALOG nvarchar(128), DOMAIN_SCHEMA nvarchar(128), DOMAIN_NAME sysname!, DATA_TYPE sysname"},
		{schema: "INFORMATION_SCHEMA", name: "VIEW_TABLE_USAGE", columns: "VIEW_CATALOG nvarchar(128), VIEW_SCHEMA nvarchar(128), VIEW_NAME sysname!, TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname!"},
		{schema: "INFORMATION_SCHEMA", name: "VIEW_COLUMN_USAGE", columns: "VIEW_CATALOG nvarchar(128), VIEW_SCHEMA nvarchar(128), VIEW_NAME sysname!, TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname!, COLUMN_NAME sysname"},
	}
}

// The compatibility views of SQL Server 2000.

func sysobjectRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		h := o.Head()
		if u, ok := o.(*UserType); ok && u.Table == nil {
			continue
		}
		kind := padKind(h.Kind)
		if h.Kind == "PK" || h.Kind == "UQ" {
			kind = "K "
		}
		add(h.Name, int64(h.ID), kind, s.schemaIDOf(db, h.Schema), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(h.Parent), wall(h.Created), int64(0), int64(0), int64(0),
			kind, int64(0), int64(0), int64(0), wall(h.Created), int64(0), int64(0), int64(0), int64(0))
	}
}

func syscolumnRows(s *Session, db string, add func(...tds.Value) bool) {
	for _, o := range s.objectsOf(db) {
		t, _ := o.(*Table)
		for i, c := range columnsOfObject(o) {
			status := int64(0)
			if c.Nullable {
				status |= 8
			}
			if c.Identity {
				status |= 0x80
			}
			def, computed := int64(0), int64(0)
			if t != nil {
				def, computed = int64(t.Columns[i].DefaultID), flag(t.Columns[i].Formula != nil).(int64)
			}
			add(c.Name, int64(o.Head().ID), int64(systemTypeID(c.Type)), int64(0), int64(userTypeID(c.Type)), int64(maxLength(c.Type)), int64(precision(c.Type)), int64(scale(c.Type)),
				int64(columnIDOf(o, i)), int64(0), int64(0), int64(0), def, int64(0), int64(0), int64(i+1), computed, int64(0), status, s.typeCollation(db, c.Type), flag(c.Nullable), computed)
		}
	}
}

func sysindexRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		rows := int64(0)
		if s.ws.tx != nil {
			rows = s.ws.tx.view().Count(t)
		}
		heap := true
		for _, ix := range t.Indexes {
			heap = heap && !ix.Clustered
		}
		if heap {
			add(int64(t.ID), int64(0), nil, int64(0), int64(1), int64(0), int64(0), int64(0), rows, rows, int64(0))
		}
		for _, ix := range t.Indexes {
			status := int64(0)
			if ix.Unique {
				status |= 2
			}
			if ix.Clustered {
				status |= 16
			}
			if ix.Primary {
				status |= 2048
			}
			add(int64(t.ID), int64(ix.ID), ix.Name, status, int64(1), int64(0), int64(0), int64(0), rows, rows, int64(len(ix.Columns)))
		}
	})
}

func sysdatabaseRows(s *Session, _ string, add func(...tds.Value) bool) {
	for _, d := range s.catalog().Databases() {
		add(d.Name, int64(d.ID), []byte{1}, int64(0), int64(65544), int64(1627389952), wall(d.Created), nil, int64(0), int64(160), filePath(d), int64(957))
	}
}

// filePath is the path of a database's first file.
func filePath(d *Database) string {
	first := ""
	files(d, func(id int64, _, _, path string) {
		if id == 1 {
			first = path
		}
	})
	return first
}

func systypeRows(s *Session, db string, add func(...tds.Value) bool) {
	typeRows(s, db, func(v ...tds.Value) bool {
		return add(v[0], v[1], int64(0), v[2], v[5], v[6], v[7], int64(0), int64(0), v[3], int64(0), v[1], v[1], v[8], flag(v[9] == true))
	})
}

func syscommentRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		text := []rune(m.Text)
		for i, n := 0, int64(1); i < len(text); i, n = i+4000, n+1 {
			add(int64(m.ID), int64(0), n, int64(0), string(text[i:min(len(text), i+4000)]), int64(2), int64(0), false)
		}
	})
}

func compatibilityViews() []catalogView {
	return []catalogView{
		{
			name: "sysobjects",
			columns: "name sysname!, id int!, xtype char(2)!, uid smallint, info smallint, status int, base_schema_ver int, replinfo int, parent_obj_group int, ftcatid smallint, schema_ver int, " +
				"parent_obj int, crdate datetime!, deltrig int, instrig int, updtrig int, type char(2), userstat smallint, sysstat smallint, indexdel smallint, refdate datetime!, version int, " +
				"stats_schema_ver int, category int, cache smallint",
			rows: sysobjectRows,
		},
		{
			name: "syscolumns",
			columns: "name sysname, id int!, xtype tinyint!, typestat tinyint, xusertype smallint, length smallint!, xprec tinyint!, xscale tinyint!, colid smallint, xoffset smallint, bitpos tinyint, " +
				"reserved tinyint, cdefault int, domain int, number smallint, colorder smallint, iscomputed int, language int, status tinyint, collation sysname, isnullable int, isoutparam int",
			rows: syscolumnRows,
		},
		{
			name:    "sysindexes",
			columns: "id int!, indid smallint, name sysname, status int, groupid smallint, dpages int, reserved int, used int, rowcnt bigint, rows int, keycnt smallint",
			rows:    sysindexRows,
		},
		{
			name: "sysdatabases",
			columns: "name sysname!, dbid smallint, sid varbinary(85), mode smallint, status int, status2 int, crdate datetime!, reserved datetime, category int, cmptlevel tinyint!, filename nvarchar(260), " +
				"version smallint",
			rows: sysdatabaseRows,
		},
		{
			name: "systypes",
			columns: "name sysname!, xtype tinyint!, status tinyint, xusertype smallint, length smallint!, xprec tinyint!, xscale tinyint!, tdefault int, domain int, uid smallint, reserved smallint, " +
				"type tinyint, usertype smallint, collation sysname, allownulls int",
			rows: systypeRows,
		},
		{
			name:    "syscomments",
			columns: "id int!, number smallint, colid smallint!, status smallint!, text nvarchar(4000), texttype smallint, language smallint, encrypted bit!",
			rows:    syscommentRows,
		},
		{
			name: "sysfiles", columns: "fileid smallint, groupid smallint, size int!, maxsize int!, growth int!, status int, perf int, name sysname!, filename nvarchar(260)",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				if d := s.catalog().Database(db); d != nil {
					files(d, func(id int64, _, name, path string) {
						add(id, 2-id, int64(1024), int64(-1), int64(8192), int64(2), int64(0), name, path)
					})
				}
			},
		},
	}
}
