package engine

import (
	"hash/fnv"

	"msxgate/tds"
)

// errNotBuilt refuses a construct by its name. The number lies in the range of user messages, 40000
// and up, and is the same for the same construct.
func errNotBuilt(construct string) *tds.Error {
	h := fnv.New32a()
	h.Write([]byte(construct))
	return tds.Errorf(int32(40000+h.Sum32()%5000), 16, "msxgate: %s is not supported", construct)
}

func errInvalidColumn(name string) *tds.Error {
	return tds.Errorf(207, 16, "Invalid column name '%s'.", name)
}

func errInvalidObject(name string) *tds.Error {
	return tds.Errorf(208, 16, "Invalid object name '%s'.", name)
}
