package integration

import (
	"fmt"
	"strings"
	"testing"
)

// TestAgentComesBack enlists a target whose master still has it: the enlistment was ended while the master was away.
func TestAgentComesBack(t *testing.T) {
	t.Parallel()
	e := newEnterprise(t, 1)
	e.enlist()
	t1 := e.targets[0]
	e.hq.stop()
	t1.exec(`EXEC msdb.dbo.sp_msx_defect @forced_defection = 1`)
	e.hq.start()
	t1.exec(`EXEC msdb.dbo.sp_msx_enlist N'HQ', N'York'`)
	if got := t1.scalar(`SELECT COUNT(*) FROM msdb.dbo.sysoperators WHERE name = N'MSXOperator'`); got != "1" {
		t.Error("MSXOperator was not downloaded")
	}
	if got := e.hq.scalar(`SELECT location FROM msdb.dbo.systargetservers`); got != "York" {
		t.Errorf("the master has location %s", got)
	}
}

// TestAgentTrustsNobody enlists a target that was not told whom to trust.
func TestAgentTrustsNobody(t *testing.T) {
	t.Parallel()
	hq := newServer(t, "HQ")
	hq.start()
	t1 := newServer(t, "T1", "--alias", fmt.Sprintf("HQ=127.0.0.1,%d", hq.port))
	t1.start()
	t1.exec(`CREATE CREDENTIAL MsxLogin WITH IDENTITY = N'sa', SECRET = N'`+password+`'`,
		`EXEC msdb.dbo.sp_msx_set_account @credential_name = N'MsxLogin'`)
	_, err := t1.open().Exec(`EXEC msdb.dbo.sp_msx_enlist N'HQ'`)
	if err == nil || !strings.Contains(err.Error(), "cannot establish an encrypted connection to the master server 'HQ'") ||
		!strings.Contains(err.Error(), "certificate") {
		t.Errorf("%v", err)
	}
}
