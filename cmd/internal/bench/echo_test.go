//go:build bench

package bench

import "time"

const (
	// rhythm is the time between two keystrokes of somebody who types fast.
	rhythm = 60 * time.Millisecond
	// line is how many keystrokes go into a line before it is ended.
	line = 60
	// pause is what comes before output that is taken as the first one.
	pause = 300 * time.Millisecond
)

// letters are typed: none of them ends a control sequence that a multiplexer
// sends, and each differs from the one before.
const letters = "zyvwkxjo"

// echo is how long a keystroke takes to the client and back as the terminal's
// echo: one after the other at once, at typing rhythm, and so beside a window
// that floods. And how long output takes that comes after a pause.
func (b *run) echo() {
	type key struct {
		what    string
		at      size
		subject Subject
	}
	samples := map[key]Repeats{}
	for _, at := range sizes {
		for range b.scale.repeats {
			for _, s := range b.all() {
				note := func(what string, values []float64) {
					k := key{what, at, s.subject()}
					samples[k] = append(samples[k], values)
				}
				o := b.shell(s, at)
				var first []float64
				for i := range b.scale.firsts {
					o.quiet(pause)
					seen := o.expect(mark(i))
					start := time.Now()
					o.do("printf " + mark(i))
					first = append(first, ms(o.await("output", seen, start)))
				}
				note("first", first)
				o.do("cat")
				o.quiet(time.Second)
				note("speed", o.typed(b.scale.speed, 0))
				if s.subject() != Bare {
					note("rhythm", o.typed(b.scale.typed, rhythm))
					s.window("yes")
					o.quiet(time.Second)
					note("beside", o.typed(b.scale.typed, rhythm))
				}
				o.close()
				s.end()
			}
		}
	}
	for _, m := range []struct{ what, name string }{
		{"speed", "echo at full speed"}, {"rhythm", "echo at typing rhythm"}, {"beside", "echo beside a flood"},
	} {
		for _, q := range []struct {
			name string
			q    float64
		}{{"median", 0.5}, {"99 %", 0.99}, {"longest", 1}} {
			for _, at := range sizes {
				for _, s := range Subjects {
					b.add(samples[key{m.what, at, s}].Quantile(q.q, Measure{m.name + ", " + q.name, at.String(), "ms"}, s))
				}
			}
		}
	}
	for _, at := range sizes {
		for _, s := range Subjects {
			b.add(samples[key{"first", at, s}].Median(Measure{"first output after a pause", at.String(), "ms"}, s))
		}
	}
}

// typed types n letters, each at the earliest apart after the one before and
// after its echo, and returns what the echoes took in milliseconds.
func (o *terminal) typed(n int, apart time.Duration) []float64 {
	o.t.Helper()
	var took []float64
	tick := time.NewTicker(max(apart, time.Millisecond))
	defer tick.Stop()
	for i := range n {
		if i > 0 && i%line == 0 {
			o.write("\r")
			o.quiet(pause)
		}
		if apart > 0 {
			<-tick.C
		}
		letter := letters[i%len(letters) : i%len(letters)+1]
		seen := o.expect(letter)
		start := time.Now()
		o.write(letter)
		took = append(took, ms(o.await("echo", seen, start)))
	}
	return took
}
