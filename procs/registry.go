package procs

import (
	"context"
	"database/sql"
	"encoding/hex"
	"strconv"
	"strings"

	"msxgate/msdb"
	"msxgate/tds"
)

var registryProcs = []*Proc{
	define("xp_instance_regread", regRead, inMaster, extended),
	define("xp_instance_regwrite", regWrite, inMaster, extended),
	define("xp_instance_regdeletevalue", regDeleteValue, inMaster, extended),
	define("xp_regread", regRead, inMaster, extended),
	define("xp_regwrite", regWrite, inMaster, extended),
	define("xp_regdeletevalue", regDeleteValue, inMaster, extended),
}

type regReadParams struct {
	Hive     sql.Null[string] `tsql:"@rootkey nvarchar(128)"`
	Key      sql.Null[string] `tsql:"@key nvarchar(1000)"`
	Name     sql.Null[string] `tsql:"@value_name nvarchar(256) = NULL"`
	Value    sql.Null[string] `tsql:"@param nvarchar(4000) = NULL OUTPUT"`
	NoOutput sql.Null[string] `tsql:"@no_output nvarchar(64) = NULL"`
}

type regTextRow struct {
	Value string `col:"Value nvarchar(256)"`
	Data  string `col:"Data nvarchar(4000) null"`
}

type regNumberRow struct {
	Value string `col:"Value nvarchar(256)"`
	Data  int64  `col:"Data int null"`
}

// regRead reads a value of the registry into the output parameter, or answers with it where there is none. A text that
// is empty reads as NULL.
func regRead(ctx context.Context, c *Call, p *regReadParams) error {
	v, err := c.registryValue(ctx, registryKey(p.Hive.V, p.Key.V), p.Name.V)
	if err != nil {
		return err
	}
	p.Value = sql.Null[string]{}
	if v == nil {
		if p.NoOutput.Valid {
			return nil
		}
		return c.Info(tds.Errorf(22001, 1, "RegQueryValueEx() returned error 2, 'The system cannot find the file specified.'"))
	}
	if v.Value.V != "" {
		p.Value = v.Value
	}
	if p.NoOutput.Valid || c.given(3) {
		return nil
	}
	if n, err := strconv.ParseInt(v.Value.V, 10, 64); err == nil && v.Type == "REG_DWORD" {
		return send(c, []regNumberRow{{p.Name.V, n}})
	}
	return send(c, []regTextRow{{p.Name.V, v.Value.V}})
}

// given tells whether the caller wrote an argument for parameter i. Where that is not known it is assumed.
func (c *Call) given(i int) bool { return i >= len(c.Given) || c.Given[i] }

// registryKey is the path under which a key is stored. The keys of an instance are those of the server, with or without the
// name of the instance in them, and the hive may be abbreviated.
func registryKey(hive, key string) string {
	if same(hive, "HKLM") {
		hive = "HKEY_LOCAL_MACHINE"
	}
	key = strings.Trim(key, `\`)
	const named = `SOFTWARE\Microsoft\Microsoft SQL Server\`
	if len(key) > len(named) && strings.EqualFold(key[:len(named)], named) {
		if instance, rest, ok := strings.Cut(key[len(named):], `\`); ok && strings.HasPrefix(upper(instance), "MSSQL") {
			key = `SOFTWARE\Microsoft\MSSQLServer\` + rest
		}
	}
	return hive + `\` + key
}

const timeZoneKey = `HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\TimeZoneInformation`

// registryValue reads a stored value, or one that the operating system knows.
func (c *Call) registryValue(ctx context.Context, key, name string) (*msdb.RegistryValue, error) {
	if same(key, timeZoneKey) && same(name, "Bias") {
		return &msdb.RegistryValue{Key: key, Name: name, Type: "REG_DWORD", Value: some(strconv.FormatInt(-timeZone(c.Now()), 10))}, nil
	}
	return msdb.Registry(ctx, c.Tx, key, name)
}

type regWriteParams struct {
	Hive  sql.Null[string] `tsql:"@rootkey nvarchar(128)"`
	Key   sql.Null[string] `tsql:"@key nvarchar(1000)"`
	Name  sql.Null[string] `tsql:"@value_name nvarchar(256)"`
	Type  sql.Null[string] `tsql:"@type nvarchar(16)"`
	Value tds.Value        `tsql:"@value sql_variant"`
}

// regWrite writes a value of the registry: REG_SZ, REG_DWORD or REG_BINARY.
func regWrite(ctx context.Context, c *Call, p *regWriteParams) error {
	v := &msdb.RegistryValue{Key: registryKey(p.Hive.V, p.Key.V), Name: p.Name.V, Type: upper(trim(p.Type.V))}
	switch v.Type {
	case "REG_SZ", "REG_DWORD", "REG_BINARY":
	default:
		return tds.Errorf(22001, 16, "RegWrite: the type '%s' is not supported.", p.Type.V)
	}
	v.Value = registryText(p.Value)
	if _, err := strconv.ParseInt(v.Value.V, 10, 64); err != nil && v.Type == "REG_DWORD" {
		return tds.Errorf(22001, 16, "RegWrite: '%s' is no REG_DWORD.", v.Value.V)
	}
	return msdb.SetRegistry(ctx, c.Tx, v)
}

// registryText is a value as it is stored.
func registryText(v tds.Value) sql.Null[string] {
	switch x := v.(type) {
	case tds.Variant:
		return registryText(x.Value)
	case string:
		return some(x)
	case int64:
		return some(strconv.FormatInt(x, 10))
	case bool:
		if x {
			return some("1")
		}
		return some("0")
	case []byte:
		return some(hex.EncodeToString(x))
	}
	return sql.Null[string]{}
}

type regDeleteValueParams struct {
	Hive sql.Null[string] `tsql:"@rootkey nvarchar(128)"`
	Key  sql.Null[string] `tsql:"@key nvarchar(1000)"`
	Name sql.Null[string] `tsql:"@value_name nvarchar(256)"`
}

// regDeleteValue deletes a value of the registry.
func regDeleteValue(ctx context.Context, c *Call, p *regDeleteValueParams) error {
	found, err := msdb.DeleteRegistry(ctx, c.Tx, registryKey(p.Hive.V, p.Key.V), p.Name.V)
	if err != nil || found {
		return err
	}
	return fail(1, tds.Errorf(22001, 16, "RegDeleteValue() returned error 2, 'The system cannot find the file specified.'"))
}
