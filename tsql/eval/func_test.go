package eval

import "testing"

func TestStringFunctions(t *testing.T) {
	runCases(t, `
	LEN('abc  ') => int: 3
	LEN(N'🎉') => int: 2
	LEN('') => int: 0
	LEN(12345) => int: 5
	LEN(@max) => bigint: 4
	LEN() => Msg 174: The len function requires 1 argument(s).
	DATALENGTH('abc  ') => int: 5
	DATALENGTH(N'abc') => int: 6
	DATALENGTH(@c) => int: 5
	DATALENGTH(1) => int: 4
	DATALENGTH(@dt) => int: 8
	DATALENGTH(@d) => int: 9
	SUBSTRING('abcdef', 2, 3) => varchar(3): 'bcd'
	SUBSTRING('abcdef', 0, 3) => varchar(3): 'ab'
	SUBSTRING('abcdef', -1, 3) => varchar(3): 'a'
	SUBSTRING('abcdef', 5, 10) => varchar(6): 'ef'
	SUBSTRING('abcdef', 1, -1) => Msg 537: Invalid length parameter passed to the LEFT or SUBSTRING function.
	SUBSTRING(0x010203, 2, 1) => varbinary(1): 0x02
	SUBSTRING(123, 1, 1) => Msg 8116: Argument data type int is invalid for argument 1 of substring function.
	SUBSTRING(N'a🎉b', 4, 1) => nvarchar(1): 'b'
	LEFT('abc', 2) => varchar(2): 'ab'
	LEFT('abc', -1) => Msg 537: Invalid length parameter passed to the LEFT or SUBSTRING function.
	LEFT(12345, 2) => varchar(2): '12'
	RIGHT('abc', 2) => varchar(2): 'bc'
	RIGHT('abc', -1) => Msg 536: Invalid length parameter passed to the RIGHT function.
	UPPER('aßé') => varchar(3): 'AßÉ'
	LOWER('ABC') => varchar(3): 'abc'
	REVERSE('abc') => varchar(3): 'cba'
	LTRIM('  a ') => varchar(4): 'a '
	RTRIM(' a  ') => varchar(4): ' a'
	TRIM('  a  ') => varchar(5): 'a'
	TRIM('.,' FROM '.,a,.') => varchar(5): 'a'
	TRIM(LEADING 'x' FROM 'xxax') => varchar(4): 'ax'
	CHARINDEX('C', 'abc') => int: 3
	CHARINDEX('c', 'abcabc', 4) => int: 6
	CHARINDEX('z', 'abc') => int: 0
	CHARINDEX('', 'abc') => int: 0
	CHARINDEX('C', 'abc' COLLATE Latin1_General_CS_AS) => int: 0
	CHARINDEX(N'l', @max) => bigint: 1
	PATINDEX('%ter%', 'interesting data') => int: 3
	PATINDEX('%[0-9]%', 'abc12') => int: 4
	PATINDEX('a%', 'abc') => int: 1
	PATINDEX('%en_ure%', 'Please ensure the door is locked!') => int: 8
	PATINDEX('b%', 'abc') => int: 0
	REPLACE('abcABC', 'B', 'x') => varchar(8000): 'axcAxC'
	REPLACE('abc', '', 'x') => varchar(8000): 'abc'
	REPLACE('abc', 'b', '') => varchar(8000): 'ac'
	REPLACE(N'abc', 'b', NULL) => nvarchar(4000): NULL
	STUFF('abcdef', 2, 3, 'ijklmn') => varchar(12): 'aijklmnef'
	STUFF('abcdef', 0, 3, 'x') => varchar(7): NULL
	STUFF('abcdef', 1, 1, '') => varchar(7): 'bcdef'
	STUFF('abcdef', 2, 3, NULL) => varchar(12): 'aef'
	REPLICATE('ab', 3) => varchar(8000): 'ababab'
	REPLICATE('a', -1) => varchar(8000): NULL
	SPACE(3) => varchar(8000): '   '
	CHAR(65) => char(1): 'A'
	CHAR(128) => char(1): '€'
	CHAR(256) => char(1): NULL
	NCHAR(945) => nchar(1): 'α'
	ASCII('a') => int: 97
	ASCII('€') => int: 128
	UNICODE(N'Ω') => int: 937
	QUOTENAME('abc[]def') => nvarchar(258): '[abc[]]def]'
	QUOTENAME('a''b', '''') => nvarchar(258): ''a''b''
	QUOTENAME(7) => nvarchar(258): '[7]'
	QUOTENAME('a', 'x') => nvarchar(258): NULL
	STR(123.45, 6, 1) => varchar(6): ' 123.5'
	STR(123.45, 2, 2) => varchar(2): '**'
	STR(123.45) => varchar(10): '       123'
	CONCAT('a', NULL, 1, N'b') => nvarchar(15): 'a1b'
	CONCAT('a', 1.5) => varchar(6): 'a1.5'
	CONCAT('a') => Msg 189: The concat function requires 2 to 254 arguments.
	CONCAT_WS(',', 'a', NULL, 'b') => varchar(5): 'a,b'
	TRANSLATE('2*[3+4]/{7-2}', '[]{}', '()()') => varchar(8000): '2*(3+4)/(7-2)'
	TRANSLATE('a', 'ab', 'x') => Msg 9828: The second and third arguments of the TRANSLATE built-in function must contain an equal number of characters.
	STRING_ESCAPE('a/"b', 'json') => nvarchar(4000): 'a\/\"b'
	SOUNDEX('Smith') => varchar(5): 'S530'
	SOUNDEX('Smythe') => varchar(5): 'S530'
	SOUNDEX('Green') => varchar(5): 'G650'
	DIFFERENCE('Smithers', 'Smythers') => int: 4
	PARSENAME('AdventureWorks.dbo.[Cust.omer]', 1) => nvarchar(128): 'Cust.omer'
	PARSENAME('a.b.c', 3) => nvarchar(128): 'a'
	PARSENAME('a.b.c', 4) => nvarchar(128): NULL
	FORMATMESSAGE('This is the %s and this is the %d.', 'first', 2) => nvarchar(2048): 'This is the first and this is the 2.'
	FORMATMESSAGE('Signed int %i, %+i, %u, %x, %#X, %o', 5, 5, 5, 255, 255, 8) => nvarchar(2048): 'Signed int 5, +5, 5, ff, 0XFF, 10'
	FORMATMESSAGE('[%-5s][%5s][%05d][%.2s]', 'a', 'b', 42, 'abc') => nvarchar(2048): '[a    ][    b][00042][ab]'
	FORMATMESSAGE('%s', NULL) => nvarchar(2048): '(null)'
	FORMATMESSAGE('%d', 'x') => Msg 2786: The data type of substitution parameter 1 does not match the expected type of the format specification.
	FORMATMESSAGE('%y', 1) => Msg 2787: Invalid format specification: '%y'.
	NOSUCH(1) => Msg 195: 'NOSUCH' is not a recognized built-in function name.
	`)
}

