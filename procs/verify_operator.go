package procs

import (
	"context"
	"database/sql"

	"msxgate/msdb"
)

// verifyOperator is sp_verify_operator: it tests an operator and looks up its category. A name that exists is refused even
// when it is the operator's own.
func verifyOperator(ctx context.Context, c *Call, o *msdb.Operator, category sql.Null[string]) error {
	return in(c, "sp_verify_operator", func(c *Call) error {
		known, err := msdb.OperatorNamed(ctx, c.Tx, o.Name)
		switch {
		case err != nil:
			return err
		case known != nil:
			return errAlreadyExists.With("@name", o.Name)
		case o.Enabled != 0 && o.Enabled != 1:
			return errInvalidValue.With("@enabled", "0, 1")
		case o.PagerDays > 127:
			return errInvalidValue.With("@pager_days", textPagerDays.Text())
		}
		for _, t := range []struct {
			time  int64
			param string
		}{
			{o.WeekdayPagerStartTime, "@weekday_pager_start_time"},
			{o.WeekdayPagerEndTime, "@weekday_pager_end_time"},
			{o.SaturdayPagerStart, "@saturday_pager_start_time"},
			{o.SaturdayPagerEnd, "@saturday_pager_end_time"},
			{o.SundayPagerStart, "@sunday_pager_start_time"},
			{o.SundayPagerEnd, "@sunday_pager_end_time"},
		} {
			if err := verifyJobTime(c, t.time, t.param); err != nil {
				return err
			}
		}
		o.CategoryID, err = categoryID(ctx, c, msdb.ClassOperator, msdb.UncategorizedOperator, category)
		return err
	})
}

// categoryID is the id of a category of operators or alerts; [DEFAULT] means the uncategorized one.
func categoryID(ctx context.Context, c *Call, class, uncategorized int64, name sql.Null[string]) (int64, error) {
	if same(name.V, defaultCategory) {
		return uncategorized, nil
	}
	category, err := msdb.CategoryNamed(ctx, c.Tx, class, name.V)
	switch {
	case err != nil:
		return 0, err
	case category == nil:
		return 0, errDoesNotExist.With("@category_name", name)
	}
	return category.CategoryID, nil
}

// verifyOperatorIdentifiers is sp_verify_operator_identifiers: it finds the operator that a caller names by id or by name.
func verifyOperatorIdentifiers(ctx context.Context, c *Call, idParam, nameParam string, id sql.Null[int64], name sql.Null[string]) (o *msdb.Operator, err error) {
	err = in(c, "sp_verify_operator_identifiers", func(c *Call) error {
		name := trimNull(name)
		switch {
		case id.Valid == name.Valid:
			return errSupplyEither.With(idParam, nameParam)
		case id.Valid:
			if o, err = msdb.OperatorByID(ctx, c.Tx, id.V); err == nil && o == nil {
				err = errDoesNotExist.With("@operator_id", id)
			}
		default:
			if o, err = msdb.OperatorNamed(ctx, c.Tx, name.V); err == nil && o == nil {
				err = errDoesNotExist.With("@operator_name", name)
			}
		}
		return err
	})
	return o, err
}
