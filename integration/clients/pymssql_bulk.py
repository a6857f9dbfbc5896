"""Loads rows with pymssql, which sends the bytes of its strings as they are: the Unicode column follows by UPDATE."""
import datetime
import sys

import pymssql

host, port, password = sys.argv[1:]
conn = pymssql.connect(server=host, port=port, user="sa", password=password, database="master")
when = datetime.datetime(2024, 2, 29, 12)
conn.bulk_copy("dbo.loaded", [(i, None if i % 10 == 0 else "a  note", "%d.25" % i, when) for i in range(1000)], column_ids=[1, 3, 4, 5])
conn.cursor().execute("UPDATE dbo.loaded SET name = N'Größe ' + CAST(id AS nvarchar(9))")
conn.commit()
