package engine

import (
	"sync"

	"msxgate/tsql"
)

// listedFunctions are functions of sys that are queries over its views.
var listedFunctions = sync.OnceValue(func() map[string]*Module {
	out := map[string]*Module{}
	for _, text := range []string{`CREATE FUNCTION sys.fn_listextendedproperty (@name sysname = NULL, @level0type varchar(128) = NULL, @level0name sysname = NULL,
	@level1type varchar(128) = NULL, @level1name sysname = NULL, @level2type varchar(128) = NULL, @level2name sysname = NULL) RETURNS TABLE AS RETURN
	SELECT x.objtype, x.objname, p.name, p.value
	FROM sys.extended_properties AS p JOIN (
		SELECT 0 AS class, 0 AS major, 0 AS minor, CAST(NULL AS sysname) AS objtype, CAST(NULL AS sysname) AS objname WHERE @level0type IS NULL
		UNION ALL SELECT 3, s.schema_id, 0, N'SCHEMA', s.name FROM sys.schemas AS s
		WHERE UPPER(@level0type) = 'SCHEMA' AND @level1type IS NULL AND (@level0name IS NULL OR s.name = @level0name)
		UNION ALL SELECT 4, u.principal_id, 0, N'USER', u.name FROM sys.database_principals AS u
		WHERE UPPER(@level0type) = 'USER' AND @level1type IS NULL AND (@level0name IS NULL OR u.name = @level0name)
		UNION ALL SELECT 6, t.user_type_id, 0, N'TYPE', t.name FROM sys.types AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
		WHERE UPPER(@level1type) = 'TYPE' AND @level2type IS NULL AND (@level0name IS NULL OR s.name = @level0name) AND (@level1name IS NULL OR t.name = @level1name)
		UNION ALL SELECT CASE z.kind WHEN 'INDEX' THEN 7 WHEN 'PARAMETER' THEN 2 ELSE 1 END, z.major, z.minor, CAST(z.kind AS sysname), z.name
		FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id JOIN (
			SELECT object_id AS owner, object_id AS major, 0 AS minor, CAST(NULL AS varchar(128)) AS kind, name FROM sys.objects
			UNION ALL SELECT object_id, object_id, column_id, 'COLUMN', name FROM sys.columns
			UNION ALL SELECT object_id, object_id, index_id, 'INDEX', name FROM sys.indexes
			UNION ALL SELECT object_id, object_id, parameter_id, 'PARAMETER', name FROM sys.parameters
			UNION ALL SELECT parent_object_id, object_id, 0, CASE type WHEN 'TR' THEN 'TRIGGER' ELSE 'CONSTRAINT' END, name FROM sys.objects WHERE parent_object_id <> 0
		) AS y (owner, major, minor, kind, name) ON y.owner = o.object_id
		CROSS APPLY (SELECT y.major, y.minor, COALESCE(y.kind, UPPER(@level1type)) AS kind, y.name) AS z
		WHERE UPPER(@level0type) IN ('SCHEMA', 'USER') AND (@level0name IS NULL OR s.name = @level0name OR UPPER(@level0type) = 'USER')
			AND UPPER(@level1type) = CASE o.type WHEN 'U' THEN 'TABLE' WHEN 'V' THEN 'VIEW' WHEN 'P' THEN 'PROCEDURE' WHEN 'FN' THEN 'FUNCTION' WHEN 'IF' THEN 'FUNCTION'
				WHEN 'TF' THEN 'FUNCTION' WHEN 'SN' THEN 'SYNONYM' WHEN 'SO' THEN 'SEQUENCE' END
			AND (@level1name IS NULL OR o.name = @level1name)
			AND (@level2type IS NULL AND y.kind IS NULL OR UPPER(@level2type) = y.kind AND (@level2name IS NULL OR y.name = @level2name))
	) AS x ON x.class = p.class AND x.major = p.major_id AND x.minor = p.minor_id
	WHERE @name IS NULL OR p.name = @name`} {
		prog, err := tsql.Parse(text)
		if err != nil {
			panic(err) // the text is ours
		}
		st := prog.Stmts[0].(*tsql.CreateFunctionStmt)
		out[upper(st.Name.Object)] = &Module{Schema: "sys", Name: st.Name.Object, Kind: "IF", Text: text, Stmt: st, Program: prog, QuotedIdentifier: true, AnsiNulls: true}
	}
	return out
})

// listedFunction is one of listedFunctions in the current database, or nil.
func (b *binder) listedFunction(name string) *Module {
	m := listedFunctions()[upper(name)]
	if m == nil {
		return nil
	}
	here := *m
	here.Database = b.db
	return &here
}
