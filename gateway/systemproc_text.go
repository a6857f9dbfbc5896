package gateway

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"msxgate/procs"
	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/interp"
)

//go:embed system.sql
var systemSource string

// textProcs are the procedures of system.sql, compiled once for all servers of the process.
var textProcs = sync.OnceValue(func() (all []*systemProc) {
	for _, b := range tsql.SplitBatches(systemSource) {
		if strings.TrimSpace(b.Text) == "" {
			continue
		}
		p, err := textProc(b.Text)
		if err != nil {
			panic(fmt.Errorf("system.sql, line %d: %w", b.Line, err)) // the text is ours
		}
		all = append(all, p)
	}
	return all
})

// textProc makes a system procedure of its CREATE PROCEDURE.
func textProc(source string) (*systemProc, error) {
	prog, err := tsql.Parse(source)
	if err != nil {
		return nil, err
	}
	st, ok := prog.Stmts[0].(*tsql.CreateProcStmt)
	if !ok {
		return nil, fmt.Errorf("%T is no procedure", prog.Stmts[0])
	}
	code, err := interp.CompileModule(prog, st)
	if err != nil {
		return nil, err
	}
	return &systemProc{name: strings.ToLower(st.Name.Object), raw: func(ctx context.Context, s *session, c *interp.Call, out tds.Writer) (int32, error) {
		leave, err := s.visit(c.Proc.Database)
		if err != nil {
			return 0, err
		}
		defer leave()
		s.entering = trustAll
		return s.machine.RunProcedure(ctx, code, c, out)
	}}, nil
}

// systemMessages are those of sys.messages that the procedures of system.sql raise.
var systemMessages = map[int32]struct {
	class uint8
	text  string
}{
	15009: {16, "The object '%s' does not exist in database '%s' or is invalid for this operation."},
	15010: {16, "The database '%s' does not exist. Supply a valid database name. To see available databases, use sys.databases."},
	15123: {16, "The configuration option '%s' does not exist, or it may be an advanced option."},
	15070: {10, "Object '%s' was successfully marked for recompilation."},
	15105: {16, "The data type '%s' does not exist or you do not have permission."},
	15177: {16, "The data type '%s' already exists."},
	15459: {10, "In the current database, the specified object references the following:"},
	15460: {10, "In the current database, the specified object is referenced by the following:"},
	15461: {10, "Object does not reference any object, and no objects reference it."},
	15252: {11, "The primary or foreign key table name must be given."},
	15469: {10, "No constraints are defined on object '%s', or you do not have permissions."},
	15470: {10, "No foreign keys reference table '%s', or you do not have permissions on referencing tables."},
	15472: {10, "The object '%s' does not have any indexes, or you do not have permissions."},
	15479: {10, "No views with schema binding reference table '%s'."},
	15197: {16, "There is no text for object '%s'."},
	15198: {16, "The name supplied (%s) is not a user, role, or aliased login."},
	15409: {11, "'%s' is not a role."},
	15412: {11, "'%s' is not a known fixed role."},
	15457: {0, "Configuration option '%ls' changed from %ld to %ld. Run the RECONFIGURE statement to install."},
}

// message finds the text of a message for RAISERROR by number.
func message(number int32) (string, uint8, bool) {
	if m, ok := systemMessages[number]; ok {
		return m.text, m.class, true
	}
	return procs.Message(number)
}
