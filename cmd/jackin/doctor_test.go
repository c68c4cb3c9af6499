package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestDoctor: on a terminal it asks what the server would ask, and leaves the
// terminal as it was.
func TestDoctor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("session", `before=$(stty -g); jackin doctor; echo "exit $?"
		test "$(stty -g)" = "$before" && echo same modes; read -r line; echo "got <$line>"`)
	o := start(t, 100, 40, w.environ(), w.work, filepath.Join(w.bin, "session"))
	screen := o.wait("exit 0", "same modes")
	for _, want := range []string{"ok    terminal      jackin", "ok    size          100x40", "ok    colours       24 bits", "ok    shift-enter   the terminal tells"} {
		if !strings.Contains(screen, want) {
			t.Errorf("it doesn't say %q:\n%s", want, screen)
		}
	}
	// No answer is left over for the shell.
	o.send("typed\r")
	o.wait("got <typed>")
}
