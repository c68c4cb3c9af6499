package mux

import (
	"time"

	"jackin/mux/render"
	"jackin/mux/ui"
	"jackin/mux/view"
	"jackin/mux/vt"
	"jackin/mux/wire"
)

const (
	// frameTime is the least time between two frames, 60 a second: the first
	// change after a pause is painted at once, and so is the echo of a keystroke.
	frameTime = time.Second / 60
	// echoFrames is how many frames are painted at once after something was typed:
	// what a program answers comes in a write or two.
	echoFrames = 2
	// syncLimit is how long a program may hold a frame by mode 2026; then what
	// there is of it is shown.
	syncLimit = 150 * time.Millisecond
)

// painter draws one viewer's scenes. It belongs to the paintLoop goroutine.
type painter struct {
	v        *viewer
	composer *render.Composer
	profile  profile
	surfaces // of the interface

	looked   *vt.Frame // of the look with the number look
	look     int
	status   string // of that look
	progress progress

	redraws int    // of the scene that was drawn last
	drawn   *scene // the scene that the surfaces show
	pane    *pane
	frame   *vt.Frame // the pane's; another pane gets another one
	bells   int
	limit   *time.Timer // of a program's frame under way; nil before the first
	out     []byte
}

// surfaces are the interface's parts of the outer screen.
type surfaces struct {
	strip, body, box, hints *ui.Surface
}

// paintLoop draws the newest scene whenever there is something new, until the
// viewer is closed or its connection broken. While the client doesn't read it
// waits in the write: what came meanwhile is one frame then.
func (v *viewer) paintLoop() {
	p := &painter{v: v}
	if err := p.open(v.scene.Load().profile); err != nil {
		v.s.log.Error("open painter", "err", err)
		v.conn.Close()
		return
	}
	defer p.close()
	p.out = p.enter(p.out, len(v.attach.Resume) > 0)
	pause := time.NewTimer(0)
	<-pause.C
	defer pause.Stop()
	var last time.Time
	for {
		select {
		case <-v.dirty:
		case <-v.over:
			return
		}
		if wait := frameTime - time.Since(last); wait > 0 && !v.owed() {
			pause.Reset(wait)
			select {
			case <-pause.C:
			case <-v.over:
				return
			}
		}
		if b := v.resume.Swap(nil); b != nil {
			if err := v.wire.WriteRaw(wire.TypeResume, *b); err != nil {
				return
			}
		}
		var wait time.Duration
		if !v.mute.Load() {
			wait = p.paint(v.scene.Load(), time.Now())
		}
		if v.ask.Swap(false) {
			v.asked.Store(true)
			p.out = append(p.out, fenceQuery...)
		}
		if v.askColors.Swap(false) {
			v.askedColors.Store(true)
			p.out = append(p.out, colorsQuery...)
		}
		if len(p.out) > 0 {
			if err := v.wire.WriteRaw(wire.TypeOutput, p.out); err != nil {
				return
			}
			p.out = p.out[:0]
			last = time.Now()
		}
		if wait > 0 {
			// A frame of the program is under way. Its end wakes us; its time
			// limit must, too.
			if p.limit == nil {
				p.limit = time.AfterFunc(wait, v.wake)
			} else {
				p.limit.Reset(wait)
			}
		}
	}
}

func (p *painter) open(pr profile) error {
	p.composer = render.NewComposer(pr.caps())
	p.profile = pr
	for _, s := range []**ui.Surface{&p.strip, &p.body, &p.box, &p.hints} {
		made, err := ui.NewSurface(pr.ui())
		if err != nil {
			p.close()
			return err
		}
		*s = made
	}
	return nil
}

func (p *painter) close() {
	if p.limit != nil {
		p.limit.Stop()
	}
	for _, s := range []*ui.Surface{p.strip, p.body, p.box, p.hints} {
		if s != nil {
			s.Close()
		}
	}
}

// enter takes the terminal over and asks it what it is. One that a server had
// before is ours already.
func (p *painter) enter(dst []byte, resumed bool) []byte {
	if resumed {
		dst = p.composer.Resume(dst)
	} else {
		dst = p.composer.Enter(dst)
	}
	dst = append(dst, attachQueries...)
	p.composer.Lost()
	return dst
}

// paint appends to out what brings the outer terminal to sc. wait is how long
// a program's frame under way may still take.
func (p *painter) paint(sc *scene, now time.Time) (wait time.Duration) {
	if sc.cols == 0 {
		return 0
	}
	if sc.profile != p.profile {
		p.reopen(sc.profile)
	}
	if sc.redraws != p.redraws {
		p.redraws = sc.redraws
		p.composer.Reset(sc.cols, sc.rows)
		p.forget()
	}
	s := render.Scene{At: area(sc.paneArea())}
	if sc.pane != p.pane {
		p.pane, p.frame = sc.pane, new(vt.Frame)
	}
	if sc.pane != nil {
		wait = sc.pane.copyTo(p.frame, now)
		s.Pane = p.frame
	}
	if sc.look != nil {
		p.paintLook(sc)
		s.Pane = p.looked
	}
	p.drawSurfaces(sc)
	for _, r := range []ui.Rect{sc.boxArea(), sc.hintArea()} {
		if !r.Empty() {
			s.Covered = append(s.Covered, area(r))
		}
	}
	for _, f := range []*ui.Surface{p.strip, p.body, p.box, p.hints} {
		if b := f.AppendTo(nil); len(b) > 0 {
			s.Surfaces = append(s.Surfaces, b)
		}
	}
	p.place(sc, &s)
	p.out = p.composer.Frame(p.out, s)
	if sc.bells > p.bells {
		p.out = append(p.out, '\a')
	}
	p.bells = sc.bells
	p.asides(sc)
	return wait
}

