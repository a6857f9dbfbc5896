package tds_test

import (
	"reflect"
	"testing"

	"msxgate/tds"
)

var loginEdit = &tds.Login7Edit{
	TDSVersion: tds.Version74, MaxPacketSize: 16383, ServerName: "behind", Database: "other",
	Without: []byte{tds.FeatureSessionRecovery, tds.FeatureEnhancedRouting},
}

// editedLogins are logins of the kinds that an edit treats differently, and what it leaves of their features.
func editedLogins() (before []tds.Login7, features [][]tds.Feature) {
	m := tds.Login7{
		TDSVersion: tds.Version80, PacketSize: 32767, UserName: "sa", Password: "secret", ServerName: "gate", Database: "db", AppName: "app",
		Features: []tds.Feature{{ID: tds.FeatureSessionRecovery}, {ID: tds.FeatureUTF8, Data: []byte{1}}, {ID: tds.FeatureEnhancedRouting}},
	}
	plain, token := m, m
	plain.Features, plain.TDSVersion = nil, tds.Version74
	token.Features, token.TDSVersion, token.SSPI = nil, tds.Version72, []byte("token")
	return []tds.Login7{m, plain, token}, [][]tds.Feature{{{ID: tds.FeatureUTF8, Data: []byte{1}}}, nil, nil}
}

func TestLogin7Edit(t *testing.T) {
	logins, features := editedLogins()
	for i, want := range logins {
		edited, err := loginEdit.Apply(want.Encode(nil))
		if err != nil {
			t.Fatal(err)
		}
		var got tds.Login7
		if err := got.Decode(edited); err != nil {
			t.Fatal(err)
		}
		want.TDSVersion, want.PacketSize, want.ServerName, want.Database, want.Features = tds.Version74, 16383, "behind", "other", features[i]
		want.OptionFlags3 = got.OptionFlags3 // Encode sets a bit of it
		if len(want.SSPI) == 0 {
			want.SSPI = got.SSPI
		}
		if !reflect.DeepEqual(got, want) || got.Password != "secret" {
			t.Errorf("got %v, want %v", &got, &want)
		}
	}
}

// FuzzLogin7Edit edits whatever decodes as a login: it decodes afterwards, as it was to be.
func FuzzLogin7Edit(f *testing.F) {
	logins, _ := editedLogins()
	for _, m := range logins {
		f.Add(m.Encode(nil))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var before, after tds.Login7
		edited, err := loginEdit.Apply(raw)
		if err != nil || before.Decode(raw) != nil || before.TDSVersion != tds.Version74 {
			return
		}
		if err := after.Decode(edited); err != nil {
			t.Fatalf("%v in an edited login", err)
		}
		for _, gone := range loginEdit.Without {
			if _, ok := after.Feature(gone); ok {
				t.Errorf("feature %02x is still asked for", gone)
			}
		}
		if after.TDSVersion != tds.Version74 || after.PacketSize > 16383 || after.ServerName != "behind" || after.Database != "other" {
			t.Errorf("got %v", &after)
		}
	})
}
