package interp

import (
	"errors"
	"strings"

	"msxgate/tds"
)

var (
	// ErrBatchEnded is returned through Host.Call when an error, already reported, has ended
	// the whole batch. The host passes it on as it is.
	ErrBatchEnded = errors.New("the batch was ended by an error")
	// ErrSessionEnded says that an error of severity 20 or more, already reported, ends the connection.
	ErrSessionEnded = errors.New("the session was ended by a fatal error")
)

// Errors are the faults of a program that was rejected, in the order of the text.
type Errors []*tds.Error

// Error is the first message.
func (e Errors) Error() string { return e[0].Error() }

// Unwrap gives the messages to errors.As.
func (e Errors) Unwrap() []error {
	list := make([]error, len(e))
	for i, m := range e {
		list[i] = m
	}
	return list
}

func message(number int32, class, state uint8, format string, args ...any) *tds.Error {
	e := tds.Errorf(number, class, format, args...)
	e.State = state
	return e
}

func errDuplicateLabel(name string) *tds.Error {
	return message(132, 15, 1, "The label '%s' has already been declared. Label names must be unique within a query batch or stored procedure.", name)
}

func errNoLabel(name string) *tds.Error {
	return message(133, 15, 1, "A GOTO statement references the label '%s' but the label has not been declared.", name)
}

func errDuplicateVariable(name string) *tds.Error {
	return message(134, 15, 2, "The variable name '%s' has already been declared. Variable names must be unique within a query batch or stored procedure.", name)
}

func errBreak() *tds.Error {
	return message(135, 15, 1, "Cannot use a BREAK statement outside the scope of a WHILE statement.")
}

func errContinue() *tds.Error {
	return message(136, 15, 1, "Cannot use a CONTINUE statement outside the scope of a WHILE statement.")
}

func errNoVariable(name string, state uint8) *tds.Error {
	return message(137, 15, state, "Must declare the scalar variable \"%s\".", name)
}

func errNoTableVariable(name string) *tds.Error {
	return message(1087, 15, 2, "Must declare the table variable \"%s\".", name)
}

func errReturnValue() *tds.Error {
	return message(178, 15, 1, "A RETURN statement with a return value cannot be used in this context.")
}

func errOutputConstant() *tds.Error {
	return message(179, 15, 1, "Cannot use the OUTPUT option when passing a constant to a stored procedure.")
}

func errPositionalAfterNamed(n int) *tds.Error {
	return message(119, 15, 1, "Must pass parameter number %d and subsequent parameters as '@name = value'. After the form '@name = value' has been used, all subsequent parameters must be passed in the form '@name = value'.", n)
}

func errGotoIntoTry() *tds.Error {
	return message(1026, 15, 1, "GOTO cannot be used to jump into a TRY or CATCH scope.")
}

func errRethrowOutsideCatch() *tds.Error {
	return message(10704, 15, 1, "To rethrow an error, a THROW statement must be used inside a CATCH block. Insert the THROW statement inside a CATCH block, or add error parameters to the THROW statement.")
}

func errSideEffect(what string) *tds.Error {
	return message(443, 16, 14, "Invalid use of a side-effecting operator '%s' within a function.", what)
}

func errSelectInFunction() *tds.Error {
	return message(444, 16, 2, "Select statements included within a function cannot return data to a client.")
}

func errLastReturn() *tds.Error {
	return message(455, 16, 2, "The last statement included within a function must be a return statement.")
}

func errOnlyFunctions() *tds.Error {
	return message(557, 16, 2, "Only functions and some extended stored procedures can be executed from within a function.")
}

func errTooDeep() *tds.Error {
	return message(217, 16, 1, "Maximum stored procedure, function, trigger, or view nesting level exceeded (limit 32).")
}

func errMissingArgument(proc, param string) *tds.Error {
	return message(201, 16, 4, "Procedure or function '%s' expects parameter '%s', which was not supplied.", proc, param)
}

func errTooManyArguments(proc string) *tds.Error {
	return message(8144, 16, 2, "Procedure or function %s has too many arguments specified.", proc)
}

func errNotAParameter(proc, param string) *tds.Error {
	return message(8145, 16, 2, "%s is not a parameter for procedure %s.", param, proc)
}

func errNoParameters(proc string) *tds.Error {
	return message(8146, 16, 2, "Procedure %s has no parameters and arguments were supplied.", proc)
}

func errSuppliedTwice(param string) *tds.Error {
	return message(8143, 16, 1, "Parameter '%s' was supplied multiple times.", param)
}

func errNotOutput(param string) *tds.Error {
	return message(8162, 16, 2, "The formal parameter \"%s\" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.", param)
}

func errMissingSQLArgument(text, param string) *tds.Error {
	return message(8178, 16, 1, "The parameterized query '%s' expects the parameter '%s', which was not supplied.", clip(text, 120), param)
}

func errArgumentType(from, to string) *tds.Error {
	return message(8114, 16, 5, "Error converting data type %s to %s.", from, to)
}

func errStatementType() *tds.Error {
	return message(214, 16, 2, "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.")
}

func errParamsType() *tds.Error {
	return message(214, 16, 3, "Procedure expects parameter '@params' of type 'ntext/nchar/nvarchar'.")
}

func errNullStatus(proc string) *tds.Error {
	return message(282, 10, 1, "The '%s' procedure attempted to return a status of NULL, which is not allowed. A status of 0 will be returned instead.", proc)
}

func errTranCount(before, after int) *tds.Error {
	return message(266, 16, 2, "Transaction count after EXECUTE indicates a mismatching number of BEGIN and COMMIT statements. Previous count = %d, current count = %d.", before, after)
}

func errEndedInTrigger() *tds.Error {
	return message(3609, 16, 1, "The transaction ended in the trigger. The batch has been aborted.")
}

func errRollbackInInsertExec() *tds.Error {
	return message(3915, 16, 0, "Cannot use the ROLLBACK statement within an INSERT-EXEC statement.")
}

func errUncommittable() *tds.Error {
	return message(3998, 16, 1, "Uncommittable transaction is detected at the end of the batch. The transaction is rolled back.")
}

func errNestedInsertExec() *tds.Error {
	return message(8164, 16, 1, "An INSERT EXEC statement cannot be nested.")
}

func msgTerminated() *tds.Error {
	return message(3621, 0, 0, "The statement has been terminated.")
}

func errNotSupported(statement string) *tds.Error {
	return message(40510, 16, 1, "Statement '%s' is not supported in this version of SQL Server.", statement)
}

func errOptionNotSupported(option string) *tds.Error {
	return message(40517, 16, 1, "Keyword or statement option '%s' is not supported in this version of SQL Server.", option)
}

func errNoServer(name string) *tds.Error {
	return message(7202, 11, 2, "Could not find server '%s' in sys.servers. Verify that the correct server name was specified. If necessary, execute the stored procedure sp_addlinkedserver to add the server to sys.servers.", name)
}

func errClash(a, b string) *tds.Error {
	return message(206, 16, 2, "Operand type clash: %s is incompatible with %s", a, b)
}

func errProcedureName(name string) *tds.Error {
	return message(2812, 16, 62, "Could not find stored procedure '%s'.", name)
}

// clip shortens a text that a message quotes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
