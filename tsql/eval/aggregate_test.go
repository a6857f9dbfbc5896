package eval

import (
	"testing"

	"msxgate/tds"
)

func TestAggregates(t *testing.T) {
	ints := []tds.Value{int64(1), nil, int64(2), int64(2), int64(6)}
	money := []tds.Value{tds.Money(10000), tds.Money(20000), tds.Money(20000)}
	decimals := []tds.Value{tds.Decimal{Lo: 10, Scale: 1}, tds.Decimal{Lo: 15, Scale: 1}, tds.Decimal{Lo: 1, Scale: 1, Neg: true}}
	for _, c := range []struct {
		name     string
		arg      tds.Type
		distinct bool
		values   []tds.Value
		want     string
	}{
		{"COUNT", tds.TypeInt, false, ints, "int: 4"},
		{"COUNT", tds.TypeInt, true, ints, "int: 3"},
		{"COUNT(*)", tds.TypeInt, false, ints, "int: 5"},
		{"COUNT_BIG", tds.TypeInt, false, ints, "bigint: 4"},
		{"SUM", tds.TypeTinyInt, false, ints, "int: 11"},
		{"sum", tds.TypeInt, true, ints, "int: 9"},
		{"SUM", tds.TypeInt, false, nil, "int: NULL"},
		{"SUM", tds.TypeInt, false, []tds.Value{int64(1<<31 - 1), int64(1)}, "Msg 8115: Arithmetic overflow error converting expression to data type int."},
		{"SUM", tds.TypeBigInt, false, []tds.Value{int64(1<<31 - 1), int64(1)}, "bigint: 2147483648"},
		{"AVG", tds.TypeInt, false, ints, "int: 2"},
		{"AVG", tds.TypeDecimal(5, 1), false, decimals, "decimal(38,6): 0.800000"},
		{"SUM", tds.TypeDecimal(5, 1), false, decimals, "decimal(38,1): 2.4"},
		{"SUM", tds.TypeMoney, false, money, "money: 5.0000"},
		{"AVG", tds.TypeMoney, false, money, "money: 1.6666"},
		{"AVG", tds.TypeFloat, false, []tds.Value{1.0, 2.0}, "float: 1.5"},
		{"MIN", tds.TypeVarChar(5), false, []tds.Value{"b", "A", nil}, "varchar(5): 'A'"},
		{"MAX", tds.TypeInt, false, ints, "int: 6"},
		{"MAX", tds.TypeInt, false, []tds.Value{nil}, "int: NULL"},
		{"STDEV", tds.TypeInt, false, []tds.Value{int64(2), int64(4)}, "float: 1.4142135623730951"},
		{"STDEVP", tds.TypeInt, false, []tds.Value{int64(2), int64(4)}, "float: 1"},
		{"VAR", tds.TypeInt, false, []tds.Value{int64(2)}, "float: NULL"},
		{"VARP", tds.TypeInt, false, []tds.Value{int64(2)}, "float: 0"},
		{"CHECKSUM_AGG", tds.TypeInt, false, []tds.Value{int64(5), int64(3)}, "int: 6"},
		{"STRING_AGG", tds.TypeVarChar(5), false, []tds.Value{"a", nil, "b"}, "varchar(8000): 'a,b'"},
		{"STRING_AGG", tds.TypeInt, false, []tds.Value{int64(1), int64(2)}, "nvarchar(4000): '1,2'"},
		{"SUM", tds.TypeVarChar(5), false, nil, "Msg 8117: Operand data type varchar is invalid for sum operator."},
		{"AVG", tds.TypeBit, false, nil, "Msg 8117: Operand data type bit is invalid for avg operator."},
		{"MAX", tds.TypeBit, false, nil, "Msg 8117: Operand data type bit is invalid for max operator."},
		{"NOSUCH", tds.TypeInt, false, nil, "Msg 195: 'NOSUCH' is not a recognized built-in function name."},
	} {
		got := ""
		a, typ, err := NewAggregate(c.name, c.arg, c.distinct)
		if err == nil {
			if s, ok := a.(*StringAgg); ok {
				s.Separator = ","
			}
			for _, v := range c.values {
				if err == nil {
					err = a.Add(v)
				}
			}
			var v tds.Value
			if err == nil {
				v, err = a.Result()
			}
			got = typ.String() + ": " + show(v, typ)
		}
		if err != nil {
			got = message(err)
		}
		if got != c.want {
			t.Errorf("%s(%v) of %v:\n got %s\nwant %s", c.name, c.arg, c.values, got, c.want)
		}
	}
}
