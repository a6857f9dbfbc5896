package eval

import (
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
)

// What the server says of itself: SQL Server 2022, Standard Edition. @@VERSION, SERVERPROPERTY and
// LOGINACK agree by taking it from here.
const (
	ProductVersion     = "16.0.4185.3"
	ProductMajor       = 16
	ProductMinor       = 0
	ProductBuild       = 4185
	ProductLevel       = "RTM"
	ProductUpdateLevel = "CU18"
	ProductUpdateKB    = "KB5050771"
	Edition            = "Standard Edition (64-bit)"
	EngineEdition      = 2
	ServiceName        = "MSSQLSERVER"
	// MicrosoftVersion is @@MICROSOFTVERSION: major, minor and build in one int.
	MicrosoftVersion = ProductMajor<<24 | ProductMinor<<16 | ProductBuild
	// Version is @@VERSION.
	Version = "Microsoft SQL Server 2022 (" + ProductLevel + "-" + ProductUpdateLevel + ") (" + ProductUpdateKB + ") - " + ProductVersion +
		" (X64) \n\tMar  3 2025 12:00:00 \n\tCopyright (C) 2022 Microsoft Corporation\n\t" + Edition + " on Windows (msxgate) <X64>"
)

// globals are the @@ values.
var globals = map[string]struct {
	typ tds.Type
	fn  Fn
}{
	"@@ERROR":     varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.Error) }),
	"@@ROWCOUNT":  varsInt(tds.TypeInt, func(v *Vars) int64 { return v.RowCount }),
	"@@TRANCOUNT": varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.TranCount) }),
	"@@NESTLEVEL": varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.NestLevel) }),
	"@@FETCH_STATUS": varsInt(tds.TypeInt, func(v *Vars) int64 {
		return int64(v.FetchStatus)
	}),
	"@@CURSOR_ROWS":      varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.CursorRows) }),
	"@@PROCID":           varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.ProcID) }),
	"@@OPTIONS":          varsInt(tds.TypeInt, func(v *Vars) int64 { return int64(v.Options) }),
	"@@IDENTITY":         varsValue(numericType(38, 0), func(v *Vars) tds.Value { return v.Identity }),
	"@@VERSION":          fixedGlobal(Version, tds.TypeNVarChar(300)),
	"@@MICROSOFTVERSION": fixedGlobal(int64(MicrosoftVersion), tds.TypeInt),
	"@@MAX_PRECISION":    fixedGlobal(int64(maxDigits), tds.TypeTinyInt),
	"@@MAX_CONNECTIONS":  fixedGlobal(int64(32767), tds.TypeInt),
	"@@SERVICENAME":      fixedGlobal(ServiceName, tds.TypeNVarChar(128)),
	"@@REMSERVER":        fixedGlobal(nil, tds.TypeNVarChar(128)),
	"@@LANGID":           settingGlobal("LANGID", tds.TypeSmallInt, int64(0)),
	"@@TIMETICKS":        fixedGlobal(int64(31250), tds.TypeInt),
	"@@DBTS":             settingGlobal("DBTS", tds.TypeVarBinary(8), make([]byte, 8)),
	"@@LANGUAGE":         settingGlobal("LANGUAGE", tds.TypeNVarChar(128), "us_english"),
	"@@DATEFIRST":        settingGlobal("DATEFIRST", tds.TypeTinyInt, int64(7)),
	"@@LOCK_TIMEOUT":     settingGlobal("LOCK_TIMEOUT", tds.TypeInt, int64(-1)),
	"@@TEXTSIZE":         settingGlobal("TEXTSIZE", tds.TypeInt, int64(2147483647)),
	"@@SERVERNAME":       sessionGlobal(tds.TypeNVarChar(128), func(s Session) tds.Value { return s.ServerName() }),
	"@@SPID":             sessionGlobal(tds.TypeSmallInt, func(s Session) tds.Value { return int64(s.SPID()) }),
	"@@CONNECTIONS":      settingGlobal("CONNECTIONS", tds.TypeInt, int64(1)),
	"@@CPU_BUSY":         settingGlobal("CPU_BUSY", tds.TypeInt, int64(0)),
	"@@IDLE":             settingGlobal("IDLE", tds.TypeInt, int64(0)),
	"@@IO_BUSY":          settingGlobal("IO_BUSY", tds.TypeInt, int64(0)),
	"@@PACK_RECEIVED":    settingGlobal("PACK_RECEIVED", tds.TypeInt, int64(0)),
	"@@PACK_SENT":        settingGlobal("PACK_SENT", tds.TypeInt, int64(0)),
	"@@PACKET_ERRORS":    settingGlobal("PACKET_ERRORS", tds.TypeInt, int64(0)),
	"@@TOTAL_ERRORS":     settingGlobal("TOTAL_ERRORS", tds.TypeInt, int64(0)),
	"@@TOTAL_READ":       settingGlobal("TOTAL_READ", tds.TypeInt, int64(0)),
	"@@TOTAL_WRITE":      settingGlobal("TOTAL_WRITE", tds.TypeInt, int64(0)),
}

type global = struct {
	typ tds.Type
	fn  Fn
}

func varsInt(t tds.Type, get func(v *Vars) int64) global {
	return global{t, func(f *Frame) (tds.Value, error) {
		if f.Vars == nil {
			return int64(0), nil
		}
		return get(f.Vars), nil
	}}
}

func varsValue(t tds.Type, get func(v *Vars) tds.Value) global {
	return global{t, func(f *Frame) (tds.Value, error) {
		if f.Vars == nil {
			return nil, nil
		}
		return get(f.Vars), nil
	}}
}

func fixedGlobal(v tds.Value, t tds.Type) global {
	return global{t, func(*Frame) (tds.Value, error) { return v, nil }}
}

// settingGlobal asks the session; other is the answer of one that does not know.
func settingGlobal(name string, t tds.Type, other tds.Value) global {
	return global{t, func(f *Frame) (tds.Value, error) {
		if f.Sess != nil {
			if v := f.Sess.Setting(name); v != nil {
				return v, nil
			}
		}
		return other, nil
	}}
}

func sessionGlobal(t tds.Type, get func(s Session) tds.Value) global {
	return global{t, func(f *Frame) (tds.Value, error) {
		if f.Sess == nil {
			return nil, nil
		}
		return get(f.Sess), nil
	}}
}

func (c *compiler) global(e *tsql.GlobalVariable) (node, error) {
	g, ok := globals[strings.ToUpper(e.Name)]
	if !ok {
		return node{}, stated(tds.Errorf(137, 15, "Must declare the scalar variable \"%s\".", e.Name), 2)
	}
	return node{typ: g.typ, fn: g.fn}, nil
}
