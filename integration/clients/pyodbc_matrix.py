"""Does with pyodbc what the matrix asks of every client; prints a line for each feature."""
import sys

import pyodbc

host, port, password = sys.argv[1:4]
source = f"DRIVER=FreeTDS;SERVER={host};PORT={port};UID=sa;PWD={password};DATABASE=master;TDS_Version=7.4;ClientCharset=UTF-8"


def show(feature, row):
    print(feature, *("NULL" if v is None else v for v in row))


def connect():
    return pyodbc.connect(source, autocommit=True)


def one(text, *params):
    return conn.execute(text, *params).fetchone()


conn = connect()
show("connect", one("SELECT @@SERVERNAME"))
show("query", one("SELECT N'Größe', 42, CAST(NULL AS int)"))
show("parameters", one("SELECT ?, ?, ?", "Größe", 7, None))
print("procedure", *one("SET NOCOUNT ON DECLARE @t int, @rc int EXEC @rc = dbo.matrix ?, @t OUTPUT SELECT @t, @rc", 21))
try:
    conn.execute("PRINT 'x'\n\nSELECT * FROM nothing")
except pyodbc.Error as e:
    print("error", "208" if "(208)" in e.args[1] else e.args[1])

conn.execute("CREATE TABLE #t (n int)")
conn.autocommit = False
conn.execute("INSERT #t VALUES (1)")
conn.rollback()
conn.execute("INSERT #t VALUES (2)")
conn.commit()
conn.autocommit = True
show("transaction", one("SELECT SUM(n) FROM #t"))

conn.timeout = 1
try:
    conn.execute("WAITFOR DELAY '00:01:00'")
except pyodbc.Error:
    show("cancel", one("SELECT COUNT(*) FROM #t"))
conn.close()

conn = connect()
show("again", one("SELECT OBJECT_ID(N'tempdb..#t')"))
conn.close()
