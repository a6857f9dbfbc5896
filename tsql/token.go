package tsql

// kind is what a token is.
type kind uint8

const (
	tEOF      kind = iota
	tWord          // an identifier without quotes, or a keyword: see token.kw
	tQuoted        // [x], or "x" while QUOTED_IDENTIFIER is ON
	tString        // 'x', or "x" while QUOTED_IDENTIFIER is OFF
	tNString       // N'x'
	tBinary        // 0x1F
	tInt           // 12
	tNumeric       // 1.5
	tFloat         // 1e3
	tMoney         // $1.5
	tVariable      // @x
	tGlobal        // @@x
	tPseudo        // $action, $identity, $rowguid
	tLParen
	tRParen
	tLBrace
	tRBrace
	tComma
	tSemicolon
	tDot
	tColon
	tScope // ::
	tPlus
	tMinus
	tStar
	tSlash
	tPercent
	tAmp
	tPipe
	tCaret
	tTilde
	tEq
	tNe
	tLt
	tLe
	tGt
	tGe
	tAssign // += and its kin: see assignOp
	tBad    // a character that begins no token
)

// token is one token of a source. It holds no text: that is source[start:end].
type token struct {
	kind    kind
	kw      keyword
	escaped bool // a quoted token in which the closing quote is doubled
	start   Pos
	end     Pos
}

// keyword is a reserved word; notReserved for every other word. Words that mean
// something in one place only (NOLOCK, APPLY, OUTPUT) are ordinary identifiers.
type keyword uint8

const (
	notReserved keyword = iota
	kwAdd
	kwAll
	kwAlter
	kwAnd
	kwAny
	kwAs
	kwAsc
	kwAuthorization
	kwBackup
	kwBegin
	kwBetween
	kwBreak
	kwBrowse
	kwBulk
	kwBy
	kwCascade
	kwCase
	kwCheck
	kwCheckpoint
	kwClose
	kwClustered
	kwCoalesce
	kwCollate
	kwColumn
	kwCommit
	kwCompute
	kwConstraint
	kwContains
	kwContainsTable
	kwContinue
	kwConvert
	kwCreate
	kwCross
	kwCurrent
	kwCurrentDate
	kwCurrentTime
	kwCurrentTimestamp
	kwCurrentUser
	kwCursor
	kwDatabase
	kwDbcc
	kwDeallocate
	kwDeclare
	kwDefault
	kwDelete
	kwDeny
	kwDesc
	kwDisk
	kwDistinct
	kwDistributed
	kwDouble
	kwDrop
	kwDump
	kwElse
	kwEnd
	kwErrlvl
	kwEscape
	kwExcept
	kwExec
	kwExecute
	kwExists
	kwExit
	kwExternal
	kwFetch
	kwFile
	kwFillfactor
	kwFor
	kwForeign
	kwFreetext
	kwFreetextTable
	kwFrom
	kwFull
	kwFunction
	kwGoto
	kwGrant
	kwGroup
	kwHaving
	kwHoldlock
	kwIdentity
	kwIdentityInsert
	kwIdentityCol
	kwIf
	kwIn
	kwIndex
	kwInner
	kwInsert
	kwIntersect
	kwInto
	kwIs
	kwJoin
	kwKey
	kwKill
	kwLeft
	kwLike
	kwLineno
	kwLoad
	kwMerge
	kwNational
	kwNocheck
	kwNonclustered
	kwNot
	kwNull
	kwNullif
	kwOf
	kwOff
	kwOffsets
	kwOn
	kwOpen
	kwOpenDatasource
	kwOpenQuery
	kwOpenRowset
	kwOpenXML
	kwOption
	kwOr
	kwOrder
	kwOuter
	kwOver
	kwPercent
	kwPivot
	kwPlan
	kwPrimary
	kwPrint
	kwProc
	kwProcedure
	kwPublic
	kwRaiserror
	kwRead
	kwReadtext
	kwReconfigure
	kwReferences
	kwReplication
	kwRestore
	kwRestrict
	kwReturn
	kwRevert
	kwRevoke
	kwRight
	kwRollback
	kwRowcount
	kwRowGUIDCol
	kwRule
	kwSave
	kwSchema
	kwSecurityAudit
	kwSelect
	kwSemanticKeyPhraseTable
	kwSemanticSimilarityDetailsTable
	kwSemanticSimilarityTable
	kwSessionUser
	kwSet
	kwSetuser
	kwShutdown
	kwSome
	kwStatistics
	kwSystemUser
	kwTable
	kwTablesample
	kwTextsize
	kwThen
	kwTo
	kwTop
	kwTran
	kwTransaction
	kwTrigger
	kwTruncate
	kwTryConvert
	kwTsequal
	kwUnion
	kwUnique
	kwUnpivot
	kwUpdate
	kwUpdatetext
	kwUse
	kwUser
	kwValues
	kwVarying
	kwView
	kwWaitfor
	kwWhen
	kwWhere
	kwWhile
	kwWith
	kwWritetext
)

