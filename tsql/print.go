package tsql

import "strings"

// Print is the text of a node, in one form whatever the source was like: what it prints
// parses to the same tree. Operands of a tree that was built by hand are put in
// parentheses where they need them.
func Print(n Node) string {
	p := &printer{}
	p.node(n)
	return p.String()
}

// printer collects text. Its methods are named after the nodes they print.
type printer struct{ strings.Builder }

func (p *printer) str(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// node prints any node.
func (p *printer) node(n Node) {
	switch n := n.(type) {
	case Expr:
		p.expr(n)
	case Stmt:
		p.stmt(n)
	case TableSource:
		p.table(n)
	case QueryExpr:
		p.queryExpr(n)
	case *Name:
		p.name(*n)
	case *TypeName:
		p.typeName(*n, false)
	case *Ident:
		p.ident(n.Name)
	case *Top:
		p.top(n)
	case *Over:
		p.over(n)
	case *SelectItem:
		p.selectItem(n)
	case *CTE:
		p.cte(n)
	case *ForClause:
		p.forClause(n)
	case *Option:
		p.option(n)
	case *SetClause:
		p.setClause(n)
	case *Output:
		p.output(n)
	case *MergeWhen:
		p.mergeWhen(n)
	case *VarDecl:
		p.varDecl(n)
	case *CursorDef:
		p.cursorDef(n)
	case *ExecArg:
		p.execArg(n)
	case *TableDef:
		p.tableDef(n)
	case *ColumnDef:
		p.columnDef(n)
	case *Constraint:
		p.constraint(n)
	case *ParamDecl:
		p.param(n)
	}
}

// list prints n items with ", " between them.
func (p *printer) list(n int, item func(i int)) {
	for i := range n {
		if i > 0 {
			p.str(", ")
		}
		item(i)
	}
}

// ---- names

// ident prints an identifier, in brackets if it needs them.
func (p *printer) ident(s string) {
	if isRegular(s) && lookupKeyword(s) == notReserved && !isAmbiguous(s) {
		p.str(s)
		return
	}
	p.quoted(s)
}

func (p *printer) quoted(s string) { p.str("[", strings.ReplaceAll(s, "]", "]]"), "]") }

func (p *printer) idents(names []string) {
	p.list(len(names), func(i int) { p.ident(names[i]) })
}

// isRegular tells whether s can be written without brackets as far as its characters go.
func isRegular(s string) bool {
	if s == "" || class[s[0]]&isStart == 0 {
		return false
	}
	for i := 1; i < len(s); i++ {
		if class[s[i]]&isPart == 0 {
			return false
		}
	}
	return true
}

// ambiguous are words which are not reserved, but which mean something else in some place
// where an identifier may stand.
var ambiguous = map[string]bool{
	"NOLOCK": true, "NOWAIT": true, "UPDLOCK": true, "TABLOCK": true, "PAGLOCK": true, "ROWLOCK": true, "XLOCK": true,
	"TABLOCKX": true, "READPAST": true, "SNAPSHOT": true, "NOEXPAND": true, "SERIALIZABLE": true, "FASTFIRSTROW": true,
	"READCOMMITTED": true, "REPEATABLEREAD": true, "READUNCOMMITTED": true,
	"LEADING": true, "TRAILING": true, "BOTH": true, "ROLLUP": true, "CUBE": true, "GROUPING": true, "XMLNAMESPACES": true,
	"NEXT": true, "CAST": true, "TRY_CAST": true, "PARSE": true, "TRY_PARSE": true, "ABSENT": true, "PERIOD": true,
	"OUTPUT": true, "OUT": true, "GLOBAL": true, "UNBOUNDED": true, "INSENSITIVE": true, "SCROLL": true,
	"LANGUAGE": true, "ENABLE": true, "DISABLE": true, "DATABASE_DEFAULT": true, "CATALOG_DEFAULT": true,
	"PERSISTED": true, "DATA_SOURCE": true, "WITHIN": true, "ATOMIC": true,
}

func isAmbiguous(s string) bool {
	return len(s) <= len("DATABASE_DEFAULT") && ambiguous[strings.ToUpper(s)]
}

func (p *printer) name(n Name) {
	parts := [...]string{n.Server, n.Database, n.Schema, n.Object}
	started := false
	for i, part := range parts {
		if part != "" {
			p.ident(part)
			started = true
		}
		if started && i < len(parts)-1 {
			p.str(".")
		}
	}
	if n.Number > 0 {
		p.str(";", itoa(n.Number))
	}
}

// column prints the parts of a column's name.
func (p *printer) column(parts []string) {
	for i, part := range parts {
		if i > 0 {
			p.str(".")
		}
		switch {
		case part == "":
		case i == len(parts)-1 && isPseudo(part):
			p.str(part)
		default:
			p.ident(part)
		}
	}
}

// isPseudo tells whether a column's name has a meaning of its own.
func isPseudo(s string) bool {
	if k := lookupKeyword(s); k == kwIdentityCol || k == kwRowGUIDCol {
		return true
	}
	switch strings.ToLower(s) {
	case "$action", "$identity", "$rowguid", "$partition", "$node_id", "$edge_id", "$from_id", "$to_id":
		return true
	}
	return false
}

// lineJoins undoes what a backslash at the end of a line does in a constant.
var lineJoins = strings.NewReplacer("\\\r\n", "\\\\\r\n\r\n", "\\\n", "\\\\\n\n", "'", "''")

// quoteString is s as a constant of varchar.
func quoteString(s string) string { return "'" + lineJoins.Replace(s) + "'" }

func printName(n Name) string { return Print(&n) }
