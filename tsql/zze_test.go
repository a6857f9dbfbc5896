package tsql

import "msxgate/tds"

func errLine(err error) int32 { return err.(*tds.Error).Line }
