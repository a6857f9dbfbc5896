package engine

import (
	"msxgate/tds"
	"msxgate/tsql/eval"
)

const databaseColumns = "name sysname!, database_id int!, source_database_id int, owner_sid varbinary(85), create_date datetime!, compatibility_level tinyint!, collation_name sysname, " +
	"user_access tinyint, user_access_desc nvarchar(60), is_read_only bit, is_auto_close_on bit!, is_auto_shrink_on bit, state tinyint, state_desc nvarchar(60), is_in_standby bit, " +
	"is_cleanly_shutdown bit, is_supplemental_logging_enabled bit, snapshot_isolation_state tinyint, snapshot_isolation_state_desc nvarchar(60), is_read_committed_snapshot_on bit, " +
	"recovery_model tinyint, recovery_model_desc nvarchar(60), page_verify_option tinyint, page_verify_option_desc nvarchar(60), is_auto_create_stats_on bit, " +
	"is_auto_create_stats_incremental_on bit, is_auto_update_stats_on bit, is_auto_update_stats_async_on bit, is_ansi_null_default_on bit, is_ansi_nulls_on bit, is_ansi_padding_on bit, " +
	"is_ansi_warnings_on bit, is_arithabort_on bit, is_concat_null_yields_null_on bit, is_numeric_roundabort_on bit, is_quoted_identifier_on bit, is_recursive_triggers_on bit, " +
	"is_cursor_close_on_commit_on bit, is_local_cursor_default bit, is_fulltext_enabled bit, is_trustworthy_on bit, is_db_chaining_on bit, is_parameterization_forced bit, " +
	"is_master_key_encrypted_by_server bit!, is_query_store_on bit, is_published bit!, is_subscribed bit!, is_merge_published bit!, is_distributor bit!, is_sync_with_backup bit!, " +
	"service_broker_guid uniqueidentifier!, is_broker_enabled bit!, log_reuse_wait tinyint, log_reuse_wait_desc nvarchar(60), is_date_correlation_on bit!, is_cdc_enabled bit!, is_encrypted bit, " +
	"is_honor_broker_priority_on bit, replica_id uniqueidentifier, group_database_id uniqueidentifier, resource_pool_id int, default_language_lcid smallint, default_language_name nvarchar(128), " +
	"default_fulltext_language_lcid int, default_fulltext_language_name nvarchar(128), is_nested_triggers_on bit, is_transform_noise_words_on bit, two_digit_year_cutoff smallint, containment tinyint, " +
	"containment_desc nvarchar(60), target_recovery_time_in_seconds int, delayed_durability int, delayed_durability_desc nvarchar(60), is_memory_optimized_elevate_to_snapshot_on bit, " +
	"is_federation_member bit, is_remote_data_archive_enabled bit, is_mixed_page_allocation_on bit, is_temporal_history_retention_enabled bit, catalog_collation_type int!, " +
	"catalog_collation_type_desc nvarchar(60), physical_database_name nvarchar(128), is_result_set_caching_on bit, is_accelerated_database_recovery_on bit, is_tempdb_spill_to_remote_store bit, " +
	"is_stale_page_detection_on bit, is_memory_optimized_enabled bit, is_data_retention_enabled bit, is_ledger_on bit, is_change_feed_enabled bit"

// databaseValues gives the values of a sys.databases row by column name; what it does not name is false or 0.
func databaseValues(s *Session, d *Database) map[string]tds.Value {
	recovery := recoveryModel(d)
	models := map[string]int64{"FULL": 1, "BULK_LOGGED": 2, "SIMPLE": 3}
	system := d.ID <= 4
	return map[string]tds.Value{
		"name": d.Name, "database_id": int64(d.ID), "owner_sid": []byte{1}, "create_date": wall(d.Created), "compatibility_level": int64(160),
		"collation_name": s.collationOf(d.Name), "user_access_desc": "MULTI_USER", "state_desc": "ONLINE", "snapshot_isolation_state": int64(1),
		"snapshot_isolation_state_desc": "ON", "is_read_committed_snapshot_on": true, "recovery_model": models[recovery], "recovery_model_desc": recovery,
		"page_verify_option": int64(2), "page_verify_option_desc": "CHECKSUM", "is_auto_create_stats_on": true, "is_auto_update_stats_on": true,
		"is_db_chaining_on": system && d.ID != 3, "is_trustworthy_on": d.ID == 4, "service_broker_guid": tds.GUID{byte(d.ID)}, "is_broker_enabled": d.ID == 4,
		"log_reuse_wait_desc": "NOTHING", "default_language_lcid": int64(1033), "default_language_name": "English", "default_fulltext_language_lcid": int64(1033),
		"default_fulltext_language_name": "English", "is_nested_triggers_on": true, "two_digit_year_cutoff": int64(2049), "containment_desc": "NONE",
		"target_recovery_time_in_seconds": int64(60), "delayed_durability_desc": "DISABLED", "catalog_collation_type_desc": "DATABASE_DEFAULT",
		"physical_database_name": d.Name,
	}
}

