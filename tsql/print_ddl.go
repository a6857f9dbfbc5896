package tsql

import "strings"

func (p *printer) ddl(s Stmt) {
	switch s := s.(type) {
	case *CreateTableStmt:
		p.str("CREATE TABLE ")
		p.name(s.Name)
		p.str(" ")
		p.tableDef(&s.Def)
	case *AlterTableStmt:
		p.alterTable(s)
	case *DropStmt:
		p.drop(s)
	case *CreateIndexStmt:
		p.createIndex(s)
	case *CreateViewStmt:
		p.view(s)
	case *CreateProcStmt:
		p.procedure(s)
	case *CreateFunctionStmt:
		p.function(s)
	case *CreateTriggerStmt:
		p.trigger(s)
	case *CreateTypeStmt:
		p.createType(s)
	case *CreateSchemaStmt:
		p.str("CREATE SCHEMA ")
		p.ident(s.Name)
		if s.Owner != "" {
			p.str(" AUTHORIZATION ")
			p.ident(s.Owner)
		}
	case *CreateSynonymStmt:
		p.str("CREATE SYNONYM ")
		p.name(s.Name)
		p.str(" FOR ")
		p.name(s.Target)
	case *CreateSequenceStmt:
		p.sequence(s)
	case *CreateDatabaseStmt:
		p.str("CREATE DATABASE ")
		p.ident(s.Name)
		if s.Collation != "" {
			p.str(" COLLATE ")
			p.collation(s.Collation)
		}
	case *AlterDatabaseStmt:
		p.alterDatabase(s)
	case *SecurityStmt:
		p.security(s)
	case *GrantStmt:
		p.grant(s)
	}
}

// ---- tables

func (p *printer) tableDef(d *TableDef) {
	p.str("(")
	p.list(len(d.Columns)+len(d.Constraints), func(i int) {
		if i < len(d.Columns) {
			p.columnDef(&d.Columns[i])
		} else {
			p.constraint(&d.Constraints[i-len(d.Columns)])
		}
	})
	p.str(")")
}

func (p *printer) columnDef(c *ColumnDef) {
	p.ident(c.Name)
	if c.Computed != nil {
		p.str(" AS ")
		p.expr(c.Computed)
		if c.Persisted {
			p.str(" PERSISTED")
		}
	} else {
		p.str(" ")
		p.typeName(c.Type, false)
	}
	if c.Collation != "" {
		p.str(" COLLATE ")
		p.collation(c.Collation)
	}
	if c.Identity != nil {
		p.str(" IDENTITY(", int64String(c.Identity.Seed), ", ", int64String(c.Identity.Increment), ")")
	}
	if c.RowGUID {
		p.str(" ROWGUIDCOL")
	}
	p.columnDefault(c)
	p.nullability(c.Null)
	for i := range c.Constraints {
		p.str(" ")
		p.constraint(&c.Constraints[i])
	}
}

func (p *printer) columnDefault(c *ColumnDef) {
	if c.Default == nil {
		return
	}
	if c.DefaultName != "" {
		p.str(" CONSTRAINT ")
		p.ident(c.DefaultName)
	}
	p.str(" DEFAULT ")
	p.expr(c.Default)
	if c.WithValues {
		p.str(" WITH VALUES")
	}
}

func (p *printer) nullability(null *bool) {
	switch {
	case null == nil:
	case *null:
		p.str(" NULL")
	default:
		p.str(" NOT NULL")
	}
}

func (p *printer) constraint(c *Constraint) {
	if c.Kind == InlineIndex {
		p.inlineIndex(c)
		return
	}
	if c.Name != "" {
		p.str("CONSTRAINT ")
		p.ident(c.Name)
		p.str(" ")
	}
	switch c.Kind {
	case PrimaryKey:
		p.str("PRIMARY KEY")
		p.key(c)
	case Unique:
		p.str("UNIQUE")
		p.key(c)
	case Check:
		p.str("CHECK (")
		p.expr(c.Check)
		p.str(")")
	case ForeignKey:
		p.foreignKey(c)
	case DefaultConstraint:
		p.str("DEFAULT ")
		p.expr(c.Default)
		p.str(" FOR ")
		p.ident(c.For)
	}
}