func TestFormat(t *testing.T) {
	runCases(t, `
	FORMAT(1234567.891, 'N') => nvarchar(4000): '1,234,567.89'
	FORMAT(1234567.891, 'N0') => nvarchar(4000): '1,234,568'
	FORMAT(1234.5, 'C', 'en-US') => nvarchar(4000): '$1,234.50'
	FORMAT(1234.5, 'C', 'de-DE') => nvarchar(4000): '1.234,50 €'
	FORMAT(0.256, 'P') => nvarchar(4000): '25.60%'
	FORMAT(42, 'D5') => nvarchar(4000): '00042'
	FORMAT(255, 'X') => nvarchar(4000): 'FF'
	FORMAT(3.14159, 'F2') => nvarchar(4000): '3.14'
	FORMAT(123456789, '###-##-####') => nvarchar(4000): '123-45-6789'
	FORMAT(1234.5, '#,##0.00') => nvarchar(4000): '1,234.50'
	FORMAT(0.5, '#.##') => nvarchar(4000): '.5'
	FORMAT(-5, '0.0;(0.0);zero') => nvarchar(4000): '(5.0)'
	FORMAT(0, '0.0;(0.0);zero') => nvarchar(4000): 'zero'
	FORMAT(7, '000') => nvarchar(4000): '007'
	FORMAT(0.123, '0.0%') => nvarchar(4000): '12.3%'
	FORMAT(@dt, 'd', 'en-US') => nvarchar(4000): '2/29/2024'
	FORMAT(@dt, 'D', 'en-US') => nvarchar(4000): 'Thursday, February 29, 2024'
	FORMAT(@dt, 'd', 'en-GB') => nvarchar(4000): '29/02/2024'
	FORMAT(@dt, 'yyyy-MM-dd HH:mm:ss.fff') => nvarchar(4000): '2024-02-29 13:45:30.123'
	FORMAT(@dt, 'dd MMM yy h:mm tt') => nvarchar(4000): '29 Feb 24 1:45 PM'
	FORMAT(@time, 'hh\:mm') => nvarchar(4000): '13:45'
	FORMAT(@time, 'hh:mm') => nvarchar(4000): NULL
	FORMAT('a', 'd') => Msg 8116: Argument data type varchar is invalid for argument 1 of format function.
	FORMAT(1, 'N', 'xx-yy-zz') => Msg 9818: The culture parameter 'xx-yy-zz' provided in the function call is not supported.
	`)
}

