"""Does with pymssql what the matrix asks of every client; prints a line for each feature."""
import sys

import pymssql
from pymssql._mssql import MSSQLDatabaseException

host, port, password = sys.argv[1:4]


def show(feature, row):
    print(feature, *("NULL" if v is None else v for v in row))


def connect(autocommit=True):
    return pymssql.connect(server=host, port=port, user="sa", password=password, database="master", autocommit=autocommit)


def one(cursor, text, params=None):
    cursor.execute(text, params)
    return cursor.fetchone()


conn = connect()
cursor = conn.cursor()
show("connect", one(cursor, "SELECT @@SERVERNAME"))
show("query", one(cursor, "SELECT N'Größe', 42, CAST(NULL AS int)"))
show("parameters", one(cursor, "SELECT %s, %d, %s", ("Größe", 7, None)))
out = cursor.callproc("dbo.matrix", (21, pymssql.output(int)))
print("procedure", out[1], cursor.returnvalue)
try:
    conn._conn.execute_non_query("PRINT 'x'\n\nSELECT * FROM nothing")
except MSSQLDatabaseException as e:
    print("error", e.number, e.line)

cursor.execute("CREATE TABLE #t (n int)")
conn.autocommit(False)
cursor.execute("INSERT #t VALUES (1)")
conn.rollback()
cursor.execute("INSERT #t VALUES (2)")
conn.commit()
conn.autocommit(True)
show("transaction", one(cursor, "SELECT SUM(n) FROM #t"))

conn._conn.execute_query("SELECT 1 AS n; RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'; SELECT 2")
conn._conn.cancel()
show("cancel", one(cursor, "SELECT COUNT(*) FROM #t"))
conn.close()

conn = connect()
show("again", one(conn.cursor(), "SELECT OBJECT_ID(N'tempdb..#t')"))
conn.close()
