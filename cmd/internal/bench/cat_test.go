//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// cat is what a corpus costs: the speed at which its end arrives at the client,
// what was sent there, and the longest that the client had to wait.
func (b *run) cat() {
	type key struct {
		corpus  Corpus
		at      size
		subject Subject
	}
	speed, sent, gap := map[key]Repeats{}, map[key]Repeats{}, map[key]Repeats{}
	for _, at := range sizes {
		files := map[Corpus]string{}
		for _, c := range Corpora {
			files[c] = filepath.Join(b.dir, fmt.Sprintf("%s-%s", c, at))
			if err := os.WriteFile(files[c], c.Text(b.scale.corpus, at.rows-1), 0o600); err != nil {
				b.t.Fatal(err)
			}
		}
		for range b.scale.repeats {
			for _, s := range b.all() {
				o := b.shell(s, at)
				for i, c := range Corpora {
					info, err := os.Stat(files[c])
					if err != nil {
						b.t.Fatal(err)
					}
					o.quiet(300 * time.Millisecond)
					o.reset()
					end := o.expect(mark(i))
					start := time.Now()
					o.do(fmt.Sprintf(`cat %s; printf '\033[m\r\n%s'`, quote(files[c]), mark(i)))
					took := o.await("end of "+string(c), end, start)
					n := o.counted()
					k := key{c, at, s.subject()}
					speed[k] = append(speed[k], []float64{float64(info.Size()) / 1e6 / took.Seconds()})
					sent[k] = append(sent[k], []float64{float64(n.bytes) / 1e6})
					gap[k] = append(gap[k], []float64{ms(n.gap)})
				}
				o.close()
				s.end()
			}
		}
	}
	for _, c := range Corpora {
		for _, at := range sizes {
			for _, s := range Subjects {
				b.add(speed[key{c, at, s}].Median(Measure{"cat " + string(c), at.String(), "MB/s"}, s))
			}
		}
	}
	for _, c := range Corpora {
		for _, at := range sizes {
			for _, s := range Subjects[:3] {
				b.add(sent[key{c, at, s}].Median(Measure{"cat " + string(c) + " to the client", at.String(), "MB"}, s))
			}
		}
	}
	for _, c := range Corpora {
		for _, at := range sizes {
			for _, s := range Subjects[:3] {
				b.add(gap[key{c, at, s}].Quantile(1, Measure{"cat " + string(c) + " longest gap", at.String(), "ms"}, s))
			}
		}
	}
}

// frames counts our frames while the tab that is looked at floods.
func (b *run) frames() {
	for _, at := range sizes {
		var rates Repeats
		j := b.all()[0]
		for range b.scale.repeats {
			o := b.shell(j, at)
			o.reset()
			end := o.expect(mark(1))
			o.do(fmt.Sprintf(`timeout %d seq 1000000000; printf '\r\n%s'`, b.scale.flood, mark(1)))
			o.await("end of the flood", end, time.Now())
			if f := o.counted().frames; len(f) > 1 {
				rates = append(rates, []float64{float64(len(f)-1) / f[len(f)-1].Sub(f[0]).Seconds()})
			}
			o.close()
			j.end()
		}
		b.add(rates.Median(Measure{"frames under a flood", at.String(), "a second"}, Jackin))
	}
}