func TestDateFunctions(t *testing.T) {
	runCases(t, `
	GETDATE() => datetime: 2024-05-06 13:14:15.123
	GETUTCDATE() => datetime: 2024-05-06 11:14:15.123
	CURRENT_TIMESTAMP => datetime: 2024-05-06 13:14:15.123
	SYSDATETIME() => datetime2(7): 2024-05-06 13:14:15.1234567
	SYSUTCDATETIME() => datetime2(7): 2024-05-06 11:14:15.1234567
	SYSDATETIMEOFFSET() => datetimeoffset(7): 2024-05-06 13:14:15.1234567 +02:00
	DATEADD(month, 1, '2024-01-31') => datetime: 2024-02-29 00:00:00.000
	DATEADD(yy, 1, @date) => date: 2025-02-28
	DATEADD(day, -60, @dt) => datetime: 2023-12-31 13:45:30.123
	DATEADD(hour, 1, @time) => time(7): 14:45:30.1234567
	DATEADD(hour, 12, @time) => time(7): 01:45:30.1234567
	DATEADD(ns, 149, @dt2) => datetime2(7): 2024-02-29 13:45:30.1234568
	DATEADD(ms, 1, @dt) => datetime: 2024-02-29 13:45:30.123
	DATEADD(hour, 1, @date) => Msg 9810: The datepart hour is not supported by date function dateadd for data type date.
	DATEADD(year, 9000, @dt) => Msg 517: Adding a value to a 'datetime' column caused an overflow.
	DATEADD(foo, 1, @dt) => Msg 155: 'foo' is not a recognized dateadd option.
	DATEADD('day', 1, @dt) => Msg 1023: Invalid parameter 1 specified for dateadd.
	DATEDIFF(day, '2024-02-28', '2024-03-01') => int: 2
	DATEDIFF(year, '2023-12-31 23:59:59', '2024-01-01') => int: 1
	DATEDIFF(month, '2024-01-31', '2024-02-01') => int: 1
	DATEDIFF(week, '2024-03-02', '2024-03-03') => int: 1
	DATEDIFF(hour, '2024-03-02 00:59', '2024-03-02 01:00') => int: 1
	DATEDIFF(second, '2024-03-02', '2024-03-01') => int: -86400
	DATEDIFF(ms, '1900-01-01', '2024-01-01') => Msg 535: The datediff function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use datediff with a less precise datepart.
	DATEDIFF_BIG(ms, '1900-01-01', '2024-01-01') => bigint: 3913056000000
	DATEDIFF(minute, @dto, '2024-02-29 12:45:30') => int: 0
	DATEPART(year, @dt) => int: 2024
	DATEPART(qq, @dt) => int: 1
	DATEPART(dy, @dt) => int: 60
	DATEPART(wk, @dt) => int: 9
	DATEPART(dw, @dt) => int: 5
	DATEPART(iso_week, '2024-12-30') => int: 1
	DATEPART(ms, @dt) => int: 123
	DATEPART(ns, @dt2) => int: 123456700
	DATEPART(tz, @dto) => int: 60
	DATEPART(hour, @date) => Msg 9810: The datepart hour is not supported by date function datepart for data type date.
	DATENAME(month, @dt) => nvarchar(30): 'February'
	DATENAME(weekday, @dt) => nvarchar(30): 'Thursday'
	DATENAME(tz, @dto) => nvarchar(30): '+01:00'
	DATENAME(day, @dt) => nvarchar(30): '29'
	YEAR(@dt) => int: 2024
	MONTH(0) => int: 1
	DAY('2024-02-29') => int: 29
	EOMONTH(@dt) => date: 2024-02-29
	EOMONTH('2024-01-31', 1) => date: 2024-02-29
	ISDATE('2024-02-29') => int: 1
	ISDATE('2024-02-30') => int: 0
	ISDATE('x') => int: 0
	DATEFROMPARTS(2024, 2, 29) => date: 2024-02-29
	DATEFROMPARTS(2023, 2, 29) => Msg 289: Cannot construct data type date, some of the arguments have values which are not valid.
	DATEFROMPARTS(2023, NULL, 1) => date: NULL
	DATETIMEFROMPARTS(2010, 12, 31, 23, 59, 59, 0) => datetime: 2010-12-31 23:59:59.000
	DATETIME2FROMPARTS(2011, 8, 15, 14, 23, 44, 5, 1) => datetime2(1): 2011-08-15 14:23:44.5
	SMALLDATETIMEFROMPARTS(2010, 12, 31, 23, 59) => smalldatetime: 2010-12-31 23:59:00.000
	TIMEFROMPARTS(14, 23, 44, 500, 3) => time(3): 14:23:44.500
	DATETIMEOFFSETFROMPARTS(2010, 12, 31, 14, 23, 23, 0, 12, 0, 7) => datetimeoffset(7): 2010-12-31 14:23:23.0000000 +12:00
	SWITCHOFFSET(@dto, '-08:00') => datetimeoffset(7): 2024-02-29 04:45:30.0000000 -08:00
	TODATETIMEOFFSET(@dt2, '+02:00') => datetimeoffset(7): 2024-02-29 13:45:30.1234567 +02:00
	TODATETIMEOFFSET(@dt2, 120) => datetimeoffset(7): 2024-02-29 13:45:30.1234567 +02:00
	SWITCHOFFSET(@dto, 'x') => Msg 9812: The timezone provided to builtin function switchoffset is invalid.
	@dt AT TIME ZONE 'Pacific Standard Time' => datetimeoffset(3): 2024-02-29 13:45:30.123 -08:00
	@dto AT TIME ZONE 'UTC' => datetimeoffset(7): 2024-02-29 12:45:30.0000000 +00:00
	CAST('2024-07-01' AS datetime2(0)) AT TIME ZONE 'Central European Standard Time' => datetimeoffset(0): 2024-07-01 00:00:00 +02:00
	@dt AT TIME ZONE 'x' => Msg 9820: The time zone parameter 'x' provided to AT TIME ZONE clause is invalid.
	DATETRUNC(month, @dt) => datetime: 2024-02-01 00:00:00.000
	DATETRUNC(hour, @dt2) => datetime2(7): 2024-02-29 13:00:00.0000000
	DATETRUNC(week, @date) => date: 2024-02-25
	DATE_BUCKET(week, 1, CAST('2024-02-29' AS date)) => date: 2024-02-26
	DATE_BUCKET(month, 3, CAST('2024-02-29' AS date)) => date: 2024-01-01
	DATE_BUCKET(minute, 15, @dt2) => datetime2(7): 2024-02-29 13:45:00.0000000
	`)
}

