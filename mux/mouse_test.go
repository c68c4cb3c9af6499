package mux

import (
	"fmt"
	"strings"
	"testing"

	"jackin/mux/wire"
)

// click is a press and a release of the left button at the first character of
// text on the client's screen, as a terminal with mode 1006 says it.
func (c *testClient) click(text string) {
	c.t.Helper()
	c.shows(text)
	c.mu.Lock()
	_, rows := c.screen.Size()
	x, y := -1, 0
	for ; y < rows && x < 0; y++ {
		if i := strings.Index(c.screen.LineText(y), text); i >= 0 {
			x = len([]rune(c.screen.LineText(y)[:i]))
		}
	}
	c.mu.Unlock()
	if x < 0 {
		c.t.Fatalf("%q is on the screen no more", text)
	}
	c.send(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y, x+1, y))
}

// TestMouse: clicks in strip, pickers and dialogs, and to a program that asked
// for the mouse, in its own words and its own coordinates.
func TestMouse(t *testing.T) {
	f := newFakeInit(t, "MINIMAX_API_KEY")
	c := f.attach(wire.Attach{Picker: true})
	c.click("Claude")
	c.click("MiniMax")
	c.shows("claude stands in")
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf '\033[?1000h\033[?1006hsgr here'; exec cat -v`}})
	c.click("sgr here")
	c.shows("^[[<0;1;1M^[[<0;1;1m")
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf '\033[?1000hlegacy here'; exec cat -v`}})
	c.click("gacy here")
	c.shows("^[[M #!^[[M##!")
	c.send("\x1c")
	c.click("1 Claude")
	c.shows("claude stands in")
	c.send("\x1cx")
	c.shows("Close tab 1")
	c.click("n keep it")
	c.until("end of the question", func() bool { return !strings.Contains(c.screen.Text(), "Close tab") })
	c.send("\x1c")
	c.click(" + ")
	c.shows("New tab")
	c.send("\x1b[<65;1;1M") // the wheel, down
	c.send("\r")
	c.shows("4 Shell")
	c.send("\x1c")
	c.shows("1-9 go to")
	c.click("$") // the pane: the strip gives the focus back
	c.until("focus on the pane", func() bool { return !strings.Contains(c.screen.Text(), "1-9 go to") })
}
