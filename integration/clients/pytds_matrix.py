"""Does with pytds what the matrix asks of every client; prints a line for each feature."""
import sys

import pytds

host, port, password = sys.argv[1:4]


def show(feature, row):
    print(feature, *("NULL" if v is None else v for v in row))


def connect():
    return pytds.connect(dsn=host, port=int(port), user="sa", password=password, database="master", autocommit=True)


def one(text, params=()):
    cursor.execute(text, params)
    return cursor.fetchone()


conn = connect()
cursor = conn.cursor()
show("connect", one("SELECT @@SERVERNAME"))
show("query", one("SELECT N'Größe', 42, CAST(NULL AS int)"))
show("parameters", one("SELECT %s, %s, %s", ("Größe", 7, None)))
out = cursor.callproc("dbo.matrix", (21, pytds.output(param_type="int")))
while cursor.nextset():
    pass
print("procedure", out[1] if isinstance(out[1], int) else cursor.get_proc_outputs()[1], cursor.get_proc_return_status())
try:
    cursor.execute("PRINT 'x'\n\nSELECT * FROM nothing")
except pytds.Error as e:
    print("error", e.number, e.line)

cursor.execute("CREATE TABLE #t (n int)")
conn.autocommit = False
cursor.execute("INSERT #t VALUES (1)")
conn.rollback()
cursor.execute("INSERT #t VALUES (2)")
conn.commit()
conn.autocommit = True
show("transaction", one("SELECT SUM(n) FROM #t"))

cursor.execute("SELECT 1 AS n; RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'; SELECT 2")
cursor.cancel()
show("cancel", one("SELECT COUNT(*) FROM #t"))
conn.close()

conn = connect()
cursor = conn.cursor()
show("again", one("SELECT OBJECT_ID(N'tempdb..#t')"))
conn.close()
