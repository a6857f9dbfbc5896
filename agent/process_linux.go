package agent

import "syscall"

// HideFromSteps keeps the memory of this process and the environment that it was started with, where passwords may stand, from
// other processes of its user (proc(5), prctl(2)).
func HideFromSteps() {
	const setDumpable = 4 // PR_SET_DUMPABLE
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0)
}
