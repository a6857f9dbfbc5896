package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// indexRows lists the indexes of tables; a table without a clustered one is a heap, index 0.
func indexRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		clustered := false
		for _, ix := range t.Indexes {
			clustered = clustered || ix.Clustered
		}
		if !clustered {
			add(int64(t.ID), nil, int64(0), int64(0), "HEAP", false, int64(1), false, false, false, int64(0), false, false, false, false, true, true, false, nil, nil, false, false)
		}
		for _, ix := range t.Indexes {
			kind, desc := int64(2), "NONCLUSTERED"
			if ix.Clustered {
				kind, desc = 1, "CLUSTERED"
			}
			var filter tds.Value
			if ix.Filter != nil {
				filter = ix.Filter.Text
			}
			add(int64(t.ID), ix.Name, int64(ix.ID), kind, desc, ix.Unique, int64(1), false, ix.Primary, ix.Constraint && !ix.Primary, int64(0), false, false, false, false,
				true, true, ix.Filter != nil, filter, nil, false, false)
		}
	})
}

func indexColumnRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for _, ix := range t.Indexes {
			n := int64(0)
			for _, c := range ix.Columns {
				n++
				add(int64(t.ID), int64(ix.ID), n, int64(t.Columns[c.Ordinal].ID), n, int64(0), c.Desc, false, int64(0), int64(0))
			}
			for _, c := range ix.Include {
				n++
				add(int64(t.ID), int64(ix.ID), n, int64(t.Columns[c].ID), int64(0), int64(0), false, true, int64(0), int64(0))
			}
		}
	})
}

// constraintHead is the head of a constraint of a table.
func constraintHead(t *Table, id int32, name, kind string) Head {
	return Head{ID: id, Database: t.Database, Schema: t.Schema, Name: name, Kind: kind, Parent: t.ID, Created: t.Created, Modified: t.Modified}
}

func keyConstraintRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for _, ix := range t.Indexes {
			if !ix.Constraint {
				continue
			}
			kind := "UQ"
			if ix.Primary {
				kind = "PK"
			}
			add(append(s.objectRow(constraintHead(t, ix.ObjectID, ix.Name, kind)), int64(ix.ID), ix.SystemName, true)...)
		}
	})
}

var actionCodes = map[string]int64{"": 0, "NO ACTION": 0, "CASCADE": 1, "SET NULL": 2, "SET DEFAULT": 3}

var actionNames = []string{"NO_ACTION", "CASCADE", "SET_NULL", "SET_DEFAULT"}

func foreignKeyRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for _, fk := range t.ForeignKeys {
			var parent, index tds.Value
			if p := s.catalog().Table(db, fk.RefSchema, fk.RefTable); p != nil {
				parent = int64(p.ID)
				for _, ix := range p.Indexes {
					if ix.Unique && keyOfIndex(p, ix, fk.RefColumns) && index == nil {
						index = int64(ix.ID)
					}
				}
			}
			del, upd := actionCodes[fk.OnDelete], actionCodes[fk.OnUpdate]
			add(append(s.objectRow(constraintHead(t, fk.ID, fk.Name, "F")), parent, index, fk.Disabled, false, fk.NotTrusted,
				del, actionNames[del], upd, actionNames[upd], fk.SystemName)...)
		}
	})
}

func foreignKeyColumnRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for _, fk := range t.ForeignKeys {
			p := s.catalog().Table(db, fk.RefSchema, fk.RefTable)
			if p == nil {
				continue
			}
			for i, c := range fk.Columns {
				j := p.Ordinal(fk.RefColumns[i])
				if j < 0 {
					continue
				}
				add(int64(fk.ID), int64(i+1), int64(t.ID), int64(t.Columns[c].ID), int64(p.ID), int64(p.Columns[j].ID))
			}
		}
	})
}

func checkRowsOf(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for _, c := range t.Checks {
			column := int64(0)
			if c.Column >= 0 {
				column = int64(t.Columns[c.Column].ID)
			}
			add(append(s.objectRow(constraintHead(t, c.ID, c.Name, "C")), c.Disabled, false, c.NotTrusted, column, c.Cond.Text, true, c.SystemName)...)
		}
	})
}

func defaultRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for i := range t.Columns {
			c := &t.Columns[i]
			if c.Default != nil {
				add(append(s.objectRow(constraintHead(t, c.DefaultID, c.DefaultName, "D")), int64(c.ID), c.Default.Text, false)...)
			}
		}
	})
}

func identityRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		i := t.Identity()
		if i < 0 {
			return
		}
		c := &t.Columns[i]
		v := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeBigInt, Value: n} }
		add(append(s.columnRow(db, t.ID, c.ID, &c.Column, c), v(c.Seed), v(c.Increment), v(t.LastIdentity()), false)...)
	})
}

func computedRows(s *Session, db string, add func(...tds.Value) bool) {
	each(s, db, func(t *Table) {
		for i := range t.Columns {
			c := &t.Columns[i]
			if c.Formula != nil {
				add(append(s.columnRow(db, t.ID, c.ID, &c.Column, c), c.Formula.Text, true, c.Persisted)...)
			}
		}
	})
}

