package tsql

import "msxgate/tds"

// Pos is a byte offset into the source of a Program. Program.Line turns it into a line.
type Pos int32

// Span is the part of the source a node was read from: Source[Start:End].
type Span struct{ Start, End Pos }

// Extent is the span itself; every node embeds Span and so has the method.
func (s Span) Extent() Span { return s }

// Node is any node of the tree.
type Node interface{ Extent() Span }

// Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

// Expr is a scalar or Boolean expression.
type Expr interface {
	Node
	expr()
}

// TableSource is an item of a FROM clause.
type TableSource interface {
	Node
	tableSource()
}

// Program is one batch.
type Program struct {
	Source string
	Stmts  []Stmt
	lines  []Pos // offsets at which lines begin
}

// Ident is an identifier without its quotes or brackets: "a]b" for [a]]b].
type Ident struct {
	Span
	Name string
}

// Name is a multi-part name, at most server.database.schema.object. A part that was left
// out, as in msdb..sysjobs, is the empty string. Number is the ;n of a procedure, or 0.
type Name struct {
	Span
	Server, Database, Schema, Object string
	Number                           int
}

// TypeName is a type as written. Known system types are resolved: Type is whole and
// Name empty; for a user-defined type Name holds its name and Type is zero.
type TypeName struct {
	Span
	Type tds.Type
	Name *Name
	Full bool // the length was written out; Type has 1 for varchar alone in DECLARE, 30 in CAST
}

// ---- expressions

type (
	// Literal is a constant; its Type is the constant's: int, numeric(p,s), float, varchar(n),
	// nvarchar(n), varbinary(n), money, or untyped NULL. An empty string has size 0 and type varchar(1).
	Literal struct {
		Span
		Value tds.Value
		Type  tds.Type
	}
	// Variable is @v. Names keep their case and their @.
	Variable struct {
		Span
		Name string
	}
	// GlobalVariable is @@v, with both @.
	GlobalVariable struct {
		Span
		Name string
	}
	// ColumnRef is a column, with up to four parts; Parts[len-1] is the column.
	ColumnRef struct {
		Span
		Parts []string
	}
	// Star is * or t.*, allowed in a select list and COUNT(*).
	Star struct {
		Span
		Qualifier []string
	}
	// Unary is -x, +x, ~x or NOT x.
	Unary struct {
		Span
		Op Op
		X  Expr
	}
	// Binary is an arithmetic, bit, comparison, AND or OR operation.
	Binary struct {
		Span
		Op   Op
		X, Y Expr
	}
	// Like is x [NOT] LIKE pattern [ESCAPE e].
	Like struct {
		Span
		X, Pattern, Escape Expr
		Not                bool
	}
	// Between is x [NOT] BETWEEN lo AND hi.
	Between struct {
		Span
		X, Lo, Hi Expr
		Not       bool
	}
	// In is x [NOT] IN (list) or IN (subquery).
	In struct {
		Span
		X     Expr
		List  []Expr
		Query *SelectStmt
		Not   bool
	}
	// IsNull is x IS [NOT] NULL.
	IsNull struct {
		Span
		X   Expr
		Not bool
	}
	// IsDistinct is x IS [NOT] DISTINCT FROM y.
	IsDistinct struct {
		Span
		X, Y Expr
		Not  bool
	}
	// Exists is EXISTS (query).
	Exists struct {
		Span
		Query *SelectStmt
	}
	// Quantified is x op ALL|ANY|SOME (query).
	Quantified struct {
		Span
		Op    Op
		X     Expr
		All   bool
		Query *SelectStmt
	}
	// Subquery is a scalar subquery.
	Subquery struct {
		Span
		Query *SelectStmt
	}
	// Case is CASE [operand] WHEN .. THEN .. [ELSE ..] END.
	Case struct {
		Span
		Operand Expr
		Whens   []When
		Else    Expr
	}
	// Cast is CAST, CONVERT, TRY_CAST, TRY_CONVERT, PARSE or TRY_PARSE.
	Cast struct {
		Span
		X     Expr
		Type  TypeName
		Style Expr // CONVERT's third argument, PARSE's culture
		Kind  CastKind
	}
	// Call is a function call, COALESCE, NULLIF, IIF and CHOOSE included. TRIM(c FROM x) has the
	// arguments x, c; with LEADING and TRAILING it is LTRIM and RTRIM. Niladic forms
	// (CURRENT_TIMESTAMP, CURRENT_USER ...) have NoParens set. A date part (DATEADD(day, ...)) is
	// a ColumnRef with one part in Args[0].
	Call struct {
		Span
		Name     Name
		Args     []Expr
		Distinct bool
		NoParens bool
		Over     *Over
		Within   []OrderItem // WITHIN GROUP (ORDER BY ...)
		Nulls    string      // "IGNORE" or "RESPECT", of FIRST_VALUE and LAST_VALUE; "NULL" or "ABSENT", of JSON_OBJECT
	}
	// Collate is x COLLATE name.
	Collate struct {
		Span
		X    Expr
		Name string
	}
	// AtTimeZone is x AT TIME ZONE zone.
	AtTimeZone struct {
		Span
		X, Zone Expr
	}
	// Method is x.method(args): value(), query(), nodes() of xml.
	Method struct {
		Span
		X    Expr
		Name string
		Args []Expr
	}
	// NextValue is NEXT VALUE FOR sequence [OVER (...)].
	NextValue struct {
		Span
		Sequence Name
		Over     *Over
	}
	// Default is the keyword DEFAULT where a value is expected: VALUES, SET c = DEFAULT, EXEC p DEFAULT.
	Default struct{ Span }
	// Paren is a parenthesised expression; the printer needs it, everybody else reads X.
	Paren struct {
		Span
		X Expr
	}
)

