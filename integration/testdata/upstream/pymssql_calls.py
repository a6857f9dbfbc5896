"""Does with pymssql what upstream_client_test.go wants of every client, and prints what came of it."""
import sys
import time
import uuid

import pymssql

host, port, password = sys.argv[1:4]


def connect(**options):
    return pymssql.connect(server=host, port=port, user="sa", password=password, database="master", **options)


def fault(cursor, text):
    """The error that a batch ends with, as the library below tells it."""
    try:
        cursor.execute(text)
        while cursor.nextset():
            pass
    except pymssql.DatabaseError as e:
        return e.__cause__ or e.__context__


conn = connect(autocommit=True)
cursor = conn.cursor()
cursor.execute("CREATE TABLE #kept (id int, name sysname)")
# db-lib has no call to prepare a statement; this is what other libraries send, as text.
cursor.execute("""DECLARE @h int
EXEC sp_prepare @h OUTPUT, N'@name sysname', N'EXEC msdb.dbo.sp_add_targetservergroup @name'
EXEC sp_execute @h, N'p1'
EXEC sp_execute @h, N'p2'
EXEC sp_execute @h, N'p3'
EXEC sp_unprepare @h""")
cursor.execute("INSERT INTO #kept EXEC msdb.dbo.sp_help_targetservergroup")
cursor.execute("SELECT name FROM #kept ORDER BY id")
print("prepared", *[row[0] for row in cursor])

out = cursor.callproc("msdb.dbo.sp_add_job", ("J", 1, None, 1, None, None, None, 0, 2, 2, 2, None, None, None, 0, pymssql.output(str)))
print("rpc", cursor.returnvalue, str(len(str(out[15])) > 0).lower())
e = fault(cursor, "EXEC msdb.dbo.sp_delete_targetservergroup N'nope'")
print("error", e.number, e.procname.decode() if isinstance(e.procname, bytes) else e.procname, 1)
e = fault(cursor, "EXEC msdb.dbo.sp_add_targetservergroup N'zero'\n\nSELECT 1/0")
print("line", e.number, e.line)

manual = connect()
within = manual.cursor()
for name, end in (("undone", manual.rollback), ("done", manual.commit)):
    within.execute("EXEC msdb.dbo.sp_add_targetservergroup %s", (name,))
    end()
manual.close()

# A time-out is the way in which db-lib cancels; it gives the connection up.
begun = time.time()
hasty = connect(autocommit=True, timeout=1)
e = fault(hasty.cursor(), "EXEC msdb.dbo.sp_add_targetservergroup N'cancelled'; WAITFOR DELAY '00:01:00'")
print("cancelled", str(e is not None and time.time() - begun < 30).lower())
cursor.execute("EXEC msdb.dbo.sp_help_targetservergroup")
print("left", *[row[1] for row in cursor])
conn.close()
