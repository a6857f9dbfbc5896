// Loads rows with SqlBulkCopy.
using System;
using System.Data;
using System.Data.SqlClient;

static class Bulk
{
    static void Main(string[] args)
    {
        var rows = new DataTable();
        rows.Columns.Add("id", typeof(int));
        rows.Columns.Add("name", typeof(string));
        rows.Columns.Add("note", typeof(string));
        rows.Columns.Add("amount", typeof(decimal));
        rows.Columns.Add("at", typeof(DateTime));
        for (int i = 0; i < 1000; i++)
            rows.Rows.Add(i, "Größe " + i, i % 10 == 0 ? null : "a  note", i + 0.25m, new DateTime(2024, 2, 29, 12, 0, 0));
        using (var db = new SqlConnection($"Server={args[0]},{args[1]};User Id=sa;Password={args[2]};Database=master;Encrypt=true;TrustServerCertificate=true"))
        {
            db.Open();
            using (var bulk = new SqlBulkCopy(db) { DestinationTableName = "dbo.loaded", BatchSize = 300 })
                bulk.WriteToServer(rows);
        }
    }
}
