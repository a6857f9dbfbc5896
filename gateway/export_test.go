package gateway

// SetEdition makes the server behind one of that edition.
func (f *Front) SetEdition(edition string) {
	k := *f.facts()
	k.Edition = edition
	f.known.Store(&k)
}

// SetPlainText takes the server behind for one whose sp_executesql always runs in the current database, as Babelfish's.
func (f *Front) SetPlainText() {
	k := *f.facts()
	k.msdbText = false
	f.known.Store(&k)
}

// Mentions tells whether a message would be looked at closely.
func Mentions(mode string, message []byte) bool { return namesOf(mode).inBytes(message) }

// Calls tells whether a text calls a procedure of ours.
func Calls(mode, text string) bool { return namesOf(mode).inText(text) }