var keywords = [...]string{
	kwAdd: "ADD", kwAll: "ALL", kwAlter: "ALTER", kwAnd: "AND", kwAny: "ANY", kwAs: "AS", kwAsc: "ASC",
	kwAuthorization: "AUTHORIZATION", kwBackup: "BACKUP", kwBegin: "BEGIN", kwBetween: "BETWEEN", kwBreak: "BREAK",
	kwBrowse: "BROWSE", kwBulk: "BULK", kwBy: "BY", kwCascade: "CASCADE", kwCase: "CASE", kwCheck: "CHECK",
	kwCheckpoint: "CHECKPOINT", kwClose: "CLOSE", kwClustered: "CLUSTERED", kwCoalesce: "COALESCE",
	kwCollate: "COLLATE", kwColumn: "COLUMN", kwCommit: "COMMIT", kwCompute: "COMPUTE", kwConstraint: "CONSTRAINT",
	kwContains: "CONTAINS", kwContainsTable: "CONTAINSTABLE", kwContinue: "CONTINUE", kwConvert: "CONVERT",
	kwCreate: "CREATE", kwCross: "CROSS", kwCurrent: "CURRENT", kwCurrentDate: "CURRENT_DATE",
	kwCurrentTime: "CURRENT_TIME", kwCurrentTimestamp: "CURRENT_TIMESTAMP", kwCurrentUser: "CURRENT_USER",
	kwCursor: "CURSOR", kwDatabase: "DATABASE", kwDbcc: "DBCC", kwDeallocate: "DEALLOCATE", kwDeclare: "DECLARE",
	kwDefault: "DEFAULT", kwDelete: "DELETE", kwDeny: "DENY", kwDesc: "DESC", kwDisk: "DISK",
	kwDistinct: "DISTINCT", kwDistributed: "DISTRIBUTED", kwDouble: "DOUBLE", kwDrop: "DROP", kwDump: "DUMP",
	kwElse: "ELSE", kwEnd: "END", kwErrlvl: "ERRLVL", kwEscape: "ESCAPE", kwExcept: "EXCEPT", kwExec: "EXEC",
	kwExecute: "EXECUTE", kwExists: "EXISTS", kwExit: "EXIT", kwExternal: "EXTERNAL", kwFetch: "FETCH",
	kwFile: "FILE", kwFillfactor: "FILLFACTOR", kwFor: "FOR", kwForeign: "FOREIGN", kwFreetext: "FREETEXT",
	kwFreetextTable: "FREETEXTTABLE", kwFrom: "FROM", kwFull: "FULL", kwFunction: "FUNCTION", kwGoto: "GOTO",
	kwGrant: "GRANT", kwGroup: "GROUP", kwHaving: "HAVING", kwHoldlock: "HOLDLOCK", kwIdentity: "IDENTITY",
	kwIdentityInsert: "IDENTITY_INSERT", kwIdentityCol: "IDENTITYCOL", kwIf: "IF", kwIn: "IN", kwIndex: "INDEX",
	kwInner: "INNER", kwInsert: "INSERT", kwIntersect: "INTERSECT", kwInto: "INTO", kwIs: "IS", kwJoin: "JOIN",
	kwKey: "KEY", kwKill: "KILL", kwLeft: "LEFT", kwLike: "LIKE", kwLineno: "LINENO", kwLoad: "LOAD",
	kwMerge: "MERGE", kwNational: "NATIONAL", kwNocheck: "NOCHECK", kwNonclustered: "NONCLUSTERED", kwNot: "NOT",
	kwNull: "NULL", kwNullif: "NULLIF", kwOf: "OF", kwOff: "OFF", kwOffsets: "OFFSETS", kwOn: "ON", kwOpen: "OPEN",
	kwOpenDatasource: "OPENDATASOURCE", kwOpenQuery: "OPENQUERY", kwOpenRowset: "OPENROWSET", kwOpenXML: "OPENXML",
	kwOption: "OPTION", kwOr: "OR", kwOrder: "ORDER", kwOuter: "OUTER", kwOver: "OVER", kwPercent: "PERCENT",
	kwPivot: "PIVOT", kwPlan: "PLAN", kwPrimary: "PRIMARY", kwPrint: "PRINT",
	kwProc: "PROC", kwProcedure: "PROCEDURE", kwPublic: "PUBLIC", kwRaiserror: "RAISERROR", kwRead: "READ",
	kwReadtext: "READTEXT", kwReconfigure: "RECONFIGURE", kwReferences: "REFERENCES", kwReplication: "REPLICATION",
	kwRestore: "RESTORE", kwRestrict: "RESTRICT", kwReturn: "RETURN", kwRevert: "REVERT", kwRevoke: "REVOKE",
	kwRight: "RIGHT", kwRollback: "ROLLBACK", kwRowcount: "ROWCOUNT", kwRowGUIDCol: "ROWGUIDCOL", kwRule: "RULE",
	kwSave: "SAVE", kwSchema: "SCHEMA", kwSecurityAudit: "SECURITYAUDIT", kwSelect: "SELECT",
	kwSemanticKeyPhraseTable:         "SEMANTICKEYPHRASETABLE",
	kwSemanticSimilarityDetailsTable: "SEMANTICSIMILARITYDETAILSTABLE",
	kwSemanticSimilarityTable:        "SEMANTICSIMILARITYTABLE", kwSessionUser: "SESSION_USER", kwSet: "SET",
	kwSetuser: "SETUSER", kwShutdown: "SHUTDOWN", kwSome: "SOME", kwStatistics: "STATISTICS",
	kwSystemUser: "SYSTEM_USER", kwTable: "TABLE", kwTablesample: "TABLESAMPLE", kwTextsize: "TEXTSIZE",
	kwThen: "THEN", kwTo: "TO", kwTop: "TOP", kwTran: "TRAN", kwTransaction: "TRANSACTION", kwTrigger: "TRIGGER",
	kwTruncate: "TRUNCATE", kwTryConvert: "TRY_CONVERT", kwTsequal: "TSEQUAL", kwUnion: "UNION",
	kwUnique: "UNIQUE", kwUnpivot: "UNPIVOT", kwUpdate: "UPDATE", kwUpdatetext: "UPDATETEXT", kwUse: "USE",
	kwUser: "USER", kwValues: "VALUES", kwVarying: "VARYING", kwView: "VIEW", kwWaitfor: "WAITFOR", kwWhen: "WHEN",
	kwWhere: "WHERE", kwWhile: "WHILE", kwWith: "WITH", kwWritetext: "WRITETEXT",
}

