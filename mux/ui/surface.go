package ui

import (
	"fmt"

	"github.com/gdamore/tcell/v2"
	"github.com/gdamore/tcell/v2/terminfo"
)

// Surface draws on one rectangle of an outer terminal. What it gives for it is
// text, SGR and cursor addresses inside of the rectangle, nothing else: no
// modes, no clearing, no cursor shown or hidden.
//
// It assumes nothing of SGR and cursor before it, and ends with an SGR reset;
// afterwards the cursor is somewhere in the rectangle. What was there before is neither
// known nor kept: whoever else draws there calls Invalidate, and whoever moves
// the Surface away repaints what it covered.
//
// A Surface holds no goroutine. It is not safe for concurrent use.
type Surface struct {
	profile Profile
	tty     *memTty
	// ti is the screen's own; its SetCursor carries the rectangle's place.
	ti     *terminfo.Terminfo
	screen tcell.Screen
	rect   Rect

	// next is what the last Draw asked for, shown what tcell was told last.
	next, shown grid
	styles      styleTable // of both
	stale       bool       // all cells must be sent
	closed      bool
}

// NewSurface is a Surface with no place yet. It fails where the process's locale
// isn't UTF-8 (see PrepareEnv).
func NewSurface(p Profile) (*Surface, error) {
	s := &Surface{profile: p, tty: newMemTty(), ti: newTerminfo(p)}
	var err error
	if s.screen, err = tcell.NewTerminfoScreenFromTtyTerminfo(s.tty, s.ti); err != nil {
		return nil, fmt.Errorf("make surface: %w", err)
	}
	if err = s.screen.Init(); err != nil {
		return nil, fmt.Errorf("make surface: %w", err)
	}
	// A suspended screen has no goroutines, and draws like any other. What it
	// said so far was for a terminal of its own.
	if err = s.screen.Suspend(); err != nil {
		s.screen.Fini()
		return nil, fmt.Errorf("make surface: %w", err)
	}
	s.tty.out = nil
	return s, nil
}

// Place moves the surface to r of the outer screen. If that changes anything,
// bytes not fetched yet are dropped and the next Draw sends every cell.
func (s *Surface) Place(r Rect) {
	if r.Empty() || r.X < 0 || r.Y < 0 {
		r = Rect{}
	}
	if r == s.rect {
		return
	}
	s.rect = r
	s.ti.SetCursor = cursorAddress(r.X, r.Y)
	s.tty.cols, s.tty.rows = r.Cols, r.Rows
	s.Invalidate()
}

// Rect is the surface's place; empty before the first Place.
func (s *Surface) Rect() Rect { return s.rect }

// Invalidate forgets what the rectangle shows: bytes not fetched yet are dropped
// and the next Draw sends every cell.
func (s *Surface) Invalidate() {
	s.stale = true
	s.tty.out = s.tty.out[:0]
}

// Draw calls draw with a blank canvas of the rectangle's size, and keeps what
// has changed since the last Draw as bytes for AppendTo. draw must not use the
// canvas after it has returned.
func (s *Surface) Draw(draw func(Canvas)) {
	if s.closed || s.rect.Empty() {
		return
	}
	if len(s.styles.all) > maxStyles {
		s.styles = styleTable{}
		s.Invalidate()
	}
	s.next.styles, s.shown.styles = &s.styles, &s.styles
	s.next.reset(s.rect.Cols, s.rect.Rows)
	draw(&s.next)
	if s.stale {
		s.shown.reset(s.rect.Cols, s.rect.Rows)
	} else if s.next.equal(&s.shown) {
		return
	}
	s.encode()
}

// encode has tcell write the difference of next and shown.
func (s *Surface) encode() {
	if cols, rows := s.screen.Size(); cols != s.rect.Cols || rows != s.rect.Rows {
		// Show learns the new size. tcell posts it as an event, from a goroutine
		// of its own that would stay if nobody ever took the event.
		s.screen.Show()
		s.screen.PollEvent()
	}
	for i := range s.next.cells {
		n := &s.next.cells[i]
		if n.width == 0 || !s.stale && *n == s.shown.cells[i] {
			continue
		}
		x, y := i%s.rect.Cols, i/s.rect.Cols
		style := s.styleFor(s.styles.all[n.style])
		if rest, w := s.screen.Put(x, y, n.text, style); rest == "" && w == int(n.width) {
			continue
		}
		// Where tcell's table and ours differ, so do terminals.
		for j := range int(n.width) {
			s.screen.Put(x+j, y, "?", style)
		}
	}
	if s.stale {
		s.tty.out = s.tty.out[:0]
		s.screen.Sync()
		s.stale = false
	} else {
		s.screen.Show()
	}
	if len(s.tty.out) > 0 {
		s.tty.out = append(s.tty.out, s.ti.AttrOff...)
	}
	s.next, s.shown = s.shown, s.next
}

// styleFor is style in the colours that the terminal has.
func (s *Surface) styleFor(style tcell.Style) tcell.Style {
	fg, bg, _ := style.Decompose()
	return style.Foreground(s.profile.quantise(fg)).Background(s.profile.quantise(bg))
}

// AppendTo appends what the outer terminal must be sent since the last AppendTo,
// and returns dst: unchanged if that is nothing.
func (s *Surface) AppendTo(dst []byte) []byte {
	dst = append(dst, s.tty.out...)
	s.tty.out = s.tty.out[:0]
	return dst
}

// Cursor is where the last Draw asked for the cursor on the outer screen; ok is
// false where it didn't.
func (s *Surface) Cursor() (x, y int, ok bool) {
	if s.rect.Empty() || !s.shown.cursor {
		return 0, 0, false
	}
	return s.rect.X + s.shown.cursorX, s.rect.Y + s.shown.cursorY, true
}

// Close frees what the surface holds. Afterwards Draw does nothing.
func (s *Surface) Close() {
	if s.closed {
		return
	}
	s.closed = true
	s.screen.Fini()
}
