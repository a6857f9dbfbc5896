package engine

// emptyViews are views that clients probe for features that are not here: no rows, the right columns.
func emptyViews() []catalogView {
	return []catalogView{
		{name: "server_resource_stats", columns: "start_time datetime2, end_time datetime2, resource_name nvarchar(128), sku nvarchar(128), hardware_generation nvarchar(128), virtual_core_count int, " +
			"avg_cpu_percent numeric(5;2), reserved_storage_mb bigint, storage_space_used_mb numeric(18;2), io_requests bigint, io_bytes_read bigint, io_bytes_written bigint"},
		{name: "dm_hadr_cluster", columns: "cluster_name nvarchar(256)!, quorum_type tinyint!, quorum_type_desc nvarchar(60)!, quorum_state tinyint!, quorum_state_desc nvarchar(60)!"},
		{name: "dm_hadr_database_replica_states", columns: "database_id int!, group_id uniqueidentifier!, replica_id uniqueidentifier!, group_database_id uniqueidentifier!, is_local bit, " +
			"is_primary_replica bit, synchronization_state tinyint, synchronization_state_desc nvarchar(60), is_commit_participant bit, synchronization_health tinyint, " +
			"synchronization_health_desc nvarchar(60), database_state tinyint, database_state_desc nvarchar(60), is_suspended bit, suspend_reason tinyint, suspend_reason_desc nvarchar(60), " +
			"recovery_lsn numeric(25;0), truncation_lsn numeric(25;0), last_sent_lsn numeric(25;0), last_sent_time datetime, last_received_lsn numeric(25;0), last_received_time datetime, " +
			"last_hardened_lsn numeric(25;0), last_hardened_time datetime, last_redone_lsn numeric(25;0), last_redone_time datetime, log_send_queue_size bigint, log_send_rate bigint, " +
			"redo_queue_size bigint, redo_rate bigint, filestream_send_rate bigint, end_of_log_lsn numeric(25;0), last_commit_lsn numeric(25;0), last_commit_time datetime, low_water_mark_for_ghosts bigint, " +
			"secondary_lag_seconds bigint, quorum_commit_lsn numeric(25;0), quorum_commit_time datetime"},
		{name: "dm_hadr_availability_replica_states", columns: "replica_id uniqueidentifier!, group_id uniqueidentifier!, is_local bit!, role tinyint, role_desc nvarchar(60), operational_state tinyint, " +
			"operational_state_desc nvarchar(60), connected_state tinyint, connected_state_desc nvarchar(60), recovery_health tinyint, recovery_health_desc nvarchar(60), " +
			"synchronization_health tinyint, synchronization_health_desc nvarchar(60), last_connect_error_number int, last_connect_error_description nvarchar(1024), last_connect_error_timestamp datetime"},
		{name: "availability_replicas", columns: "replica_id uniqueidentifier, group_id uniqueidentifier, replica_metadata_id int, replica_server_name nvarchar(256), owner_sid varbinary(85), " +
			"endpoint_url nvarchar(128), availability_mode tinyint, availability_mode_desc nvarchar(60), failover_mode tinyint, failover_mode_desc nvarchar(60), session_timeout int, " +
			"primary_role_allow_connections tinyint, primary_role_allow_connections_desc nvarchar(60), secondary_role_allow_connections tinyint, secondary_role_allow_connections_desc nvarchar(60), " +
			"create_date datetime, modify_date datetime, backup_priority int, read_only_routing_url nvarchar(256), seeding_mode tinyint, seeding_mode_desc nvarchar(60)"},
		{name: "availability_databases_cluster", columns: "group_id uniqueidentifier!, group_database_id uniqueidentifier!, database_name sysname"},
		{name: "availability_group_listeners", columns: "group_id uniqueidentifier!, listener_id nvarchar(36), dns_name nvarchar(63), port int, is_conformant bit!, ip_configuration_string_from_cluster nvarchar(max)"},
		{name: "change_tracking_databases", columns: "database_id int!, is_auto_cleanup_on tinyint, retention_period int, retention_period_units tinyint, retention_period_units_desc nvarchar(60), max_cleanup_version bigint"},
		{name: "change_tracking_tables", columns: "object_id int!, is_track_columns_updated_on bit!, min_valid_version bigint, begin_version bigint, cleanup_version bigint"},
		{name: "database_scoped_configurations", columns: "configuration_id int, name nvarchar(60), value sql_variant, value_for_secondary sql_variant, is_value_default bit"},
		{name: "credentials", columns: "credential_id int!, name sysname!, credential_identity nvarchar(4000), create_date datetime!, modify_date datetime!, target_type nvarchar(100), target_id int"},
		{name: "servers", columns: "server_id int!, name sysname!, product sysname!, provider sysname!, data_source nvarchar(4000), location nvarchar(4000), provider_string nvarchar(4000), catalog sysname, " +
			"connect_timeout int, query_timeout int, is_linked bit!, is_remote_login_enabled bit!, is_rpc_out_enabled bit!, is_data_access_enabled bit!, is_collation_compatible bit!, " +
			"uses_remote_collation bit!, collation_name sysname, lazy_schema_validation bit!, is_system bit!, is_publisher bit!, is_subscriber bit, is_distributor bit, is_nonsql_subscriber bit, " +
			"is_remote_proc_transaction_promotion_enabled bit, modify_date datetime!, is_rda_server bit"},
		{name: "linked_logins", columns: "server_id int!, local_principal_id int, uses_self_credential bit!, remote_name sysname, modify_date datetime!"},
		{name: "extended_properties", columns: "class tinyint!, class_desc nvarchar(60), major_id int!, minor_id int!, name sysname!, value sql_variant"},
		{name: "stats", columns: "object_id int!, name nvarchar(128), stats_id int!, auto_created bit, user_created bit, no_recompute bit, has_filter bit, filter_definition nvarchar(max), is_temporary bit, " +
			"is_incremental bit, has_persisted_sample bit, stats_generation_method int!, stats_generation_method_desc varchar(80)!"},
		{name: "stats_columns", columns: "object_id int!, stats_id int, stats_column_id int, column_id int"},
		{name: "partition_schemes", columns: "name sysname!, data_space_id int!, type char(2)!, type_desc nvarchar(60), is_default bit, is_system bit, function_id int!"},
		{name: "partition_functions", columns: "name sysname!, function_id int!, type char(2)!, type_desc nvarchar(60), fanout int!, boundary_value_on_right bit!, is_system bit!, create_date datetime!, modify_date datetime!"},
		{name: "partition_range_values", columns: "function_id int!, boundary_id int!, parameter_id int!, value sql_variant"},
		{name: "partition_parameters", columns: "function_id int!, parameter_id int!, system_type_id tinyint!, max_length smallint!, precision tinyint!, scale tinyint!, collation_name sysname, user_type_id int!"},
		{name: "destination_data_spaces", columns: "partition_scheme_id int!, destination_id int!, data_space_id int!"},
		{name: "allocation_units", columns: "allocation_unit_id bigint!, type tinyint!, type_desc nvarchar(60), container_id bigint!, data_space_id int, total_pages bigint!, used_pages bigint!, data_pages bigint!"},
		{name: "xml_indexes", columns: "object_id int!, name sysname, index_id int!, type tinyint!, type_desc nvarchar(60), is_unique bit, data_space_id int, using_xml_index_id int, secondary_type char(1), " +
			"secondary_type_desc nvarchar(60)"},
		{name: "xml_schema_collections", columns: "xml_collection_id int!, schema_id int!, principal_id int, name sysname!, create_date datetime!, modify_date datetime!"},
		{name: "spatial_indexes", columns: "object_id int!, name sysname, index_id int!, type tinyint!, type_desc nvarchar(60), spatial_index_type tinyint!, spatial_index_type_desc nvarchar(60), tessellation_scheme sysname"},
		{name: "fulltext_indexes", columns: "object_id int!, unique_index_id int!, fulltext_catalog_id int, is_enabled bit!, change_tracking_state char(1), change_tracking_state_desc nvarchar(60), " +
			"has_crawl_completed bit!, crawl_type char(1)!, crawl_type_desc nvarchar(60), crawl_start_date datetime, crawl_end_date datetime, incremental_timestamp binary(8), stoplist_id int, data_space_id int!, property_list_id int"},
		{name: "fulltext_catalogs", columns: "fulltext_catalog_id int!, name sysname!, path nvarchar(260), is_default bit!, is_accent_sensitivity_on bit!, data_space_id int, file_id int, principal_id int, is_importing bit!"},
		{name: "assemblies", columns: "name sysname!, principal_id int, assembly_id int!, clr_name nvarchar(4000), permission_set tinyint, permission_set_desc nvarchar(60), is_visible bit!, create_date datetime!, " +
			"modify_date datetime!, is_user_defined bit"},
		{name: "assembly_types", columns: "name sysname!, system_type_id tinyint!, user_type_id int!, schema_id int!, principal_id int, max_length smallint!, precision tinyint!, scale tinyint!, collation_name sysname, " +
			"is_nullable bit, is_user_defined bit!, is_assembly_type bit!, default_object_id int!, rule_object_id int!, assembly_id int!, assembly_class sysname, is_binary_ordered bit, is_fixed_length bit, prog_id nvarchar(40), assembly_qualified_name nvarchar(4000), is_table_type bit!"},
		{name: "service_queues", columns: objectColumns + ", max_readers smallint, activation_procedure nvarchar(776), execute_as_principal_id int, is_activation_enabled bit!, is_receive_enabled bit!, " +
			"is_enqueue_enabled bit!, is_retention_enabled bit!, is_poison_message_handling_enabled bit"},
		{name: "services", columns: "name sysname!, service_id int!, principal_id int, service_queue_id int!"},
		{name: "symmetric_keys", columns: "name sysname!, principal_id int, symmetric_key_id int!, key_length int!, key_algorithm char(2)!, algorithm_desc nvarchar(60), create_date datetime!, modify_date datetime!, key_guid uniqueidentifier"},
		{name: "asymmetric_keys", columns: "name sysname!, principal_id int, asymmetric_key_id int!, pvt_key_encryption_type char(2)!, pvt_key_encryption_type_desc nvarchar(60), thumbprint varbinary(32)!, algorithm char(2)!"},
		{name: "certificates", columns: "name sysname!, certificate_id int!, principal_id int, pvt_key_encryption_type char(2)!, pvt_key_encryption_type_desc nvarchar(60), is_active_for_begin_dialog bit, " +
			"issuer_name nvarchar(442), cert_serial_number nvarchar(64), sid varbinary(85), string_sid nvarchar(128), subject nvarchar(4000), expiry_date datetime, start_date datetime, thumbprint varbinary(32)!"},
		{name: "dm_database_encryption_keys", db: "", columns: "database_id int!, encryption_state int!, create_date datetime, regenerate_date datetime, modify_date datetime, set_date datetime, opened_date datetime, " +
			"key_algorithm nvarchar(32), key_length int, encryptor_thumbprint varbinary(20), encryptor_type nvarchar(32), percent_complete real"},
		{name: "endpoints", columns: "name sysname!, endpoint_id int!, principal_id int, protocol tinyint!, protocol_desc nvarchar(60), type tinyint!, type_desc nvarchar(60), state tinyint, state_desc nvarchar(60), is_admin_endpoint bit!"},
		{name: "server_triggers", columns: "name sysname!, object_id int!, parent_class tinyint!, parent_class_desc nvarchar(60), parent_id int!, type char(2)!, type_desc nvarchar(60), create_date datetime!, modify_date datetime!, " +
			"is_ms_shipped bit!, is_disabled bit!"},
		{name: "server_permissions", columns: "class tinyint!, class_desc nvarchar(60), major_id int!, minor_id int!, grantee_principal_id int!, grantor_principal_id int!, type char(4)!, permission_name nvarchar(128), " +
			"state char(1)!, state_desc nvarchar(60)"},
		{name: "database_permissions", columns: "class tinyint!, class_desc nvarchar(60), major_id int!, minor_id int!, grantee_principal_id int!, grantor_principal_id int!, type char(4)!, permission_name nvarchar(128), " +
			"state char(1)!, state_desc nvarchar(60)"},
		{name: "dm_exec_requests", columns: "session_id smallint!, request_id int!, start_time datetime!, status nvarchar(30)!, command nvarchar(32)!, sql_handle varbinary(64), statement_start_offset int, statement_end_offset int, " +
			"plan_handle varbinary(64), database_id smallint!, user_id int!, connection_id uniqueidentifier, blocking_session_id smallint, wait_type nvarchar(60), wait_time int!, last_wait_type nvarchar(60)!, wait_resource nvarchar(256)!, " +
			"open_transaction_count int!, percent_complete real!, cpu_time int!, total_elapsed_time int!, reads bigint!, writes bigint!, logical_reads bigint!, row_count bigint!, granted_query_memory int!"},
		{name: "messages", columns: "message_id int!, language_id smallint!, severity tinyint!, is_event_logged bit!, text nvarchar(2048)!"},
		{name: "backup_devices", columns: "name sysname!, type tinyint, type_desc nvarchar(60), physical_name nvarchar(260)"},
		{name: "periods", columns: "name sysname!, period_type tinyint, period_type_desc nvarchar(60), object_id int!, start_column_id int!, end_column_id int!"},
		{name: "masked_columns", columns: columnColumns + ", masking_function nvarchar(4000)"},
		{name: "security_policies", columns: objectColumns + ", is_enabled bit!, is_not_for_replication bit!, uses_database_collation bit, is_schema_bound bit!"},
		{name: "external_tables", columns: tableColumns + ", data_source_id int!, file_format_id int, location nvarchar(4000)"},
		{name: "external_data_sources", columns: "data_source_id int!, name sysname!, location nvarchar(4000)!, type_desc nvarchar(255), type tinyint!, resource_manager_location nvarchar(4000), credential_id int!, database_name sysname, shard_map_name sysname"},
		{name: "hash_indexes", columns: "object_id int!, name sysname, index_id int!, type tinyint!, type_desc nvarchar(60), is_unique bit, data_space_id int, bucket_count int!"},
		{name: "column_store_row_groups", columns: "object_id int!, index_id int!, partition_number int!, row_group_id int!, delta_store_hobt_id bigint, state tinyint!, state_description nvarchar(60)!, total_rows bigint, deleted_rows bigint, size_in_bytes bigint"},
		{name: "resource_governor_configuration", columns: "classifier_function_id int!, is_enabled bit!, max_outstanding_io_per_volume int!"},
		{name: "server_audits", columns: "audit_id int!, name sysname!, audit_guid uniqueidentifier, create_date datetime!, modify_date datetime!, principal_id int, type char(2)!, type_desc nvarchar(60), on_failure tinyint, " +
			"on_failure_desc nvarchar(60), is_state_enabled bit, queue_delay int, predicate nvarchar(3000)"},
		{name: "server_event_sessions", columns: "event_session_id int!, name sysname!, event_retention_mode char(1), event_retention_mode_desc nvarchar(60), max_dispatch_latency int, max_memory int, max_event_size int, " +
			"memory_partition_mode char(1), memory_partition_mode_desc nvarchar(60), track_causality bit, startup_state bit"},
		{name: "dm_exec_query_stats", columns: "sql_handle varbinary(64)!, statement_start_offset int!, statement_end_offset int!, plan_handle varbinary(64)!, creation_time datetime, last_execution_time datetime, execution_count bigint!, " +
			"total_worker_time bigint!, total_elapsed_time bigint!, total_logical_reads bigint!, total_logical_writes bigint!, total_physical_reads bigint!"},
		{name: "dm_tran_locks", columns: "resource_type nvarchar(60)!, resource_subtype nvarchar(60)!, resource_database_id int!, resource_description nvarchar(256)!, resource_associated_entity_id bigint, request_mode nvarchar(60)!, " +
			"request_type nvarchar(60)!, request_status nvarchar(60)!, request_session_id int!, request_owner_type nvarchar(60)!"},
		{name: "dm_os_wait_stats", columns: "wait_type nvarchar(60)!, waiting_tasks_count bigint!, wait_time_ms bigint!, max_wait_time_ms bigint!, signal_wait_time_ms bigint!"},
		{name: "dm_os_performance_counters", columns: "object_name nchar(128)!, counter_name nchar(128)!, instance_name nchar(128), cntr_value bigint!, cntr_type int!"},
		{name: "dm_db_index_usage_stats", columns: "database_id smallint!, object_id int!, index_id int!, user_seeks bigint!, user_scans bigint!, user_lookups bigint!, user_updates bigint!, last_user_seek datetime, " +
			"last_user_scan datetime, last_user_lookup datetime, last_user_update datetime"},
		{name: "dm_db_missing_index_details", columns: "index_handle int!, database_id smallint!, object_id int!, equality_columns nvarchar(4000), inequality_columns nvarchar(4000), included_columns nvarchar(4000), statement nvarchar(4000)"},
		{name: "dm_server_services", columns: "servicename nvarchar(256)!, startup_type int, startup_type_desc nvarchar(256)!, status int, status_desc nvarchar(256)!, process_id int, last_startup_time datetimeoffset, service_account nvarchar(256)!, " +
			"filename nvarchar(256)!, is_clustered nvarchar(1)!, cluster_nodename nvarchar(256), instant_file_initialization_enabled nvarchar(1)!"},
		{name: "dm_server_registry", columns: "registry_key nvarchar(256), value_name nvarchar(256), value_data sql_variant"},
		{name: "dm_os_cluster_nodes", columns: "NodeName nvarchar(128), status int, status_description nvarchar(32), is_current_owner bit"},
		{name: "dm_io_cluster_shared_drives", columns: "DriveName nchar(2)"},
		{name: "sysprocesses", columns: "spid smallint!, kpid smallint!, blocked smallint!, waittype binary(2)!, waittime bigint!, lastwaittype nchar(32)!, waitresource nchar(256)!, dbid smallint!, uid smallint, cpu int!, physical_io bigint!, " +
			"memusage int!, login_time datetime!, last_batch datetime!, ecid smallint!, open_tran smallint!, status nchar(30)!, sid binary(86)!, hostname nchar(128)!, program_name nchar(128)!, hostprocess nchar(10)!, cmd nchar(26)!, " +
			"nt_domain nchar(128)!, nt_username nchar(128)!, net_address nchar(12)!, net_library nchar(12)!, loginame nchar(128)!"},
		{name: "syslogins", columns: "sid varbinary(85), status smallint, createdate datetime!, updatedate datetime!, accdate datetime!, totcpu int, totio int, spacelimit int, timelimit int, resultlimit int, name sysname!, dbname sysname, " +
			"password sysname, language sysname, denylogin int, hasaccess int, isntname int, isntgroup int, isntuser int, sysadmin int, securityadmin int, serveradmin int, setupadmin int, processadmin int, diskadmin int, dbcreator int, bulkadmin int, loginname sysname"},
		{name: "sysusers", columns: "uid smallint, status smallint, name sysname!, sid varbinary(85), roles varbinary(2048), createdate datetime!, updatedate datetime!, altuid smallint, password varbinary(256), gid smallint, environ varchar(255), " +
			"hasdbaccess int, islogin int, isntname int, isntgroup int, isntuser int, issqluser int, isaliased int, issqlrole int, isapprole int"},
		{name: "sysreferences", columns: "constid int!, fkeyid int, rkeyid int, rkeyindid smallint, keycnt smallint"},
		{name: "sysforeignkeys", columns: "constid int!, fkeyid int, rkeyid int, fkey smallint, rkey smallint, keyno smallint"},
		{name: "sysconstraints", columns: "constid int!, id int!, colid smallint, spare1 tinyint, status int, actions int, error int"},
		{name: "sysindexkeys", columns: "id int!, indid smallint, colid smallint, keyno smallint"},
		{name: "sysdepends", columns: "id int!, depid int!, number smallint, depnumber smallint, status smallint, deptype tinyint, depdbid smallint, depsiteid smallint, selall bit, resultobj bit, readobj bit"},
		{name: "sysconfigures", columns: "value int, config int!, comment nvarchar(255)!, status smallint"},
		{name: "syscurconfigs", columns: "value int, config smallint!, comment nvarchar(255)!, status smallint"},
		{name: "sysservers", columns: "srvid smallint, srvstatus smallint, srvname sysname!, srvproduct nvarchar(128)!, providername nvarchar(128)!, datasource nvarchar(4000), location nvarchar(4000), providerstring nvarchar(4000), schemadate datetime!, " +
			"topologyx int, topologyy int, catalog sysname, srvcollation sysname, connecttimeout int, querytimeout int, srvnetname char(30), isremote bit, rpc bit, pub bit, sub bit, dist bit, dpub bit, rpcout bit, dataaccess bit, collationcompatible bit, system bit, useremotecollation bit, lazyschemavalidation bit, collation sysname, nonsqlsub bit"},
	}
}
