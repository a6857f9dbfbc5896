package tsql

// ParseProcName reads a procedure's name as a remote call or EXEC @name gives it: up to four parts and an
// optional ;number. What is no such name is Msg 102.
func ParseProcName(src string) (name *Name, err error) {
	p := &parser{lexer: lexer{src: src, quoted: true}}
	defer p.recover(&err)
	p.start()
	n := p.procName()
	if p.tok.kind != tEOF {
		p.fail()
	}
	return &n, nil
}
