package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

var categoryProcs = []*Proc{
	define("sp_add_category", addCategory),
	define("sp_update_category", updateCategory),
	define("sp_delete_category", deleteCategory),
	define("sp_help_category", helpCategory),
}

type addCategoryParams struct {
	Class string           `tsql:"@class varchar(8) = 'JOB'"`
	Type  string           `tsql:"@type varchar(12) = 'LOCAL'"`
	Name  sql.Null[string] `tsql:"@name sysname"`
}

// addCategory adds a category. Those of alerts and operators are of type NONE, which has to be said.
func addCategory(ctx context.Context, c *Call, p *addCategoryParams) error {
	name := trim(p.Name.V)
	class, kind, err := verifyCategory(c, p.Class, some(p.Type), name)
	if err != nil {
		return err
	}
	known, err := msdb.CategoryNamed(ctx, c.Tx, class, name)
	switch {
	case err != nil:
		return err
	case known != nil:
		return errAlreadyExists.With("@name", name)
	}
	if err := notNull(p.Name, "name", "syscategories"); err != nil {
		return err
	}
	return msdb.InsertCategory(ctx, c.Tx, &msdb.Category{Class: class, Type: kind.V, Name: name})
}

type updateCategoryParams struct {
	Class   string           `tsql:"@class varchar(8)"`
	Name    sql.Null[string] `tsql:"@name sysname"`
	NewName string           `tsql:"@new_name sysname"`
}

// updateCategory renames a category, a permanent one too: procedures go by its number.
func updateCategory(ctx context.Context, c *Call, p *updateCategoryParams) error {
	trimEach(&p.Name)
	newName := trim(p.NewName)
	class, _, err := verifyCategory(c, p.Class, sql.Null[string]{}, newName)
	if err != nil {
		return err
	}
	known, err := msdb.CategoryNamed(ctx, c.Tx, class, p.Name.V)
	switch {
	case err != nil:
		return err
	case known == nil && p.Name.Valid:
		return errCategoryOfClass.With(p.Name, class)
	}
	taken, err := msdb.CategoryNamed(ctx, c.Tx, class, newName)
	switch {
	case err != nil:
		return err
	case taken != nil:
		return errAlreadyExists.With("@new_name", newName)
	}
	return msdb.RenameCategory(ctx, c.Tx, class, p.Name.V, newName)
}

type deleteCategoryParams struct {
	Class string `tsql:"@class varchar(8)"`
	Name  string `tsql:"@name sysname"`
}

// deleteCategory deletes a category that is not permanent. What is in it becomes uncategorized.
func deleteCategory(ctx context.Context, c *Call, p *deleteCategoryParams) error {
	name := trim(p.Name)
	class, _, err := verifyCategory(c, p.Class, sql.Null[string]{}, "")
	if err != nil {
		return err
	}
	category, err := msdb.CategoryNamed(ctx, c.Tx, class, name)
	switch {
	case err != nil:
		return err
	case category == nil:
		return errDoesNotExist.With("@name", name)
	case category.CategoryID < msdb.FirstUserCategory:
		return errPermanentCategory.With(name, p.Class)
	}
	return msdb.DeleteCategory(ctx, c.Tx, category)
}

type helpCategoryParams struct {
	Class  string           `tsql:"@class varchar(8) = 'JOB'"`
	Type   sql.Null[string] `tsql:"@type varchar(12) = NULL"`
	Name   sql.Null[string] `tsql:"@name sysname = NULL"`
	Suffix bool             `tsql:"@suffix bit = 0"`
}

type categoryRow struct {
	CategoryID   int64  `col:"category_id int"`
	CategoryType int64  `col:"category_type tinyint"`
	Name         string `col:"name sysname"`
}

type suffixedCategoryRow struct {
	CategoryID   int64  `col:"category_id int"`
	CategoryType string `col:"category_type nvarchar(4000) null"`
	Name         string `col:"name sysname"`
}

// helpCategory lists the categories of a class.
func helpCategory(ctx context.Context, c *Call, p *helpCategoryParams) error {
	clean(&p.Type, &p.Name)
	class, kind, err := verifyCategory(c, p.Class, p.Type, "")
	if err != nil {
		return err
	}
	if p.Name.Valid {
		category, err := msdb.CategoryNamed(ctx, c.Tx, class, p.Name.V)
		switch {
		case err != nil:
			return err
		case category == nil:
			return errCategoryOfClass.With(p.Name, class)
		}
	}
	categories, err := msdb.Categories(ctx, c.Tx, class, kind, p.Name)
	if err != nil {
		return err
	}
	if p.Suffix {
		return sendSuffixedCategories(c, categories)
	}
	rows := make([]categoryRow, len(categories))
	for i, category := range categories {
		rows[i] = categoryRow{category.CategoryID, category.Type, category.Name}
	}
	return send(c, rows)
}

func sendSuffixedCategories(c *Call, categories []msdb.Category) error {
	rows := make([]suffixedCategoryRow, len(categories))
	for i, category := range categories {
		text := textUnknown.Text()
		if 1 <= category.Type && category.Type <= msdb.TypeNone {
			text = categoryTypes[category.Type-1]
		}
		rows[i] = suffixedCategoryRow{category.CategoryID, text, category.Name}
	}
	return send(c, rows)
}
