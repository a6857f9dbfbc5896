"""Calls procedures with pymssql and prints what comes back: OUTPUT, return codes, an error, a rollback."""
import sys
import uuid

import pymssql

host, port, password = sys.argv[1:4]
conn = pymssql.connect(server=host, port=port, user="sa", password=password, database="msdb")
cursor = conn.cursor()

name, answer = cursor.callproc("dbo.sp_verify_job_date", ("20260105", "@active_start_date")), cursor.returnvalue
print("date", answer)

description = cursor.callproc("dbo.sp_generate_server_description", (pymssql.output(str), 0))
print("description", len(description[0]) > 0, cursor.returnvalue)

cursor.execute("EXEC msdb.dbo.sp_add_job @job_name = %s", ("J",))
conn.commit()
cursor.execute("EXEC msdb.dbo.sp_add_job @job_name = %s", ("K",))
conn.rollback()
cursor.execute("SELECT name, job_id FROM msdb.dbo.sysjobs")
for row in cursor:
    print("job", row[0], isinstance(row[1], uuid.UUID))

try:
    cursor.execute("EXEC msdb.dbo.sp_delete_job @job_name = %s", ("nope",))
except pymssql.DatabaseError as e:
    print("error", e.args[0])
conn.close()
