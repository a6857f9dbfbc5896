-- Methods of xml.
DECLARE @x xml = N'<r xmlns:p="urn:p"><i id="1">a</i><i id="2">b<b/></i><p:n>5</p:n><e/></r>'
SELECT @x.value('(/r/i)[1]', 'varchar(10)') AS v, @x.value('(/r/i/@id)[2]', 'int') AS id, @x.exist('/r/i[@id="2"]') AS found,
    @x.exist('/r/i[@id=9]') AS missing, @x.query('/r/i[2]') AS q, @x.value('count(/r/i)', 'int') AS n
GO
--> v varchar(10) | id int | found bit | missing bit | q xml | n int
--> a | 2 | 1 | 0 | <i xmlns:p="urn:p" id="2">b<b/></i> | 2
DECLARE @x xml = N'<r><i id="1">a</i><i id="2">b</i></r>'
SELECT t.n.value('@id', 'int') AS id, t.n.value('.', 'varchar(10)') AS v, t.n.query('.') AS q, t.n.value('local-name(.)', 'sysname') AS name,
    t.n.value('../i[1]/@id', 'int') AS first
FROM @x.nodes('/r/i') AS t(n)
GO
--> id int | v varchar(10) | q xml | name sysname | first int
--> 1 | a | <i id="1">a</i> | i | 1
--> 2 | b | <i id="2">b</i> | i | 1
DECLARE @x xml = N'<r><o id="7"><l>1</l><l>2</l></o><o id="8"><l>3</l></o></r>'
SELECT o.n.value('@id', 'int') AS id, l.n.value('text()[1]', 'int') AS line
FROM @x.nodes('/r/o') AS o(n) CROSS APPLY o.n.nodes('l') AS l(n)
GO
--> id int | line int
--> 7 | 1
--> 7 | 2
--> 8 | 3
DECLARE @x xml = N'<r><i id="1">a</i><i id="2">b</i></r>', @id int = 2
SELECT @x.value('(/r/i[@id=sql:variable("@id")]/text())[1]', 'nvarchar(10)') AS v,
    @x.query('for $i in /r/i where $i/@id > 1 return <j k="{$i/@id}">{data($i)}</j>') AS f,
    @x.query('<all>{count(/r/i)}</all>') AS a, @x.query('if (/r/i) then "yes" else "no"') AS y
GO
--> v nvarchar(10) | f xml | a xml | y xml
--> b | <j k="2">b</j> | <all>2</all> | yes
CREATE TABLE #x (id int, doc xml)
INSERT #x VALUES (1, '<a><b>x</b></a>'), (2, '<a/>'), (3, NULL)
SELECT id, doc.value('(/a/b)[1]', 'varchar(5)') AS b, doc.exist('/a/b') AS has FROM #x ORDER BY id
SELECT id, n.value('.', 'varchar(5)') AS v FROM #x CROSS APPLY doc.nodes('/a/b') AS t(n)
UPDATE #x SET doc.modify('insert <c>1</c> into (/a)[1]') WHERE id = 2
SELECT doc FROM #x WHERE id = 2
DROP TABLE #x
GO
--> id int | b varchar(5) | has bit
--> 1 | x | 1
--> 2 | NULL | 0
--> 3 | NULL | NULL
--> id int | v varchar(5)
--> 1 | x
--> doc xml
--> <a><c>1</c></a>
DECLARE @x xml = N'<a><b k="1">x</b><c/></a>'
SET @x.modify('replace value of (/a/b/@k)[1] with 5')
SET @x.modify('replace value of (/a/b/text())[1] with "y"')
SET @x.modify('delete /a/c')
SET @x.modify('insert (<d/>, <e/>) as first into (/a)[1]')
SELECT @x AS x
GO
--> x xml
--> <a><d/><e/><b k="5">y</b></a>
DECLARE @x xml = N'<n:a xmlns:n="urn:n"><n:b>1</n:b></n:a>'
SELECT @x.value('declare namespace z="urn:n"; (/z:a/z:b)[1]', 'int') AS a
;WITH XMLNAMESPACES ('urn:n' AS z) SELECT @x.value('(/z:a/z:b)[1]', 'int') AS b
SELECT @x.value('(/*:a/*:b)[1]', 'int') AS c
GO
--> a int
--> 1
--> b int
--> 1
--> c int
--> 1
WITH XMLNAMESPACES ('urn:n' AS n, DEFAULT 'urn:d') SELECT 1 AS 'n:a' FOR XML PATH('row')
GO
--> XML_F52E2B61-18A1-11d1-B105-00805F49916B nvarchar(max)
--> <row xmlns="urn:d" xmlns:n="urn:n"><n:a>1</n:a></row>
-- What a value becomes.
SELECT CAST('<a></a>' AS xml) AS a, CAST(N'<?xml version="1.0"?><a b=''1''>x<!--c--> &lt; </a>' AS xml) AS b, CAST('<a>  <b/> </a>' AS xml) AS c,
    CONVERT(xml, '<a> <b/></a>', 1) AS d, CAST('<a/><b/>' AS xml) AS e, CAST('text' AS xml) AS f
GO
--> a xml | b xml | c xml | d xml | e xml | f xml
--> <a/> | <a b="1">x<!--c--> &lt; </a> | <a><b/></a> | <a> <b/></a> | <a/><b/> | text
SELECT CAST('<a>' AS xml)
GO
--> xml
--> Msg 9400, Level 16, State 1
--> XML parsing: line 1, character 4, unexpected end of input
SELECT CAST('<a></b>' AS xml)
GO
--> xml
--> Msg 9436, Level 16, State 1
--> XML parsing: line 1, character 7, end tag does not match start tag
SELECT CAST('<a b=1/>' AS xml)
GO
--> xml
--> Msg 9413, Level 16, State 1
--> XML parsing: line 1, character 6, A string literal was expected
DECLARE @x xml = N'<a><b/></a>'
SELECT @x.value('/a/b', 'int')
GO
--> Msg 2389, Level 16, State 1
--> XQuery [value()]: 'value()' requires a singleton (or empty sequence), found operand of type 'xdt:untypedAtomic *'
DECLARE @x xml = N'<a><b/></a>'
SELECT t.n FROM @x.nodes('/a') AS t(n)
GO
--> Msg 493, Level 16, State 1
--> The column 'n' that was returned from the nodes() method cannot be used directly. It can only be used with one of the four XML data type methods, exist(), nodes(), query(), and value(), or in IS NULL and IS NOT NULL checks.
DECLARE @i int = 1
SELECT @i.value('/a', 'int')
GO
--> Msg 258, Level 15, State 1
--> Cannot call methods on int.
DECLARE @x xml = N'<a>x</a>'
SELECT @x.value('(/a)[1]', 'int')
GO
--> int
--> Msg 245, Level 16, State 1
--> Conversion failed when converting the nvarchar value 'x' to data type int.
DECLARE @x xml = N'<a/>'
SELECT @x.query('/a[')
GO
--> Msg 2217, Level 16, State 1
--> XQuery [query()]: Syntax error near ''
