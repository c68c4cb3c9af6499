package mux

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"jackin/session/link"
)

// served starts a server with first tabs and returns what it says to init until
// stop likes a message. Nothing that it asks for is done.
func served(t *testing.T, tabs []link.FirstTab, stop func(link.Message) bool) (said []link.Message) {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "server"), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(dir, "s"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	listen, err := l.File()
	if err != nil {
		t.Fatal(err)
	}
	defer listen.Close()
	conn, theirs, err := link.Pair()
	if err != nil {
		t.Fatal(err)
	}
	server, err := link.NewConn(theirs)
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() {
		over <- Serve(context.Background(), Config{
			Link: server, Build: "test", Log: slog.New(slog.DiscardHandler),
			LookupEnv: func(string) (string, bool) { return "", false },
			LookPath: func(name string) (string, error) {
				if name == "claude" || name == "/bin/sh" {
					return name, nil
				}
				return "", exec.ErrNotFound
			},
		})
	}()
	if _, _, err := conn.Receive(); err != nil { // Hello
		t.Fatal(err)
	}
	if err := conn.Send(link.Welcome{Version: link.Version, RunDir: dir, Bare: true, Tabs: tabs}, int(listen.Fd())); err != nil {
		t.Fatal(err)
	}
	if err := conn.Send(link.Ready{}); err != nil {
		t.Fatal(err)
	}
	for {
		m, _, err := conn.Receive()
		if err != nil {
			t.Fatalf("the server says %+v, then %v", said, err)
		}
		said = append(said, m)
		if stop(m) {
			break
		}
		if spawn, ok := m.(link.Spawn); ok && strings.HasSuffix(spawn.Spec.Argv[0], "missing") {
			if err := conn.Send(link.SpawnFailed{ID: spawn.ID, Message: "it isn't there"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := conn.Send(link.Bye{}); err != nil {
		t.Fatal(err)
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	return said
}

// The first tabs are asked for in their order, in their directory; one that can't
// be opened is left out.
func TestFirstTabs(t *testing.T) {
	dir := t.TempDir()
	count := 0
	said := served(t, []link.FirstTab{
		{Agent: "claude", Dir: dir, Main: true},
		{Agent: "claude", Provider: "minimax", Dir: dir}, // no key
		{Agent: "codex", Dir: dir},                       // not in PATH
		{Command: []string{"sleep", "1"}, Dir: dir},
	}, func(m link.Message) bool {
		if _, ok := m.(link.Spawn); ok {
			count++
		}
		return count == 2
	})
	var got []string
	for _, m := range said {
		if s, ok := m.(link.Spawn); ok {
			got = append(got, s.Spec.Argv[0])
			if s.Spec.Dir != dir || s.Main != (s.Spec.Argv[0] == "claude") {
				t.Errorf("%q in %q, main %v", s.Spec.Argv[0], s.Spec.Dir, s.Main)
			}
		}
	}
	if want := "claude sleep"; strings.Join(got, " ") != want {
		t.Errorf("started %v, want %s", got, want)
	}
}

// A main tab that can't be opened ends everything with the reason, whenever that
// shows.
func TestMainTabRefused(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		tab  link.FirstTab
		want string
	}{
		{link.FirstTab{Agent: "codex", Dir: dir, Main: true}, "the main tab, codex, can't be opened: "},
		{link.FirstTab{Agent: "claude", Provider: "minimax", Dir: dir, Main: true}, "the main tab, claude:minimax, can't be opened: "},
		{link.FirstTab{Agent: "claude", Dir: filepath.Join(dir, "gone"), Main: true}, "there is no directory"},
		{link.FirstTab{Command: []string{"missing"}, Dir: dir, Main: true}, "it isn't there"},
	} {
		said := served(t, []link.FirstTab{test.tab}, func(m link.Message) bool { _, ok := m.(link.Stop); return ok })
		stop := said[len(said)-1].(link.Stop)
		if stop.Code != 1 || !strings.Contains(stop.Reason, test.want) {
			t.Errorf("%+v: %+v, want code 1 and %q", test.tab, stop, test.want)
		}
	}
}
