package mux

import (
	"slices"
	"strconv"
	"time"
	"unicode"

	"jackin/mux/keys"
	"jackin/mux/ui"
	"jackin/mux/view"
	"jackin/mux/vt"
)

// feed takes what the outer terminal sent: the tokens go to the loop, which
// says which pane gets which bytes, and the waiting for a pane that doesn't
// read is done here, where it holds up nobody but this viewer.
func (v *viewer) feed(p []byte) {
	v.inMu.Lock()
	defer v.inMu.Unlock()
	v.expectSign(time.Now())
	var list []keys.Token
	v.tokens.Feed(p, time.Now(), func(t keys.Token) { list = append(list, t) })
	v.deliver(list)
	v.holdEscape()
}

// holdEscape flushes what the tokenizer holds when its time is over.
func (v *viewer) holdEscape() {
	due, held := v.tokens.Deadline()
	switch {
	case !held:
	case v.hold == nil:
		v.hold = time.AfterFunc(time.Until(due), v.flush)
	default:
		v.hold.Reset(time.Until(due))
	}
}

func (v *viewer) flush() {
	v.inMu.Lock()
	defer v.inMu.Unlock()
	if v.closed.Load() {
		return
	}
	var list []keys.Token
	v.tokens.Flush(time.Now(), func(t keys.Token) { list = append(list, t) })
	v.deliver(list)
	v.holdEscape()
}

// stopTyping ends the timer of a held ESC.
func (v *viewer) stopTyping() {
	v.inMu.Lock()
	defer v.inMu.Unlock()
	if v.hold != nil {
		v.hold.Stop()
	}
}

// deliver asks the loop what is to become of tokens, and does it.
func (v *viewer) deliver(tokens []keys.Token) {
	if len(tokens) == 0 {
		return
	}
	plan := make(chan []delivery, 1)
	v.s.post(typed{v, tokens, plan})
	select {
	case list := <-plan:
		if len(list) > 0 {
			v.echoes.Store(echoFrames)
		}
		for _, d := range list {
			d.p.send(d.bytes, &v.closed)
		}
	case <-v.over:
	case <-v.s.quit:
	}
}

// typed turns a viewer's tokens into what they do, in order.
func (s *server) typed(e typed) {
	v := e.v
	t := &typing{s: s, v: v}
	if !v.closed.Load() {
		s.hear(v)
		noticed := v.notice
		for _, token := range e.tokens {
			t.token(token)
		}
		if t.touched {
			if v.notice != "" && v.notice == noticed {
				v.notice, t.changed = "", true
			}
			v.lastTyped = time.Now()
			if v.tab != nil && v.tab.driver != v {
				s.fitTab(v.tab)
			}
		}
		if t.changed {
			s.refresh(v)
		}
	}
	e.plan <- t.plan
}

// typing is the loop's work on one event of a viewer's tokens.
type typing struct {
	s       *server
	v       *viewer
	plan    []delivery
	touched bool // the user did something: this viewer sets the size
	changed bool // the scene is to be drawn anew
}

// send adds bytes for a pane to the plan.
func (t *typing) send(p *pane, b []byte) {
	if len(b) == 0 || t.v.attach.ReadOnly {
		return
	}
	if n := len(t.plan); n > 0 && t.plan[n-1].p == p {
		t.plan[n-1].bytes = append(t.plan[n-1].bytes, b...)
		return
	}
	t.plan = append(t.plan, delivery{p, append([]byte(nil), b...)})
}

// program is the pane that gets what is typed now; nil where the interface does.
func (t *typing) program() *pane {
	v := t.v
	if len(v.boxes) > 0 || v.focus != onPane || v.tab == nil || v.tab.dead() || v.tab.state == starting || v.look() != nil {
		return nil
	}
	return v.tab.pane
}

// aheadLimit is how much may be typed for a program before it runs; more is
// dropped.
const aheadLimit = 4 << 10

// typedAhead keeps what is for a program that is about to run, as a terminal does:
// nothing of it is a command to the interface. Such a program has asked for no
// encoding yet.
func (t *typing) typedAhead(k keys.Token) bool {
	v := t.v
	if len(v.boxes) > 0 || v.focus != onPane || v.tab == nil || v.tab.state != starting {
		return false
	}
	b := k.Raw
	if k.Kind != keys.PasteData {
		var none vt.Modes
		b = keys.Translate(nil, k, v.profile.protocol(&none), protocol(&none))
	}
	if !v.attach.ReadOnly && len(v.tab.ahead)+len(b) <= aheadLimit {
		v.tab.ahead = append(v.tab.ahead, b...)
	}
	return true
}

