CREATE TABLE dbo.pa (id int NOT NULL CONSTRAINT pk_pa PRIMARY KEY, n varchar(10) NULL CONSTRAINT uq_pa UNIQUE)
CREATE TABLE dbo.ch (id int IDENTITY(1,1) NOT NULL CONSTRAINT pk_ch PRIMARY KEY, p int NOT NULL CONSTRAINT fk_ch REFERENCES dbo.pa (id) ON DELETE CASCADE,
    d decimal(8,2) CONSTRAINT df_d DEFAULT 1.5, c AS d * 2, s varchar(5) CONSTRAINT df_s DEFAULT 'x', CONSTRAINT ck_d CHECK (d > 0 AND s IN ('a', 'b')), w datetime CONSTRAINT df_w DEFAULT GETDATE())
CREATE INDEX ix_p ON dbo.ch (p DESC) INCLUDE (d)
GO
CREATE TRIGGER dbo.tr ON dbo.ch AFTER INSERT AS RETURN
GO
SELECT name, definition FROM sys.default_constraints WHERE parent_object_id = OBJECT_ID('dbo.ch') ORDER BY name
SELECT name, definition FROM sys.check_constraints WHERE parent_object_id = OBJECT_ID('dbo.ch')
SELECT name, definition FROM sys.computed_columns WHERE object_id = OBJECT_ID('dbo.ch')
SELECT c.name, c.precision, c.scale FROM sys.columns AS c WHERE object_id = OBJECT_ID('dbo.pa') ORDER BY c.column_id
GO
--> name sysname | definition nvarchar(max)
--> df_d | ((1.5))
--> df_s | ('x')
--> df_w | (getdate())
--> name sysname | definition nvarchar(max)
--> ck_d | ([d]>(0) AND ([s]='b' OR [s]='a'))
--> name sysname | definition nvarchar(max)
--> c | ([d]*(2))
--> name sysname | precision tinyint | scale tinyint
--> id | 10 | 0
--> n | 0 | 0
EXEC sp_helpindex 'dbo.ch'
GO
--> index_name sysname | index_description varchar(210) | index_keys nvarchar(2078)
--> ix_p | nonclustered located on PRIMARY | p(-)
--> pk_ch | clustered, unique, primary key located on PRIMARY | id
--> return 0
EXEC sp_helpconstraint 'dbo.ch'
GO
--> Object Name nvarchar(776)
--> dbo.ch
--> constraint_type nvarchar(146) | constraint_name sysname | delete_action nvarchar(11) | update_action nvarchar(11) | status_enabled varchar(8) | status_for_replication varchar(19) | constraint_keys nvarchar(max)
--> CHECK Table Level  | ck_d | (n/a) | (n/a) | Enabled | Is_For_Replication | ([d]>(0) AND ([s]='b' OR [s]='a'))
--> DEFAULT on column d | df_d | (n/a) | (n/a) | (n/a) | (n/a) | ((1.5))
--> DEFAULT on column s | df_s | (n/a) | (n/a) | (n/a) | (n/a) | ('x')
--> DEFAULT on column w | df_w | (n/a) | (n/a) | (n/a) | (n/a) | (getdate())
--> FOREIGN KEY | fk_ch | Cascade | No Action | Enabled | Is_For_Replication | p
-->   | fk_ch |   |   |   |   | REFERENCES master.dbo.pa (id)
--> PRIMARY KEY (clustered) | pk_ch | (n/a) | (n/a) | (n/a) | (n/a) | id
--> No foreign keys reference table 'dbo.ch', or you do not have permissions on referencing tables.
--> return 0
EXEC sp_pkeys 'ch'
EXEC sp_fkeys @pktable_name = 'pa'
GO
--> TABLE_QUALIFIER sysname | TABLE_OWNER sysname | TABLE_NAME sysname | COLUMN_NAME sysname | KEY_SEQ smallint | PK_NAME sysname
--> master | dbo | ch | id | 1 | pk_ch
--> PKTABLE_QUALIFIER sysname | PKTABLE_OWNER sysname | PKTABLE_NAME sysname | PKCOLUMN_NAME sysname | FKTABLE_QUALIFIER sysname | FKTABLE_OWNER sysname | FKTABLE_NAME sysname | FKCOLUMN_NAME sysname | KEY_SEQ smallint | UPDATE_RULE smallint | DELETE_RULE smallint | FK_NAME sysname | PK_NAME sysname | DEFERRABILITY smallint
--> master | dbo | pa | id | master | dbo | ch | p | 1 | 1 | 0 | fk_ch | pk_pa | 7
--> return 0
EXEC sp_statistics 'ch'
GO
--> TABLE_QUALIFIER sysname | TABLE_OWNER sysname | TABLE_NAME sysname | NON_UNIQUE smallint | INDEX_QUALIFIER sysname | INDEX_NAME sysname | TYPE smallint | SEQ_IN_INDEX smallint | COLUMN_NAME sysname | COLLATION varchar(1) | CARDINALITY int | PAGES int | FILTER_CONDITION varchar(128)
--> master | dbo | ch | NULL | NULL | NULL | 0 | NULL | NULL | NULL | 0 | 0 | NULL
--> master | dbo | ch | 0 | ch | pk_ch | 1 | 1 | id | A | 0 | 0 | NULL
--> master | dbo | ch | 1 | ch | ix_p | 3 | 1 | p | D | 0 | 0 | NULL
--> return 0
EXEC sp_special_columns 'ch'
GO
--> SCOPE smallint | COLUMN_NAME sysname | DATA_TYPE smallint | TYPE_NAME sysname | PRECISION int | LENGTH int | SCALE smallint | PSEUDO_COLUMN smallint
--> 1 | id | 4 | int | 10 | 4 | 0 | 1
--> return 0
EXEC sp_helptrigger 'dbo.ch'
GO
--> trigger_name sysname | trigger_owner sysname | isupdate int | isdelete int | isinsert int | isafter int | isinsteadof int | trigger_schema sysname
--> tr | dbo | 0 | 0 | 1 | 1 | 0 | dbo
--> return 0
EXEC sp_recompile 'dbo.ch'
GO
--> Object 'dbo.ch' was successfully marked for recompilation.
--> return 0
EXEC sp_helpindex 'dbo.nosuch'
GO
--> Msg 15009, Level 16, State 1, Procedure sp_helpindex
--> The object 'dbo.nosuch' does not exist in database 'master' or is invalid for this operation.
--> return 1
EXEC sp_MSforeachdb 'IF ''?'' IN (''master'', ''msdb'') PRINT ''?'''
GO
--> master
--> msdb
--> return 0
EXEC sp_MSforeachtable 'PRINT ''?''', @whereand = ' AND o.name IN (''ch'', ''pa'')'
GO
--> [dbo].[ch]
--> [dbo].[pa]
--> return 0
DROP TABLE dbo.ch, dbo.pa
GO
