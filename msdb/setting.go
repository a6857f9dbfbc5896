package msdb

import (
	"context"
	"database/sql"
	"strconv"
)

// AgentKey is the registry key of the agent's settings, as it stands in msxgate.registry.
const AgentKey = `HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\MSSQLServer\SQLServerAgent`

// The settings of the agent that make a server a master or a target.
const (
	SettingMSXServerName     = "MSXServerName"         // target: its master, '' after a defection
	SettingMSXPollInterval   = "MSXPollInterval"       // target: seconds, 60 when absent
	SettingMSXServer         = "MSXServer"             // master: 1 while it has targets
	SettingRegularMSX        = "RegularMSXConnections" // target: 1 uses the credential, 0 integrated security
	SettingMSXCredentialID   = "MSXCredentialID"       // target: sys.credentials.credential_id
	SettingDownloadedMaxRows = "DownloadedMaxRows"     // master: downloaded instructions kept of each target, -1 all
	SettingHistoryMaxRows    = "JobHistoryMaxRows"     // -1 no limit
	SettingHistoryMaxPerJob  = "JobHistoryMaxRowsPerJob"
)

// RegistryValue is a row of msxgate.registry.
type RegistryValue struct {
	Key, Name string
	Type      string // REG_SZ, REG_DWORD, ...
	Value     sql.Null[string]
}

func (v *RegistryValue) fields() []any { return []any{&v.Key, &v.Name, &v.Type, &v.Value} }

// Registry is the value of that name, or nil.
func Registry(ctx context.Context, tx Tx, key, name string) (*RegistryValue, error) {
	return selectRow(ctx, tx, `SELECT key_path, value_name, type, value FROM msxgate.registry WHERE key_path = @key AND value_name = @name`,
		(*RegistryValue).fields, arg("key", key), arg("name", name))
}

// SetRegistry writes a value, whether it exists or not.
func SetRegistry(ctx context.Context, tx Tx, v *RegistryValue) error {
	args := []Arg{arg("key", v.Key), arg("name", v.Name), arg("type", v.Type), arg("value", v.Value)}
	n, err := tx.Exec(ctx, `UPDATE msxgate.registry SET type = @type, value = @value WHERE key_path = @key AND value_name = @name`, args...)
	if err != nil || n > 0 {
		return err
	}
	return exec(ctx, tx, `INSERT INTO msxgate.registry (key_path, value_name, type, value) VALUES (@key, @name, @type, @value)`, args...)
}

// DeleteRegistry deletes a value and tells whether there was one.
func DeleteRegistry(ctx context.Context, tx Tx, key, name string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM msxgate.registry WHERE key_path = @key AND value_name = @name`, arg("key", key), arg("name", name))
	return n > 0, err
}

// Setting is a setting of the agent. One that is empty reads as NULL, as one that is absent does.
func Setting(ctx context.Context, tx Tx, name string) (sql.Null[string], error) {
	v, err := Registry(ctx, tx, AgentKey, name)
	if err != nil || v == nil || v.Value.V == "" {
		return sql.Null[string]{}, err
	}
	return v.Value, nil
}

// IntSetting is a numeric setting of the agent, NULL when it is absent or no number.
func IntSetting(ctx context.Context, tx Tx, name string) (sql.Null[int64], error) {
	v, err := Setting(ctx, tx, name)
	if err != nil || !v.Valid {
		return sql.Null[int64]{}, err
	}
	n, err := strconv.ParseInt(v.V, 10, 64)
	if err != nil {
		return sql.Null[int64]{}, nil
	}
	return some(n), nil
}

// SetSetting writes a text setting of the agent.
func SetSetting(ctx context.Context, tx Tx, name, value string) error {
	return SetRegistry(ctx, tx, &RegistryValue{AgentKey, name, "REG_SZ", some(value)})
}

// SetIntSetting writes a numeric setting of the agent.
func SetIntSetting(ctx context.Context, tx Tx, name string, value int64) error {
	return SetRegistry(ctx, tx, &RegistryValue{AgentKey, name, "REG_DWORD", some(strconv.FormatInt(value, 10))})
}

// DeleteSetting deletes a setting of the agent, if it is there.
func DeleteSetting(ctx context.Context, tx Tx, name string) error {
	_, err := DeleteRegistry(ctx, tx, AgentKey, name)
	return err
}

// ServerAlias is the address under which a server of that name is to be reached, or "".
func ServerAlias(ctx context.Context, tx Tx, name string) (string, error) {
	return selectValue[string](ctx, tx, `SELECT address FROM msxgate.server_alias WHERE alias = @alias`, arg("alias", name))
}