func (t *typing) token(k keys.Token) {
	switch k.Kind {
	case keys.ReplyEvent:
		t.reply(k.Reply)
		return
	case keys.FocusIn, keys.FocusOut:
		if p := t.program(); p != nil && p.modes.Load().Focus {
			t.send(p, k.Raw)
		}
		return
	}
	t.touched = true
	switch k.Kind {
	case keys.PasteStart, keys.PasteData, keys.PasteEnd:
		t.paste(k)
	case keys.MouseEvent:
		t.mouse(k.Mouse)
	case keys.Keystroke:
		t.keystroke(k)
	case keys.Text:
		t.text(k)
	default:
		if p := t.program(); p != nil {
			t.send(p, k.Raw)
		}
	}
}

// text is a run of plain characters.
func (t *typing) text(k keys.Token) {
	if p := t.program(); p != nil {
		t.translate(p, k)
		return
	}
	// The first character may give the program the focus back.
	for one := range k.Keys() {
		if p := t.program(); p != nil {
			t.translate(p, one)
		} else if !t.typedAhead(one) {
			t.interfaceKey(one.Key)
		}
	}
}

// keystroke goes to the program, unless it is the leader or the interface has
// the focus.
func (t *typing) keystroke(k keys.Token) {
	if t.isLeader(k.Key) {
		if !k.Key.Released() {
			t.leader()
		}
		return
	}
	p := t.program()
	if p == nil {
		if !k.Key.Released() && !t.typedAhead(k) {
			t.v.pressed(k.Key)
			t.interfaceKey(k.Key)
		}
		return
	}
	if k.Key.Released() && t.v.released(k.Key) {
		return
	}
	if k.Key.IsCtrlZ() && t.s.noSuspend(t.v.tab) {
		return
	}
	t.translate(p, k)
}

// translate sends a keystroke in the protocol that the program asked for.
func (t *typing) translate(p *pane, k keys.Token) {
	modes := p.modes.Load()
	t.send(p, keys.Translate(nil, k, t.v.profile.protocol(modes), protocol(modes)))
}

// maxPressed is how many keys are remembered as pressed; nobody holds more, and
// of a terminal that reports no releases the rest is forgotten.
const maxPressed = 16

// pressed remembers a key whose press the interface took: the program, which may
// have the focus by then, isn't told of its release.
func (v *viewer) pressed(k keys.Key) {
	if k.Encoding != keys.Kitty || slices.Contains(v.down, k.Code) {
		return
	}
	if len(v.down) == maxPressed {
		v.down = v.down[:0]
	}
	v.down = append(v.down, k.Code)
}

// released says that a release belongs to a press that the interface took.
func (v *viewer) released(k keys.Key) bool {
	i := slices.Index(v.down, k.Code)
	if i < 0 {
		return false
	}
	v.down = slices.Delete(v.down, i, i+1)
	return true
}

func (t *typing) isLeader(k keys.Key) bool {
	for _, c := range t.s.leaders {
		if c.Matches(k) {
			return true
		}
	}
	return false
}

// leader moves the focus to the strip; twice, it goes to the program.
func (t *typing) leader() {
	v := t.v
	t.changed = true
	switch {
	case len(v.boxes) > 0:
		// A question stays until it is answered.
	case v.focus == onPane:
		v.focus, v.selected = onStrip, ui.Plus
		if v.tab != nil {
			v.selected = v.tab.id
		}
		if t.s.leaderUses < hintUses {
			t.s.leaderUses++
			t.s.saveRecord()
			t.s.refreshAll()
		}
		if v.tab != nil && v.tab.asks != nil && v.tab.asks.viewer == v {
			v.push(t.s.askBox(v))
		}
	default:
		v.focus = onPane
		if p := t.program(); p != nil {
			t.send(p, t.s.leaders[0].Bytes(protocol(p.modes.Load())))
		}
	}
}

