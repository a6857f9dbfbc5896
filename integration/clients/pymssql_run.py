"""Runs the T-SQL script on standard input, batch by batch, with pymssql."""
import sys

import pymssql

host, port, password = sys.argv[1:4]
conn = pymssql.connect(server=host, port=port, user="sa", password=password, database="msdb", autocommit=True)
cursor = conn.cursor()
for batch in sys.stdin.read().split("\nGO\n"):
    if batch.strip():
        cursor.execute(batch)
        while cursor.nextset():
            pass
conn.close()