// nullDatabaseColumns are NULL rather than 0 when databaseValues does not name them.
var nullDatabaseColumns = map[string]bool{
	"source_database_id": true, "replica_id": true, "group_database_id": true, "resource_pool_id": true,
}

func databaseRows(s *Session, _ string, add func(...tds.Value) bool) {
	cols := viewColumns(databaseColumns)
	for _, d := range s.catalog().Databases() {
		values := databaseValues(s, d)
		row := make([]tds.Value, len(cols))
		for i, c := range cols {
			v, ok := values[c.Name]
			switch {
			case ok:
				row[i] = v
			case nullDatabaseColumns[c.Name]:
			case c.Type.ID == tds.Bit:
				row[i] = false
			case c.Type.ID.IsInteger():
				row[i] = int64(0)
			}
		}
		add(row...)
	}
}

// configuration is a row of sys.configurations.
type configuration struct {
	id                int64
	name              string
	value, low, high  int64
	dynamic, advanced bool
}

var configurations = []configuration{
	{101, "recovery interval (min)", 0, 0, 32767, true, true},
	{102, "allow updates", 0, 0, 1, true, false},
	{103, "user connections", 0, 0, 32767, false, true},
	{106, "locks", 0, 5000, 2147483647, false, true},
	{107, "open objects", 0, 0, 2147483647, false, true},
	{109, "fill factor (%)", 0, 0, 100, false, true},
	{114, "disallow results from triggers", 0, 0, 1, true, true},
	{115, "nested triggers", 1, 0, 1, true, false},
	{116, "server trigger recursion", 1, 0, 1, true, false},
	{117, "remote access", 1, 0, 1, false, false},
	{124, "default language", 0, 0, 9999, true, false},
	{400, "cross db ownership chaining", 0, 0, 1, true, false},
	{503, "max worker threads", 0, 128, 65535, true, true},
	{505, "network packet size (B)", 4096, 512, 32767, true, true},
	{518, "show advanced options", 0, 0, 1, true, false},
	{542, "remote proc trans", 0, 0, 1, true, false},
	{544, "c2 audit mode", 0, 0, 1, false, true},
	{1126, "default full-text language", 1033, 0, 2147483647, true, true},
	{1127, "two digit year cutoff", 2049, 1753, 9999, true, true},
	{1505, "index create memory (KB)", 0, 704, 2147483647, true, true},
	{1517, "priority boost", 0, 0, 1, false, true},
	{1519, "remote login timeout (s)", 10, 0, 2147483647, true, false},
	{1520, "remote query timeout (s)", 600, 0, 2147483647, true, false},
	{1531, "cursor threshold", -1, -1, 2147483647, true, true},
	{1532, "set working set size", 0, 0, 1, false, true},
	{1534, "user options", 0, 0, 32767, true, false},
	{1535, "affinity mask", 0, -2147483648, 2147483647, true, true},
	{1536, "max text repl size (B)", 65536, -1, 2147483647, true, false},
	{1537, "media retention", 0, 0, 365, true, true},
	{1538, "cost threshold for parallelism", 5, 0, 32767, true, true},
	{1539, "max degree of parallelism", 0, 0, 32767, true, true},
	{1540, "min memory per query (KB)", 1024, 512, 2147483647, true, true},
	{1541, "query wait (s)", -1, -1, 2147483647, true, true},
	{1543, "min server memory (MB)", 0, 0, 2147483647, true, true},
	{1544, "max server memory (MB)", 2147483647, 128, 2147483647, true, true},
	{1545, "query governor cost limit", 0, 0, 2147483647, true, true},
	{1546, "lightweight pooling", 0, 0, 1, false, true},
	{1547, "scan for startup procs", 0, 0, 1, false, true},
	{1562, "clr enabled", 0, 0, 1, true, false},
	{1568, "default trace enabled", 0, 0, 1, true, true},
	{1576, "remote admin connections", 0, 0, 1, true, false},
	{1579, "backup compression default", 0, 0, 1, true, false},
	{1581, "optimize for ad hoc workloads", 0, 0, 1, true, true},
	{16384, "Agent XPs", 1, 0, 1, true, true},
	{16386, "Database Mail XPs", 0, 0, 1, true, true},
	{16387, "SMO and DMO XPs", 1, 0, 1, true, true},
	{16388, "Ole Automation Procedures", 0, 0, 1, true, true},
	{16390, "xp_cmdshell", 0, 0, 1, true, true},
	{16391, "Ad Hoc Distributed Queries", 0, 0, 1, true, true},
	{16392, "Replication XPs", 0, 0, 1, true, true},
	{16393, "contained database authentication", 0, 0, 1, true, false},
}

