package gateway

import (
	"context"
	"strings"

	"msxgate/tds"
	"msxgate/tsql"
	"msxgate/tsql/eval"
)

// credentialStatement carries out CREATE, ALTER and DROP CREDENTIAL.
func (s *session) credentialStatement(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	if err := s.needSysadmin(); err != nil {
		return err
	}
	_, exists := s.principals().credentialNamed(st.Name)
	switch {
	case exists && st.Verb == "CREATE":
		return tds.Errorf(15530, 16, "The credential with name \"%s\" already exists.", st.Name)
	case !exists && st.Verb != "CREATE":
		return errMayNot(strings.ToLower(st.Verb), "credential", st.Name)
	case st.Verb == "DROP":
		return s.run(ctx, `DELETE FROM master.msxgate.credentials WHERE name = @name`, "name", st.Name)
	}
	return s.writeCredential(ctx, st, vars)
}

func (s *session) writeCredential(ctx context.Context, st *tsql.SecurityStmt, vars *eval.Vars) error {
	identity, err := s.value(st.Identity, vars)
	if err != nil {
		return err
	}
	var sealed tds.Value
	if st.Password != nil {
		secret, err := s.value(st.Password, vars)
		if err != nil {
			return err
		}
		sealed = s.server.sealer.seal(strings.ToLower(st.Name), text(secret))
	}
	statement := `UPDATE master.msxgate.credentials SET credential_identity = @identity, secret = @secret, modify_date = @now WHERE name = @name`
	if st.Verb == "CREATE" {
		statement = `INSERT INTO master.msxgate.credentials (name, credential_identity, secret, create_date, modify_date)
			VALUES (@name, @identity, @secret, @now, @now)`
	}
	return s.run(ctx, statement, "name", st.Name, "identity", identity, "secret", binaryOrNull(sealed), "now", s.Now())
}

func (p *principals) credentialNamed(name string) (credential, bool) {
	return p.credential(func(c *credential) bool { return strings.EqualFold(c.name, name) })
}

func (p *principals) credentialByID(id int64) (credential, bool) {
	return p.credential(func(c *credential) bool { return c.id == id })
}

func (p *principals) credential(want func(*credential) bool) (credential, bool) {
	for i := range p.credentials {
		if want(&p.credentials[i]) {
			return p.credentials[i], true
		}
	}
	return credential{}, false
}
