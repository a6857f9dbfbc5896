package procs

import (
	"context"
	"time"

	"github.com/sirupsen/logrus"

	"msxgate/msdb"
	"msxgate/tds"
)

// Proc is a procedure as its caller sees it.
type Proc struct {
	Name     string // sp_add_job
	Database string // msdb, or master for the extended procedures
	Params   []Param
	// Positional is true of extended procedures: arguments count by their place, whatever names they have.
	Positional bool
	State      string // "done", or "partly: what is missing", as `msxgate procs` prints it

	counted bool // NOCOUNT stays off: result sets say how many rows they have
	invoke  func(ctx context.Context, c *Call, args []tds.Value) error
}

// Param is a declared parameter. A parameter without Default must be given (201).
type Param struct {
	Name     string // with its @
	Type     tds.Type
	Optional bool
	Default  tds.Value // of an optional parameter, in its type
	Output   bool
	Status   string // "", "ignored" (accepted, without effect, logged) or "unimplemented" (refused when given)
}

// Call is one running procedure. A procedure that calls another passes its own Call on.
type Call struct {
	Tx     msdb.Tx
	Out    tds.Writer
	Login  Login
	Server Server
	Agent  Agent
	Now    func() time.Time // the server's local clock, with its zone
	NewID  func() tds.GUID
	Log    logrus.FieldLogger

	// Notify hands a notice to the agent after the transaction has committed; a rollback drops it.
	Notify func(Notice)
	// Session asks for functions of the session that need its engine: login names, sids, databases, credentials.
	Session Session

	// Given tells for each parameter whether the caller wrote an argument for it. nil: it is not known.
	Given []bool

	Name    string // of the running procedure, for messages
	Guarded bool   // a TRY is around the call: an error that is raised ends the procedure

	counted bool
}

// Login is who called.
type Login struct {
	Name     string
	SID      []byte
	User     string // database user in msdb: dbo for sysadmin
	HostName string
	AppName  string // PROGRAM_NAME()
	Sysadmin bool
	Owner    bool     // db_owner of msdb
	Roles    []string // database roles of msdb, nested membership resolved
}

// Server is the server that is being administered.
type Server struct {
	Name    string  // SERVERPROPERTY('ServerName'): host or host\instance
	Machine string  // xp_getnetname: without the instance
	Version [4]byte // major, minor, build

	ProductVersion string // SERVERPROPERTY('ProductVersion'); "" is made of Version
	Memory         int64  // of the machine, in megabytes; 0 is not known
}

// Session answers what a procedure asks about principals and databases.
type Session interface {
	SIDOf(login string) ([]byte, bool) // SUSER_SID
	LoginOf(sid []byte) (string, bool) // SUSER_SNAME
	IsSysadmin(login string) bool
	DatabaseExists(name string) bool
	CredentialID(name string) (int64, bool)
	CredentialName(id int64) (name, identity string, ok bool)
}

// Agent is the agent beside the gateway as procedures see it.
type Agent interface {
	// Running tells whether an agent is there at all; without one sp_start_job is 22022.
	Running() bool
	// Starting tells whether it is in its start phase: 14258.
	Starting() bool
	// CheckStart returns the 22022 error with which a request to start (or stop) the job now would be refused.
	CheckStart(job tds.GUID, name, login string) error
	CheckStop(job tds.GUID, name, login string) error
	// Jobs is what xp_sqlagent_enum_jobs knows of the jobs that run or wait.
	Jobs() []JobState
	// Enlist is xp_msx_enlist: it talks to the master now. The error is 22026 or what the master said.
	Enlist(ctx context.Context, e Enlistment) error
}

// JobState is the live state of one job (xp_sqlagent_enum_jobs).
type JobState struct {
	JobID        tds.GUID
	LastRunDate  int64
	LastRunTime  int64
	NextRunDate  int64
	NextRunTime  int64
	NextSchedule int64
	Requested    bool
	Source       int64  // 1 scheduler, 2 alerter, 3 boot, 4 user, 6 idle
	SourceID     string // login of the requester
	Running      bool
	CurrentStep  int64
	RetryAttempt int64
	State        int64 // 1 executing, 2 waiting for thread, 3 between retries, 4 idle, 5 suspended, 7 completing
}

// Notice is what sp_sqlagent_notify tells the agent.
type Notice struct {
	Op       byte // J job, S schedule, A alert, G registry, P poll the master now, ...
	Action   byte // R run, S start, I insert, U update, D delete, C cancel
	JobID    tds.GUID
	StepID   int64 // start step of J with S
	Schedule int64
	Alert    int64
	Login    string
}

// Enlistment is one call of xp_msx_enlist.
type Enlistment struct {
	Action       int // 0 enlist, 1 defect, 2 update
	Master       string
	User         string
	Location     *string // nil: the master keeps its text
	TimeZone     int64   // minutes from UTC
	LocalTime    time.Time
	PollInterval int64   // seconds
	Tx           msdb.Tx // to store the MSXOperator that the master answers with
}
