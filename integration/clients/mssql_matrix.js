// Does with mssql (npm) what the matrix asks of every client; prints a line for each feature.
'use strict';
const sql = require('mssql');

const [server, port, password] = process.argv.slice(2);
const row = (result) => Object.values(result.recordset[0]).map((v) => (v === null ? 'NULL' : v)).join(' ');

async function main() {
  const pool = await sql.connect({
    server, port: Number(port), user: 'sa', password, database: 'master', pool: { max: 1, min: 1 }, options: { encrypt: true, trustServerCertificate: true },
  });
  console.log('connect', row(await pool.query('SELECT @@SERVERNAME AS a')));
  console.log('query', row(await pool.query("SELECT N'Größe' AS a, 42 AS b, CAST(NULL AS int) AS c")));
  console.log('parameters', row(await pool.query`SELECT ${'Größe'} AS a, ${7} AS b, ${null} AS c`));
  const call = await pool.request().input('n', sql.Int, 21).output('twice', sql.Int).execute('dbo.matrix');
  console.log('procedure', call.output.twice, call.returnValue);
  await pool.query("PRINT 'x'\n\nSELECT * FROM nothing").catch((e) => console.log('error', e.number, e.lineNumber));

  await pool.query('CREATE TABLE dbo.of_mssql (n int)');
  for (const [n, end] of [[1, 'rollback'], [2, 'commit']]) {
    const t = pool.transaction();
    await t.begin();
    await t.request().query(`INSERT dbo.of_mssql VALUES (${n})`);
    await t[end]();
  }
  console.log('transaction', row(await pool.query('SELECT SUM(n) AS n FROM dbo.of_mssql')));

  const wait = pool.request();
  setTimeout(() => wait.cancel(), 300);
  await wait.query("WAITFOR DELAY '00:01:00'").catch((e) => {
    if (e.code !== 'ECANCEL') throw e;
  });
  console.log('cancel', row(await pool.query('SELECT COUNT(*) AS n FROM dbo.of_mssql')));

  await pool.request().batch('CREATE TABLE #t (n int)');
  await pool.close();
  await pool.connect();
  console.log('again', row(await pool.request().batch("SELECT OBJECT_ID(N'tempdb..#t') AS id")));
  await pool.close();
}

main().catch((e) => {
  console.error(e);
  process.exit(1);
});