// paintLook draws what is looked at instead of the live screen.
func (p *painter) paintLook(sc *scene) {
	if sc.look.number != p.look || p.looked == nil {
		p.look, p.looked = sc.look.number, new(vt.Frame)
	}
	sc.pane.looking(func(src view.Source) {
		sc.look.view.Draw(p.looked, src)
		p.status = sc.look.view.Status(src)
	})
}

// asides says what is for the outer terminal beside its screen. The Linux console
// knows none of it, and would show some.
func (p *painter) asides(sc *scene) {
	if sc.progress != p.progress && !sc.profile.noScroll {
		p.out = render.AppendProgress(p.out, sc.progress.state, sc.progress.percent)
	}
	p.progress = sc.progress
	for {
		select {
		case e := <-p.v.asides:
			if !sc.profile.noScroll {
				p.out = render.AppendEvent(p.out, e)
			}
		default:
			return
		}
	}
}

// place says where the cursor is and what the outer terminal should report.
func (p *painter) place(sc *scene, s *render.Scene) {
	if s.Pane != nil {
		s.Modes = render.PaneModes(p.frame)
		s.Modes = outerModes(s.Modes, sc.profile)
		if sc.typing {
			s.Cursor = render.PaneCursor(p.frame, s.At, s.Covered)
		}
	}
	if !sc.typing {
		// No program listens. Where nothing of ours can be clicked either, the
		// mouse is the outer terminal's own, to select with.
		s.Modes.Mouse, s.Modes.Focus, s.Modes.BracketedPaste = vt.MouseOff, false, true
		if sc.box != nil || sc.strip.Focused {
			s.Modes.Mouse = vt.MouseNormal
		}
	}
	if sc.mouse && s.Modes.Mouse == vt.MouseOff {
		// Presses, the wheel, and motion while a button is down.
		s.Modes.Mouse = vt.MouseButton
	}
	if sc.looks() {
		s.Cursor = render.PaneCursor(p.looked, s.At, s.Covered)
		if col, ok := sc.look.view.Cursor(); ok {
			x := ui.StatusColumn(sc.cols) + col
			s.Cursor = vt.Cursor{X: min(x, sc.cols-1), Y: sc.rows - 1, Visible: true}
		}
	}
	if s.Modes.Title == "" {
		s.Modes.Title = sc.title
	}
	if sc.box != nil {
		if x, y, ok := p.box.Cursor(); ok {
			s.Cursor = vt.Cursor{X: x, Y: y, Visible: true}
		}
	}
}

// reopen draws for a terminal that is known better than before.
func (p *painter) reopen(pr profile) {
	p.profile = pr
	p.composer.SetCaps(pr.caps())
	old := p.surfaces
	p.surfaces = surfaces{}
	for _, s := range []struct{ to, from **ui.Surface }{{&p.strip, &old.strip}, {&p.body, &old.body}, {&p.box, &old.box}, {&p.hints, &old.hints}} {
		made, err := ui.NewSurface(pr.ui())
		if err != nil {
			// The old one draws on, with fewer colours.
			p.v.s.log.Error("reopen surface", "err", err)
			*s.to = *s.from
			continue
		}
		(*s.from).Close()
		*s.to = made
	}
	p.forget()
}

// forget has everything of the interface drawn anew.
func (p *painter) forget() {
	p.drawn = nil
	for _, s := range []*ui.Surface{p.strip, p.body, p.box, p.hints} {
		s.Invalidate()
	}
}

// drawSurfaces draws the interface's parts of a scene that isn't drawn yet.
func (p *painter) drawSurfaces(sc *scene) {
	status := sc.status
	if sc.looks() {
		status = p.status
	}
	if sc == p.drawn {
		if sc.looks() {
			p.hints.Draw(ui.HintRow{Status: status, Hints: sc.hints}.Draw)
		}
		return
	}
	old := p.drawn
	p.drawn = sc
	p.strip.Place(ui.Rect{Cols: sc.cols, Rows: min(sc.rows, 1)})
	p.strip.Draw(sc.strip.Draw)
	if sc.pane == nil {
		if old != nil && (old.pane != nil || old.boxArea() != sc.boxArea() || old.hintArea() != sc.hintArea()) {
			p.body.Invalidate() // something else was drawn over it
			p.box.Invalidate()
			p.hints.Invalidate()
		}
		p.body.Place(sc.paneArea())
		p.body.Draw(sc.empty.Draw)
	} else {
		p.body.Place(ui.Rect{})
	}
	p.box.Place(sc.boxArea())
	if sc.box != nil {
		p.box.Draw(sc.box.Draw)
	}
	p.hints.Place(sc.hintArea())
	p.hints.Draw(ui.HintRow{Status: status, Hints: sc.hints}.Draw)
}

// area is a rectangle in the renderer's words.
func area(r ui.Rect) render.Rect { return render.Rect(r) }
