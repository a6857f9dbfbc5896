package main

import (
	"context"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"msxgate/tds"
)

// doctorCmd is `msxgate doctor`. It changes nothing, neither on the target nor on its master.
type doctorCmd struct {
	targetFlags
	roadFlags
	JSON bool `name:"json" help:"Print the findings as JSON."`
}

// roadFlags say how the target reaches its master. They have the names that `msxgate serve` gives them.
type roadFlags struct {
	Data            string            `help:"Data directory of the target: the authorities it trusts and, without -S, its store, of which a copy is read." placeholder:"DIR"`
	ServerName      string            `help:"Name of the target, for a store that does not tell it." placeholder:"NAME"`
	Master          string            `help:"Name of the master, for a target that is not enlisted yet." placeholder:"NAME"`
	Alias           map[string]string `help:"Where the server of a name listens, NAME=host,port, as serve has it. Repeatable." mapsep:";" placeholder:"NAME=host,port"`
	MSXUser         string            `name:"msx-user" help:"Login for the master, in place of the MSX account's credential." placeholder:"LOGIN"`
	MSXPassword     string            `name:"msx-password" help:"Its password, or the credential's secret, which a server does not tell." placeholder:"PASSWORD"`
	MSXPasswordFile string            `name:"msx-password-file" help:"File that holds it." type:"existingfile" placeholder:"FILE"`
	Timeout         time.Duration     `help:"How long one step may take." default:"10s"`
}

// targetFlags are how one logs in to the target.
type targetFlags struct {
	Server   string `short:"S" help:"The target: host, host\\instance or host,port." placeholder:"HOST,PORT"`
	User     string `short:"U" help:"Login of a sysadmin there." default:"sa"`
	Password string `short:"P" help:"Its password." env:"MSXGATE_PASSWORD,SQLCMDPASSWORD" placeholder:"PASSWORD"`
}

