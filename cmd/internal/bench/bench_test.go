//go:build bench

package bench

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

var (
	binaryFlag = flag.String("jackin", "", "the jackin to measure: its path")
	tsvFlag    = flag.String("tsv", "", "the report: written by TestBench, read by TestDraw")
	onlyFlag   = flag.String("only", "", "the parts to measure, with commas between; empty: all")
	quickFlag  = flag.Bool("quick", false, "measure less, and less exactly")
	mdFlag     = flag.String("markdown", "", "TestDraw writes README's section here")
	nameFlag   = flag.String("picture", "", "the picture's path as README names it")
	svgFlag    = flag.String("svg", "", "TestDraw writes its picture here")
)

// sizes are those of the outer terminals.
var sizes = []size{{80, 24}, {200, 60}}

// scale is how much is measured.
type scale struct {
	corpus   int           // bytes of each corpus
	repeats  int           // of most parts, everybody in turn
	flood    int           // seconds of it, for frames
	firsts   int           // outputs after a pause, and attaches, in a repeat
	speed    int           // keystrokes at full speed in a repeat
	typed    int           // keystrokes at typing rhythm in a repeat
	starts   int           // cold starts
	idles    int           // repeats of the idle part
	idle     time.Duration // one of them
	settle   time.Duration // what comes before
	memories int           // repeats of the memory part
	filled   int           // windows with full scrollback in it
}

var (
	whole = scale{
		corpus: 32 << 20, repeats: 5, flood: 3, firsts: 8, speed: 240, typed: 60, starts: 11,
		idles: 5, idle: 10 * time.Second, settle: 2 * time.Second, memories: 5, filled: 10,
	}
	quick = scale{
		corpus: 4 << 20, repeats: 2, flood: 1, firsts: 3, speed: 60, typed: 20, starts: 3,
		idles: 1, idle: 5 * time.Second, settle: time.Second, memories: 1, filled: 4,
	}
)

// run is a run under way.
type run struct {
	*place
	scale  scale
	report Report
}

// add keeps a result that has samples.
func (b *run) add(r Result) {
	if r.N > 0 {
		b.report.Results = append(b.report.Results, r)
	}
}

// until polls what can't be waited for.
func (b *run) until(what string, ok func() bool) {
	b.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if ok() {
			return
		}
	}
	b.t.Fatalf("no %s within %s", what, patience)
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// hangUp closes the terminal and keeps the pipe.
func (o *terminal) hangUp() {
	pipe := o.fifo
	o.fifo = nil
	o.close()
	o.fifo = pipe
}

// TestBench measures, and writes the report where -tsv says.
func TestBench(t *testing.T) {
	b := &run{place: newPlace(t, *binaryFlag), scale: whole}
	if *quickFlag {
		b.scale = quick
	}
	// The collector's work would be somebody's.
	debug.SetGCPercent(800)
	t.Cleanup(func() {
		for _, s := range b.all() {
			s.end()
		}
	})
	b.facts()
	// Of a run that fails, too, what there is is shown.
	defer func() { fmt.Println(Table(&b.report)) }()
	for _, part := range []struct {
		name    string
		measure func()
	}{
		{"alone", b.alone}, {"cat", b.cat}, {"frames", b.frames}, {"echo", b.echo}, {"start", b.start},
		{"attach", b.attach}, {"memory", b.memory}, {"idle", b.idle}, {"kill", b.kill},
	} {
		if *onlyFlag != "" && !slices.Contains(strings.Split(*onlyFlag, ","), part.name) {
			continue
		}
		start := time.Now()
		part.measure()
		fmt.Fprintf(os.Stderr, "bench: %s measured, %s\n", part.name, time.Since(start).Round(time.Second))
		if err := os.WriteFile(*tsvFlag, b.report.TSV(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// facts are what the results hold for. No name of a host is among them.
func (b *run) facts() {
	fact := func(name, value string) {
		b.report.Facts = append(b.report.Facts, Fact{name, strings.TrimSpace(value)})
	}
	line := func(argv ...string) string {
		// screen --version ends with 1.
		out, _ := exec.Command(argv[0], argv[1:]...).CombinedOutput()
		first, _, _ := strings.Cut(string(out), "\n")
		return first
	}
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		b.t.Fatal(err)
	}
	load, _ := os.ReadFile("/proc/loadavg")
	fact("date", time.Now().UTC().Format("2006-01-02"))
	fact("jackin", line(b.binary, "version"))
	fact("tmux", line("tmux", "-V"))
	fact("screen", line("screen", "--version"))
	fact("go", runtime.Version())
	fact("kernel", unix.ByteSliceToString(u.Sysname[:])+" "+unix.ByteSliceToString(u.Release[:]))
	fact("processor", fmt.Sprintf("%s, %d cores", processor(), runtime.NumCPU()))
	fact("load at the start", strings.Join(strings.Fields(string(load))[:3], " "))
	fact("corpora", fmt.Sprintf("%d MB each, %d repeats, everybody in turn; %d lines of scrollback", b.scale.corpus>>20, b.scale.repeats, history))
}

// processor is the model's name.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	for l := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// TestDraw makes README's section and its picture of a report.
func TestDraw(t *testing.T) {
	if *tsvFlag == "" || *mdFlag == "" || *svgFlag == "" {
		t.Fatal("-tsv, -markdown and -svg say what to draw, and where")
	}
	text, err := os.ReadFile(*tsvFlag)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseTSV(text)
	if err != nil {
		t.Fatalf("%s: %v", *tsvFlag, err)
	}
	if err := os.WriteFile(*svgFlag, SVG(r), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*mdFlag, []byte(Markdown(r, *nameFlag)), 0o644); err != nil {
		t.Fatal(err)
	}
}
