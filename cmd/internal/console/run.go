package console

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
)

// probeTime is how long a test may take in all; then it has come to nothing.
const probeTime = 10 * time.Second

// ErrInterrupted is Run's error where the user has left by Ctrl+C.
var ErrInterrupted = errors.New("interrupted")

// Options are what Run works with; all of them are needed.
type Options struct {
	// Dir is the working directory, absolute.
	Dir string
	// In and Out are the terminal, and Profile is what it can show.
	In, Out *os.File
	Profile ui.Profile
	Files   Files
	Prober  Prober
	Engine  Engine
	Verbs   Verbs
}

// Run shows the console on a terminal until the user leaves. The terminal is then as
// it was. Its error is ErrInterrupted, one of [screen.Screen.Next]'s, or that of a
// terminal that can't be taken over.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	d := &driver{Options: o, model: NewModel(o.Files, o.Dir)}
	defer d.running.Wait()
	defer cancel()
	for {
		verb, err := d.show(ctx)
		if err != nil || verb == nil {
			return err
		}
		err = d.run(ctx, verb)
		var signal *screen.SignalError
		if errors.As(err, &signal) {
			return err
		}
		d.model.Handle(Returned{err})
	}
}

// driver is a Model with its terminal and its jobs.
type driver struct {
	Options
	model   *Model
	running sync.WaitGroup
	// stopProbe calls the running test off; nil: there was none yet.
	stopProbe context.CancelFunc
	probe     int

	mu      sync.Mutex
	results []Result
	crash   any    // what a job has panicked with; nil: nothing
	wake    func() // nil while the terminal isn't ours
}

// show has the terminal until the user leaves (nil) or wants a verb.
func (d *driver) show(ctx context.Context) (verb Job, err error) {
	s, err := screen.Open(d.In, d.Out, d.Profile)
	if err != nil {
		return nil, err
	}
	defer s.Close() // after a panic too
	d.setWake(s.Wake)
	defer d.setWake(nil)
	for {
		d.take()
		if verb := d.begin(ctx); verb != nil {
			return verb, nil
		}
		if done, interrupted := d.model.Done(); interrupted {
			return nil, ErrInterrupted
		} else if done {
			return nil, nil
		}
		if err := s.Draw(d.model.Draw); err != nil {
			return nil, err
		}
		e, err := s.Next(ctx)
		if err != nil {
			return nil, err
		}
		switch e.Kind {
		case screen.Pressed, screen.Clicked, screen.Pasted:
			cols, rows := s.Size()
			d.model.Event(e, cols, rows)
		}
	}
}

// take gives the Model what has come.
func (d *driver) take() {
	d.mu.Lock()
	results := d.results
	d.results = nil
	crash := d.crash
	d.mu.Unlock()
	if crash != nil {
		panic(crash) // here, where the terminal is given back
	}
	for _, r := range results {
		d.model.Handle(r)
	}
	if d.stopProbe != nil && !d.model.Wants(d.probe) {
		d.stopProbe()
		d.stopProbe = nil
	}
}

// work does a job beside the terminal.
func (d *driver) work(job func() Result) {
	d.running.Go(func() {
		defer func() {
			if crash := recover(); crash != nil {
				d.mu.Lock()
				d.crash = fmt.Sprintf("%v\n%s", crash, debug.Stack())
				d.mu.Unlock()
				d.give(nil)
			}
		}()
		d.give(job())
	})
}

// give notes a result, from any goroutine.
func (d *driver) give(r Result) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.results = append(d.results, r)
	if d.wake != nil {
		d.wake()
	}
}

func (d *driver) setWake(wake func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wake = wake
}

// begin begins the jobs that the Model wants, but for one that needs the terminal,
// which it returns.
func (d *driver) begin(ctx context.Context) (verb Job) {
	for _, job := range d.model.Jobs() {
		switch j := job.(type) {
		case ListJob:
			d.work(func() Result {
				containers, err := d.Engine.Containers(ctx)
				return Listed{containers, err}
			})
		case PushJob:
			d.work(func() Result { return d.push(ctx, j) })
		case ProbeJob:
			limited, stop := context.WithTimeoutCause(ctx, probeTime, fmt.Errorf("no answer within %s", probeTime))
			d.stopProbe, d.probe = stop, j.ID
			d.work(func() Result {
				defer stop()
				return Probed{j.ID, d.Prober.Probe(limited, j.Config, j.Provider, j.Setting)}
			})
		default:
			verb = job
		}
	}
	return verb
}

func (d *driver) push(ctx context.Context, j PushJob) (p Pushed) {
	for _, name := range j.Containers {
		said, err := d.Verbs.Push(ctx, name)
		if err != nil {
			p.Failed = true
			said = append(said, err.Error())
		}
		p.Lines = append(p.Lines, name+": "+strings.Join(said, ", "))
	}
	return p
}

// run runs a verb that has the terminal.
func (d *driver) run(ctx context.Context, verb Job) error {
	switch j := verb.(type) {
	case LaunchJob:
		return d.Verbs.Launch(ctx, j.Workspace, j.Role)
	case AttachJob:
		return d.Verbs.Attach(ctx, j.Container)
	}
	return nil
}
