package mux

import (
	"jackin/mux/render"
	"jackin/mux/vt"
)

// captureRows is how many rows of the history are unpacked at a time.
const captureRows = 512

// capture is what the pane shows, a line for each row, the history before it. It
// holds the emulator for that long, so that no row is missing or there twice;
// false: the pane has ended.
func (p *pane) capture(ansi, history bool) ([]byte, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.screen == nil {
		return nil, false
	}
	var out []byte
	var f vt.Frame
	add := func() {
		for y := range f.Lines {
			if ansi {
				out = render.AppendLine(out, &f, y)
			} else {
				out = append(out, f.LineText(y)...)
			}
			out = append(out, '\n')
		}
	}
	if h := p.screen.History(); history && h != nil {
		first := h.First()
		for end := first + uint64(h.Len()); first < end; first += captureRows {
			h.CopyTo(&f, first, captureRows)
			add()
		}
		f = vt.Frame{}
	}
	p.screen.CopyTo(&f)
	add()
	return out, true
}
