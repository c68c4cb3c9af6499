//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// program is a full-screen program that is brought to several screens.
type program struct {
	name  string
	argv  []string
	first string // a text on its first screen
	// steps are keys, by the names that tmux has for them; each step leads to
	// another screen.
	steps [][]string
}

// programs have nothing on their screens that changes by itself. Of htop that
// takes a setup without meters and one process that sleeps, in columns that
// don't count: its identity, priority, virtual size, state and command.
func programs(sleeper int) []program {
	return []program{
		// Which background it takes for the terminal's depends on who answers.
		{"vim", []string{"vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "+set bg=dark ruler showcmd laststatus=2 showmode", "text"}, "line 1 ", [][]string{
			{"G"},
			{":", "s", "e", "t", " ", "n", "u", "Enter"},
			{"O", "t", "y", "p", "e", "d", " ", "äöü漢字", "Enter", "m", "o", "r", "e", "Escape"},
			{":", "s", "p", "l", "i", "t", "Enter", "g", "g"},
			{"C-f", "C-f", "C-e", "C-e", "C-w", "j", "C-b"},
			{":", "o", "n", "l", "y", "Enter", "u", "d", "4", "d", "/", "7", "7", "Enter"},
		}},
		{"less", []string{"less", "text"}, "line 1 ", [][]string{
			{"Space", "j", "j"},
			{"/", "9", "9", "Enter"},
			{"G"},
			{"k", "k", "k", "b"},
			{"-", "N", "Enter", "g"},
		}},
		{"colours", []string{"less", "-R", "colours"}, "colour 0 ", [][]string{
			{"Space"},
			{"Space", "Space", "k"},
			{"G"},
		}},
		{"git log", []string{"git", "-c", "color.ui=always", "-c", "core.pager=less -R", "log", "--graph", "--decorate", "--stat"}, "commit 30", [][]string{
			{"Space"},
			{"j", "j", "j", "k"},
			{"G"},
			{"b", "b", "k"},
		}},
		{"htop", []string{"htop", "-p", fmt.Sprint(sleeper), "-d", "100"}, "Quit", [][]string{
			{"h"},
			{"q"},
			{"F6"},
			{"Down", "Down", "Down"},
			{"Escape"},
		}},
	}
}

// htopSetup has no meter that moves.
const htopSetup = `fields=0 48 17 18 38 2 1
hide_kernel_threads=1
hide_userland_threads=1
highlight_base_name=1
tree_view=0
header_margin=1
color_scheme=0
enable_mouse=1
delay=100
header_layout=two_50_50
column_meters_0=Hostname
column_meter_modes_0=2
column_meters_1=Blank
column_meter_modes_1=2
`

// TestE2EPrograms: what a full-screen program shows in a tab is what it shows in
// a bare terminal of the pane's size, colours included, at every step.
func TestE2EPrograms(t *testing.T) {
	sleeper := sleeper(t, nil)
	for _, size := range []struct{ cols, rows int }{{80, 24}, {120, 40}} {
		for _, p := range programs(sleeper) {
			t.Run(fmt.Sprintf("%s-%dx%d", strings.ReplaceAll(p.name, " ", "-"), size.cols, size.rows), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				w.fill()
				tab := newTmux(t, size.cols, size.rows, w.environ(), w.work, append([]string{w.binary, "--"}, p.argv...)...)
				bare := newTmux(t, size.cols, size.rows-1, w.environ(), w.work, append([]string{"env", "TERM=xterm-256color", "COLORTERM=truecolor"}, p.argv...)...)
				bare.wait(p.first)
				tab.matches(bare, "at the start")
				for _, keys := range p.steps {
					before := bare.visible()
					for _, m := range []*tmux{bare, tab} {
						for _, key := range keys {
							m.keys(key)
						}
					}
					bare.until("other screen", func(string) bool { return bare.visible() != before })
					tab.matches(bare, fmt.Sprintf("after %q", keys))
				}
			})
		}
	}
}

// matches waits for the pane, below the strip, to be what the bare terminal shows.
func (m *tmux) matches(bare *tmux, when string) {
	m.t.Helper()
	var got, want string
	if !pollFor(e2eWait/4, func() bool {
		_, got, _ = strings.Cut(m.visible(), "\n")
		want = bare.visible()
		return got == want
	}) {
		m.t.Fatalf("%s, in a tab:\n%s\nin a bare terminal:\n%s", when, got, want)
	}
}

// visible is what a person sees: characters, with their attributes in braces
// where they change, and the cursor, counted from the bottom, where both
// terminals begin alike.
func (m *tmux) visible() string {
	m.t.Helper()
	screen := m.must("capture-pane", "-p", "-e")
	cursor := strings.TrimSpace(m.must("display", "-p", "#{cursor_flag} #{cursor_x} #{e|-:#{pane_height},#{cursor_y}}"))
	if strings.HasPrefix(cursor, "0") {
		cursor = "hidden" // wherever it is
	}
	return visible(screen) + "cursor " + cursor + "\n"
}

