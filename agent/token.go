package agent

import (
	"fmt"
	"regexp"
	"strings"

	"msxgate/msdb"
)

// tokenRef finds $(ESCAPE_SQUOTE(NAME)) and the bare $(NAME).
var tokenRef = regexp.MustCompile(`\$\((?:ESCAPE_(SQUOTE|DQUOTE|RBRACKET|NONE)\(([A-Z-]+)\)|([A-Z-]+))\)`)

// replaceTokens puts the values of agent tokens into a command. A bare token of a known name fails the step, as
// in every version since 2005; unknown names stay as they are.
func (a *Agent) replaceTokens(r *run, s *msdb.JobStep, command string) (string, error) {
	var bare string
	out := tokenRef.ReplaceAllStringFunc(command, func(ref string) string {
		m := tokenRef.FindStringSubmatch(ref)
		if m[3] != "" {
			if _, known := a.token(m[3], r, s); known {
				bare = m[3]
			}
			return ref
		}
		v, known := a.token(m[2], r, s)
		if !known {
			return ref
		}
		return escapeToken(m[1], v)
	})
	if bare != "" {
		return "", agentErrorf("Unable to start execution of step %d (reason: Variable %s not found).", s.StepID, bare)
	}
	return out, nil
}

func escapeToken(how, v string) string {
	switch how {
	case "SQUOTE":
		return strings.ReplaceAll(v, "'", "''")
	case "DQUOTE":
		return strings.ReplaceAll(v, `"`, `""`)
	case "RBRACKET":
		return strings.ReplaceAll(v, "]", "]]")
	}
	return v
}

// token is the value of an agent token; names are case-sensitive.
func (a *Agent) token(name string, r *run, s *msdb.JobStep) (string, bool) {
	now := a.Now()
	switch name {
	case "JOBID":
		return fmt.Sprintf("0x%X", r.job.JobID[:]), true
	case "JOBNAME":
		return r.job.Name, true
	case "STEPID":
		return fmt.Sprint(s.StepID), true
	case "STEPNAME":
		return s.StepName, true
	case "STEPCT":
		return fmt.Sprint(r.executions(s.StepID)), true
	case "DATE":
		return fmt.Sprintf("%08d", dateInt(now)), true
	case "TIME":
		return fmt.Sprintf("%06d", timeInt(now)), true
	case "STRTDT":
		return fmt.Sprintf("%08d", dateInt(r.began)), true
	case "STRTTM":
		return fmt.Sprintf("%06d", timeInt(r.began)), true
	case "MACH":
		return a.Machine, true
	case "SRVR":
		return a.Name, true
	case "INST":
		if _, instance, ok := strings.Cut(a.Name, `\`); ok {
			return instance, true
		}
		return "MSSQLSERVER", true
	case "SQLLOGDIR":
		return a.OutputDir, a.OutputDir != ""
	}
	return "", false
}
