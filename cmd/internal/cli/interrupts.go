package cli

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

// interrupts are the signals that call a verb off while it has no client yet, which
// has its own way with them.
type interrupts struct {
	signals chan os.Signal
	running sync.WaitGroup

	mu  sync.Mutex
	got syscall.Signal // 0: none
}

// watchInterrupts has signals call cancel.
func watchInterrupts(cancel context.CancelFunc) *interrupts {
	in := &interrupts{signals: make(chan os.Signal, 1)}
	signal.Notify(in.signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	in.running.Go(func() {
		for s := range in.signals {
			in.mu.Lock()
			in.got = s.(syscall.Signal)
			in.mu.Unlock()
			cancel()
		}
	})
	return in
}

// stop leaves signals alone again.
func (in *interrupts) stop() {
	signal.Stop(in.signals)
	close(in.signals)
	in.running.Wait()
}

// explain is err, or where a signal has called all off that it has.
func (in *interrupts) explain(err error) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if err == nil || in.got == 0 {
		return err
	}
	return fail(128+int(in.got), "called off")
}