// When is one WHEN .. THEN .. of a CASE.
type When struct{ Cond, Then Expr }

// CastKind tells CAST from its relatives.
type CastKind uint8

// The kinds of Cast.
const (
	CastCast CastKind = iota
	CastConvert
	CastTryCast
	CastTryConvert
	CastParse
	CastTryParse
)

// Op is an operator.
type Op uint8

// The operators.
const (
	OpNone Op = iota
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpMod
	OpBitAnd
	OpBitOr
	OpBitXor
	OpBitNot
	OpNeg
	OpPlus
	OpNot
	OpAnd
	OpOr
	OpEq
	OpNe
	OpLt
	OpLe
	OpGt
	OpGe
)

// Over is a window: OVER (PARTITION BY ... ORDER BY ... frame).
type Over struct {
	Span
	Partition []Expr
	Order     []OrderItem
	Frame     *Frame
}

// Frame is ROWS or RANGE BETWEEN From AND To. A single bound has To at CURRENT ROW.
type Frame struct {
	Range    bool
	From, To Bound
}

// Bound is one end of a Frame.
type Bound struct {
	Kind   BoundKind
	Offset Expr
}

// BoundKind is the kind of a Bound.
type BoundKind uint8

// The kinds of Bound.
const (
	UnboundedPreceding BoundKind = iota
	Preceding
	CurrentRow
	Following
	UnboundedFollowing
)

// OrderItem is one expression of an ORDER BY.
type OrderItem struct {
	Expr Expr
	Desc bool
}

// ---- queries

// SelectStmt is a query expression with all that may surround it: WITH, set operations,
// ORDER BY, OFFSET, FOR, OPTION.
type SelectStmt struct {
	Span
	With       []CTE
	Namespaces []XMLNamespace // WITH XMLNAMESPACES
	Body       QueryExpr
	OrderBy    []OrderItem
	Offset     Expr
	Fetch      Expr
	For        *ForClause
	Options    []Option
}

// XMLNamespace is 'uri' AS prefix, or DEFAULT 'uri' without a prefix.
type XMLNamespace struct{ Prefix, URI string }

// QueryExpr is a QuerySpec, a SetOp or a parenthesised query.
type QueryExpr interface {
	Node
	queryExpr()
}

// QuerySpec is SELECT ... FROM ... WHERE ... GROUP BY ... HAVING.
type QuerySpec struct {
	Span
	Distinct    bool
	Top         *Top
	Items       []SelectItem
	Into        *Name
	From        []TableSource // separated by commas
	Where       Expr
	GroupBy     []Expr
	GroupingSet [][]Expr // GROUPING SETS, ROLLUP and CUBE written out; nil for a plain GROUP BY
	Having      Expr
	GroupAll    bool // GROUP BY ALL
}

// SetOp is left UNION [ALL] | EXCEPT | INTERSECT right.
type SetOp struct {
	Span
	Op          SetOpKind
	All         bool
	Left, Right QueryExpr
}

// SetOpKind is UNION, EXCEPT or INTERSECT.
type SetOpKind uint8

