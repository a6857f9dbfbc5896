// Runs the T-SQL script on standard input, batch by batch, with tedious.
'use strict';
const { readFileSync } = require('fs');
const { Connection, Request } = require('tedious');

const [host, port, password] = process.argv.slice(2);
const batches = readFileSync(0, 'utf8').split('\nGO\n').filter((b) => b.trim());
const connection = new Connection({
  server: host,
  authentication: { type: 'default', options: { userName: 'sa', password } },
  options: { port: Number(port), database: 'msdb', encrypt: true, trustServerCertificate: true },
});

function fail(err) {
  console.error(err);
  process.exit(1);
}

function next() {
  const batch = batches.shift();
  if (batch === undefined) {
    connection.close();
    return;
  }
  connection.execSqlBatch(new Request(batch, (err) => (err ? fail(err) : next())));
}

connection.on('connect', (err) => (err ? fail(err) : next()));
connection.connect();
