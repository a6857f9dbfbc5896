package procs

import "slices"

// multiserver are the procedures of multiserver administration: a server that has jobs of its own, and an agent, leaves
// them to msxgate alone.
var multiserver = func() map[*Proc]bool {
	m := map[*Proc]bool{}
	for _, p := range slices.Concat(
		accountProcs, downloadListProcs, enlistProcs, enlistTSXProcs, jobServerProcs, msxJobProcs, postProcs, probeProcs,
		targetServerProcs, targetServerGroupProcs,
	) {
		m[p] = p.Database != "master"
	}
	return m
}()

// Multiserver tells whether the procedure belongs to multiserver administration.
func (p *Proc) Multiserver() bool { return multiserver[p] }
