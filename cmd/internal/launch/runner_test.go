package launch

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestProcess(t *testing.T) {
	p := Process{Environ: []string{"PATH=/usr/local/bin:/usr/bin:/bin", "ONLY=this"}, Dir: t.TempDir(), LookPath: exec.LookPath}
	sh := func(script string) []string { return []string{"sh", "-c", script} }
	for _, tc := range []struct {
		name, script, stdin string
		out, err            string
	}{
		{name: "output", script: "echo out; echo said >&2", out: "out\n"},
		{name: "input", script: "cat", stdin: "typed", out: "typed"},
		{name: "no input", script: "cat", out: ""},
		{name: "environment", script: `echo "$ONLY $HOME"`, out: "this \n"},
		{name: "fails", script: "echo first >&2; echo Error: last >&2; exit 3", err: "sh: Error: last"},
		{name: "fails with usage", script: "echo Error: last >&2; echo; echo \"Run 'docker --help'\" >&2; exit 3", err: "sh: Error: last"},
		{name: "fails silently", script: "exit 3", err: "sh ended with 3"},
		{name: "a jackin", script: "echo jackin: warning >&2; echo jackin: there is no tab >&2; echo hint: jackin ls >&2; exit 4", err: "there is no tab"},
	} {
		var stdin []byte
		if tc.stdin != "" {
			stdin = []byte(tc.stdin)
		}
		out, err := p.Run(t.Context(), Command{Argv: sh(tc.script), Stdin: stdin})
		if tc.err == "" && (err != nil || string(out) != tc.out) || tc.err != "" && (err == nil || err.Error() != tc.err) {
			t.Errorf("%s: Run = %q, %v, want %q, %q", tc.name, out, err, tc.out, tc.err)
		}
	}
	var exit *ExitError
	_, err := p.Run(t.Context(), Command{Argv: sh("echo jackin: no >&2; echo hint: one >&2; exit 4")})
	if !errors.As(err, &exit) || exit.Code != 4 {
		t.Fatalf("Run = %v", err)
	}
	if message, hints, ok := exit.Jackin(); !ok || message != "no" || !slices.Equal(hints, []string{"one"}) {
		t.Errorf("Jackin() = %q, %q, %v", message, hints, ok)
	}
	if _, err := p.Run(t.Context(), Command{Argv: []string{"there-is-no-such-engine"}}); err == nil || err.Error() != "there-is-no-such-engine is not in PATH" {
		t.Errorf("Run of nothing: %v", err)
	}
	var progress bytes.Buffer
	if _, err := p.Run(t.Context(), Command{Argv: sh("echo pulling >&2"), Progress: &progress}); err != nil || progress.String() != "pulling\n" {
		t.Errorf("progress %q, %v", progress.String(), err)
	}
}

// One that hangs, with a child that holds its output, ends at its limit, or with ctx.
func TestProcessHangs(t *testing.T) {
	p := Process{LookPath: exec.LookPath}
	hangs := Command{Argv: []string{"sh", "-c", "sleep 3 & wait"}, Limit: 50 * time.Millisecond}
	if _, err := p.Run(t.Context(), hangs); err == nil || err.Error() != "sh gives no answer within 50ms" {
		t.Errorf("Run = %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	hangs.Limit = 0
	if _, err := p.Run(ctx, hangs); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Run = %v", err)
	}
}

// script answers commands by their first words.
type script struct {
	answers map[string]string // "!" at its beginning: an engine's complaint
	calls   []string
	input   map[string]string
}

func (s *script) Run(_ context.Context, c Command) ([]byte, error) {
	line := strings.Join(c.Argv, " ")
	s.calls = append(s.calls, line)
	if s.input == nil {
		s.input = map[string]string{}
	}
	s.input[line] = string(c.Stdin)
	for prefix, answer := range s.answers {
		if strings.HasPrefix(line, prefix) {
			if said, fails := strings.CutPrefix(answer, "!"); fails {
				return nil, &ExitError{Program: c.Argv[0], Code: 1, Said: said}
			}
			return []byte(answer), nil
		}
	}
	return nil, nil
}
