package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	mssql "github.com/microsoft/go-mssqldb"
)

// cell is a value of the driver as text.
func cell(v any, typ string) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case time.Time:
		switch typ {
		case "DATE":
			return v.Format("2006-01-02")
		case "TIME":
			return v.Format("15:04:05.0000000")
		case "DATETIMEOFFSET":
			return v.Format("2006-01-02 15:04:05.0000000 -07:00")
		case "DATETIME2":
			return v.Format("2006-01-02 15:04:05.0000000")
		case "SMALLDATETIME":
			return v.Format("2006-01-02 15:04:05")
		}
		return v.Format("2006-01-02 15:04:05.000")
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		switch typ {
		case "UNIQUEIDENTIFIER":
			var u mssql.UniqueIdentifier
			if err := u.Scan(v); err == nil {
				return u.String()
			}
		case "DECIMAL", "MONEY", "SMALLMONEY":
			return string(v)
		}
		return fmt.Sprintf("0x%X", v)
	}
	return fmt.Sprint(v)
}

// printTable prints rows in columns; with header the first row is underlined.
func printTable(w io.Writer, table [][]string, header, trim bool, sep string) {
	if len(table) == 0 {
		return
	}
	width := make([]int, len(table[0]))
	for _, row := range table {
		for i, s := range row {
			width[i] = max(width[i], utf8.RuneCountInString(s))
		}
	}
	for n, row := range table {
		printRow(w, row, width, trim, sep)
		if n == 0 && header {
			rule := make([]string, len(row))
			for i := range row {
				rule[i] = strings.Repeat("-", max(width[i], 1))
			}
			printRow(w, rule, width, trim, sep)
		}
	}
}

func printRow(w io.Writer, row []string, width []int, trim bool, sep string) {
	var b strings.Builder
	for i, s := range row {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(s)
		if !trim && i < len(row)-1 {
			b.WriteString(strings.Repeat(" ", width[i]-utf8.RuneCountInString(s)))
		}
	}
	fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
}