func (p *printer) inlineIndex(c *Constraint) {
	p.str("INDEX ")
	p.ident(c.Name)
	if c.Unique {
		p.str(" UNIQUE")
	}
	p.key(c)
}

func (p *printer) key(c *Constraint) {
	if c.Clustered {
		p.str(" CLUSTERED")
	} else {
		p.str(" NONCLUSTERED")
	}
	if c.Columns != nil {
		p.str(" ")
		p.indexColumns(c.Columns)
	}
}

func (p *printer) indexColumns(list []IndexColumn) {
	p.str("(")
	p.list(len(list), func(i int) {
		p.ident(list[i].Name)
		if list[i].Desc {
			p.str(" DESC")
		}
	})
	p.str(")")
}

func (p *printer) foreignKey(c *Constraint) {
	if c.Columns != nil {
		p.str("FOREIGN KEY ")
		p.indexColumns(c.Columns)
		p.str(" ")
	}
	p.str("REFERENCES ")
	p.name(c.RefTable)
	p.columnList(c.RefColumns)
	if c.OnDelete != "" {
		p.str(" ON DELETE ", c.OnDelete)
	}
	if c.OnUpdate != "" {
		p.str(" ON UPDATE ", c.OnUpdate)
	}
}

func (p *printer) alterTable(s *AlterTableStmt) {
	p.str("ALTER TABLE ")
	p.name(s.Name)
	if s.WithNoCheck {
		p.str(" WITH NOCHECK")
	}
	switch {
	case s.Add != nil || s.AddCons != nil:
		p.str(" ADD ")
		p.list(len(s.Add)+len(s.AddCons), func(i int) {
			if i < len(s.Add) {
				p.columnDef(&s.Add[i])
			} else {
				p.constraint(&s.AddCons[i-len(s.Add)])
			}
		})
	case s.Drop != nil:
		p.str(" DROP ")
		p.list(len(s.Drop), func(i int) { p.dropItem(&s.Drop[i]) })
	case s.Alter != nil:
		p.alterColumn(s.Alter)
	case s.Check != "":
		p.alterCheck(s)
	}
}

func (p *printer) dropItem(d *DropItem) {
	if d.Constraint {
		p.str("CONSTRAINT ")
	} else {
		p.str("COLUMN ")
	}
	if d.IfExists {
		p.str("IF EXISTS ")
	}
	p.ident(d.Name)
}

func (p *printer) alterColumn(c *ColumnDef) {
	p.str(" ALTER COLUMN ")
	switch {
	case !isZeroType(c.Type):
		p.columnDef(c)
	case c.RowGUID:
		p.ident(c.Name)
		p.str(" ADD ROWGUIDCOL")
	case c.Persisted:
		p.ident(c.Name)
		p.str(" ADD PERSISTED")
	default:
		p.ident(c.Name)
		p.str(" DROP ROWGUIDCOL")
	}
}

func (p *printer) alterCheck(s *AlterTableStmt) {
	p.str(" ", s.Check)
	if s.Triggers {
		p.str(" TRIGGER ")
	} else {
		p.str(" CONSTRAINT ")
	}
	if len(s.CheckNames) == 1 && s.CheckNames[0] == "ALL" {
		p.str("ALL")
		return
	}
	p.idents(s.CheckNames)
}

// ---- other objects

func (p *printer) createIndex(s *CreateIndexStmt) {
	p.str("CREATE ")
	if s.Unique {
		p.str("UNIQUE ")
	}
	if s.Clustered {
		p.str("CLUSTERED ")
	}
	p.str("INDEX ")
	p.ident(s.Name)
	p.str(" ON ")
	p.name(s.Table)
	p.str(" ")
	p.indexColumns(s.Columns)
	if s.Include != nil {
		p.str(" INCLUDE")
		p.columnList(s.Include)
	}
	p.where(s.Where)
	p.withOptions(s.Options)
}

