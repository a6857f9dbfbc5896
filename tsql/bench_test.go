package tsql

import (
	"os"
	"strings"
	"testing"
)

// jobScript is the batch of an SSMS job script, some 2 KB.
func jobScript(tb testing.TB) string {
	src, err := os.ReadFile("testdata/ssms_job.sql")
	if err != nil {
		tb.Fatal(err)
	}
	return SplitBatches(string(src))[1].Text
}

func BenchmarkParseJobScript(b *testing.B) {
	src := jobScript(b)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCalls(b *testing.B) {
	src := jobScript(b)
	names := make([]Name, 0, 16)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		names, _ = AppendCalls(names[:0], src)
	}
}

func BenchmarkPrintJobScript(b *testing.B) {
	prog, err := Parse(jobScript(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = prog.String()
	}
}

func BenchmarkSplitBatches(b *testing.B) {
	src := jobScript(b)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		SplitBatches(src)
	}
}

func BenchmarkCallsWithout(b *testing.B) {
	src := strings.Repeat("SELECT name, text FROM dbo.sysjobs WHERE enabled = 1 AND category_id IN (1, 2, 3) ORDER BY name\n", 11)[:1024]
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		AppendCalls(nil, src)
	}
}