func TestMathFunctions(t *testing.T) {
	runCases(t, `
	ABS(-5) => int: 5
	ABS(-1.5) => numeric(2,1): 1.5
	ABS(CAST(-2147483648 AS int)) => Msg 8115: Arithmetic overflow error converting expression to data type int.
	CEILING(123.45) => numeric(5,0): 124
	CEILING(-123.45) => numeric(5,0): -123
	CEILING($0.5) => money: 1.0000
	FLOOR(123.45) => numeric(5,0): 123
	FLOOR(-123.45) => numeric(5,0): -124
	ROUND(123.9994, 3) => numeric(7,4): 123.9990
	ROUND(123.4545, 2) => numeric(7,4): 123.4500
	ROUND(748.58, -1) => numeric(5,2): 750.00
	ROUND(748.58, -2) => numeric(5,2): 700.00
	ROUND(748.58, -3) => Msg 8115: Arithmetic overflow error converting expression to data type numeric.
	ROUND(150.75, 0) => numeric(5,2): 151.00
	ROUND(150.75, 0, 1) => numeric(5,2): 150.00
	ROUND(15, -1) => int: 20
	ROUND(2.5e0, 0) => float: 3
	POWER(2, 10) => int: 1024
	POWER(2, 0.5) => int: 1
	POWER(2.0, 3) => numeric(38,1): 8.0
	POWER(2, 31) => Msg 232: Arithmetic overflow error for type int, value = 2147483648.000000.
	SQRT(16) => float: 4
	SQRT(-1) => Msg 3623: An invalid floating point operation occurred.
	SQUARE(3) => float: 9
	EXP(0) => float: 1
	LOG(1) => float: 0
	LOG(8, 2) => float: 3
	LOG(0) => Msg 3623: An invalid floating point operation occurred.
	LOG10(1000) => float: 3
	SIGN(-3) => int: -1
	SIGN(2.5) => numeric(2,1): 1.0
	PI() => float: 3.141592653589793
	SIN(0) => float: 0
	ATN2(1, 1) => float: 0.7853981633974483
	DEGREES(PI()) => float: 180
	DEGREES(2) => int: 114
	RADIANS(180.0) => numeric(38,18): 3.141592653589793100
	RAND(1) => float: 0.7135919932129235
	RAND() => float: 0.25
	LEFT_SHIFT(1, 4) => int: 16
	RIGHT_SHIFT(-1, 28) => int: 15
	LEFT_SHIFT(@t, 1) => tinyint: 144
	BIT_COUNT(7) => bigint: 3
	GET_BIT(4, 2) => bit: 1
	SET_BIT(0, 3) => int: 8
	COMPRESS('a') => Msg 40517: The function COMPRESS is not supported by this server.
	`)
}

