package tsql

// principal reads the name of a login, user or role; public is a reserved word.
func (p *parser) principal() string {
	if p.onString() {
		return p.identOrString()
	}
	if p.on(kwPublic) {
		p.next()
		return p.text(p.last)
	}
	return p.ident()
}

// security reads CREATE and ALTER of LOGIN, ROLE, SERVER ROLE and CREDENTIAL.
func (p *parser) security(start Pos) Stmt {
	s := &SecurityStmt{Verb: p.upper(p.tok)}
	p.next()
	s.Kind = p.upper(p.tok)
	p.next()
	if s.Kind == "SERVER" {
		p.next()
		s.Kind = "SERVER ROLE"
	}
	s.Name = p.principal()
	switch s.Kind {
	case "LOGIN":
		p.login(s)
	case "CREDENTIAL":
		p.expectKw(kwWith)
		p.securityOptions(s)
		if p.acceptKw(kwFor) { // CRYPTOGRAPHIC PROVIDER name
			p.expectWord("CRYPTOGRAPHIC")
			p.expectWord("PROVIDER")
			p.ident()
		}
	default:
		p.role(s)
	}
	s.Span = p.span(start)
	return s
}

// login reads what follows CREATE LOGIN name and ALTER LOGIN name.
func (p *parser) login(s *SecurityStmt) {
	switch {
	case p.acceptKw(kwWith):
		p.securityOptions(s)
	case p.acceptWord("ENABLE"), p.acceptWord("DISABLE"):
		s.Action = p.upper(p.last)
	case p.on(kwAdd), p.on(kwDrop):
		s.Action = p.upper(p.tok) + " CREDENTIAL"
		p.next()
		p.expectWord("CREDENTIAL")
		s.Member = p.ident()
	default:
		p.expectKw(kwFrom)
		p.loginSource(s)
	}
}

// loginSource reads FROM WINDOWS, CERTIFICATE c, ASYMMETRIC KEY k and EXTERNAL PROVIDER.
func (p *parser) loginSource(s *SecurityStmt) {
	switch {
	case p.acceptWord("WINDOWS"):
		s.Windows = true
	case p.acceptWord("CERTIFICATE"):
		s.Action, s.Member = "FROM CERTIFICATE", p.ident()
	case p.acceptWord("ASYMMETRIC"):
		p.expectKw(kwKey)
		s.Action, s.Member = "FROM ASYMMETRIC KEY", p.ident()
	default:
		p.expectKw(kwExternal)
		p.expectWord("PROVIDER")
		s.Action = "FROM EXTERNAL PROVIDER"
	}
	if p.acceptKw(kwWith) {
		p.securityOptions(s)
	}
}

