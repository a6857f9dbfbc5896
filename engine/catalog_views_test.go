package engine

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// Every view answers, with as many values in a row as it has columns.
func TestCatalogViews(t *testing.T) {
	s := testSession(t)
	w := &script{s: s}
	out := w.run(`CREATE TABLE dbo.a (id int IDENTITY CONSTRAINT pk_a PRIMARY KEY, n nvarchar(10) NOT NULL CONSTRAINT df DEFAULT '', c AS id + 1, CONSTRAINT ck CHECK (id > 0))
		CREATE TABLE dbo.b (id int REFERENCES dbo.a (id), u uniqueidentifier UNIQUE)
		GO
		CREATE VIEW dbo.v AS SELECT id FROM dbo.a
		GO
		CREATE PROCEDURE dbo.p @x int, @y varchar(5) = 'a' OUTPUT AS SELECT @x
		GO
		CREATE FUNCTION dbo.f (@x int) RETURNS int AS BEGIN RETURN @x END
		GO
		CREATE TRIGGER dbo.tr ON dbo.a AFTER INSERT AS SELECT 1
		GO
		CREATE SEQUENCE dbo.q
		CREATE SYNONYM dbo.s FOR dbo.a
		CREATE TYPE dbo.ty FROM varchar(20)
		CREATE TYPE dbo.tt AS TABLE (id int)`)
	if strings.Contains(out, "Msg") {
		t.Fatal(out)
	}
	for _, v := range s.engine.executor.views() {
		got := w.run(fmt.Sprintf("SELECT * FROM %s.%s", v.Schema, v.Name))
		if strings.Contains(got, "Msg ") && !strings.Contains(got, "create") {
			t.Errorf("%s.%s: %s", v.Schema, v.Name, got)
		}
		for row := range v.seq(s, "master") {
			for i, x := range row {
				if x == nil {
					if !v.Columns[i].Nullable {
						t.Errorf("%s.%s: NULL in %s", v.Schema, v.Name, v.Columns[i].Name)
					}
					continue
				}
				if _, err := eval.Convert(x, v.Columns[i].Type, v.Columns[i].Type, nil); err != nil || !fits(x, v.Columns[i].Type) {
					t.Errorf("%s.%s.%s is %s, value %T %v", v.Schema, v.Name, v.Columns[i].Name, v.Columns[i].Type, x, x)
				}
			}
		}
	}
}

func TestCatalog(t *testing.T) {
	scripts(t, [][2]string{
		{`CREATE TABLE dbo.a (id int IDENTITY(5, 2) CONSTRAINT pk_a PRIMARY KEY, n nvarchar(10) NULL)
		GO
		SELECT name, column_id, system_type_id, max_length, is_nullable, is_identity FROM sys.columns WHERE object_id = OBJECT_ID('dbo.a')
		SELECT i.name, i.type_desc, c.name FROM sys.indexes i JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id
			JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id WHERE i.object_id = OBJECT_ID('a')
		SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'A'
		SELECT name, collation_name FROM master.sys.databases WHERE name = N'msdb'
		SELECT value_in_use FROM sys.configurations WHERE configuration_id = 16384
		SELECT name FROM sysobjects WHERE xtype = 'U' AND name = 'a'
		SELECT COUNT(*) FROM sys.dm_hadr_cluster
		SELECT OBJECTPROPERTY(OBJECT_ID('a'), 'IsUserTable'), IDENT_SEED('a'), COLUMNPROPERTY(OBJECT_ID('a'), 'id', 'IsIdentity'), TYPE_NAME(56), DB_ID('msdb'), HAS_DBACCESS('msdb')
		UPDATE sys.objects SET name = 'x'`, `
			name sysname | column_id int! | system_type_id tinyint! | max_length smallint! | is_nullable bit | is_identity bit!
			id | 1 | 56 | 4 | 0 | 1
			n | 2 | 231 | 20 | 1 | 0
			name sysname | type_desc nvarchar(60) | name sysname
			pk_a | CLUSTERED | id
			COLUMN_NAME nvarchar(128) | DATA_TYPE nvarchar(128) | CHARACTER_MAXIMUM_LENGTH int | IS_NULLABLE varchar(3)
			id | int | NULL | NO
			n | nvarchar | 10 | YES
			name sysname! | collation_name sysname
			msdb | SQL_Latin1_General_CP1_CI_AS
			value_in_use sql_variant
			1
			name sysname!
			a
			- int
			0
			- int | - decimal(38,0) | - int | - sysname | - smallint | - int
			1 | 5 | 1 | int | 4 | NULL
			Msg 259: Ad hoc updates to system catalogs are not allowed.`},
	})
}

func BenchmarkCacheHit(b *testing.B) {
	s := testSession(b)
	st, err := tsql.Parse("SELECT 1 WHERE 1 = 0")
	if err != nil {
		b.Fatal(err)
	}
	vars := &eval.Vars{}
	w := &discard{}
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := s.Exec(context.Background(), st.Stmts[0], vars, w); err != nil {
			b.Fatal(err)
		}
	}
}
