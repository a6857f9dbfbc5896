// Command denisenkom runs the T-SQL script on standard input, batch by batch, with the legacy driver
// github.com/denisenkom/go-mssqldb. It is a program of its own because both drivers register the name mssql.
package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"strings"

	_ "github.com/denisenkom/go-mssqldb"
)

func main() {
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(host, port, password string) error {
	script, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	db, err := sql.Open("mssql", fmt.Sprintf("server=%s;port=%s;user id=sa;password=%s;database=msdb;encrypt=true;TrustServerCertificate=true",
		host, port, password))
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(context.Background())
	if err != nil {
		return err
	}
	defer conn.Close()
	for _, b := range strings.Split(string(script), "\nGO\n") {
		if strings.TrimSpace(b) == "" {
			continue
		}
		if _, err := conn.ExecContext(context.Background(), b); err != nil {
			return err
		}
	}
	return nil
}
