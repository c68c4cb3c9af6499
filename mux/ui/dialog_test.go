package ui

import (
	"fmt"
	"strings"
	"testing"
)

func TestDialogKeys(t *testing.T) {
	yesNo := Confirm("End jackin?", []string{"2 tabs still run"}, "end it", "stay")
	none := Dialog{Title: "Nothing to choose"}
	three := Dialog{Choices: []Choice{{"all", 'a'}, {"this", 0}, {"how", 'h'}}}
	for _, tt := range []struct {
		d       Dialog
		keys    string
		want    int
		outcome Outcome
	}{
		{yesNo, "Enter", ConfirmNo, Chosen},
		{yesNo, "Esc", ConfirmNo, Cancelled},
		{yesNo, "y", ConfirmYes, Chosen},
		{yesNo, "Y", ConfirmYes, Chosen},
		{yesNo, "n", ConfirmNo, Chosen},
		{yesNo, "x Space q", ConfirmNo, Pending},
		{yesNo, "Left Enter", ConfirmYes, Chosen},
		{yesNo, "Left Right Enter", ConfirmNo, Chosen},
		{yesNo, "Tab", ConfirmYes, Pending},
		{yesNo, "Tab Tab", ConfirmNo, Pending},
		{yesNo, "BackTab", ConfirmYes, Pending},
		{yesNo, "h", ConfirmYes, Pending},
		{yesNo, "l", ConfirmYes, Pending},
		{yesNo, "Up", ConfirmYes, Pending},
		{three, "Left", 2, Pending},
		{three, "h", 2, Chosen}, // a choice's own key comes first
		{three, "l Enter", 1, Chosen},
		{none, "Left Right Tab x", 0, Pending},
		{none, "Enter", 0, Cancelled},
	} {
		d, out := tt.d, Pending
		for _, k := range strings.Fields(tt.keys) {
			out = d.Key(key(k), 80, 24)
		}
		if d.Selected != tt.want || out != tt.outcome {
			t.Errorf("%q, %q: choice %d, outcome %d; want %d, %d", tt.d.Title, tt.keys, d.Selected, out, tt.want, tt.outcome)
		}
	}
}

// However much there is to say, the choices are seen.
func TestDialogCutsBodyNotChoices(t *testing.T) {
	var body []string
	for i := range 30 {
		body = append(body, fmt.Sprintf("%d Claude (MiniMax)", i+1))
	}
	d := Confirm("End jackin?", body, "end it", "stay")
	r := d.Rect(40, 10)
	text := snapshot(t, r.Cols, r.Rows, d.Draw)
	for _, want := range []string{" y end it ", " n stay ", "1 Claude", "… 24 more lines"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q isn't shown in %v:\n%s", want, r, text)
		}
	}
}
