//go:build bench

package bench

import (
	"bytes"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/vt"
)

const (
	// chunk is what one read of a PTY gives.
	chunk = 4096
	// historyMemory is enough for any scrollback of the corpora.
	historyMemory = 16 << 20
)

// alone is the emulator without anything around it, in processor time of its
// thread: what others do on the machine counts little. And the binary.
func (b *run) alone() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	speed := map[Corpus]Repeats{}
	allocations := map[Corpus]Repeats{}
	for range b.scale.repeats {
		for _, c := range Corpora {
			// As the terminal's line discipline passes it on.
			text := bytes.ReplaceAll(c.Text(b.scale.corpus/4, 23), []byte("\n"), []byte("\r\n"))
			h, err := vt.NewHistory(make([]byte, historyMemory), history, nil)
			if err != nil {
				b.t.Fatal(err)
			}
			s := vt.New(vt.Options{Cols: 80, Rows: 24, History: h})
			feed := func() {
				for at := 0; at < len(text); at += chunk {
					s.Write(text[at:min(at+chunk, len(text))])
				}
			}
			feed() // fills the scrollback and the tables
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := b.threadTime()
			feed()
			took := b.threadTime() - start
			runtime.ReadMemStats(&after)
			mb := float64(len(text)) / 1e6
			speed[c] = append(speed[c], []float64{mb / took.Seconds()})
			allocations[c] = append(allocations[c], []float64{float64(after.Mallocs-before.Mallocs) / mb})
		}
	}
	for _, c := range Corpora {
		b.add(speed[c].Median(Measure{"emulator " + string(c), "80x24", "MB/s"}, Jackin))
	}
	// The fewest of the repeats: the runtime allocates, too. The most of the corpora.
	var most Result
	for _, c := range Corpora {
		if r := allocations[c].Quantile(0, Measure{"emulator allocations", "80x24", "a MB"}, Jackin); r.Value >= most.Value {
			most = r
		}
	}
	b.add(most)
	info, err := os.Stat(b.binary)
	if err != nil {
		b.t.Fatal(err)
	}
	b.add(Repeats{{float64(info.Size()) / 1e6}}.Median(Measure{"binary, stripped", "", "MB"}, Jackin))
}

// threadTime is the processor time of the calling thread.
func (b *run) threadTime() time.Duration {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		b.t.Fatal(err)
	}
	return time.Duration(ts.Nano())
}