func TestSystemFunctions(t *testing.T) {
	runCases(t, `
	ISNUMERIC('12') => int: 1
	ISNUMERIC('1e5') => int: 1
	ISNUMERIC('$') => int: 1
	ISNUMERIC('abc') => int: 0
	ISNUMERIC('') => int: 0
	ISNUMERIC(@d) => int: 1
	NEWID() => uniqueidentifier: 00030201-0000-0000-0000-000000000000
	CHECKSUM(5) => int: 5
	BINARY_CHECKSUM('ABC') => int: 17763
	CHECKSUM('abc') => int: 17763
	HASHBYTES('MD5', 'abc') => varbinary(8000): 0x900150983CD24FB0D6963F7D28E17F72
	HASHBYTES('SHA1', 'abc') => varbinary(8000): 0xA9993E364706816ABA3E25717850C26C9CD0D89D
	HASHBYTES('SHA2_256', N'abc') => varbinary(8000): 0x13E228567E8249FCE53337F25D7970DE3BD68AB2653424C7B8F9FD05E33CAEDF
	SUSER_SNAME() => nvarchar(128): 'CORP\alice'
	SUSER_SNAME(0x01) => nvarchar(128): 'sa'
	SUSER_SID() => varbinary(85): 0x0105
	SYSTEM_USER => nvarchar(128): 'CORP\alice'
	CURRENT_USER => nvarchar(128): 'dbo'
	USER_NAME() => nvarchar(128): 'dbo'
	HOST_NAME() => nvarchar(128): 'WS1'
	APP_NAME() => nvarchar(128): 'test'
	DB_NAME() => nvarchar(128): 'msdb'
	IS_SRVROLEMEMBER('sysadmin') => int: 1
	IS_SRVROLEMEMBER('nosuch') => int: NULL
	IS_MEMBER('db_owner') => int: 1
	SERVERPROPERTY('EngineEdition') => sql_variant: int 2
	SERVERPROPERTY('nosuch') => sql_variant: NULL
	ERROR_NUMBER() => int: 50000
	ERROR_MESSAGE() => nvarchar(4000): 'boom'
	ERROR_LINE() => int: 7
	ERROR_PROCEDURE() => nvarchar(128): NULL
	XACT_STATE() => smallint: 0
	ROWCOUNT_BIG() => bigint: 3
	SCOPE_IDENTITY() => numeric(38,0): NULL
	@@ROWCOUNT => int: 3
	@@TRANCOUNT => int: 1
	@@SERVERNAME => nvarchar(128): 'HQ'
	@@SPID => smallint: 51
	@@MAX_PRECISION => tinyint: 38
	@@MICROSOFTVERSION => int: 268439641
	@@LANGUAGE => nvarchar(128): 'us_english'
	@@DATEFIRST => tinyint: 7
	@@LOCK_TIMEOUT => int: -1
	@@NOSUCH => Msg 137: Must declare the scalar variable "@@NOSUCH".
	@nosuch => Msg 137: Must declare the scalar variable "@nosuch".
	nocolumn => Msg 207: Invalid column name 'nocolumn'.
	SQL_VARIANT_PROPERTY(@v, 'BaseType') => sql_variant: nvarchar(128) 'int'
	SQL_VARIANT_PROPERTY(1.25, 'Precision') => sql_variant: int 3
	SQL_VARIANT_PROPERTY('abc', 'MaxLength') => sql_variant: int 3
	COLLATIONPROPERTY('SQL_Latin1_General_CP1_CI_AS', 'LCID') => sql_variant: int 1033
	COLLATIONPROPERTY('SQL_Latin1_General_CP1_CI_AS', 'ComparisonStyle') => sql_variant: int 196609
	COLLATIONPROPERTY('SQL_Latin1_General_CP1_CI_AS', 'CodePage') => sql_variant: int 1252
	'a' COLLATE nosuch => Msg 448: Invalid collation 'nosuch'.
	1 COLLATE Latin1_General_CI_AS => Msg 447: Expression type int is invalid for COLLATE clause.
	`)
}

