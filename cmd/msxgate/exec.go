package main

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/golang-sql/sqlexp"
	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"msxgate/tsql"
)

// execCmd is `msxgate exec`: sqlcmd's flags, as far as they concern T-SQL and its results.
type execCmd struct {
	Server   string `short:"S" help:"Server: host, host\\instance or host,port." default:"127.0.0.1,1433" placeholder:"HOST,PORT"`
	User     string `short:"U" help:"Login." default:"sa"`
	Password string `short:"P" help:"Password." env:"MSXGATE_PASSWORD,SQLCMDPASSWORD" placeholder:"PASSWORD"`
	Database string `short:"d" help:"Database to begin in." placeholder:"NAME"`
	Query    string `short:"Q" help:"T-SQL to run." placeholder:"TEXT"`
	Input    string `short:"i" help:"File of T-SQL to run; without -Q and -i it is read from standard input." type:"existingfile" placeholder:"FILE"`
	Trust    bool   `short:"C" help:"Accept any server certificate."`
	Encrypt  string `short:"N" help:"Encryption: mandatory, optional, strict or disable." enum:"mandatory,optional,strict,disable,m,o,s" default:"optional"`
	Abort    bool   `short:"b" help:"Stop at an error of severity above 10 and exit with code 1."`
	NoHeader bool   `name:"no-header" help:"Print no column headings, as -h -1 does."`
	Trim     bool   `short:"W" help:"Trim trailing blanks of columns."`
	Colsep   string `short:"s" help:"Column separator." default:" "`
}

// sqlcmdArgs makes sqlcmd's "-h -1" a flag that the command line's parser understands.
func sqlcmdArgs(args []string) []string {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "-h-1":
			out = append(out, "--no-header")
		case args[i] == "-h" && i+1 < len(args) && args[i+1] == "-1":
			out = append(out, "--no-header")
			i++
		default:
			out = append(out, args[i])
		}
	}
	return out
}

// Run runs the batches and prints what they return.
func (c *execCmd) Run(ctx context.Context, p *program) error {
	text, err := c.text(p)
	if err != nil {
		return err
	}
	db, err := c.open()
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	out := &printer{w: p.stdout, errs: p.stderr, header: !c.NoHeader, trim: c.Trim, sep: c.Colsep}
	for _, b := range tsql.SplitBatches(text) {
		for range max(b.Count, 1) {
			if err := out.batch(ctx, conn, b.Text, int32(b.Line)); err != nil {
				return err
			}
			if out.failed && c.Abort {
				return exitCode(1)
			}
		}
	}
	return nil
}

func (c *execCmd) text(p *program) (string, error) {
	switch {
	case c.Query != "":
		return c.Query, nil
	case c.Input != "":
		b, err := os.ReadFile(c.Input)
		return strings.TrimPrefix(string(b), "\ufeff"), err
	}
	b, err := io.ReadAll(p.stdin)
	return string(b), err
}

func (c *execCmd) open() (*sql.DB, error) {
	cfg := msdsn.Config{
		User: c.User, Password: c.Password, Database: c.Database, AppName: "msxgate exec", Port: 1433,
		Protocols: []string{"tcp"}, PacketSize: 4096, Parameters: map[string]string{}, TrustServerCertificate: c.Trust,
	}
	host, port, found := strings.Cut(strings.TrimPrefix(c.Server, "tcp:"), ",")
	if found {
		n, err := strconv.ParseUint(strings.TrimSpace(port), 10, 16)
		if err != nil {
			return nil, fmt.Errorf("-S %s: %q is no port", c.Server, port)
		}
		cfg.Port = n
	}
	cfg.Host, cfg.Instance, _ = strings.Cut(host, `\`)
	cfg.TLSConfig = &tls.Config{ServerName: cfg.Host, InsecureSkipVerify: c.Trust, MaxVersion: tls.VersionTLS12, DynamicRecordSizingDisabled: true}
	switch c.Encrypt {
	case "mandatory", "m":
		cfg.Encryption = msdsn.EncryptionRequired
	case "strict", "s":
		cfg.Encryption = msdsn.EncryptionStrict
		cfg.TLSConfig.MaxVersion, cfg.TLSConfig.NextProtos = 0, []string{"tds/8.0"}
	case "disable":
		cfg.Encryption = msdsn.EncryptionDisabled
	default:
		cfg.Encryption = msdsn.EncryptionOff
		cfg.TLSConfig.InsecureSkipVerify, cfg.TrustServerCertificate = true, true // only the login is encrypted
	}
	db := sql.OpenDB(mssql.NewConnectorConfig(cfg))
	db.SetMaxOpenConns(1)
	return db, nil
}

// printer prints results as sqlcmd does.
type printer struct {
	w, errs io.Writer
	header  bool
	trim    bool
	sep     string
	failed  bool // an error above severity 10 came
}

// batch runs one batch and prints what it returns; line is where it begins in the script.
func (o *printer) batch(ctx context.Context, conn *sql.Conn, text string, line int32) error {
	var msgs sqlexp.ReturnMessage
	rows, err := conn.QueryContext(ctx, text, &msgs)
	if err != nil {
		return o.fault(err, line)
	}
	defer rows.Close()
	for more := true; more; {
		switch m := msgs.Message(ctx).(type) {
		case sqlexp.MsgNotice:
			o.notice(m.Message)
		case sqlexp.MsgError:
			if err := o.fault(m.Error, line); err != nil {
				return err
			}
		case sqlexp.MsgRowsAffected:
			fmt.Fprintf(o.w, "\n(%d rows affected)\n", m.Count)
		case sqlexp.MsgNext:
			if err := o.rows(rows); err != nil {
				return err
			}
		case sqlexp.MsgNextResultSet:
			more = rows.NextResultSet()
		}
	}
	return ctx.Err()
}

func (o *printer) notice(m fmt.Stringer) {
	text := m.String()
	if e, ok := m.(mssql.Error); ok {
		text = e.Message
	}
	fmt.Fprintln(o.w, text)
}

// fault prints an error of the server; any other is returned.
func (o *printer) fault(err error, line int32) error {
	var e mssql.Error
	if !errors.As(err, &e) {
		return err
	}
	o.failed = o.failed || e.Class > 10
	where := ""
	if e.ProcName != "" {
		where = ", Procedure " + e.ProcName
	} else {
		e.LineNo += line - 1
	}
	_, err = fmt.Fprintf(o.errs, "Msg %d, Level %d, State %d, Server %s%s, Line %d\n%s\n", e.Number, e.Class, e.State, e.ServerName, where, e.LineNo, e.Message)
	return err
}

// rows prints one result set.
func (o *printer) rows(rows *sql.Rows) error {
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	var table [][]string
	if o.header {
		head := make([]string, len(types))
		for i, t := range types {
			head[i] = t.Name()
		}
		table = append(table, head)
	}
	vals := make([]any, len(types))
	dst := make([]any, len(types))
	for i := range vals {
		dst[i] = &vals[i]
	}
	for rows.Next() {
		if err := rows.Scan(dst...); err != nil {
			return err
		}
		line := make([]string, len(types))
		for i, v := range vals {
			line[i] = cell(v, types[i].DatabaseTypeName())
		}
		table = append(table, line)
	}
	printTable(o.w, table, o.header, o.trim, o.sep)
	return rows.Err()
}
