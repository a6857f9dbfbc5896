package eval

import "testing"

func TestArithmetic(t *testing.T) {
	runCases(t, `
	1 + 2 => int: 3
	7 / 2 => int: 3
	-7 / 2 => int: -3
	-7 % 3 => int: -1
	1 / 0 => Msg 8134: Divide by zero error encountered.
	5 % 0 => Msg 8134: Divide by zero error encountered.
	2147483647 + 1 => Msg 8115: Arithmetic overflow error converting expression to data type int.
	@t + @t => Msg 8115: Arithmetic overflow error converting expression to data type tinyint.
	@t + 100 => int: 300
	@b + @i => bigint: 12
	@n + 1 => int: NULL
	NULL + 1 => int: NULL
	NULL + 'a' => varchar(2): NULL
	1.0 / 3 => numeric(7,6): 0.333333
	2.0 / 3 => numeric(7,6): 0.666666
	5.0 / @i => numeric(13,12): 0.714285714285
	1.5 + 2 => numeric(3,1): 3.5
	1.25 * 1.5 => numeric(6,3): 1.875
	7.5 % 2 => numeric(2,1): 1.5
	-1.5 => numeric(2,1): -1.5
	@d + 1 => decimal(11,2): 124.45
	@d * @d => decimal(21,4): 15239.9025
	@f + 1 => float: 2.5
	@f * @d => float: 185.175
	1e0 / 0 => Msg 8134: Divide by zero error encountered.
	@f % 2 => Msg 402: The data types float and int are incompatible in the modulo operator.
	@m + 1 => money: 13.3456
	@m * 2 => money: 24.6912
	$1 / 3 => money: 0.3333
	$2 / 3 => money: 0.6666
	@m + 1.5 => numeric(20,4): 13.8456
	'1' + 1 => int: 2
	'a' + 1 => Msg 245: Conversion failed when converting the varchar value 'a' to data type int.
	N'a' + 1 => Msg 245: Conversion failed when converting the nvarchar value 'a' to data type int.
	'1.5' + 1.25 => numeric(4,2): 2.75
	'a' + 'b' => varchar(2): 'ab'
	'a' + N'b' => nvarchar(2): 'ab'
	@s + @c => varchar(15): 'abcab   '
	@s + @max => nvarchar(max): 'abclong'
	@s + NULL => varchar(20): NULL
	0x01 + 0x0203 => varbinary(3): 0x010203
	'a' - 'b' => Msg 8117: Operand data type varchar is invalid for subtract operator.
	- 'a' => Msg 8117: Operand data type varchar is invalid for minus operator.
	'a' + @x => Msg 402: The data types varchar and varbinary are incompatible in the add operator.
	@bit + @bit => Msg 8117: Operand data type bit is invalid for add operator.
	@bit + 1 => int: 2
	@g + 'a' => Msg 402: The data types uniqueidentifier and varchar are incompatible in the add operator.
	@g + 1 => Msg 206: Operand type clash: uniqueidentifier is incompatible with int
	@v + 1 => Msg 8117: Operand data type sql_variant is invalid for add operator.
	6 & 3 => int: 2
	6 | 3 => int: 7
	6 ^ 3 => int: 5
	~5 => int: -6
	~@t => tinyint: 55
	~@bit => bit: 0
	@bit & 1 => int: 1
	@x & 255 => int: 205
	@f & 1 => Msg 402: The data types float and int are incompatible in the '&' operator.
	@dt + 1 => datetime: 2024-03-01 13:45:30.123
	@dt - 0.5 => datetime: 2024-02-29 01:45:30.123
	@dt - @dt => datetime: 1900-01-01 00:00:00.000
	@date + 1 => Msg 206: Operand type clash: date is incompatible with int
	@date - @date => Msg 8117: Operand data type date is invalid for subtract operator.
	@dt + '1900-01-02' => datetime: 2024-03-01 13:45:30.123
	@dt * 2 => Msg 8117: Operand data type datetime is invalid for multiply operator.
	+'x' => varchar(1): 'x'
	2 * (3 + 4) => int: 14
	CAST(1 AS decimal(38,10)) * CAST(1 AS decimal(38,10)) => decimal(38,6): 1.000000
	CAST(1 AS decimal(38,20)) / CAST(3 AS decimal(38,20)) => decimal(38,6): 0.333333
	CAST('99999999999999999999999999999999999999' AS decimal(38,0)) + 1 => Msg 8115: Arithmetic overflow error converting expression to data type numeric.
	`)
}

