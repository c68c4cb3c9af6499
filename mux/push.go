package mux

import (
	"os"
	"slices"
	"strings"

	"jackin/mux/ui"
	"jackin/mux/wire"
	"jackin/session/link"
)

// pushKeys passes a descriptor of keys on to init, unread; the answer comes with
// KeysChanged.
func (s *server) pushKeys(file *os.File, reply replier) {
	if file == nil {
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: "no keys came with the request"})
		return
	}
	s.lastPush++
	if err := s.cfg.Link.Send(link.KeysPush{ID: s.lastPush}, int(file.Fd())); err != nil {
		reply(nil, &wire.Error{Code: wire.CodeFailed, Message: "pass the keys on: " + err.Error()})
		return
	}
	s.pushes[s.lastPush] = reply
}

// keysChanged has labels and pickers follow what init holds now.
func (s *server) keysChanged(m link.KeysChanged) {
	reply := s.pushes[m.Push]
	delete(s.pushes, m.Push)
	if m.Refused != "" {
		if reply != nil {
			reply(nil, &wire.Error{Code: wire.CodeFailed, Message: m.Refused})
		}
		return
	}
	s.setKeys(m.Keys)
	s.outdated(m.Changed)
	for _, v := range s.viewers {
		for i, b := range v.boxes {
			if b.renew != nil {
				v.boxes[i] = b.renew(s)
			}
		}
	}
	s.event(wire.Event{Event: wire.EventKeys})
	s.refreshAll()
	if reply != nil {
		reply(s.keyRows(), nil)
	}
}

// outdated marks the tabs whose programs were started with a key that has changed:
// they keep it until they are run again.
func (s *server) outdated(changed []string) {
	for _, t := range s.tabs {
		if t.OldKey || t.dead() || !slices.ContainsFunc(t.Keys, func(name string) bool { return slices.Contains(changed, name) }) {
			continue
		}
		t.OldKey = true
		s.saveTab(t)
	}
}

// keyRows are the keys that have a value, by name.
func (s *server) keyRows() []wire.Key {
	rows := make([]wire.Key, 0, len(s.keySource))
	for name, source := range s.keySource {
		rows = append(rows, wire.Key{Name: string(name), Source: source})
	}
	slices.SortFunc(rows, func(a, b wire.Key) int { return strings.Compare(a.Name, b.Name) })
	return rows
}

// selectLabel selects the item with that label, if it is there.
func selectLabel(l ui.List, label string) ui.List {
	if i := slices.IndexFunc(l.Items, func(it ui.Item) bool { return it.Label == label && !it.Disabled }); i >= 0 {
		l.Selected = i
	}
	return l
}
