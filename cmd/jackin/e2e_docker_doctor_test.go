//go:build e2e

package main

import (
	"strings"
	"testing"
)

// doctorCanary is a key that nothing may show.
const doctorCanary = "sk-cp-canary-doctor"

// TestE2EDockerDoctor: what surprises people in a container is found there, and said
// with what mends it.
func TestE2EDockerDoctor(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run([]string{"--pids-limit", "100", "-e", "MINIMAX_API_KEY=" + doctorCanary})
	without := c.must("jackin", "doctor")
	o := start(t, 120, 50, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "doctor")
	if code := o.exit(); code != 0 {
		t.Errorf("doctor exits with %d, want 0", code)
	}
	with := o.text()
	for _, tc := range []struct{ where, text, want string }{
		{"without a terminal", without, "ok    server        answers; init is process 1"},
		{"without a terminal", without, "ok    init          it is jackin's"},
		{"without a terminal", without, "ok    capabilities "},
		{"without a terminal", without, " of 100 threads: few for agents"},
		{"without a terminal", without, "warn  keys          MINIMAX_API_KEY: in docker inspect"},
		{"without a terminal", without, "/run/secrets/MINIMAX_API_KEY:ro in place of -e"},
		{"on a terminal", with, "ok    size          120x50"},
		{"on a terminal", with, "ok    term          xterm"},
		{"on a terminal", with, "ok    colours       24 bits"},
		{"on a terminal", with, "ok    shift-enter   "},
		{"on a terminal", with, "warn  ctrl-p        docker exec -it holds it back"},
	} {
		if !strings.Contains(tc.text, tc.want) {
			t.Errorf("%s doctor doesn't say %q:\n%s", tc.where, tc.want, tc.text)
		}
	}
	if strings.Contains(without+with, doctorCanary) {
		t.Error("doctor shows a key")
	}
}

// TestE2EDockerDoctorWithoutServer: in a container of its own it says beforehand what
// would be missing.
func TestE2EDockerDoctorWithoutServer(t *testing.T) {
	t.Parallel()
	r := docker("", "run", "--rm", "--cap-drop", "ALL", e2eImage(t), "doctor")
	if r.code != 1 || !strings.Contains(r.stdout, "bad   capabilities  root without CHOWN, KILL, SETGID, SETUID") ||
		!strings.Contains(r.stdout, "--cap-add CHOWN") {
		t.Errorf("doctor without capabilities: exit %d, want 1:\n%s%s", r.code, r.stdout, r.stderr)
	}
}

// TestE2EDockerDemo: the tour works in a container of its own, and beside a jackin
// that runs, of which it leaves nothing behind.
func TestE2EDockerDemo(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	before, _ := c.processes()
	for name, argv := range map[string][]string{
		"its own":       {"docker", "run", "--rm", "-it", "--read-only", e2eImage(t), "demo"},
		"a running one": {"docker", "exec", "-it", c.name, "jackin", "demo"},
	} {
		o := start(t, 80, 24, c.environ(), c.base, argv...)
		o.wait("1 Claude (MiniMax)", "A stand-in for Claude", "sk-cp-****")
		o.send("hello\r")
		o.wait("MiniMax's stand-in answers")
		o.send(leader + "Q")
		o.wait("End jackin")
		o.send("y")
		if code := o.exit(); code != 0 {
			t.Errorf("%s: the demo exits with %d:\n%s", name, code, o.text())
		}
	}
	if !pollFor(e2eWait, func() bool { after, _ := c.processes(); return len(after) <= len(before) }) {
		after, _ := c.processes()
		t.Errorf("the demo has left processes behind: %d before, %d after", len(before), len(after))
	}
	if left := c.must("ls", "/tmp"); left != "" {
		t.Errorf("the demo has left in /tmp: %s", left)
	}
}
