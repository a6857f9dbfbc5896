package interp

import (
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// transaction carries out BEGIN, COMMIT, ROLLBACK and SAVE TRANSACTION.
func (a *activation) transaction(st tsql.Stmt) error {
	err := a.transact(st)
	a.sync()
	if err != nil {
		return err
	}
	if a.m.Options.CursorCloseOnCommit && a.vars.TranCount == 0 {
		a.m.closeCursors()
	}
	a.vars.Error, a.vars.RowCount = 0, 0
	return a.done(command(st), 0, false)
}

func (a *activation) transact(st tsql.Stmt) error {
	h := a.m.Host
	switch st := st.(type) {
	case *tsql.BeginTranStmt:
		if st.Distributed {
			return errNotSupported("BEGIN DISTRIBUTED TRANSACTION")
		}
		// Under IMPLICIT_TRANSACTIONS the statement finds a transaction it has begun itself.
		if err := a.implicitTran(st); err != nil {
			return err
		}
		name, err := a.tranName(st.Name, st.NameVar)
		if err != nil {
			return err
		}
		return h.Begin(a.ctx, name)
	case *tsql.CommitStmt:
		return h.Commit(a.ctx)
	case *tsql.RollbackStmt:
		if a.m.inserting > 0 {
			return errRollbackInInsertExec()
		}
		name, err := a.tranName(st.Name, st.NameVar)
		if err != nil {
			return err
		}
		return h.Rollback(a.ctx, name)
	case *tsql.SaveTranStmt:
		name, err := a.tranName(st.Name, st.NameVar)
		if err != nil {
			return err
		}
		return h.Save(a.ctx, name)
	}
	return nil
}

// tranName is the name of a transaction or savepoint, of which 32 characters count.
func (a *activation) tranName(name, variable string) (string, error) {
	if variable == "" {
		return name, nil
	}
	slot := a.vars.Lookup(variable)
	if slot < 0 {
		return "", errNoVariable(variable, 2)
	}
	v, t := a.vars.Values[slot], a.vars.Types[slot]
	if !t.ID.IsCharacter() {
		return "", message(3914, 16, 1, "The data type \"%s\" is invalid for transaction names or savepoint names. Allowed data types are char, varchar, nchar, varchar(max), nvarchar, and nvarchar(max).", t.ID)
	}
	if v == nil {
		return "", nil
	}
	return shorten(eval.Format(v, t), 32), nil
}

// implicitTran begins the transaction that SET IMPLICIT_TRANSACTIONS ON asks for.
func (a *activation) implicitTran(st tsql.Stmt) error {
	if !a.m.Options.ImplicitTran || a.m.Host.TranCount() > 0 || !beginsTran(st) {
		return nil
	}
	err := a.m.Host.Begin(a.ctx, "")
	a.sync()
	return err
}

func beginsTran(st tsql.Stmt) bool {
	switch st := st.(type) {
	case *tsql.SelectStmt:
		return reads(st)
	case *tsql.InsertStmt, *tsql.UpdateStmt, *tsql.DeleteStmt, *tsql.MergeStmt, *tsql.TruncateStmt,
		*tsql.BeginTranStmt, *tsql.OpenStmt, *tsql.FetchStmt, *tsql.GrantStmt,
		*tsql.CreateTableStmt, *tsql.AlterTableStmt, *tsql.DropStmt, *tsql.CreateIndexStmt, *tsql.CreateViewStmt, *tsql.CreateProcStmt,
		*tsql.CreateFunctionStmt, *tsql.CreateTriggerStmt, *tsql.CreateTypeStmt, *tsql.CreateSchemaStmt, *tsql.CreateSynonymStmt, *tsql.CreateSequenceStmt:
		return true
	}
	return false
}