func (p *printer) drop(s *DropStmt) {
	p.str("DROP ", string(s.Kind), " ")
	if s.IfExists {
		p.str("IF EXISTS ")
	}
	p.list(len(s.Names), func(i int) {
		p.name(s.Names[i])
		switch {
		case i < len(s.Tables) && s.Tables[i].Object != "":
			p.str(" ON ")
			p.name(s.Tables[i])
		case s.Tables == nil && s.On != nil:
			p.str(" ON ")
			p.name(*s.On)
		}
	})
}

var moduleVerbs = [...]string{"CREATE ", "ALTER ", "CREATE OR ALTER "}

func (p *printer) moduleOptions(list []string) {
	if list != nil {
		p.str(" WITH ", strings.Join(list, ", "))
	}
}

func (p *printer) view(s *CreateViewStmt) {
	p.str(moduleVerbs[s.Alter], "VIEW ")
	p.name(s.Name)
	p.columnList(s.Columns)
	p.moduleOptions(s.With)
	p.str("\nAS\n")
	p.query(s.Query)
	if s.Check {
		p.str(" WITH CHECK OPTION")
	}
}

func (p *printer) procedure(s *CreateProcStmt) {
	p.str(moduleVerbs[s.Alter], "PROCEDURE ")
	p.name(s.Name)
	if s.Params != nil {
		p.str(" ")
		p.params(s.Params)
	}
	p.moduleOptions(s.With)
	p.str("\nAS\n")
	p.stmts(s.Body)
}

func (p *printer) params(list []ParamDecl) {
	p.list(len(list), func(i int) { p.param(&list[i]) })
}

func (p *printer) param(d *ParamDecl) {
	p.str(d.Name, " ")
	p.typeName(d.Type, false)
	if d.Varying {
		p.str(" VARYING")
	}
	if d.Default != nil {
		p.str(" = ")
		p.expr(d.Default)
	}
	if d.Output {
		p.str(" OUTPUT")
	}
	if d.ReadOnly {
		p.str(" READONLY")
	}
}

func (p *printer) function(s *CreateFunctionStmt) {
	p.str(moduleVerbs[s.Alter], "FUNCTION ")
	p.name(s.Name)
	p.str(" (")
	p.params(s.Params)
	p.str(")\nRETURNS ")
	switch {
	case s.ReturnTable != nil:
		p.str(s.ReturnVar, " TABLE ")
		p.tableDef(s.ReturnTable)
	case s.Inline != nil:
		p.str("TABLE")
	default:
		p.typeName(s.Returns, false)
	}
	p.moduleOptions(s.With)
	p.str("\nAS\n")
	if s.Inline != nil {
		p.str("RETURN ")
		p.parenQuery(s.Inline)
		return
	}
	p.block(s.Body)
}

func (p *printer) trigger(s *CreateTriggerStmt) {
	p.str(moduleVerbs[s.Alter], "TRIGGER ")
	p.name(s.Name)
	p.str(" ON ")
	p.name(s.Table)
	p.moduleOptions(s.With)
	if s.InsteadOf {
		p.str(" INSTEAD OF")
	} else {
		p.str(" AFTER")
	}
	sep := " "
	for _, e := range []struct {
		on   bool
		name string
	}{{s.Insert, "INSERT"}, {s.Update, "UPDATE"}, {s.Delete, "DELETE"}} {
		if e.on {
			p.str(sep, e.name)
			sep = ", "
		}
	}
	p.str("\nAS\n")
	p.stmts(s.Body)
}

func (p *printer) createType(s *CreateTypeStmt) {
	p.str("CREATE TYPE ")
	p.name(s.Name)
	if s.Table != nil {
		p.str(" AS TABLE ")
		p.tableDef(s.Table)
		return
	}
	p.str(" FROM ")
	p.typeName(s.Base, false)
	if s.NotNull {
		p.str(" NOT NULL")
	}
}

func (p *printer) sequence(s *CreateSequenceStmt) {
	p.str(moduleVerbs[s.Alter], "SEQUENCE ")
	p.name(s.Name)
	if !isZeroType(s.Type) {
		p.str(" AS ")
		p.typeName(s.Type, false)
	}
	for _, o := range s.Options {
		p.str(" ", o.Name)
		if o.Value != nil {
			p.str(" ")
			p.expr(o.Value)
		}
	}
}

