package launch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v2"

	"jackin/cmd/internal/screen"
	"jackin/cmd/internal/vault"
	"jackin/mux/keys"
	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// keysOf are the keys of NAME=SOURCE texts.
func keysOf(t *testing.T, texts ...string) *Keys {
	t.Helper()
	var settings []config.Setting
	for _, text := range texts {
		name, value, _ := strings.Cut(text, "=")
		s := config.Setting{}
		s.Name = name
		var err error
		if value == "false" {
			s.Source = secret.Hidden()
		} else if s.Source, err = secret.ParseSource(value); err != nil {
			t.Fatal(err)
		}
		settings = append(settings, s)
	}
	return NewKeys(settings)
}

func TestSettle(t *testing.T) {
	k := keysOf(t, "MINIMAX_API_KEY=$NOT_SET", "KIMI_CODE_API_KEY=", "ZAI_API_KEY=false")
	for _, tc := range []struct {
		from, want Choice
		asks       bool
		err        string
	}{
		{from: Choice{}, asks: true},
		{from: Choice{Provider: "minimax"}, err: `provider "minimax" goes with an agent`},
		{from: Choice{Agent: "claude"}, want: Choice{Agent: "claude"}, asks: true},
		{from: Choice{Agent: "claude", Provider: "anthropic"}, want: Choice{Agent: "claude", Provider: "anthropic"}},
		{from: Choice{Agent: "claude", Provider: "minimax"}, want: Choice{Agent: "claude", Provider: "minimax"}}, // its reference is looked at later
		{from: Choice{Agent: "claude", Provider: "kimi"}, err: `provider "kimi" for agent "claude": KIMI_CODE_API_KEY is not set, or empty`},
		{from: Choice{Agent: "claude", Provider: "zai"}, err: `provider "zai" for agent "claude": ZAI_API_KEY is not set, or empty`},
		{from: Choice{Agent: "shell"}, want: Choice{Agent: "shell"}},
		{from: Choice{Agent: "shell", Provider: "minimax"}, err: `provider "minimax" for agent "shell": Shell has no provider`},
		{from: Choice{Agent: "vim"}, err: `there is no agent "vim"; known are claude, codex, shell`},
	} {
		got, asks, err := Offer{Catalogue: provider.Default(), Keys: k}.Settle(tc.from)
		if tc.err != "" {
			if err == nil || err.Error() != tc.err {
				t.Errorf("Settle(%+v) = %v, want %q", tc.from, err, tc.err)
			}
			continue
		}
		if err != nil || got != tc.want || asks != tc.asks {
			t.Errorf("Settle(%+v) = %+v, %v, %v, want %+v, %v", tc.from, got, asks, err, tc.want, tc.asks)
		}
	}
	none := Offer{Catalogue: provider.Default(), Keys: keysOf(t)}
	if got, asks, err := none.Settle(Choice{Agent: "claude"}); err != nil || asks || got.Provider != "anthropic" {
		t.Errorf("Settle with no key = %+v, %v, %v", got, asks, err)
	}
}