func TestCase(t *testing.T) {
	runCases(t, `
	CASE WHEN 1 = 1 THEN 'a' ELSE 'bcd' END => varchar(3): 'a'
	CASE WHEN 1 = 0 THEN 1 END => int: NULL
	CASE 2 WHEN 1 THEN 'x' WHEN 2 THEN 'y' END => varchar(1): 'y'
	CASE WHEN 1 = 0 THEN 1/0 ELSE 5 END => int: 5
	CASE WHEN 1 = 1 THEN 1 ELSE 2.5 END => numeric(11,1): 1.0
	CASE WHEN 1 = 1 THEN 1 ELSE 'a' END => int: 1
	CASE WHEN 1 = 0 THEN 1 ELSE 'a' END => Msg 245: Conversion failed when converting the varchar value 'a' to data type int.
	CASE WHEN 1 = 1 THEN NULL END => Msg 8133: At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.
	CASE @n WHEN NULL THEN 1 ELSE 2 END => int: 2
	CASE WHEN 1 = 1 THEN @date ELSE 1 END => Msg 206: Operand type clash: int is incompatible with date
	IIF(1 > 2, 'a', N'bb') => nvarchar(2): 'bb'
	ISNULL(NULL, 'abc') => varchar(3): 'abc'
	ISNULL(@n, 2.7) => int: 2
	ISNULL(@s, N'abcdefghijklmnop') => varchar(10): 'abc'
	ISNULL(NULLIF(@s, 'ABC'), N'abcdefghijklmnop') => varchar(10): 'abcdefghij'
	COALESCE(@n, 2.7) => numeric(11,1): 2.7
	COALESCE(NULL, NULL) => Msg 4127: At least one of the arguments to COALESCE must be an expression that is not the NULL constant.
	COALESCE(NULL, @n, 1/0) => Msg 8134: Divide by zero error encountered.
	COALESCE(@i, 1/0) => int: 7
	NULLIF(1, 1) => int: NULL
	NULLIF(1, 2) => int: 1
	NULLIF('a', 'A ') => varchar(1): NULL
	CHOOSE(2, 'a', 'bb', 'c') => varchar(2): 'bb'
	CHOOSE(9, 'a', 'b') => varchar(1): NULL
	GREATEST(1, 2.5, NULL) => numeric(11,1): 2.5
	LEAST('b', 'A', 'c') => varchar(1): 'A'
	`)
}

