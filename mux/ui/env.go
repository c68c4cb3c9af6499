package ui

import (
	"fmt"
	"os"

	"github.com/gdamore/tcell/v2"
)

// foreignEnv are the variables by which tcell lets the terminal that a process
// was started from decide what other terminals get. Our clients' terminals are
// known by their own answers.
var foreignEnv = [...]string{
	"LC_CTYPE", "LANG", "LANGUAGE", "NO_COLOR", "LINES", "COLUMNS", "TERM", "COLORTERM",
	"TCELL_TRUECOLOR", "TCELL_ALTSCREEN", "TERMINFO", "TERMINFO_DIRS", "RUNEWIDTH_EASTASIAN",
}

// PrepareEnv sets LC_ALL to C.UTF-8 and unsets what else tcell reads of the
// process's environment, at any time and for all screens alike. A process that
// makes Surfaces calls it at its start, before its first goroutine; it is no
// matter for a session, whose environment init builds by itself.
//
// RUNEWIDTH_EASTASIAN is read before main, so it can't be undone here: the
// error says that the process was started with it, and lines and marks are
// drawn two cells wide. Whoever starts the process leaves it out.
func PrepareEnv() error {
	if err := os.Setenv("LC_ALL", "C.UTF-8"); err != nil {
		return fmt.Errorf("prepare environment: %w", err)
	}
	for _, name := range foreignEnv {
		if err := os.Unsetenv(name); err != nil {
			return fmt.Errorf("prepare environment: %w", err)
		}
	}
	var probe tcell.CellBuffer
	probe.Resize(2, 1)
	if _, width := probe.Put(0, 0, "│", tcell.StyleDefault); width != 1 {
		return fmt.Errorf("prepare environment: %q is %d cells wide: RUNEWIDTH_EASTASIAN was set at the start", "│", width)
	}
	return nil
}
