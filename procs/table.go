package procs

import (
	"slices"
	"strings"
)

// families are the tables of procedures, one a file.
var families = [][]*Proc{
	accountProcs,
	agentPropertiesProcs,
	alertProcs,
	categoryProcs,
	credentialProcs,
	downloadListProcs,
	enlistProcs,
	enlistTSXProcs,
	historyLogProcs,
	jobActivityProcs,
	jobHistoryProcs,
	jobIDProcs,
	jobOwnerProcs,
	jobProcs,
	jobScheduleProcs,
	jobServerProcs,
	jobStepLogProcs,
	jobStepProcs,
	machineProcs,
	msxJobProcs,
	notificationProcs,
	notifyProcs,
	operatorProcs,
	postProcs,
	probeProcs,
	proxyGrantProcs,
	proxyProcs,
	registryProcs,
	scheduleProcs,
	startupProcs,
	subsystemProcs,
	targetServerProcs,
	targetServerGroupProcs,
	verifyProcs,
}

// all is every procedure, sorted by name.
var all = func() []*Proc {
	list := slices.Concat(families...)
	slices.SortFunc(list, func(a, b *Proc) int { return strings.Compare(a.Name, b.Name) })
	return list
}()

var byName = func() map[string]*Proc {
	m := make(map[string]*Proc, len(all))
	for _, p := range all {
		if m[p.Name] != nil {
			panic("procs: " + p.Name + " is defined twice")
		}
		m[p.Name] = p
	}
	return m
}()

// All lists the procedures, sorted by name. The slice is not to be changed.
func All() []*Proc { return all }

// Lookup returns the procedure of that name, in any case, or nil.
func Lookup(name string) *Proc { return byName[strings.ToLower(name)] }
