package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestAttachName: attach NAME over a pipe of docker's client, here a stand-in
// that runs the inner half on this machine.
func TestAttachName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("docker", `[ "$1 $2" = "exec -i" ] || { echo "unexpected: $*" >&2; exit 99; }
env | grep -c canary >"$HOME/canaries"
case "$3" in
j) echo $$ >"$HOME/docker.pid"; shift 3; exec "$@" ;;
*) echo "Error response from daemon: No such container: $3" >&2; exit 1 ;;
esac`)
	w.vars["MINIMAX_API_KEY"] = minimaxKey
	w.daemon()
	w.must("new", "--background", "--", "sh", "-c", "stty raw -echo; echo in the container; exec cat -v")
	o := w.jackin(80, 24, "attach", "j")
	o.wait("in the container")
	o.send("\x10\x1a") // docker's detach keystroke, and one that a terminal would take
	o.wait("^P^Z")
	if b, err := os.ReadFile(w.home + "/canaries"); err != nil || strings.TrimSpace(string(b)) != "0" {
		t.Errorf("docker's environment has %s keys, %v", b, err)
	}
	// Its client dies: the next one is on the same screen.
	b, err := os.ReadFile(w.home + "/docker.pid")
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	syscall.Kill(pid, syscall.SIGKILL)
	w.eventually("another docker client", func() bool {
		now, err := os.ReadFile(w.home + "/docker.pid")
		return err == nil && string(now) != string(b)
	})
	o.send("back")
	o.wait("^P^Zback")
	o.send(leader + "d")
	o.wait("detached")
	if code := o.exit(); code != 0 {
		t.Errorf("after D the client exits %d", code)
	}
	o = w.jackin(120, 24, "attach", "nobody")
	if code := o.exit(); code != 1 || !strings.Contains(o.text(), `attach to container "nobody": Error response from daemon: No such container`) {
		t.Errorf("attach nobody: exit %d\n%s", code, o.text())
	}
	w.must("stop")
	o = w.jackin(120, 24, "attach", "j")
	if code := o.exit(); code != 3 || !strings.Contains(o.text(), "no jackin is running here") {
		t.Errorf("attach to a container without a server: exit %d\n%s", code, o.text())
	}
}
