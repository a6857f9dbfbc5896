package engine

import (
	"fmt"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

func (d *definition) createTable(st *tsql.CreateTableStmt) error {
	if st.Def.Temporal {
		return errNotBuilt("PERIOD FOR SYSTEM_TIME")
	}
	p, err := d.place(st.Name)
	if err != nil {
		return err
	}
	t, err := d.s.tableFromDef(p, &st.Def, d.vars)
	if err != nil {
		return err
	}
	if err := d.checkReferences(t); err != nil {
		return err
	}
	return d.tx.Create(d.ctx, t)
}

// tableBuilder makes the definition of a table from its statement.
type tableBuilder struct {
	s     *Session
	t     *Table
	place place
	vars  *eval.Vars
}

// tableFromDef makes the definition of a table that does not exist yet.
func (s *Session) tableFromDef(p place, def *tsql.TableDef, vars *eval.Vars) (*Table, error) {
	b := &tableBuilder{s: s, place: p, vars: vars, t: &Table{Database: p.db, Schema: p.schema, Name: p.name}}
	for i := range def.Columns {
		if err := b.addColumn(&def.Columns[i], i); err != nil {
			return nil, err
		}
	}
	if err := b.bindColumns(); err != nil {
		return nil, err
	}
	for i := range def.Columns {
		for j := range def.Columns[i].Constraints {
			if err := b.addConstraint(&def.Columns[i].Constraints[j], i); err != nil {
				return nil, err
			}
		}
	}
	for i := range def.Constraints {
		if err := b.addConstraint(&def.Constraints[i], -1); err != nil {
			return nil, err
		}
	}
	return b.t, nil
}

// addColumn adds a column: 2705, 2744, 1711.
func (b *tableBuilder) addColumn(def *tsql.ColumnDef, number int) error {
	if b.t.Ordinal(def.Name) >= 0 {
		return tds.Errorf(2705, 16, "Column names in each table must be unique. Column name '%s' in table '%s' is specified more than once.", def.Name, b.t.Name)
	}
	c := Column{Column: tds.Column{Name: def.Name, Nullable: true}}
	if def.Computed != nil {
		c.Computed = true
		c.Persisted = def.Persisted
		c.Formula = &Formula{Text: b.text(def.Computed), Expr: def.Computed}
		c.Nullable = def.Null == nil || *def.Null
		b.t.Columns = append(b.t.Columns, c)
		return nil
	}
	if err := b.columnType(&c, def, number); err != nil {
		return err
	}
	if def.Identity != nil {
		if b.t.Identity() >= 0 {
			return tds.Errorf(2744, 16, "Multiple identity columns specified for table '%s'. Only one identity column per table is allowed.", b.t.Name)
		}
		if err := identityType(c.Type, def.Name); err != nil {
			return err
		}
		c.Identity, c.Seed, c.Increment = true, def.Identity.Seed, def.Identity.Increment
		c.Nullable = false
	}
	c.RowGUID = def.RowGUID
	if def.Default != nil {
		if err := b.setDefault(&c, def.DefaultName, def.Default); err != nil {
			return err
		}
	}
	b.t.Columns = append(b.t.Columns, c)
	return nil
}

// columnType resolves the type, collation and nullability of a column.
func (b *tableBuilder) columnType(c *Column, def *tsql.ColumnDef, number int) error {
	c.Type = def.Type.Type
	c.Nullable = def.Null == nil && !c.Type.Sysname || def.Null != nil && *def.Null
	if def.Type.Name != nil {
		u, err := b.s.userType(def.Type.Name)
		if err != nil {
			return tds.Errorf(2715, 16, "Column, parameter, or variable #%d: Cannot find data type %s.", number+1, written(*def.Type.Name))
		}
		if u.Table != nil {
			return tds.Errorf(350, 16, "The column \"%s\" does not have a valid data type. A column cannot be of a user-defined table type.", def.Name)
		}
		c.Type = u.Base
		c.UserType = u.Schema + "." + u.Name
		if def.Null == nil {
			c.Nullable = u.Nullable
		}
	}
	if c.Type.ID == tds.Timestamp {
		c.Nullable = false
	}
	if def.Collation != "" {
		coll, ok := eval.LookupCollation(def.Collation)
		if !ok {
			return tds.Errorf(448, 16, "Invalid collation '%s'.", def.Collation)
		}
		c.Type.Collation, c.Collation = coll, def.Collation
	}
	for _, k := range def.Constraints {
		if k.Kind == tsql.PrimaryKey {
			if def.Null != nil && *def.Null {
				return errNullableKey(b.t.Name)
			}
			c.Nullable = false
		}
	}
	return nil
}

func errNullableKey(table string) *tds.Error {
	return tds.Errorf(8111, 16, "Cannot define PRIMARY KEY constraint on nullable column in table '%s'.", table)
}

func identityType(t tds.Type, name string) error {
	if t.ID.IsInteger() || (t.ID == tds.DecimalType || t.ID == tds.NumericType) && t.Scale == 0 {
		return nil
	}
	return tds.Errorf(2749, 16, "Identity column '%s' must be of data type int, bigint, smallint, tinyint, or decimal or numeric with a scale of 0, unencrypted, and constrained to be nonnullable.", name)
}

// setDefault checks a default and puts it on a column.
func (b *tableBuilder) setDefault(c *Column, name string, e tsql.Expr) error {
	if c.Type.ID == tds.Timestamp {
		return tds.Errorf(1755, 16, "Defaults cannot be created on columns of data type timestamp. Table '%s', column '%s'.", b.t.Name, c.Name)
	}
	s := b.s.newBinder(&eval.Vars{}).newScope(nil)
	s.clause = clauseCheck
	_, typ, err := eval.Compile(e, s)
	if err != nil {
		if te, ok := err.(*tds.Error); ok && te.Number == 207 {
			return tds.Errorf(128, 15, "The name \"%s\" is not permitted in this context. Valid expressions are constants, constant expressions, and (in some contexts) variables. Column names are not permitted.", columnIn(e))
		}
		return err
	}
	if err := eval.Convertible(typ, c.Type); err != nil {
		return err
	}
	c.Default = &Formula{Text: b.text(e), Expr: e}
	c.DefaultName = name
	return nil
}

func columnIn(e tsql.Expr) string {
	name := ""
	walkExpr(e, func(e tsql.Expr) bool {
		if r, ok := e.(*tsql.ColumnRef); ok && name == "" {
			name = joinName(r.Parts)
		}
		return true
	})
	return name
}

// text is an expression as the catalog shows it.
func (b *tableBuilder) text(e tsql.Expr) string { return formulaText(e) }

// bindColumns gives computed columns their types: they may refer to any plain column.
func (b *tableBuilder) bindColumns() error {
	in := b.s.newBinder(&eval.Vars{})
	in.db = b.place.db
	s := in.rowScope(b.t)
	for i := range b.t.Columns {
		c := &b.t.Columns[i]
		if c.Formula == nil {
			continue
		}
		_, typ, err := eval.Compile(c.Formula.Expr, s)
		if err != nil {
			return err
		}
		if err := b.onlyPlain(c); err != nil {
			return err
		}
		c.Type = shown(typ)
		s.tables[0].cols[i].typ = c.Type
	}
	return nil
}

// onlyPlain refuses a computed column that refers to another: 1759.
func (b *tableBuilder) onlyPlain(c *Column) error {
	var err error
	walkExpr(c.Formula.Expr, func(e tsql.Expr) bool {
		ref, ok := e.(*tsql.ColumnRef)
		if !ok {
			return true
		}
		name := ref.Parts[len(ref.Parts)-1]
		if i := b.t.Ordinal(name); i >= 0 && b.t.Columns[i].Formula != nil {
			err = tds.Errorf(1759, 16, "Computed column '%s' in table '%s' is not allowed to be used in another computed-column definition.", name, b.t.Name)
		}
		return true
	})
	return err
}

// addConstraint adds a constraint of the table, or of its col-th column.
func (b *tableBuilder) addConstraint(c *tsql.Constraint, col int) error {
	switch c.Kind {
	case tsql.PrimaryKey, tsql.Unique, tsql.InlineIndex:
		return b.addKey(c, col)
	case tsql.Check:
		return b.addCheck(c, col)
	case tsql.ForeignKey:
		return b.addForeignKey(c, col)
	case tsql.DefaultConstraint:
		return b.addDefault(c)
	}
	return nil
}

// addDefault is ADD CONSTRAINT d DEFAULT x FOR c: 1752, 1781.
func (b *tableBuilder) addDefault(c *tsql.Constraint) error {
	i := b.t.Ordinal(c.For)
	if i < 0 {
		return tds.Errorf(1752, 16, "Column '%s' in table '%s' is invalid for creating a default constraint.", c.For, b.t.Name)
	}
	if b.t.Columns[i].Default != nil {
		return tds.Errorf(1781, 16, "Column already has a DEFAULT bound to it.")
	}
	return b.setDefault(&b.t.Columns[i], c.Name, c.Default)
}

// addKey adds PRIMARY KEY, UNIQUE or INDEX: 1779, 8110, 1911, 8111, 1902.
func (b *tableBuilder) addKey(c *tsql.Constraint, col int) error {
	if c.Kind == tsql.PrimaryKey && b.t.PrimaryKey() != nil {
		if col >= 0 {
			return tds.Errorf(8110, 16, "Cannot add multiple PRIMARY KEY constraints to table '%s'.", b.t.Name)
		}
		return tds.Errorf(1779, 16, "Table '%s' already has a primary key defined on it.", b.t.Name)
	}
	ix := &Index{
		Name: c.Name, Unique: c.Kind != tsql.InlineIndex, Primary: c.Kind == tsql.PrimaryKey,
		Constraint: c.Kind != tsql.InlineIndex, Clustered: c.Clustered || c.Kind == tsql.PrimaryKey && !b.nonClustered(c),
	}
	if ix.Clustered && b.clustered() {
		if c.Clustered {
			return tds.Errorf(8112, 16, "Cannot add more than one clustered index for constraints on table '%s'.", b.t.Name)
		}
		ix.Clustered = false
	}
	cols := c.Columns
	if len(cols) == 0 && col >= 0 {
		cols = []tsql.IndexColumn{{Name: b.t.Columns[col].Name}}
	}
	for _, k := range cols {
		i := b.t.Ordinal(k.Name)
		if i < 0 {
			return tds.Errorf(1911, 16, "Column name '%s' does not exist in the target table or view.", k.Name)
		}
		if err := indexable(b.t, i); err != nil {
			return err
		}
		if ix.Primary {
			if b.existing() && b.t.Columns[i].Nullable {
				return errNullableKey(b.t.Name)
			}
			b.t.Columns[i].Nullable = false
		}
		ix.Columns = append(ix.Columns, IndexColumn{Ordinal: i, Desc: k.Desc})
	}
	b.name(&ix.Name, &ix.SystemName, ix.keyPrefix())
	b.t.Indexes = append(b.t.Indexes, ix)
	return nil
}

func (ix *Index) keyPrefix() string {
	if ix.Primary {
		return "PK__"
	}
	return "UQ__"
}

// existing tells whether the table exists already: ALTER TABLE.
func (b *tableBuilder) existing() bool { return b.t.ID != 0 }

// nonClustered tells whether a primary key was declared NONCLUSTERED, or another index is clustered already.
func (b *tableBuilder) nonClustered(c *tsql.Constraint) bool { return b.clustered() && !c.Clustered }

func (b *tableBuilder) clustered() bool {
	for _, ix := range b.t.Indexes {
		if ix.Clustered {
			return true
		}
	}
	return false
}

// indexable refuses key columns of types that have no order: 1919.
func indexable(t *Table, i int) error {
	c := &t.Columns[i]
	switch {
	case c.Type.ID == tds.Text, c.Type.ID == tds.NText, c.Type.ID == tds.Image, c.Type.ID == tds.XML, c.Type.Size == tds.Max:
		return tds.Errorf(1919, 16, "Column '%s' in table '%s' is of a type that is invalid for use as a key column in an index.", c.Name, t.Name)
	}
	return nil
}

// name makes up a name when none was given.
func (b *tableBuilder) name(name *string, system *bool, prefix string) {
	if *name != "" {
		return
	}
	*system = true
	id := b.s.engine.newID()
	table := b.t.Name
	if len(table) > 9 {
		table = table[:9]
	}
	*name = fmt.Sprintf("%s%s__%X", prefix, table, id[:8])
}

// addCheck adds a CHECK constraint.
func (b *tableBuilder) addCheck(c *tsql.Constraint, col int) error {
	in := b.s.newBinder(&eval.Vars{})
	in.db = b.place.db
	if _, err := eval.CompileCond(c.Check, in.rowScope(b.t)); err != nil {
		return err
	}
	k := &Check{Name: c.Name, Cond: &Formula{Text: formulaText(c.Check), Expr: c.Check}, Column: col}
	b.name(&k.Name, &k.SystemName, "CK__")
	b.t.Checks = append(b.t.Checks, k)
	return nil
}

// addForeignKey adds a FOREIGN KEY: 1767, 1769, 8139.
func (b *tableBuilder) addForeignKey(c *tsql.Constraint, col int) error {
	p, err := b.s.locate(c.RefTable, b.place.db)
	if err != nil {
		return err
	}
	fk := &ForeignKey{Name: c.Name, RefSchema: p.schema, RefTable: p.name, RefColumns: c.RefColumns, OnDelete: c.OnDelete, OnUpdate: c.OnUpdate}
	b.name(&fk.Name, &fk.SystemName, "FK__")
	if !sameName(p.db, b.place.db) {
		return tds.Errorf(1763, 16, "Cross-database foreign key references are not supported. Foreign key '%s'.", written(c.RefTable))
	}
	if len(c.Columns) == 0 && col >= 0 {
		fk.Columns = []int{col}
	}
	for _, k := range c.Columns {
		i := b.t.Ordinal(k.Name)
		if i < 0 {
			return tds.Errorf(1769, 16, "Foreign key '%s' references invalid column '%s' in referencing table '%s'.", fk.Name, k.Name, b.t.Name)
		}
		fk.Columns = append(fk.Columns, i)
	}
	b.t.ForeignKeys = append(b.t.ForeignKeys, fk)
	return nil
}

// checkReferences completes the foreign keys of a table and checks what they point to: 1767, 1770, 1776, 8139, 1778.
func (d *definition) checkReferences(t *Table) error {
	for _, fk := range t.ForeignKeys {
		parent := t
		if !sameName(fk.RefTable, t.Name) || !sameName(fk.RefSchema, t.Schema) {
			parent = d.tx.Catalog().Table(t.Database, fk.RefSchema, fk.RefTable)
		}
		if parent == nil {
			return tds.Errorf(1767, 16, "Foreign key '%s' references invalid table '%s.%s'.", fk.Name, fk.RefSchema, fk.RefTable)
		}
		if err := completeKey(fk, t, parent); err != nil {
			return err
		}
	}
	return nil
}

func completeKey(fk *ForeignKey, t, parent *Table) error {
	if len(fk.RefColumns) == 0 {
		pk := parent.PrimaryKey()
		if pk == nil {
			return tds.Errorf(1773, 16, "Foreign key '%s' has implicit reference to object '%s' which does not have a primary key defined on it.", fk.Name, fk.RefTable)
		}
		for _, c := range pk.Columns {
			fk.RefColumns = append(fk.RefColumns, parent.Columns[c.Ordinal].Name)
		}
	}
	if len(fk.RefColumns) != len(fk.Columns) {
		return tds.Errorf(8139, 16, "Number of referencing columns in foreign key differs from number of referenced columns, table '%s'.", t.Name)
	}
	for i, name := range fk.RefColumns {
		j := parent.Ordinal(name)
		if j < 0 {
			return tds.Errorf(1770, 16, "Foreign key '%s' references invalid column '%s' in referenced table '%s'.", fk.Name, name, parent.Name)
		}
		if a, b := t.Columns[fk.Columns[i]].Type, parent.Columns[j].Type; a.ID != b.ID {
			return tds.Errorf(1778, 16, "Column '%s.%s' is not the same data type as referencing column '%s.%s' in foreign key '%s'.",
				parent.Name, name, t.Name, t.Columns[fk.Columns[i]].Name, fk.Name)
		}
	}
	if !hasKey(parent, fk.RefColumns) {
		return tds.Errorf(1776, 16, "There are no primary or candidate keys in the referenced table '%s.%s' that match the referencing column list in the foreign key '%s'.",
			fk.RefSchema, fk.RefTable, fk.Name)
	}
	return nil
}

// hasKey tells whether a unique index of a table has exactly these columns.
func hasKey(t *Table, names []string) bool {
	for _, ix := range t.Indexes {
		if !ix.Unique || ix.Filter != nil || len(ix.Columns) != len(names) {
			continue
		}
		all := true
		for _, n := range names {
			found := false
			for _, c := range ix.Columns {
				found = found || sameName(t.Columns[c.Ordinal].Name, n)
			}
			all = all && found
		}
		if all {
			return true
		}
	}
	return false
}