// paste goes where it began to go, whatever is in it.
func (t *typing) paste(k keys.Token) {
	v := t.v
	switch k.Kind {
	case keys.PasteStart:
		v.pasting, v.pasteTo = true, t.program()
	case keys.PasteEnd:
		defer func() { v.pasting, v.pasteTo = false, nil }()
	}
	p := v.pasteTo
	if p == nil {
		if k.Kind == keys.PasteData && len(v.boxes) > 0 {
			t.pasteIntoBox(string(k.Raw))
		} else if k.Kind == keys.PasteData && v.focus == onPane && v.look() != nil {
			t.changed = true
			t.s.viewed(v, func(w *view.View, src view.Source) view.Action { return w.Paste(src, string(k.Raw)) })
		} else if k.Kind == keys.PasteData {
			t.typedAhead(k)
		}
		return
	}
	if k.Kind == keys.PasteData || p.modes.Load().BracketedPaste {
		t.send(p, k.Raw)
	}
}

// pasteIntoBox gives pasted text to a box that takes some.
func (t *typing) pasteIntoBox(text string) {
	b := t.v.boxes[len(t.v.boxes)-1]
	if in, ok := b.widget.(interface{ Paste(string) }); ok {
		in.Paste(text)
		t.changed = true
	}
}

// interfaceKey is a keystroke for a box, the strip, a dead tab or the empty
// screen.
func (t *typing) interfaceKey(k keys.Key) {
	v := t.v
	t.changed = true
	if n := len(v.boxes); n > 0 {
		b := v.boxes[n-1]
		cols, rows := boxSpace(v.cols, v.rows)
		t.boxOutcome(b, b.widget.Key(k, cols, rows))
		return
	}
	switch {
	case v.focus == onStrip:
		t.stripKey(k)
	case v.look() != nil:
		t.viewKey(k)
	default:
		t.bareKey(k)
	}
}

// boxOutcome does what an answer to a box says. A viewer that only looks opens
// and closes nothing.
func (t *typing) boxOutcome(b box, o ui.Outcome) {
	v := t.v
	switch {
	case o == ui.Chosen && v.attach.ReadOnly && !b.harmless:
		v.boxes = nil
	case o == ui.Chosen:
		b.chosen(t.s, v)
	case o == ui.Cancelled:
		v.pop()
		if len(v.boxes) == 0 {
			v.focus = onPane
		}
	}
}

// bareKey is a keystroke where no program has the focus.
func (t *typing) bareKey(k keys.Key) {
	switch letter(k) {
	case 'n':
		t.v.push(t.s.agentPicker())
	case 'x':
		if t.v.tab != nil {
			t.v.push(t.s.confirmClose(t.v.tab))
		}
	case 'q':
		if t.v.tab == nil {
			t.v.push(t.s.confirmQuit())
		}
	case 'd':
		if t.v.tab == nil {
			t.v.detach()
		}
	}
	if k.Is(keys.Enter, 0) && t.v.tab != nil && !t.v.attach.ReadOnly {
		t.s.runAgain(t.v.tab, nil)
	}
}

// stripKey is a keystroke after the leader.
func (t *typing) stripKey(k keys.Key) {
	v := t.v
	switch {
	case k.Is(keys.Escape, 0):
		v.focus = onPane
		return
	case k.Is(keys.Enter, 0):
		t.enterSelected()
		return
	case k.Is(keys.Left, 0):
		t.move(-1)
		return
	case k.Is(keys.Right, 0):
		t.move(1)
		return
	case k.Is(keys.Up, 0), k.Is(keys.Home, 0):
		t.moveTo(0)
		return
	case k.Is(keys.Down, 0), k.Is(keys.End, 0):
		t.moveTo(len(t.s.tabs) - 1)
		return
	}
	switch r := letter(k); {
	case r == 'h':
		t.move(-1)
	case r == 'l':
		t.move(1)
	case r >= '1' && r <= '9':
		if tab := t.s.tabByKey(strconv.Itoa(int(r - '0'))); tab != nil {
			v.focus = onPane
			t.s.show(v, tab)
		}
	case r == 'n':
		v.push(t.s.agentPicker())
	case r == 'x':
		if v.tab != nil {
			v.push(t.s.confirmClose(v.tab))
		}
	case r == 'd':
		v.detach()
	case r == 'q':
		v.push(t.s.confirmQuit())
	case r == 'r':
		if v.tab != nil {
			v.push(t.s.renameBox(v.tab))
		}
	case r == 's':
		t.s.lookAt(v, false)
	case r == '/':
		t.s.lookAt(v, true)
	case r == ':':
		v.push(t.s.palette(v))
	case r == '?':
		v.push(t.s.helpBox())
	}
}