// visible is a screen as tmux captures it with attributes, without those that
// can't be seen: those of a blank but for its background and lines. What is
// behind the last character of a row isn't captured reliably, and left out.
func visible(screen string) string {
	var out strings.Builder
	var now style
	for _, row := range strings.Split(strings.TrimSuffix(screen, "\n"), "\n") {
		var shown style
		behind := "" // blanks that no character has followed yet
		for len(row) > 0 {
			if params, rest, ok := cutSGR(row); ok {
				now.set(params)
				row = rest
				continue
			}
			r, n := utf8.DecodeRuneInString(row)
			row = row[n:]
			seen := now
			if r == ' ' && !now.lines() {
				seen = style{back: now.back}
			}
			if seen != shown {
				behind += seen.String()
				shown = seen
			}
			behind += string(r)
			if r != ' ' {
				out.WriteString(behind)
				behind = ""
			}
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// cutSGR takes a sequence that sets attributes off the front of s.
func cutSGR(s string) (params []string, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, "\x1b[")
	if !ok {
		return nil, "", false
	}
	list, rest, ok := strings.Cut(s, "m")
	return strings.Split(list, ";"), rest, ok
}

// style is a set of attributes: colours as their parameters, the others by number.
type style struct {
	fore, back string
	on         [10]bool
}

// lines says that something is drawn even where no character is.
func (s style) lines() bool { return s.on[4] || s.on[7] || s.on[9] }

func (s style) String() string {
	list := strings.Fields(s.fore + " " + s.back)
	for i, on := range s.on {
		if on {
			list = append(list, strconv.Itoa(i))
		}
	}
	return "{" + strings.Join(list, " ") + "}"
}

func (s *style) set(params []string) {
	for i := 0; i < len(params); i++ {
		n, _ := strconv.Atoi(params[i])
		switch {
		case n == 0:
			*s = style{}
		case n < 10:
			s.on[n] = true
		case n == 22:
			s.on[1], s.on[2] = false, false
		case n < 30:
			s.on[n-20] = false
		case n == 38 || n == 48:
			length := map[string]int{"5": 3, "2": 5}[params[min(i+1, len(params)-1)]]
			colour := strings.Join(params[i:min(i+length, len(params))], ";")
			if index, _ := strconv.Atoi(params[min(i+2, len(params)-1)]); length == 3 && index < 16 {
				colour = strconv.Itoa(n - 8 + index + index/8*52) // the same entry of the palette: 30 to 37, 90 to 97
			}
			if n == 38 {
				s.fore = colour
			} else {
				s.back = colour
			}
			i += max(length-1, 0)
		case n == 39:
			s.fore = ""
		case n == 49:
			s.back = ""
		case n < 40 || n >= 90 && n < 100:
			s.fore = params[i]
		case n < 50 || n >= 100:
			s.back = params[i]
		}
	}
}

// fill makes what the programs show: a text, a repository whose hashes are the
// same everywhere, a setup for htop.
func (w *world) fill() {
	w.t.Helper()
	var text strings.Builder
	for i := 1; i <= 200; i++ {
		fmt.Fprintf(&text, "line %d %s\n", i, strings.Repeat("wide 漢 é ", i%17))
	}
	w.write(filepath.Join(w.work, "text"), text.String())
	var colours strings.Builder
	for i := range 256 {
		fmt.Fprintf(&colours, "\x1b[38;5;%dmcolour %d \x1b[%dm\x1b[48;5;%dmon %[1]d\x1b[m\n", i, i, []int{1, 3, 4, 7, 9}[i%5], 255-i)
	}
	w.write(filepath.Join(w.work, "colours"), colours.String())
	w.write(filepath.Join(w.home, ".config", "htop", "htoprc"), htopSetup)
	w.vars["GIT_CONFIG_NOSYSTEM"] = "1"
	w.git("init", "-q", "-b", "main")
	for i := 1; i <= 30; i++ {
		if i%10 == 5 {
			w.git("checkout", "-q", "-b", fmt.Sprintf("branch-%d", i))
		}
		w.write(filepath.Join(w.work, fmt.Sprintf("file-%d", i%7)), strings.Repeat(fmt.Sprintf("content %d\n", i), i))
		w.git("add", ".")
		w.git("commit", "-q", "-m", fmt.Sprintf("commit %d: ä title\n\nand a body", i), "--date", fmt.Sprintf("2026-01-%02dT12:00:00Z", i))
	}
}

func (w *world) git(args ...string) {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = w.work
	cmd.Env = append(os.Environ(), "HOME="+w.home, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_COMMITTER_DATE=2026-02-01T12:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		w.t.Fatalf("git %q: %v: %s", args, err, out)
	}
}
