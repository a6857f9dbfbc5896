package agent

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"msxgate/msdb"
	"msxgate/tds"
)

// The actions of sp_enlist_tsx.
const (
	actionEnlist int64 = 0
	actionDefect int64 = 1
	actionUpdate int64 = 2
)

// duplicateKey is the error of a unique index.
const duplicateKey = 2601

// Enlistment is what a target tells its master: one call of xp_msx_enlist.
type Enlistment struct {
	Action       int64
	Master       string
	User         string
	Location     sql.Null[string] // NULL: the master keeps its text
	TimeZone     int64            // minutes from UTC
	LocalTime    time.Time
	PollInterval int64 // seconds
}

// Enlist tells the master of an enlistment, its update or its end, and takes over the MSXOperator the master answers
// with. tx is the transaction of the procedure that asked. What the master raises comes back as it is; a
// master that cannot be reached is 22026.
func (a *Agent) Enlist(ctx context.Context, tx msdb.Tx, e Enlistment) error {
	db, err := a.connectMaster(ctx, tx, e.Master, appEnlist)
	if err != nil {
		return tds.Errorf(22026, 16, "The enlist operation failed (reason: %s)", messageOf(err))
	}
	defer db.Close()
	master := remoteTx{q: db, limit: masterLimit}
	op, err := a.enlistTSX(ctx, master, e)
	var raised *tds.Error
	if asError(err, &raised) && raised.Number == duplicateKey && e.Action == actionEnlist {
		// The master knows the name: a target comes back whose enlistment was lost. What the master knows of it is renewed.
		e.Action = actionUpdate
		op, err = a.enlistTSX(ctx, master, e)
	}
	switch {
	case asError(err, &raised):
		return raised
	case err != nil:
		return tds.Errorf(22026, 16, "The enlist operation failed (reason: %s)", err)
	}
	if op == nil || e.Action == actionDefect {
		return nil
	}
	return storeOperator(ctx, tx, op)
}

// enlistTSX runs sp_enlist_tsx on the master and reads the operator it returns.
func (a *Agent) enlistTSX(ctx context.Context, master msdb.Tx, e Enlistment) (*msdb.Operator, error) {
	var op *msdb.Operator
	location := msdb.Arg{Name: "location", Type: tds.TypeNVarChar(200)}
	if e.Location.Valid {
		location.Value = e.Location.V
	}
	err := master.Query(ctx, `EXEC dbo.sp_enlist_tsx @action, @server, @location, @zone, @local_time, @user, @interval, @version`, []msdb.Arg{
		{Name: "action", Value: e.Action},
		{Name: "server", Value: a.me()},
		location,
		{Name: "zone", Value: e.TimeZone},
		{Name: "local_time", Value: e.LocalTime},
		{Name: "user", Value: e.User},
		{Name: "interval", Value: e.PollInterval},
		{Name: "version", Value: a.Version},
	}, func(row []tds.Value) error {
		if len(row) < 13 {
			return fmt.Errorf("sp_enlist_tsx answered %d columns", len(row))
		}
		op = readOperator(row)
		return nil
	})
	return op, err
}

// readOperator reads the 13 columns with which sp_enlist_tsx answers.
func readOperator(row []tds.Value) *msdb.Operator {
	text := func(i int) sql.Null[string] { return asText(row[i]) }
	number := func(i int) int64 { return asInt(row[i]) }
	return &msdb.Operator{
		Name: text(1).V, Enabled: number(2), EmailAddress: text(3), PagerAddress: text(4), NetsendAddress: text(5),
		WeekdayPagerStartTime: number(6), WeekdayPagerEndTime: number(7), SaturdayPagerStart: number(8), SaturdayPagerEnd: number(9),
		SundayPagerStart: number(10), SundayPagerEnd: number(11), PagerDays: number(12), CategoryID: operatorDefaultCategory,
	}
}

// operatorDefaultCategory is [Uncategorized] of class operator.
const operatorDefaultCategory = 99

// storeOperator adds or updates the local copy of the master's MSXOperator.
func storeOperator(ctx context.Context, tx msdb.Tx, op *msdb.Operator) error {
	known, err := msdb.OperatorNamed(ctx, tx, op.Name)
	if err != nil {
		return err
	}
	if known == nil {
		return msdb.InsertOperator(ctx, tx, op)
	}
	op.ID, op.CategoryID = known.ID, known.CategoryID
	return msdb.UpdateOperator(ctx, tx, op)
}

// reenlist sends the enlistment again, as the instruction RE-ENLIST asks.
func (t *turn) reenlist(ctx context.Context) error {
	a := t.agent
	interval, err := a.pollInterval(ctx)
	if err != nil {
		return err
	}
	now := a.Now()
	op, err := a.enlistTSX(ctx, t.tx, Enlistment{
		Action: actionUpdate, User: appPoll, TimeZone: zoneMinutes(now), LocalTime: now, PollInterval: int64(interval / time.Second),
	})
	if err != nil || op == nil {
		return err
	}
	return a.inTx(ctx, func(tx msdb.Tx) error { return storeOperator(ctx, tx, op) })
}
