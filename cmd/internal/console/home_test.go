package console_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jackin/cmd/internal/console"
	"jackin/mux/wire"
)

// TestHome: what the first page does.
func TestHome(t *testing.T) {
	d := newDesk(t, someConfig, "")
	if jobs := d.m.Jobs(); len(jobs) != 1 || jobs[0] != (console.ListJob{}) {
		t.Errorf("at the start the jobs are %v", jobs)
	}
	d.m.Handle(console.Listed{Containers: []console.Container{
		{Name: "jackin-shop", Workspace: "shop", Status: "running", Running: true, Tabs: []wire.Tab{
			{ID: 1, Label: "Claude (MiniMax)", State: "running", Activity: "working"},
			{ID: 2, Label: "Shell", State: "exited"},
		}},
		{Name: "jackin-shop-2", Workspace: "shop", Status: "exited 1"},
	}})
	d.wants("1 running", "jackin-shop    1 Claude (MiniMax) working, 2 Shell exited", "jackin-shop-2  exited 1")
	d.typing("a")
	if jobs := d.m.Jobs(); len(jobs) != 1 || jobs[0] != (console.AttachJob{Container: "jackin-shop"}) {
		t.Errorf("A: jobs are %v", jobs)
	}
	d.typing("l")
	d.wants("Launch shop: role", "none", "backend")
	d.typing("\x1b[B" + enter)
	if jobs := d.m.Jobs(); len(jobs) != 1 || jobs[0] != (console.LaunchJob{Workspace: "shop", Role: "backend"}) {
		t.Errorf("L: jobs are %v", jobs)
	}
	d.m.Handle(console.Returned{Err: errors.New("container \"x\" ended")})
	d.wants("! container")
	d.m.Handle(console.Listed{Err: errors.New("docker is not in PATH")})
	d.wants("containers: docker is not in PATH")

	d.typing("nblog" + enter)
	d.wants("blog: the project's directory", "/home/me/here")
	d.typing("\x15" + "/home/me/blog" + enter)
	d.wants("console › blog", "workdir", "/home/me/blog")
	if got := d.read("workspaces/blog.toml"); got != "workdir = \"/home/me/blog\"\n" {
		t.Errorf("blog.toml is %q", got)
	}
	d.typing(esc + "n" + "a/b" + enter)
	d.wants("! workspace")
	d.typing("nshop2" + enter + "\x15relative" + enter)
	d.wants("! workspaces/shop2.toml", "absolute path")
	d.typing("k\x1b[H" + "d")
	d.wants("Delete workspace blog?", "removed")
	d.typing("n")
	d.wants("blog")
	d.typing("dy")
	if _, err := os.Stat(filepath.Join(d.dir, "workspaces", "blog.toml")); err == nil {
		t.Error("the workspace is still there")
	}
	d.typing("ofrontend" + enter)
	d.wants("console › role frontend", "image")
	d.typing(esc)
	d.wants("frontend")
	d.typing("q")
	if done, interrupted := d.m.Done(); !done || interrupted {
		t.Errorf("Done() after Q = %v, %v", done, interrupted)
	}
}

// TestPush: a key that has changed is offered to the containers that have it.
func TestPush(t *testing.T) {
	d := newDesk(t, someConfig, "")
	d.m.Jobs()
	d.m.Handle(console.Listed{Containers: []console.Container{
		{Name: "jackin-shop", Workspace: "shop", Status: "running", Running: true},
		{Name: "jackin-blog", Workspace: "blog", Status: "running", Running: true},
		{Name: "jackin-shop-2", Workspace: "shop", Status: "exited 0"},
	}})
	d.typing(enter + "3" + enter + " " + paste + canary + pasteEnd + save)
	d.wants("Push the keys?", "jackin-shop.")
	d.typing("y")
	jobs := d.m.Jobs()
	if len(jobs) != 1 || strings.Join(jobs[0].(console.PushJob).Containers, " ") != "jackin-shop" {
		t.Errorf("jobs are %v", jobs)
	}
	d.m.Handle(console.Pushed{Lines: []string{"jackin-shop: MINIMAX_API_KEY is set"}})
	d.wants("MINIMAX_API_KEY is set")
	// Another variable is no key.
	d.typing("2nREGION" + enter + tab + tab + tab + "eu" + save)
	if strings.Contains(d.screen(), "Push the keys?") {
		t.Errorf("a push is offered for what is no key:\n%s", d.screen())
	}
}
