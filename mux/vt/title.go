package vt

// titleDepth is how many titles the stack holds; the oldest is dropped beyond it.
const titleDepth = 10

// titles is a title and those pushed below it.
type titles struct {
	now   string
	stack []string
	gen   uint64
}

// setTitle is OSC 0 and 2.
func (s *Screen) setTitle(t string) {
	if t == s.titles.now {
		return
	}
	s.titles.now = t
	s.titles.gen++
	s.event(Event{Kind: EventTitle, Text: t})
}

// The titles that CSI 22 and 23 t are about: both, the icon's, the window's.
const iconTitle = 1

func (s *Screen) pushTitle(which int) {
	if which == iconTitle {
		return
	}
	t := &s.titles
	if len(t.stack) == titleDepth {
		t.stack = append(t.stack[:0], t.stack[1:]...)
	}
	t.stack = append(t.stack, t.now)
}

func (s *Screen) popTitle(which int) {
	t := &s.titles
	if which == iconTitle || len(t.stack) == 0 {
		return
	}
	last := t.stack[len(t.stack)-1]
	t.stack = t.stack[:len(t.stack)-1]
	s.setTitle(last)
}
