package console_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jackin/cmd/internal/console"
	"jackin/cmd/internal/screen"
	"jackin/mux/keys"
)

// desk is a Model over files of its own, with the keyboard of a test.
type desk struct {
	t          *testing.T
	dir        string
	m          *console.Model
	cols, rows int
}

const someConfig = `# global
[env]
ZAI_API_KEY = "$HOST_ZAI"

[roles.backend]
image = "shop-backend"
`

func newDesk(t *testing.T, global, shop string) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), cols: 80, rows: 24}
	if err := os.Mkdir(filepath.Join(d.dir, "workspaces"), 0o700); err != nil {
		t.Fatal(err)
	}
	d.write("config.toml", global)
	d.write("workspaces/shop.toml", "workdir = \"/home/me/shop\"\n"+shop)
	d.m = console.NewModel(console.Dir(d.dir), "/home/me/here")
	return d
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) read(name string) string {
	d.t.Helper()
	b, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// typing sends what a terminal would: keystrokes, and pastes in their brackets.
func (d *desk) typing(text string) {
	d.t.Helper()
	var in keys.Tokenizer
	var pasted []byte
	token := func(t keys.Token) {
		switch t.Kind {
		case keys.Keystroke, keys.Text:
			for k := range t.Keys() {
				d.m.Event(screen.Event{Kind: screen.Pressed, Key: k.Key}, d.cols, d.rows)
			}
		case keys.PasteStart:
			pasted = nil
		case keys.PasteData:
			pasted = append(pasted, t.Raw...)
		case keys.PasteEnd:
			d.m.Event(screen.Event{Kind: screen.Pasted, Text: string(pasted)}, d.cols, d.rows)
		}
	}
	for text != "" {
		// An Esc that begins no sequence is one by itself, as a person types it.
		n := len(text)
		if text[0] == esc[0] && (n == 1 || text[1] != '[' && text[1] != 'O') {
			n = 1
		} else if i := strings.Index(text[1:], esc); i >= 0 {
			n = i + 1
		}
		in.Feed([]byte(text[:n]), time.Time{}, token)
		in.Flush(time.Time{}.Add(time.Hour), token)
		text = text[n:]
	}
}

// click clicks on the first place that shows text.
func (d *desk) click(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			d.m.Event(screen.Event{Kind: screen.Clicked, X: len([]rune(before)), Y: y}, d.cols, d.rows)
			return
		}
	}
	d.t.Errorf("no %q on the screen to click on:\n%s", text, d.screen())
}

func (d *desk) wants(texts ...string) {
	d.t.Helper()
	got := d.screen()
	for _, text := range texts {
		if !strings.Contains(got, text) {
			d.t.Errorf("the screen lacks %q:\n%s", text, got)
		}
	}
}

const esc, enter, save, tab, paste, pasteEnd = "\x1b", "\r", "\x13", "\t", "\x1b[200~", "\x1b[201~"

