// Calls procedures with tedious and prints what comes back: OUTPUT, return codes, an error, a rollback, a cancellation.
'use strict';
const { Connection, Request, TYPES } = require('tedious');

const [host, port, password] = process.argv.slice(2);
const connection = new Connection({
  server: host,
  authentication: { type: 'default', options: { userName: 'sa', password } },
  options: { port: Number(port), database: 'msdb', encrypt: true, trustServerCertificate: true },
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

async function main() {
  const add = await run('callProcedure', 'msdb.dbo.sp_add_job', (r) => {
    r.addParameter('job_name', TYPES.NVarChar, 'J');
    r.addOutputParameter('job_id', TYPES.UniqueIdentifier);
  });
  console.log('add', add.status, /^[0-9A-F-]{36}$/.test(add.out.job_id));

  const error = await run('callProcedure', 'msdb.dbo.sp_delete_job', (r) => r.addParameter('job_name', TYPES.NVarChar, 'nope'));
  console.log('error', error.error.number, error.error.procName, error.status);

  await transaction('beginTransaction');
  await run('execSql', 'EXEC msdb.dbo.sp_add_job @job_name = @name', (r) => r.addParameter('name', TYPES.NVarChar, 'K'));
  await transaction('rollbackTransaction');
  await transaction('beginTransaction');
  await run('execSql', 'EXEC msdb.dbo.sp_add_job @job_name = @name', (r) => r.addParameter('name', TYPES.NVarChar, 'L'));
  await transaction('commitTransaction');

  const cancelled = await run('execSqlBatch', "WAITFOR DELAY '00:01:00'", () => setTimeout(() => connection.cancel(), 100));
  console.log('cancelled', cancelled.error.code);

  const jobs = await run('execSql', 'SELECT name FROM msdb.dbo.sysjobs ORDER BY name');
  console.log('jobs', jobs.rows.flat().join(' '));
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
