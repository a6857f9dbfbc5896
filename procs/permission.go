package procs

// mustBeSysadmin raises 15003 for everybody else.
func mustBeSysadmin(c *Call) error {
	if !c.Login.Sysadmin {
		return errNotInRole.With("sysadmin")
	}
	return nil
}
