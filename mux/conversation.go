package mux

import (
	"os"
	"path/filepath"
	"strconv"

	"jackin/session/ptyproc"
)

// lookConversation finds out which conversation t's agent has open, where it
// chooses one by itself. A program's status is when there may be another one.
func (s *server) lookConversation(t *tab) {
	if t.pid == 0 || t.looking || !s.catalogue.KeepsOpen(t.Agent) {
		return
	}
	t.looking = true
	e := conversed{t: t, session: t.session}
	pid, agent := t.pid, t.Agent
	s.running.Go(func() {
		for _, name := range openFiles(pid) {
			if id, ok := s.catalogue.OpenConversation(agent, name); ok {
				e.id = id
			}
		}
		s.post(e)
	})
}

// conversed keeps the conversation for when the tab is run again.
func (s *server) conversed(e conversed) {
	e.t.looking = false
	if e.id == "" || e.id == e.t.Conversation || e.session != e.t.session {
		return
	}
	e.t.Conversation = e.id
	s.saveTab(e.t)
}

// openFiles are the paths of the files that a process and its descendants have
// open. One that ends meanwhile has none.
func openFiles(pid int) []string {
	table, err := ptyproc.Snapshot()
	if err != nil {
		return nil
	}
	var names []string
	for _, pid := range table.Tree(pid) {
		dir := filepath.Join("/proc", strconv.Itoa(pid), "fd")
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if name, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil {
				names = append(names, name)
			}
		}
	}
	return names
}
