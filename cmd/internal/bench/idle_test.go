//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// tabs is how many there are where many are wanted.
	tabs = 20
	// together is how far apart two looks at the processes are; what happens
	// within that time is one wake-up.
	together = 10 * time.Millisecond
)

// idle counts what processes do while nobody does anything: 20 shells and one
// attached client.
func (b *run) idle() {
	wakes, switches := map[Subject]Repeats{}, map[Subject]Repeats{}
	for range b.scale.idles {
		for _, s := range b.multiplexers() {
			o := s.open(sizes[0], "sh", "-i")
			o.await("prompt", o.expect(prompt()), time.Now())
			for range tabs - 1 {
				s.window("sh", "-i")
			}
			o.quiet(b.scale.settle)
			pids := []int{o.cmd.Process.Pid}
			for _, p := range s.processes() {
				pids = append(pids, p.pid)
			}
			w, c := watch(pids, b.scale.idle)
			wakes[s.subject()] = append(wakes[s.subject()], []float64{float64(w) / b.scale.idle.Seconds()})
			switches[s.subject()] = append(switches[s.subject()], []float64{float64(c) / b.scale.idle.Seconds()})
			o.close()
			s.end()
		}
	}
	for _, s := range Subjects[:3] {
		b.add(wakes[s].Median(Measure{fmt.Sprintf("wake-ups, %d idle tabs", tabs), "", "a second"}, s))
	}
	for _, s := range Subjects[:3] {
		b.add(switches[s].Median(Measure{fmt.Sprintf("context switches, %d idle tabs", tabs), "", "a second"}, s))
	}
}

// watch counts for a time how often one of the processes left a wait, and how
// often its threads did in all. It looks at them at short intervals: two looks in
// a row that find a process busy are one wake-up, which the end of an interval
// may have cut; a third is another one.
func watch(pids []int, d time.Duration) (wakes, switches int) {
	tick := time.NewTicker(together)
	defer tick.Stop()
	before, busy := make([]int, len(pids)), make([]int, len(pids))
	for i, pid := range pids {
		before[i] = voluntary(pid)
	}
	for end := time.Now().Add(d); time.Now().Before(end); {
		<-tick.C
		for i, pid := range pids {
			now := voluntary(pid)
			if now == before[i] {
				busy[i] = 0
				continue
			}
			switches += max(now-before[i], 1) // a thread may have ended
			if busy[i]%2 == 0 {
				wakes++
			}
			busy[i]++
			before[i] = now
		}
	}
	return wakes, switches
}

// voluntary is how often the threads of a process have gone to sleep.
func voluntary(pid int) int {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	sum := 0
	for _, f := range files {
		text, _ := os.ReadFile(f)
		_, rest, _ := strings.Cut(string(text), "\nvoluntary_ctxt_switches:")
		if fields := strings.Fields(rest); len(fields) > 0 {
			n, _ := strconv.Atoi(fields[0])
			sum += n
		}
	}
	return sum
}
