package procs

import (
	"database/sql"
	"slices"

	"msxgate/msdb"
)

// The names of the classes and types of categories; their numbers are the places, from 1.
var (
	categoryClasses = []string{"JOB", "ALERT", "OPERATOR"}
	categoryTypes   = []string{"LOCAL", "MULTI-SERVER", "NONE"}
)

// verifyCategory is sp_verify_category: it reads the class and the type of a category and tests its name. Job categories are
// local or multi-server, others are neither.
func verifyCategory(c *Call, className string, typeName sql.Null[string], name string) (class int64, kind sql.Null[int64], err error) {
	err = in(c, "sp_verify_category", func(*Call) error {
		class = int64(slices.Index(categoryClasses, upper(trim(className)))) + 1
		if class == 0 {
			return errInvalidValue.With("@class", "JOB, ALERT, OPERATOR")
		}
		if same(name, defaultCategory) {
			return errInvalid.With("@name")
		}
		typeName = trimNull(typeName)
		if !typeName.Valid {
			return nil
		}
		kind = some(int64(slices.Index(categoryTypes, upper(typeName.V))) + 1)
		switch {
		case class == msdb.ClassJob && kind.V != msdb.TypeLocal && kind.V != msdb.TypeMultiServer:
			return errInvalidValue.With("@type", "LOCAL, MULTI-SERVER")
		case class != msdb.ClassJob && kind.V != msdb.TypeNone:
			return errInvalidValue.With("@type", "NONE")
		}
		return nil
	})
	return class, kind, err
}