// The set operations.
const (
	Union SetOpKind = iota
	Except
	Intersect
)

// ParenQuery is a query in parentheses inside a set operation.
type ParenQuery struct {
	Span
	Query *SelectStmt
}

// Top is TOP (n) [PERCENT] [WITH TIES].
type Top struct {
	Span
	Count    Expr
	Percent  bool
	WithTies bool
}

// SelectItem is one item of a select list: expr [AS alias], *, or @v = expr.
type SelectItem struct {
	Span
	Expr   Expr   // a *Star for * and t.*
	Alias  string // empty without one
	Assign string // @v of an assignment, with its @
	Op     Op     // of @v += expr; OpNone for =
}

// CTE is one common table expression.
type CTE struct {
	Span
	Name    string
	Columns []string
	Query   *SelectStmt
}

// ForClause is FOR XML, FOR JSON or FOR BROWSE.
type ForClause struct {
	Span
	Kind         ForKind
	Mode         string // RAW, AUTO, PATH, EXPLICIT in upper case
	ElementName  string // PATH('x'), RAW('x'); HasElement tells '' from none
	HasElement   bool
	Root         string
	HasRoot      bool
	Type         bool
	Elements     bool
	XSINil       bool
	BinaryBase64 bool
	Schema       bool // XMLDATA or XMLSCHEMA
	IncludeNulls bool
	NoWrapper    bool
}

// ForKind is the kind of a ForClause.
type ForKind uint8

// The kinds of ForClause.
const (
	ForXML ForKind = iota
	ForJSON
	ForBrowse
)

// Option is a query hint, kept as text; only a number at its end, as MAXRECURSION has one,
// is read. Elsewhere it is NAME = value, with a word as value (ON, master) given as a ColumnRef.
type Option struct {
	Span
	Name  string // upper case: "MAXRECURSION", "RECOMPILE", ...
	Value Expr
}

type (
	// TableRef is a table, view, synonym, CTE, temp table (#t), or table variable (@t).
	TableRef struct {
		Span
		Name     Name
		Variable bool // the object is @t
		Alias    string
		Hints    []string // upper case: NOLOCK, UPDLOCK, INDEX(I), TABLESAMPLE, ...
		Temporal string   // what follows FOR SYSTEM_TIME, as written
	}
	// DerivedTable is (query) alias (columns), or (INSERT ... OUTPUT ...) alias and the
	// like, with Modify in place of Query.
	DerivedTable struct {
		Span
		Query   *SelectStmt
		Modify  Stmt
		Alias   string
		Columns []string
	}
	// ValuesTable is (VALUES (...), (...)) alias (columns).
	ValuesTable struct {
		Span
		Rows    [][]Expr
		Alias   string
		Columns []string
	}
	// FuncTable is a table-valued function call, OPENJSON and x.nodes() included.
	FuncTable struct {
		Span
		Call    Expr // *Call or *Method
		Alias   string
		Columns []string
		Schema  []ColumnDef // of OPENJSON ... WITH (...); Default holds the path of a column
	}
	// Join is left kind JOIN right ON cond. APPLY has no condition.
	Join struct {
		Span
		Kind        JoinKind
		Left, Right TableSource
		On          Expr
	}
	// Pivot is source PIVOT (agg(col) FOR col IN (...)) alias.
	Pivot struct {
		Span
		Source    TableSource
		Aggregate *Call
		For       ColumnRef
		In        []string
		Alias     string
	}
	// Unpivot is source UNPIVOT (value FOR name IN (...)) alias.
	Unpivot struct {
		Span
		Source TableSource
		Value  string
		For    string
		In     []ColumnRef
		Alias  string
	}
)

// JoinKind is the kind of a Join.
type JoinKind uint8

// The kinds of Join.
const (
	InnerJoin JoinKind = iota
	LeftJoin
	RightJoin
	FullJoin
	CrossJoin
	CrossApply
	OuterApply
)

// ---- data modification