func (k keyword) String() string { return keywords[k] }

// keywordSlots is a hash table with open addressing; a lookup costs no allocation and
// no change of case.
var keywordSlots = func() (slots [1024]keyword) {
	for k := kwAdd; int(k) < len(keywords); k++ {
		h := keywordHash(keywords[k])
		for slots[h] != notReserved {
			h = (h + 1) % uint(len(slots))
		}
		slots[h] = k
	}
	return slots
}()

// keywordHash looks at the length and four letters, in either case.
func keywordHash(s string) uint {
	n := uint(len(s))
	return (n*37 + uint(s[0]&0x1F) + uint(s[n-1]&0x1F)<<5 + uint(s[n/2]&0x1F)*67 + uint(s[1]&0x1F)*131) % 1024
}

const maxKeyword = len("SEMANTICSIMILARITYDETAILSTABLE")

// lookupKeyword is the reserved word s is, or notReserved.
func lookupKeyword(s string) keyword {
	if len(s) < 2 || len(s) > maxKeyword {
		return notReserved
	}
	for h := keywordHash(s); ; h = (h + 1) % uint(len(keywordSlots)) {
		k := keywordSlots[h]
		if k == notReserved || equalFold(s, keywords[k]) {
			return k
		}
	}
}

// equalFold compares s with a word in capitals.
func equalFold(s, word string) bool {
	if len(s) != len(word) {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}
