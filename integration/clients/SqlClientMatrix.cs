// Does with System.Data.SqlClient what the matrix asks of every client; prints a line for each feature.
using System;
using System.Data;
using System.Data.SqlClient;
using System.Linq;

static class Matrix
{
    static SqlConnection db;

    static SqlCommand Command(string text, params object[] values)
    {
        var c = new SqlCommand(text, db);
        for (int i = 0; i < values.Length; i++) c.Parameters.AddWithValue("@p" + i, values[i] ?? DBNull.Value);
        return c;
    }

    static string One(string text, params object[] values)
    {
        using (var r = Command(text, values).ExecuteReader())
        {
            r.Read();
            var row = new object[r.FieldCount];
            r.GetValues(row);
            return string.Join(" ", row.Select(v => v is DBNull ? "NULL" : v.ToString()));
        }
    }

    static void Main(string[] args)
    {
        Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        db = new SqlConnection($"Server={args[0]},{args[1]};User Id=sa;Password={args[2]};Database=master;Encrypt=true;TrustServerCertificate=true;Max Pool Size=1");
        db.Open();
        Console.WriteLine("connect " + One("SELECT @@SERVERNAME"));
        Console.WriteLine("query " + One("SELECT N'Größe', 42, CAST(NULL AS int)"));
        Console.WriteLine("parameters " + One("SELECT @p0, @p1, @p2", "Größe", 7, null));
        var call = Command("dbo.matrix");
        call.CommandType = CommandType.StoredProcedure;
        call.Parameters.AddWithValue("@n", 21);
        var twice = call.Parameters.Add("@twice", SqlDbType.Int);
        twice.Direction = ParameterDirection.Output;
        var status = call.Parameters.Add("@status", SqlDbType.Int);
        status.Direction = ParameterDirection.ReturnValue;
        call.ExecuteNonQuery();
        Console.WriteLine("procedure " + twice.Value + " " + status.Value);
        try { Command("PRINT 'x'\n\nSELECT * FROM nothing").ExecuteNonQuery(); }
        catch (SqlException e) { Console.WriteLine("error " + e.Number + " " + e.LineNumber); }

        Command("CREATE TABLE #t (n int)").ExecuteNonQuery();
        foreach (var n in new[] { 1, 2 })
        {
            var t = db.BeginTransaction();
            var c = Command("INSERT #t VALUES (" + n + ")");
            c.Transaction = t;
            c.ExecuteNonQuery();
            if (n == 1) t.Rollback(); else t.Commit();
        }
        Console.WriteLine("transaction " + One("SELECT SUM(n) FROM #t"));

        // Cancel while a read waits, and CommandTimeout, are more than Mono's sockets can do.
        var wait = Command("SELECT 1 AS n; RAISERROR (N'begun', 0, 1) WITH NOWAIT; WAITFOR DELAY '00:01:00'; SELECT 2");
        using (var r = wait.ExecuteReader())
        {
            r.Read();
            wait.Cancel();
        }
        Console.WriteLine("cancel " + One("SELECT COUNT(*) FROM #t"));

        db.Close(); // into the pool
        db.Open();
        Console.WriteLine("again " + One("SELECT OBJECT_ID(N'tempdb..#t')"));
        db.Close();
    }
}
