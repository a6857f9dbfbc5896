package gateway

// Connections is the number of connections at this moment, those that have not logged in yet included.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}