func (p *printer) alterDatabase(s *AlterDatabaseStmt) {
	p.str("ALTER DATABASE ")
	if s.Name == "CURRENT" {
		p.str(s.Name)
	} else {
		p.ident(s.Name)
	}
	switch {
	case s.Modify != "":
		p.str(" MODIFY NAME = ")
		p.ident(s.Modify)
		return
	case len(s.Options) == 1 && s.Options[0].Name == "COLLATE":
		p.str(" COLLATE ")
		p.collation(s.Options[0].Value.(*ColumnRef).Parts[0])
		return
	}
	p.str(" SET")
	sep := " "
	for i := range s.Options {
		if strings.HasPrefix(s.Options[i].Name, "WITH ") {
			sep = " "
		}
		p.str(sep)
		p.option(&s.Options[i])
		sep = ", "
	}
}

// ---- security

func (p *printer) security(s *SecurityStmt) {
	p.str(s.Verb, " ", s.Kind, " ")
	switch {
	case s.Kind == "AUTHORIZATION":
		p.authorization(s)
		return
	case s.IfExists:
		p.str("IF EXISTS ")
	}
	p.ident(s.Name)
	p.securityAction(s)
	p.securityOptions(s)
}

// authorization prints ON class::name TO owner; the name is in its printed form already.
func (p *printer) authorization(s *SecurityStmt) {
	p.str("ON ")
	if s.Action != "" {
		p.str(s.Action, "::")
	}
	p.str(s.Name, " TO ")
	if s.Member == "SCHEMA OWNER" {
		p.str(s.Member)
		return
	}
	p.ident(s.Member)
}

func (p *printer) securityAction(s *SecurityStmt) {
	switch {
	case s.Windows:
		p.str(" FROM WINDOWS")
	case s.For != "":
		p.str(" FOR LOGIN ")
		p.ident(s.For)
	case s.Without:
		p.str(" WITHOUT LOGIN")
	case s.Action != "":
		p.str(" ", s.Action)
	}
	if s.Member != "" {
		p.str(" ")
		p.ident(s.Member)
	}
}

func (p *printer) securityOptions(s *SecurityStmt) {
	sep := " WITH "
	if s.Identity != nil {
		p.str(sep, "IDENTITY = ")
		p.expr(s.Identity)
		sep = ", "
	}
	options := s.Options
	if s.Password != nil {
		p.str(sep)
		options = p.password(s)
		sep = ", "
	}
	if s.OldPass != nil {
		p.str(sep, "OLD_PASSWORD = ")
		p.expr(s.OldPass)
		sep = ", "
	}
	for i := range options {
		p.str(sep)
		p.option(&options[i])
		sep = ", "
	}
}

// password prints the password or secret with its flags, and returns the other options.
func (p *printer) password(s *SecurityStmt) (rest []Option) {
	if s.Kind == "CREDENTIAL" {
		p.str("SECRET = ")
		p.expr(s.Password)
		return s.Options
	}
	p.str("PASSWORD = ")
	p.expr(s.Password)
	if s.Hashed {
		p.str(" HASHED")
	}
	for i, o := range s.Options {
		if o.Name != "MUST_CHANGE" && o.Name != "UNLOCK" {
			return s.Options[i:]
		}
		p.str(" ", o.Name)
	}
	return nil
}

func (p *printer) grant(s *GrantStmt) {
	p.str(s.Verb, " ")
	if s.Verb == "REVOKE" && s.WithGrant {
		p.str("GRANT OPTION FOR ")
	}
	p.str(strings.Join(s.Permissions, ", "))
	if s.On != nil {
		p.str(" ON ")
		if s.Class != "" {
			p.str(s.Class, "::")
		}
		p.name(*s.On)
	}
	p.columnList(s.Columns)
	if s.Verb == "REVOKE" {
		p.str(" FROM ")
	} else {
		p.str(" TO ")
	}
	p.idents(s.To)
	if s.Verb != "REVOKE" && s.WithGrant {
		p.str(" WITH GRANT OPTION")
	}
	if s.Cascade {
		p.str(" CASCADE")
	}
	if s.As != "" {
		p.str(" AS ")
		p.ident(s.As)
	}
}