type (
	// InsertStmt is INSERT; exactly one of Rows, Query, Exec and DefaultValues is set.
	InsertStmt struct {
		Span
		With          []CTE
		Top           *Top
		Target        *TableRef
		Columns       []Ident
		Output        *Output
		Rows          [][]Expr
		Query         *SelectStmt
		Exec          *ExecStmt
		DefaultValues bool
		Options       []Option
	}
	// UpdateStmt is UPDATE. Target may name an alias of From.
	UpdateStmt struct {
		Span
		With      []CTE
		Top       *Top
		Target    *TableRef
		Set       []SetClause
		Output    *Output
		From      []TableSource
		Where     Expr
		CurrentOf string // cursor name
		Options   []Option
	}
	// DeleteStmt is DELETE. Target may name an alias of From.
	DeleteStmt struct {
		Span
		With      []CTE
		Top       *Top
		Target    *TableRef
		Output    *Output
		From      []TableSource
		Where     Expr
		CurrentOf string
		Options   []Option
	}
	// MergeStmt is MERGE.
	MergeStmt struct {
		Span
		With    []CTE
		Top     *Top
		Target  *TableRef
		Using   TableSource
		On      Expr
		Whens   []MergeWhen
		Output  *Output
		Options []Option
	}
	// TruncateStmt is TRUNCATE TABLE.
	TruncateStmt struct {
		Span
		Table Name
	}
)

// SetClause is one assignment of an UPDATE: column = expr, @v = expr, or @v = column = expr.
type SetClause struct {
	Span
	Column   *ColumnRef
	Variable string
	Op       Op // of +=; OpNone for =
	Value    Expr
}

// Output is OUTPUT items [INTO target (columns)].
type Output struct {
	Span
	Items   []SelectItem
	Into    *TableRef
	Columns []Ident
	Next    *Output // a second OUTPUT, for the client, after OUTPUT ... INTO
}

// MergeWhen is one WHEN clause of a MERGE.
type MergeWhen struct {
	Span
	Match   MergeMatch
	And     Expr
	Delete  bool
	Set     []SetClause // UPDATE
	Columns []Ident     // INSERT
	Values  []Expr
	Insert  bool
}

// MergeMatch tells which rows a MergeWhen is for.
type MergeMatch uint8

// The matches of MERGE.
const (
	Matched MergeMatch = iota
	NotMatchedByTarget
	NotMatchedBySource
)

// ---- procedural