// TestForms: what is typed, from the first page with shop selected, and what the
// files then hold; \x1b[B is Down.
func TestForms(t *testing.T) {
	const down, left, right = "\x1b[B", "\x1b[D", "\x1b[C"
	auth := enter + "3"
	for _, tc := range []struct {
		name         string
		global, shop string
		typed        string
		wantGlobal   string // empty: as before
		wantShop     string // without workdir; empty: as before
		shows        string
	}{
		{"a literal, for the workspace", someConfig, "", auth + enter + " " + paste + canary + pasteEnd + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"" + canary + "\"\n", "saved:"},
		{"typed", someConfig, "", auth + enter + " " + tab + tab + tab + canary + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"" + canary + "\"\n", "saved:"},
		{"global scope", someConfig, "", auth + enter + " " + tab + right + paste + canary + pasteEnd + save,
			"# global\n[env]\nZAI_API_KEY = \"$HOST_ZAI\"\nMINIMAX_API_KEY = \"" + canary + "\"\n\n[roles.backend]\nimage = \"shop-backend\"\n", "", "saved: config.toml"},
		{"workspace x role", someConfig, "", auth + enter + " " + tab + left + paste + canary + pasteEnd + save,
			"", "\n[roles.backend.env]\nMINIMAX_API_KEY = \"" + canary + "\"\n", "saved:"},
		{"1Password, by its look", someConfig, "", auth + enter + " " + paste + "op://Team/MiniMax/key" + pasteEnd + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"op://Team/MiniMax/key\"\n", "1Password"},
		{"1Password, with an account", someConfig, "", auth + enter + " " + tab + tab + " " + tab + "op://T/M/k" + tab + "me" + save,
			"", "\n[env]\nMINIMAX_API_KEY = { op = \"op://T/M/k\", account = \"me\" }\n", "1Password"},
		{"host variable", someConfig, "", auth + enter + " " + tab + tab + "  " + tab + "MY_KEY" + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"$MY_KEY\"\n", "$MY_KEY"},
		{"the other form of a key", someConfig, "", auth + enter + " " + paste + "sk-other" + pasteEnd + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"sk-other\"\n", "saved:"},
		{"an empty value", someConfig, "", auth + enter + " " + save, "", "", "! the value is empty"},
		{"a control character", someConfig, "", auth + enter + " " + paste + "sk-cp-\x07" + pasteEnd + save, "", "", "! the value is empty"},
		{"a mistyped reference", someConfig, "", auth + enter + " " + paste + "op://x" + pasteEnd + save, "", "", "! "},
		{"Esc saves nothing", someConfig, "", auth + enter + " " + paste + canary + pasteEnd + esc + "y", "", "", "[3 Auth]"},
		{"Esc, and on", someConfig, "", auth + enter + " " + paste + canary + pasteEnd + esc + "n" + save,
			"", "\n[env]\nMINIMAX_API_KEY = \"" + canary + "\"\n", "saved:"},
		{"Ignore removes", someConfig, "[env]\nMINIMAX_API_KEY = \"k\" # old\nB = \"b\"\n", auth + enter + " " + save, "", "[env]\nB = \"b\"\n", "saved:"},
		{"Ignore hides a global key", someConfig, "", auth + down + enter + tab + left + "\x1b[A" + " " + save,
			"", "\n[env]\nZAI_API_KEY = false\n", "saved:"},
		{"Ignore where nothing is", someConfig, "", auth + enter + save, "", "", "nothing has changed"},
		{"a saved literal stays", someConfig, "[env]\nMINIMAX_API_KEY = \"k\"\n", auth + enter + save, "", "", "nothing has changed"},
		{"Anthropic's API key", someConfig, "", auth + down + down + down + enter + " " + paste + canary + pasteEnd + save,
			"", "\n[env]\nANTHROPIC_API_KEY = \"" + canary + "\"\n", "saved:"},
		{"any variable", someConfig, "", enter + "2n" + "REGION" + enter + tab + tab + tab + "eu" + save,
			"", "\n[env]\nREGION = \"eu\"\n", "REGION"},
		{"a reserved name", someConfig, "", enter + "2n" + "JACKIN_TAB" + save, "", "", "! "},
		{"hidden", someConfig, "[env]\nREGION = \"eu\"\n", enter + "2" + enter + "  " + save, "", "[env]\nREGION = false\n", "false"},
		{"unset", someConfig, "[env]\nREGION = \"eu\"\nB = \"b\"\n", enter + "2" + down + "d" + save, "", "[env]\nB = \"b\"\n", "saved:"},
		{"an option", someConfig, "", enter + down + enter + "claude" + enter, "", "default_agent = \"claude\"\n", "claude"},
		{"a number", someConfig, "", enter + enter + "2.5" + save, "", "cpus = 2.5\n", "2.5"},
		{"not a number", someConfig, "", enter + enter + "many" + save, "", "", "! cpus is a number"},
		{"an option that can't be", someConfig, "", enter + down + enter + "nobody" + save, "", "", "! workspaces/shop.toml"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t, tc.global, tc.shop)
			wantGlobal, wantShop := tc.wantGlobal, tc.wantShop
			if wantGlobal == "" {
				wantGlobal = tc.global
			}
			if wantShop == "" {
				wantShop = tc.shop
			}
			d.typing(tc.typed)
			d.wants(tc.shows)
			if got := d.read("config.toml"); got != wantGlobal {
				t.Errorf("config.toml is\n%s\nwant\n%s", got, wantGlobal)
			}
			if got := d.read("workspaces/shop.toml"); got != "workdir = \"/home/me/shop\"\n"+wantShop {
				t.Errorf("shop.toml is\n%s\nwant\n%s", got, wantShop)
			}
			if strings.Contains(d.screen(), canary) {
				t.Errorf("the key is on the screen:\n%s", d.screen())
			}
		})
	}
}

// TestMask: as many bullets for any text; Ctrl+R shows it while it is typed, no longer.
func TestMask(t *testing.T) {
	d := newDesk(t, someConfig, "")
	d.typing(enter + "3" + enter + " " + tab + tab + tab + "x")
	one := d.screen()
	d.typing("yz" + canary)
	if more := d.screen(); !strings.Contains(one, "••••••••••••") || line(one, "Value") != line(more, "Value") {
		t.Errorf("the mask tells how long the text is:\n%s\n%s", line(one, "Value"), line(more, "Value"))
	}
	d.typing("\x12")
	d.wants("xyz"+canary, "Ctrl+R hide")
	d.typing(tab)
	if strings.Contains(d.screen(), canary) {
		t.Errorf("the key is shown beyond its row:\n%s", d.screen())
	}
	// A source that would show it begins anew.
	d.typing("\x1b[A\x1b[A ")
	d.wants("1Password reference", "op://VAULT/ITEM/FIELD")
	if strings.Contains(d.screen(), canary) {
		t.Errorf("the key is shown as a reference:\n%s", d.screen())
	}
}

