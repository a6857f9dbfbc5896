package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// typeLabel is the name of a type in messages: bare, but (max) stays, and decimal is numeric.
func typeLabel(t tds.Type) string {
	switch {
	case t.ID == tds.DecimalType:
		return "numeric"
	case t.ID == tds.NullType:
		return "NULL"
	case t.Size == tds.Max && t.ID != tds.XML:
		return t.ID.String() + "(max)"
	}
	return t.ID.String()
}

// declaredLabel is typeLabel, but decimal keeps its own name (206, 257, 529, 8117).
func declaredLabel(t tds.Type) string {
	if t.ID == tds.DecimalType {
		return "decimal"
	}
	return typeLabel(t)
}

func stated(e *tds.Error, state uint8) *tds.Error {
	e.State = state
	return e
}

func errConversion(from tds.Type, text string, to tds.Type) *tds.Error {
	return tds.Errorf(245, 16, "Conversion failed when converting the %s value '%s' to data type %s.", typeLabel(from), text, typeLabel(to))
}

func errConverting(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(8114, 16, "Error converting data type %s to %s.", typeLabel(from), typeLabel(to)), 5)
}

// errOverflow is 8115 for a result of an expression that its type cannot hold.
func errOverflow(to tds.Type) *tds.Error {
	return stated(tds.Errorf(8115, 16, "Arithmetic overflow error converting expression to data type %s.", typeLabel(to)), 2)
}

func errOverflowFrom(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(8115, 16, "Arithmetic overflow error converting %s to data type %s.", typeLabel(from), typeLabel(to)), 8)
}

func errValueOverflow(to tds.Type, v int64) *tds.Error {
	return tds.Errorf(220, 16, "Arithmetic overflow error for data type %s, value = %d.", typeLabel(to), v)
}

func errFloatOverflow(to tds.Type, v float64) *tds.Error {
	return tds.Errorf(232, 16, "Arithmetic overflow error for type %s, value = %f.", typeLabel(to), v)
}

func errIntText(from tds.Type, text string, to tds.Type) *tds.Error {
	switch to.ID {
	case tds.TinyInt:
		return tds.Errorf(244, 16, "The conversion of the %s value '%s' overflowed an INT1 column. Use a larger integer column.", typeLabel(from), text)
	case tds.SmallInt:
		return stated(tds.Errorf(244, 16, "The conversion of the %s value '%s' overflowed an INT2 column. Use a larger integer column.", typeLabel(from), text), 2)
	case tds.Int:
		return tds.Errorf(248, 16, "The conversion of the %s value '%s' overflowed an int column.", typeLabel(from), text)
	}
	return errOverflow(to)
}

func errDivideByZero() *tds.Error { return tds.Errorf(8134, 16, "Divide by zero error encountered.") }

func errFloatingPoint() *tds.Error {
	return tds.Errorf(3623, 16, "An invalid floating point operation occurred.")
}

func errDateText() *tds.Error {
	return tds.Errorf(241, 16, "Conversion failed when converting date and/or time from character string.")
}

func errDateRange(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(242, 16, "The conversion of a %s data type to a %s data type resulted in an out-of-range value.", typeLabel(from), typeLabel(to)), 3)
}

func errSmallDateText() *tds.Error {
	return stated(tds.Errorf(295, 16, "Conversion failed when converting character string to smalldatetime data type."), 3)
}

func errGUIDText() *tds.Error {
	return stated(tds.Errorf(8169, 16, "Conversion failed when converting from a character string to uniqueidentifier."), 2)
}

func errGUIDSpace(to tds.Type) *tds.Error {
	return stated(tds.Errorf(8170, 16, "Insufficient result space to convert uniqueidentifier value to %s.", typeLabel(to)), 2)
}

func errMoneyText(to tds.Type) *tds.Error {
	if to.ID == tds.SmallMoney {
		return tds.Errorf(293, 16, "Cannot convert char value to smallmoney. The char value has incorrect syntax.")
	}
	return tds.Errorf(235, 16, "Cannot convert a char value to money. The char value has incorrect syntax.")
}

