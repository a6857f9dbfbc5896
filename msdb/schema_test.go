package msdb

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The schema has every column of msdb, in order, with its type, nullability and default.
func TestSchemaColumns(t *testing.T) {
	want := map[string][]string{}
	facts, err := os.ReadFile("testdata/columns.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(facts)) {
		table, column, _ := strings.Cut(strings.TrimSpace(line), " ")
		if table != "#" {
			want[table] = append(want[table], column)
		}
	}
	got := tableColumns()
	for view, columns := range viewColumns() {
		got[view] = columns
	}
	for table, columns := range want {
		if !slices.Equal(got[table], columns) {
			t.Errorf("%s\n has  %q\n want %q", table, got[table], columns)
		}
	}
	for table := range got {
		if want[table] == nil {
			t.Errorf("msdb of SQL Server has no %s", table)
		}
	}
}

var createTable = regexp.MustCompile(`(?s)CREATE TABLE dbo\.(\w+) \((.*?)\n\)`)

// tableColumns reads the columns out of the text of the schema.
func tableColumns() map[string][]string {
	tables := map[string][]string{}
	for _, m := range createTable.FindAllStringSubmatch(Schema(), -1) {
		for line := range strings.Lines(m[2]) {
			line = strings.Trim(line, " ,\n")
			if line == "" || strings.HasPrefix(line, "CONSTRAINT") {
				continue
			}
			line = strings.ReplaceAll(line, " IDENTITY(1,1)", "_identity")
			line = strings.ReplaceAll(line, "NOT NULL", "not_null")
			line = strings.ReplaceAll(strings.ReplaceAll(line, " NULL", " null"), "DEFAULT null", "DEFAULT NULL")
			line = strings.Replace(line, " DEFAULT ", " ", 1)
			tables[m[1]] = append(tables[m[1]], strings.Join(strings.Fields(line), " "))
		}
	}
	return tables
}

var createView = regexp.MustCompile(`(?s)CREATE VIEW dbo\.(\w+) AS\nSELECT (.*?)\nFROM`)

// viewColumns reads the names that a view's first SELECT gives its columns.
func viewColumns() map[string][]string {
	views := map[string][]string{}
	for _, m := range createView.FindAllStringSubmatch(Schema(), -1) {
		list, _, _ := strings.Cut(m[2], "\nUNION")
		for item := range strings.SplitSeq(list, ",") {
			words := strings.Fields(item)
			if len(words) == 0 {
				continue
			}
			name := words[len(words)-1]
			if _, after, ok := strings.Cut(name, "."); ok {
				name = after
			}
			if name != "SERVERPROPERTY(N'ServerName')))" && name != "UPPER(CONVERT(sysname" {
				views[m[1]] = append(views[m[1]], name)
			}
		}
	}
	return views
}

// What ends a batch stands alone on its line, and no batch is empty.
func TestSchemaBatches(t *testing.T) {
	batches := strings.Split(Schema(), "\nGO\n")
	for _, b := range batches[:len(batches)-1] {
		if strings.TrimSpace(b) == "" {
			t.Error("a batch is empty")
		}
	}
	if last := batches[len(batches)-1]; strings.TrimSpace(last) != "" {
		t.Errorf("after the last GO stands %q", last)
	}
}