type (
	// DeclareStmt is DECLARE @a int = 1, @t TABLE (...), @c CURSOR.
	DeclareStmt struct {
		Span
		Vars []VarDecl
	}
	// SetStmt is SET @v = expr, or @v += expr.
	SetStmt struct {
		Span
		Variable string
		Op       Op
		Value    Expr
		Cursor   *CursorDef // SET @c = CURSOR ...
	}
	// SetOptionStmt is SET options {ON|OFF|value}. Names are upper case.
	SetOptionStmt struct {
		Span
		Names []string // NOCOUNT, XACT_ABORT, TRANSACTION ISOLATION LEVEL, LOCK_TIMEOUT, ...
		On    bool
		Value Expr   // for those that take a value
		Word  string // READ COMMITTED, us_english, mdy ...
		Table *Name  // of IDENTITY_INSERT
	}
	// UseStmt is USE database.
	UseStmt struct {
		Span
		Database string
	}
	// BlockStmt is BEGIN ... END.
	BlockStmt struct {
		Span
		Body []Stmt
	}
	// IfStmt is IF cond then [ELSE else].
	IfStmt struct {
		Span
		Cond Expr
		Then Stmt
		Else Stmt
	}
	// WhileStmt is WHILE cond body.
	WhileStmt struct {
		Span
		Cond Expr
		Body Stmt
	}
	// BreakStmt is BREAK.
	BreakStmt struct{ Span }
	// ContinueStmt is CONTINUE.
	ContinueStmt struct{ Span }
	// GotoStmt is GOTO label.
	GotoStmt struct {
		Span
		Label string
	}
	// LabelStmt is label:.
	LabelStmt struct {
		Span
		Label string
	}
	// ReturnStmt is RETURN [expr]; of an inline function, Query.
	ReturnStmt struct {
		Span
		Value Expr
		Query *SelectStmt
	}
	// TryStmt is BEGIN TRY ... END TRY BEGIN CATCH ... END CATCH.
	TryStmt struct {
		Span
		Try, Catch []Stmt
	}
	// ThrowStmt is THROW [number, message, state]; all nil to rethrow.
	ThrowStmt struct {
		Span
		Number, Message, State Expr
	}
	// RaiserrorStmt is RAISERROR (msg, severity, state, args) WITH options.
	RaiserrorStmt struct {
		Span
		Message, Severity, State Expr
		Args                     []Expr
		Log, NoWait, SetError    bool
	}
	// PrintStmt is PRINT expr.
	PrintStmt struct {
		Span
		Value Expr
	}
	// WaitforStmt is WAITFOR DELAY or TIME.
	WaitforStmt struct {
		Span
		Delay, Time Expr
	}
	// ExecStmt is EXEC of a procedure or of text.
	ExecStmt struct {
		Span
		ReturnVar  string // @rc, or empty
		Proc       Name
		ProcVar    string // EXEC @name
		Args       []ExecArg
		Text       []Expr // EXEC ('...' + @x), concatenated
		As         string // AS USER | LOGIN = 'x'
		At         string // AT linked server
		Recompile  bool
		ResultSets bool // WITH RESULT SETS was given
		Bare       bool // first statement of a batch without EXEC

		ResultShape string // of RESULT SETS: UNDEFINED, NONE or the list as written
	}
	// BeginTranStmt is BEGIN TRAN [name].
	BeginTranStmt struct {
		Span
		Name        string
		NameVar     string
		Mark        bool
		Distributed bool // refused when it is run
	}
	// CommitStmt is COMMIT [TRAN [name] | WORK].
	CommitStmt struct {
		Span
		Name    string
		NameVar string
	}
	// RollbackStmt is ROLLBACK [TRAN [name] | WORK].
	RollbackStmt struct {
		Span
		Name    string
		NameVar string
	}
	// SaveTranStmt is SAVE TRAN name.
	SaveTranStmt struct {
		Span
		Name    string
		NameVar string
	}
	// DeclareCursorStmt is DECLARE c CURSOR ... FOR query.
	DeclareCursorStmt struct {
		Span
		Name string
		Def  CursorDef
	}
	// OpenStmt is OPEN c; CloseStmt and DeallocateStmt are its companions. A cursor
	// variable's name begins with @.
	OpenStmt struct {
		Span
		Cursor string
		Global bool
	}
	// CloseStmt is CLOSE c.
	CloseStmt struct {
		Span
		Cursor string
		Global bool
	}
	// DeallocateStmt is DEALLOCATE c.
	DeallocateStmt struct {
		Span
		Cursor string
		Global bool
	}
	// FetchStmt is FETCH [NEXT|PRIOR|FIRST|LAST|ABSOLUTE n|RELATIVE n] FROM c INTO @a, @b.
	FetchStmt struct {
		Span
		Cursor string
		Global bool
		Where  string // NEXT, PRIOR, FIRST, LAST, ABSOLUTE, RELATIVE
		Offset Expr
		Into   []string
	}
	// KillStmt is KILL spid.
	KillStmt struct {
		Span
		Session Expr
	}
)

// VarDecl is one variable of a DECLARE.
type VarDecl struct {
	Span
	Name  string // with its @
	Type  TypeName
	Value Expr
	Table *TableDef // @t TABLE (...)
}

// CursorDef is the declaration of a cursor. Options are upper case: LOCAL, FAST_FORWARD, ...
type CursorDef struct {
	Span
	Options []string
	Query   *SelectStmt
	Update  bool // FOR UPDATE
	Of      []ColumnRef
}

// ExecArg is one argument of EXEC: [@name =] expr [OUTPUT].
type ExecArg struct {
	Span
	Name   string // with its @, or empty
	Value  Expr   // *Default for DEFAULT; a bare word (EXEC p abc) is a string Literal
	Output bool
}

// ---- definition