func errMoneySpace(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(234, 16, "There is insufficient result space to convert a %s value to %s.", typeLabel(from), typeLabel(to)), 2)
}

func errClash(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(206, 16, "Operand type clash: %s is incompatible with %s", declaredLabel(from), declaredLabel(to)), 2)
}

func errImplicit(from, to tds.Type) *tds.Error {
	return stated(tds.Errorf(257, 16, "Implicit conversion from data type %s to %s is not allowed. Use the CONVERT function to run this query.", declaredLabel(from), declaredLabel(to)), 3)
}

func errExplicit(from, to tds.Type) *tds.Error {
	return tds.Errorf(529, 16, "Explicit conversion from data type %s to %s is not allowed.", declaredLabel(from), declaredLabel(to))
}

func errStyle(style int, from tds.Type) *tds.Error {
	return tds.Errorf(281, 16, "%d is not a valid style number when converting from %s to a character string.", style, declaredLabel(from))
}

func errIncompatible(x, y tds.Type, operator string) *tds.Error {
	return tds.Errorf(402, 16, "The data types %s and %s are incompatible in the %s operator.", declaredLabel(x), declaredLabel(y), operator)
}

func errOperand(t tds.Type, operator string) *tds.Error {
	return tds.Errorf(8117, 16, "Operand data type %s is invalid for %s operator.", declaredLabel(t), operator)
}

func errArgumentType(t tds.Type, n int, function string) *tds.Error {
	return tds.Errorf(8116, 16, "Argument data type %s is invalid for argument %d of %s function.", declaredLabel(t), n, strings.ToLower(function))
}

func errArgumentCount(function string, least, most int) *tds.Error {
	if least == most {
		return tds.Errorf(174, 15, "The %s function requires %d argument(s).", strings.ToLower(function), least)
	}
	if most < 0 {
		most = 254
	}
	return tds.Errorf(189, 15, "The %s function requires %d to %d arguments.", strings.ToLower(function), least, most)
}

func errUnknownFunction(name string) *tds.Error {
	return stated(tds.Errorf(195, 15, "'%s' is not a recognized built-in function name.", name), 10)
}

func errUnsupported(what string) *tds.Error {
	return tds.Errorf(40517, 16, "%s is not supported by this server.", what)
}

func errBadLength(function string) *tds.Error {
	if function == "RIGHT" {
		return tds.Errorf(536, 16, "Invalid length parameter passed to the RIGHT function.")
	}
	return stated(tds.Errorf(537, 16, "Invalid length parameter passed to the LEFT or SUBSTRING function."), 3)
}

func errTruncated() *tds.Error {
	return stated(tds.Errorf(8152, 16, "String or binary data would be truncated."), 30)
}

// Truncation is Msg 2628, which INSERT and UPDATE raise in place of the 8152 of Fit: they know the
// table, the column and, from cut, as much of the value as fits.
func Truncation(table, column string, cut tds.Value) *tds.Error {
	return tds.Errorf(2628, 16, "String or binary data would be truncated in table '%s', column '%s'. Truncated value: '%s'.",
		table, column, Format(cut, tds.TypeNVarChar(tds.Max)))
}

var operatorNames = [...]string{
	tsql.OpAdd: "add", tsql.OpSub: "subtract", tsql.OpMul: "multiply", tsql.OpDiv: "divide", tsql.OpMod: "modulo",
	tsql.OpBitAnd: "'&'", tsql.OpBitOr: "'|'", tsql.OpBitXor: "'^'", tsql.OpBitNot: "'~'", tsql.OpNeg: "minus",
	tsql.OpEq: "equal to", tsql.OpNe: "not equal to", tsql.OpLt: "less than", tsql.OpLe: "less than or equal to",
	tsql.OpGt: "greater than", tsql.OpGe: "greater than or equal to", tsql.OpAnd: "and", tsql.OpOr: "or", tsql.OpPlus: "plus", tsql.OpNot: "not",
}
