package engine

import (
	"slices"

	"msxgate/tds"
	"msxgate/tsql"
)

func procedureRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		if m.Kind == "P" {
			add(append(s.objectRow(m.Head()), false, false, false, false)...)
		}
	})
}

func sqlModuleRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		add(int64(m.ID), m.Text, m.AnsiNulls, m.QuotedIdentifier, false, false, false, false, nil, false, m.Kind == "FN", false)
	})
}

func triggerRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		def, ok := m.Stmt.(*tsql.CreateTriggerStmt)
		if !ok {
			return
		}
		add(m.Name, int64(m.ID), int64(1), "OBJECT_OR_COLUMN", int64(m.Parent), "TR", kindNames["TR"], wall(m.Created), wall(m.Modified), false, m.Disabled, false, def.InsteadOf)
	})
}

func triggerEventRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		if def, ok := m.Stmt.(*tsql.CreateTriggerStmt); ok {
			triggerEvents(def, func(kind int64, name string) { add(int64(m.ID), kind, name, false, false, nil, nil, true) })
		}
	})
}

// moduleParams is the parameters of a procedure or function.
func moduleParams(m *Module) ([]tsql.ParamDecl, *tsql.CreateFunctionStmt) {
	switch def := m.Stmt.(type) {
	case *tsql.CreateProcStmt:
		return def.Params, nil
	case *tsql.CreateFunctionStmt:
		return def.Params, def
	}
	return nil, nil
}

func parameterRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		params, fn := moduleParams(m)
		if fn != nil && m.Kind == "FN" {
			add(s.parameterRow(m, "", 0, fn.Returns, true, false)...)
		}
		for i, p := range params {
			add(s.parameterRow(m, p.Name, i+1, p.Type, p.Output, p.ReadOnly)...)
		}
	})
}

func (s *Session) parameterRow(m *Module, name string, id int, t tsql.TypeName, output, readonly bool) []tds.Value {
	typ, system, user := t.Type, int64(systemTypeID(t.Type)), int64(userTypeID(t.Type))
	if t.Name != nil {
		if u, err := s.userType(t.Name); err == nil {
			typ, system, user = u.Base, int64(systemTypeID(u.Base)), int64(u.ID)
			if u.Table != nil {
				system = 243
			}
		}
	}
	return []tds.Value{
		int64(m.ID), name, int64(id), system, user, int64(maxLength(typ)), int64(precision(typ)), int64(scale(typ)), output, false, false, false, int64(0), nil, readonly, true,
		nil, nil, nil, nil, nil,
	}
}

const parameterColumns = "object_id int!, name sysname, parameter_id int!, system_type_id tinyint!, user_type_id int!, max_length smallint!, precision tinyint!, scale tinyint!, " +
	"is_output bit!, is_cursor_ref bit!, has_default_value bit!, is_xml_document bit!, xml_collection_id int!, default_value sql_variant, is_readonly bit!, is_nullable bit, " +
	"encryption_type int, encryption_type_desc nvarchar(64), encryption_algorithm_name sysname, column_encryption_key_id int, column_encryption_key_database_name sysname"

const sqlModuleColumns = "object_id int!, definition nvarchar(max), uses_ansi_nulls bit, uses_quoted_identifier bit, is_schema_bound bit, uses_database_collation bit, is_recompiled bit, " +
	"null_on_null_input bit, execute_as_principal_id int, uses_native_compilation bit, is_inlineable bit, inline_type bit"

const procedureColumns = objectColumns + ", is_auto_executed bit!, is_execution_replicated bit, is_repl_serializable_only bit, skips_repl_constraints bit"

func moduleViews() []catalogView {
	return []catalogView{
		{name: "procedures", columns: procedureColumns, rows: procedureRows},
		{name: "sql_modules", columns: sqlModuleColumns, rows: sqlModuleRows},
		{name: "all_sql_modules", columns: sqlModuleColumns, rows: sqlModuleRows},
		{name: "parameters", columns: parameterColumns, rows: parameterRows},
		{name: "all_parameters", columns: parameterColumns, rows: parameterRows},
		{
			name: "triggers",
			columns: "name sysname!, object_id int!, parent_class tinyint!, parent_class_desc nvarchar(60), parent_id int!, type char(2)!, type_desc nvarchar(60), create_date datetime!, " +
				"modify_date datetime!, is_ms_shipped bit!, is_disabled bit!, is_not_for_replication bit!, is_instead_of_trigger bit!",
			rows: triggerRows,
		},
		{
			name:    "trigger_events",
			columns: "object_id int!, type int!, type_desc nvarchar(128), is_first bit!, is_last bit!, event_group_type int, event_group_type_desc nvarchar(128), is_trigger_event bit",
			rows:    triggerEventRows,
		},
		{name: "system_sql_modules", columns: sqlModuleColumns},
		{name: "assembly_modules", columns: "object_id int!, assembly_id int!, assembly_class sysname, assembly_method sysname, null_on_null_input bit, execute_as_principal_id int"},
		{name: "numbered_procedures", columns: "object_id int!, procedure_number smallint!, definition nvarchar(max)"},
		{
			name: "sql_expression_dependencies",
			columns: "referencing_id int!, referencing_minor_id int!, referencing_class tinyint, referencing_class_desc nvarchar(60), is_schema_bound_reference bit!, referenced_class tinyint, " +
				"referenced_class_desc nvarchar(60), referenced_server_name sysname, referenced_database_name sysname, referenced_schema_name sysname, referenced_entity_name sysname, " +
				"referenced_id int, referenced_minor_id int!, is_caller_dependent bit!, is_ambiguous bit!",
			rows: dependencyRows,
		},
	}
}

// dependencyRows are the names that modules speak of, once for each module.
func dependencyRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(m *Module) {
		seen := map[tsql.Name]bool{}
		for _, n := range spokenNames(m.Stmt) {
			n.Span = tsql.Span{}
			if seen[n] || n.Object == "" || isTemp(n.Object) {
				continue
			}
			seen[n] = true
			var id tds.Value
			schema := n.Schema
			if schema == "" {
				schema = "dbo"
			}
			if o := s.catalog().Object(db, schema, n.Object); o != nil && n.Database == "" && n.Server == "" {
				id = int64(o.Head().ID)
			}
			add(int64(m.ID), int64(0), int64(1), "OBJECT_OR_COLUMN", schemaBound(m.Stmt), int64(1), "OBJECT_OR_COLUMN",
				orNull(n.Server), orNull(n.Database), orNull(n.Schema), n.Object, id, int64(0), id == nil && n.Schema == "" && m.Kind == "P", false)
		}
	})
}

func orNull(s string) tds.Value {
	if s == "" {
		return nil
	}
	return s
}

// spokenNames are the tables, views, procedures and functions that a module names.
func spokenNames(st tsql.Stmt) []tsql.Name {
	names := readNames(st)
	tsql.Inspect(st, func(n tsql.Node) bool {
		switch n := n.(type) {
		case *tsql.ExecStmt:
			names = append(names, n.Proc)
		case *tsql.Call:
			if n.Name.Schema != "" && !sameName(n.Name.Schema, "sys") {
				names = append(names, n.Name)
			}
		}
		return true
	})
	return slices.DeleteFunc(names, func(n tsql.Name) bool {
		return sameName(n.Schema, "sys") || n.Schema == "" && (sameName(n.Object, "inserted") || sameName(n.Object, "deleted"))
	})
}