type (
	// CreateTableStmt is CREATE TABLE.
	CreateTableStmt struct {
		Span
		Name Name
		Def  TableDef
	}
	// AlterTableStmt is ALTER TABLE; exactly one action is set.
	AlterTableStmt struct {
		Span
		Name        Name
		Add         []ColumnDef
		AddCons     []Constraint
		WithNoCheck bool
		Drop        []DropItem
		Alter       *ColumnDef // ALTER COLUMN
		Check       string     // CHECK | NOCHECK | ENABLE | DISABLE, upper case
		CheckNames  []string   // constraints or triggers; ["ALL"]
		Triggers    bool       // Check is about triggers
	}
	// DropStmt is DROP kind [IF EXISTS] names.
	DropStmt struct {
		Span
		Kind     ObjectKind
		IfExists bool
		Names    []Name
		On       *Name  // DROP INDEX i ON t
		Tables   []Name // DROP INDEX i ON t, u.j: the table of each name, empty where it has no ON
	}
	// CreateIndexStmt is CREATE [UNIQUE] [CLUSTERED] INDEX.
	CreateIndexStmt struct {
		Span
		Name      string
		Unique    bool
		Clustered bool
		Table     Name
		Columns   []IndexColumn
		Include   []string
		Where     Expr
		Options   []Option
	}
	// CreateViewStmt is CREATE or ALTER VIEW. Text is the whole statement as stored.
	CreateViewStmt struct {
		Span
		Name    Name
		Columns []string
		Query   *SelectStmt
		Alter   Altering
		Check   bool     // WITH CHECK OPTION
		With    []string // SCHEMABINDING, ...
	}
	// CreateProcStmt is CREATE or ALTER PROCEDURE.
	CreateProcStmt struct {
		Span
		Name   Name
		Params []ParamDecl
		With   []string // RECOMPILE, ENCRYPTION, EXECUTE AS ...
		Body   []Stmt
		Alter  Altering
	}
	// CreateFunctionStmt is CREATE or ALTER FUNCTION: scalar (Returns), inline table (Inline) or
	// multi-statement (ReturnTable).
	CreateFunctionStmt struct {
		Span
		Name        Name
		Params      []ParamDecl
		Returns     TypeName
		Inline      *SelectStmt
		ReturnVar   string
		ReturnTable *TableDef
		With        []string
		Body        []Stmt
		Alter       Altering
	}
	// CreateTriggerStmt is CREATE or ALTER TRIGGER on a table or view.
	CreateTriggerStmt struct {
		Span
		Name      Name
		Table     Name
		InsteadOf bool
		Insert    bool
		Update    bool
		Delete    bool
		Body      []Stmt
		Alter     Altering
		With      []string // ENCRYPTION, EXECUTE AS ...
	}
	// CreateTypeStmt is CREATE TYPE: an alias (Base) or a table type (Table).
	CreateTypeStmt struct {
		Span
		Name    Name
		Base    TypeName
		NotNull bool
		Table   *TableDef
	}
	// CreateSchemaStmt is CREATE SCHEMA.
	CreateSchemaStmt struct {
		Span
		Name  string
		Owner string
	}
	// CreateSynonymStmt is CREATE SYNONYM name FOR target.
	CreateSynonymStmt struct {
		Span
		Name   Name
		Target Name
	}
	// CreateSequenceStmt is CREATE or ALTER SEQUENCE. Options: AS, START WITH, INCREMENT BY, ...
	CreateSequenceStmt struct {
		Span
		Name    Name
		Type    TypeName
		Options []Option
		Alter   Altering
	}
	// CreateDatabaseStmt is CREATE DATABASE; file and option clauses are read and dropped.
	CreateDatabaseStmt struct {
		Span
		Name      string
		Collation string
	}
	// AlterDatabaseStmt is ALTER DATABASE; its options are kept as text.
	AlterDatabaseStmt struct {
		Span
		Name    string
		Options []Option
		Modify  string // MODIFY NAME = x
	}
	// SecurityStmt is CREATE/ALTER/DROP of LOGIN, USER, ROLE, SERVER ROLE, CREDENTIAL,
	// and ALTER ROLE r ADD|DROP MEMBER m, ALTER AUTHORIZATION.
	SecurityStmt struct {
		Span
		Verb     string // CREATE, ALTER, DROP
		Kind     string // LOGIN, USER, ROLE, SERVER ROLE, CREDENTIAL, AUTHORIZATION
		Name     string
		Password Expr   // WITH PASSWORD = ; a credential's SECRET =
		Hashed   bool   // PASSWORD = 0x... HASHED
		OldPass  Expr   // OLD_PASSWORD =
		Identity Expr   // a credential's IDENTITY =
		For      string // CREATE USER u FOR LOGIN l
		Without  bool   // WITHOUT LOGIN
		Windows  bool   // FROM WINDOWS
		Action   string // ADD MEMBER, DROP MEMBER, ENABLE, DISABLE
		Member   string
		Options  []Option // DEFAULT_DATABASE, CHECK_POLICY, SID, DEFAULT_SCHEMA, NAME ...
		IfExists bool
	}
	// GrantStmt is GRANT, DENY or REVOKE.
	GrantStmt struct {
		Span
		Verb        string // GRANT, DENY, REVOKE
		Permissions []string
		Class       string // OBJECT, SCHEMA, DATABASE, LOGIN, ... or empty
		On          *Name
		Columns     []string
		To          []string
		WithGrant   bool
		Cascade     bool
		As          string // AS grantor
	}
	// ExecuteAsStmt is EXECUTE AS {LOGIN|USER} = 'x'; REVERT is Revert.
	ExecuteAsStmt struct {
		Span
		Kind   string // LOGIN, USER, CALLER, SELF, OWNER
		Name   Expr
		Revert bool

		NoRevert bool   // WITH NO REVERT
		Cookie   string // WITH COOKIE INTO @v; of REVERT, WITH COOKIE = @v
	}
	// InsertBulkStmt is INSERT BULK, which a driver sends before a bulk load.
	InsertBulkStmt struct {
		Span
		Table   Name
		Columns []ColumnDef
		Options []Option
	}
	// AdminStmt looks after a server and its storage: RECONFIGURE, CHECKPOINT, UPDATE STATISTICS, ALTER INDEX, DBCC; or moves
	// an object: ALTER SCHEMA.
	AdminStmt struct {
		Span
		Verb    string   // in capitals
		Command string   // of DBCC; REBUILD, REORGANIZE, DISABLE, SET, ... of ALTER INDEX
		Table   Name     // of UPDATE STATISTICS, ALTER INDEX and ALTER SCHEMA
		Index   string   // of ALTER INDEX, or ALL; the schema of ALTER SCHEMA
		Args    []Expr   // of DBCC; a name is a Literal
		Options []string // of WITH, in capitals
		Text    string   // as written
	}
	// OtherStmt is a statement that is recognised but not built (BACKUP, DBCC, ...): it is
	// refused by its name when it is run.
	OtherStmt struct {
		Span
		Name string // upper case: "BACKUP DATABASE", "DBCC CHECKDB", ...
		Text string // as written
	}
)

