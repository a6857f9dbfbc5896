package agent

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	mssql "github.com/microsoft/go-mssqldb"
)

// resultSets reads the result sets of a batch beside its messages, which say whether what comes next has rows.
type resultSets struct {
	rows   *sql.Rows
	wanted bool // as text
	heads  chan bool
	seen   int
	size   int

	mu    sync.Mutex
	texts []string // of those that were read
}

// next passes on what a message says of the next thing that comes: a result set, which it numbers, or the end of a statement.
func (r *resultSets) next(ctx context.Context, rows bool) int {
	n := r.seen
	if rows {
		r.seen++
	}
	if r.wanted {
		select {
		case r.heads <- rows:
		case <-ctx.Done():
		}
	}
	return n
}

// read reads all there is.
func (r *resultSets) read(ctx context.Context) {
	for r.rows.NextResultSet() {
		for r.wanted {
			select {
			case head := <-r.heads:
				if !head {
					break
				}
				text := r.table()
				r.mu.Lock()
				r.texts = append(r.texts, text)
				r.mu.Unlock()
				if r.rows.Err() != nil {
					return
				}
				continue // the end of its statement
			case <-ctx.Done():
			}
			break
		}
	}
}

// whole tells whether all sets that messages told of have been read, or need not be.
func (r *resultSets) whole() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.wanted || len(r.texts) >= r.seen
}

// text is a result set that was read, empty when it was not.
func (r *resultSets) text(n int) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n < len(r.texts) {
		return r.texts[n]
	}
	return ""
}

// maxRowsText is how much text the result sets of one batch become; what comes later is not kept.
const maxRowsText = 1 << 20

// table reads a result set as a table of text, its columns as wide as what they hold.
func (r *resultSets) table() string {
	types, err := r.rows.ColumnTypes()
	if err != nil {
		return ""
	}
	head, line := make([]string, len(types)), make([]string, len(types))
	width := make([]int, len(types))
	for i, t := range types {
		head[i], width[i] = t.Name(), max(utf8.RuneCountInString(t.Name()), 1)
	}
	cells := [][]string{head, line}
	count := 0
	for ; r.rows.Next(); count++ {
		if r.size > maxRowsText {
			continue
		}
		row := make([]string, len(types))
		raw, dst := make([]any, len(types)), make([]any, len(types))
		for i := range raw {
			dst[i] = &raw[i]
		}
		if err := r.rows.Scan(dst...); err != nil {
			break
		}
		for i, v := range raw {
			row[i] = cellText(v, types[i].DatabaseTypeName())
			width[i] = max(width[i], utf8.RuneCountInString(row[i]))
			r.size += len(row[i]) + 1
		}
		cells = append(cells, row)
	}
	for i := range line {
		line[i] = strings.Repeat("-", min(width[i], 256))
	}
	var b strings.Builder
	for _, row := range cells {
		var l strings.Builder
		for i, c := range row {
			fmt.Fprintf(&l, "%-*s ", min(width[i], 256), c)
		}
		b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
	fmt.Fprintf(&b, "(%d rows affected)", count)
	return b.String()
}

// cellText is a value of a result set as text.
func cellText(v any, typ string) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case time.Time:
		switch typ {
		case "DATE":
			return v.Format(time.DateOnly)
		case "TIME":
			return v.Format("15:04:05.0000000")
		case "DATETIMEOFFSET":
			return v.Format("2006-01-02 15:04:05.0000000 -07:00")
		}
		return v.Format("2006-01-02 15:04:05.000")
	case []byte:
		switch typ {
		case "UNIQUEIDENTIFIER":
			var g mssql.UniqueIdentifier
			if g.Scan(v) == nil {
				return g.String()
			}
		case "DECIMAL", "MONEY", "SMALLMONEY":
			return string(v)
		}
		return fmt.Sprintf("0x%X", v)
	}
	return fmt.Sprint(v)
}
