package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sgr mouse events, with the column and row counted from 1.
func mousePress(x, y int) string   { return fmt.Sprintf("\x1b[<0;%d;%dM", x, y) }
func mouseDrag(x, y int) string    { return fmt.Sprintf("\x1b[<32;%d;%dM", x, y) }
func mouseRelease(x, y int) string { return fmt.Sprintf("\x1b[<0;%d;%dm", x, y) }
func wheel(up bool) string {
	if up {
		return "\x1b[<64;10;10M"
	}
	return "\x1b[<65;10;10M"
}

// counted is a tab in which 200 numbered lines have gone by and cat waits.
func counted(t *testing.T, cols, rows int) (*world, *outer) {
	t.Helper()
	w := newWorld(t)
	w.script("counted", `i=1; while [ $i -le 200 ]; do echo "line $i of 200"; i=$((i+1)); done; echo ready; exec cat`)
	o := w.jackin(cols, rows, "--", "counted")
	o.wait("ready")
	return w, o
}

// clipboard waits until the terminal has been given text.
func (o *outer) clipboard(text string) {
	o.t.Helper()
	o.received("\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\x1b\\")
}

// received waits until the terminal has been sent bytes.
func (o *outer) received(bytes string) {
	o.t.Helper()
	o.until(fmt.Sprintf("%q", bytes), func(string) bool {
		// until holds no lock here.
		o.mu.Lock()
		defer o.mu.Unlock()
		return strings.Contains(o.raw.String(), bytes)
	})
}

// TestScrollBack: the leader and S, what comes meanwhile, search, and back.
func TestScrollBack(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		_, o := counted(t, size.cols, size.rows)
		name := func(s string) string { return fmt.Sprintf("%s-%dx%d", s, size.cols, size.rows) }
		o.send(leader + "s")
		o.wait("Esc back")
		o.send("\x1b[H")
		o.golden(name("look-oldest"), "line 1 of 200")
		// What is typed is the view's, not the program's.
		o.send("/line 15\r")
		o.golden(name("look-found"), "line 15 of 200", "1/11")
		o.send("n")
		o.wait("2/11")
		o.send("\x1b")
		o.wait("ready")
		o.send("typed\r")
		o.wait("typed\ntyped")
	}
}

// TestScrollBackHoldsStill: output goes on under a view, which says so.
func TestScrollBackHoldsStill(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("ticking", `i=1; while [ $i -le 60 ]; do echo "line $i."; i=$((i+1)); done
while read -r _; do echo "line $i."; i=$((i+1)); done`)
	o := w.jackin(80, 24, "--", "ticking")
	o.wait("line 60.")
	o.send(leader + "s\x1b[5~")
	before := o.until("an older row", func(s string) bool { return strings.Contains(s, "line 20.") && strings.Contains(s, "lines back") })
	for range 5 {
		if r := w.run("send", "1", "x", "--enter"); r.code != 0 {
			t.Fatalf("send: exit %d: %s", r.code, r.stderr)
		}
	}
	after := o.wait("10 new")
	rows := func(s string) string { s, _, _ = strings.Cut(s, "lines back"); return s[:strings.LastIndex(s, "\n")] }
	if rows(before) != rows(after) {
		t.Errorf("the view moved: before\n%s\nafter\n%s", before, after)
	}
	o.send("q")
	o.wait("line 65.")
}

// TestCopy: what is selected by keystroke and by mouse reaches the terminal's
// clipboard, and can be pasted.
func TestCopy(t *testing.T) {
	t.Parallel()
	_, o := counted(t, 80, 24)
	o.send(leader + "/line 42\r")
	o.wait("1/1")
	o.send("Vy")
	o.clipboard("line 42 of 200")
	o.wait("copied", "ready")
	// Of the rows that are there now, the second: a drag over its begin.
	row := strings.Split(o.wait("ready"), "\n")[2]
	o.send(mousePress(1, 3) + mouseDrag(4, 3) + mouseRelease(4, 3))
	o.clipboard("line")
	// A double click takes the word under it.
	word := strings.Fields(row)[1]
	o.send(mousePress(6, 3) + mouseRelease(6, 3) + mousePress(6, 3) + mouseRelease(6, 3))
	o.clipboard(word)
	o.send(leader + ":")
	o.wait("Commands", "Paste line 42 of 200")
	o.send("Paste line 42\r")
	o.wait("\nline 42 of 200\n")
}

