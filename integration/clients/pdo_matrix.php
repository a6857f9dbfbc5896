<?php
// Does with PDO's dblib what the matrix asks of every client; prints a line for each feature.
[, $host, $port, $password] = $argv;

function connect(): PDO
{
    global $host, $port, $password;
    return new PDO("dblib:host=$host:$port;dbname=master;charset=UTF-8;version=7.4", 'sa', $password, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
}

function one(string $text, array $params = []): string
{
    global $db;
    $s = $db->prepare($text);
    $s->execute($params);
    while ($s->columnCount() == 0 && $s->nextRowset());
    $row = $s->fetch(PDO::FETCH_NUM);
    $s->closeCursor();
    return implode(' ', array_map(fn ($v) => $v ?? 'NULL', $row));
}

$db = connect();
echo 'connect ', one('SELECT @@SERVERNAME'), "\n";
echo 'query ', one("SELECT N'Größe', 42, CAST(NULL AS int)"), "\n";
echo 'parameters ', one('SELECT CAST(? AS nvarchar(20)), ?, ?', ['Größe', 7, null]), "\n";
echo 'procedure ', one('SET NOCOUNT ON DECLARE @t int, @rc int EXEC @rc = dbo.matrix ?, @t OUTPUT SELECT @t, @rc', [21]), "\n";
try {
    $db->exec("PRINT 'x'\n\nSELECT * FROM nothing");
    $db->query('SELECT 1');
} catch (PDOException $e) {
    echo 'error ', $e->errorInfo[1], "\n";
}

$db->exec('CREATE TABLE #t (n int)');
$db->beginTransaction();
$db->exec('INSERT #t VALUES (1)');
$db->rollBack();
$db->beginTransaction();
$db->exec('INSERT #t VALUES (2)');
$db->commit();
echo 'transaction ', one('SELECT SUM(n) FROM #t'), "\n";

$s = $db->query("SELECT 1 AS n; RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'; SELECT 2");
$s->closeCursor();
echo 'cancel ', one('SELECT COUNT(*) FROM #t'), "\n";
$s = $db = null;

$db = connect();
echo 'again ', one("SELECT OBJECT_ID(N'tempdb..#t')"), "\n";