func configurationRows(_ *Session, _ string, add func(...tds.Value) bool) {
	v := func(n int64) tds.Value { return tds.Variant{Type: tds.TypeInt, Value: n} }
	for _, c := range configurations {
		add(c.id, c.name, v(c.value), v(c.low), v(c.high), v(c.value), c.name, c.dynamic, c.advanced)
	}
}

// files lists the two files that a database would have.
func files(d *Database, add func(id int64, kind, name, path string)) {
	path := "C:\\Program Files\\Microsoft SQL Server\\MSSQL16.MSSQLSERVER\\MSSQL\\DATA\\" // what clients take apart by their own rules
	add(1, "ROWS", d.Name, path+d.Name+".mdf")
	add(2, "LOG", d.Name+"_log", path+d.Name+"_log.ldf")
}

const fileColumns = "file_id int!, file_guid uniqueidentifier, type tinyint!, type_desc nvarchar(60), data_space_id int!, name sysname!, physical_name nvarchar(260), state tinyint, " +
	"state_desc nvarchar(60), size int!, max_size int!, growth int!, is_media_read_only bit!, is_read_only bit!, is_sparse bit!, is_percent_growth bit!, is_name_reserved bit!, " +
	"is_persistent_log_buffer bit, create_lsn numeric(25;0), drop_lsn numeric(25;0)"

func fileRow(id int64, kind, name, path string) []tds.Value {
	code, space := int64(0), int64(1)
	if kind == "LOG" {
		code, space = 1, 0
	}
	return []tds.Value{
		id, nil, code, kind, space, name, path, int64(0), "ONLINE", int64(1024), int64(-1), int64(8192), false, false, false, false, false, false,
	}
}

func databaseFileRows(s *Session, db string, add func(...tds.Value) bool) {
	if d := s.catalog().Database(db); d != nil {
		files(d, func(id int64, kind, name, path string) { add(fileRow(id, kind, name, path)...) })
	}
}

func masterFileRows(s *Session, _ string, add func(...tds.Value) bool) {
	for _, d := range s.catalog().Databases() {
		files(d, func(id int64, kind, name, path string) {
			add(append([]tds.Value{int64(d.ID)}, fileRow(id, kind, name, path)...)...)
		})
	}
}

func languageRows(_ *Session, _ string, add func(...tds.Value) bool) {
	for _, l := range eval.Languages {
		add(l.ID, l.DateFormat, l.DateFirst, int64(0), l.Name, l.Alias, l.Months, l.ShortMonths, l.Days, l.LCID, l.LCID)
	}
}

