package ui

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

const eastAsianChild = "JACKIN_UI_TEST_PREPARE_ENV"

func TestPrepareEnv(t *testing.T) {
	// All that tcell looks at, from its source.
	names := []string{
		"LC_CTYPE", "LANG", "NO_COLOR", "LINES", "COLUMNS", "TERM", "COLORTERM",
		"TCELL_TRUECOLOR", "TCELL_ALTSCREEN", "RUNEWIDTH_EASTASIAN",
	}
	t.Setenv("LC_ALL", "1")
	for _, name := range names {
		t.Setenv(name, "1")
	}
	if err := PrepareEnv(); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			t.Errorf("%s = %q, want it unset", name, v)
		}
	}
	if got := os.Getenv("LC_ALL"); got != "C.UTF-8" {
		t.Errorf("LC_ALL = %q, want C.UTF-8", got)
	}
}

// tcell reads this one before main: a process can only be told.
func TestPrepareEnvEastAsian(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), eastAsianChild+"=1", "RUNEWIDTH_EASTASIAN=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "RUNEWIDTH_EASTASIAN") {
		t.Errorf("PrepareEnv = %q, %v; want an error that names RUNEWIDTH_EASTASIAN", out, err)
	}
}
