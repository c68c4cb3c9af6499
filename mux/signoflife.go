package mux

import (
	"time"

	"jackin/mux/keys"
	"jackin/mux/wire"
)

// patience is how long a silent outer terminal is taken for one that somebody
// looks at. With docker exec -it nothing tells a process in the container that
// docker's client was killed: no end of file, no signal, and writes go on
// succeeding. Only an answer of the terminal shows that somebody is there.
type patience struct {
	// ask is the silence after which the outer terminal is asked (DSR), and the
	// pause until it is asked again.
	ask time.Duration
	// silent is the silence after which a viewer counts as detached: it sets no
	// size, and nothing is drawn for it.
	silent time.Duration
	// gone is the silence after which it is sent home.
	gone time.Duration
}

// defaultPatience is the contract's, but for gone, which is configured.
var defaultPatience = patience{ask: 5 * time.Second, silent: 30 * time.Second}

// life is what a viewer's outer terminal has shown of itself.
type life struct {
	// answers: it has answered DSR at attach. One that doesn't is never asked; it
	// is taken for gone where nothing else has come from it either: docker's client
	// was killed before its terminal could say anything.
	answers bool
	heard   time.Time // the last input; zero before the first
	timer   *time.Timer
	silent  bool // it counts as detached
}

// hear notes input. What was taken for gone is drawn anew.
func (s *server) hear(v *viewer) {
	v.life.heard = time.Now()
	if !v.life.silent {
		return
	}
	v.life.silent = false
	v.mute.Store(false)
	s.log.Info("client speaks again", "clients", len(s.viewers))
	v.redraws++
	if v.tab != nil {
		s.watch(v.tab)
		s.fitTab(v.tab)
	}
	s.refresh(v)
}

// expectLife begins the wait for the first thing that v's terminal says.
func (s *server) expectLife(v *viewer) { v.life.timer = s.after(s.patience.gone, lifeCheck{v}) }

// answered begins the watch over a terminal that has answered at attach.
func (s *server) answered(v *viewer) {
	if !v.life.answers {
		v.life.answers = true
		v.life.timer.Reset(s.patience.ask)
	}
}

// lifeCheck asks a silent terminal, and gives up on one that stays silent.
func (s *server) lifeCheck(v *viewer) {
	if v.closed.Load() {
		return
	}
	if !v.life.answers && !v.life.heard.IsZero() {
		return
	}
	silence := s.patience.gone
	if v.life.answers {
		silence = time.Since(v.life.heard)
	}
	if silence < s.patience.ask {
		v.life.timer.Reset(s.patience.ask - silence)
		return
	}
	if silence >= s.patience.gone {
		s.log.Info("client gives no sign of life: ended", "after", silence.Round(time.Second))
		v.leave(wire.Leave{Code: wire.CodeFailed, Message: "the terminal gives no sign of life"})
		return
	}
	if silence >= s.patience.silent && !v.life.silent {
		v.life.silent = true
		v.mute.Store(true)
		s.log.Info("client gives no sign of life: detached", "clients", len(s.viewers))
		if v.tab != nil {
			s.watch(v.tab)
			s.fitTab(v.tab)
		}
	}
	v.ask.Store(true)
	v.wake()
	v.life.timer.Reset(s.patience.ask)
}

// expectSign tells the tokenizer of questions that the painter has sent. It is
// called under inMu, by whoever feeds.
func (v *viewer) expectSign(now time.Time) {
	if v.asked.Swap(false) {
		v.tokens.Expect(now, keys.ReplyDSR)
	}
	if v.askedColors.Swap(false) {
		v.tokens.Expect(now, keys.ReplyForeground, keys.ReplyBackground)
	}
}
