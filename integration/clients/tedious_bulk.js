// Loads rows with tedious.
'use strict';
const { Connection, TYPES } = require('tedious');

const [host, port, password] = process.argv.slice(2);
const connection = new Connection({
  server: host,
  options: { port: Number(port), database: 'master', encrypt: false, trustServerCertificate: true, useUTC: true },
  authentication: { type: 'default', options: { userName: 'sa', password } },
});
connection.connect((err) => {
  if (err) throw err;
  const load = connection.newBulkLoad('dbo.loaded', { keepNulls: true }, (err, rows) => {
    if (err) throw err;
    if (rows !== 1000) throw new Error(`${rows} rows`);
    connection.close();
  });
  load.addColumn('id', TYPES.Int, { nullable: false });
  load.addColumn('name', TYPES.NVarChar, { length: 60, nullable: true });
  load.addColumn('note', TYPES.Text, { nullable: true });
  load.addColumn('amount', TYPES.Decimal, { precision: 12, scale: 2, nullable: true });
  load.addColumn('at', TYPES.DateTime, { nullable: true });
  const rows = [];
  for (let i = 0; i < 1000; i++) {
    rows.push([i, `Größe ${i}`, i % 10 === 0 ? null : 'a  note', i + 0.25, new Date('2024-02-29T12:00:00Z')]);
  }
  connection.execBulkLoad(load, rows);
});