func serverViews() []catalogView {
	return []catalogView{
		{name: "databases", columns: databaseColumns, rows: databaseRows},
		{
			name: "configurations",
			columns: "configuration_id int!, name nvarchar(35)!, value sql_variant, minimum sql_variant, maximum sql_variant, value_in_use sql_variant, description nvarchar(255)!, " +
				"is_dynamic bit!, is_advanced bit!",
			rows: configurationRows,
		},
		{name: "database_files", columns: fileColumns, rows: databaseFileRows},
		{name: "master_files", columns: "database_id int!, " + fileColumns + ", credential_id int", rows: masterFileRows},
		{
			name:    "filegroups",
			columns: "name sysname!, data_space_id int!, type char(2)!, type_desc nvarchar(60), is_default bit, is_system bit, filegroup_guid uniqueidentifier, log_filegroup_id int, is_read_only bit, is_autogrow_all_files bit",
			rows: func(_ *Session, _ string, add func(...tds.Value) bool) {
				add("PRIMARY", int64(1), "FG", "ROWS_FILEGROUP", true, false, nil, nil, false, false)
			},
		},
		{
			name: "data_spaces", columns: "name sysname!, data_space_id int!, type char(2)!, type_desc nvarchar(60), is_default bit, is_system bit",
			rows: func(_ *Session, _ string, add func(...tds.Value) bool) {
				add("PRIMARY", int64(1), "FG", "ROWS_FILEGROUP", true, false)
			},
		},
		{
			name: "dm_os_host_info",
			columns: "host_platform nvarchar(256)!, host_distribution nvarchar(256)!, host_release nvarchar(256)!, host_service_pack_level nvarchar(256)!, host_sku int, os_language_version int!, " +
				"host_architecture nvarchar(256)!",
			rows: func(_ *Session, _ string, add func(...tds.Value) bool) {
				add("Windows", "Windows Server 2022 Standard", "10.0", "", int64(7), int64(1033), "X64")
			},
		},
		{
			name: "syslanguages",
			columns: "langid smallint!, dateformat nchar(3)!, datefirst tinyint!, upgrade int, name sysname!, alias sysname, months nvarchar(372), shortmonths nvarchar(132), days nvarchar(217), " +
				"lcid int!, msglangid smallint!",
			rows: languageRows,
		},
		{
			name: "fulltext_languages", columns: "lcid int!, name sysname!",
			rows: func(_ *Session, _ string, add func(...tds.Value) bool) { add(int64(1033), "English") },
		},
		{
			name: "database_recovery_status", columns: "database_id int!, database_guid uniqueidentifier, family_guid uniqueidentifier, last_log_backup_lsn numeric(25;0), " +
				"recovery_fork_guid uniqueidentifier, first_recovery_fork_guid uniqueidentifier, fork_point_lsn numeric(25;0)",
			rows: func(s *Session, _ string, add func(...tds.Value) bool) {
				for _, d := range s.catalog().Databases() {
					add(int64(d.ID), tds.GUID{byte(d.ID)}, tds.GUID{byte(d.ID)}, nil, tds.GUID{byte(d.ID)})
				}
			},
		},
		{
			name: "database_mirroring", columns: "database_id int!, mirroring_guid uniqueidentifier, mirroring_state tinyint, mirroring_state_desc nvarchar(60), mirroring_role tinyint, " +
				"mirroring_role_desc nvarchar(60), mirroring_role_sequence int, mirroring_safety_level tinyint, mirroring_safety_level_desc nvarchar(60), mirroring_safety_sequence int, " +
				"mirroring_partner_name nvarchar(128), mirroring_partner_instance nvarchar(128), mirroring_witness_name nvarchar(128), mirroring_witness_state tinyint, " +
				"mirroring_witness_state_desc nvarchar(60), mirroring_failover_lsn numeric(25;0), mirroring_connection_timeout int, mirroring_redo_queue int, mirroring_redo_queue_type nvarchar(60), " +
				"mirroring_end_of_log_lsn numeric(25;0), mirroring_replication_lsn numeric(25;0)",
			rows: func(s *Session, _ string, add func(...tds.Value) bool) {
				for _, d := range s.catalog().Databases() {
					add(int64(d.ID))
				}
			},
		},
		{
			name: "database_filestream_options", columns: "database_id int!, non_transacted_access tinyint!, non_transacted_access_desc nvarchar(60)!, directory_name nvarchar(255)",
			rows: func(s *Session, _ string, add func(...tds.Value) bool) {
				for _, d := range s.catalog().Databases() {
					add(int64(d.ID), int64(0), "OFF", nil)
				}
			},
		},
		{
			name: "dm_os_sys_info",
			columns: "cpu_ticks bigint!, ms_ticks bigint!, cpu_count int!, hyperthread_ratio int!, physical_memory_kb bigint!, virtual_memory_kb bigint!, committed_kb bigint!, committed_target_kb bigint!, " +
				"max_workers_count int!, scheduler_count int!, sqlserver_start_time datetime!, virtual_machine_type int!, virtual_machine_type_desc nvarchar(60)!, softnuma_configuration int!, " +
				"softnuma_configuration_desc nvarchar(60)!, socket_count int!, cores_per_socket int!, numa_node_count int!, container_type int!, container_type_desc nvarchar(60)!",
			rows: func(s *Session, _ string, add func(...tds.Value) bool) {
				add(int64(1), int64(1), int64(2), int64(2), int64(4194304), int64(8388608), int64(262144), int64(262144), int64(512), int64(2), wall(s.catalog().Database("tempdb").Created),
					int64(0), "NONE", int64(0), "OFF", int64(1), int64(2), int64(1), int64(0), "NONE")
			},
		},
		{name: "availability_groups", columns: "group_id uniqueidentifier!, name sysname, resource_id nvarchar(40), resource_group_id nvarchar(40), failure_condition_level int, health_check_timeout int, " +
			"automated_backup_preference tinyint, automated_backup_preference_desc nvarchar(60), version smallint, basic_features bit, dtc_support bit, db_failover bit, is_distributed bit, cluster_type tinyint, " +
			"cluster_type_desc nvarchar(60), required_synchronized_secondaries_to_commit int, sequence_number bigint, is_contained bit"},
	}
}