// Altering tells CREATE from ALTER and CREATE OR ALTER.
type Altering uint8

// The ways a module is defined.
const (
	Create Altering = iota
	Alter
	CreateOrAlter
)

// ObjectKind is what a DROP drops.
type ObjectKind string

// The kinds of object DROP knows.
const (
	KindTable     ObjectKind = "TABLE"
	KindView      ObjectKind = "VIEW"
	KindProc      ObjectKind = "PROCEDURE"
	KindFunction  ObjectKind = "FUNCTION"
	KindTrigger   ObjectKind = "TRIGGER"
	KindIndex     ObjectKind = "INDEX"
	KindType      ObjectKind = "TYPE"
	KindSchema    ObjectKind = "SCHEMA"
	KindSynonym   ObjectKind = "SYNONYM"
	KindSequence  ObjectKind = "SEQUENCE"
	KindDatabase  ObjectKind = "DATABASE"
	KindStatistic ObjectKind = "STATISTICS"
)

// TableDef is the body of CREATE TABLE, of a table variable and of a table type.
type TableDef struct {
	Span
	Columns     []ColumnDef
	Constraints []Constraint
	Temporal    bool // PERIOD FOR SYSTEM_TIME
}

// ColumnDef is a column of a TableDef.
type ColumnDef struct {
	Span
	Name        string
	Type        TypeName
	Null        *bool // NULL or NOT NULL as written, nil when neither was
	Identity    *Identity
	Default     Expr
	DefaultName string
	Computed    Expr
	Persisted   bool
	RowGUID     bool
	Collation   string
	WithValues  bool         // ALTER TABLE ADD c ... DEFAULT x WITH VALUES
	AsJSON      bool         // of OPENJSON ... WITH
	Constraints []Constraint // PRIMARY KEY, UNIQUE, CHECK, REFERENCES of this column
}

// Identity is IDENTITY(seed, increment).
type Identity struct{ Seed, Increment int64 }

// Constraint is a constraint of a table or column; Columns is empty on a column.
type Constraint struct {
	Span
	Name       string
	Kind       ConstraintKind
	Clustered  bool
	Unique     bool // of an InlineIndex
	Columns    []IndexColumn
	Check      Expr
	RefTable   Name
	RefColumns []string
	OnDelete   string // CASCADE, SET NULL, SET DEFAULT, NO ACTION
	OnUpdate   string
	Default    Expr   // ALTER TABLE ADD CONSTRAINT d DEFAULT x FOR c
	For        string // its column
}

// ConstraintKind is the kind of a Constraint.
type ConstraintKind uint8

// The kinds of Constraint.
const (
	PrimaryKey ConstraintKind = iota
	Unique
	Check
	ForeignKey
	DefaultConstraint
	InlineIndex
)

