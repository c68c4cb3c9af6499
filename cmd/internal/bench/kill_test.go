//go:build bench

package bench

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// kill is how long a client is without a server that was killed, and what of the
// 20 tabs' screens is there afterwards. The others have nothing to compare: a
// killed tmux or screen takes what runs in it along.
func (b *run) kill() {
	j := b.all()[0].(*jackin)
	var frame, whole Repeats
	for range b.scale.repeats {
		o := b.shell(j, sizes[0])
		for range tabs - 1 {
			j.window("sh", "-c", fmt.Sprintf("printf '%s %s'; exec cat", mark(3), strings.Repeat("x", 40)))
		}
		o.do("printf " + mark(3))
		// The strip alone shows the label, so that a frame that has it is one of the
		// next server's.
		seen := o.expect(mark(7))
		j.must(j.binary, "rename", "1", mark(7))
		o.await("label", seen, time.Now())
		o.quiet(time.Second)
		seen = o.expect(mark(7))
		start := time.Now()
		if err := syscall.Kill(j.processes()[1].pid, syscall.SIGKILL); err != nil {
			b.t.Fatal(err)
		}
		frame = append(frame, []float64{ms(o.await("frame", seen, start))})
		o.quiet(time.Second)
		whole = append(whole, []float64{float64(j.whole())})
		o.close()
		j.end()
	}
	b.add(frame.Median(Measure{fmt.Sprintf("server killed to first frame, %d tabs", tabs), "", "ms"}, Jackin))
	b.add(whole.Median(Measure{"screens whole after it", "", "tabs"}, Jackin))
}

// whole is how many tabs still show what they had printed.
func (j *jackin) whole() int {
	j.t.Helper()
	var list []struct{ ID int }
	if err := json.Unmarshal([]byte(j.must(j.binary, "ls", "--json")), &list); err != nil {
		j.t.Fatal(err)
	}
	n := 0
	for _, tab := range list {
		if strings.Contains(j.must(j.binary, "capture", strconv.Itoa(tab.ID)), mark(3)) {
			n++
		}
	}
	return n
}