// securityOptions reads PASSWORD = 'x', IDENTITY = 'y', NAME = value, ...
func (p *parser) securityOptions(s *SecurityStmt) {
	for {
		p.securityOption(s)
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) securityOption(s *SecurityStmt) {
	start := p.tok.start
	switch {
	case s.Kind != "CREDENTIAL" && p.acceptWord("PASSWORD"):
		p.expect(tEq)
		s.Password = p.secret()
		p.passwordFlags(s)
	case s.Kind == "CREDENTIAL" && p.acceptWord("SECRET"):
		p.expect(tEq)
		s.Password = p.secret()
	case p.acceptWord("OLD_PASSWORD"):
		p.expect(tEq)
		s.OldPass = p.secret()
	case p.acceptKw(kwIdentity):
		p.expect(tEq)
		s.Identity = p.secret()
	default:
		if p.tok.kind != tWord || p.tok.kw != notReserved {
			p.fail()
		}
		o := Option{Name: p.upper(p.tok)}
		p.next()
		if o.Name == "NO" { // NO CREDENTIAL
			p.expectWord("CREDENTIAL")
			o.Name = "NO CREDENTIAL"
		} else if p.accept(tEq) {
			o.Value = p.securityValue()
		}
		o.Span = p.span(start)
		s.Options = append(s.Options, o)
	}
}

// secret reads a string or binary constant.
func (p *parser) secret() Expr {
	if !p.onString() && !p.is(tBinary) {
		p.fail()
	}
	return p.literal()
}

// passwordFlags reads HASHED, MUST_CHANGE, UNLOCK and OLD_PASSWORD behind a password.
func (p *parser) passwordFlags(s *SecurityStmt) {
	for {
		start := p.tok.start
		switch {
		case p.acceptWord("HASHED"):
			s.Hashed = true
		case p.acceptWord("MUST_CHANGE"), p.acceptWord("UNLOCK"):
			s.Options = append(s.Options, Option{Span: p.span(start), Name: p.upper(p.last)})
		case p.acceptWord("OLD_PASSWORD"):
			p.expect(tEq)
			s.OldPass = p.secret()
		default:
			return
		}
	}
}

// securityValue reads a constant or a name, which is given as a ColumnRef.
func (p *parser) securityValue() Expr {
	if p.onLiteral() {
		return p.literal()
	}
	name := p.anyIdent()
	return &ColumnRef{Span: p.lastSpan(), Parts: []string{name}}
}

// role reads what follows CREATE ROLE name and ALTER ROLE name.
func (p *parser) role(s *SecurityStmt) {
	switch {
	case s.Verb == "CREATE":
		if p.acceptKw(kwAuthorization) {
			s.Action, s.Member = "AUTHORIZATION", p.principal()
		}
	case p.on(kwAdd), p.on(kwDrop):
		s.Action = p.upper(p.tok) + " MEMBER"
		p.next()
		p.expectWord("MEMBER")
		s.Member = p.principal()
	default:
		p.expectKw(kwWith)
		p.securityOptions(s)
	}
}

// createUser reads CREATE USER name [FOR LOGIN l | WITHOUT LOGIN] [WITH options].
func (p *parser) createUser(start Pos) Stmt {
	s := &SecurityStmt{Verb: "CREATE", Kind: "USER"}
	p.next()
	p.next()
	s.Name = p.principal()
	switch {
	case p.acceptKw(kwFor), p.acceptKw(kwFrom):
		switch {
		case p.acceptWord("LOGIN"):
			s.For = p.principal()
		case p.acceptWord("CERTIFICATE"):
			s.Action, s.Member = "FROM CERTIFICATE", p.ident()
		case p.acceptKw(kwExternal):
			p.expectWord("PROVIDER")
			s.Action = "FROM EXTERNAL PROVIDER"
		default:
			p.expectWord("ASYMMETRIC")
			p.expectKw(kwKey)
			s.Action, s.Member = "FROM ASYMMETRIC KEY", p.ident()
		}
	case p.acceptWord("WITHOUT"):
		p.expectWord("LOGIN")
		s.Without = true
	}
	if p.acceptKw(kwWith) {
		p.securityOptions(s)
	}
	s.Span = p.span(start)
	return s
}

func (p *parser) alterUser(start Pos) Stmt {
	s := &SecurityStmt{Verb: "ALTER", Kind: "USER"}
	p.next()
	p.next()
	s.Name = p.principal()
	p.expectKw(kwWith)
	p.securityOptions(s)
	s.Span = p.span(start)
	return s
}

// alterAuthorization reads ALTER AUTHORIZATION ON [class::]name TO principal. The class is
// the action, the name as written the statement's name.
func (p *parser) alterAuthorization(start Pos) Stmt {
	s := &SecurityStmt{Verb: "ALTER", Kind: "AUTHORIZATION"}
	p.next()
	p.next()
	p.expectKw(kwOn)
	class, name := p.securable()
	s.Action, s.Name = class, printName(name)
	p.expectKw(kwTo)
	if p.acceptKw(kwSchema) {
		p.expectWord("OWNER")
		s.Member = "SCHEMA OWNER"
	} else {
		s.Member = p.principal()
	}
	s.Span = p.span(start)
	return s
}

// securable reads [class::]name.
func (p *parser) securable() (class string, name Name) {
	start := p.tok.start
	for t := p.tok; t.kind == tWord && t.kw != kwTo && t.kw != kwFrom; t = p.at(t.end) {
		if next := p.at(t.end); next.kind == tScope {
			for !p.is(tScope) {
				p.next()
			}
			class = p.words(start)
			p.next()
			break
		}
	}
	if p.on(kwPublic) {
		at := p.tok.start
		p.next()
		return class, Name{Span: p.span(at), Object: p.text(p.last)}
	}
	return class, p.objectName()
}

// dropSecurity reads DROP LOGIN, USER, ROLE, SERVER ROLE and CREDENTIAL [IF EXISTS] name.
func (p *parser) dropSecurity(start Pos) Stmt {
	next := p.peek()
	switch {
	case next.kw == kwUser, p.isWord(next, "LOGIN"), p.isWord(next, "ROLE"), p.isWord(next, "CREDENTIAL"):
	case p.isWord(next, "SERVER") && p.isWord(p.at(next.end), "ROLE"):
	default:
		return p.otherDefinition()
	}
	s := &SecurityStmt{Verb: "DROP"}
	p.next()
	s.Kind = p.upper(p.tok)
	p.next()
	if s.Kind == "SERVER" {
		p.next()
		s.Kind = "SERVER ROLE"
	}
	s.IfExists = p.ifExists()
	s.Name = p.principal()
	s.Span = p.span(start)
	return s
}

// grant reads GRANT, DENY and REVOKE.
func (p *parser) grant() Stmt {
	start := p.tok.start
	s := &GrantStmt{Verb: p.upper(p.tok)}
	p.next()
	if s.Verb == "REVOKE" && p.on(kwGrant) {
		p.next()
		p.expectKw(kwOption)
		p.expectKw(kwFor)
		s.WithGrant = true
	}
	for {
		p.permission(s)
		if !p.accept(tComma) {
			break
		}
	}
	if p.acceptKw(kwOn) {
		class, name := p.securable()
		s.Class, s.On = class, &name
		if p.is(tLParen) {
			s.Columns = append(s.Columns, p.identList()...)
		}
	}
	if s.Verb != "REVOKE" || !p.acceptKw(kwFrom) {
		p.expectKw(kwTo)
	}
	for {
		s.To = append(s.To, p.principal())
		if !p.accept(tComma) {
			break
		}
	}
	p.grantTail(s)
	s.Span = p.span(start)
	return s
}

// permission reads the words of a permission, and the columns it may be limited to.
func (p *parser) permission(s *GrantStmt) {
	start := p.tok.start
	for p.tok.kind == tWord && !p.on(kwOn) && !p.on(kwTo) && !p.on(kwFrom) {
		p.next()
	}
	if p.tok.start == start {
		p.fail()
	}
	s.Permissions = append(s.Permissions, p.words(start))
	if p.is(tLParen) {
		s.Columns = append(s.Columns, p.identList()...)
	}
}

func (p *parser) grantTail(s *GrantStmt) {
	if p.on(kwWith) && p.peek().kw == kwGrant {
		p.next()
		p.next()
		p.expectKw(kwOption)
		s.WithGrant = true
	}
	s.Cascade = p.acceptKw(kwCascade)
	if p.acceptKw(kwAs) {
		s.As = p.principal()
	}
}