// enterSelected goes to what the strip has selected.
func (t *typing) enterSelected() {
	if t.v.selected == ui.Plus {
		t.v.push(t.s.agentPicker())
		return
	}
	t.v.focus = onPane
	if tab := t.s.tabByKey(strconv.Itoa(t.v.selected)); tab != nil {
		t.s.show(t.v, tab)
	}
}

// move selects and shows the tab that is by places further, the `+` behind the
// last one included; the focus stays on the strip.
func (t *typing) move(by int) {
	at := len(t.s.tabs) // the +
	for i, tab := range t.s.tabs {
		if tab.id == t.v.selected {
			at = i
		}
	}
	n := len(t.s.tabs) + 1
	t.moveTo(((at+by)%n + n) % n)
}

func (t *typing) moveTo(at int) {
	if at < 0 || at >= len(t.s.tabs) {
		t.v.selected = ui.Plus
		return
	}
	t.v.selected = t.s.tabs[at].id
	t.s.show(t.v, t.s.tabs[at])
}

// letter is the character that a keystroke types, in lower case; 0 where it
// types none.
func letter(k keys.Key) rune {
	return unicode.ToLower(k.Rune())
}

// mouse goes to the program if it asked for it and the place is its own.
func (t *typing) mouse(m keys.Mouse) {
	if len(t.v.boxes) > 0 {
		t.boxMouse(m)
		return
	}
	held := (t.v.pressAt != nil || t.v.look() != nil) && m.Action != keys.MousePress
	if m.Y == 0 && !held {
		t.stripClick(m)
		return
	}
	if t.v.focus == onStrip && m.Action == keys.MousePress {
		// A click goes to what is under it.
		t.v.focus, t.changed = onPane, true
	}
	m.Y--
	if t.v.focus == onPane && t.v.look() != nil {
		t.viewMouse(m)
		return
	}
	if p := t.program(); p != nil {
		modes := p.modes.Load()
		if modes.Mouse != vt.MouseOff {
			t.send(p, keys.EncodeMouse(nil, m, modes.Mouse, modes.MouseEncoding))
			return
		}
		if t.wheelKeys(p, modes, m) {
			return
		}
	}
	t.paneMouse(m)
}

// boxMouse is for the box that is shown: a click on what it offers, the wheel
// as the arrows.
func (t *typing) boxMouse(m keys.Mouse) {
	if m.Action != keys.MousePress {
		return
	}
	switch m.Button {
	case keys.WheelUp:
		t.interfaceKey(keys.Key{Code: keys.Up})
	case keys.WheelDown:
		t.interfaceKey(keys.Key{Code: keys.Down})
	case keys.ButtonLeft:
		b := t.v.boxes[len(t.v.boxes)-1]
		r := b.widget.Rect(boxSpace(t.v.cols, t.v.rows))
		r.Y++ // below the strip
		if !r.Contains(m.X, m.Y) {
			return
		}
		t.changed = true
		t.boxOutcome(b, b.widget.Click(m.X-r.X, m.Y-r.Y, r.Cols, r.Rows))
	}
}

// stripClick goes to the tab, or the +, under a click.
func (t *typing) stripClick(m keys.Mouse) {
	if m.Action != keys.MousePress || m.Button != keys.ButtonLeft {
		return
	}
	id := t.s.strip(t.v).Hit(m.X, t.v.cols)
	if id == 0 {
		return
	}
	t.changed = true
	if id == ui.Plus {
		t.v.push(t.s.agentPicker())
		return
	}
	if tab := t.s.tabByKey(strconv.Itoa(id)); tab != nil {
		t.v.focus = onPane
		t.s.show(t.v, tab)
	}
}

// protocol is what a program expects of a keyboard.
func protocol(m *vt.Modes) keys.Protocol {
	return keys.Protocol{
		AppCursor: m.AppCursor, AppKeypad: m.AppKeypad, LineFeed: m.LineFeed, BackarrowBS: m.BackarrowBS,
		KittyFlags: m.KittyFlags, ModifyOtherKeys: m.ModifyOtherKeys,
	}
}
