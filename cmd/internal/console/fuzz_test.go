package console_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jackin/provider/config"
)

// FuzzKeyboard: whatever is typed and pasted, the screen can be drawn, the files can be
// read, their comments stay, and what was in them in clear is never shown.
func FuzzKeyboard(f *testing.F) {
	auth := enter + "3" + enter
	for _, seed := range []string{
		auth + " " + paste + "sk-cp-x" + pasteEnd + save + "y",
		auth + " \t\t  \tNAME\x14" + esc + esc + "y",
		enter + "2nREGION\t\t\teu" + save + "d" + save,
		enter + "\x1b[B\x1b[B" + enter + "backend" + enter + "l",
		"nblog" + enter + enter + esc + "d" + "y" + "o" + "r" + enter + "q",
		"\x1bOP" + esc + "\x1b[15~\x1b[F" + enter + enter + "5m" + save,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if len(typed) > 200 {
			return
		}
		d := newDesk(t, someConfig+"# stays\n", "# stays too\n[env]\nKIMI_CODE_API_KEY = \"sk-ki-canary-kimi\"\n")
		for i := range typed {
			if i%16 == 0 {
				d.rows, d.cols = 3+i%30, 5+i%90
				d.screen()
			}
		}
		d.rows, d.cols = 24, 80
		d.typing(typed)
		if got := d.screen(); strings.Contains(got, "canary") {
			t.Errorf("after %q the screen shows a saved key:\n%s", typed, got)
		}
		if _, err := config.Load(d.dir); err != nil {
			t.Errorf("after %q the config can't be read: %v", typed, err)
		}
		if got := d.read("config.toml"); !strings.Contains(got, "# stays") || !strings.Contains(got, "# global") {
			t.Errorf("after %q config.toml is %s", typed, got)
		}
		if b, err := os.ReadFile(filepath.Join(d.dir, "workspaces", "shop.toml")); err == nil && !strings.Contains(string(b), "# stays too") {
			t.Errorf("after %q shop.toml is %s", typed, b)
		}
	})
}

// TestPasteRefusals: what can't be a value is refused as a whole, with the reason.
func TestPasteRefusals(t *testing.T) {
	for _, tc := range []struct{ paste, want string }{
		{"  \n", "! nothing was pasted: it is empty"},
		{"sk-cp-\x07x", "! nothing was pasted: it holds a control character"},
		{"sk-cp-a\nsk-cp-b", "! nothing was pasted: it holds a control character"},
		{strings.Repeat("x", 2000), "! nothing was pasted: a value has at most 1024 bytes"},
	} {
		d := newDesk(t, someConfig, "")
		d.typing(enter + "3" + enter + " " + paste + tc.paste + pasteEnd)
		d.wants(tc.want, "type or paste it")
		if got := fmt.Sprint(d.screen()); strings.Contains(got, "sk-cp-") && !strings.Contains(got, "keys of") {
			t.Errorf("a paste that was refused is on the screen:\n%s", got)
		}
	}
	d := newDesk(t, someConfig, "")
	d.typing(enter + "3" + enter + paste + canary + pasteEnd)
	d.wants("! nothing was pasted: the mode is Ignore")
}
