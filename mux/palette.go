package mux

import (
	"fmt"

	"jackin/mux/ui"
	"jackin/mux/wire"
)

// command is a row of the palette.
type command struct {
	label string
	// key is what does the same behind the leader; "" is nothing.
	key string
	// looks says that it changes nothing: a client that only looks may do it.
	looks bool
	do    func(s *server, v *viewer)
}

// commands are what v can do now.
func (s *server) commands(v *viewer) []command {
	list := []command{{"New tab", "N", false, func(s *server, v *viewer) { v.push(s.agentPicker()) }}}
	if t := v.tab; t != nil {
		uuid := t.uuid
		// The tab may be gone by the time that the command is chosen.
		on := func(do func(s *server, v *viewer, t *tab)) func(*server, *viewer) {
			return func(s *server, v *viewer) {
				if t := s.tabByKey(uuid); t != nil {
					do(s, v, t)
				}
			}
		}
		list = append(list,
			command{"Rename this tab", "R", false, on(func(s *server, v *viewer, t *tab) { v.push(s.renameBox(t)) })},
			command{"Close this tab", "X", false, on(func(s *server, v *viewer, t *tab) { v.push(s.confirmClose(t)) })})
		list = append(list,
			command{"Scroll back", "S", true, on(func(s *server, v *viewer, _ *tab) { s.lookAt(v, false) })},
			command{"Search", "/", true, on(func(s *server, v *viewer, _ *tab) { s.lookAt(v, true) })})
		for _, text := range s.buffers {
			list = append(list, command{"Paste " + preview(text), "", false, on(func(s *server, v *viewer, _ *tab) { s.pasteBuffer(v, text) })})
		}
		if t.dead() {
			list = append(list, command{"Run this tab again", "", false, on(func(s *server, _ *viewer, t *tab) { s.runAgain(t, nil) })})
		}
	}
	for _, t := range s.tabs {
		key := ""
		if t.id <= 9 {
			key = fmt.Sprint(t.id)
		}
		uuid := t.uuid
		list = append(list, command{fmt.Sprintf("Go to tab %d, %s", t.id, s.label(t)), key, true, func(s *server, v *viewer) {
			if t := s.tabByKey(uuid); t != nil {
				s.show(v, t)
			}
		}})
	}
	return append(list,
		command{"Detach", "D", true, func(_ *server, v *viewer) { v.detach() }},
		command{"End jackin", "Q", false, func(s *server, v *viewer) { v.push(s.confirmQuit()) }},
		command{"Help", "?", true, func(s *server, v *viewer) { v.push(s.helpBox()) }})
}

// palette asks which of the commands to do.
func (s *server) palette(v *viewer) box {
	commands := s.commands(v)
	items := make([]ui.Item, 0, len(commands))
	for _, c := range commands {
		it := ui.Item{Label: c.label, Detail: c.key}
		if v.attach.ReadOnly && !c.looks {
			it.Detail, it.Disabled = "this client only looks", true
		}
		items = append(items, it)
	}
	b := newBox(ui.NewList("Commands", items), func(s *server, v *viewer, l ui.List) {
		v.boxes, v.focus = nil, onPane
		commands[l.Selected].do(s, v)
	})
	b.harmless = true
	return b
}

// renameBox asks for t's label; without any the computed one comes back.
func (s *server) renameBox(t *tab) box {
	uuid := t.uuid
	in := ui.NewInput(fmt.Sprintf("Rename tab %d", t.id), s.label(t))
	return newBox(in, func(s *server, v *viewer, in ui.Input) {
		v.boxes, v.focus = nil, onPane
		if t := s.tabByKey(uuid); t != nil {
			label := in.Text()
			if label == s.label(t) {
				return // a computed label stays one
			}
			s.rename(t, label)
		}
	})
}

// detach sends this client home; what runs in the tabs goes on.
func (v *viewer) detach() {
	v.leave(wire.Leave{Message: "detached; jackin attach comes back", Detached: true})
}
