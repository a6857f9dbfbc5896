// Does with tedious what the matrix asks of every client; prints a line for each feature.
'use strict';
const { Connection, Request, TYPES } = require('tedious');

const [host, port, password] = process.argv.slice(2);
const connection = new Connection({
  server: host,
  authentication: { type: 'default', options: { userName: 'sa', password } },
  options: { port: Number(port), database: 'master', encrypt: true, trustServerCertificate: true },
});

const run = (method, text, build = () => {}) =>
  new Promise((resolve) => {
    const answer = { rows: [], out: {} };
    const request = new Request(text, (err) => resolve({ ...answer, error: err }));
    request.on('row', (columns) => answer.rows.push(columns.map((c) => (c.value === null ? 'NULL' : c.value))));
    request.on('returnValue', (name, value) => (answer.out[name] = value));
    request.on('doneProc', (count, more, status) => (answer.status = status));
    build(request);
    connection[method](request);
  });
const step = (method, ...args) => new Promise((resolve, reject) => connection[method]((err) => (err ? reject(err) : resolve()), ...args));
const one = async (text, build) => (await run(build ? 'execSql' : 'execSqlBatch', text, build)).rows[0].join(' ');

async function main() {
  console.log('connect', await one('SELECT @@SERVERNAME'));
  console.log('query', await one("SELECT N'Größe', 42, CAST(NULL AS int)"));
  console.log(
    'parameters',
    await one('SELECT @a, @b, @c', (r) => {
      r.addParameter('a', TYPES.NVarChar, 'Größe');
      r.addParameter('b', TYPES.Int, 7);
      r.addParameter('c', TYPES.Int, null);
    }),
  );
  const call = await run('callProcedure', 'dbo.matrix', (r) => {
    r.addParameter('n', TYPES.Int, 21);
    r.addOutputParameter('twice', TYPES.Int);
  });
  console.log('procedure', call.out.twice, call.status);
  const { error } = await run('execSqlBatch', "PRINT 'x'\n\nSELECT * FROM nothing");
  console.log('error', error.number, error.lineNumber);

  await run('execSqlBatch', 'CREATE TABLE #t (n int)');
  for (const [n, end] of [[1, 'rollbackTransaction'], [2, 'commitTransaction']]) {
    await step('beginTransaction');
    await run('execSqlBatch', `INSERT #t VALUES (${n})`);
    await step(end);
  }
  console.log('transaction', await one('SELECT SUM(n) FROM #t'));

  const cancelled = await run('execSqlBatch', "WAITFOR DELAY '00:01:00'", () => setTimeout(() => connection.cancel(), 300));
  if (cancelled.error.code === 'ECANCEL') console.log('cancel', await one('SELECT COUNT(*) FROM #t'));

  await step('reset');
  console.log('again', await one("SELECT OBJECT_ID(N'tempdb..#t')"));
  connection.close();
}

connection.on('connect', (err) => {
  if (err) throw err;
  main().catch((e) => {
    console.error(e);
    process.exit(1);
  });
});
connection.connect();
