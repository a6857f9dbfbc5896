package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

// verifyCategoryIdentifiers is sp_verify_category_identifiers: it finds the category that a caller names by its
// name, its id or not at all (nil).
func verifyCategoryIdentifiers(ctx context.Context, c *Call, idParam, nameParam string, id sql.Null[int64], name sql.Null[string]) (cat *msdb.Category, err error) {
	err = in(c, "sp_verify_category_identifiers", func(c *Call) error {
		name := trimNull(name)
		switch {
		case id.Valid && name.Valid:
			return errSupplyEither.With(idParam, nameParam)
		case id.Valid:
			if cat, err = msdb.CategoryByID(ctx, c.Tx, id.V); err == nil && cat == nil {
				err = errDoesNotExist.With("@category_id", id.V)
			}
		case name.Valid:
			if cat, err = msdb.CategoryNamed(ctx, c.Tx, 0, name.V); err == nil && cat == nil {
				err = errDoesNotExist.With("@category_name", name.V)
			}
		}
		return err
	})
	return cat, err
}