// TestWheel: it scrolls where the program doesn't want the mouse, and nothing is
// taken from one that does.
func TestWheel(t *testing.T) {
	t.Parallel()
	w, o := counted(t, 80, 24)
	o.send(wheel(true))
	o.wait("3 lines back")
	o.send(wheel(true))
	o.wait("6 lines back")
	o.send(wheel(false) + wheel(false))
	o.waitGone("lines back")
	w.script("mouse", `stty raw -echo; printf '\033[?1000h\033[?1006hmouse'; exec cat -v`)
	if r := w.run("new", "--", "mouse"); r.code != 0 {
		t.Fatal(r.stderr)
	}
	o.wait("2 mouse", "\nmouse")
	o.send(wheel(true))
	o.wait("^[[<64;10;9M")
}

// TestEditHistory: e opens all that was shown in an editor, in a tab that goes
// with it, and the file goes too.
func TestEditHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vars["EDITOR"] = "editor --"
	w.script("counted", `i=1; while [ $i -le 200 ]; do echo "line $i of 200"; i=$((i+1)); done; echo ready; exec cat`)
	w.script("editor", `shift; echo "editing $#"; grep -c 'of 200' "$1"; read -r _`)
	o := w.jackin(80, 24, "--", "counted")
	o.wait("ready")
	o.send(leader + "s")
	o.wait("Esc back")
	o.send("e")
	o.wait("history of 1", "editing 1\n200\n")
	files := func() []string {
		names, err := filepath.Glob(filepath.Join(w.runDir, "server", "history-*"))
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	names := files()
	if len(names) != 1 {
		t.Fatalf("files of the history: %q, want one", names)
	}
	if info, err := os.Stat(names[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the history's file: %v, %v; want 0600", info.Mode(), err)
	}
	o.send("\r")
	o.waitGone("history of 1")
	w.eventually("end of the file", func() bool { return len(files()) == 0 })
}

// TestClipboardPolicy: a program's OSC 52 is asked about behind the leader, or
// passes, or never does.
func TestClipboardPolicy(t *testing.T) {
	t.Parallel()
	const script = `stty -echo; echo ready; while read -r text; do printf '\033]52;c;%s\007' "$text"; echo "said $text"; done`
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	sent := func(o *outer, text string) bool {
		o.mu.Lock()
		defer o.mu.Unlock()
		return strings.Contains(o.raw.String(), "\x1b]52;c;"+encode(text))
	}
	world := func(policy string) *outer {
		w := newWorld(t)
		if policy != "" {
			w.write(filepath.Join(w.config, "config.toml"), fmt.Sprintf("clipboard = %q\n", policy))
		}
		w.script("clip", script)
		o := w.jackin(80, 24, "--", "clip")
		o.wait("ready")
		return o
	}
	t.Run("allow", func(t *testing.T) {
		o := world("allow")
		o.send(encode("one") + "\r")
		o.clipboard("one")
	})
	t.Run("deny", func(t *testing.T) {
		o := world("deny")
		o.send(encode("one") + "\r")
		o.wait("said")
		o.send(leader)
		o.wait("new tab") // the strip, and no question
		if sent(o, "one") || strings.Contains(o.text(), "clipboard") {
			t.Errorf("the terminal was given what is denied:\n%s", o.text())
		}
	})
	t.Run("ask", func(t *testing.T) {
		o := world("")
		o.send(encode("one") + "\r")
		o.wait("wants your clipboard", "said")
		// What is typed meanwhile is the program's.
		o.send(encode("two") + "\r")
		o.wait("said " + encode("two"))
		if sent(o, "one") || sent(o, "two") {
			t.Error("the terminal was given what was only asked about")
		}
		o.send(leader)
		o.golden("clipboard-80x24", "Allow this once")
		o.send("\r")
		o.clipboard("two")
		o.waitGone("wants")
		if sent(o, "one") {
			t.Error("the terminal was given what had been replaced")
		}
		// For the tab, from now on.
		o.send(encode("three") + "\r")
		o.wait("wants your clipboard")
		o.send(leader)
		o.wait("Allow this once")
		o.send("\x1b[B\r")
		o.clipboard("three")
		o.send(encode("four") + "\r")
		o.clipboard("four")
	})
}

// TestNotifications: from the tab that is looked at.
func TestNotifications(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("notify", `echo ready; read -r _; printf '\033]9;build done\007\033]9;4;1;40\007'; read -r _; printf '\033]9;4;0\007'; read -r _`)
	o := w.jackin(80, 24, "--", "notify")
	o.wait("ready")
	o.send("\r")
	o.received("\x1b]9;build done\x1b\\")
	o.received("\x1b]9;4;1;40\x1b\\")
	o.send("\r")
	o.received("\x1b]9;4;0;0\x1b\\")
}