func TestConditions(t *testing.T) {
	for _, c := range []struct {
		src  string
		want string
	}{
		{"1 = 1", "T"},
		{"1 <> 1", "F"},
		{"NULL = NULL", "U"},
		{"NOT NULL = 1", "U"},
		{"@n = 1 OR 1 = 1", "T"},
		{"@n = 1 AND 1 = 0", "F"},
		{"@n = 1 AND 1 = 1", "U"},
		{"1 = 0 AND 1/0 = 1", "F"},
		{"1 = 1 OR 1/0 = 1", "T"},
		{"'abc' = 'ABC'", "T"},
		{"'a' = 'a  '", "T"},
		{"'' = '   '", "T"},
		{"N'Ä' = N'ä'", "T"},
		{"N'A' = N'Ä'", "F"},
		{"N'Ä' COLLATE Latin1_General_CI_AI = N'a'", "T"},
		{"'a' COLLATE Latin1_General_CS_AS = 'A'", "F"},
		{"'a' COLLATE Latin1_General_BIN2 > 'B'", "T"},
		{"'a' > 'B'", "F"},
		{"'a-c' < 'ab'", "T"},
		{"N'a-c' < N'ab'", "F"},
		{"N'co-op' = N'coop'", "F"},
		{"'_a' < '0a'", "T"},
		{"'10' = 10", "T"},
		{"@i = N'7'", "T"},
		{"@d = 123.45", "T"},
		{"@d > 123", "T"},
		{"@f = 1.5", "T"},
		{"@dt > '2024-02-29'", "T"},
		{"@dt >= '20240301'", "F"},
		{"@date = '2024-02-29'", "T"},
		{"@g = '01020304-0506-0708-090a-0b0c0d0e0f10'", "T"},
		{"@g = 0x04030201060508070", "F"},
		{"@x = 0xABCD00", "T"},
		{"@v = 4", "T"},
		{"@v < 'a'", "F"},
		{"@i BETWEEN 1 AND 7", "T"},
		{"@i NOT BETWEEN 1 AND 7", "F"},
		{"@n BETWEEN 1 AND 2", "U"},
		{"@i IN (1, 7)", "T"},
		{"@i IN (1, NULL)", "U"},
		{"@i NOT IN (1, NULL)", "U"},
		{"@i IN (1,2,3,4,5,6,7)", "T"},
		{"@i IN (1,2,3,4,5,6,8)", "F"},
		{"@i IN (1,2,3,4,5,6,NULL)", "U"},
		{"@s IN ('A','B','C','D','E','ABC ')", "T"},
		{"@i IN ('1','2','3','4','5','7')", "T"},
		{"@n IS NULL", "T"},
		{"@i IS NOT NULL", "T"},
		{"@n IS DISTINCT FROM NULL", "F"},
		{"@n IS DISTINCT FROM 1", "T"},
		{"@i IS NOT DISTINCT FROM 7", "T"},
		{"'abc' LIKE 'A%'", "T"},
		{"'abc' LIKE '_b_'", "T"},
		{"'abc' LIKE 'a[a-c]c'", "T"},
		{"'abc' LIKE 'a[^b]c'", "F"},
		{"'50%' LIKE '50!%' ESCAPE '!'", "T"},
		{"'50x' LIKE '50!%' ESCAPE '!'", "F"},
		{"'a[b' LIKE 'a[[]b'", "T"},
		{"'a]b' LIKE 'a]b'", "T"},
		{"'a-b' LIKE 'a[x-]b'", "T"},
		{"'abc  ' LIKE 'abc'", "T"},
		{"N'abc  ' LIKE N'abc'", "F"},
		{"'abc' LIKE 'abc '", "F"},
		{"'abc' LIKE 'a[b'", "F"},
		{"'abcabd' LIKE '%abd'", "T"},
		{"'' LIKE '%'", "T"},
		{"'a' LIKE NULL", "U"},
		{"@i LIKE '7'", "T"},
		{"'abc' NOT LIKE '%z%'", "T"},
		{"'ABC' COLLATE Latin1_General_CS_AS LIKE 'abc'", "F"},
		{"@dt LIKE '%2024%'", "T"},
	} {
		if got := truth(t, c.src); got != c.want {
			t.Errorf("%s: got %s, want %s", c.src, got, c.want)
		}
	}
	for _, c := range []struct{ src, want string }{
		{"@date = 1", "Msg 206: Operand type clash: date is incompatible with int"},
		{"@date = @time", "Msg 402: The data types date and time are incompatible in the equal to operator."},
		{"'a' LIKE 'a' ESCAPE 'xy'", "Msg 506: The invalid escape character \"xy\" was specified in a LIKE predicate."},
		{"1 = 'x'", "Msg 245: Conversion failed when converting the varchar value 'x' to data type int."},
		{"'a' COLLATE Latin1_General_CS_AS = 'b' COLLATE Latin1_General_CI_AS", "Msg 468: Cannot resolve the collation conflict between \"Latin1_General_CS_AS\" and \"Latin1_General_CI_AS\" in the equal to operation."},
	} {
		if got := truth(t, c.src); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// truth evaluates a condition: T, F, U or a message.
func truth(t testing.TB, src string) string {
	t.Helper()
	vars := testVars()
	e := parseExpr(t, src)
	cond, err := CompileCond(e, Const{vars})
	if err != nil {
		return message(err)
	}
	r, err := cond(&Frame{Vars: vars, Sess: fixture{}})
	if err != nil {
		return message(err)
	}
	return map[Truth]string{True: "T", False: "F", Unknown: "U"}[r]
}

func TestCast(t *testing.T) {
	runCases(t, `
	CAST(1.9 AS int) => int: 1
	CAST(-1.9 AS int) => int: -1
	CAST($1.9 AS int) => int: 2
	CAST(1.9e0 AS int) => int: 1
	CAST(' 12 ' AS int) => int: 12
	CAST('' AS int) => int: 0
	CAST('12x' AS int) => Msg 245: Conversion failed when converting the varchar value '12x' to data type int.
	CAST('99999999999' AS int) => Msg 248: The conversion of the varchar value '99999999999' overflowed an int column.
	CAST('300' AS tinyint) => Msg 244: The conversion of the varchar value '300' overflowed an INT1 column. Use a larger integer column.
	CAST('x' AS bigint) => Msg 8114: Error converting data type varchar to bigint.
	CAST(300 AS tinyint) => Msg 220: Arithmetic overflow error for data type tinyint, value = 300.
	CAST(3000000000 AS int) => Msg 8115: Arithmetic overflow error converting expression to data type int.
	CAST(1e10 AS int) => Msg 232: Arithmetic overflow error for type int, value = 10000000000.000000.
	CAST('x' AS decimal(5,2)) => Msg 8114: Error converting data type varchar to numeric.
	CAST('1234.567' AS decimal(5,2)) => Msg 8115: Arithmetic overflow error converting varchar to data type numeric.
	CAST('123.456' AS decimal(5,2)) => decimal(5,2): 123.46
	CAST(12345 AS decimal(4,1)) => Msg 8115: Arithmetic overflow error converting int to data type numeric.
	CAST(1.005 AS decimal(5,2)) => decimal(5,2): 1.01
	CAST(0.1e0 AS decimal(20,18)) => decimal(20,18): 0.100000000000000010
	CAST('abc' AS float) => Msg 8114: Error converting data type varchar to float.
	CAST('1e3' AS float) => float: 1000
	CAST('TRUE' AS bit) => bit: 1
	CAST('2' AS bit) => bit: 1
	CAST('yes' AS bit) => Msg 245: Conversion failed when converting the varchar value 'yes' to data type bit.
	CAST('$1,234.567' AS money) => money: 1234.5670
	CAST('x' AS money) => Msg 235: Cannot convert a char value to money. The char value has incorrect syntax.
	CAST(123 AS varchar(2)) => varchar(2): '*'
	CAST(123 AS nvarchar(2)) => Msg 8115: Arithmetic overflow error converting expression to data type nvarchar.
	CAST(12.5 AS varchar(3)) => Msg 8115: Arithmetic overflow error converting numeric to data type varchar.
	CAST(123 AS varchar) => varchar(30): '123'
	CAST('abcdef' AS varchar(3)) => varchar(3): 'abc'
	CAST('ab' AS char(4)) => char(4): 'ab  '
	CAST(1234567e0 AS varchar(20)) => varchar(20): '1.23457e+006'
	CAST(0.1e0 AS varchar(20)) => varchar(20): '0.1'
	CAST(1e-5 AS varchar(20)) => varchar(20): '1e-005'
	CONVERT(varchar(30), 1234567e0, 1) => varchar(30): '1.2345670e+006'
	CONVERT(varchar(30), 1234567e0, 2) => varchar(30): '1.234567000000000e+006'
	CAST(@m AS varchar(20)) => varchar(20): '12.35'
	CONVERT(varchar(20), $1234567.891, 1) => varchar(20): '1,234,567.89'
	CONVERT(varchar(20), $1234567.891, 2) => varchar(20): '1234567.8910'
	CAST(@g AS nvarchar(36)) => nvarchar(36): '01020304-0506-0708-090A-0B0C0D0E0F10'
	CAST(@g AS varchar(10)) => Msg 8170: Insufficient result space to convert uniqueidentifier value to varchar.
	CAST(@g AS binary(16)) => binary(16): 0x0403020106050807090A0B0C0D0E0F10
	CAST(0x0403020106050807090A0B0C0D0E0F10 AS uniqueidentifier) => uniqueidentifier: 01020304-0506-0708-090A-0B0C0D0E0F10
	CAST('x' AS uniqueidentifier) => Msg 8169: Conversion failed when converting from a character string to uniqueidentifier.
	CAST(N'{01020304-0506-0708-090A-0B0C0D0E0F10}' AS uniqueidentifier) => uniqueidentifier: 01020304-0506-0708-090A-0B0C0D0E0F10
	CAST(256 AS binary(4)) => binary(4): 0x00000100
	CAST(256 AS varbinary(8)) => varbinary(8): 0x00000100
	CAST(256 AS binary(1)) => binary(1): 0x00
	CAST(0x0100 AS int) => int: 256
	CAST(0xFFFFFFFF AS int) => int: -1
	CAST('abc' AS varbinary(10)) => varbinary(10): 0x616263
	CAST(N'abc' AS varbinary(10)) => varbinary(10): 0x610062006300
	CAST(0x616263 AS varchar(10)) => varchar(10): 'abc'
	CONVERT(varchar(10), 0xABCD, 1) => varchar(10): '0xABCD'
	CONVERT(varchar(10), 0xABCD, 2) => varchar(10): 'ABCD'
	CONVERT(varbinary(4), '0xABCD', 1) => varbinary(4): 0xABCD
	CONVERT(varbinary(4), 'ABCD', 2) => varbinary(4): 0xABCD
	CONVERT(varbinary(4), 'ABCD', 1) => Msg 8114: Error converting data type varchar to varbinary.
	CAST(1.5 AS varbinary(9)) => varbinary(9): 0x020100010F000000
	CAST(@dt AS binary(8)) => binary(8): 0x0000B12500E2BB1D
	CAST(@dt AS int) => int: 45350
	CAST(@dt AS float) => float: 45349.57326531636
	CAST(CAST(45349.5 AS datetime) AS varchar(30)) => varchar(30): 'Feb 29 2024 12:00PM'
	CAST(@date AS int) => Msg 529: Explicit conversion from data type date to int is not allowed.
	CAST(1 AS date) => Msg 529: Explicit conversion from data type int to date is not allowed.
	CAST(@x AS float) => Msg 529: Explicit conversion from data type varbinary to float is not allowed.
	TRY_CAST('x' AS int) => int: NULL
	TRY_CAST('12' AS int) => int: 12
	TRY_CONVERT(date, '2024-02-30') => date: NULL
	TRY_CAST(1 AS date) => Msg 529: Explicit conversion from data type int to date is not allowed.
	CAST(@v AS varchar(10)) => varchar(10): '4'
	CAST('a' AS sql_variant) => sql_variant: varchar(1) 'a'
	CAST(N'Ж' AS varchar(5)) => varchar(5): '?'
	CAST(NULL AS int) => int: NULL
	CAST('abc' AS nosuch) => Msg 243: Type nosuch is not a defined system type.
	PARSE('1,234.5' AS decimal(10,2)) => decimal(10,2): 1234.50
	PARSE('€1.234,50' AS money USING 'de-DE') => money: 1234.5000
	PARSE('16/12/2010' AS datetime2 USING 'en-GB') => datetime2(7): 2010-12-16 00:00:00.0000000
	PARSE('x' AS int) => Msg 9819: Error converting string value 'x' into data type int using culture ''.
	TRY_PARSE('x' AS int) => int: NULL
	`)
}

func TestDateCast(t *testing.T) {
	runCases(t, `
	CAST('2024-02-29 13:45:30.123' AS datetime) => datetime: 2024-02-29 13:45:30.123
	CAST('2024-02-29T13:45:30.125' AS datetime) => datetime: 2024-02-29 13:45:30.127
	CAST('20240229' AS datetime) => datetime: 2024-02-29 00:00:00.000
	CAST('2/29/2024' AS datetime) => datetime: 2024-02-29 00:00:00.000
	CAST('Feb 29 2024 1:45PM' AS datetime) => datetime: 2024-02-29 13:45:00.000
	CAST('29 February 2024' AS date) => date: 2024-02-29
	CAST('29-Feb-2024' AS date) => date: 2024-02-29
	CAST('February 29, 2024' AS date) => date: 2024-02-29
	CAST('13:45' AS datetime) => datetime: 1900-01-01 13:45:00.000
	CAST('' AS datetime) => datetime: 1900-01-01 00:00:00.000
	CAST('2024-13-01' AS datetime) => Msg 242: The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.
	CAST('2024-02-30' AS date) => Msg 241: Conversion failed when converting date and/or time from character string.
	CAST('hello' AS datetime) => Msg 241: Conversion failed when converting date and/or time from character string.
	CAST('1752-12-31' AS datetime) => Msg 242: The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.
	CAST('2024-02-29 13:45:30.1234567' AS datetime) => Msg 241: Conversion failed when converting date and/or time from character string.
	CAST('2024-02-29 13:45:30.1234567' AS datetime2) => datetime2(7): 2024-02-29 13:45:30.1234567
	CAST('2024-02-29 13:45:30.1234567' AS datetime2(3)) => datetime2(3): 2024-02-29 13:45:30.123
	CAST('2024-02-29 23:59:59.9999999' AS datetime2(0)) => datetime2(0): 2024-03-01 00:00:00
	CAST('2024-02-29 13:45:30' AS smalldatetime) => smalldatetime: 2024-02-29 13:46:00.000
	CAST('2024-02-29 13:45:29.998' AS smalldatetime) => smalldatetime: 2024-02-29 13:45:00.000
	CAST('2024-02-29 13:45:29.999' AS smalldatetime) => smalldatetime: 2024-02-29 13:46:00.000
	CAST('x' AS smalldatetime) => Msg 295: Conversion failed when converting character string to smalldatetime data type.
	CAST('2024-02-29 13:45:30 +02:00' AS datetimeoffset(0)) => datetimeoffset(0): 2024-02-29 13:45:30 +02:00
	CAST('2024-02-29T13:45:30Z' AS datetimeoffset(0)) => datetimeoffset(0): 2024-02-29 13:45:30 +00:00
	CAST('13:45:30.5' AS time(1)) => time(1): 13:45:30.5
	CAST(@dto AS datetime) => datetime: 2024-02-29 13:45:30.000
	CAST(@dt AS datetime2(7)) => datetime2(7): 2024-02-29 13:45:30.1233333
	CAST(@dt AS date) => date: 2024-02-29
	CAST(@dt AS time(3)) => time(3): 13:45:30.123
	CAST(@date AS datetime) => datetime: 2024-02-29 00:00:00.000
	CAST(@time AS datetime) => datetime: 1900-01-01 13:45:30.123
	CAST(@date AS time) => Msg 529: Explicit conversion from data type date to time is not allowed.
	CAST(0 AS datetime) => datetime: 1900-01-01 00:00:00.000
	CAST(-53690 AS datetime) => datetime: 1753-01-01 00:00:00.000
	CAST(-53691 AS datetime) => Msg 8115: Arithmetic overflow error converting expression to data type datetime.
	CAST('01/02/03' AS date) => date: 2003-01-02
	CONVERT(date, '01/02/03', 3) => date: 2003-02-01
	CONVERT(datetime, '29/02/2024', 103) => datetime: 2024-02-29 00:00:00.000
	CONVERT(datetime, '29/02/2024', 101) => Msg 242: The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.
	CONVERT(date, '49-01-01', 2) => date: 2049-01-01
	CONVERT(date, '50-01-01', 2) => date: 1950-01-01
	CAST(@dt AS varchar(30)) => varchar(30): 'Feb 29 2024  1:45PM'
	CAST(@date AS varchar(30)) => varchar(30): '2024-02-29'
	CAST(@time AS varchar(30)) => varchar(30): '13:45:30.1234567'
	CAST(@dt2 AS varchar(30)) => varchar(30): '2024-02-29 13:45:30.1234567'
	CAST(@dto AS varchar(40)) => varchar(40): '2024-02-29 13:45:30.0000000 +01:00'
	CONVERT(varchar(40), @dt, 0) => varchar(40): 'Feb 29 2024  1:45PM'
	CONVERT(varchar(40), @dt, 1) => varchar(40): '02/29/24'
	CONVERT(varchar(40), @dt, 2) => varchar(40): '24.02.29'
	CONVERT(varchar(40), @dt, 3) => varchar(40): '29/02/24'
	CONVERT(varchar(40), @dt, 4) => varchar(40): '29.02.24'
	CONVERT(varchar(40), @dt, 5) => varchar(40): '29-02-24'
	CONVERT(varchar(40), @dt, 6) => varchar(40): '29 Feb 24'
	CONVERT(varchar(40), @dt, 7) => varchar(40): 'Feb 29, 24'
	CONVERT(varchar(40), @dt, 8) => varchar(40): '13:45:30'
	CONVERT(varchar(40), @dt, 9) => varchar(40): 'Feb 29 2024  1:45:30:123PM'
	CONVERT(varchar(40), @dt, 10) => varchar(40): '02-29-24'
	CONVERT(varchar(40), @dt, 11) => varchar(40): '24/02/29'
	CONVERT(varchar(40), @dt, 12) => varchar(40): '240229'
	CONVERT(varchar(40), @dt, 13) => varchar(40): '29 Feb 2024 13:45:30:123'
	CONVERT(varchar(40), @dt, 14) => varchar(40): '13:45:30:123'
	CONVERT(varchar(40), @dt, 20) => varchar(40): '2024-02-29 13:45:30'
	CONVERT(varchar(40), @dt, 21) => varchar(40): '2024-02-29 13:45:30.123'
	CONVERT(varchar(40), @dt, 22) => varchar(40): '02/29/24  1:45:30 PM'
	CONVERT(varchar(40), @dt, 23) => varchar(40): '2024-02-29'
	CONVERT(varchar(40), @dt, 101) => varchar(40): '02/29/2024'
	CONVERT(varchar(40), @dt, 104) => varchar(40): '29.02.2024'
	CONVERT(varchar(40), @dt, 106) => varchar(40): '29 Feb 2024'
	CONVERT(varchar(40), @dt, 107) => varchar(40): 'Feb 29, 2024'
	CONVERT(varchar(8), @dt, 112) => varchar(8): '20240229'
	CONVERT(varchar(40), @dt, 126) => varchar(40): '2024-02-29T13:45:30.123'
	CONVERT(varchar(40), CAST('20240229' AS datetime), 126) => varchar(40): '2024-02-29T00:00:00'
	CONVERT(varchar(40), @dto, 127) => varchar(40): '2024-02-29T12:45:30Z'
	CONVERT(varchar(40), @dto, 126) => varchar(40): '2024-02-29T13:45:30+01:00'
	CONVERT(varchar(40), @dt2, 121) => varchar(40): '2024-02-29 13:45:30.1234567'
	CONVERT(varchar(40), @dt2, 109) => varchar(40): 'Feb 29 2024  1:45:30.1234567PM'
	CONVERT(varchar(40), @date, 0) => varchar(40): 'Feb 29 2024'
	CONVERT(varchar(40), @time, 100) => varchar(40): '1:45PM'
	CONVERT(varchar(40), @time, 108) => varchar(40): '13:45:30'
	CONVERT(varchar(40), @dt, 131) => varchar(40): '20/08/1445  1:45:30:123PM'
	CONVERT(varchar(40), @dt, 99) => Msg 281: 99 is not a valid style number when converting from datetime to a character string.
	CONVERT(varchar(5), @dt, 108) => varchar(5): '13:45'
	`)
}