// IndexColumn is a key column.
type IndexColumn struct {
	Name string
	Desc bool
}

// DropItem is one item of ALTER TABLE ... DROP.
type DropItem struct {
	Constraint bool
	Name       string
	IfExists   bool
}

// ParamDecl is a parameter of a procedure or function.
type ParamDecl struct {
	Span
	Name     string // with its @
	Type     TypeName
	Default  Expr // nil when required
	Output   bool
	ReadOnly bool
	Varying  bool
}

func (*Literal) expr()        {}
func (*Variable) expr()       {}
func (*GlobalVariable) expr() {}
func (*ColumnRef) expr()      {}
func (*Star) expr()           {}
func (*Unary) expr()          {}
func (*Binary) expr()         {}
func (*Like) expr()           {}
func (*Between) expr()        {}
func (*In) expr()             {}
func (*IsNull) expr()         {}
func (*IsDistinct) expr()     {}
func (*Exists) expr()         {}
func (*Quantified) expr()     {}
func (*Subquery) expr()       {}
func (*Case) expr()           {}
func (*Cast) expr()           {}
func (*Call) expr()           {}
func (*Collate) expr()        {}
func (*AtTimeZone) expr()     {}
func (*Method) expr()         {}
func (*NextValue) expr()      {}
func (*Default) expr()        {}
func (*Paren) expr()          {}

func (*QuerySpec) queryExpr()  {}
func (*SetOp) queryExpr()      {}
func (*ParenQuery) queryExpr() {}

func (*TableRef) tableSource()     {}
func (*DerivedTable) tableSource() {}
func (*ValuesTable) tableSource()  {}
func (*FuncTable) tableSource()    {}
func (*Join) tableSource()         {}
func (*Pivot) tableSource()        {}
func (*Unpivot) tableSource()      {}

func (*SelectStmt) stmt()         {}
func (*InsertStmt) stmt()         {}
func (*UpdateStmt) stmt()         {}
func (*DeleteStmt) stmt()         {}
func (*MergeStmt) stmt()          {}
func (*TruncateStmt) stmt()       {}
func (*DeclareStmt) stmt()        {}
func (*SetStmt) stmt()            {}
func (*SetOptionStmt) stmt()      {}
func (*UseStmt) stmt()            {}
func (*BlockStmt) stmt()          {}
func (*IfStmt) stmt()             {}
func (*WhileStmt) stmt()          {}
func (*BreakStmt) stmt()          {}
func (*ContinueStmt) stmt()       {}
func (*GotoStmt) stmt()           {}
func (*LabelStmt) stmt()          {}
func (*ReturnStmt) stmt()         {}
func (*TryStmt) stmt()            {}
func (*ThrowStmt) stmt()          {}
func (*RaiserrorStmt) stmt()      {}
func (*PrintStmt) stmt()          {}
func (*WaitforStmt) stmt()        {}
func (*ExecStmt) stmt()           {}
func (*BeginTranStmt) stmt()      {}
func (*CommitStmt) stmt()         {}
func (*RollbackStmt) stmt()       {}
func (*SaveTranStmt) stmt()       {}
func (*DeclareCursorStmt) stmt()  {}
func (*OpenStmt) stmt()           {}
func (*CloseStmt) stmt()          {}
func (*DeallocateStmt) stmt()     {}
func (*FetchStmt) stmt()          {}
func (*KillStmt) stmt()           {}
func (*CreateTableStmt) stmt()    {}
func (*AlterTableStmt) stmt()     {}
func (*DropStmt) stmt()           {}
func (*CreateIndexStmt) stmt()    {}
func (*CreateViewStmt) stmt()     {}
func (*CreateProcStmt) stmt()     {}
func (*CreateFunctionStmt) stmt() {}
func (*CreateTriggerStmt) stmt()  {}
func (*CreateTypeStmt) stmt()     {}
func (*CreateSchemaStmt) stmt()   {}
func (*CreateSynonymStmt) stmt()  {}
func (*CreateSequenceStmt) stmt() {}
func (*CreateDatabaseStmt) stmt() {}
func (*AlterDatabaseStmt) stmt()  {}
func (*SecurityStmt) stmt()       {}
func (*GrantStmt) stmt()          {}
func (*ExecuteAsStmt) stmt()      {}
func (*InsertBulkStmt) stmt()     {}
func (*AdminStmt) stmt()          {}
func (*OtherStmt) stmt()          {}
