//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// memory is what is resident: of each process with one idle window and one
// client, and what a window more takes whose scrollback is full of plain lines.
func (b *run) memory() {
	text := filepath.Join(b.dir, "scrollback")
	if err := os.WriteFile(text, firstLines(ASCII.Text(history*80, 0), history+100), 0o600); err != nil {
		b.t.Fatal(err)
	}
	type key struct {
		what    string
		subject Subject
	}
	samples := map[key]Repeats{}
	for range b.scale.memories {
		for _, s := range b.multiplexers() {
			o := s.open(sizes[0], "sh", "-i")
			o.await("prompt", o.expect(prompt()), time.Now())
			o.quiet(time.Second)
			note := func(what string, mb float64) {
				k := key{what, s.subject()}
				samples[k] = append(samples[k], []float64{mb})
			}
			for _, p := range s.processes() {
				note(p.role, kb(fmt.Sprintf("/proc/%d/status", p.pid), "VmRSS")/1e3)
			}
			before := own(s.processes())
			for i := range b.scale.filled {
				done := filepath.Join(b.dir, fmt.Sprintf("filled%d", i))
				s.window("sh", "-c", fmt.Sprintf("cat %s; : >%s; exec cat", quote(text), quote(done)))
				b.until("full window", func() bool { return os.Remove(done) == nil })
			}
			o.quiet(b.scale.settle)
			note("tab", (own(s.processes())-before)/float64(b.scale.filled))
			o.close()
			s.end()
		}
	}
	b.add(samples[key{"init", Jackin}].Median(Measure{"init resident", "", "MB"}, Jackin))
	for _, s := range Subjects[:3] {
		b.add(samples[key{"server", s}].Median(Measure{"server resident", "", "MB"}, s))
	}
	for _, s := range Subjects[:3] {
		b.add(samples[key{"tab", s}].Median(Measure{"a tab of 10,000 lines", "", "MB"}, s))
	}
}

// firstLines are the first n lines of a text.
func firstLines(text []byte, n int) []byte {
	lines := strings.SplitAfterN(string(text), "\n", n+1)
	return []byte(strings.Join(lines[:min(n, len(lines))], ""))
}

// own is what processes have for themselves, in MB: private memory, and the
// memfds that they hold, mapped or not.
func own(list []process) float64 {
	sum := 0.0
	memfds := map[uint64]float64{}
	for _, p := range list {
		rollup := fmt.Sprintf("/proc/%d/smaps_rollup", p.pid)
		sum += kb(rollup, "Pss_Anon")
		fds, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", p.pid))
		for _, fd := range fds {
			target, _ := os.Readlink(fd)
			if !strings.HasPrefix(target, "/memfd:") {
				continue
			}
			if info, err := os.Stat(fd); err == nil {
				st := info.Sys().(*syscall.Stat_t)
				memfds[st.Ino] = float64(st.Blocks) * 512 / 1e3
			}
		}
	}
	for _, size := range memfds {
		sum += size
	}
	return sum / 1e3
}

// kb is a field of a file of /proc, in units of 1,000 bytes.
func kb(path, name string) float64 {
	text, _ := os.ReadFile(path)
	for l := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(l, name+":"); ok {
			n, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 64)
			return n * 1.024
		}
	}
	return 0
}