// line is the first line of a screen that has text.
func line(screen, text string) string {
	for l := range strings.Lines(screen) {
		if strings.Contains(l, text) {
			return l
		}
	}
	return ""
}

// TestTest: the job, what it says, and Esc that calls it off.
func TestTest(t *testing.T) {
	d := newDesk(t, someConfig, "")
	d.m.Jobs()
	d.typing(enter + "3" + enter + " \x14")
	d.wants("! the value is empty")
	d.typing(paste + canary + pasteEnd + "\x14")
	d.wants("asking")
	jobs := d.m.Jobs()
	if len(jobs) != 1 {
		t.Fatalf("jobs are %v", jobs)
	}
	job, ok := jobs[0].(console.ProbeJob)
	if !ok || job.Provider != "minimax" || job.Setting.Name != "MINIMAX_API_KEY" || job.Setting.Source.Literal().Reveal() != canary {
		t.Fatalf("the job is %+v", jobs)
	}
	d.typing(esc)
	d.wants("called off", "Mode")
	if d.m.Wants(job.ID) {
		t.Error("the test is still wanted")
	}
	d.m.Handle(console.Probed{ID: job.ID, Answers: []console.Answer{{Label: "Claude", OK: true, Said: "late"}}})
	if strings.Contains(d.screen(), "late") {
		t.Error("a test that was called off has answered")
	}
	d.typing("\x14")
	job = d.m.Jobs()[0].(console.ProbeJob)
	d.m.Handle(console.Probed{ID: job.ID, Answers: []console.Answer{{Label: "Claude", OK: true, Said: "fine"}, {Label: "Codex", Said: "no"}}})
	d.wants("Test: Claude: fine", "! Test: Codex: no")
}

// TestMouse: tabs, rows, buttons and hints can be clicked.
func TestMouse(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		d := newDesk(t, someConfig, "")
		d.cols, d.rows = size[0], size[1]
		d.click("shop")
		d.wants("[1 General]")
		d.click("3 Auth")
		d.wants("[3 Auth]")
		d.click("MiniMax")
		d.wants("Mode", "Ignore")
		d.click("Mode")
		d.wants("API Key", "Source")
		d.click("Value")
		d.typing(canary)
		d.click("Ctrl+S save")
		d.wants("[3 Auth]", "API Key")
		if got := d.read("workspaces/shop.toml"); !strings.Contains(got, canary) {
			t.Errorf("%v: shop.toml is %s", size, got)
		}
	}
}

// TestUnreadable: one screen, nothing else, until it can be read.
func TestUnreadable(t *testing.T) {
	d := newDesk(t, "[env\n", "")
	d.wants("config.toml:2:5:", "the config can't be read", "R read it again")
	d.typing("nblog" + enter + save)
	if got := d.read("config.toml"); got != "[env\n" {
		t.Errorf("config.toml is %q", got)
	}
	d.write("config.toml", "")
	d.typing("r")
	d.wants("Workspaces", "shop")
	d.write("workspaces/shop.toml", "workdir = 3\n")
	d.wants("F5 reads it again")
	d.typing("\x1b[15~")
	d.wants("can't be read")
	d.typing(enter)
	d.wants("workspaces/shop.toml:1:", "workdir")
}

// TestChanged: what another editor has done meanwhile is never undone unsaid.
func TestChanged(t *testing.T) {
	same := newDesk(t, someConfig, "")
	same.write("config.toml", strings.Replace(someConfig, "global", "GLOBAL", 1)) // as long as before
	same.wants("! the config has changed on disk: F5 reads it again")
	same.typing("\x1b[15~")
	same.wants("read again")

	d := newDesk(t, someConfig, "")
	d.typing(enter + "3" + enter + " " + paste + canary + pasteEnd)
	d.write("config.toml", someConfig+"# more\n")
	d.typing(save)
	d.wants("The config has changed", "r reload")
	if got := d.read("workspaces/shop.toml"); strings.Contains(got, canary) {
		t.Errorf("it was written: %s", got)
	}
	d.typing("r" + save)
	d.wants("saved:")
	if got := d.read("config.toml"); got != someConfig+"# more\n" {
		t.Errorf("config.toml is %s", got)
	}
}
