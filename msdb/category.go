package msdb

import (
	"context"
	"database/sql"
)

// Classes and types of categories.
const (
	ClassJob      = 1
	ClassAlert    = 2
	ClassOperator = 3

	TypeLocal       = 1
	TypeMultiServer = 2
	TypeNone        = 3
)

// The categories that procedures know by id.
const (
	UncategorizedLocal       = 0
	JobsFromMSX              = 1
	UncategorizedMultiServer = 2
	UncategorizedAlert       = 98
	UncategorizedOperator    = 99
	FirstUserCategory        = 100 // those below are permanent
)

// Category is a row of dbo.syscategories.
type Category struct {
	CategoryID int64
	Class      int64
	Type       int64
	Name       string
}

func (c *Category) fields() []any { return []any{&c.CategoryID, &c.Class, &c.Type, &c.Name} }

const categoryColumns = `category_id, category_class, category_type, name`

// CategoryByID is the category of that id, or nil.
func CategoryByID(ctx context.Context, tx Tx, id int64) (*Category, error) {
	return selectRow(ctx, tx, `SELECT `+categoryColumns+` FROM dbo.syscategories WHERE category_id = @category_id`,
		(*Category).fields, arg("category_id", id))
}

// CategoryNamed is the category of that class and name, or nil. Class 0 means any class.
func CategoryNamed(ctx context.Context, tx Tx, class int64, name string) (*Category, error) {
	return selectRow(ctx, tx, `SELECT `+categoryColumns+` FROM dbo.syscategories
		WHERE name = @name AND (@class = 0 OR category_class = @class)`, (*Category).fields, arg("name", name), arg("class", class))
}

// Categories are those of a class, of all types or one, of all names or one, local before
// multi-server.
func Categories(ctx context.Context, tx Tx, class int64, kind sql.Null[int64], name sql.Null[string]) ([]Category, error) {
	return selectRows(ctx, tx, `SELECT `+categoryColumns+` FROM dbo.syscategories
		WHERE category_class = @class AND (@type IS NULL OR category_type = @type) AND (@name IS NULL OR name = @name)
		ORDER BY category_type, name`, (*Category).fields, arg("class", class), arg("type", kind), arg("name", name))
}

// InsertCategory adds the category; its id is given by the table.
func InsertCategory(ctx context.Context, tx Tx, c *Category) error {
	return exec(ctx, tx, `INSERT INTO dbo.syscategories (category_class, category_type, name) VALUES (@class, @type, @name)`,
		arg("class", c.Class), arg("type", c.Type), arg("name", c.Name))
}

// RenameCategory gives the category of that class and name a new name.
func RenameCategory(ctx context.Context, tx Tx, class int64, name, newName string) error {
	return exec(ctx, tx, `UPDATE dbo.syscategories SET name = @new_name WHERE category_class = @class AND name = @name`,
		arg("class", class), arg("name", name), arg("new_name", newName))
}

// DeleteCategory deletes the category; what is in it goes to the uncategorized one of its kind.
func DeleteCategory(ctx context.Context, tx Tx, c *Category) error {
	heir := int64(UncategorizedLocal)
	switch {
	case c.Class == ClassAlert:
		heir = UncategorizedAlert
	case c.Class == ClassOperator:
		heir = UncategorizedOperator
	case c.Type == TypeMultiServer:
		heir = UncategorizedMultiServer
	}
	for _, text := range []string{
		`UPDATE dbo.sysjobs SET category_id = @heir WHERE category_id = @category_id`,
		`UPDATE dbo.sysalerts SET category_id = @heir WHERE category_id = @category_id`,
		`UPDATE dbo.sysoperators SET category_id = @heir WHERE category_id = @category_id`,
	} {
		if err := exec(ctx, tx, text, arg("category_id", c.CategoryID), arg("heir", heir)); err != nil {
			return err
		}
	}
	return exec(ctx, tx, `DELETE FROM dbo.syscategories WHERE category_id = @category_id`, arg("category_id", c.CategoryID))
}
