//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// start is how long it takes from nothing to the first window's prompt.
func (b *run) start() {
	samples := map[Subject]Repeats{}
	for range b.scale.starts {
		for _, s := range b.all() {
			start := time.Now()
			o := s.open(sizes[0], "sh", "-i")
			took := ms(o.await("prompt", o.expect(prompt()), start))
			samples[s.subject()] = append(samples[s.subject()], []float64{took})
			o.quiet(100 * time.Millisecond)
			o.close()
			s.end()
		}
	}
	for _, s := range Subjects {
		b.add(samples[s].Median(Measure{"cold start to prompt", "", "ms"}, s))
	}
}

// attach is how long it takes from the start of a client to the last line of a
// full screen.
func (b *run) attach() {
	text := filepath.Join(b.dir, "lines")
	if err := os.WriteFile(text, ASCII.Text(1<<16, 0), 0o600); err != nil {
		b.t.Fatal(err)
	}
	for _, at := range sizes {
		samples := map[Subject]Repeats{}
		for range b.scale.repeats {
			for _, s := range b.multiplexers() {
				o := b.shell(s, at)
				full := o.expect(mark(1), mark(2))
				o.do(fmt.Sprintf(`printf '\033[H\033[2J%s\r\n'; head -n %d %s | cut -c 1-%d; printf %s`,
					mark(1), at.rows-4, quote(text), at.cols-2, mark(2)))
				o.await("full screen", full, time.Now())
				o.quiet(pause)
				o.hangUp()
				var took []float64
				for range b.scale.firsts {
					start := time.Now()
					client := s.attach(at)
					took = append(took, ms(client.await("full frame", client.expect(mark(1), mark(2)), start)))
					client.quiet(100 * time.Millisecond)
					client.close()
				}
				samples[s.subject()] = append(samples[s.subject()], took)
				s.end()
				o.fifo.Close()
			}
		}
		for _, s := range Subjects[:3] {
			b.add(samples[s].Median(Measure{"attach to a full frame", at.String(), "ms"}, s))
		}
	}
}
