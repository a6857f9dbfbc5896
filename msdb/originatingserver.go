package msdb

import (
	"context"
	"time"
)

// Master is the server that the jobs of this target came from, or "".
func Master(ctx context.Context, tx Tx) (string, error) {
	return selectValue[string](ctx, tx, `SELECT originating_server FROM dbo.sysoriginatingservers`)
}

// InsertMaster records the master. There can be one only.
func InsertMaster(ctx context.Context, tx Tx, name string) error {
	return exec(ctx, tx, `INSERT INTO dbo.sysoriginatingservers (originating_server_id, originating_server, master_server) VALUES (1, @name, 1)`,
		arg("name", name))
}

// DeleteMaster forgets a master, which no job or schedule may refer to any more (14380).
func DeleteMaster(ctx context.Context, tx Tx, name string) error {
	return exec(ctx, tx, `DELETE FROM dbo.sysoriginatingservers WHERE UPPER(originating_server) = @name`, arg("name", name))
}

const dateEnlisted = "DateEnlisted"

// IsEnlisted tells whether msdb remembers an enlistment. A msdb that was installed anew does not, though the registry does.
func IsEnlisted(ctx context.Context, tx Tx) (bool, error) {
	return selectAny(ctx, tx, `SELECT COUNT(*) FROM dbo.sqlagent_info WHERE attribute = @attribute`, arg("attribute", dateEnlisted))
}

// InsertDateEnlisted remembers the enlistment.
func InsertDateEnlisted(ctx context.Context, tx Tx, now time.Time) error {
	return exec(ctx, tx, `INSERT INTO dbo.sqlagent_info (attribute, value) VALUES (@attribute, @value)`,
		arg("attribute", dateEnlisted), arg("value", now.Format("20060102")))
}

// DeleteDateEnlisted forgets the enlistment.
func DeleteDateEnlisted(ctx context.Context, tx Tx) error {
	return exec(ctx, tx, `DELETE FROM dbo.sqlagent_info WHERE attribute = @attribute`, arg("attribute", dateEnlisted))
}