func TestJSONFunctions(t *testing.T) {
	runCases(t, `
	JSON_VALUE('{"a":{"b":[1,"x"]}}', '$.a.b[1]') => nvarchar(4000): 'x'
	JSON_VALUE('{"a":1}', '$.b') => nvarchar(4000): NULL
	JSON_VALUE('{"a":1}', 'strict $.b') => Msg 13608: Property cannot be found on the specified JSON path.
	JSON_VALUE('{"a":{}}', '$.a') => nvarchar(4000): NULL
	JSON_VALUE('{"a b":true}', '$."a b"') => nvarchar(4000): 'true'
	JSON_VALUE('{"a":"\u00e9\/"}', '$.a') => nvarchar(4000): 'é/'
	JSON_VALUE('{a:1}', '$.a') => Msg 13609: JSON text is not properly formatted. Unexpected character 'a' is found at position 1.
	JSON_VALUE('{"a":1}', 'a') => Msg 13607: JSON path is not properly formatted. Unexpected character 'a' is found at position 0.
	JSON_QUERY('{"a":[1,2]}', '$.a') => nvarchar(max): '[1,2]'
	JSON_QUERY('{"a":1}', '$.a') => nvarchar(max): NULL
	ISJSON('{"a":[1,{}]}') => int: 1
	ISJSON('{a}') => int: 0
	ISJSON('1') => int: 0
	ISJSON('1', VALUE) => int: 1
	ISJSON('[]', OBJECT) => int: 0
	JSON_PATH_EXISTS('{"a":1}', '$.a') => int: 1
	JSON_PATH_EXISTS('{"a":1}', '$.b') => int: 0
	JSON_MODIFY('{"a":1}', '$.a', 2) => nvarchar(max): '{"a":2}'
	JSON_MODIFY('{"a":1}', '$.b', 'x') => nvarchar(max): '{"a":1,"b":"x"}'
	JSON_MODIFY('{"a":1,"b":2}', '$.a', NULL) => nvarchar(max): '{"b":2}'
	JSON_MODIFY('{"a":1,"b":2}', '$.b', NULL) => nvarchar(max): '{"a":1}'
	JSON_MODIFY('{"a":[1]}', 'append $.a', 2) => nvarchar(max): '{"a":[1,2]}'
	JSON_MODIFY('{}', '$.a', JSON_QUERY('[1]')) => nvarchar(max): '{"a":[1]}'
	JSON_OBJECT('a':1, 'b':'x') => nvarchar(max): '{"a":1,"b":"x"}'
	JSON_ARRAY(1, 'a', NULL) => nvarchar(max): '[1,"a"]'
	`)
}
