// Package integration looks at msxgate from outside: real clients over the wire, stories of several servers, kills and
// restarts, and the rules of the house. It has tests only.
package integration
