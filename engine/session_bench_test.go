package engine

import (
	"context"
	"fmt"
	"testing"

	"msxgate/tds"
)

// fits tells whether a value is of the Go type that a T-SQL type has.
func fits(v tds.Value, t tds.Type) bool {
	switch v := v.(type) {
	case bool:
		return t.ID == tds.Bit
	case int64:
		return t.ID.IsInteger()
	case string:
		return t.ID.IsCharacter() && (t.Size <= 0 || len([]rune(v)) <= int(t.Size))
	case []byte:
		return t.ID.IsBinary()
	case tds.GUID:
		return t.ID == tds.UniqueIdentifier
	case tds.Variant:
		return t.ID == tds.SQLVariant
	case tds.Decimal:
		return t.ID == tds.DecimalType || t.ID == tds.NumericType
	}
	return t.ID.IsTime()
}

// discard takes results and forgets them.
type discard struct{ rows int }

func (d *discard) Columns([]tds.Column) error { return nil }
func (d *discard) Row([]tds.Value) error      { d.rows++; return nil }
func (d *discard) Message(*tds.Error) error   { return nil }
func (d *discard) Done(tds.Done) error        { return nil }

// historySession has 100 jobs and 10,000 rows of their history.
func historySession(b *testing.B) *Session {
	s := testSession(b)
	w := &script{s: s}
	out := w.run(`CREATE TABLE dbo.jobs (job_id int NOT NULL PRIMARY KEY, name sysname NOT NULL, category_id int NOT NULL)
		CREATE TABLE dbo.history (instance_id int IDENTITY PRIMARY KEY, job_id int NOT NULL, step_id int NOT NULL, run_status int NOT NULL,
			run_date int NOT NULL, run_duration int NOT NULL, message nvarchar(4000) NULL)
		CREATE INDEX nc1 ON dbo.history (job_id);
		WITH n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 99)
		INSERT dbo.jobs SELECT i, N'job ' + CAST(i AS nvarchar(10)), i % 5 FROM n;
		WITH n AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
		INSERT dbo.history (job_id, step_id, run_status, run_date, run_duration, message)
		SELECT i % 100, i % 4, i % 3, 20240101 + i % 28, i % 1000, N'The step succeeded ' + CAST(i AS nvarchar(10)) FROM n OPTION (MAXRECURSION 0)`)
	if out != "(100)\n(10000)\n" {
		b.Fatal(out)
	}
	return s
}

func BenchmarkQueries(b *testing.B) {
	s := historySession(b)
	for _, q := range []struct{ name, text string }{
		{"point", "SELECT job_id, message FROM dbo.history WHERE instance_id = @id"},
		{"scan", `SELECT instance_id, CASE run_status WHEN 0 THEN N'Failed' WHEN 1 THEN N'Succeeded' ELSE N'Retry' END, CONVERT(nvarchar(20), run_date) FROM dbo.history WHERE run_duration > 10`},
		{"join", "SELECT j.name, COUNT(*), SUM(h.run_duration), MAX(h.run_date) FROM dbo.jobs j JOIN dbo.history h ON h.job_id = j.job_id GROUP BY j.name"},
		{"order", "SELECT instance_id, message FROM dbo.history ORDER BY run_duration DESC, message"},
		{"update", "UPDATE dbo.history SET run_status = run_status + 0 WHERE instance_id = @id"},
		{"index", "SELECT COUNT(*) FROM dbo.history WHERE job_id = @id"},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			w := &discard{}
			for i := 0; b.Loop(); i++ {
				p := []Param{{Name: "@id", Type: tds.TypeInt, Value: int64(i % 100)}}
				if _, err := s.Run(context.Background(), q.text, p, w); err != nil {
					b.Fatal(fmt.Errorf("%s: %w", q.name, err))
				}
			}
		})
	}
}