// Run walks the road and says what it found. The exit code is 0 when all is well, warnings or not, 1 when the road could not be walked to
// its end for want of a password, and 2 after a FAIL.
func (c *doctorCmd) Run(ctx context.Context, p *program) error {
	d, err := newDoctor(p, c.targetFlags, c.roadFlags)
	if err != nil {
		return err
	}
	defer d.close()
	if !c.JSON {
		d.tell = func(f *finding) { f.print(p.stdout) }
	}
	d.walk(ctx, d.steps())
	r := d.report()
	if c.JSON {
		out := json.NewEncoder(p.stdout)
		out.SetIndent("", "  ")
		if err := out.Encode(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(p.stdout, "%d ok, %d warn, %d FAIL, %d skipped\n", r.OK, r.Warn, r.Fail, r.Skipped)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case r.Fail > 0:
		return exitCode(2)
	case r.Skipped > 0:
		return exitCode(1)
	}
	return nil
}

// verdict is how a check ended.
type verdict string

const (
	passed   verdict = "ok"
	doubtful verdict = "warn"
	failing  verdict = "FAIL"
	skipped  verdict = "skipped"
)

// finding is what one check found. A FAIL, and many a warning, has its cause and the commands that cure it.
type finding struct {
	Check   string   `json:"check"`
	Verdict verdict  `json:"status"`
	Found   string   `json:"found"`
	Cause   string   `json:"cause,omitempty"`
	Cure    []string `json:"cure,omitempty"`
}

func fine(format string, args ...any) *finding {
	return &finding{Verdict: passed, Found: fmt.Sprintf(format, args...)}
}

func warned(found, cause string, cure ...string) *finding {
	return &finding{Verdict: doubtful, Found: found, Cause: cause, Cure: cure}
}

func failed(found, cause string, cure ...string) *finding {
	return &finding{Verdict: failing, Found: found, Cause: cause, Cure: cure}
}

// broken is a step that could not be carried out, for a reason that none of its own answers tells.
func broken(err error) *finding {
	return failed(oneLine(err.Error()), "the step could not be carried out")
}

func (f *finding) print(w io.Writer) {
	fmt.Fprintf(w, "%-8s %-18s %s\n", f.Verdict, f.Check, f.Found)
	if f.Cause != "" {
		fmt.Fprintf(w, "%-9s cause: %s\n", "", f.Cause)
	}
	for _, c := range f.Cure {
		fmt.Fprintf(w, "%-9s cure:  %s\n", "", c)
	}
}

// report is what --json prints.
type report struct {
	Target   string     `json:"target"`
	Master   string     `json:"master"`
	Findings []*finding `json:"checks"`
	OK       int        `json:"ok"`
	Warn     int        `json:"warn"`
	Fail     int        `json:"fail"`
	Skipped  int        `json:"skipped"`
}

// doctor is one walk: what it was told, and what it has learned so far.
type doctor struct {
	in       io.Reader
	ask      io.Writer // where questions go
	login    targetFlags
	road     roadFlags
	tell     func(*finding) // nil: nobody listens
	findings []*finding
	bad      map[string]bool // checks that failed or were skipped
	closers  []func()

	own         *sql.Conn // to the target
	target      targetFacts
	secret      func(ctx context.Context, credential int64) (identity, secret string, err error) // nil: not known here
	masterName  string
	addr        serverAddress
	ips         []string
	encryption  byte // ENCRYPTION of the master's PRELOGIN
	chain       []*x509.Certificate
	roots       *x509.CertPool
	master      *sql.Conn
	account     string // login at the master
	masterFacts masterFacts
}

func newDoctor(p *program, login targetFlags, road roadFlags) (*doctor, error) {
	d := &doctor{in: p.stdin, ask: p.stderr, login: login, road: road, bad: map[string]bool{}}
	var err error
	if road.Data == "" {
		if d.road.Data, err = dataDir(); err != nil {
			return nil, err
		}
	}
	if road.MSXPasswordFile != "" {
		d.road.MSXPassword, err = readSecret(road.MSXPasswordFile)
	}
	return d, err
}

func (d *doctor) close() {
	for i := len(d.closers) - 1; i >= 0; i-- {
		d.closers[i]()
	}
}

// step is one check. A step whose needs failed is skipped; one that returns nil has nothing to say here.
type step struct {
	name  string
	needs string // names of other steps, with commas
	run   func(context.Context) *finding
}

func (d *doctor) steps() []step {
	return []step{
		{"target", "", d.askTarget},
		{"own role", "target", d.checkOwnRole},
		{"master name", "", d.findMaster},
		{"address", "master name", d.resolve},
		{"dns", "address", d.lookUp},
		{"instance", "dns", d.findInstance},
		{"tcp", "instance", d.dial},
		{"channel", "address", d.checkChannel},
		{"prelogin", "tcp", d.checkPreLogin},
		{"tls", "prelogin", d.checkTLS},
		{"certificate chain", "tls", d.checkChain},
		{"certificate name", "tls", d.checkCertificateName},
		{"certificate dates", "tls", d.checkDates},
		{"account", "target", d.findAccount},
		{"login", "account,prelogin,certificate chain,certificate name,certificate dates", d.logIn},
		{"msdb", "login", d.enterMSDB},
		{"role", "msdb", d.checkRole},
		{"rights", "role", d.checkRights},
		{"hierarchy", "msdb", d.checkHierarchy},
		{"MSXOperator", "role", d.checkOperator},
		{"version", "msdb,target", d.checkVersion},
		{"edition", "hierarchy", d.checkEdition},
		{"clock", "msdb,target", d.checkClock},
		{"time zone", "clock", d.checkZone},
		{"enlistment", "rights,target", d.checkEnlistment},
		{"instructions", "enlistment", d.checkInstructions},
		{"jobs", "enlistment", d.checkJobs},
	}
}

// walk takes the steps in their order.
func (d *doctor) walk(ctx context.Context, steps []step) {
	for _, s := range steps {
		if ctx.Err() != nil {
			return
		}
		if need := d.unmet(s.needs); need != "" {
			d.bad[s.name] = true
			d.add(s.name, &finding{Verdict: skipped, Found: "needs " + need})
			continue
		}
		within, cancel := context.WithTimeout(ctx, d.road.Timeout)
		f := s.run(within)
		cancel()
		if f == nil {
			continue
		}
		d.bad[s.name] = f.Verdict == failing || f.Verdict == skipped
		d.add(s.name, f)
	}
}

func (d *doctor) unmet(needs string) string {
	for need := range strings.SplitSeq(needs, ",") {
		if d.bad[need] {
			return need
		}
	}
	return ""
}

func (d *doctor) add(name string, f *finding) {
	f.Check = name
	d.findings = append(d.findings, f)
	if d.tell != nil {
		d.tell(f)
	}
}

func (d *doctor) report() *report {
	r := &report{Target: d.target.name, Master: d.masterName, Findings: d.findings}
	for _, f := range d.findings {
		switch f.Verdict {
		case passed:
			r.OK++
		case doubtful:
			r.Warn++
		case failing:
			r.Fail++
		case skipped:
			r.Skipped++
		}
	}
	return r
}

// oneLine is a text without its line ends.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// quoted is a name as a literal of T-SQL.
func quoted(s string) string { return "N'" + strings.ReplaceAll(s, "'", "''") + "'" }

// named is a name as an identifier of T-SQL.
func named(s string) string {
	plain := s != ""
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		plain = plain && (letter || i > 0 && r >= '0' && r <= '9')
	}
	if plain {
		return s
	}
	return "[" + strings.ReplaceAll(s, "]", "]]") + "]"
}

// milliseconds prints a duration that was measured.
func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
}

// productVersion is the version that a PRELOGIN tells.
func productVersion(m *tds.PreLogin) string {
	v, _ := m.Get(tds.PreLoginVersion)
	if len(v) < 4 {
		return "unknown"
	}
	return fmt.Sprintf("%d.%d.%d", v[0], v[1], int(v[2])<<8|int(v[3]))
}
