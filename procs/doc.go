// Package procs implements msdb's procedures: jobs, steps, schedules, categories, operators,
// target servers, the download list and what agents call. Each procedure is a Go function
// that reads like the Remarks of its documentation page: check, check, write, answer. It runs
// in the transaction of its caller and never begins or ends one.
//
// All lists the procedures, Lookup finds one by name. The package knows no wire and no
// parser: arguments arrive converted to the types that Params declare.
package procs
