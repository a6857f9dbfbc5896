package agent

import "fmt"

// agentError is an error in the words of SQL Server Agent, which are sentences.
type agentError string

// Error implements error.
func (e agentError) Error() string { return string(e) }

func agentErrorf(format string, args ...any) error { return agentError(fmt.Sprintf(format, args...)) }
