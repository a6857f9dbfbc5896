package msdb

import (
	"context"
	"time"

	"msxgate/tds"
)

// The operation codes of dbo.sysdownloadlist.
const (
	OpInsert   int64 = 1
	OpUpdate   int64 = 2
	OpDelete   int64 = 3
	OpStart    int64 = 4
	OpStop     int64 = 5
	OpReEnlist int64 = 6
	OpDefect   int64 = 7
	OpSyncTime int64 = 8
	OpSetPoll  int64 = 9
)

// Instruction is a row of dbo.sysdownloadlist as its target reads it.
type Instruction struct {
	ID         int64
	Operation  int64
	ObjectType int64 // 1 job, 2 server
	ObjectID   tds.GUID
	Posted     time.Time
}

func (i *Instruction) fields() []any {
	return []any{&i.ID, &i.Operation, &i.ObjectType, &i.ObjectID, &i.Posted}
}

// PendingInstructions are what a target has not processed yet, in the order in which it must.
func PendingInstructions(ctx context.Context, tx Tx, target string) ([]Instruction, error) {
	return selectRows(ctx, tx, `SELECT instance_id, operation_code, object_type, object_id, date_posted FROM dbo.sysdownloadlist
		WHERE target_server = @target AND status = 0 AND error_message IS NULL ORDER BY instance_id`,
		(*Instruction).fields, arg("target", target))
}

// MarkDownloaded records on the master that its target has carried out an instruction.
func MarkDownloaded(ctx context.Context, tx Tx, instruction int64, now time.Time) error {
	return exec(ctx, tx, `UPDATE dbo.sysdownloadlist SET status = 1, date_downloaded = @now WHERE instance_id = @instance_id`,
		arg("instance_id", instruction), arg("now", now))
}

// MarkFailed records on the master why its target could not carry out an instruction. It blocks the target's
// later instructions.
func MarkFailed(ctx context.Context, tx Tx, instruction int64, why string) error {
	return exec(ctx, tx, `UPDATE dbo.sysdownloadlist SET error_message = @why WHERE instance_id = @instance_id`,
		arg("instance_id", instruction), arg("why", why))
}
