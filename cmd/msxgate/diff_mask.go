package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"msxgate/tds"
)

// diffMask writes the values of one side as text. What a server makes up anew each time has a name instead of its value:
// GUIDs, SIDs and identities that were not there before are {job_id 1}, {schedule_id 1} and so on, times near now {now} and
// dates of today {today}.
type diffMask struct {
	exact  bool
	known  map[string]bool   // GUIDs, SIDs and credentials that were there before
	sids   bool              // the server told its SIDs and credentials
	guids  map[string]string // the names of others
	counts map[string]int
	ids    map[*diffTable]map[int64]string
	clocks []time.Time
}

var diffGUID = regexp.MustCompile(`(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)

// newDiffMask gives names to what one side made. Rows that were touched come first: their order is that of their other
// values, and so it is the same on both sides.
func newDiffMask(exact bool, script []*diffBatch, p *diffPlay) *diffMask {
	m := &diffMask{
		exact: exact, known: map[string]bool{}, guids: map[string]string{}, counts: map[string]int{},
		ids: map[*diffTable]map[int64]string{}, clocks: p.clocks, sids: p.known != nil,
	}
	for _, b := range script {
		m.know(b.source)
	}
	for _, r := range p.before {
		for _, row := range r.rows {
			for _, v := range row {
				switch v := v.(type) {
				case tds.GUID:
					m.known[v.String()] = true
				case string:
					m.know(v)
				}
			}
		}
	}
	maps.Copy(m.known, p.known)
	m.nameIDs(p)
	for _, a := range p.answers {
		a.touched = m.sort(a.touched)
	}
	return m
}

func (m *diffMask) know(text string) {
	for _, g := range diffGUID.FindAllString(text, -1) {
		m.known[strings.ToUpper(g)] = true
	}
}

// nameIDs names the identities of the rows that were inserted, in their order.
func (m *diffMask) nameIDs(p *diffPlay) {
	for _, a := range p.answers {
		for _, t := range a.touched {
			i := slices.IndexFunc(t.columns, func(c tds.Column) bool { return strings.EqualFold(c.Name, t.table.id) })
			if i < 0 || t.old != nil {
				continue
			}
			if id, ok := t.new[i].(int64); ok {
				if m.ids[t.table] == nil {
					m.ids[t.table] = map[int64]string{}
				}
				m.ids[t.table][id] = ""
			}
		}
	}
	for t, ids := range m.ids {
		name, _, _ := strings.Cut(t.ids, " ")
		if name == "id" {
			name = strings.TrimSuffix(strings.TrimPrefix(t.name, "sys"), "s") + "_id"
		}
		for n, id := range slices.Sorted(maps.Keys(ids)) {
			ids[id] = fmt.Sprintf("{%s %d}", name, n+1)
		}
	}
}

// sort puts touched rows in an order that has nothing to do with what is made up, and names that. Tables come one after
// the other, so that a name of the first orders the rows of the next.
func (m *diffMask) sort(touched []*diffTouch) []*diffTouch {
	var all []*diffTouch
	for _, table := range msdbTables {
		var rows []*diffTouch
		for _, t := range touched {
			if t.table == table {
				rows = append(rows, t)
			}
		}
		words := map[*diffTouch]string{}
		for _, t := range rows {
			words[t] = m.sortable(t)
		}
		slices.SortFunc(rows, func(a, b *diffTouch) int { return cmp.Compare(words[a], words[b]) })
		for _, t := range rows {
			for _, row := range [][]tds.Value{t.old, t.new} {
				for i, v := range row {
					if c := &t.columns[i]; isMade(c.Name, v) {
						m.value(table, c.Name, c.Type, v)
					}
				}
			}
		}
		all = append(all, rows...)
	}
	return all
}

// isMade tells whether a value may be one that is made up anew each time and has no table that orders it.
func isMade(column string, v tds.Value) bool {
	_, guid := v.(tds.GUID)
	return guid || isSID(column, v) || strings.EqualFold(column, "credential_id")
}

// isSID tells whether a value is the SID of a login of SQL Server.
func isSID(column string, v tds.Value) bool {
	b, ok := v.([]byte)
	return ok && len(b) == 16 && strings.HasSuffix(strings.ToLower(column), "sid")
}

func (m *diffMask) sortable(t *diffTouch) string {
	var b strings.Builder
	b.WriteString(t.verb())
	for _, row := range [][]tds.Value{t.old, t.new} {
		for i, v := range row {
			c := &t.columns[i]
			s, isText := v.(string)
			b.WriteString("\x00")
			switch {
			case isText:
				b.WriteString(diffGUID.ReplaceAllString(s, ""))
			case !isMade(c.Name, v) || m.isKnown(v):
				b.WriteString(m.value(t.table, c.Name, c.Type, v))
			}
		}
	}
	return b.String()
}

// isKnown tells whether a value that may be made up was there before, or has a name already.
func (m *diffMask) isKnown(v tds.Value) bool {
	key := madeKey(v)
	return m.known[key] || m.guids[key] != ""
}

// madeKey is what a value that is made up is known by.
func madeKey(v tds.Value) string {
	switch v := v.(type) {
	case tds.GUID:
		return v.String()
	case int64:
		return fmt.Sprintf("credential %d", v)
	}
	return fmt.Sprintf("%X", v)
}

// guid is a GUID as it is compared: its name, when it is new.
func (m *diffMask) guid(what, g string) string {
	g = strings.ToUpper(g)
	if m.exact || strings.HasPrefix(g, "00000000-0000-0000-0000-") {
		return g
	}
	return m.made(what, g, g)
}

// made is the name of what was made up, or its value when it was there before.
func (m *diffMask) made(what, key, value string) string {
	if m.known[key] {
		return value
	}
	if m.guids[key] == "" {
		what = strings.ToLower(strings.TrimLeft(what, "@"))
		m.counts[what]++
		m.guids[key] = fmt.Sprintf("{%s %d}", what, m.counts[what])
	}
	return m.guids[key]
}

// text is a text, such as that of a message, as it is compared.
func (m *diffMask) text(s string) string {
	return diffGUID.ReplaceAllStringFunc(s, func(g string) string { return m.guid("guid", g) })
}

// value is a value as it is compared. Of a row of msdb, table is its table.
func (m *diffMask) value(table *diffTable, name string, t tds.Type, v tds.Value) string {
	if m.exact {
		return exactValue(v, t)
	}
	switch v := v.(type) {
	case tds.GUID:
		return m.guid(name, v.String())
	case []byte:
		// binary(16) is how scripts of SSMS declare a job id. A SID is a varbinary.
		if m.sids && isSID(name, v) {
			return m.made(name, madeKey(v), exactValue(v, t))
		}
		if t.ID == tds.Binary && len(v) == len(tds.GUID{}) {
			return m.guid(name, tds.GUID(v).String())
		}
	case string:
		return quoteDiff(m.text(v))
	case int64:
		if strings.EqualFold(strings.TrimLeft(name, "@"), "credential_id") && m.sids && v > 0 {
			return m.made("credential_id", madeKey(v), exactValue(v, t))
		}
		if s := m.id(table, name, v); s != "" {
			return s
		}
		if s := m.moment(name, v); s != "" {
			return s
		}
	case time.Time:
		if t.ID == tds.Date && m.today(v.Format(time.DateOnly), time.DateOnly) {
			return "{today}"
		}
		if t.ID != tds.Time && t.ID != tds.Date && m.near(v.UTC()) {
			return "{now}"
		}
	}
	return exactValue(v, t)
}

// id is the name of a new identity, or nothing.
func (m *diffMask) id(table *diffTable, name string, v int64) string {
	if table != nil && strings.EqualFold(name, table.id) {
		return m.ids[table][v]
	}
	for _, t := range msdbTables {
		if s := m.ids[t][v]; s != "" && t.called(name) {
			return s
		}
	}
	return ""
}

// nowSlack is how far from the run a time may be that counts as now: smalldatetime has minutes only.
const nowSlack = 2 * time.Minute

// near tells whether a time is within the run, by the server's local clock or UTC.
func (m *diffMask) near(v time.Time) bool {
	for i := range 2 {
		if !v.Before(m.clocks[i].Add(-nowSlack)) && !v.After(m.clocks[i+2].Add(nowSlack)) {
			return true
		}
	}
	return false
}

func (m *diffMask) today(s, layout string) bool {
	return slices.ContainsFunc(m.clocks, func(c time.Time) bool { return c.Format(layout) == s })
}

// moment is the name of a date or time as msdb keeps them, yyyymmdd and hhmmss, near now; or nothing.
func (m *diffMask) moment(name string, v int64) string {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, "date") && m.today(strconv.FormatInt(v, 10), "20060102"):
		return "{today}"
	case strings.HasSuffix(name, "time") && v > 0 && v <= 235959:
		for _, c := range m.clocks {
			y, mon, d := c.Date()
			if m.near(time.Date(y, mon, d, int(v/10000), int(v/100%100), int(v%100), 0, c.Location())) {
				return "{now}"
			}
		}
	}
	return ""
}

// exactValue is a value as text, in one line. Texts are in quotes.
func exactValue(v tds.Value, t tds.Type) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case string:
		return quoteDiff(v)
	case []byte:
		return fmt.Sprintf("0x%X", v)
	case time.Time:
		switch t.ID {
		case tds.Date:
			return v.Format(time.DateOnly)
		case tds.Time:
			return v.Format("15:04:05.9999999")
		case tds.DateTimeOffset:
			return v.Format("2006-01-02 15:04:05.9999999 -07:00")
		}
		return v.Format("2006-01-02 15:04:05.9999999")
	case tds.Variant:
		return v.Type.String() + " " + exactValue(v.Value, v.Type)
	}
	return fmt.Sprint(v)
}

// diffBreaks keeps a text in one line.
var diffBreaks = strings.NewReplacer("\r", `\r`, "\n", `\n`, "\x00", `\0`)

func quoteDiff(s string) string {
	return "'" + diffBreaks.Replace(strings.ReplaceAll(s, "'", "''")) + "'"
}
