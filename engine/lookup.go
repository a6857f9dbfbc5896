package engine

import (
	"msxgate/tds"
	"msxgate/tsql"
)

// HasDatabase tells whether there is a database of that name, in any case, committed or made by the
// session's transaction.
func (s *Session) HasDatabase(name string) bool { return s.catalog().Database(name) != nil }

// DatabaseID is the id of the current database.
func (s *Session) DatabaseID() int64 {
	if d := s.catalog().Database(s.database); d != nil {
		return int64(d.ID)
	}
	return 0
}

// Table finds a table, temporary ones included: 1088.
func (s *Session) Table(name tsql.Name) (*Table, error) {
	o, err := s.newBinder(nil).object(name)
	if err != nil {
		return nil, err
	}
	if t, ok := o.(*Table); ok {
		return t, nil
	}
	return nil, tds.Errorf(1088, 16, "Cannot find the object \"%s\" because it does not exist or you do not have permissions.", written(name))
}
