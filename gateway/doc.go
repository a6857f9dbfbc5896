// Package gateway is where the wire, the language, the tables and the procedures meet: the
// listener, login, the session, the router that tells our calls from others, and the two
// backends, embedded and upstream.
package gateway
