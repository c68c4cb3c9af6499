package mux

import (
	"time"

	"jackin/mux/keys"
	"jackin/mux/ui"
	"jackin/mux/view"
	"jackin/mux/vt"
)

const (
	// wheelRows is how far one step of the wheel scrolls.
	wheelRows = 3
	// dragTime is how often a selection that is dragged out of the pane scrolls a
	// row.
	dragTime = 50 * time.Millisecond
)

// look is a viewer's look at a tab that isn't at its live screen.
type look struct {
	view view.View
	// number tells this look from every other of the viewer's.
	number int
}

// looking has f look at the screen while it can't change; nobody calls it where
// there is none any more.
func (p *pane) looking(f func(view.Source)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen != nil {
		f(p.screen)
	}
}

// look is v's look at its tab; nil at the live screen.
func (v *viewer) look() *look {
	if v.tab == nil {
		return nil
	}
	return v.looks[v.tab]
}

// openLook takes v from the live screen of its tab to a view of it; nil where
// there is no screen.
func (v *viewer) openLook() *look {
	if w := v.look(); w != nil {
		return w
	}
	if v.tab == nil || v.tab.pane == nil {
		return nil
	}
	size := v.paneSize()
	v.tab.pane.looking(func(src view.Source) {
		v.lookNumber++
		if v.looks == nil {
			v.looks = map[*tab]*look{}
		}
		v.looks[v.tab] = &look{view.Open(src, int(size.Cols), int(size.Rows)), v.lookNumber}
	})
	return v.look()
}

// dropLook takes v back to t's live screen.
func (v *viewer) dropLook(t *tab) {
	if v.looks[t] == nil {
		return
	}
	delete(v.looks, t)
	v.walk.Store(nil)
}

// dropLooks takes everybody back to t's live screen: it is another one now, or
// none.
func (s *server) dropLooks(t *tab) {
	for _, v := range s.viewers {
		v.dropLook(t)
	}
}

// resizeLooks gives v's views the size of its terminal.
func (v *viewer) resizeLooks() {
	size := v.paneSize()
	for t, w := range v.looks {
		if t.pane != nil {
			t.pane.looking(func(src view.Source) { w.view.Resize(src, int(size.Cols), int(size.Rows)) })
		}
	}
}

// lookAt opens the view by keystroke, find with its search line.
func (s *server) lookAt(v *viewer, find bool) {
	v.boxes, v.focus = nil, onPane
	if v.openLook() == nil || !find {
		return
	}
	s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Find(src, false) })
}

// viewed has f do something to v's view, and does what follows from it.
func (s *server) viewed(v *viewer, f func(w *view.View, src view.Source) view.Action) {
	w, t := v.look(), v.tab
	if w == nil || t.pane == nil {
		return
	}
	var a view.Action
	t.pane.looking(func(src view.Source) { a = f(&w.view, src) })
	s.act(v, t, a)
}

// act does what v's view of t wants done.
func (s *server) act(v *viewer, t *tab, a view.Action) {
	if a.Copy != "" {
		s.copied(v, a.Copy, a.Cut)
	}
	if a.Search != nil {
		s.search(v, t, a.Search)
	}
	if a.Edit {
		s.editHistory(v, t)
	}
	if a.Bell {
		v.bells++
	}
	if a.Leave {
		v.dropLook(t)
	}
	s.drag(v)
}

// search walks through t's rows in a goroutine of its own; a later walk of the
// same viewer ends it.
func (s *server) search(v *viewer, t *tab, walk *view.Search) {
	v.walk.Store(walk)
	p := t.pane
	s.running.Go(func() {
		for done := false; !done && v.walk.Load() == walk && !v.closed.Load(); {
			there := false
			p.looking(func(src view.Source) { walk.Read(src); there = true })
			if !there {
				return
			}
			var news bool
			if news, done = walk.Match(); news {
				s.post(found{v, t, p, walk.Result()})
			}
		}
	})
}

func (s *server) found(e found) {
	w := e.v.looks[e.t]
	if w == nil || e.v.closed.Load() || e.t.pane != e.p {
		return
	}
	var a view.Action
	e.p.looking(func(src view.Source) { a = w.view.Found(src, e.result) })
	s.act(e.v, e.t, a)
	s.refresh(e.v)
}

// drag has a selection that is held outside of the pane scroll on.
func (s *server) drag(v *viewer) {
	if w := v.look(); w != nil && w.view.Dragging() != 0 && v.dragging == nil {
		v.dragging = s.after(dragTime, dragged{v})
	}
}

func (s *server) dragged(v *viewer) {
	v.dragging = nil
	w := v.look()
	if w == nil || v.closed.Load() || w.view.Dragging() == 0 {
		return
	}
	v.tab.pane.looking(func(src view.Source) { w.view.Tick(src) })
	s.drag(v)
	s.refresh(v)
}

// viewKey is a keystroke for v's view.
func (t *typing) viewKey(k keys.Key) {
	t.s.viewed(t.v, func(w *view.View, src view.Source) view.Action { return w.Key(src, k) })
}

// viewMouse is the mouse over v's view; m counts from the pane's first row.
func (t *typing) viewMouse(m keys.Mouse) {
	t.changed = true
	clicks := 0
	if m.Action == keys.MousePress && m.Button == keys.ButtonLeft {
		clicks = t.v.clicks.Press(m, time.Now())
	}
	t.s.viewed(t.v, func(w *view.View, src view.Source) view.Action { return w.Mouse(src, m, clicks) })
}

// paneMouse is the mouse over a live screen whose program didn't ask for it: the
// wheel and dragging open the view, and so does a double click. m counts from the
// pane's first row.
func (t *typing) paneMouse(m keys.Mouse) {
	v := t.v
	if !t.s.options.Mouse {
		return
	}
	left := m.Button == keys.ButtonLeft
	switch {
	case m.Action == keys.MousePress && m.Button == keys.WheelUp:
		if v.openLook() != nil {
			t.changed = true
			t.s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Wheel(src, -wheelRows) })
		}
	case m.Action == keys.MousePress && left:
		v.pressAt = &m
		if n := v.clicks.Press(m, time.Now()); n > 1 && v.openLook() != nil {
			t.changed = true
			t.s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Mouse(src, m, n) })
		}
	case m.Action == keys.MouseMotion && left && v.pressAt != nil:
		press := *v.pressAt
		if press.X == m.X && press.Y == m.Y || v.openLook() == nil {
			return
		}
		v.pressAt, t.changed = nil, true
		t.s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Mouse(src, press, 1) })
		t.s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Mouse(src, m, 0) })
	default:
		v.pressAt = nil
	}
}

// wheelKeys is alternate scroll (1007): a program that asked for it gets the wheel
// as cursor keys on its alternate screen. taken says that the wheel isn't for the
// view: a program on the alternate screen scrolls by itself or not at all.
func (t *typing) wheelKeys(p *pane, modes *vt.Modes, m keys.Mouse) (taken bool) {
	if !modes.AltScreen || !m.Wheel() {
		return false
	}
	if modes.AltScroll {
		t.send(p, keys.AltScroll(nil, m, protocol(modes)))
	}
	return true
}

// viewHints are what a view's keystrokes do now.
func viewHints(w view.View) []ui.Hint {
	var hints []ui.Hint
	for _, h := range w.Hints() {
		hints = append(hints, ui.Hint{Key: h.Key, Meaning: h.Meaning})
	}
	return hints
}