func TestKeysStates(t *testing.T) {
	k := keysOf(t, "A=literal", "B=$NOT_SET", "C=op://v/i/f", "D=false", "E=$EMPTY", "F=held")
	k.Hold([]string{"F"})
	if got := k.Lacking(); !slices.Equal(got, []string{"A", "B", "C", "E"}) {
		t.Errorf("Lacking = %q", got)
	}
	states := func() string {
		var out []string
		for _, name := range []secret.Ref{"A", "B", "C", "D", "E", "F", "G"} {
			state, reason := k.State(name)
			out = append(out, fmt.Sprintf("%s%d%s", name, state, reason))
		}
		return strings.Join(out, " ")
	}
	if got, want := states(), "A1 B1 C1 D0 E1 F2 G0"; got != want {
		t.Errorf("states before = %q, want %q", got, want)
	}
	r := vault.Resolver{LookupEnv: func(name string) (string, bool) { return "", name == "EMPTY" }}
	k.Here(t.Context(), r)
	if got, want := states(), "A2 B3the variable NOT_SET is not set here C1 D0 E3empty F2 G0"; got != want {
		t.Errorf("states of what is here = %q, want %q", got, want)
	}
	changed := 0
	k.Notify(func() { changed++ })
	var then []string
	k.Resolve(t.Context(), r, func(result vault.Result) { then = append(then, result.Name) })
	if changed != 1 || !slices.Equal(then, []string{"C"}) {
		t.Errorf("Resolve told %d times, of %q", changed, then)
	}
	if state, reason := k.State("C"); state != Failed || reason != "op is not in PATH" {
		t.Errorf("State(C) = %v, %q", state, reason)
	}
	if got := vault.Filled(k.Values()); !slices.Equal(got, []string{"A"}) || len(k.Problems()) != 2 {
		t.Errorf("Values %q, problems %v", got, k.Problems())
	}
	if err := errors.Join(k.Wait(t.Context(), "A"), k.Wait(t.Context(), "F"), k.Wait(t.Context(), "G")); err != nil {
		t.Errorf("Wait for what isn't resolving: %v", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := keysOf(t, "C=op://v/i/f").Wait(over, "C"); !errors.Is(err, context.Canceled) {
		t.Errorf("Wait = %v", err)
	}
}

// display is a terminal that types what it is told to, and fails when that is over.
type display struct {
	t          *testing.T
	typed      []any // keys.Key, or func() to do before a Woken
	screens    []string
	cols, rows int
}

func (d *display) Size() (int, int) { return d.cols, d.rows }

func (d *display) Draw(draw func(ui.Canvas)) error {
	s := tcell.NewSimulationScreen("UTF-8")
	if err := s.Init(); err != nil {
		return err
	}
	defer s.Fini()
	s.SetSize(d.cols, d.rows)
	draw(s)
	s.Show()
	cells, cols, _ := s.GetContents()
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(string(c.Runes))
		if i%cols == cols-1 {
			b.WriteByte('\n')
		}
	}
	d.screens = append(d.screens, b.String())
	return nil
}

func (d *display) Next(context.Context) (screen.Event, error) {
	if len(d.typed) == 0 {
		return screen.Event{}, screen.ErrGone
	}
	next := d.typed[0]
	d.typed = d.typed[1:]
	switch next := next.(type) {
	case keys.Code:
		return screen.Event{Kind: screen.Pressed, Key: keys.Key{Code: next}}, nil
	case func():
		next()
		return screen.Event{Kind: screen.Woken}, nil
	case screen.Event:
		return next, nil
	}
	d.t.Fatalf("typed a %T", next)
	return screen.Event{}, nil
}

func TestPick(t *testing.T) {
	const enter, down, esc = keys.Enter, keys.Down, keys.Escape
	k := keysOf(t, "MINIMAX_API_KEY=op://v/i/f", "KIMI_CODE_API_KEY=$NOT_SET", "ZAI_API_KEY=here")
	k.Here(t.Context(), vault.Resolver{})
	script := filepath.Join(t.TempDir(), "op")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho sk-cp-canary\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ready := func() {
		k.Resolve(t.Context(), vault.Resolver{LookPath: func(string) (string, error) { return script, nil }}, nil)
	}
	for _, tc := range []struct {
		name  string
		from  Choice
		fixed bool
		typed []any
		want  Choice
		err   error
		last  string // on the last screen
	}{
		{name: "shell", typed: []any{down, down, enter}, want: Choice{Agent: "shell"}, last: "Launch shop"},
		{name: "native", typed: []any{enter, enter}, want: Choice{Agent: "claude", Provider: "anthropic"}, last: "resolving"},
		{name: "a key that is here", typed: []any{enter, down, enter}, want: Choice{Agent: "claude", Provider: "zai"}, last: "NOT_SET is not set here"},
		{name: "what isn't ready is passed over", typed: []any{enter, down, down, enter}, want: Choice{Agent: "claude", Provider: "anthropic"}},
		{name: "Esc", typed: []any{esc}, err: ErrCancelled},
		{name: "Esc back, and out", typed: []any{enter, esc, esc}, err: ErrCancelled, last: "Launch shop"},
		{name: "Esc back, another agent", typed: []any{enter, esc, down, down, enter}, want: Choice{Agent: "shell"}},
		{name: "a default agent", from: Choice{Agent: "claude"}, typed: []any{enter}, want: Choice{Agent: "claude", Provider: "anthropic"}, last: "Claude: provider"},
		{name: "Esc from a default agent", from: Choice{Agent: "claude"}, typed: []any{esc, down, down, enter}, want: Choice{Agent: "shell"}},
		{name: "Esc from a named agent", from: Choice{Agent: "claude"}, fixed: true, typed: []any{esc}, err: ErrCancelled},
		{name: "a click", typed: []any{screen.Event{Kind: screen.Clicked, X: 26, Y: 5}}, want: Choice{Agent: "shell"}},
		{name: "a click beside it", typed: []any{screen.Event{Kind: screen.Clicked}}, err: screen.ErrGone},
		{name: "the terminal goes", typed: []any{enter}, err: screen.ErrGone},
		// Last: afterwards the key is there.
		{name: "a key that comes", typed: []any{enter, func() { ready() }, down, down, enter}, want: Choice{Agent: "claude", Provider: "minimax"}},
	} {
		d := &display{t: t, typed: tc.typed, cols: 60, rows: 10}
		got, err := Pick(t.Context(), d, Offer{Workspace: "shop", Catalogue: provider.Default(), Keys: k}, tc.from, tc.fixed)
		if !errors.Is(err, tc.err) || err == nil && got != tc.want || len(d.typed) > 0 {
			t.Errorf("%s: Pick = %+v, %v, want %+v, %v; %d not typed", tc.name, got, err, tc.want, tc.err, len(d.typed))
		}
		if last := d.screens[len(d.screens)-1]; !strings.Contains(last, tc.last) || strings.Contains(last, "canary") {
			t.Errorf("%s: the last screen is\n%s", tc.name, last)
		}
	}
	// Any size will do.
	for _, size := range [][2]int{{1, 1}, {10, 2}, {40, 12}, {500, 200}} {
		d := &display{t: t, typed: []any{enter, enter}, cols: size[0], rows: size[1]}
		if _, err := Pick(t.Context(), d, Offer{Workspace: "shop", Catalogue: provider.Default(), Keys: k}, Choice{}, false); err != nil {
			t.Errorf("Pick at %v: %v", size, err)
		}
	}
}
