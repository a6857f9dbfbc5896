// Does with tedious what upstream_client_test.go wants of every client, and prints what came of it.
'use strict';
const { Connection, Request, TYPES } = require('../../clients/node_modules/tedious');

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
    request.on('row', (columns) => answer.rows.push(columns.map((c) => c.value)));
    request.on('returnValue', (name, value) => (answer.out[name] = value));
    request.on('doneProc', (count, more, status) => (answer.status = status));
    build(request);
    connection[method](request);
  });
const transaction = (method) => new Promise((resolve, reject) => connection[method]((err) => (err ? reject(err) : resolve())));

// prepared prepares a statement and executes it once for each name.
const prepared = (text, names) =>
  new Promise((resolve, reject) => {
    const left = [...names];
    const next = () => {
      const name = left.shift();
      if (name === undefined) return resolve();
      connection.execute(request, { name });
    };
    const request = new Request(text, (err) => (err ? reject(err) : next()));
    request.addParameter('name', TYPES.NVarChar);
    request.on('prepared', next);
    connection.prepare(request);
  });

async function main() {
  await run('execSqlBatch', 'CREATE TABLE #kept (id int, name sysname)');
  await prepared('EXEC msdb.dbo.sp_add_targetservergroup @name', ['p1', 'p2', 'p3']);
  await run('execSqlBatch', 'INSERT INTO #kept EXEC msdb.dbo.sp_help_targetservergroup');
  const kept = await run('execSqlBatch', 'SELECT name FROM #kept ORDER BY id');
  console.log('prepared', kept.rows.flat().join(' '));

  const add = await run('callProcedure', 'msdb.dbo.sp_add_job', (r) => {
    r.addParameter('job_name', TYPES.NVarChar, 'J');
    r.addOutputParameter('job_id', TYPES.UniqueIdentifier);
  });
  console.log('rpc', add.status, /^[0-9A-F-]{36}$/.test(add.out.job_id));
  const nope = await run('callProcedure', 'msdb.dbo.sp_delete_targetservergroup', (r) => r.addParameter('name', TYPES.NVarChar, 'nope'));
  console.log('error', nope.error.number, nope.error.procName, nope.status);
  const zero = await run('execSqlBatch', "EXEC msdb.dbo.sp_add_targetservergroup N'zero'\n\nSELECT 1/0");
  console.log('line', zero.error.number, zero.error.lineNumber);

  for (const [name, end] of [['undone', 'rollbackTransaction'], ['done', 'commitTransaction']]) {
    await transaction('beginTransaction');
    await run('execSql', 'EXEC msdb.dbo.sp_add_targetservergroup @name', (r) => r.addParameter('name', TYPES.NVarChar, name));
    await transaction(end);
  }

  const begun = Date.now();
  const cancelled = await run('execSqlBatch', "EXEC msdb.dbo.sp_add_targetservergroup N'cancelled'; WAITFOR DELAY '00:01:00'", () =>
    setTimeout(() => connection.cancel(), 300));
  console.log('cancelled', cancelled.error.code === 'ECANCEL' && Date.now() - begun < 30000);
  const rest = await run('execSqlBatch', 'EXEC msdb.dbo.sp_help_targetservergroup');
  console.log('left', rest.rows.map((r) => r[1]).join(' '));
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