func partitionRows(s *Session, db string, add func(...tds.Value) bool) {
	var rows func(t *Table) int64
	if s.ws.tx != nil {
		v := s.ws.tx.view()
		rows = v.Count
	}
	each(s, db, func(t *Table) {
		n := int64(0)
		if rows != nil {
			n = rows(t)
		}
		heap := true
		for _, ix := range t.Indexes {
			heap = heap && !ix.Clustered
			add(partitionID(t, ix.ID), int64(t.ID), int64(ix.ID), int64(1), partitionID(t, ix.ID), n, int64(0), int64(0), "NONE", false, nil)
		}
		if heap {
			add(partitionID(t, 0), int64(t.ID), int64(0), int64(1), partitionID(t, 0), n, int64(0), int64(0), "NONE", false, nil)
		}
	})
}

func partitionID(t *Table, index int32) tds.Value { return int64(t.ID)<<16 | int64(index) }

const keyConstraintColumns = objectColumns + ", unique_index_id int, is_system_named bit!, is_enforced bit"

func tableViews() []catalogView {
	return []catalogView{
		{
			name: "indexes",
			columns: "object_id int!, name sysname, index_id int!, type tinyint!, type_desc nvarchar(60), is_unique bit, data_space_id int, ignore_dup_key bit, is_primary_key bit, " +
				"is_unique_constraint bit, fill_factor tinyint!, is_padded bit, is_disabled bit, is_hypothetical bit, is_ignored_in_optimization bit, allow_row_locks bit, allow_page_locks bit, " +
				"has_filter bit, filter_definition nvarchar(max), compression_delay int, suppress_dup_key_messages bit, auto_created bit, optimize_for_sequential_key bit",
			rows: indexRows,
		},
		{
			name: "index_columns",
			columns: "object_id int!, index_id int!, index_column_id int!, column_id int!, key_ordinal tinyint!, partition_ordinal tinyint!, is_descending_key bit, is_included_column bit, " +
				"column_store_order_ordinal tinyint!, data_clustering_ordinal tinyint!",
			rows: indexColumnRows,
		},
		{name: "key_constraints", columns: keyConstraintColumns, rows: keyConstraintRows},
		{
			name: "foreign_keys",
			columns: objectColumns + ", referenced_object_id int, key_index_id int, is_disabled bit!, is_not_for_replication bit!, is_not_trusted bit!, delete_referential_action tinyint, " +
				"delete_referential_action_desc nvarchar(60), update_referential_action tinyint, update_referential_action_desc nvarchar(60), is_system_named bit!",
			rows: foreignKeyRows,
		},
		{
			name:    "foreign_key_columns",
			columns: "constraint_object_id int!, constraint_column_id int!, parent_object_id int!, parent_column_id int!, referenced_object_id int!, referenced_column_id int!",
			rows:    foreignKeyColumnRows,
		},
		{
			name: "check_constraints",
			columns: objectColumns + ", is_disabled bit!, is_not_for_replication bit!, is_not_trusted bit!, parent_column_id int!, definition nvarchar(max), " +
				"uses_database_collation bit, is_system_named bit!",
			rows: checkRowsOf,
		},
		{name: "default_constraints", columns: objectColumns + ", parent_column_id int!, definition nvarchar(max), is_system_named bit!", rows: defaultRows},
		{name: "identity_columns", columns: columnColumns + ", seed_value sql_variant, increment_value sql_variant, last_value sql_variant, is_not_for_replication bit", rows: identityRows},
		{name: "computed_columns", columns: columnColumns + ", definition nvarchar(max), uses_database_collation bit!, is_persisted bit!", rows: computedRows},
		{
			name: "partitions",
			columns: "partition_id bigint!, object_id int!, index_id int!, partition_number int!, hobt_id bigint!, rows bigint, filestream_filegroup_id smallint!, data_compression tinyint!, " +
				"data_compression_desc nvarchar(60), xml_compression bit, xml_compression_desc varchar(3)",
			rows: partitionRows,
		},
		{
			name: "dm_db_partition_stats",
			columns: "partition_id bigint, object_id int!, index_id int!, partition_number int!, in_row_data_page_count bigint, in_row_used_page_count bigint, in_row_reserved_page_count bigint, " +
				"lob_used_page_count bigint, lob_reserved_page_count bigint, row_overflow_used_page_count bigint, row_overflow_reserved_page_count bigint, used_page_count bigint, " +
				"reserved_page_count bigint, row_count bigint",
			rows: func(s *Session, db string, add func(...tds.Value) bool) {
				partitionRows(s, db, func(v ...tds.Value) bool {
					zero := int64(0)
					return add(v[0], v[1], v[2], v[3], zero, zero, zero, zero, zero, zero, zero, zero, zero, v[5])
				})
			},
		},
	}
}

// triggerEvents lists what a trigger fires for.
func triggerEvents(def *tsql.CreateTriggerStmt, add func(kind int64, name string)) {
	if def.Insert {
		add(1, "INSERT")
	}
	if def.Update {
		add(2, "UPDATE")
	}
	if def.Delete {
		add(3, "DELETE")
	}
}
